"""A bot whose polls are written down in the inbox at one go, rather than update by update."""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

from bot.faces.telegram.inbox import Inbox


class PollingBot(ExtBot[Any]):
    """As ExtBot. Telegram brings up to 100 updates a poll, and a trip to the disk for each would take a second."""

    def __init__(self, inbox: Inbox, token: str, **options: Any) -> None:
        """options: ExtBot's."""
        super().__init__(token, **options)
        self._inbox = inbox

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: Any = None,  # noqa: ASYNC109, how long Telegram may hold the poll back
        allowed_updates: Sequence[str] | None = None,
        **options: Any,
    ) -> tuple[Update, ...]:
        """What is returned is on disk."""
        updates = await super().get_updates(offset, limit, timeout, allowed_updates, **options)
        await self._inbox.write_down(updates)
        return updates
