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
from index.documents import Document, Documents, following
from index.layout import Change, Layout, Rows, RowsOf
from index.lexicon import Numbers
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
        self._documents: Documents
        self._documents, moved = following(layout, change, last._documents if last is not None else None)
        asked, others, asked_gone, others_gone = (*_all_apart(moved.new), *_all_apart(moved.gone))
        words, parts = (last._words, last._parts) if last is not None else (None, None)
        from_, empty = moved.from_, self._documents.empty
        gone = _beside(asked_gone, others_gone)
        self._words: Postings = Postings.following(words, _beside(asked, others), stems_of, from_, gone, empty)
        self._parts: Postings = Postings.following(parts, asked, parts_of, from_, asked_gone, empty, once=True)
        starts, sizes = self._documents.starts, self._documents.sizes
        # By document: the row of its passage to show in the layout, and the turn of its entry.
        self.firsts: Rows = np.repeat(layout.starts[:-1], sizes) + self._documents.leads
        self.turns: Rows = np.repeat(layout.turn, sizes)
        self.documents_of: RowsOf = RowsOf(layout.rows_of.places, starts)

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Words":
        """What `stored` made, for others to be made of. Raises KeyError where it is not there."""
        found = cls.__new__(cls)
        found._documents = Documents.restored(stored, name)
        found._words, found._parts = (Postings.restored(stored, f"{name}_{kind}") for kind in ("words", "parts"))
        return found

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        return {
            **self._documents.stored(name),
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

    def held(self, words: Sequence[tuple[str, tuple[str, ...]]], documents: Collection[int]) -> list[bool]:
        """Whether any of some documents holds each word, given with its stems, in any form, or what a compound is made of."""
        held = self._words.held([stems for _, stems in words], documents)
        return [
            is_held or (len(word) >= COMPOUND and self._is_made_of(word, documents))
            for is_held, (word, _) in zip(held, words, strict=True)
        ]

    def _is_made_of(self, word: str, documents: Collection[int]) -> bool:
        """Whether some documents hold what a word is made of."""
        (parts,) = parts_of([word])
        return self._parts.share(parts, documents) >= MADE_OF


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
        yield tuple([marked[at : at + PART_CHARS] for at in range(max(1, len(marked) - PART_CHARS + 1))])


def _all_apart(documents: Sequence[Document]) -> tuple[list[Numbers], list[Numbers]]:
    """_taken_apart of documents, one after the other."""
    found = list(map(_taken_apart, documents))
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
