"""An agreement that somebody is making, or moving: what is known of it, and the JSON in which it waits."""

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


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known so far."""

    token: str = field(default_factory=lambda: secrets.token_hex(TOKEN_BYTES))  # stands in the buttons of its card
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


def body_of(begun: Begun) -> str:
    """What a draft keeps."""
    known = asdict(begun)
    return json.dumps({name: str(value) if isinstance(value, date | time) else value for name, value in known.items()})


def begun_of(draft: Draft) -> Begun:
    """What a draft kept."""
    known = json.loads(draft.body)
    day, at = known["day"], known["at"]
    return Begun(
        **known
        | {
            "day": date.fromisoformat(day) if day else None,
            "at": time.fromisoformat(at) if at else None,
            "asks": Asks(known["asks"]),
        }
    )
