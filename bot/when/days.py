"""Words that name a date: by number and month, by a word of its own ("overmorgen"), by the name of a holiday."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.when.free_days import NAMED_DAYS
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, rule
from bot.when.meaning import Doubt, Part, Span
from bot.when.reckoning import coming, last_of_month, shifted, years_of
from bot.when.vocabulary import DAY_WORDS, NEAR_CHARS, any_of, is_near, month_of

MOST_YEARS = 5  # ahead; later is a slip of the keys
JUST_PASSED = timedelta(days=75)  # "20 november" on the 24th is more likely last week's than next year's
CLOSING_HOUR = 18  # "10-12" behind a day may be hours up to here

WEEKDAY = rf"(?:(?P<weekday>{mark(Kind.WEEKDAY, Kind.SHORT)}),?\s*)?"
YEAR = (
    r"(?:,?\s+(?:van\s+)?(?P<year>(?:19|20|21)[0-9]{2}|['’][0-9]{2}|2[0-9](?=\s*(?:$|[,;)\n])))"
    r"(?![\w:-]|[.][0-9])(?!\s*(?:uur|u|h)\b))?"
)
_TH = r"(?:e|de|ste|st|nd|rd|th)?"
_IN_WORDS = any_of(DAY_WORDS)
_NTH_WORDS = any_of(word for word in DAY_WORDS if word.endswith(("st", "nd", "rd", "th")))
_NTH = rf"(?:[0-9]{{1,2}}{_TH}|{_NTH_WORDS}\b)"
_DAY = (
    rf"(?:(?:{mark(Kind.WEEKDAY, Kind.SHORT)}),?\s*)?(?:\b(?:de|the)\s+)?(?:[0-9]{{1,2}}{_TH}(?![0-9:])|(?<![\w-]){_IN_WORDS}\b)"
)
_RUNS = r"(?:-|–|—|t/m|tot en met|tot|to|until|till|through)"
_CHOICES = r"(?:en/of|of|en|or|and|&|/|\+)"
_RUN = re.compile(_RUNS, re.IGNORECASE)
_CHOICE = re.compile(r"\b(?:of|en(?! met)|or|and)\b|[&+]|/(?!m)", re.IGNORECASE)
_SEP = rf"\s*(?:,?\s*{_CHOICES}|,|{_RUNS})\s*"
_WORD = r"(?P<month>[^\W\d_]{3,12}\b(?!-[^\W\d_])\.?)"
_NUMBERS = re.compile(
    rf"(?P<weekday>{mark(Kind.WEEKDAY, Kind.SHORT)})|(?P<number>[0-9]{{1,2}}|\b{_IN_WORDS}\b)",
    re.IGNORECASE,
)
# Where "2-3" is a date rather than a level or a subject: set apart, or behind such a word.
_BEFORE = re.compile(
    r"(?:^|[,;.!?(–\n]|(?:datum|dag|wanneer|deadline|date|day|when):|(?:^|\W)(?:op|voor|vóór|uiterlijk|per|tot|t/m|vanaf|datum|deadline|naar|of|en|rond|na|omstreeks|circa|tegen|around|after|on|by|before|until|due|"
    rf"date|from|or|and|to)|[{Kind.WEEKDAY}{Kind.SHORT}],?)\s*$",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\s*(?:$|[,;:.!?)–\n]|(?:om|at|op|in|bij|te|via|on|door|by|met|with|van|from|tot|to|t/m|until|of|or|en|and|naar|half|kwart|graag|svp|please|lukt|kan|is|wordt|dan|nog)\b|"
    r"[0-9]{1,2}(?:[:.u][0-9]{2}|\s*(?:uur|u|am|pm)\b)|[-–]\s|-[0-9]{1,2}/)",
    re.IGNORECASE,
)
_AFTER_MONTH = re.compile(rf"(?!\s+of\b)(?:{AFTER.pattern})", re.IGNORECASE)  # "may 4 of them"
# A number behind one of these is a name of something: "niveau 3/4".
_NAMED = re.compile(
    r"\b(?:niveau|niveaus|leerjaar|leerjaren|klas|klassen|groep|groepen|fase|blok|lokaal|lokalen|kamer|zaal|ruimte|level|levels|"
    r"years?|class|grade|group|room|periode|period|versie|version|artikel|article|paragraaf|nummer|nr|no|hoofdstuk|bijlage|punt|"
    r"om|at|schooljaar|cohort)\.?\s*(?:[0-9]{1,3}\s*(?:/|-|en|of|and|or)\s*)*$",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\s+(?:(?:van|of)\s+(?:de|het|alle|onze|hun|the|all|our)\b|deel\b|fte\b)", re.IGNORECASE)
_IN_HOURS = re.compile(rf"(?:[{Kind.DAY}{Kind.DAYS}],?|\b(?:van|tussen|om|from|between|at))\s*$", re.IGNORECASE)


# --- by month and number


def dated(span: Span, month: int, day: int, year: int | None, base: Base) -> Found:
    """A day of a month, in the year that is given or else the next in which it comes."""
    if year is not None:
        return _in_year(span, month, day, year, base)
    # From the year before, since in January "20 december" is a day that has just passed; to the next leap year.
    passed: date | None = None
    for each in years_of(month, day, iter(range(base.today.year - 1, base.today.year + 9))):
        if each >= base.today:
            break
        passed = each
    else:
        return Found(Kind.DAY, span, _last_days(month, base), Doubt.IMPOSSIBLE, is_strong=True)
    if passed and base.today - passed <= JUST_PASSED:
        return Found(Kind.DAY, span, (each,), Doubt.PASSED)
    if each - base.today > timedelta(days=366):  # 29 February
        days = (*_last_days(month, base), each)
        return Found(Kind.DAY, span, days, Doubt.IMPOSSIBLE, is_strong=True)
    return Found(Kind.DAY, span, (each,))


def given(span: Span, day: date | None, base: Base) -> Found:
    """A day that leaves no choice; held against the calendar. None: it is beyond all calendars."""
    if day is None or day.year > base.today.year + MOST_YEARS:
        return Found(Kind.DAY, span, (), Doubt.FAR, is_strong=True, has_year=True)
    if day < base.today:
        return Found(Kind.DAY, span, (day,), Doubt.PAST, has_year=True)
    return Found(Kind.DAY, span, (day,), has_year=True)


def year_of(words: str | None) -> int | None:
    """None: no year was given."""
    if not words:
        return None
    digits = words.strip("'’ ")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def fitting(found: Found, weekday: int | None, today: date) -> Found:
    """Doubtful, where the day of the week that stands beside it is another."""
    if weekday is None or not found.days or found.doubt in (Doubt.IMPOSSIBLE, Doubt.WEEKDAY):
        return found
    if found.doubt is Doubt.AMBIGUOUS:  # the day of the week may settle it: "Monday 4/5"
        fits = tuple(day for day in found.days if day.weekday() == weekday)
        return replace(found, days=fits, doubt=None, is_strong=False) if len(fits) == 1 else found
    if found.days[0].weekday() == weekday:
        return found
    if found.doubt is Doubt.PASSED and _a_year_before(found.days[0]).weekday() == weekday:
        return found
    near = [found.days[0] + timedelta(days=off) for off in (-3, -2, -1, 1, 2, 3)]
    fits = tuple(day for day in near if day.weekday() == weekday and day >= today)
    return replace(found, days=(*fits, *found.days), doubt=Doubt.WEEKDAY, is_strong=True)


def _a_year_before(day: date) -> date:
    return shifted(day, -1, "years") or day


def _in_year(span: Span, month: int, day: int, year: int, base: Base) -> Found:
    each = next(years_of(month, day, iter((year,))), None)
    if each is None:
        last = last_of_month(date(year, month, 1))
        return Found(Kind.DAY, span, (last,), Doubt.IMPOSSIBLE, is_strong=True, has_year=True)
    return given(span, each, base)


def _last_days(month: int, base: Base) -> tuple[date, ...]:
    """The last day of the next such month, for one that it doesn't have."""
    year = base.today.year + (month < base.today.month)
    return (last_of_month(date(year, month, 1)),)


