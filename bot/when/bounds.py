"""What is said of a day: at the latest, from then on, about, not then; and days that belong to something else."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.when.free_days import closed, nearest_open
from bot.when.marks import UNMARKED, Base, Found, Kind, Line, Rule, mark, pattern, rule
from bot.when.meaning import Bound, Doubt
from bot.when.phrases import ON, ONE, WEEKDAY, asked, day_meant, unsure, vague
from bot.when.reckoning import SATURDAY, last_working
from bot.when.vocabulary import NUMBER, UNIT

_ANY = mark(Kind.DAY, Kind.WEEKDAY, Kind.DAYS, Kind.RUN, Kind.WEEK, Kind.MONTH, Kind.VAGUE)
_BOUNDARY = r"(?=\s*(?:$|[,;.!?\n]))"


def _by(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """That day at the latest; but "voor Bevrijdingsdag" is before it, when schools are open."""
    found = replace(line.at(match, "day"), span=match.span(), bound=Bound.BY)
    days = day_meant(found, base).days
    is_closed = len(days) == 1 and (days[0].weekday() >= SATURDAY or bool(closed(days[0], base.lang).holiday))
    if is_closed and not found.doubt and _MAY_BE_BEFORE.fullmatch(match["by"]):
        return asked(match.span(), (*days, *nearest_open(days[0] - timedelta(days=1), -1)), base)
    return found


def _from(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    return replace(line.at(match, "day"), span=match.span(), bound=Bound.FROM)


def _around(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "na 1 mei", "rond 20 april": no day in particular, but perhaps the next, or that one."""
    one = day_meant(line.at(match, "day"), base)
    days = one.days
    if _AFTER.search(match["way"]) and one.kind is Kind.DAY:
        days = tuple(sorted(each for day in days for each in nearest_open(day + timedelta(days=1), 1)))
    return asked(match.span(), days, base, is_strong=one.kind is not Kind.VAGUE and one.doubt is not Doubt.PASSED)


