"""A text, the day it is and a language in; the day that is meant out, or what it may be, for somebody to point at.

Only words that name a day are looked at, never a number by itself: "4 docenten" and "niveau 2" are no dates.
Months and distances are read by dateparser, whatever the language; what leaves a choice is asked back, not guessed.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from index.labels import long_date

READ_CHARS = 1000  # of a text; what follows is not looked at
MOST_CANDIDATES = 4  # to choose from, with one thumb
MOST_FOUND = 12  # in one text; whoever sends a thousand dates gets no answer from them anyhow
MOST_YEARS = 5  # ahead; later is a slip of the keys
JUST_PASSED = timedelta(days=60)  # "20 november" on the 24th is more likely last week's than next year's
WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
FRIDAY, SATURDAY = 4, 5  # as date.weekday() counts


class Doubt(StrEnum):
    """Why a text doesn't give one day."""

    NONE_SAID = "none"  # there is no day in it
    VAGUE = "vague"  # "voor de kerst"
    SEVERAL = "several"  # "1/2" in English, two days, "dinsdag" on a Tuesday
    PASSED = "passed"  # this year's has just been, and no year was given
    WEEKDAY = "weekday"  # "dinsdag 3 februari" in a year in which that is a Wednesday
    IMPOSSIBLE = "impossible"  # 31 april
    PAST = "past"  # certainly before today
    FAR = "far"  # more than MOST_YEARS ahead


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of when."""

    day: date | None  # None: see doubt
    at: time | None  # on the clock there; None: it names none
    doubt: Doubt | None  # None: day is what is meant
    candidates: tuple[date, ...]  # what may be meant, earliest first, none before today
    spans: tuple[tuple[int, int], ...]  # where in the text day and time stand, in order


def read(text: str, today: date, lang: str) -> Reading:
    """When a text speaks of. lang says in which order "1/2" is meant; words are read in Dutch and English alike."""
    head = text[:READ_CHARS]
    found = _find(head, _Today(today, lang))
    clock, clock_spans = _time_in(head, [one.span for one in found])
    sure = [one for one in found if one.doubt is None]
    if len(sure) < len(found) and all(one.is_bare for one in sure):
        found = [replace(one, doubt=one.doubt or Doubt.VAGUE) for one in found]
        sure = []
    days = sorted({one.days[0] for one in sure})
    spans = tuple(sorted([*(one.span for one in sure or found), *clock_spans]))
    if len(days) == 1:
        return Reading(days[0], clock, None, (), spans)
    if days:
        return Reading(None, clock, Doubt.SEVERAL, tuple(days[:MOST_CANDIDATES]), spans)
    if not found:
        return Reading(None, clock, Doubt.NONE_SAID, (), tuple(clock_spans))
    candidates = sorted({day for one in found for day in one.days if day >= today})
    doubt = next((one.doubt for one in found if one.doubt is not Doubt.PAST), Doubt.PAST)
    return Reading(None, clock, doubt, tuple(candidates[:MOST_CANDIDATES]), spans)


def in_words(day: date, lang: str) -> str:
    """ "dinsdag 1 december 2026"."""
    return f"{WEEKDAYS.get(lang, WEEKDAYS['nl'])[day.weekday()]} {long_date(day, lang)}"


def briefly(day: date, lang: str) -> str:
    """ "di 1 dec", for a button."""
    name, month = WEEKDAYS.get(lang, WEEKDAYS["nl"])[day.weekday()], long_date(day, lang).split()[1]
    return f"{name[:2] if lang != 'en' else name[:3]} {day.day} {'mrt' if month == 'maart' else month[:3]}"


# --- what names a day


@dataclass(frozen=True, slots=True)
class _Today:
    """Where and when a text is read."""

    day: date
    lang: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Words that may name a day."""

    span: tuple[int, int]
    days: tuple[date, ...]  # one where doubt is None
    doubt: Doubt | None
    is_bare: bool = False  # a day of the week alone: with "in januari" beside it, it is another than the next


_Judge = Callable[[re.Match[str], _Today], _Found | None]

