"""Messages that led to something which is kept: whoever edits one means that by it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.records.database import Database
from bot.records.drafts import Draft
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step

KEPT = timedelta(days=2)  # that Telegram lets people edit what they wrote


@dataclass(frozen=True, slots=True)
class Origin:
    """What a message led to."""

    room: str  # prefix of the room that keeps it
    word: str  # the room's own name for it; empty: it can't be changed by an edit
    is_whole: bool  # the message began it, and may say all of it; else it is an answer to one question on the way
    card_id: int | None  # Telegram's number of the message that shows it; None: it isn't known


def create(db: Database, /) -> None:
    db.execute(
        """
        create table origins (
            chat text not null,         -- pseudonym
            message integer not null,   -- Telegram's number
            person text not null,       -- pseudonym
            room text not null,
            word text not null,
            is_whole integer not null,
            card integer,               -- Telegram's number
            at text not null,
            primary key (chat, message)
        )
        """
    )


class OriginRecords(Shelf):
    """Remembers them for as long as they can be edited."""

    steps = (Step("015 origins", create),)

    async def led(self, draft: Draft | None, asker: Asker, word: str = "", card_id: int | None = None) -> None:
        """The messages of a draft led to that; to be told before the draft ends."""
        if draft is None or not draft.answers:
            return
        values = [
            *(asker.chat, asker.person, draft.room, word),
            *(draft.begun_by, card_id, self._stamp(), json.dumps(draft.answers)),
        ]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into origins (chat, person, room, word, is_whole, card, at, message) "
                    "select ?, ?, ?, ?, case when cast(value as integer) = ? then 1 else 0 end, ?, ?, cast(value as integer) "
                    "from json_each(?) where true on conflict (chat, message) do update set person = excluded.person, "
                    "room = excluded.room, word = excluded.word, is_whole = excluded.is_whole, card = excluded.card, "
                    "at = excluded.at",
                    values,
                ).rowcount
            )
        )

    async def of(self, asker: Asker, message_id: int) -> Origin | None:
        """None: it led to nothing that is kept, or that is too long ago."""
        row = await self._database.read(
            lambda db: db.execute(
                "select room, word, is_whole, card from origins where chat = ? and message = ? and at >= ?",
                [asker.chat, message_id, self._stamp(KEPT)],
            ).fetchone()
        )
        return Origin(row[0], row[1], bool(row[2]), row[3]) if row else None

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from origins where person = ?", [person])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from origins where at < ?", [self._stamp(KEPT)]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        # Messages have other numbers in a supergroup.
        db.execute("delete from origins where chat = ?", [old])
