"""An agreement that somebody is making or moving, or several at once: what is known, and the JSON in which it waits."""

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from enum import StrEnum

from bot.records.drafts import Draft
from bot.rooms.agreements.records import Agreed

TOKEN_BYTES = 6  # a card of before does nothing to what was begun since


class Asks(StrEnum):
    """What it waits for."""

    NOTHING = ""  # a button
    WHAT = "what"
    WHEN = "when"
    WHO = "who"


def _token() -> str:
    return secrets.token_hex(TOKEN_BYTES)


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known so far."""

    token: str = field(default_factory=_token)  # stands in the buttons of its card
    what: str = ""
    who: str = ""
    day: date | None = None
    at: time | None = None
    asks: Asks = Asks.NOTHING
    moving: int | None = None  # number of the agreement for which another day is asked; None: it is a new one
    moves: int = 0  # how often that one had been moved

    @property
    def agreed(self) -> Agreed | None:
        """None: something is missing still."""
        return Agreed(self.what, self.who, self.day, self.at) if self.what and self.day else None

    def asking(self, asks: Asks) -> "Begun":
        return replace(self, asks=asks)


@dataclass(frozen=True, slots=True)
class Line:
    """One of several agreements."""

    what: str
    who: str
    day: date | None  # None: nobody said when
    at: time | None

    @property
    def agreed(self) -> Agreed | None:
        """None: it has no day yet."""
        return Agreed(self.what, self.who, self.day, self.at) if self.day else None


@dataclass(frozen=True, slots=True)
class Lines:
    """Several agreements, before somebody says that they are right."""

    lines: tuple[Line, ...]
    token: str = field(default_factory=_token)

    @property
    def is_dated(self) -> bool:
        return all(line.day for line in self.lines)

    def dated(self, day: date) -> "Lines":
        """With that day where none was said."""
        return replace(self, lines=tuple(line if line.day else replace(line, day=day) for line in self.lines))

    def less_past(self, today: date) -> "Lines":
        """Without the days that have been: it may have been asked before midnight."""
        kept = (replace(line, day=line.day if line.day and line.day >= today else None) for line in self.lines)
        return replace(self, lines=tuple(kept))


def body_of(known: Begun | Lines) -> str:
    """What a draft keeps."""
    return json.dumps(asdict(known), default=str)


def known_of(draft: Draft) -> Begun | Lines:
    """What a draft kept."""
    known = json.loads(draft.body)
    if "lines" in known:
        lines = tuple(Line(line["what"], line["who"], _day(line["day"]), _time(line["at"])) for line in known["lines"])
        return Lines(lines, known["token"])
    return Begun(**known | {"day": _day(known["day"]), "at": _time(known["at"]), "asks": Asks(known["asks"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
