"""Clauses of an agreement and the points of a checklist in, how much each clause sounds like each point out: numbers to be weighed.

What stands in a document is compared anew each time and kept nowhere: nothing here remembers a text that it was given,
as the caches of questions and of the folder do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoder import Matrix
from index.plain import folded
from index.sounds import Sounds
from index.words import parts_of, stems_of
from knowledge.documents.clauses import CELL, Clause
from knowledge.entry import Entry

Array = npt.NDArray[np.float64]

FEATURES = (
    "meaning",  # cosine of the first half with the nearest way of putting the point
    "whole",  # … of both halves, where they were looked at
    "taught",  # how much it is like the ways of putting the point and unlike all others, see _teach and index/checking/lessons.py
    "taught_lead",  # … more than the point that it is most like next
    "words",  # share of the words of a way that the clause holds, rare ones counting more
    "parts",  # … of parts of words, which sees through compounds
    "telling",  # how much more its words are those of this point than of the others
    "heading",  # cosine of what the clause stands under
    "heading_parts",  # share of the parts of words of a way that stand there
    "lead",  # how much more this point is meant than the one that is meant next, by the first half
    "telling_lead",  # … by words
    "miss",  # how much nearer a near miss is than any way
    "miss_parts",
    "length",  # log of the number of words
    "sounds",  # log odds that such words settle the point, see index/sounds.py; 0 of a point that nothing was learned of
    "sounds_lead",  # … more than the point that they are likeliest to settle next
    "seeming",  # how much more they only seem to settle any; counts in all of a document, see WHOLE in index/checking/points.py
)
SOUNDS = ("sounds", "sounds_lead")
WEIGHED = tuple(name for name in FEATURES if name != "seeming")
OF_WHOLE = ("whole", "taught", "taught_lead", *SOUNDS, "seeming")  # what is looked at of the clauses that are worth it
STATIC = tuple(name for name in FEATURES if name not in OF_WHOLE)
BY_WORDS = ("words", "parts", "telling", "heading_parts", "telling_lead", "miss_parts", "length", *SOUNDS)
SMOOTH = 0.5  # of the counts by which words tell a point
MOST_TELLING = 4  # words of a clause that count: the most telling ones
NEARNESS = 2.0  # how soon texts that are less alike teach nothing of each other
EASE = 0.1  # by which what is taught may be off, so that one odd way teaches little
MISS = -0.5  # what a near miss is of its point, where a way is 1 and all others are 0
LABEL_WORDS = 8  # of what stands before an answer
_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"([^.:?!]{2,60}(?::|\?))\s+\S")


@dataclass(frozen=True, slots=True)
class Way:
    """A way of putting a point, or what only sounds like it."""

    text: str
    point: int  # which of the points
    is_miss: bool


class Sought:
    """The points of a checklist, made ready to be looked for."""

    def __init__(
        self, points: Sequence[Entry], vectors: Matrix | None, first: slice | None, sounds: Sounds | None = None
    ) -> None:
        """vectors: (len(ways_of(points)), dimension), None without an encoder; first: the columns of its first half.

        sounds: what was learned of the points that ship; None: nothing of any.
        """
        self.points = by_id(points)
        self.ids = tuple(group[0].id for group in self.points)
        self.sounds = sounds
        known = sounds.ids if sounds else ()
        self.learned = np.array([name in known for name in self.ids], dtype=bool)  # (points,)
        self.ways = ways_of(points)
        self.vectors = vectors
        self.firsts = None if vectors is None or first is None else _unit(vectors[:, first])
        owners = np.array([way.point for way in self.ways], dtype=np.intp)
        misses = np.array([way.is_miss for way in self.ways], dtype=bool)
        many = len(self.points)
        self.taught = None if vectors is None else _teach(vectors, self.ways, len(self.points))
        self.rows = [np.flatnonzero((owners == at) & ~misses) for at in range(many)]
        self.miss_rows = [np.flatnonzero((owners == at) & misses) for at in range(many)]
        self.stems = _Vocabulary([way.text for way in self.ways], _stems, owners, misses, many)
        self.parts = _Vocabulary([way.text for way in self.ways], _parts, owners, misses, many)


def by_id(points: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """The translations of each point together, in the order of the list."""
    grouped: dict[str, list[Entry]] = {}
    for point in points:
        grouped.setdefault(point.id, []).append(point)
    number = {name: min(one.point.number for one in found if one.point) for name, found in grouped.items()}
    return tuple(tuple(grouped[name]) for name in sorted(grouped, key=lambda name: (number[name], name)))


def ways_of(points: Sequence[Entry]) -> tuple[Way, ...]:
    """All that is looked for, in every language: an agreement may be in another than its reader's."""
    found = []
    for at, group in enumerate(by_id(points)):
        for entry in group:
            found += [Way(text, at, is_miss=False) for text in (entry.title, *entry.asks)]
            found += [Way(text, at, is_miss=True) for text in (entry.point.misses if entry.point else ())]
    return tuple(found)


