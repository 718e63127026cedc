"""What somebody began and did not finish: one draft a person and chat, sealed, over after an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlite_utils import Database

from bot.records.people import Asker
from bot.records.shelf import Shelf, Step

KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """Something begun."""

    room: str  # prefix of the room in which it was
    body: str  # the room's own, JSON
    waits: bool  # for a text: the next that the person types is meant for it


def create(db: Database, /) -> None:
    db.execute(
        """
        create table drafts (
            person text not null,       -- pseudonym
            chat text not null,         -- pseudonym
            room text not null,
            body text not null,         -- sealed
            waits integer not null,
            at text not null,
            primary key (person, chat)
        )
        """
    )


class DraftRecords(Shelf):
    """Remembers drafts."""

    steps = (Step("003 drafts", create),)

    async def keep(self, asker: Asker, room: str, body: str, *, waits: bool) -> None:
        """In place of what the person had begun in this chat before."""
        values = [asker.person, asker.chat, room, self._keys.seal(body), waits, self._stamp()]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into drafts (person, chat, room, body, waits, at) values (?, ?, ?, ?, ?, ?) "
                    "on conflict (person, chat) do update set room = excluded.room, body = excluded.body, "
                    "waits = excluded.waits, at = excluded.at",
                    values,
                ).rowcount
            )
        )

    async def of(self, asker: Asker) -> Draft | None:
        """None: there is none, or it is over an hour old."""
        values = [asker.person, asker.chat, self._stamp(KEPT)]
        row = await self._database.read(
            lambda db: db.execute(
                "select room, body, waits from drafts where person = ? and chat = ? and at >= ?", values
            ).fetchone()
        )
        body = self._keys.unseal(row[1]) if row else None
        return None if body is None else Draft(row[0], body, bool(row[2]))

    async def own(self, asker: Asker, room: str) -> Draft | None:
        """What the person began in that room; None too where they have begun something in another since."""
        draft = await self.of(asker)
        return draft if draft and draft.room == room else None

    async def end(self, asker: Asker) -> bool:
        """Whether there was one."""
        return await self._database.write(
            lambda db: (
                db.execute("delete from drafts where person = ? and chat = ?", [asker.person, asker.chat]).rowcount == 1
            )
        )

    async def sweep(self) -> None:
        """What is over goes, unfinished words and all."""
        limit = self._stamp(KEPT)
        if await self._database.read(
            lambda db: db.execute("select 1 from drafts where at < ? limit 1", [limit]).fetchone()
        ):
            await self._database.write(lambda db: db.execute("delete from drafts where at < ?", [limit]).rowcount)

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from drafts where person = ?", [person])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from drafts where at < ?", [self._stamp(KEPT)]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("update or replace drafts set chat = ? where chat = ?", [new, old])
