"""Dates by number and month: "12 januari", "8, 10 of 15 december", "13 t/m 17 april", "31-3", "2026-04-02"."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.when.marks import Base, Found, Kind, Line, Rule, pattern, rule
from bot.when.meaning import Doubt, Span
from bot.when.phrases import NAMED, NTH
from bot.when.reckoning import MOST_YEARS, coming, last_of_month, shifted, years_of
from bot.when.vocabulary import DAY_WORDS, NTH_WORDS, any_of, month_of

JUST_PASSED = timedelta(days=75)  # "20 november" on the 24th is more likely last week's than next year's
CLOSING_HOUR = 18  # "10-12" behind a day may be hours up to here
A_WHILE_CHARS = 40  # in front of a date, in which the word stands that leads up to it

YEAR = (
    r"(?:,? (?:van )?(?P<year>(?:19|20|21)[0-9]{2}|['’][0-9]{2}|2[0-9](?=\s*(?:$|[,;)\n])))"
    r"(?![\w:-]|[.][0-9])(?!\s*(?:uur|u|h)\b))?"
)
_WEEKDAY = rf"(?:(?P<weekday>{NAMED}),?\s*)?"
_IN_WORDS = any_of(DAY_WORDS)
_DAY = rf"(?:{NAMED},?\s*)?(?:\b(?:de|the) )?(?:[0-9]{{1,2}}{NTH}?(?![0-9:])|(?<![\w-]){_IN_WORDS}\b)"
_NUMBER = rf"(?:[0-9]{{1,2}}{NTH}?|{any_of(NTH_WORDS)}\b)"
_TO = r"(?:-|–|—|t/m|tot en met|tot|to|until|till|through)"
_OR = r"(?:(?:en/of|dan wel|of|en|or|and)(?: (?:anders|eventueel|liever|desnoods|else))?|&|/|\+|à|á)"
_RUNS, _CHOOSES = pattern(_TO), pattern(r"\b(?:of|en(?! met)|or|and|wel)\b|[&+àá]|/(?!m)")
_MONTH = r"(?P<month>[^\W\d_]{3,12}\b(?!-[^\W\d_])\.?)"
_NUMBERS = pattern(rf"(?P<weekday>{NAMED})|(?P<number>[0-9]{{1,2}}|\b{_IN_WORDS}\b)")
# Where "2-3" is a date rather than a level or a subject: set apart, or behind such a word.
_BEFORE = pattern(
    r"(?:^|[,;.!?(–\n]|(?:datum|dag|wanneer|deadline|date|day|when):|(?:^|\W)(?:op|voor|vóór|uiterlijk|per|tot|t/m|vanaf|d\.d\.|datum|"
    r"deadline|naar|of|en|rond|na|omstreeks|circa|tegen|around|after|on|by|before|until|due|date|from|or|and|to|than|dan)|"
    rf"[{Kind.WEEKDAY}{Kind.SHORT}],?\)?)\s*$"
)
AFTER = pattern(
    r"\s*(?:$|[,;:.!?)–\n]|(?:om|at|op|in|bij|te|via|on|door|by|met|with|van|from|tot|to|t/m|until|of|or|en|and|naar|half|kwart|"
    r"graag|svp|please|lukt|kan|is|wordt|dan|nog)\b|[0-9]{1,2}(?:[:.u][0-9]{2}|\s*(?:uur|u|am|pm|o['’]clock)\b|\s*[-–]\s*[0-9]{1,2}(?![\w/.:-]))|[-–]\s|-[0-9]{1,2}/)"
)
_AFTER_MONTH = pattern(rf"(?! of\b)(?:{AFTER.pattern})")  # "may 4 of them"
# A number behind one of these is a name of something: "niveau 3/4".
_OF_SOMETHING = pattern(
    r"\b(?:niveaus?|leerjaar|leerjaren|klas|klassen|groep|groepen|fase|blok|lokaal|lokalen|kamer|zaal|ruimte|levels?|years?|class|"
    r"grade|group|room|periode|period|versie|version|artikel|article|paragraaf|nummer|nr|no|hoofdstuk|bijlage|punt|om|at|"
    r"schooljaar|cohort)\.?\s*(?:[0-9]{1,3}\s*(?:/|-|en|of|and|or)\s*)*$"
)
# "begin schooljaar 31 aug": of what begins, and no number of it.
_BEGINS_OR_ENDS = pattern(
    r"\b(?:begin|start|aanvang|einde?|end|beginning)(?: (?:van|het|de|of|the))* "
    r"(?:schooljaar|studiejaar|periode|blok|semester|school year|year|period|term)\s*$"
)
_TO_A_NUMBER = pattern(r"[0-9]\s*(?:-|–|tot|to|t/m)\s*$")
_LEADS_TO_DATE = pattern(r"\b(?:op|uiterlijk|per|datum:?|deadline:?|d\.d\.|on|by|due)\s*$")
_FRACTION = pattern(r" (?:(?:van|of) (?:de|het|alle|onze|hun|the|all|our)\b|deel\b|fte\b)")
_WHERE_HOURS_STAND = pattern(
    rf"(?:[{Kind.DAY}{Kind.DAYS}],?|[{Kind.WEEKDAY}{Kind.SHORT}],?\s*(?:de |the )?[0-9]{{1,2}}{NTH}|\b(?:van|tussen|om|from|between|at))\s*$"
)


# --- a day of a month


def dated(span: Span, month: int, day: int, year: int | None, base: Base) -> Found:
    """In the year that is given, or else the next in which it comes."""
    if year is not None:
        return _in_year(span, month, day, year, base)
    # From the year before, since in January "20 december" is a day that has just passed; to the next leap year.
    passed: date | None = None
    for each in years_of(month, day, range(base.today.year - 1, base.today.year + 9)):
        if each >= base.today:
            break
        passed = each
    else:
        return Found(Kind.DAY, span, _around_the_end(month, base), Doubt.IMPOSSIBLE, is_strong=True)
    if passed and base.today - passed <= JUST_PASSED:
        return Found(Kind.DAY, span, (each,), Doubt.PASSED)
    if each - base.today > timedelta(days=366):  # 29 February
        days = (*_around_the_end(month, base), each)
        return Found(Kind.DAY, span, days, Doubt.IMPOSSIBLE, is_strong=True)
    return Found(Kind.DAY, span, (each,))


def given(span: Span, day: date | None, base: Base) -> Found:
    """A day that leaves no choice; held against the calendar. None: it is beyond all calendars."""
    if day is None or day.year > base.today.year + MOST_YEARS:
        return Found(Kind.DAY, span, (), Doubt.FAR, is_strong=True, has_year=True)
    return Found(Kind.DAY, span, (day,), Doubt.PAST if day < base.today else None, has_year=True)


def year_of(words: str | None) -> int | None:
    """Of what YEAR matched; None: no year was given."""
    digits = (words or "").strip("'’ ")
    return None if not digits else int(digits) if len(digits) == 4 else 2000 + int(digits)


def fitting(found: Found, weekday: int | None, today: date) -> Found:
    """Doubtful, where the day of the week that stands beside it is another."""
    if weekday is None or not found.days or found.doubt in (Doubt.IMPOSSIBLE, Doubt.WEEKDAY):
        return found
    if found.doubt is Doubt.AMBIGUOUS:  # the day of the week may settle it: "Monday 4/5"
        fits = tuple(day for day in found.days if day.weekday() == weekday)
        return replace(found, days=fits, doubt=None, is_strong=False) if len(fits) == 1 else found
    said = found.days[0]
    if weekday == (shifted(said, -1, "years") or said if found.doubt is Doubt.PASSED else said).weekday():
        return found
    near = [said + timedelta(days=off) for off in (-3, -2, -1, 1, 2, 3)]
    fits = tuple(day for day in near if day.weekday() == weekday and day >= today)
    return replace(found, days=(*fits, *found.days), doubt=Doubt.WEEKDAY, is_strong=True)


def run_of(span: Span, each: Iterable[Found]) -> Found:
    """From one day up to another."""
    first, last = each
    if first.doubt or last.doubt or first.days[0] >= last.days[0]:
        days = tuple(sorted({*first.days, *last.days}))
        return Found(Kind.RUN, span, days, Doubt.VAGUE, is_strong=True)
    return Found(Kind.RUN, span, (first.days[0], last.days[0]), Doubt.RUNNING, is_strong=True)


def choice_of(span: Span, each: Iterable[Found], base: Base) -> Found:
    """One of some days."""
    found = list(each)
    odd = next((one.doubt for one in found if one.is_strong and one.doubt is not Doubt.CHOICE), None)
    days = tuple(sorted({day for one in found for day in one.days if day >= base.today}))
    if len(days) == 1 and not odd:
        return Found(Kind.DAY, span, days, next((one.doubt for one in found if one.doubt), None))
    return Found(Kind.DAYS, span, days, odd or Doubt.CHOICE, is_strong=True)


def is_apart(match: re.Match[str], line: Line[Found]) -> bool:
    """Whether something stands where a date does, rather than in the middle of what is to be done."""
    is_begun = bool(match.groupdict().get("weekday")) or _begins(match, line)
    return is_begun and bool(AFTER.match(line.text, match.end()))


def _begins(match: re.Match[str], line: Line[Found]) -> bool:
    """Whether a date can begin there."""
    return bool(_BEFORE.search(line.text, max(0, match.start() - A_WHILE_CHARS), match.start()))


def _in_year(span: Span, month: int, day: int, year: int, base: Base) -> Found:
    each = next(years_of(month, day, (year,)), None)
    if each is None:
        return Found(Kind.DAY, span, _end_of(year, month), Doubt.IMPOSSIBLE, is_strong=True, has_year=True)
    return given(span, each, base)


def _around_the_end(month: int, base: Base) -> tuple[date, ...]:
    """For a day that the month doesn't have: where the next such month ends."""
    return _end_of(base.today.year + (month < base.today.month), month)