def _teach(vectors: Matrix, ways: Sequence["Way"], many: int) -> Array:
    """(ways, points): what each way adds to a text as like it as itself, so that all ways together tell 1 of their own point.

    Ridge regression with a Gaussian kernel, in closed form: a few hundredths of a second for a thousand ways.
    """
    targets = np.zeros((len(ways), many))
    for row, way in enumerate(ways):
        targets[row, way.point] = MISS if way.is_miss else 1.0
    alike = _alike(vectors @ vectors.T)
    return np.asarray(np.linalg.solve(alike + EASE * np.eye(len(ways)), targets), dtype=np.float64)


def _alike(cosines: Matrix) -> Array:
    return np.exp(NEARNESS * (np.asarray(cosines, dtype=float) - 1.0))


class _Vocabulary:
    """The forms of all ways: how rare each is among the points, and how much it tells of each."""

    def __init__(self, texts: Sequence[str], forms: "_Forms", owners: "Rows", misses: "Bools", many: int) -> None:
        self._forms = forms
        held = [forms(text) for text in texts]
        self._columns = {form: at for at, form in enumerate(dict.fromkeys(form for one in held for form in one))}
        ways = [np.array([self._columns[form] for form in one], dtype=np.intp) for one in held]
        counts = np.zeros((many, len(self._columns)))
        for columns, owner, is_miss in zip(ways, owners, misses, strict=True):
            if not is_miss:
                counts[owner, columns] += 1
        holders = (counts > 0).sum(axis=0)
        self._rarity = np.log(1 + (many - holders + SMOOTH) / (holders + SMOOTH))
        self._whole = np.maximum([self._rarity[columns].sum() for columns in ways], 1e-9)
        holding: list[list[int]] = [[] for _ in self._columns]
        for row, columns in enumerate(ways):
            for column in columns:
                holding[column].append(row)
        self._holding = [np.array(rows, dtype=np.intp) for rows in holding]  # by form: the ways that have it
        sizes = np.array([max(1, ((owners == at) & ~misses).sum()) for at in range(many)], dtype=float)
        own = (counts + SMOOTH) / (sizes[:, None] + 2 * SMOOTH)
        others = (counts.sum(axis=0) - counts + SMOOTH) / ((sizes.sum() - sizes)[:, None] + 2 * SMOOTH)
        self._telling = np.log(own / others) * (counts > 0)  # (points, forms); 0 where no way of the point has it

    def held(self, texts: Sequence[str]) -> "list[Rows]":
        """Of each text, which forms of the ways it holds."""
        return [
            np.array([self._columns[form] for form in self._forms(text) if form in self._columns], dtype=np.intp)
            for text in texts
        ]

    def covered(self, held: "Sequence[Rows]") -> Array:
        """(texts, ways): the share of each way that each text holds, rare forms counting more."""
        found = np.zeros((len(held), len(self._whole)))
        for row, columns in enumerate(held):
            if len(columns):
                holding = [self._holding[column] for column in columns]
                weights = np.repeat(self._rarity[columns], [len(rows) for rows in holding])
                found[row] = np.bincount(np.concatenate(holding), weights, len(self._whole))
        return np.asarray(found / self._whole)

    def told(self, held: "Sequence[Rows]") -> Array:
        """(texts, points): how much the most telling forms of each text tell of each point."""
        found = np.zeros((len(held), len(self._telling)))
        for row, columns in enumerate(held):
            telling = np.sort(np.maximum(self._telling[:, columns], 0.0), axis=1)
            found[row] = telling[:, -MOST_TELLING:].sum(axis=1)
        return found


Rows = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


class _Forms:
    """What a text may be found by."""

    def __call__(self, text: str) -> frozenset[str]:
        raise NotImplementedError


class _Stems(_Forms):
    def __call__(self, text: str) -> frozenset[str]:
        return frozenset(stem for stems in stems_of(_WORD.findall(folded(text))) for stem in stems)


class _Parts(_Forms):
    def __call__(self, text: str) -> frozenset[str]:
        return frozenset(part for parts in parts_of(_WORD.findall(folded(text))) for part in parts)


_stems, _parts = _Stems(), _Parts()


