"""School holidays and feasts of some days, and what is said of them: "na de herfstvakantie", "dinsdag na Pasen"."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.when.dated import given
from bot.when.free_days import CHRISTMAS, FEASTS, FIXED_BREAK, SCHOOL_BREAKS, Period, breaks, nearest_open
from bot.when.marks import Base, Found, Judge, Kind, Line, Rule, mark, pattern, rule
from bot.when.phrases import NAMED, THE, asked, vague
from bot.when.reckoning import FRIDAY, before, coming, monday, shifted, working
from bot.when.vocabulary import NUMBER, ORDINAL, ORDINALS, UNIT, number_of

_BEFORE, _AFTER = r"(?:voor|vóór|before)", r"(?:na|after|vanaf|from)"
_IS_AFTER = pattern(_AFTER)


# --- the words themselves


def _school(name: str) -> Judge[Found]:
    def judge(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
        return Found(Kind.BREAK, match.span(), periods=breaks(name, base.today), is_fixed=name == FIXED_BREAK)

    return judge


def _feast(names: str, period_in: Callable[[int], Period]) -> Judge[Found]:
    def judge(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
        this, following = period_in(base.today.year), period_in(base.today.year + 1)
        school = breaks(FIXED_BREAK, base.today) if names == CHRISTMAS else ()
        return Found(
            Kind.BREAK, match.span(), periods=(this if this[1] >= base.today else following,), school_periods=school
        )

    return judge


def _unknown(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return Found(Kind.BREAK, match.span(), is_fixed=False)


_A = r"(?:\b(?:de|het|the|een) )?"
NAMES: tuple[Rule[Found], ...] = (
    *(rule(rf"{_A}(?<![\w-])(?:{names})(?![\w-])", _school(name)) for names, name in SCHOOL_BREAKS.items()),
    *(rule(rf"{_A}(?<![\w-])(?:{names})(?![\w-])", _feast(names, period_in)) for names, period_in in FEASTS.items()),
    rule(rf"{_A}(?<![\w-])(?:vakantie|vakanties|(?:school )?holidays?|half[\s-]term)(?![\w-])", _unknown),
)


# --- a day beside one


def _settled(found: Found, match: re.Match[str], days: Iterable[date | None], base: Base) -> Found:
    """The day, where it is one and nobody has another; else to be asked for."""
    near = asked(match.span(), days, base)
    return given(match.span(), near.days[0], base) if found.is_fixed and len(near.days) == 1 else near


def _weekday(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "maandag na de kerstvakantie", "de vrijdag voor Pasen"; "maandag na Pasen" may be that of Easter itself."""
    found, weekday = line.at(match, "break"), line.at(match, "weekday")
    day_of, weeks = (
        weekday.weekday or 0,
        timedelta(weeks=abs(ORDINALS[match["nth"].casefold()]) - 1 if match["nth"] else 0),
    )
    if _IS_AFTER.match(match["way"]):
        days = {coming(last, day_of) + weeks for _, last in found.periods}
        days |= {last for _, last in found.periods if last.weekday() == day_of}
    else:
        days = {before(first, day_of) - weeks for first, _ in found.periods}
    return replace(_settled(found, match, days, base), part=weekday.part)


def _school_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "eerste schooldag na de kerstvakantie", "laatste dag voor de kerst": of the feast, or of the holiday around it?"""
    found = line.at(match, "break")
    periods = (
        found.school_periods if match["school"] and found.school_periods else (*found.periods, *found.school_periods)
    )
    return _settled(found, match, _nearest(periods, match), base)


def _next_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de dag voor kerst"; "de dag na Pasen" may be the second day of it."""
    found = line.at(match, "break")
    if _IS_AFTER.match(match["way"]):
        days = {last + timedelta(days=1) for _, last in found.periods}
        days |= {last for first, last in found.periods if last - first == timedelta(days=1)}
    else:
        days = {first - timedelta(days=1) for first, _ in found.periods}
    return _settled(found, match, days, base)


def _nearest(periods: Iterable[Period], match: re.Match[str]) -> set[date]:
    """The last days before each at which schools are open, or the first after it."""
    if _IS_AFTER.match(match["way"]):
        return {day for _, last in periods for day in nearest_open(last + timedelta(days=1), 1)}
    return {day for first, _ in periods for day in nearest_open(first - timedelta(days=1), -1)}


# --- no day in particular


def _far_from(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "twee weken na de herfstvakantie"."""
    found, is_after = line.at(match, "break"), bool(_IS_AFTER.match(match["way"]))
    number = number_of(match["number"]) * (1 if is_after else -1)
    return asked(
        match.span(),
        (shifted(last if is_after else first, number, match["unit"]) for first, last in found.periods),
        base,
    )


def _week(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "tweede week na Pasen", "de week voor de meivakantie": its Monday to point at."""
    found, is_after = line.at(match, "break"), bool(_IS_AFTER.match(match["way"]))
    nth = abs(ORDINALS[match["nth"].casefold()]) if match["nth"] else 1
    starts = {working(last + timedelta(days=1)) if is_after else first for first, last in found.periods}
    return asked(
        match.span(), (monday(start) + timedelta(weeks=nth - 1 if is_after else -nth) for start in starts), base
    )


def _near(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "voor de kerst", "na de herfstvakantie": the last or first days of school beside it."""
    days = _nearest(line.at(match, "break").periods, match)
    if not _IS_AFTER.match(match["way"]):
        days |= {min(day, monday(day) - timedelta(days=7 - FRIDAY)) for day in days if day.weekday() != FRIDAY}
    return asked(match.span(), days, base, is_strong=False)


_WAY, _IT = rf"(?P<way>{_BEFORE}|{_AFTER})", rf"(?P<break>{mark(Kind.BREAK)})"
RULES: tuple[Rule[Found], ...] = (
    rule(rf"{THE}(?:\b(?P<nth>{ORDINAL}) )?(?P<weekday>{NAMED}) {_WAY} {_IT}", _weekday),
    rule(
        rf"{THE}\b(?:eerste|1e|1ste|laatste|first|last) (?:(?P<school>school\s?|les)|werk|working )?(?:dag|day) {_WAY} {_IT}",
        _school_day,
    ),
    rule(rf"{THE}\b(?:dag|day) {_WAY} {_IT}", _next_day),
    rule(rf"\b(?P<number>{NUMBER}) (?P<unit>{UNIT}) {_WAY} {_IT}", _far_from),
    rule(rf"(?:\bin )?{THE}(?:\b(?P<nth>{ORDINAL}) )?\b(?:schoolweek|week) {_WAY} {_IT}", _week),
    rule(rf"(?:\b(?:uiterlijk|nog|net|vlak|direct|meteen|kort|ruim|ergens) )*\b{_WAY} {_IT}", _near),
    rule(rf"(?:\b(?:in|tijdens|rond|met|tegen|over|during|around|at|by) )?{_IT}", vague()),
)
