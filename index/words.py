"""Search by words and by parts of words, both by BM25.

Dutch glues words together and phones misspell them: stems find "gemelde" for "melden", and character n-grams find
"samenwerkings overeenkomst" for "samenwerkingsovereenkomst".
"""

import tomllib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import Stemmer

from index import lexicon
from index.layout import Change, Layout, Rows, RowsOf
from index.lexicon import Numbers
from index.plain import words_of
from knowledge.entry import Passage, PassageKind

K1, B = 0.6, 0.4  # of BM25: how little a word's second time counts, and how much a long document is held back
PART_CHARS = 4  # long enough to mean something, short enough that a typo leaves most parts of a word whole
WORN = (
    0.75  # share of a table's forms that documents hold, below which it is made anew: what is deleted leaves its forms
)
COMPOUND = 9  # letters from which a word may be one of several glued together
MADE_OF = 0.65  # … and share of its parts that are held from which it is made of what is held
BLOCK = 32_768  # of what forms add that is computed at once
_LANGUAGES = ("dutch", "english")  # whose stems are taken of every word

Scores = npt.NDArray[np.float32]
NONE = np.zeros(0, dtype=np.int32)
_Texts = tuple[str, ...]  # of a document
Forms = Iterable[tuple[str, ...]]  # of several words: what each may be found by


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

        The scores are the same as without them.
        """
        if last is None or change is None or last._is_worn:
            last, change = None, Change.everything(layout)
        new = {place: _documents(layout.at(place)) for place in change.new}
        self._sizes: Rows = np.zeros(len(layout.entries), dtype=np.int64)  # how many documents each entry is
        self._sizes[list(new)] = [len(documents) for documents in new.values()]
        if last is not None:
            kept = change.places >= 0
            self._sizes[kept] = last._sizes[change.places[kept]]
        starts = np.concatenate([[0], np.cumsum(self._sizes)])
        from_ = _moved(change.places, self._sizes, starts, last.documents_of.starts if last is not None else starts)
        self._leads: Rows = np.zeros(
            len(from_), dtype=np.int64
        )  # the number in its entry of each one's passage to show
        if last is not None:
            self._leads[from_ >= 0] = last._leads[from_[from_ >= 0]]
        self._leads[from_ < 0] = [rows[0] for documents in new.values() for rows in documents]
        self.firsts: Rows = np.repeat(layout.starts[:-1], self._sizes) + self._leads  # the same by row of the layout
        self.documents_of: RowsOf = RowsOf(layout.rows_of.places, starts)
        held = [[layout.at(place)[row] for row in rows] for place, documents in new.items() for rows in documents]
        words, parts = (last._words, last._parts) if last is not None else (None, None)
        self._words: _Table = _Table([tuple(one.text for one in each) for each in held], stems_of, from_, words)
        self._parts: _Table = _Table([tuple(_asked(each)) for each in held], parts_of, from_, parts, once=True)

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
        return [
            self._words.holds(stems, documents)
            or (len(word) >= COMPOUND and self._parts.share(parts, documents) >= MADE_OF)
            for word, stems, parts in zip(words, stems_of(words), parts_of(words), strict=True)
        ]


class _Table:
    """BM25 as Lucene has it, scaled so that a document holding all of a question scores near 1.

    Kept by column: the documents that hold a form stand behind each other, with what it adds to each one's score.
    """

    def __init__(
        self,
        new: Sequence[_Texts],
        forms: Callable[[Sequence[str]], Forms],
        from_: Rows,
        last: "_Table | None" = None,
        *,
        once: bool = False,
    ) -> None:
        """from_ is (documents,): which of last's documents each one is; -1: the next of those that are new.

        once: a form counts once a document, however often it is there. last: of the same forms, and counted alike.
        """
        self._size = len(from_)
        self._columns: dict[str, int] = dict(last._columns) if last else {}  # by form; of some no document is left
        rows, columns, times = self._added_by(new, forms, np.flatnonzero(from_ < 0), once=once)
        if last is not None:
            kept_rows, kept_columns, kept_times = last._left(from_)
            rows, columns = np.concatenate([kept_rows, rows]), np.concatenate([kept_columns, columns])
            times = None if times is None or kept_times is None else np.concatenate([kept_times, times])
        order = np.argsort(columns, kind="stable")  # what is left is in order: that is quick
        columns = columns[order]
        holders = np.bincount(columns, minlength=len(self._columns))  # documents with each form
        self._rows: Numbers = rows[order]
        self._times: Numbers | None = None if times is None else times[order]  # None: once each
        self._starts: list[int] = np.concatenate([[0], np.cumsum(holders)]).tolist()  # of the columns
        rarity = np.log(1 + (self._size - holders + 0.5) / (holders + 0.5))
        self._weights: list[float] = rarity.tolist()  # by column
        self._added = self._weighed(columns, rarity)
        self.is_worn = bool(np.count_nonzero(holders) < WORN * len(holders))
        self._unseen = float(np.log(1 + (self._size + 0.5) / 0.5))

    def _added_by(
        self, new: Sequence[_Texts], forms: Callable[[Sequence[str]], Forms], at: Rows, *, once: bool
    ) -> tuple[Numbers, Numbers, Numbers | None]:
        """The rows and columns of what new documents hold, document by document, and how often; at: their rows."""
        numbers = [lexicon.joined(texts) for texts in new]
        spelled = _Spelled(numbers, forms, self._columns)
        held = [spelled.columns(words) for words in numbers]
        rows = np.repeat(at.astype(np.int32), [len(columns) for columns, _ in held])
        columns = np.concatenate([NONE, *(columns for columns, _ in held)])
        return rows, columns, None if once else np.concatenate([NONE, *(times for _, times in held)])

    def _left(self, from_: Rows) -> tuple[Numbers, Numbers, Numbers | None]:
        """The same of the documents that are among those of the next table, column by column."""
        to = np.full(self._size, -1, dtype=np.int32)
        to[from_[from_ >= 0]] = np.flatnonzero(from_ >= 0)
        rows = to[self._rows]
        is_left = rows >= 0
        columns = np.repeat(np.arange(len(self._weights), dtype=np.int32), np.diff(self._starts))
        return rows[is_left], columns[is_left], None if self._times is None else self._times[is_left]

    def _weighed(self, columns: Numbers, rarity: npt.NDArray[np.float64]) -> Scores:
        """What each form adds to the score of each document that holds it, by its rarity, which is given by column."""
        lengths = np.bincount(self._rows, self._times, minlength=self._size).astype(np.float64)
        held_back = K1 * (1 - B + B * lengths / max(1.0, lengths.sum() / max(1, self._size)))
        added = np.empty(len(columns), dtype=np.float32)
        for start in range(0, len(columns), BLOCK):  # some at a time, which stay in the processor's cache
            some = slice(start, start + BLOCK)
            times = 1.0 if self._times is None else self._times[some]
            added[some] = rarity[columns[some]] * times / (times + held_back[self._rows[some]])
        return added

    def holds(self, forms: Iterable[str], documents: Collection[int]) -> bool:
        """Whether any of some documents holds one of the forms."""
        held = map(self._holders, forms)
        return any(document in holders for holders in held for document in documents)

    def has(self, form: str) -> bool:
        """Whether any document at all holds a form."""
        return self._column(form) is not None

    def share(self, forms: Sequence[str], documents: Collection[int]) -> float:
        """The share of forms that some documents hold together."""
        return sum(self.holds([form], documents) for form in forms) / len(forms)

    def _holders(self, form: str) -> Numbers:
        column = self._column(form)
        return NONE if column is None else self._rows[self._starts[column] : self._starts[column + 1]]

    def _column(self, form: str) -> int | None:
        """Where the documents that hold it stand; None where there are none."""
        column = self._columns.get(form)
        return column if column is not None and self._starts[column] < self._starts[column + 1] else None

    def scores(self, words: Forms) -> Scores:
        """(documents,); each word is given in its possible forms, and one that no document holds counts as missing."""
        weights, unseen = self._weights, self._unseen
        held = [[column for form in forms if (column := self._column(form)) is not None] for forms in words]
        whole = sum(max([weights[column] for column in found]) if found else unseen for found in held)
        return self._added_up(dict.fromkeys(chain.from_iterable(held)), whole)

    def scores_of_each(self, forms: Collection[str]) -> tuple[Scores, float]:
        """(documents,) for words of one form each, no two alike; and the share in [0, 1] of them that no document holds."""
        known = [column for column in map(self._column, forms) if column is not None]
        unknown = len(forms) - len(known)
        whole = sum([self._weights[column] for column in known]) + unknown * self._unseen
        return self._added_up(known, whole), unknown / len(forms) if forms else 0.0

    def _added_up(self, columns: Collection[int], whole: float) -> Scores:
        """(documents,) in [0, 1]: what the forms in these columns add to each document's score, of all that they could."""
        if not columns:
            return np.zeros(self._size, dtype=np.float32)
        starts = self._starts
        spans = [slice(starts[column], starts[column + 1]) for column in columns]
        scores = np.bincount(
            np.concatenate([self._rows[span] for span in spans]),
            np.concatenate([self._added[span] for span in spans]),
            minlength=self._size,
        )
        return np.minimum(scores / whole, 1.0).astype(np.float32)


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


