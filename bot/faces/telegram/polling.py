"""A bot that reads what a poll brings one by one, writes it down in the inbox at one go, and polls no faster than it is of use."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import NetworkError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.reading import number_of, without_typed_over

logger = logging.getLogger(__name__)

QUICK_S = 1.0  # a poll that ended sooner, and brought nothing, did not wait as it was asked to
PAUSES_S = (0.5, 30.0)  # after such a poll: the first, doubled each time up to the last


class PollingBot(ExtBot[Any]):
    """As ExtBot. Telegram brings up to 100 updates a poll, and a trip to the disk for each would take a second.

    The library reads them all or none: one that it stumbles over would come again for ever, and nobody be answered.
    """

    def __init__(
        self,
        inbox: Inbox,
        token: str,
        *,
        get_updates_request: BaseRequest,
        on_poll: Callable[[int, int], None] = lambda read, unread: None,
        **options: Any,
    ) -> None:
        """on_poll is told of each poll that was answered how many updates could be read, and how many not; options: ExtBot's."""
        super().__init__(token, get_updates_request=get_updates_request, **options)
        self._inbox, self._on_poll = inbox, on_poll
        self._read_timeout_s = get_updates_request.read_timeout or 0
        self._past = 0  # above the number of each update that couldn't be read
        self._quick = 0  # polls in a row that ended at once and brought nothing

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | float | timedelta | None = None,  # noqa: ASYNC109, how long Telegram may hold the poll back
        allowed_updates: Sequence[str] | None = None,
        **options: Any,
    ) -> tuple[Update, ...]:
        """What is returned is on disk. Raises TelegramError, whatever it is that a poll came to nothing for."""
        held_s = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout or 0
        if held_s and self._quick > 1:
            await asyncio.sleep(min(PAUSES_S[0] * 2.0 ** min(self._quick - 2, 16), PAUSES_S[1]))
        begun_s = time.monotonic()
        data = {
            "timeout": timeout,
            "offset": max(offset or 0, self._past) or None,
            "limit": limit,
            "allowed_updates": allowed_updates,
        }
        options.setdefault("read_timeout", self._read_timeout_s + held_s)
        try:
            updates = await self._read(await self._post("getUpdates", data, **options))
        except TimedOut:  # after which the library tries again at once; after anything else it waits by itself
            self._ended(begun_s)
            raise
        if updates:
            self._quick = 0
        else:
            self._ended(begun_s)
        return updates

    async def hang_up(self) -> None:
        """Close the connections to Telegram, also where the bot never came to know who it is."""
        await asyncio.gather(*(request.shutdown() for request in self._request))

    def _ended(self, begun_s: float) -> None:
        """A poll brought nothing."""
        self._quick = self._quick + 1 if time.monotonic() - begun_s < QUICK_S else 0

    async def _read(self, brought: object) -> tuple[Update, ...]:
        if not isinstance(brought, list):
            raise NetworkError("an answer without updates")
        wanted = without_typed_over(brought)
        try:
            updates = await self._inbox.take_in(wanted, self)
        except Exception as error:  # whatever it is: polled again at once, it would come again at once
            logger.error("what a poll brought could not be taken in", exc_info=error)
            raise NetworkError(type(error).__name__) from None
        numbers = (number_of(one) for one in brought)
        self._past = max([self._past, *(number + 1 for number in numbers if number is not None)])
        self._on_poll(len(updates), len(wanted) - len(updates))
        return updates
