"""How much of a question each entry holds where other words for the same count too; for folders on other subjects."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index import lexicon, senses, unanswered
from index.documents import Document, Documents, following
from index.layout import Change, Layout, Rows
from index.lexicon import Numbers
from index.plain import words_of
from index.postings import Postings
from index.words import stems_of
from knowledge.entry import PassageKind
from knowledge.entry_file import title_of_name

OTHER_WORD = 0.6  # what another word for the same counts for, of the word itself
# The numbers were fitted on folders of some twenty entries of a hundred words each. In one of a thousand sections the words of a
# question are rarer, and sections shorter: as dense as no entry was that answers, so that each question would seem unlike those.
LARGEST = 40  # entries, and sections of longer ones, of a folder up to which rare words make an entry denser
SHORTEST = 30  # words of an entry down to which fewer do
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
    "unanswered",  # how far its words are those of questions that practice folders don't answer
)

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class MeantFeatures(NamedTuple):
    """What a question's words, and what they may stand for, tell of some entries, and of whether any answers."""

    features: Array  # (entries, len(FEATURES))
    none: Array  # (len(NONE_FEATURES),)


@dataclass(frozen=True, slots=True, eq=False)
class MeantScores:
    """What a question's words, and what they may stand for, tell: one feature of all documents, the others of those asked for."""

    held_rare: Array  # (documents,)
    none: Array  # (len(NONE_FEATURES),)
    _holds: Array  # (words, documents): how far each document holds each word of the question
    _other: Flags  # … whether it holds what the word may stand for
    _titles: Flags  # … whether its title or an ask does
    _tells: Array  # (words,): how much each tells, together 1
    _meant: Array  # (words,): … by what it may stand for, together 1 at most
    _denser: Array  # (documents,): by how much a document is denser than it holds of the question

    def features(self, documents: Rows) -> Array:
        """(len(documents), len(FEATURES)), by their numbers."""
        held_rare = self.held_rare[documents]
        found = (
            self._tells @ self._holds[:, documents],
            held_rare,
            self._meant @ self._other[:, documents],
            self._meant @ self._titles[:, documents],
            held_rare * self._denser[documents],
        )
        return np.column_stack(found)


class Meant:
    """A layout's documents by their words and by what these may stand for."""

    def __init__(self, layout: Layout, last: "Meant | None" = None, change: Change | None = None) -> None:
        """last: those of another layout, and change: from that to this; what stands in both isn't taken apart again."""
        senses.get_ready()  # what was kept is there without them
        unanswered.load()
        if last is None or change is None or (last._is_worn and change.places is not None):
            last, change = None, Change.everything(layout)
        self._documents: Documents
        self._documents, moved = following(layout, change, last._documents if last is not None else None)
        new, gone = _all_apart(moved.new), _all_apart(moved.gone)
        words, titles = (last._words, last._titles) if last is not None else (None, None)
        from_, empty = moved.from_, self._documents.empty
        self._words: Postings = Postings.following(
            words, new.whole, senses.forms_of, from_, gone.whole, empty, once=True
        )
        self._titles: Postings = Postings.following(
            titles, new.asked, senses.senses_of, from_, gone.asked, empty, once=True
        )

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Meant":
        """What `stored` made, for others to be made of. Raises KeyError where it is not there."""
        found = cls.__new__(cls)
        found._documents = Documents.restored(stored, name)
        found._words, found._titles = (Postings.restored(stored, f"{name}_{kind}") for kind in ("words", "titles"))
        return found

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        return {
            **self._documents.stored(name),
            **self._words.stored(f"{name}_words"),
            **self._titles.stored(f"{name}_titles"),
        }

    @property
    def _is_worn(self) -> bool:
        """Whether much that was deleted has left its forms."""
        return self._words.is_worn or self._titles.is_worn

    def scores(self, text: str, langs: tuple[str, ...] = ()) -> MeantScores:
        """How well each document matches a plain question; langs: those of the folder, whose words that build sentences tell little."""
        words = tuple(dict.fromkeys(words_of(text)))
        if not words or not self._words.size:
            return _nothing_of(len(self._words.lengths))
        light = senses.light_in(langs)
        stems = tuple(stems_of(words))
        meanings = [
            senses.meanings_of(word, own) if word not in light else senses.NOTHING_MEANT
            for word, own in zip(words, stems, strict=True)
        ]
        meant = tuple(one.senses for one in meanings)
        telling = [senses.telling(word, own, light) for word, own in zip(words, stems, strict=True)]
        tells = np.array(telling)
        same, other = np.split(self._words.held_each((*stems, *meant)), 2)
        titles = self._titles.held_each(meant)
        strength = np.array([one.strength for one in meanings])
        holds = np.maximum(same, OTHER_WORD * strength[:, None] * other)
        weights = tells * _rarity(holds, self._words.size)
        of_meanings = weights * (strength > 0)
        whole = weights.sum()
        forms = unanswered.forms_of(zip(stems, meanings, telling, strict=True))
        return MeantScores(
            weights @ holds / whole,
            np.array([tells.mean(), np.log(len(words)), unanswered.load().told(forms)]),
            holds,
            other,
            titles,
            tells / tells.sum(),
            of_meanings * strength / max(1.0, of_meanings.sum()),
            whole * _as_learned(self._words.size) / np.sqrt(np.maximum(SHORTEST, self._words.lengths)),
        )


def _nothing_of(documents: int) -> MeantScores:
    """Of a question without words, or without a document that is there."""
    held, flags, words = np.zeros((0, documents)), np.zeros((0, documents), dtype=bool), np.zeros(0)
    of_each = np.zeros(documents)
    return MeantScores(of_each, np.zeros(len(NONE_FEATURES)), held, flags, flags, words, words, of_each)


def _rarity(holds: Array, size: int) -> Array:
    """(words,): how much it tells that one of size entries holds each, of (words, places) that say how far each does; above 0."""
    holders = holds.sum(axis=1)
    return np.asarray(np.log(1 + (size - holders + 0.5) / (holders + 0.5)))


def _as_learned(size: int) -> float:
    """What makes rarity in a folder of size entries what it is in the largest of those that numbers were fitted for."""
    return min(1.0, float(_rarity(np.ones((1, 1)), LARGEST)[0] / _rarity(np.ones((1, 1)), size)[0]))


class _Apart(NamedTuple):
    """The words of documents, one after the other."""

    whole: list[Numbers]  # of all their passages
    asked: list[Numbers]  # of their titles and asks, and of what stands above a section that is one


def _all_apart(documents: Iterable[Document]) -> _Apart:
    found = list(map(_taken_apart, documents))
    return _Apart([whole for whole, _ in found], [asked for _, asked in found])


def _taken_apart(document: Document) -> tuple[Numbers, Numbers]:
    """All words of a document, and those of what it is asked for by.

    What a file is called often says in a word what its title asks: "opening-hours" of "When can I come in?".
    """
    asked = [one.text for one in document if one.kind is not PassageKind.SECTION and not one.heading]
    name = [title_of_name(document[0].entry.id)] if asked else []
    texts = [*(one.text for one in document), *name]
    asked = [*asked, *name] or [document[0].heading]
    return lexicon.numbered("\n".join(texts)), lexicon.numbered("\n".join(asked))
