"""What is known of a day and an hour, and what somebody says of them, in; what is known then, out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Self

from bot.when.meaning import Doubt, When
from bot.when.reading import READ_CHARS, read
from bot.when.series import kept, of_parts, parts_of, settled, until

_ANY_RULE = "elke dag"  # beside which an end is read
_JOINTS = {"nl": (" ", " tot en met ", " tot en met de "), "en": (" ", " until ", " until the ")}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and an hour, as far as they are known; words that leave one unclear are kept, to ask about it."""

    day: date | None = None  # None: it is to be asked
    at: time | None = None  # on the clock there; None: none was said, or it is to be asked
    unclear_day: str = ""  # words that speak of a day and leave it open; empty: there are none
    unclear_hour: str = ""  # words that speak of an hour and leave it open; empty: there are none
    rule: str = ""  # an RRULE by which it comes back from that day on; empty: it doesn't
    off: tuple[date, ...] = ()  # days on which what comes back isn't
    unclear_end: str = ""  # words that speak of how long it comes back and leave that open; empty: there are none

    def told(self, words: str, when: When) -> Self:
        """With what words say, that were read as when; what they don't speak of stays as it was."""
        told, words = self, words[:READ_CHARS]
        if when.doubt is not Doubt.NONE_SAID:
            day = when.day or _first(when)
            # A day in answer to the question when that is for the first time leaves it what it is; another day is one day.
            told = replace(told, day=day, unclear_day="" if day else words)
            if when.repeats or not self.unclear_day:
                unclear_end = words if when.is_end_unclear else ""
                told = replace(told, rule=when.repeats, off=when.off, unclear_end=unclear_end)
        if when.at is not None or when.hour_doubt is not None:
            told = replace(told, at=when.at, unclear_hour=words if when.hour_doubt else "")
        return told

    @property
    def settled(self) -> str:
        """The rule with its last day, where it has one."""
        return settled(self.rule, self.day, self.off) if self.rule and self.day else self.rule

    @property
    def is_end_missing(self) -> bool:
        """Whether that is to be asked: words leave it open, or it ends before it begins."""
        is_over = bool(self.rule and self.day) and next(kept(self.rule, self.day, self.off), None) is None  # type: ignore[arg-type]
        return bool(self.unclear_end) or is_over

    def ending(self, words: str, when: When | None) -> Self:
        """With the end that words say, which were read as when; None: it goes on for ever."""
        if when is None:
            return replace(self, rule=until(self.rule, None), unclear_end="")
        if when.ends:
            return replace(self, unclear_end=words)
        said = {name: value for name, value in parts_of(when.repeats).items() if name in ("UNTIL", "COUNT")}
        if not said:
            return self
        return replace(self, rule=of_parts(parts_of(until(self.rule, None)) | said), unclear_end="")

    def on(self, day: date | None) -> Self:
        """On that day; None: that is to be asked again."""
        return replace(self, day=day, unclear_day="")

    def starting(self, at: time | None) -> Self:
        """At that hour; None: at any, or it is to be asked again."""
        return replace(self, at=at, unclear_hour="")


def _first(when: When) -> date | None:
    """The day on which it is for the first time; None: that has to be asked, as with "om de week op dinsdag".

    A day on which schools are closed isn't one.
    """
    first = when.first
    return next(kept(when.repeats, first, when.off), first) if first else None


def read_end(text: str, now: datetime, lang: str) -> When:
    """Of what repeats, where it was asked how long: "tot 1 juli", "1 juli", "10 keer", "10"; or of words that say a rule too."""
    words = text.strip()
    if words.isascii() and words.isdecimal():
        words = f"{words} keer"
    joints = _JOINTS[lang if lang in _JOINTS else "nl"]
    readings = [read(words, now, lang), *(read(f"{_ANY_RULE}{joint}{words}", now, lang) for joint in joints)]
    return next((when for when in readings if when.is_end_unclear or end_said(when)), readings[0])


def beside_a_rule(text: str, now: datetime, lang: str) -> When:
    """What words say of something that comes back: "14 april niet"."""
    return read(f"{_ANY_RULE}, {text}", now, lang)


def end_said(when: When) -> bool:
    """Whether it says how long what repeats goes on."""
    return bool(when.repeats) and bool({"UNTIL", "COUNT"} & parts_of(when.repeats).keys())


def of_json(known: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON kept of one, with its day and hour as what they are."""
    day, at = known["day"], known["at"]
    return {
        **known,
        "day": date.fromisoformat(day) if day else None,
        "at": time.fromisoformat(at) if at else None,
        "off": tuple(date.fromisoformat(one) for one in known.get("off", ())),
    }
