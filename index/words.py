"""Search by words and by parts of words, both by BM25.

Dutch glues words together and phones misspell them: stems find "gemelde" for "melden", and character n-grams find
"samenwerkings overeenkomst" for "samenwerkingsovereenkomst".
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer

from index import lexicon
from index.layout import NO_ROWS, Change, Layout, Rows, RowsOf, rows_from, spanned
from index.lexicon import Numbers
from index.overlaid import Overlaid
from index.plain import words_of
from index.postings import Forms, Postings, Scores
from knowledge.entry import Passage, PassageKind

PART_CHARS = 4  # long enough to mean something, short enough that a typo leaves most parts of a word whole
COMPOUND = 9  # letters from which a word may be one of several glued together
MADE_OF = 0.65  # … and share of its parts that are held from which it is made of what is held
_LANGUAGES = ("dutch", "english")  # whose stems are taken of every word


@dataclass(frozen=True, slots=True)
class WordScores:
    """How much of a question each document holds, by document."""

    words: Scores  # (n,) in [0, 1]: share of the question's words, rare ones counting more
    parts: Scores  # (n,) in [0, 1]: the same for parts of words
    unknown: float  # share in [0, 1] of the question's parts of words that no document holds


class Words:
    """Documents searched by words: one an entry and language, one a section for guidelines."""

    def __init__(self, layout: Layout, last: "Words | None" = None, change: Change | None = None) -> None:
        """last: those of another layout, and change: from that to this; what stands in both isn't taken apart again.

        The scores are the same as without them. Where places stay as they are, so do the numbers of documents.
        """
        if last is None or change is None or (last._is_worn and change.places is not None):
            last, change = None, Change.everything(layout)
        new = {place: _documents(layout.group(place)) for place in change.new}
        sizes = np.array([len(documents) for documents in new.values()], dtype=np.int64)
        leads = np.array([rows[0] for documents in new.values() for rows in documents], dtype=np.int64)
        asked, others = _all_apart(layout, new)
        if change.places is None:
            assert last is not None  # noqa: S101 - without one nothing stands where it did
            self._sizes: Rows = np.concatenate([last._sizes, sizes])  # how many documents each entry is
            # The number in its entry of each one's passage to show.
            self._leads: Rows = np.concatenate([last._leads, leads])
            starts = self._number(layout)
            gone = {place: _documents(layout.group(place)) for place in change.gone}
            asked_gone, others_gone = _all_apart(layout, gone)
            self._empty: Rows = np.concatenate([last._empty, rows_from(starts, change.gone)])
            self._words: Postings = last._words.grown(
                _beside(asked, others), stems_of, _beside(asked_gone, others_gone), self._empty
            )
            self._parts: Postings = last._parts.grown(asked, parts_of, asked_gone, self._empty, once=True)
            return
        places = change.places
        self._sizes = np.zeros(len(places), dtype=np.int64)
        self._sizes[list(new)] = sizes
        if last is not None:
            self._sizes[places >= 0] = last._sizes[places[places >= 0]]
        starts = np.concatenate([[0], np.cumsum(self._sizes)])
        from_ = _moved(places, self._sizes, last.documents_of.starts if last is not None else starts)
        self._leads = np.zeros(len(from_), dtype=np.int64)
        self._leads[from_ < 0] = leads
        words, parts = None, None
        if last is not None:
            self._leads[from_ >= 0] = last._leads[from_[from_ >= 0]]
            words, parts = last._words, last._parts
        self._number(layout)
        self._empty = NO_ROWS  # the numbers of documents that are gone
        self._words = Postings(_beside(asked, others), stems_of, from_, words)
        self._parts = Postings(asked, parts_of, from_, parts, once=True)

    def _number(self, layout: Layout) -> Rows:
        """Find which documents an entry is, and the row of each one's passage to show; where each entry's begin."""
        starts = np.concatenate([[0], np.cumsum(self._sizes)])
        self.firsts: Rows = np.repeat(layout.starts[:-1], self._sizes) + self._leads  # by row of the layout
        self.turns: Rows = np.repeat(layout.turn, self._sizes)  # of each one's entry
        self.documents_of: RowsOf = RowsOf(layout.rows_of.places, starts)
        return starts

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str, starts: Rows) -> "Words":
        """What `stored` made, of a layout with these starts, for others to be made of. Raises KeyError where it is not there."""
        found = cls.__new__(cls)
        found._sizes, found._leads, found._empty = stored[f"{name}_sizes"], stored[f"{name}_leads"], NO_ROWS
        found.firsts = np.repeat(starts[:-1], found._sizes) + found._leads
        found.turns = np.repeat(np.arange(len(found._sizes)), found._sizes)
        found.documents_of = RowsOf(Overlaid({}), np.concatenate([[0], np.cumsum(found._sizes)]))
        found._words, found._parts = (Postings.restored(stored, f"{name}_{kind}") for kind in ("words", "parts"))
        return found

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        return {
            f"{name}_sizes": self._sizes,
            f"{name}_leads": self._leads,
            **self._words.stored(f"{name}_words"),
            **self._parts.stored(f"{name}_parts"),
        }

    @property
    def _is_worn(self) -> bool:
        """Whether much that was deleted has left its forms."""
        return self._words.is_worn or self._parts.is_worn

    def scores(self, text: str) -> WordScores:
        """How well each document matches a question, by words and by parts of words."""
        words = tuple(dict.fromkeys(words_of(text)))
        parts = dict.fromkeys(chain.from_iterable(parts_of(words)))
        scores, unknown = self._parts.scores_of_each(parts)
        return WordScores(self._words.scores(stems_of(words)), scores, unknown)

    def holds(self, word: str) -> bool:
        """Whether any document holds a word in any form."""
        return any(map(self._words.has, *stems_of([word])))

    def held(self, words: Sequence[str], documents: Collection[int]) -> list[bool]:
        """Whether any of some documents holds each word in any form, or what a compound is made of."""
        held = self._words.held(stems_of(words), documents)
        return [
            is_held or (len(word) >= COMPOUND and self._parts.share(parts, documents) >= MADE_OF)
            for is_held, word, parts in zip(held, words, parts_of(words), strict=True)
        ]


def stems_of(words: Sequence[str]) -> Forms:
    """Each word's stems in every language served, equal stems once; that of its family where it has one."""
    by_language = (Stemmer.Stemmer(name, 0).stemWords(list(words)) for name in _LANGUAGES)
    return (
        _families().get(word) or tuple(dict.fromkeys(stems)) for word, *stems in zip(words, *by_language, strict=True)
    )


