"""Months, and the days in them: "eerste maandag van mei", "de 16e van volgende maand", "uiterlijk eind april", "half juni"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.when.dated import dated, fitting, given, is_apart
from bot.when.free_days import nearest_open
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, pattern, rule
from bot.when.meaning import Bound, Doubt
from bot.when.phrases import NAMED, NTH, ON, THE, WEEKDAY, asked
from bot.when.reckoning import (
    FRIDAY,
    first_of_month,
    last_of_month,
    last_working,
    monday,
    nth_weekday,
    numbered,
    working,
)
from bot.when.vocabulary import CODES, MONTHS, NTH_WORDS, ORDINAL, ORDINALS, any_of, month_of
from bot.when.weekdays import NTH_IN_WORDS

_MONTH = mark(Kind.MONTH)
_THIS = r"(?:de|the) (?:maand|month)\b"
_THE_MONTH = rf"(?:(?P<month>{_MONTH})|(?:de|deze|the|this) (?:maand|month)\b)"


# --- which month


def _spoken(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "volgende maand"."""
    months = _WHICH[match["which"].casefold()]
    if months is None:
        return Found(Kind.VAGUE, match.span(), (), Doubt.PAST)
    return Found(Kind.MONTH, match.span(), (first_of_month(base.today, months),), has_year=True)


