"""Questions that are handed to a person: see room.py."""
