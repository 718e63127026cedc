"""Log records in, lines on stderr out: one an event, without secrets and without anybody's words."""

import asyncio

from bot.settings import Settings


def configure(settings: Settings) -> None:
    """Send all logs, warnings and unhandled exceptions of this process through the redacting formatter."""
    raise NotImplementedError


def install(loop: asyncio.AbstractEventLoop) -> None:
    """Log what tasks and callbacks of a loop raise and nobody catches."""
    raise NotImplementedError
