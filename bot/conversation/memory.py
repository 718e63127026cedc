"""What a person asked last, kept for ten minutes and in memory alone, so that "en bij kader?" is understood."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

KEPT_S = 600  # how long a question can be asked on
MOST = 10_000  # people remembered at once; the longest silent are forgotten first


@dataclass(frozen=True, slots=True)
class _Last:
    said: str  # as typed
    understood: str  # as searched, with what it leant on
    number: int  # of its record
    at_s: float


class Memory:
    """The last question of each person in each chat."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._last: OrderedDict[tuple[str, str], _Last] = OrderedDict()

    def keep(self, person: str, chat: str, *, said: str, understood: str, number: int) -> None:
        """Remember a question in place of the one before."""
        self._last.pop((person, chat), None)
        self._last[person, chat] = _Last(said, understood, number, self._clock_s())
        while self._last and (len(self._last) > MOST or self._is_old(next(iter(self._last.values())))):
            self._last.popitem(last=False)

    def before(self, person: str, chat: str) -> str:
        """The question before, as it was understood; empty where there is none or it is too long ago."""
        last = self._last.get((person, chat))
        return last.understood if last and not self._is_old(last) else ""

    def words_of(self, person: str, chat: str, number: int) -> str | None:
        """What was typed for a question, where it was the last one."""
        last = self._of(person, chat, number)
        return last.said if last else None

    def understood_of(self, person: str, chat: str, number: int) -> str | None:
        """The same with what it leant on, as it was searched."""
        last = self._of(person, chat, number)
        return last.understood if last else None

    def forget(self, person: str) -> None:
        """Everything of a person goes, in every chat."""
        for key in [key for key in self._last if key[0] == person]:
            del self._last[key]

    def _of(self, person: str, chat: str, number: int) -> _Last | None:
        last = self._last.get((person, chat))
        return last if last and last.number == number and not self._is_old(last) else None

    def _is_old(self, last: _Last) -> bool:
        return self._clock_s() - last.at_s > KEPT_S
