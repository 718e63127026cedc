"""Which rows the passages of a folder stand in, and where they stood in the folder as it was before.

An edit touches one file of many. So rows stay where they are: what is gone leaves its rows empty, what is new stands behind
all others. Where much is gone or new, all is laid anew, in stretches of what stood together. What is built on it (vectors,
codes, words) follows likewise.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.overlaid import Overlaid
from knowledge.difference import same_until
from knowledge.entry import Entry, Passage, PassageKind
from knowledge.passages import passage_at, split

FEW = 2_000  # rows up to which all is laid anew, which takes no time
BEHIND, EMPTY = 1_024, 512  # rows of what came since all was laid, and of what went, above which all is laid anew

Rows = npt.NDArray[np.int64]
NO_ROWS: Rows = np.zeros(0, dtype=np.int64)
Places = Overlaid[str, tuple[int, ...]]  # of an entry in all its languages, by id
Group = tuple[Passage, ...]  # those of one entry


def rows_from(starts: Rows, places: Rows | Sequence[int]) -> Rows:
    """What stands at places, place by place: at each from its start to that of the next; starts is (all places + 1,)."""
    at = np.asarray(places, dtype=np.int64)
    return spanned(starts[at], starts[at + 1] - starts[at])


def spanned(firsts: Rows, sizes: Rows) -> Rows:
    """The numbers of spans, behind each other: of each so many from its first on."""
    return np.asarray(np.arange(sizes.sum()) + np.repeat(firsts - np.cumsum(sizes) + sizes, sizes))


class RowsOf(Mapping[str, Rows]):
    """What belongs to an entry in all its languages, by id; found when it is first asked for."""

    def __init__(self, places: Places, starts: Rows) -> None:
        """What belongs to the entry at a place begins at starts[place] and ends where the next begins; (places + 1,)."""
        self.places, self.starts = places, starts
        self._found: dict[str, Rows] = {}

    def __getitem__(self, entry_id: str) -> Rows:
        if (rows := self._found.get(entry_id)) is None:
            spans = [np.arange(self.starts[at], self.starts[at + 1]) for at in self.places[entry_id]]
            rows = self._found[entry_id] = spans[0] if len(spans) == 1 else np.concatenate(spans)  # few: quicker so
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The passages of entries, those of an entry behind each other; what is given by place is so by entry."""

    read: tuple[Entry, ...]  # those that are there, in their order
    order: Rows  # (len(read),): the place of each
    turn: Rows  # (places,): the other way round; of a place whose entry is gone it says nothing
    entries: tuple[Entry, ...]  # by place, those that are gone included
    starts: Rows  # (places + 1,): the row in which each entry's passages begin, and that behind the last
    is_section: npt.NDArray[np.bool_]  # by row
    rows_of: RowsOf
    laid: int  # rows that were laid together; those behind them came since
    empty: Rows  # rows of what is gone

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Layout":
        """That of entries in their order."""
        return _laid(tuple(entries), _cut(entries))

    @property
    def size(self) -> int:
        """How many rows there are, empty ones included."""
        return int(self.starts[-1])

    @property
    def is_laid(self) -> bool:
        """Whether rows stand in the order of the entries, and none is empty."""
        return self.laid == self.size and not len(self.empty)

    @property
    def is_worn(self) -> bool:
        """Whether much is gone or came since all was laid."""
        return len(self.empty) > EMPTY or self.size - self.laid > BEHIND

    @property
    def is_wearing(self) -> bool:
        """Whether it is half as much as that already."""
        return len(self.empty) > EMPTY // 2 or self.size - self.laid > BEHIND // 2

    @property
    def passages(self) -> Group:
        """All that are there, in their order."""
        return tuple(chain.from_iterable(map(split, self.read)))

    @property
    def rows(self) -> Rows:
        """(len(passages),): the row of each of those."""
        return rows_from(self.starts, self.order)

    def group(self, place: int) -> Group:
        """The passages of an entry, made when they are asked for: a question needs few, and all take much room."""
        return split(self.entries[place])

    def passages_in(self, rows: Rows | Sequence[int]) -> list[Passage]:
        """Those in some rows."""
        places = self._places(rows)
        within = np.asarray(rows, dtype=np.int64) - self.starts[places]
        many = {place: self.group(place) for place, count in Counter(places.tolist()).items() if count > 1}
        return [
            many[place][at] if place in many else passage_at(self.entries[place], at)
            for place, at in zip(places.tolist(), within.tolist(), strict=True)
        ]

    def entries_in(self, rows: Rows | Sequence[int]) -> list[Entry]:
        """Those whose passages stand in some rows."""
        return [self.entries[place] for place in self._places(rows).tolist()]

    def ids_in(self, rows: Rows | Sequence[int]) -> list[str]:
        """The ids of those, each once, as the first of its rows comes."""
        places = dict.fromkeys(self._places(rows).tolist())
        return list(dict.fromkeys(self.entries[place].id for place in places))

    def turns_in(self, rows: Rows) -> Rows:
        """(len(rows),): the turn of the entry of each; what stands in an empty row has any."""
        return np.asarray(self.turn[self._places(rows)])

    def _places(self, rows: Rows | Sequence[int]) -> Rows:
        return np.asarray(np.searchsorted(self.starts, rows, side="right") - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What a layout has of the one before."""

    new: tuple[int, ...]  # the places of entries that were not there, or said something else
    gone: tuple[int, ...]  # where those stood that are there no more
    places: (
        Rows | None
    )  # (places,): where each entry stood, -1 for the new; None: where it does, and the new are behind
    rows: Rows | None  # the same by row

    @classmethod
    def nothing(cls) -> "Change":
        """From a layout to itself."""
        return cls((), (), None, None)

    @classmethod
    def everything(cls, layout: Layout) -> "Change":
        """From nothing to a layout."""
        places, rows = np.full(len(layout.entries), -1), np.full(layout.size, -1)
        return cls(tuple(range(len(places))), (), places, rows)


def following(entries: Sequence[Entry], last: Layout, *, stays: bool = True) -> tuple[Layout, Change]:
    """The layout of entries, made of the last one where they are as they were.

    stays: whether rows may stay where they are; else all is laid anew.
    """
    places = _places_before(entries, last)
    if stays and entries and last.size > FEW and np.count_nonzero(places < 0) <= BEHIND:
        grown, change = _grown(entries, last, places)
        if not grown.is_worn:
            return grown, change
    return laid_anew(entries, last, places)


def laid_anew(entries: Sequence[Entry], last: Layout, places: Rows) -> tuple[Layout, Change]:
    """The layout of entries in their order, without an empty row. places is (entries,): where each stood, -1 for the new."""
    sizes, is_section, rows = [NO_ROWS], [np.zeros(0, dtype=bool)], [NO_ROWS]
    for start, stop in _stretches(places):
        before = int(places[start])
        if before < 0:
            new = _cut(entries[start:stop])
            sizes.append(new.sizes)
            is_section.append(new.is_section)
            rows.append(np.full(len(new.is_section), -1))
        else:
            first, end = (int(last.starts[at]) for at in (before, before + stop - start))
            sizes.append(np.diff(last.starts[before : before + stop - start + 1]))
            is_section.append(last.is_section[first:end])
            rows.append(np.arange(first, end))
    layout = _laid(tuple(entries), _Cut(np.concatenate(sizes), np.concatenate(is_section)))
    new_places = tuple(np.flatnonzero(places < 0).tolist())
    return layout, Change(new_places, _gone(last, places), places, np.concatenate(rows))


def _grown(entries: Sequence[Entry], last: Layout, places: Rows) -> tuple[Layout, Change]:
    """The last layout with what is new behind it, and the rows of what is gone empty."""
    at, gone = np.flatnonzero(places < 0), _gone(last, places)
    came = [entries[one] for one in at.tolist()]
    cut = _cut(came)
    new = range(len(last.entries), len(last.entries) + len(came))
    order = places.copy()
    order[at] = new
    turn = np.concatenate([last.turn, np.zeros(len(came), dtype=np.int64)])
    turn[order] = np.arange(len(order))
    starts = np.concatenate([last.starts, last.starts[-1] + np.cumsum(cut.sizes)])
    moved: dict[str, tuple[int, ...] | None] = {}
    is_gone = frozenset(gone)
    for entry_id in {entry.id for entry in (*came, *(last.entries[place] for place in gone))}:
        left = [place for place in last.rows_of.places.get(entry_id, ()) if place not in is_gone]
        left += [place for place, entry in zip(new, came, strict=True) if entry.id == entry_id]
        moved[entry_id] = tuple(sorted(left, key=turn.__getitem__)) or None
    layout = Layout(
        tuple(entries),
        order,
        turn,
        (*last.entries, *came),
        starts,
        np.concatenate([last.is_section, cut.is_section]),
        RowsOf(last.rows_of.places.changed(moved), starts),
        last.laid,
        np.concatenate([last.empty, rows_from(last.starts, gone)]),
    )
    return layout, Change(tuple(new), gone, None, None)


class _Cut(NamedTuple):
    """Of entries, behind each other, what rows their passages need."""

    sizes: Rows  # (entries,): how many
    is_section: npt.NDArray[np.bool_]  # by row


def _cut(entries: Sequence[Entry]) -> _Cut:
    groups = map(split, entries)  # one after the other: all at once take much room
    kinds = [[one.kind is PassageKind.SECTION for one in group] for group in groups]
    sizes = np.array(list(map(len, kinds)), dtype=np.int64)
    return _Cut(sizes, np.fromiter(chain.from_iterable(kinds), dtype=bool, count=sizes.sum()))


def _laid(entries: tuple[Entry, ...], cut: _Cut) -> Layout:
    places: dict[str, tuple[int, ...]] = {}
    for place, entry in enumerate(entries):
        places[entry.id] = (*places.get(entry.id, ()), place)
    starts = np.concatenate([[0], np.cumsum(cut.sizes)])
    order = np.arange(len(entries))
    rows_of = RowsOf(Overlaid(places), starts)
    return Layout(entries, order, order, entries, starts, cut.is_section, rows_of, int(starts[-1]), NO_ROWS)


def _gone(last: Layout, places: Rows) -> tuple[int, ...]:
    """Where those entries of the last layout stood that are none of places."""
    is_gone = np.zeros(len(last.entries), dtype=bool)
    is_gone[last.order] = True
    is_gone[places[places >= 0]] = False
    return tuple(np.flatnonzero(is_gone).tolist())


def _places_before(entries: Sequence[Entry], last: Layout) -> Rows:
    """(entries,): the place in the last layout of each entry that was there as it is; -1 where it wasn't."""
    places, before = np.full(len(entries), -1), last.read
    head = same_until(entries, before)
    tail = min(same_until(entries[::-1], before[::-1]), len(entries) - head, len(before) - head)
    places[:head] = last.order[:head]
    places[len(entries) - tail :] = last.order[len(before) - tail :]
    for at in range(head, len(entries) - tail):
        entry = entries[at]
        for place in last.rows_of.places.get(entry.id, ()):
            if last.entries[place] is entry or last.entries[place] == entry:
                places[at] = place
    return places


def _stretches(places: Rows) -> list[tuple[int, int]]:
    """Where those begin and end that stood behind each other before as they do now, and those that didn't stand there."""
    cuts = np.flatnonzero(np.diff(places) != (places[:-1] >= 0)) + 1
    ends = [0, *cuts.tolist(), len(places)]
    return [(start, stop) for start, stop in pairwise(ends) if stop > start]
