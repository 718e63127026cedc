"""Which digests were begun, of which week, for which chat."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.records.database import Database
from bot.records.shelf import Shelf, Step, unstamped


def create(db: Database, /) -> None:
    # A digest is said under the number of its row, which stays when its chat becomes another.
    db.execute(
        """
        create table digests (
            number integer primary key autoincrement,
            chat text not null,         -- pseudonym
            monday text not null,
            at text not null,
            unique (chat, monday)
        )
        """
    )


def follow(db: Database, /) -> None:
    db.execute("alter table digests add column said text")  # null: it was begun, and not said as far as is known
    db.execute("update digests set said = at")


class DigestRecords(Shelf):
    """Remembers digests."""

    steps = (Step("006 agreements", create), Step("013 digests that were said", follow))  # 006 is a part of it

    async def begin(self, chat: str, monday: date) -> int:
        """The number under which the digest of that week is said to a chat; the same each time."""
        values = [chat, monday.isoformat(), self._stamp()]

        def job(db: Database) -> int:
            db.execute(
                "insert into digests (chat, monday, at) values (?, ?, ?) on conflict (chat, monday) do nothing", values
            )
            (number,) = db.execute(
                "select number from digests where chat = ? and monday = ?", [chat, monday.isoformat()]
            ).fetchone()
            return int(number)

        return await self._database.write(job)

    async def said(self, number: int) -> None:
        """It was said; the next one looks back no further."""
        values = [self._stamp(), number]
        await self._database.write(
            lambda db: db.execute("update digests set said = ? where number = ? and said is null", values).rowcount
        )

    async def last(self, chat: str, before: date) -> datetime | None:
        """When the chat got its digest of a week before that Monday; None: it got none yet."""
        row = await self._database.read(
            lambda db: db.execute(
                "select max(said) from digests where chat = ? and monday < ?", [chat, before.isoformat()]
            ).fetchone()
        )
        return unstamped(row[0]) if row[0] else None

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from digests where chat = ?", [chat])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from digests where at < ?", [before]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        there = "select monday from digests where chat = ?"
        db.execute(f"update digests set chat = ? where chat = ? and monday not in ({there})", [new, old, new])  # noqa: S608
