"""What the bot said by itself: each thing claimed under a key before it is sent, so that it is said once."""

from collections.abc import Mapping, Set
from datetime import timedelta
from enum import StrEnum

from bot.records.database import Database
from bot.records.shelf import Shelf, Step, stamp

KEPT = timedelta(days=400)  # longer than anything is due for


class Delivery(StrEnum):
    """What came of something that was to be said."""

    SENT = "sent"
    ALREADY = "already"  # it was said before, or is being said by another process
    GONE = "gone"  # there is no such chat, or none that is known
    AWAY = "away"  # the chat doesn't take it now: to be tried again when it does, or held until then where that was asked for
    LATER = "later"  # Telegram can't be reached, or the bot is stopping: to be tried again
    REFUSED = "refused"  # Telegram takes other things there, and not this, however often: it is given up


def create(db: Database, /) -> None:
    db.execute("create table deliveries (key text primary key, at text not null)")
    db.execute("create index deliveries_by_time on deliveries (at)")


def carry(db: Database, /) -> None:
    """What was said as the database knows that is attached as "before" is taken for said here, too."""
    db.execute(
        "insert into deliveries (key, at) select key, at from before.deliveries where true on conflict do nothing"
    )


class DeliveryRecords(Shelf):
    """Remembers what was said."""

    steps = (Step("004 deliveries", create),)

    async def claim(self, key: str) -> bool:
        """Whether it is still to be said: of two processes, and of two lives of one, the first alone is told so."""
        values = [key, self._stamp()]
        return await self._database.write(
            lambda db: (
                db.execute(
                    "insert into deliveries (key, at) values (?, ?) on conflict (key) do nothing", values
                ).rowcount
                == 1
            )
        )

    async def release(self, key: str) -> None:
        """It was certainly not said, and may be tried again."""
        await self._database.write(lambda db: db.execute("delete from deliveries where key = ?", [key]).rowcount)

    async def is_claimed(self, key: str) -> bool:
        """Whether it was said, or is being said."""
        row = await self._database.read(
            lambda db: db.execute("select 1 from deliveries where key = ?", [key]).fetchone()
        )
        return row is not None

    def known(self) -> "Known":
        """For whoever asks for the same keys every few seconds."""
        return Known(self)

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        # Keys that end in a chat are of what each chat is told by itself; nothing more is due to one that is forgotten.
        db.execute("delete from deliveries where key like ?", [f"%:{chat}"])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from deliveries where at < ?", [stamp(self._clock() - KEPT)]).rowcount)


class Known:
    """Keys that were claimed, held in memory for as long as what they are of is due."""

    def __init__(self, deliveries: DeliveryRecords) -> None:
        self._deliveries = deliveries
        self._keys: set[str] = set()

    async def has(self, key: str) -> bool:
        """Whether it was said, or is being said."""
        if key not in self._keys and await self._deliveries.is_claimed(key):
            self._keys.add(key)
        return key in self._keys

    def add(self, key: str) -> None:
        """It was said."""
        self._keys.add(key)

    def keep(self, due: Set[str]) -> None:
        """Of what is due no more, the records alone know."""
        self._keys &= due
