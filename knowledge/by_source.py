"""What files say in, all of it by source out; what one file says takes the place of what it said before."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

SHARE = 64  # of all, from which on putting all of them in order anew is quicker than each in its place


class _OfSource(Protocol):
    @property
    def source(self) -> str: ...


One = TypeVar("One", bound=_OfSource)
_source = attrgetter("source")


class BySource(Generic[One]):
    """Things by their source; those of one source in the order in which they were put."""

    def __init__(self) -> None:
        self._told: list[One] = []
        self._all: tuple[One, ...] | None = ()  # None: it has changed since

    def put(self, said: Mapping[str, Sequence[One]]) -> None:
        """What each of these sources says from now on."""
        if len(said) > 1 + len(self._told) // SHARE:
            kept = [one for one in self._told if one.source not in said]
            self.fill([*kept, *(one for ones in said.values() for one in ones)])
            return
        for source, ones in said.items():
            start = bisect_left(self._told, source, key=_source)
            end = bisect_right(self._told, source, start, key=_source)
            if ones or start < end:
                self._told[start:end] = ones
                self._all = None

    def fill(self, said: Iterable[One]) -> None:
        """What all sources say from now on."""
        self._told, self._all = sorted(said, key=_source), None

    def all(self) -> tuple[One, ...]:
        """All of them; the same object as long as nothing was put."""
        if self._all is None:
            self._all = tuple(self._told)
        return self._all
