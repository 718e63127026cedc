"""Words that name a day of the week, and what stands beside it: "komende dinsdag", "vrijdag de 4e", "volgende week do"."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.when.days import AFTER, PART_BEHIND, choice_of, dated, fitting, given, is_apart, part_of, run_of
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, rule
from bot.when.meaning import Doubt
from bot.when.reckoning import SOON, coming, first_of_month, monday, nth_weekday, numbered, week, working, working_days
from bot.when.vocabulary import CODES, DAY_WORDS, LONG_WEEKDAYS, NUMBER, ORDINAL, ORDINALS, SHORT_WEEKDAYS, any_of, month_of, near_weekday

_DAY, _BOTH = mark(Kind.WEEKDAY), mark(Kind.WEEKDAY, Kind.SHORT)
_OPEN = mark(Kind.WEEK)
_MONTH = mark(Kind.MONTH)
_ON = r"(?:op\s+|on\s+)?"
_OR = r"\s*(?:,|,?\s*\b(?:en/of|of|en|or|and)\b(?:\s+op|\s+on)?|/|&)\s*"
_TO = r"\s*(?:-|–|t/m|\btot en met\b|\btot\b|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*"


# --- the words themselves


def _long(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "dinsdag", "vrijdagmiddag"; with a slip of the keys too."""
    word = match["name"].casefold()
    weekday = LONG_WEEKDAYS.get(word, near_weekday(word))
    if weekday is None:
        return None
    return Found(Kind.WEEKDAY, match.span(), weekday=weekday, part=part_of(match["part"]))


