"""What somebody else says the time is, held against this machine's clock before anything is said or erased by itself.

A clock that is wrong by a year would have all that is kept erased as too old, and every reminder said as overdue.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

# How far the two may be apart. A message that Telegram kept for as long as it keeps one is a day old when it comes.
APART = timedelta(days=2)


class Witness:
    """Knows the time by what it heard last and how long ago, whatever this machine's clock does meanwhile."""

    def __init__(self, elapsed_s: Callable[[], float] = time.monotonic) -> None:
        self._elapsed_s = elapsed_s
        self._heard: tuple[datetime, float] | None = None
        self._is_exact = False  # it was the time of an answer, and not that of a message, which may be old

    def heard(self, at: datetime) -> None:
        """An answer came, dated by whoever gave it, with its zone."""
        self._heard, self._is_exact = (at, self._elapsed_s()), True

    def saw(self, written: datetime) -> None:
        """A message came, dated when it was written: it is that late or later. Of use where answers aren't dated."""
        known = self.now()
        if known is None or (not self._is_exact and written > known):
            self._heard = (written, self._elapsed_s())

    def now(self) -> datetime | None:
        """None: nothing was heard yet."""
        if self._heard is None:
            return None
        at, then_s = self._heard
        return at + timedelta(seconds=self._elapsed_s() - then_s)

    def gap(self, clock: datetime) -> timedelta | None:
        """How far that clock is ahead, where it is wrong; None: it is right, or nothing was heard yet."""
        known = self.now()
        return None if known is None or abs(clock - known) <= APART else clock - known

    def confirms(self, clock: datetime) -> bool:
        """Whether something was heard, and that clock is right by it."""
        return self.now() is not None and self.gap(clock) is None
