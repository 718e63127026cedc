"""How many in how long: buckets, windows that slide, and a memory of many of them; by whatever clock the caller has."""

from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

PRUNE_ABOVE = 1024  # of whom something is in memory; those that need no waiting are forgotten then

Kept = TypeVar("Kept")


class Bucket:
    """So many a second in the long run, some of them together where there was a pause before.

    What a pause saved up is what makes up for it: with a window that slides, 30 questions a second would never again be
    answered in time once the process had been held up for a moment.
    """

    __slots__ = ("_apart_s", "_at_once", "_due_s", "_per_s")

    def __init__(self, per_s: float, at_once: int) -> None:
        self._per_s, self._at_once = per_s, at_once
        self._apart_s = 1 / per_s
        self._due_s = float("-inf")  # when the next one would go if all went evenly

    def share(self, by: int, now_s: float) -> None:
        """So many take from what there is in the long run, this bucket its part; what may come together stays as it was."""
        apart_s = by / self._per_s
        if apart_s != self._apart_s:
            self._due_s = now_s + max(0.0, self._due_s - now_s) * apart_s / self._apart_s
            self._apart_s = apart_s

    def free_s(self, now_s: float) -> float:
        """When the next one fits in: now or later."""
        return max(now_s, self._due_s - (self._at_once - 1) * self._apart_s)

    def take(self, at_s: float) -> None:
        """Let one through at the time that free_s gave, or later."""
        self._due_s = max(self._due_s, at_s) + self._apart_s

    def is_clear(self, now_s: float) -> bool:
        """Whether nothing that was taken is felt any more, so that a new bucket is as good."""
        return self._due_s <= now_s


class Window:
    """At most so many in any stretch of time of that length."""

    __slots__ = ("_most", "_period_s", "_taken_s")

    def __init__(self, most: int, period_s: float) -> None:
        self._most = most
        self._period_s = period_s
        self._taken_s: deque[float] = deque(maxlen=most)

    def free_s(self, now_s: float, spare: int = 0) -> float:
        """When the next one fits in: now or later; spare: how many more have to fit in after it."""
        most = self._most - spare
        if len(self._taken_s) < most:
            return now_s
        return max(now_s, self._taken_s[-most] + self._period_s, self._taken_s[-1])

    def take(self, at_s: float) -> None:
        """Let one through at the time that free_s gave, or later."""
        self._taken_s.append(at_s)

    def is_clear(self, now_s: float) -> bool:
        """Whether all that was taken is out of sight, so that a new window is as good."""
        return not self._taken_s or self._taken_s[-1] + self._period_s <= now_s


class Memory(Generic[Kept]):
    """What is kept about each of many, for as long as it matters."""

    def __init__(self, make: Callable[[], Kept], matters: Callable[[Kept, float], bool]) -> None:
        self._make = make
        self._matters = matters
        self._kept: dict[Any, Kept] = {}
        self._prune_above = PRUNE_ABOVE

    def of(self, key: Any, now_s: float) -> Kept:
        if key not in self._kept:
            if len(self._kept) >= self._prune_above:
                self._kept = {key: kept for key, kept in self._kept.items() if self._matters(kept, now_s)}
                self._prune_above = max(PRUNE_ABOVE, 2 * len(self._kept))  # looking through all is rare, then
            self._kept[key] = self._make()
        return self._kept[key]

    def __len__(self) -> int:
        return len(self._kept)
