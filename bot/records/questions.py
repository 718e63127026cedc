"""Questions as they are kept: what came of each, what its asker said to that; words only where they are still of use."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.records.database import Database
from bot.records.languages import see
from bot.records.shelf import ROWS, Shelf, Step
from index.answer import Outcome

SHOWN = tuple(outcome for outcome in Outcome if outcome.shows_entry)
CONFIRMED = 500  # questions with 👍 that are asked again after an edit: each takes some milliseconds


class Where(StrEnum):
    """Where a question was asked."""

    PRIVATE = "private"
    GROUP = "group"
    INLINE = "inline"
    TERMINAL = "terminal"
    WEB = "web"
    API = "api"  # counted for the figures alone: of what programs ask nothing is kept


@dataclass(frozen=True, slots=True)
class Noted:
    """A question and what came of it, as it is remembered."""

    person: str  # pseudonym
    chat: str  # pseudonym
    lang: str  # of the answer
    outcome: Outcome
    entry: str | None  # id of the first hit; None: there was none
    confidence: float  # that it answers the question
    off_topic: bool
    took_ms: float
    where: Where
    words: str | None  # sealed before they are kept; None where it was answered outright, until somebody judges it


@dataclass(frozen=True, slots=True)
class Replied:
    """The answer to a message."""

    number: int  # of the question
    reply_ids: tuple[int, ...]  # Telegram's numbers of the messages that answered, in order


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A question of which the asker said that its answer was right."""

    words: str
    lang: str  # of the answer
    entry: str  # id


def create(db: Database, /) -> None:
    # Numbers are never given twice (autoincrement): an old button must not speak of somebody else's question.
    db.execute(
        """
        create table questions (
            number integer primary key autoincrement,
            at text not null,           -- UTC, as in 2026-11-24T06:30:00.000+00:00
            person text not null,       -- pseudonym
            chat text not null,         -- pseudonym
            lang text not null,
            outcome text not null,
            entry text,
            confidence real not null,
            off_topic integer not null,
            took_ms real not null,
            place text not null,
            words text,                 -- sealed; null where it was answered outright and not judged bad
            message_id integer,
            reply_ids text,             -- JSON, a list of numbers
            is_chosen integer not null default 0,
            choice text,                -- null with is_chosen: none of these
            is_good integer             -- null: not judged
        )
        """
    )
    db.execute("create index questions_by_person on questions (person)")
    db.execute("create index questions_by_message on questions (chat, message_id)")
    db.execute("create index questions_by_time on questions (at)")
    db.execute("create index questions_with_words on questions (number) where words is not null")


