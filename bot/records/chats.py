"""Chats that the bot may write to by itself: their numbers sealed, what they want to hear and when, which take nothing now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step, stamp, unstamped

REMIND_AT = "09:00"  # Europe/Amsterdam, where nobody chose otherwise
# How long a chat that took nothing is left alone; the last for as long as it goes on.
LEFT_ALONE = (timedelta(hours=1), timedelta(days=1), timedelta(weeks=1))
FORGOTTEN_AFTER = timedelta(days=30)  # in which there was no such chat
MISSED_KEPT = timedelta(days=30)  # two stretches in which a chat couldn't be reached are one if less lies between them


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in which a chat took nothing; in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class KeptChat:
    """A chat that somebody let the bot write to."""

    chat: str  # pseudonym
    number: int  # Telegram's own
    lang: str
    is_group: bool
    has_digest: bool  # wants to hear on Monday what was agreed and what was kept
    remind_at: str  # "09:00", Europe/Amsterdam
    thread: int | None  # the topic in which it wants to hear that; None: it has none, or it is "General"
    away: datetime | None  # UTC; since when it takes nothing; None: it does
    is_resting: bool  # not to be tried now: it takes nothing, or was told too much
    missed: Stretch | None  # when it last took nothing and does again; None: it always did


@dataclass(frozen=True, slots=True)
class Away:
    """A chat that takes nothing, for whoever keeps the bot: nothing in it tells which."""

    is_group: bool
    since: datetime  # UTC
    why: str  # a name of bot.faces.telegram.faults.Fault


def create(db: Database, /) -> None:
    db.execute(
        f"""
        create table chats (
            chat text primary key,      -- pseudonym
            number text not null,       -- sealed
            lang text not null,
            is_group integer not null,
            has_digest integer not null default 0,
            remind_at text not null default '{REMIND_AT}',
            seen text not null
        )
        """
    )


def reach(db: Database, /) -> None:
    for column in (
        "thread integer",  # Telegram's number of a topic
        "away text",  # since when it takes nothing; null: it does
        "why text",  # the last time
        "tries integer not null default 0",  # that failed since then
        "again text",  # it is to be left alone until then
        "gone text",  # since when there is no such chat; null: there is
        "missed_from text",
        "missed_to text",
    ):
        db.execute(f"alter table chats add column {column}")


class ChatRecords(Shelf):
    """Remembers chats. A chat stays while something in it is still to be said, or until it is forgotten."""

    steps = (Step("002 chats", create), Step("013 chats that take nothing", reach))

    _away: frozenset[str] = frozenset()  # pseudonyms, in memory: every message asks

    async def load(self) -> None:
        rows = await self._database.read(
            lambda db: db.execute("select chat from chats where away is not null").fetchall()
        )
        self._away = frozenset(chat for (chat,) in rows)

    async def keep(self, asker: Asker, lang: str) -> None:
        """The bot may write to this chat from now on; what it chose before stays."""
        if asker.chat_number is None:
            return
        number = self._keys.seal(str(asker.chat_number))
        values = [asker.chat, number, lang, asker.is_group, self._stamp()]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into chats (chat, number, lang, is_group, seen) values (?, ?, ?, ?, ?) "
                    "on conflict (chat) do update set number = excluded.number, lang = excluded.lang, seen = excluded.seen",
                    values,
                ).rowcount
            )
        )

    async def keep_own(self, asker: Asker, lang: str) -> None:
        """The bot may write to whoever asks in a group alone, too: what the group is to hear and can't be told."""
        if asker.own_number is None or not asker.is_group:
            return
        values = [asker.own_chat, self._keys.seal(str(asker.own_number)), lang, self._stamp()]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into chats (chat, number, lang, is_group, seen) values (?, ?, ?, 0, ?) "
                    "on conflict (chat) do update set seen = excluded.seen",
                    values,
                ).rowcount
            )
        )

    async def of(self, chat: str) -> KeptChat | None:
        """None: it isn't known, or was sealed with another key."""
        row = await self._database.read(
            lambda db: db.execute(f"select {_COLUMNS} from chats where chat = ?", [chat]).fetchone()  # noqa: S608
        )
        return self._chat(row) if row else None

    async def with_digest(self) -> tuple[KeptChat, ...]:
        """The chats that want the digest."""
        return await self._where("has_digest = 1", [])

    async def back_since(self, moment: datetime) -> tuple[KeptChat, ...]:
        """The chats that can be told things again since then."""
        return await self._where("missed_to > ?", [stamp(moment)])

    async def set_digest(self, asker: Asker, *, is_wanted: bool) -> None:
        """In the topic where that is said."""
        values = [is_wanted, asker.thread, asker.chat]
        await self._database.write(
            lambda db: db.execute("update chats set has_digest = ?, thread = ? where chat = ?", values).rowcount
        )

    async def set_remind_at(self, chat: str, at: str) -> None:
        """at: "09:00", Europe/Amsterdam."""
        await self._database.write(
            lambda db: db.execute("update chats set remind_at = ? where chat = ?", [at, chat]).rowcount
        )

    async def speak(self, chat: str, lang: str) -> None:
        """Write to the chat in that language from now on, if it is written to at all."""
        await self._database.write(
            lambda db: db.execute("update chats set lang = ? where chat = ?", [lang, chat]).rowcount
        )

    # --- chats that take nothing

    def is_away(self, chat: str) -> bool:
        """Whether it takes nothing, as far as this process knows."""
        return chat in self._away

    async def away(self) -> tuple[Away, ...]:
        """Those that take nothing, the longest first."""
        rows = await self._database.read(
            lambda db: db.execute(
                "select is_group, away, why from chats where away is not null order by away"
            ).fetchall()
        )
        return tuple(Away(bool(is_group), unstamped(away), why) for is_group, away, why in rows)

    async def set_aside(self, chat: str, why: str, *, is_gone: bool) -> datetime | None:
        """It took nothing: it is left alone until then, in UTC. None: there was no such chat for long, and it is forgotten.

        is_gone: there is no such chat, as far as Telegram says.
        """
        now = self._clock()

        def job(db: Database) -> datetime | None:
            row = db.execute("select tries, gone from chats where chat = ?", [chat]).fetchone()
            tries, gone = row or (0, None)
            if is_gone and gone and now - unstamped(gone) >= FORGOTTEN_AFTER:
                db.execute("delete from chats where chat = ?", [chat])
                return None
            again = now + LEFT_ALONE[min(tries, len(LEFT_ALONE) - 1)]
            db.execute(
                "update chats set away = coalesce(away, ?), why = ?, tries = tries + 1, again = ?, gone = ? where chat = ?",
                [stamp(now), why, stamp(again), (gone or stamp(now)) if is_gone else None, chat],
            )
            return again

        return await self._write_held(job)

    async def rest(self, chat: str, until: datetime) -> None:
        """It was told too much, and is left alone until then."""
        await self._database.write(
            lambda db: db.execute("update chats set again = ? where chat = ?", [stamp(until), chat]).rowcount
        )

    async def restored(self, chat: str) -> bool:
        """It takes something again, or gave a sign of life; whether it had been away."""
        now = self._clock()

        def job(db: Database) -> bool:
            values = [stamp(now - MISSED_KEPT), stamp(now), chat]
            is_back: bool = (
                db.execute(
                    "update chats set missed_from = case when missed_to > ? then missed_from else away end, missed_to = ?, "
                    "away = null, why = null, tries = 0, again = null, gone = null where chat = ? and away is not null",
                    values,
                ).rowcount
                == 1
            )
            if not is_back:
                db.execute("update chats set again = null where chat = ? and again is not null", [chat])
            return is_back

        return await self._write_held(job)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from chats where chat = ?", [chat])
        self._away -= {chat}
        return {}

    def drop_unneeded(self, db: Database, before: str, needed: Iterable[str]) -> int:
        """Chats go that were last seen before that and to which nothing may have to be said; needed: SQL of the shelves."""
        others = "".join(f" and chat not in ({sql})" for sql in needed)
        sql = f"delete from chats where seen < ? and not has_digest{others}"  # noqa: S608, SQL of ours
        return int(db.execute(sql, [before]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("delete from chats where chat = ? and exists (select 1 from chats where chat = ?)", [new, old])
        db.execute("update chats set chat = ? where chat = ?", [new, old])

    def renumber(self, db: Database, chat: str, number: int) -> None:
        """The number under which Telegram knows the chat now."""
        db.execute("update chats set number = ? where chat = ?", [self._keys.seal(str(number)), chat])

    async def _where(self, condition: str, values: list[object]) -> tuple[KeptChat, ...]:
        """condition: SQL of ours."""
        sql = f"select {_COLUMNS} from chats where {condition} order by chat"  # noqa: S608
        rows = await self._database.read(lambda db: db.execute(sql, values).fetchall())
        return tuple(chat for row in rows if (chat := self._chat(row)))

    def _chat(self, row: tuple[str, str, str, int, int, str, int | None, str, str, str, str]) -> KeptChat | None:
        chat, sealed, lang, is_group, has_digest, remind_at, thread, away, again, missed_from, missed_to = row
        number = self._keys.unseal(sealed)
        if number is None:
            return None
        return KeptChat(
            *(chat, int(number), lang, bool(is_group), bool(has_digest), remind_at, thread),
            unstamped(away) if away else None,
            bool(again) and again > self._stamp(),
            Stretch(unstamped(missed_from), unstamped(missed_to)) if missed_to else None,
        )


_COLUMNS = "chat, number, lang, is_group, has_digest, remind_at, thread, away, again, missed_from, missed_to"
