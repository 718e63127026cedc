"""What is said of a day: from, until, at the latest, about, not then, this one rather than that, one of some."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.when.days import choice_of, given, run_of
from bot.when.marks import Base, Found, Judge, Kind, Line, Rule, mark, rule
from bot.when.meaning import Bound, Doubt
from bot.when.reckoning import coming, last_working, years_of
from bot.when.vocabulary import NUMBER, UNIT
from bot.when.weekdays import left_over

_ONE = mark(Kind.DAY, Kind.WEEKDAY)
_NAMES = mark(Kind.DAY, Kind.DAYS, Kind.WEEKDAY, Kind.SHORT)
_ANY = mark(Kind.DAY, Kind.WEEKDAY, Kind.DAYS, Kind.RUN, Kind.WEEK, Kind.MONTH, Kind.VAGUE)
_SAID = mark(Kind.DAY, Kind.WEEKDAY, Kind.VAGUE, Kind.DAYS)
_ELSE = r"(?:(?:of|en|or|and|dan\s+wel|en/of)(?:\s+(?:anders|eventueel|desnoods|else|liever|ergens|in|op))*|anders|eventueel|desnoods|/)"
_SHORT = mark(Kind.SHORT, Kind.WEEKDAY)
_ON = r"(?:op\s+|on\s+)?"
_TO = r"\s*(?:-|–|—|\bt/m|\btot\s+en\s+met\b|\btot\b|\buntil\b|\btill\b|\bto\b|\bthrough\b)\s*"
_OR = (
    r"\s*(?:,|;|,?\s*\(?(?:\bdan\s+wel\b|\ben/of\b|\bof\b|\ben\b|\bor\b|\band\b|/|&)(?:\s+(?:anders|eventueel|desnoods|else|liever))?"
    r"(?:\s+(?:op|on))?)\s*"
)


def _days(found: Iterable[Found], base: Base) -> list[Found]:
    """With the day that a day of the week means."""
    return [left_over(one, base) if one.kind in (Kind.WEEKDAY, Kind.SHORT) else one for one in found]


def _run(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "van 28 mei tot 2 juni", "maandag t/m woensdag"."""
    first, last = _days((line.at(match, "first"), line.at(match, "last")), base)
    if last.is_weekday and first.days and not first.doubt:
        last = replace(last, days=(coming(first.days[0], line.at(match, "last").weekday or 0),), doubt=None)
    return run_of(match.span(), (first, last))


