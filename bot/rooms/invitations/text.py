"""The text of an invitation in; what, when, where and what about out: "overleg techniek, 12 januari 14:00, mbo-locatie"."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from bot.cleaning import BULLET, clean, listed
from bot.rooms.invitations.records import MOST_ITEMS
from bot.when.hours import MOST_MINUTES
from bot.when.meaning import Bound, Doubt, When
from bot.when.note import Part, divided, joined
from bot.when.reading import READ_CHARS, read

WHAT_CHARS = 120
PLACE_CHARS = 400  # of which an address of a video call needs most
ITEM_CHARS = 120
HEAD_LINES = 6  # in which the day, the time and the place may stand; what follows is the agenda
LEAST_MINUTES = 10  # a number below it is hardly of minutes
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AGENDA = re.compile(r"^\s*agenda(?:punten)?\s*:?\s*$", re.IGNORECASE)
# Behind day and hour these lead to a place: "dinsdag 14:00 in lokaal 3".
_TO_PLACE = re.compile(
    r"\s+(?=(?:in|op|bij|te|at|via|@)\s*(?!(?:overleg|verband|opdracht|kader|verzoek|basis|order|request|het kader)\b)\w)",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:in|op|te|at|@)\s+(?=\S)", re.IGNORECASE)
_SPOTS = (
    r"[\w-]*(?:lokaal|aula|kantine|zaal|kamer|ruimte|locatie|gebouw|campus|vestiging|bibliotheek|mediatheek|kantoor)|online|digitaal|"
    r"(?:ms |microsoft )?teams|zoom|google meet|v?mbo|roc|aoc|room|hall|canteen|library|office|school|college"
)
_SPOT = rf"(?:(?i:de|het|ons|onze|the|our)\s+)?(?i:{_SPOTS})\b(?:\s+(?:[A-Z0-9]\S*|van|de|het|of|the)){{0,4}}"
_TOWARDS = r"(?:(?i:in|op|bij|te|at|via)\s+|@\s*)"
_PLACE = re.compile(rf"{_TOWARDS}?{_SPOT}")
_THEN_PLACE = re.compile(rf"\s+(?={_SPOT}\s*(?:[,;\n]|$))")
# Where day and hour stand in front: "14 april 10:00 overleg bij het mbo".
_ENDS_IN_PLACE = re.compile(rf"(?<=\S)\s+(?P<place>{_TOWARDS}{_SPOT})$")
# What stands behind day and hour and is no place.
_ABOUT = re.compile(r"(?:met|over|voor|inzake|betreft|i\.?v\.?m\.?|t\.?b\.?v\.?|with|about|for|re)\b", re.IGNORECASE)


class _Of(Enum):
    """What a part of the text says."""

    WHAT = auto()
    PLACE = auto()
    AGENDA = auto()


_LABELS = {
    _Of.WHAT: re.compile(r"(?:wat|onderwerp|titel|betreft|what|subject|title|topic)", re.IGNORECASE),
    _Of.PLACE: re.compile(r"(?:waar|plaats|locatie|plek|adres|where|place|location|venue)", re.IGNORECASE),
    _Of.AGENDA: re.compile(r"(?:agenda(?:punten)?|te bespreken|to discuss)", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a meeting."""

    what: str  # empty: it isn't said
    head: str  # the words that day and hour were read in
    when: When
    place: str  # empty: it isn't said
    agenda: tuple[str, ...]


def understand_meeting(text: str, now: datetime, lang: str) -> Told:
    """What stands behind the command: on the first lines what, when and where, on each further one something to discuss."""
    lines = [line for line in text[: 4 * READ_CHARS].splitlines() if line.strip()]
    head_lines = _head_lines(lines, now, lang)
    head = "\n".join(line.strip(" ,") for line in lines[:head_lines])
    address = _ADDRESS.search(head)
    if address:
        head = f"{head[: address.start()]} {head[address.end() :]}"
    when = read(head, now, lang)
    found = _sorted(_with_breaks(head, when), now, lang)
    places = [joined(found[_Of.PLACE]), address.group().rstrip(".,;)") if address else ""]
    return Told(
        clean(joined(found[_Of.WHAT]), WHAT_CHARS),
        head,
        _on_a_day(when),
        clean(", ".join(place for place in places if place), PLACE_CHARS),
        items_of("\n".join([*(part.text for part in found[_Of.AGENDA]), *lines[head_lines:]])),
    )


