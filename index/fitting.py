"""Tuning questions in, a calibration out: weights by likelihood, thresholds and gates by what each mistake costs."""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from index.answer import OPTIONS, Thresholds, no_swap
from index.ranking import (
    FEATURES,
    LEAST,
    NONE_FEATURES,
    Array,
    Calibration,
    Candidates,
    Look,
    confidences,
    ours_features,
    shared,
    sharpened,
)

# What a mistake costs the asker, in units of one needless "bedoelt u …?".
COST_WRONG = 10.0  # a wrong answer stated as certain
COST_PROBABLY_WRONG = 3.0  # a wrong answer shown as what is probably meant: halfway, by ratio, between options and that
COST_NOT_OURS = 4.0  # … for a question that no entry answers: nothing that is shown or offered can be right
COST_PROBABLY_BESIDE = 1.5  # … with the right one among the two that are offered below it
COST_PROBABLY = 0.2  # the right answer shown so: nothing to tap, but a line of doubt and other options to look at
COST_OPTIONS = 1.0  # "bedoelt u …?" with the right entry in it
COST_NEEDLESS = 0.9  # … for a question without an answer here: whoever asked sees at once that none is theirs
COST_UNKNOWN = 3.0  # "dat weet ik niet" where an entry answers, or options that don't hold it
# … and what a further look does, by the time it takes where two cores are busy: 0.01 a millisecond.
COST_WHOLE = 0.15

