"""Who comes, by name: first names that people let a chat see, and guests they bring; sealed, and erased with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step, stamp
from bot.rooms.invitations.records import Vote

MOST_GUESTS = 10  # that one person brings to a meeting


@dataclass(frozen=True, slots=True)
class Coming:
    """What is known of who comes to a meeting."""

    votes: Mapping[str, Vote]  # by pseudonym, in the order in which they answered
    names: Mapping[str, str]  # of those who let this chat see theirs, by pseudonym
    silent: tuple[str, ...]  # pseudonyms of those who answered in this chat before, and not to this one
    guests: tuple[tuple[str, str], ...]  # (pseudonym of who brings them, name)


def create(db: Database, /) -> None:
    db.execute(
        """
        create table first_names (
            chat text not null,         -- pseudonym
            person text not null,       -- pseudonym
            name text,                  -- sealed; null: it isn't to be shown, or nothing was said of that
            used text not null,         -- when this person last answered there
            primary key (chat, person)
        )
        """
    )
    db.execute("create index first_names_by_person on first_names (person)")
    db.execute(
        """
        create table guests (
            number integer primary key autoincrement,
            meeting integer not null,
            person text not null,       -- pseudonym of who brings them
            name text not null,         -- sealed
            ends text not null          -- the meeting's
        )
        """
    )
    db.execute("create index guests_by_meeting on guests (meeting)")
    db.execute("create index guests_by_person on guests (person)")


class ComingRecords(Shelf):
    """Remembers names."""

    steps = (Step("014 first names and guests", create),)

    async def is_first(self, asker: Asker) -> bool:
        """Whether this person answers in this chat for the first time: once they are asked for their name."""
        values = [asker.chat, asker.person, self._stamp()]

        def job(db: Database) -> bool:
            is_known = db.execute("select 1 from first_names where chat = ? and person = ?", values[:2]).fetchone()
            db.execute(
                "insert into first_names (chat, person, used) values (?, ?, ?) "
                "on conflict (chat, person) do update set used = excluded.used",
                values,
            )
            return is_known is None

        return await self._database.write(job)

    async def show(self, asker: Asker, name: str) -> None:
        """Let this chat see that name; empty: none."""
        values = [asker.chat, asker.person, self._keys.seal(name) if name else None, self._stamp()]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into first_names (chat, person, name, used) values (?, ?, ?, ?) "
                    "on conflict (chat, person) do update set name = excluded.name",
                    values,
                ).rowcount
            )
        )

    async def bring(self, asker: Asker, meeting: int, name: str, ends: datetime) -> bool:
        """False where somebody brings too many. ends: the meeting, after which guests are forgotten with it."""
        values = [meeting, asker.person]

        def job(db: Database) -> bool:
            (count,) = db.execute("select count(*) from guests where meeting = ? and person = ?", values).fetchone()
            if count < MOST_GUESTS:
                sealed = self._keys.seal(name)
                sql = "insert into guests (meeting, person, name, ends) values (?, ?, ?, ?)"
                db.execute(sql, [*values, sealed, stamp(ends)])
            return bool(count < MOST_GUESTS)

        return await self._database.write(job)

    async def unbring(self, asker: Asker, meeting: int, name: str) -> bool:
        """A guest doesn't come after all; False where this person brings none of that name."""
        values = [meeting, asker.person]

        def job(db: Database) -> bool:
            for number, sealed in db.execute(
                "select number, name from guests where meeting = ? and person = ?", values
            ).fetchall():
                if (self._keys.unseal(sealed) or "").casefold() == name.casefold():
                    db.execute("delete from guests where number = ?", [number])
                    return True
            return False

        return await self._database.write(job)

    async def of(self, meeting: int, chat: str, votes: Mapping[str, Vote]) -> Coming:
        """Of a meeting of that chat. votes: as InvitationRecords has them."""

        def job(db: Database) -> Coming:
            known = db.execute("select person, name from first_names where chat = ? order by rowid", [chat]).fetchall()
            guests = db.execute(
                "select person, name from guests where meeting = ? order by number", [meeting]
            ).fetchall()
            names = {person: name for person, sealed in known if sealed and (name := self._keys.unseal(sealed))}
            return Coming(
                votes,
                names,
                tuple(person for person, _ in known if person not in votes),
                tuple((person, name) for person, sealed in guests if (name := self._keys.unseal(sealed))),
            )

        return await self._database.read(job)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        names = db.execute("delete from first_names where person = ? and name is not null", [person]).rowcount
        db.execute("delete from first_names where person = ?", [person])
        guests = db.execute("delete from guests where person = ?", [person]).rowcount
        return {key: count for key, count in (("forgot_first_names", names), ("forgot_guests", guests)) if count}

    def expire(self, db: Database, before: str) -> int:
        gone = int(db.execute("delete from guests where ends < ?", [before]).rowcount)
        return gone + int(db.execute("delete from first_names where used < ?", [before]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        there = "select person from first_names where chat = ?"
        db.execute(f"update first_names set chat = ? where chat = ? and person not in ({there})", [new, old, new])  # noqa: S608
        db.execute("delete from first_names where chat = ?", [old])