def _end_of(year: int, month: int) -> tuple[date, ...]:
    """The last day of a month, and the one behind it."""
    last = last_of_month(date(year, month, 1))
    return last, last + timedelta(days=1)


# --- with the name of the month


def _monthly(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "12 januari", "8, 10 of 15 december", "13 t/m 17 april"."""
    month, words = month_of(match["month"]), match["numbers"]
    before = line.text[: match.start()]
    if month is None or (_OF_SOMETHING.search(before) and not _BEGINS_OR_ENDS.search(before)):
        return None
    # "van 9 tot 11, 12 april" and "team 3, 12 april": what stands before the comma is no day.
    is_listed = _begins(match, line) and not _TO_A_NUMBER.search(line.text, 0, match.start())
    if "," in words and not _CHOOSES.search(words) and (_RUNS.search(words) or not is_listed):
        return None
    return _several(match, line, base, month)


def _month_first(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "January 12th": "may 4 teachers" is none unless it stands apart."""
    month = month_of(match["month"])
    found = _several(match, line, base, month) if month else None
    if found is None:
        return None
    if match["weekday"]:
        found = fitting(found, line.at(match, "weekday").weekday, base.today)
    is_sure = bool(match["year"]) or bool(_AFTER_MONTH.match(line.text, match.end()))
    return found if is_sure else replace(found, doubt=Doubt.AMBIGUOUS, is_weak=True)


def _several(match: re.Match[str], line: Line[Found], base: Base, month: int) -> Found | None:
    """The days of a month whose numbers stand in a match."""
    year, words = year_of(match["year"]), match["numbers"]
    each: list[Found] = []
    beside: Found | None = None
    for one in _NUMBERS.finditer(line.text, match.start("numbers"), match.end("numbers")):
        if one["weekday"]:
            beside = line.at(one, "weekday")
            continue
        number = int(one["number"]) if one["number"].isdecimal() else DAY_WORDS[one["number"].casefold()]
        if not 1 <= number <= 31:
            return None
        found = dated(match.span(), month, number, year, base)
        each.append(replace(fitting(found, beside.weekday, base.today), part=beside.part) if beside else found)
        beside = None
    if len(each) == 1:
        return replace(each[0], has_year=year is not None)
    is_run = bool(_RUNS.search(words)) and not _CHOOSES.search(words)
    return run_of(match.span(), each) if is_run else choice_of(match.span(), each, base)


# --- in figures alone


def _iso(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        return Found(Kind.DAY, match.span(), (), Doubt.IMPOSSIBLE, is_strong=True)
    return _in_year(match.span(), month, day, int(match["year"]), base)


def _numbered(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "12-1" and "1/2/2027"."""
    first, second, year = int(match["day"]), int(match["month"]), year_of(match["year"])
    if _OF_SOMETHING.search(line.text, 0, match.start()) or not (1 <= first <= 31 and 1 <= second <= 31):
        return None
    if year is None and _may_be_hours(match, line):
        return None
    # The English put day first in Europe and month first overseas.
    is_english = base.lang == "en" and match["by"] in "/-"
    if second > 12 and (not is_english or first > 12):
        return None
    span, weekday = match.span(), line.at(match, "weekday").weekday if match["weekday"] else None
    if is_english and second <= 12 and first <= 12 and first != second:
        each = (dated(span, month, day, year, base) for day, month in ((first, second), (second, first)))
        days = tuple(sorted({day for one in each for day in one.days}))
        return fitting(Found(Kind.DAY, span, days, Doubt.AMBIGUOUS, is_strong=True), weekday, base.today)
    day, month = (first, second) if second <= 12 else (second, first)
    found = dated(span, month, day, year, base)
    if year is not None or any(found.days[:1] == named.days[:1] for named in line.of(Kind.DAY)):  # "morgen 12-3"
        return fitting(found, weekday, base.today)
    return _without_year(match, line, base, found, weekday)


def _without_year(
    match: re.Match[str], line: Line[Found], base: Base, found: Found, weekday: int | None
) -> Found | None:
    """ "12-1" may be a date, hours, a fraction, or numbers of something."""
    first, second = int(match["day"]), int(match["month"])
    if match["by"] == "/" and _FRACTION.match(line.text, match.end()):
        return None
    fits = fitting(found, weekday, base.today)
    if weekday is not None and match["by"] == "-" and first < second <= CLOSING_HOUR and fits.doubt is Doubt.WEEKDAY:
        # "di 10-12": the tenth, or from ten to twelve
        return replace(fits, days=(coming(base.today, weekday), *found.days), doubt=Doubt.AMBIGUOUS)
    if (first, second) == (24, 7) and weekday is None:  # "24/7 bereikbaar"
        return None
    is_date, begins = first > 12, _begins(match, line)
    if is_apart(match, line) or (weekday is not None and fits.doubt is None) or (is_date and begins):
        return fits
    # "lijst 31/3 mailen", "12-5 PTA inleveren", "PTA 12-1"; but not "3-5 leerlingen"
    if is_date or (begins and first > second) or AFTER.match(line.text, match.end()):
        return replace(fits, doubt=fits.doubt or Doubt.AMBIGUOUS, is_strong=is_date, is_weak=not is_date)
    return None


def _dotted(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "ma 13.04" is the thirteenth of April where that is a Monday; "wo 14.10" may be at ten past two."""
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12) or line.of(Kind.DAY, Kind.DAYS):
        return None
    found = dated(match.span(), month, day, None, base)
    is_clock = month % 5 == 0 and day <= 23
    if match["weekday"]:
        weekday = line.at(match, "weekday").weekday or 0
        if fitting(found, weekday, base.today).doubt is Doubt.WEEKDAY:
            return None
        days = tuple(sorted({*found.days, coming(base.today, weekday)}))
        return replace(found, days=days, doubt=Doubt.AMBIGUOUS, is_strong=True) if is_clock else found
    if not _LEADS_TO_DATE.search(line.text, 0, match.start()):
        return None
    return replace(found, doubt=found.doubt or Doubt.AMBIGUOUS)


def _may_be_hours(match: re.Match[str], line: Line[Found]) -> bool:
    """Whether "10-12" stands where hours do: behind a day."""
    first, second = int(match["day"]), int(match["month"])
    is_range = match["by"] == "-" and first <= 24 and second <= 24 and match["weekday"] is None
    is_forward = first < second or "," not in line.text[max(0, match.start() - 2) : match.start()]  # "31 maart, 7-4"
    return is_range and is_forward and bool(_WHERE_HOURS_STAND.search(line.text, 0, match.start()))


_FIGURES = r"(?P<day>[0-9]{1,2})"
RULES: tuple[Rule[Found], ...] = (
    rule(
        r"(?<![\w/.-])(?P<year>(?:19|20|21)[0-9]{2})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})(?:(?=T[0-9]{2}:)|(?![\w/-]))",
        _iso,
    ),
    rule(
        rf"(?<![\w.])(?<![0-9][:/])(?<!\w-)(?P<numbers>{_DAY}(?:\s*(?:,?\s*{_OR}|,|{_TO})\s*{_DAY}){{0,15}}+)(?: of)?[\s-]*{_MONTH}{YEAR}",
        _monthly,
    ),
    rule(
        rf"{_WEEKDAY}(?<![\w.:,/-]){_FIGURES}(?P<by>\s)(?P<month>[0-9]{{1,2}})\s(?P<year>20[0-9]{{2}})(?![\w:.,/-])",
        _numbered,
    ),
    rule(
        rf"{_WEEKDAY}\b{_MONTH} (?P<numbers>(?:the )?{_NUMBER}(?:(?:\s*,\s*{_NUMBER})*\s*,?\s*{_OR}\s*{_NUMBER}|\s*{_TO}\s*{_NUMBER})?)"
        rf"(?![\w/:-]|[.][0-9])(?!\s*(?:uur|u|am|pm)\b){YEAR}",
        _month_first,
    ),
    rule(
        rf"{_WEEKDAY}(?<![\w/.:,-]){_FIGURES}(?P<by>[-/.])(?P<month>[0-9]{{1,2}})(?P=by)(?P<year>[0-9]{{4}}|['’]?[0-9]{{2}})"
        r"(?![\w/-]|[.][0-9])",
        _numbered,
    ),
    rule(
        rf"{_WEEKDAY}(?<![\w/.:,])(?<!\w-){_FIGURES}(?P<by>[-/])(?P<month>[0-9]{{1,2}})(?P<year>)?"
        r"(?![\w/:]|-(?![0-9]{1,2}/[0-9])|[.,][0-9])(?!\s*(?:uur|u|h|am|pm|fte)\b)",
        _numbered,
    ),
    rule(
        rf"{_WEEKDAY}(?<![\w/.:,-]){_FIGURES}[.](?P<month>[0-9]{{1,2}})\.?(?![\w/:-]|[.,][0-9])(?!\s*(?:uur|u|h|am|pm)\b)",
        _dotted,
    ),
)
