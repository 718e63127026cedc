"""The time: in UTC for whatever is kept, on the clocks of Amsterdam for whatever people read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The time in UTC, with its zone."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """On the clocks of Amsterdam."""
    return moment.astimezone(AMSTERDAM)
