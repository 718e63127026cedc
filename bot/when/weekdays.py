"""Words that name a day of the week, and which one is meant: "komende dinsdag", "vrijdag de 4e", "di 31 maart"."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.when.dated import AFTER, fitting
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, rule
from bot.when.meaning import Doubt
from bot.when.phrases import DAY, NAMED, NTH, WEEKDAY, asked, day_meant, past
from bot.when.reckoning import PLANNED, SOON, coming, monday, numbered
from bot.when.spoken import PART_BEHIND, part_of
from bot.when.vocabulary import LONG_WEEKDAYS, NTH_WORDS, ORDINAL, SHORT_WEEKDAYS, any_of, near_weekday

# --- the words themselves


def _long(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "dinsdag", "vrijdagmiddag"; with a slip of the keys too."""
    word = match["name"].casefold()
    weekday = LONG_WEEKDAYS.get(word, near_weekday(word))
    return None if weekday is None else Found(Kind.WEEKDAY, match.span(), weekday=weekday, part=part_of(match["part"]))


def _short(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "di"; "di middag" is a day wherever it stands."""
    weekday, part = SHORT_WEEKDAYS[match["name"].casefold()], part_of(match["part"])
    return Found(Kind.WEEKDAY if part else Kind.SHORT, match.span(), weekday=weekday, part=part)


def _if_no_word(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """What is no word besides: "wo" and "zo" are."""
    word = line.raw[match.start("weekday") : match.end("weekday")].strip(". ").casefold()
    return _standing(match, line, base) if word in ("ma", "di", "do", "vr", "za") else None


def _standing(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """A short one where a day stands."""
    return replace(line.at(match, "weekday"), kind=Kind.WEEKDAY)


_LONG = any_of(LONG_WEEKDAYS)
_WHOLE = rf"(?![^\W\d_]|['’]s|-(?!{_LONG}|{any_of(SHORT_WEEKDAYS)}\b)[^\W\d_])"  # "maandag-groep" is none
# "mevrouw Zondag", "Black Friday"
_NO_NAME = "".join(
    rf"(?<!{word}\s)"
    for word in ("mevrouw", "meneer", "heer", "dhr.", "mevr.", "mw.", "juf", "meester", "mr", "mrs", "ms", "miss", "mr.", "mrs.",
                 "ms.", "black", "blue", "casual", "zwarte")
)  # fmt: skip
# "zo snel mogelijk", "do it", "the sun is": a day stands before a number, or a word that goes with days.
_NO_OTHER_WORD = r"(?!(?<=zo) (?!of\b|en\b|om\b|over\b|de\b|week\b|wk\b)[^\W\d_]|(?<=do) (?:it|not|the|you|we|they)\b|(?<=sun|sat) (?:is|down|out)\b)"
NAMES: tuple[Rule[Found], ...] = (
    rule(rf"{_NO_NAME}(?<![^\W\d_])(?P<name>{_LONG}){PART_BEHIND}{_WHOLE}", _long),
    rule(rf"{_NO_NAME}(?<![\w-])(?P<name>[^\W\d_]{{5,10}}?){PART_BEHIND}(?![\w-]|['’]s)", _long),
    rule(
        rf"(?<![\w.'’-])(?<!\bkwart\s)(?<!\btien\s)(?<!\bvijf\s)(?P<name>{any_of(SHORT_WEEKDAYS)})(?:[\s-]?(?P<part>ochtend|ocht|morgen|middag|mid|avond|mi)\b)?(?![^\W\d]|['’]|-[^\W\d_])"
        rf"{_NO_OTHER_WORD}\.?",
        _short,
    ),
    # "do of vrij"
    rule(
        rf"(?:(?<=[{Kind.WEEKDAY}{Kind.SHORT}]\sof\s)|(?<=[{Kind.WEEKDAY}{Kind.SHORT}]\sen\s))vrij(?=\s*(?:$|[,;.?!)]|om\b|[0-9]))",
        lambda match, line, base: Found(Kind.SHORT, match.span(), weekday=4),
    ),
)
_SHORT = mark(Kind.SHORT)
_AN_HOUR = (
    r"(?:om |at |van |vanaf |tussen |from |na |voor )?(?:[0-9]{1,2}(?:[:.u][0-9]{2}|\s*(?:u|uur|am|pm)\b)|(?:half|kwart)\b)|"
    r"(?:om|at|van|vanaf|tussen|from) [0-9]{1,2}\b"
)
_LEADS = "|".join(
    rf"(?<=\b{word}\s)" for word in ("op", "on", "by", "uiterlijk", "voor", "tot", "vanaf", "per", "naar", "volgende")
)
STANDING: tuple[Rule[Found], ...] = (
    # "do 10.00u", "vr half 3"
    rule(rf"(?P<weekday>{_SHORT})(?= (?:{_AN_HOUR}))", _standing),
    # "op do", ", di,", "uiterlijk vr"
    rule(
        rf"(?:{_LEADS}|(?<=^)|(?<=,\s))(?P<weekday>{_SHORT})(?=\s*(?:$|[,;.\n]|(?:graag|nog|de|het|naar|met)\b))",
        _standing,
    ),
    # "uiterlijk vr lijst mailen", "lijst mailen vr"; but "mbo en wo" is no day
    rule(rf"(?:{_LEADS})(?P<weekday>{_SHORT})", _if_no_word),
    rule(rf"(?P<weekday>{_SHORT})(?=\s*$)", _if_no_word),
)


# --- beside a date, or a number


def _with_date(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "dinsdag 31 maart", "dinsdag, 31 maart", "31 maart (dinsdag)"."""
    weekday, day = line.at(match, "weekday"), line.at(match, "day")
    return replace(fitting(day, weekday.weekday, base.today), span=match.span(), part=day.part or weekday.part)


def _said_twice(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "31 maart, dinsdag"; where it doesn't fit it is another day."""
    weekday, day = line.at(match, "weekday"), line.at(match, "day")
    is_that = len(day.days) == 1 and day.days[0].weekday() == weekday.weekday
    return replace(day, span=match.span(), part=day.part or weekday.part) if is_that else None


def _with_number(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "vrijdag de 4e"; "vrijdag 13", where that is the one that comes."""
    if not AFTER.match(line.text, match.end()):  # "vrijdag 13 docenten"
        return None
    weekday, word = line.at(match, "weekday"), match.groupdict().get("word")
    number = NTH_WORDS[word.casefold()] if word else int(match["number"])
    is_ordinal = bool(word or match["th"])
    if weekday.part and not is_ordinal:  # "vrijdagavond 7 tot 9"
        return None
    days = numbered(number, weekday.weekday, base.today)
    found = Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True, part=weekday.part)
    # "maandag 10" may be at ten; of a month that is far the number would have been said
    is_next = bool(days) and days[0] == coming(base.today, weekday.weekday or 0)
    is_soon = bool(days) and (is_ordinal or number > 12) and days[0] - base.today <= SOON
    if is_ordinal and len(days) > 1 and days[0] - base.today <= PLANNED and days[1] - days[0] > PLANNED:
        is_soon = True  # "dinsdag de 17e" of next month; the one after it is half a year later
    return replace(found, days=days[:1], doubt=None, is_strong=False) if is_next or is_soon else found


NTH_IN_WORDS = any_of(word for word, number in NTH_WORDS.items() if number > 3)  # "de eerste" is of many things
_NO_LESSON = (
    rf"(?!\s*(?:(?:,|/|-|en|of|t/m|and|or)\s*[0-9]{{1,2}}\s?{NTH}?)? (?:les|blok)?(?:uur|uren|lesson|period)\b)"
)
_NO_HOUR = r"(?![\w:./-])(?!,[0-9])(?!\s*(?:uur|u|h|am|pm|a\.m|p\.m|min|minuten|minutes|hours?|o['’]clock)\b)"
DATED: tuple[Rule[Found], ...] = (
    rule(rf"(?P<weekday>{NAMED}),?\s*(?:de |the )?(?P<day>{DAY})", _with_date),
    rule(rf"(?P<day>{DAY})\s*\(\s*(?P<weekday>{NAMED})\s*\)", _with_date),
    rule(rf"\(\s*(?P<weekday>{NAMED})\s*\)\s*(?P<day>{DAY})", _with_date),
    rule(rf"(?P<day>{DAY}),? (?P<weekday>{NAMED})", _said_twice),
)
NUMBERED: tuple[Rule[Found], ...] = (
    rule(
        rf"(?P<weekday>{NAMED}),? (?:de |the )?(?:(?P<number>[0-9]{{1,2}})(?P<th>{NTH})|(?P<word>{NTH_IN_WORDS}))(?![\w/-]){_NO_LESSON}",
        _with_number,
    ),
    rule(rf"(?P<weekday>{NAMED}) (?P<number>[0-9]{{1,2}})(?P<th>)?{_NO_HOUR}", _with_number),
)


# --- which of them


def _which(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "komende dinsdag"; "volgende dinsdag" may be that, or the one of next week."""
    one = line.at(match, "weekday")
    weekday = one.weekday or 0
    next_one = coming(base.today, weekday)
    days, doubt = {next_one}, None
    match _WHICH[match["which"].casefold()]:
        case "next":
            days.add(monday(base.today) + timedelta(weeks=1, days=weekday))
        case "this" if weekday < base.today.weekday():  # this week's is over
            doubt = Doubt.AMBIGUOUS
        case "this" if weekday == base.today.weekday():
            days.add(base.today)
        case "past":
            return past(match, line, base)
    doubt = doubt or (Doubt.AMBIGUOUS if len(days) > 1 else None)
    return Found(Kind.DAY, match.span(), tuple(sorted(days)), doubt, is_strong=doubt is not None, part=one.part)


def _some(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "tweede dinsdag" of what? "een dinsdag": which?"""
    return asked(match.span(), day_meant(line.at(match, "weekday"), base).days, base)


_COMING = ("aanstaande", "aankomende", "eerstkomende", "aanst.", "a.s.", "e.k.", "coming")
_PAST = ("laatstleden", "jongstleden", "jl.", "jl", "ll.", "ll")
_WHICH = {
    **dict.fromkeys(("volgende", "next"), "next"),
    **dict.fromkeys(("deze", "this"), "this"),
    **dict.fromkeys((*_PAST, "afgelopen", "vorige", "verleden", "last"), "past"),
    **dict.fromkeys((*_COMING, "komende", "eerstvolgende", "eerst volgende", "as", "this coming"), "coming"),
}
WHICH: tuple[Rule[Found], ...] = (
    rule(
        rf"\b(?:{any_of(NTH_WORDS)}|[0-9]{{1,2}}{NTH}|{ORDINAL}|een|één|a|an|any|some|one|andere|other) (?P<weekday>{WEEKDAY})(?! (?:na|voor|after|before)\b)",
        _some,
    ),
    rule(rf"(?:\b(?:de|the) )?(?<![\w.])(?P<which>{any_of(_WHICH)}) (?P<weekday>{NAMED})", _which),
    rule(rf"(?P<weekday>{NAMED}),? (?P<which>{any_of((*_COMING, *_PAST))})(?!\w)", _which),
)
