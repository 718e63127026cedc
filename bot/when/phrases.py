"""Pieces of patterns that several subjects share: what stands between two days, and what a mark may stand for."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from bot.when.marks import Base, Found, Kind, Line, Rule, mark, rule
from bot.when.meaning import Doubt, Span
from bot.when.reckoning import coming

THE = r"(?:\b(?:de|het|the) )?"
ON = r"(?:op |on )?"
TO = r"\s*(?:-|–|—|\bt/m\b|\btot en met\b|\btot\b|\buntil\b|\btill?\b|\bto\b|\bthrough\b)\s*"
OR = r"\s*(?:,|;|,?\s*\(?(?:\bdan wel\b|\ben/of\b|\bof\b|\ben\b|\bor\b|\band\b|/|&)(?: (?:anders|eventueel|desnoods|else|liever))?(?: (?:op|on))?)\s*"
NTH = r"(?:e|de|ste|st|nd|rd|th)"  # behind a number
DAY = mark(Kind.DAY)
WEEKDAY = mark(Kind.WEEKDAY)
NAMED = mark(Kind.WEEKDAY, Kind.SHORT)  # by the day of the week
ONE = mark(Kind.DAY, Kind.WEEKDAY)
Plain = Callable[[re.Match[str], Line[Found], Base], Found | None]


def vague(*, is_strong: bool = False, doubt: Doubt = Doubt.VAGUE) -> Plain:
    """Something that speaks of a day without one to point at."""
    return lambda match, line, base: Found(Kind.VAGUE, match.span(), (), doubt, is_strong=is_strong)


def asked(
    span: Span, days: Iterable[date | None], base: Base, *, doubt: Doubt = Doubt.VAGUE, is_strong: bool = True
) -> Found:
    """Something that has to be asked, with days to point at."""
    to_come = sorted({day for day in days if day and day >= base.today})
    return Found(Kind.VAGUE, span, tuple(to_come), doubt, is_strong=is_strong)


def day_meant(one: Found, base: Base) -> Found:
    """A day of the week by itself: the next that comes; on that day itself perhaps today. Others are what they are."""
    if one.kind not in (Kind.WEEKDAY, Kind.SHORT):
        return one
    next_one = coming(base.today, one.weekday or 0)
    if one.weekday == base.today.weekday():
        return replace(one, kind=Kind.DAY, days=(base.today, next_one), doubt=Doubt.AMBIGUOUS, is_weekday=True)
    return replace(one, kind=Kind.DAY, days=(next_one,), is_weekday=True)


def unsure(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """The day in a match, and words that leave it open: "1 mei of eerder"."""
    return asked(match.span(), day_meant(line.at(match, "day"), base).days, base)


def as_said(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """The day in a match, with words that add nothing to it: "a.s. 1 mei"."""
    return replace(line.at(match, "day"), span=match.span())


def past(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """What certainly was: "13 november jl."."""
    return Found(Kind.VAGUE, match.span(), (), Doubt.PAST)


# "na de eerste maandag van april" is behind that day, as "na 6 april" is.
ARTICLES: tuple[Rule[Found], ...] = (
    rule(rf"(?<!\w)(?:de|het|['’]t|die|deze|dit|onze|ons|the|this|that|our) (?:vrije |free )?(?P<day>{DAY})", as_said),
)
