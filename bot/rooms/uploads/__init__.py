"""A document that an admin sends in; checked, looked at, and placed in the folder, or let go of."""
