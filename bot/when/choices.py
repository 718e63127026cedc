"""Several days in one note: from one to another, one of some, this one rather than that."""

import re
from dataclasses import replace

from bot.when.dated import choice_of, run_of
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, pattern, rule
from bot.when.meaning import Doubt
from bot.when.phrases import DAY, NAMED, NTH, ON, ONE, OR, TO, as_said, asked, day_meant, unsure
from bot.when.reckoning import coming, numbered


def _run(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "van 28 mei tot 2 juni", "maandag t/m woensdag"."""
    first, last = (day_meant(line.at(match, name), base) for name in ("first", "last"))
    if all((one.doubt is Doubt.AMBIGUOUS and len(one.days) == 1) or not one.doubt for one in (first, last)):
        # "6/4-10/4": of numbers alone either may be none, both together are dates
        first, last = (replace(one, doubt=None) for one in (first, last))
    if last.is_weekday and first.days and not first.doubt:
        last = replace(last, days=(coming(first.days[0], last.weekday or 0),), doubt=None)
    return run_of(match.span(), (first, last))


def _choice(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "17 maart, 19 maart of anders 24 maart"."""
    found = [day_meant(one, base) for one in line.all_in(match)]
    if any(one.is_over for one in found) and not _CHOOSES.search(line.raw, match.start(), match.end()):
        return None  # "notulen van 3 februari, 12 maart"
    return choice_of(match.span(), found, base)


def _or_numbers(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "19 april of anders de 22e": of that month, or of the next where it would be over."""
    one = day_meant(line.at(match, "day"), base)
    if one.doubt not in (None, Doubt.CHOICE) or one.is_weekday or not one.days:
        return unsure(match, line, base) if one.days else None
    days = list(one.days)
    for number in re.findall("[0-9]+", match["next"]):
        following = next((day for day in numbered(int(number), None, days[-1]) if day > days[-1]), None)
        if following is None:
            return None
        days.append(following)
    return Found(Kind.DAYS, match.span(), tuple(sorted(set(days))), Doubt.CHOICE, is_strong=True)


def _unclear(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "vrijdag of volgende week", "2 april tot de meivakantie"."""
    found = [day_meant(one, base) for one in line.all_in(match)]
    if all(one.kind is Kind.VAGUE and not one.is_strong for one in found):
        return None
    return asked(match.span(), (day for one in found for day in one.days), base)


_CHOOSES = pattern(r"\b(?:of|en|or|and|wel)\b|[/&]")
_MOVES = (
    r"(?:verzet(?:ten)?|verplaats(?:t|en)?|verschuif|verschoven|verschuiven|verhuis(?:t|d)?|gaat|uitgesteld|vervroegd|moved?|"
    r"postponed|rescheduled|shifted)"
)
_NUMBER = rf"(?:de |the )?[0-9]{{1,2}}(?:{NTH})?"
_RATHER = r"(?:i\.?p\.?v\.?|in plaats van|instead of|rather than)"
_BECOMES = r"\s*(?:wordt|becomes|→|->|=>)\s*"
_SEVERAL = mark(Kind.DAY, Kind.DAYS, Kind.WEEKDAY, Kind.SHORT)
_SPOKEN_OF = mark(Kind.DAY, Kind.DAYS, Kind.WEEKDAY, Kind.VAGUE)
_ELSE = r"(?:(?:of|en|or|and|dan wel|en/of)(?: (?:anders|eventueel|desnoods|else|liever|ergens|in|op))*|anders|eventueel|desnoods|/)"
_JOINS = r"(?:-|–|t/m|tot en met|tot|to|/|&|of|en|or|and|dan wel|resp\.?|respectievelijk|anders|liever|eventueel|misschien|plus)"
_NTH_NUMBER = rf"(?:de |the )[0-9]{{1,2}}{NTH}"
RULES: tuple[Rule[Found], ...] = (
    # this one rather than that
    rule(rf"\b(?:niet|not) {ON}(?:{ONE}|{_NUMBER}),? (?:maar|but) (?:wel )?{ON}(?P<day>{ONE})", as_said),
    rule(rf"(?P<day>{ONE}),? (?:en )?(?:niet|not) {ON}{ONE}", as_said),
    rule(rf"(?:\b(?:van|from) )?{ONE} naar (?P<day>{ONE})(?: {_MOVES}\b)?", as_said),
    rule(rf"{ONE}{_BECOMES}(?P<day>{ONE})", as_said),
    rule(rf"(?P<day>{ONE})(?:{_BECOMES}| naar ){_NUMBER}\b", unsure),
    rule(rf"(?<![\w.:,/-]){_NUMBER} {_RATHER} (?P<day>{ONE})", unsure),
    rule(rf"\b(?:van|from) {_NUMBER} (?:naar|to) (?P<day>{ONE})", as_said),
    rule(
        rf"\b{_MOVES} (?:(?:het|dat|it|this|them|the|overleg|gesprek|meeting) ){{0,2}}(?:van|from) {ONE} (?:naar|to|tot) (?P<day>{ONE})",
        as_said,
    ),
    rule(rf"(?:\b(?:van|from) )?{ONE} (?:is |wordt |te |dan )?{_MOVES} (?:naar|to) (?P<day>{ONE})", as_said),
    rule(rf"(?P<day>{ONE}),? {_RATHER} {ON}{ONE}", as_said),
    rule(rf"\b{_RATHER} {ON}{ONE},? {ON}(?P<day>{ONE})", as_said),
    # another of that month, or not that: "19 april of anders de 22e", "dinsdag, behalve de 13e"
    rule(
        rf"(?P<day>{_SEVERAL}),? (?:{_ELSE}|,) (?:op |on )?(?P<next>{_NTH_NUMBER}(?:(?:\s*,\s*|,? (?:{_ELSE}) ){_NTH_NUMBER})*)(?![\w/-])",
        _or_numbers,
    ),
    rule(
        rf"(?P<day>{ONE}),? (?:behalve|uitgezonderd|except(?: for)?|maar niet|but not) (?:op |on )?{_NTH_NUMBER}(?![\w/-])",
        unsure,
    ),
    # from one to another
    rule(rf"(?:\b(?:van|vanaf|from|between|tussen) )?(?P<first>{ONE}){TO}(?P<last>{ONE})", _run),
    rule(rf"(?P<first>{NAMED}){TO}(?P<last>{NAMED})", _run),
    rule(rf"\b(?:tussen|between) (?P<first>{ONE}) (?:en|and) (?P<last>{ONE})", _run),
    # one of some
    rule(rf"{_SEVERAL}(?:{OR}{_SEVERAL})+\)?", _choice),
    rule(rf"{_SPOKEN_OF}\s*,?\s*(?:{_ELSE}|{TO})\s*{_SPOKEN_OF}", _unclear),
    # "13 t/m 15-4"
    rule(rf"(?<![\w.:,/-])[0-9]{{1,2}}\s*(?:{_JOINS}\s*)+(?P<day>{DAY})", unsure),
)