def _monthly(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "12 januari", "8, 10 of 15 december", "13 t/m 17 april"."""
    month, words = month_of(match["month"]), match["numbers"]
    if month is None or _NAMED.search(line.text, 0, match.start()):
        return None
    # "van 9 tot 11, 12 april" and "team 3, 12 april": what stands before the comma is no day.
    if "," in words and not _CHOICE.search(words) and (_RUN.search(words) or not _begins(match, line)):
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
    is_run = bool(_RUN.search(words)) and not _CHOICE.search(words)
    return run_of(match.span(), each) if is_run else choice_of(match.span(), each, base)


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
    days = sorted({day for one in found for day in one.days if day >= base.today})
    if len(days) == 1 and not odd:
        return Found(Kind.DAY, span, tuple(days), next((one.doubt for one in found if one.doubt), None))
    return Found(Kind.DAYS, span, tuple(days), odd or Doubt.CHOICE, is_strong=True)


# --- by numbers alone


def _iso(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        return Found(Kind.DAY, match.span(), (), Doubt.IMPOSSIBLE, is_strong=True)
    return _in_year(match.span(), month, day, int(match["year"]), base)


def _numbered(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "12-1" and "1/2/2027"."""
    first, second, year = int(match["day"]), int(match["month"]), year_of(match["year"])
    if _NAMED.search(line.text, 0, match.start()) or not (1 <= first <= 31 and 1 <= second <= 31):
        return None
    weekday = line.at(match, "weekday").weekday if match["weekday"] else None
    is_english = base.lang == "en" and match["by"] in "/-"
    if second > 12 and (not is_english or first > 12):
        return None
    # The English put day first in Europe and month first overseas.
    is_open = is_english and second <= 12 and first <= 12 and first != second
    orders = [(first, second), (second, first)] if is_open else [(first, second) if second <= 12 else (second, first)]
    each = [dated(match.span(), month, day, year, base) for day, month in orders]
    if is_open:
        days = tuple(sorted({day for one in each for day in one.days}))
        return fitting(Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True), weekday, base.today)
    one = fitting(each[0], weekday, base.today)
    said_twice = any(one.days[:1] == named.days[:1] for named in line.of(Kind.DAY))  # "morgen 12-3"
    if year is not None or said_twice:
        return one
    if _may_be_hours(match, line, first, second) or (match["by"] == "/" and _FRACTION.match(line.text, match.end())):
        return None
    if weekday is not None and match["by"] == "-" and first < second <= CLOSING_HOUR and one.doubt is Doubt.WEEKDAY:
        # "di 10-12": the tenth, or from ten to twelve
        return replace(one, days=(coming(base.today, weekday), each[0].days[0]), doubt=Doubt.AMBIGUOUS)
    is_date, begins = first > 12 and (first, second) != (24, 7), _begins(match, line)
    is_sure = is_apart(match, line) or (weekday is not None and one.doubt is None) or (is_date and begins)
    # "lijst 31/3 mailen", "12-5 PTA inleveren", "PTA 12-1"; but not "3-5 leerlingen"
    may_be = is_date or (begins and first > second) or AFTER.match(line.text, match.end())
    if is_sure or not may_be:
        return one if is_sure else None
    return replace(one, doubt=one.doubt or Doubt.AMBIGUOUS, is_weak=True)


