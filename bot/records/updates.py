"""Updates that are not answered yet: written down sealed, taken over from dead processes, crossed off, each once."""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.records.database import Database, Engine
from bot.records.people import Keys
from bot.records.shelf import ROWS, Shelf, Step, scrub

logger = logging.getLogger(__name__)

CROSSED_OFF_KEPT = timedelta(hours=48)  # ids of answered updates; Telegram brings an update for 24 hours at most
SILENT_S = 30.0  # a process that shows itself nowhere else counts as dead when its beats stood still for this long
SHARED_SILENT_S = 2.5  # … where processes share a server, and give a sign of life every SHARED_BEAT_S
STUCK_S = 15.0  # … and still have their connection: one that others keep from running is no dead one
SHARED_BEAT_S = 0.8
MOST_TRIES = 5  # an update whose handling ended with the process this often is given up


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it is written down until it has been answered."""

    update_id: int
    body: str  # JSON, as Telegram sent it
    person: str = ""  # pseudonym; empty: it comes from nobody, as a poll
    chat: str = ""  # pseudonym; empty: it belongs to no chat, as an inline query


@dataclass(frozen=True, slots=True)
class Left:
    """An update that a dead process left."""

    update_id: int
    body: str  # JSON, as Telegram sent it
    tries: int  # how often it was begun by a process that inherited it, and that ended before it did


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


def date_and_beats(db: Database, /) -> None:
    db.execute("alter table updates add column at text")  # when it came; null: before this column did
    # Signs of life beside the locks: a number that a process which runs makes higher every few seconds.
    db.execute("create table processes (owner text primary key, beat integer not null)")


def find_by_chat(db: Database, /) -> None:
    """Whoever brings an update in asks who has that chat in hand: with thousands that wait, each would look at all of them."""
    db.execute(f"create index updates_by_lane on updates ({_LANE}) where done is null")
    db.execute("create index updates_by_owner on updates (owner) where done is null")


class UpdateRecords(Shelf):
    """Remembers updates."""

    steps = (
        Step("001 questions, people, updates", create),
        Step("013 beats of processes", date_and_beats),
        Step("020 updates by chat", find_by_chat),
    )

    def __init__(self, database: Engine, keys: Keys, clock: Callable[[], datetime]) -> None:
        super().__init__(database, keys, clock)
        self._in_hand: set[int] = set()  # updates that are being handled in this process
        self._to_scrub: dict[int, bool] = {}  # those whose bytes go when they are crossed off; whether to rebuild
        self.others = 0  # processes besides this one that were alive when it looked last
        self._beats: dict[str, tuple[int, float]] = {}  # of each process: its last beat, and when that was first seen
        self._unread: frozenset[int] = frozenset()  # updates that were sealed with another key
        self.is_shared = database.is_shared  # whether other processes take updates of the same chats
        self.silent_s = SHARED_SILENT_S if self.is_shared else SILENT_S
        self.has_waiting = False  # whether updates wait for those before them, as far as was seen
        self._looked_s = time.monotonic()  # when dead processes were last looked for
        self._forgotten: set[int] = set()  # those of people who asked to be forgotten, which are in memory still

    async def write_down(self, updates: Sequence[Arrived], owner: str) -> frozenset[int]:
        """Keep updates until they are crossed off; the ids of those that are new, in whichever process, and owner's.

        What comes in a chat of which another process has something in hand is nobody's until that is done: see take_waiting.
        """

        # Sealed before, since everybody waits for whoever writes.
        sealed = [(one, self._keys.seal(one.body)) for one in updates]

        def job(db: Database) -> frozenset[int]:
            return frozenset(one.update_id for one, body in sealed if self._write_down(db, one, body, owner) == owner)

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
        self._forgotten.discard(update_id)
        if update_id in self._to_scrub:
            await scrub(self._database, rebuild=self._to_scrub.pop(update_id))

    async def take_waiting(self, owner: str) -> tuple[Left, ...]:
        """What waited for something before it in its chat that is done now; it is owner's."""
        self.has_waiting = False
        left, _, _ = await self._database.write(lambda db: self._taken(db, _waiting_for_nobody(db, owner), owner))
        return left

    async def beat(self, owner: str) -> None:
        """A process is alive, whatever becomes of its files; to be called every few seconds."""

        def job(db: Database) -> None:
            self._database.hold(db, owner)
            db.execute(
                "insert into processes (owner, beat) values (?, 0) on conflict (owner) do update set beat = processes.beat + 1",
                [owner],
            )

        await self._database.write(job)

    async def ended(self, owner: str) -> None:
        """A process takes nothing more: what it has not crossed off is free to take."""
        await self._database.write(lambda db: db.execute("delete from processes where owner = ?", [owner]).rowcount)

    async def take_over(self, owner: str, is_alive: Callable[[str], bool | None]) -> tuple[Left, ...]:
        """The updates that dead owners left; they are owner's now. Those that were tried most, and their chats, come last.

        is_alive is called on another thread; None: it can't tell, and the beats decide. What took the process down time and
        again is crossed off; what was sealed with another key is left until it expires.
        """

        def job(db: Database) -> tuple[tuple[Left, ...], list[int], frozenset[int]]:
            dead = self._dead(db, owner, is_alive)
            rows = db.execute(
                "select id, body, tries from updates where done is null and owner in (select value from json_each(?)) "
                "order by max(tries) over (partition by coalesce(chat, person, cast(id as text))), id",
                [json.dumps(dead)],
            ).fetchall()
            left, given_up, unread = self._taken(db, rows, owner)
            if self.is_shared:
                left += self._taken(db, _waiting_for_nobody(db, owner), owner)[0]
            return left, given_up, unread

        left, given_up, unread = await self._database.write(job)
        for update_id in given_up:
            logger.error("update %d was given up: it was begun %d times without an end", update_id, MOST_TRIES + 1)
        if unread - self._unread:
            logger.error(
                "%d updates wait that were sealed with another key; they are answered when that DATA_KEY (or data.key) is put "
                "back, and go when they expire",
                len(unread),
            )
        self._unread = unread
        return left

    def is_forgotten(self, update_id: int) -> bool:
        """Whether its sender asked to be forgotten since it came."""
        return update_id in self._forgotten

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
        pending = _pending(db, person, chat)
        self._forgotten |= pending
        free = pending - self._in_hand
        for update_id in free:
            self._cross_off(db, update_id)
        return {ROWS: len(free)}

    def held(self, db: Database, person: str, chat: str | None) -> set[int]:
        """What of a person's is being handled."""
        return _pending(db, person, chat) & self._in_hand

    def expire(self, db: Database, before: str) -> int:
        db.execute("update updates set at = ? where at is null and done is null", [self._stamp()])
        gone = db.execute("delete from updates where done < ?", [self._stamp(CROSSED_OFF_KEPT)]).rowcount
        gone += db.execute("delete from updates where done is null and at < ?", [before]).rowcount
        return int(gone)

    def _taken(
        self, db: Database, rows: Iterable[tuple[int, str, int]], owner: str
    ) -> tuple[tuple[Left, ...], list[int], frozenset[int]]:
        """(what is owner's from now on, what was given up, what can't be read) of these."""
        left: list[Left] = []
        given_up: list[int] = []
        unread: set[int] = set()
        for update_id, sealed, tries in rows:
            if tries >= MOST_TRIES:
                self._cross_off(db, update_id)
                given_up.append(update_id)
            elif update_id in self._unread or (body := self._keys.unseal(sealed)) is None:
                unread.add(update_id)
            else:
                db.execute("update updates set owner = ? where id = ?", [owner, update_id])
                left.append(Left(update_id, body, tries))
        return tuple(left), given_up, frozenset(unread)

    def _write_down(self, db: Database, one: Arrived, sealed: str, owner: str) -> str | None:
        """Whose it is; empty: nobody's yet, since another process has something of that chat in hand; None: it isn't new."""
        values = [sealed, one.person or None, one.chat or None, self._stamp()]
        if not self.is_shared or not (one.chat or one.person):
            done = db.execute(
                "insert into updates (id, owner, body, person, chat, at) values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
                [one.update_id, owner, *values],
            )
            return owner if done.rowcount == 1 else None
        # One statement: who writes has the records to itself (decision 43), and others wait for each.
        row = db.execute(_TAKE_OR_WAIT, [one.update_id, owner, one.chat or one.person, owner, *values]).fetchone()
        return row[0] if row else None

    def _dead(self, db: Database, owner: str, is_alive: Callable[[str], bool | None]) -> list[str]:
        """The owners of updates that wait, and other processes, that run no more; their beats are forgotten.

        Where only beats can tell, it takes SILENT_S by this process's own clock until that is certain: times of day jump.
        """
        if self.is_shared and time.monotonic() - self._looked_s > self.silent_s:
            self._beats.clear()  # the server was away, or this process stood still: nobody's silence was heard
        self._looked_s = time.monotonic()
        beats = dict(db.execute("select owner, beat from processes where owner <> ?", [owner]).fetchall())
        waiting = db.execute(
            "select distinct owner from updates where done is null and owner not in (?, '')", [owner]
        ).fetchall()
        dead = []
        for name in {*beats, *(name for (name,) in waiting)}:
            is_living = is_alive(name)
            if is_living is None:
                is_living = name in beats and self._lives_on(db, name, beats[name])
            if not is_living:
                dead.append(name)
                self._beats.pop(name, None)
        db.execute("delete from processes where owner in (select value from json_each(?))", [json.dumps(dead)])
        self.others = len(beats.keys() - set(dead))
        return dead

    def _lives_on(self, db: Database, name: str, beat: int) -> bool:
        known, since_s = self._beats.get(name, (None, 0.0))
        if known != beat:
            self._beats[name] = (beat, time.monotonic())
            return True
        silent_s = time.monotonic() - since_s
        return silent_s < self.silent_s or (silent_s < STUCK_S and self._database.is_held(db, name))

    def _cross_off(self, db: Database, update_id: int) -> None:
        """Also where it had not been written down, as on a full disk."""
        looks = self.is_shared and not self.has_waiting
        found = db.execute(_CROSS_OFF_AND_LOOK if looks else _CROSS_OFF, [update_id, self._stamp()])
        if looks:
            self.has_waiting = bool(found.fetchone()[0])


