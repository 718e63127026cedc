"""A snapshot in, its near-duplicates out: entries of one language that ask the same, by meaning and by words.

Fitted on what ships (docs/decisions/0014): of its 45,156 pairs in one language one is named, and of 332 entries that were
doubled with wordings by somebody else 95 %.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.held import Held
from index.plain import words_of
from index.snapshot import Snapshot
from index.words import stems_of

BOTH_WAYS = 0.60  # mean cosine of each one's titles and asks with the nearest of the other, in both directions
FEW = 3  # with no more titles and asks than this an entry is looked at in its own direction alone …
ONE_WAY = 0.75  # … for which it has to be nearer
WORDS = 0.35  # share of the stems of the one with fewer that the other holds as well
WORDS_ALONE = 0.65  # the same where the cosines are not those of the encoder that ships


@dataclass(frozen=True, slots=True)
class Twins:
    """Two entries that look like one."""

    first: str  # id
    second: str
    lang: str


def twins(snapshot: Snapshot, among: Collection[tuple[str, str]], *, by_meaning: bool = True) -> frozenset[Twins]:
    """The near-duplicates of the entries named by id and language.

    by_meaning: the snapshot's vectors are those of the encoder that ships; else words alone are compared.
    """
    asked: dict[str, dict[str, list[int]]] = defaultdict(dict)  # rows of titles and asks, by language and id
    layout = snapshot.layout
    for entry, first in zip(layout.read, layout.starts[layout.order].tolist(), strict=True):
        asked[entry.lang].setdefault(entry.id, []).extend(range(first, first + 1 + len(entry.asks)))
    found = set()
    for lang, rows in asked.items():
        names = sorted(name for name, spoken in among if spoken == lang and name in rows)
        stems = _Stems(snapshot, rows)
        alike = _Alike(snapshot.matrix, rows) if by_meaning and snapshot.matrix is not None else None
        for name in names:
            for other in alike.of(name) if alike else rows:
                if other != name and stems.shared(name, other) >= (WORDS if alike else WORDS_ALONE):
                    first, second = sorted((name, other))
                    found.add(Twins(first, second, lang))
    return frozenset(found)


class _Stems:
    """The stems of how entries are asked for, found when they are needed."""

    def __init__(self, snapshot: Snapshot, rows: Mapping[str, Sequence[int]]) -> None:
        self._snapshot, self._rows = snapshot, rows
        self._found: dict[str, set[str]] = {}

    def shared(self, one: str, other: str) -> float:
        """The share of the stems of the one with fewer that the other holds."""
        stems, others = self._of(one), self._of(other)
        return len(stems & others) / max(1, min(len(stems), len(others)))

    def _of(self, name: str) -> set[str]:
        if name not in self._found:
            texts = (passage.text for passage in self._snapshot.layout.passages_in(self._rows[name]))
            words = dict.fromkeys(word for text in texts for word in words_of(text))
            self._found[name] = {forms[0] for forms in stems_of(tuple(words))}
        return self._found[name]


class _Alike:
    """Entries of one language, compared by the cosines of their titles and asks."""

    def __init__(self, matrix: Held, rows: Mapping[str, Sequence[int]]) -> None:
        self._names = tuple(rows)
        self._sizes = np.array([len(own) for own in rows.values()])
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._vectors = matrix.rows(np.concatenate([np.array(own) for own in rows.values()]))

    def of(self, name: str) -> list[str]:
        """The entries that mean the same, itself among them."""
        at = self._names.index(name)
        own = self._vectors[self._starts[at] : self._starts[at] + self._sizes[at]]
        cosines = own @ self._vectors.T
        there = np.maximum.reduceat(cosines, self._starts, axis=1).mean(axis=0)
        back = np.add.reduceat(cosines.max(axis=0), self._starts) / self._sizes
        is_alike = np.minimum(there, back) >= BOTH_WAYS
        is_alike |= (back >= ONE_WAY) & (self._sizes <= FEW)
        if len(own) <= FEW:
            is_alike |= there >= ONE_WAY
        return [self._names[found] for found in np.flatnonzero(is_alike)]
