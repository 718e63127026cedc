"""What could not be said to a chat that takes nothing now, sealed until it can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.records.database import Database
from bot.records.shelf import Shelf, Step, unstamped

KEPT = timedelta(days=30)
MOST = 20  # of one chat: the latest stay


@dataclass(frozen=True, slots=True)
class Held:
    """Something that is still to be said."""

    key: str  # under which it is claimed (bot.records.deliveries)
    chat: str  # pseudonym
    body: str  # whatever was handed over
    at: datetime  # UTC; when it should have been said


def create(db: Database, /) -> None:
    db.execute(
        """
        create table held (
            key text primary key,
            chat text not null,         -- pseudonym
            body text not null,         -- sealed
            at text not null
        )
        """
    )
    db.execute("create index held_by_chat on held (chat, at)")


class HeldRecords(Shelf):
    """Remembers what is still to be said."""

    steps = (Step("013 held", create),)

    chats_needed = "select chat from held"

    async def hold(self, key: str, chat: str, body: str, at: datetime | None = None) -> None:
        """at: when it should have been said; None: now."""
        values = [key, chat, self._keys.seal(body), self._stamp() if at is None else self._stamp(self._clock() - at)]

        def job(db: Database) -> None:
            db.execute(
                "insert into held (key, chat, body, at) values (?, ?, ?, ?) on conflict (key) do nothing", values
            )
            db.execute(
                "delete from held where chat = ? and key not in (select key from held where chat = ? order by at desc "
                "limit ?)",
                [chat, chat, MOST],
            )

        await self._database.write(job)

    async def sayable(self) -> tuple[Held, ...]:
        """What is held for chats that may be tried now, the oldest first."""
        now = self._stamp()
        rows = await self._database.read(
            lambda db: db.execute(
                "select key, held.chat, body, at from held join chats on chats.chat = held.chat "
                "where again is null or again <= ? order by at, key",
                [now],
            ).fetchall()
        )
        return tuple(
            Held(key, chat, body, unstamped(at))
            for key, chat, sealed, at in rows
            if (body := self._keys.unseal(sealed)) is not None
        )

    async def take(self, key: str) -> bool:
        """It is said now, and held no longer; of two processes the first alone is told so."""
        return await self._database.write(lambda db: db.execute("delete from held where key = ?", [key]).rowcount == 1)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from held where chat = ?", [chat])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from held where at < ?", [max(before, self._stamp(KEPT))]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("update held set chat = ? where chat = ?", [new, old])
