"""Days that come back: "elke maandag", "om de week op dinsdag", "de laatste vrijdag van de maand, elke maand".

Told as an RRULE of RFC 5545, as far as it is said: "maandelijks" gives FREQ=MONTHLY alone.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr

from bot.when.marks import Base, Found, Kind, Line, Rule, mark, rule
from bot.when.meaning import Doubt
from bot.when.vocabulary import CODES, LONG_WEEKDAYS, NUMBER, ORDINAL, ORDINALS, UNITS, number_of

_FREQUENCIES = {"days": "DAILY", "weeks": "WEEKLY", "months": "MONTHLY", "years": "YEARLY"}
_OFFERED = 3  # of the days to come
_WORKING = ",".join(CODES[:5])
_BOTH = mark(Kind.WEEKDAY, Kind.SHORT)
_ON = r"(?:\s+(?:op|on))?(?:\s+(?:de|the))?"
_LIST = rf"(?P<days>{_BOTH}(?:(?:\s*,\s*|\s*,?\s+(?:en|of|and|or)\s+){_BOTH}){{0,6}})"
_EVERY = r"(?:elke|elk|iedere|ieder|alle|every|each)"


def _repeat(match: re.Match[str], base: Base, rule_: str, part: Found | None = None) -> Found:
    return Found(
        Kind.REPEAT,
        match.span(),
        first_days(rule_, base.today, _OFFERED),
        Doubt.REPEATS,
        is_strong=True,
        rule=rule_,
        part=part.part if part else None,
    )


def first_days(rule_: str, today: date, count: int) -> tuple[date, ...]:
    """The next days of a rule, today included; none where it doesn't say on which day of the week or the month."""
    if "BY" not in rule_ and "DAILY" not in rule_:
        return ()
    try:
        found = rrulestr(rule_, dtstart=datetime.combine(today, time()))
        return tuple(one.date() for one in islice(found, count))
    except (ValueError, OverflowError):
        return ()


def _named(line: Line[Found], match: re.Match[str]) -> list[Found]:
    return [one for one in line.all_in(match) if one.kind in (Kind.WEEKDAY, Kind.SHORT)]


def _by_day(weekdays: Sequence[Found], nth: int | None = None) -> str:
    codes = sorted({one.weekday or 0 for one in weekdays})
    return ",".join(f"{f'{nth:+d}' if nth else ''}{CODES[code]}" for code in codes)


