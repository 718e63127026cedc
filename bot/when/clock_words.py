"""Words that name an hour, a part of the day, or how long something lasts: "14.30 uur", "half drie", "'s middags", "3 uur"."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.when.marks import Base, Judge, Kind, Line, Rule, rule
from bot.when.meaning import HourDoubt, Part, Span
from bot.when.vocabulary import NUMBERS, any_of

HALF_DAY = 12 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Told:
    """Words that speak of an hour."""

    kind: Kind
    span: Span
    minutes: int = 0  # since midnight, of a clock; of a length, how long
    is_exact: bool = False  # "07:30", "14 uur", "3 pm": no other half of the day can be meant
    also: int | None = None  # minutes since midnight that may be meant as well: "half four"
    part: Part | None = None
    begins: tuple[time, ...] = ()  # of an hour that is understood; several where there is a doubt
    lasts: int | None = None  # minutes
    doubt: HourDoubt | None = None


HOURS = {word: number for word, number in NUMBERS.items() if number <= 12 and len(word) > 2 and word != "een"}
_LATE_HOURS = {  # people say "dertien uur", and hardly ever "thirteen hours"
    **{"dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19},
    **{"twintig": 20, "eenentwintig": 21, "tweeëntwintig": 22},
}
_PAST_HOUR = {"vijf": 5, "tien": 10, "vijftien": 15, "twintig": 20, "dertig": 30, "veertig": 40, "vijfenveertig": 45, "vijftig": 50}
_ENGLISH_HOURS = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
_AROUND = {  # "tegen vijven"
    **{"enen": 1, "tweeën": 2, "drieën": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7, "achten": 8},
    **{"negenen": 9, "tienen": 10, "elven": 11, "twaalven": 12},
}
_OFFS = {
    **dict.fromkeys(("vijf", "five", "5"), 5),
    **dict.fromkeys(("tien", "ten", "10"), 10),
    **dict.fromkeys(("kwart", "quarter", "a quarter"), 15),
    **dict.fromkeys(("twintig", "twenty", "20"), 20),
}
_LENGTHS = {
    **dict.fromkeys(("kwartier", "kwartiertje", "quarter of an hour"), 15),
    **dict.fromkeys(("half uur", "half uurtje", "halfuur", "halfuurtje", "half an hour", "half hour"), 30),
    **dict.fromkeys(("drie kwartier", "3 kwartier", "three quarters of an hour"), 45),
    "uurtje": 60,
    **dict.fromkeys(("anderhalf uur", "anderhalf uurtje", "an hour and a half", "one and a half hours"), 90),
    **dict.fromkeys(("twee en een half uur", "tweeënhalf uur", "two and a half hours"), 150),
}


def _words(words: object) -> str:
    """As any_of, with any space between them."""
    return any_of(words).replace(r"\ ", r"\s+")  # type: ignore[arg-type]


FREE = r"(?<![\w.:,])(?<![^\W_]/)(?<![^\W\d_]-)"  # not in the middle of a number, nor in "mbo-4"
# A number behind one of these is a name of something: "lokaal 2.15".
_UNNAMED = "".join(
    f"(?<!{word} )"
    for word in ("lokaal", "lok", "kamer", "zaal", "ruimte", "room", "versie", "version", "artikel", "art.", "paragraaf", "niveau",
                 "level", "leerjaar", "klas", "groep", "blok", "periode", "hoofdstuk", "bijlage", "punt", "stap", "team", "fase",
                 "cohort", "vmbo", "mbo", "nr.", "nr", "nummer", "§")
)  # fmt: skip
_UUR = r"(?:uur|uren|u|h|hrs?|o['’]clock)\b\.?"
_HALF = r"(?:\s?(?P<half>[ap])\.?m\b\.?)"
_HOUR = rf"(?P<hour>[0-9]{{1,2}}|{any_of(HOURS)})"


def _value(word: str) -> int:
    return int(word) if word.isdecimal() else HOURS.get(word.casefold(), 1)


def _turned(minutes: int) -> int:
    """On a clock of twelve hours, from one to one: "half een" is half past twelve."""
    return minutes + HALF_DAY if minutes < 60 else minutes


def _in_half(hour: int, half: str | None) -> int:
    """ "2 pm" is 14, "12 am" is 0."""
    return hour if not half else hour % 12 + (12 if half.casefold() == "p" else 0)


# --- the clock


def _figures(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "14:30", "9u15", "2.30 pm"."""
    written, minute, half = match["h"], int(match["m"]), match.groupdict().get("half")
    hour = int(written)
    if hour > 23 or minute > 59:
        return Told(Kind.DONE, match.span(), doubt=HourDoubt.IMPOSSIBLE)
    is_exact = written.startswith("0") or not 1 <= hour <= 12 or bool(half)
    return Told(Kind.CLOCK, match.span(), 60 * (_in_half(hour, half) if hour <= 12 else hour) + minute, is_exact)


