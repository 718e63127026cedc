"""Which documents hold which forms of words, and how much of a question each one holds, by BM25 as Lucene has it.

Kept by column: the documents that hold a form stand behind each other. What a form adds to a document's score hangs on all
other documents too, as long ones are held back by the average; so it is worked out of what a question asks for, and an edit
touches nothing but the columns of what it changes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from index import lexicon
from index.layout import NO_ROWS, Rows, spanned
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
        found = _spelled(new, forms, self._columns)
        lengths = np.zeros(len(from_), dtype=np.int64)
        lengths[at] = _lengths(found, once=once)
        held = _Held.of(found, at, len(self._columns), len(from_), once=once)
        if last is not None:
            lengths[kept] = last.lengths[from_[kept]]
            to = np.full(len(last.lengths), -1)
            to[from_[kept]] = kept
            for part in last._parts:
                held = part.moved(to, len(self._columns), len(from_)).beside(held)
        self._weigh((held,), np.diff(held.starts), lengths, NO_ROWS)

    def grown(
        self,
        new: Sequence[Numbers],
        forms: Callable[[Sequence[str]], Forms],
        gone: Sequence[Numbers],
        empty: Rows,
        *,
        once: bool = False,
    ) -> "Postings":
        """The same documents, shared, with new ones behind them, but for those that are gone and the ones that were so before.

        gone: the words of those that go now; empty: the numbers of all that are gone by then.
        """
        if not len(new) and not len(gone):
            return self
        found = copy(self)
        found._columns = dict(self._columns)
        came, went = _spelled(new, forms, found._columns), _spelled(gone, forms, found._columns)
        size, columns = len(self.lengths) + len(new), len(found._columns)
        lengths = np.concatenate([self.lengths, np.array(_lengths(came, once=once), dtype=np.int64)])
        lengths[empty] = 0
        later = _Held.of(came, np.arange(size - len(new), size), columns, size, once=once)
        first, *before = (part.wider(columns) for part in self._parts)
        for part in before:
            later = part.beside(later)
        holders = np.zeros(columns, dtype=np.int64)
        holders[: len(self._holders)] = self._holders
        holders += np.bincount(np.concatenate([NONE, *(one for one, _ in came)]), minlength=columns)
        holders -= np.bincount(np.concatenate([NONE, *(one for one, _ in went)]), minlength=columns)
        found._weigh((first, later), holders, lengths, empty)
        return found

    @classmethod
    def following(
        cls,
        last: "Postings | None",
        new: Sequence[Numbers],
        forms: Callable[[Sequence[str]], Forms],
        from_: Rows | None,
        gone: Sequence[Numbers],
        empty: Rows,
        *,
        once: bool = False,
    ) -> "Postings":
        """Those of documents of which some are gone, made of the last ones where these stand; from_: None, where all of them do."""
        if from_ is None:
            assert last is not None  # noqa: S101 - without any nothing stands where it did
            return last.grown(new, forms, gone, empty, once=once)
        return cls(new, forms, from_, last, once=once).grown((), forms, gone, empty, once=once)

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Postings":
        """What `stored` made. Raises KeyError where it is not there."""
        found = cls.__new__(cls)
        forms = stored[f"{name}_forms"].tobytes().decode("utf-8").split("\n")
        found._columns = {form: column for column, form in enumerate(forms[:-1])}
        held = _Held(stored[f"{name}_starts"], stored[f"{name}_documents"], stored.get(f"{name}_times"))
        found._weigh((held,), np.diff(held.starts), stored[f"{name}_lengths"], NO_ROWS)
        return found

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one; nothing of forms that no document is left of.

        Of documents alone that were all put down together.
        """
        (part,) = self._parts
        held = self._holders > 0
        forms = "".join(f"{form}\n" for form, is_held in zip(self._columns, held.tolist(), strict=True) if is_held)
        times = {} if part.times is None else {f"{name}_times": part.times}
        return {
            f"{name}_forms": np.frombuffer(forms.encode("utf-8"), dtype=np.uint8),
            f"{name}_starts": part.starts[np.append(held, True)],
            f"{name}_documents": part.documents,
            f"{name}_lengths": self.lengths,
            **times,
        }

    def _weigh(self, parts: tuple["_Held", ...], holders: Rows, lengths: Rows, empty: Rows) -> None:
        """Find what each form adds; holders is (columns,): documents with each form."""
        self._parts, self._holders, self._empty = parts, holders, empty
        self.lengths: Rows = lengths  # (documents,), in forms; those that are gone have none
        self._count = holders.astype(bool).tobytes()  # by column, 0 where no document is left: quick to ask for one
        size = self.size = len(lengths) - len(empty)  # documents that are there
        self._weights: Array = np.log(1 + (size - holders + 0.5) / (holders + 0.5))  # by column
        self._unseen = float(np.log(1 + (size + 0.5) / 0.5))
        average = max(1.0, float(lengths.sum()) / max(1, size))
        self._held_back: Array = K1 * (1 - B + B * lengths / average)  # (documents,)
        self._once: Array = 1 / (1 + self._held_back)  # of what a form adds to each one, where that is there once
        self.is_worn = bool(np.count_nonzero(holders) < WORN * len(holders))

    def has(self, form: str) -> bool:
        """Whether any document at all holds a form."""
        return bool(self._held_in([form]))

    def held(self, words: Iterable[Sequence[str]], documents: Collection[int]) -> list[bool]:
        """For each word, given in its possible forms, whether any of some documents holds it."""
        count, owners, holders = self._who_holds(words)
        found = np.zeros(count, dtype=bool)
        for document in documents:
            found[owners[holders == document]] = True
        return list(found.tolist())

    def held_each(self, words: Forms) -> npt.NDArray[np.bool_]:
        """(words, documents): whether each document that is there holds each word in one of its forms."""
        count, owners, holders = self._who_holds(words)
        found = np.zeros((count, len(self.lengths)), dtype=bool)
        # By one number each, which is quicker than by two.
        found.reshape(-1)[owners * len(self.lengths) + holders] = True
        found[:, self._empty] = False
        return found

    def _who_holds(self, words: Iterable[Sequence[str]]) -> tuple[int, Rows, Rows]:
        """(how many words, which of them, by which document): each that is held in one of its forms, by each that holds it."""
        columns = list(map(self._held_in, words))
        of = np.repeat(np.arange(len(columns)), list(map(len, columns)))
        flat = list(chain.from_iterable(columns))
        spans, sizes = self._spans(flat)
        owners = np.tile(of, len(self._parts)).repeat(sizes)
        return len(columns), owners, np.concatenate([NO_ROWS, *(part.documents[span] for part, span in spans)])

    def share(self, forms: Sequence[str], documents: Collection[int]) -> float:
        """The share of forms that some documents hold together."""
        return sum(self.held([(form,) for form in forms], documents)) / len(forms)

    def scores(self, words: Forms) -> Scores:
        """(documents,); each word is given in its possible forms, and one that no document holds counts as missing."""
        held = list(map(self._held_in, words))
        whole = sum(max(map(self._weights.item, found)) if found else self._unseen for found in held)
        return self._added_up(tuple(dict.fromkeys(chain.from_iterable(held))), whole)

    def scores_of_each(self, forms: Collection[str]) -> tuple[Scores, float]:
        """(documents,) for words of one form each, no two alike; and the share in [0, 1] of them that no document holds."""
        known = self._held_in(forms)
        unknown = len(forms) - len(known)
        whole = sum(self._weights[known].tolist()) + unknown * self._unseen
        return self._added_up(known, whole), unknown / len(forms) if forms else 0.0

    def _held_in(self, forms: Iterable[str]) -> list[int]:
        """The columns of those that any document holds."""
        columns, count = self._columns, self._count
        return [column for form in forms if (column := columns.get(form)) is not None and count[column]]

    def _spans(self, columns: Sequence[int]) -> tuple[list[tuple["_Held", slice]], list[int]]:
        """Where the documents of some columns stand, part by part, and how many there are of each."""
        spans = [(part, span) for part in self._parts for span in part.spans(columns)]
        return spans, [span.stop - span.start for _, span in spans]

    def _added_up(self, columns: Sequence[int], whole: float) -> Scores:
        """(documents,) in [0, 1]: what the forms in these columns add to each document's score, of all that they could."""
        size = len(self.lengths)
        if not columns:
            return np.zeros(size, dtype=np.float32)
        spans, sizes = self._spans(columns)
        documents = np.concatenate([part.documents[span] for part, span in spans])
        weights = np.tile(self._weights[list(columns)], len(self._parts)).repeat(sizes)
        if self._parts[0].times is None:
            added: Array = np.bincount(documents, weights, minlength=size) * self._once
        else:
            times = np.concatenate([part.times[span] for part, span in spans if part.times is not None])
            added = np.bincount(documents, weights * times / (times + self._held_back[documents]), size)
        added[self._empty] = 0
        return np.asarray(np.minimum(added / whole, 1.0), dtype=np.float32)


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

    def spans(self, columns: Sequence[int]) -> list[slice]:
        """Where the documents of some columns stand."""
        at = np.array(columns, dtype=np.int64)
        return list(map(slice, self.starts[at].tolist(), self.starts[at + 1].tolist()))

    def wider(self, columns: int) -> "_Held":
        """The same with empty columns behind the others, so many in all."""
        more = columns + 1 - len(self.starts)
        return replace(self, starts=np.pad(self.starts, (0, more), mode="edge")) if more else self

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
        wide = np.result_type(self.documents, others.documents)  # later numbers may not fit into what earlier ones do
        documents = np.insert(self.documents.astype(wide, copy=False), at, others.documents)
        times = None if self.times is None or others.times is None else np.insert(self.times, at, others.times)
        return _Held(self.starts + others.starts, documents, times)