UNANSWERABLE = 0.5  # share of what people ask that no entry answers, as it is assumed: nobody knows
PENALTY = 1e-4  # pulls weights to 0, so that features which say the same share their weight
POWERS = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 2.0)  # that are tried for the sharpness of shares
OURS_PENALTY = 1e-5  # … of those that tell ours from what isn't
ROUNDS = 50
FOLDS = 2
LATER = 0.5  # what a question counts for where some entries are as if they had come since intents were learned

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody can measure before people ask."""

    cost_unknown: float = COST_UNKNOWN
    cost_not_ours: float = COST_NOT_OURS
    unanswerable: float = UNANSWERABLE

    @property
    def odds_of_none(self) -> float:
        """Log odds that no entry answers."""
        return math.log(self.unanswerable / (1 - self.unanswerable))


ASSUMED = Assumed()


@dataclass(frozen=True, slots=True)
class Example:
    """A tuning question, searched."""

    candidates: Candidates  # by all that the encoder and words tell
    right: str | None  # the id of the entry that answers it; None where none does
    quick: Candidates | None = None  # by the encoder's first half; None where it has one half
    is_swapped: Callable[[str], bool] = no_swap  # whether an entry, by its id, has a title that is it but for a word
    later: "Example | None" = None  # as if some entries had come since intents were learned; None where none were
    importance: float = 1.0  # what it counts for in the weights


def fit(
    encoder: str,
    examples: Sequence[Example],
    folds: Sequence[int] | None = None,
    *,
    assumed: Assumed = ASSUMED,
) -> Calibration:
    """The calibration under which the examples' right answers are likeliest, with the thresholds that cost them least.

    folds, 0 or 1 for each example, part the entries in two: thresholds and gates are fitted on confidences by weights
    from the other entries. None: on the same ones.
    """
    calibration = _weighed(encoder, examples, assumed)
    if folds is None:
        seen = [_Seen.of(calibration, example) for example in examples]
    else:
        others = [
            _weighed(encoder, [one for one, of in zip(examples, folds, strict=True) if of != fold], assumed)
            for fold in range(FOLDS)
        ]
        seen = [_Seen.of(others[fold], example) for example, fold in zip(examples, folds, strict=True)]
    thresholds = _thresholds([one.whole for one in seen], assumed)
    return _gated(replace(calibration, thresholds=thresholds), seen, assumed)


def _weighed(encoder: str, examples: Sequence[Example], assumed: Assumed) -> Calibration:
    """Weights alone; no threshold is one yet, and no gate is open."""
    examples = [*examples, *(replace(one.later, importance=LATER) for one in examples if one.later is not None)]
    whole = _look([example.candidates for example in examples], examples, assumed)
    quick = None
    if examples and all(example.quick is not None for example in examples):
        quick = _look([example.quick for example in examples if example.quick is not None], examples, assumed)
    return Calibration(encoder, whole, Thresholds(1.0, 1.0, 1.0, 1.0, 0.0), quick)


def _look(candidates: Sequence[Candidates], examples: Sequence[Example], assumed: Assumed) -> Look:
    """Fitted as if half of all questions had no answer, which teaches most; then put right for how many have none."""
    rows = [(found.features, found.none) for found in candidates]
    targets = [_place(found, example.right) for found, example in zip(candidates, examples, strict=True)]
    share = _half(targets, examples)
    weights, none_weights = likeliest(
        rows, targets, [one.importance * (1.0 if one.right is not None else share) for one in examples]
    )
    none_weights[0] += assumed.odds_of_none
    weights[FEATURES.index("foreign")] = none_weights[NONE_FEATURES.index("foreign")]  # no entry that ships sounds so
    names = candidates[0].names
    look = Look(_named(names.features, weights), _named(names.none, none_weights))
    return replace(
        look,
        ours=_ours(look, candidates, targets, examples, assumed),
        sharpness=_sharpness(look, candidates, targets, examples),
    )


def _ours(
    look: Look,
    candidates: Sequence[Candidates],
    targets: Sequence[int | None],
    examples: Sequence[Example],
    assumed: Assumed,
) -> dict[str, float]:
    """The weights that tell whether any entry answers, by what the shares are; fitted and put right as those are."""
    kept = [
        (found, place < len(found.ids), one.importance)
        for found, place, one in zip(candidates, targets, examples, strict=True)
        if place is not None and found.ids
    ]
    if len({is_ours for _, is_ours, _ in kept}) < 2:
        return {}
    share = _half(targets, examples)
    rows = [(ours_features(shared(look, found), found)[None, :], np.ones(1)) for found, _, _ in kept]
    importance = [counts * (1.0 if is_ours else share) for _, is_ours, counts in kept]
    weights, none_weights = likeliest(rows, [0 if is_ours else 1 for _, is_ours, _ in kept], importance, OURS_PENALTY)
    named = _named(kept[0][0].names.ours, weights)
    named["constant"] -= float(none_weights[0]) + assumed.odds_of_none
    named["first_foreign"] = -named["foreign"]  # as above
    return named


def _sharpness(
    look: Look, candidates: Sequence[Candidates], targets: Sequence[int | None], examples: Sequence[Example]
) -> float:
    """The likeliest power, of those tried, where it is known that some entry answers."""
    known = [
        (shared(look, found), place, one.importance)
        for found, place, one in zip(candidates, targets, examples, strict=True)
        if place is not None and place < len(found.ids)
    ]

    def surprise(power: float) -> float:
        return -sum(
            counts * float(np.log(max(sharpened(found, power)[place], LEAST))) for found, place, counts in known
        )

    return float(min(POWERS, key=surprise))


def _half(targets: Sequence[int | None], examples: Sequence[Example]) -> float:
    """What a question without an answer counts for where together they count as much as the others that were found."""
    unanswerable = sum(example.importance for example in examples if example.right is None)
    found = sum(one.importance for one, target in zip(examples, targets, strict=True) if target is not None)
    return found / max(1.0, unanswerable) - 1


def _place(candidates: Candidates, right: str | None) -> int | None:
    """Where the right one is among the candidates; len(ids) for none; None where its entry was not even found."""
    if right is None:
        return len(candidates.ids)
    return candidates.ids.index(right) if right in candidates.ids else None


def _named(names: Sequence[str], values: Array) -> dict[str, float]:
    return dict(zip(names, values.tolist(), strict=True))


def likeliest(
    rows: Sequence[tuple[Array, Array]],
    targets: Sequence[int | None],
    importance: Sequence[float],
    penalty: float = PENALTY,
) -> tuple[Array, Array]:
    """Weights of entries and of none by maximum likelihood, which is convex: Newton's steps, halved where they overshoot.

    rows hold (entries, features) and (none features,) of each question. One whose entry was not found teaches nothing.
    """
    kept = [at for at, target in enumerate(targets) if target is not None]
    if not kept:
        raise ValueError("there is no question to fit on; add some to tests/questions/")
    of_entries, of_none = rows[0][0].shape[1], len(rows[0][1])
    width = max(len(rows[at][0]) for at in kept)
    design = np.zeros((len(kept), width + 1, of_entries + of_none))
    present = np.zeros((len(kept), width + 1), dtype=bool)
    wanted = np.zeros((len(kept), width + 1))
    for row, at in enumerate(kept):
        entries, none = rows[at]
        size, target = len(entries), targets[at]
        design[row, :size, :of_entries], present[row, :size] = entries, True
        design[row, width, of_entries:], present[row, width] = none, True
        wanted[row, width if target == size else target] = 1.0
    weight = np.array([importance[at] for at in kept])
    weight /= weight.sum()

    def shares_and_loss(parameters: Array) -> tuple[Array, float]:
        logits = np.where(present, design @ parameters, -np.inf)
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        share = odds / odds.sum(axis=1, keepdims=True)
        likelihood = np.log(np.maximum((share * wanted).sum(axis=1), 1e-300))
        return share, float(-(weight @ likelihood) + penalty / 2 * parameters @ parameters)

    parameters = _newton(design, wanted, weight, shares_and_loss, penalty)
    return parameters[:of_entries], parameters[of_entries:]


def _newton(
    design: Array,
    wanted: Array,
    weight: Array,
    shares_and_loss: Callable[[Array], tuple[Array, float]],
    penalty: float,
) -> Array:
    size = design.shape[2]
    parameters = np.zeros(size)
    share, loss = shares_and_loss(parameters)
    for _ in range(ROUNDS):
        slope = np.einsum("nj,njf->f", (share - wanted) * weight[:, None], design) + penalty * parameters
        mean = np.einsum("nj,njf->nf", share, design)
        flat = design.reshape(-1, size)
        curve = flat.T @ (flat * (share * weight[:, None]).reshape(-1, 1)) - mean.T @ (mean * weight[:, None])
        step = np.linalg.solve(curve + penalty * np.eye(size), slope)
        tried, lower = shares_and_loss(parameters - step)
        while lower > loss and np.abs(step).max() > 1e-6:
            step /= 2
            tried, lower = shares_and_loss(parameters - step)
        parameters, share = parameters - step, tried
        if loss - lower < 1e-10:
            break
        loss = lower
    return parameters


@dataclass(frozen=True, slots=True)
class _Row:
    """What a decision is taken by, and what it should be."""

    first: float
    lead: float
    three: float
    is_first: bool
    is_option: bool
    is_answerable: bool

    @staticmethod
    def of(found: Array, candidates: Candidates, right: str | None) -> "_Row":
        order = np.argsort(-found, kind="stable")
        ids = [candidates.ids[at] for at in order]
        top = [*found[order][:OPTIONS].tolist(), 0.0, 0.0]
        is_first, is_option = bool(ids) and ids[0] == right, right in ids[:OPTIONS]
        return _Row(top[0], top[0] - top[1], sum(top), is_first, is_option, right is not None)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An example by each look; by the quick one as by the whole where there is none."""

    quick: _Row
    whole: _Row

    @staticmethod
    def of(calibration: Calibration, example: Example) -> "_Seen":
        found = confidences(calibration.whole, example.candidates)
        quick = whole = _Row.of(found, example.candidates, example.right)
        if calibration.quick is not None and example.quick is not None:
            quick = _Row.of(confidences(calibration.quick, example.quick), example.quick, example.right)
        return _Seen(quick, whole)


