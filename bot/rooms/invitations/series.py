"""A meeting that comes back: the rule, and what is otherwise this once; which is the next one, and what it is then."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from bot.rooms.invitations.meeting import Meeting
from bot.when.clock import AMSTERDAM
from bot.when.series import moved, next_after


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
        once = self.others.get(self.day) or Once(self.usual(self.day), self.minutes, self.place)
        return replace(before, start=once.start, minutes=once.minutes, place=once.place, agenda=(), rule=self.rule)

    def once(self, meeting: Meeting) -> "Series":
        """With the next one as that meeting is, and the others as usual."""
        return replace(self, others={**self.others, self.day: Once(meeting.start, meeting.minutes, meeting.place)})

    def cancelled(self) -> "Series":
        """With the next one off."""
        return replace(self, others={**self.others, self.day: None})

    def always(self, meeting: Meeting) -> "Series":
        """As that meeting is, from the next one on."""
        start = meeting.start.astimezone(AMSTERDAM)
        rule = self.rule if start.date() == self.day else moved(self.rule, self.day, start.date())
        return Series(rule, start, start.date(), meeting.minutes, meeting.place)


def begun_with(meeting: Meeting) -> Series | None:
    """What a meeting with a rule begins; None: it has none."""
    start = meeting.start.astimezone(AMSTERDAM)
    return Series(meeting.rule, start, start.date(), meeting.minutes, meeting.place) if meeting.rule else None


def written(series: Series) -> str:
    """As JSON, to be kept."""
    others = {
        day.isoformat(): [once.start.astimezone(UTC).isoformat(), once.minutes, once.place] if once else None
        for day, once in series.others.items()
    }
    first = series.first.replace(tzinfo=None).isoformat()
    return json.dumps([series.rule, first, series.day.isoformat(), series.minutes, series.place, others])


def read(text: str) -> Series:
    """What was kept."""
    rule, first, day, minutes, place, others = json.loads(text)
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
    )
