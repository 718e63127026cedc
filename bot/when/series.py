"""A rule by which days come back and its first day in; the days that are kept out, less those on which schools are closed.

The reckoning is dateutil's; a day that the rule itself names by its date, as once a year, is kept whatever it is.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from dateutil.rrule import rrulestr

from bot.when.free_days import REGIONS, closed
from bot.when.vocabulary import CODES

MOST_DAYS = 3000  # of a rule that are looked at: daily, eight years
TOLD_AHEAD = timedelta(days=366)  # how far ahead it is said what is left out
LAST_WEEK = 22  # a day of the month from which "the fourth" may as well be the last


def by_rule(rule: str, first: date) -> Iterator[date]:
    """All days of a rule, in order; first is where it begins, and need not be one of them."""
    found = rrulestr(rule, dtstart=datetime.combine(first, time()))
    return (one.date() for one in islice(found, MOST_DAYS))


def kept(rule: str, first: date, cancelled: Collection[date] = ()) -> Iterator[date]:
    """The days that are kept."""
    return (day for day in by_rule(rule, first) if day not in cancelled and not why_not(rule, day, "nl"))


def next_after(rule: str, first: date, day: date, cancelled: Collection[date] = ()) -> date | None:
    """The first day that is kept after a day; None: there is none any more."""
    return next((one for one in kept(rule, first, cancelled) if one > day), None)


def left_out(rule: str, first: date, lang: str) -> tuple[tuple[date, str], ...]:
    """(day, why) of the days of the coming year, from the first on, on which it isn't."""
    days = takewhile(lambda day: day <= first + TOLD_AHEAD, by_rule(rule, first))
    return tuple((day, why) for day in days if (why := why_not(rule, day, lang)))


def why_not(rule: str, day: date, lang: str) -> str:
    """The holiday because of which a day of a rule is left out; empty: it is kept. School holidays are those of all regions."""
    if "FREQ=YEARLY" in rule:
        return ""
    found = closed(day, lang)
    return found.holiday or (found.school_break if len(found.regions) == len(REGIONS) else "")


def moved(rule: str, old: date, new: date) -> str:
    """The rule once what was on the old day is on the new one each time; other days of the week stay."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    parts.pop("UNTIL", None)
    if "BYMONTHDAY" in parts:
        parts["BYMONTHDAY"] = str(new.day)
        if "BYMONTH" in parts:
            parts["BYMONTH"] = str(new.month)
    elif by_day := parts.get("BYDAY"):
        codes = [_moved_code(code, old, new) for code in by_day.split(",")]
        parts["BYDAY"] = ",".join(dict.fromkeys(codes))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _moved_code(code: str, old: date, new: date) -> str:
    if code[-2:] != CODES[old.weekday()]:
        return code
    if len(code) == len("MO"):
        return CODES[new.weekday()]
    nth = -1 if code.startswith("-") and new.day >= LAST_WEEK else (new.day - 1) // 7 + 1
    return f"{nth:+d}{CODES[new.weekday()]}"
