"""When a meeting is spoken of, on the clocks of Amsterdam."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rooms.invitations.records import Timed
from bot.rooms.invitations.reminders import Kind, due, notices
from bot.when.clock import AMSTERDAM


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


def timed(start: datetime, since: datetime, minutes: int = 60) -> Timed:
    return Timed(1, "staff room", start, start + timedelta(minutes=minutes), since, None, None)


@pytest.mark.parametrize(
    ("start", "remind_at", "expected"),
    [
        (local(1, 12, 14), "09:00", [local(1, 11, 9), local(1, 12, 13), local(1, 12, 16)]),
        (local(1, 12, 14), "16:00", [local(1, 11, 16), local(1, 12, 13), local(1, 12, 16)]),
        # In UTC this is still the day before.
        (local(7, 12, 0, 30), "09:00", [local(7, 11, 9), local(7, 11, 23, 30), local(7, 12, 2, 30)]),
        # The clocks go forward at two: an hour before half past three is half past one.
        (local(3, 28, 3, 30), "09:00", [local(3, 27, 9), local(3, 28, 1, 30), local(3, 28, 5, 30)]),
    ],
    ids=["winter", "the chat's own hour", "just after midnight", "the night of the change"],
)
def test_meeting_is_spoken_of_the_day_before_an_hour_before_and_afterwards(
    start: datetime, remind_at: str, expected: list[datetime]
) -> None:
    found = notices(timed(start, local(1, 4, 8)), remind_at)

    assert [notice.at for notice in found if notice.kind is not Kind.SILENT] == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (local(1, 14, 14), local(1, 12, 9)),
        (local(1, 12, 14), local(1, 8, 9)),  # a Tuesday: on the Friday before
        (local(1, 11, 14), local(1, 8, 9)),
        (local(3, 30, 10), local(3, 26, 9)),  # the clocks change in between
    ],
    ids=["thursday", "tuesday", "monday", "the week of the change"],
)
def test_those_who_are_silent_hear_two_days_before_and_on_no_weekend(start: datetime, expected: datetime) -> None:
    [found] = [one for one in notices(timed(start, local(1, 4, 8)), "09:00") if one.kind is Kind.SILENT]

    assert found.at == expected


def test_whole_day_is_spoken_of_by_no_clock() -> None:
    whole = Timed(1, "staff room", local(1, 12, 0), local(1, 13, 0), local(1, 11, 8), None, None, is_whole_day=True)

    assert [(one.kind, one.at) for one in notices(whole, "09:00")] == [
        (Kind.DAY, local(1, 11, 9)),
        (Kind.AFTER, local(1, 13, 9)),
    ]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (local(1, 11, 8, 59), [Kind.DAY, Kind.HOUR, Kind.AFTER]),
        (local(1, 11, 9), [Kind.HOUR, Kind.AFTER]),
        (local(1, 12, 13, 30), [Kind.AFTER]),
    ],
)
def test_what_should_have_been_said_before_it_was_made_is_not_said(since: datetime, expected: list[Kind]) -> None:
    assert [notice.kind for notice in notices(timed(local(1, 12, 14), since), "09:00")] == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (local(1, 8, 8, 59), None),
        (local(1, 8, 9), Kind.SILENT),
        (local(1, 11, 8, 59), Kind.SILENT),
        (local(1, 11, 9), Kind.DAY),
        (local(1, 12, 12, 59), Kind.DAY),
        (local(1, 12, 13), Kind.HOUR),
        (local(1, 12, 13, 59), Kind.HOUR),
        (local(1, 12, 14), None),
        (local(1, 12, 15, 59), None),
        (local(1, 12, 16), Kind.AFTER),
        (local(1, 16, 15, 59), Kind.AFTER),
        (local(1, 16, 16), None),
    ],
)
def test_one_thing_is_due_at_a_time(now: datetime, expected: Kind | None) -> None:
    notice = due(notices(timed(local(1, 12, 14), local(1, 4, 8)), "09:00"), now)

    assert (notice.kind if notice else None) == expected