def _may_be_hours(match: re.Match[str], line: Line[Found], first: int, second: int) -> bool:
    """Whether "10-12" stands where hours do: behind a day."""
    is_range = match["by"] == "-" and first <= 24 and second <= 24 and match["weekday"] is None
    is_forward = first < second or "," not in line.text[max(0, match.start() - 2) : match.start()]  # "31 maart, 7-4"
    return is_range and is_forward and bool(_IN_HOURS.search(line.text, 0, match.start()))


def is_apart(match: re.Match[str], line: Line[Found]) -> bool:
    """Whether something stands where a date does, rather than in the middle of what is to be done."""
    is_begun = bool(match.groupdict().get("weekday")) or _begins(match, line)
    return is_begun and bool(AFTER.match(line.text, match.end()))


def _begins(match: re.Match[str], line: Line[Found]) -> bool:
    """Whether a date can begin there."""
    return bool(_BEFORE.search(line.text, max(0, match.start() - 40), match.start()))


# --- by words of their own

_EVENINGS = re.compile(r"avond|tonight|evening| eve$", re.IGNORECASE)
_PARTS = {
    **dict.fromkeys(("ochtend", "morgen", "vroeg", "morning"), Part.MORNING),
    **dict.fromkeys(("middag", "mid", "mi", "afternoon"), Part.AFTERNOON),
    **dict.fromkeys(("avond", "av", "evening", "night"), Part.EVENING),
}
PART_BEHIND = r"(?:[ -]?(?P<part>ochtend|morgen|vroeg|middag|avond|morning|afternoon|evening|night)\b)?"