def _columns(rows: Sequence[_Row]) -> tuple[npt.NDArray[Any], ...]:
    return tuple(np.array([getattr(row, name) for row in rows]) for name in _Row.__slots__)


def _importance(rows: Sequence[_Row], assumed: Assumed) -> Array:
    answerable = np.array([row.is_answerable for row in rows])
    none = max(1, int((~answerable).sum()))
    return np.where(answerable, 1.0, answerable.sum() / none * math.exp(assumed.odds_of_none))


def _thresholds(rows: Sequence[_Row], assumed: Assumed) -> Thresholds:
    """The cheapest on a grid; of equally cheap ones the most careful.

    What is answered outright would be shown as likely else, so it is chosen after what is shown at all.
    """
    first, lead, three, is_first, is_option, is_answerable = _columns(rows)
    importance = _importance(rows, assumed)
    best, cost = (0.9, 0.9, 0.3, 0.0), np.inf
    for likely, suggest, margin in itertools.product(
        np.arange(0.98, 0.3, -0.02), np.arange(0.5, 0.0, -0.02), (0.3, 0.2, 0.1, 0.0)
    ):
        shown = (three >= likely) & (lead >= margin)
        total = float(
            np.where(shown, _probably(is_first, is_option, is_answerable, assumed.cost_not_ours), 0.0) @ importance
            + _cost_not_shown(~shown, three >= suggest, is_option, is_answerable, assumed.cost_unknown) @ importance
        )
        if total < cost - 1e-9:
            best, cost = (1.0, likely, suggest, margin), total
    _, likely, suggest, margin = best
    answer, cost = 1.0, np.inf
    probably = _probably(is_first, is_option, is_answerable, assumed.cost_not_ours)
    for tried in np.arange(0.99, 0.5, -0.01):
        answered = (first >= tried) & (three >= likely) & (lead >= margin)
        total = float(np.where(answered, np.where(is_first, 0.0, COST_WRONG) - probably, 0.0) @ importance)
        if total < cost - 1e-9:
            answer, cost = float(tried), total
    return Thresholds(answer, float(likely), float(suggest), float(margin), float(suggest) / 4)


