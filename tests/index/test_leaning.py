from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import leaning as leanings
from index.leaning import ENTRY_FEATURES, OURS_FEATURES, Leaning, Weights, confidences, leaning, save, shipped

IDS = ("a", "b", "c")
BOTH = np.array([0.6, 0.3, 0.05])
LITTLE = {"a": 0.01, "b": 0.02, "c": 0.01}


def known(
    *,
    alone: dict[str, float] | None = None,
    before: dict[str, float] | None = None,
    near: tuple[str, ...] = (),
    points: bool = False,
) -> Leaning:
    return leaning(IDS, BOTH, alone or {}, before or {}, near, points=points)


def first(found: Leaning) -> str:
    return found.ids[int(confidences(shipped(), found).argmax())]


def test_what_both_in_one_find_is_meant_where_nothing_else_is_known() -> None:
    assert first(known()) == "a"


def test_an_entry_that_the_follow_up_alone_finds_too_goes_first() -> None:
    assert first(known(alone={"b": 0.9})) == "b"


def test_the_entry_that_was_told_before_gives_way_to_another() -> None:
    told = known(before={"a": 0.99})

    assert confidences(shipped(), told)[0] < confidences(shipped(), known(before={"c": 0.99}))[0]


def test_an_entry_that_the_one_before_names_as_near_is_likelier() -> None:
    assert confidences(shipped(), known(near=("b",)))[1] > confidences(shipped(), known())[1]


def test_a_word_that_points_back_makes_it_likelier_that_some_entry_answers() -> None:
    alone = {"a": 0.001}

    pointing = confidences(shipped(), known(alone=alone, points=True)).sum()

    assert pointing > confidences(shipped(), known(alone=alone)).sum()


def test_what_the_follow_up_alone_tells_nothing_of_is_less_likely_ours() -> None:
    assert confidences(shipped(), known(alone={})).sum() < confidences(shipped(), known(alone={"a": 0.9})).sum()


def test_nothing_found_is_weighed_as_nothing() -> None:
    found = leaning((), np.array([]), LITTLE, LITTLE, (), points=True)

    assert confidences(shipped(), found).tolist() == []


@given(
    both=st.lists(st.floats(0, 0.33), min_size=1, max_size=3),
    alone=st.dictionaries(st.sampled_from(IDS), st.floats(0, 0.33)),
    before=st.dictionaries(st.sampled_from(IDS), st.floats(0, 0.33)),
    near=st.sets(st.sampled_from(IDS)),
    points=st.booleans(),
)
def test_confidences_are_probabilities(
    both: list[float], alone: dict[str, float], before: dict[str, float], near: set[str], points: bool
) -> None:
    found = confidences(shipped(), leaning(IDS[: len(both)], np.array(both), alone, before, near, points=points))

    assert ((found >= 0) & (found <= 1)).all()
    assert 0 <= found.sum() <= 1 + 1e-9


def test_weights_are_read_back_as_they_were_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = Weights(
        {name: 0.5 + at for at, name in enumerate(ENTRY_FEATURES)},
        {name: -at / 4 for at, name in enumerate(OURS_FEATURES)},
    )
    path = tmp_path / "leaning.toml"
    monkeypatch.setattr(leanings, "STORED", path)

    save(weights, path)

    assert shipped() == weights
    shipped.cache_clear()
