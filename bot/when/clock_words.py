"""Words that name an hour: "14.30 uur", "half drie", "5 voor 9", "2 pm", "3e uur"."""

import re
from dataclasses import replace
from datetime import time

from bot.when.marks import Base, Judge, Kind, Line, Rule, Told, rule
from bot.when.meaning import HourDoubt
from bot.when.phrases import NTH
from bot.when.vocabulary import NUMBERS, any_of

HALF_DAY = 12 * 60  # minutes
_HOURS = {word: number for word, number in NUMBERS.items() if number <= 12 and len(word) > 2 and word != "een"}
_ENGLISH = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
# People say "dertien uur", and hardly ever "thirteen hours".
_LATE_HOURS = {
    **{"dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19},
    **{"twintig": 20, "eenentwintig": 21, "tweeëntwintig": 22},
}
_PAST_THE_HOUR = {
    "vijf": 5,
    "tien": 10,
    "vijftien": 15,
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijfenveertig": 45,
    "vijftig": 50,
}
_NEAR_HOURS = {  # "tegen vijven"
    **{"enen": 1, "tweeën": 2, "drieën": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7, "achten": 8},
    **{"negenen": 9, "tienen": 10, "elven": 11, "twaalven": 12},
}
_OFFS = {
    **dict.fromkeys(("vijf", "five", "5"), 5),
    **dict.fromkeys(("tien", "ten", "10"), 10),
    **dict.fromkeys(("kwart", "quarter", "a quarter"), 15),
    **dict.fromkeys(("twintig", "twenty", "20"), 20),
    **dict.fromkeys(("vijfentwintig", "twenty-five", "25"), 25),
}
FREE = r"(?<![\w.:])(?<![0-9],)(?<![^\W\d_uh][-/])(?<![^\W\d_][uh][-/])(?<!UTC[+-])(?<!GMT[+-])"  # not in the middle of a number, nor in "mbo-4"
# A number behind one of these is a name of something: "lokaal 2.15".
_OF_NOTHING = "".join(
    rf"(?<!{word}\s)"
    for word in ("lokaal", "lok", "kamer", "zaal", "ruimte", "room", "versie", "version", "artikel", "art.", "paragraaf", "niveau",
                 "level", "leerjaar", "klas", "groep", "blok", "periode", "hoofdstuk", "bijlage", "punt", "stap", "team", "fase",
                 "cohort", "vmbo", "mbo", "nr.", "nr", "nummer", "§")
)  # fmt: skip
_UUR = r"(?:uur|uren|u|h|hrs?|o['’]clock)\b\.?"
_AMPM = r"(?:\s?(?P<half>[ap])\.?m\b\.?)"
_HOUR = rf"(?P<hour>[0-9]{{1,2}}|{any_of(_HOURS)})"
_CLOCK_HOUR = rf"(?P<hour>[0-9]{{1,2}}|{any_of(_HOURS)}|een)(?![\w:]|[.][0-9])(?:\s*{_UUR})?"
_FOUR = r"(?:0[6-9]|1[0-9]|2[0-3])[0-5][05]"  # "0930"
_COUNTS_NOTHING = r"(?!\s*(?:(?-i:[A-Z]{2})\b|[€%]|euro\b|[\w-]+(?:en|s)\b))"  # "1500 leerlingen", "1015 AB"
_FIGURES = rf"{FREE}(?P<h>[0-9]{{1,2}})"


def _value(word: str) -> int:
    return int(word) if word.isdecimal() else _HOURS.get(word.casefold(), 1)


def _turned(minutes: int) -> int:
    """On a clock of twelve hours, from one to one: "half een" is half past twelve."""
    return minutes + HALF_DAY if minutes < 60 else minutes


def _in_half(hour: int, half: str | None) -> int:
    """ "2 pm" is 14, "12 am" is 0."""
    return hour % 12 + (12 if half.casefold() == "p" else 0) if half and hour <= 12 else hour


# --- on a clock


def _figures(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "14:30", "9u15", "2.30 pm"."""
    written, minute, half = match["h"], int(match["m"]), match.groupdict().get("half")
    hour = int(written)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return Told(Kind.BEGIN, match.span(), doubt=HourDoubt.IMPOSSIBLE)
    is_exact = written.startswith("0") or not 1 <= hour <= 12 or bool(half)
    return Told(Kind.CLOCK, match.span(), 60 * _in_half(hour, half) + minute, is_exact)


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
    is_open = base.lang == "en" and not match["past"] and (word.isdecimal() or word in _ENGLISH)
    return Told(Kind.CLOCK, match.span(), minutes, also=_turned(minutes + 60) if is_open else None)


def _off(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "kwart over negen", "tien voor half drie", "twenty past four"."""
    hour = _value(match["hour"])
    if not 1 <= hour <= 12:
        return None
    off = _OFFS[" ".join(match["off"].casefold().split())]
    way = 1 if match["way"].casefold() in ("over", "na", "past") else -1
    return Told(Kind.CLOCK, match.span(), _turned(60 * hour + way * off - (30 if match["to_half"] else 0)))


def _in_a_half(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "2 pm"."""
    hour = _value(match["hour"])
    return (
        Told(Kind.CLOCK, match.span(), 60 * _in_half(hour, match["half"]), is_exact=True) if 1 <= hour <= 12 else None
    )


def _and_minutes(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "13 uur 30", "negen uur vijftien"."""
    word = match["hour"]
    hour = _LATE_HOURS.get(word.casefold()) or _value(word)
    minute = int(match["m"]) if match["m"].isdecimal() else _PAST_THE_HOUR[match["m"].casefold()]
    return Told(Kind.CLOCK, match.span(), 60 * hour + minute, hour > 12) if hour <= 23 and minute <= 59 else None


def _fixed(minutes: int, doubt: HourDoubt | None = None) -> Judge[Told]:
    """ "noon"."""
    begins = (time(minutes // 60, minutes % 60),) if doubt else ()
    return lambda match, line, base: Told(
        Kind.BEGIN if doubt else Kind.CLOCK, match.span(), minutes, True, begins=begins, doubt=doubt
    )


# --- an hour, or a number


def _hour(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "3 uur": a time, or how long."""
    word = match["hour"]
    hour = _LATE_HOURS.get(word.casefold()) or _value(word)
    is_exact = word.startswith("0") or not 1 <= hour <= 12
    return Told(Kind.HOUR, match.span(), 60 * hour, is_exact) if hour <= 24 else None


def _number(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """ "10": an hour beside another, or where an hour stands."""
    found = _hour(match, line, base)
    return replace(found, kind=Kind.NUMBER) if found else None


def _near(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    return Told(Kind.NUMBER, match.span(), 60 * _NEAR_HOURS[match["hour"].casefold()])


def _doubtful(doubt: HourDoubt) -> Judge[Told]:
    return lambda match, line, base: Told(Kind.BEGIN, match.span(), doubt=doubt)


RULES: tuple[Rule[Told], ...] = (
    rule(rf"{_FIGURES}[:uh](?P<m>[0-9]{{2}})(?!(?![ap]\.?m)[\w/]|[:.][0-9])(?:\s*{_UUR})?{_AMPM}?", _figures),
    rule(rf"{_FIGURES}:(?P<m>[0-9]{{2}})\s?{_UUR}", _figures),
    rule(rf"{_FIGURES}:(?P<m>[0-9]{{2}}):00(?![\w:.])", _figures),
    rule(rf"(?:(?<=T)|(?<={Kind.DAY}T))(?P<h>[0-9]{{2}}):(?P<m>[0-9]{{2}})(?::[0-9]{{2}})?(?!\w)", _figures),
    rule(rf"{_FIGURES}[.](?P<m>[0-9]{{2}})(?:\s*{_UUR}|{_AMPM})", _figures),
    rule(rf"{_OF_NOTHING}{_FIGURES}[.](?P<m>[0-9]{{2}})(?![\w:%]|/(?!{Kind.CLOCK})|[.,][0-9])", _dotted),
    rule(rf"{_FIGURES} u (?P<m>00|15|30|45)\b", _figures),
    rule(rf"{_FIGURES},(?P<m>00|15|30|45)\s*(?:uur|u)\b", _figures),
    rule(rf"{FREE}(?P<digits>[0-9]{{3,4}})\s*(?:uur|u|h|hrs)\b", _compact),
    rule(r"\b(?:om|at) (?P<digits>(?:0[6-9]|1[0-9]|2[0-3])[0-5][05])(?![\w.:,-])", _compact),
    rule(rf"(?<=[{Kind.DAY}],)\s(?P<digits>{_FOUR})(?=\s?[-–]\s?{_FOUR}(?![\w.:,-]))", _compact),
    rule(rf"(?<=[{Kind.DAY}]\s)(?P<digits>{_FOUR})(?=\s?[-–]\s?{_FOUR}(?![\w.:,-]))", _compact),
    rule(rf"(?:(?<={Kind.CLOCK}[-–])|(?<={Kind.CLOCK}\s[-–]\s))(?P<digits>{_FOUR})(?![\w.:,-])", _compact),
    rule(rf"(?<=[{Kind.DAY}]\s)(?P<digits>(?!19|20){_FOUR})(?![\w.:,-]){_COUNTS_NOTHING}", _compact),
    rule(
        rf"\b(?P<off>{any_of(_OFFS)}) (?:minuten |minutes )?(?P<way>over|voor|vr|na|past|to) (?P<to_half>half )?{_CLOCK_HOUR}",
        _off,
    ),
    rule(rf"\bhalf\s*(?P<past>past )?{_CLOCK_HOUR}", _half_hour),
    rule(rf"{FREE}{_HOUR}{_AMPM}", _in_a_half),
    rule(r"\b(?:12 |twelve )?(?:noon|mid-?day)\b", _fixed(HALF_DAY)),
    rule(r"\b(?:12 )?midnight\b|\bmiddernacht\b", _fixed(0, HourDoubt.AMBIGUOUS)),
    rule(
        rf"{_OF_NOTHING}{FREE}(?P<hour>[0-9]{{1,2}}|{any_of(_HOURS)}|{any_of(_LATE_HOURS)}) uur (?P<m>[0-5][05]|{any_of(_PAST_THE_HOUR)})"
        rf"(?![\w:.,])(?!\s*(?:min|{_UUR}))",
        _and_minutes,
    ),
    rule(rf"\b(?P<hour>{any_of(_LATE_HOURS)}) uur\b", _hour),
    rule(rf"{_OF_NOTHING}{FREE}{_HOUR}\s?{_UUR}", _hour),
    rule(r"(?<=\bom\s)(?P<hour>een) uur\b", _hour),
    rule(rf"\b(?:om|vanaf|tot|at|from|until) (?:2[5-9]|[3-9][0-9])\s?{_UUR}", _doubtful(HourDoubt.IMPOSSIBLE)),
)
NUMBERS_ALONE: tuple[Rule[Told], ...] = (
    rule(rf"{FREE}[0-9]{{1,2}}[\s-]?ish\b", _doubtful(HourDoubt.BOUND)),
    rule(rf"{_OF_NOTHING}{FREE}(?P<hour>[0-9]{{1,2}})(?![\w/%]|[.,:][0-9])", _number),
    rule(rf"\b(?P<hour>{any_of(_NEAR_HOURS)})\b", _near),
    rule(rf"(?:(?<=rond\s)|(?<=tegen\s)|(?<=om\s)){FREE}(?P<hour>[1-9]|1[0-2])['’]?en\b", _number),
    rule(rf"\b(?P<hour>{any_of(_HOURS)})\b", _number),
)
# Of the timetable: when those are only the school knows.
_ORDINAL = (
    rf"(?:(?:[1-9]|1[0-2])\s?{NTH}|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|laatste|first|second|third|fourth|fifth|"
    r"sixth|seventh|eighth|last)"
)
LESSONS: tuple[Rule[Told], ...] = (
    rule(
        rf"(?<!\w)(?:(?:in|tijdens|during|het|de|the) )*(?:{_ORDINAL}\s*(?:,|/|-|\ben\b|\bof\b|\bt/m\b|\band\b|\bor\b)\s*)?{_ORDINAL} "
        r"(?:(?:les)?uur|(?:les)?uren|les|blokuur|lesson|period|hour)\b",
        _doubtful(HourDoubt.LESSON),
    ),
    rule(
        rf"(?:\b(?:lesuur|blokuur|period|lesson)|(?<={Kind.DAY}\s)uur) [1-9][0-9]?(?![\w.:,])(?:\s*(?:,|/|-|en|of|and|or)\s*[1-9](?![\w.:]))?",
        _doubtful(HourDoubt.LESSON),
    ),
)
