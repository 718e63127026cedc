"""A house that is used in; its problems shown, its folder read again, and old records erased."""
