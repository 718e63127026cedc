"""Inline queries: typed in haste, of use for a moment; the newest first, few at a time, and no faster than a person reads."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.faces.windows import Bucket, Memory

AT_ONCE = 2  # that are answered beside each other: questions of others find room between them
ASKED = (1 / 3, 20)  # of one person: 20 a minute, as of messages, and so many together after a pause
LIFE_S = 8.0  # after which nobody waits for the answer


@dataclass(slots=True)
class _Query:
    """One that waits for its turn."""

    person: int
    until_s: float
    turn: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Inlines:
    """Whose turn it is."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._people = Memory(lambda: Bucket(*ASKED), lambda bucket, now: not bucket.is_clear(now))
        self._newest: dict[int, _Query] = {}  # of each person, while it waits
        self._stack: list[_Query] = []  # those that may be answered, the newest last
        self._in_hand = 0

    @asynccontextmanager
    async def turn(self, person: int) -> AsyncIterator[bool]:
        """Whether it is to be answered: not where the person has typed on, or nobody waits for it any more."""
        query = _Query(person, self._now_s() + LIFE_S)
        if earlier := self._newest.get(person):
            self._give(earlier, is_wanted=False)
        self._newest[person] = query
        try:
            yield await self._is_due(query) and await self._is_next(query)
        finally:
            if self._newest.get(person) is query:
                del self._newest[person]
            if query.turn.done() and not query.turn.cancelled() and query.turn.result():
                self._in_hand -= 1
                self._go_on()

    def stop(self) -> None:
        """Nobody waits any longer."""
        for query in self._newest.values():
            self._give(query, is_wanted=False)

    async def _is_due(self, query: _Query) -> bool:
        """Wait until the person may have an answer again; False where a newer one came, or it would be too late."""
        bucket = self._people.of(query.person, self._now_s())
        wait_s = bucket.free_s(self._now_s()) - self._now_s()
        if wait_s > 0:
            if self._now_s() + wait_s > query.until_s:
                return False
            await asyncio.wait({query.turn}, timeout=wait_s)
            if query.turn.done():
                return False
        return True

    async def _is_next(self, query: _Query) -> bool:
        self._stack.append(query)
        self._go_on()
        is_wanted = await query.turn
        if is_wanted:
            self._people.of(query.person, self._now_s()).take(self._now_s())
        return is_wanted

    def _go_on(self) -> None:
        while self._stack and self._in_hand < AT_ONCE:
            query = self._stack.pop()
            if query.turn.done():
                continue
            is_wanted = query.until_s > self._now_s()
            self._give(query, is_wanted=is_wanted)
            self._in_hand += is_wanted

    @staticmethod
    def _give(query: _Query, *, is_wanted: bool) -> None:
        if not query.turn.done():
            query.turn.set_result(is_wanted)
