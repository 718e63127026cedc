"""A person who floods is slowed, and told so once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faces.floods import Flood, Pace, Weight
from bot.faces.windows import PRUNE_ABOVE
from tests.bot.faces.telegram.test_limits import most_in


def test_twenty_messages_a_minute_are_fine_and_the_next_is_told() -> None:
    flood = Flood()

    weights = [flood.weigh("a", second) for second in range(23)]

    assert weights == [
        *[Weight(Pace.FINE)] * 20,
        Weight(Pace.TELL, 40),
        Weight(Pace.SLOW, 40),
        Weight(Pace.SLOW, 40),
    ]


def test_somebody_else_is_unharmed() -> None:
    flood = Flood()
    for _ in range(100):
        flood.weigh("a", 0)

    assert flood.weigh("b", 0) == Weight(Pace.FINE)


@pytest.mark.parametrize(
    ("again_s", "pace"),
    [pytest.param(119.0, Pace.SLOW, id="not yet calm"), pytest.param(120.0, Pace.TELL, id="calm for a minute")],
)
def test_it_is_told_again_after_a_calm_minute(again_s: float, pace: Pace) -> None:
    flood = Flood()
    for _ in range(21):
        flood.weigh("a", 0.0)  # the last is handled after 60 seconds

    paces = [flood.weigh("a", again_s).pace for _ in range(21)]

    assert (set(paces[:19]), paces[20]) == ({Pace.FINE}, pace)


def test_people_who_are_calm_are_forgotten() -> None:
    flood = Flood()

    for person in range(10 * PRUNE_ABOVE):
        flood.weigh(str(person), person / 10)

    assert len(flood) <= PRUNE_ABOVE


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.0, 0.1, 1.0, 3.0, 30.0, 61.0]), st.sampled_from("aab")), max_size=200)
)
def test_never_more_than_twenty_a_minute_are_handled_and_never_told_twice_in_one(
    steps: list[tuple[float, str]],
) -> None:
    flood, now = Flood(), 0.0
    handled: dict[str, list[float]] = {"a": [], "b": []}
    told: dict[str, list[float]] = {"a": [], "b": []}

    for step_s, person in steps:
        now += step_s
        weight = flood.weigh(person, now)
        handled[person].append(now + weight.wait_s)
        if weight.pace is Pace.TELL:
            told[person].append(now)
        assert (weight.wait_s > 0) == (weight.pace is not Pace.FINE)

    assert {person: times for person, times in handled.items() if times != sorted(times)} == {}
    assert {person: times for person, times in handled.items() if most_in(times, 60) > 20} == {}
    assert {person: times for person, times in told.items() if most_in(times, 60) > 1} == {}
