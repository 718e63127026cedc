"""A note and the moment it is read at in; when is meant, or the doubt, and what is left of the note out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.when import (
    bounds,
    breaks,
    choices,
    dated,
    distances,
    extent,
    months,
    repeating,
    spoken,
    vagueness,
    weekdays,
    weeks,
    years,
)
from bot.when.hours import Hours, read_hours
from bot.when.judging import day_of, judged, less_sundays, settled_by_hour, that_count
from bot.when.marks import Base, Found, Kind, Line, apply, unmarked
from bot.when.meaning import Bound, Doubt, Span, When
from bot.when.phrases import ARTICLES, day_meant
from bot.when.remains import led_up_to, without

READ_CHARS = 1000  # of a text; what follows is not looked at
MOST_CANDIDATES = 5  # to choose from, with one thumb
MOST_CHOICES = 12  # … where they were named one by one
_STRESSED = {"ná": "na", "nà": "na", "vòòr": "vóór", "Ná": "Na", "Nà": "Na", "Vòòr": "Vóór"}
_QUOTES = re.compile('["“”„«»]')
_GAP = re.compile(r"\s{30,}")  # nobody reads on behind it, and patterns would search long in it
# The rules for days, in the order in which they read: names first, then what is said of them.
STAGES = (
    spoken.HOLIDAYS,
    breaks.NAMES,
    repeating.HABITS,
    weekdays.NAMES,
    spoken.RULES,
    dated.RULES,
    weeks.NAMES,
    months.NAMES,
    years.RULES,
    repeating.RULES,
    weekdays.DATED,
    months.WITH_DAYS,
    weekdays.NUMBERED,
    months.NUMBERED,
    ARTICLES,
    weeks.OF_DAYS,
    weeks.WITH_DAYS,
    weekdays.STANDING,
    extent.RULES,
    breaks.RULES,
    months.SOME_WEEKDAY,
    weekdays.WHICH,
    distances.RULES,
    months.ALONE,
    weeks.ALONE,
    vagueness.RULES,
    choices.RULES,
    bounds.RULES,
)
# What may be left of all that, and speaks of a day.
_SPEAK = (Kind.DAY, Kind.WEEKDAY, Kind.DAYS, Kind.RUN, Kind.REPEAT, Kind.VAGUE, Kind.BREAK, Kind.WEEK, Kind.MONTH)


def read(text: str, now: datetime, lang: str, *, is_asked: bool = False) -> When:
    """When a text speaks of.

    now: on the clock there. lang: of whoever wrote it, for the order of "1/2" and for "half four"; words are read in Dutch
    and English alike. is_asked: it answers "how late?", where a number alone will do.
    """
    head = _less_stress(unmarked(_GAP.split(text[:READ_CHARS], maxsplit=1)[0]))
    base = Base(now, lang)
    line: Line[Found] = Line(head, head)
    for rules in STAGES:
        apply(rules, line, base)
    meant = that_count([day_meant(one, base) for one in line.of(*_SPEAK)])
    part = next((one.part for one in meant if one.part), None)
    hours = read_hours(_shown(line), base, part, is_asked=is_asked)
    return _when(text, meant, line.of(Kind.EXTENT), hours, base)


def _less_stress(text: str) -> str:
    """With "dag ná" as "dag na", and nothing between quotes, each letter in its place."""
    text = _QUOTES.sub(" ", text)
    for stressed, plain in _STRESSED.items():
        text = text.replace(stressed, plain)
    return text


def _shown(line: Line[Found]) -> str:
    """The text with the days in it marked, and nothing else."""
    shown = line.raw
    for one in line.found.values():
        if one.kind is not Kind.SHORT and not one.is_weak:
            start, end = one.span
            kind = Kind.DAY if one.kind is Kind.WEEKDAY else one.kind
            shown = f"{shown[:start]}{kind.value * (end - start)}{shown[end:]}"
    return shown


def _when(text: str, meant: Sequence[Found], parts: Sequence[Found], hours: Hours, base: Base) -> When:
    """parts: what says how long what repeats goes on."""
    day, doubt, days = settled_by_hour(day_of(meant, base), meant, hours, base)
    repeats = [one for one in meant if one.doubt is Doubt.REPEATS]
    repeat = repeats[0] if len(repeats) == 1 and repeats[0].rule else None  # "elke dinsdag en om de week donderdag"
    whole = None
    if doubt is Doubt.REPEATS and repeat:
        others = [one for one in meant if not one.rule and not one.is_over]
        whole = extent.extent(repeat, parts, others, base.today)
        days = less_sundays(whole.days)
    if (from_now := next((one.at for one in meant if one.at), None)) is not None:
        hours = replace(hours, at=from_now, doubt=None, hours=())
    hours = judged(hours, day, base)
    said = [one.span for one in meant if _is_said_of_it(text, one, hours.spans)]
    spans = led_up_to(text, [*said, *(one.span for one in parts), *hours.spans])
    return When(
        day=day,
        doubt=doubt,
        days=days[: MOST_CHOICES if doubt is Doubt.CHOICE else MOST_CANDIDATES],
        more=max(0, len(days) - MOST_CHOICES) if doubt is Doubt.CHOICE else 0,
        bound=next((one.bound for one in meant if one.bound is not Bound.ON), Bound.ON),
        repeats=whole.rule if whole else _rule(meant, doubt),
        at=hours.at,
        minutes=hours.minutes,
        hour_doubt=hours.doubt,
        hours=hours.hours,
        part=hours.part,
        is_whole_day=hours.is_whole_day,
        spans=spans,
        rest=without(text, spans),
        first=whole.first if whole else None,
        off=whole.off if whole else (),
        is_end_unclear=bool(whole and whole.is_end_unclear),
        ends=whole.ends if whole else (),
    )


def _rule(meant: Sequence[Found], doubt: Doubt | None) -> str:
    """Of a day that may be one of those that come back: "de 15e van de maand"."""
    return next((one.rule for one in meant if one.rule), "") if doubt is not Doubt.REPEATS else ""


def _is_said_of_it(text: str, one: Found, hours: Sequence[Span]) -> bool:
    """What may be of something else, and what is over, stays in the text unless it stands by itself there."""
    return not (one.is_weak or one.is_over) or _is_alone(text, one.span, hours)


def _is_alone(text: str, span: Span, hours: Sequence[Span]) -> bool:
    """Whether nothing stands beside it but an hour."""
    for start, end in hours:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    before, behind = text[: span[0]].rstrip(" "), text[span[1] :].lstrip(" ")
    return (not before or before[-1] in ",;:(\n") and (not behind or behind[0] in ",;.)\n")
