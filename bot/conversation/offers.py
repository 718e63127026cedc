"""What rooms do for each other: one gives it to the house under a name, another takes it there; neither knows the other."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from bot.conversation.reply import Attachment, Button, Reply, Turn
from bot.records.chats import KeptChat
from bot.records.people import Asker
from index.shown import Shown
from knowledge.changes.change import Change, EditError
from knowledge.entry import Entry, Reading

T = TypeVar("T")


class MissingError(LookupError):
    """No room of this house gives it; the message names it."""


@dataclass(frozen=True, slots=True)
class Offer(Generic[T]):
    """Something that rooms give."""

    name: str


class Offers:
    """What is given in one house."""

    def __init__(self) -> None:
        self._given: dict[str, list[Any]] = {}

    def give(self, offer: Offer[T], what: T) -> None:
        self._given.setdefault(offer.name, []).append(what)

    def take(self, offer: Offer[T]) -> T:
        """What was given last; a room that needs it stands behind the one that gives it. Raises MissingError."""
        if not (given := self._given.get(offer.name)):
            raise MissingError(f"no room gives {offer.name}")
        found: T = given[-1]
        return found

    def all(self, offer: Offer[T]) -> tuple[T, ...]:
        """What every room gave, in the order of the rooms."""
        return tuple(self._given.get(offer.name, ()))


class Editing(Protocol):
    """Changes to the folder: looked at before they are made, made one at a time."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """Earliest first; the last is the one that is written to. Empty: there is none to edit."""

    async def look(self, change: Change) -> Reading:
        """What would be read if the change were made. Raises EditError."""

    async def effects(self, reading: Reading, lang: str) -> str:
        """What it would do to known questions if that were read, as HTML."""

    async def make(self, asker: Asker, change: Change, action: str, lang: str) -> Reply:
        """Make a change, and say what came of it; action: as House.note has it. Raises EditError, with nothing changed."""

    def refused(self, error: EditError, lang: str) -> Reply:
        """Why a change can't be made."""


class Agreeing(Protocol):
    """Agreements of a chat."""

    async def propose(self, asker: Asker, text: str, lang: str) -> Turn | None:
        """What was agreed, a thing a line, to be looked at and kept; None: nothing of that stands in the text."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a room has to say in the digest."""

    html: str = ""  # empty: nothing
    is_news: bool = False  # worth a digest by itself
    row: tuple[Button, ...] = ()  # under it


@dataclass(frozen=True, slots=True)
class Week:
    """What a digest is about."""

    since: datetime  # UTC; when the chat got the one before
    now: datetime  # UTC; it is Monday, or not long after


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a calendar fetches by itself."""

    data: bytes  # as RFC 5545 has it; equal where nothing has changed


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that was agreed on, for a calendar."""

    uid: str  # by which calendars know it
    what: str
    day: date
    at: time | None  # on the clocks of Amsterdam; None: any time that day
    comes_back: bool  # the day is that of the next time
    since: datetime  # UTC; agreed, or last moved


@dataclass(frozen=True, slots=True)
class RouteTable:
    """Routes in words, for a face that can show a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # a cell for each column
    warnings: tuple[str, ...]  # where routes have grown apart; HTML of messages
    note: str  # that the routes are made up; HTML, empty where they aren't
    profiles: tuple[tuple[str, str], ...]  # (code, name) of those that any route is on
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedPoint:
    """What is said of a point of the checklist; HTML of messages."""

    html: str
    verdict: str  # in a word, as plain text
    why: str  # it matters
    see: tuple[Entry, ...]  # that say more


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What is said of an agreement, or of two, for a face that can show it at once; HTML of messages."""

    head: str
    groups: tuple[tuple[str, tuple[CheckedPoint, ...]], ...]  # (what stands over them, points)
    notes: tuple[str, ...]  # to know besides
    word: Attachment | None  # the same to take along; None: nothing is there to write it with


class NotCheckedError(Exception):
    """An agreement can't be looked at; the message says why, in the language that was asked for, as plain text."""


class Checking(Protocol):
    """Looks at agreements that are sent to a page, and remembers nothing of them."""

    most_bytes: int

    @property
    def has_points(self) -> bool:
        """Whether there is anything to look for."""

    def kinds(self, lang: str) -> tuple[tuple[str, str], ...]:
        """(value, name) of what an agreement may be for."""

    async def check(
        self, sent: Sequence[tuple[bytes, str]], kind: str, lang: str, *, is_version: bool = False
    ) -> CheckedPage:
        """One, or two of which the earlier comes first: (what it holds, its name or none). Raises NotCheckedError.

        kind: one of kinds; empty: as its words tell. is_version: the second is the first, written anew.
        """


EDITING: Offer[Editing] = Offer("edits of the folder")
AGREEING: Offer[Agreeing] = Offer("agreements of a chat")
IN_DIGEST: Offer[Callable[[KeptChat, Week], Awaitable[Part]]] = Offer("a part of the digest")
# Since when an address that an entry cites has not answered; None: it does, or nobody has looked.
DEAD_SINCE: Offer[Callable[[str], datetime | None]] = Offer("addresses that don't answer")
# Told when somebody (pseudonym) is no coordinator any more.
ROLE_GONE: Offer[Callable[[str], Awaitable[None]]] = Offer("what a role had taken up")
# Told when a change was taken back: its summary.
TAKEN_BACK: Offer[Callable[[str], Awaitable[None]]] = Offer("what an edit had settled")
# What is planned, by what stands in the address of a calendar; None: there is no calendar at that address.
CALENDARS: Offer[Callable[[str], Awaitable[Calendar | None]]] = Offer("calendars to subscribe to")
# The open agreement of a chat (pseudonym) that a text speaks of, or with no text the last one; None: there is none.
LAST_NOTED: Offer[Callable[[str, str], Awaitable[Noted | None]]] = Offer("agreements for a calendar")
# Since when the last meeting to come of a chat (pseudonym) is as it is; None: there is none.
LAST_MEETING: Offer[Callable[[str], Awaitable[datetime | None]]] = Offer("meetings that were made last")
# Activities that fit into so many minutes and are for so many people, best first, in a language; None: it doesn't matter.
FITTING: Offer[Callable[[int | None, int | None, str], tuple[Entry, ...]]] = Offer("activities that fit")
# The way to have a person answer a question of somebody, in a language; empty: there is none.
HANDING: Offer[Callable[[Asker, str], tuple[Button, ...]]] = Offer("questions that are handed to a person")
# The question that stood over that way when it was shown last, once; empty: it is still to be typed.
TO_HAND: Offer[Callable[[Asker], str]] = Offer("a question to hand to a person")
# Told why an answer is no good (REASONS of acting.py) by whoever asked the question of that number; what to say to that.
WHY_WRONG: Offer[Callable[[int, str, str], Awaitable[Reply]]] = Offer("why an answer is no good")
# An entry, or the part of it that is shown, in a language, as messages to pass on.
PASSING: Offer[Callable[[Entry, Shown, str], tuple[Reply, ...]]] = Offer("texts to pass on")
CHECKING: Offer[Checking] = Offer("agreements that are looked at")
# The routes on a profile (its code) in a region (its name), in a language; empty: whichever. None: there is no overview.
ROUTES: Offer[Callable[[str, str, str], RouteTable | None]] = Offer("an overview of routes")
