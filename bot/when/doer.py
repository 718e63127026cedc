"""What is to be done, in words; who does it, out: "Ans mailt de lijst" names Ans, "morgen belt Bep" names Bep."""

import re
from functools import cache

WHO_WORDS = 4  # most in a name
# (what many do, what one does)
_DUTCH = (
    "bellen belt · mailen mailt · appen appt · sturen stuurt · versturen verstuurt · maken maakt · regelen regelt · vragen vraagt · "
    "zoeken zoekt · delen deelt · plannen plant · schrijven schrijft · leveren levert · bespreken bespreekt · checken checkt · "
    "controleren controleert · nemen neemt · geven geeft · doen doet · zetten zet · passen past · nodigen nodigt · reserveren reserveert · "
    "boeken boekt · vullen vult · bereiden bereidt · gaan gaat · halen haalt · brengen brengt · kijken kijkt · overleggen overlegt · "
    "werken werkt · verwerken verwerkt · bekijken bekijkt · organiseren organiseert · coördineren coördineert · informeren informeert · "
    "ronden rondt · lezen leest · melden meldt · inventariseren inventariseert · evalueren evalueert · begeleiden begeleidt · "
    "presenteren presenteert · onderzoeken onderzoekt · ontwikkelen ontwikkelt · komen komt · zorgen zorgt · praten praat · "
    "spreken spreekt · houden houdt · uploaden uploadt · printen print · kopiëren kopieert · tekenen tekent · ondertekenen ondertekent · "
    "stemmen stemt · koppelen koppelt · bewaken bewaakt · attenderen attendeert · verzamelen verzamelt · voeren voert · roosteren roostert · "
    "corrigeren corrigeert · kiezen kiest · benaderen benadert · contacteren contacteert · herinneren herinnert · leggen legt · "
    "schuiven schuift · vertellen vertelt · bezoeken bezoekt · ontvangen ontvangt · bestellen bestelt · betalen betaalt · toetsen toetst · "
    "pakken pakt · trekken trekt · verzorgen verzorgt · beheren beheert · volgen volgt · testen test · vergaderen vergadert · leiden leidt"
)
_ENGLISH = (
    "call calls · mail mails · email emails · send sends · make makes · arrange arranges · ask asks · find finds · share shares · plan plans · "
    "write writes · deliver delivers · discuss discusses · check checks · take takes · give gives · do does · invite invites · book books · "
    "fill fills · prepare prepares · bring brings · look looks · organise organises · inform informs · read reads · report reports · "
    "review reviews · update updates · sign signs · contact contacts · collect collects · finish finishes · print prints · upload uploads"
)
_PAIRS = [pair.split() for pair in f"{_DUTCH} · {_ENGLISH}".split(" · ")]
_DUTCH_ONE = "|".join(pair.split()[1] for pair in _DUTCH.split(" · "))
_ONE, _MANY = "|".join(one for _, one in _PAIRS), "|".join(many for many, _ in _PAIRS)
_DUTCH_WILL = "zal|zullen|gaat|gaan|moet|moeten|kan|kunnen|wil|willen|zou|zouden"
_WILL = f"{_DUTCH_WILL}|will|should|shall|is going to|are going to"
_BODY = (
    r"(?:teams?|sectie|docent(?:en)?|decaan|decanen|mentor(?:en)?|coach(?:es)?|directie|directeur|teamleiders?|coördinator(?:en)?|"
    r"verbinders?|iedereen|allen|mbo|vmbo|roc|aoc|school|scholen|bestuur|werkgroep|stuurgroep|projectgroep|examencommissie|administratie|"
    r"roosteraar|department|teachers?|everyone|all|board|college)"
)
_GROUP = rf"(?:(?:de|het|ons|onze|alle|the|our)\s)?(?i:{_BODY})\b(?:\s(?!(?:{_ONE}|{_MANY}|{_WILL})\b)(?:[A-Z][\w&-]*|v?mbo|(?:van|of)\s(?:het|de|the)\s[\w-]+)){{0,2}}"
_TITLE = r"(?:(?i:dhr|mevr|mw|mr|mrs|ms|drs?|ir)\.?\s|(?i:meneer|mevrouw|juf|meester|de heer)\s)"
_NAME = rf"{_TITLE}?" + r"[A-ZÀ-Ý][a-zà-ÿ'’-][\w'’-]*(?:\s(?:van|de|der|den|ten|ter|[A-ZÀ-Ý][\w.'’-]*)){0,3}"
_SELF = r"(?i:ik|wij|we|I)"
_SOMEBODY = rf"(?:{_GROUP}|{_SELF}|{_NAME})"
_AND = r"\s(?:en|and|&)\s"
_SEVERAL = rf"{_SOMEBODY}(?:,\s{_SOMEBODY})*(?:{_AND}{_SOMEBODY})?"
# Those that many may be; not "roc bellen", where the roc is called.
_MANY_PEOPLE = rf"(?:(?:de|alle|onze|the|all|our)\s[a-zà-ÿ]+(?:en|s)(?:\s(?:van|of)\s(?:het|de|the)\s[\w-]+)?|iedereen|{_NAME}(?:,\s{_NAME})*{_AND}{_NAME})"
_THING = r"(?:de|het|een|alle|hun|elkaar|ze|the|a|an|all|their|each)\b"
# Where nothing else stands, the name of a team needs no capital: "team zorg".
_TEAM = r"(?i:(?:het\s)?team\s[\w&-]+(?:\s(?:en|&)\s[\w&-]+)?)"
_SAID = re.compile(r"^(?:wie|door|actie|actiehouder|who|by)\b\s*:?\s+", re.IGNORECASE)


