"""Markdown files come in, entries and problems go out; nothing here knows of searching or of Telegram."""

from knowledge import quiet as quiet