def _named(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "april", "mei 2027"."""
    number = month_of(match["month"])
    if number is None:
        return None
    year = int(match["year"]) if match["year"] else base.today.year + (number < base.today.month)
    return Found(
        Kind.MONTH, match.span(), (base.today.replace(year=year, month=number, day=1),), has_year=bool(match["year"])
    )


_WHICH: dict[str, int | None] = {
    **dict.fromkeys(("deze", "this", "lopende"), 0),
    **dict.fromkeys(("volgende", "komende", "aankomende", "next", "coming"), 1),
    **dict.fromkeys(("vorige", "afgelopen", "last"), None),
}
_OTHER_WORDS = ("may", "march")  # these are verbs too
_LONG = any_of(
    name
    for name in MONTHS
    if (len(name) > 4 or name in ("mei", "juni", "juli", "june", "july")) and name not in _OTHER_WORDS
)
_SHORT = any_of(name for name in MONTHS if len(name) <= 4 or name in _OTHER_WORDS)
_LEADS = "|".join(
    rf"(?<=\b{word}\s)" for word in ("in", "mid", "early", "late", "of", "begin", "eind", "medio", "half")
).replace(" ", r"\s")
NAMES: tuple[Rule[Found], ...] = (
    rule(rf"\b(?P<which>{any_of(_WHICH)}) (?:maand|month)\b", _spoken),
    rule(rf"(?<![\w-])(?P<month>{_LONG})\b(?:,? (?P<year>20[0-9]{{2}})\b)?(?!-?\w)", _named),
    rule(rf"(?:{_LEADS}|(?<=\bmid-))(?P<month>{_SHORT})\b\.?(?: (?P<year>20[0-9]{{2}})\b)?", _named),
)


# --- a day of it


def _nth_weekday(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "eerste maandag van maart"; "van de maand" may be of this one, or of each; "een na de laatste" is another."""
    if _LAST_BUT.search(line.text, 0, match.start()):
        month = line.at(match, "month") if match["month"] else None
        last = nth_weekday(month.days[0], line.at(match, "weekday").weekday or 0, -1) if month else None
        return asked(match.span(), (last,), base)
    weekday, nth = line.at(match, "weekday").weekday or 0, ORDINALS[match["nth"].casefold()]
    span = match.span()
    if not match["month"]:
        days = (nth_weekday(first_of_month(base.today, months), weekday, nth) for months in (0, 1, 2))
        to_come = tuple(day for day in days if day and day >= base.today)[:2]
        rule_ = f"FREQ=MONTHLY;BYDAY={nth:+d}{CODES[weekday]}"
        return Found(Kind.DAY, span, to_come, Doubt.AMBIGUOUS, is_strong=True, rule=rule_)
    month = line.at(match, "month")
    day = nth_weekday(month.days[0], weekday, nth)
    if day is None:
        return Found(Kind.DAY, span, (), Doubt.IMPOSSIBLE, is_strong=True)
    if day < base.today and not month.has_year:
        return asked(span, (nth_weekday(first_of_month(month.days[0], 12), weekday, nth),), base, doubt=Doubt.PASSED)
    return given(span, day, base)


def _some_weekday(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "een dinsdag in april"."""
    first, weekday = line.at(match, "month").days[0], line.at(match, "weekday").weekday or 0
    return asked(match.span(), (nth_weekday(first, weekday, nth) for nth in range(1, 6)), base)


def _number(match: re.Match[str]) -> int | None:
    """Of a day, in figures or words; None: no month has it."""
    word = match.groupdict().get("word")
    number = NTH_WORDS[word.casefold()] if word else int(match["number"])
    return number if 1 <= number <= 31 else None


def _numbered(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de 16e van volgende maand", "20 dezer"."""
    number, groups = _number(match), match.groupdict()
    if number is None:
        return None
    first = line.at(match, "month").days[0] if groups.get("month") else base.today.replace(day=1)
    found = dated(match.span(), first.month, number, first.year, base)
    return fitting(found, line.at(match, "weekday").weekday, base.today) if groups.get("weekday") else found


def _of_any(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de 15e van de maand": of this one, or of each."""
    number = _number(match)
    if number is None:
        return None
    days, rule_ = numbered(number, None, base.today), f"FREQ=MONTHLY;BYMONTHDAY={number}"
    return Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True, rule=rule_)


def _of_the_next(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de 4e" of a month that isn't said: the next that comes, unless that is in a weekend, or today."""
    number = _number(match)
    if number is None or not (is_apart(match, line) or _AN_HOUR.match(line.text, match.end())):
        return None
    days = numbered(number, None, base.today)
    if days and days[0] != base.today and days[0] == working(days[0]):
        return Found(Kind.DAY, match.span(), days[:1])
    return Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True)


_AN_HOUR = pattern(
    r",?\s*(?:om|at) (?:[0-9]|half\b|kwart\b|(?:een|één|twee|drie|vier|vijf|acht|negen|tien|elf|twaalf)\b)"
)
_LAST_BUT = pattern(r"(?:\b(?:een|één|1|twee) na (?:de )?|\bto |\bto the )$")
_NTH_DAY = rf"(?:(?P<number>[0-9]{{1,2}}){NTH}|(?P<word>{NTH_IN_WORDS}))"
_ANY_NTH_DAY = rf"(?:(?P<number>[0-9]{{1,2}}){NTH}|(?P<word>{any_of(NTH_WORDS)}))"
WITH_DAYS: tuple[Rule[Found], ...] = (
    rule(
        rf"\b(?P<nth>{ORDINAL}) (?P<weekday>{NAMED}) (?:(?:(?:van|in|of) )?(?P<month>{_MONTH})|(?:van|in|of) {_THIS})",
        _nth_weekday,
    ),
    rule(rf"\b(?:de |the )?{_ANY_NTH_DAY} (?:van|of) {_THIS}", _of_any),
    rule(rf"(?:(?P<weekday>{NAMED}),?\s*)?\b(?:de|the) {_ANY_NTH_DAY} (?:van|of|in) (?P<month>{_MONTH})", _numbered),
    rule(rf"(?:(?P<weekday>{NAMED}),?\s*)?\b(?:de|the) {_NTH_DAY} (?P<month>{_MONTH})", _numbered),
    rule(rf"(?P<month>{_MONTH}),? (?:op )?(?:(?P<weekday>{NAMED}) )?(?:de|the) {_NTH_DAY}\b", _numbered),
    rule(rf"\b(?:de )?(?P<number>[0-9]{{1,2}})(?:{NTH})? dezer\b", _numbered),
)
# Of a month that isn't said.
NUMBERED: tuple[Rule[Found], ...] = (rule(rf"\b(?:de|the) {_NTH_DAY}(?![\w/-])", _of_the_next),)
SOME_WEEKDAY: tuple[Rule[Found], ...] = (
    rule(
        rf"(?:\b{ON}(?:een|één|a|an|any|some|one) )?(?P<weekday>{WEEKDAY}) (?:in|van) (?P<month>{_MONTH})",
        _some_weekday,
    ),
)


# --- its edges, and no day of it


def _first(match: re.Match[str], line: Line[Found], base: Base) -> Found:
    """The month that is spoken of."""
    if match.groupdict().get("month"):
        return line.at(match, "month")
    return Found(Kind.MONTH, match.span(), (base.today.replace(day=1),), has_year=True)


def _last_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de laatste dag van april", "uiterlijk eind april"; in a weekend perhaps the Friday before."""
    groups, last = match.groupdict(), last_of_month(_first(match, line, base).days[0])
    if groups.get("working"):
        return _settled(match, nearest_open(last, -1), base)
    if groups.get("end") and last != last_working(last):
        return asked(match.span(), (last_working(last), last), base)
    return replace(given(match.span(), last, base), bound=Bound.BY if groups.get("by") else Bound.ON)


def _first_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    first = _first(match, line, base).days[0]
    return _settled(match, nearest_open(first, 1), base) if match["working"] else given(match.span(), first, base)


def _settled(match: re.Match[str], days: set[date], base: Base) -> Found:
    return given(match.span(), min(days), base) if len(days) == 1 else asked(match.span(), days, base)


def _end(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "eind april": its last day perhaps, or the last working day."""
    last = last_of_month(_first(match, line, base).days[0])
    days = (last, last_working(last), monday(last) - timedelta(days=7 - FRIDAY))
    return asked(match.span(), days, base, is_strong=False)


def _part(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "begin mei", "half april", "in juni"."""
    first = _first(match, line, base).days[0]
    part = " ".join((match.groupdict().get("part") or "").casefold().split())
    return asked(
        match.span(),
        (working(first + timedelta(days=off)) for off in _PARTS.get(part, _ANY_PART)),
        base,
        is_strong=False,
    )


# Days after the first, of which the working days are offered.
_PARTS = {
    **dict.fromkeys(("begin", "early", "start of", "beginning of"), (0, 3, 7)),
    **dict.fromkeys(("half", "medio", "halverwege", "mid", "midden"), (13, 14, 15)),
}
_ANY_PART = (0, 14, 27)
_WAY = r"(?:\b(?:voor|vóór|tegen|rond|vanaf|na|before|after|around|towards|from) )?"
_END = r"(?:het |the )?(?:eind|einde|end|late)(?: van| of)?"
ALONE: tuple[Rule[Found], ...] = (
    rule(
        rf"(?:\b(?P<by>uiterlijk|op zijn laatst|voor|by) )?{THE}\b(?:laatste|last) (?P<working>werk|working )?(?:dag|day) (?:van|of|in) {_THE_MONTH}",
        _last_day,
    ),
    rule(rf"\b(?:per )?ultimo (?P<month>{_MONTH})", _last_day),
    rule(rf"{THE}\b(?:eerste|first) (?P<working>werk|working )?(?:dag|day) (?:van|of|in) {_THE_MONTH}", _first_day),
    rule(rf"\b(?P<by>uiterlijk|op zijn laatst|by|no later than) (?P<end>{_END}) {_THE_MONTH}", _last_day),
    rule(rf"{_WAY}\b{_END} {_THE_MONTH}", _end),
    rule(
        rf"{_WAY}\b(?:het |the )?(?P<part>begin|half|medio|halverwege|midden|early|mid|(?:start|beginning) of)(?: van| of)?[\s-]+{_THE_MONTH}",
        _part,
    ),
    rule(rf"\b(?:in )?{THE}\w+ (?:helft|week|weken|dagen|half|weeks|days) (?:van|of|in) {_THE_MONTH}", _part),
    rule(
        rf"(?:\b(?:in de loop van|in|voor|na|vanaf|tegen|rond|by|before|after|during|from) )?(?P<month>{_MONTH})", _part
    ),
)
