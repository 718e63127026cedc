"""Who claims what in, who has the first claim to it out; a claim that comes or goes costs no look at the others."""

from bisect import insort
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Holder = TypeVar("Holder", bound=Hashable)


class Claims(Generic[Key, Holder]):
    """Holders by what they claim."""

    def __init__(self, rank: Callable[[Key, Holder], Any]) -> None:
        """rank: where a holder stands among those of one key, the lowest first; the same for as long as it holds it."""
        self._rank = rank
        self._first: dict[Key, Holder] = {}
        self._all: dict[Key, list[Holder]] = {}  # of a key that several claim: by rank

    def first(self, key: Key) -> Holder | None:
        """Who has the first claim; None where nobody has one."""
        return self._first.get(key)

    def add(self, keys: Iterable[Key], holder: Holder, moved: set[Holder]) -> None:
        """Have a holder claim keys, each once; moved gets all for whom another is first now, and those that come second."""
        first = self._first
        for key in keys:
            if first.setdefault(key, holder) is not holder:
                self._join(key, holder, moved)

    def _join(self, key: Key, holder: Holder, moved: set[Holder]) -> None:
        holders = self._all.setdefault(key, [self._first[key]])
        insort(holders, holder, key=lambda one: self._rank(key, one))
        if holders[0] is holder:
            self._first[key] = holder
            moved.update(holders)
        else:
            moved.add(holder)

    def discard(self, keys: Iterable[Key], holder: Holder, moved: set[Holder]) -> None:
        """Take back what a holder claims; moved gets all for whom another is first now."""
        for key in keys:
            holders = self._all.get(key)
            if holders is None:
                del self._first[key]
                continue
            holders.remove(holder)
            if self._first[key] is holder:
                self._first[key] = holders[0]
                moved.update(holders)
            if len(holders) == 1:
                del self._all[key]
