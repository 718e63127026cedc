"""Questions that were handed to coordinators, until the day is over: what was asked, who answers; SQL on this table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step, unstamped

LASTS = timedelta(days=1)  # after which nobody can write to anybody any more


class State(StrEnum):
    """How far it is."""

    OPEN = "open"  # nobody has answered
    ANSWERED = "answered"
    OVER = "over"  # answered, and who asked and who answered are forgotten


@dataclass(frozen=True, slots=True)
class Handed:
    """A question that somebody wants a person to answer."""

    number: int
    text: str
    lang: str  # in which it was asked
    state: State
    chat: str | None  # pseudonym of the asker's chat with the bot alone; None: over
    person: str | None  # pseudonym of the asker
    taker: str | None  # pseudonym of the coordinator who answered
    taker_chat: str | None  # pseudonym of the chat with that one alone
    answer: str  # the last; empty: none yet
    at: datetime  # when it was handed over, UTC


def create(db: Database, /) -> None:
    db.execute(
        """
        create table handed (
            number integer primary key autoincrement,
            person text,                -- pseudonym of the asker; null: over
            chat text,                  -- pseudonym
            lang text not null,
            text text not null,         -- sealed
            state text not null,
            taker text,                 -- pseudonym of the coordinator; null: nobody yet, or over
            taker_chat text,            -- pseudonym
            answer text not null,       -- sealed
            at text not null
        )
        """
    )


class HandedRecords(Shelf):
    """Remembers questions that were handed over."""

    steps = (Step("014 handed questions", create),)

    chats_needed = "select chat from handed where chat is not null union select taker_chat from handed where taker_chat is not null"

    async def hand(self, asker: Asker, text: str, lang: str) -> Handed:
        """A new one."""
        at = self._stamp()
        values = [asker.person, asker.chat, lang, self._keys.seal(text), State.OPEN, self._keys.seal(""), at]

        def job(db: Database) -> int:
            [(number,)] = db.execute(
                "insert into handed (person, chat, lang, text, state, answer, at) values (?, ?, ?, ?, ?, ?, ?) "
                "returning number",
                values,
            ).fetchall()
            return int(number)

        number = await self._database.write(job)
        return Handed(number, text, lang, State.OPEN, asker.chat, asker.person, None, None, "", unstamped(at))

    async def of(self, number: int) -> Handed | None:
        found = await self._where("number = ?", [number])
        return found[0] if found else None

    async def listed(self) -> tuple[Handed, ...]:
        """Those that wait for an answer first, the oldest first; then what was answered, the latest first."""
        waiting = await self._where("state = 'open' order by number", [])
        return (*waiting, *await self._where("state <> 'open' order by number desc", []))

    async def count_of(self, person: str) -> int:
        """How many of somebody's are not over."""
        row = await self._database.read(
            lambda db: db.execute("select count(*) from handed where person = ?", [person]).fetchone()
        )
        return int(row[0])

    async def answer(self, number: int, taker: Asker, text: str) -> bool:
        """False where it is over, or another coordinator answered first."""
        values = [State.ANSWERED, taker.person, taker.chat, self._keys.seal(text), number, taker.person]
        return await self._database.write(
            lambda db: (
                db.execute(
                    "update handed set state = ?, taker = ?, taker_chat = ?, answer = ? where number = ? "
                    "and chat is not null and (taker is null or taker = ?)",
                    values,
                ).rowcount
                == 1
            )
        )

    async def due(self) -> tuple[Handed, ...]:
        """Those of which the day is over."""
        return await self._where("chat is not null and at <= ? order by number", [self._stamp(LASTS)])

    async def end(self, number: int) -> None:
        """Nobody can write to anybody any more: what was answered stays without people, what wasn't goes."""

        def job(db: Database) -> None:
            db.execute("delete from handed where number = ? and state = 'open'", [number])
            db.execute(
                "update handed set state = 'over', person = null, chat = null, taker = null, taker_chat = null "
                "where number = ?",
                [number],
            )

        await self._database.write(job)

    async def drop(self, number: int) -> None:
        """It is none any more."""
        await self._database.write(lambda db: db.execute("delete from handed where number = ?", [number]).rowcount)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        gone = db.execute("delete from handed where person = ?", [person]).rowcount
        db.execute("update handed set taker = null, taker_chat = null where taker = ?", [person])
        return {"forgot_handed": int(gone)}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from handed where at < ?", [before]).rowcount)

    async def _where(self, condition: str, values: list[object]) -> tuple[Handed, ...]:
        """condition: SQL of ours; what can't be unsealed is left out."""
        sql = f"select number, text, lang, state, chat, person, taker, taker_chat, answer, at from handed where {condition}"  # noqa: S608
        rows = await self._database.read(lambda db: db.execute(sql, values).fetchall())
        return tuple(
            Handed(
                *(number, text, lang, State(state), chat, person, taker, taker_chat),
                self._keys.unseal(answer) or "",
                unstamped(at),
            )
            for number, sealed, lang, state, chat, person, taker, taker_chat, answer, at in rows
            if (text := self._keys.unseal(sealed)) is not None
        )
