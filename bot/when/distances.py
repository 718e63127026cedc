"""So far from a day: "over drie weken", "een week na 1 mei", "de vrijdag voor Pasen", "two weeks before 1 June"."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.when.dated import AFTER, given
from bot.when.marks import UNMARKED, Base, Found, Kind, Line, Rule, pattern, rule
from bot.when.meaning import Bound, Doubt, Span
from bot.when.phrases import DAY, NAMED, ON, ONE, WEEKDAY, asked, day_meant, past, vague
from bot.when.reckoning import before, coming, monday, shifted
from bot.when.vocabulary import DUTCH_UNITS, NUMBER, ORDINAL, ORDINALS, UNIT, UNITS, number_of

_WAY = r"(?P<way>na|voor|vóór|voorafgaand aan|volgende? op|after|before|following|prior to|later dan|eerder dan)"
_BACK = pattern(r"v[oó][oó]r|before|prior|eerder")
_ABOUT = r"(?:ongeveer|circa|ca\.?|zo['’`]?n|minstens|minimaal|ten minste|tenminste|maximaal|hooguit|about|around|roughly|at least|at most)"
_SOME = r"(?:(?:een |a )?(?:paar|aantal|few|couple of)|enkele|enige|verschillende|several|some|anderhalve|anderhalf|(?:een )?halve|half a)"
_BEGINS = pattern(r"(?:^|[,;:.\n])\s*$")
_ENGLISH = pattern(r"(?:mon|tue|wed|thu|fri|sat|sun|today|tomorrow)")
_PICKS = pattern(r"\b(?:prik|kies|zoek|vind|plan|bepaal|pick|choose|find)\w* (?:\w+ ){0,2}$")
_TO_PICK = pattern(r" (?:\w+ ){0,2}(?:prikken|kiezen|zoeken|vinden|plannen|bepalen)\b")
_GOES_ON = pattern(r" (?:de|het|een|deze|we|wij|ik|the|a|an|this|I|you)\b")
_COUNT = rf"(?P<number>{NUMBER}) (?P<unit>{UNIT})"
_OR_SO = pattern(rf"\b{NUMBER}\s*(?:à|a|of|tot|-|–|or|to)\s*$")  # "een of twee weken na"


def _sign(match: re.Match[str]) -> int:
    return -1 if _BACK.match(match["way"]) else 1


def _counted(match: re.Match[str], line: Line[Found], base: Base, count: Callable[[date], date | None]) -> Found:
    """What is counted from the day in a match; its doubts stay."""
    start, span = day_meant(line.at(match, "day"), base), match.span()
    days = tuple(day for one in start.days if (day := count(one)))
    if start.doubt or len(days) != 1:
        doubt = start.doubt or Doubt.FAR
        return Found(Kind.DAY, span, tuple(day for day in days if day >= base.today), doubt, is_strong=True)
    return given(span, days[0], base)


# --- from a day that is named


def _from_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "een week na 1 mei", "uiterlijk twee weken voor 1 juni"."""
    number = _sign(match) * number_of(match["number"])
    found = _counted(match, line, base, lambda day: shifted(day, number, match["unit"]))
    if match["about"] or _OR_SO.search(line.text, 0, match.start()) or _is_picked(match, line):
        return asked(match.span(), found.days, base)
    return replace(found, bound=Bound.BY if match["by"] else Bound.ON)


def _is_picked(match: re.Match[str], line: Line[Found]) -> bool:
    """ "prik een dag voor 1 april": any of those days."""
    is_a_day = number_of(match["number"]) == 1 and not match["number"].isdecimal()
    return is_a_day and bool(_PICKS.search(line.text, 0, match.start()) or _TO_PICK.match(line.text, match.end()))


def _next_to_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de dag na 5 mei", "the day before 1 April"; but "open dag voor 1 april"."""
    if not (match["the"] or match["daags"] or _BEGINS.search(line.text, 0, match.start())):
        return _near_day(match, line, base)
    return _counted(match, line, base, lambda day: day + timedelta(days=_sign(match)))


