"""What somebody began and did not finish: one draft a person and chat, sealed, over after an hour."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step

KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """Something begun."""

    room: str  # prefix of the room in which it was
    body: str  # the room's own, JSON
    waits: bool  # for a text: the next that the person types is meant for it
    person: str = ""  # pseudonym of whoever began it
    answers: tuple[int, ...] = ()  # Telegram's numbers of the messages that it is made of, in order
    begun_by: int | None = None  # … and of the one among them that began it; None: a button did
    lang: str | None = None  # in which it was begun; None: it isn't known


@dataclass(frozen=True, slots=True)
class Answered:
    """The last answer that somebody typed in a draft."""

    before: Draft | None  # as it was; None: this message began it
    reply_ids: tuple[int, ...]  # Telegram's numbers of what the bot said to it, in order


def create(db: Database, /) -> None:
    db.execute(
        """
        create table drafts (
            person text not null,       -- pseudonym
            chat text not null,         -- pseudonym
            room text not null,
            body text not null,         -- sealed
            waits integer not null,
            at text not null,
            primary key (person, chat)
        )
        """
    )


def follow(db: Database, /) -> None:
    for column in (
        "thread integer",  # Telegram's number of the topic in which it was begun
        "is_shared integer not null default 0",  # whoever began it spoke as a channel: anybody in the chat presses its buttons
        "answers text not null default '[]'",  # JSON, Telegram's numbers of the messages that were answers in it
        "before text",  # sealed JSON, what it was before the last of them; null: a button was pressed since
        "reply_ids text",  # JSON, Telegram's numbers of what was said to that
    ):
        db.execute(f"alter table drafts add column {column}")


def begin(db: Database, /) -> None:
    db.execute("alter table drafts add column begun_by integer")  # Telegram's number of a message


def speak(db: Database, /) -> None:
    db.execute("alter table drafts add column lang text")  # in which it was begun


class DraftRecords(Shelf):
    """Remembers drafts. One that was begun in a topic of a group is no draft in another."""

    steps = (
        Step("003 drafts", create),
        Step("013 drafts, topics and answers", follow),
        Step("015 drafts, what began them", begin),
        Step("021 drafts, their language", speak),
    )

    async def keep(self, asker: Asker, room: str, body: str, *, waits: bool) -> None:
        """In place of what the person had begun in this chat before."""
        values = [
            *(asker.person, asker.chat, room, self._keys.seal(body), waits, self._stamp()),
            *(asker.thread, asker.is_channel),
        ]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into drafts (person, chat, room, body, waits, at, thread, is_shared) "
                    "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (person, chat) do update set "
                    "answers = case when drafts.room = excluded.room then drafts.answers else '[]' end, "
                    "begun_by = case when drafts.room = excluded.room then drafts.begun_by end, "
                    "lang = case when drafts.room = excluded.room then drafts.lang end, "
                    "room = excluded.room, body = excluded.body, waits = excluded.waits, at = excluded.at, "
                    "thread = excluded.thread, is_shared = case when excluded.is_shared = 1 then 1 else drafts.is_shared end, before = null, reply_ids = null",
                    values,
                ).rowcount
            )
        )

    async def amend(self, asker: Asker, room: str, body: str) -> None:
        """Know more of what the person has begun there, without anybody having answered or pressed anything."""
        values = [self._keys.seal(body), asker.person, asker.chat, room]
        await self._database.write(
            lambda db: (
                db.execute("update drafts set body = ? where person = ? and chat = ? and room = ?", values).rowcount
            )
        )

    async def of(self, asker: Asker) -> Draft | None:
        """None: there is none, or it is over an hour old."""
        found = await self._where("person = ? and chat = ? and thread is ?", [asker.person, asker.chat, asker.thread])
        return found[0] if found else None

    async def own(self, asker: Asker, room: str) -> Draft | None:
        """What the person began in that room; None too where they have begun something in another since."""
        draft = await self.of(asker)
        return draft if draft and draft.room == room else None

    async def pressable(self, asker: Asker, room: str) -> tuple[Draft, ...]:
        """What was begun in that room by others, whose buttons this one may press as well as they do."""
        others = json.dumps(asker.also)
        return await self._where(
            "chat = ? and thread is ? and room = ? and person <> ? "
            "and (is_shared = 1 or person in (select value from json_each(?)))",
            [asker.chat, asker.thread, room, asker.person, others],
        )

    async def answered(self, asker: Asker, message_id: int, before: Draft) -> None:
        """A message was an answer in what the person has begun, which was that before it."""
        sealed = self._keys.seal(json.dumps([before.room, before.body, before.waits]))

        def job(db: Database) -> None:
            whose = [asker.person, asker.chat]
            row = db.execute("select answers from drafts where person = ? and chat = ?", whose).fetchone()
            if row is None:
                return
            answers = json.loads(row[0])
            if answers[-1:] != [message_id]:
                answers.append(message_id)
            db.execute(
                "update drafts set answers = ?, before = ?, reply_ids = '[]' where person = ? and chat = ?",
                [json.dumps(answers), sealed, *whose],
            )

        await self._database.write(job)

    async def began(self, asker: Asker, message_id: int | None, lang: str) -> None:
        """A message began what the person has begun, in that language; message_id None: it has no number."""
        values: list[object] = [lang, asker.person, asker.chat]
        sql = "update drafts set lang = ? where person = ? and chat = ?"
        if message_id is not None:
            values = [message_id, json.dumps([message_id]), self._keys.seal(json.dumps(None)), *values]
            sql = sql.replace("set ", "set begun_by = ?, answers = ?, before = ?, reply_ids = '[]', ")
        await self._database.write(lambda db: db.execute(sql, values).rowcount)

    async def replied(self, asker: Asker, reply_ids: Sequence[int]) -> None:
        """What the bot said to the last answer."""
        values = [json.dumps(list(reply_ids)), asker.person, asker.chat]
        await self._database.write(
            lambda db: (
                db.execute(
                    "update drafts set reply_ids = ? where person = ? and chat = ? and before is not null", values
                ).rowcount
            )
        )

    async def last_answer(self, asker: Asker, message_id: int) -> Answered | None:
        """None: that message wasn't the last answer in what the person has begun, or a button was pressed since."""
        values = [asker.person, asker.chat, asker.thread, self._stamp(KEPT)]
        row = await self._database.read(
            lambda db: db.execute(
                "select before, reply_ids, answers, begun_by from drafts where person = ? and chat = ? and thread is ? and at >= ? "
                "and before is not null",
                values,
            ).fetchone()
        )
        is_last = row is not None and json.loads(row[2])[-1:] == [message_id]
        text = self._keys.unseal(row[0]) if is_last else None
        if text is None:
            return None
        before, reply_ids, answers = json.loads(text), tuple(json.loads(row[1])), tuple(json.loads(row[2])[:-1])
        if before is None:
            return Answered(None, reply_ids)
        room, body, waits = before
        return Answered(Draft(room, body, waits, asker.person, answers, row[3]), reply_ids)

    async def end(self, asker: Asker) -> bool:
        """Whether there was one."""
        return await self._database.write(
            lambda db: (
                db.execute("delete from drafts where person = ? and chat = ?", [asker.person, asker.chat]).rowcount == 1
            )
        )

    async def sweep(self) -> None:
        """What is over goes, unfinished words and all."""
        limit = self._stamp(KEPT)
        if await self._database.read(
            lambda db: db.execute("select 1 from drafts where at < ? limit 1", [limit]).fetchone()
        ):
            await self._database.write(lambda db: db.execute("delete from drafts where at < ?", [limit]).rowcount)

    async def _where(self, condition: str, values: list[object]) -> tuple[Draft, ...]:
        """Of the last hour; condition: SQL of ours."""
        sql = f"select room, body, waits, person, answers, begun_by, lang from drafts where {condition} and at >= ?"  # noqa: S608
        rows = await self._database.read(lambda db: db.execute(sql, [*values, self._stamp(KEPT)]).fetchall())
        return tuple(
            Draft(room, body, bool(waits), person, tuple(json.loads(answers)), begun_by, lang)
            for room, sealed, waits, person, answers, begun_by, lang in rows
            if (body := self._keys.unseal(sealed)) is not None
        )

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from drafts where person = ?", [person])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from drafts where at < ?", [self._stamp(KEPT)]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        replaced = "delete from drafts where chat = ? and person in (select person from drafts where chat = ?)"
        db.execute(replaced, [new, old])
        db.execute("update drafts set chat = ? where chat = ?", [new, old])
