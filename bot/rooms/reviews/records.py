"""Entries of which an admin asked a coordinator whether they are still right, until the coordinator has said so."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step


@dataclass(frozen=True, slots=True)
class Request:
    """A question to a coordinator."""

    number: int
    entry: str  # id
    lang: str  # of the text that they are shown
    chat: str  # pseudonym of the chat in which it was asked
    colleague: str  # pseudonym of who was asked


def create(db: Database, /) -> None:
    db.execute(
        """
        create table review_requests (
            number integer primary key autoincrement,
            person text not null,       -- pseudonym of the admin
            chat text not null,         -- pseudonym of the chat in which it was asked
            colleague text not null,    -- pseudonym
            entry text not null,        -- id
            lang text not null,
            at text not null
        )
        """
    )


class RequestRecords(Shelf):
    """Remembers them."""

    steps = (Step("014 reviews that a coordinator is asked for", create),)

    chats_needed = "select chat from review_requests"

    async def add(self, asker: Asker, colleague: str, entry: str, lang: str) -> int:
        """Its number."""
        values = [asker.person, asker.chat, colleague, entry, lang, self._stamp()]

        def job(db: Database) -> int:
            sql = (
                "insert into review_requests (person, chat, colleague, entry, lang, at) values (?, ?, ?, ?, ?, ?) "
                "returning number"
            )
            [(number,)] = db.execute(sql, values).fetchall()
            return int(number)

        return await self._database.write(job)

    async def of(self, number: int, colleague: str) -> Request | None:
        """None: it was answered, is gone, or asks somebody else."""
        row = await self._database.read(
            lambda db: db.execute(
                "select number, entry, lang, chat, colleague from review_requests where number = ? and colleague = ?",
                [number, colleague],
            ).fetchone()
        )
        return Request(*row) if row else None

    async def end(self, number: int) -> bool:
        """False where it had ended."""
        return await self._database.write(
            lambda db: db.execute("delete from review_requests where number = ?", [number]).rowcount == 1
        )

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from review_requests where person = ? or colleague = ?", [person, person])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from review_requests where at < ?", [before]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("update review_requests set chat = ? where chat = ?", [new, old])