def _short(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return Found(Kind.SHORT, match.span(), weekday=SHORT_WEEKDAYS[match["name"].casefold()], part=part_of(match["part"]))


_LONG = any_of(LONG_WEEKDAYS)
_WHOLE_WORD = rf"(?![^\W\d_]|['’]s|-(?!{_LONG}|{any_of(SHORT_WEEKDAYS)}\b)[^\W\d_])"  # "maandag-groep" is none
_NOBODY = "".join(  # "mevrouw Zondag"
    f"(?<!{title} )" for title in ("mevrouw", "meneer", "heer", "dhr.", "mevr.", "mw.", "juf", "meester", "mr", "mrs", "ms", "miss", "mr.", "mrs.", "ms.",
                                   "black", "blue", "casual", "zwarte")
)  # fmt: skip
# "zo snel mogelijk", "do it": a day stands before a number, or a word that goes with days.
_NO_WORD = (
    r"(?!(?<=zo)\s+(?!of\b|en\b|om\b|over\b|de\b|week\b|wk\b)[^\W\d_]|(?<=do)\s+(?:it|not|the|you|we|they)\b|(?<=sun|sat)\s+(?:is|down|out)\b)"
)
NAMES: tuple[Rule[Found], ...] = (
    rule(rf"{_NOBODY}(?<![^\W\d_])(?P<name>{_LONG}){PART_BEHIND}{_WHOLE_WORD}", _long),
    rule(rf"{_NOBODY}(?<![\w-])(?P<name>[^\W\d_]{{5,10}}?){PART_BEHIND}(?![\w-]|['’]s)", _long),
    rule(
        rf"(?<![\w.'’-])(?P<name>{any_of(SHORT_WEEKDAYS)})(?:[ -]?(?P<part>ochtend|morgen|middag|avond|mi))?(?![^\W\d]|['’]|-[^\W\d_]){_NO_WORD}\.?",
        _short,
    ),
)


# --- weeks


def _numbered_week(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "week 14"."""
    numbers = [int(number) for number in (match["number"], match["other"]) if number]
    starts = tuple(start for number in numbers if (start := week(number, base.today)))
    if len(starts) < len(numbers):
        return Found(Kind.WEEK, match.span(), (), Doubt.IMPOSSIBLE)
    return Found(Kind.WEEK, match.span(), starts)


def _week_of(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de week van 14 december"."""
    day = line.at(match, "day")
    if day.doubt is not None:
        return replace(day, span=match.span(), is_strong=True, doubt=day.doubt)
    return Found(Kind.WEEK, match.span(), (monday(day.days[0]),))


def _week_after(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de week na 5 mei"."""
    day = line.at(match, "day")
    if day.doubt is not None:
        return replace(day, span=match.span(), is_strong=True)
    if _COUNTED.search(line.text, 0, match.start()):
        return None
    start = monday(day.days[0])
    if match["way"].casefold() in ("voor", "before"):
        return Found(Kind.WEEK, match.span(), (start - timedelta(weeks=1),))
    # "de week na maandag 13 april" may begin on that day
    starts = (start, start + timedelta(weeks=1)) if day.days[0] == start else (start + timedelta(weeks=1),)
    return Found(Kind.WEEK, match.span(), starts)


def _week_after_next(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de week na volgende week"."""
    return Found(Kind.WEEK, match.span(), (monday(base.today) + timedelta(weeks=2),))


def _one_of_weeks(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "deze of volgende week", and with a day: "deze of volgende week vrijdag"."""
    this = monday(base.today)
    starts = (this, this + timedelta(weeks=1))
    if match["weekday"]:
        weekday = line.at(match, "weekday")
        days = tuple(day for start in starts if (day := start + timedelta(days=weekday.weekday or 0)) >= base.today)
        return Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True, part=weekday.part)
    return Found(Kind.VAGUE, match.span(), _open_days(starts, base), Doubt.VAGUE, is_strong=True)


def _open_days(starts: Iterable[date], base: Base) -> tuple[date, ...]:
    """The working days of some weeks that still come."""
    return tuple(day for start in starts for day in working_days(start) if day >= base.today)


def _spoken_week(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "volgende week"; "komende week" may be the rest of this one."""
    this = monday(base.today)
    weeks = _WEEKS[match["which"].casefold()]
    if not weeks:
        return Found(Kind.VAGUE, match.span(), (), Doubt.PAST)
    return Found(Kind.WEEK, match.span(), tuple(this + timedelta(weeks=off) for off in weeks))


_COUNTED = re.compile(rf"\b(?:{NUMBER}|{ORDINAL})\s+$", re.IGNORECASE)  # "een week na 1 mei" is a day
_WEEKS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("deze", "this", "lopende"), (0,)),
    **dict.fromkeys(("volgende", "volgend", "next"), (1,)),
    **dict.fromkeys(("komende", "aankomende", "aanstaande", "coming"), (0, 1)),
    **dict.fromkeys(("vorige", "afgelopen", "last", "verleden"), ()),
}
_THIS_WEEK, _NEXT_WEEK = r"(?:deze|this)(?:\s+(?:week|wk))?", r"(?:volgende|komende|next)\s+(?:week|wk)"
WEEKS: tuple[Rule[Found], ...] = (
    rule(
        rf"\b(?:in\s+)?(?:{_THIS_WEEK}\s+(?:of|or)\s+{_NEXT_WEEK}|{_NEXT_WEEK}\s+(?:of|or)\s+(?:de\s+week\s+(?:erna|daarna|erop)|the\s+week\s+after))"
        rf"\b(?:,?\s*(?:op\s+|on\s+)?(?P<weekday>{_BOTH}))?",
        _one_of_weeks,
    ),
    rule(r"\b(?:in\s+)?(?:de\s+|the\s+)?week\s+(?:na\s+volgende\s+week|after\s+next(?:\s+week)?)\b", _week_after_next),
    rule(
        r"(?<![\w-])(?:(?:in|van|of)\s+)?(?:week|weken|weeks|wk|weeknummer|weeknr)\.?\s*(?P<number>[0-9]{1,2})"
        r"(?:\s*(?:/|-|–|of|en|or|and|t/m|tot|to)\s*(?:week\s*|wk\.?\s*)?(?P<other>[0-9]{1,2}))?(?![\w/-]|[.:][0-9])(?!\s*(?:uur|u)\b)",
        _numbered_week,
    ),
    rule(
        rf"\b(?:in\s+)?(?:de\s+|the\s+)?(?P<which>{any_of(_WEEKS)})\s+(?:week|wk)\b(?!\s+(?:na|voor|van|of|before|after)\b)",
        _spoken_week,
    ),
)
# With dates in them.
WEEKS_OF_DAYS: tuple[Rule[Found], ...] = (
    rule(
        rf"(?<!\w)(?:(?:in\s+)?(?:de\s+|the\s+)?(?:week\s+(?:van|of|commencing|beginning|starting)(?:\s+the)?|w/c)\s+)(?P<day>{mark(Kind.DAY)})",
        _week_of,
    ),
    rule(rf"\b(?:(?:de|the)\s+)?week\s+(?P<way>na|voor|after|before)\s+(?P<day>{mark(Kind.DAY)})", _week_after),
)


def _in_week(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "volgende week dinsdag of donderdag", "ma wk 14"."""
    found = line.all_in(match)
    a_week = next(one for one in found if one.kind is Kind.WEEK)
    if match.groupdict().get("of") and not _ENGLISH_WEEK.match(line.raw, match.end("of")):
        return None  # "vrijdag of volgende week"
    weekdays = [one for one in found if one.kind is not Kind.WEEK]
    days = [
        given(match.span(), start + timedelta(days=one.weekday or 0), base) for one in weekdays for start in a_week.days
    ]
    if a_week.doubt or not days:
        return replace(a_week, kind=Kind.DAY, span=match.span(), doubt=a_week.doubt or Doubt.VAGUE, is_strong=True)
    if len(weekdays) == 1:
        to_come = [one for one in days if one.doubt is None]
        if len(to_come) > 1:
            each = tuple(one.days[0] for one in to_come)
            return Found(Kind.DAY, match.span(), each, Doubt.AMBIGUOUS, is_strong=True)
        return replace(to_come[0] if to_come else days[0], part=weekdays[0].part)
    is_run = bool(re.search(_TO.replace(r"\s*", ""), match["list"], re.IGNORECASE)) and len(days) == 2
    return run_of(match.span(), days) if is_run else choice_of(match.span(), days, base)


_ENGLISH_WEEK = re.compile(r"\s+(?:(?:the|next|this|that)\b)", re.IGNORECASE)
_LIST = rf"(?P<list>{_BOTH}(?:(?:{_OR}|{_TO}){_BOTH}){{0,6}})"
IN_WEEKS: tuple[Rule[Found], ...] = (
    rule(rf"{_LIST},?\s*(?:(?:van|(?P<of>of)|in)\s+)?(?:de\s+|the\s+)?{_OPEN}", _in_week),
    rule(rf"{_OPEN}(?:['’]s)?,?\s*(?:(?:dus|en\s+wel|namelijk|liefst|bij\s+voorkeur|preferably)\s+)?(?:de\s+)?{_ON}{_LIST}", _in_week),
)


# --- beside a date, or a number


def _with_date(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "dinsdag 31 maart", "dinsdag, 31 maart", "31 maart (dinsdag)"."""
    weekday, day = line.at(match, "weekday"), line.at(match, "day")
    found = fitting(day, weekday.weekday, base.today)
    return replace(found, span=match.span(), part=found.part or weekday.part)


def _said_twice(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "31 maart, dinsdag"; where it doesn't fit it is another day."""
    weekday, day = line.at(match, "weekday"), line.at(match, "day")
    is_that = len(day.days) == 1 and day.days[0].weekday() == weekday.weekday
    return replace(day, span=match.span(), part=day.part or weekday.part) if is_that else None


def _with_number(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "vrijdag de 4e"; "vrijdag 13", where that is the one that comes."""
    weekday = line.at(match, "weekday")
    number, is_ordinal = _number(match), bool(match["th"] or match.groupdict().get("word"))
    if not AFTER.match(line.text, match.end()):  # "vrijdag 13 docenten", "donderdag 3e uur"
        return None
    days = numbered(number, weekday.weekday, base.today)
    found = Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True, part=weekday.part)
    next_one = coming(base.today, weekday.weekday or 0)
    # "maandag 10" may be at ten; of a month that is far the number would have been said
    is_sure = bool(days) and (days[0] == next_one or ((is_ordinal or number > 12) and days[0] - base.today <= SOON))
    return replace(found, days=days[:1], doubt=None, is_strong=False) if is_sure else found


def _day_of_month(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de 4e" of a month that isn't said."""
    number = _number(match)
    if not is_apart(match, line) or not 1 <= number <= 31:
        return None
    days = numbered(number, None, base.today)
    if days and days[0] != base.today and days[0] == working(days[0]):
        return Found(Kind.DAY, match.span(), days[:1])
    return Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True)


def _number(match: re.Match[str]) -> int:
    """Of a day, in figures or words."""
    word = match.groupdict().get("word") or match.groupdict().get("first")
    return DAY_WORDS[word.casefold()] if word else int(match["number"])


def _of_the_month(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de 15e van de maand": of this one, or of each."""
    number = _number(match)
    if not 1 <= number <= 31:
        return None
    days = numbered(number, None, base.today)
    return Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True, rule=f"FREQ=MONTHLY;BYMONTHDAY={number}")


def _of_month(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de 16e van volgende maand"; "de 16e van deze maand" may be over."""
    number = _number(match)
    first = line.at(match, "month").days[0] if match["month"] else base.today.replace(day=1)
    if not 1 <= number <= 31:
        return None
    found = dated(match.span(), first.month, number, first.year, base)
    return fitting(found, line.at(match, "weekday").weekday, base.today) if match["weekday"] else found


def _nth(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "eerste maandag van maart"; "van de maand" may be of this one, or of each."""
    weekday, nth = line.at(match, "weekday").weekday or 0, ORDINALS[match["nth"].casefold()]
    if not match["month"]:
        days = (nth_weekday(first_of_month(base.today, months), weekday, nth) for months in (0, 1, 2))
        to_come = tuple(day for day in days if day and day >= base.today)[:2]
        rule_ = f"FREQ=MONTHLY;BYDAY={nth:+d}{CODES[weekday]}"
        return Found(Kind.DAY, match.span(), to_come, Doubt.AMBIGUOUS, is_strong=True, rule=rule_)
    month = line.at(match, "month")
    day = nth_weekday(month.days[0], weekday, nth)
    if day is None:
        return Found(Kind.DAY, match.span(), (), Doubt.IMPOSSIBLE, is_strong=True)
    if day < base.today and not month.has_year:
        later = nth_weekday(first_of_month(month.days[0], 12), weekday, nth)
        return Found(Kind.DAY, match.span(), (later,) if later else (), Doubt.PASSED, is_strong=True)
    return given(match.span(), day, base)


def _in_month(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "een dinsdag in april"."""
    first, weekday = line.at(match, "month").days[0], line.at(match, "weekday").weekday or 0
    each = (nth_weekday(first, weekday, nth) for nth in range(1, 6))
    return Found(Kind.VAGUE, match.span(), tuple(day for day in each if day and day >= base.today), Doubt.VAGUE, is_strong=True)


def _which_one(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "tweede dinsdag" of what? "een dinsdag": which?"""
    found = left_over(line.at(match, "weekday"), base)
    return Found(Kind.VAGUE, match.span(), found.days, Doubt.VAGUE, is_strong=True)


_FIGURES = r"(?P<number>[0-9]{1,2})"
_WORDS = any_of(word for word, number in DAY_WORDS.items() if number > 3 and word.endswith(("e", "th", "st", "rd", "nd")))
_NTH_DAY = rf"(?:{_FIGURES}(?P<th>e|de|ste|st|nd|rd|th)|(?P<word>{_WORDS}))"
_NO_LESSON = r"(?!\s*(?:(?:,|/|-|en|of|t/m|and|or)\s*[0-9]{1,2}\s?(?:e|de|ste|st|nd|rd|th)?)?\s+(?:les|blok)?(?:uur|uren|lesson|period)\b)"
_NOT_HOURS = r"(?![\w:./-])(?!,[0-9])(?!\s*(?:uur|u|h|am|pm|a\.m|p\.m|min|minuten|minutes|hours?|o['’]clock)\b)"
DATED: tuple[Rule[Found], ...] = (
    rule(rf"(?P<weekday>{_BOTH}),?\s*(?:de\s+|the\s+)?(?P<day>{mark(Kind.DAY)})", _with_date),
    rule(rf"(?P<day>{mark(Kind.DAY)})\s*\(\s*(?P<weekday>{_BOTH})\s*\)", _with_date),
    rule(rf"(?P<day>{mark(Kind.DAY)}),?\s+(?P<weekday>{_BOTH})", _said_twice),
    rule(
        rf"(?:\b(?P<nth>{ORDINAL})\s+)(?P<weekday>{_BOTH})\s+(?:van|in|of)\s+(?:(?P<month>{_MONTH})|(?:de|the)\s+(?:maand|month)\b)",
        _nth,
    ),
    rule(
        rf"(?:(?P<weekday>{_BOTH}),?\s*)?\b(?:de|the)\s+{_NTH_DAY}\s+(?:van\s+|of\s+|in\s+)?(?P<month>{_MONTH})",
        _of_month,
    ),
    rule(rf"\b(?:de\s+|the\s+)?(?:{_NTH_DAY}|(?P<first>eerste|first))\s+(?:van|of)\s+(?:de|the)\s+(?:maand|month)\b", _of_the_month),
    rule(rf"(?P<weekday>)?\b(?:de|the)\s+(?P<word>eerste|tweede|derde|first|second|third)\s+(?:van|of)\s+(?P<month>{_MONTH})", _of_month),
    rule(
        rf"(?P<month>{_MONTH}),?\s+(?:op\s+)?(?P<weekday>{_BOTH}\s+)?(?:de|the)\s+{_NTH_DAY}\b",
        _of_month,
    ),
    rule(rf"(?P<weekday>)?(?P<month>)?\b(?:de\s+)?{_FIGURES}(?:e|de|ste)?\s+dezer\b", _of_month),
    rule(rf"(?P<weekday>{_BOTH}),?\s+(?:de\s+|the\s+)?{_NTH_DAY}(?![\w/-]){_NO_LESSON}", _with_number),
    rule(rf"(?P<weekday>{_BOTH})\s+{_FIGURES}(?P<th>)?{_NOT_HOURS}", _with_number),
    rule(rf"\b(?:de|the)\s+{_NTH_DAY}(?![\w/-])", _day_of_month),
)


# --- a short one, where it stands as a day does


def _apart(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return replace(line.at(match, "weekday"), kind=Kind.WEEKDAY)


_S = mark(Kind.SHORT)
STANDING_APART: tuple[Rule[Found], ...] = (
    # "do 10.00u", "op do", ", di,"
    rule(rf"(?P<weekday>{_S})(?=\s+(?:om\s+)?[0-9]{{1,2}}(?:[:.u][0-9]{{2}}|\s*(?:u|uur)\b))", _apart),
    rule(rf"(?:(?<=\bop )|(?<=\bon )|(?<=^)|(?<=, ))(?P<weekday>{_S})(?=\s*(?:$|[,;\n]))", _apart),
)


# --- which of them


def _which(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "komende dinsdag"; "volgende dinsdag" may be that, or the one of next week."""
    one = line.at(match, "weekday")
    weekday, which = one.weekday or 0, match["which"].casefold()
    next_one = coming(base.today, weekday)
    match _WHICH[which]:
        case "next":
            other = monday(base.today) + timedelta(weeks=1, days=weekday)
        case "this":
            if weekday < base.today.weekday():  # this week's is over
                return Found(Kind.DAY, match.span(), (next_one,), Doubt.AMBIGUOUS, is_strong=True, part=one.part)
            other = base.today if weekday == base.today.weekday() else next_one
        case "past":
            return Found(Kind.DAY, match.span(), (next_one - timedelta(weeks=1),), Doubt.PAST)
        case _:
            other = next_one
    return _one_of(match, one, next_one, other)


def _one_of(match: re.Match[str], one: Found, *days: object) -> Found:
    each = tuple(sorted(set(days)))  # type: ignore[type-var]
    doubt = Doubt.AMBIGUOUS if len(each) > 1 else None
    return Found(Kind.DAY, match.span(), each, doubt, is_strong=doubt is not None, part=one.part)  # type: ignore[arg-type]


_WHICH = {
    **dict.fromkeys(("volgende", "next"), "next"),
    **dict.fromkeys(("deze", "this"), "this"),
    **dict.fromkeys(("afgelopen", "vorige", "verleden", "laatstleden", "jongstleden", "jl.", "jl", "last"), "past"),
    **dict.fromkeys(
        ("komende", "aanstaande", "aankomende", "eerstvolgende", "eerstkomende", "eerst volgende", "aanst.", "a.s.", "as", "e.k.", "this coming", "coming"),
        "coming",
    ),
}
WHICH: tuple[Rule[Found], ...] = (
    rule(rf"(?:\b(?:op\s+)?(?:een|één|a|an|any|some|one)\s+)?(?P<weekday>{_DAY})\s+(?:in|van)\s+(?P<month>{_MONTH})", _in_month),
    rule(rf"\b(?:{ORDINAL}|een|één|a|an|any|some|one|andere|other)\s+(?P<weekday>{_DAY})(?!\s+(?:na|voor|after|before)\b)", _which_one),
    rule(rf"(?:\b(?:de|the)\s+)?(?<![\w.])(?P<which>{any_of(_WHICH)})\s+(?P<weekday>{_BOTH})", _which),
    rule(
        rf"(?P<weekday>{_BOTH}),?\s+(?P<which>aanstaande|a\.s\.|e\.k\.|eerstkomende|aankomende|coming|jl\.?|jongstleden|ll\.?|laatstleden)(?!\w)",
        lambda match, line, base: _which(match, line, base) if match["which"].casefold() in _WHICH else _past(match),
    ),
)


def _past(match: re.Match[str]) -> Found:
    return Found(Kind.DAY, match.span(), (), Doubt.PAST)


# --- months, and what is said of one


def _month(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "april", "mei 2027", "volgende maand"."""
    groups = match.groupdict()
    if which := groups.get("which"):
        months = {"deze": 0, "this": 0, "lopende": 0}.get(which.casefold(), 1)
        if which.casefold() in ("vorige", "afgelopen", "last"):
            return Found(Kind.VAGUE, match.span(), (), Doubt.PAST)
        return Found(Kind.MONTH, match.span(), (first_of_month(base.today, months),), has_year=True)
    number = month_of(groups["month"] or "")
    if number is None:
        return None
    year = int(groups["year"]) if groups["year"] else base.today.year + (number < base.today.month)
    return Found(Kind.MONTH, match.span(), (base.today.replace(year=year, month=number, day=1),), has_year=bool(groups["year"]))


_LONG_MONTH = (
    r"januari|january|februari|february|maart|april|mei|juni|june|juli|july|augustus|august|september|oktober|october|november|"
    r"december"
)
_PART_OF = r"begin|half|medio|halverwege|mid|eind|einde|end of|early|late|in|of|van|voor|na|by|before|after|until|tot|vanaf|from|during"
MONTHS: tuple[Rule[Found], ...] = (
    rule(r"\b(?P<which>volgende|komende|aankomende|deze|lopende|vorige|afgelopen|next|this|last|coming)\s+(?:maand|month)\b", _month),
    rule(rf"(?<![\w-])(?P<month>{_LONG_MONTH})\b(?:,?\s+(?P<year>20[0-9]{{2}})\b)?(?!-?\w)", _month),
    # These are other words too, or short: behind what leads up to a month alone.
    rule(
        rf"(?:(?<=\bin )|(?<=\bmid-)|(?<=\bmid )|(?<=\bearly )|(?<=\blate )|(?<=\bend of )|(?<=\bbegin )|(?<=\beind )|(?<=\bmedio )|(?<=\bhalf ))"
        r"(?P<month>may|march|jan|febr?|mrt|mar|apr|jun|jul|aug|sept?|okt|oct|nov|dec)\b\.?(?:\s+(?P<year>20[0-9]{2})\b)?",
        _month,
    ),
)


# --- what is left


def left_over(one: Found, base: Base) -> Found:
    """A day of the week by itself: the next that comes; on that day itself perhaps today. It gives way to what is surer."""
    next_one = coming(base.today, one.weekday or 0)
    if one.weekday == base.today.weekday():
        return replace(one, kind=Kind.DAY, days=(base.today, next_one), doubt=Doubt.AMBIGUOUS, is_weekday=True)
    return replace(one, kind=Kind.DAY, days=(next_one,), is_weekday=True)


def week_left_over(one: Found, base: Base) -> Found:
    """A week by itself: any working day of it that still comes."""
    return replace(one, kind=Kind.VAGUE, days=_open_days(one.days, base), doubt=one.doubt or Doubt.VAGUE, is_week=True)
