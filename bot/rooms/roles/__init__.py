"""Admins who invite in; coordinators, and a list of what they did, out."""