_MONTH = (
    r"(?:januari|january|jan|februari|february|feb|maart|march|mrt|mar|april|apr|mei|may|juni|june|jun|juli|july|jul|"
    r"augustus|august|aug|september|sept|sep|oktober|october|okt|oct|november|nov|december|dec)\b\.?"
)
_WEEKDAY = (
    r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
# Too short to mean a day by themselves ("do", "zo"); in front of a date, or beside a week, they do.
_SHORT_WEEKDAY = rf"(?:{_WEEKDAY}|(?:ma|di|wo|do|vr|za|zo|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun)\b\.?)(?:(?:och|mid|na)\w{{3,8}}|avond)?"
_PART = r"(?:och(?:tend)|middag|avond| ?(?:morning|afternoon|evening))?"
_NUMBERS = {
    **dict.fromkeys(("een", "één", "a", "an", "one"), 1),
    **dict.fromkeys(("twee", "two"), 2),
    **dict.fromkeys(("drie", "three"), 3),
    **dict.fromkeys(("vier", "four"), 4),
    **dict.fromkeys(("vijf", "five"), 5),
    **dict.fromkeys(("zes", "six"), 6),
    **dict.fromkeys(("zeven", "seven"), 7),
    **dict.fromkeys(("acht", "eight"), 8),
    **dict.fromkeys(("negen", "nine"), 9),
    **dict.fromkeys(("tien", "ten"), 10),
    **dict.fromkeys(("elf", "eleven"), 11),
    **dict.fromkeys(("twaalf", "twelve"), 12),
    **dict.fromkeys(("veertien", "fourteen"), 14),
}
_NUMBER = rf"(?:[0-9]{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT_NL = r"(?:dagen|dag|weken|week|wk|maanden|maand|jaar)"
_UNIT_EN = r"(?:days?|weeks?|months?|years?)"
_UNITS = {
    **dict.fromkeys(("dagen", "dag", "day", "days"), "days"),
    **dict.fromkeys(("weken", "week", "wk", "weeks"), "weeks"),
    **dict.fromkeys(("maanden", "maand", "month", "months"), "months"),
    **dict.fromkeys(("jaar", "year", "years"), "years"),
}
_CLOCK = re.compile(
    r"(?:\b(?:om|at|vanaf|from)\s+)?(?<![\w.:/-])(?P<h>[01]?[0-9]|2[0-3]):(?P<m>[0-5][0-9])(?![\w:/-])(?:\s*(?:uur|u)\b)?"
    # "2.15" alone may be a version
    r"|\b(?:om|at|vanaf|from)\s+(?P<h1>[01]?[0-9]|2[0-3])\.(?P<m1>[0-5][0-9])(?![\w:/-]|\.[0-9])(?:\s*(?:uur|u)\b)?"
    r"|(?<![\w.:/-])(?P<h3>[01]?[0-9]|2[0-3])\.(?P<m3>[0-5][0-9])\s*(?:uur|u)\b"
    r"|\b(?:om|at)\s+(?P<h2>[01]?[0-9]|2[0-3])\s*(?:(?:uur|u)\b|(?P<noon>[ap]m)\b)",
    re.IGNORECASE,
)
# Where "2-3" or "over drie weken" is a date rather than a level or a subject: set apart, or behind such a word.
_BEFORE = re.compile(
    r"(?:^|[,;:.!?(–\n]|(?:^|\W)(?:op|voor|vóór|uiterlijk|per|tot|vanaf|datum|on|by|before|until|due|date|"
    rf"{_SHORT_WEEKDAY}))\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:$|[,;:.!?)–\n]|(?:om|at|op|on|door|by|met|with)\b|[0-9]{1,2}[:.][0-9]{2})", re.IGNORECASE)
# A number behind one of these is a name of something: "niveau 3/4".
_NAMED = re.compile(
    r"\b(?:niveau|niveaus|leerjaar|leerjaren|klas|klassen|groep|groepen|fase|blok|lokaal|level|levels|year|years|class|"
    r"grade|group|room|periode|period|versie|version|artikel|article|paragraaf|nummer|nr|no)\.?\s*$",
    re.IGNORECASE,
)


def _find(text: str, today: _Today) -> list[_Found]:
    """What may name a day, in order; of what overlaps the rule that stands first wins."""
    found: list[_Found] = []
    for pattern, judge in _RULES:
        for match in pattern.finditer(text):
            if len(found) == MOST_FOUND:
                break
            if any(match.start() < one.span[1] and one.span[0] < match.end() for one in found):
                continue
            if one := judge(match, today):
                found.append(one)
    return sorted(found, key=lambda one: one.span)


def _dated(match: re.Match[str], today: _Today) -> _Found | None:
    """A day and a month by name, with or without a year."""
    day, month = int(match["day"]), match["month"].rstrip(".")
    return _named(match, today, f"{day} {month}", _year(match["year"]), is_set_apart=True)


def _monthed(match: re.Match[str], today: _Today) -> _Found | None:
    """ "January 12th": "may 4 teachers" is none unless it stands apart."""
    is_apart = bool(match["year"]) or bool(_AFTER.match(match.string, match.end()))
    day, month = int(match["day"]), match["month"].rstrip(".")
    return _named(match, today, f"{day} {month}", _year(match["year"]), is_set_apart=is_apart)


def _ranged(match: re.Match[str], today: _Today) -> _Found | None:
    """ "12 t/m 14 januari": the one or the other."""
    month, year = match["month"].rstrip("."), _year(match["year"])
    days = [
        day
        for number in (int(match["day"]), int(match["last"]))
        for day in _named(match, today, f"{number} {month}", year, is_set_apart=True).days
    ]
    return _Found(match.span(), tuple(days), Doubt.SEVERAL) if days else None


def _iso(match: re.Match[str], today: _Today) -> _Found | None:
    day = _parse(f"{match['year']}-{match['month']}-{match['day']}", today.day, order="YMD")
    if day is None:
        return _Found(match.span(), (), Doubt.IMPOSSIBLE)
    return _given(match, (day,), today)


def _numbered(match: re.Match[str], today: _Today) -> _Found | None:
    """ "12-1" and "1/2/2027"."""
    first, second = int(match["day"]), int(match["month"])
    if _NAMED.search(match.string, 0, match.start()) or not (1 <= first <= 31 and 1 <= second <= 31):
        return None
    # Between strokes the English put day first in Europe and month first overseas; a dash is what the Dutch write.
    is_open = today.lang == "en" and match["by"] == "/" and first <= 12 and second <= 12 and first != second
    orders = [(first, second), (second, first)] if is_open or second > 12 else [(first, second)]
    if second > 12 and not (today.lang == "en" and match["by"] == "/"):
        return None
    year = _year(match["year"])
    is_apart = bool(year) or _is_apart(match)
    each = [_named(match, today, f"{d}-{m}", year, is_set_apart=is_apart) for d, m in orders if m <= 12]
    if len(each) == 1:
        return each[0] if is_apart or each[0].days else None
    return _Found(match.span(), tuple(day for one in each for day in one.days), Doubt.SEVERAL)


def _named(match: re.Match[str], today: _Today, words: str, year: int | None, *, is_set_apart: bool) -> _Found:
    """A day of a month, in the year that is given or else the next in which it comes."""
    weekday = _weekday(match.groupdict().get("weekday"))
    span, separator = match.span(), "-" if "-" in words else " "
    if year is not None:
        day = _parse(f"{words}{separator}{year}", today.day)
        return (
            _fitting(_given(match, (day,), today), weekday, today)
            if day
            else _Found(span, _near(words, year, today), Doubt.IMPOSSIBLE)
        )
    # From the year before, since in January "20 december" is a day that has just passed; to the next leap year, for 29 February.
    each = (_parse(f"{words}{separator}{today.day.year + ahead}", today.day) for ahead in range(-1, 9))
    passed: date | None = None
    for day in each:
        if day and day >= today.day:
            break
        passed = day or passed
    else:
        return _Found(span, _near(words, today.day.year + 1, today), Doubt.IMPOSSIBLE)
    if passed and today.day - passed <= JUST_PASSED:
        return _Found(span, (day,), Doubt.PASSED)
    if day - today.day > timedelta(days=366):
        return _Found(span, (*_near(words, today.day.year + 1, today), day), Doubt.IMPOSSIBLE)
    return _fitting(_Found(span, (day,), None if is_set_apart else Doubt.SEVERAL), weekday, today)


def _fitting(found: _Found, weekday: int | None, today: _Today) -> _Found:
    """Doubtful, where the day of the week that stands before it is another."""
    if found.doubt or weekday is None or found.days[0].weekday() == weekday:
        return found
    near = [found.days[0] + timedelta(days=off) for off in (-3, -2, -1, 1, 2, 3)]
    fits = [day for day in near if day.weekday() == weekday and day >= today.day]
    return replace(found, days=(*fits, *found.days), doubt=Doubt.WEEKDAY)


def _near(words: str, year: int, today: _Today) -> tuple[date, ...]:
    """The last day of a month that has no such day."""
    month = words.split("-")[-1] if "-" in words else words.split()[-1]
    separator = "-" if "-" in words else " "
    first = _parse(f"1{separator}{month}{separator}{year}", today.day)
    last = _last_of_month(first) if first else None
    return (last,) if last and last >= today.day else ()


def _given(match: re.Match[str], days: tuple[date, ...], today: _Today) -> _Found:
    """A day that leaves no choice; held against the calendar."""
    if days[0] < today.day:
        return _Found(match.span(), days, Doubt.PAST)
    if days[0].year > today.day.year + MOST_YEARS:
        return _Found(match.span(), (), Doubt.FAR)
    return _Found(match.span(), days, None)


def _ahead(match: re.Match[str], today: _Today) -> _Found | None:
    """ "over drie weken", "in three weeks", and with a day: "over twee weken op dinsdag"."""
    words, unit = match["number"].casefold(), match["unit"].casefold()
    number = _NUMBERS.get(words) or int(words)
    if _UNITS[unit] == "weeks" and (weekday := _weekday(match["weekday"])) is not None:
        day = _monday(today.day) + timedelta(weeks=number, days=weekday)
        return _given(match, (day,), today)
    # dateparser knows distances in figures, and in English best
    moment = _parse(f"in {number} {_UNITS[unit]}", today.day)
    if moment is None:
        return None
    found = _given(match, (moment,), today)
    is_plain = match["way"].casefold() not in ("binnen", "within") and bool(_AFTER.match(match.string, match.end()))
    return found if is_plain or found.doubt else replace(found, doubt=Doubt.VAGUE)


def _from_now(match: re.Match[str], today: _Today) -> _Found | None:
    """ "dinsdag over een week", "three weeks from now", "vandaag over een week"."""
    words = match["number"].casefold()
    number, unit = _NUMBERS.get(words) or int(words), _UNITS[match["unit"].casefold()]
    start, weekday = today.day, _weekday(match["start"])
    if match["start"]:
        start = _coming(today.day, weekday) if weekday is not None else _DAYS[match["start"].casefold()](today.day)
    day = _parse(f"in {number} {unit}", start)
    if day is None:
        return None
    if weekday is not None and unit == "weeks":
        # Counted from the next Tuesday, or from this week: often the same day, and where it isn't people mean either.
        other = _monday(today.day) + timedelta(weeks=number, days=weekday)
        if other != day:
            return _Found(match.span(), tuple(sorted({other, day})), Doubt.SEVERAL)
    return _given(match, (day,), today)


def _in_week(match: re.Match[str], today: _Today) -> _Found | None:
    """A day of this week or the next: "volgende week dinsdag"."""
    weekday = _weekday(match["before"] or match["after"])
    if weekday is None:
        return None
    off = 0 if match["which"].casefold() in ("deze", "this") else 1
    return _given(match, (_monday(today.day) + timedelta(weeks=off, days=weekday),), today)


def _weekday_alone(match: re.Match[str], today: _Today) -> _Found | None:
    """ "dinsdag": the next that comes; "volgende dinsdag" may be that, or the one of next week."""
    weekday = _weekday(match["weekday"])
    if weekday is None:
        return None
    which = (match["which"] or "").casefold()
    coming = _coming(today.day, weekday)
    match which:
        case "volgende" | "next":
            other = _monday(today.day) + timedelta(weeks=1, days=weekday)
        case "elke" | "iedere" | "every" | "each":
            return _Found(match.span(), (coming,), Doubt.VAGUE)
        case "afgelopen" | "vorige" | "last":
            return _Found(match.span(), (coming - timedelta(weeks=1),), Doubt.PAST)
        case "":
            other = today.day if today.day.weekday() == weekday else coming
        case _:
            other = coming
    if number := _NUMBER_BEHIND.match(match.string, match.end()):  # "dinsdag 8": of a month that isn't said
        return _Found(match.span(), _numbered_days(int(number["day"]), weekday, today.day), Doubt.SEVERAL)
    days = tuple(sorted({coming, other}))
    return _Found(match.span(), days, Doubt.SEVERAL if other != coming else None, is_bare=True)


def _day_of_month(match: re.Match[str], today: _Today) -> _Found | None:
    """ "vrijdag de 4e", "the 4th" of a month that isn't said."""
    weekday, number = _weekday(match["weekday"]), int(match["day"])
    if weekday is None and not _is_apart(match):
        return None
    days = _numbered_days(number, weekday, today.day)
    is_sure = weekday is not None and days and days[0] - today.day <= timedelta(days=31)
    return _Found(match.span(), days[:1] if is_sure else days, None if is_sure else Doubt.SEVERAL)


def _nth(match: re.Match[str], today: _Today) -> _Found | None:
    """ "eerste maandag van maart", "last Friday of next month"."""
    weekday, month = _weekday(match["weekday"]), match["month"]
    if weekday is None:
        return None
    if month:
        named = _named(match, today, f"28 {month.rstrip('.')}", _year(match["year"]), is_set_apart=True)
        if not named.days or named.doubt is Doubt.PAST:
            return _Found(match.span(), (), named.doubt or Doubt.VAGUE)
        first = named.days[0].replace(day=1)
    else:
        is_next = (match["which"] or "").casefold() in ("volgende", "komende", "next")
        first = _last_of_month(today.day) + timedelta(days=1) if is_next else today.day.replace(day=1)
    days = [first + timedelta(days=off) for off in range(_last_of_month(first).day)]
    fits = [day for day in days if day.weekday() == weekday]
    return _given(match, (fits[_ORDINALS[match["nth"].casefold()]],), today)


def _about(match: re.Match[str], today: _Today) -> _Found | None:
    """ "over een week of drie", "over ongeveer drie weken"."""
    words = match["number"].casefold()
    number = _NUMBERS.get(words) or int(words)
    day = _parse(f"in {number} {_UNITS[match['unit'].casefold()]}", today.day)
    return _Found(match.span(), (day,) if day else (), Doubt.VAGUE)


def _spoken(match: re.Match[str], today: _Today) -> _Found | None:
    """ "morgen"."""
    return _given(match, (_DAYS[" ".join(match["day"].casefold().split())](today.day),), today)


def _end_of_month(match: re.Match[str], today: _Today) -> _Found | None:
    """ "eind volgende maand", "eind januari": its last day; where that is in a weekend, perhaps the Friday before."""
    which, month = (match["which"] or "").casefold(), match["month"]
    if month:
        named = _named(match, today, f"1 {month.rstrip('.')}", _year(match["year"]), is_set_apart=True)
        if today.day.replace(day=1) in {_parse(f"1 {month.rstrip('.')} {today.day.year}", today.day)}:
            first = today.day.replace(day=1)  # this month: its first day is past, its last isn't
        elif not named.days:
            return named
        else:
            first = named.days[0]
    else:
        first = today.day.replace(day=1)
        if which in ("volgende", "komende", "next"):
            first = _last_of_month(first) + timedelta(days=1)
    found = _given(match, (_last_of_month(first),), today)
    friday = _monday(found.days[0]) + timedelta(days=FRIDAY) if found.days else None
    if found.doubt or friday is None or found.days[0] <= friday:
        return found
    return _Found(match.span(), tuple(day for day in (friday, *found.days) if day >= today.day), Doubt.VAGUE)


def _vague_month(match: re.Match[str], today: _Today) -> _Found | None:
    """ "begin januari", "medio maart", "in mei", "volgende maand": some days of it to point at."""
    groups = match.groupdict()
    if month := groups.get("month"):
        named = _named(match, today, f"1 {month.rstrip('.')}", _year(groups["year"]), is_set_apart=True)
        if not named.days or named.doubt is Doubt.PAST:
            return _Found(match.span(), (), named.doubt or Doubt.VAGUE)
        first = named.days[0]
    else:
        first = _last_of_month(today.day) + timedelta(days=1)
    offs = _PARTS_OF_MONTH.get((groups.get("part") or "").casefold(), (0, 14, 27))
    return _Found(match.span(), tuple(working(first + timedelta(days=off)) for off in offs), Doubt.VAGUE)


def _week_of(match: re.Match[str], today: _Today) -> _Found | None:
    """ "de week van 14 december": days of it to point at."""
    words = f"{int(match['day'])} {match['month'].rstrip('.')}"
    named = _named(match, today, words, _year(match["year"]), is_set_apart=True)
    if named.doubt or not named.days:
        return named
    days = [_monday(named.days[0]) + timedelta(days=off) for off in (0, 1, 3, 4)]
    return replace(named, days=tuple(day for day in days if day >= today.day), doubt=Doubt.VAGUE)


def _vague_week(match: re.Match[str], today: _Today) -> _Found | None:
    """ "volgende week", "eind deze week", "week 3": days of it to point at."""
    groups = match.groupdict()
    if number := groups.get("number"):
        monday = _week(int(number), today.day)
        if monday is None:
            return None
        if (weekday := _weekday(groups.get("before") or groups.get("after"))) is not None:
            return _given(match, (monday + timedelta(days=weekday),), today)
    else:
        off = 0 if (groups["which"] or "").casefold() in ("deze", "this", "de", "the") else 1
        monday = _monday(today.day) + timedelta(weeks=off)
    days = [monday + timedelta(days=off) for off in ((3, 4) if groups.get("end") else (0, 1, 3, 4))]
    return _Found(match.span(), tuple(day for day in days if day >= today.day), Doubt.VAGUE)


def _christmas(match: re.Match[str], today: _Today) -> _Found | None:
    """Before Christmas: the last Friday before it, or the last working day."""
    year = today.day.year + (today.day > date(today.day.year, 12, 24))
    eve = _last_working(date(year, 12, 1), until=24)
    friday = _monday(date(year, 12, 25)) - timedelta(days=3)
    return _Found(match.span(), tuple(sorted(day for day in {friday, eve} if day >= today.day)), Doubt.VAGUE)


def _vague(match: re.Match[str], today: _Today) -> _Found | None:
    return _Found(match.span(), (), Doubt.VAGUE)


def _past(match: re.Match[str], today: _Today) -> _Found | None:
    return _Found(match.span(), (), Doubt.PAST)


_ORDINALS = {
    **dict.fromkeys(("eerste", "1e", "first", "1st"), 0),
    **dict.fromkeys(("tweede", "2e", "second", "2nd"), 1),
    **dict.fromkeys(("derde", "3e", "third", "3rd"), 2),
    **dict.fromkeys(("vierde", "4e", "fourth", "4th"), 3),
    **dict.fromkeys(("laatste", "last"), -1),
}
_NUMBER_BEHIND = re.compile(r"\s+(?P<day>[1-9]|[12][0-9]|3[01])(?![\w:.,/-])(?!\s*(?:uur|u)\b)")
# Days after the first, of which the working days are offered.
_PARTS_OF_MONTH = {
    **dict.fromkeys(("begin", "early"), (0, 3, 7)),
    **dict.fromkeys(("half", "medio", "halverwege", "mid"), (13, 14, 15)),
}
_DAYS: dict[str, Callable[[date], date]] = {
    **dict.fromkeys(("vandaag", "vanmiddag", "vanavond", "today", "tonight"), lambda day: day),
    **dict.fromkeys(
        ("morgen", "morgenochtend", "morgenmiddag", "morgenavond", "tomorrow"), lambda day: day + timedelta(days=1)
    ),
    **dict.fromkeys(("overmorgen", "the day after tomorrow"), lambda day: day + timedelta(days=2)),
    **dict.fromkeys(("gisteren", "yesterday"), lambda day: day - timedelta(days=1)),
    **dict.fromkeys(("eergisteren", "the day before yesterday"), lambda day: day - timedelta(days=2)),
}
_SPOKEN = "|".join(sorted((name.replace(" ", r"\s+") for name in _DAYS), key=len, reverse=True))
_YEAR = r"(?:,?\s+(?P<year>(?:19|20|21)[0-9]{2}|['’][0-9]{2})(?![\w:.-]))?"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_RULES: tuple[tuple[re.Pattern[str], _Judge], ...] = (
    (
        _rule(r"(?<![\w/.-])(?P<year>(?:19|20|21)[0-9]{2})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})(?![\w/-])"),
        _iso,
    ),
    (
        _rule(
            r"\b(?:(?:de|the)\s+)?week\s+(?:van|of)\s+(?:maandag\s+|monday\s+|the\s+)?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+"
            rf"(?P<month>{_MONTH}){_YEAR}"
        ),
        _week_of,
    ),
    (
        _rule(
            r"(?<![\w/.-])(?P<day>[0-9]{1,2})(?:e|de|ste)?\s*(?:-|–|t/m|tot en met|tot|en|of|and|or|to)\s*"
            rf"(?P<last>[0-9]{{1,2}})(?:e|de|ste|st|nd|rd|th)?\s+(?P<month>{_MONTH}){_YEAR}"
        ),
        _ranged,
    ),
    (
        _rule(
            rf"(?:\b(?P<weekday>{_SHORT_WEEKDAY}),?\s+)?(?:\b(?:de|the)\s+)?(?<![\w/.-])(?P<day>[0-9]{{1,2}})(?:e|de|ste|st|nd|rd|th)?"
            rf"(?:\s+of)?[\s-]+(?P<month>{_MONTH}){_YEAR}"
        ),
        _dated,
    ),
    (
        _rule(
            rf"(?:\b(?P<weekday>{_SHORT_WEEKDAY}),?\s+)?\b(?P<month>{_MONTH})\s+(?:the\s+)?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
            rf"(?![\w/.:-]){_YEAR}"
        ),
        _monthed,
    ),
    (
        _rule(
            rf"(?:\b(?P<weekday>{_SHORT_WEEKDAY}),?\s+)?(?<![\w/.-])(?P<day>[0-9]{{1,2}})(?P<by>[-/.])(?P<month>[0-9]{{1,2}})"
            r"(?P=by)(?P<year>[0-9]{4}|[0-9]{2})(?![\w/-]|\.[0-9])"
        ),
        _numbered,
    ),
    (
        _rule(
            rf"(?:\b(?P<weekday>{_SHORT_WEEKDAY}),?\s+)?(?<![\w/.-])(?P<day>[0-9]{{1,2}})(?P<by>[-/])(?P<month>[0-9]{{1,2}})"
            r"(?P<year>)?(?![\w/-]|\.[0-9])"
        ),
        _numbered,
    ),
    (
        _rule(
            rf"\b(?:(?P<start>{_WEEKDAY}|vandaag|morgen|today|tomorrow)\s+over\s+(?P<number>{_NUMBER})\s+(?P<unit>{_UNIT_NL})\b)"
        ),
        _from_now,
    ),
    (
        _rule(
            rf"\b(?P<number>{_NUMBER})\s+(?P<unit>{_UNIT_EN})\s+from\s+(?:now|(?P<start>today|tomorrow|{_WEEKDAY}))\b"
        ),
        _from_now,
    ),
    (_rule(rf"\b(?:over|in)\s+een\s+(?P<unit>dag|week|maand)\s+of\s+(?P<number>{_NUMBER})\b"), _about),
    (
        _rule(
            r"\b(?:over|in)\s+(?:ongeveer|circa|zo[’'`]?n|ca\.?|about|around|roughly)\s+"
            rf"(?P<number>{_NUMBER})\s+(?P<unit>{_UNIT_NL}|{_UNIT_EN})\b"
        ),
        _about,
    ),
    (
        _rule(
            rf"\b(?P<way>over|binnen|within|in)\s+(?P<number>{_NUMBER})\s+(?P<unit>{_UNIT_NL}|{_UNIT_EN})\b(?:['’]?s?['’]?\s+time\b)?"
            rf"(?:\s+(?:op\s+|on\s+)?(?P<weekday>{_SHORT_WEEKDAY})\b)?"
        ),
        _ahead,
    ),
    (
        _rule(
            rf"\b(?:(?P<before>{_SHORT_WEEKDAY}),?\s+)?(?:in\s+)?(?P<which>volgende|komende|deze|next|this)\s+week\b"
            rf"(?:,?\s+(?:op\s+|on\s+)?(?P<after>{_SHORT_WEEKDAY})\b)?"
        ),
        _in_week,
    ),
    (
        _rule(
            r"\b(?:eind|einde|het einde|the end|end|uiterlijk eind)\s+(?:van\s+|of\s+)?"
            r"(?:(?:de\s+|the\s+)?(?P<which>deze|volgende|komende|this|next|de|the)?\s*(?:maand|month)\b|"
            rf"(?P<month>{_MONTH}){_YEAR})"
        ),
        _end_of_month,
    ),
    (
        _rule(
            r"\b(?P<end>eind|einde|the end|end)\s+(?:van\s+|of\s+)?(?P<which>deze|volgende|komende|this|next|de|the)\s+week\b"
        ),
        _vague_week,
    ),
    (_rule(r"\b(?:in\s+)?(?P<which>volgende|komende|deze|next|this)\s+week\b"), _vague_week),
    (
        _rule(
            rf"\b(?:(?P<before>{_SHORT_WEEKDAY}),?\s+)?(?:(?P<end>eind|einde|end of)\s+)?(?:(?:in|van|of)\s+)?week\s+"
            rf"(?P<number>[0-9]{{1,2}})(?![\w/-])(?:,?\s+(?:op\s+|on\s+)?(?P<after>{_SHORT_WEEKDAY})\b)?"
        ),
        _vague_week,
    ),
    (
        _rule(
            rf"\b(?P<nth>{'|'.join(_ORDINALS)})\s+(?P<weekday>{_WEEKDAY})\s+(?:van|in|of)\s+(?:(?:de\s+|the\s+)?"
            rf"(?P<which>deze|volgende|komende|this|next)?\s*(?:maand|month)\b|(?P<month>{_MONTH}){_YEAR})"
        ),
        _nth,
    ),
    (
        _rule(
            rf"(?:\b(?P<weekday>{_SHORT_WEEKDAY}),?\s+)?\b(?:de|the)\s+(?P<day>[0-9]{{1,2}})(?:e|de|ste|st|nd|rd|th)(?![\w/-])"
        ),
        _day_of_month,
    ),
    (
        _rule(
            r"(?:\b(?P<which>volgende|komende|aanstaande|aankomende|deze|afgelopen|vorige|elke|iedere|next|this|coming|last|"
            rf"every|each)\s+)?\b(?P<weekday>{_WEEKDAY}){_PART}\b(?:\s+(?:aanstaande\b|a\.s\.))?"
        ),
        _weekday_alone,
    ),
    (
        _rule(
            rf"(?<!goede )(?<!goeie )(?<!\w)(?P<day>{_SPOKEN})\b(?:\s*(?:ochtend|middag|avond|morning|afternoon|evening)\b)?"
        ),
        _spoken,
    ),
    (_rule(r"\b(?:vorige|afgelopen|last)\s+(?:week|maand|month|jaar|year)\b"), _past),
    (
        _rule(
            r"\b(?:(?P<part>begin|half|medio|halverwege|early|mid)[\s-]+(?:of\s+|van\s+)?|in\s+|voor\s+|na\s+|by\s+|before\s+|after\s+)"
            rf"(?:(?P<month>{_MONTH}){_YEAR}|(?:volgende|komende|next)\s+(?:maand|month)\b)"
        ),
        _vague_month,
    ),
    (_rule(r"\b(?:volgende|komende|next)\s+(?:maand|month)\b"), _vague_month),
    (_rule(r"\b(?:voor|vóór|before|by)\s+(?:de\s+)?(?:kerst(?:vakantie|mis)?|christmas|xmas)\b"), _christmas),
    (
        _rule(
            r"\b(?:voor|vóór|na|rond|tegen|in|met|tijdens|before|after|around|by|over|during)\s+(?:de\s+|het\s+|the\s+)?"
            r"(?:\w{0,12}vakantie|kerst|pasen|pinksteren|zomer|herfst|voorjaar|winter|jaarwisseling|schooljaar|"
            r"christmas|xmas|easter|summer|autumn|spring|holidays?|break|new year)\b"
        ),
        _vague,
    ),
    (
        _rule(
            r"\b(?:binnenkort|spoedig|zo snel mogelijk|zsm|asap|as soon as possible|soon|volgend (?:school)?jaar|next (?:school )?year|"
            r"over (?:een paar|enkele|een aantal) (?:dagen|weken|maanden)|in (?:a few|some|a couple of) (?:days|weeks|months)|"
            r"over (?:anderhalve|een halve|een half) (?:week|maand|jaar)|(?:eind|einde|end)(?: van| of)?(?: het| the| dit| this)? (?:school)?"
            r"(?:jaar|year)|ooit|some\s?day)\b|\bz\.s\.m\.|\bt\.z\.t\."
        ),
        _vague,
    ),
)


# --- the calendar


@lru_cache(maxsize=1000)
def _parse(words: str, today: date, order: str = "DMY") -> date | None:
    """The day that dateparser reads in a few words; None where there is no such day."""
    from dateparser import parse  # slow to load, and few messages are agreements

    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "DATE_ORDER": order,
        "PREFER_DATES_FROM": "future",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        moment: datetime | None = parse(words, languages=["nl", "en"], settings=settings)
    except (ValueError, OverflowError):
        return None
    return moment.date() if moment else None


def _year(words: str | None) -> int | None:
    """None: no year was given."""
    if not words:
        return None
    digits = words.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _weekday(words: str | None) -> int | None:
    """As date.weekday() counts; None: no such day."""
    if not words:
        return None
    name = words.casefold()
    for names in WEEKDAYS.values():
        for number, full in enumerate(names):
            if name.startswith(full.casefold()):
                return number
    short = re.split(r"\W", name)[0]
    for names in WEEKDAYS.values():
        for number, full in enumerate(names):
            if len(short) >= 2 and full.casefold().startswith(short):
                return number
    return None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _coming(today: date, weekday: int) -> date:
    """The first such day after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _numbered_days(number: int, weekday: int | None, today: date) -> tuple[date, ...]:
    """The next two days with that number in their month; of that weekday, where one is given."""
    days = (today + timedelta(days=off) for off in range(400))
    fits = (day for day in days if day.day == number and weekday in (None, day.weekday()))
    return tuple(islice(fits, 2))


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def working(day: date) -> date:
    """That day, or the Monday after it."""
    return day if day.weekday() < SATURDAY else _monday(day) + timedelta(weeks=1)


def _last_working(day: date, until: int | None = None) -> date:
    """The last working day of a month, or of it up to a day."""
    last = day.replace(day=until) if until else _last_of_month(day)
    return min(last, _monday(last) + timedelta(days=FRIDAY))


def _week(number: int, today: date) -> date | None:
    """Monday of the next ISO week with that number; None where no year has it."""
    for year in (today.isocalendar().year, today.isocalendar().year + 1):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if monday + timedelta(days=FRIDAY) >= today:
            return monday
    return None


def _is_apart(match: re.Match[str]) -> bool:
    """Whether something stands where a date does, rather than in the middle of what is to be done."""
    has_weekday = bool(match.groupdict().get("weekday"))
    is_begun = has_weekday or bool(_BEFORE.search(match.string, max(0, match.start() - 40), match.start()))
    return is_begun and bool(_AFTER.match(match.string, match.end()))


def _time_in(text: str, taken: Iterable[tuple[int, int]]) -> tuple[time | None, list[tuple[int, int]]]:
    """(the first time that a text names, where it stands)."""
    busy = list(taken)
    for match in _CLOCK.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in busy):
            continue
        hour = int(next(match[name] for name in ("h", "h1", "h2", "h3") if match[name]))
        minute = int(match["m"] or match["m1"] or match["m3"] or 0)
        if match["noon"]:
            hour = hour % 12 + (12 if match["noon"].casefold() == "pm" else 0)
        return time(hour, minute), [match.span()]
    return None, []


def day_named(value: str, today: date) -> date | None:
    """The day that a button names, "2026-12-01"; None where nothing can be planned for it."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if today <= day and day.year <= today.year + MOST_YEARS else None