@cache
def _families() -> dict[str, tuple[str]]:
    """The stem of each word that the algorithms would get wrong."""
    stored = tomllib.loads((Path(__file__).parent / "families.toml").read_text("utf-8"))
    return {word: (stem,) for stem, words in stored.items() for word in words}


def parts_of(words: Sequence[str]) -> Forms:
    """Each word's n-grams, its ends marked: "lwt" gives "<lwt" and "lwt>"."""
    for word in words:
        marked = f"<{word}>"
        yield tuple(marked[at : at + PART_CHARS] for at in range(max(1, len(marked) - PART_CHARS + 1)))


def _moved(places: Rows, sizes: Rows, before: Rows) -> Rows:
    """(documents,): where each one stood; -1 where its entry didn't.

    places: where each entry stood; sizes: how many documents it is; before: where they began.
    """
    return np.where(np.repeat(places, sizes) < 0, -1, spanned(before[places], sizes))


def _documents(passages: Sequence[Passage]) -> list[list[int]]:
    """The documents that an entry's passages make, by their numbers; best to show first."""
    grouped: dict[int, list[int]] = {}
    for row, passage in enumerate(passages):
        grouped.setdefault(passage.at if passage.entry.is_guideline and passage.heading else -1, []).append(row)
    return list(grouped.values())


def _all_apart(layout: Layout, documents: Mapping[int, list[list[int]]]) -> tuple[list[Numbers], list[Numbers]]:
    """_taken_apart of documents by the places of their entries, one after the other."""
    groups = ((layout.group(place), each) for place, each in documents.items())
    found = [_taken_apart([group[row] for row in rows]) for group, each in groups for rows in each]
    return [asked for asked, _ in found], [others for _, others in found]


def _beside(asked: Sequence[Numbers], others: Sequence[Numbers]) -> list[Numbers]:
    """All words of each document."""
    return list(map(lexicon.joined, zip(asked, others, strict=True)))


def _taken_apart(passages: Sequence[Passage]) -> tuple[Numbers, Numbers]:
    """The words of what is asked for in parts of words, and those of the rest.

    Those are titles, asks, and sections with a heading: what is misspelt in a question is the subject, seldom the answer's
    text. Of an entry without asks it is all of it, since its title alone seldom names all of its subject.
    """
    has_asks = any(passage.kind is PassageKind.ASK for passage in passages)
    texts: tuple[list[str], list[str]] = ([], [])
    for one in passages:
        is_asked = not has_asks or one.kind is not PassageKind.SECTION or bool(one.heading)
        texts[not is_asked].append(one.text)
    asked, others = (lexicon.numbered("\n".join(some)) for some in texts)
    return asked, others