def part_of(word: str | None) -> Part | None:
    """Of what PART_BEHIND matched."""
    return _PARTS.get((word or "").casefold())


_SPOKEN: dict[str, tuple[int, Part | None]] = {  # days from today
    "vandaag": (0, None),
    "vanochtend": (0, Part.MORNING),
    "vanmorgen": (0, Part.MORNING),
    "vanmiddag": (0, Part.AFTERNOON),
    "vanavond": (0, Part.EVENING),
    "today": (0, None),
    "this morning": (0, Part.MORNING),
    "this afternoon": (0, Part.AFTERNOON),
    "this evening": (0, Part.EVENING),
    "tonight": (0, Part.EVENING),
    "morgen": (1, None),
    "tomorrow": (1, None),
    "overmorgen": (2, None),
    "the day after tomorrow": (2, None),
    "day after tomorrow": (2, None),
    "gisteren": (-1, None),
    "gister": (-1, None),
    "yesterday": (-1, None),
    "eergisteren": (-2, None),
    "the day before yesterday": (-2, None),
    "deze ochtend": (0, Part.MORNING),
    "deze middag": (0, Part.AFTERNOON),
    "hedenmiddag": (0, Part.AFTERNOON),
    "deze avond": (0, Part.EVENING),
    "hedenavond": (0, Part.EVENING),
    "tmrw": (1, None),
}
_SPOKEN_WORDS = "|".join(name.replace(" ", r"\s+") for name in sorted(_SPOKEN, key=len, reverse=True))