def _unit(matrix: Matrix) -> Matrix:
    return np.asarray(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def said_of(clause: Clause) -> str:
    """What is looked at of a clause: an item of a list says little without the words it hangs on."""
    return f"{clause.lead} {clause.cell or clause.text}".strip()


def over(clause: Clause) -> str:
    """What a clause stands under: the label before it in its own line or row, else the nearest heading."""
    return label_of(clause.cell or clause.text) or clause.heading.rpartition(" › ")[2]


def label_of(text: str) -> str:
    """What stands before an answer and says what it is about: "Vervoer: met de bus", "3 · Vervoer · bus", "Hoe? Met de bus."."""
    cells = [cell for cell in text.split(CELL) if any(map(str.isalpha, cell))]
    if len(cells) > 1:
        first = cells[0]
    elif found := _LABEL.match(text):
        first = found[1]
    else:
        return ""
    return first if len(first.split()) <= LABEL_WORDS else ""


def features(clauses: Sequence[Clause], firsts: Matrix | None, headings: dict[str, Matrix], sought: Sought) -> Array:
    """(clauses, points, FEATURES): all but those OF_WHOLE, which stay 0; see with_whole.

    firsts: (clauses, first half) of unit norm; headings: the same of each text that a clause stands under.
    """
    many = len(sought.points)
    found = np.zeros((len(clauses), many, len(FEATURES)))
    if not clauses or not many:
        return found
    at = {name: number for number, name in enumerate(FEATURES)}
    texts = [said_of(clause) for clause in clauses]
    stems = sought.stems.held(texts)
    by_stems, by_parts = sought.stems.covered(stems), sought.parts.covered(sought.parts.held(texts))
    names = {name: row for row, name in enumerate(dict.fromkeys(over(clause) for clause in clauses))}
    under = np.array([names[over(clause)] for clause in clauses], dtype=np.intp)
    heading_parts = sought.parts.covered(sought.parts.held(list(names)))
    meaning = heading_meaning = None
    if firsts is not None and sought.firsts is not None:
        meaning = firsts @ sought.firsts.T
        nothing = np.zeros(sought.firsts.shape[1], dtype=np.float32)
        heading_meaning = np.stack([headings.get(name, nothing) for name in names]) @ sought.firsts.T
    for point in range(many):
        rows, misses = sought.rows[point], sought.miss_rows[point]
        found[:, point, at["words"]] = by_stems[:, rows].max(axis=1)
        found[:, point, at["parts"]] = by_parts[:, rows].max(axis=1)
        found[:, point, at["heading_parts"]] = heading_parts[:, rows].max(axis=1)[under]
        if len(misses):
            found[:, point, at["miss_parts"]] = by_parts[:, misses].max(axis=1) - found[:, point, at["parts"]]
        if meaning is not None and heading_meaning is not None:
            found[:, point, at["meaning"]] = meaning[:, rows].max(axis=1)
            found[:, point, at["heading"]] = heading_meaning[:, rows].max(axis=1)[under]
            if len(misses):
                found[:, point, at["miss"]] = meaning[:, misses].max(axis=1) - found[:, point, at["meaning"]]
    found[:, :, at["telling"]] = sought.stems.told(stems)
    found[:, :, at["lead"]] = _lead(found[:, :, at["meaning"]])
    found[:, :, at["telling_lead"]] = _lead(found[:, :, at["telling"]])
    found[:, :, at["length"]] = np.log1p([len(text.split()) for text in texts])[:, None]
    return found


def with_whole(found: Array, rows: Sequence[int], vectors: Matrix, sought: Sought) -> Array:
    """Features with those OF_WHOLE for the clauses that were looked at whole; row i of vectors is that of clause rows[i]."""
    if sought.vectors is None or sought.taught is None or not len(rows):
        return found
    cosines = vectors @ sought.vectors.T
    filled = found.copy()
    for point, ways in enumerate(sought.rows):
        filled[list(rows), point, FEATURES.index("whole")] = cosines[:, ways].max(axis=1)
    taught = _alike(cosines) @ sought.taught
    filled[list(rows), :, FEATURES.index("taught")] = taught
    filled[list(rows), :, FEATURES.index("taught_lead")] = _lead(taught)
    return filled


def with_sounds(found: Array, rows: Sequence[int], texts: Sequence[str], sought: Sought) -> Array:
    """Features with what clauses sound like; texts[i] is what is looked at of clause rows[i]."""
    if sought.sounds is None or not len(rows):
        return found
    return with_odds(found, rows, sought.sounds.odds(texts), sought)


def with_odds(found: Array, rows: Sequence[int], odds: Array, sought: Sought) -> Array:
    """The same for what is said of them; odds: as Sounds.odds has it."""
    if sought.sounds is None:
        return found
    at, columns = np.array(rows, dtype=np.intp)[:, None], np.flatnonzero(sought.learned)
    own = odds[:, [sought.sounds.ids.index(sought.ids[column]) for column in columns]]
    filled = found.copy()
    for name, values in zip(SOUNDS, (own, _lead(own)), strict=True):
        filled[at, columns, FEATURES.index(name)] = values
    filled[list(rows), :, FEATURES.index("seeming")] = odds[:, -1:]
    return filled


def with_lessons(found: Array, rows: Sequence[int], added: Array) -> Array:
    """Features with what lessons add to "taught"; row i of added, (rows, points), is that of clause rows[i]."""
    filled = found.copy()
    taught = found[list(rows), :, FEATURES.index("taught")] + added
    filled[list(rows), :, FEATURES.index("taught")] = taught
    filled[list(rows), :, FEATURES.index("taught_lead")] = _lead(taught)
    return filled


def _lead(values: Array) -> Array:
    """By how much each point goes before the best of the others."""
    if values.shape[1] < 2:
        return values.copy()
    order = np.sort(values, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.asarray(values - np.where(values == best, second, best))
