"""Compared agreements in, out: the numbers with which clauses are weighed, and their place in index/checking/numbers.toml."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.checking.examples import Example, Noise, with_added
from index.checking.features import FEATURES, MISS, SOUNDS, STATIC, WEIGHED, Array
from index.checking.lessons import Lesson, learned
from index.checking.points import (
    NUMBERS,
    WHOLE,
    Doubt,
    Numbers,
    annexes_of,
    confidences,
    doubt_of,
    seeming_of,
    whole_features,
)
from knowledge.documents.clauses import Clauses

PENALTY = 0.03  # pulls weights to 0: there are some hundreds of clauses to learn from
ROUNDS = 40
FOLDS = 4
PRECISE = 0.945  # of what is found in agreements whose voices the weights have not seen, half of them traps
LEAST_FOUND = 0.4
WHOLE_PENALTY = 1.0
SEEN = 0.97  # the share of what is there that is found, or that may be
COMMENT = """# Fitted numbers by encoder, with which clauses are weighed; made from tests/agreements/open by `make evaluate WRITE=1`,
# see index/checking/fit.py. found, maybe: the least confidence of each."""


def fit(examples: Sequence[Example], noise: Noise, names: Iterable[str] = WEIGHED) -> Numbers:
    """Weights under which the clauses that settle points are likeliest; the rest by agreements that those haven't seen.

    Each agreement is there twice: as it is, and among the clauses of a long document that settle nothing. What its words
    only seem to settle is also weighed as if no pattern of doubt had been written: they were, with these in sight.
    What lessons add to each is by lessons of others.
    """
    points, folds = examples[0].points, folds_of(examples)
    taught, lessons = _lessons(examples, noise, None), [_lessons(examples, noise, at) for at in range(FOLDS)]
    examples = [
        replace(one, features=with_added(one.features, one.vectors, lessons[fold], one.points))
        for one, fold in zip(examples, folds, strict=True)
    ]
    among = [with_added(noise.among, noise.vectors[1], one, points) for one in lessons]
    noise = replace(noise, beside=_beside(noise, lessons, points))
    weights, bias = _weights(examples, noise, names)
    rough, _ = _weights(examples, noise, [name for name in names if name in STATIC])
    plain, plain_bias = _weights(examples, noise, [name for name in names if name not in SOUNDS])
    unseen = [_weights(_others(examples, at), noise, names) for at in range(FOLDS)]
    looked, undoubted = list[_Looked](), list[_Looked]()
    for one, fold in zip(examples, folds, strict=True):
        clear = np.array([doubt is None for doubt in doubts_of(one.gold.clauses)], dtype=bool)
        beside = np.concatenate([one.features, among[fold]])
        is_clear = np.concatenate([clear, np.ones(len(among[fold]), dtype=bool)])
        looked += [
            _looked(one.features, unseen[fold], clear, one, fold),
            _looked(beside, unseen[fold], is_clear, one, fold),
        ]
        undoubted.append(_looked(one.features, unseen[fold], np.ones_like(clear), one, fold))
    whole = _whole([*looked, *undoubted])
    told, right = [], []
    for fold in range(FOLDS):
        fitted = _whole([seen for seen in (*looked, *undoubted) if seen.fold != fold])
        for held in looked:
            if held.fold == fold:
                best, is_there = held.best(fitted)
                told.append(1 / (1 + np.exp(-(best @ fitted[:-1] + fitted[-1]))))
                right.append(is_there)
    found, maybe = _thresholds(told, right)
    return Numbers(weights, bias, rough, tuple(whole.tolist()), found, maybe, taught, plain, plain_bias)


def _lessons(examples: Sequence[Example], noise: Noise, fold: int | None) -> dict[str, Lesson]:
    """What agreements of other folds teach beside the ways, those of all where there is none; {} where words alone judge."""
    one_in = np.arange(len(noise.beside)) % FOLDS
    parts = [
        (one.vectors, one.features, np.where(one.seems > 0, MISS, np.nan_to_num(one.settles)))
        for one in (examples if fold is None else _others(examples, fold))
    ]
    if noise.vectors[0] is not None:
        kept = one_in != fold
        parts.append((noise.vectors[0][kept], noise.beside[kept], np.zeros(noise.beside[kept].shape[:2])))
    vectors = [part for part, _, _ in parts if part is not None]
    if len(vectors) < len(parts):
        return {}
    left = np.concatenate([targets - found[:, :, FEATURES.index("taught")] for _, found, targets in parts])
    return learned(np.concatenate(vectors), left, examples[0].points)


def _beside(noise: Noise, lessons: Sequence[Mapping[str, Lesson]], points: Sequence[str]) -> Array:
    """What the weights are fitted on, each clause by lessons that it is no part of."""
    found = noise.beside.copy()
    for fold, one in enumerate(lessons):
        found[fold::FOLDS] = with_added(noise.beside, noise.vectors[0], one, points)[fold::FOLDS]
    return found


@dataclass(frozen=True, slots=True)
class _Looked:
    """An agreement by itself or among other clauses, by weights that haven't seen it."""

    fold: int
    whole: Array  # (clauses, points, WHOLE)
    clear: npt.NDArray[np.bool_]  # (clauses,): where nothing speaks against a clause
    example: Example

    def best(self, fitted: Array) -> tuple[Array, Array]:
        """(features of the clause that shows each point likeliest, whether it does), of the points of its kind."""
        odds = np.where(self.clear[:, None], self.whole @ fitted[:-1], -np.inf)
        at = np.array(self.example.asked, dtype=np.intp)
        rows = odds[:, at].argmax(axis=0)
        settled = np.asarray(self.example.settles.any(axis=0))
        settles = settled[at] & (rows < len(self.example.settles))
        return self.whole[rows, at], settles.astype(float)


