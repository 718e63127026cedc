"""The time: in UTC for whatever is kept, on the clocks of Amsterdam for whatever people read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The time in UTC, with its zone."""
    return datetime.now(UTC)
