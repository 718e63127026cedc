"""Mappings that follow from one another by a few changes: all else is shared, and none is ever changed itself."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

MOST = 1_024  # changes laid over what is shared, above which all is copied

K = TypeVar("K")
V = TypeVar("V")


class Overlaid(Mapping[K, V]):
    """Looked up in what has changed, then in what has not."""

    def __init__(self, base: dict[K, V], over: dict[K, V | None] | None = None) -> None:
        """over: what is otherwise than in base; None: it is there no more. Neither is copied."""
        self._base, self._over = base, over or {}
        gone = sum(value is None and key in base for key, value in self._over.items())
        new = sum(value is not None and key not in base for key, value in self._over.items())
        self._count = len(base) - gone + new

    def changed(self, changes: Mapping[K, V | None]) -> "Overlaid[K, V]":
        """The same but for some of it; None: that is there no more."""
        if not changes:
            return self
        over = {**self._over, **changes}
        if len(over) <= MOST:
            return Overlaid(self._base, over)
        return Overlaid({key: value for key, value in {**self._base, **over}.items() if value is not None})

    def __getitem__(self, key: K) -> V:
        found = self._over[key] if key in self._over else self._base[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[K]:
        yield from (key for key in self._base if self._over.get(key, key) is not None)
        yield from (key for key, value in self._over.items() if value is not None and key not in self._base)

    def __len__(self) -> int:
        return self._count
