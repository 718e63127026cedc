"""A snapshot in, its near-duplicates out: entries of one language that ask the same, by meaning and by words.

Fitted on what ships (docs/decisions/0014): of its 45,156 pairs in one language one is named, and of 332 entries that were
doubled with wordings by somebody else 95 %.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from index.encoder import Matrix
from index.plain import words_of
from index.snapshot import Snapshot
from index.words import stems_of
from knowledge.entry import PassageKind

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
    for row, passage in enumerate(snapshot.passages):
        if passage.kind is not PassageKind.SECTION:
            asked[passage.entry.lang].setdefault(passage.entry.id, []).append(row)
    matrix = snapshot.matrix if by_meaning else None
    found = set()
    for name, lang in among:
        own = asked[lang].get(name)
        if own is None:  # it is gone
            continue
        for other, rows in asked[lang].items():
            if other != name and _are_twins(snapshot, matrix, own, rows):
                first, second = sorted((name, other))
                found.add(Twins(first, second, lang))
    return frozenset(found)


def _are_twins(snapshot: Snapshot, matrix: Matrix | None, one: list[int], other: list[int]) -> bool:
    if matrix is not None and not _mean_alike(matrix[one], matrix[other]):
        return False
    stems, others = _stems(snapshot, one), _stems(snapshot, other)
    shared = len(stems & others) / max(1, min(len(stems), len(others)))
    return shared >= (WORDS_ALONE if matrix is None else WORDS)


def _stems(snapshot: Snapshot, rows: list[int]) -> set[str]:
    words = dict.fromkeys(word for row in rows for word in words_of(snapshot.passages[row].text))
    return {forms[0] for forms in stems_of(tuple(words))}


def _mean_alike(one: Matrix, other: Matrix) -> bool:
    cosines = one @ other.T
    ways = (float(cosines.max(axis=1).mean()), float(cosines.max(axis=0).mean()))
    few = [way for way, vectors in zip(ways, (one, other), strict=True) if len(vectors) <= FEW]
    return min(ways) >= BOTH_WAYS or any(way >= ONE_WAY for way in few)
