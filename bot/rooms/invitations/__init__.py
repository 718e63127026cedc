"""A meeting in; a card with answers, a calendar file, reminders, and what was agreed at it, out."""
