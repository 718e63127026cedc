"""What a subject's part of the records has in common with the others': where it lies, and how it is forgotten."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from sqlite_utils import Database

from bot.records.database import DatabaseThread
from bot.records.people import Keys


class Shelf:
    """One subject's tables. SQL on them stands in its own file, `<subject>_records.py`, and nowhere else."""

    # SQL of ours: the pseudonyms of chats to which something of this subject may still have to be said.
    chats_needed: ClassVar[str] = ""

    def __init__(self, database: DatabaseThread, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._database, self._keys, self._clock = database, keys, clock

    async def load(self) -> None:
        """Read what is held in memory, once the records are open."""

    def _stamp(self, ago: timedelta = timedelta()) -> str:
        """A time as it is kept: stamps sort as the times do."""
        return stamp(self._clock() - ago)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        """Take out what is known of a person, or take their name off it; how many of what, by key of wording.

        chat: their private one; None: it isn't known. Keys are "forgot_…", with {count}.
        """
        return {}

    def expire(self, db: Database, before: str) -> int:
        """Take out what is older than that stamp; how many rows went."""
        return 0

    def moved(self, db: Database, old: str, new: str) -> None:
        """A group became a supergroup, which is another chat to Telegram: what was the old one's is the new one's."""


def stamp(at: datetime) -> str:
    """A time as it is kept."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def unstamped(text: str) -> datetime:
    """A time as it was kept, in UTC."""
    return datetime.fromisoformat(text)