def _weekday_from_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de dinsdag na Koningsdag", "tweede maandag na 1 mei", "de vrijdag voor 12 april"."""
    weekday, nth = line.at(match, "weekday"), abs(ORDINALS[match["nth"].casefold()]) if match["nth"] else 1
    if not (match["the"] or match["nth"] or _BEGINS.search(line.text, 0, match.start())) and _is_in_figures(
        match, line
    ):
        return _near_day(match, line, base)  # "Ans mailt vrijdag voor 1 april"
    find, sign = (coming, 1) if _sign(match) > 0 else (before, -1)
    found = _counted(match, line, base, lambda day: find(day, weekday.weekday or 0) + sign * timedelta(weeks=nth - 1))
    return replace(found, part=weekday.part)


def _near_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "een paar dagen na 1 mei", "kort voor 1 mei", "vijf werkdagen voor 1 mei": no day to be sure of."""
    return asked(match.span(), day_meant(line.at(match, "day"), base).days, base)


def _since(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "twee weken vanaf 1 mei": from then on, or when they are over? From now on it is when they are over."""
    start = day_meant(line.at(match, "day"), base) if match["day"] else None
    if start is None or start.days[:1] == (base.today,):
        return given(match.span(), shifted(base.today, number_of(match["number"]), match["unit"]), base)
    then = (shifted(day, number_of(match["number"]), match["unit"]) for day in start.days)
    return asked(match.span(), (*start.days, *then), base)


# --- from today