def _spoken(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "morgenochtend"."""
    days, part = _SPOKEN[" ".join(match["day"].casefold().split())]
    found = given(match.span(), base.today + timedelta(days=days), base)
    return replace(found, part=part or part_of(match["part"]))


def _misspelt(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "overmogen", "tomorow"."""
    word = match["day"].casefold()
    name = next((name for name in _SPOKEN if len(name) > NEAR_CHARS and word != name and is_near(word, name)), None)
    return given(match.span(), base.today + timedelta(days=_SPOKEN[name][0]), base) if name else None


def _from_now(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "over een half uur"."""
    minutes = _MINUTES[" ".join(match["how"].casefold().split())] if match["how"] else 0
    if match["number"]:
        minutes = int(match["number"]) * (60 if match["unit"].casefold().startswith(("u", "h")) else 1)
    then = base.now + timedelta(minutes=minutes)
    return replace(given(match.span(), then.date(), base), at=then.time().replace(second=0, microsecond=0, tzinfo=None))


_MINUTES = {
    **dict.fromkeys(("een kwartier", "een kwartiertje", "a quarter of an hour"), 15),
    **dict.fromkeys(("een half uur", "een halfuur", "half uur", "een half uurtje", "half an hour"), 30),
    **dict.fromkeys(("een uur", "een uurtje", "an hour", "one hour"), 60),
    **dict.fromkeys(("anderhalf uur", "an hour and a half"), 90),
    **dict.fromkeys(("twee uur", "two hours"), 120),
    **dict.fromkeys(("drie uur", "three hours"), 180),
}
_HOW = "|".join(name.replace(" ", r"\s+") for name in sorted(_MINUTES, key=len, reverse=True))


def _holiday(day_in: Callable[[int], date]) -> Callable[[re.Match[str], Line[Found], Base], Found | None]:
    def judge(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
        year = year_of(match["year"])
        if year is None:
            this, following = day_in(base.today.year), day_in(base.today.year + 1)
            is_passed = this < base.today and base.today - this <= JUST_PASSED
            day = this if this >= base.today else following
            found = Found(Kind.DAY, match.span(), (day,), Doubt.PASSED if is_passed else None)
        else:
            found = given(match.span(), day_in(year), base)
        return replace(found, part=Part.EVENING if _EVENINGS.search(match["name"]) else None)

    return judge


# Before days of the week are marked: "goede vrijdag" is no Friday.
HOLIDAYS: tuple[Rule[Found], ...] = tuple(
    rule(rf"\b(?P<name>{names})(?![\w-]){YEAR}", _holiday(day_in)) for names, day_in in NAMED_DAYS.items()
)
RULES: tuple[Rule[Found], ...] = (
    rule(
        r"(?<![\w/.-])(?P<year>(?:19|20|21)[0-9]{2})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})(?:(?=T[0-9]{2}:)|(?![\w/-]))",
        _iso,
    ),
    rule(
        rf"(?<!goede )(?<!goeie )(?<!\bde )(?<!\been )(?<![\w-])(?P<day>{_SPOKEN_WORDS}){PART_BEHIND}(?![\w-]|['’]s)(?!\s+de\s+dag\b)",
        _spoken,
    ),
    rule(r"(?<![\w-])(?P<day>[^\W\d_]{6,10})(?![\w-])", _misspelt),
    rule(
        rf"(?<![\w/.:])(?<!\w-)(?P<numbers>{_DAY}(?:{_SEP}{_DAY}){{0,7}})(?:\s+of)?[\s-]*{_WORD}{YEAR}",
        _monthly,
    ),
    rule(rf"{WEEKDAY}(?<![\w.:,/-])(?P<day>[0-9]{{1,2}})(?P<by>\s)(?P<month>[0-9]{{1,2}})\s(?P<year>20[0-9]{{2}})(?![\w:.,/-])", _numbered),
    rule(
        rf"{WEEKDAY}\b{_WORD}\s+(?P<numbers>(?:the\s+)?{_NTH}(?:(?:\s*,\s*{_NTH})*\s*,?\s*{_CHOICES}\s*{_NTH}|\s*{_RUNS}\s*{_NTH})?)"
        rf"(?![\w/:-]|[.][0-9])(?!\s*(?:uur|u|am|pm)\b){YEAR}",
        _month_first,
    ),
    rule(
        rf"{WEEKDAY}(?<![\w/.:,-])(?P<day>[0-9]{{1,2}})(?P<by>[-/.])(?P<month>[0-9]{{1,2}})"
        r"(?P=by)(?P<year>[0-9]{4}|['’]?[0-9]{2})(?![\w/-]|[.][0-9])",
        _numbered,
    ),
    rule(
        rf"{WEEKDAY}(?<![\w/.:,])(?<!\w-)(?P<day>[0-9]{{1,2}})(?P<by>[-/])(?P<month>[0-9]{{1,2}})(?P<year>)?(?![\w/:]|-(?![0-9]{{1,2}}/[0-9])|[.,][0-9])"
        r"(?!\s*(?:uur|u|h|am|pm|fte)\b)",
        _numbered,
    ),
    rule(
        rf"(?<!\w)(?:over|in)\s+(?:(?P<how>{_HOW})|(?P<number>[0-9]{{1,3}})\s*(?P<unit>min(?:uten|utes)?|uur|u|hours?))\b\.?"
        r"(?=\s*(?:$|[,;:.!?)\n]))",
        _from_now,
    ),
)