def _looked(
    found: Array, fitted: tuple[tuple[float, ...], float], clear: npt.NDArray[np.bool_], one: Example, fold: int
) -> _Looked:
    return _Looked(fold, whole_features(_confidences(found, fitted), seeming_of(found)), clear, one)


def _whole(looked: Sequence[_Looked]) -> Array:
    """Weights by WHOLE: first for the likeliest clause of each point, then for the one that those make the likeliest."""
    fitted = np.append(np.eye(len(WHOLE))[0], 0.0)
    for _ in range(2):
        pairs = [one.best(fitted) for one in looked]
        rows, right = (np.concatenate(part) for part in zip(*pairs, strict=True))
        fitted = _logistic(rows, right, WHOLE_PENALTY)
    return fitted


def doubts_of(clauses: Clauses) -> list[Doubt | None]:
    """Of each clause, why it may not settle what it names."""
    annexes = annexes_of(clauses)
    return [doubt_of(clause, annexes) for clause in clauses.found]


def crossed(examples: Sequence[Example], noise: Noise, names: Iterable[str] = WEIGHED) -> list[Numbers]:
    """For each agreement numbers that were fitted on others."""
    fitted = [fit(_others(examples, at), noise, names) for at in range(FOLDS)]
    return [fitted[fold] for fold in folds_of(examples)]


def _others(examples: Sequence[Example], fold: int) -> list[Example]:
    return [one for one, its in zip(examples, folds_of(examples), strict=True) if its != fold]


def folds_of(examples: Sequence[Example], many_folds: int = FOLDS) -> list[int]:
    """The fold of each agreement: those of one voice, which is the first word of their name, are in one.

    So weights and thresholds are tried on voices that they haven't seen. The voices with most agreements are dealt first.
    """
    voices = [one.gold.name.partition("-")[0] for one in examples]
    many = Counter(voices)
    dealt, size = dict[str, int](), [0] * many_folds
    for voice in sorted(many, key=lambda voice: (-many[voice], voice)):
        dealt[voice] = size.index(min(size))
        size[dealt[voice]] += many[voice]
    return [dealt[voice] for voice in voices]


def _confidences(found: Array, fitted: tuple[tuple[float, ...], float]) -> Array:
    return confidences(found, Numbers(*fitted, (), (), 1.0, 1.0), np.ones(found.shape[1], dtype=bool))


def _weights(examples: Sequence[Example], noise: Noise, names: Iterable[str]) -> tuple[tuple[float, ...], float]:
    kept = [FEATURES.index(name) for name in names]
    parts = [*(one.features for one in examples), noise.beside]
    rows = np.concatenate([part.reshape(-1, len(FEATURES)) for part in parts])[:, kept]
    settles = np.concatenate([one.settles.reshape(-1) for one in examples])
    targets = np.concatenate([settles, np.zeros(len(rows) - len(settles))])
    is_told = ~np.isnan(targets)
    found = _logistic(rows[is_told], targets[is_told], PENALTY * len(rows) / 100)
    weights = np.zeros(len(FEATURES))
    weights[kept] = found[:-1]
    return tuple(weights.tolist()), float(found[-1])


def _logistic(rows: Array, targets: Array, penalty: float) -> Array:
    """(columns + 1,): weights and bias by ridge-penalised logistic regression, in steps of Newton's.

    Columns are scaled to what they vary by, and the weights are for them as they are given.
    """
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    scaled = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])
    found = np.zeros(scaled.shape[1])
    held_back = np.append(np.full(rows.shape[1], penalty), 0.0)
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (likely - targets) + held_back * found
        bend = (scaled * (likely * (1 - likely))[:, None]).T @ scaled + np.diag(held_back + 1e-9)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    weights = found[:-1] / scale
    return np.append(weights, found[-1] - (weights * mean).sum())


def _thresholds(told: Sequence[Array], targets: Sequence[Array]) -> tuple[float, float]:
    """(the least confidence from which what is found is as precise as it has to be, that at which most of what is there is seen)."""
    pairs = list(zip(np.concatenate(told).tolist(), np.concatenate(targets).astype(bool).tolist(), strict=True))
    ordered = sorted(pairs, reverse=True)
    found, right = 1.0, 0
    for many, (confidence, is_there) in enumerate(ordered, 1):
        right += is_there
        if right >= PRECISE * many and confidence >= LEAST_FOUND:
            found = confidence
    there = sorted(confidence for confidence, is_there in pairs if is_there)
    maybe = there[int((1 - SEEN) * len(there))] if there else found
    return found, min(maybe, found)


def write(numbers: Mapping[str, Numbers], path: Path = NUMBERS) -> None:
    """Keep what ships."""
    lines = [COMMENT]
    for name, one in sorted(numbers.items()):
        whole = ", ".join(f"{value:.4f}" for value in one.whole)
        lines += [
            "",
            f'["{name}"]',
            f"bias = {one.bias:.4f}",
            f"plain_bias = {one.plain_bias:.4f}",
            f"whole = [{whole}]",
        ]
        lines += [f"{key} = {getattr(one, key):.4f}" for key in ("found", "maybe")]
        for key, values in (("weights", one.weights), ("plain", one.plain), ("rough", one.rough)):
            told = ", ".join(f"{name} = {value:.4f}" for name, value in zip(FEATURES, values, strict=True) if value)
            lines.append(f"{key} = {{ {told} }}")
        if one.lessons:
            lines += ["", f'["{name}".lessons]']
        for point, lesson in sorted(one.lessons.items()):
            lines.append(
                f'"{point}" = {{ bias = {lesson.bias:.4f}, scale = {lesson.scale:.6f}, steps = "{lesson.kept()}" }}'
            )
    path.write_text("\n".join(lines) + "\n", "utf-8")
