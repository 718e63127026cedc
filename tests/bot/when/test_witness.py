"""A clock is right by what somebody else says the time is, whatever it does itself meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.when.witness import APART, Witness

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Elapsed:
    now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize(
    ("ahead", "gap"),
    [
        (timedelta(), None),
        (APART, None),
        (-APART, None),
        (APART + timedelta(seconds=1), APART + timedelta(seconds=1)),
        (timedelta(days=400), timedelta(days=400)),
        (timedelta(days=-400), timedelta(days=-400)),
    ],
)
def test_clock_is_wrong_where_it_is_days_apart_from_what_was_heard(ahead: timedelta, gap: timedelta | None) -> None:
    elapsed = Elapsed()
    witness = Witness(elapsed)
    witness.heard(NOON)
    elapsed.now_s += 3600

    clock = NOON + timedelta(hours=1) + ahead

    assert (witness.gap(clock), witness.confirms(clock)) == (gap, gap is None)


def test_before_anything_is_heard_a_clock_is_neither_wrong_nor_confirmed() -> None:
    witness = Witness()

    assert (witness.now(), witness.gap(NOON), witness.confirms(NOON)) == (None, None, False)


def test_answer_that_is_dated_counts_more_than_messages() -> None:
    """A message may have waited; and nobody sets the time for all by a message from the future."""
    witness = Witness(lambda: 0.0)

    witness.saw(NOON - timedelta(hours=20))
    first = witness.now()
    witness.saw(NOON)
    witness.saw(NOON - timedelta(hours=3))
    second = witness.now()
    witness.heard(NOON - timedelta(minutes=1))
    witness.saw(NOON + timedelta(days=400))

    assert (first, second, witness.now()) == (
        NOON - timedelta(hours=20),
        NOON,
        NOON - timedelta(minutes=1),
    )
