"""Search by words and by parts of words; the only file that imports bm25s.

Dutch glues words together and phones misspell them: stems find "gemelde" for "melden", and character n-grams find
"samenwerkings overeenkomst" for "samenwerkingsovereenkomst".
"""

import logging
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

from index.plain import folded
from knowledge.entry import Passage, PassageKind

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets DEBUG itself, and would tell askers of its index

PART_CHARS = 4  # long enough to mean something, short enough that a typo leaves most parts of a word whole
_WORD = re.compile(r"\w+")
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
        self._words = _Table([word for passage in group for word in _stems(passage.text)] for group in texts)
        self._parts = _Table(_distinct_parts(group) for group in texts)

    def scores(self, text: str) -> WordScores:
        """How well each document matches a question, by words and by parts of words."""
        words = [_stems_of(word) for word in set(_WORD.findall(folded(text)))]
        parts = [(part,) for part in set(_parts(text))]
        unknown = sum(not self._parts.knows(part) for part in parts) / len(parts) if parts else 0.0
        return WordScores(self._words.scores(words), self._parts.scores(parts), unknown)


class _Table:
    """BM25 over lists of tokens, scaled so that a document holding all of a question scores near 1."""

    def __init__(self, documents: Iterable[list[str]]) -> None:
        tokens = list(documents)
        self._size = len(tokens)
        self._bm25: bm25s.BM25 | None = None
        if any(tokens):
            self._bm25 = bm25s.BM25(method="lucene", k1=0.6, b=0.4)
            self._bm25.index(tokens, show_progress=False)
            counts: dict[str, int] = {}
            for document in tokens:
                for token in set(document):
                    counts[token] = counts.get(token, 0) + 1
            self._weights = {token: _weight(count, self._size) for token, count in counts.items()}
        self._unseen = _weight(0, self._size)

    def knows(self, forms: tuple[str, ...]) -> bool:
        return self._bm25 is not None and any(form in self._weights for form in forms)

    def scores(self, words: Sequence[tuple[str, ...]]) -> Scores:
        """Each word is given in its possible forms; one that no document holds counts as missing."""
        if self._bm25 is None or not words:
            return np.zeros(self._size, dtype=np.float32)
        known = {form for forms in words for form in forms if form in self._weights}
        whole = sum(
            max((self._weights.get(form, 0.0) for form in forms), default=0.0) or self._unseen for forms in words
        )
        ids = [self._bm25.vocab_dict[form] for form in sorted(known)]
        if not ids:
            return np.zeros(self._size, dtype=np.float32)
        found: Scores = np.asarray(self._bm25.get_scores_from_ids(ids), dtype=np.float32)
        return np.asarray(np.minimum(found / whole, 1.0), dtype=np.float32)


def _weight(count: int, size: int) -> float:
    """The inverse document frequency that bm25s uses for its method "lucene"."""
    return math.log(1 + (size - count + 0.5) / (count + 0.5))


@lru_cache(maxsize=65536)
def _stems_of(word: str) -> tuple[str, ...]:
    """A word's stems in every language served, plain words first; equal stems once."""
    return tuple(dict.fromkeys(Stemmer.Stemmer(name).stemWord(word) for name in _STEMMERS.values()))


def _stems(text: str) -> Iterator[str]:
    for word in _WORD.findall(folded(text)):
        yield from _stems_of(word)


@lru_cache(maxsize=65536)
def _parts_of(word: str) -> tuple[str, ...]:
    """The n-grams of a word with its ends marked: "lwt" gives "<lwt" and "lwt>"."""
    marked = f"<{word}>"
    return tuple(marked[at : at + PART_CHARS] for at in range(max(1, len(marked) - PART_CHARS + 1)))


def _parts(text: str) -> Iterator[str]:
    for word in _WORD.findall(folded(text)):
        yield from _parts_of(word)


def _distinct_parts(passages: Iterable[Passage]) -> list[str]:
    texts = (passage.text for passage in passages if passage.kind is not PassageKind.SECTION or passage.heading)
    return sorted({part for text in texts for part in _parts(text)})
