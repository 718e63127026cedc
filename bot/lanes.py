"""Updates in, one at a time for each chat and all chats beside each other; crossed off in the inbox when they end."""

from collections.abc import Awaitable
from typing import Any

from telegram.ext import BaseUpdateProcessor

from bot.inbox import Inbox


class Lanes(BaseUpdateProcessor):
    """What Application is given as concurrent_updates."""

    def __init__(self, inbox: Inbox) -> None:
        raise NotImplementedError

    @property
    def waiting(self) -> int:
        """Updates taken and not answered yet."""
        raise NotImplementedError

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        raise NotImplementedError

    async def initialize(self) -> None:
        """Nothing to do."""

    async def stop(self, grace_s: float) -> None:
        """Begin nothing more, give what was begun grace_s to end, then cancel it; the rest stays on disk.

        To be called before Application.stop, which would wait for all of it.
        """
        raise NotImplementedError

    async def shutdown(self) -> None:
        """Nothing to do."""
