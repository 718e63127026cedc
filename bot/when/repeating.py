"""Days that come back: "elke maandag", "om de week op dinsdag", "de laatste vrijdag van elke maand".

Told as an RRULE of RFC 5545, as far as it is said: "maandelijks" gives FREQ=MONTHLY alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr

from bot.when.marks import Base, Found, Judge, Kind, Line, Rule, pattern, rule
from bot.when.meaning import Bound, Doubt
from bot.when.phrases import DAY, NAMED, NTH
from bot.when.vocabulary import CODES, LONG_WEEKDAYS, NUMBER, ORDINAL, ORDINALS, UNIT, UNITS, any_of, number_of

OFFERED = 3  # of the days to come
_WEEKDAY = pattern(any_of(LONG_WEEKDAYS))
_INTERVAL = re.compile(r";INTERVAL=\d+")  # of "om de week op dinsdag" this one may be the first, and so may the next
_FREQUENCIES = {"days": "DAILY", "weeks": "WEEKLY", "months": "MONTHLY", "years": "YEARLY"}
_WORKING_DAYS = f"FREQ=WEEKLY;BYDAY={','.join(CODES[:5])}"


def next_days(rule_: str, today: date) -> tuple[date, ...]:
    """The next days on which it may begin, today included; none where it doesn't say which day of the week or the month."""
    if "BY" not in rule_ and "DAILY" not in rule_:
        return ()
    try:
        found = rrulestr(_INTERVAL.sub("", rule_), dtstart=datetime.combine(today, time()))
        return tuple(one.date() for one in islice(found, OFFERED))
    except (ValueError, OverflowError):
        return ()


def _repeat(match: re.Match[str], base: Base, *parts: str, like: Sequence[Found] = ()) -> Found:
    """What repeats by a rule in parts; like: the days of the week that are named, which may say a part of the day."""
    rule_ = ";".join(parts)
    part = next((one.part for one in like if one.part), None)
    days = next_days(rule_, base.today)
    return Found(Kind.REPEAT, match.span(), days, Doubt.REPEATS, is_strong=True, rule=rule_, part=part)


def _weekdays(line: Line[Found], match: re.Match[str]) -> list[Found]:
    return [one for one in line.all_in(match) if one.kind in (Kind.WEEKDAY, Kind.SHORT)]


def _by_day(weekdays: Sequence[Found], nth: str | None = None) -> str:
    codes = (CODES[number] for number in sorted({one.weekday or 0 for one in weekdays}))
    before = f"{ORDINALS[nth.casefold()]:+d}" if nth else ""
    return f"BYDAY={','.join(f'{before}{code}' for code in codes)}"


