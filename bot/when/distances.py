"""So far from a day: "over drie weken", "een week na 1 mei", "de vrijdag voor Pasen", "two weeks before 1 June"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.when.days import AFTER, given
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, rule
from bot.when.meaning import Bound, Doubt, Span
from bot.when.reckoning import before, coming, monday, shifted
from bot.when.vocabulary import NUMBER, ORDINAL, ORDINALS, UNIT, UNITS, number_of

_DAYS = mark(Kind.DAY, Kind.WEEKDAY)
_WEEKDAY = mark(Kind.WEEKDAY, Kind.SHORT)
_NA, _VOOR = ("na", "after", "following", "vanaf", "from", "later dan", "erna"), ("voor", "vóór", "before", "prior to", "eerder dan")
_WAY = r"(?P<way>na|voor|vóór|after|before|following|prior\s+to|later\s+dan|eerder\s+dan|from)"
_ABOUT = r"(?:ongeveer|circa|ca\.?|zo['’`]?n|minstens|minimaal|ten minste|tenminste|maximaal|hooguit|about|around|roughly|at least|at most)"


def _sign(match: re.Match[str]) -> int:
    return -1 if re.match(r"v[oó][oó]r|before|prior|eerder", match["way"], re.IGNORECASE) else 1


def _vague(span: Span, *days: date | None) -> Found:
    """Something that has to be asked, whatever else is said."""
    return Found(Kind.VAGUE, span, tuple(day for day in days if day), Doubt.VAGUE, is_strong=True)


def _start(found: Found, base: Base) -> Found:
    """What a distance is counted from: of a day of the week the next that comes."""
    if found.kind is not Kind.WEEKDAY:
        return found
    next_one = coming(base.today, found.weekday or 0)
    is_today = found.weekday == base.today.weekday()
    return replace(found, days=(next_one,), doubt=Doubt.AMBIGUOUS if is_today else None)


_OR_SO = re.compile(rf"\b{NUMBER}\s*(?:à|a|of|tot|-|–|or|to)\s*$", re.IGNORECASE)  # "een of twee weken na"


def _from_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "een week na 1 mei", "uiterlijk twee weken voor 1 juni"."""
    start = _start(line.at(match, "day"), base)
    number = _sign(match) * number_of(match["number"])
    days = tuple(day for one in start.days if (day := shifted(one, number, match["unit"])))
    if start.doubt or len(days) != 1:
        return replace(start, kind=Kind.DAY, span=match.span(), days=days, doubt=start.doubt or Doubt.FAR, is_strong=True)
    if match["about"] or _OR_SO.search(line.text, 0, match.start()):
        return _vague(match.span(), *days)
    return replace(given(match.span(), days[0], base), bound=Bound.BY if match["by"] else Bound.ON)


def _day_from_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de dag na 5 mei", "the day before 1 April"."""
    start = _start(line.at(match, "day"), base)
    days = tuple(one + timedelta(days=_sign(match)) for one in start.days)
    if start.doubt or len(days) != 1:
        return replace(start, kind=Kind.DAY, span=match.span(), days=days, is_strong=True)
    return given(match.span(), days[0], base)


def _weekday_from_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de dinsdag na Pasen", "tweede maandag na 1 mei", "de vrijdag voor 12 april"."""
    weekday, start = line.at(match, "weekday"), line.at(match, "day")
    nth = ORDINALS[match["nth"].casefold()] if match["nth"] else 1
    find, more = (coming, 1) if _sign(match) > 0 else (before, -1)
    weeks = more * (abs(nth) - 1)
    days = tuple(find(one, weekday.weekday or 0) + timedelta(weeks=weeks) for one in start.days)
    if start.doubt or len(days) != 1:
        return replace(start, kind=Kind.DAY, span=match.span(), days=days, is_strong=True)
    return replace(given(match.span(), days[0], base), part=weekday.part)


def _some_from_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "een paar dagen na 1 mei", "kort voor 1 mei", "anderhalve week na 1 mei"."""
    return _vague(match.span(), *(day for day in line.at(match, "day").days if day >= base.today))


def _ahead(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "over drie weken", "in three weeks", and with a day: "over twee weken op dinsdag", "do over 2 weken"."""
    number, unit = number_of(match["number"]), match["unit"].casefold()
    groups = match.groupdict()
    name = "before" if groups.get("before") else "after" if groups.get("after") else None
    if name and UNITS[unit] != "weeks":  # "vrijdag over een maand": near that day
        day = shifted(base.today, number, unit)
        return _vague(match.span(), *((day, coming(day, line.at(match, name).weekday or 0)) if day else ()))
    if name:
        weekday = line.at(match, name)
        this_week = monday(base.today) + timedelta(weeks=number, days=weekday.weekday or 0)
        counted = coming(base.today, weekday.weekday or 0) + timedelta(weeks=number)
        # Counted from the next Tuesday, or from this week: often the same day, and where it isn't people mean either.
        later = base.today + timedelta(weeks=number)
        other = counted if name == "before" else max(this_week, coming(later - timedelta(days=1), weekday.weekday or 0))
        if other != this_week:
            days = tuple(sorted({this_week, other}))
            return Found(Kind.DAY, match.span(), days, Doubt.AMBIGUOUS, is_strong=True, part=weekday.part)
        return replace(given(match.span(), this_week, base), part=weekday.part)
    day = shifted(base.today, number, unit)
    found = given(match.span(), day, base)
    if found.doubt or day is None:
        return found
    way = match["way"].casefold()
    if way in ("binnen", "within"):
        return _vague(match.span(), day)
    if way == "over" and _is_eight_days(number, unit):
        return _a_week_to_some(match.span(), day)
    is_apart = bool(AFTER.match(line.text, match.end()))
    # "praten over drie weken stage", "in twee weken afronden"
    is_odd = not is_apart or (way == "in" and unit in _DUTCH)
    return replace(found, doubt=Doubt.VAGUE, is_weak=not is_apart) if is_odd else found


