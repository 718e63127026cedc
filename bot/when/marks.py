"""A text in which what was understood is marked, so that the next rule reads "een week na" and a mark rather than a date.

A mark fills the room of the words that it stands for: each place in the line is the same place in the text.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Generic, Protocol, TypeVar

from bot.when.meaning import Bound, Doubt, HourDoubt, Part, Span

MOST_FOUND = 24  # in one text; whoever sends a thousand dates gets no answer from them anyhow
MOST_TRIES = 60  # of one rule in one text


class Kind(StrEnum):
    """What a mark stands for; its value fills the line there. Characters for private use: no text brings its own."""

    DAY = "\ue000"  # a date
    WEEKDAY = "\ue001"  # "dinsdag"
    SHORT = "\ue002"  # "di": a day beside a date or a week alone
    WEEK = "\ue003"
    MONTH = "\ue004"
    BREAK = "\ue005"  # "de meivakantie", "Pasen"
    DAYS = "\ue006"  # several, to choose from
    RUN = "\ue007"  # several running
    REPEAT = "\ue008"
    VAGUE = "\ue009"
    EXTENT = "\ue00a"  # from when, until when or how often what repeats is
    CLOCK = "\ue010"  # "14.30 uur", "half drie"
    HOUR = "\ue011"  # "3 uur": a time, or how long
    DOTTED = "\ue012"  # "10.00", which may be a room
    NUMBER = "\ue013"  # "10": an hour beside another, or behind "om"
    PART = "\ue014"  # "'s middags"
    LENGTH = "\ue015"  # "anderhalf uur"
    WHOLE = "\ue016"  # "de hele dag"
    BEGIN = "\ue017"  # an hour that is understood
    END = "\ue018"  # when it ends: "duurt tot 16.00 uur"
    LASTS = "\ue019"  # a length that is understood


OVER = (Doubt.PAST, Doubt.PASSED)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
UNMARKED = r"[^\ue000-\uf8ff,;.!?\n]"  # a letter of the words between two marks of one clause


def mark(*kinds: Kind) -> str:
    """A pattern for one mark of some kinds, from its first place to its last: half a mark stands for nothing."""
    those = f"[{''.join(kinds)}]"
    return f"(?<!{those}){those}++"


@cache
def pattern(words: str) -> re.Pattern[str]:
    r"""A regular expression in which a space stands for any white space (\s for one of it), in capitals or not."""
    return re.compile(words.replace(" ", r"\s+"), re.IGNORECASE)


def unmarked(text: str) -> str:
    """A text in which no mark stands yet, each letter in its place."""
    return _PRIVATE.sub(" ", text)


@dataclass(frozen=True, slots=True)
class Base:
    """Where and when a text is read."""

    now: datetime  # on the clock there
    lang: str

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Found:
    """Words that may name a day."""

    kind: Kind
    span: Span
    days: tuple[
        date, ...
    ] = ()  # the one that is meant, or those that may be; of a week its Monday, of a month its first
    doubt: Doubt | None = None
    is_strong: bool = False  # the doubt stands beside a day that is sure: "na 1 mei"
    is_weak: bool = False  # perhaps not the day on which it is: "PTA 12-1", "de notulen van maandag"
    is_weekday: bool = False  # a day of the week alone: with "in mei" beside it, it is another than the next
    is_week: bool = False  # the working days of a week: "volgende week", which a day of the week may settle
    has_year: bool = False
    weekday: int | None = None  # as date.weekday() counts
    part: Part | None = None
    at: time | None = None  # "over een uur"
    bound: Bound = Bound.ON
    rule: str = ""  # RRULE
    periods: tuple[
        tuple[date, date], ...
    ] = ()  # first and last day of a holiday, one for each region where they differ
    school_periods: tuple[tuple[date, date], ...] = ()  # of the school holiday around a feast
    is_fixed: bool = True  # of a holiday: schools don't move it

    @property
    def is_over(self) -> bool:
        """What was is no news beside a day that comes."""
        return self.doubt in OVER


@dataclass(frozen=True, slots=True)
class Told:
    """Words that speak of an hour."""

    kind: Kind
    span: Span
    minutes: int = 0  # since midnight, of a clock; of a length, how long
    is_exact: bool = False  # "07:30", "14 uur", "3 pm": no other half of the day can be meant
    also: int | None = None  # minutes since midnight that may be meant as well: "half four"
    part: Part | None = None
    begins: tuple[time, ...] = ()  # of an hour that is understood; several where there is a doubt
    lasts: int | None = None  # minutes
    doubt: HourDoubt | None = None


class _Placed(Protocol):
    @property
    def kind(self) -> Kind: ...

    @property
    def span(self) -> Span: ...


F = TypeVar("F", bound=_Placed)


@dataclass(slots=True)
class Line(Generic[F]):
    """A text and the marks in it."""

    text: str  # as it is read: with marks
    raw: str  # as it was written
    found: dict[int, F] = field(default_factory=dict)  # by the place where it begins

    def at(self, match: re.Match[str], group: str) -> F:
        """What the mark stands for that a group matched."""
        return self.found[match.start(group)]

    def all_in(self, match: re.Match[str]) -> list[F]:
        """What is marked in a match, in order."""
        return [one for start, one in sorted(self.found.items()) if match.start() <= start < match.end()]

    def of(self, *kinds: Kind) -> list[F]:
        """All of some kinds, in order."""
        return [one for _, one in sorted(self.found.items()) if one.kind in kinds]

    def put(self, one: F) -> None:
        """Mark it, in the place of what was marked there before."""
        start, end = one.span
        others = {at: other for at, other in self.found.items() if not start <= at < end}
        if len(others) < MOST_FOUND:
            self.found = others | {start: one}
            self.text = f"{self.text[:start]}{one.kind.value * (end - start)}{self.text[end:]}"


Judge = Callable[[re.Match[str], Line[F], Base], F | None]
Rule = tuple[str, Judge[F]]


_LOOKED_FOR: dict[str, None] = {}  # by the rules there are


def rule(words: str, judge: Judge[F]) -> Rule[F]:
    """What is looked for, as pattern() reads it when it is first needed, and what is made of it."""
    _LOOKED_FOR[words] = None
    return words, judge


def looked_for() -> tuple[str, ...]:
    """What all rules look for, for pattern() to read beforehand: all at once it takes half a second."""
    return tuple(_LOOKED_FOR)


def apply(rules: Iterable[Rule[F]], line: Line[F], base: Base) -> None:
    """Mark what each rule understands, in their order; what a judge refuses may still begin a word later."""
    for words, judge in rules:
        at = 0
        for _ in range(MOST_TRIES):
            match = pattern(words).search(line.text, at)
            if match is None:
                break
            one = judge(match, line, base)
            if one is not None:
                line.put(one)
                at = one.span[1]
            else:
                first = line.found.get(match.start())
                at = first.span[1] if first else match.start() + 1
