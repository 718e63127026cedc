"""Who wants to hear of news, what was announced, and to whom it still has to go; SQL on these tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.records.database import Database
from bot.records.shelf import Shelf, Step, unstamped


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that is told to everybody who wants to hear it."""

    number: int
    text: str
    at: datetime  # when it was confirmed, UTC
    chat: str  # pseudonym of the chat of whoever announced it; empty: has asked to be forgotten
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an announcement is, in chats."""

    waiting: int
    sent: int
    gone: int  # there is no such chat any more
    away: int  # take nothing from the bot now, and are told when they do
    failed: int  # Telegram refused the message
    unsure: int  # the bot was killed while it told them
    stopped: int  # were not told, since somebody stopped it


class State(StrEnum):
    """What became of telling one chat."""

    WAITING = "waiting"
    SENT = "sent"
    GONE = "gone"
    AWAY = "away"
    FAILED = "failed"
    UNSURE = "unsure"
    STOPPED = "stopped"


def create(db: Database, /) -> None:
    db.execute("create table subscribers (chat text primary key, since text not null)")
    db.execute(
        """
        create table announcements (
            number integer primary key autoincrement,
            draft text not null unique, -- what it was confirmed from: a second press finds it there
            text text not null,         -- sealed
            at text not null,
            chat text not null,         -- pseudonym; empty: has asked to be forgotten
            is_stopped integer not null default 0,
            is_closed integer not null default 0    -- the one who announced it was told how it went
        )
        """
    )
    db.execute(
        """
        create table recipients (
            announcement integer not null references announcements (number),
            chat text not null,         -- pseudonym
            state text not null,
            primary key (announcement, chat)
        )
        """
    )
    db.execute("create index recipients_waiting on recipients (announcement) where state = 'waiting'")


class AnnouncementRecords(Shelf):
    """Remembers subscribers and announcements."""

    steps = (Step("008 announcements", create),)

    chats_needed = "select chat from subscribers union select chat from announcements where not is_closed"

    async def is_subscribed(self, chat: str) -> bool:
        row = await self._database.read(
            lambda db: db.execute("select 1 from subscribers where chat = ?", [chat]).fetchone()
        )
        return row is not None

    async def subscribe(self, chat: str) -> None:
        """The chat has to be among those that the bot may write to."""
        values = [chat, self._stamp()]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into subscribers (chat, since) values (?, ?) on conflict (chat) do nothing", values
                ).rowcount
            )
        )

    async def unsubscribe(self, chat: str) -> None:
        """Also from what is being told just now."""

        def job(db: Database) -> None:
            db.execute("delete from subscribers where chat = ?", [chat])
            db.execute("delete from recipients where chat = ? and state in ('waiting', 'away')", [chat])

        await self._database.write(job)

    async def count(self) -> int:
        """How many want to hear of news."""
        row = await self._database.read(lambda db: db.execute("select count(*) from subscribers").fetchone())
        return int(row[0])

    async def announce(self, draft: str, text: str, chat: str) -> int | None:
        """The number of an announcement to all who want to hear it now; None: this draft was confirmed before."""

        def job(db: Database) -> int | None:
            rows = db.execute(
                "insert into announcements (draft, text, at, chat) values (?, ?, ?, ?) on conflict (draft) do nothing "
                "returning number",
                [draft, self._keys.seal(text), self._stamp(), chat],
            ).fetchall()
            if not rows:
                return None
            db.execute(
                "insert into recipients (announcement, chat, state) select ?, chat, 'waiting' from subscribers",
                [rows[0][0]],
            )
            return int(rows[0][0])

        return await self._database.write(job)

    async def open(self) -> tuple[Announcement, ...]:
        """Those of which whoever announced them has not been told how they went, oldest first."""
        rows = await self._database.read(
            lambda db: db.execute(
                "select number, text, at, chat, is_stopped from announcements where not is_closed order by number"
            ).fetchall()
        )
        return tuple(self._announcement(row) for row in rows)

    async def of(self, number: int) -> Announcement | None:
        row = await self._database.read(
            lambda db: db.execute(
                "select number, text, at, chat, is_stopped from announcements where number = ?", [number]
            ).fetchone()
        )
        return self._announcement(row) if row else None

    async def next(self, number: int) -> str | None:
        """A chat that is still to be told; None: all are."""
        row = await self._database.read(
            lambda db: db.execute(
                "select chat from recipients where announcement = ? and state = 'waiting' limit 1",
                [number],
            ).fetchone()
        )
        return str(row[0]) if row else None

    async def missed(self) -> tuple[tuple[int, str], ...]:
        """(announcement, chat) of those that took nothing when they were to be told, oldest first."""
        now = self._stamp()
        rows = await self._database.read(
            lambda db: db.execute(
                "select announcement, recipients.chat from recipients join chats on chats.chat = recipients.chat "
                "where state = 'away' and (again is null or again <= ?) order by announcement, recipients.chat",
                [now],
            ).fetchall()
        )
        return tuple(rows)

    async def told(self, number: int, chat: str, state: State) -> None:
        """What became of telling a chat; one that there is no more is no subscriber either."""

        def job(db: Database) -> None:
            # Another process may have told a chat of which this one couldn't be sure.
            db.execute(
                "update recipients set state = ? where announcement = ? and chat = ? "
                "and state in ('waiting', 'unsure', 'away')",
                [state, number, chat],
            )
            if state is State.GONE:
                db.execute("delete from subscribers where chat = ?", [chat])

        await self._database.write(job)

    async def stop(self, number: int) -> bool:
        """Tell nobody any more; whether there was anybody left."""

        def job(db: Database) -> bool:
            db.execute("update announcements set is_stopped = 1 where number = ?", [number])
            done = db.execute(
                "update recipients set state = 'stopped' where announcement = ? and state in ('waiting', 'away')",
                [number],
            )
            return bool(done.rowcount)

        return await self._database.write(job)

    async def close(self, number: int) -> None:
        """Whoever announced it has been told how it went."""
        await self._database.write(
            lambda db: db.execute("update announcements set is_closed = 1 where number = ?", [number]).rowcount
        )

    async def progress(self, number: int) -> Progress:
        rows = await self._database.read(
            lambda db: db.execute(
                "select state, count(*) from recipients where announcement = ? group by state", [number]
            ).fetchall()
        )
        found = dict(rows)
        return Progress(**{str(state): found.get(state, 0) for state in State})

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        gone = db.execute("delete from subscribers where chat = ?", [chat]).rowcount
        db.execute("delete from recipients where chat = ?", [chat])
        db.execute("update announcements set chat = '' where chat = ?", [chat])
        return {"forgot_subscription": int(gone)}

    def expire(self, db: Database, before: str) -> int:
        old = "select number from announcements where at < ? and is_closed = 1"
        db.execute(f"delete from recipients where announcement in ({old})", [before])  # noqa: S608, no value in it
        return int(db.execute("delete from announcements where at < ? and is_closed = 1", [before]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute(
            "delete from subscribers where chat = ? and exists (select 1 from subscribers where chat = ?)", [new, old]
        )
        db.execute("update subscribers set chat = ? where chat = ?", [new, old])

    def _announcement(self, row: tuple[int, str, str, str, int]) -> Announcement:
        number, text, at, chat, is_stopped = row
        return Announcement(number, self._keys.unseal(text) or "", unstamped(at), chat, bool(is_stopped))
