"""Agreements with known points in, out: their clauses compared with the points, to fit and to measure on; and clauses beside them that settle nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.checking.features import (
    FEATURES,
    OF_WHOLE,
    Array,
    Sought,
    features,
    over,
    said_of,
    with_lessons,
    with_odds,
    with_sounds,
    with_whole,
)
from index.checking.gold import Gold, is_of, made_plain, short_id
from index.checking.lessons import Lesson, told_besides
from index.checking.points import Numbers, shortlist
from index.encoder import Encoder, Matrix
from index.sounds import REMAKE, Unseen
from knowledge.documents.clauses import Clause, clauses_of
from knowledge.documents.reading import markdown_document
from knowledge.folder import CONTENT, read_folder

LIKE_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Example:
    """An agreement, compared with the checklist."""

    gold: Gold
    features: Array  # (clauses, points, FEATURES), without what lessons add
    rows: tuple[int, ...]  # of the clauses that were looked at whole; the others are not judged
    settles: Array  # (clauses, points): 1 where a clause settles a point, nan where one of several cells does
    seems: Array  # (clauses, points): 1 where a clause only seems to
    vectors: Matrix | None  # (clauses, dimension); None where words alone judge
    points: tuple[str, ...]  # the ids of all that is sought
    asked: tuple[int, ...]  # the points of its kind of agreement


def example(gold: Gold, sought: Sought, encoder: Encoder | None, numbers: Numbers | None) -> Example:
    """An agreement compared; without numbers all its clauses are looked at whole, to fit on."""
    clauses = gold.clauses.found
    found, vectors = compared(clauses, sought, encoder)
    rows = tuple(range(len(clauses)))
    if encoder is not None and numbers is not None:
        rough = found.copy()
        rough[:, :, [FEATURES.index(name) for name in OF_WHOLE]] = 0.0
        rows = tuple(shortlist(rough, numbers))
    settles, seems = np.zeros(found.shape[:2]), np.zeros(found.shape[:2])
    for at, point in enumerate(sought.points):
        name = short_id(point[0].id)
        lines, others = gold.settled.get(name, ()), gold.seeming.get(name, ())
        for row, clause in enumerate(clauses):
            text = made_plain(clause.text)
            if any(is_of(text, line) for line in lines):
                settles[row, at] = np.nan if clause.cell else 1.0
            elif any(is_of(text, line) for line in others):
                seems[row, at] = 1.0
        _mark_cells(settles[:, at], clauses, found[:, at])
    asked = tuple(
        at for at, point in enumerate(sought.points) if any(one.point and gold.kind in one.point.kinds for one in point)
    )
    return Example(gold, found, rows, settles, seems, vectors, sought.ids, asked)


def unseen(one: Example, sought: Sought, said: Unseen) -> Example:
    """The same by what models say of its clauses that know no agreement of its voice. Raises ValueError where those are others."""
    odds = said.odds.get(one.gold.name)
    if odds is None or len(odds) != len(one.features):
        raise ValueError(f"sounds.npz has not learned from {one.gold.name} as it is now; {REMAKE}")
    return replace(one, features=with_odds(one.features, range(len(odds)), odds, sought))


def _mark_cells(settles: Array, clauses: Sequence[Clause], found: Array) -> None:
    """Of the cells of each row that settles a point, the one that is most like it; which it is, nobody marks.

    settles: (clauses,), of one point; found: (clauses, FEATURES).
    """
    like = found[:, [FEATURES.index(name) for name in ("whole", "parts", "heading_parts")]].sum(axis=1)
    like = like.round(LIKE_DIGITS)  # of cells that are as like it the first, in whichever order their words were summed
    best: dict[str, int] = {}  # by row
    for row in np.flatnonzero(np.isnan(settles)).tolist():
        text = clauses[row].text
        if text not in best or like[row] > like[best[text]]:
            best[text] = row
    settles[list(best.values())] = 1.0


@dataclass(frozen=True, slots=True)
class Noise:
    """Clauses on schools that settle no point, as a long document is full of."""

    beside: Array  # (clauses, points, FEATURES): that the weights are fitted on
    among: Array  # … and others, among which agreements are put
    vectors: tuple[Matrix | None, Matrix | None] = (
        None,
        None,
    )  # (clauses, dimension) of both; None where words alone judge


def noise_clauses(part: int) -> tuple[Clause, ...]:
    """A third of the sentences of the activities that ship: 0, 1 or 2. They are about schools, and settle nothing."""
    entries = [entry for entry in read_folder(CONTENT).entries if entry.activity]
    mine = [entry for at, entry in enumerate(sorted(entries, key=lambda entry: entry.id)) if at // 2 % 3 == part]
    return tuple(
        clause for entry in mine for clause in clauses_of(markdown_document(entry.body, entry.lang).blocks).found
    )


def noise_of(sought: Sought, encoder: Encoder | None) -> Noise:
    """What the fit needs of it."""
    (beside, first), (among, second) = (compared(noise_clauses(part), sought, encoder) for part in (0, 1))
    return Noise(beside, among, (first, second))


def compared(clauses: Sequence[Clause], sought: Sought, encoder: Encoder | None) -> tuple[Array, Matrix | None]:
    """((clauses, points, FEATURES), (clauses, dimension)), each clause looked at whole."""
    texts = [said_of(clause) for clause in clauses]
    if encoder is None:
        return with_sounds(features(clauses, None, {}, sought), range(len(texts)), texts, sought), None
    names = sorted({over(clause) for clause in clauses} - {""})
    headings = dict(zip(names, encoder.encode_first(names), strict=True))
    found = with_sounds(
        features(clauses, encoder.encode_first(texts), headings, sought), range(len(texts)), texts, sought
    )
    vectors = encoder.encode_queries(texts)
    return with_whole(found, range(len(texts)), vectors, sought), vectors


def long_document(gold: Gold, sought: Sought, encoder: Encoder | None, numbers: Numbers) -> Example:
    """An agreement in front of the third of the noise that no number has seen."""
    clauses = replace(gold.clauses, found=(*gold.clauses.found, *noise_clauses(2)))
    return example(replace(gold, clauses=clauses), sought, encoder, numbers)


def with_added(found: Array, vectors: Matrix | None, lessons: Mapping[str, Lesson], points: Sequence[str]) -> Array:
    if vectors is None:
        return found
    return with_lessons(found, range(len(found)), told_besides(vectors, lessons, points))
