"""What was said last in each chat, for whichever process gets the next message: sealed, and over after ten minutes.

A process that has the records to itself has this in memory, and writes nothing here.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.records.database import Database
from bot.records.shelf import Shelf, Step, stamp

KEPT = timedelta(minutes=10)


def create(db: Database, /) -> None:
    db.execute(
        """
        create table memories (
            person text not null,       -- pseudonym
            chat text not null,         -- pseudonym
            state text not null,        -- sealed JSON
            at text not null,
            primary key (person, chat)
        )
        """
    )


class MemoryRecords(Shelf):
    """Remembers what the conversation does of a person in a chat."""

    steps = (Step("019 memories", create),)

    async def of(self, person: str, chat: str) -> str:
        """Empty where there is nothing, it is too long ago, or was sealed with another key."""
        values = [person, chat, self._stamp(KEPT)]
        row = await self._database.read(
            lambda db: db.execute(
                "select state from memories where person = ? and chat = ? and at >= ?", values
            ).fetchone()
        )
        return (self._keys.unseal(row[0]) or "") if row else ""

    async def keep(self, person: str, chat: str, state: str) -> None:
        """In place of what was before; an empty one is nothing. What is too long ago goes on the way."""
        values = [person, chat, self._keys.seal(state), self._stamp()] if state else None
        before = self._stamp(KEPT)

        def job(db: Database) -> None:
            db.execute("delete from memories where at < ? or (person = ? and chat = ?)", [before, person, chat])
            if values:
                db.execute("insert into memories (person, chat, state, at) values (?, ?, ?, ?)", values)

        await self._database.write(job)

    async def sweep(self) -> None:
        """What is too long ago goes; to be called every minute or so."""
        if self._database.is_shared:  # else there is nothing
            await self._database.write(lambda db: self.expire(db, ""))

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from memories where person = ?", [person])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from memories where at < ?", [stamp(self._clock() - KEPT)]).rowcount)
