"""Rooms in, each of them woken every few seconds to say what is due, until that is stopped."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.when.witness import Witness

logger = logging.getLogger(__name__)

FIRST_S = 1.0  # at most, until a room is woken for the first time


class Wakes(Protocol):
    """Who is woken: a room, or the post with what it holds."""

    async def wakes(self, now: datetime) -> None:
        """Say what is due."""


def _log(error: Exception) -> None:
    logger.error("a room failed to say what is due", exc_info=error)


class Waking:
    """Wakes rooms, each at its own pace: one that is still at it, as while Telegram is away, holds up no other."""

    def __init__(
        self, wakers: Sequence[Wakes], clock: Callable[[], datetime], wake_s: float, witness: Witness | None = None
    ) -> None:
        """clock: the time, with its zone; wake_s: how long a room is left alone after it was woken.

        witness: of the time besides the clock; while the clock is wrong by it nothing is due: neither reminders nor erasing
        could be taken back.
        """
        self._wakers, self._clock, self._wake_s = wakers, clock, wake_s
        self._witness = witness or Witness()
        self._resting = asyncio.Event()  # set once no room is to be woken any more
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, on_error: Callable[[Exception], None] = _log) -> None:
        """on_error: told what a room raised; it is woken again all the same."""
        self._tasks = [asyncio.create_task(self._wake(waker, on_error)) for waker in self._wakers]

    async def stop(self) -> None:
        """Wake no room any more, and wait for those that are at it."""
        self._resting.set()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _wake(self, waker: Wakes, on_error: Callable[[Exception], None]) -> None:
        wait_s = min(FIRST_S, self._wake_s)
        while not await self._is_resting(wait_s):
            now = self._clock()
            if self._witness.gap(now) is None:
                try:
                    await waker.wakes(now)
                except Exception as error:  # errors of any kind end here: the next time it may go well
                    on_error(error)
            wait_s = self._wake_s

    async def _is_resting(self, wait_s: float) -> bool:
        """Whether it is over within so many seconds."""
        try:
            async with asyncio.timeout(wait_s):
                await self._resting.wait()
        except TimeoutError:
            return False
        return True
