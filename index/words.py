"""Search by words and by parts of words; the only file that imports bm25s.

Dutch glues words together and phones misspell them: stems find "gemelde" for "melden", and character n-grams find
"samenwerkings overeenkomst" for "samenwerkingsovereenkomst".
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

from index.plain import words_of
from knowledge.entry import Passage, PassageKind

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets DEBUG itself, and would tell askers of its index

PART_CHARS = 4  # long enough to mean something, short enough that a typo leaves most parts of a word whole
_STEMMERS = {"nl": "dutch", "en": "english"}

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WordScores:
    """How much of a question each document holds; rows as in Words.documents."""

    words: Scores  # (n,) in [0, 1]: share of the question's words, rare ones counting more
    parts: Scores  # (n,) in [0, 1]: the same for parts of words
    unknown: float  # share in [0, 1] of the question's parts of words that no document holds


class Words:
    """Documents searched by words: one an entry and language, one a section for guidelines."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Document i is made of the passages in the rows documents[i], best to show first."""
        grouped: dict[tuple[str, str, str], list[int]] = {}
        for row, passage in enumerate(passages):
            heading = passage.heading if passage.entry.is_guideline else ""
            grouped.setdefault((passage.entry.id, passage.entry.lang, heading), []).append(row)
        self.documents = tuple(tuple(rows) for rows in grouped.values())
        texts = [[passages[row] for row in rows] for rows in self.documents]
        self._words = _Table([_joined(_stem_ids, (passage.text for passage in group)) for group in texts], _STEMS)
        self._parts = _Table([_joined(_part_ids, _asked(group), distinct=True) for group in texts], _PARTS)

    def scores(self, text: str) -> WordScores:
        """How well each document matches a question, by words and by parts of words."""
        words = [_stems_of(word) for word in set(words_of(text))]
        parts = [(part,) for part in _parts(text)]
        unknown = sum(not self._parts.knows(part) for (part,) in parts) / len(parts) if parts else 0.0
        return WordScores(self._words.scores(words), self._parts.scores(parts), unknown)


class _Vocabulary(dict[str, int]):
    """Numbers for tokens, given out as they are met; it only grows, so a text's numbers can be kept."""

    def number(self, token: str) -> int:
        return self.setdefault(token, len(self))


_STEMS, _PARTS = _Vocabulary(), _Vocabulary()


class _Table:
    """BM25 over lists of tokens, scaled so that a document holding all of a question scores near 1."""

    def __init__(self, documents: list[list[int]], vocabulary: _Vocabulary) -> None:
        """documents hold numbers of the vocabulary."""
        self._size = len(documents)
        self._numbers = vocabulary
        self._bm25: bm25s.BM25 | None = None
        self._weights: list[float] = []  # by number; 0 for a token that no document holds
        if any(documents):
            self._bm25 = bm25s.BM25(method="lucene", k1=0.6, b=0.4)
            self._bm25.index((documents, dict(vocabulary)), show_progress=False)
            counts = np.diff(self._bm25.scores["indptr"])  # documents with each token: the columns of its table
            self._weights = np.where(counts > 0, _weight(counts, self._size), 0.0).tolist()
        self._unseen = float(_weight(np.zeros(1), self._size)[0])

    def knows(self, form: str) -> bool:
        return self._weight_of(form) > 0

    def scores(self, words: Sequence[tuple[str, ...]]) -> Scores:
        """Each word is given in its possible forms; one that no document holds counts as missing."""
        weights = [[self._weight_of(form) for form in forms] for forms in words]
        known = {
            self._numbers[form]
            for forms, found in zip(words, weights, strict=True)
            for form, weight in zip(forms, found, strict=True)
            if weight
        }
        if self._bm25 is None or not known:
            return np.zeros(self._size, dtype=np.float32)
        whole = sum(max(found) or self._unseen for found in weights)
        scores: Scores = np.asarray(self._bm25.get_scores_from_ids(sorted(known)), dtype=np.float32)
        return np.asarray(np.minimum(scores / whole, 1.0), dtype=np.float32)

    def _weight_of(self, form: str) -> float:
        """0 for a form that no document holds."""
        number = self._numbers.get(form, len(self._weights))
        return self._weights[number] if number < len(self._weights) else 0.0


def _weight(counts: npt.NDArray[Any], size: int) -> npt.NDArray[np.float64]:
    """The inverse document frequency that bm25s uses for its method "lucene"."""
    return np.asarray(np.log(1 + (size - counts + 0.5) / (counts + 0.5)), dtype=np.float64)


@lru_cache(maxsize=65536)
def _stems_of(word: str) -> tuple[str, ...]:
    """A word's stems in every language served; equal stems once."""
    return tuple(dict.fromkeys(Stemmer.Stemmer(name).stemWord(word) for name in _STEMMERS.values()))


@lru_cache(maxsize=65536)
def _stem_ids(text: str) -> tuple[int, ...]:
    return tuple(_STEMS.number(stem) for word in words_of(text) for stem in _stems_of(word))


@lru_cache(maxsize=65536)
def _parts_of(word: str) -> tuple[str, ...]:
    """The n-grams of a word with its ends marked: "lwt" gives "<lwt" and "lwt>"."""
    marked = f"<{word}>"
    return tuple(marked[at : at + PART_CHARS] for at in range(max(1, len(marked) - PART_CHARS + 1)))


def _parts(text: str) -> set[str]:
    return {part for word in words_of(text) for part in _parts_of(word)}


@lru_cache(maxsize=65536)
def _part_ids(text: str) -> tuple[int, ...]:
    return tuple(_PARTS.number(part) for part in sorted(_parts(text)))


def _asked(passages: Iterable[Passage]) -> Iterator[str]:
    """Titles, asks, and sections with a heading: what is misspelt in a question is the subject, seldom the answer's text."""
    return (passage.text for passage in passages if passage.kind is not PassageKind.SECTION or passage.heading)


def _joined(ids: Callable[[str], tuple[int, ...]], texts: Iterable[str], *, distinct: bool = False) -> list[int]:
    joined = list(chain.from_iterable(map(ids, texts)))
    return sorted(set(joined)) if distinct else joined
