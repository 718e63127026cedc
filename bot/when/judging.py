"""What was found in a text, held against itself and the clock: which of it counts, which day it is, and what is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.when.hours import Hours
from bot.when.marks import OVER, Base, Found
from bot.when.meaning import Doubt, HourDoubt
from bot.when.parts import RANGES
from bot.when.reckoning import SUNDAY

_NAMED = {Doubt.CHOICE, Doubt.RUNNING, Doubt.WEEKDAY}  # with days that were named themselves


def that_count(found: Sequence[Found]) -> list[Found]:
    """Of all that speaks of a day what counts: doubts that stand, else days that are sure, else whatever there is."""
    strong = [one for one in found if one.is_strong]
    sure = [one for one in found if one.doubt is None]
    named = [one for one in sure if not one.is_weekday]
    if strong:
        return [one for one in found if one in strong or one in named]
    if named:
        return [one for one in found if one in named or one.is_weekday]
    doubtful = [one for one in found if one.doubt is not None]
    days = {day for one in sure for day in one.days}
    # "eind volgende week, dus vrijdag"
    if sure and all(one.is_over or one.is_weak or (one.is_week and days <= set(one.days)) for one in doubtful):
        return [one for one in found if one in sure or one.is_week]
    return list(found)


def day_of(meant: Sequence[Found], base: Base) -> tuple[date | None, Doubt | None, tuple[date, ...]]:
    """(the day; or why there is none; and what may be meant)."""
    if not meant:
        return None, Doubt.NONE_SAID, ()
    days = tuple(sorted({day for one in meant for day in one.days if day >= base.today}))
    sure = {day for one in meant if one.doubt is None for day in one.days}
    settled = [one for one in meant if sure and sure <= set(one.days) and (one.is_week or one.doubt is Doubt.AMBIGUOUS)]
    doubts = [one.doubt for one in meant if one.doubt is not None and one not in settled]
    if not doubts:
        return (min(sure), None, ()) if len(sure) == 1 else (None, Doubt.CHOICE, days)
    if Doubt.REPEATS in doubts:
        return None, Doubt.REPEATS, less_sundays(next((one.days for one in meant if one.rule), days))
    doubt = next((doubt for doubt in doubts if doubt not in OVER), doubts[0])
    if doubt is Doubt.RUNNING and _is_beside(meant):
        doubt = Doubt.VAGUE
    return None, doubt, days if doubt in _NAMED else less_sundays(days)


def _is_beside(meant: Sequence[Found]) -> bool:
    """Whether a day is named beside some days running: "11 t/m 15 januari of 18 januari"."""
    runs = [one.days for one in meant if one.doubt is Doubt.RUNNING]
    others = (day for one in meant if one.doubt is not Doubt.RUNNING for day in one.days)
    return len(runs) > 1 or any(not run[0] <= day <= run[-1] for run in runs for day in others)


def settled_by_hour(
    found: tuple[date | None, Doubt | None, tuple[date, ...]], meant: Sequence[Found], hours: Hours, base: Base
) -> tuple[date | None, Doubt | None, tuple[date, ...]]:
    """ "maandag om 10 uur", said on a Monday at two: of today that is over, so it is the next."""
    _, doubt, days = found
    is_of_week = bool(meant) and all(one.is_weekday and not one.is_over for one in meant)
    if doubt is not Doubt.AMBIGUOUS or not is_of_week or len(days) != 2 or days[0] != base.today:
        return found
    now = base.now.time().replace(tzinfo=None)
    is_part_over = hours.doubt is HourDoubt.PART and bool(hours.part) and RANGES[hours.part][1] <= now  # type: ignore[index]
    is_over = is_part_over or (hours.at is not None and hours.at <= now)
    return (days[1], None, ()) if is_over else found


def less_sundays(days: tuple[date, ...]) -> tuple[date, ...]:
    """Nobody at a school means one unless they name it, and then there is nothing else."""
    return tuple(day for day in days if day.weekday() != SUNDAY) or days


def judged(hours: Hours, day: date | None, base: Base) -> Hours:
    """Doubtful, where the hour is over by then, or isn't on the clocks that day."""
    if day is None:
        return hours
    if day == base.today:
        return _of_today(hours, base.now.time().replace(tzinfo=None))
    if hours.at is not None and not _is_on_the_clock(day, hours.at, base):
        return replace(hours, at=None, doubt=HourDoubt.IMPOSSIBLE)
    return hours


def _of_today(hours: Hours, now: time) -> Hours:
    if hours.at is not None and hours.at <= now:
        later = _twelve_later(hours.at)
        return replace(hours, at=None, doubt=HourDoubt.PAST, hours=(later,) if later and later > now else ())
    if hours.doubt is HourDoubt.PART and hours.part and RANGES[hours.part][1] <= now:
        return replace(hours, doubt=HourDoubt.PAST)
    if hours.doubt is HourDoubt.AMBIGUOUS and hours.hours:
        left = tuple(one for one in hours.hours if one > now)
        is_one_clock = len(hours.hours) == 2 and hours.hours[1] == _twelve_later(hours.hours[0])
        if len(left) == 1 and is_one_clock:  # "vandaag om 7 uur", said at ten
            return replace(hours, at=left[0], doubt=None, hours=())
        return replace(hours, hours=left)
    return hours


def _twelve_later(at: time) -> time | None:
    return at.replace(hour=at.hour + 12) if at.hour < 12 else None


def _is_on_the_clock(day: date, at: time, base: Base) -> bool:
    """Whether the clocks there show that hour: in spring they leave one out."""
    moment = datetime.combine(day, at, base.now.tzinfo)
    return moment.astimezone(UTC).astimezone(base.now.tzinfo).time() == at if base.now.tzinfo else True
