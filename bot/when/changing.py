"""A message about something that is kept in, which one is meant and when it should be out: "haal die maar weer weg", "move it to Friday"."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.when.moving import moves_by

LONGEST = 160  # characters; whoever writes more says more than that

_MEETING = r"overleg|overlegje|vergadering|bijeenkomst|bespreking|uitnodiging|gesprek|meeting|invitation"
_AGREED = r"afspraak|afspraakje|herinnering|actie|actiepunt|notitie|agreement|reminder|note|task"
_THING = rf"(?P<thing>{_MEETING}|{_AGREED})"
_THIS = r"(?:die|dat|dit|deze|de|het|mijn|onze|the|that|this|my|our)"
_OF = r"(?:van|met|over|voor|aan|of|with|about|from|for)"
# "die", "het overleg", "de afspraak met techniek", "die van techniek", "the one with Peter"
_IT = rf"(?:(?:{_THIS} {_THING}|(?:die|dat|the one|that one))(?: {_OF} (?P<of>.+?))?|die|dat|dit|deze|hem|het|'?m|ze|it|that|this)"
_PLEASE = r"(?:(?:nee|oké|ok|o|oh|ow|oeps|wacht|sorry|toch|en|no|oops|wait|actually|and)[,.]?\s+){0,3}(?:(?:graag|kun je|kan je|kunt u|wil je|wilt u|please|can you|could you)\s+)?"
_SMALL = r"(?:\s+(?:maar|weer|toch|nu|even|graag|alsjeblieft|aub|please|again|then))*"
_END = rf"{_SMALL}\s*[?.!]*\s*"
# Where something is put, which is no day: "zet dit in mijn agenda".
_PLACE = r"(?!(?:(?:mijn|de|het|onze|jullie|my|the|our|your) )?\w*(?:agenda|calendar|kalender|lijst|lijstje|list|bestand|file|mail|app|word)\b)"
_MOVES = r"(?:schuif|verschuif|verzet|verplaats|zet|doe|verander|wijzig|move|reschedule|shift|postpone|change|put)"

_TO = (
    rf"{_PLEASE}{_MOVES} {_IT}{_SMALL} (?P<to>(?:een|één|[0-9]+|twee|drie|an?|one|two|three) (?:dag(?:en)?|week|weken|uur|days?|weeks?|hours?) (?:op|later|eerder|earlier))",
    rf"{_PLEASE}{_MOVES} {_IT}{_SMALL}(?: op)? (?:naar|in|to) {_PLACE}(?P<to>\S.*?)",
    rf"{_PLEASE}{_MOVES} {_IT}{_SMALL} (?:op|on) {_PLACE}(?P<to>\S.*?)",
    rf"{_PLEASE}{_IT} (?:moet|mag|kan|wordt) (?:verzet |verplaatst |verschoven )?(?:naar|op) (?P<to>\S.*?)",
    rf"{_PLEASE}maak er{_SMALL} (?P<to>\S.*?) van",
    rf"{_PLEASE}make (?:it|that) (?P<to>\S.*?)",
)
_DROPPED = (
    rf"{_PLEASE}(?:haal|gooi|doe) {_IT}{_SMALL} (?:weg|eruit|eraf|van de lijst|van mijn lijst(?:je)?)",
    rf"{_PLEASE}(?:schrap|verwijder|wis|annuleer|cancel|delete|remove|drop|scrap) {_IT}",
    rf"{_PLEASE}zeg {_IT}{_SMALL} af",
    rf"{_PLEASE}laat {_IT}{_SMALL} vervallen",
    rf"{_PLEASE}take {_IT} off(?: (?:the|my) list)?",
    rf"{_PLEASE}call {_IT} off",
)
_OTHERWISE = (
    rf"(?:hoe |waar |en )?(?:mag|kan|can|may|how do|how can) (?:ik|we|i) {_IT}(?:{_SMALL}| ook| nog)* (?:weghalen|schrappen|verwijderen|verzetten|veranderen|wijzigen|aanpassen|annuleren|delete|remove|change|move|cancel)",
    rf"{_PLEASE}(?:klaar|done|finished) (?:met|with) {_IT}",
    rf"{_PLEASE}{_IT} (?:kan|mag|moet){_SMALL} (?:weg|eruit|vervallen)",
    rf"{_PLEASE}{_IT} (?:gaat{_SMALL} niet(?: meer)? door|vervalt|is(?: called)? off|is cancelled|is afgezegd)",
    rf"{_PLEASE}{_IT} (?:is|heb ik)(?: (?:al|inmiddels|nu))* (?:gedaan|gebeurd|klaar|afgerond|geregeld)",
    rf"{_PLEASE}{_IT}(?:['’]s| is| has been) (?:done|finished|sorted)",
)


class Kind(StrEnum):
    """What is meant."""

    MEETING = "meeting"
    AGREEMENT = "agreement"
    ANY = "any"  # whichever it is: "die"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of something that is kept."""

    kind: Kind
    of: str  # words that say which; empty: the last
    to: str  # words for day and hour, or for how much it moves; empty: it is dropped, or done
    is_dropped: bool = False  # by an order to do so; else that is told, or it is done


_ONE_MORE = re.compile(
    r"\s*(?:en\s+|oh?\s+|and\s+)?(?:(?:ook\s+)?nog\s+(?:een|één|eentje|iets)|ook\s+nog|another(?:\s+one)?|one\s+more)\s*[:,]\s*(?P<more>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def one_more(text: str) -> str:
    """What is said of one more of what was kept last: "nog een: lijst mailen, Ans"; empty: it says no such thing."""
    found = _ONE_MORE.fullmatch(text)
    return found["more"] if found else ""


def drops(text: str) -> bool:
    """Whether it is an order to drop what was named last: "haal die maar weg"."""
    change = change_of(text)
    return change is not None and change.is_dropped and not change.of


def change_of(text: str) -> Change | None:
    """None: it says no such thing."""
    if len(text) > LONGEST:
        return None
    said = " ".join(text.split())
    for pattern, is_dropped in _rules():
        if found := pattern.fullmatch(said):
            named = found.groupdict()
            return Change(_kind(named.get("thing")), named.get("of") or "", named.get("to") or "", is_dropped)
    return Change(Kind.ANY, "", said) if moves_by(said) else None


@cache  # they take longer to compile than many a start may last
def _rules() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """(pattern, whether it is an order to drop something)."""
    kinds = ((_TO, False), (_DROPPED, True), (_OTHERWISE, False))
    return tuple((re.compile(one + _END, re.IGNORECASE), is_dropped) for some, is_dropped in kinds for one in some)


def _kind(thing: str | None) -> Kind:
    if thing is None:
        return Kind.ANY
    return Kind.MEETING if re.fullmatch(_MEETING, thing, re.IGNORECASE) else Kind.AGREEMENT
