"""A folder whose vectors are still coming, as at a first start: words answer at once, and meaning wherever it has come.

Entries come whole, those that are nearest by words to what is asked first. Of 921 tuning questions, words alone answer
33 % outright and 0.8 % wrongly; with the six nearest entries whole it is 80 % and 1.3 %, with sixteen 80 % and 1.0 %, with
everything 81 % and 0.9 %. With the nearest passages alone, and entries in part, 2 to 4 % are wrong: so they come whole.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from index.encoder import Matrix
from index.held import Held
from index.ranking import FEATURES, Candidates
from index.snapshot import Snapshot, searched_declined

LEAST = 6  # entries near by words that have to be there before meaning decides
WAITS_S = 1.0  # that a question may wait for them
BATCH = 4  # passages that come at a time, for which a question waits too

Embed = Callable[[Sequence[tuple[str, str]]], Matrix]  # of (key, text) pairs


class Coming:
    """Fills a matrix row by row; called from one thread at a time."""

    def __init__(self, words: Snapshot, matrix: Held, missing: Sequence[int], declined: Held | None) -> None:
        """words: the snapshot that serves meanwhile, without vectors. missing: the rows of matrix that are to come."""
        self.snapshot, self.matrix = words, matrix
        self._by_meaning = replace(words, matrix=matrix, declined=declined, known=searched_declined(declined))
        self._missing: dict[str, list[int]] = {}  # rows by entry, in the order in which they come
        passages = dict(zip(missing, words.layout.passages_in(missing), strict=True))
        for row, passage in passages.items():
            self._missing.setdefault(passage.entry.id, []).append(row)
        for rows in self._missing.values():  # texts of a length together, so that all cores are done at a time
            rows.sort(key=lambda row: -len(passages[row].text))

    @property
    def left(self) -> int:
        """How many are to come."""
        return sum(map(len, self._missing.values()))

    def near(self, text: str, query: Matrix, embed: Embed) -> Candidates | None:
        """What is near a plain question among what has come; None where that is too little to go by."""
        found = self._by_meaning.candidates(text, query)
        by_words = found.features[:, [FEATURES.index("words"), FEATURES.index("parts")]].sum(axis=1)
        names = list(dict.fromkeys(found.ids[at] for at in np.argsort(-by_words, kind="stable")))
        until_s = time.perf_counter() + WAITS_S
        for name in names:
            while name in self._missing and time.perf_counter() < until_s:
                self._bring(name, embed)
        self._missing = {name: self._missing[name] for name in (*names, *self._missing) if name in self._missing}
        there = {name for name in names if name not in self._missing}
        if not there or len(there) < min(LEAST, len(names)):
            return None
        return _only(self._by_meaning.candidates(text, query), there)

    def step(self, embed: Embed) -> int:
        """Let the next few come; how many are left."""
        for name in self._missing:
            self._bring(name, embed)
            break
        return self.left

    def _bring(self, name: str, embed: Embed) -> None:
        rows, later = self._missing[name][:BATCH], self._missing[name][BATCH:]
        passages = self.snapshot.layout.passages_in(rows)
        self.matrix.put(rows, embed([(passage.key, passage.text) for passage in passages]))
        if later:
            self._missing[name] = later
        else:
            del self._missing[name]


def _only(found: Candidates, names: set[str]) -> Candidates:
    """Those of some entries."""
    return found.only([at for at, name in enumerate(found.ids) if name in names])
