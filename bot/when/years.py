"""Of which year a date is: "12 november jl.", "a.s. 1 mei", "14 mei volgend jaar", "15 juni van volgend schooljaar"."""

import re
from dataclasses import replace

from bot.when.dated import given
from bot.when.marks import Base, Found, Kind, Line, Rule, mark, pattern, rule
from bot.when.meaning import Doubt
from bot.when.phrases import DAY, ON, as_said, past, unsure
from bot.when.reckoning import years_of

FIRST_MONTH = 8  # of a school year


def _said(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "12 maart volgend jaar", "15 juni van het volgend schooljaar"."""
    day, off = line.at(match, "day"), 0 if match["which"].casefold() in ("dit", "this") else 1
    year = base.today.year + off
    if match["school"] and day.days:
        begun = base.today.year - (base.today.month < FIRST_MONTH)
        year = begun + off + (day.days[0].month < FIRST_MONTH)
    return _in_year(match, day, year, base)


def _numbered(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "15 juni (2027)"."""
    day = line.at(match, "day")
    return None if day.has_year else _in_year(match, day, int(match["year"]), base)


def _of_a_year(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "3 april in het nieuwe schooljaar", "3 april, schooljaar 26-27"."""
    if _BEGINS_OR_ENDS.search(line.text, 0, match.start()):  # "begin schooljaar 31 aug" is that day
        return None
    return None if line.at(match, "day").has_year else unsure(match, line, base)


def _in_year(match: re.Match[str], day: Found, year: int, base: Base) -> Found:
    if len(day.days) != 1 or day.doubt not in (None, Doubt.PASSED):
        return replace(day, span=match.span(), is_strong=True)
    said = day.days[0]
    return given(match.span(), next(years_of(said.month, said.day, (year,)), None), base)


_COMING = r"(?:a\.s\.|e\.k\.|aanstaande|aankomende|eerstkomende|eerstvolgende|komende)"
_DATED = mark(Kind.DAY, Kind.MONTH)
_YEAR = r"(?:het |the )?(?P<which>volgend|komend|next|dit|this)e? (?:(?P<school>school\s?|studie)(?:jaar|year)|(?:jaar|year))\b"
_BEGINS_OR_ENDS = pattern(r"\b(?:begin|start|aanvang|einde?|end|beginning)(?: (?:van|het|de|of|the))*\s*$")
# Said in some other way: of which year it is has to be asked.
_TO_YEAR = r"(?:\s*[-–/]\s*(?:20)?[0-9]{2})?(?![\w:]|[.,][0-9])(?!\s*(?:uur|u)\b)"
_OF_YEAR = (
    r"(?:\b(?:in|van|voor|uit|of|for) )?(?:(?:het|the) )?(?:"
    rf"(?:(?:nieuwe?|new) )?(?:(?:school|studie|cursus)\s?jaar|school year)\b(?: (?:20)?[0-9]{{2}}{_TO_YEAR})?|"
    rf"(?:jaar|year|anno) 20[0-9]{{2}}{_TO_YEAR}|(?:nieuwe?|new) (?:jaar|year)\b)"
)
RULES: tuple[Rule[Found], ...] = (
    rule(rf"(?:\b(?:de|the) )?(?<![\w.]){_COMING} (?P<day>{DAY})", as_said),
    rule(rf"(?P<day>{DAY}),? {_COMING}(?!\w)", as_said),
    rule(rf"{_DATED},? (?:jl|j\.l|ll|l\.l|jongstleden|laatstleden|last|vorig jaar|last year)(?!\w)\.?", past),
    rule(rf"\b(?:afgelopen|vorige|verleden|jl\.|vorig jaar(?: op)?|last year(?: on)?|last) {_DATED}", past),
    rule(rf"(?P<day>{DAY}),? (?:van |of |in )?{_YEAR}", _said),
    rule(rf"\b(?:in )?{_YEAR},? (?:uiterlijk )?{ON}(?P<day>{DAY})", _said),
    rule(
        rf"(?P<day>{DAY}),? \(?(?:in |van )?(?P<year>20[0-9]{{2}})\)?(?![\w:/-]|[.][0-9])(?!\s*(?:uur|u)\b)", _numbered
    ),
    rule(rf"(?P<day>{DAY})[,\s]*[-–(]?\s*(?:{_OF_YEAR}|20[0-9]{{2}}{_TO_YEAR})\)?", _of_a_year),
    rule(rf"{_OF_YEAR}:? (?:uiterlijk )?{ON}(?P<day>{DAY})", _of_a_year),
    rule(rf"\bin (?P<year>20[0-9]{{2}}),? {ON}(?P<day>{DAY})", _numbered),
)
