"""School holidays and feasts of some days, and what is said of them: "na de herfstvakantie", "dinsdag na Pasen"."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.when.days import given
from bot.when.free_days import FEASTS, FIXED_BREAK, SCHOOL_BREAKS, Period, breaks
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, rule
from bot.when.meaning import Doubt
from bot.when.reckoning import FRIDAY, before, coming, last_working, monday, shifted, working
from bot.when.vocabulary import NUMBER, ORDINAL, ORDINALS, UNIT, number_of

_BREAK = mark(Kind.BREAK)
_WEEKDAY = mark(Kind.WEEKDAY, Kind.SHORT)
_THE = r"(?:\b(?:de|het|the|een)\s+)?"
_BEFORE, _AFTER = r"(?:voor|vóór|before)", r"(?:na|after|vanaf|from)"


def _school(name: str) -> Callable[[re.Match[str], Line[Found], Base], Found | None]:
    def judge(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
        return Found(Kind.BREAK, match.span(), periods=breaks(name, base.today), is_fixed=name == FIXED_BREAK)

    return judge


def _feast(period_in: Callable[[int], Period]) -> Callable[[re.Match[str], Line[Found], Base], Found | None]:
    def judge(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
        this, following = period_in(base.today.year), period_in(base.today.year + 1)
        return Found(Kind.BREAK, match.span(), periods=(this if this[1] >= base.today else following,))

    return judge


def _unknown(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return Found(Kind.BREAK, match.span(), is_fixed=False)


NAMES: tuple[Rule[Found], ...] = (
    *(rule(rf"{_THE}(?<![\w-])(?:{names})(?![\w-])", _school(name)) for names, name in SCHOOL_BREAKS.items()),
    *(rule(rf"{_THE}(?<![\w-])(?:{names})(?![\w-])", _feast(period_in)) for names, period_in in FEASTS.items()),
    rule(rf"{_THE}(?<![\w-])(?:vakantie|vakanties|holidays|half[ -]term|school holidays?)(?![\w-])", _unknown),
)


def _several(found: Found, span: tuple[int, int], days: set[date], base: Base, *, is_sure: bool = False) -> Found:
    """One of some days, to be asked for; sure where it is one and nobody has another."""
    to_come = tuple(sorted(day for day in days if day >= base.today))
    if is_sure and found.is_fixed and len(to_come) == 1:
        return given(span, to_come[0], base)
    return Found(Kind.VAGUE, span, to_come, Doubt.VAGUE)


def _weekday_near(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "maandag na de kerstvakantie", "de vrijdag voor Pasen"."""
    found, weekday = line.at(match, "break"), line.at(match, "weekday")
    is_after = bool(re.match(_AFTER, match["way"], re.IGNORECASE))
    nth = abs(ORDINALS[match["nth"].casefold()]) if match["nth"] else 1
    day_of = weekday.weekday or 0
    days = {
        coming(last, day_of) + timedelta(weeks=nth - 1) if is_after else before(first, day_of) - timedelta(weeks=nth - 1)
        for first, last in found.periods
    }
    if is_after and any(last.weekday() == day_of for _, last in found.periods):  # "maandag na Pasen": that of Easter itself?
        days |= {last for _, last in found.periods}
    near = _several(found, match.span(), days, base, is_sure=True)
    return replace(near, part=weekday.part, is_strong=near.doubt is not None)


def _school_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "eerste schooldag na de kerstvakantie", "laatste dag voor de kerst"."""
    found = line.at(match, "break")
    is_after = bool(re.match(_AFTER, match["way"], re.IGNORECASE))
    days = {
        working(last + timedelta(days=1)) if is_after else last_working(first - timedelta(days=1))
        for first, last in found.periods
    }
    return replace(_several(found, match.span(), days, base, is_sure=True), is_strong=True)


def _day_near(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de dag voor kerst", "de dag na Pasen"."""
    found = line.at(match, "break")
    is_after = bool(re.match(_AFTER, match["way"], re.IGNORECASE))
    days = {last + timedelta(days=1) if is_after else first - timedelta(days=1) for first, last in found.periods}
    return replace(_several(found, match.span(), days, base, is_sure=True), is_strong=True)


def _weeks_near(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "twee weken na de herfstvakantie", "tweede week na Pasen", "een week voor de meivakantie"."""
    found, groups = line.at(match, "break"), match.groupdict()
    is_after = bool(re.match(_AFTER, match["way"], re.IGNORECASE))
    if groups.get("unit"):
        number = number_of(match["number"]) * (1 if is_after else -1)
        days = {shifted(last if is_after else first, number, match["unit"]) for first, last in found.periods}
    else:
        nth = abs(ORDINALS[match["nth"].casefold()]) if match["nth"] else 1
        weeks = nth - 1 if is_after else -nth
        start = {working(last + timedelta(days=1)) if is_after else first for first, last in found.periods}
        days = {monday(one) + timedelta(weeks=weeks) for one in start}
    return replace(_several(found, match.span(), {day for day in days if day}, base), is_strong=True)


def _near(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "voor de kerst", "na de herfstvakantie": the last or first days of school beside it."""
    found = line.at(match, "break")
    if re.match(_AFTER, match["way"], re.IGNORECASE):
        days = {working(last + timedelta(days=1)) for _, last in found.periods}
    else:
        eves = {last_working(first - timedelta(days=1)) for first, _ in found.periods}
        days = eves | {min(day, monday(day) - timedelta(days=7 - FRIDAY)) for day in eves if day.weekday() != FRIDAY}
    return replace(_several(found, match.span(), days, base), is_strong=False)


def left_over(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """A holiday by itself: no day of it in particular."""
    return Found(Kind.VAGUE, match.span(), (), Doubt.VAGUE)


_WAY = rf"(?P<way>{_BEFORE}|{_AFTER})"
_AT = rf"(?P<break>{_BREAK})"
RULES: tuple[Rule[Found], ...] = (
    rule(rf"{_THE}(?:\b(?P<nth>{ORDINAL})\s+)?(?P<weekday>{_WEEKDAY})\s+{_WAY}\s+{_AT}", _weekday_near),
    rule(
        rf"{_THE}\b(?:eerste|1e|1ste|laatste|first|last)\s+(?:school|werk|les|working\s+|school\s+)?(?:dag|day)\s+{_WAY}\s+{_AT}",
        _school_day,
    ),
    rule(rf"{_THE}\b(?:dag|day)\s+{_WAY}\s+{_AT}", _day_near),
    rule(rf"\b(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\s+{_WAY}\s+{_AT}", _weeks_near),
    rule(rf"(?:\bin\s+)?{_THE}(?:\b(?P<nth>{ORDINAL})\s+)?\b(?:schoolweek|week)\s+{_WAY}\s+{_AT}", _weeks_near),
    rule(rf"(?:\b(?:uiterlijk|nog|net|vlak|direct|meteen|kort|ruim|ergens)\s+)*\b{_WAY}\s+{_AT}", _near),
    rule(rf"(?:\b(?:in|tijdens|rond|met|tegen|over|during|around|at|by)\s+)?{_AT}", left_over),
)
