"""Updates that are not answered yet: written down sealed, taken over from dead processes, crossed off, each once."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.records.database import DatabaseThread
from bot.records.people import Keys
from bot.records.shelf import ROWS, Shelf, Step, scrub

logger = logging.getLogger(__name__)

CROSSED_OFF_KEPT = timedelta(hours=48)  # ids of answered updates; Telegram brings an update for 24 hours at most
MOST_TRIES = 5  # an update whose handling ended with the process this often is given up


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it is written down until it has been answered."""

    update_id: int
    body: str  # JSON, as Telegram sent it
    person: str = ""  # pseudonym; empty: it comes from nobody, as a poll
    chat: str = ""  # pseudonym; empty: it belongs to no chat, as an inline query


def create(db: Database, /) -> None:
    # done is null until an update is crossed off; body, person and chat are null from then on.
    db.execute(
        """
        create table updates (
            id integer primary key,
            owner text not null,
            body text,                  -- sealed JSON
            person text,
            chat text,
            tries integer not null default 0,
            done text
        )
        """
    )
    db.execute("create index updates_waiting on updates (id) where done is null")
    db.execute("create index updates_by_done on updates (done) where done is not null")


class UpdateRecords(Shelf):
    """Remembers updates."""

    steps = (Step("001 questions, people, updates", create),)

    def __init__(self, database: DatabaseThread, keys: Keys, clock: Callable[[], datetime]) -> None:
        super().__init__(database, keys, clock)
        self._in_hand: set[int] = set()  # updates that are being handled in this process
        self._to_scrub: dict[int, bool] = {}  # those whose bytes go when they are crossed off; whether to rebuild

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
            await scrub(self._database, rebuild=self._to_scrub.pop(update_id))

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

    def scrub_when_done(self, held: Iterable[int], *, rebuild: bool) -> None:
        """No bytes are to stay of these updates either, once they have been answered."""
        self._to_scrub.update(dict.fromkeys(self._in_hand.intersection(held), rebuild))

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        """All but what is being handled, which goes when it is crossed off."""
        free = _pending(db, person, chat) - self._in_hand
        for update_id in free:
            self._cross_off(db, update_id)
        return {ROWS: len(free)}

    def held(self, db: Database, person: str, chat: str | None) -> set[int]:
        """What of a person's is being handled."""
        return _pending(db, person, chat) & self._in_hand

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from updates where done < ?", [self._stamp(CROSSED_OFF_KEPT)]).rowcount)

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


def _pending(db: Database, person: str, chat: str | None) -> set[int]:
    """Updates of a person, or of a chat, that are not answered yet."""
    rows = db.execute("select id from updates where done is null and (person = ? or chat = ?)", [person, chat])
    return {update_id for (update_id,) in rows.fetchall()}
