"""Messages come in, answers go out; nothing here decides what is an answer."""
