"""Words that speak of a time without a day: "eind april", "in mei", "z.s.m.", "het voorjaar"; with days to point at, where there are."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.when.days import given
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, rule
from bot.when.meaning import Bound, Doubt
from bot.when.reckoning import FRIDAY, last_of_month, last_working, monday, working
from bot.when.weekdays import week_left_over

_MONTH, _WEEK = mark(Kind.MONTH), mark(Kind.WEEK)
_THE_MONTH = rf"(?:(?P<month>{_MONTH})|(?:de|deze|the|this)\s+(?:maand|month)\b)"
# Days after the first, of which the working days are offered.
_PARTS = {
    **dict.fromkeys(("begin", "early", "start of", "beginning of", "the beginning of"), (0, 3, 7)),
    **dict.fromkeys(("half", "medio", "halverwege", "mid", "midden"), (13, 14, 15)),
}
_ANY_PART = (0, 14, 27)


def _first(match: re.Match[str], line: Line[Found], base: Base) -> Found:
    if match["month"]:
        return line.at(match, "month")
    return Found(Kind.MONTH, match.span(), (base.today.replace(day=1),), has_year=True)


def _last_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de laatste dag van april", "uiterlijk eind april"."""
    groups, last = match.groupdict(), last_of_month(_first(match, line, base).days[0])
    if groups.get("working"):
        last = last_working(last)
    if groups.get("end") and last != last_working(last):  # "uiterlijk eind mei" where that is a Sunday
        return Found(Kind.VAGUE, match.span(), (last_working(last), last), Doubt.VAGUE, is_strong=True)
    return replace(given(match.span(), last, base), bound=Bound.BY if groups.get("by") else Bound.ON)


def _first_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    first = _first(match, line, base).days[0]
    return given(match.span(), working(first) if match["working"] else first, base)