def _every(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "elke dinsdag en donderdag", "elke eerste maandag van de maand", "every other Tuesday"."""
    weekdays, groups = _weekdays(line, match), match.groupdict()
    if nth := groups.get("nth"):
        return _repeat(match, base, "FREQ=MONTHLY", _by_day(weekdays, nth), like=weekdays)
    interval = ("INTERVAL=2",) if groups.get("other") else ()
    return _repeat(match, base, "FREQ=WEEKLY", *interval, _by_day(weekdays), like=weekdays)


def _habit(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "dinsdags", "op dinsdagen", "Tuesdays"."""
    words = match[0].casefold()
    days = sorted({number for name, number in LONG_WEEKDAYS.items() if name in words})
    interval = ("INTERVAL=2",) if match.groupdict().get("other") else ()
    return _repeat(match, base, "FREQ=WEEKLY", *interval, f"BYDAY={','.join(CODES[day] for day in days)}")


def _interval(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "om de week op dinsdag", "elke drie weken", "wekelijks op maandag", "elke maand op de 15e"."""
    groups, weekdays = match.groupdict(), _weekdays(line, match)
    if word := groups.get("word"):
        frequency, number = _WORDS[" ".join(word.casefold().replace("-", "").split())]
    else:
        frequency = _FREQUENCIES[UNITS[match["unit"].casefold()]]
        number = number_of(groups["number"]) if groups.get("number") else 2 if groups.get("other") else 1
    parts = [f"FREQ={frequency}"]
    if number > 1:
        parts.append(f"INTERVAL={number}")
    if weekdays:
        parts.append(_by_day(weekdays, groups.get("nth")))
    elif groups.get("day"):
        parts.append(f"BYMONTHDAY={int(groups['day'])}")
    return _repeat(match, base, *parts, like=weekdays)


def _fortnight(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "om de 14 dagen op woensdag", "om de dinsdag"."""
    weekdays = _weekdays(line, match)
    return _repeat(match, base, "FREQ=WEEKLY", "INTERVAL=2", _by_day(weekdays), like=weekdays)


def _monthly(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de 15e van elke maand"."""
    number = int(match["day"])
    return _repeat(match, base, "FREQ=MONTHLY", f"BYMONTHDAY={number}") if 1 <= number <= 31 else None


def _yearly(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "jaarlijks op 1 oktober"; of the year alone where no day is named."""
    days = line.at(match, "day").days if match["day"] else ()
    on = (f"BYMONTH={days[0].month}", f"BYMONTHDAY={days[0].day}") if days else ()
    return _repeat(match, base, "FREQ=YEARLY", *on)


def _each_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "elke dag", "elke morgen"; "elke Bevrijdingsdag" is once a year, "elke maandag 2 november" each week from then on."""
    if match["day"] and (weekday := _WEEKDAY.match(line.raw, match.start("day"), match.end("day"))):
        days = line.at(match, "day").days
        rule_ = f"FREQ=WEEKLY;BYDAY={CODES[LONG_WEEKDAYS[weekday[0].casefold()]]}"
        return replace(_repeat(match, base, rule_), days=days, bound=Bound.FROM)
    is_named = match["day"] and not line.raw[match.start("day") : match.end("day")].casefold().startswith("morgen")
    return _yearly(match, line, base) if is_named else _repeat(match, base, "FREQ=DAILY")


def _several_times(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "twee keer per maand": on which days has to be said."""
    return Found(Kind.REPEAT, match.span(), (), Doubt.REPEATS, is_strong=True)


def _by(rule_: str) -> Judge[Found]:
    return lambda match, line, base: _repeat(match, base, rule_)


_WORDS = {
    **dict.fromkeys(("dagelijks", "daily"), ("DAILY", 1)),
    **dict.fromkeys(("wekelijks", "wekelijkse", "weekly"), ("WEEKLY", 1)),
    **dict.fromkeys(("tweewekelijks", "tweewekelijkse", "2wekelijks", "2wekelijkse", "veertiendaags"), ("WEEKLY", 2)),
    **dict.fromkeys(("biweekly", "fortnightly"), ("WEEKLY", 2)),
    **dict.fromkeys(("driewekelijks", "3wekelijks"), ("WEEKLY", 3)),
    **dict.fromkeys(("maandelijks", "maandelijkse", "monthly"), ("MONTHLY", 1)),
    **dict.fromkeys(("tweemaandelijks", "bimonthly"), ("MONTHLY", 2)),
    "quarterly": ("MONTHLY", 3),
    "halfjaarlijks": ("MONTHLY", 6),
    **dict.fromkeys(("jaarlijks", "jaarlijkse", "yearly", "annually"), ("YEARLY", 1)),
}
_WORD = any_of(_WORDS).replace("2wek", "2-?wek").replace("3wek", "3-?wek")
_DUTCH_DAY, _ENGLISH_DAY = (
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag",
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
)
# Before days of the week are marked.
HABITS: tuple[Rule[Found], ...] = (
    rule(
        rf"(?<![\w-])(?P<other>fortnightly|biweekly|every (?:other week|two weeks|fortnight)),? (?:on )?{_ENGLISH_DAY}s(?![\w-])",
        _habit,
    ),
    rule(
        rf"(?<![\w-])(?P<other>om de week|om de (?:twee|2) weken|elke (?:twee|2) weken|tweewekelijks),? (?:op )?(?:de )?{_DUTCH_DAY}(?:s|en)(?![\w-])",
        _habit,
    ),
    rule(
        rf"(?<![\w-])(?:op |alle |['’]s[\s-])*{_DUTCH_DAY}(?:s|en)(?![\w-])(?:(?:\s*,\s*| en )(?:op |['’]s[\s-])?{_DUTCH_DAY}(?:s|en)(?![\w-]))*",
        _habit,
    ),
    rule(rf"(?<![\w-])(?:op )?{_DUTCH_DAY}(?:ochtend|morgen|middag|avond)(?:en|s)(?![\w-])", _habit),
    rule(rf"(?<![\w-])(?:on )?{_ENGLISH_DAY}s? (?:morning|afternoon|evening)s\b", _habit),
    rule(
        rf"(?<![\w-])(?:weekly )?(?:on )?{_ENGLISH_DAY}s(?![\w-])(?:(?:\s*,\s*| and ){_ENGLISH_DAY}s(?![\w-]))*", _habit
    ),
)
_ON = r"(?: (?:op|on))?(?: (?:de|the))?"
_LIST = rf"{NAMED}(?:(?:\s*,\s*|\s*,? (?:en|of|and|or) ){NAMED}){{0,6}}"
_ON_DAYS = rf"(?:,?{_ON} {_LIST})?"
_EVERY = r"(?:elke|elk|iedere|ieder|alle|every|each)"
_ONCE = r"(?:eens|één keer|een keer|[1-7]\s?(?:keer|maal|x|×)|(?:twee|drie|vier|vijf) ?keer|once|twice)\s*(?:in de|per|p\.?|/|a|in|every)"
_ALWAYS = (
    r"(?:altijd|steeds|telkens|voortaan|structureel|standaard|doorgaans|meestal|always|usually|regularly|normally)"
)
_WEEKS, _MONTHS = r"(?P<unit>weken|weeks|week|wkn|wk|w)\b\.?", r"(?P<unit>maanden|maand|months|month)\b"
RULES: tuple[Rule[Found], ...] = (
    rule(rf"\b{_EVERY} (?P<day>[0-9]{{1,2}}){NTH}\b(?: (?:van|of) (?:de|the) (?:maand|month)\b)?", _monthly),
    rule(rf"\b(?:op |on )?(?:de|the) (?P<day>[0-9]{{1,2}}){NTH} (?:van|of) {_EVERY} (?:maand|month)\b", _monthly),
    rule(rf"\b(?:every fortnight),?{_ON} {_LIST}", _fortnight),
    rule(rf"\bevery (?P<other>other|second) {_LIST}(?! (?:of|in)\b)", _every),
    rule(rf"\b{_ALWAYS}{_ON} {_LIST}", _every),
    rule(rf"\b(?:de |een |a )?(?:vaste|vast|regular|fixed) (?:\w+ )?(?:op |on )?{_LIST}", _every),
    rule(rf"{_LIST},? {_ALWAYS}\b", _every),
    rule(rf"\b(?:om de|elke|iedere|per|every) (?:14|veertien|fourteen) (?:dagen|days){_ON} {_LIST}", _fortnight),
    rule(
        rf"\b{_EVERY} (?P<nth>{ORDINAL}) {NAMED}(?: (?:van|of|in) (?:de|elke|iedere|the|every|each) (?:maand|month)\b)?",
        _every,
    ),
    rule(
        rf"(?:\b(?:op |on )?(?:de|the) )?\b(?P<nth>{ORDINAL}) {NAMED} (?:van|of|in) {_EVERY} (?:maand|month)\b", _every
    ),
    rule(rf"\bom de {_LIST}", _fortnight),
    rule(rf"\b{_EVERY} {_LIST}", _every),
    rule(rf"\b(?:om de|per) (?P<number>{NUMBER}) {_WEEKS}{_ON_DAYS}", _interval),
    rule(rf"\b(?P<other>om de) {_WEEKS}{_ON_DAYS}", _interval),
    rule(rf"\b(?:{_ONCE}|{_EVERY}) (?:(?P<other>other|andere) |(?P<number>{NUMBER}) )?{_WEEKS}{_ON_DAYS}", _interval),
    rule(
        rf"\b(?:(?P<other>om de)|{_ONCE}|{_EVERY}) (?:(?P<number>{NUMBER}) )?{_MONTHS}"
        rf"(?:{_ON} (?:(?P<nth>{ORDINAL}) {NAMED}|(?P<day>[0-9]{{1,2}}){NTH}\b))?",
        _interval,
    ),
    rule(
        rf"\b(?:{_EVERY} (?:werkdag|schooldag|lesdag|weekday|working day|school day)|op (?:werk|school|les)dagen|doordeweeks|on (?:weekdays|school days))\b",
        _by(_WORKING_DAYS),
    ),
    rule(
        rf"\b{_EVERY} (?:dag|day|ochtend|morgen|middag|avond|morning|afternoon|evening|(?P<day>{DAY}))(?!\w)", _each_day
    ),
    rule(rf"\b(?:om de|{_EVERY}) (?P<number>{NUMBER}) (?P<unit>{UNIT})\b", _interval),
    rule(rf"\b(?:{_EVERY}|eens per|één keer per|per) (?:kwartaal|quarter)\b", _by("FREQ=MONTHLY;INTERVAL=3")),
    rule(rf"\b(?:{_EVERY} (?:jaar|year)|jaarlijks|yearly|annually)\b(?:{_ON} (?P<day>{DAY}))", _yearly),
    rule(rf"\b{_EVERY} (?:jaar|year)\b(?P<day>)?", _yearly),
    rule(
        rf"\b(?P<word>{_WORD})\b(?:(?: \w+)?{_ON} (?:(?P<nth>{ORDINAL}) {NAMED}|{_LIST}|(?P<day>[0-9]{{1,2}}){NTH}\b))?",
        _interval,
    ),
    rule(
        rf"\b(?:(?:{NUMBER}|enkele|een paar|a few)\s*(?:keer|maal|x|times) (?:per|in de|a|in het|each|every)|twice (?:a|per|each|every)) {UNIT}\b",
        _several_times,
    ),
    # "5 keer op dinsdag": whether each Tuesday is meant, and from when on.
    rule(rf"\b(?!(?:1|een|één|one)\b){NUMBER}\s*(?:keer|maal|x|times)(?: op| on) {_LIST}", _several_times),
    rule(rf"\bonce (?:a|per|each|every) (?P<unit>{UNIT})\b", _interval),
    rule(
        rf"\b(?:in |op )?(?:de |the )?(?:even|oneven|odd) (?:weken|week|weeks)\b{_ON_DAYS}",
        _by("FREQ=WEEKLY;INTERVAL=2"),
    ),
)
