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
_LANGUAGES = ("dutch", "english")  # whose stems are taken of every word

Scores = npt.NDArray[np.float32]
NONE = np.zeros(0, dtype=np.int32)
_Texts = tuple[str, ...]  # of a document; what it holds is known by them
Forms = Iterable[tuple[str, ...]]  # of several words: what each may be found by


@dataclass(frozen=True, slots=True)
class WordScores:
    """How much of a question each document holds; rows as in Words.documents."""

    words: Scores  # (n,) in [0, 1]: share of the question's words, rare ones counting more
    parts: Scores  # (n,) in [0, 1]: the same for parts of words
    unknown: float  # share in [0, 1] of the question's parts of words that no document holds


class Words:
    """Documents searched by words: one an entry and language, one a section for guidelines."""

    def __init__(self, passages: Sequence[Passage], last: "Words | None" = None) -> None:
        """Document i is made of the passages in the rows documents[i], best to show first.

        last: those of a folder much like this one, whose documents aren't taken apart again; the scores are the same.
        """
        grouped: dict[tuple[str, str, int], list[int]] = {}
        for row, passage in enumerate(passages):
            at = passage.at if passage.entry.is_guideline and passage.heading else -1
            grouped.setdefault((passage.entry.id, passage.entry.lang, at), []).append(row)
        self.documents = tuple(tuple(rows) for rows in grouped.values())
        texts = [[passages[row] for row in rows] for rows in self.documents]
        words, parts = (last._words, last._parts) if last else (None, None)
        self._words: _Table = _Table([tuple(passage.text for passage in group) for group in texts], stems_of, words)
        self._parts: _Table = _Table([tuple(_asked(group)) for group in texts], parts_of, parts, once=True)

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
        documents: Sequence[_Texts],
        forms: Callable[[Sequence[str]], Forms],
        last: "_Table | None" = None,
        *,
        once: bool = False,
    ) -> None:
        """once: a form counts once a document, however often it is there. last: of the same forms, and counted alike."""
        if last is not None and last._is_worn:
            last = None
        self._size = len(documents)
        self._columns: dict[str, int] = dict(last._columns) if last else {}  # by form; of some no document is left
        known = last._held if last else {}
        new = [texts for texts in dict.fromkeys(documents) if texts not in known]
        numbers = [lexicon.joined(texts) for texts in new]
        spelled = _Spelled(numbers, forms, self._columns)
        made = {texts: spelled.columns(words) for texts, words in zip(new, numbers, strict=True)}
        self._held: dict[_Texts, tuple[Numbers, Numbers]] = {
            texts: made[texts] if texts in made else known[texts] for texts in documents
        }
        held = [self._held[texts] for texts in documents]
        rows = np.repeat(np.arange(self._size), [len(columns) for columns, _ in held])
        columns = np.concatenate([NONE, *(columns for columns, _ in held)])
        times = np.ones(len(columns)) if once else np.concatenate([NONE, *(counts for _, counts in held)])
        holders = np.bincount(columns, minlength=len(self._columns))  # documents with each form
        rarity = np.log(1 + (self._size - holders + 0.5) / (holders + 0.5))
        lengths = np.bincount(rows, times, minlength=self._size)
        held_back = K1 * (1 - B + B * lengths / max(1.0, lengths.sum() / max(1, self._size)))
        order = np.argsort(columns, kind="stable")
        self._rows = rows[order].astype(np.int32)
        self._added: Scores = (rarity[columns] * times / (times + held_back[rows])).astype(np.float32)[order]
        self._starts: list[int] = np.concatenate([[0], np.cumsum(holders)]).tolist()  # of the columns
        self._weights: list[float] = rarity.tolist()  # by column
        self._is_worn: bool = bool(np.count_nonzero(holders) < WORN * len(holders))
        self._unseen = float(np.log(1 + (self._size + 0.5) / 0.5))

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
