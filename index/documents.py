"""What of a layout words find as one: an entry in one language, of a longer one each of its sections; numbered entry by entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from index.layout import NO_ROWS, Change, Layout, Rows, rows_from, spanned
from knowledge.entry import Passage

Document = tuple[Passage, ...]  # those of one, best to show first


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """How those of a layout are numbered."""

    sizes: Rows  # (places,): how many each entry is, those that are gone included
    leads: Rows  # (documents,): the number in its entry of each one's passage to show
    empty: Rows  # those of entries that are gone

    @property
    def starts(self) -> Rows:
        """(places + 1,): where each entry's begin, and where the last one's end."""
        return _starts(self.sizes)

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Documents":
        """What `stored` made. Raises KeyError where it is not there."""
        return cls(stored[f"{name}_sizes"], stored[f"{name}_leads"], NO_ROWS)

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of them in a file, under names that begin with this one; of a layout without gaps."""
        return {f"{name}_sizes": self.sizes, f"{name}_leads": self.leads}


class Moved(NamedTuple):
    """What documents have of those before."""

    new: list[Document]
    gone: list[Document]
    from_: Rows | None  # (documents,): which one each was, -1 for the new; None: those stay, and the new stand behind


def following(layout: Layout, change: Change, last: Documents | None) -> tuple[Documents, Moved]:
    """The documents of a layout, and what they have of the last ones; change is from the layout of these, else from nothing."""
    new = {place: _cut(layout, place) for place in change.new}
    sizes = np.array(list(map(len, new.values())), dtype=np.int64)
    leads = np.array([lead for each in new.values() for lead, _ in each], dtype=np.int64)
    if change.places is None:
        assert last is not None  # noqa: S101 - without one nothing stands where it did
        empty = np.concatenate([last.empty, rows_from(last.starts, change.gone)])
        found = Documents(np.concatenate([last.sizes, sizes]), np.concatenate([last.leads, leads]), empty)
        return found, Moved(_all(new.values()), _all(_cut(layout, place) for place in change.gone), None)
    places = change.places
    every = np.zeros(len(places), dtype=np.int64)
    every[list(new)] = sizes
    if last is not None:
        every[places >= 0] = last.sizes[places[places >= 0]]
    starts = _starts(every)
    from_ = _moved(places, every, last.starts if last is not None else starts)
    led = np.zeros(len(from_), dtype=np.int64)
    led[from_ < 0] = leads
    if last is not None:
        led[from_ >= 0] = last.leads[from_[from_ >= 0]]
    gone = np.setdiff1d(np.arange(len(layout.entries)), layout.order)
    found = Documents(every, led, rows_from(starts, gone))
    return found, Moved(_all(new.values()), _all(_cut(layout, place) for place in gone.tolist()), from_)


def _cut(layout: Layout, place: int) -> list[tuple[int, Document]]:
    """The documents of an entry, each with the number in it of the passage to show."""
    group = layout.group(place)
    rows: dict[int, list[int]] = {}
    for row, passage in enumerate(group):
        is_apart = passage.entry.is_guideline and (passage.heading or passage.at)  # a heading may be marks alone
        rows.setdefault(passage.at if is_apart else -1, []).append(row)
    return [(own[0], tuple(group[row] for row in own)) for own in rows.values()]


def _all(cut: Iterable[Sequence[tuple[int, Document]]]) -> list[Document]:
    return [document for each in cut for _, document in each]


def _starts(sizes: Rows) -> Rows:
    return np.concatenate([[0], np.cumsum(sizes)])


def _moved(places: Rows, sizes: Rows, before: Rows) -> Rows:
    """(documents,): where each one stood; -1 where its entry didn't.

    places: where each entry stood; sizes: how many documents it is; before: where they began.
    """
    return np.where(np.repeat(places, sizes) < 0, -1, spanned(before[places], sizes))