def _choice(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "17 maart, 19 maart of anders 24 maart"."""
    return choice_of(match.span(), _days(line.all_in(match), base), base)


def _moved(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "niet 18 maar 19 maart", "van 18 maart naar 25 maart", "25 maart in plaats van 18 maart"."""
    return replace(line.at(match, "day"), span=match.span())


def _bound(bound: Bound) -> Judge[Found]:
    def judge(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
        return replace(line.at(match, "day"), span=match.span(), bound=bound)

    return judge


def _around(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "na 1 mei", "rond 20 april": no day in particular."""
    [one] = _days([line.at(match, "day")], base)
    if one.doubt in (Doubt.PAST, Doubt.PASSED) and match["way"].casefold() in ("na", "after", "sinds", "since"):
        return replace(one, kind=Kind.VAGUE, span=match.span(), doubt=Doubt.VAGUE, days=())
    days = tuple(day for day in one.days if day >= base.today)
    return Found(Kind.VAGUE, match.span(), days, Doubt.VAGUE, is_strong=one.kind is not Kind.VAGUE)


def _before(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "vóór 1 mei": that day, or the last before it."""
    [one] = _days([line.at(match, "day")], base)
    eves = {last_working(day.fromordinal(day.toordinal() - 1)) for day in one.days}
    days = tuple(sorted(day for day in {*eves, *one.days} if day >= base.today))
    return Found(Kind.VAGUE, match.span(), days, Doubt.VAGUE, is_strong=True)


def _not_then(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return Found(Kind.VAGUE, match.span(), (), Doubt.NOT_THEN, is_strong=True)


def _of_then(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de notulen van maandag": the last one, or the next; it says nothing of when something is to be done."""
    if re.search(r"of", match[0], re.IGNORECASE) and line.raw[match.start("day")].islower():
        return None  # "of dinsdag" is Dutch
    [one] = _days([line.at(match, "day")], base)
    return replace(one, kind=Kind.DAY, span=match.span(), doubt=one.doubt or Doubt.AMBIGUOUS, is_weak=True, is_weekday=False)


def _shifted(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "een week opschuiven": from when?"""
    return Found(Kind.VAGUE, match.span(), (), Doubt.VAGUE, is_strong=True)


def _not_one(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "vier weken lang"."""
    return Found(Kind.VAGUE, match.span(), (), Doubt.REPEATS, is_strong=True)


def _past(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "13 november jl."."""
    return Found(Kind.VAGUE, match.span(), (), Doubt.PAST)


def _in_year(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "12 maart volgend jaar", "15 juni van het volgend schooljaar"."""
    day = line.at(match, "day")
    off = 0 if match["which"].casefold() in ("dit", "this") else 1
    year = base.today.year + off
    if match["school"] and len(day.days) == 1:
        begun = base.today.year if base.today.month >= FIRST_MONTH else base.today.year - 1
        year = begun + off + (day.days[0].month < FIRST_MONTH)
    return _on_that_day(match, day, year, base)


def _in_that_year(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "15 juni (2027)"."""
    day = line.at(match, "day")
    return None if day.has_year else _on_that_day(match, day, int(match["year"]), base)


def _on_that_day(match: re.Match[str], day: Found, year: int, base: Base) -> Found:
    if len(day.days) != 1 or day.doubt not in (None, Doubt.PASSED):
        return replace(day, span=match.span(), is_strong=True)
    said = day.days[0]
    return given(match.span(), next(years_of(said.month, said.day, iter((year,))), None), base)


def _as_said(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "a.s. 1 mei", "1 mei a.s."."""
    return replace(line.at(match, "day"), span=match.span())


def _unclear(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "vrijdag of volgende week"."""
    found = _days(line.all_in(match), base)
    if all(one.kind is Kind.VAGUE and not one.is_strong for one in found):
        return None
    days = tuple(sorted({day for one in found for day in one.days if day >= base.today}))
    return Found(Kind.VAGUE, match.span(), days, Doubt.VAGUE, is_strong=True)


def _vaguely(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "1 mei of eerder"."""
    [one] = _days([line.at(match, "day")], base)
    days = tuple(day for day in one.days if day >= base.today)
    return Found(Kind.VAGUE, match.span(), days, Doubt.VAGUE, is_strong=True)


FIRST_MONTH = 8  # of a school year
_WHICH_YEAR = r"(?:het\s+|the\s+)?(?P<which>volgend|komend|next|dit|this)e?\s+(?:(?P<school>school\s?|studie)(?:jaar|year)|(?:jaar|year))\b"
_AS = r"(?:a\.s\.|e\.k\.|aanstaande|aankomende|eerstkomende|eerstvolgende|komende)"
_MOVES = (
    r"(?:verzet(?:ten)?|verplaats(?:t|en)?|verschuif|verschoven|verschuiven|verhuis(?:t|d)?|gaat|uitgesteld|vervroegd|moved?|"
    r"postponed|rescheduled|shifted)"
)
_BY = (
    r"(?:uiterlijk(?:\s+(?:op|voor|per))?|ten\s+laatste(?:\s+op)?|op\s+zijn\s+laatst(?:\s+op)?|op\s+z['’]n\s+laatst|"
    r"niet\s+later\s+dan|v[oó][oó]r\s+of\s+op|op\s+of\s+v[oó][oó]r|on\s+or\s+before|voor|tot\s+en\s+met|t/m|tot(?:\s+uiterlijk)?|deadline(?:\s*(?::|is|=|op))*|dl\.?(?:\s*:)?|inleverdatum:?|"
    r"no\s+later\s+than|not\s+later\s+than|at\s+the\s+latest(?:\s+on)?|(?:due\s+)?by|due(?:\s+on)?|until|till|up\s+to|through|"
    r"(?:at\s+)?latest)"
)
_FROM = (
    r"(?:vanaf|met\s+ingang\s+van|m\.?i\.?v\.?|ingaande(?:\s+op)?|ingaand|per|beginnend\s+op|from|as\s+of|starting(?:\s+on)?|"
    r"effective)"
)
_AROUND = (
    r"(?:plusminus|±|\+/-|(?:tussen|binnen)\s+nu\s+en|between\s+now\s+and|op\s+of\s+rond|rond(?:om)?|omstreeks|circa|ca\.?|ongeveer|zo\s+rond|ergens(?:\s+(?:in|rond|op))?|(?:pas\s+|kort\s+|meteen\s+"
    r"|direct\s+|vlak\s+|niet\s+eerder\s+dan\s+|ruim\s+)?na|niet\s+(?:eerder\s+dan|v[oó][oó]r)|in\s+de\s+buurt\s+van|sinds|tegen|"
    r"about|around|round|near|roughly|(?:some\s*time\s+)?after|not\s+(?:before|earlier\s+than)|since|some\s*time\s+(?:in|around|on)|"
    r"towards?|na\s+afloop\s+van)"
)
_STRICTLY_BEFORE = r"(?:vóór|ruim\s+voor|nog\s+voor|(?:well\s+)?before|ahead\s+of|prior\s+to|eerder\s+dan|earlier\s+than)"
_NOT = (
    r"(?:(?:liever\s+|bij\s+voorkeur\s+|juist\s+)?niet(?:\s+op|\s+in)?|behalve(?:\s+op)?|geen|uitgezonderd|zonder|"
    r"(?:rather\s+|preferably\s+)?not(?:\s+on|\s+in)?|except(?:\s+on)?|any\s+day\s+but|no)"
)
_DONE = r"(?:besproken|afgesproken|vastgesteld|gehouden|gestuurd|verstuurd|ontvangen|gemaild|besloten|toegezegd|discussed|agreed|decided|promised)"
_OFF = (
    r"(?:kan\s+niet|kunnen\s+(?:we|wij|zij|ze)\s+niet|valt\s+af|vervalt|gaat\s+niet(?:\s+door)?|lukt\s+niet|komt\s+niet\s+uit|is\s+niet|"
    r"niet|schikt\s+niet|is\s+vervallen|komt\s+te\s+vervallen|is\s+off|is\s+out|does\s*n[o'’]t\s+work|does\s+not\s+work|is\s+cancelled|"
    r"won['’]?t\s+work)"
)
BEFORE_ALL: tuple[Rule[Found], ...] = (
    rule(rf"(?:\b(?:de|the)\s+)?(?<![\w.]){_AS}\s+(?P<day>{mark(Kind.DAY)})", _as_said),
    rule(rf"(?P<day>{mark(Kind.DAY)}),?\s+{_AS}(?!\w)", _as_said),
    rule(rf"(?P<day>{mark(Kind.DAY, Kind.MONTH)}),?\s+(?:jl|j\.l|ll|l\.l|jongstleden|laatstleden|last|vorig\s+jaar|last\s+year)(?!\w)\.?", _past),
    rule(rf"\b(?:afgelopen|vorige|verleden|jl\.|vorig\s+jaar(?:\s+op)?|last\s+year(?:\s+on)?)\s+(?P<day>{mark(Kind.DAY, Kind.MONTH)})", _past),
    rule(rf"(?P<day>{mark(Kind.DAY)}),?\s+(?:van\s+|of\s+|in\s+)?{_WHICH_YEAR}", _in_year),
    rule(rf"\b(?:in\s+)?{_WHICH_YEAR},?\s+(?:op\s+|on\s+|uiterlijk\s+)?(?P<day>{mark(Kind.DAY)})", _in_year),
    rule(rf"(?P<day>{mark(Kind.DAY)}),?\s+\(?(?:in\s+|van\s+)?(?P<year>20[0-9]{{2}})\)?(?![\w:/-]|[.][0-9])(?!\s*(?:uur|u)\b)", _in_that_year),
    rule(rf"\bin\s+(?P<year>20[0-9]{{2}}),?\s+(?:op\s+|on\s+)?(?P<day>{mark(Kind.DAY)})", _in_that_year),
)
RULES: tuple[Rule[Found], ...] = (
    rule(
        rf"\b(?:niet|not)\s+{_ON}(?:{_ONE}|(?:de\s+|the\s+)?[0-9]{{1,2}}(?:e|de|ste|st|nd|rd|th)?),?\s+(?:maar|but)\s+(?:wel\s+)?{_ON}"
        rf"(?P<day>{_ONE})",
        _moved,
    ),
    rule(rf"(?P<day>{_ONE}),?\s+(?:en\s+)?(?:niet|not)\s+{_ON}{_ONE}", _moved),
    rule(rf"(?:\b(?:van|from)\s+)?{_ONE}\s+(?:naar)\s+(?P<day>{_ONE})(?:\s+{_MOVES}\b)?", _moved),
    rule(rf"{_ONE}\s*(?:wordt|becomes|→|->|=>)\s*(?P<day>{_ONE})", _moved),
    rule(rf"(?P<day>{_ONE})\s*(?:wordt|becomes|→|->|=>|naar)\s*(?:de\s+|the\s+)?[0-9]{{1,2}}(?:e|de|ste|th)?\b", _vaguely),
    rule(rf"\b(?:de\s+|the\s+)?[0-9]{{1,2}}(?:e|de|ste|st|nd|rd|th)?\s+(?:i\.?p\.?v\.?|in\s+plaats\s+van|instead\s+of|rather\s+than)\s+(?P<day>{_ONE})", _vaguely),
    rule(rf"\b(?:van|from)\s+(?:de\s+|the\s+)?[0-9]{{1,2}}(?:e|de|ste|th)?\s+(?:naar|to)\s+(?P<day>{_ONE})", _moved),
    rule(rf"\b{_MOVES}\s+(?:van|from)\s+{_ONE}\s+(?:naar|to|tot)\s+(?P<day>{_ONE})", _moved),
    rule(rf"(?:\b(?:van|from)\s+)?{_ONE}\s+(?:is\s+|wordt\s+)?{_MOVES}\s+(?:naar|to)\s+(?P<day>{_ONE})", _moved),
    rule(rf"(?P<day>{_ONE}),?\s+(?:i\.?p\.?v\.?|in\s+plaats\s+van|instead\s+of|rather\s+than)\s+(?:op\s+|on\s+)?{_ONE}", _moved),
    rule(rf"\b(?:i\.?p\.?v\.?|in\s+plaats\s+van|instead\s+of)\s+(?:op\s+|on\s+)?{_ONE},?\s+{_ON}(?P<day>{_ONE})", _moved),
    rule(rf"(?:\b(?:van|vanaf|from|between|tussen)\s+)?(?P<first>{_ONE}){_TO}(?P<last>{_ONE})", _run),
    rule(rf"(?P<first>{_SHORT}){_TO}(?P<last>{_SHORT})", _run),
    rule(rf"\b(?:tussen|between)\s+(?P<first>{_ONE})\s+(?:en|and)\s+(?P<last>{_ONE})", _run),
    rule(rf"{_NAMES}(?:{_OR}{_NAMES})+", _choice),
    rule(rf"(?P<day>{_ANY}),?\s+(?:of|or|en|and)\s+(?:de|the|een|a)\s+(?:dag|week|maand|day|month)\s+(?:erna|ervoor|daarna|daarvoor|later|eerder|after|before|earlier)\b", _vaguely),
    rule(rf"(?P<day>{_ANY}),?\s+(?:erna|daarna|daarop|erop|ervoor|daarvoor|(?:after|before|na|voor)\s+(?:next|that|then|volgende|die|dat)|(?:after|before)(?=\s*(?:$|[,;.!?\n]))|thereafter|afterwards|at\s+the\s+earliest)\b", _vaguely),
    rule(rf"\b(?:misschien|wellicht|mogelijk|waarschijnlijk|vermoedelijk|eventueel|maybe|perhaps|possibly|probably|tentatively|op\s+(?:zijn|z['’]n)\s+vroegst|ten\s+vroegste|at\s+the\s+earliest|earliest|the\s+following|(?:de\s+)?daaropvolgende)\s+(?:op\s+|on\s+)?(?P<day>{_ANY})", _vaguely),
    # a day, or something that is none: "vrijdag of volgende week", "2 april tot de meivakantie"
    rule(rf"{_SAID}\s*,?\s*(?:{_ELSE}|{_TO})\s*{_SAID}", _unclear),
    rule(
        rf"(?P<day>{_ONE}),?\s+(?:of|or)\s+(?:in|op|zodra|wanneer|ergens|later|eerder|daarna|zo|eventueel|uiterlijk|vlak|kort|na|voor|when|once|whenever|so)\b",
        _vaguely,
    ),
    rule(rf"{mark(Kind.VAGUE)}\s+(?:van|op|of|on)\s+(?P<day>{_ONE})", _vaguely),
    rule(
        rf"\b(?:{NUMBER}\s+{UNIT}\s+(?:op(?:ge)?schuiven|opgeschoven|uitstel(?:len)?|uitgesteld|verschuiven|verschoven|vervroegd|vervroegen|naar\s+(?:voren|achteren))|"
        rf"(?:op(?:ge)?schuiven|opgeschoven|uitstellen|uitgesteld|verschuiven|verschoven|vervroegd|vervroegen|postponed?|delayed?)\s+(?:met|by)\s+{NUMBER}\s+{UNIT})\b",
        _shifted,
    ),
    rule(rf"(?P<day>{_ONE})\s*(?:\+/-|\+|±|plus\b|minus\b)", _vaguely),
    rule(rf"(?P<day>{_ONE})\s*,?\s*{NUMBER}\s+{UNIT}\b", _vaguely),
    # "13 t/m 15-4"
    rule(rf"(?<![\w.:,/-])[0-9]{{1,2}}\s*(?:-|–|t/m|tot\s+en\s+met|tot|of|en|or|and|to|/|&)\s*(?P<day>{mark(Kind.DAY)})", _vaguely),
    rule(
        rf"\b(?:{NUMBER}|enkele|een\s+paar|a\s+few)\s+(?:weken|dagen|maanden|keer|weeks|days|months|times)\s+(?:lang|achter\s+elkaar|achtereen|op\s+rij|in\s+a\s+row|running)\b",
        _not_one,
    ),
    # What is left of a distance that no rule above took in.
    rule(rf"\b(?:week|weken|weeks|fortnight|dagen|days|maand|maanden|months)\s*,?\s*(?P<day>{_ONE})", _vaguely),
    rule(rf"(?P<day>{_ONE})\s*,?\s*(?:week|weken|weeks|fortnight|dagen|days|maanden|months|next)\b", _vaguely),
    rule(rf"(?P<day>{_ANY}),?\s+(?:of|or|en|and)\s+(?:eerder|later|daarna|daarvoor|ervoor|erna|earlier|verder)\b", _vaguely),
    rule(rf"(?P<day>{_ANY})\s+(?:e\.?v\.?|en\s+volgende)(?!\w)", _vaguely),
    rule(rf"(?<!\w)(?P<way>{_AROUND})\s*(?P<day>{_ANY})", _around),
    rule(rf"(?P<day>{_ONE})\s+(?:ongeveer|ergens|of\s+daaromtrent|or\s+thereabouts|(?P<way>or\s+so))\b", _vaguely),
    rule(rf"(?<!\w){_STRICTLY_BEFORE}\s+(?P<day>{_ANY})", _before),
    rule(rf"(?<=\w\s)(?:van|of)\s+(?P<day>{mark(Kind.WEEKDAY)})", _of_then),
    rule(
        rf"\b(?:de|het|the|ons|onze|our)\s+(?!(?:ochtend|middag|avond|dag|datum|morning|afternoon|evening|date)\b)(?:[^\W\d_]+\s+){{1,3}}(?:van|of)\s+(?P<day>{_ONE})",
        _of_then,
    ),
    # "zoals 12 november besproken"
    rule(rf"\b(?:zoals|conform|volgens|as)\s+(?:[^\W\d_]+\s+){{0,4}}?(?P<day>{_ONE})", _of_then),
    rule(rf"\b{_DONE}\s+(?:op|on|van)\s+(?P<day>{_ONE})", _of_then),
    rule(rf"(?P<day>{_ONE})\s+(?:is\s+|was\s+|werd\s+|zijn\s+|waren\s+|hebben\s+|we\s+)*{_DONE}(?!\s+zijn|\s+worden)\b", _of_then),
    rule(rf"(?<=\w\s)(?:over|about)\s+(?P<day>{_ONE})", _of_then),
    # "uitzoeken wie er op 1 april kan"
    rule(
        rf"(?<=\w\s)\b(?:of|wie|wat|waar|hoe|whether|if|who|what|where|how)\s+(?:[^\W\d_]+\s+){{1,6}}?(?P<day>{_ONE})",
        _of_then,
    ),
    rule(rf"\b{_NOT}\s+{_ANY}", _not_then),
    rule(rf"{_ANY}\s+{_OFF}(?!\w|\s+vergeten)", _not_then),
    rule(
        rf"{_ANY}\s+(?:kan|kunnen|lukt|ben|zijn|is|gaat|past|komt|schikt|heb|werk|werken|werkt|can|am|are|does|do|works?)\b[^,;.!?\n\ue000-\uf8ff]{{0,40}}?"
        r"\b(?:niet|geen|nooit|vrij|afwezig|weg|dicht|gesloten|ziek|bezet|not|never|off|closed|away|ill|busy)\b(?!\s+vergeten)",
        _not_then,
    ),
    rule(rf"{_ANY}\s+(?:vrij|afwezig|ziek|gesloten|dicht|off|away|closed)\b", _not_then),
    rule(rf"(?<![\w-]){_BY}\s+(?:{_ON})(?P<day>{mark(Kind.DAY, Kind.WEEKDAY)})", _bound(Bound.BY)),
    rule(rf"(?<![\w-]){_FROM}\s+(?P<day>{mark(Kind.DAY, Kind.WEEKDAY)})", _bound(Bound.FROM)),
)
