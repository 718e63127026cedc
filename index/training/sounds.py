"""Clauses that settle points, or only seem to, in, the model of index/sounds.py out; takes some ten seconds.

They are those of the open agreements, of index/training/clauses/, and the checklist's own ways of putting its points.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from index.checking.examples import Example, example
from index.checking.features import Sought, said_of, ways_of
from index.checking.fit import folds_of
from index.checking.gold import OPEN, load, short_id
from index.linear import Linear
from index.sounds import Odds, Sounds, Unseen
from index.training import data
from index.training.sorting import in_bytes, matrix_of
from knowledge.entry import Entry

SOFTNESS = 10.0  # scikit-learn's C: how freely weights may grow
ROUNDS = 200
SETTLES = 3.0  # what a clause counts that settles the point, of which there are few
SEEMS = 2.0  # … and one that only seems to
FOLDS = 8  # of voices: what is said of each to fit on is said without it
EVERY_FOLD = -1  # of what is nobody's agreement
OF_NOTHING = 0.1  # what a clause that is about no point counts, of what only seems to settle one


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from."""

    ids: tuple[str, ...]  # of the points
    texts: tuple[str, ...]
    settles: Odds  # (texts, points + 1): 1 where a text settles a point; the last where it only seems to settle one
    counts: Odds  # (texts, points + 1): how much that counts
    folds: npt.NDArray[np.intp]  # (texts,)
    agreements: tuple[tuple[str, int], ...]  # (name, clauses) of those that the first texts are of

    @property
    def digest(self) -> str:
        """A hash by which it is known again."""
        parts = ("\n".join((*self.ids, *self.texts)).encode(), self.settles.tobytes(), self.counts.tobytes())
        return hashlib.sha256(b"".join(parts)).hexdigest()


def material(points: Sequence[Entry]) -> Material:
    """All there is, for the points of a checklist."""
    sought = Sought(points, None, None)
    opened = [example(gold, sought, None, None) for gold in load(OPEN)]
    parts = [_of_agreement(one) for one in opened]
    parts += [_of_ways(sought), _of_clauses(sought)]
    texts, settles, counts, seems = zip(*parts, strict=True)
    folds = [*folds_of(opened, FOLDS), EVERY_FOLD, EVERY_FOLD]
    return Material(
        sought.ids,
        tuple(text for part in texts for text in part),
        *_with_seeming(np.concatenate(settles), np.concatenate(counts), np.concatenate(seems)),
        np.repeat(folds, [len(part) for part in texts]),
        tuple((one.gold.name, len(one.features)) for one in opened),
    )


Part = tuple[Sequence[str], Odds, Odds, Odds]  # texts, what they settle, what that counts, where they only seem to


def _with_seeming(settles: Odds, counts: Odds, seems: Odds) -> tuple[Odds, Odds]:
    """The last column beside the others: what seems to settle a point and settles none, against what settles one."""
    is_told, is_seeming = (counts > 0).all(axis=1), seems.any(axis=1)
    is_settling = settles.any(axis=1)
    weight = np.where(is_seeming, SEEMS, np.where(is_settling, 1.0, OF_NOTHING))
    weight[~is_settling & ~is_told] = weight[is_settling & is_seeming] = 0.0
    return np.column_stack([settles, is_seeming & ~is_settling]), np.column_stack([counts, weight])


def _of_agreement(one: Example) -> Part:
    counts = np.where(one.seems > 0, SEEMS, np.where(one.settles > 0, SETTLES, 1.0))
    counts[np.isnan(one.settles)] = 0.0
    return [said_of(clause) for clause in one.gold.clauses.found], np.nan_to_num(one.settles), counts, one.seems


def _of_ways(sought: Sought) -> Part:
    ways = ways_of([entry for point in sought.points for entry in point])
    settles, seems = (np.zeros((len(ways), len(sought.points))) for _ in range(2))
    for row, way in enumerate(ways):
        (seems if way.is_miss else settles)[row, way.point] = 1.0
    return [way.text for way in ways], settles, np.where(settles > 0, SETTLES, 1.0), seems


def _of_clauses(sought: Sought) -> Part:
    found = data.clauses()
    columns = {short_id(name): at for at, name in enumerate(sought.ids)}
    settles, seems = (np.zeros((len(found), len(columns))) for _ in range(2))
    for row, (label, _) in enumerate(found):
        named = [columns[one.strip()] for one in label.removeprefix("not:").split(",") if label != "none"]
        (seems if label.startswith("not:") else settles)[row, named] = 1.0
    counts = np.where(seems > 0, SEEMS, np.where(settles > 0, SETTLES, 1.0))
    return [text for _, text in found], settles, counts, seems


def train(found: Material) -> tuple[Sounds, Unseen]:
    """Fit on all; and on all but a fold's voices, for what is said of those."""
    rows = matrix_of(found.texts)
    model = Sounds(found.ids, _fitted(rows, found.settles, found.counts))
    odds = np.zeros(found.settles.shape)
    for fold in range(FOLDS):
        others, own = found.folds != fold, np.flatnonzero(found.folds == fold)
        without = Sounds(found.ids, _fitted(rows[others], found.settles[others], found.counts[others]))
        odds[own] = without.odds([found.texts[row] for row in own])
    usual = odds[(found.settles[:, :-1].any(axis=1)) & (found.folds != EVERY_FOLD), -1].mean()
    odds[:, -1] -= usual
    model.words.bias[-1] -= usual
    ends = np.cumsum([many for _, many in found.agreements])
    parts = np.split(odds[: ends[-1]], ends[:-1])
    names = [name for name, _ in found.agreements]
    return model, Unseen(dict(zip(names, parts, strict=True)), found.digest)


def _fitted(rows: csr_matrix, settles: Odds, counts: Odds) -> Linear:
    weights, bias = np.zeros((rows.shape[1], settles.shape[1])), np.zeros(settles.shape[1])
    for at in range(settles.shape[1]):
        told = counts[:, at] > 0
        model = LogisticRegression(C=SOFTNESS, max_iter=ROUNDS)
        model.fit(rows[told], settles[told, at], sample_weight=counts[told, at])
        weights[:, at], bias[at] = model.coef_[0], model.intercept_[0]
    return in_bytes(weights, bias)
