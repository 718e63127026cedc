"""What stands in the way of working together, who took it up, and what helped; SQL on this table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step, stamp, unstamped


class State(StrEnum):
    """How far an obstacle is."""

    OPEN = "open"
    TAKEN = "taken"  # somebody is at it
    SOLVED = "solved"
    VOID = "void"  # it is none any more


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that somebody noted."""

    number: int
    text: str
    topic: str  # code from the catalog; empty: none was chosen
    state: State
    chat: str | None  # pseudonym of the chat with whoever noted it; None: in a group, or forgotten
    taker: str | None  # pseudonym of whoever is at it, or was
    helped: str  # what helped; empty: not said
    at: datetime  # when it was noted, UTC


@dataclass(frozen=True, slots=True)
class Counts:
    """How it stands with all of them."""

    open: int
    taken: int
    solved: int  # since the time that was asked for


def create(db: Database, /) -> None:
    db.execute(
        """
        create table obstacles (
            number integer primary key autoincrement,
            person text,                -- pseudonym; null: has asked to be forgotten
            chat text,                  -- pseudonym
            text text not null,         -- sealed
            topic text not null,
            state text not null,
            taker text,                 -- pseudonym
            helped text not null,       -- sealed
            at text not null,
            changed text not null,
            is_told integer not null default 0  -- coordinators have heard of it
        )
        """
    )
    db.execute("create index obstacles_by_state on obstacles (state)")


class ObstacleRecords(Shelf):
    """Remembers obstacles."""

    steps = (Step("009 obstacles", create),)

    chats_needed = "select chat from obstacles where chat is not null and state in ('open', 'taken')"

    async def note(self, asker: Asker, text: str, topic: str) -> int:
        """The number of a new one."""
        now = self._stamp()
        chat = None if asker.is_group else asker.chat
        values = [asker.person, chat, self._keys.seal(text), topic, State.OPEN, self._keys.seal(""), now, now]

        def job(db: Database) -> int:
            [(number,)] = db.execute(
                "insert into obstacles (person, chat, text, topic, state, helped, at, changed) "
                "values (?, ?, ?, ?, ?, ?, ?, ?) returning number",
                values,
            ).fetchall()
            return int(number)

        return await self._database.write(job)

    async def count_open(self, person: str) -> int:
        """How many of somebody's nobody has taken up."""
        row = await self._database.read(
            lambda db: db.execute(
                "select count(*) from obstacles where person = ? and state = 'open'", [person]
            ).fetchone()
        )
        return int(row[0])

    async def of(self, number: int) -> Obstacle | None:
        found = await self._where("number = ?", [number])
        return found[0] if found else None

    async def unsolved(self) -> tuple[Obstacle, ...]:
        """Those that nobody took up first, then the oldest."""
        return await self._where("state in ('open', 'taken') order by state, number", [])

    async def solved(self, limit: int) -> tuple[Obstacle, ...]:
        """The latest first."""
        return await self._where("state = 'solved' order by changed desc, number desc limit ?", [limit])

    async def untold(self, before: datetime) -> tuple[Obstacle, ...]:
        """Open ones, noted before then, of which coordinators have not heard."""
        return await self._where("state = 'open' and not is_told and at < ? order by number", [stamp(before)])

    async def told(self, number: int) -> None:
        await self._database.write(
            lambda db: db.execute("update obstacles set is_told = 1 where number = ?", [number]).rowcount
        )

    async def become(self, number: int, state: State, taker: str | None, helped: str = "") -> bool:
        """Whether that changed anything: what is solved or void stays so."""
        values = [state, taker, self._keys.seal(helped), self._stamp(), number, state]
        return await self._database.write(
            lambda db: (
                db.execute(
                    "update obstacles set state = ?, taker = ?, helped = ?, changed = ?, is_told = 1 "
                    "where number = ? and state in ('open', 'taken') and state <> ?",
                    values,
                ).rowcount
                == 1
            )
        )

    async def let_go_of(self, person: str) -> None:
        """What somebody was at waits for another again."""
        await self._database.write(lambda db: _let_go(db, person))

    async def counts(self, since: datetime) -> Counts:
        def job(db: Database) -> Counts:
            found = dict(db.execute("select state, count(*) from obstacles group by state").fetchall())
            solved = db.execute(
                "select count(*) from obstacles where state = 'solved' and changed >= ?", [stamp(since)]
            ).fetchone()
            return Counts(found.get("open", 0), found.get("taken", 0), int(solved[0]))

        return await self._database.read(job)

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        gone = db.execute("delete from obstacles where person = ? and state in ('open', 'void')", [person]).rowcount
        nameless = db.execute("update obstacles set person = null, chat = null where person = ?", [person]).rowcount
        _let_go(db, person)
        db.execute("update obstacles set taker = null where taker = ?", [person])
        return {"forgot_obstacles": int(gone), "forgot_obstacles_nameless": int(nameless)}

    def expire(self, db: Database, before: str) -> int:
        return int(
            db.execute("delete from obstacles where state in ('solved', 'void') and changed < ?", [before]).rowcount
        )

    async def _where(self, condition: str, values: list[object]) -> tuple[Obstacle, ...]:
        """condition: SQL of ours; what can't be unsealed is left out."""
        sql = f"select number, text, topic, state, chat, taker, helped, at from obstacles where {condition}"  # noqa: S608
        rows = await self._database.read(lambda db: db.execute(sql, values).fetchall())
        found = []
        for number, sealed, topic, state, chat, taker, helped, at in rows:
            text = self._keys.unseal(sealed)
            if text is not None:
                helped = self._keys.unseal(helped) or ""
                found.append(Obstacle(number, text, topic, State(state), chat, taker, helped, unstamped(at)))
        return tuple(found)


def _let_go(db: Database, person: str) -> None:
    db.execute("update obstacles set state = 'open', taker = null where taker = ? and state = 'taken'", [person])
