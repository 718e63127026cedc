"""A meeting: what people are invited to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.when.clock import AMSTERDAM


@dataclass(frozen=True, slots=True)
class Meeting:
    """What people are invited to."""

    what: str
    start: datetime  # with its zone
    minutes: int
    place: str  # where, or the address of a video call; empty: it isn't known yet
    agenda: tuple[str, ...] = ()
    rule: str = ""  # an RRULE by which it comes back; empty: it doesn't
    off: tuple[date, ...] = ()  # days on which what comes back is off from the beginning
    days: int = 0  # how many whole days it takes; 0: it begins and ends by the clock

    @property
    def end(self) -> datetime:
        """In UTC: on clocks that are changed in between, a sum would be an hour off."""
        if self.days:
            first = self.start.astimezone(AMSTERDAM).date()
            return datetime.combine(first + timedelta(days=self.days), time(), AMSTERDAM).astimezone(UTC)
        return self.start.astimezone(UTC) + timedelta(minutes=self.minutes)

    @property
    def last_day(self) -> date:
        """There, and not the day that begins as it ends."""
        return (self.end.astimezone(AMSTERDAM) - timedelta(seconds=1)).date()
