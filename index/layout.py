"""Which rows the passages of a folder stand in, and where they stood in the folder as it was before.

An edit touches one file of many. So the next layout is made of stretches of the last one, and of what is new: what is built
on it (vectors, codes, words) is taken over stretch by stretch likewise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from knowledge.entry import Entry, Passage, PassageKind
from knowledge.passages import split

Rows = npt.NDArray[np.int64]
NO_ROWS: Rows = np.zeros(0, dtype=np.int64)
Places = Mapping[str, tuple[int, ...]]  # of an entry in all its languages, by id


class RowsOf(Mapping[str, Rows]):
    """What belongs to an entry in all its languages, by id; found when it is first asked for."""

    def __init__(self, places: Places, starts: Rows) -> None:
        """What belongs to the entry at a place begins at starts[place] and ends where the next begins; (entries + 1,)."""
        self.places, self.starts = places, starts
        self._found: dict[str, Rows] = {}

    def __getitem__(self, entry_id: str) -> Rows:
        if (rows := self._found.get(entry_id)) is None:
            spans = [np.arange(self.starts[at], self.starts[at + 1]) for at in self.places[entry_id]]
            rows = self._found[entry_id] = spans[0] if len(spans) == 1 else np.concatenate(spans)
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The passages of entries, those of an entry behind each other; what is given by place is so by entry."""

    entries: tuple[Entry, ...]
    passages: tuple[Passage, ...]
    ids: tuple[str, ...]  # of the passages' entries, by row
    starts: Rows  # (entries + 1,): the row in which each entry's passages begin, and that behind the last
    is_section: npt.NDArray[np.bool_]  # by row
    rows_of: RowsOf

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "Layout":
        """That of passages, those of an entry behind each other."""
        groups = [tuple(group) for _, group in groupby(passages, key=attrgetter("entry"))]
        return _laid([group[0].entry for group in groups], [_Stretch.new(group) for group in groups])

    def at(self, place: int) -> tuple[Passage, ...]:
        """The passages of the entry at a place."""
        return self.passages[self.starts[place] : self.starts[place + 1]]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What a layout has of the one before."""

    places: Rows  # (entries,): where each entry stood; -1: it was not there, or said something else
    rows: Rows  # (passages,): the same by row
    new: tuple[int, ...]  # the places of those that were not there
    gone: tuple[int, ...]  # where those stood that are there no more

    @classmethod
    def nothing(cls, layout: Layout) -> "Change":
        """From a layout to itself."""
        return cls(np.arange(len(layout.entries)), np.arange(len(layout.passages)), (), ())

    @classmethod
    def everything(cls, layout: Layout) -> "Change":
        """From nothing to a layout."""
        places, rows = np.full(len(layout.entries), -1), np.full(len(layout.passages), -1)
        return cls(places, rows, tuple(range(len(places))), ())


def following(entries: Sequence[Entry], last: Layout) -> tuple[Layout, Change]:
    """The layout of entries, made of the last one where they are as they were."""
    places = _places_before(entries, last)
    stretches = []
    rows = []
    for start, stop in _stretches(places):
        before = int(places[start])
        if before < 0:
            stretches += [_Stretch.new(split(entry)) for entry in entries[start:stop]]
            rows += [np.full(len(stretch.passages), -1) for stretch in stretches[start - stop :]]
        else:
            stretches.append(_Stretch.of(last, before, before + stop - start))
            rows.append(np.arange(last.starts[before], last.starts[before + stop - start]))
    gone = np.ones(len(last.entries), dtype=bool)
    gone[places[places >= 0]] = False
    change = Change(
        places,
        np.concatenate([NO_ROWS, *rows]),
        tuple(np.flatnonzero(places < 0).tolist()),
        tuple(np.flatnonzero(gone).tolist()),
    )
    return _laid(entries, stretches), change


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """The passages of some entries that stand behind each other."""

    passages: tuple[Passage, ...]
    ids: tuple[str, ...]
    sizes: Rows  # (entries,): how many passages each has
    is_section: npt.NDArray[np.bool_]

    @classmethod
    def new(cls, passages: tuple[Passage, ...]) -> "_Stretch":
        """Those of one entry."""
        is_section = np.array([passage.kind is PassageKind.SECTION for passage in passages], dtype=bool)
        return cls(passages, (passages[0].entry.id,) * len(passages), np.array([len(passages)]), is_section)

    @classmethod
    def of(cls, layout: Layout, start: int, stop: int) -> "_Stretch":
        """Those of a layout's entries from a place up to another."""
        rows = slice(int(layout.starts[start]), int(layout.starts[stop]))
        sizes = np.diff(layout.starts[start : stop + 1])
        return cls(layout.passages[rows], layout.ids[rows], sizes, layout.is_section[rows])


def _laid(entries: Sequence[Entry], stretches: Sequence[_Stretch]) -> Layout:
    places: dict[str, tuple[int, ...]] = {}
    for place, entry in enumerate(entries):
        places[entry.id] = (*places.get(entry.id, ()), place)
    starts = np.concatenate([[0], np.cumsum(np.concatenate([NO_ROWS, *(one.sizes for one in stretches)]))])
    return Layout(
        tuple(entries),
        tuple(chain.from_iterable(one.passages for one in stretches)),
        tuple(chain.from_iterable(one.ids for one in stretches)),
        starts,
        np.concatenate([np.zeros(0, dtype=bool), *(one.is_section for one in stretches)]),
        RowsOf(places, starts),
    )


def _places_before(entries: Sequence[Entry], last: Layout) -> Rows:
    """(entries,): the place in the last layout of each entry that was there as it is; -1 where it wasn't."""
    places = np.full(len(entries), -1)
    most = min(len(entries), len(last.entries))
    head = next((at for at in range(most) if entries[at] is not last.entries[at]), most)
    most -= head
    tail = next((at for at in range(most) if entries[-1 - at] is not last.entries[-1 - at]), most)
    places[:head] = np.arange(head)
    places[len(entries) - tail :] = np.arange(len(last.entries) - tail, len(last.entries))
    for at in range(head, len(entries) - tail):
        for place in last.rows_of.places.get(entries[at].id, ()):
            if last.entries[place] == entries[at]:
                places[at] = place
    return places


def _stretches(places: Rows) -> list[tuple[int, int]]:
    """Where those begin and end that stood behind each other before as they do now, and those that didn't stand there."""
    cuts = np.flatnonzero(np.diff(places) != (places[:-1] >= 0)) + 1
    ends = [0, *cuts.tolist(), len(places)]
    return [(start, stop) for start, stop in pairwise(ends) if stop > start]