_DUTCH = {"dagen", "dag", "dgn", "weken", "wkn", "wk", "maanden", "maand", "mnd", "jaren", "jaar"}


def _about(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "over een week of drie", "over ongeveer drie weken", "over 2 à 3 weken"."""
    return _vague(match.span(), shifted(base.today, number_of(match["number"]), match["unit"]))


def _from_now(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "three weeks from now", "a week on Thursday", "vandaag over een week"."""
    number, unit = number_of(match["number"]), match["unit"]
    if unit.casefold() == "fortnight":
        number, unit = 2 * number, "weeks"
    if not match["day"]:
        return given(match.span(), shifted(base.today, number, unit), base)
    start = _start(line.at(match, "day"), base)
    if start.doubt or len(start.days) != 1:
        return replace(start, kind=Kind.DAY, span=match.span(), is_strong=True)
    then = shifted(start.days[0], number, unit)
    return _a_week_to_some(match.span(), then) if _is_eight_days(number, unit) and then else given(match.span(), then, base)


def _is_eight_days(number: int, unit: str) -> bool:
    return number == 8 and UNITS[unit.casefold()] == "days"


def _a_week_to_some(span: Span, day: date) -> Found:
    """ "over acht dagen"."""
    return Found(Kind.DAY, span, (day - timedelta(days=1), day), Doubt.AMBIGUOUS, is_strong=True)


def _counted(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "twee weken vanaf 1 mei": from then on, or when they are over? From now on it is when they are over."""
    day = line.at(match, "day") if match["day"] else None
    start = base.today if day is None else _start(day, base).days[0] if day.days else None
    then = shifted(start, number_of(match["number"]), match["unit"]) if start else None
    if start == base.today:
        return given(match.span(), then, base)
    return _vague(match.span(), start, then)


def _weekday_week(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "Thursday week"."""
    start = _start(line.at(match, "day"), base)
    days = tuple(day + timedelta(weeks=1) for day in start.days)
    return Found(Kind.DAY, match.span(), days, start.doubt, is_strong=bool(start.doubt))


def _later(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "een week later": than what?"""
    return _vague(match.span())


def _ago(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return Found(Kind.VAGUE, match.span(), (), Doubt.PAST)


_SOME = (
    r"(?:(?:een\s+|a\s+)?(?:paar|aantal|few|couple\s+of)|enkele|enige|verschillende|several|some|anderhalve|anderhalf|(?:een\s+)?halve|"
    r"half\s+a)"
)
RULES: tuple[Rule[Found], ...] = (
    rule(
        rf"(?:\b(?P<by>uiterlijk|by)\s+)?(?:\b(?P<about>{_ABOUT}|binnen|within)\s+)?\b(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\s+{_WAY}\s+"
        rf"(?P<day>{_DAYS})",
        _from_day,
    ),
    # of something that has a date: "twee weken na de vergadering van 1 april"
    rule(rf"\b{NUMBER}\s+{UNIT}\s+{_WAY}\s+(?!nu\b|now\b)[^\ue000-\uf8ff,;.!?\n]{{1,40}}(?P<day>{_DAYS})", _some_from_day),
    rule(rf"\b(?:(?:de|the)\s+(?:dag|week|maand|day|month)\s+)?(?:na|after|following)\s+(?:het|de|the|ons|onze|our|een)\s+(?:[^\ue000-\uf8ff,;.!?\n]{{1,30}}\b(?:van|of)|[^\ue000-\uf8ff,;.!?\n]{{0,20}}(?:dag|week|stage|reis|weekend|day|trip)\s+(?:op|on))\s+(?P<day>{_DAYS})", _some_from_day),
    rule(
        rf"\b(?:(?:de|the)\s+(?:dag|week|maand|day|month)\s+)?(?:voor|vóór|before|ahead\s+of)\s+(?:het|de|the|ons|onze|our)\s+"
        rf"[^\W\d_]*(?:vergadering|overleg|bijeenkomst|bespreking|gesprek|toets|examen|dag|avond|les|start|meeting|session|event)\s+(?:van|of)\s+(?P<day>{_DAYS})",
        _some_from_day,
    ),
    rule(rf"\b(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\s+(?:vanaf|te\s+rekenen\s+vanaf)\s+(?:nu|(?P<day>{_DAYS}))", _counted),
    rule(rf"\b(?:vanaf|from)\s+(?:nu|now|(?P<day>{_DAYS}))\s+(?:over\s+)?(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\b", _counted),
    rule(rf"\b(?:de\s+|the\s+)?(?:dag|daags|day)\s+{_WAY}\s+(?P<day>{_DAYS})", _day_from_day),
    rule(
        rf"(?:\b(?:de|the)\s+)?(?:\b(?P<nth>{ORDINAL})\s+)?(?P<weekday>{_WEEKDAY})\s+{_WAY}\s+(?P<day>{mark(Kind.DAY)})",
        _weekday_from_day,
    ),
    rule(
        rf"\b(?:{_SOME}\s+{UNIT}|kort|vlak|net|direct|meteen|ruim|lang|even|shortly|right|just|well)\s+{_WAY}\s+(?P<day>{_DAYS})",
        _some_from_day,
    ),
    rule(
        rf"(?P<before>{_WEEKDAY}),?\s+(?P<way>over|in)\s+(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\b",
        _ahead,
    ),
    rule(rf"(?P<day>{mark(Kind.DAY)})\s+over\s+(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\b", _from_now),
    rule(rf"\b(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\s+(?:from\s+now|(?:from|on)\s+(?P<day>{_DAYS}))", _from_now),
    rule(rf"\b(?P<number>{NUMBER})\s+(?P<unit>fortnight|{UNIT})\s+(?P<day>{_DAYS})", _from_now),
    rule(rf"(?P<day>{_DAYS})\s+week\b(?!\s*[0-9])", _weekday_week),
    # "vijf werkdagen voor 1 mei", "24 uur na 2 april": no day to be sure of
    rule(rf"\b{NUMBER}\s+[^\W\d_]*(?:dagen|weken|weekenden|maanden|uur|uren|days|weeks|weekends|hours|months)\s+{_WAY}\s+(?P<day>{_DAYS})", _some_from_day),
    # "de avond voor 1 mei", "het weekend na 1 mei"
    rule(
        r"\b[^\W\d_]*(?:dagen|weken|dag|week|avond|ochtend|middag|nacht|weekend|maanden|uren|days|weeks|hours|day|evening|morning|afternoon|night|"
        rf"month)\s+{_WAY}\s+(?P<day>{_DAYS})",
        _some_from_day,
    ),
    rule(rf"\b(?:(?:in\s+)?(?:het\s+|the\s+)?weekend|(?:op\s+)?(?:de\s+)?vooravond|eve|nacht|dagen)\s+(?:van|of)\s+(?P<day>{_DAYS})", _some_from_day),
    rule(
        rf"\b(?:over|in|binnen|within)\s+(?:een|a)\s+(?P<unit>{UNIT})\s+(?:of|or)\s+(?P<number>{NUMBER})\b",
        _about,
    ),
    rule(rf"\b(?:over|in|binnen|within)\s+(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\s+(?:(?:of|or)\s+(?:wat|zo|so|meer|more|{NUMBER})|ongeveer|or\s+thereabouts)\b", _about),
    rule(rf"\b(?:over|in)\s+{_ABOUT}\s+(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\b", _about),
    rule(rf"\b(?:over|in)\s+{NUMBER}\s*(?:à|a|of|tot|-|–|or|to)\s*(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\b", _about),
    rule(
        rf"\b(?P<way>over|binnen|within|in)\s+(?P<number>{NUMBER})\s+(?P<unit>{UNIT})\b(?:['’]?s?['’]?\s+time\b)?"
        rf"(?:\s+(?:op\s+|on\s+)?(?P<after>{_WEEKDAY}))?",
        _ahead,
    ),
    rule(r"\bin\s+(?P<way>a)\s+fortnight(?:['’]s\s+time)?\b", lambda match, line, base: given(match.span(), base.today + timedelta(weeks=2), base)),
    rule(rf"\b(?:over|in|binnen|within)\s+{_SOME}\s+{UNIT}\b", _later),
    rule(rf"\b{NUMBER}\s+{UNIT}\s+(?:geleden|terug|ago|back)\b", _ago),
    rule(rf"\b(?:{_SOME}|{NUMBER})\s+{UNIT}\s+(?:later|eerder|daarna|erna|daarvoor|ervoor|daarop|(?:van\s+)?te\s?voren|vooraf|earlier|afterwards|after\s+that|before\s+that|beforehand|in\s+advance)\b", _later),
    rule(
        r"\b(?:de|een|the|a)\s+(?:dag|week|maand|ochtend|avond|day|week|month|evening|morning)\s+(?:erna|ervoor|daarna|daarvoor|erop|daarop|"
        r"(?:van\s+)?te\s?voren|vooraf|later|eerder|before|after|earlier)\b(?!\s+next)",
        _later,
    ),
    rule(rf"\b(?:{_SOME}\s+{UNIT}|lang|kort)\s+(?:geleden|terug|ago)\b", _ago),
)
