"""Weeks, and the days in them: "week 14", "volgende week dinsdag of donderdag", "de week van 13 april"."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.when.dated import JUST_PASSED, choice_of, given, run_of
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, pattern, rule
from bot.when.meaning import Doubt
from bot.when.phrases import DAY, NAMED, ON, THE, TO, asked, vague
from bot.when.reckoning import monday, week, working_days
from bot.when.vocabulary import NUMBER, ORDINAL, any_of

_WEEK = mark(Kind.WEEK)
A_YEAR = timedelta(days=365)
_OR = r"\s*(?:,|,?\s*\b(?:en/of|of|en|or|and)\b(?: op| on)?|/|&)\s*"


# --- which week


def _numbered(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "week 14", "week 14 of 15"."""
    numbers = [int(number) for number in (match["number"], match["other"]) if number]
    starts = tuple(start for number in numbers if (start := week(number, base.today)))
    is_known = len(starts) == len(numbers)
    if is_known and any(start - base.today > A_YEAR - JUST_PASSED for start in starts):  # this year's has just been
        return Found(Kind.WEEK, match.span(), starts, Doubt.PASSED)
    return Found(Kind.WEEK, match.span(), starts if is_known else (), None if is_known else Doubt.IMPOSSIBLE)


def _spoken(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "volgende week"; "komende week" may be the rest of this one."""
    weeks = _WEEKS[match["which"].casefold()]
    return Found(Kind.WEEK, match.span(), tuple(monday(base.today) + timedelta(weeks=off) for off in weeks))


def _after_next(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de week na volgende week"."""
    return Found(Kind.WEEK, match.span(), (monday(base.today) + timedelta(weeks=2),))


def _one_of_two(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "deze of volgende week", and with a day: "deze of volgende week vrijdag"."""
    starts = [monday(base.today) + timedelta(weeks=off) for off in (0, 1)]
    if match["weekday"]:
        weekday = line.at(match, "weekday").weekday or 0
        return asked(match.span(), (start + timedelta(days=weekday) for start in starts), base, doubt=Doubt.AMBIGUOUS)
    return asked(match.span(), working_days(starts, base.today), base)


def _of_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de week van 14 december", "de week na 5 mei"."""
    day, way = line.at(match, "day"), (match.groupdict().get("way") or "").casefold()
    if way and _COUNTED.search(line.text, 0, match.start()):
        return None
    if day.doubt is not None:
        return replace(day, span=match.span(), is_strong=True)
    start = monday(day.days[0])
    weeks: tuple[int, ...] = {"voor": (-1,), "vóór": (-1,), "before": (-1,), "": (0,)}.get(way, (1,))
    if weeks == (1,) and start == day.days[0]:  # "de week na maandag 13 april" may begin on that day
        weeks = (0, 1)
    return Found(Kind.WEEK, match.span(), tuple(start + timedelta(weeks=off) for off in weeks))


_COUNTED = pattern(rf"\b(?:{NUMBER}|{ORDINAL}) $")  # "een week na 1 mei" is a day
_WEEKS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("deze", "this", "lopende"), (0,)),
    **dict.fromkeys(("volgende", "volgend", "next"), (1,)),
    **dict.fromkeys(("komende", "aankomende", "aanstaande", "coming"), (0, 1)),
    **dict.fromkeys(("vorige", "afgelopen", "last", "verleden"), (-1,)),
}
_THIS, _NEXT = r"(?:deze|this)(?: (?:week|wk))?", r"(?:volgende|komende|next) (?:week|wk)"
NAMES: tuple[Rule[Found], ...] = (
    rule(
        rf"\b(?:in )?(?:{_THIS} (?:of|or) {_NEXT}|{_NEXT} (?:of|or) (?:de week (?:erna|daarna|erop)|the week after))\b"
        rf"(?:,?\s*{ON}(?P<weekday>{NAMED}))?",
        _one_of_two,
    ),
    rule(rf"\b(?:in )?{THE}week (?:na volgende week|after next(?: week)?)\b", _after_next),
    rule(
        r"(?<![\w-])(?:(?:in|van|of) )?(?:week|weken|weeks|wk|weeknummer|weeknr)\.?\s*(?P<number>[0-9]{1,2})"
        r"(?:\s*(?:/|-|–|of|en|or|and|t/m|tot|to)\s*(?:week\s*|wk\.?\s*)?(?P<other>[0-9]{1,2}))?(?![\w/-]|[.:][0-9])(?!\s*(?:uur|u)\b)",
        _numbered,
    ),
    rule(
        rf"\b(?:in )?{THE}(?P<which>{any_of(_WEEKS)}) (?:week|wk)\b(?! (?:na|voor|van|of|before|after)\b)",
        _spoken,
    ),
)
# With dates in them.
OF_DAYS: tuple[Rule[Found], ...] = (
    rule(
        rf"(?<!\w)(?:in )?(?:{THE}week (?:van|of|commencing|beginning|starting)(?: the)?|w/c) (?P<day>{DAY})", _of_day
    ),
    rule(rf"{THE}\bweek (?P<way>na|voor|vóór|after|before) (?P<day>{DAY})", _of_day),
)


