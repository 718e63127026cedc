"""Calendars that people subscribe to, as they are kept: one a chat, found by what stands in its address, and sealed."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step

TOKEN_BYTES = 20  # nobody guesses an address
NOTED = timedelta(days=1)  # how often it is noted that a calendar is fetched


@dataclass(frozen=True, slots=True)
class Subscription:
    """A calendar that can be fetched."""

    chat: str  # pseudonym
    creator: str | None  # pseudonym; None: it was asked to be forgotten
    is_group: bool


def create(db: Database, /) -> None:
    db.execute(
        """
        create table calendars (
            chat text primary key,      -- pseudonym
            hash text not null unique,  -- of the token in its address
            token text not null,        -- sealed
            is_group integer not null,
            creator text,               -- pseudonym; null: it was asked to be forgotten
            used text not null          -- the day on which it was last fetched, or made
        )
        """
    )


class CalendarRecords(Shelf):
    """Remembers calendars."""

    steps = (Step("014 calendars", create),)

    async def of(self, asker: Asker, *, is_new: bool = False) -> str:
        """What stands in the address of the chat's calendar, 40 hex digits; is_new: another, and the one before leads nowhere."""
        token = secrets.token_hex(TOKEN_BYTES)
        values = [asker.chat, _hash(token), self._keys.seal(token), asker.is_group, asker.person, self._stamp()]

        def job(db: Database) -> str:
            row = db.execute("select token from calendars where chat = ?", [asker.chat]).fetchone()
            kept = self._keys.unseal(row[0]) if row and not is_new else None
            if kept is not None:
                return kept
            db.execute(
                "insert into calendars (chat, hash, token, is_group, creator, used) values (?, ?, ?, ?, ?, ?) "
                "on conflict (chat) do update set hash = excluded.hash, token = excluded.token, used = excluded.used",
                values,
            )
            return token

        return await self._database.write(job)

    async def of_chat(self, chat: str) -> Subscription | None:
        """None: the chat has none."""
        return await self._find("chat = ?", chat)

    async def of_token(self, token: str) -> Subscription | None:
        """None: no calendar has that address, or none any more. It is noted that it is fetched: what nobody fetches goes."""
        found = await self._find("hash = ?", _hash(token))
        if found:
            values = [self._stamp(), found.chat, self._stamp(NOTED)]
            if await self._database.read(
                lambda db: db.execute("select 1 from calendars where chat = ? and used < ?", values[1:]).fetchone()
            ):
                await self._database.write(
                    lambda db: db.execute("update calendars set used = ? where chat = ?", values[:2]).rowcount
                )
        return found

    async def revoke(self, chat: str) -> bool:
        """Its address leads nowhere from now on; whether there was one."""
        return await self._database.write(
            lambda db: db.execute("delete from calendars where chat = ?", [chat]).rowcount == 1
        )

    async def _find(self, condition: str, value: str) -> Subscription | None:
        sql = f"select chat, creator, is_group from calendars where {condition}"  # noqa: S608, ours
        row = await self._database.read(lambda db: db.execute(sql, [value]).fetchone())
        return Subscription(row[0], row[1], bool(row[2])) if row else None

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        """Their own goes; those of groups stay, nameless."""
        gone = db.execute("delete from calendars where creator = ? and not is_group", [person]).rowcount
        db.execute("update calendars set creator = null where creator = ?", [person])
        return {"forgot_calendars": gone} if gone else {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from calendars where used < ?", [before]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        is_there = "exists (select 1 from calendars where chat = ?)"
        db.execute(f"update calendars set chat = ? where chat = ? and not {is_there}", [new, old, new])  # noqa: S608
        db.execute("delete from calendars where chat = ?", [old])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