def _every(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "elke dinsdag en donderdag", "elke eerste maandag van de maand"."""
    weekdays, groups = _named(line, match), match.groupdict()
    nth = groups.get("nth")
    if nth:
        return _repeat(match, base, f"FREQ=MONTHLY;BYDAY={_by_day(weekdays, ORDINALS[nth.casefold()])}", weekdays[0])
    if groups.get("other"):
        return _repeat(match, base, f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_by_day(weekdays)}", weekdays[0])
    return _repeat(match, base, f"FREQ=WEEKLY;BYDAY={_by_day(weekdays)}", weekdays[0])


def _habit(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "dinsdags", "op dinsdagen", "Tuesdays": of one or more."""
    names = [name for name in LONG_WEEKDAYS if re.search(name, match[0], re.IGNORECASE)]
    days = ",".join(CODES[number] for number in sorted({LONG_WEEKDAYS[name] for name in names}))
    return _repeat(match, base, f"FREQ=WEEKLY;BYDAY={days}")


def _interval(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "om de week op dinsdag", "elke drie weken", "wekelijks op maandag"."""
    groups, weekdays = match.groupdict(), _named(line, match)
    if word := groups.get("word"):
        frequency, number = _WORDS[" ".join(re.sub("-", "", word.casefold()).split())]
    else:
        frequency = _FREQUENCIES[UNITS[match["unit"].casefold()]]
        number = number_of(groups["number"]) if groups.get("number") else 2 if groups.get("om") or groups.get("other") else 1
    nth = groups.get("nth")
    parts = [f"FREQ={frequency}"]
    if number > 1:
        parts.append(f"INTERVAL={number}")
    if weekdays:
        parts.append(f"BYDAY={_by_day(weekdays, ORDINALS[nth.casefold()] if nth else None)}")
    elif groups.get("day"):
        parts.append(f"BYMONTHDAY={int(groups['day'])}")
    return _repeat(match, base, ";".join(parts), weekdays[0] if weekdays else None)


_WORDS = {
    "dagelijks": ("DAILY", 1),
    "daily": ("DAILY", 1),
    "wekelijks": ("WEEKLY", 1),
    "wekelijkse": ("WEEKLY", 1),
    "weekly": ("WEEKLY", 1),
    "tweewekelijks": ("WEEKLY", 2),
    "tweewekelijkse": ("WEEKLY", 2),
    "2wekelijks": ("WEEKLY", 2),
    "2wekelijkse": ("WEEKLY", 2),
    "veertiendaags": ("WEEKLY", 2),
    "biweekly": ("WEEKLY", 2),
    "fortnightly": ("WEEKLY", 2),
    "driewekelijks": ("WEEKLY", 3),
    "3wekelijks": ("WEEKLY", 3),
    "maandelijks": ("MONTHLY", 1),
    "maandelijkse": ("MONTHLY", 1),
    "monthly": ("MONTHLY", 1),
    "tweemaandelijks": ("MONTHLY", 2),
    "bimonthly": ("MONTHLY", 2),
    "jaarlijks": ("YEARLY", 1),
    "jaarlijkse": ("YEARLY", 1),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
    "halfjaarlijks": ("MONTHLY", 6),
    "per kwartaal": ("MONTHLY", 3),
    "quarterly": ("MONTHLY", 3),
}
_WORDS_PATTERN = "|".join(
    re.escape(name).replace("2wek", "2-?wek").replace("3wek", "3-?wek").replace("\\ ", r"\s+")
    for name in sorted(_WORDS, key=len, reverse=True)
)


def _yearly(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "jaarlijks op 1 oktober"."""
    day = line.at(match, "day")
    if not day.days:
        return None
    return _repeat(match, base, f"FREQ=YEARLY;BYMONTH={day.days[0].month};BYMONTHDAY={day.days[0].day}")


def _monthly(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de 15e van elke maand"."""
    number = int(match["day"])
    return _repeat(match, base, f"FREQ=MONTHLY;BYMONTHDAY={number}") if 1 <= number <= 31 else None


def _plain(rule_: str) -> object:
    return lambda match, line, base: _repeat(match, base, rule_)


# Before days of the week are marked.
HABITS: tuple[Rule[Found], ...] = (
    rule(
        r"(?<![\w-])(?:op\s+|['’]s[- ])?(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:s|en)(?![\w-])"
        r"(?:(?:\s*,\s*|\s+en\s+)(?:op\s+|['’]s[- ])?(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:s|en)(?![\w-]))*",
        _habit,
    ),
    rule(
        r"(?<![\w-])(?:op\s+)?(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:ochtend|morgen|middag|avond)(?:en|s)(?![\w-])|"
        r"(?<![\w-])(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\s+(?:morning|afternoon|evening)s\b",
        _habit,
    ),
    rule(
        r"(?<![\w-])(?:weekly\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days(?![\w-])"
        r"(?:(?:\s*,\s*|\s+and\s+)(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days(?![\w-]))*",
        _habit,
    ),
)
_PLAIN_UNIT = r"(?P<unit>dagen|dag|weken|week|maanden|maand|jaar|days|day|weeks|week|months|month|years|year)\b"
_ALWAYS = r"(?:altijd|steeds|telkens|voortaan|structureel|standaard|doorgaans|meestal|always|usually|regularly|normally)"
RULES: tuple[Rule[Found], ...] = (
    rule(rf"\bevery\s+(?P<other>other|second)\s+{_LIST}(?!\s+(?:of|in)\b)", _every),
    rule(rf"\b{_ALWAYS}\s+(?:op\s+|on\s+)?{_LIST}", _every),
    rule(rf"\b(?:de\s+|een\s+|a\s+)?(?:vaste|vast|regular|fixed)\s+(?:\w+\s+)?(?:op\s+|on\s+)?{_LIST}", _every),
    rule(rf"{_LIST},?\s+{_ALWAYS}\b", _every),
    rule(rf"\b(?:om\s+de|elke|iedere|per|every)\s+(?P<other>14|veertien|fourteen)\s+(?:dagen|days)(?:\s+(?:op|on))?\s+{_LIST}", _every),
    rule(rf"\bper\s+(?P<number>{NUMBER})\s+(?P<unit>weken|weeks)\b(?:,?{_ON}\s+{_LIST})?", _interval),
    rule(r"\b(?:doordeweeks|on\s+weekdays)\b", _plain(f"FREQ=WEEKLY;BYDAY={_WORKING}")),  # type: ignore[arg-type]
    rule(
        rf"\b{_EVERY}\s+(?P<nth>{ORDINAL})\s+(?P<weekday>{_BOTH})(?:\s+(?:van|of|in)\s+(?:de|elke|iedere|the|every|each)\s+(?:maand|month)\b)?",
        _every,
    ),
    rule(
        rf"(?:\b(?:de|the|on the)\s+)?\b(?P<nth>{ORDINAL})\s+(?P<weekday>{_BOTH})\s+(?:van|of|in)\s+{_EVERY}\s+(?:maand|month)\b",
        _every,
    ),
    rule(rf"\b(?:om\s+de|de\s+andere)\s+(?P<other>){_LIST}", lambda match, line, base: _fortnight(match, line, base)),
    rule(rf"\b{_EVERY}\s+{_LIST}", _every),
    rule(
        rf"\b(?:(?P<om>om\s+de)|(?:eens|één\s+keer|een\s+keer|1\s+keer|1x|once)\s+(?:in\s+de|per|in|every)|{_EVERY})\s+"
        rf"(?:(?P<other>other|andere)\s+|(?P<number>{NUMBER})\s+)?(?P<unit>weken|weeks|week|wkn|wk)\b(?:,?{_ON}\s+{_LIST})?",
        _interval,
    ),
    rule(
        rf"\b(?:(?P<om>om\s+de)|(?:eens|één\s+keer|een\s+keer|1\s+keer|1x|once)\s+(?:in\s+de|per|a|in|every)|{_EVERY})\s+"
        rf"(?:(?P<number>{NUMBER})\s+)?(?P<unit>maanden|maand|months|month)\b(?:{_ON}\s+(?:(?P<nth>{ORDINAL})\s+(?P<weekday>{_BOTH})|"
        r"(?P<day>[0-9]{1,2})(?:e|de|ste|st|nd|rd|th)\b))?",
        _interval,
    ),
    rule(rf"\b(?:{_EVERY}\s+(?:werkdag|weekday|working\s+day)|op\s+werkdagen)\b", _plain(f"FREQ=WEEKLY;BYDAY={_WORKING}")),  # type: ignore[arg-type]
    rule(rf"\b{_EVERY}\s+(?:dag|day|ochtend|morgen|middag|avond|morning|afternoon|evening|{mark(Kind.DAY)})(?!\w)", _plain("FREQ=DAILY")),  # type: ignore[arg-type]
    rule(rf"\b(?:(?P<om>om\s+de)|{_EVERY})\s+(?P<number>{NUMBER})\s+{_PLAIN_UNIT}", _interval),
    rule(rf"\b(?:{_EVERY}|eens\s+per|één\s+keer\s+per|per)\s+(?:kwartaal|quarter)\b", _plain("FREQ=MONTHLY;INTERVAL=3")),  # type: ignore[arg-type]
    rule(rf"\b{_EVERY}\s+(?:jaar|year)\b(?:{_ON}\s+(?P<day>{mark(Kind.DAY)}))?", lambda match, line, base: _yearly(match, line, base) if match["day"] else _repeat(match, base, "FREQ=YEARLY")),
    rule(rf"\b(?:elke|iedere|every|each|op\s+elke)\s+(?P<day>[0-9]{{1,2}})(?:e|de|ste|st|nd|rd|th)\b(?:\s+(?:van|of)\s+(?:de|the)\s+(?:maand|month)\b)?", _monthly),
    rule(rf"\b(?:op\s+|on\s+)?(?:de|the)\s+(?P<day>[0-9]{{1,2}})(?:e|de|ste|st|nd|rd|th)\s+(?:van|of)\s+{_EVERY}\s+(?:maand|month)\b", _monthly),
    rule(rf"\b(?:jaarlijks|yearly|annually)\s+(?:op\s+|on\s+)?(?P<day>{mark(Kind.DAY)})", _yearly),
    rule(
        rf"\b(?P<word>{_WORDS_PATTERN})\b(?:(?:\s+\w+)?{_ON}\s+(?:(?P<nth>{ORDINAL})\s+(?P<weekday>{_BOTH})|{_LIST}))?",
        _interval,
    ),
    rule(
        rf"\b(?:{NUMBER}|enkele|een\s+paar|a\s+few)\s*(?:keer|maal|x|times)\s+(?:per|in\s+de|a|in\s+het|each|every)\s+"
        r"(?P<unit>dag|week|maand|jaar|day|month|year)\b",
        _interval,
    ),
    rule(r"\b(?:twice|once)\s+(?:a|per|each|every)\s+(?P<unit>day|week|month|year)\b", _interval),
    rule(rf"\b(?:in\s+|op\s+)?(?:de\s+|the\s+)?(?:even|oneven|odd)\s+(?P<unit>weken|week|weeks)\b(?:,?{_ON}\s+{_LIST})?", _plain("FREQ=WEEKLY;INTERVAL=2")),  # type: ignore[arg-type]
)


def _fortnight(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "om de dinsdag"."""
    weekdays = _named(line, match)
    return _repeat(match, base, f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_by_day(weekdays)}", weekdays[0])
