"""Entries that are due and sources that are dead in; a message to the admins on Monday, out."""
