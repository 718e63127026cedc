"""A meeting that somebody is making or changing: what is known of it, and the JSON in which it waits."""

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Self

from bot.records.drafts import Draft
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.options import Option
from bot.rooms.invitations.poll_records import Proposal
from bot.rooms.invitations.records import Invitation
from bot.when.clock import AMSTERDAM
from bot.when.moment import Moment, of_json
from bot.when.reading import MOST_CHOICES
from bot.when.series import off_days

ANY_END = "?"  # words that say nothing of it
TOKEN_BYTES = 6  # a card of before does nothing to what was begun since


class Asks(StrEnum):
    """What it waits for, in the order in which it is asked."""

    WHAT = "what"
    DAY = "day"
    TIME = "time"
    END = "end"  # of what comes back
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
    days: int = 0  # how many whole days it takes; 0: it goes by the clock
    options: tuple[Option, ...] = ()  # days to choose from; none: there is one day
    left_out: int = 0  # how many more days were named than there are to choose from
    changing: int | None = None  # number of the meeting that is to be changed; None: it is a new one
    sequence: int = 0  # which version of it
    once: date | None = None  # which of those to come is changed, by the rule; None: the next one
    question_id: int | None = None  # Telegram's number of the message that asks, where that is apart from the card

    @property
    def missing(self) -> Asks:
        """What is to be asked first."""
        known = {
            Asks.WHAT: self.what or None,
            Asks.DAY: self.options or self.day,
            Asks.TIME: self.starts or None if self.options else self.begins,
            Asks.END: None if self.changing is None and self.is_end_missing else (),
            Asks.LENGTH: self.days or self.minutes,
            Asks.PLACE: self.place,
            Asks.AGENDA: () if self.options else self.agenda,  # a day comes first
        }
        return next((asks for asks, value in known.items() if value is None), Asks.NOTHING)

    @property
    def asked_in(self) -> tuple[int, ...]:
        """The message that asks; none: it is the card, or isn't known."""
        return () if self.question_id is None else (self.question_id,)

    @property
    def begins(self) -> time | None:
        """On the clock there; None: it is missing."""
        return time() if self.days else self.at

    @property
    def start(self) -> datetime | None:
        """None: the day or the time is missing."""
        at = self.begins
        return datetime.combine(self.day, at, AMSTERDAM) if self.day and at is not None else None

    def of_days(self, days: int) -> "Begun":
        """It takes so many whole days; 0: it goes by the clock."""
        return replace(self, days=days, at=None if days else self.at, unclear_hour="" if days else self.unclear_hour)

    def choosing(self, options: tuple[Option, ...], more: int = 0) -> Self:
        """One of some days is to be chosen, as many as a card has room for; more: how many were left out before."""
        left_out = max(0, len(options) - MOST_CHOICES) + more
        return replace(self.on(None), options=options[:MOST_CHOICES], left_out=left_out)

    @property
    def starts(self) -> tuple[datetime, ...]:
        """Of each of the days to choose from, earliest first; none: an hour is missing."""
        hours = [(day, at if at is not None else self.at) for day, at in self.options]
        known = [datetime.combine(day, at, AMSTERDAM) for day, at in hours if at is not None]
        return tuple(sorted(set(known))) if len(known) == len(hours) else ()

    @property
    def proposal(self) -> Proposal | None:
        """What a day is looked for; None: something is missing still, or there is one day."""
        if not self.options or self.minutes is None or self.missing is not Asks.NOTHING:
            return None
        return Proposal(self.what, self.place or "", self.minutes, self.starts)

    @property
    def meeting(self) -> Meeting | None:
        """None: something is missing still, or the day is to be chosen."""
        start = self.start
        if self.options or start is None or self.missing is not Asks.NOTHING:
            return None
        minutes = 0 if self.days else self.minutes or 0
        rule = self.rule if self.changing is not None else self.settled
        off = off_days(rule, self.day, self.off) if rule and self.day else ()
        return Meeting(self.what, start, minutes, self.place or "", self.agenda or (), rule, off, self.days)

    def without(self, *asks: Asks) -> "Begun":
        """With that to be asked again."""
        empty: dict[Asks, dict[str, object]] = {
            Asks.WHAT: {"what": ""},
            Asks.DAY: {"day": None, "unclear_day": "", "options": ()},  # a day that is told then is that one alone
            Asks.END: {"unclear_end": ANY_END},
            Asks.TIME: {"at": None, "unclear_hour": "", "days": 0},
            Asks.LENGTH: {"minutes": None, "days": 0},
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
        at=None if meeting.days else start.time(),
        minutes=None if meeting.days else meeting.minutes,
        days=meeting.days,
        place=meeting.place,
        agenda=meeting.agenda,
        changing=invitation.number,
        sequence=invitation.sequence,
        rule=meeting.rule,
        off=meeting.off,
    )


def body_of(begun: Begun) -> str:
    """What a draft keeps."""
    return json.dumps(asdict(begun), default=str)


def begun_of(draft: Draft) -> Begun:
    """What a draft kept."""
    known = of_json(json.loads(draft.body))
    agenda = None if known["agenda"] is None else tuple(known["agenda"])
    options = tuple(
        (date.fromisoformat(day), time.fromisoformat(at) if at else None) for day, at in known.get("options", ())
    )
    once = date.fromisoformat(known["once"]) if known.get("once") else None
    return Begun(**known | {"agenda": agenda, "asks": Asks(known["asks"]), "options": options, "once": once})
