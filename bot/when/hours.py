"""A line in which the days are marked in; the hour that it names, and how long something lasts, out.

People write of meetings: "drie uur" is in the afternoon, "half negen" in the morning, and seven may be either.
A number directly behind a day may be an hour, elsewhere it hardly ever is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from bot.when import clock_words, lengths, parts
from bot.when.clock_words import HALF_DAY
from bot.when.marks import Base, Kind, Line, Rule, Told, apply, mark, pattern, rule
from bot.when.meaning import HourDoubt, Part, Span
from bot.when.parts import HELD_IN, RANGES

FIRST_HOUR = 8  # nobody meets earlier, unless it is said that it is in the morning
OPEN_HOUR = 7  # in the morning, or in the evening
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
    line: Line[Told] = Line(text, text)
    for rules in (parts.RULES, clock_words.LESSONS, lengths.RULES, clock_words.RULES, clock_words.NUMBERS_ALONE):
        apply(rules, line, base)
    said = {one.part for one in line.of(Kind.PART) if one.part} or ({part} if part else set())
    reader = _Reader(said, None if said else _held_in(text))
    apply(reader.rules(), line, base)
    if is_asked and not line.of(Kind.BEGIN):
        apply(reader.asked(), line, base)
    return reader.result(line)


def _held_in(text: str) -> Part | None:
    """The part of the day in which the thing itself is held."""
    found = [part for part, words in HELD_IN.items() if words.search(text)]
    return found[0] if len(found) == 1 else None


_ANY = mark(Kind.CLOCK, Kind.HOUR, Kind.NUMBER, Kind.DOTTED)
_SURE = mark(Kind.CLOCK, Kind.HOUR)
_CLOCK, _HOUR, _NUMBER, _DOTTED = mark(Kind.CLOCK), mark(Kind.HOUR), mark(Kind.NUMBER), mark(Kind.DOTTED)
_LENGTH, _PART = mark(Kind.LENGTH), mark(Kind.PART)
_DAY = f"[{Kind.DAY}{Kind.DAYS}{Kind.RUN}{Kind.REPEAT}{Kind.VAGUE}]"
_ENDS = r"(?=\s*(?:$|[,;:.!?)\n(–-]|\b(?:in|op|bij|te|at|on|met|with|door|voor|for|is|via|over|naar|graag|please)\b|[\ue000-\uf8ff]))"
_TO = (
    r"\s*(?:-|–|—|→|>|~|\bt/m\b|\btot en met\b|\btot\b|\bto\b|\buntil\b|\btill?\b|['’]til\b)"
    r"(?:\s*(?:ongeveer|circa|uiterlijk|ca\.|\+/-|±|about|around)(?!\w))?\s*"
)
_FROM = r"\b(?:van|vanaf|tussen|from|between) "
_AND = rf"(?:{_TO}| (?:en|and) )"
_STRIKES = r"(?:om |at |klokslag |stipt )?"
_OM = rf"(?:\b(?:om|at|stipt|klokslag|(?:tijd(?:stip)?|time|(?:aanvang|begin|start)(?:s?tijd)?)\s*:?) {_STRIKES}|@\s*)"
_CUE = rf"(?:\b(?:om|at|vanaf|from|starts|starting|begint|stipt|(?:tijd(?:stip)?|time|(?:aanvang|begin|start)(?:s?tijd)?)\s*:?) {_STRIKES}|@\s*)"
_OFTEN = r"(?:ongeveer |ong\. |±\s*|\+/-\s*|circa |ca\.? |zo['’]n |max(?:imaal|\.)? |hooguit |about |around |up to )?"
_LASTING = r"\b(?:duur|duurt|duration|gedurende|for|lasts|looptijd)\s*(?:is|van|of|:)?\s*"
_BY = r"\b(?:uiterlijk|by|no later than|at the latest) (?:om |at )?"
_END = r"(?:\b(?:eind(?:e|tijd)?|ends?|end\s*time|finish(?:es|ing)?|eindigt|stopt|afronding|klaar|afgelopen|duurt|loopt|tot|until|till)\s*:? (?:om |at |tot |until |uiterlijk |ongeveer |circa |rond )*)"
_NEAR = (
    r"(?<!\w)(?:(?:pas )?na|after|v[oó][oó]r|before|rond(?:om)?|rond de klok van|omstreeks|circa|ca\.?|ongeveer|tegen|om en nabij|about|around|"
    r"round|tot(?: uiterlijk)?|t/m|until|till|towards?|niet (?:voor|na|eerder dan|later dan)|(?:een )?uur(?:tje)? of) "
    r"(?:(?:een )?uur(?:tje)? of |om )?"
)
_BESIDE_A_BREAK = (
    r"(?:meteen |direct |just |right )?(?:v[oó][oó]r|na|before|after|tijdens|in|during) (?:de |the )?lunch\b"
)
_NOT_YET = r"(?:onder voorbehoud|(?<!\w)o\.?v\.?b\.?|definitief|voorlopig|nog te bevestigen|tbc|provisionally)"
_MEETING = (
    r"[^\W\d_]*(?:overleggen|vergaderen|praten|sparren|overleg|vergadering|gesprek|bijeenkomst|bespreking|intervisie|sessie|workshop|training|"
    r"afspraak|meeting|call|session|talk)\b"
)
_BEHIND = rf"(?:,?\s*(?P<part>{_PART}))?(?: (?:precies|stipt|sharp)\b)?"
_FIRST_BEHIND = rf"(?:\s*(?P<first_part>{_PART}))?"
_SAID = (
    f"(?:(?<=[{Kind.CLOCK}{Kind.HOUR}{Kind.PART}])|{_ENDS})"  # behind a number alone nothing may follow that it counts
)
_NO_COUNT = r"(?!\s*[\w-]+(?:en|s)\b)(?=\s*[a-zà-ÿ])"  # "half acht tot negen aula", but "… tot negen leerlingen"
_AFTER_DAY = rf"(?:(?<={_DAY})|(?<={_DAY},)|(?<={Kind.PART}))\s*"
_AFTER_CLOCK = f"(?<=[{Kind.BEGIN}{Kind.CLOCK}{Kind.HOUR}{Kind.DOTTED}])"
_BEGINS = rf"(?:^|(?<=[,;(\n:–-])|(?<={_DAY})|(?<={Kind.BEGIN}))\s*"
_SHORT = pattern(r"[0-9]\s?u\.?$")
_STOPS = rf"\s*(?=$|[,;)\n.!?]|\s(?:max|maximaal|lang)\b|(?:op\b|om\b|on\b|at\b)?\s*(?:{_DAY}|{Kind.BEGIN}))"


class _Reader:
    """Reads what the words for hours mean together."""

    def __init__(self, said: set[Part], held_in: Part | None) -> None:
        """said: the parts of the day that are named. held_in: the one in which the thing is held, where none is."""
        self._said, self._held_in = said, held_in

    def rules(self) -> tuple[Rule[Told], ...]:
        return (
            # from … to …
            rule(rf"{_FROM}(?P<first>{_ANY}){_FIRST_BEHIND}{_AND}(?P<last>{_SURE}){_BEHIND}", self._range),
            rule(rf"{_FROM}(?P<first>{_SURE}){_AND}(?P<last>{_ANY}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_CUE}?(?P<first>{_ANY}){_FIRST_BEHIND}{_TO}(?P<last>{_SURE}){_BEHIND}", self._range),
            rule(rf"{_CUE}?(?P<first>{_SURE}){_TO}(?P<last>{_ANY}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_CUE}?(?P<first>{_CLOCK}){_TO}(?P<last>{_NUMBER})(?P<part>)?{_NO_COUNT}", self._range),
            rule(rf"{_CUE}?(?P<first>{_DOTTED}){_TO}(?P<last>{_DOTTED}){_BEHIND}", self._range),
            rule(rf"{_CUE}?(?P<first>{_DOTTED}){_TO}(?P<last>{_NUMBER}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_AFTER_DAY}{_FROM}(?P<first>{_ANY}){_AND}(?P<last>{_ANY}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_AFTER_DAY}{_OM}?(?P<first>{_ANY}){_TO}(?P<last>{_ANY}){_BEHIND}{_SAID}", self._range),
            rule(rf"{_BEGINS}(?P<first>{_ANY}){_TO}(?P<last>{_ANY})(?P<part>)?(?= (?:op |on )?{_DAY})", self._range),
            rule(rf"(?:{_FROM}|{_OM})(?P<first>{_ANY}){_AND}(?P<last>{_ANY})(?P<part>)?{_ENDS}", self._perhaps_range),
            rule(rf"{_AFTER_CLOCK}\s*[,(]?\s*{_END}(?P<clock>{_ANY}){_BEHIND}{_SAID}", self._end),
            rule(
                rf"\b(?:einde?(?:tijd)?|ends?|end time)\s*:\s*{_DAY}+,?\s*(?:om |at )?(?P<clock>{_ANY}){_BEHIND}",
                self._end,
            ),
            # how long
            rule(rf"{_LASTING}{_OFTEN}(?P<length>{mark(Kind.HOUR, Kind.LENGTH)})", self._lasts),
            rule(rf"(?P<length>{mark(Kind.HOUR, Kind.LENGTH)}) lang\b", self._lasts),
            rule(rf"\bvan {_OFTEN}(?P<length>{mark(Kind.HOUR, Kind.LENGTH)})(?!{_TO}{_ANY}){_ENDS}", self._lasts),
            rule(rf"\b(?:of|voor) {_OFTEN}(?P<length>{_LENGTH}){_ENDS}", self._lasts),
            rule(rf"\b(?:duur|duurt|duration)\s*:?\s*(?P<length>{_CLOCK})", self._lasts),
            rule(rf"{_AFTER_CLOCK}\s*,?\s*voor (?P<length>{_HOUR}){_ENDS}", self._lasts),
            rule(rf"{_AFTER_CLOCK}\s*[,(]?\s*(?P<length>{_LENGTH})", self._lasts),
            # one or the other
            rule(rf"{_CUE}?{_ANY} (?:of|or|à|a|en|and) (?:om |at )?{_SURE}", self._either),
            rule(rf"{_CUE}{_ANY} (?:of|or|en|and) (?:om |at )?{_ANY}{_ENDS}", self._either),
            rule(rf"{mark(Kind.CLOCK, Kind.HOUR, Kind.DOTTED)}\s*/\s*{_SURE}", self._either),
            # about, before, after
            rule(rf"{_NEAR}(?P<clock>{_SURE})", self._near),
            rule(rf"{_AFTER_DAY}{_BESIDE_A_BREAK}", self._some_time),
            rule(rf"{_NEAR}(?P<clock>{_ANY}){_ENDS}", self._near),
            rule(rf"(?P<clock>{_SURE}) (?:of (?:later|eerder)|or (?:later|earlier))\b", self._near),
            # at
            rule(rf"{_BY}(?P<clock>{_ANY}){_BEHIND}{_SAID}", self._single),
            rule(rf"{_OM}(?P<clock>{_ANY}){_BEHIND}{_SAID}", self._single),
            rule(rf"{_CUE}(?P<clock>{mark(Kind.CLOCK, Kind.HOUR, Kind.DOTTED)}){_BEHIND}", self._single),
            rule(rf"(?P<clock>{_CLOCK}){_BEHIND}", self._single),
            rule(rf"(?P<clock>{mark(Kind.HOUR, Kind.DOTTED, Kind.NUMBER)}),? (?P<part>{_PART})", self._single),
            rule(rf"{_PART},? (?P<clock>{mark(Kind.HOUR, Kind.DOTTED)})", self._single),
            rule(rf"{_AFTER_DAY}{_CUE}(?P<clock>{_NUMBER}){_BEHIND}{_SAID}", self._single),
            rule(rf"{_AFTER_DAY}(?P<clock>{_HOUR}){_BEHIND}", self._beside_day),
            rule(rf"{_NOT_YET},? (?P<clock>{mark(Kind.HOUR, Kind.DOTTED)})", self._behind),
            rule(rf"{_AFTER_DAY}(?P<clock>{_DOTTED}){_BEHIND}", self._single),
            rule(rf"(?P<clock>{mark(Kind.HOUR, Kind.DOTTED)})(?= (?:op |on )?{_DAY})", self._single),
            rule(rf"{_BEGINS}(?P<clock>{_DOTTED}){_STOPS}", self._single),
            rule(rf"(?<={_DAY})[^\S\n]+(?P<clock>{_NUMBER})[^\S\n]*(?=$|[,;)\n])", self._perhaps),
            # set apart
            rule(rf"{_BEGINS}{_OFTEN}(?P<length>{_LENGTH}){_STOPS}", self._lasts),
            rule(rf"(?P<length>{_HOUR})(?= {_MEETING})", self._lasts_beside),
            rule(rf"(?P<length>{_LENGTH})(?= {_MEETING})", self._lasts),
            rule(rf"{_BEGINS}{_OFTEN}(?P<length>{_HOUR}){_STOPS}", self._apart),
            rule(rf"(?<={Kind.BEGIN})\s*(?P<length>{_HOUR})(?=\s(?:op|in|bij|te|at|via|online)\b)", self._lasts_there),
            rule(rf"{_BEGINS}(?P<clock>{_HOUR})\s", self._leading),
            rule(rf"(?P<verb>\w+en )?(?P<clock>{mark(Kind.HOUR, Kind.DOTTED)}){_STOPS}", self._trailing),
        )

    def asked(self) -> tuple[Rule[Told], ...]:
        """Where an hour was asked for a number alone will do."""
        return (rule(rf"^\s*(?:om |at )?(?P<clock>{_ANY}){_BEHIND}\s*[.!]?\s*$", self._single),)

    def result(self, line: Line[Told]) -> Hours:
        begun, ends = line.of(Kind.BEGIN), line.of(Kind.END)
        hours = tuple(sorted({begin for one in begun for begin in one.begins}))
        sure = [60 * begin.hour + begin.minute for one in begun if not one.doubt for begin in one.begins]
        lasting = {one.minutes for one in line.of(Kind.LASTS)} | {one.lasts for one in begun if one.lasts}
        lasting |= {lasts for end in ends for begin in sure if (lasts := _lasting(begin, end))}
        doubt = next((one.doubt for one in begun if one.doubt), HourDoubt.AMBIGUOUS if len(hours) > 1 else None)
        is_whole = bool(line.of(Kind.WHOLE)) and not begun
        if not begun and self._said and not is_whole:
            doubt = HourDoubt.PART
        return Hours(
            at=hours[0] if hours and doubt is None else None,
            minutes=lasting.pop() if len(lasting) == 1 else None,
            doubt=doubt,
            hours=hours if doubt else (),
            part=next(iter(self._said)) if len(self._said) == 1 else None,
            is_whole_day=is_whole,
            spans=tuple(one.span for one in line.of(Kind.BEGIN, Kind.LASTS, Kind.END, Kind.PART, Kind.WHOLE)),
        )

    # --- what a rule understands

    def _range(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "van 14.00 tot 15.30 uur", "10-12", "from 2 to 4 pm"."""
        first, last, said = line.at(match, "first"), line.at(match, "last"), self._said_in(match, line, "part")
        begins = self._begins(
            first, self._said_in(match, line, "first_part") if match.groupdict().get("first_part") else said
        )
        fits = [(begin, lasts) for begin in begins if (lasts := _lasting(begin, last))]
        if last.is_exact and len(fits) != 1:  # "2-4 pm", "7.30-15.30"
            both = [(begin, lasts) for begin in _both(first) if (lasts := _lasting(begin, last))]
            fits = sorted(both, key=lambda fit: fit[1])[:1]
        if len(fits) == 1:
            return Told(Kind.BEGIN, match.span(), begins=_times([fits[0][0]]), lasts=fits[0][1])
        return self._doubtful(match, [begin for begin, _ in fits] or begins)

    def _perhaps_range(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "van 12 tot 16" far from a day may be ages, or numbers of people."""
        found = None if line.of(Kind.BEGIN) or not _has_day(line) else self._range(match, line, base)
        return replace(found, lasts=None, doubt=HourDoubt.AMBIGUOUS) if found else None

    def _end(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "14:00, eind 16:00"."""
        return replace(line.at(match, "clock"), kind=Kind.END, span=match.span())

    def _lasts(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "duur: 2 uur"."""
        minutes = line.at(match, "length").minutes
        return Told(Kind.LASTS, match.span(), minutes) if 0 < minutes <= MOST_MINUTES else None

    def _lasts_beside(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "2 uur vergaderen vanaf 10.00 uur": how long, where an hour is named too."""
        return self._lasts(match, line, base) if line.of(Kind.BEGIN) else None

    def _lasts_there(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "14:00 1 uur op het roc": how long, where it is followed by where."""
        is_short = line.at(match, "length").minutes <= 60 * LONGEST_HOURS
        return self._lasts(match, line, base) if is_short else None

    def _either(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "10 of 11 uur"."""
        each = line.all_in(match)
        is_how_long = all(one.kind in (Kind.NUMBER, Kind.HOUR) for one in each) and bool(
            line.of(Kind.CLOCK, Kind.DOTTED)
        )
        return (
            None
            if is_how_long
            else self._doubtful(match, {begin for one in each for begin in self._begins(one, self._said)})
        )

    def _near(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "na 15.00 uur", "vóór twaalven", "rond drie uur"."""
        return self._doubtful(match, self._begins(line.at(match, "clock"), self._said), HourDoubt.BOUND)

    def _single(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "om 14.30 uur", "vrijdag 3 uur", "8 uur 's avonds"."""
        begins = self._begins(line.at(match, "clock"), self._said_in(match, line, "part"))
        found = self._doubtful(match, begins)
        # "vrijdag om 24 uur" may be the night before, or the one behind it
        return replace(found, doubt=None) if len(begins) == 1 and begins[0] < 2 * HALF_DAY else found

    def _behind(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "23 maart onder voorbehoud 10 uur"."""
        found = None if line.of(Kind.BEGIN) or not _has_day(line) else self._single(match, line, base)
        return replace(found, span=match.span("clock")) if found else None

    def _some_time(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "vrijdag na de lunch": an hour, but which?"""
        return None if line.of(Kind.BEGIN) else self._doubtful(match, [], HourDoubt.BOUND)

    def _perhaps(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "di 1-12 11": a number that ends what is said of a day."""
        begins = self._begins(line.at(match, "clock"), self._said)
        return self._doubtful(match, begins) if begins and not line.of(Kind.BEGIN) else None

    def _beside_day(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "vrijdag 3 uur"; "2 april, 2 uur" may be how long."""
        found, is_apart = self._single(match, line, base), line.text[: match.start("clock")].rstrip().endswith(",")
        if is_apart and line.of(Kind.BEGIN):  # "2 april, 1 uur, 10:00"
            minutes = line.at(match, "clock").minutes
            return Told(Kind.LASTS, match.span(), minutes) if 0 < minutes <= MOST_MINUTES else None
        is_short = 0 < line.at(match, "clock").minutes <= 60 * LONGEST_HOURS
        return (
            replace(found, doubt=HourDoubt.AMBIGUOUS) if found and is_apart and is_short and not self._said else found
        )

    def _apart(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "14:00, 2 uur": how long; where no other hour is named it is one, or how long."""
        if line.of(Kind.BEGIN):
            return self._lasts(match, line, base)
        one = line.at(match, "length")
        found = self._doubtful(match, begins := self._begins(one, self._said))
        is_sure = len(begins) == 1 and (one.is_exact or one.minutes > 60 * LONGEST_HOURS)
        return replace(found, doubt=None) if is_sure and begins[0] < 2 * HALF_DAY else found

    def _leading(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "17u bellen, 2 april": at five, but "20 uur stage" is how long."""
        one = line.at(match, "clock")
        is_perhaps = not line.of(Kind.BEGIN) and one.is_exact and _has_day(line)
        return self._doubtful(match, [one.minutes]) if is_perhaps else None

    def _trailing(self, match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
        """ "lijst mailen 17 uur", "lijst naar Ans 17u": at five, or for so long; but "stage 16 uur" is how long."""
        one, span = line.at(match, "clock"), match.span("clock")
        if line.of(Kind.BEGIN):  # "14:00 overleggen 2 uur"
            is_short = bool(match["verb"]) and one.kind is Kind.HOUR and 0 < one.minutes <= 60 * LONGEST_HOURS
            return Told(Kind.LASTS, span, one.minutes) if is_short else None
        if not match["verb"] and not _SHORT.search(line.raw, *span):
            return None
        return replace(self._doubtful(match, self._begins(one, self._said)), span=span)

    @staticmethod
    def _doubtful(match: re.Match[str], begins: Iterable[int], doubt: HourDoubt = HourDoubt.AMBIGUOUS) -> Told:
        return Told(Kind.BEGIN, match.span(), begins=_times(begins), doubt=doubt)

    # --- which half of the day

    def _said_in(self, match: re.Match[str], line: Line[Told], group: str) -> set[Part]:
        """The part of the day that stands beside an hour, else those of the text."""
        part = line.at(match, group).part if match.groupdict().get(group) else None
        return {part} if part else self._said

    def _begins(self, one: Told, said: set[Part]) -> list[int]:
        """The minutes since midnight that may be meant, earliest first; none: it is no hour of that part of the day."""
        fits = [one.minutes] if one.is_exact else _both(one)
        if said:
            return [minutes for minutes in fits if any(_is_in(minutes, part) for part in said)]
        if one.is_exact:
            return fits
        likely = [minutes for minutes in fits if 60 * OPEN_HOUR <= minutes < 60 * OPEN_HOUR + HALF_DAY]
        return sorted({minutes for each in likely for minutes in self._or_evening(each)})

    def _or_evening(self, minutes: int) -> tuple[int, ...]:
        """Of an hour between seven and seven: that, or the same in the evening."""
        is_open = minutes < 60 * FIRST_HOUR
        match self._held_in:
            case Part.EVENING if is_open:
                return (minutes + HALF_DAY,)
            case Part.EVENING if minutes < HALF_DAY:  # "ouderavond voorbereiden om 9 uur"
                return minutes, minutes + HALF_DAY
            case Part.MORNING:
                return (minutes,)
            case _:
                return (minutes, minutes + HALF_DAY) if is_open else (minutes,)


def _has_day(line: Line[Told]) -> bool:
    return bool(re.search(_DAY, line.text))


def _is_in(minutes: int, part: Part) -> bool:
    start, end = RANGES[part]
    return start <= time(minutes // 60 % 24, minutes % 60) <= end


def _both(one: Told) -> list[int]:
    """The two times of the day at which a clock shows it, or four; earliest first."""
    clocks = {one.minutes, one.minutes if one.also is None else one.also}
    return sorted({minutes for each in clocks for minutes in (each % HALF_DAY, each % HALF_DAY + HALF_DAY)})


def _lasting(begin: int, last: Told) -> int | None:
    """Minutes from a begin to the next time that the clock shows the end; None: too long to be meant."""
    ends = [last.minutes] if last.is_exact else _both(last)
    return min((end - begin for end in ends if 0 < end - begin <= MOST_MINUTES), default=None)


def _times(minutes: Iterable[int]) -> tuple[time, ...]:
    return tuple(time(one // 60 % 24, one % 60) for one in sorted(minutes))
