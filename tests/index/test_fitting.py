from dataclasses import replace

import numpy as np
import pytest

from index.answer import Outcome, Question, decide
from index.evaluation import Judged, judge
from index.fitting import (
    COST_NOT_OURS,
    COST_OPTIONS,
    COST_PROBABLY_BESIDE,
    COST_PROBABLY_WRONG,
    COST_UNKNOWN,
    COST_WRONG,
    Example,
    fit,
)
from index.questions import Asked
from index.ranking import FEATURES, NONE_FEATURES, Candidates

IDS = ("faq/a", "faq/b", "faq/c")


def example(right: str | None, *, seen: str | None = None, strength: float = 0.9, noise: float = 0.1) -> Example:
    """A question whose meaning points at `seen`, or at the right entry where that is not given."""
    features = np.zeros((len(IDS), len(FEATURES)))
    features[:, FEATURES.index("meaning")] = noise
    pointed = seen or right
    if pointed:
        features[IDS.index(pointed), FEATURES.index("meaning")] = strength
    return Example(Candidates(IDS, (0, 1, 2), (0.0,) * 3, features, np.array([1.0, 0.0, 0.0, 0.25, 0.0, 0.0])), right)


def judged(of: Example, by: list[Example]) -> Judged:
    return judge(Asked("vraag", "nl", "formal", of.right), of, fit("fake", by))


SEPARABLE = [example(name, strength=strength) for name in IDS for strength in (0.7, 0.8, 0.9)] + [
    example(None, seen=name, strength=0.3) for name in IDS
]


@pytest.mark.parametrize("right", IDS)
def test_separable_questions_are_answered_by_their_entry(right: str) -> None:
    found = judged(example(right, strength=0.85), SEPARABLE)

    assert (found.first, found.rank, found.outcome) == (right, 1, Outcome.ANSWERED)
    assert found.confidence > 0.8


def test_question_that_nothing_answers_is_declined() -> None:
    found = judged(example(None, seen="faq/a", strength=0.25), SEPARABLE)

    assert found.outcome is Outcome.UNKNOWN


def test_calibration_has_a_weight_for_each_feature() -> None:
    calibration = fit("fake", SEPARABLE)

    assert calibration.encoder == "fake"
    assert tuple(calibration.whole.weights) == FEATURES
    assert tuple(calibration.whole.none_weights) == NONE_FEATURES


def test_feature_that_tells_nothing_gets_no_weight() -> None:
    weights = fit("fake", SEPARABLE).whole.weights

    assert weights["meaning"] > 5
    assert [weights[name] for name in FEATURES if name != "meaning"] == pytest.approx([0.0] * (len(FEATURES) - 1))


def test_equal_examples_give_equal_numbers() -> None:
    assert fit("fake", SEPARABLE) == fit("fake", list(SEPARABLE))


def test_question_whose_entry_was_not_found_teaches_nothing_about_ranking() -> None:
    lost = replace(example("faq/a"), right="faq/elsewhere")

    with_lost, without = fit("fake", [*SEPARABLE, lost]), fit("fake", SEPARABLE)

    assert with_lost.whole == without.whole


def share_of_wrong(wrong: int, of: int) -> list[Example]:
    """Questions that all look alike, some of which another entry answers."""
    return [example("faq/b" if number < wrong else "faq/a", seen="faq/a") for number in range(of)]


@pytest.mark.parametrize(
    ("examples", "outcome"),
    [
        pytest.param(share_of_wrong(0, 40), Outcome.ANSWERED, id="never wrong"),
        pytest.param(share_of_wrong(1, 80), Outcome.ANSWERED, id="wrong one time in 80: no line of doubt for that"),
        pytest.param(share_of_wrong(4, 40), Outcome.LIKELY, id="wrong one time in 10: shown, with a line of doubt"),
    ],
)
def test_thresholds_follow_what_mistakes_cost(examples: list[Example], outcome: Outcome) -> None:
    """A needless question back costs 1, a wrong answer 10; behind a line of doubt 1.5 with the right one beside it, else 3."""
    calibration = fit("fake", examples)

    found = judge(Asked("vraag", "nl", "formal", None), examples[-1], calibration)

    assert found.outcome is outcome


def test_costs_are_those_that_were_agreed() -> None:
    assert (COST_WRONG, COST_PROBABLY_WRONG, COST_UNKNOWN, COST_OPTIONS) == (10.0, 3.0, 3.0, 1.0)
    assert COST_OPTIONS < COST_PROBABLY_BESIDE < COST_PROBABLY_WRONG < COST_NOT_OURS < COST_WRONG


def test_nothing_offered_is_off_topic() -> None:
    thresholds = fit("fake", SEPARABLE).thresholds

    assert 0 < thresholds.off_topic < thresholds.suggest <= thresholds.answer
    assert decide(Question(""), "nl", (), thresholds).off_topic
