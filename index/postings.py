"""Which documents hold which forms of words, and how much of a question each one holds, by BM25 as Lucene has it.

Kept by column: the documents that hold a form stand behind each other. What a form adds to a document's score hangs on all
other documents too, as long ones are held back by the average; so it is worked out of what a question asks for, and an edit
touches nothing but the columns of what it changes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from index import lexicon
from index.layout import Rows
from index.lexicon import NONE, Numbers

K1, B = 0.6, 0.4  # of BM25: how little a word's second time counts, and how much a long document is held back
WORN = 0.75  # share of the forms that documents hold, below which all is made anew: what is deleted leaves its forms
MOST_TIMES = 255  # that a form counts in a document: more would add next to nothing

Array = npt.NDArray[Any]
Scores = npt.NDArray[np.float32]
Times = npt.NDArray[np.uint8]
Forms = Iterable[tuple[str, ...]]  # of several words: what each may be found by


class Postings:
    """Scores are scaled so that a document holding all of a question scores near 1."""

    def __init__(
        self,
        new: Sequence[Numbers],
        forms: Callable[[Sequence[str]], Forms],
        from_: Rows,
        last: "Postings | None" = None,
        *,
        once: bool = False,
    ) -> None:
        """new: the words of the documents that are new, by number; forms: what words may be found by.

        from_ is (documents,): which of last's documents each one is; -1: the next of those that are new.
        once: a form counts once a document, however often it is there. last: of the same forms, and counted alike.
        """
        at, kept = np.flatnonzero(from_ < 0), np.flatnonzero(from_ >= 0)
        self._columns: dict[str, int] = dict(last._columns) if last else {}  # by form; of some no document is left
        spelled = _Spelled(new, forms, self._columns)
        found = [spelled.columns(words) for words in new]
        lengths = np.zeros(len(from_), dtype=np.int64)
        lengths[at] = [len(columns) if once else times.sum() for columns, times in found]
        held = _Held.of(found, at, len(self._columns), len(from_), once=once)
        if last is not None:
            lengths[kept] = last.lengths[from_[kept]]
            to = np.full(last.size, -1)
            to[from_[kept]] = kept
            held = last._held.moved(to, len(self._columns), len(from_)).beside(held)
        self._weigh(held, lengths)

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Postings":
        """What `stored` made. Raises KeyError where it is not there."""
        found = cls.__new__(cls)
        forms = stored[f"{name}_forms"].tobytes().decode("utf-8").split("\n")
        found._columns = {form: column for column, form in enumerate(forms[:-1])}
        held = _Held(stored[f"{name}_starts"], stored[f"{name}_documents"], stored.get(f"{name}_times"))
        found._weigh(held, stored[f"{name}_lengths"])
        return found

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one; nothing of forms that no document is left of."""
        held = np.diff(self._held.starts) > 0
        forms = "".join(f"{form}\n" for form, is_held in zip(self._columns, held.tolist(), strict=True) if is_held)
        times = {} if self._held.times is None else {f"{name}_times": self._held.times}
        return {
            f"{name}_forms": np.frombuffer(forms.encode("utf-8"), dtype=np.uint8),
            f"{name}_starts": self._held.starts[np.append(held, True)],
            f"{name}_documents": self._held.documents,
            f"{name}_lengths": self.lengths,
            **times,
        }

    def _weigh(self, held: "_Held", lengths: Rows) -> None:
        """Find what each form adds."""
        self._held = held
        self.lengths: Rows = lengths  # (documents,), in forms
        self.size: int = len(lengths)  # documents
        self._starts: list[int] = self._held.starts.tolist()  # of the columns
        holders = np.diff(self._held.starts)  # documents with each form
        self._weights: Array = np.log(1 + (self.size - holders + 0.5) / (holders + 0.5))  # by column
        self._unseen = float(np.log(1 + (self.size + 0.5) / 0.5))
        average = max(1.0, float(self.lengths.sum()) / max(1, self.size))
        self._held_back: Array = K1 * (1 - B + B * self.lengths / average)  # (documents,)
        self._once: Array = 1 / (1 + self._held_back)  # of what a form adds to each one, where that is there once
        self.is_worn = bool(np.count_nonzero(holders) < WORN * len(holders))

    def has(self, form: str) -> bool:
        """Whether any document at all holds a form."""
        return self._column(form) is not None

    def holds(self, forms: Iterable[str], documents: Collection[int]) -> bool:
        """Whether any of some documents holds one of the forms."""
        columns = [column for form in forms if (column := self._column(form)) is not None]
        held = [self._held.documents[self._span(column)] for column in columns]
        return any(document in holders for holders in held for document in documents)

    def held_each(self, words: Forms) -> npt.NDArray[np.bool_]:
        """(words, documents): whether each document holds each word in one of its forms."""
        held = [[column for form in forms if (column := self._column(form)) is not None] for forms in words]
        found = np.zeros((len(held), self.size), dtype=bool)
        for row, columns in enumerate(held):
            for column in columns:
                found[row, self._held.documents[self._span(column)]] = True
        return found

    def share(self, forms: Sequence[str], documents: Collection[int]) -> float:
        """The share of forms that some documents hold together."""
        return sum(self.holds([form], documents) for form in forms) / len(forms)

    def scores(self, words: Forms) -> Scores:
        """(documents,); each word is given in its possible forms, and one that no document holds counts as missing."""
        held = [[column for form in forms if (column := self._column(form)) is not None] for forms in words]
        whole = sum(float(self._weights[found].max()) if found else self._unseen for found in held)
        return self._added_up(tuple(dict.fromkeys(chain.from_iterable(held))), whole)

    def scores_of_each(self, forms: Collection[str]) -> tuple[Scores, float]:
        """(documents,) for words of one form each, no two alike; and the share in [0, 1] of them that no document holds."""
        known = [column for column in map(self._column, forms) if column is not None]
        unknown = len(forms) - len(known)
        whole = sum(self._weights[known].tolist()) + unknown * self._unseen
        return self._added_up(known, whole), unknown / len(forms) if forms else 0.0

    def _added_up(self, columns: Sequence[int], whole: float) -> Scores:
        """(documents,) in [0, 1]: what the forms in these columns add to each document's score, of all that they could."""
        if not columns:
            return np.zeros(self.size, dtype=np.float32)
        spans = [self._span(column) for column in columns]
        documents = np.concatenate([self._held.documents[span] for span in spans])
        weights = np.repeat(self._weights[list(columns)], [span.stop - span.start for span in spans])
        if self._held.times is None:
            added: Array = np.bincount(documents, weights, minlength=self.size) * self._once
        else:
            times = np.concatenate([self._held.times[span] for span in spans])
            added = np.bincount(documents, weights * times / (times + self._held_back[documents]), self.size)
        return np.asarray(np.minimum(added / whole, 1.0), dtype=np.float32)

    def _column(self, form: str) -> int | None:
        """Where the documents that hold it stand; None where there are none."""
        column = self._columns.get(form)
        return column if column is not None and self._starts[column] < self._starts[column + 1] else None

    def _span(self, column: int) -> slice:
        """Where they stand."""
        return slice(self._starts[column], self._starts[column + 1])


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """Which documents hold the forms, column by column."""

    starts: Rows  # (columns + 1,): where each column's documents begin, and where the last one's end
    documents: Array  # by number: uint16 where that is enough, else int32
    times: Times | None  # how often each document has the form; None: that doesn't count

    @classmethod
    def of(cls, found: Sequence[tuple[Numbers, Numbers]], at: Rows, columns: int, size: int, *, once: bool) -> "_Held":
        """Of documents of which it is known what they hold, and how often; at: their numbers, of size that there are."""
        held = np.concatenate([NONE, *(one for one, _ in found)])
        order = np.argsort(held, kind="stable")
        documents = np.repeat(at.astype(_kind(size)), [len(one) for one, _ in found])[order]
        starts = np.concatenate([[0], np.cumsum(np.bincount(held, minlength=columns))])
        if once:
            return cls(starts, documents, None)
        times = np.minimum(np.concatenate([NONE, *(times for _, times in found)]), MOST_TIMES)
        return cls(starts, documents, times[order].astype(np.uint8))

    def moved(self, to: Rows, columns: int, size: int) -> "_Held":
        """The same for documents that have got other numbers, of size that there are now, and in so many columns.

        to is (documents,): the number of each one now, -1 where it is gone.
        """
        gone = np.flatnonzero((to < 0)[self.documents])
        lost = np.bincount(np.searchsorted(self.starts, gone, side="right") - 1, minlength=len(self.starts) - 1)
        sizes = np.zeros(columns, dtype=np.int64)
        sizes[: len(lost)] = np.diff(self.starts) - lost
        documents = np.delete(to.astype(_kind(size))[self.documents], gone)
        times = None if self.times is None else np.delete(self.times, gone)
        return _Held(np.concatenate([[0], np.cumsum(sizes)]), documents, times)

    def beside(self, others: "_Held") -> "_Held":
        """With others behind these in each column, of as many columns."""
        at = np.repeat(self.starts[1:], np.diff(others.starts))
        documents = np.insert(self.documents, at, others.documents)
        times = None if self.times is None or others.times is None else np.insert(self.times, at, others.times)
        return _Held(self.starts + others.starts, documents, times)


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


def _kind(size: int) -> type[np.uint16] | type[np.int32]:
    """Of so many documents, what their numbers fit into."""
    return np.uint16 if size <= np.iinfo(np.uint16).max + 1 else np.int32
