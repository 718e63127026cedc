"""What a subject's part of the records has in common with the others': where it lies, and how it is forgotten."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeVar

from bot.records.database import Database, Engine, RecordsError
from bot.records.people import Keys

logger = logging.getLogger(__name__)

T = TypeVar("T")

HELD = "held"  # on which is told that what is held in memory has changed
ROWS = "rows"  # key of what `forget` took out that nobody is told of by itself


@dataclass(frozen=True, slots=True)
class Step:
    """What brings a database up to date, once."""

    name: str  # "006 agreements": they are taken in the order of their names; never changed once released, nor is the step
    take: Callable[[Database], None]


class Shelf:
    """One subject's tables. SQL on them stands in its own file and nowhere else."""

    steps: ClassVar[tuple[Step, ...]] = ()  # where several shelves bring one of the same name, each brings a part of it
    # SQL of ours: the pseudonyms of chats to which something of this subject may still have to be said.
    chats_needed: ClassVar[str] = ""

    def __init__(self, database: Engine, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._database, self._keys, self._clock = database, keys, clock

    async def load(self) -> None:
        """Read what is held in memory, once the records are open, and whenever another process has changed it."""

    async def _write_held(self, job: Callable[[Any], T]) -> T:
        """What a job returns that changes what `load` reads: here that is read anew, and every other process is told to."""

        def telling(db: Database) -> T:
            found = job(db)
            self._database.tell(db, HELD)
            return found

        found = await self._database.write(telling)
        await self.load()
        return found

    def _stamp(self, ago: timedelta = timedelta()) -> str:
        """A time as it is kept: stamps sort as the times do."""
        return stamp(self._clock() - ago)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        """Take out what is known of a person, or take their name off it; how many of what.

        chat: their private one; None: it isn't known. Keys are ROWS, or of wording: "forgot_…", with {count}.
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


async def scrub(database: Engine, *, rebuild: bool) -> None:
    """No bytes stay of what was deleted; where that can't be done now, the next clean-up does it."""
    try:
        await database.scrub(rebuild=rebuild)
    except RecordsError as error:
        logger.error("what was deleted is not off the disk yet, the next daily clean-up tries again: %s", error)
