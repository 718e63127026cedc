"""The text of an invitation in; what, when, where and what about out: "overleg techniek, 12 januari 14:00, mbo-locatie"."""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.cleaning import BULLET, clean, listed
from bot.rooms.invitations.records import MOST_ITEMS
from bot.when.dates import READ_CHARS, Reading, read
from bot.when.note import understand
from bot.when.times import Hours, read_hours

WHAT_CHARS = 120
PLACE_CHARS = 400  # of which an address of a video call needs most
ITEM_CHARS = 120
HEAD_LINES = 4  # in which the day and the time may stand; what follows is the agenda
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
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
    return listed("\n".join(lines), ITEM_CHARS)[:MOST_ITEMS]


def _is_dated(line: str, today: date, lang: str) -> bool:
    """Whether the day stands on that line: "12 januari 14:00"."""
    return read(line, today, lang).day is not None and not BULLET.match(line)