def _ahead(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "over drie weken", "in three weeks"."""
    number, unit, way = number_of(match["number"]), match["unit"].casefold(), match["way"].casefold()
    day = shifted(base.today, number, unit)
    if way in ("binnen", "within"):
        return asked(match.span(), (day,), base)
    if way == "over" and day and _is_eight_days(number, unit):
        return _a_week_to_some(match.span(), day)
    is_apart = bool(AFTER.match(line.text, match.end()) or _BEGINS.search(line.text, 0, match.start()))
    is_apart = is_apart or bool(_GOES_ON.match(line.text, match.end()))
    found = given(match.span(), day, base)
    # "praten over drie weken stage", "in twee weken afronden"
    is_odd = not is_apart or (way == "in" and unit in DUTCH_UNITS)
    return replace(found, doubt=found.doubt or Doubt.VAGUE, is_strong=True) if is_odd else found


def _weekday_ahead(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "over twee weken op dinsdag", "do over 2 weken": counted from this week, or from the next such day.

    Often that is the same day, and where it isn't people mean either.
    """
    number, unit, weekday = number_of(match["number"]), match["unit"], line.at(match, "weekday")
    day_of = weekday.weekday or 0
    if UNITS[unit.casefold()] != "weeks":  # "vrijdag over een maand"
        near = shifted(base.today, number, unit)
        return asked(match.span(), (near, coming(near, day_of)) if near else (), base)
    this_week = monday(base.today) + timedelta(weeks=number, days=day_of)
    later = base.today + timedelta(weeks=number)
    is_first = match.start("weekday") < match.start("number")
    counted = (
        coming(base.today, day_of) + timedelta(weeks=number) if is_first else coming(later - timedelta(days=1), day_of)
    )
    days = {this_week, counted if is_first else max(this_week, counted)}
    if len(days) > 1:
        return asked(match.span(), days, base, doubt=Doubt.AMBIGUOUS)
    return replace(given(match.span(), this_week, base), part=weekday.part)


def _about(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "over een week of drie", "over ongeveer drie weken", "over 2 à 3 weken"."""
    return asked(match.span(), (shifted(base.today, number_of(match["number"]), match["unit"]),), base)


def _from_then(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "three weeks from now", "a week on Thursday", "vandaag over een week", "Thursday week"."""
    groups = match.groupdict()
    number, unit = number_of(groups.get("number") or "1"), groups.get("unit") or "week"
    if unit.casefold() == "fortnight":
        number, unit = 2 * number, "weeks"
    if not groups.get("day"):
        return given(match.span(), shifted(base.today, number, unit), base)
    if _is_in_figures(match, line) or (
        groups.get("english") is not None and not _ENGLISH.match(line.raw, match.start("day"))
    ):
        return _near_day(match, line, base)  # "1 april over twee weken stage", "dinsdag week van de techniek"
    found = _counted(match, line, base, lambda day: shifted(day, number, unit))
    return _a_week_to_some(match.span(), found.days[0]) if not found.doubt and _is_eight_days(number, unit) else found


def _is_in_figures(match: re.Match[str], line: Line[Found]) -> bool:
    return any(letter.isdecimal() for letter in line.raw[match.start("day") : match.end("day")])


def _is_eight_days(number: int, unit: str) -> bool:
    return number == 8 and UNITS[unit.casefold()] == "days"


def _a_week_to_some(span: Span, day: date) -> Found:
    """ "over acht dagen"."""
    return Found(Kind.DAY, span, (day - timedelta(days=1), day), Doubt.AMBIGUOUS, is_strong=True)


_EVENT = r"[^\W\d_]*(?:vergadering|overleg|bijeenkomst|bespreking|gesprek|toets|examen|dag|avond|les|start|meeting|session|event)"
_IN_THE_DAY = (
    r"(?:les|lessen|lunch|pauze|middagpauze|schooltijd|school|class|classes|lunch|break)"  # "na de les op 2 april"
)
_A_WHILE = r"(?:dagen|weken|weekend|weekenden|dag|week|avond|ochtend|middag|nacht|maanden|uur|uren|days|weeks|hours|day|evening|morning|afternoon|night|month|months)"
_LATER = r"(?:later|eerder|daarna|erna|daarvoor|ervoor|daarop|erop|(?:van )?te\s?voren|vooraf|earlier|afterwards|after that|before that|beforehand|in advance)"
_OVER = r"\b(?:over|in|binnen|within)"
RULES: tuple[Rule[Found], ...] = (
    rule(
        rf"(?:\b(?P<by>uiterlijk|by) )?(?:\b(?P<about>{_ABOUT}|binnen|within) )?\b{_COUNT} {_WAY} (?P<day>{ONE})",
        _from_day,
    ),
    # from something that has a date: "twee weken na de vergadering van 1 april"
    rule(rf"\b{NUMBER} {UNIT} {_WAY} (?!nu\b|now\b){UNMARKED}{{1,40}}(?P<day>{ONE})", _near_day),
    rule(
        rf"(?:\b(?:de|the) (?:dag|week|maand|day|month) )?\b(?:na|after|following) (?:het|de|the|ons|onze|our|een) {UNMARKED}{{1,30}}\b(?:van|of) (?P<day>{ONE})",
        _near_day,
    ),
    rule(
        rf"\b(?:na|after|following) (?:het|de|the|ons|onze|our|een) (?!{_IN_THE_DAY}\b){UNMARKED}{{1,30}} (?:op|on) (?P<day>{ONE})",
        _near_day,
    ),
    rule(
        rf"\b(?:dag|week|maand|day|month) (?:na|voor|after|before) {UNMARKED}{{1,30}} (?:op|on) (?P<day>{ONE})",
        _near_day,
    ),
    rule(
        rf"(?:\b(?:de|the) (?:dag|week|maand|day|month) )?\b(?:voor|vóór|before|ahead of) (?:het|de|the|ons|onze|our) {_EVENT} (?:van|of) (?P<day>{ONE})",
        _near_day,
    ),
    # "de maandag na het hemelvaartweekend", "dinsdag na de stageweek"
    rule(
        rf"\b(?:de|the) (?P<day>{WEEKDAY}) (?:na|voor|after|before) (?:het|de|the|ons|onze|our) (?!{_IN_THE_DAY}\b)\w+",
        _near_day,
    ),
    rule(
        rf"(?P<day>{WEEKDAY}) (?:na|voor|after|before) (?:het|de|the|ons|onze|our) \w*(?:week|weekend|vakantie|stage|reis|examens|toetsen|periode|dag|holiday|exams)\b",
        _near_day,
    ),
    rule(rf"\b{_COUNT} (?:te rekenen )?vanaf (?:nu|(?P<day>{ONE}))", _since),
    rule(rf"\b(?:vanaf|from) (?:nu|now|(?P<day>{ONE})) (?:over )?{_COUNT}\b", _since),
    rule(rf"(?P<the>\b(?:de|the) )?\b(?:dag|(?P<daags>daags)|day) {_WAY} (?P<day>{ONE})", _next_to_day),
    rule(
        rf"(?P<the>\b(?:de|the) )?(?:\b(?P<nth>{ORDINAL}) )?(?P<weekday>{NAMED}) {_WAY} (?P<day>{DAY})",
        _weekday_from_day,
    ),
    rule(
        rf"\b(?:{_SOME} {UNIT}|kort|vlak|net|direct|meteen|ruim|lang|even|shortly|right|just|well) {_WAY} (?P<day>{ONE})",
        _near_day,
    ),
    rule(rf"(?P<weekday>{NAMED}),? (?:over|in) {_COUNT}\b", _weekday_ahead),
    rule(rf"(?P<day>{DAY}) over {_COUNT}\b", _from_then),
    rule(rf"{_OVER} {_COUNT}\b(?:['’]?s?['’]? time\b)?,? on (?P<weekday>{WEEKDAY})", _weekday_ahead),
    rule(rf"\b{_COUNT} (?:from now|(?:from|on) (?P<day>{ONE}))", _from_then),
    # "a week Friday", "Thursday week", "a fortnight today"
    rule(rf"\b(?P<number>{NUMBER}) (?P<unit>weeks?|fortnight)(?P<english>) (?P<day>{ONE})", _from_then),
    rule(rf"(?P<day>{ONE}) (?P<english>week)\b(?!\s*[0-9])", _from_then),
    # "de avond voor 1 mei", "24 uur na 2 april", "vijf werkdagen voor 1 mei"
    rule(rf"\b(?:{NUMBER} )?[^\W\d_]*{_A_WHILE} {_WAY} (?P<day>{ONE})", _near_day),
    rule(
        rf"\b(?:(?:in )?(?:het |the )?weekend|{ON}(?:de )?vooravond|eve|nacht|dagen) (?:van|of) (?P<day>{ONE})",
        _near_day,
    ),
    rule(rf"{_OVER} (?:een|a) (?P<unit>{UNIT}) (?:of|or) (?P<number>{NUMBER})\b", _about),
    rule(rf"{_OVER} {_COUNT} (?:(?:of|or) (?:wat|zo|so|meer|more|{NUMBER})|ongeveer|or thereabouts)\b", _about),
    rule(rf"{_OVER} {_ABOUT} {_COUNT}\b", _about),
    rule(rf"{_OVER} {NUMBER}\s*(?:à|a|of|tot|-|–|or|to)\s*{_COUNT}\b", _about),
    rule(rf"{_OVER} {_COUNT}\b(?:['’]?s?['’]? time\b)? {ON}(?P<weekday>{NAMED})", _weekday_ahead),
    rule(rf"\b(?P<way>over|binnen|within|in) {_COUNT}\b(?:['’]?s?['’]? time\b)?", _ahead),
    rule(r"\bin (?P<number>a) (?P<unit>fortnight)(?:['’]s time)?\b", _from_then),
    rule(r"\bwithin a fortnight\b|\b(?:binnen|within) [0-9]{1,3} (?:uur|hours)\b", vague(is_strong=True)),
    rule(rf"{_OVER} {_SOME} {UNIT}\b", vague(is_strong=True)),
    rule(
        rf"(?:{NAMED},? )?\b(?:{NUMBER} {UNIT}|{_SOME} {UNIT}|lang|kort) (?:geleden|terug|ago|back)\b(?:,? {ON}{NAMED})?",
        past,
    ),
    rule(rf"\b(?:nadat|voordat|vóórdat|zodra|totdat|once) {UNMARKED}{{0,30}}(?P<day>{ONE})", _near_day),
    rule(rf"(?P<day>{ONE}) (?:(?:is|zijn) )?(?:voorbij|geweest|achter de rug)\b", _near_day),
    rule(rf"\b{_A_WHILE} die (?:op|voor|na) (?P<day>{ONE}) (?:volgt|komt)\b", _near_day),
    # than what?
    rule(rf"\b(?:na|after) {NUMBER} {UNIT}\b(?! (?:na|voor|after|before|geleden|ago)\b)", vague(is_strong=True)),
    rule(rf"\b(?:{_SOME}|{NUMBER}) {UNIT} {_LATER}\b", vague(is_strong=True)),
    rule(
        rf"\b(?:de|een|the|a) (?:dag|week|maand|ochtend|avond|day|week|month|evening|morning) (?:{_LATER}|before|after)\b(?! next)",
        vague(is_strong=True),
    ),
)
