"""Lines typed in a terminal in, the same conversation printed out; knows nothing of Telegram."""
