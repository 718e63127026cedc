"""Tuning questions in, a calibration out: weights by likelihood, thresholds by what each mistake costs."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.answer import OPTIONS, Thresholds
from index.ranking import FEATURES, NONE_FEATURES, Array, Calibration, Candidates, shares

# What a mistake costs the asker, in units of one needless "bedoelt u …?".
COST_WRONG = 10.0  # a wrong answer stated as certain
COST_OPTIONS = 1.0  # "bedoelt u …?" with the right entry in it, or for a question without an answer here
COST_UNKNOWN = 3.0  # "dat weet ik niet" where an entry answers, or options that don't hold it

PENALTY = 2e-3  # pulls weights to 0, so that features which say the same share their weight
ROUNDS = 1500
RATE = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """A tuning question, searched."""

    candidates: Candidates
    right: str | None  # the id of the entry that answers it; None where none does


def fit(encoder: str, examples: Sequence[Example], *, cost_unknown: float = COST_UNKNOWN) -> Calibration:
    """The calibration under which the examples' right answers are likeliest, with the thresholds that cost them least."""
    weights, none_weights = _weights(examples)
    found = [(shares(example.candidates, weights, none_weights), example) for example in examples]
    return Calibration(
        encoder=encoder,
        weights=dict(zip(FEATURES, weights.tolist(), strict=True)),
        none_weights=dict(zip(NONE_FEATURES, none_weights.tolist(), strict=True)),
        thresholds=_thresholds(found, cost_unknown),
    )


def _weights(examples: Sequence[Example]) -> tuple[Array, Array]:
    """Maximum likelihood by Adam (Kingma and Ba 2015) over all examples at once.

    A question whose entry was not even found teaches nothing about ranking and is left out.
    """
    kept = [example for example in examples if example.right is None or example.right in example.candidates.ids]
    width = max((len(example.candidates.ids) for example in kept), default=0)
    features = np.zeros((len(kept), width, len(FEATURES)))
    present = np.zeros((len(kept), width), dtype=bool)
    none = np.array([example.candidates.none for example in kept]).reshape(len(kept), len(NONE_FEATURES))
    target = np.zeros((len(kept), width + 1))
    importance = np.ones(len(kept))
    unanswerable = sum(example.right is None for example in kept)
    for row, example in enumerate(kept):
        ids = example.candidates.ids
        features[row, : len(ids)] = example.candidates.features
        present[row, : len(ids)] = True
        target[row, ids.index(example.right) if example.right is not None else width] = 1
        if example.right is None:
            importance[row] = _of_unanswerable(len(kept), unanswerable)
    importance /= importance.sum()

    def gradient(parameters: Array) -> Array:
        logits = np.concatenate(
            [features @ parameters[: len(FEATURES)], (none @ parameters[len(FEATURES) :])[:, None]], axis=1
        )
        logits[:, :-1][~present] = -1e9
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        fault = (odds / odds.sum(axis=1, keepdims=True) - target) * importance[:, None]
        slope = np.concatenate([np.einsum("nc,ncf->f", fault[:, :-1], features), fault[:, -1] @ none])
        return np.asarray(slope + PENALTY * parameters / len(parameters))

    parameters = _descend(gradient, len(FEATURES) + len(NONE_FEATURES))
    return parameters[: len(FEATURES)], parameters[len(FEATURES) :]


def _of_unanswerable(examples: int, unanswerable: int) -> float:
    """What a question without an answer counts for: as if they were at least one message in five."""
    return max(1.0, 0.25 * examples / max(1, unanswerable))


def _descend(gradient: Callable[[Array], Array], size: int) -> Array:
    parameters, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, ROUNDS + 1):
        slope = gradient(parameters)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        parameters -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return parameters


def _thresholds(found: Sequence[tuple[Array, Example]], cost_unknown: float) -> Thresholds:
    """The cheapest on a grid; of equally cheap ones the most careful."""
    rows = [_row(confidences, example) for confidences, example in found]
    first, lead, three, is_first, is_option, is_answerable = (np.array(column) for column in zip(*rows, strict=True))
    importance = np.where(is_answerable, 1.0, _of_unanswerable(len(rows), int((~is_answerable).sum())))
    best, cost = Thresholds(answer=0.9, suggest=0.3, margin=0.0, off_topic=0.05), np.inf
    grid = itertools.product(np.arange(0.95, 0.28, -0.02), np.arange(0.5, 0.0, -0.02), (0.3, 0.2, 0.1, 0.0))
    for answer, suggest, margin in grid:
        answered = (first >= answer) & (lead >= margin)
        offered = ~answered & (three >= suggest)
        costs = np.where(answered, np.where(is_first, 0.0, COST_WRONG), 0.0)
        costs += np.where(offered, np.where(is_option | ~is_answerable, COST_OPTIONS, cost_unknown), 0.0)
        costs += np.where(~answered & ~offered & is_answerable, cost_unknown, 0.0)
        total = float(costs @ importance)
        if total < cost - 1e-9:
            best, cost = Thresholds(float(answer), float(suggest), margin, float(suggest) / 4), total
    return best


def _row(confidences: Array, example: Example) -> tuple[float, float, float, bool, bool, bool]:
    order = np.argsort(-confidences, kind="stable")
    ids = [example.candidates.ids[at] for at in order]
    top = [*confidences[order][:OPTIONS].tolist(), 0.0, 0.0]
    right = example.right
    return top[0], top[0] - top[1], sum(top), bool(ids) and ids[0] == right, right in ids[:OPTIONS], right is not None