def read_one(text: str, now: datetime, lang: str, *, is_asked: bool = False) -> When:
    """As read does, of a meeting."""
    return _on_a_day(read(text, now, lang, is_asked=is_asked))


def _on_a_day(when: When) -> When:
    """A meeting is on a day, not by it or from it on."""
    if when.day is None or when.bound is Bound.ON:
        return when
    return replace(when, day=None, doubt=Doubt.VAGUE, days=(when.day,))


def read_length(text: str, now: datetime, lang: str, begins: str) -> int | None:
    """Minutes, where it was asked how long: "anderhalf uur", "90", "tot half vier". begins: "14:00". None: it says nothing of that."""
    words = text.strip()
    if words.isascii() and words.isdecimal():
        minutes = int(words) if len(words) <= len(str(MOST_MINUTES)) else 0
        return minutes if LEAST_MINUTES <= minutes <= MOST_MINUTES else None
    readings = (read(said, now, lang).minutes for said in (f"duur {words}", words, f"{begins} {words}"))
    return next((minutes for minutes in readings if minutes), None)


def items_of(text: str) -> tuple[str, ...]:
    """What is to be discussed, one a line."""
    lines = (line for line in text.splitlines() if not _AGENDA.match(line))
    return listed("\n".join(lines), ITEM_CHARS)[:MOST_ITEMS]


def _head_lines(lines: list[str], now: datetime, lang: str) -> int:
    """How many say what, when and where: up to the day, and what says nothing but an hour or a place below it."""
    count, is_dated = 1, False
    for at, line in enumerate(lines[:HEAD_LINES], 1):
        if BULLET.match(line) or _AGENDA.match(line):
            break
        when = read(line, now, lang)
        is_day = when.doubt is not Doubt.NONE_SAID
        is_labelled = ":" in line and _label(line.partition(":")[0].strip()) in (_Of.WHAT, _Of.PLACE)
        is_place = is_dated and bool(_PLACE.fullmatch(line.strip()))
        if (is_day and not is_dated) or is_labelled or is_place or (when.spans and not when.rest.strip()):
            count = at
        is_dated = is_dated or is_day
    return count


def _with_breaks(head: str, when: When) -> str:
    """With a comma where a place follows the day and the hour: "dinsdag 14:00, in lokaal 3"."""
    for _, end in sorted(when.spans, reverse=True):
        if found := _TO_PLACE.match(head, end) or _THEN_PLACE.match(head, end):
            return f"{head[:end]}, {head[found.end() :]}"
    return head


def _sorted(head: str, now: datetime, lang: str) -> dict[_Of, list[Part]]:
    """The parts of a text, by what they say; labels rule what follows them."""
    parts = divided(head, now, lang)
    each = [*parts.before, *parts.behind]
    found: dict[_Of, list[Part]] = {of: [] for of in _Of}
    label: _Of | None = None
    for at, part in enumerate(each):
        if at + 1 < len(each) and each[at + 1].mark == ": " and (named := _label(part.text)):
            label = named
        elif label is not None:
            found[label].append(part)
        elif at >= len(parts.before) and not _ABOUT.match(part.text):
            found[_Of.PLACE].append(replace(part, text=_AT.sub("", part.text, count=1)))
        elif at and _PLACE.fullmatch(part.text):
            found[_Of.PLACE].append(part)
        else:
            found[_Of.WHAT].append(part)
    is_first = any(start == 0 for start, _ in parts.when.spans)
    if (
        is_first
        and found[_Of.WHAT]
        and not found[_Of.PLACE]
        and (ending := _ENDS_IN_PLACE.search(found[_Of.WHAT][0].text))
    ):
        first, *others = found[_Of.WHAT]
        found[_Of.WHAT] = [replace(first, text=first.text[: ending.start()]), *others]
        found[_Of.PLACE] = [Part(_AT.sub("", ending["place"], count=1), ", ")]
    return found


def _label(words: str) -> _Of | None:
    """What the words behind one say; None: it is none."""
    return next((of for of, names in _LABELS.items() if names.fullmatch(words)), None)
