"""Links that people share: proposed, published, found again, and whether they still answer.

Addresses and titles are nobody's and kept as they are; who sent one is a pseudonym, and what they wrote to it is sealed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.fetching.addresses import Address
from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step, stamp, unstamped

CHECKED_EACH = timedelta(days=7)
AGAIN_AFTER = timedelta(days=1)  # where the last try brought nothing
TRIES = 2  # in a row that bring nothing, until a link is said to be dead


class State(StrEnum):
    """How far a link has come."""

    WAITING = "waiting"  # for a coordinator
    KEPT = "kept"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link that somebody sends."""

    address: Address
    title: str
    topic: str  # code
    words: str  # what they wrote to it; empty: nothing


@dataclass(frozen=True, slots=True)
class Link:
    """A link that somebody sent."""

    number: int
    url: str
    title: str
    topic: str  # code
    words: str  # empty where nothing was written to it, or its sender is forgotten
    state: State
    at: datetime  # when it was sent, or published
    by: str  # pseudonym of who sent it; empty: forgotten
    chat: str  # pseudonym of the private chat in which it was sent; empty: in a group, or forgotten


@dataclass(frozen=True, slots=True)
class Check:
    """What came of looking whether an address answers."""

    at: datetime  # of the last time
    tries: int  # in a row that brought nothing
    silent_since: datetime | None  # of the first of those; None: it answers


def create(db: Database, /) -> None:
    db.execute(
        """
        create table links (
            number integer primary key autoincrement,
            key text not null unique,   -- equal for two addresses of one page
            url text not null,
            title text not null,
            topic text not null,
            words text,                 -- sealed; null: none
            state text not null,
            at text not null,
            person text,                -- pseudonym; null: forgotten
            chat text,                  -- pseudonym; null: sent in a group, or forgotten
            is_told integer not null    -- whether whoever has to hear of its state has
        )
        """
    )
    db.execute("create index links_by_person on links (person)")
    db.execute(
        """
        create table link_checks (
            url text primary key,
            at text not null,
            tries integer not null,
            silent_since text
        )
        """
    )


