"""A meeting that comes back: the rule, and what is otherwise this once; which is the next one, and what it is then."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.rooms.invitations.meeting import Meeting
from bot.when.clock import AMSTERDAM
from bot.when.series import days_moved, end_of, moved, next_after, to_come, until

MOST_PAST = 6  # times that one became otherwise for good, of which is known what was before


@dataclass(frozen=True, slots=True)
class Once:
    """What one of them is, where that isn't as usual."""

    start: datetime  # with its zone
    minutes: int
    place: str


@dataclass(frozen=True, slots=True)
class Series:
    """A meeting that comes back; one of them is the next, which people answer to."""

    rule: str  # an RRULE
    first: datetime  # when the first begins, with its zone; the others at the same hour on the clocks there
    day: date  # of the next one, by the rule
    minutes: int  # as usual
    place: str  # as usual
    others: Mapping[date, Once | None] = field(default_factory=dict)  # by their days by the rule; None: it is off
    past: tuple["Series", ...] = ()  # as it was before it became otherwise for good, ended; the oldest first

    @property
    def off(self) -> tuple[date, ...]:
        """Days on which it is off."""
        return tuple(day for day, once in self.others.items() if once is None)

    def usual(self, day: date) -> datetime:
        """When it begins on a day."""
        return datetime.combine(day, self.first.timetz(), AMSTERDAM)

    def following(self) -> "Series | None":
        """With the one after it as the next; None: there is none."""
        day = next_after(self.rule, self.first.date(), self.day, self.off)
        return replace(self, day=day) if day else None

    def meeting(self, before: Meeting) -> Meeting:
        """The next one; what it is called stays, its agenda is its own."""
        return replace(self.usually(self.day, before), rule=self.rule)

    def once(self, meeting: Meeting) -> "Series":
        """With the next one as that meeting is, and the others as usual."""
        return replace(self, others={**self.others, self.day: Once(meeting.start, meeting.minutes, meeting.place)})

    def cancelled(self) -> "Series":
        """With the next one off."""
        return replace(self, others={**self.others, self.day: None})

    def always(self, meeting: Meeting) -> "Series":
        """As that meeting is, from the next one on; those that have been stay as they were."""
        been = self.been
        past = (*self.past, replace(been, past=())) if been else self.past
        return replace(self.on_from(self.day, meeting), past=past[-MOST_PAST:])

    def on_from(self, day: date, meeting: Meeting) -> "Series":
        """As that meeting is, from the one on a day on; those later that are off, or at a time of their own, stay so."""
        start = meeting.start.astimezone(AMSTERDAM)
        rule = self.rule if start.date() == day else moved(self.rule, day, start.date())
        days = days_moved(self.rule, day, start.date(), self.others)
        others = {
            days[one]: once and self._following(once, meeting) for one, once in self.others.items() if one in days
        }
        series = Series(rule, start, start.date(), meeting.minutes, meeting.place)
        usual = {one: Once(series.usual(one), meeting.minutes, meeting.place) for one in others}
        return replace(series, others={one: once for one, once in others.items() if once != usual[one]})

    def _following(self, once: Once, meeting: Meeting) -> Once:
        """At its own time, as long and where that meeting is, where it was as usual in that."""
        minutes = meeting.minutes if once.minutes == self.minutes else once.minutes
        return Once(once.start, minutes, meeting.place if once.place == self.place else once.place)

    @property
    def been(self) -> "Series | None":
        """Ended behind those that were before the next one; None: there were none."""
        first = next_after(self.rule, self.first.date(), self.first.date() - timedelta(days=1), self.off)
        return self.ended(self.day) if first and first < self.day else None

    def to_come(self, count: int) -> tuple[date, ...]:
        """The next days by the rule behind the next one, those on which it is off too."""
        return to_come(self.rule, self.first.date(), self.day, count)

    def is_on(self, day: date) -> bool:
        """Whether its rule goes on until that day."""
        last = end_of(self.rule)
        return last is None or day <= last

    def has(self, day: date) -> bool:
        """Whether that is one of them, behind the next one."""
        return day > self.day and next_after(self.rule, self.first.date(), day - timedelta(days=1)) == day

    def usually(self, day: date, before: Meeting) -> Meeting:
        """What it is on a day as far as it is known now."""
        once = self.others.get(day) or Once(self.usual(day), self.minutes, self.place)
        return replace(before, start=once.start, minutes=once.minutes, place=once.place, agenda=())

    def with_other(self, day: date, once: Once | None) -> "Series":
        """With that one otherwise, or off."""
        return replace(self, others={**self.others, day: once})

    def without_other(self, day: date) -> "Series":
        """With that one as usual."""
        return replace(self, others={one: once for one, once in self.others.items() if one != day})

    def ended(self, day: date) -> "Series":
        """With that one and all behind it gone."""
        others = {one: once for one, once in self.others.items() if one < day}
        return replace(self, rule=until(self.rule, day - timedelta(days=1)), others=others)


def begun_with(meeting: Meeting) -> Series | None:
    """What a meeting with a rule begins; None: it has none."""
    start = meeting.start.astimezone(AMSTERDAM)
    off = dict.fromkeys(meeting.off)
    return Series(meeting.rule, start, start.date(), meeting.minutes, meeting.place, off) if meeting.rule else None


def written(series: Series) -> str:
    """As JSON, to be kept."""
    return json.dumps(_parts(series))


def _parts(series: Series) -> list[object]:
    others = {
        day.isoformat(): [once.start.astimezone(UTC).isoformat(), once.minutes, once.place] if once else None
        for day, once in series.others.items()
    }
    first = series.first.replace(tzinfo=None).isoformat()
    parts = [series.rule, first, series.day.isoformat(), series.minutes, series.place, others]
    return [*parts, [_parts(one) for one in series.past]] if series.past else parts


def read(text: str) -> Series:
    """What was kept."""
    return _of_parts(json.loads(text))


def _of_parts(parts: Sequence[Any]) -> Series:
    rule, first, day, minutes, place, others, *past = parts
    return Series(
        rule,
        datetime.fromisoformat(first).replace(tzinfo=AMSTERDAM),
        date.fromisoformat(day),
        minutes,
        place,
        {
            date.fromisoformat(on): Once(datetime.fromisoformat(once[0]), once[1], once[2]) if once else None
            for on, once in others.items()
        },
        tuple(map(_of_parts, past[0] if past else ())),
    )