# Before "door Kees" at the end: it is let be done, or was done.
_SOMEBODY_ELSE = re.compile(
    r"\b(?:laat|laten|liet|let|lets|have|has|get|gets)\b|\b(?!\w*(?<!ge)geven$)\w*ge\w+(?:d|t|en)$|\b(?:ver|be|ont|onder|her|er)\w+(?:d|t)$|\w(?:ed|sent|written|made|done|drawn)$",
    re.IGNORECASE,
)
_BY_END = re.compile(r"\s*\b(?:door|by)\s+$", re.IGNORECASE)
_WAY = re.compile(r"\b(?:v?mbo|roc|aoc|school|scholen|college)\b", re.IGNORECASE)  # through which one may go


# Behind what is done, one or two words without a capital are who does it: "lijst mailen door kees"; not why or by what.
_NO_ONE = (
    r"(?:elkaar|heen|middel|onze|mijn|jullie|ziekte|drukte|corona|gebrek|omstandigheden|toeval|tijdgebrek|verlof|vakantie|"
    r"mail|email|e-mail|post|phone|hand|bus|train|car|app|text|letter|then|now|mistake|myself|itself|accident|default|law|een|het|de|"
    r"the|an?|our|each|noon|next|this|that|end)\b"
)
_PLAIN_NAME = rf"(?!{_NO_ONE})[a-zà-ÿ][\w'’-]+"
_PLAIN_GROUP = r"(?:(?:het|de)\s)?(?:team|sectie|afdeling|werkgroep|profiel|vakgroep)\s[\w&-]+"
_PLAIN_BEHIND = (
    rf"(?:\b\w*(?:{'|'.join(pair.split()[0] for pair in _DUTCH.split(' · '))})\sdoor|"
    rf"^(?:{'|'.join(pair.split()[0] for pair in _ENGLISH.split(' · '))})\s.*\sby)"
    rf"\s(?P<who>{_PLAIN_GROUP}|{_PLAIN_NAME}(?:{_AND}{_PLAIN_NAME})?)\s*\.?$"
)


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"\s(?i:door|by)\s(?P<who>{_SEVERAL})\s*\.?$")


@cache
def _plainly_behind() -> re.Pattern[str]:
    return re.compile(_PLAIN_BEHIND)


@cache
def _people() -> re.Pattern[str]:
    return re.compile(rf"(?:(?i:wie|door|actie|who|by)\b\s*:?\s+)?(?P<who>{_SEVERAL}|{_TEAM})\.?")


@cache  # they take longer to compile than many a start may last
def _rules() -> tuple[re.Pattern[str], ...]:
    """In their order: "Jan regelt dat Ans mailt" is what Jan does."""
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"^(?:(?i:actie|actiehouder|wie|door|who|by)\s*:?\s+|@)(?P<who>{_SEVERAL})",
            rf"^(?P<who>{_SELF})\s",
            rf"^(?P<who>{_SEVERAL})\s(?:{_ONE}|{_WILL})\b",
            rf"^(?P<who>{_SEVERAL})\sto\s(?:{_MANY})\b",
            rf"^(?P<who>{_MANY_PEOPLE})\s(?:{_MANY})\s{_THING}",
            rf"^(?:(?i:dan|daarna)\s)?(?i:{_DUTCH_ONE}|{_DUTCH_WILL})\s(?P<who>{_SEVERAL})",
            rf"^(?P<who>(?!(?:dan|graag|wie|dat|die|dit|er|het|de|een|nu|ook|niet)\b)[a-zà-ÿ]+)\s(?:{_ONE})\b",
            rf"\b(?i:door|by)\s(?P<who>{_SEVERAL})\s*\.?$",
            rf"\((?P<who>{_SEVERAL})\)\s*\.?$",
            _PLAIN_BEHIND,
        )
    )


def doer(words: str) -> str:
    """Who does what is said; empty: that isn't said."""
    return next((found["who"].strip() for rule in _rules() if (found := rule.search(words))), "")


def less_doer(words: str) -> str:
    """What is to be done, less who does it at its end: "lijst mailen door Kees".

    As it is where that may say something else: "laten tekenen door Kees" is done by whoever lets Kees, "geschreven door
    Kees" tells of the thing, and "rondleiding door het roc" of the way.
    """
    found = _behind().search(words) or _plainly_behind().search(words)
    if found is None:
        return words
    done = _BY_END.sub("", words[: found.start("who")])
    if _SOMEBODY_ELSE.search(done) or _WAY.search(found["who"]):
        return words
    return done.rstrip(" ,;:-") or words


def people(words: str) -> str:
    """The names, where words are nothing but that: "team Techniek", "wie: mbo"; empty: they are something else."""
    if not _SAID.match(words) and len(words.split()) > WHO_WORDS:
        return ""
    if found := _people().fullmatch(words):
        return found["who"]
    return _SAID.sub("", words) if _SAID.match(words) else ""


def who_in(words: str) -> str:
    """The one who is named where it was asked who does it: "Bep doet het" names Bep; else all that was said."""
    return people(words) or doer(words) or words


def is_speaker(who: str) -> bool:
    """Whether it is whoever wrote it, whom others don't know by that: "ik"."""
    return who.casefold() in ("ik", "i")
