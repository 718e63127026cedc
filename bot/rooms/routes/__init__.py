"""A profile and a region in; the routes that schools and mbos have, out."""
