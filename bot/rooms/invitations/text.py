"""The text of an invitation in; what, when, where and what about out: "overleg techniek, 12 januari 14:00, mbo-locatie"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.rooms.agreements.text import clean, understand
from bot.rooms.invitations.draft import Line
from bot.rooms.invitations.records import MOST_ITEMS
from bot.when.dates import READ_CHARS, Reading, read
from bot.when.times import Hours, read_hours

WHAT_CHARS = 120
PLACE_CHARS = 400  # of which an address of a video call needs most
ITEM_CHARS = 120
HEAD_LINES = 4  # in which the day and the time may stand; what follows is the agenda
MOST_LINES = 10  # of what is agreed at a meeting, in one message
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—•*·]+|[0-9]{1,2}[.)])\s+")
_AGENDA = re.compile(r"^\s*agenda(?:punten)?\s*:?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a meeting."""

    what: str  # empty: it isn't said
    when: Reading
    hours: Hours
    place: str  # empty: it isn't said
    agenda: tuple[str, ...]


def understand_meeting(text: str, today: date, lang: str) -> Told:
    """What stands behind the command: on the first lines what, when and where, on each further one something to discuss."""
    lines = [line for line in text[: 4 * READ_CHARS].splitlines() if line.strip()]
    head_lines = next((at for at, line in enumerate(lines[:HEAD_LINES], 1) if _is_dated(line, today, lang)), 1)
    head = ", ".join(line.strip(" ,") for line in lines[:head_lines])
    address = _ADDRESS.search(head)
    if address:
        head = f"{head[: address.start()]} {head[address.end() :]}"
    hours = read_hours(head)
    # What reads the rest knows times in figures alone.
    for number, (start, end) in sorted(enumerate(hours.spans), key=lambda one: -one[1][0]):
        figures = f"{hours.at:%H:%M}" if number == 0 and hours.at is not None else ""
        head = f"{head[:start]}{figures}{head[end:]}"
    spoken = understand(head, today, lang)
    if not hours.spans and not spoken.when.spans:  # nothing to take apart
        spoken = replace(spoken, what=head, who="")
    place = address.group().rstrip(".,;)") if address else spoken.who
    return Told(
        clean(spoken.what, WHAT_CHARS),
        spoken.when,
        hours,
        clean(place, PLACE_CHARS),
        items_of("\n".join(lines[head_lines:])),
    )


def items_of(text: str) -> tuple[str, ...]:
    """What is to be discussed, one a line."""
    lines = (line for line in text.splitlines() if not _AGENDA.match(line))
    items = (clean(_BULLET.sub("", line), ITEM_CHARS) for line in lines)
    return tuple(dict.fromkeys(item for item in items if item))[:MOST_ITEMS]


def lines_of(text: str, today: date, lang: str) -> tuple[Line, ...]:
    """What was agreed, one a line."""
    return tuple(_line(item, today, lang) for item in items_of(text)[:MOST_LINES])


def _line(text: str, today: date, lang: str) -> Line:
    spoken = understand(text, today, lang)
    what = spoken.what or clean(text, WHAT_CHARS)
    return Line(what, spoken.who, spoken.when.day if spoken.when.doubt is None else None, spoken.when.at)


def _is_dated(line: str, today: date, lang: str) -> bool:
    """Whether the day stands on that line: "12 januari 14:00"."""
    return read(line, today, lang).day is not None and not _BULLET.match(line)


def merged_lines(lines: Sequence[Line], day: date) -> tuple[Line, ...]:
    """With that day where none was said."""
    return tuple(line if line.day else Line(line.what, line.who, day, line.at) for line in lines)
