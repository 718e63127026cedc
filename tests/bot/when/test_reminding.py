"""When an agreement is spoken of, on the clocks of Amsterdam."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.when.clock import AMSTERDAM
from bot.when.reminding import HOURS, Kind, digest_at, due, is_late, local_day, reminders

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM).astimezone(UTC)  # type: ignore[misc,arg-type]


def days_of(day: date, since: datetime = LONG_AGO) -> dict[str, str]:
    return {one.kind.value: f"{one.at.astimezone(AMSTERDAM):%a %d-%m %H:%M}" for one in reminders(day, "09:00", since)}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(
            date(2026, 12, 3),
            {"day7": "Thu 26-11 09:00", "day1": "Wed 02-12 09:00", "day0": "Thu 03-12 09:00",
             "late1": "Fri 04-12 09:00", "late7": "Thu 10-12 09:00"},
            id="a Thursday",
        ),
        pytest.param(
            date(2026, 12, 7),
            {"day7": "Mon 30-11 09:00", "day1": "Fri 04-12 09:00", "day0": "Mon 07-12 09:00",
             "late1": "Tue 08-12 09:00", "late7": "Mon 14-12 09:00"},
            id="a Monday: the day before is a Friday",
        ),
        pytest.param(
            date(2026, 12, 4),
            {"day7": "Fri 27-11 09:00", "day1": "Thu 03-12 09:00", "day0": "Fri 04-12 09:00",
             "late1": "Mon 07-12 09:00", "late7": "Fri 11-12 09:00"},
            id="a Friday: overdue from Monday",
        ),
        pytest.param(
            date(2026, 12, 5),
            {"day7": "Fri 27-11 09:00", "day1": "Fri 04-12 09:00", "day0": "Sat 05-12 09:00",
             "late1": "Mon 07-12 09:00", "late7": "Mon 14-12 09:00"},
            id="a Saturday is spoken of on Saturday",
        ),
        pytest.param(
            date(2026, 12, 6),
            {"day7": "Fri 27-11 09:00", "day1": "Sat 05-12 09:00", "day0": "Sun 06-12 09:00",
             "late1": "Mon 07-12 09:00", "late7": "Mon 14-12 09:00"},
            id="a Sunday and the Saturday before it",
        ),
        pytest.param(
            date(2028, 3, 1),
            {"day7": "Wed 23-02 09:00", "day1": "Tue 29-02 09:00", "day0": "Wed 01-03 09:00",
             "late1": "Thu 02-03 09:00", "late7": "Wed 08-03 09:00"},
            id="a leap year",
        ),
    ],
)  # fmt: skip
def test_reminders_fall_on_working_days(day: date, expected: dict[str, str]) -> None:
    assert days_of(day) == expected


@pytest.mark.parametrize(
    ("day", "utc_hours"),
    [(date(2027, 3, 30), [8, 7, 7, 7, 7]), (date(2026, 10, 27), [7, 8, 8, 8, 8])],
    ids=["summer time begins on 28 March", "and ends on 25 October"],
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(day: date, utc_hours: list[int]) -> None:
    found = reminders(day, "09:00", LONG_AGO)

    assert [one.at.hour for one in found] == utc_hours
    assert {one.at.astimezone(AMSTERDAM).hour for one in found} == {9}


def test_what_lies_before_the_agreement_was_made_is_skipped() -> None:
    assert list(days_of(date(2026, 12, 3), since=local(2026, 12, 1, 10))) == ["day1", "day0", "late1", "late7"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (local(2026, 11, 26, 8, 59), None),
        (local(2026, 11, 26, 9), Kind.WEEK),
        (local(2026, 12, 1, 23), Kind.WEEK),
        (local(2026, 12, 2, 9), Kind.DAY),
        (local(2026, 12, 3, 9), Kind.TODAY),
        (local(2026, 12, 4, 0), None),
        (local(2026, 12, 4, 9), Kind.LATE),
        (local(2026, 12, 10, 9), Kind.LATER),
        (local(2026, 12, 16, 9), Kind.LATER),
        (local(2026, 12, 17, 9), None),
    ],
    ids=str,
)
def test_of_several_that_were_missed_the_last_that_is_true_is_due(now: datetime, expected: Kind | None) -> None:
    found = due(reminders(date(2026, 12, 3), "09:00", LONG_AGO), now)

    assert (found.kind if found else None) == expected


def test_reminder_is_late_after_half_an_hour() -> None:
    [reminder] = reminders(date(2026, 12, 3), "09:00", local(2026, 12, 9))

    assert [is_late(reminder, reminder.at + timedelta(minutes=minutes)) for minutes in (29, 30)] == [False, True]


@given(day=st.dates(date(2026, 1, 1), date(2040, 12, 31)), hour=st.sampled_from(HOURS))
def test_no_two_reminders_fall_on_one_day_and_none_before_its_time(day: date, hour: str) -> None:
    found = reminders(day, hour, datetime(2000, 1, 1, tzinfo=UTC))

    days = [local_day(one.at) for one in found]
    assert (days, len(set(days))) == (sorted(days), 5)
    assert [one.kind for one in found] == list(Kind)
    assert all(one.at < one.until for one in found)
    assert all(before.until <= after.at for before, after in pairwise(found))
    assert all(on.weekday() < 5 or day.weekday() >= 5 for on in days)


def test_digest_is_said_on_monday_and_until_the_week_is_over() -> None:
    found = digest_at(local(2026, 11, 25, 12), "09:00")

    assert found == (date(2026, 11, 23), local(2026, 11, 23, 9), local(2026, 11, 28, 0))
