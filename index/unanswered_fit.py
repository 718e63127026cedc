"""Questions to several folders in, which words those have that aren't answered out: the model of index/unanswered.py."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.questions import Asked
from index.unanswered import Forms, Unanswered, forms_in

FOLDERS = 2  # that a form has to be asked of at least, or it may be of their subjects
HELD_BACK = 10.0  # how little a form tells that few questions have
EXACT = 1e-16  # square of the share of its slope at which the solver ends
ROUNDED = 2  # digits of a weight

Array = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]
_Read = tuple[Forms, bool]  # a question, and whether it has no answer


def fitted(asked: Sequence[Sequence[Asked]]) -> Unanswered:
    """The model of what is asked of several folders."""
    return _fitted(list(map(_read, asked)))


def unseen(asked: Sequence[Sequence[Asked]]) -> list[list[float]]:
    """What is told of each question to several folders by the model of the others: for fitting."""
    read = list(map(_read, asked))
    models = [_fitted([*read[:at], *read[at + 1 :]]) for at in range(len(read))]
    return [[model.told(forms) for forms, _ in some] for model, some in zip(models, read, strict=True)]


def _read(asked: Sequence[Asked]) -> list[_Read]:
    return [(forms_in(one.text), one.right is None) for one in asked]


def _fitted(read: Sequence[Sequence[_Read]]) -> Unanswered:
    """By the questions that are answered and those that aren't, each half of what counts."""
    folders = Counter(form for some in read for form in set().union(*(forms for forms, _ in some)))
    column = {name: at for at, name in enumerate(sorted(form for form, count in folders.items() if count >= FOLDERS))}
    is_open = np.array([one for some in read for _, one in some])
    if not column or is_open.all() or not is_open.any():
        return Unanswered({}, 0.0)
    held = [(row, column[form], share) for row, form, share in _shares(read) if form in column]
    rows, columns, values = (np.array(one) for one in zip(*held, strict=True))
    weights, constant = _ridge(_Shares(rows, columns, values, len(is_open), len(column)), is_open)
    told = zip(column, np.round(weights, ROUNDED).tolist(), strict=True)
    return Unanswered({name: weight for name, weight in told if weight}, round(constant, ROUNDED))


def _shares(read: Sequence[Sequence[_Read]]) -> Iterator[tuple[int, str, float]]:
    """(number of the question, form, how much of it that is)."""
    for row, (forms, _) in enumerate(one for some in read for one in some):
        yield from ((row, form, share) for form, share in forms.items())


@dataclass(frozen=True, slots=True)
class _Shares:
    """A matrix of questions by forms, of which little is not 0."""

    rows: Numbers
    columns: Numbers
    values: Array
    height: int
    width: int

    def of_forms(self, weights: Array) -> Array:
        """(height,): what each question comes to."""
        return np.bincount(self.rows, self.values * weights[self.columns], self.height).astype(np.float64)

    def of_questions(self, weights: Array) -> Array:
        """(width,): what each form comes to."""
        return np.bincount(self.columns, self.values * weights[self.rows], self.width).astype(np.float64)


def _ridge(shares: _Shares, is_open: npt.NDArray[np.bool_]) -> tuple[Array, float]:
    """(width,) and a constant: 1 is told where is_open, else -1, the two alike in what they count, by conjugate gradients.

    What scikit-learn's Ridge gives; that isn't there where a host serves, and fits a folder's own questions.
    """
    counts = np.where(is_open, 0.5 / is_open.sum(), 0.5 / (~is_open).sum()) * len(is_open)
    mean = shares.of_questions(counts) / counts.sum()

    def bend(weights: Array) -> Array:
        told = shares.of_forms(weights) - mean @ weights
        return np.asarray(shares.of_questions(counts * told) - mean * (counts @ told) + HELD_BACK * weights)

    left = shares.of_questions(counts * np.where(is_open, 1.0, -1.0))  # of which the mean is 0
    found, way, least = np.zeros(shares.width), left, EXACT * float(left @ left)
    while (size := float(left @ left)) > least:
        bent = bend(way)
        step = size / float(way @ bent)
        found, left = found + step * way, left - step * bent
        way = left + float(left @ left) / size * way
    return found, -float(mean @ found)