# --- a day of it


def _day_of(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "volgende week dinsdag of donderdag", "ma wk 14"."""
    if match.groupdict().get("of") and not _ENGLISH.match(line.raw, match.end("of")):
        return None  # "vrijdag of volgende week"
    found = line.all_in(match)
    a_week = next(one for one in found if one.kind is Kind.WEEK)
    weekdays = [one for one in found if one.kind is not Kind.WEEK]
    span = match.span()
    if a_week.doubt:
        return replace(a_week, kind=Kind.VAGUE, span=span, is_strong=True)
    days = [given(span, start + timedelta(days=one.weekday or 0), base) for one in weekdays for start in a_week.days]
    if len(weekdays) > 1:
        is_run = len(days) == 2 and bool(_RUNS.search(line.raw, match.start("list"), match.end("list")))
        return run_of(span, days) if is_run else choice_of(span, days, base)
    to_come = [one for one in days if one.doubt is None]
    if len(to_come) > 1:
        return asked(span, (one.days[0] for one in to_come), base, doubt=Doubt.AMBIGUOUS)
    return replace((to_come or days)[0], part=weekdays[0].part)


_ENGLISH = pattern(r" (?:the|next|this|that)\b")
_RUNS = pattern(TO)
_LIST = rf"(?P<list>{NAMED}(?:(?:{_OR}|{TO}){NAMED}){{0,6}})"
WITH_DAYS: tuple[Rule[Found], ...] = (
    rule(rf"{_LIST},?\s*(?:(?:van|(?P<of>of)|in) )?{THE}{_WEEK}", _day_of),
    rule(
        rf"{_WEEK}(?:['’]s)?[,:]?\s*(?:(?:dus|en wel|namelijk|liefst|bij voorkeur|preferably) )?(?:de )?{ON}{_LIST}",
        _day_of,
    ),
)


# --- no day of it


def _any_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "eind volgende week", "ergens in week 14": any working day of it that still comes."""
    one, edge = line.at(match, "week"), (match.groupdict().get("edge") or "").casefold()
    days = working_days(one.days, base.today)
    if len(one.days) == 1 and edge:
        days = days[-2:] if edge.startswith("ei") or edge.startswith("en") else days[:2]
    return Found(Kind.VAGUE, match.span(), days, one.doubt or (Doubt.VAGUE if days else Doubt.PAST), is_week=bool(days))


ALONE: tuple[Rule[Found], ...] = (
    rule(
        rf"\b(?:het |the )?(?P<edge>eind|einde|end|begin|start|beginning)(?: van| of)? {THE}(?P<week>{_WEEK})", _any_day
    ),
    rule(
        rf"(?:\b(?:in de loop van|in|ergens in|ergens|midden in|midden) )?(?:de |the )?(?P<week>{_WEEK})(?: ergens\b)?",
        _any_day,
    ),
    rule(
        r"\b(?:(?:eind|einde|end|begin|midden)(?: van| of)? (?:de |the |deze |this )?week|(?:later |eerder )?(?:deze|this) week)\b",
        vague(),
    ),
)
