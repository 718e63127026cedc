"""An agreement and the hour at which its chat wants to hear in; when it is spoken of, and what is due now, out.

All of it is reckoned on the clocks of Amsterdam and handed over in UTC, so that 09:00 stays 09:00 when the clocks change.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.when.clock import AMSTERDAM

HOURS = ("08:00", "09:00", "12:00", "16:00")  # to choose from
LATE = timedelta(minutes=30)  # what is said later than that says so
LAST_FOR = timedelta(days=7)  # how long the last word on what is overdue is still worth saying
SATURDAY, SUNDAY = 5, 6  # as date.weekday() counts
REACH_DAYS = 16  # furthest, in days, that a reminder stands from the day of its agreement and is still worth saying


class Kind(StrEnum):
    """Which reminder."""

    WEEK = "day7"  # seven days before
    DAY = "day1"  # the day before
    TODAY = "day0"  # on the day
    LATE = "late1"  # the day after
    LATER = "late7"  # a week after


_OFFSETS = {Kind.WEEK: -7, Kind.DAY: -1, Kind.TODAY: 0, Kind.LATE: 1, Kind.LATER: 7}


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to be said of an agreement."""

    kind: Kind
    at: datetime  # UTC
    until: datetime  # UTC; from then on it isn't worth saying: another one is, or it isn't true any more


def reminders(day: date, remind_at: str, since: datetime) -> tuple[Reminder, ...]:
    """All that will be said of what is agreed for a day, in order, none at or before since: when it was agreed, or moved.

    remind_at: "09:00". No two fall on one day.
    """
    days: dict[date, Kind] = {}
    for kind in Kind:  # of two on one day the later kind stays
        days[_moved(day, kind)] = kind
    at = sorted((_moment(on, remind_at), kind) for on, kind in days.items())
    midnight = _moment(day + timedelta(days=1), "00:00")
    found: list[Reminder] = []
    for number, (moment, kind) in enumerate(at):
        until = at[number + 1][0] if number + 1 < len(at) else moment + LAST_FOR
        # "today" and "tomorrow" are not true for long; whoever reads them later is told by the next.
        found.append(Reminder(kind, moment, min(until, midnight) if kind is Kind.TODAY else until))
    return tuple(reminder for reminder in found if reminder.at > since)


def due(all_of_it: Collection[Reminder], now: datetime, missed_from: datetime | None = None) -> Reminder | None:
    """The one that is to be said now, if it wasn't yet: of several that were missed the last that is still true.

    missed_from: since when nothing could be said; of what fell into that time the last is said however late it is.
    """
    first = (
        now if missed_from is None else missed_from - LAST_FOR
    )  # which may have been tried for as long as it was true
    open_ones = [one for one in all_of_it if one.at <= now and (now < one.until or one.at >= first)]
    return max(open_ones, key=lambda reminder: reminder.at, default=None)


def is_late(reminder: Reminder, now: datetime) -> bool:
    """Whether it should have been heard well before now."""
    return now - reminder.at >= LATE


def _moved(day: date, kind: Kind) -> date:
    """The day on which a reminder falls: none in a weekend, unless the agreement does."""
    on = day + timedelta(days=_OFFSETS[kind])
    if on.weekday() < SATURDAY:
        return on
    if kind in (Kind.LATE, Kind.LATER):  # a Friday before would be too soon to call it overdue
        return on + timedelta(days=7 - on.weekday())
    is_that_weekend = day.weekday() >= SATURDAY and abs((on - day).days) <= 1
    return on if is_that_weekend else on - timedelta(days=on.weekday() - SATURDAY + 1)


def _moment(day: date, clock: str) -> datetime:
    """A time on the clocks of Amsterdam, in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), AMSTERDAM).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """The day that it is in Amsterdam."""
    return moment.astimezone(AMSTERDAM).date()


def digest_at(now: datetime, remind_at: str) -> tuple[date, datetime, datetime]:
    """(Monday of this week, when its digest is said, until when it is worth saying), in UTC."""
    today = local_day(now)
    monday = today - timedelta(days=today.weekday())
    return monday, _moment(monday, remind_at), _moment(monday + timedelta(days=SATURDAY), "00:00")