def _moved(places: Rows, sizes: Rows, starts: Rows, before: Rows) -> Rows:
    """(documents,): where each one stood; -1 where its entry didn't.

    places: where each entry stood; sizes, starts: how many documents it is, and where they begin; before: where they began.
    """
    numbers = np.arange(sizes.sum()) - np.repeat(starts[:-1], sizes)
    return np.where(np.repeat(places, sizes) < 0, -1, np.repeat(before[places], sizes) + numbers)


def _documents(passages: Sequence[Passage]) -> list[list[int]]:
    """The documents that an entry's passages make, by their numbers; best to show first."""
    grouped: dict[int, list[int]] = {}
    for row, passage in enumerate(passages):
        grouped.setdefault(passage.at if passage.entry.is_guideline and passage.heading else -1, []).append(row)
    return list(grouped.values())


def _asked(passages: Sequence[Passage]) -> list[str]:
    """Titles, asks, and sections with a heading: what is misspelt in a question is the subject, seldom the answer's text.

    Of an entry without asks all of it, since its title alone seldom names all of its subject.
    """
    is_asked = any(passage.kind is PassageKind.ASK for passage in passages)
    return [
        passage.text
        for passage in passages
        if not is_asked or passage.kind is not PassageKind.SECTION or passage.heading
    ]


class _Spelled:
    """The columns of the forms of each word that documents hold; new forms get the next column."""

    def __init__(
        self,
        documents: Sequence[Numbers],
        forms: Callable[[Sequence[str]], Forms],
        columns: dict[str, int],
    ) -> None:
        known = np.flatnonzero(np.bincount(np.concatenate([NONE, *documents])))
        self._sizes = np.zeros(len(lexicon.WORDS), dtype=np.int64)  # how many forms, by number of a word
        flat: list[int] = []
        for number, each in zip(
            known.tolist(), forms([lexicon.WORDS[number] for number in known.tolist()]), strict=True
        ):
            flat += [columns.setdefault(form, len(columns)) for form in each]
            self._sizes[number] = len(each)
        self._flat = np.array(flat, dtype=np.int32)
        self._starts = np.cumsum(self._sizes) - self._sizes

    def columns(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """Those that a document's words lead to, in order, and how often each is led to."""
        sizes = self._sizes[words]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        counts = np.bincount(self._flat[np.repeat(self._starts[words], sizes) + within])
        columns = np.flatnonzero(counts)
        return columns.astype(np.int32), counts[columns].astype(np.int32)
