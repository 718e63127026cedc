"""Clauses of agreements with known points in, out: what each point sounds like beside the ways of putting it that a folder holds.

The ways tell what a point is called; how people put it between the other things that they agree on, and what of those is not
it, is learned from whole agreements. Of each point that is one direction among vectors, fitted to what its ways leave untold.
A folder's own points have none, and are told by their ways alone.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.checking.features import Array
from index.encoder import Matrix

HELD_BACK = 1.0  # pulls a lesson to nothing: there are some tens of clauses of a point
STEPS = 127  # to either side that a number is kept in
SCALE_DIGITS = 6  # behind the point
LEAST_SCALE = 1e-6


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is added to how much a text is like a point."""

    weights: Matrix  # (dimension,)
    bias: float

    @property
    def scale(self) -> float:
        """How much a step is, of a lesson that is kept in a byte a number."""
        return max(round(float(np.abs(self.weights).max(initial=0.0)) / STEPS, SCALE_DIGITS), LEAST_SCALE)

    def kept(self) -> str:
        """The weights in steps, in base64."""
        steps = np.clip(np.round(self.weights / self.scale), -STEPS, STEPS).astype(np.int8)
        return base64.b64encode(steps.tobytes()).decode("ascii")


def lesson_of(steps: str, scale: float, bias: float) -> Lesson:
    """A lesson of what was kept of it."""
    weights = np.frombuffer(base64.b64decode(steps), dtype=np.int8) * scale
    return Lesson(np.asarray(weights, dtype=np.float32), bias)


def learned(vectors: Matrix, left: Array, points: Sequence[str]) -> dict[str, Lesson]:
    """Lessons by point. vectors: (texts, dimension); left: (texts, points), what should be told of each text and isn't yet."""
    rows = np.hstack([vectors, np.ones((len(vectors), 1))]).astype(np.float64)
    found = np.linalg.solve(rows.T @ rows + HELD_BACK * np.eye(rows.shape[1]), rows.T @ left)
    return {
        point: Lesson(np.asarray(column[:-1], dtype=np.float32), float(column[-1]))
        for point, column in zip(points, found.T, strict=True)
    }


def told_besides(vectors: Matrix, lessons: Mapping[str, Lesson], points: Iterable[str]) -> Array:
    """(texts, points): what lessons add to how much each text is like each point; 0 of a point without one."""
    columns = [
        vectors @ lessons[point].weights + lessons[point].bias if point in lessons else np.zeros(len(vectors))
        for point in points
    ]
    return np.stack(columns, axis=1).astype(np.float64) if columns else np.zeros((len(vectors), 0))
