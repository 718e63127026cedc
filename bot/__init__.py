"""Messages come in, answers go out; nothing here decides what is an answer."""

from knowledge import quiet as quiet