def _spelled(
    documents: Sequence[Numbers], forms: Callable[[Sequence[str]], Forms], columns: dict[str, int]
) -> list[tuple[Numbers, Numbers]]:
    """The columns that each document's words lead to, in order, and how often each is led to; new forms get the next column."""
    known = np.flatnonzero(np.bincount(np.concatenate([NONE, *documents]))).tolist()
    sizes = np.zeros(len(lexicon.WORDS), dtype=np.int64)  # how many forms, by number of a word
    flat: list[int] = []
    for number, each in zip(known, forms([lexicon.WORDS[number] for number in known]), strict=True):
        flat += [columns.setdefault(form, len(columns)) for form in each]
        sizes[number] = len(each)
    spelled, starts = np.array(flat, dtype=np.int32), np.cumsum(sizes) - sizes
    return [_counted(words, spelled, starts, sizes) for words in documents]


def _counted(words: Numbers, spelled: Numbers, starts: Rows, sizes: Rows) -> tuple[Numbers, Numbers]:
    """For one document; starts and sizes: where the columns of each word begin among those spelled, and how many they are."""
    counts = np.bincount(spelled[spanned(starts[words], sizes[words])])
    columns = np.flatnonzero(counts)
    return columns.astype(np.int32), counts[columns].astype(np.int32)


def _lengths(found: Sequence[tuple[Numbers, Numbers]], *, once: bool) -> list[int]:
    """Of documents, in forms."""
    return [len(columns) if once else int(times.sum()) for columns, times in found]


def _kind(size: int) -> type[np.uint16] | type[np.int32]:
    """Of so many documents, what their numbers fit into."""
    return np.uint16 if size <= np.iinfo(np.uint16).max + 1 else np.int32
