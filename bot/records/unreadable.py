"""Updates that the Telegram library can't read: set aside sealed for a week, so that whoever keeps the bot can look at them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.records.database import Database
from bot.records.shelf import ROWS, Shelf, Step, unstamped

KEPT = timedelta(weeks=1)
MOST = 200  # the latest stay
LISTED = 5
_FIELD = re.compile(r"[a-z0-9_]{1,40}")  # as Telegram names them


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update as it came, and what was wrong with it."""

    name: str  # its number, where it has one; else a hash of it
    kind: str  # "message", "callback_query"; empty: it can't be told
    why: str  # the error and where it arose, without anybody's words
    body: str  # JSON, as it came
    person: str = ""  # pseudonym; empty: it can't be told
    chat: str = ""  # pseudonym; the same


@dataclass(frozen=True, slots=True)
class SetAside:
    """What is shown of one."""

    name: str
    kind: str
    why: str
    at: datetime  # UTC
    shape: str  # JSON with the names of types in the place of values: nothing in it tells who said what


def create(db: Database, /) -> None:
    db.execute(
        """
        create table unreadable (
            name text primary key,
            kind text not null,
            why text not null,
            body text not null,         -- sealed
            person text,                -- pseudonym
            chat text,
            at text not null
        )
        """
    )


class UnreadableRecords(Shelf):
    """Remembers them."""

    steps = (Step("013 unreadable updates", create),)

    async def set_aside(self, one: Unreadable) -> bool:
        """Whether it wasn't known."""
        values = [one.name, one.kind, one.why, self._keys.seal(one.body), one.person or None, one.chat or None]

        def job(db: Database) -> bool:
            is_new: bool = (
                db.execute(
                    "insert into unreadable (name, kind, why, body, person, chat, at) values (?, ?, ?, ?, ?, ?, ?) "
                    "on conflict (name) do nothing",
                    [*values, self._stamp()],
                ).rowcount
                == 1
            )
            db.execute(
                "delete from unreadable where name not in (select name from unreadable order by at desc limit ?)",
                [MOST],
            )
            return is_new

        return await self._database.write(job)

    async def count(self) -> int:
        row = await self._database.read(lambda db: db.execute("select count(*) from unreadable").fetchone())
        return int(row[0])

    async def latest(self) -> tuple[SetAside, ...]:
        """The latest, newest first."""
        rows = await self._database.read(
            lambda db: db.execute(
                "select name, kind, why, at, body from unreadable order by at desc limit ?", [LISTED]
            ).fetchall()
        )
        return tuple(
            SetAside(name, kind, why, unstamped(at), shape_of(self._keys.unseal(body) or ""))
            for name, kind, why, at, body in rows
        )

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        return {ROWS: int(db.execute("delete from unreadable where person = ? or chat = ?", [person, chat]).rowcount)}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from unreadable where at < ?", [self._stamp(KEPT)]).rowcount)


def shape_of(body: str) -> str:
    """JSON without its values; what is no JSON has no shape."""
    try:
        return json.dumps(_shape(json.loads(body)), indent=1)
    except (ValueError, RecursionError):
        return json.dumps("no JSON")


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name if _FIELD.fullmatch(name) else "…": _shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_shape(one) for one in value]
    return type(value).__name__