def _before(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "vóór 1 mei": that day, or the last before it."""
    days = day_meant(line.at(match, "day"), base).days
    return asked(match.span(), (*days, *(last_working(day - timedelta(days=1)) for day in days)), base)


def _of_else(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "de notulen van maandag", "uitzoeken wie er op 1 april kan": when something else is."""
    one = day_meant(line.at(match, "day"), base)
    return replace(
        one,
        kind=Kind.DAY,
        span=match.span(),
        doubt=one.doubt or Doubt.AMBIGUOUS,
        is_strong=False,
        is_weak=True,
        is_weekday=False,
    )


def _of_weekday(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "het verslag van maandag"; "of dinsdag" is Dutch, and says or."""
    is_dutch = match["of"].casefold() == "of" and line.raw[match.start("day")].islower()
    return None if is_dutch else _of_else(match, line, base)


_BY = (
    r"(?:uiterlijk(?: (?:op|voor|per))?|ten laatste(?: op)?|op (?:zijn|z['’]n) laatst(?: op)?|niet later dan|v[oó][oó]r of op|op of v[oó][oó]r|"
    r"on or before|voor|tot en met|t/m|tot(?: uiterlijk)?|deadline(?:\s*(?::|is|=|op))*|dl\.?(?:\s*:)?|inleverdatum:?|(?:no|not) later than|"
    r"at the latest(?: on)?|(?:due )?by|due(?: on)?|until|till|up to|through|latest)"
)
_MAY_BE_BEFORE = pattern(r"voor|tot|by|until|till")
_FROM = r"(?:vanaf|met ingang van|m\.?i\.?v\.?|ingaande(?: op)?|ingaand|per|beginnend op|from|as of|starting(?: on)?|effective)"
_AROUND = (
    r"(?:plusminus|±|\+/-|(?:tussen|binnen) nu en|between now and|op of rond|rond(?:om)?|omstreeks|circa|ca\.?|ongeveer|zo rond|"
    r"ergens(?: (?:in|rond|op))?|(?:pas |kort |meteen |direct |vlak |niet eerder dan |ruim )?na|niet (?:eerder dan|v[oó][oó]r)|"
    r"in de buurt van|sinds|tegen|na afloop van|about|around|round|near|roughly|(?:some\s*time )?after|not (?:before|earlier than)|since|"
    r"some\s*time (?:in|around|on)|towards?)"
)
_AFTER = pattern(r"\b(?:na|na afloop van|after)$")
_STRICTLY_BEFORE = r"(?:vóór|ruim voor|nog voor|(?:well )?before|ahead of|prior to|eerder dan|earlier than)"
_PERHAPS = (
    r"(?:misschien|wellicht|mogelijk|waarschijnlijk|vermoedelijk|eventueel|maybe|perhaps|possibly|probably|tentatively|"
    r"op (?:zijn|z['’]n) vroegst|ten vroegste|(?:at the )?earliest|the following|(?:de )?daaropvolgende)"
)
_NOT = (
    r"(?:(?:liever |bij voorkeur |juist )?niet(?: op| in)?|behalve(?: op)?|geen|uitgezonderd|zonder|"
    r"(?:rather |preferably )?not(?: on| in)?|except(?: on)?|any day but|no)"
)
_OFF = (
    r"(?:kan niet|kunnen (?:we|wij|zij|ze) niet|valt af|vervalt|niet|is vervallen|komt te vervallen|is off|is out|is cancelled|"
    r"does\s*n[o'’]t work|does not work|won['’]?t work|vrij|afwezig|ziek|gesloten|dicht|off|away|closed)"
)
_DOES = r"(?:kan|kunnen|lukt|ben|zijn|is|gaat|past|komt|schikt|heb|werk|werken|werkt|can|am|are|does|do|works?)"
_AWAY = r"(?:niet|geen|nooit|vrij|afwezig|weg|dicht|gesloten|ziek|bezet|not|never|off|closed|away|ill|busy)"
_DONE = r"(?:besproken|afgesproken|vastgesteld|gehouden|gestuurd|verstuurd|ontvangen|gemaild|besloten|toegezegd|discussed|agreed|decided|promised)"
_SHIFTS = (
    r"(?:op(?:ge)?schuiven|opgeschoven|uitstel(?:len)?|uitgesteld|verschuiven|verschoven|vervroegd|vervroegen|naar (?:voren|achteren)|postponed?|"
    r"delayed?)"
)
_SPAN = r"(?:week|weken|weeks|fortnight|dagen|days|maand|maanden|months)"
_NO_EVENT = r"(?!(?:ochtend|middag|avond|dag|datum|morning|afternoon|evening|date)\b)"
RULES: tuple[Rule[Found], ...] = (
    # or some other time
    rule(
        rf"(?P<day>{_ANY}),? (?:of|or|en|and) (?:de|the|een|a) (?:dag|week|maand|day|month) (?:erna|ervoor|daarna|daarvoor|later|eerder|after|before|earlier)\b",
        unsure,
    ),
    rule(
        rf"(?P<day>{_ANY}),? (?:erna|daarna|daarop|erop|ervoor|daarvoor|(?:after|before|na|voor) (?:next|that|then|volgende|die|dat)|thereafter|afterwards|at the earliest)\b",
        unsure,
    ),
    rule(rf"(?P<day>{_ANY}),? (?:after|before){_BOUNDARY}", unsure),
    rule(rf"(?P<day>{_ANY}),? (?:of|or|en|and) (?:eerder|later|daarna|daarvoor|ervoor|erna|earlier|verder)\b", unsure),
    rule(
        rf"(?P<day>{ONE}),? (?:of|or) (?:in|op|zodra|wanneer|ergens|zo|eventueel|uiterlijk|vlak|kort|na|voor|when|once|whenever|so)\b",
        unsure,
    ),
    rule(rf"(?P<day>{_ANY}) (?:e\.?v\.?|en volgende)(?!\w)", unsure),
    rule(rf"\b{_PERHAPS} {ON}(?P<day>{_ANY})", unsure),
    rule(rf"(?P<day>{ONE}) (?:ongeveer|ergens|of daaromtrent|or thereabouts|or so)\b", unsure),
    rule(rf"{mark(Kind.VAGUE)} (?:van|op|of|on) (?P<day>{ONE})", unsure),
    # moved by some time, or so far from it
    rule(rf"\b(?:{NUMBER} {UNIT} {_SHIFTS}|{_SHIFTS} (?:met|by) {NUMBER} {UNIT})\b", vague(is_strong=True)),
    rule(
        rf"\b(?:{NUMBER}|enkele|een paar|a few) (?:weken|dagen|maanden|keer|weeks|days|months|times) (?:lang|achter elkaar|achtereen|op rij|in a row|running)\b",
        vague(is_strong=True, doubt=Doubt.REPEATS),
    ),
    rule(rf"(?P<day>{ONE})\s*(?:\+/-|[+±]|(?:plus|min|minus)\b)", unsure),
    rule(rf"(?P<day>{ONE})\s*,?\s*(?:[-–−]?{NUMBER} {UNIT}|{_SPAN}|next)\b", unsure),
    rule(rf"\b{_SPAN}\s*,?\s*(?P<day>{ONE})", unsure),
    # about then, or before
    rule(rf"(?<!\w)(?P<way>{_AROUND})\s*(?P<day>{_ANY})", _around),
    rule(rf"(?<!\w){_STRICTLY_BEFORE} (?P<day>{_ANY})", _before),
    # when something else is
    rule(rf"(?<=\w\s)(?P<of>van|of) (?P<day>{WEEKDAY})", _of_weekday),
    rule(rf"\b(?:de|het|the|ons|onze|our) {_NO_EVENT}(?:[^\W\d_]+ ){{1,3}}(?:van|of) (?P<day>{ONE})", _of_else),
    rule(rf"(?<=\w\s)van (?P<day>{ONE})(?= [a-zà-ÿ]+en\b)", _of_else),  # "lijst van 17 maart bijwerken"
    rule(rf"\b(?:zoals|conform|volgens|as) (?:[^\W\d_]+ ){{0,4}}?(?P<day>{ONE})", _of_else),
    rule(rf"\b{_DONE} (?:op|on|van) (?P<day>{ONE})", _of_else),
    rule(rf"(?P<day>{ONE}) (?:is |was |werd |zijn |waren |hebben |we )*{_DONE}(?! zijn| worden)\b", _of_else),
    rule(rf"(?<=\w\s)(?:over|about) (?P<day>{ONE})", _of_else),
    rule(
        rf"(?<=\w\s)\b(?:of|wie|wat|waar|hoe|whether|if|who|what|where|how) (?:[^\W\d_]+ ){{1,6}}?(?P<day>{ONE})",
        _of_else,
    ),
    # not then
    rule(rf"\b{_NOT} {_ANY}", vague(is_strong=True, doubt=Doubt.NOT_THEN)),
    rule(rf"{_ANY} {_OFF}(?!\w| vergeten)", vague(is_strong=True, doubt=Doubt.NOT_THEN)),
    rule(rf"{_ANY} {_DOES}\b{UNMARKED}{{0,40}}?\b{_AWAY}\b(?! vergeten)", vague(is_strong=True, doubt=Doubt.NOT_THEN)),
    # at the latest, from then on
    rule(rf"(?<![\w-])(?P<by>{_BY}) {ON}(?P<day>{ONE})", _by),
    rule(rf"(?<![\w-]){_FROM} (?P<day>{ONE})", _from),
)