class QuestionRecords(Shelf):
    """Remembers questions."""

    steps = (Step("001 questions, people, updates", create),)

    async def asked(self, noted: Noted) -> int:
        """The number of the question from now on."""

        def job(db: Database) -> int:
            at = self._stamp()
            see(db, noted.person, at)
            return _insert(db, {"at": at, "person": noted.person, "chat": noted.chat, **self._columns(noted)})

        return await self._database.write(job)

    async def replied(self, number: int, message_id: int, reply_ids: Sequence[int]) -> None:
        """The question was that message, and these messages answered it."""
        values = [message_id, json.dumps(list(reply_ids)), number]
        await self._database.write(
            lambda db: (
                db.execute("update questions set message_id = ?, reply_ids = ? where number = ?", values).rowcount
            )
        )

    async def reply_to(self, chat: str, message_id: int) -> Replied | None:
        """The answer to a message; None where it was no question, or is forgotten."""
        row = await self._database.read(
            lambda db: db.execute(
                "select number, reply_ids from questions where chat = ? and message_id = ? order by number desc limit 1",
                [chat, message_id],
            ).fetchone()
        )
        return Replied(row[0], tuple(json.loads(row[1]))) if row else None

    async def entry_under(self, chat: str, message_id: int) -> str | None:
        """The id of the entry that a message of the bot shows as an answer, to whomever; None where it shows none."""
        row = await self._database.read(
            lambda db: db.execute(
                "select coalesce(choice, entry) from questions, json_each(reply_ids) "
                "where chat = ? and cast(value as integer) = ? and (choice is not null or outcome in (?, ?)) order by number desc limit 1",
                [chat, message_id, *SHOWN],
            ).fetchone()
        )
        return row[0] if row else None

    async def again(self, number: int, noted: Noted) -> None:
        """The question was edited: what came of it is replaced, a verdict on the old answer goes."""

        def job(db: Database) -> None:
            columns = {**self._columns(noted), "is_chosen": 0, "choice": None, "is_good": None}
            _update(db, columns, number, noted.person)

        await self._database.write(job)

    async def chose(self, number: int, person: str, entry: str | None) -> bool:
        """An option was picked; None: none of these. False where the question is unknown or somebody else's."""
        return await self._database.write(
            lambda db: _update(db, {"is_chosen": 1, "choice": entry}, number, person),
        )

    async def judged(self, number: int, person: str, *, is_good: bool, words: str | None) -> bool:
        """👍 or 👎, the last one counts; False where the question is unknown or somebody else's.

        words: of the question, if still known; kept, sealed, with either: 👎 is for admins to look at, and 👍 a question
        that the same entry has to answer after the next edit.
        """

        def job(db: Database) -> bool:
            if not _update(db, {"is_good": is_good}, number, person):
                return False
            if words is not None:
                _update(db, {"words": self._keys.seal(words)}, number, person)
            return True

        return await self._database.write(job)

    async def confirmed(self, limit: int = CONFIRMED) -> tuple[Confirmed, ...]:
        """What got 👍, newest first; what was sealed with another key is left out, of equal words the newest stays."""

        def job(db: Database) -> tuple[Confirmed, ...]:
            rows = db.query(
                "select words, lang, coalesce(choice, entry) as answer from questions where words is not null "
                "and is_good = 1 and (choice is not null or outcome in (?, ?)) and coalesce(choice, entry) is not null "
                "order by number desc limit ?",
                [*SHOWN, limit],
            )
            found: dict[str, Confirmed] = {}
            for row in rows:
                if (words := self._keys.unseal(row["words"])) is not None:
                    found.setdefault(words, Confirmed(words, str(row["lang"]), str(row["answer"])))
            return tuple(found.values())

        return await self._database.read(job)

    async def most_asked(self, limit: int, days: int = 30) -> tuple[str, ...]:
        """Ids of the entries that answered most people in the last days, most first."""
        since = self._stamp(timedelta(days=days))
        rows = await self._database.read(
            lambda db: db.execute(
                """
                select coalesce(choice, entry) as answer from questions
                where at >= ? and coalesce(choice, entry) is not null and (choice is not null or outcome in (?, ?))
                group by answer order by count(distinct person) desc, count(*) desc, answer limit ?
                """,
                [since, *SHOWN, limit],
            ).fetchall()
        )
        return tuple(entry for (entry,) in rows)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        return {ROWS: db.execute("delete from questions where person = ?", [person]).rowcount}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from questions where at < ?", [before]).rowcount)

    def _columns(self, noted: Noted) -> dict[str, object]:
        return {
            "lang": noted.lang,
            "outcome": noted.outcome,
            "entry": noted.entry,
            "confidence": noted.confidence,
            "off_topic": noted.off_topic,
            "took_ms": noted.took_ms,
            "place": noted.where,
            "words": None if noted.words is None else self._keys.seal(noted.words),
        }


def _insert(db: Database, columns: dict[str, object]) -> int:
    """The number of the question."""
    marks = ", ".join("?" * len(columns))
    sql = f"insert into questions ({', '.join(columns)}) values ({marks}) returning number"  # noqa: S608, names of ours
    [(number,)] = db.execute(sql, list(columns.values())).fetchall()
    return int(number)


def _update(db: Database, columns: dict[str, object], number: int, person: str) -> bool:
    """False where the question is unknown or somebody else's."""
    sets = ", ".join(f"{name} = ?" for name in columns)
    sql = f"update questions set {sets} where number = ? and person = ?"  # noqa: S608, names of ours
    return db.execute(sql, [*columns.values(), number, person]).rowcount == 1
