"""What is known of a day and an hour, and what somebody says of them, in; what is known then, out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, Self

from bot.when.meaning import Doubt, When
from bot.when.reading import READ_CHARS
from bot.when.series import next_after


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and an hour, as far as they are known; words that leave one unclear are kept, to ask about it."""

    day: date | None = None  # None: it is to be asked
    at: time | None = None  # on the clock there; None: none was said, or it is to be asked
    unclear_day: str = ""  # words that speak of a day and leave it open; empty: there are none
    unclear_hour: str = ""  # words that speak of an hour and leave it open; empty: there are none
    rule: str = ""  # an RRULE by which it comes back from that day on; empty: it doesn't

    def told(self, words: str, when: When, today: date) -> Self:
        """With what words say, that were read as when; what they don't speak of stays as it was."""
        told, words = self, words[:READ_CHARS]
        if when.doubt is not Doubt.NONE_SAID:
            day = when.day or _first(when, today)
            # A day in answer to the question when that is for the first time leaves it what it is; another day is one day.
            rule = when.repeats or (self.rule if self.unclear_day else "")
            told = replace(told, day=day, unclear_day="" if day else words, rule=rule)
        if when.at is not None or when.hour_doubt is not None:
            told = replace(told, at=when.at, unclear_hour=words if when.hour_doubt else "")
        return told

    def on(self, day: date | None) -> Self:
        """On that day; None: that is to be asked again."""
        return replace(self, day=day, unclear_day="")

    def starting(self, at: time | None) -> Self:
        """At that hour; None: at any, or it is to be asked again."""
        return replace(self, at=at, unclear_hour="")


def _first(when: When, today: date) -> date | None:
    """The day on which it is for the first time; None: that has to be asked, as with "om de week op dinsdag".

    A day on which schools are closed isn't one.
    """
    if not when.repeats or "INTERVAL" in when.repeats or not when.days or when.days[0] == today:
        return None
    return next_after(when.repeats, when.days[0], today)


def of_json(known: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON kept of one, with its day and hour as what they are."""
    day, at = known["day"], known["at"]
    return {**known, "day": date.fromisoformat(day) if day else None, "at": time.fromisoformat(at) if at else None}
