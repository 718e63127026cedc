"""Requests over HTTP in; health, figures, and Telegram's webhook out. Imports no other face."""
