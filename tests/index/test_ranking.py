from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import meant
from index.ranking import (
    FEATURES,
    NAMES,
    NAMES_ELSEWHERE,
    NONE_FEATURES,
    Candidates,
    Look,
    confidences,
    shares,
    vector,
)


def candidates(meanings: list[float]) -> Candidates:
    """Entries that differ in one feature."""
    features = np.zeros((len(meanings), len(FEATURES)))
    features[:, FEATURES.index("meaning")] = meanings
    ids = tuple(f"faq/{number}" for number in range(len(meanings)))
    return Candidates(ids, tuple(range(len(ids))), tuple(meanings), features, np.array([1.0, 0.0, 0.0, 0.5, 0.0, 0.0]))


def test_confidences_are_shares_of_odds() -> None:
    """Odds of 8 and 2 for the entries, and of 6 for none of them."""
    look = Look({"meaning": 1.0}, {"constant": float(np.log(6))})

    found = confidences(look, candidates([float(np.log(8)), float(np.log(2))]))

    assert found.tolist() == pytest.approx([8 / 16, 2 / 16])


def test_weight_that_is_missing_counts_as_nothing() -> None:
    assert vector({"meaning": 2.0}, ("ask", "meaning", "words")).tolist() == [0.0, 2.0, 0.0]


def test_without_candidates_there_are_no_confidences() -> None:
    look = Look({"meaning": 1.0}, {"constant": 1.0})

    assert confidences(look, candidates([])).tolist() == []


def test_huge_weights_do_not_overflow() -> None:
    look = Look({"meaning": 5000.0}, {"constant": -5000.0})

    assert confidences(look, candidates([1.0, 0.0])).tolist() == pytest.approx([1.0, 0.0])


NUMBERS = st.floats(-1, 1, allow_nan=False)
WEIGHTS = st.floats(-12, 12, allow_nan=False)


@given(
    meanings=st.lists(NUMBERS, max_size=24),
    weights=st.lists(WEIGHTS, min_size=len(FEATURES), max_size=len(FEATURES)),
    none_weights=st.lists(WEIGHTS, min_size=len(NONE_FEATURES), max_size=len(NONE_FEATURES)),
)
def test_shares_leave_something_to_none(meanings: list[float], weights: list[float], none_weights: list[float]) -> None:
    near = candidates(meanings)

    found = shares(near.features, near.none, np.array(weights), np.array(none_weights))

    assert len(found) == len(meanings)
    assert all(0 <= share <= 1 for share in found)
    assert found.sum() < 1


@given(meanings=st.lists(NUMBERS, min_size=2, max_size=24), weight=st.floats(0.1, 12))
def test_nearer_entry_is_never_less_likely(meanings: list[float], weight: float) -> None:
    look = Look({"meaning": weight}, {"constant": 1.0})

    found = confidences(look, candidates(sorted(meanings, reverse=True)))

    assert np.all(np.diff(found) <= 1e-12)


def test_more_is_told_of_an_entry_elsewhere() -> None:
    """Two entries that only what words may stand for tells apart."""
    ours = candidates([0.0, 0.0])
    features = np.hstack([ours.features, np.zeros((2, len(meant.FEATURES)))])
    features[1, NAMES_ELSEWHERE.features.index("held")] = 1.0
    there = replace(ours, features=features, none=np.append(ours.none, [1.0] * len(meant.NONE_FEATURES)))
    look = Look({"held": float(np.log(3))}, {"telling": float(np.log(4))})

    assert (ours.names, there.names) == (NAMES, NAMES_ELSEWHERE)
    assert confidences(look, there).tolist() == pytest.approx([1 / 8, 3 / 8])
    assert confidences(look, ours).tolist() == pytest.approx([1 / 3, 1 / 3])


def test_sections_of_one_entry_are_no_doubt_whether_any_entry_answers() -> None:
    """A section that another of its own page comes close to is as sure to be ours as one that stands alone."""
    look = Look(
        {"meaning": 10.0}, {"constant": 5.0}, ours={"first": 1.0, "lead": 1.0, "three": 1.0, "lead_meaning": 1.0}
    )
    alone = candidates([0.9, 0.1])
    beside = replace(candidates([0.9, 0.9, 0.1]), ids=("faq/a", "faq/a", "faq/b"))

    (whole, _), sections = confidences(look, alone), confidences(look, beside)

    assert sections[0] == sections[1]
    assert sections[0] + sections[1] >= whole > 0.9
