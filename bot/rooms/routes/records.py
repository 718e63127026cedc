"""Routes that coordinators proposed, until an admin has decided on them: sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step


class State(StrEnum):
    """How far a proposal has come."""

    WAITING = "waiting"  # for an admin
    PLACED = "placed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row for the overview."""

    number: int
    cells: Mapping[str, str]  # by the names of knowledge.routes.COLUMNS
    state: State
    chat: str  # pseudonym of the chat in which it was made


def create(db: Database, /) -> None:
    db.execute(
        """
        create table route_proposals (
            number integer primary key autoincrement,
            person text not null,       -- pseudonym
            chat text not null,         -- pseudonym
            body text not null,         -- sealed
            state text not null,
            is_told integer not null default 0, -- whether whoever has to hear of its state has
            at text not null
        )
        """
    )


class ProposalRecords(Shelf):
    """Remembers them."""

    steps = (Step("014 routes that are proposed", create),)

    chats_needed = "select chat from route_proposals where not is_told or state = 'waiting'"

    async def add(self, asker: Asker, cells: Mapping[str, str]) -> int:
        values = [asker.person, asker.chat, self._keys.seal(json.dumps(dict(cells))), State.WAITING, self._stamp()]

        def job(db: Database) -> int:
            sql = "insert into route_proposals (person, chat, body, state, at) values (?, ?, ?, ?, ?) returning number"
            [(number,)] = db.execute(sql, values).fetchall()
            return int(number)

        return await self._database.write(job)

    async def of(self, number: int) -> Proposal | None:
        """None: it is gone, or was sealed with another key."""
        found = await self._where("number = ?", [number])
        return found[0] if found else None

    async def untold(self) -> tuple[Proposal, ...]:
        """Those of which somebody has to hear yet: admins of what waits, whoever proposed it of what was decided."""
        return await self._where("not is_told", [])

    async def told(self, proposal: Proposal) -> None:
        """Whoever has to hear of it as it stands has."""
        values = [proposal.number, proposal.state]
        await self._database.write(
            lambda db: (
                db.execute("update route_proposals set is_told = 1 where number = ? and state = ?", values).rowcount
            )
        )

    async def decide(self, number: int, state: State) -> bool:
        """False where it was not waiting any more: of two admins the first decides."""
        values = [state, self._stamp(), number, State.WAITING]
        return await self._database.write(
            lambda db: (
                db.execute(
                    "update route_proposals set state = ?, at = ?, is_told = 0 where number = ? and state = ?", values
                ).rowcount
                == 1
            )
        )

    async def _where(self, condition: str, values: list[object]) -> tuple[Proposal, ...]:
        """condition: SQL of ours."""
        sql = f"select number, body, state, chat from route_proposals where {condition} order by number"  # noqa: S608
        rows = await self._database.read(lambda db: db.execute(sql, values).fetchall())
        return tuple(
            Proposal(number, json.loads(body), State(state), chat)
            for number, sealed, state, chat in rows
            if (body := self._keys.unseal(sealed)) is not None
        )

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        gone = db.execute("delete from route_proposals where person = ?", [person]).rowcount
        return {"forgot_route_proposals": int(gone)}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from route_proposals where at < ?", [before]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("update route_proposals set chat = ? where chat = ?", [new, old])