def _probably(
    is_first: npt.NDArray[Any], is_option: npt.NDArray[Any], is_answerable: npt.NDArray[Any], cost_not_ours: float
) -> Array:
    """What it costs to show the first one as what is probably meant."""
    wrong = np.where(is_answerable, np.where(is_option, COST_PROBABLY_BESIDE, COST_PROBABLY_WRONG), cost_not_ours)
    return np.where(is_first, COST_PROBABLY, wrong)


def _cost_not_shown(
    rest: npt.NDArray[np.bool_],
    offered: npt.NDArray[np.bool_],
    is_option: npt.NDArray[Any],
    is_answerable: npt.NDArray[Any],
    cost_unknown: float,
) -> Array:
    with_options = np.where(is_answerable, np.where(is_option, COST_OPTIONS, cost_unknown), COST_NEEDLESS)
    return np.where(rest, np.where(offered, with_options, np.where(is_answerable, cost_unknown, 0.0)), 0.0)


def _costs(rows: Sequence[_Row], thresholds: Thresholds, assumed: Assumed) -> Array:
    """What each question costs its asker where it is decided by these rows."""
    first, lead, three, is_first, is_option, is_answerable = _columns(rows)
    shown = (three >= thresholds.likely) & (lead >= thresholds.margin)
    answered = shown & (first >= thresholds.answer)
    probably = _probably(is_first, is_option, is_answerable, assumed.cost_not_ours)
    return np.asarray(
        np.where(answered, np.where(is_first, 0.0, COST_WRONG), np.where(shown, probably, 0.0))
        + _cost_not_shown(~shown, three >= thresholds.suggest, is_option, is_answerable, assumed.cost_unknown)
    )


def _gated(calibration: Calibration, seen: Sequence[_Seen], assumed: Assumed) -> Calibration:
    """The confidences from which, and down to which, a further look costs more than it saves."""
    if calibration.quick is None:
        return calibration
    importance = _importance([one.whole for one in seen], assumed)
    quick, whole = (
        _costs([getattr(one, name) for one in seen], calibration.thresholds, assumed) for name in _Seen.__slots__
    )
    lost = quick - whole - COST_WHOLE
    look = _gate(calibration.quick, [one.quick for one in seen], lost, importance, calibration.thresholds.answer)
    return replace(calibration, quick=look)


def _gate(look: Look, rows: Sequence[_Row], lost: Array, importance: Array, answer: float) -> Look:
    """A look with its gate; lost is what each question loses by stopping there, negative where it gains.

    Only what is answered outright is sure: what would be shown with a word of doubt is what a further look is for.
    """
    first, three = np.array([row.first for row in rows]), np.array([row.three for row in rows])
    weighed = lost * importance
    levels = [level for level in (1 - np.geomspace(1e-4, 0.5, 60)).tolist() if level > answer]
    sure = min([*levels, answer, 2.0], key=lambda level: (float(weighed[first >= level].sum()), -level))
    floors = np.geomspace(1e-4, 0.5, 60)
    hopeless = min([-1.0, *floors.tolist()], key=lambda level: (float(weighed[three <= level].sum()), level))
    return replace(look, sure=sure, hopeless=hopeless)
