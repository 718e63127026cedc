"""Questions that could not be answered in; groups of them, and answers that an admin makes, out."""
