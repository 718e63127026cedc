"""Words that name several days for one meeting in; the days and hours to choose from out."""

import re
from datetime import date, datetime, time, timedelta

from bot.when.free_days import nearest_open
from bot.when.meaning import Doubt, When
from bot.when.reading import read
from bot.when.remains import without

_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:of|or|en|and)\s+|\n", re.IGNORECASE)
MOST_READ = 100  # days from the first of some to the last
Option = tuple[date, time | None]  # None: at the hour that all have, or that is asked still


def listed_options(text: str, now: datetime, lang: str) -> tuple[tuple[Option, ...], str]:
    """(days that stand on a line of their own each, the text without these lines); none: fewer than two do."""
    found: dict[Option, None] = {}
    others: list[str] = []
    for line in text.splitlines():
        when = read(line, now, lang)
        says_more = without(line, when.spans).strip(" -•*,;.")
        if when.day and not says_more and not when.hour_doubt:
            found[when.day, when.at] = None
        else:
            others.append(line)
    if len(found) < 2:
        return _each_at_its_hour(text, now, lang)
    return tuple(sorted(found, key=_order)), "\n".join(others)


def _each_at_its_hour(text: str, now: datetime, lang: str) -> tuple[tuple[Option, ...], str]:
    """The same, of days in one line that have each an hour of its own: "ma 9 nov 15u, di 10 nov 16u of do 12 nov 15u"."""
    found: list[Option] = []
    others: list[str] = []
    for part in _BETWEEN.split(text):
        when = read(part, now, lang)
        if when.day and when.at:
            found.append((when.day, when.at))
            others.append(without(part, when.spans).strip(" -•*,;."))
        elif when.doubt is not Doubt.NONE_SAID or when.at:
            return (), text
        else:
            others.append(part.strip())
    if len({at for _, at in found}) < 2 or len(set(found)) < 2:
        return (), text
    return tuple(sorted(dict.fromkeys(found), key=_order)), ", ".join(one for one in others if one)


def options_of(when: When) -> tuple[Option, ...]:
    """Days that were named one by one: "8, 10 of 15 december"; none where there are fewer than two."""
    days = when.days if when.doubt is Doubt.CHOICE else ()
    return tuple((day, None) for day in days) if len(days) > 1 else ()


def options_between(first: date, last: date) -> tuple[Option, ...]:
    """The days at which schools are open."""
    days = (first + timedelta(days=off) for off in range(min((last - first).days, MOST_READ) + 1))
    return tuple((day, None) for day in days if day in nearest_open(day, 1))


def _order(option: Option) -> tuple[date, time]:
    return option[0], option[1] or time()
