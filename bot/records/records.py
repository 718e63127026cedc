"""What is remembered, and how it is forgotten: questions, languages, updates not answered yet, and the shelves of others."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from bot.records.chats import ChatRecords
from bot.records.database import DatabaseThread
from bot.records.database import RecordsError as RecordsError  # callers know it from here
from bot.records.deliveries import DeliveryRecords
from bot.records.drafts import DraftRecords
from bot.records.migrations import migrate
from bot.records.people import Keys
from bot.records.roles import ActionRecords, RoleRecords
from bot.records.shelf import Shelf, stamp
from bot.rooms.agreements.records import AgreementRecords
from bot.rooms.announcements.records import AnnouncementRecords
from bot.rooms.invitations.records import InvitationRecords
from bot.rooms.links.records import LinkRecords
from bot.rooms.obstacles.records import ObstacleRecords
from bot.rooms.statistics.records import FigureRecords
from bot.rooms.unanswered.records import UnansweredRecords
from bot.rooms.uploads.records import UploadRecords
from bot.when import clock as clocks
from index.answer import Outcome

logger = logging.getLogger(__name__)

CROSSED_OFF_KEPT = timedelta(hours=48)  # ids of answered updates; Telegram brings an update for 24 hours at most
CONFIRMED = 500  # questions with 👍 that are asked again after an edit: each takes some milliseconds
MOST_TRIES = 5  # an update whose handling ended with the process this often is given up


class Where(StrEnum):
    """Where a question was asked."""

    PRIVATE = "private"
    GROUP = "group"
    INLINE = "inline"
    TERMINAL = "terminal"


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


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went when somebody asked for it."""

    rows: int  # questions, choices, updates that were about this person
    others: Mapping[str, int]  # what else, by key of wording, with {count}: agreements gone, links without a name


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it is written down until it has been answered."""

    update_id: int
    body: str  # JSON, as Telegram sent it
    person: str = ""  # pseudonym; empty: it comes from nobody, as a poll
    chat: str = ""  # pseudonym; empty: it belongs to no chat, as an inline query


class Records:
    """Remembers. Each method returns when what it wrote is on disk, and may raise RecordsError."""

    def __init__(self, path: Path | str, keys: Keys, *, clock: Callable[[], datetime] = clocks.now) -> None:
        """path: a file, or ":memory:"; clock: the time, with its zone."""
        self._keys = keys
        self._clock = clock
        self._database = DatabaseThread(path, migrate)
        self._path = path
        self.chats = ChatRecords(self._database, keys, clock)
        self.drafts = DraftRecords(self._database, keys, clock)
        self.deliveries = DeliveryRecords(self._database, keys, clock)
        self.figures = FigureRecords(self._database)
        self.links = LinkRecords(self._database, keys, clock)
        self.agreements = AgreementRecords(self._database, keys, clock)
        self.invitations = InvitationRecords(self._database, keys, clock)
        self.roles = RoleRecords(self._database, keys, clock)
        self.obstacles = ObstacleRecords(self._database, keys, clock)
        self.announcements = AnnouncementRecords(self._database, keys, clock)
        self.unanswered = UnansweredRecords(self._database, keys, clock)
        self.uploads = UploadRecords(self._database, keys, clock)
        self.actions = ActionRecords(self._database, keys, clock)
        self._shelves = tuple(shelf for shelf in vars(self).values() if isinstance(shelf, Shelf))
        self._in_hand: set[int] = set()  # updates that are being handled in this process
        self._to_scrub: dict[
            int, bool
        ] = {}  # those whose bytes have to go when they are crossed off; whether to rebuild

    async def open(self) -> None:
        """Raises RecordsError, also for a file that is damaged, is another program's or of a newer version."""
        await self._database.open()
        try:
            others = await self._database.write(self._show_key)
            for shelf in self._shelves:
                await shelf.load()
        except BaseException:
            await self._database.close()
            raise
        if others:
            logger.warning(
                "%s holds records that were sealed with another key; to read them, put back the DATA_KEY (or data.key) of "
                "before; until they expire /wis can't find them",
                self._path,
            )

    async def close(self) -> None:
        await self._database.close()

    # --- questions

    async def asked(self, noted: Noted) -> int:
        """The number of the question from now on."""

        def job(db: Database) -> int:
            at = self._stamp()
            db.execute("update people set seen = ? where person = ?", [at, noted.person])
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
                "and is_good = 1 and (choice is not null or outcome = ?) and answer is not null "
                "order by number desc limit ?",
                [Outcome.ANSWERED, limit],
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
                where at >= ? and answer is not null and (choice is not null or outcome = ?)
                group by answer order by count(distinct person) desc, count(*) desc, answer limit ?
                """,
                [since, Outcome.ANSWERED, limit],
            ).fetchall()
        )
        return tuple(entry for (entry,) in rows)

    # --- people

    async def language(self, person: str) -> str | None:
        """The language that the person chose; None: none yet."""
        row = await self._database.read(
            lambda db: db.execute("select lang from people where person = ?", [person]).fetchone()
        )
        return row[0] if row else None

    async def speak(self, person: str, lang: str) -> None:
        """The person chose a language."""
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into people (person, lang, seen) values (?, ?, ?) "
                    "on conflict (person) do update set lang = excluded.lang, seen = excluded.seen",
                    [person, lang, self._stamp()],
                ).rowcount
            )
        )

    async def kept_of(self, person: str) -> int:
        """How many rows are about a person; an update that is being handled is not counted."""
        in_hand = frozenset(self._in_hand)

        def job(db: Database) -> int:
            (questions,) = db.execute("select count(*) from questions where person = ?", [person]).fetchone()
            (people,) = db.execute("select count(*) from people where person = ?", [person]).fetchone()
            return int(questions) + int(people) + len(_pending(db, person, None) - in_hand)

        return await self._database.read(job)

    async def forget(self, person: str, chat: str | None) -> Forgotten:
        """Everything about a person goes, from the disk too. chat: the private one.

        The update that is being handled goes when it is crossed off.
        """
        in_hand = frozenset(self._in_hand)
        others: dict[str, int] = {}

        def job(db: Database) -> tuple[int, set[int]]:
            others.clear()
            for shelf in self._shelves:
                others.update({key: count for key, count in shelf.forget(db, person, chat).items() if count})
            pending = _pending(db, person, chat)
            gone: int = db.execute("delete from questions where person = ?", [person]).rowcount
            gone += db.execute("delete from people where person = ?", [person]).rowcount
            for update_id in pending - in_hand:
                self._cross_off(db, update_id)
            return gone + len(pending - in_hand), pending & in_hand

        gone, handled = await self._database.write(job)
        # Who presses a hundred times must not have the file rebuilt a hundred times: there was nothing of theirs to copy.
        is_changed = gone > 0 or bool(others)
        self._to_scrub.update(dict.fromkeys(handled & self._in_hand, is_changed))
        await self._scrub(rebuild=is_changed)
        return Forgotten(gone, others)

    async def moved(self, old: int, new: int) -> None:
        """A group became a supergroup, which Telegram knows under another number."""
        before, after = self._keys.pseudonym("chat", old), self._keys.pseudonym("chat", new)

        def job(db: Database) -> None:
            for shelf in self._shelves:
                shelf.moved(db, before, after)
            self.chats.renumber(db, after, new)

        await self._database.write(job)

    async def expire(self, older_than_days: int) -> int:
        """What is older goes, from the disk too; how many rows went. To be called daily."""
        limit = self._stamp(timedelta(days=older_than_days))

        def job(db: Database) -> int:
            gone: int = db.execute("delete from questions where at < ?", [limit]).rowcount
            gone += db.execute(
                "delete from people where seen < ? and person not in (select person from questions)", [limit]
            ).rowcount
            gone += db.execute("delete from updates where done < ?", [self._stamp(CROSSED_OFF_KEPT)]).rowcount
            db.execute("delete from seals where used < ?", [limit])
            gone += sum(shelf.expire(db, limit) for shelf in self._shelves)
            needed = [shelf.chats_needed for shelf in self._shelves if shelf.chats_needed]
            return gone + self.chats.drop_unneeded(db, limit, needed)

        gone = await self._database.write(job)
        await self._scrub(rebuild=True)
        return gone

    async def is_writable(self) -> bool:
        """Whether a small write gets through."""
        try:
            await self._database.write(self._show_key)
        except RecordsError:
            return False
        return True

    # --- inbox

    async def write_down(self, updates: Sequence[Arrived], owner: str) -> frozenset[int]:
        """Keep updates until they are crossed off; the ids of those that are new, in whichever process."""

        def job(db: Database) -> frozenset[int]:
            return frozenset(one.update_id for one in updates if self._write_down(db, one, owner))

        return await self._database.write(job)

    def begin(self, update_id: int) -> None:
        """An update is being handled from now on."""
        self._in_hand.add(update_id)

    def let_go(self, update_id: int) -> None:
        """An update is not being handled any more, though not answered."""
        self._in_hand.discard(update_id)

    async def retried(self, update_id: int) -> None:
        """An update that another process left is about to be handled once more."""
        await self._database.write(
            lambda db: db.execute("update updates set tries = tries + 1 where id = ?", [update_id]).rowcount
        )

    async def cross_off(self, update_id: int) -> None:
        """The update is answered: its body goes, its id stays, so that it isn't answered again."""
        await self._database.write(lambda db: self._cross_off(db, update_id))
        self._in_hand.discard(update_id)
        if update_id in self._to_scrub:
            await self._scrub(rebuild=self._to_scrub.pop(update_id))

    async def take_over(self, owner: str, is_alive: Callable[[str], bool]) -> tuple[str, ...]:
        """Bodies of the updates that dead owners left, by id; they are owner's now.

        is_alive is called on another thread. Those that took the process down time and again are crossed off.
        """

        def job(db: Database) -> tuple[tuple[str, ...], list[int]]:
            found = db.execute(
                "select distinct owner from updates where done is null and owner <> ?", [owner]
            ).fetchall()
            dead = [name for (name,) in found if not is_alive(name)]
            rows = db.execute(
                "select id, body, tries from updates where done is null and owner in (select value from json_each(?)) "
                "order by id",
                [json.dumps(dead)],
            ).fetchall()
            bodies: list[str] = []
            given_up: list[int] = []
            for update_id, sealed, tries in rows:
                body = self._keys.unseal(sealed) if tries < MOST_TRIES else None
                if body is None:
                    self._cross_off(db, update_id)
                    given_up.append(update_id)
                    continue
                db.execute("update updates set owner = ? where id = ?", [owner, update_id])
                bodies.append(body)
            return tuple(bodies), given_up

        bodies, given_up = await self._database.write(job)
        for update_id in given_up:
            logger.error(
                "update %d was given up: it was begun %d times without an end, or was sealed with another key",
                update_id,
                MOST_TRIES + 1,
            )
        return bodies

    async def waiting(self) -> int:
        """How many updates are written down and not crossed off."""
        (count,) = await self._database.read(
            lambda db: db.execute("select count(*) from updates where done is null").fetchone()
        )
        return int(count)

    # --- parts of jobs, on the database's thread

    def _stamp(self, ago: timedelta = timedelta()) -> str:
        """A time as it is kept: stamps sort as the times do."""
        return stamp(self._clock() - ago)

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

    def _write_down(self, db: Database, one: Arrived, owner: str) -> bool:
        """Whether it is new."""
        done = db.execute(
            "insert into updates (id, owner, body, person, chat) values (?, ?, ?, ?, ?) on conflict (id) do nothing",
            [one.update_id, owner, self._keys.seal(one.body), one.person or None, one.chat or None],
        )
        return done.rowcount == 1

    def _cross_off(self, db: Database, update_id: int) -> None:
        """Also where it had not been written down, as on a full disk."""
        db.execute(
            "insert into updates (id, owner, done) values (?, '', ?) on conflict (id) do update "
            "set done = excluded.done, body = null, person = null, chat = null",
            [update_id, self._stamp()],
        )

    def _show_key(self, db: Database) -> bool:
        """Note that this key is in use; whether another was before, with which records may be sealed."""
        fingerprint = self._keys.fingerprint
        db.execute(
            "insert into seals (fingerprint, used) values (?, ?) "
            "on conflict (fingerprint) do update set used = excluded.used",
            [fingerprint, self._stamp()],
        )
        return db.execute("select 1 from seals where fingerprint <> ?", [fingerprint]).fetchone() is not None

    async def _scrub(self, *, rebuild: bool) -> None:
        """No bytes stay of what was deleted; where that can't be done now, the next clean-up does it."""
        try:
            await self._database.scrub(rebuild=rebuild)
        except RecordsError as error:
            logger.error("what was deleted is not off the disk yet, the next daily clean-up tries again: %s", error)


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


def _pending(db: Database, person: str, chat: str | None) -> set[int]:
    """Updates of a person, or of a chat, that are not answered yet."""
    rows = db.execute("select id from updates where done is null and (person = ? or chat = ?)", [person, chat])
    return {update_id for (update_id,) in rows.fetchall()}