_LANE = "coalesce(chat, person, cast(id as text))"  # what is answered in its order
# An update that comes to an owner is theirs, or nobody's yet where others have something of that chat in hand.
_TAKE_OR_WAIT = f"""
    insert into updates (id, owner, body, person, chat, at)
    values (
        ?,
        case when exists (select 1 from updates where done is null and owner <> ? and {_LANE} = ?) then '' else ? end,
        ?, ?, ?, ?
    )
    on conflict (id) do nothing returning owner
"""  # noqa: S608, ours
_CROSS_OFF = (
    "insert into updates (id, owner, done) values (?, '', ?) on conflict (id) do update "
    "set done = excluded.done, body = null, person = null, chat = null"
)
# … and whether anything waits for nobody.
_CROSS_OFF_AND_LOOK = (
    _CROSS_OFF + " returning exists (select 1 from updates as others where others.done is null and others.owner = '')"  # noqa: S608, ours
)


def _waiting_for_nobody(db: Database, owner: str) -> list[tuple[int, str, int]]:
    """Updates that are nobody's, of chats in which no process but owner has anything in hand; in their order."""
    busy = f"select {_LANE} from updates where done is null and owner not in (?, '')"  # noqa: S608, ours
    rows: list[tuple[int, str, int]] = db.execute(
        f"select id, body, tries from updates where done is null and owner = '' and {_LANE} not in ({busy}) order by id",  # noqa: S608
        [owner],
    ).fetchall()
    return rows


def _pending(db: Database, person: str, chat: str | None) -> set[int]:
    """Updates of a person, or of a chat, that are not answered yet."""
    rows = db.execute("select id from updates where done is null and (person = ? or chat = ?)", [person, chat])
    return {update_id for (update_id,) in rows.fetchall()}
