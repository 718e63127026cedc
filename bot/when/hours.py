"""A line in which the days are marked in; the hour that it names, and how long something lasts, out.

People write of meetings: "drie uur" is in the afternoon, "half negen" in the morning, and seven may be either.
A number directly behind a day may be an hour, elsewhere it hardly ever is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from bot.when.clock_words import CLOCK, HALF_DAY, HELD_IN, LENGTHS, LESSONS, NUMBERS_ALONE, PARTS, Told
from bot.when.marks import Base, Kind, Line, Rule, apply, mark, rule
from bot.when.meaning import HourDoubt, Part, Span

FIRST_HOUR = 8  # nobody meets earlier, unless it is said that it is in the morning
OPEN_HOUR = 7  # in the morning, or in the evening
FIRST_LATE_HOUR = 5  # of an evening
MOST_MINUTES = 12 * 60
LONGEST_HOURS = 4  # "2 april, 2 uur" may say how long; "2 april, 9 uur" doesn't


@dataclass(frozen=True, slots=True)
class Hours:
    """What a text says of the clock."""

    at: time | None  # when it begins; None: see doubt
    minutes: int | None  # how long it lasts; None: it doesn't say
    doubt: HourDoubt | None  # None: at is what is meant, or no hour is spoken of
    hours: tuple[time, ...]  # what may be meant, earliest first
    part: Part | None
    is_whole_day: bool
    spans: tuple[Span, ...]


def read_hours(text: str, base: Base, part: Part | None, *, is_asked: bool = False) -> Hours:
    """text: with the days marked. part: of the day, as the day says it. is_asked: it answers "how late?", or "how long?"."""
    line: Line[Told] = Line(text)
    for rules in (PARTS, LESSONS, LENGTHS, CLOCK, NUMBERS_ALONE):
        apply(rules, line, base)
    known = {one.part for one in line.of(Kind.PART) if one.part} or ({part} if part else set())
    reader = _Reader(known, _held_in(text) if not known else None)
    apply(reader.rules(), line, base)
    if is_asked and not line.of(Kind.DONE):
        apply(reader.asked(), line, base)
    return reader.result(line)


def _held_in(text: str) -> Part | None:
    """The part of the day in which the thing itself is held."""
    found = [part for part, pattern in HELD_IN.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else None


_ANY = mark(Kind.CLOCK, Kind.HOUR, Kind.NUMBER, Kind.DOTTED)
_SURE = mark(Kind.CLOCK, Kind.HOUR)
_CLOCK, _HOUR, _NUMBER, _DOTTED = mark(Kind.CLOCK), mark(Kind.HOUR), mark(Kind.NUMBER), mark(Kind.DOTTED)
_PART = mark(Kind.PART)
_DAY = f"[{Kind.DAY}{Kind.DAYS}{Kind.RUN}{Kind.REPEAT}{Kind.VAGUE}]"
_ENDS = (
    r"(?=\s*(?:$|[,;:.!?)\n(–-]|\b(?:in|op|bij|te|at|on|met|with|door|voor|for|is|via|over|naar|graag|please)\b|[\ue000-\uf8ff]))"
)
_TO = (
    r"\s*(?:-|–|—|→|>|~|\bt/m\b|\btot\s+en\s+met\b|\btot\b|\bto\b|\buntil\b|\btill?\b|['’]til\b)"
    r"(?:\s*(?:ongeveer|circa|uiterlijk|ca\.|\+/-|±|about|around)(?!\w))?\s*"
)
_FROM = r"\b(?:van|vanaf|tussen|from|between)\s+"
_AND = rf"(?:{_TO}|\s+(?:en|and)\s+)"
_OM = r"(?:\b(?:om|at|tijd(?:stip)?\s*:?|time\s*:?|(?:aanvang|begin|start)(?:s?tijd)?\s*:?|starttijd\s*:?|stipt|klokslag)\s+(?:om\s+|at\s+|klokslag\s+|stipt\s+)?|@\s*)"
_CUE = r"(?:\b(?:om|at|vanaf|from|(?:aanvang|begin|start)(?:s?tijd)?|start(?:tijd|ing)?|starts|begint|begin|tijd(?:stip)?|time|stipt)\s*:?\s+(?:om\s+|at\s+|klokslag\s+|stipt\s+)?|@\s*)"
_OFTEN = r"(?:ongeveer\s+|ong\.\s+|±\s*|\+/-\s*|circa\s+|ca\.?\s+|zo['’]n\s+|max(?:imaal|\.)?\s+|hooguit\s+|about\s+|around\s+|up\s+to\s+)?"
_BY = r"\b(?:uiterlijk|by|no\s+later\s+than|at\s+the\s+latest)\s+(?:om\s+|at\s+)?"
_NEAR = (
    r"(?<!\w)(?:(?:pas\s+)?na|after|v[oó][oó]r|before|rond(?:om)?|omstreeks|circa|ca\.?|ongeveer|tegen|om\s+en\s+nabij|rond\s+de\s+klok\s+van|about|around|round|"
    r"tot(?:\s+uiterlijk)?|t/m|until|till|towards?|niet\s+(?:voor|na|eerder\s+dan|later\s+dan)|(?:een\s+)?uur(?:tje)?\s+of)\s+"
    r"(?:(?:een\s+)?uur(?:tje)?\s+of\s+|om\s+)?"
)
_MEETING = r"overleggen|vergaderen|praten|sparren|overleg|vergadering|gesprek|bijeenkomst|bespreking|intervisie|sessie|workshop|training|afspraak|meeting|call|session|talk"
_BEHIND = rf"(?:,?\s*(?P<part>{_PART}))?(?:\s+(?:precies|stipt|sharp)\b)?"
_FIRST_BEHIND = rf"(?:\s*(?P<first_part>{_PART}))?"
_END = (
    r"(?:\b(?:eind(?:e|tijd)?|ends?|end\s*time|finish(?:es|ing)?|klaar|afgelopen|duurt|loopt|tot|until|till)\s*:?\s+(?:om\s+|at\s+|tot\s+|until\s+|uiterlijk\s+)?)"
)
_SAID = f"(?:(?<=[{Kind.CLOCK}{Kind.HOUR}{Kind.PART}])|{_ENDS})"  # behind a number alone nothing may follow that it counts
_AFTER_DAY = rf"(?:(?<={_DAY})|(?<={_DAY},)|(?<=[{Kind.PART}]))\s*"
_APART = (
    rf"(?:^|(?<=[,;(\n:–-])|(?<={_DAY})|(?<=[{Kind.DONE}]))\s*",
    rf"\s*(?=$|[,;)\n.!?]|\s(?:max|maximaal|lang)\b|(?:op\b|om\b|on\b|at\b)?\s*(?:{_DAY}|[{Kind.DONE}]))",
)
# What a part of the day takes in, in minutes since midnight.
_RANGES = {
    Part.MORNING: (5 * 60, HALF_DAY),
    Part.NOON: (11 * 60, 14 * 60),
    Part.AFTERNOON: (HALF_DAY, 18 * 60),
    Part.EVENING: (17 * 60, 24 * 60),
}


ENDS = {part: time.max if end == 24 * 60 else time(end // 60) for part, (_, end) in _RANGES.items()}


class _Reader:
    """Reads what the words for hours mean together."""

    def __init__(self, parts: set[Part], held_in: Part | None) -> None:
        """parts: of the day, that are said. held_in: the one in which the thing is held, where none is said."""
        self._parts, self._held_in = parts, held_in

    def rules(self) -> tuple[Rule[Told], ...]:
        return (
            # from … to …
            rule(rf"{_FROM}(?P<first>{_ANY}){_FIRST_BEHIND}{_AND}(?P<last>{_SURE}){_BEHIND}", self._range),
            rule(rf"{_FROM}(?P<first>{_SURE}){_AND}(?P<last>{_ANY}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_CUE}?(?P<first>{_ANY}){_FIRST_BEHIND}{_TO}(?P<last>{_SURE}){_BEHIND}", self._range),
            rule(rf"{_CUE}?(?P<first>{_SURE}){_TO}(?P<last>{_ANY}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_CUE}?(?P<first>{_DOTTED}){_TO}(?P<last>{_DOTTED}){_BEHIND}", self._range),
            rule(rf"{_CUE}?(?P<first>{_DOTTED}){_TO}(?P<last>{_NUMBER}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_AFTER_DAY}(?:{_FROM}|{_OM})?(?P<first>{_ANY}){_AND}(?P<last>{_ANY}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_APART[0]}(?P<first>{_ANY}){_TO}(?P<last>{_ANY})(?P<part>)?(?=\s+(?:op\s+|on\s+)?{_DAY})", self._range),
            rule(rf"(?:{_FROM}|{_OM})(?P<first>{_ANY}){_AND}(?P<last>{_ANY})(?P<part>)?{_ENDS}", self._perhaps_range),
            rule(rf"(?<=[{Kind.DONE}{Kind.CLOCK}{Kind.HOUR}{Kind.DOTTED}])\s*[,(]?\s*{_END}(?P<clock>{_ANY}){_BEHIND}{_SAID}", self._until),
            # how long
            rule(
                rf"\b(?:duur|duurt|duration|gedurende|for|lasts|looptijd)\s*(?:is|van|of|:)?\s*{_OFTEN}(?P<length>{mark(Kind.HOUR, Kind.LENGTH)})",
                self._lasts,
            ),
            rule(rf"(?P<length>{mark(Kind.HOUR, Kind.LENGTH)})\s+lang\b", self._lasts),
            rule(rf"\bvan\s+{_OFTEN}(?P<length>{mark(Kind.HOUR, Kind.LENGTH)})(?!{_TO}{_ANY}){_ENDS}", self._lasts),
            rule(rf"\b(?:of|voor)\s+{_OFTEN}(?P<length>{mark(Kind.LENGTH)}){_ENDS}", self._lasts),
            rule(rf"\b(?:duur|duurt|duration)\s*:?\s*(?P<length>{_CLOCK})", self._lasts),
            # one or the other
            rule(rf"{_CUE}?{_ANY}\s+(?:of|or|à)\s+(?:om\s+|at\s+)?{_SURE}", self._either),
            rule(rf"{_CUE}{_ANY}\s+(?:of|or)\s+(?:om\s+|at\s+)?{_ANY}{_ENDS}", self._either),
            rule(rf"{mark(Kind.CLOCK, Kind.HOUR, Kind.DOTTED)}\s*/\s*{_SURE}", self._either),
            rule(rf"(?<=[{Kind.DONE}{Kind.CLOCK}{Kind.HOUR}{Kind.DOTTED}])\s*,?\s*voor\s+(?P<length>{_HOUR}){_ENDS}", self._lasts),
            # about, before, after
            rule(rf"{_NEAR}(?P<clock>{_SURE})", self._near),
            rule(rf"{_NEAR}(?P<clock>{_ANY}){_ENDS}", self._near),
            rule(rf"(?P<clock>{_SURE})\s+(?:of\s+(?:later|eerder)|or\s+(?:later|earlier))\b", self._near),
            # at
            rule(rf"{_BY}(?P<clock>{_ANY}){_BEHIND}{_SAID}", self._single),
            rule(rf"{_OM}(?P<clock>{_ANY}){_BEHIND}{_SAID}", self._single),
            rule(rf"{_CUE}(?P<clock>{mark(Kind.CLOCK, Kind.HOUR, Kind.DOTTED)}){_BEHIND}", self._single),
            rule(rf"(?P<clock>{_CLOCK}){_BEHIND}", self._single),
            rule(rf"(?P<clock>{mark(Kind.HOUR, Kind.DOTTED, Kind.NUMBER)}),?\s+(?P<part>{_PART})", self._single),
            rule(rf"{_PART},?\s+(?P<clock>{mark(Kind.HOUR, Kind.DOTTED)})", self._single),
            rule(rf"{_AFTER_DAY}{_CUE}(?P<clock>{_NUMBER}){_BEHIND}{_SAID}", self._single),
            rule(rf"{_AFTER_DAY}(?P<clock>{_HOUR}){_BEHIND}", self._beside_day),
            rule(rf"{_AFTER_DAY}(?P<clock>{_DOTTED}){_BEHIND}{_ENDS}", self._single),
            rule(rf"(?P<clock>{mark(Kind.HOUR, Kind.DOTTED)})(?=\s+(?:op\s+|on\s+)?{_DAY})", self._single),
            rule(rf"{_APART[0]}(?P<clock>{_DOTTED}){_APART[1]}", self._single),
            rule(rf"{_APART[0]}{_OFTEN}(?P<length>{mark(Kind.LENGTH)}){_APART[1]}", self._lasts),
            rule(rf"(?P<length>{_HOUR})(?=\s+[^\W\d_]*(?:{_MEETING})\b)", self._lasts_beside),
            rule(rf"(?P<length>{mark(Kind.LENGTH)})(?=\s+[^\W\d_]*(?:{_MEETING})\b)", self._lasts),
            rule(rf"{_APART[0]}{_OFTEN}(?P<length>{_HOUR}){_APART[1]}", self._apart),
            rule(rf"{_APART[0]}(?P<clock>{_HOUR})\s", self._late),
        )

    def asked(self) -> tuple[Rule[Told], ...]:
        """Where an hour was asked for a number alone will do."""
        return (rule(rf"^\s*(?:om\s+|at\s+)?(?P<clock>{_ANY}){_BEHIND}\s*[.!]?\s*$", self._single),)

    def result(self, line: Line[Told]) -> Hours:
        done, lasting = line.of(Kind.DONE), {one.minutes for one in line.of(Kind.LASTS)}
        spans = tuple(one.span for one in line.of(Kind.DONE, Kind.LASTS, Kind.UNTIL, Kind.PART, Kind.WHOLE))
        for end in line.of(Kind.UNTIL):
            begins = [60 * begin.hour + begin.minute for one in done if not one.doubt for begin in one.begins]
            lasting |= {lasts for begin in begins if (lasts := _lasting(begin, end))}
        hours = tuple(sorted({begin for one in done for begin in one.begins}))
        lasting |= {one.lasts for one in done if one.lasts}
        minutes = lasting.pop() if len(lasting) == 1 else None
        doubt = next((one.doubt for one in done if one.doubt), HourDoubt.AMBIGUOUS if len(hours) > 1 else None)
        part = next(iter(self._parts)) if len(self._parts) == 1 else None
        is_whole = bool(line.of(Kind.WHOLE)) and not done
        if not done and self._parts and not is_whole:
            doubt = HourDoubt.PART
        at = hours[0] if hours and doubt is None else None
        return Hours(at, minutes, doubt, hours if doubt else (), part, is_whole, spans)

    # --- what a rule understands

    def _lasts(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "duur: 2 uur"."""
        minutes = line.at(match, "length").minutes
        return Told(Kind.LASTS, match.span(), minutes) if 0 < minutes <= MOST_MINUTES else None

    def _lasts_beside(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "2 uur vergaderen vanaf 10.00 uur": how long, where an hour is named too."""
        return self._lasts(match, line, base) if line.of(Kind.DONE) else None

    def _range(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "van 14.00 tot 15.30 uur", "10-12", "from 2 to 4 pm"."""
        first, last = line.at(match, "first"), line.at(match, "last")
        parts = self._parts_of(match, line)
        begin_parts = self._parts_of(match, line, "first_part") if match.groupdict().get("first_part") else parts
        fits = [(begin, lasts) for begin in self._begins(first, begin_parts) if (lasts := _lasting(begin, last))]
        if last.is_exact and len(fits) != 1:  # "2-4 pm", "7.30-15.30"
            fits = sorted((lasts, begin) for begin in _both(first) if (lasts := _lasting(begin, last)))[:1]
            fits = [(begin, lasts) for lasts, begin in fits]
        if len(fits) == 1:
            return Told(Kind.DONE, match.span(), begins=_times([fits[0][0]]), lasts=fits[0][1])
        begins = [begin for begin, _ in fits] or self._begins(first, parts)
        return Told(Kind.DONE, match.span(), begins=_times(begins), doubt=HourDoubt.AMBIGUOUS)

    def _until(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "14:00, eind 16:00"."""
        return replace(line.at(match, "clock"), kind=Kind.UNTIL, span=match.span())

    def _perhaps_range(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "van 12 tot 16" far from a day may be ages, or numbers of people."""
        if not has_day(line) or line.of(Kind.DONE):
            return None
        found = self._range(match, line, base)
        return Told(Kind.DONE, match.span(), begins=found.begins, doubt=HourDoubt.AMBIGUOUS) if found else None

    def _either(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "10 of 11 uur"."""
        begins = {begin for one in line.all_in(match) for begin in self._begins(one, self._parts)}
        return Told(Kind.DONE, match.span(), begins=_times(begins), doubt=HourDoubt.AMBIGUOUS)

    def _near(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "na 15.00 uur", "vóór twaalven", "rond drie uur"."""
        begins = self._begins(line.at(match, "clock"), self._parts)
        return Told(Kind.DONE, match.span(), begins=_times(begins), doubt=HourDoubt.BOUND)

    def _single(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "om 14.30 uur", "vrijdag 3 uur", "8 uur 's avonds"."""
        begins = self._begins(line.at(match, "clock"), self._parts_of(match, line))
        doubt = None if len(begins) == 1 else HourDoubt.AMBIGUOUS
        return Told(Kind.DONE, match.span(), begins=_times(begins), doubt=doubt)

    def _beside_day(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "vrijdag 3 uur"; "2 april, 2 uur" may be how long."""
        found, before = self._single(match, line, base), line.text[: match.start("clock")].rstrip()
        is_short = 0 < line.at(match, "clock").minutes <= 60 * LONGEST_HOURS
        if found and is_short and before.endswith(",") and not self._parts:
            return Told(Kind.DONE, match.span(), begins=found.begins, doubt=HourDoubt.AMBIGUOUS)
        return found

    def _apart(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "14:00, 2 uur": how long; where no other hour is named it is one, or how long."""
        if line.of(Kind.DONE):
            return self._lasts(match, line, base)
        one = line.at(match, "length")
        begins = self._begins(one, self._parts)
        is_open = (not one.is_exact and one.minutes <= 60 * LONGEST_HOURS) or len(begins) != 1
        return Told(Kind.DONE, match.span(), begins=_times(begins), doubt=HourDoubt.AMBIGUOUS if is_open else None)

    def _late(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "17u bellen, 2 april": at five, but "20 uur stage" is how long."""
        one = line.at(match, "clock")
        if line.of(Kind.DONE) or not one.is_exact or not has_day(line):
            return None
        return Told(Kind.DONE, match.span(), begins=_times([one.minutes]), doubt=HourDoubt.AMBIGUOUS)

    # --- which half of the day

    def _parts_of(self, match: re.Match[str], line: Line[Told], group: str = "part") -> set[Part]:
        if not match.groupdict().get(group):
            return self._parts
        return {part for part in (line.at(match, group).part,) if part}

    def _begins(self, one: Told, parts: set[Part]) -> list[int]:
        """The minutes since midnight that may be meant, earliest first; none: it is no hour of that part of the day."""
        fits = [one.minutes] if one.is_exact else _both(one)
        if parts:
            ranges = [_RANGES[part] for part in parts]
            return [minutes for minutes in fits if any(start <= minutes <= end for start, end in ranges)]
        if one.is_exact:
            return fits
        likely = [minutes for minutes in fits if 60 * OPEN_HOUR <= minutes < 60 * (OPEN_HOUR + 12)]
        return sorted({minutes for each in likely for minutes in self._with_evening(each)})

    def _with_evening(self, minutes: int) -> tuple[int, ...]:
        """Of an hour between seven and seven: that, or the same in the evening."""
        if minutes < 60 * FIRST_HOUR:
            match self._held_in:
                case Part.EVENING:
                    return (minutes + HALF_DAY,)
                case Part.MORNING:
                    return (minutes,)
                case _:
                    return minutes, minutes + HALF_DAY
        if self._held_in is Part.EVENING and minutes < HALF_DAY:  # "ouderavond voorbereiden om 9 uur"
            return minutes, minutes + HALF_DAY
        return (minutes,)


def has_day(line: Line[Told]) -> bool:
    return bool(re.search(_DAY, line.text))


def _both(one: Told) -> list[int]:
    """The two times of the day at which a clock shows it, or four; earliest first."""
    clocks = {one.minutes, one.minutes if one.also is None else one.also}
    return sorted({minutes for each in clocks for minutes in (each % HALF_DAY, each % HALF_DAY + HALF_DAY)})


def _lasting(begin: int, last: Told) -> int | None:
    """Minutes from a begin to the next time that the clock shows the end; None: too long to be meant."""
    ends = [last.minutes] if last.is_exact else _both(last)
    lasts = [end - begin for end in ends if 0 < end - begin <= MOST_MINUTES]
    return min(lasts, default=None)


def _times(minutes: Iterable[int]) -> tuple[time, ...]:
    return tuple(time(one // 60 % 24, one % 60) for one in sorted(minutes))