class LinkRecords(Shelf):
    """Remembers links. What is published is held in memory too, since every answer asks for it."""

    steps = (Step("005 links", create),)

    chats_needed = "select chat from links where chat is not null and not is_told"

    kept: tuple[Link, ...] = ()  # published, newest first, nobody's name or words among them
    _checks: Mapping[str, Check] = {}

    async def load(self) -> None:
        """Read what is published, and what answers."""

        def job(db: Database) -> tuple[list[Any], list[Any]]:
            kept = _rows(db, "state = ? order by at desc, number desc", [State.KEPT])
            return kept, db.execute("select url, at, tries, silent_since from link_checks").fetchall()

        kept, checks = await self._database.read(job)
        self.kept = tuple(self._link(row, is_bare=True) for row in kept)
        self._checks = {
            url: Check(unstamped(at), tries, unstamped(since) if since else None) for url, at, tries, since in checks
        }

    # --- links

    async def propose(self, proposal: Proposal, asker: Asker, state: State) -> tuple[Link, bool]:
        """(the link, whether it is new): the same page again is the link that there is.

        What was declined, or waits, is published where a coordinator sends it.
        """
        words = self._keys.seal(proposal.words) if proposal.words else None
        chat = None if asker.is_group else asker.chat
        values = [proposal.address.key, proposal.address.url, proposal.title, proposal.topic, words, state]

        def job(db: Database) -> tuple[Any, bool]:
            [row] = _rows(db, "key = ?", [proposal.address.key]) or [None]
            if row and (state is not State.KEPT or row["state"] == State.KEPT):
                return row, False
            db.execute("delete from links where key = ?", [proposal.address.key])
            db.execute(
                "insert into links (key, url, title, topic, words, state, at, person, chat, is_told) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*values, self._stamp(), asker.person, chat, state is State.KEPT],
            )
            return _rows(db, "key = ?", [proposal.address.key])[0], True

        row, is_new = await self._write_held(job)
        return self._link(row), is_new

    async def of(self, number: int) -> Link | None:
        """None: it is unknown, or gone."""
        rows = await self._database.read(lambda db: _rows(db, "number = ?", [number]))
        return self._link(rows[0]) if rows else None

    async def same_as(self, address: Address) -> Link | None:
        """The link to the same page, in whatever state."""
        rows = await self._database.read(lambda db: _rows(db, "key = ?", [address.key]))
        return self._link(rows[0]) if rows else None

    async def waiting(self) -> tuple[Link, ...]:
        """What coordinators have to look at, oldest first."""
        rows = await self._database.read(lambda db: _rows(db, "state = ? order by number", [State.WAITING]))
        return tuple(self._link(row) for row in rows)

    async def count_waiting(self, person: str) -> int:
        """How many of somebody's links nobody has decided on."""
        (count,) = await self._database.read(
            lambda db: db.execute(
                "select count(*) from links where person = ? and state = ?", [person, State.WAITING]
            ).fetchone()
        )
        return int(count)

    async def untold(self) -> tuple[Link, ...]:
        """Those of which somebody has to hear yet: coordinators of what waits, senders of what was decided."""
        rows = await self._database.read(lambda db: _rows(db, "not is_told order by number", []))
        return tuple(self._link(row) for row in rows)

    async def told(self, number: int) -> None:
        await self._database.write(
            lambda db: db.execute("update links set is_told = 1 where number = ?", [number]).rowcount
        )

    async def decide(self, number: int, state: State) -> bool:
        """False where it was not waiting any more: of two coordinators the first decides."""
        values = [state, self._stamp(), number, State.WAITING]
        sql = "update links set state = ?, at = ?, is_told = 0 where number = ? and state = ?"
        return await self._write_held(lambda db: bool(db.execute(sql, values).rowcount == 1))

    async def remove(self, number: int) -> None:
        await self._write_held(lambda db: db.execute("delete from links where number = ?", [number]).rowcount)

    async def words_of(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """What was written to links, by number, where anything was."""
        wanted = frozenset(numbers)
        rows = await self._database.read(
            lambda db: db.execute("select number, words from links where words is not null").fetchall()
        )
        return {number: self._keys.unseal(words) or "" for number, words in rows if number in wanted}

    async def senders(self) -> Mapping[int, str]:
        """Pseudonyms of who sent what is published, by number, where that is known."""
        rows = await self._database.read(
            lambda db: db.execute(
                "select number, person from links where person is not null and state = ?", [State.KEPT]
            ).fetchall()
        )
        return dict(rows)

    # --- whether they answer

    def due(self, urls: Iterable[str], now: datetime) -> str | None:
        """The address that has waited longest to be looked at; None: none is due."""
        waiting: list[tuple[datetime, str]] = []
        for url in urls:
            check = self._checks.get(url)
            if check is None:
                return url
            at = check.at + (AGAIN_AFTER if check.tries else CHECKED_EACH)
            if at <= now:
                waiting.append((at, url))
        return min(waiting)[1] if waiting else None

    async def checked(self, url: str, *, is_answering: bool) -> None:
        """It was looked at now."""
        before = self._checks.get(url)
        now = self._clock()
        tries = 0 if is_answering else (before.tries if before else 0) + 1
        since = None if is_answering else (before.silent_since if before else None) or now
        values = [url, stamp(now), tries, stamp(since) if since else None]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into link_checks (url, at, tries, silent_since) values (?, ?, ?, ?) on conflict (url) do "
                    "update set at = excluded.at, tries = excluded.tries, silent_since = excluded.silent_since",
                    values,
                ).rowcount
            )
        )
        self._checks = {**self._checks, url: Check(now, tries, since)}

    def dead_since(self, url: str) -> datetime | None:
        """Since when it doesn't answer; None: it does, or has not been looked at twice."""
        check = self._checks.get(url)
        return check.silent_since if check and check.tries >= TRIES else None

    def answering(self) -> tuple[str, ...]:
        """Addresses that answered when they were last looked at, the latest first."""
        found = [(check.at, url) for url, check in self._checks.items() if not check.tries]
        return tuple(url for _, url in sorted(found, reverse=True))

    async def keep_checks(self, urls: Iterable[str]) -> None:
        """What came of other addresses is nobody's business any more."""
        others = [[url] for url in self._checks.keys() - set(urls)]
        if others:

            def job(db: Database) -> None:
                for values in others:
                    db.execute("delete from link_checks where url = ?", values)

            await self._write_held(job)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        """What nobody has published yet goes; the rest stays for whoever uses it, without a name."""
        gone = db.execute("delete from links where person = ? and state <> ?", [person, State.KEPT]).rowcount
        nameless = db.execute(
            "update links set person = null, chat = null, words = null where person = ?", [person]
        ).rowcount
        return {"forgot_proposals": gone, "forgot_links": nameless}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from links where state <> ? and at < ?", [State.KEPT, before]).rowcount)

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("update links set chat = ? where chat = ?", [new, old])

    def _link(self, row: Mapping[str, Any], *, is_bare: bool = False) -> Link:
        words = None if is_bare or row["words"] is None else self._keys.unseal(row["words"])
        return Link(
            row["number"],
            row["url"],
            row["title"],
            row["topic"],
            words or "",
            State(row["state"]),
            unstamped(row["at"]),
            "" if is_bare else row["person"] or "",
            "" if is_bare else row["chat"] or "",
        )


def _rows(db: Database, where: str, values: list[Any]) -> list[Any]:
    """Rows of links, their columns by name."""
    sql = f"select number, url, title, topic, words, state, at, person, chat from links where {where}"  # noqa: S608
    return list(db.query(sql, values))