def _end(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "eind april": its last day perhaps, or the last working day."""
    last = last_of_month(_first(match, line, base).days[0])
    days = {last, last_working(last), monday(last) - timedelta(days=7 - FRIDAY)}
    return Found(Kind.VAGUE, match.span(), tuple(sorted(day for day in days if day >= base.today)), Doubt.VAGUE)


def _part(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "begin mei", "half april", "in juni"."""
    first = _first(match, line, base).days[0]
    part = " ".join((match.groupdict().get("part") or "").casefold().split())
    days = {working(first + timedelta(days=off)) for off in _PARTS.get(part, _ANY_PART)}
    return Found(Kind.VAGUE, match.span(), tuple(sorted(day for day in days if day >= base.today)), Doubt.VAGUE)


def _week(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "eind volgende week", "ergens in week 14"."""
    found = week_left_over(line.at(match, "week"), base)
    days = found.days
    if len(line.at(match, "week").days) == 1:
        if re.match(r"(?:het\s+|the\s+)?(?:eind|end)", match[0], re.IGNORECASE):
            days = days[-2:]
        elif re.match(r"(?:het\s+|the\s+)?(?:begin|start)", match[0], re.IGNORECASE):
            days = days[:2]
    return replace(found, span=match.span(), days=days)


def _vague(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return Found(Kind.VAGUE, match.span(), (), Doubt.VAGUE)


def _past(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return Found(Kind.VAGUE, match.span(), (), Doubt.PAST)


RULES: tuple[Rule[Found], ...] = (
    rule(
        rf"(?:\b(?P<by>uiterlijk|op\s+zijn\s+laatst|voor|by)\s+)?\b(?:de\s+|the\s+)?(?:laatste|last)\s+(?P<working>werk|working\s+)?"
        rf"(?:dag|day)\s+(?:van|of|in)\s+{_THE_MONTH}",
        _last_day,
    ),
    rule(rf"\b(?:per\s+)?(?P<working>)?(?P<by>)?ultimo\s+(?P<month>{_MONTH})", _last_day),
    rule(rf"\b(?:de\s+|the\s+)?(?:eerste|first)\s+(?P<working>werk|working\s+)?(?:dag|day)\s+(?:van|of|in)\s+{_THE_MONTH}", _first_day),
    rule(
        rf"\b(?P<by>uiterlijk|op\s+zijn\s+laatst|by|no\s+later\s+than)\s+(?P<end>(?:het\s+|the\s+)?(?:eind|einde|end)(?:\s+van|\s+of)?)\s+{_THE_MONTH}",
        _last_day,
    ),
    rule(rf"\b(?:(?:voor|tegen|rond|vóór|before|around|towards)\s+)?(?:het\s+|the\s+)?(?:eind|einde|end|late)(?:\s+van|\s+of)?\s+{_THE_MONTH}", _end),
    rule(
        rf"\b(?:(?:voor|tegen|rond|vanaf|na|vóór|before|after|around|from)\s+)?(?:het\s+|the\s+)?(?P<part>begin|half|medio|halverwege|midden|"
        rf"early|mid|(?:start|beginning)\s+of)(?:\s+van|\s+of)?[\s-]+{_THE_MONTH}",
        _part,
    ),
    rule(
        rf"\b(?:in\s+)?(?:de\s+|the\s+)?(?:\w+)\s+(?:helft|week|weken|dagen|half|weeks|days)\s+(?:van|of|in)\s+{_THE_MONTH}",
        _part,
    ),
    rule(
        rf"\b(?:(?:het\s+|the\s+)?(?:eind|einde|end|begin|midden|start|beginning|ergens|loop)(?:\s+van|\s+of|\s+in)?\s+)(?:de\s+|the\s+)?(?P<week>{_WEEK})",
        _week,
    ),
    rule(
        r"\b(?:(?:eind|einde|end)(?:\s+van|\s+of)?\s+(?:de\s+|the\s+|deze\s+|this\s+)?week|(?:later\s+|eerder\s+)?(?:deze|this)\s+week)\b",
        _vague,
    ),
    rule(rf"(?:\b(?:in\s+de\s+loop\s+van|in|voor|na|vanaf|tegen|rond|by|before|after|during|from)\s+)?(?P<month>{_MONTH})", _part),
    rule(rf"(?:\b(?:in\s+de\s+loop\s+van|in|ergens)\s+)?(?P<week>{_WEEK})(?:\s+ergens\b)?", _week),
    rule(
        r"\b(?:(?:in|voor|na|rond|tegen|van|tot|before|after|by|during|over|at|on)\s+)?(?:het\s+|the\s+|komend\s+|volgend\s+|dit\s+|next\s+|this\s+)"
        r"(?:voorjaar|najaar|weekend|kwartaal|semester|schooljaar|studiejaar|jaar|school\s+year|quarter|spring|autumn|summer|winter|year)\b",
        _vague,
    ),
    rule(
        r"\b(?:(?:voor|vóór|na|tegen|in|tijdens|before|after|by|during)\s+)?(?:de\s+|the\s+)?(?:eind(?:e)?|begin|end|start|beginning|halverwege)"
        r"(?:\s+van|\s+of)?(?:\s+het|\s+de|\s+the|\s+dit|\s+this|\s+next|\s+volgend|\s+komend)?\s+(?:school\s?|studie)?(?:jaar|year|periode|semester|kwartaal|term)\b",
        _vague,
    ),
    rule(
        r"\b(?:voor|vóór|na|rond|tegen|in|tijdens|before|after|around|by|over|during)\s+(?:de\s+|het\s+|the\s+)?"
        r"(?:zomer|herfst|winter|lente|voorjaar|najaar|jaarwisseling|schooljaar|zomerstop|toetsweek|proefwerkweek|examens|examenweek|"
        r"summer|autumn|winter|spring|new\s+year|weekend|exams|break|carnaval)\b",
        _vague,
    ),
    rule(
        r"\b(?:binnenkort|spoedig|zo\s+snel\s+mogelijk|zo\s+spoedig\s+mogelijk|zsm|asap|as\s+soon\s+as\s+possible|soon|ooit|some\s?day|"
        r"straks|zo\s+meteen|zometeen|vannacht|op\s+termijn|te\s+zijner\s+tijd|later\s+(?:deze|this)\s+\w+|een\s+dezer\s+dagen|"
        r"(?:de\s+)?(?:komende|eerstvolgende|aankomende)\s+(?:dagen|weken|maanden|tijd)|(?:the\s+)?(?:coming|next\s+few)\s+(?:days|weeks|months)|"
        r"(?:komend|volgend|dit|this|next)\s+(?:weekend|jaar|schooljaar|year|school\s+year)|in\s+the\s+near\s+future|een\s+keer\s+binnenkort)\b"
        r"|(?<![\w.])(?:z\.s\.m|t\.z\.t|a\.s\.a\.p)\.?(?!\w)",
        _vague,
    ),
    rule(
        r"\b(?:(?:eerder|earlier)\s+(?:deze|this)\s+(?:week|maand|month)|onlangs|laatst|recent(?:ly|elijk)?|destijds|toen|(?:vorig|afgelopen|last)\s+"
        r"(?:jaar|schooljaar|year))\b",
        _past,
    ),
)
