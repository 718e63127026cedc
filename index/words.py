"""Search by words and by parts of words, both by BM25.

Dutch glues words together and phones misspell them: stems find "gemelde" for "melden", and character n-grams find
"samenwerkings overeenkomst" for "samenwerkingsovereenkomst".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import Stemmer

from index import lexicon
from index.lexicon import Numbers
from index.plain import words_of
from knowledge.entry import Passage, PassageKind

K1, B = 0.6, 0.4  # of BM25: how little a word's second time counts, and how much a long document is held back
PART_CHARS = 4  # long enough to mean something, short enough that a typo leaves most parts of a word whole
_LANGUAGES = ("dutch", "english")  # whose stems are taken of every word

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Forms = Sequence[tuple[str, ...]]  # of several words: what each may be found by


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
        self._words = _Table([lexicon.joined(passage.text for passage in group) for group in texts], stems_of)
        self._parts = _Table([lexicon.joined(_asked(group)) for group in texts], parts_of, once=True)

    def scores(self, text: str) -> WordScores:
        """How well each document matches a question, by words and by parts of words."""
        words = tuple(dict.fromkeys(words_of(text)))
        parts = tuple(dict.fromkeys(part for forms in parts_of(words) for part in forms))
        unknown = sum(not self._parts.knows(part) for part in parts) / len(parts) if parts else 0.0
        return WordScores(self._words.scores(stems_of(words)), self._parts.scores([(part,) for part in parts]), unknown)


class _Table:
    """BM25 as Lucene has it, scaled so that a document holding all of a question scores near 1.

    Kept by column: the documents that hold a form stand behind each other, with what it adds to each one's score.
    """

    def __init__(
        self, documents: Sequence[Numbers], forms: Callable[[Sequence[str]], Forms], *, once: bool = False
    ) -> None:
        """documents hold numbers of the lexicon; once: a form counts once a document, however often it is there."""
        self._size = len(documents)
        rows, words, counts = _counted(documents)
        known, words = np.unique(words, return_inverse=True)
        spelled = forms([lexicon.WORDS[word] for word in known.tolist()])
        self._columns: dict[str, int] = {}  # by form
        flat = [self._columns.setdefault(form, len(self._columns)) for each in spelled for form in each]
        sizes = np.array([len(each) for each in spelled], dtype=np.int64)
        taken = _ranges((np.cumsum(sizes) - sizes)[words], sizes[words])  # a place in flat for each form of each pair
        cells = np.array(flat, dtype=np.int64)[taken] * self._size + np.repeat(rows, sizes[words])
        cells, times = _summed(cells, np.repeat(counts, sizes[words]))
        columns, self._rows = np.divmod(cells, max(1, self._size))
        if once:
            times = np.ones(len(cells))
        holders = np.bincount(columns, minlength=len(self._columns))  # documents with each form
        self._starts: list[int] = np.concatenate([[0], np.cumsum(holders)]).tolist()  # of the columns, in _rows
        rarity = np.log(1 + (self._size - holders + 0.5) / (holders + 0.5))
        self._weights: list[float] = rarity.tolist()  # by column
        self._unseen = float(np.log(1 + (self._size + 0.5) / 0.5))
        lengths = np.bincount(self._rows, times, minlength=self._size)
        held_back = K1 * (1 - B + B * lengths / max(1.0, lengths.sum() / max(1, self._size)))
        self._added: Scores = (rarity[columns] * times / (times + held_back[self._rows])).astype(np.float32)

    def knows(self, form: str) -> bool:
        """Whether any document holds it."""
        return form in self._columns

    def scores(self, words: Forms) -> Scores:
        """(documents,); each word is given in its possible forms, and one that no document holds counts as missing."""
        columns = [[self._columns[form] for form in forms if form in self._columns] for forms in words]
        known = dict.fromkeys(column for found in columns for column in found)
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        whole = sum(max((self._weights[column] for column in found), default=self._unseen) for found in columns)
        spans = [slice(self._starts[column], self._starts[column + 1]) for column in known]
        scores = np.bincount(
            np.concatenate([self._rows[span] for span in spans]),
            np.concatenate([self._added[span] for span in spans]),
            minlength=self._size,
        )
        return np.minimum(scores / whole, 1.0).astype(np.float32)


def stems_of(words: Sequence[str]) -> Forms:
    """Each word's stems in every language served; equal stems once."""
    by_language = (Stemmer.Stemmer(name, 0).stemWords(list(words)) for name in _LANGUAGES)
    return [tuple(dict.fromkeys(stems)) for stems in zip(*by_language, strict=True)]


def parts_of(words: Sequence[str]) -> Forms:
    """Each word's n-grams, its ends marked: "lwt" gives "<lwt" and "lwt>"."""
    return [
        tuple(marked[at : at + PART_CHARS] for at in range(max(1, len(marked) - PART_CHARS + 1)))
        for marked in (f"<{word}>" for word in words)
    ]


def _asked(passages: Sequence[Passage]) -> list[str]:
    """Titles, asks, and sections with a heading: what is misspelt in a question is the subject, seldom the answer's text."""
    return [passage.text for passage in passages if passage.kind is not PassageKind.SECTION or passage.heading]


def _counted(documents: Sequence[Numbers]) -> tuple[Rows, Rows, Rows]:
    """Each word of each document once: (row of the document, number of the word, how often it is there)."""
    words = np.concatenate([np.zeros(0, dtype=np.int64), *documents])
    rows = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    size = max(1, len(lexicon.WORDS))
    pairs, counts = np.unique(rows * size + words, return_counts=True)
    return *np.divmod(pairs, size), counts


def _ranges(starts: Rows, sizes: Rows) -> Rows:
    """start, start + 1, … for each start, as many as its size, behind each other."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + sizes, sizes)


def _summed(cells: Rows, counts: Rows) -> tuple[Rows, npt.NDArray[np.float64]]:
    """Each cell once, in order, with the sum of its counts."""
    order = np.argsort(cells)
    cells = cells[order]
    first = np.flatnonzero(np.diff(cells, prepend=-1))
    return cells[first], np.add.reduceat(counts[order], first).astype(np.float64) if len(first) else np.zeros(0)
