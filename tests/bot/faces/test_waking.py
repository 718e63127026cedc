"""Rooms are woken at their own pace, whatever one of them does, and left in peace at the end."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from bot.faces.waking import Waking

NOW = datetime(2027, 1, 4, 7, tzinfo=UTC)


class Room:
    """Notes when it was woken; fails, or lasts until it is let go, where it is told so."""

    def __init__(self, *, fails: bool = False, lasts: bool = False) -> None:
        self.woken: list[datetime] = []
        self.once, self.again = asyncio.Event(), asyncio.Event()
        self.let_go = asyncio.Event()
        self._fails, self._lasts = fails, lasts

    async def wakes(self, now: datetime) -> None:
        self.woken.append(now)
        self.once.set()
        if len(self.woken) > 1:
            self.again.set()
        if self._lasts:
            await self.let_go.wait()
        if self._fails:
            raise ValueError("not now")


def waking(*rooms: Any) -> Waking:
    return Waking(rooms, lambda: NOW, 0.001)


async def test_a_room_that_lasts_or_fails_holds_up_no_other_and_is_woken_again() -> None:
    lasting, failing, other = Room(lasts=True), Room(fails=True), Room()
    errors: list[str] = []
    awake = waking(lasting, failing, other)

    awake.start(lambda error: errors.append(str(error)))
    await asyncio.gather(failing.again.wait(), other.again.wait())

    assert (lasting.woken, errors[:2], other.woken[:2]) == ([NOW], ["not now", "not now"], [NOW, NOW])
    lasting.let_go.set()
    await awake.stop()


async def test_who_is_at_it_may_end_and_nobody_is_woken_afterwards() -> None:
    lasting = Room(lasts=True)
    awake = waking(lasting)
    awake.start()
    await lasting.once.wait()

    stopping = asyncio.create_task(awake.stop())
    await asyncio.sleep(0.01)
    is_early = stopping.done()
    lasting.let_go.set()
    await stopping

    assert (is_early, len(lasting.woken)) == (False, 1)


async def test_stopping_what_never_began_is_no_harm() -> None:
    await waking(Room()).stop()