def _dotted(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "10.00" with no word behind it may be a room, or a version."""
    found = _figures(match, line, base)
    return replace(found, kind=Kind.DOTTED) if found and not found.doubt else None


def _compact(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "1400 uur"."""
    hour, minute = divmod(int(match["digits"]), 100)
    return Told(Kind.CLOCK, match.span(), 60 * hour + minute, is_exact=True) if hour <= 23 and minute <= 59 else None


def _half_hour(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "half drie" is 2:30, "half past two" too; "half four" is 4:30 to the English, and 3:30 to the Dutch who speak it."""
    word = match["hour"].casefold()
    if not 1 <= _value(word) <= 12:
        return None
    minutes = _turned(60 * _value(word) + (30 if match["past"] else -30))
    is_open = base.lang == "en" and not match["past"] and (word.isdecimal() or word in _ENGLISH_HOURS)
    return Told(Kind.CLOCK, match.span(), minutes, also=_turned(minutes + 60) if is_open else None)


def _quarter(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "kwart over negen", "tien voor half drie", "twenty past four"."""
    hour = _value(match["hour"])
    if not 1 <= hour <= 12:
        return None
    off = _OFFS[" ".join(match["off"].casefold().split())]
    way = 1 if match["way"].casefold() in ("over", "past") else -1
    return Told(Kind.CLOCK, match.span(), _turned(60 * hour + way * off - (30 if match["to_half"] else 0)))


def _half_day(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "2 pm"."""
    hour = _value(match["hour"])
    return Told(Kind.CLOCK, match.span(), 60 * _in_half(hour, match["half"]), is_exact=True) if 1 <= hour <= 12 else None


def _hour(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "3 uur": a time, or how long."""
    word = match["hour"]
    hour = _value(word)
    if hour > 24:
        return None
    return Told(Kind.HOUR, match.span(), 60 * (hour % 24), is_exact=word.startswith("0") or not 1 <= hour <= 12)


def _late(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "dertien uur"."""
    return Told(Kind.HOUR, match.span(), 60 * _LATE_HOURS[match["hour"].casefold()], is_exact=True)


def _and_minutes(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "13 uur 30", "negen uur vijftien"."""
    word = match["hour"]
    hour = _LATE_HOURS.get(word.casefold()) or _value(word)
    minute = int(match["m"]) if match["m"].isdecimal() else _PAST_HOUR[match["m"].casefold()]
    return Told(Kind.CLOCK, match.span(), 60 * hour + minute, hour > 12) if hour <= 23 and minute <= 59 else None


def _number(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "10": an hour beside another, or where an hour stands."""
    found = _hour(match, line, base)
    return replace(found, kind=Kind.NUMBER) if found else None


def _ish(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    return Told(Kind.DONE, match.span(), doubt=HourDoubt.BOUND)


def _around(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    return Told(Kind.NUMBER, match.span(), 60 * _AROUND[match["hour"].casefold()])


def _fixed(minutes: int, doubt: HourDoubt | None = None) -> Judge[Told]:
    begins = (time(minutes // 60, minutes % 60),)
    if doubt:
        return lambda match, line, base: Told(Kind.DONE, match.span(), begins=begins, doubt=doubt)
    return lambda match, line, base: Told(Kind.CLOCK, match.span(), minutes, is_exact=True)


CLOCK: tuple[Rule[Told], ...] = (
    rule(rf"{FREE}(?P<h>[0-9]{{1,2}})[:uh](?P<m>[0-9]{{2}})(?!(?![ap]\.?m)[\w/]|[:.][0-9])(?:\s*{_UUR})?{_HALF}?", _figures),
    rule(rf"{FREE}(?P<h>[0-9]{{1,2}}):(?P<m>[0-9]{{2}})\s?{_UUR}", _figures),
    rule(r"(?:(?<=T)|(?<=[\ue000]T))(?P<h>[0-9]{2}):(?P<m>[0-9]{2})(?::[0-9]{2})?(?!\w)", _figures),
    rule(rf"{FREE}(?P<h>[0-9]{{1,2}})[.](?P<m>[0-9]{{2}})(?:\s*{_UUR}|{_HALF})", _figures),
    rule(rf"{_UNNAMED}{FREE}(?P<h>[0-9]{{1,2}})[.](?P<m>[0-9]{{2}})(?![\w:/%]|[.,][0-9])", _dotted),
    rule(rf"{FREE}(?P<h>[0-9]{{1,2}})(?:\s+u\s+(?P<m>00|15|30|45)\b)", _figures),
    rule(rf"{FREE}(?P<h>[0-9]{{1,2}}),(?P<m>00|15|30|45)\s*(?:uur|u)\b", _figures),
    rule(rf"{FREE}(?P<digits>[0-9]{{3,4}})\s*(?:uur|u|h|hrs)\b", _compact),
    rule(
        rf"\b(?P<off>{_words(_OFFS)})\s+(?:minuten\s+|minutes\s+)?(?P<way>over|voor|past|to)\s+(?P<to_half>half\s+)?"
        rf"(?P<hour>[0-9]{{1,2}}|{any_of(HOURS)}|een)(?![\w:]|[.][0-9])(?:\s*{_UUR})?",
        _quarter,
    ),
    rule(rf"\bhalf\s+(?P<past>past\s+)?(?P<hour>[0-9]{{1,2}}|{any_of(HOURS)}|een)(?![\w:]|[.][0-9])(?:\s*{_UUR})?", _half_hour),
    rule(rf"{FREE}{_HOUR}{_HALF}", _half_day),
    rule(r"\b(?:12\s+|twelve\s+)?(?:noon|mid-?day)\b", _fixed(HALF_DAY)),
    rule(r"\b(?:om|at)\s+(?P<digits>(?:0[6-9]|1[0-9]|2[0-3])[0-5][05])(?![\w.:,-])", _compact),
    rule(r"\b(?:12\s+)?midnight\b|\bmiddernacht\b", _fixed(0, HourDoubt.AMBIGUOUS)),
    rule(
        rf"{_UNNAMED}{FREE}(?P<hour>[0-9]{{1,2}}|{any_of(HOURS)}|{any_of(_LATE_HOURS)})\s+uur\s+(?P<m>[0-5][05]|{any_of(_PAST_HOUR)})(?![\w:.,])(?!\s*(?:min|{_UUR}))",
        _and_minutes,
    ),
    rule(rf"\b(?P<hour>{any_of(_LATE_HOURS)})\s+uur\b", _late),
    rule(rf"{_UNNAMED}{FREE}{_HOUR}\s?{_UUR}", _hour),
    rule(r"(?<=\bom )(?P<hour>een)\s+uur\b", _hour),
)
NUMBERS_ALONE: tuple[Rule[Told], ...] = (
    rule(rf"{FREE}(?P<hour>[0-9]{{1,2}})[\s-]?ish\b", _ish),
    rule(rf"{_UNNAMED}{FREE}(?P<hour>[0-9]{{1,2}})(?![\w/%]|[.,:][0-9])", _number),
    rule(rf"\b(?P<hour>{any_of(_AROUND)})\b", _around),
    rule(rf"\b(?P<hour>{any_of(HOURS)})\b", _number),
)


# --- an hour of the timetable


def _lesson(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    return Told(Kind.DONE, match.span(), doubt=HourDoubt.LESSON)


_NTH = (
    r"(?:(?:[1-9]|1[0-2])\s?(?:e|de|ste|st|nd|rd|th)|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|laatste|first|second|"
    r"third|fourth|fifth|sixth|seventh|eighth|last)"
)
LESSONS: tuple[Rule[Told], ...] = (
    rule(
        rf"(?<!\w)(?:(?:in|tijdens|during|het|de|the)\s+)*(?:{_NTH}\s*(?:,|/|-|\ben\b|\bof\b|\bt/m\b|\band\b|\bor\b)\s*)?{_NTH}\s+"
        r"(?:(?:les)?uur|(?:les)?uren|les|blokuur|lesson|period|hour)\b",
        _lesson,
    ),
    rule(r"(?:\b(?:lesuur|blokuur|period|lesson)|(?<=[\ue000\ue001]\s)uur)\s+[1-9][0-9]?(?![\w.:,])(?:\s*(?:,|/|-|en|of|and|or)\s*[1-9](?![\w.:]))?", _lesson),
)


# --- how long


def _length(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "45 minuten", "anderhalf uur", "1,5 uur", "een uur en een kwartier"."""
    minutes = 0.0
    for one in _LENGTH.finditer(" ".join(match[0].casefold().split())):
        minutes += _LENGTHS[one["fixed"]] if one["fixed"] else _amount(one["amount"]) * (60 if one["unit"][0] in "uh" else 1)
    return Told(Kind.LENGTH, match.span(), round(minutes)) if minutes >= 1 else None


def _amount(word: str) -> float:
    if word in NUMBERS:
        return NUMBERS[word]
    for sign, value in {"½": ".5", "¼": ".25", "¾": ".75", ",": "."}.items():
        word = word.replace(sign, value)
    return float(word.replace(" ", ""))


_AMOUNT = rf"(?:[0-9]{{1,3}}(?:[.,](?:25|5|75))?(?:\s?[½¼¾])?|[½¼¾]|{any_of(NUMBERS)})"
_MIN = r"(?:minuten|minuutjes|minutes?|min\b\.?)"
_LENGTH = re.compile(
    rf"(?P<fixed>{any_of(_LENGTHS)})\b|(?P<amount>{_AMOUNT})\s?-?(?P<unit>minuten|minuutjes|minutes|minute|min|uurtjes|uren|uur|hours|hour)\b"
)
_PLAIN_LENGTH = rf"(?:(?:een\s+|a\s+)?(?:{_words(_LENGTHS)})\b|{_AMOUNT}\s?{_MIN})"
LENGTHS: tuple[Rule[Told], ...] = (
    rule(rf"{FREE}(?:een|één|1|an|one)\s+(?:uur|hour)\s+(?:en|and)\s+{_PLAIN_LENGTH}(?!\s+(?:over|voor|past|to)\b)", _length),
    rule(rf"{FREE}{_PLAIN_LENGTH}(?!\s+(?:over|voor|past|to|of)\b)", _length),
    rule(rf"{FREE}(?:[0-9]{{1,2}}[.,](?:25|5|75)|[0-9]{{1,2}}\s?[½¼¾])\s?(?:uur|u|hours?)\b", _length),
    rule(rf"{FREE}{_AMOUNT}\s+(?:uurtjes|hours|hour)\b", _length),
    rule(rf"{FREE}(?:a\s+)?{_AMOUNT}-(?:minute|hour)\b", _length),
    rule(r"(?<!\bom )(?<![\w-])een\s+uur\b(?!\s+of\b)", _length),
)


# --- parts of the day


def _part(part: Part) -> Judge[Told]:
    return lambda match, line, base: Told(Kind.PART, match.span(), part=part)


def _whole(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    return Told(Kind.WHOLE, match.span())


_EDGE = (
    r"(?:(?:aan\s+het\s+)?(?:begin|eind|einde|midden|loop)\s+(?:van\s+)?(?:de\s+)?|(?:vroeg|laat)\s+in\s+de\s+|(?:de\s+)?hele\s+|"
    r"(?:early|late)\s+(?:in\s+the\s+)?)?"
)
# By itself "avond" may be the name of what is held then: "open avond".
_BESIDE = "[\ue000\ue001\ue007\ue008\ue009\ue00a\ue010\ue011]"


def _part_words(adverb: str, noun: str, english: str) -> str:
    return (
        rf"(?<![\w-])(?:{_EDGE}(?:['’`´]?s[ -]?|des\s+){adverb}|{_EDGE}(?:in|op)\s+de\s+{noun}|(?:aan\s+het\s+)?(?:begin|eind|einde)\s+van\s+de\s+{noun}|"
        rf"{_EDGE}in\s+the\s+{english}|(?<={_BESIDE}\s){_EDGE}{noun}|(?<={_BESIDE}\s){english}|(?:de\s+)?{noun}\s+van(?=\s+{_BESIDE})|"
        rf"(?:the\s+)?{english}\s+of(?=\s+{_BESIDE}))\b"
    )


PARTS: tuple[Rule[Told], ...] = (
    rule(
        r"\b(?:de\s+)?(?:hele|gehele)\s+dag\b|\bheel\s+de\s+dag\b|\ball[\s-]day\b|\b(?:for\s+)?the\s+(?:whole|entire)\s+day\b|\bwhole\s+day\b",
        _whole,
    ),
    rule(_part_words("(?:ochtends|morgens)", "(?:ochtend|morgen)", "morning"), _part(Part.MORNING)),
    rule(
        r"\btussen\s+de\s+middag\b|\b(?:rond|tijdens|met|in)\s+(?:de\s+)?(?:lunch(?:tijd|pauze)?|middagpauze)\b|\bat\s+lunch(?:time)?\b|"
        r"\bover\s+lunch\b",
        _part(Part.NOON),
    ),
    rule(_part_words("middags", "middag", "afternoon"), _part(Part.AFTERNOON)),
    rule(_part_words("avonds", "avond", "evening"), _part(Part.EVENING)),
)
# What is held in a part of the day, whatever the hour: "ouderavond" at seven is in the evening.
HELD_IN: dict[Part, re.Pattern[str]] = {
    Part.MORNING: re.compile(r"(?:ochtend|ontbijt|breakfast|morning)(?!s)", re.IGNORECASE),
    Part.AFTERNOON: re.compile(r"(?:middag|afternoon|lunch)(?!s)", re.IGNORECASE),
    Part.EVENING: re.compile(r"(?:avond(?:en)?|diner|evening|dinner)\b", re.IGNORECASE),
}
