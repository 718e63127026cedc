"""Chats that the bot may write to by itself: their numbers sealed, the language, what they want to hear and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from bot.records.people import Asker
from bot.records.shelf import Shelf, Step

REMIND_AT = "09:00"  # Europe/Amsterdam, where nobody chose otherwise


@dataclass(frozen=True, slots=True)
class KeptChat:
    """A chat that somebody let the bot write to."""

    chat: str  # pseudonym
    number: int  # Telegram's own
    lang: str
    is_group: bool
    has_digest: bool  # wants to hear on Monday what was agreed and what was kept
    remind_at: str  # "09:00", Europe/Amsterdam


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


class ChatRecords(Shelf):
    """Remembers chats. A chat stays while something in it is still to be said, or until it is forgotten."""

    steps = (Step("002 chats", create),)

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

    async def of(self, chat: str) -> KeptChat | None:
        """None: it isn't known, or was sealed with another key."""
        row = await self._database.read(
            lambda db: db.execute(f"select {_COLUMNS} from chats where chat = ?", [chat]).fetchone()  # noqa: S608
        )
        return self._chat(row) if row else None

    async def with_digest(self) -> tuple[KeptChat, ...]:
        """The chats that want the digest."""
        rows = await self._database.read(
            lambda db: db.execute(f"select {_COLUMNS} from chats where has_digest order by chat").fetchall()  # noqa: S608
        )
        return tuple(chat for row in rows if (chat := self._chat(row)))

    async def set_digest(self, chat: str, *, is_wanted: bool) -> None:
        await self._database.write(
            lambda db: db.execute("update chats set has_digest = ? where chat = ?", [is_wanted, chat]).rowcount
        )

    async def set_remind_at(self, chat: str, at: str) -> None:
        """at: "09:00", Europe/Amsterdam."""
        await self._database.write(
            lambda db: db.execute("update chats set remind_at = ? where chat = ?", [at, chat]).rowcount
        )

    async def drop(self, chat: str) -> None:
        """The chat takes nothing from the bot any more."""
        await self._database.write(lambda db: db.execute("delete from chats where chat = ?", [chat]).rowcount)

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from chats where chat = ?", [chat])
        return {}

    def drop_unneeded(self, db: Database, before: str, needed: Iterable[str]) -> int:
        """Chats go that were last seen before that and to which nothing may have to be said; needed: SQL of the shelves."""
        others = "".join(f" and chat not in ({sql})" for sql in needed)
        sql = f"delete from chats where seen < ? and not has_digest{others}"  # noqa: S608, SQL of ours
        return int(db.execute(sql, [before]).rowcount)

    async def speak(self, chat: str, lang: str) -> None:
        """Write to the chat in that language from now on, if it is written to at all."""
        await self._database.write(
            lambda db: db.execute("update chats set lang = ? where chat = ?", [lang, chat]).rowcount
        )

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("delete from chats where chat = ? and exists (select 1 from chats where chat = ?)", [new, old])
        db.execute("update chats set chat = ? where chat = ?", [new, old])

    def renumber(self, db: Database, chat: str, number: int) -> None:
        """The number under which Telegram knows the chat now."""
        db.execute("update chats set number = ? where chat = ?", [self._keys.seal(str(number)), chat])

    def _chat(self, row: tuple[str, str, str, int, int, str]) -> KeptChat | None:
        chat, sealed, lang, is_group, has_digest, remind_at = row
        number = self._keys.unseal(sealed)
        return (
            None if number is None else KeptChat(chat, int(number), lang, bool(is_group), bool(has_digest), remind_at)
        )


_COLUMNS = "chat, number, lang, is_group, has_digest, remind_at"
