"""What is said of a day: at the latest, from then on, about, not then; and days that belong to something else."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.when.free_days import NAMED_DAYS, closed, nearest_open
from bot.when.marks import UNMARKED, Base, Found, Kind, Line, Rule, mark, pattern, rule
from bot.when.meaning import Bound, Doubt
from bot.when.phrases import DAY, ON, ONE, WEEKDAY, asked, day_meant, unsure, vague
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


def _in_a_name(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "draaiboek Koningsdag mailen", "viering Bevrijdingsdag": perhaps the feast is what it is about."""
    is_feast = _FEAST.fullmatch(line.raw, match.start("day"), match.end("day"))
    return _of_else(match, line, base) if is_feast and line.at(match, "day").kind is Kind.DAY else None


def _behind_vague(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "begin week 3 april"; but "laatst 3 april" is a way to say "at the latest"."""
    return None if line.at(match, "vague").is_over else unsure(match, line, base)


def _of_weekday(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "het verslag van maandag"; "of dinsdag" is Dutch, and says or."""
    is_dutch = match["of"].casefold() == "of" and line.raw[match.start("day")].islower()
    return None if is_dutch else _of_else(match, line, base)


_BY = (
    r"(?:uiterlijk(?: (?:op|voor|per))?|ten laatste(?: op)?|op (?:zijn|z['’]n) laatst(?: op)?|niet later dan|v[oó][oó]r of op|op of v[oó][oó]r|"
    r"on or before|(?<!stel\s)(?<!stellen\s)(?<!stel\sik\s)voor|tot en met|t/m|tot(?: uiterlijk| aan)?|deadline(?:\s*(?::|is|=|op))*|dl\.?(?:\s*:)?|inleverdatum:?|(?:no|not) later than|"
    r"at the latest(?: on)?|(?:due )?by|due(?: on)?|until|till|up to|through|latest)"
)
_MAY_BE_BEFORE = pattern(r"(?:uiterlijk )?(?:voor|tot)(?: aan)?|(?:due )?by|until|till")
_FROM = r"(?:vanaf|met ingang van|m\.?i\.?v\.?|ingaande(?: op)?|ingaand|per|beginnend op|from|as of|starting(?: on)?|effective)"
_AROUND = (
    r"(?:plusminus|±|\+/-|(?:tussen|binnen) nu en|between now and|op of rond|rond(?:om)?|omstreeks|circa|ca\.?|ongeveer|zo rond|"
    r"ergens(?: (?:in|rond|op))?|(?:pas |kort |meteen |direct |vlak |niet eerder dan |ruim )?na|niet (?:eerder dan|v[oó][oó]r)|"
    r"(?<!niet\s)later dan|(?<!not\s)(?<!no\s)later than|in de buurt van|sinds|tegen|na afloop van|about|around|round|near|roughly|(?:some\s*time )?after|not (?:before|earlier than)|since|"
    r"some\s*time (?:in|around|on)|towards?)"
)
_AFTER = pattern(r"\b(?:na|na afloop van|after|later (?:dan|than))$")
_FEAST = pattern(rf"(?:{'|'.join(NAMED_DAYS)})")
_LEADS = "|".join(
    rf"(?<!\b{word}\s)"
    for word in (
        "op",
        "on",
        "at",
        "met",
        "with",
        "van",
        "dan",
        "dus",
        "is",
        "wordt",
        "en",
        "of",
        "and",
        "or",
        "tijdens",
        "during",
    )
).replace("|", "")
_STRICTLY_BEFORE = r"(?:vóór|ruim voor|nog voor|voorafgaande? aan|(?:in )?(?:de |het )?(?:aanloop|opmaat|weg) naar|(?:well )?before|ahead of|prior to|eerder dan|earlier than)"
_PERHAPS = (
    r"(?:misschien|wellicht|mogelijk|waarschijnlijk|vermoedelijk|eventueel|maybe|perhaps|possibly|probably|tentatively|"
    r"op (?:zijn|z['’]n) vroegst|ten vroegste|(?:at the )?earliest|the following|(?:de )?daaropvolgende)"
)
_NOT = (
    r"(?:(?:liever |bij voorkeur |juist )?niet(?: pas)?(?: op| in| met)?|in plaats van(?: op)?|i\.?p\.?v\.?(?: op)?|liever dan(?: op)?|anders dan(?: op)?|instead of(?: on)?|behalve(?: op| met)?|geen|uitgezonderd|zonder|"
    r"(?:rather |preferably )?not(?: on| in)?|except(?: on)?|any day but|no)"
)
_OFF = (
    r"(?:(?:dus|juist|liever|toch) niet|kan niet|kunnen (?:we|wij|zij|ze) niet|valt af|vervalt|niet(?! (?:eerder|later|langer|voor|vóór|na|pas|vergeten)\b)|is vervallen|komt te vervallen|overslaan|slaan we over|is off|is out|skip|is cancelled|"
    r"does\s*n[o'’]t work|does not work|won['’]?t work|vrij|afwezig|ziek|gesloten|dicht|off|away|closed)"
)
_CLOSED = r"(?:vrij|dicht|gesloten|geen les|geen school|afwezig|closed|off|no school|absent)"
_DOES = r"(?:kan|kunnen|lukt|ben|zijn|is|gaat|past|komt|schikt|heb|werk|werken|werkt|can|am|are|does|do|works?)"
_AWAY = r"(?:niet|geen|nooit|vrij|afwezig|weg|dicht|gesloten|ziek|bezet|not|never|off|closed|away|ill|busy)"
_DONE = r"(?:besproken|afgesproken|vastgesteld|gehouden|gestuurd|verstuurd|ontvangen|gemaild|besloten|toegezegd|discussed|agreed|decided|promised)"
_SHIFTS = (
    r"(?:op(?:ge)?schuiven|opgeschoven|uitstel(?:len)?|uitgesteld|verschuiven|verschoven|vervroegd|vervroegen|naar (?:voren|achteren)|postponed?|"
    r"delayed?)"
)
_SPAN = r"(?:week|weken|weeks|fortnight|dagen|days|maand|maanden|months)"
_JOINED = r"(?:of|or|en|and|maar|but|dus|so|nee|eventueel)"
_STEP = (
    r"(?:daags|(?:(?:op |on )?(?:de|het|een|één|1|twee|2|drie|3|vier|4|paar|enkele|the|a|one|two|three) )*"
    r"(?:(?:werk|school|les)?dag(?:en)?|weken|week|weekend|maand(?:en)?|(?:working |school )?days?|weeks?|months?))"
)
_AWAY_FROM = (
    r"erna|ervoor|erop|daarna|daarvoor|daarop|daaropvolgend|later|eerder|van tevoren|tevoren|vooraf|na dat|earlier|afterwards|beforehand|"
    r"thereafter|in advance|after that|before that"
)
_REASON = r"(?:vanwege|wegens|i\.?v\.?m\.?|in verband met|omdat(?: het)?(?: dan)?|doordat(?: het)?(?: dan)?|want|dankzij|because of|due to|owing to|because(?: it is)?)"
# Prepositions that name no day by themselves.
_BESIDE = (
    r"(?:achter|aansluitend (?:aan|op)|aansluitende?|aan|naar|richting|buiten|binnen|onder|uit|bij|nabij|behoudens|ondanks|gezien|min|minus|plus|"
    r"met het oog op|lopende|lopend naar|towards|ahead|behind|beside|besides|despite|given|in view of|next to|adjacent to|outside|within|under)"
)
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
    rule(rf"(?P<day>{ONE}) {mark(Kind.VAGUE)}", unsure),
    rule(rf"(?P<vague>{mark(Kind.VAGUE)}) (?P<day>{ONE})", _behind_vague),
    rule(rf"{mark(Kind.WEEK, Kind.VAGUE)} (?:met|waarin|with) (?P<day>{ONE})", unsure),
    rule(
        rf"\b(?:(?:begin|start|eind|einde|halverwege|midden)(?: van)?(?: de| die)? )?week (?:(?:met|waarin|waar|dat|van|with|when|of) )?(?P<day>{ONE})",
        unsure,
    ),
    rule(rf"\b(?:volgende|vorige|andere|next|other) (?:keer|time),? (?P<day>{ONE})", unsure),
    rule(rf"(?P<day>{ONE}),? (?:de |the )?(?:volgende |next )?(?:keer|time)\b", unsure),
    # moved by some time, or so far from it
    rule(rf"\b(?:{NUMBER} {UNIT} {_SHIFTS}|{_SHIFTS} (?:met|by) {NUMBER} {UNIT})\b", vague(is_strong=True)),
    rule(
        rf"\b(?:{NUMBER}|enkele|een paar|a few) (?:weken|dagen|maanden|keer|weeks|days|months|times) (?:lang|achter elkaar|achtereen|op rij|in a row|running)\b",
        vague(is_strong=True, doubt=Doubt.REPEATS),
    ),
    rule(rf"(?P<day>{ONE})\s*(?:\+/-|[+±]|(?:plus|min|minus)\b)", unsure),
    rule(rf"(?P<day>{ONE})\s*,?\s*(?:(?:[-–−]\s*)?{NUMBER} {UNIT}|{_SPAN}|next)\b", unsure),
    rule(rf"(?P<day>{ONE})\s*[-−][1-9](?!\w|[.:,][0-9])", unsure),
    rule(
        rf"\b(?<!stel\s)(?<!stellen\s)(?:na|voor|rond|tot|after|before|around|until)\s*[(\[:–-]+\s*(?P<day>{_ANY})",
        unsure,
    ),
    rule(rf"\b{_SPAN}\s*,?\s*(?P<day>{ONE})", unsure),
    rule(rf"(?P<day>{_ANY}),? (?:{_JOINED} )?{_STEP} (?:{_AWAY_FROM})\b", unsure),
    rule(rf"\b(?:{_STEP} )?(?:{_AWAY_FROM}),? (?:van |of |op )?(?P<day>{_ANY})", unsure),
    # about then, or before
    rule(rf"(?<!\w)(?P<way>{_AROUND})\s*(?P<day>{_ANY})", _around),
    rule(rf"(?<!\w){_STRICTLY_BEFORE} (?P<day>{_ANY})", _before),
    rule(rf"(?<!\w){_BESIDE} (?P<day>{_ANY})", unsure),
    rule(rf"\bvan (?:de )?[0-9]{{1,2}} op (?P<day>{DAY})", unsure),
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
    rule(rf"(?<!\w){_REASON} {ON}(?P<day>{ONE})", _of_else),
    rule(rf"(?P<day>{ONE}) (?:valt|vallen|nadert|komt eraan|falls?|nears)\b", _of_else),
    rule(
        rf"\b(?:die|dat|which|that) (?:volgt|volgen|komt|valt|follows|comes) (?:op |na |after )?(?:de |the )?(?P<day>{_ANY})",
        unsure,
    ),
    rule(rf"(?P<day>{_ANY}) (?:volgt|volgend|volgende|komt daarna|follows)\b", unsure),
    rule(rf"(?<=[^\W\d_]\s){_LEADS}(?P<day>{DAY})(?= [a-zà-ÿ])", _in_a_name),
    rule(
        rf"\b(?:viering|feest|herdenking|programma|draaiboek|thema|les|project|flyer|rooster|planning|celebration|programme) (?P<day>{DAY})",
        _in_a_name,
    ),
    # not then
    rule(rf"\b{_NOT} {_ANY}", vague(is_strong=True, doubt=Doubt.NOT_THEN)),
    rule(rf"{_ANY} {_OFF}(?!\w| vergeten)", vague(is_strong=True, doubt=Doubt.NOT_THEN)),
    rule(rf"\b{_CLOSED} (?:met|op|tijdens|rond|on|at|during) {_ANY}", vague(is_strong=True, doubt=Doubt.NOT_THEN)),
    rule(rf"{_ANY} {_DOES}\b{UNMARKED}{{0,40}}?\b{_AWAY}\b(?! vergeten)", vague(is_strong=True, doubt=Doubt.NOT_THEN)),
    # at the latest, from then on
    rule(rf"(?<![\w-])(?P<by>{_BY}) {ON}(?P<day>{ONE})", _by),
    rule(rf"(?<![\w-]){_FROM} (?P<day>{ONE})", _from),
)
