"""What is remembered, and how it is forgotten: questions, languages, and updates not answered yet; the only SQL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bot.people import Keys
from index.answer import Outcome


class RecordsError(Exception):
    """Records can't be opened, read or written; the message names the file and says what to do."""


class Where(StrEnum):
    """Where a question was asked."""

    PRIVATE = "private"
    GROUP = "group"
    INLINE = "inline"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Noted:
    """A question and what came of it, as it is remembered."""

    person: str  # pseudonym
    chat: str  # pseudonym
    lang: str  # of the answer
    outcome: Outcome
    entry: str | None  # id of the first hit; None: there was none
    confidence: float  # that it answers the question
    off_topic: bool
    took_ms: float
    where: Where
    words: str | None  # sealed before they are kept; None where it was answered outright


@dataclass(frozen=True, slots=True)
class Replied:
    """The answer to a message."""

    number: int  # of the question
    reply_ids: tuple[int, ...]  # Telegram's numbers of the messages that answered, in order


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question for the admins to look at: not answered outright, or answered badly."""

    words: str
    lang: str
    outcome: Outcome
    off_topic: bool
    is_good: bool | None  # the asker's verdict; None: not given
    chosen: str | None  # id of the entry that the asker picked from the options; None: none
    at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it is written down until it has been answered."""

    update_id: int
    body: str  # JSON, as Telegram sent it
    person: str = ""  # pseudonym; empty: it comes from nobody, as a poll
    chat: str = ""  # pseudonym; empty: it belongs to no chat, as an inline query


class Records:
    """Remembers. Each method returns when what it wrote is on disk, and may raise RecordsError."""

    def __init__(self, path: Path | str, keys: Keys) -> None:
        """path: a file, or ":memory:"."""
        raise NotImplementedError

    async def open(self) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError

    async def asked(self, noted: Noted) -> int:
        """The number of the question from now on."""
        raise NotImplementedError

    async def replied(self, number: int, message_id: int, reply_ids: Sequence[int]) -> None:
        """The question was that message, and these messages answered it."""
        raise NotImplementedError

    async def reply_to(self, chat: str, message_id: int) -> Replied | None:
        """The answer to a message; None where it was no question, or is forgotten."""
        raise NotImplementedError

    async def again(self, number: int, noted: Noted) -> None:
        """The question was edited: what came of it is replaced, a verdict on the old answer goes."""
        raise NotImplementedError

    async def chose(self, number: int, person: str, entry: str | None) -> bool:
        """An option was picked; None: none of these. False where the question is unknown or somebody else's."""
        raise NotImplementedError

    async def judged(self, number: int, person: str, *, is_good: bool, words: str | None) -> bool:
        """👍 or 👎, the last one counts; False where the question is unknown or somebody else's.

        words: of the question, if still known; kept, sealed, with 👎 only.
        """
        raise NotImplementedError

    async def language(self, person: str) -> str | None:
        """The language that the person chose; None: none yet."""
        raise NotImplementedError

    async def speak(self, person: str, lang: str) -> None:
        """The person chose a language."""
        raise NotImplementedError

    async def kept_of(self, person: str) -> int:
        """How many rows are about a person; the update that is being handled is not counted."""
        raise NotImplementedError

    async def forget(self, person: str, chat: str | None) -> int:
        """Everything about a person goes, from the disk too; how many rows went. chat: the private one.

        The update that is being handled goes when it is crossed off.
        """
        raise NotImplementedError

    async def expire(self, older_than_days: int) -> int:
        """What is older goes; how many rows went. To be called daily."""
        raise NotImplementedError

    async def most_asked(self, limit: int, days: int = 30) -> tuple[str, ...]:
        """Ids of the entries that answered most people, most first."""
        raise NotImplementedError

    async def unanswered(self, limit: int) -> tuple[Unanswered, ...]:
        """Newest first."""
        raise NotImplementedError

    async def is_writable(self) -> bool:
        """Whether a small write gets through."""
        raise NotImplementedError

    async def write_down(self, updates: Sequence[Arrived], owner: str) -> frozenset[int]:
        """Keep updates until they are crossed off; the ids of those that are new, in whichever process."""
        raise NotImplementedError

    async def cross_off(self, update_id: int) -> None:
        """The update is answered: its body goes, its id stays, so that it isn't answered again."""
        raise NotImplementedError

    async def take_over(self, owner: str, is_alive: Callable[[str], bool]) -> tuple[str, ...]:
        """Bodies of the updates that dead owners left, by id; they are owner's now."""
        raise NotImplementedError

    async def waiting(self) -> int:
        """How many updates are written down and not crossed off."""
        raise NotImplementedError
