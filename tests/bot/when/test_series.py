"""Days of a rule that moves: which each of them is then."""

from datetime import date

import pytest

from bot.when.series import days_moved


def of_march(*days: int) -> list[date]:
    return [date(2027, 3, day) for day in days]


@pytest.mark.parametrize(
    ("rule", "old", "new", "before", "after"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", date(2027, 3, 1), date(2027, 3, 2), of_march(8, 22), of_march(9, 23)),
        ("FREQ=WEEKLY;BYDAY=MO", date(2027, 3, 1), date(2027, 3, 1), of_march(8, 22), of_march(8, 22)),
        ("FREQ=WEEKLY;BYDAY=TU,TH", date(2027, 3, 2), date(2027, 3, 3), of_march(4, 9, 11), of_march(4, 10, 11)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", date(2027, 3, 1), date(2027, 3, 5), of_march(15), of_march(19)),
        (
            "FREQ=MONTHLY;BYDAY=+1MO",
            date(2027, 3, 1),
            date(2027, 3, 2),
            [date(2027, 5, 3), date(2027, 6, 7)],
            [date(2027, 5, 4), date(2027, 6, 1)],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=15",
            date(2027, 3, 15),
            date(2027, 3, 17),
            [date(2027, 4, 15), date(2027, 9, 15)],
            [date(2027, 4, 17), date(2027, 9, 17)],
        ),
        ("FREQ=DAILY", date(2027, 3, 1), date(2027, 3, 1), of_march(4), of_march(4)),
    ],
)
def test_days_behind_it_move_along(rule: str, old: date, new: date, before: list[date], after: list[date]) -> None:
    assert days_moved(rule, old, new, before) == dict(zip(before, after, strict=True))


def test_day_that_is_before_it_is_left_out() -> None:
    assert days_moved("FREQ=WEEKLY;BYDAY=MO", date(2027, 3, 8), date(2027, 3, 9), of_march(1, 8, 15)) == {
        date(2027, 3, 15): date(2027, 3, 16)
    }
