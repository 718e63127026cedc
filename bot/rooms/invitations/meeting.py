"""A meeting: what people are invited to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Meeting:
    """What people are invited to."""

    what: str
    start: datetime  # with its zone
    minutes: int
    place: str  # where, or the address of a video call; empty: it isn't known yet
    agenda: tuple[str, ...] = ()
    rule: str = ""  # an RRULE by which it comes back; empty: it doesn't

    @property
    def end(self) -> datetime:
        """In UTC: on clocks that are changed in between, a sum would be an hour off."""
        return self.start.astimezone(UTC) + timedelta(minutes=self.minutes)
