"""A note and the moment it is read at in; when is meant, or the doubt, and what is left of the note out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.when import bounds, breaks, days, distances, repeating, vagueness, weekdays
from bot.when.hours import ENDS, Hours, read_hours
from bot.when.marks import Base, Found, Kind, Line, apply, unmarked
from bot.when.meaning import Bound, Doubt, HourDoubt, Span, When
from bot.when.remains import led_up_to, without

READ_CHARS = 1000  # of a text; what follows is not looked at
MOST_CANDIDATES = 5  # to choose from, with one thumb
# The rules for days, in the order in which they read: names first, then what is said of them.
STAGES = (
    days.HOLIDAYS,
    breaks.NAMES,
    repeating.HABITS,
    weekdays.NAMES,
    days.RULES,
    weekdays.WEEKS,
    weekdays.MONTHS,
    bounds.BEFORE_ALL,
    repeating.RULES,
    weekdays.DATED,
    weekdays.WEEKS_OF_DAYS,
    weekdays.IN_WEEKS,
    weekdays.STANDING_APART,
    breaks.RULES,
    weekdays.WHICH,
    distances.RULES,
    vagueness.RULES,
    bounds.RULES,
)
_PAST = (Doubt.PAST, Doubt.PASSED)  # what was then is no news beside a day that comes


def read(text: str, now: datetime, lang: str, *, is_asked: bool = False) -> When:
    """When a text speaks of.

    now: on the clock there. lang: of whoever wrote it, for the order of "1/2" and for "half four"; words are read in Dutch
    and English alike. is_asked: it answers "how late?", where a number alone will do.
    """
    head = unmarked(text[:READ_CHARS])
    base = Base(now, lang)
    line: Line[Found] = Line(head, head)
    for rules in STAGES:
        apply(rules, line, base)
    meant = _meant(_days(line, base))
    part = next((one.part for one in meant if one.part), None)
    hours = read_hours(_shown(line, head), base, part, is_asked=is_asked)
    return _when(text, meant, hours, base)


def _days(line: Line[Found], base: Base) -> list[Found]:
    """What names a day, or speaks of one, in order."""
    kinds = (Kind.DAY, Kind.WEEKDAY, Kind.DAYS, Kind.RUN, Kind.REPEAT, Kind.VAGUE, Kind.BREAK, Kind.WEEK, Kind.MONTH)
    return [weekdays.left_over(one, base) if one.kind is Kind.WEEKDAY else one for one in line.of(*kinds)]


def _meant(found: Sequence[Found]) -> list[Found]:
    """Of all that speaks of a day what counts: doubts that stand, else days that are sure, else whatever there is."""
    strong = [one for one in found if one.is_strong]
    if strong:
        sure = [one for one in found if one.doubt is None and not one.is_weekday]
        return sorted((*strong, *sure), key=lambda one: one.span)
    sure = [one for one in found if one.doubt is None]
    named = [one for one in sure if not one.is_weekday]
    if named:
        return [one for one in found if one in named or one.is_weekday]
    doubtful = [one for one in found if one.doubt is not None]
    # "eind volgende week, dus vrijdag"
    fits = {day for one in sure for day in one.days}
    if sure and all(one.doubt in _PAST or one.is_weak or (one.is_week and fits <= set(one.days)) for one in doubtful):
        return [one for one in found if one in sure or one.is_week]
    return list(found)


def _shown(line: Line[Found], head: str) -> str:
    """The text with the days in it marked, and nothing else."""
    shown = head
    for one in line.found.values():
        if one.kind is not Kind.SHORT and not one.is_weak:
            start, end = one.span
            kind = Kind.DAY if one.kind is Kind.WEEKDAY else one.kind
            shown = f"{shown[:start]}{kind.value * (end - start)}{shown[end:]}"
    return shown


def _when(text: str, meant: Sequence[Found], hours: Hours, base: Base) -> When:
    day, doubt, days = _day(meant, base)
    hours = _to_come(hours, day, base)
    if (from_now := next((one.at for one in meant if one.at), None)) is not None:
        hours = replace(hours, at=from_now, doubt=None, hours=())
    spans = led_up_to(text, [*_spans(text, meant), *hours.spans])
    return When(
        day=day,
        doubt=doubt,
        days=days[:MOST_CANDIDATES],
        bound=next((one.bound for one in meant if one.bound is not Bound.ON), Bound.ON),
        repeats=next((one.rule for one in meant if one.rule), ""),
        at=hours.at,
        minutes=hours.minutes,
        hour_doubt=hours.doubt,
        hours=hours.hours,
        part=hours.part,
        is_whole_day=hours.is_whole_day,
        spans=spans,
        rest=without(text, spans),
    )


def _day(meant: Sequence[Found], base: Base) -> tuple[date | None, Doubt | None, tuple[date, ...]]:
    """(the day, or why there is none, what may be meant)."""
    if not meant:
        return None, Doubt.NONE_SAID, ()
    days = tuple(sorted({day for one in meant for day in one.days if day >= base.today}))
    sure = {day for one in meant if one.doubt is None for day in one.days}
    doubts = [one.doubt for one in meant if one.doubt is not None and not (one.is_week and sure and sure <= set(one.days))]
    if not doubts:
        return (min(sure), None, ()) if len(sure) == 1 else (None, Doubt.CHOICE, days)
    if Doubt.REPEATS in doubts:
        return None, Doubt.REPEATS, next((one.days for one in meant if one.rule), days)
    return None, next((doubt for doubt in doubts if doubt not in _PAST), doubts[0]), days


def _spans(text: str, meant: Sequence[Found]) -> list[Span]:
    """Where the days stand. What may be none, and what is over, stays in the text unless it stands by itself there."""
    return [one.span for one in meant if not (one.is_weak or one.doubt in _PAST) or _is_alone(text, one.span)]


def _is_alone(text: str, span: Span) -> bool:
    before, behind = text[: span[0]].rstrip(), text[span[1] :].lstrip()
    return (not before or before[-1] in ",;:(\n") and (not behind or behind[0] in ",;.)\n")


def _to_come(hours: Hours, day: date | None, base: Base) -> Hours:
    """Doubtful, where the hour is over by then, or isn't on the clocks that day."""
    if day is None:
        return hours
    now = base.now.time().replace(tzinfo=None)
    if day == base.today:
        if hours.at is not None and hours.at <= now:
            later = tuple(one for one in (_twelve_later(hours.at),) if one and one > now)
            return replace(hours, at=None, doubt=HourDoubt.PAST, hours=later)
        if hours.doubt is HourDoubt.PART and hours.part and ENDS[hours.part] <= now:
            return replace(hours, doubt=HourDoubt.PAST)
        if hours.doubt is HourDoubt.AMBIGUOUS and hours.hours:
            left = tuple(one for one in hours.hours if one > now)
            if len(left) == 1 and len(hours.hours) == 2 and hours.hours[1] == _twelve_later(hours.hours[0]):
                return replace(hours, at=left[0], doubt=None, hours=())  # "vandaag om 7 uur", said at ten
            return replace(hours, hours=left)
    if hours.at is not None and not _exists(day, hours.at, base):
        return replace(hours, at=None, doubt=HourDoubt.IMPOSSIBLE)
    return hours


def _twelve_later(at: time) -> time | None:
    return at.replace(hour=at.hour + 12) if at.hour < 12 else None


def _exists(day: date, at: time, base: Base) -> bool:
    """Whether the clocks there show that hour: in spring they leave one out."""
    moment = datetime.combine(day, at, base.now.tzinfo)
    return moment.astimezone(UTC).astimezone(base.now.tzinfo).time() == at if base.now.tzinfo else True
