"""Entries and a question come in, hits and an answer go out; nothing here knows of Telegram."""
