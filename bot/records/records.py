"""What is remembered, and how it is forgotten: the shelves that every house has, and those that its rooms bring."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.records.actions import ActionRecords
from bot.records.chats import ChatRecords
from bot.records.database import Database
from bot.records.database import RecordsError as RecordsError  # callers know it from here
from bot.records.deliveries import DeliveryRecords
from bot.records.drafts import DraftRecords
from bot.records.engines import engine_at
from bot.records.held import HeldRecords
from bot.records.knowledge import KnowledgeRecords
from bot.records.languages import LanguageRecords
from bot.records.memories import MemoryRecords
from bot.records.migrations import Steps, steps_of
from bot.records.origins import OriginRecords
from bot.records.pages import PageRecords
from bot.records.people import Keys
from bot.records.questions import QuestionRecords
from bot.records.roles import RoleRecords
from bot.records.shelf import HELD, ROWS, Shelf, scrub, stamp
from bot.records.unreadable import UnreadableRecords
from bot.records.updates import UpdateRecords
from bot.when import clock as clocks

logger = logging.getLogger(__name__)

S = TypeVar("S", bound=Shelf)

LOOK_S = 20.0  # between readings of what is held in memory where nothing is told

# What every house has; rooms bring their own. Languages after questions: see LanguageRecords.expire.
OWN: tuple[type[Shelf], ...] = (
    *(QuestionRecords, LanguageRecords, UpdateRecords, ChatRecords, DraftRecords),
    *(DeliveryRecords, HeldRecords, RoleRecords, ActionRecords, UnreadableRecords, PageRecords, OriginRecords),
    *(KnowledgeRecords, MemoryRecords),
)


def all_steps(rooms: Sequence[type[Shelf]]) -> Steps:
    """What brings a database up to date for rooms with these shelves."""
    return steps_of((*OWN, *rooms))


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went when somebody asked for it."""

    rows: int  # questions, choices, updates that were about this person
    others: Mapping[str, int]  # what else, by key of wording, with {count}: agreements gone, links without a name


