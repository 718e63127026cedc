"""An agreement that somebody is making or moving, or several at once: what is known, and the JSON in which it waits."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from bot.cleaning import clean
from bot.records.drafts import Draft
from bot.records.people import Asker
from bot.rooms.agreements.records import Agreed
from bot.when.doer import is_speaker
from bot.when.moment import Moment, of_json
from bot.when.note import WHO_CHARS
from bot.when.series import off_days

TOKEN_BYTES = 6  # a card of before does nothing to what was begun since


class Asks(StrEnum):
    """What it waits for."""

    NOTHING = ""  # a button
    WHAT = "what"
    WHEN = "when"
    HOUR = "hour"
    END = "end"  # of what comes back
    WHO = "who"


def _token() -> str:
    return secrets.token_hex(TOKEN_BYTES)


@dataclass(frozen=True, slots=True)
class Line(Moment):
    """An agreement, as far as it is known."""

    what: str = ""
    who: str | None = None  # empty: nobody is named; None: that is to be asked

    @property
    def agreed(self) -> Agreed | None:
        """None: something is missing still."""
        if not self.what or self.day is None or self.unclear_hour or self.is_end_missing or self.who is None:
            return None
        rule = self.settled
        off = off_days(rule, self.day, self.off) if rule else ()
        return Agreed(self.what, self.who, self.day, self.at, rule, others=dict.fromkeys(off))


@dataclass(frozen=True, slots=True)
class Begun(Line):
    """What is known so far of one."""

    token: str = field(default_factory=_token)  # stands in the buttons of its card
    asks: Asks = Asks.NOTHING
    moving: int | None = None  # number of the agreement for which another day is asked; None: it is a new one
    moves: int = 0  # how often that one had been moved
    once: date | None = None  # which of those to come is moved, by the rule; None: the one that it is now
    changing: int | None = None  # number of the agreement that becomes this; None: it is a new one
    card_id: int | None = None  # Telegram's number of the message that shows that one; None: it isn't known
    question_id: int | None = None  # … and of the one that asks for its day, where that isn't the card

    @property
    def missing(self) -> Asks:
        """What is to be asked first."""
        is_new = self.moving is None
        wants = {
            Asks.WHAT: is_new and not self.what,
            Asks.WHEN: self.day is None,
            Asks.HOUR: bool(self.unclear_hour),
            Asks.END: is_new and self.is_end_missing,
            Asks.WHO: is_new and self.who is None,
        }
        return next((asks for asks, is_wanted in wants.items() if is_wanted), Asks.NOTHING)

    @property
    def asked_in(self) -> tuple[int, ...]:
        """The message that asks for its day; none: there is none, or it isn't known."""
        return () if self.question_id is None else (self.question_id,)

    def asking(self, asks: Asks) -> Self:
        return replace(self, asks=asks)


@dataclass(frozen=True, slots=True)
class Lines:
    """Several agreements, before somebody says that they are right."""

    lines: tuple[Line, ...]
    token: str = field(default_factory=_token)

    @property
    def missing(self) -> tuple[Asks, int | None]:
        """What is to be asked first, and of which of them; None: of all that don't say it."""
        for number, line in enumerate(self.lines):
            if line.unclear_day:
                return Asks.WHEN, number
            if line.unclear_hour:
                return Asks.HOUR, number
            if line.is_end_missing:
                return Asks.END, number
        if any(line.day is None for line in self.lines):
            return Asks.WHEN, None
        return Asks.WHO if any(line.who is None for line in self.lines) else Asks.NOTHING, None

    def with_line(self, number: int, line: Line) -> Self:
        """With another in the place of that one."""
        return replace(self, lines=(*self.lines[:number], line, *self.lines[number + 1 :]))

    def on(self, day: date) -> Self:
        """With that day where none was said."""
        return replace(self, lines=tuple(line if line.day else line.on(day) for line in self.lines))

    def by(self, who: str) -> Self:
        """With them where nobody was named."""
        return replace(self, lines=tuple(replace(line, who=who) if line.who is None else line for line in self.lines))

    def less_past(self, today: date) -> Self:
        """Without the days that have been: it may have been asked before midnight."""
        kept = (line.on(line.day if line.day and line.day >= today else None) for line in self.lines)
        return replace(self, lines=tuple(kept))


def named(who: str, asker: Asker) -> str | None:
    """Who does it, as others know them; None: that is to be asked. In a group nobody knows who "ik" is."""
    return None if not who.strip() or (asker.is_group and is_speaker(who)) else clean(who, WHO_CHARS)


def body_of(known: Begun | Lines) -> str:
    """What a draft keeps."""
    return json.dumps(asdict(known), default=str)


def known_of(draft: Draft) -> Begun | Lines:
    """What a draft kept."""
    known: Mapping[str, Any] = json.loads(draft.body)
    if "lines" in known:
        return Lines(tuple(Line(**of_json(line)) for line in known["lines"]), known["token"])
    once = date.fromisoformat(known["once"]) if known.get("once") else None
    return Begun(**of_json(known) | {"asks": Asks(known["asks"]), "once": once})
