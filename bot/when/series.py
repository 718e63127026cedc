"""A rule by which days come back and its first day in; the days that are kept out, less those on which schools are closed.

The reckoning is dateutil's; a day that the rule itself names by its date, as once a year, is kept whatever it is.
An end is kept as the last day (UNTIL): a number of times (COUNT) would be another day whenever one of them is off.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from dateutil.rrule import rrulestr

from bot.when.free_days import REGIONS, closed
from bot.when.vocabulary import CODES

MOST_DAYS = 3000  # of a rule that are looked at: daily, eight years
TOLD_AHEAD = timedelta(days=366)  # how far ahead it is said what is left out
LAST_WEEK = 22  # a day of the month from which "the fourth" may as well be the last


@dataclass(frozen=True, slots=True)
class Instead:
    """When it is instead of on a day of its rule."""

    day: date
    at: time | None = None  # on the clock there; None: at the hour that is usual


def by_rule(rule: str, first: date) -> Iterator[date]:
    """All days of a rule, in order; first is where it begins, and need not be one of them."""
    found = rrulestr(rule, dtstart=datetime.combine(first, time()))
    return (one.date() for one in islice(found, MOST_DAYS))


def kept(rule: str, first: date, cancelled: Collection[date] = ()) -> Iterator[date]:
    """The days that are kept."""
    return (day for day in by_rule(rule, first) if day not in cancelled and not why_not(rule, day, "nl"))


def to_come(rule: str, first: date, after: date, count: int) -> tuple[date, ...]:
    """The next days of it after a day, at which schools are open."""
    return tuple(islice((day for day in kept(rule, first) if day > after), count))


def next_after(rule: str, first: date, day: date, cancelled: Collection[date] = ()) -> date | None:
    """The first day that is kept after a day; None: there is none any more."""
    return next((one for one in kept(rule, first, cancelled) if one > day), None)


def settled(rule: str, first: date, off: Collection[date] = ()) -> str:
    """With the last day that is kept as its end, whether a day was said or a number of times.

    As it is where it goes on for ever, or where no day is left.
    """
    parts = parts_of(rule)
    if "UNTIL" not in parts and "COUNT" not in parts:
        return rule
    count = parts.pop("COUNT", None)
    days = kept(of_parts(parts), first, off)
    last = deque(islice(days, int(count)) if count else days, maxlen=1)
    return until(rule, last[0]) if last else rule


def until(rule: str, last: date | None) -> str:
    """With that day as its end; None: it goes on for ever."""
    parts = parts_of(rule)
    for name in ("UNTIL", "COUNT"):
        parts.pop(name, None)
    return of_parts(parts | ({"UNTIL": f"{last:%Y%m%d}"} if last else {}))


def end_of(rule: str) -> date | None:
    """Its last day; None: it goes on for ever, or for a number of times."""
    last = parts_of(rule).get("UNTIL")
    return date.fromisoformat(last) if last else None


def parts_of(rule: str) -> dict[str, str]:
    """{"FREQ": "WEEKLY", "BYDAY": "MO"}, in their order."""
    return dict(part.split("=", 1) for part in rule.split(";"))


def of_parts(parts: dict[str, str]) -> str:
    """A rule."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def left_out(rule: str, first: date, lang: str) -> tuple[tuple[date, str], ...]:
    """(day, why) of the days of the coming year, from the first on, on which it isn't."""
    days = takewhile(lambda day: day <= first + TOLD_AHEAD, by_rule(rule, first))
    return tuple((day, why) for day in days if (why := why_not(rule, day, lang)))


def off_days(rule: str, first: date, off: Collection[date]) -> tuple[date, ...]:
    """Those of some days on which it would be, in order."""
    last = max(off, default=first)
    return tuple(day for day in takewhile(lambda day: day <= last, kept(rule, first)) if day in off)


def why_not(rule: str, day: date, lang: str) -> str:
    """The holiday because of which a day of a rule is left out; empty: it is kept. School holidays are those of all regions."""
    if "FREQ=YEARLY" in rule:
        return ""
    found = closed(day, lang)
    return found.holiday or (found.school_break if len(found.regions) == len(REGIONS) else "")


def moved(rule: str, old: date, new: date) -> str:
    """The rule once what was on the old day is on the new one each time, its end too; other days of the week stay."""
    parts = parts_of(rule)
    if last := end_of(rule):
        parts["UNTIL"] = f"{last + (new - old):%Y%m%d}"
    if "BYMONTHDAY" in parts:
        parts["BYMONTHDAY"] = str(new.day)
        if "BYMONTH" in parts:
            parts["BYMONTH"] = str(new.month)
    elif by_day := parts.get("BYDAY"):
        codes = [_moved_code(code, old, new) for code in by_day.split(",")]
        parts["BYDAY"] = ",".join(dict.fromkeys(codes))
    return of_parts(parts)


def days_moved(rule: str, old: date, new: date, days: Collection[date]) -> Mapping[date, date]:
    """Of days of a rule behind the old one, which they are by moved(rule, old, new); one that there is none for is left out."""
    if parts_of(rule)["FREQ"] == "WEEKLY":
        shifted = ((day, day + (new - old) if day.weekday() == old.weekday() else day) for day in days)
        return {day: one for day, one in shifted if one > new}
    last = max(days, default=old)
    pairs = zip(by_rule(rule, old), by_rule(moved(rule, old, new), new), strict=False)
    return {day: one for day, one in takewhile(lambda pair: pair[0] <= last, pairs) if day in days and one > new}


def _moved_code(code: str, old: date, new: date) -> str:
    if code[-2:] != CODES[old.weekday()]:
        return code
    if len(code) == len("MO"):
        return CODES[new.weekday()]
    nth = -1 if code.startswith("-") and new.day >= LAST_WEEK else (new.day - 1) // 7 + 1
    return f"{nth:+d}{CODES[new.weekday()]}"