class Records:
    """Remembers. Each method returns when what it wrote is on disk, and may raise RecordsError."""

    def __init__(
        self,
        path: Path | str,
        keys: Keys,
        rooms: Sequence[type[Shelf]] = (),
        *,
        clock: Callable[[], datetime] = clocks.now,
    ) -> None:
        """path: a file, ":memory:", or the address of a PostgreSQL database; rooms: the shelves that rooms bring; clock: the time, with its zone."""
        self._keys, self._clock = keys, clock
        self._database = engine_at(path, all_steps(rooms))
        self._shelves = {kind: kind(self._database, keys, clock) for kind in (*OWN, *rooms)}
        self.questions, self.languages = self.shelf(QuestionRecords), self.shelf(LanguageRecords)
        self.updates, self.chats = self.shelf(UpdateRecords), self.shelf(ChatRecords)
        self.drafts, self.deliveries = self.shelf(DraftRecords), self.shelf(DeliveryRecords)
        self.held, self.unreadable = self.shelf(HeldRecords), self.shelf(UnreadableRecords)
        self.roles, self.actions = self.shelf(RoleRecords), self.shelf(ActionRecords)
        self.pages, self.origins = self.shelf(PageRecords), self.shelf(OriginRecords)
        self.memories = self.shelf(MemoryRecords)

    def shelf(self, kind: type[S]) -> S:
        """The shelf of that kind, for the room that brought it."""
        found = self._shelves[kind]
        assert isinstance(found, kind)  # noqa: S101, for the type checker
        return found

    async def open(self) -> None:
        """Raises RecordsError, also for a file that is damaged, is another program's, of a newer version or sealed otherwise."""
        await self._database.open()
        try:
            others = await self._database.write(self._begin_with_key)
            for shelf in self._shelves.values():
                await shelf.load()
        except BaseException:
            await self._database.close()
            raise
        if others:
            logger.warning(
                "%s holds records that were sealed with another key too, which was used before; they are left until they "
                "expire, and /wis can't find them",
                self.where,
            )

    async def close(self) -> None:
        await self._database.close()

    @property
    def where(self) -> str:
        """Where they are kept, as messages name it."""
        return self._database.where

    @property
    def is_shared(self) -> bool:
        """Whether they are on a server, which many processes share and which keeps a while what was deleted."""
        return self._database.is_shared

    async def follow(self) -> None:
        """Have what is held in memory be as other processes make it, until cancelled; for records that are shared."""
        while True:
            await self._database.told(HELD, LOOK_S)
            try:
                for shelf in self._shelves.values():
                    await shelf.load()
            except RecordsError as error:  # what was held goes on serving
                logger.error("records: %s", error)

    async def forget(self, person: str, chat: str | None) -> Forgotten:
        """Everything about a person goes, from the disk too. chat: the private one.

        The update that is being handled goes when it is crossed off.
        """

        def job(db: Database) -> tuple[Counter[str], set[int]]:
            gone: Counter[str] = Counter()
            for shelf in self._shelves.values():
                gone.update(shelf.forget(db, person, chat))
            self._database.tell(db, HELD)
            return gone, self.updates.held(db, person, chat)

        gone, held = await self._database.write(job)
        # Who presses a hundred times must not have the file rebuilt a hundred times: there was nothing of theirs to copy.
        is_changed = gone.total() > 0
        self.updates.scrub_when_done(held, rebuild=is_changed)
        await scrub(self._database, rebuild=is_changed)
        rows = gone.pop(ROWS, 0)
        return Forgotten(rows, {key: count for key, count in gone.items() if count})

    async def moved(self, old: int, new: int) -> None:
        """A group became a supergroup, which Telegram knows under another number."""
        before, after = self._keys.pseudonym("chat", old), self._keys.pseudonym("chat", new)

        def job(db: Database) -> None:
            for shelf in self._shelves.values():
                shelf.moved(db, before, after)
            self.chats.renumber(db, after, new)

        await self._database.write(job)

    async def expire(self, older_than_days: int) -> int:
        """What is older goes, from the disk too; how many rows went. To be called daily."""
        limit = stamp(self._clock() - timedelta(days=older_than_days))

        def job(db: Database) -> int:
            self._show_key(
                db
            )  # it stays known as the one that opens these records, however long the bot has been running
            db.execute("delete from seals where used < ?", [limit])
            shelves = self._shelves.values()
            gone = sum(shelf.expire(db, limit) for shelf in shelves)
            needed = [shelf.chats_needed for shelf in shelves if shelf.chats_needed]
            return gone + self.chats.drop_unneeded(db, limit, needed)

        gone = await self._database.write(job)
        await scrub(self._database, rebuild=True)
        return gone

    async def probe(self) -> None:
        """Raises RecordsError where a small write doesn't get through, or not into the file that has the name."""
        await self._database.write(self._show_key)
        self.see_place()

    def see_place(self) -> None:
        """Raises RemovedError, a RecordsError, where the file was removed or replaced while it is open."""
        self._database.see_place()

    # --- parts of jobs, on the database's thread

    def _begin_with_key(self, db: Database) -> bool:
        """Whether another key was used before, with which records may be sealed. Raises RecordsError where only others were."""
        known = {fingerprint for (fingerprint,) in db.execute("select fingerprint from seals").fetchall()}
        if known and self._keys.fingerprint not in known:
            raise RecordsError(
                f"{self.where} is sealed with another key, and nothing was changed; put back the DATA_KEY or data.key of before. "
                "Was DATA_KEY set only now? Then leave it out: the key is in data.key. If the key is lost, "
                f"{self._database.anew}: what it holds can't be read without it, and a new one is begun"
            )
        self._show_key(db)
        return bool(known - {self._keys.fingerprint})

    def _show_key(self, db: Database) -> None:
        """Note that this key is in use."""
        db.execute(
            "insert into seals (fingerprint, used) values (?, ?) "
            "on conflict (fingerprint) do update set used = excluded.used",
            [self._keys.fingerprint, stamp(self._clock())],
        )
