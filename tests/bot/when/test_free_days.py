"""Days on which schools are closed."""

from datetime import date

import pytest

from bot.when.free_days import NAMED_DAYS, Closed, breaks, closed, nearest_open


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 5), Closed("Bevrijdingsdag", "", ())),
        (date(2026, 4, 27), Closed("Koningsdag", "Meivakantie", ("Noord", "Midden", "Zuid"))),
        (date(2026, 10, 13), Closed("", "Herfstvakantie", ("Noord",))),
        (date(2026, 10, 6), Closed("", "", ())),
        (date(2050, 10, 12), Closed("", "", ())),
    ],
)
def test_day_says_why_schools_are_closed(day: date, expected: Closed) -> None:
    assert closed(day, "nl") == expected


def test_names_are_english_to_the_english() -> None:
    assert closed(date(2026, 4, 27), "en").holiday == "King's Day"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kerstvakantie", ((date(2026, 12, 19), date(2027, 1, 3)),)),
        ("Herfstvakantie", ((date(2026, 10, 10), date(2026, 10, 18)), (date(2026, 10, 17), date(2026, 10, 25)))),
        ("Zomervakantie", ((date(2026, 7, 4), date(2026, 8, 16)), (date(2026, 7, 11), date(2026, 8, 23)), (date(2026, 7, 18), date(2026, 8, 30)))),
    ],
)  # fmt: skip
def test_school_holidays_are_those_of_the_three_regions(name: str, expected: tuple[tuple[date, date], ...]) -> None:
    """As in Staatscourant 2024, 19237."""
    assert breaks(name, date(2026, 6, 1)) == expected


def test_school_holidays_that_nobody_knows_yet_are_none() -> None:
    assert breaks("Meivakantie", date(2040, 1, 1)) == ()


@pytest.mark.parametrize(
    ("day", "step", "expected"),
    [
        (date(2027, 1, 1), 1, {date(2027, 1, 4)}),
        (date(2026, 4, 4), -1, {date(2026, 4, 2), date(2026, 4, 3)}),  # some schools are open on Good Friday
        (date(2026, 3, 11), 1, {date(2026, 3, 11)}),
    ],
)
def test_nearest_day_that_is_open_is_no_holiday(day: date, step: int, expected: set[date]) -> None:
    assert nearest_open(day, step) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("koningsdag", date(2027, 4, 27)), ("prinsjesdag", date(2027, 9, 21)), ("moederdag", date(2027, 5, 9))],
)
def test_named_days_fall_where_they_do(name: str, expected: date) -> None:
    assert next(day_in for names, day_in in NAMED_DAYS.items() if name in names)(2027) == expected
