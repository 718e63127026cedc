"""A file of notes with what is meant by each in; what the reader of days and hours makes of them, counted, out.

A line of a file is: language, note, what is meant and, if it matters, what is left of the note, with tabs between.
"# now 2026-03-11T10:00" says when the lines behind it are read. Meant is one of

- `2026-03-17`, `2026-03-17 14:00`, `2026-03-17 14:00+90` (for 90 minutes), `2026-03-17 +60`, `2026-03-17 afternoon` (a part of the day),
  `2026-03-17 ?` (an hour that has to be asked), `2026-03-17 whole`, `2026-04-13..2026-04-17` (days running)
- `ask`, with days that have to be offered, or `repeat` and how
- `none`: no day is named; an hour may be

and ` // ` stands between meanings that are both right.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.when.meaning import Doubt, HourDoubt, When
from bot.when.reading import read

FOLDER = Path(__file__).parent
ZONE = ZoneInfo("Europe/Amsterdam")
PARTS = {"morning", "noon", "afternoon", "evening"}


class Outcome(StrEnum):
    """What came of a note."""

    RIGHT = "right"
    ASKED = "asked, rightly"
    NEEDLESS = "asked without need"
    NO_HOUR = "an hour not taken"
    LEFT = "something of the date left in the text, or too much taken out"
    WRONG_HOUR = "silently wrong hour"
    WRONG_DAY = "silently wrong day"


FINE = (Outcome.RIGHT, Outcome.ASKED)


@dataclass(frozen=True, slots=True)
class Note:
    """A note, and what is meant by it."""

    where: str  # file and line
    now: datetime
    lang: str
    text: str
    meant: str
    left: str | None  # None: not said


def notes_of(path: Path) -> Iterator[Note]:
    """All of a file."""
    now = datetime(2026, 3, 11, 10, tzinfo=ZONE)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("# now "):
            now = datetime.fromisoformat(line.removeprefix("# now ")).replace(tzinfo=ZONE)
        elif line and not line.startswith("#"):
            lang, text, meant, left, *_ = [*line.split("\t"), "", ""]
            yield Note(f"{path.name}:{number}", now, lang, text, meant, left or None)


def outcome(note: Note) -> Outcome:
    """Of the best of its meanings."""
    when = read(note.text, note.now, note.lang)
    found = min((_outcome(when, meant) for meant in note.meant.split(" // ")), key=list(Outcome).index)
    is_left_wrong = note.left is not None and " ".join(when.rest.split()) != note.left
    return Outcome.LEFT if found in FINE and is_left_wrong else found


def _outcome(when: When, meant: str) -> Outcome:
    first, *more = meant.split()
    if first == "ask":
        return _asked(when, more)
    if first == "none":
        if when.day is not None:
            return Outcome.WRONG_DAY
        hour = _hour(when, more)
        # No day is asked for in any case; a doubt about one that isn't there is asked without need.
        return Outcome.NEEDLESS if hour is Outcome.RIGHT and when.doubt is not Doubt.NONE_SAID else hour
    if ".." in first:
        days = tuple(date.fromisoformat(day) for day in first.split(".."))
        is_right = when.doubt is Doubt.RUNNING and (when.days[0], when.days[-1]) == days
        return Outcome.RIGHT if is_right else Outcome.WRONG_DAY if when.day else Outcome.NEEDLESS
    if when.day is None:
        return Outcome.NEEDLESS
    if when.day != date.fromisoformat(first):
        return Outcome.WRONG_DAY
    return _hour(when, more)


def _asked(when: When, more: list[str]) -> Outcome:
    if when.day is not None and when.doubt is None and when.hour_doubt is None:
        return Outcome.WRONG_DAY
    repeats = next((word for word in more if word.startswith("FREQ")), None)
    if "repeat" in more and (when.doubt is not Doubt.REPEATS or (repeats and when.repeats != repeats)):
        return Outcome.NEEDLESS  # asked, but not that
    offered = {date.fromisoformat(word) for word in more if word[0].isdigit() and "-" in word}
    if not offered <= set(when.days):
        return Outcome.NEEDLESS
    clock = [word for word in more if ":" in word]
    return Outcome.ASKED if not clock or _hour(when, clock) is Outcome.RIGHT else Outcome.NO_HOUR


def _hour(when: When, more: list[str]) -> Outcome:
    said = more[0] if more else ""
    if said == "?":
        return Outcome.WRONG_HOUR if when.at else Outcome.ASKED if when.hour_doubt else Outcome.NO_HOUR
    if said in PARTS:
        is_right = when.part == said and when.hour_doubt in (HourDoubt.PART, HourDoubt.PAST)
        return Outcome.WRONG_HOUR if when.at else Outcome.RIGHT if is_right else Outcome.NO_HOUR
    if said == "whole":
        return Outcome.WRONG_HOUR if when.at else Outcome.RIGHT if when.is_whole_day else Outcome.NO_HOUR
    clock, _, lasts = said.partition("+")
    at, minutes = time.fromisoformat(clock) if clock else None, int(lasts) if lasts else None
    if when.at is not None and (when.at != at or (when.minutes or minutes) != minutes):
        return Outcome.WRONG_HOUR
    if when.hour_doubt:
        return Outcome.NEEDLESS
    return Outcome.RIGHT if (when.at, when.minutes) == (at, minutes) else Outcome.NO_HOUR if at else Outcome.WRONG_HOUR


def score(path: Path) -> Counter[Outcome]:
    """How often each outcome came of a file."""
    return Counter(outcome(note) for note in notes_of(path))
