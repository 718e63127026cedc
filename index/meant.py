"""How much of a question each entry holds where other words for the same count too; for folders on other subjects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index import lexicon, senses
from index.layout import Change, Layout
from index.lexicon import Numbers
from index.plain import words_of
from index.postings import Postings
from index.words import stems_of
from knowledge.entry import Passage, PassageKind

OTHER_WORD = 0.6  # what another word for the same counts for, of the word itself
FEATURES = (
    "held",  # share of the question's words that it holds, in these words or others; telling ones count more
    "held_rare",  # the same, where those count more that few entries hold
    "meant",  # share of what the question's words may stand for that it holds
    "meant_title",  # … that its title or an ask holds
    "dense",  # how much of the question it holds, for its length
)
NONE_FEATURES = (
    "telling",  # mean of how much the question's words tell
    "length",  # natural log of the number of its words
)

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MeantScores:
    """What a question's words, and what they may stand for, tell."""

    features: Array  # (entries, len(FEATURES)), by place in the layout
    none: Array  # (len(NONE_FEATURES),)


class Meant:
    """A layout's entries by their words and by what these may stand for."""

    def __init__(self, layout: Layout, last: "Meant | None" = None, change: Change | None = None) -> None:
        """last: those of another layout, and change: from that to this; what stands in both isn't taken apart again."""
        senses.get_ready()  # what was kept is there without them
        if last is None or change is None or (last._is_worn and change.places is not None):
            last, change = None, Change.everything(layout)
        new = _all_apart(layout, change.new)
        empty = np.setdiff1d(np.arange(len(layout.entries)), layout.order)
        if change.places is None:
            assert last is not None  # noqa: S101 - without one nothing stands where it did
            gone = _all_apart(layout, change.gone)
            self._words: Postings = last._words.grown(new.whole, senses.forms_of, gone.whole, empty, once=True)
            self._titles: Postings = last._titles.grown(new.asked, senses.senses_of, gone.asked, empty, once=True)
            return
        places = change.places
        words, titles = (last._words, last._titles) if last is not None else (None, None)
        gone = _all_apart(layout, empty.tolist())
        whole = Postings(new.whole, senses.forms_of, places, words, once=True)
        asked = Postings(new.asked, senses.senses_of, places, titles, once=True)
        self._words = whole.grown((), senses.forms_of, gone.whole, empty, once=True)
        self._titles = asked.grown((), senses.senses_of, gone.asked, empty, once=True)

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Meant":
        """What `stored` made, for others to be made of. Raises KeyError where it is not there."""
        found = cls.__new__(cls)
        found._words, found._titles = (Postings.restored(stored, f"{name}_{kind}") for kind in ("words", "titles"))
        return found

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        return {**self._words.stored(f"{name}_words"), **self._titles.stored(f"{name}_titles")}

    @property
    def _is_worn(self) -> bool:
        """Whether much that was deleted has left its forms."""
        return self._words.is_worn or self._titles.is_worn

    def scores(self, text: str) -> MeantScores:
        """How well each entry matches a plain question."""
        words = tuple(dict.fromkeys(words_of(text)))
        if not words or not self._words.size:
            return MeantScores(np.zeros((len(self._words.lengths), len(FEATURES))), np.zeros(len(NONE_FEATURES)))
        meanings = [senses.meanings_of(word) for word in words]
        tells = np.array(senses.telling(words))
        same = self._words.held_each(stems_of(words))
        other = self._words.held_each([one.senses for one in meanings])
        titles = self._titles.held_each([one.senses for one in meanings])
        strength = np.array([one.strength for one in meanings])
        holds = np.maximum(same, OTHER_WORD * strength[:, None] * other)
        weights = tells * _rarity(holds, self._words.size)
        of_meanings = weights * (strength > 0)
        held = weights @ holds
        features = (
            tells @ holds / tells.sum(),
            held / weights.sum(),
            (of_meanings * strength) @ other / max(1.0, of_meanings.sum()),
            (of_meanings * strength) @ titles / max(1.0, of_meanings.sum()),
            held / np.sqrt(np.maximum(1, self._words.lengths)),
        )
        return MeantScores(np.column_stack(features), np.array([tells.mean(), np.log(len(words))]))


def _rarity(holds: Array, size: int) -> Array:
    """(words,): how much it tells that one of size entries holds each, of (words, places) that say how far each does; above 0."""
    holders = holds.sum(axis=1)
    return np.asarray(np.log(1 + (size - holders + 0.5) / (holders + 0.5)))


class _Apart(NamedTuple):
    """The words of entries, one after the other."""

    whole: list[Numbers]  # of all their passages
    asked: list[Numbers]  # of their titles and asks


def _all_apart(layout: Layout, places: Iterable[int]) -> _Apart:
    found = [_taken_apart(layout.group(place)) for place in places]
    return _Apart([whole for whole, _ in found], [asked for _, asked in found])


def _taken_apart(passages: Sequence[Passage]) -> tuple[Numbers, Numbers]:
    """The words of all of an entry's passages, and those of its title and asks."""
    asked = [one.text for one in passages if one.kind is not PassageKind.SECTION]
    return lexicon.numbered("\n".join(one.text for one in passages)), lexicon.numbered("\n".join(asked))
