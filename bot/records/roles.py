"""Who is a coordinator, and who was invited to be one."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.records.database import Database
from bot.records.people import Asker, Role
from bot.records.shelf import Shelf, Step, stamp, unstamped

VALID = timedelta(days=7)  # an invitation
TOKEN_BYTES = 16  # 22 characters in a link: nobody guesses one
_COORDINATOR = "number, label, since, person, chat"


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Somebody with that role."""

    number: int
    label: str  # what the admin called them; empty: nothing
    since: datetime  # UTC
    person: str  # pseudonym
    chat: str  # pseudonym of the chat with the bot alone


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that makes whoever opens it first a coordinator."""

    number: int
    label: str
    until: datetime  # UTC


def create(db: Database, /) -> None:
    db.execute(
        """
        create table coordinators (
            number integer primary key autoincrement,
            person text not null unique,    -- pseudonym
            chat text not null,             -- pseudonym
            label text not null,            -- sealed
            since text not null
        )
        """
    )
    db.execute(
        """
        create table invitations (
            number integer primary key autoincrement,
            token text not null unique,     -- hash: who reads the records can't use it
            label text not null,            -- sealed
            until text not null
        )
        """
    )


class RoleRecords(Shelf):
    """Remembers coordinators and invitations. Roles are looked up in memory, since every message asks."""

    steps = (Step("007 roles and actions", create),)

    chats_needed = "select chat from coordinators"

    _roles: Mapping[str, Role] = {}  # by pseudonym

    async def load(self) -> None:
        rows = await self._database.read(lambda db: db.execute("select person from coordinators").fetchall())
        self._roles = {person: Role.COORDINATOR for (person,) in rows}

    def role_of(self, person: str) -> Role:
        """The role of somebody who is no admin."""
        return self._roles.get(person, Role.ASKER)

    @property
    def is_any(self) -> bool:
        """Whether there is a coordinator."""
        return bool(self._roles)

    async def coordinators(self) -> tuple[Coordinator, ...]:
        """The longest first; the label is empty where it was sealed with another key."""
        rows = await self._database.read(
            lambda db: db.execute(f"select {_COORDINATOR} from coordinators order by number").fetchall()  # noqa: S608
        )
        return tuple(self._coordinator(row) for row in rows)

    async def chats(self) -> Sequence[str]:
        """Pseudonyms of the chats that coordinators have with the bot alone."""
        return [one.chat for one in await self.coordinators()]

    # --- invitations

    async def invite(self, label: str) -> tuple[str, datetime]:
        """(token of a new invitation, until when it can be used)."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        until = self._clock() + VALID
        values = [_hash(token), self._keys.seal(label), stamp(until)]
        await self._database.write(
            lambda db: db.execute("insert into invitations (token, label, until) values (?, ?, ?)", values).rowcount
        )
        return token, until

    async def invitations(self) -> tuple[Invitation, ...]:
        """Those that nobody has used yet."""
        now = self._stamp()
        rows = await self._database.read(
            lambda db: db.execute(
                "select number, label, until from invitations where until > ? order by number", [now]
            ).fetchall()
        )
        return tuple(self._invitation(row) for row in rows)

    async def invitation(self, token: str) -> Invitation | None:
        """None: it was used, taken back, is over, or never was."""
        values = [_hash(token), self._stamp()]
        row = await self._database.read(
            lambda db: db.execute(
                "select number, label, until from invitations where token = ? and until > ?", values
            ).fetchone()
        )
        return self._invitation(row) if row else None

    async def withdraw(self, number: int) -> Invitation | None:
        """The invitation that nobody can use any more; None: there was no such."""

        def job(db: Database) -> tuple[int, str, str] | None:
            rows: list[tuple[int, str, str]] = db.execute(
                "delete from invitations where number = ? returning number, label, until", [number]
            ).fetchall()
            return rows[0] if rows else None

        row = await self._database.write(job)
        return self._invitation(row) if row else None

    async def accept(self, token: str, asker: Asker) -> Invitation | None:
        """Make somebody a coordinator; of two at once the first alone. None: as `invitation`."""
        values = [_hash(token), self._stamp()]

        def job(db: Database) -> tuple[int, str, str] | None:
            rows: list[tuple[int, str, str]] = db.execute(
                "delete from invitations where token = ? and until > ? returning number, label, until", values
            ).fetchall()
            if not rows:
                return None
            db.execute(
                "insert into coordinators (person, chat, label, since) values (?, ?, ?, ?) on conflict (person) "
                "do update set chat = excluded.chat, label = excluded.label",
                [asker.person, asker.chat, rows[0][1], self._stamp()],
            )
            return rows[0]

        row = await self._write_held(job)
        return self._invitation(row) if row else None

    async def take_back(self, number: int) -> Coordinator | None:
        """The coordinator who is none any more; None: there was no such."""

        def job(db: Database) -> tuple[int, str, str, str, str] | None:
            rows: list[tuple[int, str, str, str, str]] = db.execute(
                f"delete from coordinators where number = ? returning {_COORDINATOR}",  # noqa: S608, no value in it
                [number],
            ).fetchall()
            return rows[0] if rows else None

        row = await self._write_held(job)
        return self._coordinator(row) if row else None

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        gone = int(db.execute("delete from coordinators where person = ?", [person]).rowcount)
        self._roles = {one: role for one, role in self._roles.items() if one != person}
        return {"forgot_role": gone}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from invitations where until < ?", [self._stamp()]).rowcount)

    def _coordinator(self, row: tuple[int, str, str, str, str]) -> Coordinator:
        number, label, since, person, chat = row
        return Coordinator(number, self._keys.unseal(label) or "", unstamped(since), person, chat)

    def _invitation(self, row: tuple[int, str, str]) -> Invitation:
        return Invitation(row[0], self._keys.unseal(row[1]) or "", unstamped(row[2]))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
