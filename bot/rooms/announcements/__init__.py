"""News from an admin in; the same told once to everybody who wants to hear of it, out."""
