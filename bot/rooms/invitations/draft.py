"""A meeting that somebody is making or changing: what is known of it, and the JSON in which it waits."""

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.records.drafts import Draft
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.records import Invitation
from bot.when.clock import AMSTERDAM
from bot.when.moment import Moment, of_json

TOKEN_BYTES = 6  # a card of before does nothing to what was begun since


class Asks(StrEnum):
    """What it waits for, in the order in which it is asked."""

    WHAT = "what"
    DAY = "day"
    TIME = "time"
    LENGTH = "long"
    PLACE = "place"
    AGENDA = "agenda"
    NOTHING = ""  # a button


def _token() -> str:
    return secrets.token_hex(TOKEN_BYTES)


@dataclass(frozen=True, slots=True)
class Begun(Moment):
    """What is known so far; None: it wasn't said yet."""

    token: str = field(default_factory=_token)  # stands in the buttons of its card
    what: str = ""
    minutes: int | None = None
    place: str | None = None  # empty: nobody knows yet
    agenda: tuple[str, ...] | None = None
    asks: Asks = Asks.NOTHING
    changing: int | None = None  # number of the meeting that is to be changed; None: it is a new one
    sequence: int = 0  # which version of it
    question_id: int | None = None  # Telegram's number of the message that asks, where that is apart from the card

    @property
    def missing(self) -> Asks:
        """What is to be asked first."""
        known = {
            Asks.WHAT: self.what or None,
            Asks.DAY: self.day,
            Asks.TIME: self.at,
            Asks.LENGTH: self.minutes,
            Asks.PLACE: self.place,
            Asks.AGENDA: self.agenda,
        }
        return next((asks for asks, value in known.items() if value is None), Asks.NOTHING)

    @property
    def start(self) -> datetime | None:
        """None: the day or the time is missing."""
        return datetime.combine(self.day, self.at, AMSTERDAM) if self.day and self.at is not None else None

    @property
    def meeting(self) -> Meeting | None:
        """None: something is missing still."""
        start = self.start
        if start is None or self.minutes is None or self.missing is not Asks.NOTHING:
            return None
        return Meeting(self.what, start, self.minutes, self.place or "", self.agenda or (), self.rule)

    def without(self, *asks: Asks) -> "Begun":
        """With that to be asked again."""
        empty: dict[Asks, dict[str, object]] = {
            Asks.WHAT: {"what": ""},
            Asks.DAY: {"day": None, "unclear_day": ""},  # a day that is told then is that one alone
            Asks.TIME: {"at": None, "unclear_hour": ""},
            Asks.LENGTH: {"minutes": None},
            Asks.PLACE: {"place": None},
            Asks.AGENDA: {"agenda": None},
            Asks.NOTHING: {},
        }
        values: dict[str, object] = {}
        for one in asks:
            values |= empty[one]
        return replace(self, **values)  # type: ignore[arg-type]


def begun_from(invitation: Invitation) -> Begun:
    """To change a meeting."""
    meeting = invitation.meeting
    start = meeting.start.astimezone(AMSTERDAM)
    return Begun(
        what=meeting.what,
        day=start.date(),
        at=start.time(),
        minutes=meeting.minutes,
        place=meeting.place,
        agenda=meeting.agenda,
        changing=invitation.number,
        sequence=invitation.sequence,
        rule=meeting.rule,
    )


def body_of(begun: Begun) -> str:
    """What a draft keeps."""
    return json.dumps(asdict(begun), default=str)


def begun_of(draft: Draft) -> Begun:
    """What a draft kept."""
    known = of_json(json.loads(draft.body))
    agenda = None if known["agenda"] is None else tuple(known["agenda"])
    return Begun(**known | {"agenda": agenda, "asks": Asks(known["asks"])})
