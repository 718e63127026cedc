"""Days to choose from, as they are kept: what and where sealed, by number and chat; who can when by pseudonym."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step, stamp, unstamped
from bot.rooms.invitations.records import Vote


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a day is looked for."""

    what: str
    place: str  # empty: it isn't known yet
    minutes: int
    starts: tuple[datetime, ...]  # to choose from, earliest first, with their zone


@dataclass(frozen=True, slots=True)
class Poll:
    """Days to choose from in a chat, and who can when."""

    number: int
    code: str  # stands in a link that puts it into a group
    chat: str  # pseudonym
    is_group: bool
    creator: str | None  # pseudonym; None: it was asked to be forgotten
    proposal: Proposal
    chosen: datetime | None  # UTC; None: not yet
    is_off: bool
    card_id: int | None  # Telegram's number of the message that shows it; None: it isn't known
    votes: Mapping[str, Mapping[datetime, Vote]]  # by pseudonym, by start in UTC

    @property
    def is_open(self) -> bool:
        return self.chosen is None and not self.is_off

    def counts(self, start: datetime) -> Mapping[Vote, int]:
        """Who can then."""
        return Counter(mine[start] for mine in self.votes.values() if start in mine)

    @property
    def best(self) -> tuple[datetime, ...]:
        """Those to which most can come, and of these the ones that suit most; none: nobody can at any."""
        scores = {start: self._score(start) for start in self.proposal.starts}
        top = max(scores.values(), default=(0, 0))
        return tuple(start for start, score in scores.items() if score == top and top > (0, 0))

    @property
    def ranked(self) -> tuple[datetime, ...]:
        """The best first."""
        return tuple(sorted(self.proposal.starts, key=self._score, reverse=True))

    def _score(self, start: datetime) -> tuple[int, int]:
        counts = self.counts(start)
        yes = counts.get(Vote.YES, 0)
        return yes + counts.get(Vote.MAYBE, 0), yes


@dataclass(frozen=True, slots=True)
class Asked:
    """One that is open: when it was asked, and of which days."""

    number: int
    chat: str  # pseudonym
    thread: int | None  # Telegram's number of a topic
    since: datetime  # UTC
    starts: tuple[datetime, ...]  # UTC, earliest first


def create(db: Database, /) -> None:
    db.execute(
        """
        create table polls (
            number integer primary key autoincrement,
            token text not null unique, -- of the draft that it was
            code text not null unique,
            chat text not null,         -- pseudonym
            is_group integer not null,
            creator text,               -- pseudonym; null: it was asked to be forgotten
            what text not null,         -- sealed
            place text not null,        -- sealed
            minutes integer not null,
            starts text not null,       -- JSON, a list of times
            ends text not null,         -- after the last of these nothing can be chosen any more
            chosen text,
            is_off integer not null default 0,
            thread integer,             -- Telegram's number of a topic
            card_id integer,            -- Telegram's number of the message that shows it
            since text not null
        )
        """
    )
    db.execute("create index polls_by_chat on polls (chat)")
    db.execute(
        """
        create table poll_votes (
            poll integer not null,
            person text not null,       -- pseudonym
            start text not null,
            vote text not null,
            primary key (poll, person, start)
        )
        """
    )
    db.execute("create index poll_votes_by_person on poll_votes (person)")


class PollRecords(Shelf):
    """Remembers them."""

    steps = (Step("014 polls", create),)

    chats_needed = "select chat from polls"

    async def add(self, asker: Asker, token: str, code: str, proposal: Proposal) -> int:
        """Its number; the same for the same token."""
        starts = [stamp(start) for start in proposal.starts]
        values = [
            *(token, code, asker.chat, asker.is_group, asker.person),
            *(self._keys.seal(proposal.what), self._keys.seal(proposal.place), proposal.minutes),
            *(json.dumps(starts), starts[-1], asker.thread, self._stamp()),
        ]

        def job(db: Database) -> int:
            db.execute(
                "insert into polls (token, code, chat, is_group, creator, what, place, minutes, starts, ends, thread, since) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (token) do nothing",
                values,
            )
            (number,) = db.execute("select number from polls where token = ?", [token]).fetchone()
            return int(number)

        return await self._database.write(job)

    async def of(self, number: int, chat: str) -> Poll | None:
        """None: there is none with that number in that chat."""
        return await self._find("number = ? and chat = ?", [number, chat])

    async def open_ones(self, now: datetime) -> tuple[Asked, ...]:
        """Of groups that the bot may write to, with a day to come; nothing of them is unsealed."""
        sql = (
            "select number, chat, thread, since, starts from polls where chosen is null and not is_off and is_group = 1 "
            "and ends > ? and exists (select 1 from chats where chats.chat = polls.chat) order by number"
        )
        rows = await self._database.read(lambda db: db.execute(sql, [stamp(now)]).fetchall())
        return tuple(
            Asked(number, chat, thread, unstamped(since), tuple(unstamped(one) for one in json.loads(starts)))
            for number, chat, thread, since, starts in rows
        )

    async def of_token(self, token: str, chat: str) -> Poll | None:
        """What became of a draft; None: nothing yet."""
        return await self._find("token = ? and chat = ?", [token, chat])

    async def of_code(self, code: str) -> Poll | None:
        """Of any chat: whoever has the code was given it."""
        return await self._find("code = ?", [code])

    async def shown_as(self, number: int, chat: str, card_id: int) -> None:
        """Its card is that message from now on."""
        values = [card_id, number, chat]
        await self._database.write(
            lambda db: db.execute("update polls set card_id = ? where number = ? and chat = ?", values).rowcount
        )

    async def vote(self, number: int, chat: str, person: str, votes: Mapping[datetime, Vote]) -> None:
        """What somebody says of some of the days, while it is open."""
        rows = [(number, person, stamp(start), vote) for start, vote in votes.items()]

        def job(db: Database) -> None:
            sql = "select 1 from polls where number = ? and chat = ? and chosen is null and not is_off"
            if db.execute(sql, [number, chat]).fetchone():
                for row in rows:
                    db.execute(
                        "insert into poll_votes (poll, person, start, vote) values (?, ?, ?, ?) "
                        "on conflict (poll, person, start) do update set vote = excluded.vote",
                        row,
                    )

        await self._database.write(job)

    async def choose(self, number: int, chat: str, start: datetime) -> bool:
        """Whether it was open."""
        return await self._close("chosen = ?", stamp(start), number, chat)

    async def call_off(self, number: int, chat: str) -> bool:
        """Whether it was open."""
        return await self._close("is_off = ?", 1, number, chat)

    async def put_into_group(self, poll: Poll, asker: Asker) -> bool:
        """One that was made in private is the group's from now on; False where it is a group's already."""
        values = [asker.chat, asker.thread, poll.number]
        sql = "update polls set chat = ?, thread = ?, is_group = 1, card_id = null where number = ? and not is_group"
        return await self._database.write(lambda db: db.execute(sql, values).rowcount == 1)

    # --- parts

    async def _close(self, change: str, value: object, number: int, chat: str) -> bool:
        sql = f"update polls set {change} where number = ? and chat = ? and chosen is null and not is_off"  # noqa: S608
        return await self._database.write(lambda db: db.execute(sql, [value, number, chat]).rowcount == 1)

    async def _find(self, condition: str, values: Sequence[object]) -> Poll | None:
        """None too where it was sealed with another key; condition: SQL of ours."""

        def job(db: Database) -> Poll | None:
            row = next(iter(db.query(f"select * from polls where {condition}", list(values))), None)  # noqa: S608
            if row is None:
                return None
            what, place = self._keys.unseal(row["what"]), self._keys.unseal(row["place"])
            if what is None or place is None:
                return None
            votes: dict[str, dict[datetime, Vote]] = {}
            sql = "select person, start, vote from poll_votes where poll = ? order by rowid"
            for person, start, vote in db.execute(sql, [row["number"]]).fetchall():
                votes.setdefault(person, {})[unstamped(start)] = Vote(vote)
            starts = tuple(unstamped(start) for start in json.loads(row["starts"]))
            return Poll(
                *(int(row["number"]), row["code"], row["chat"], bool(row["is_group"]), row["creator"]),
                Proposal(what, place, int(row["minutes"]), starts),
                unstamped(row["chosen"]) if row["chosen"] else None,
                bool(row["is_off"]),
                row["card_id"],
                votes,
            )

        return await self._database.read(job)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        """What somebody can goes, and what nobody else was shown; those of a group stay, nameless."""
        votes = db.execute("delete from poll_votes where person = ?", [person]).rowcount
        alone = db.execute("delete from polls where creator = ? and not is_group", [person]).rowcount
        db.execute("update polls set creator = null where creator = ?", [person])
        return {key: count for key, count in (("forgot_poll_votes", votes), ("forgot_polls", alone)) if count}

    def expire(self, db: Database, before: str) -> int:
        gone: int = db.execute("delete from polls where ends < ?", [before]).rowcount
        db.execute("delete from poll_votes where poll not in (select number from polls)")
        return gone

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("update polls set chat = ?, card_id = null where chat = ?", [new, old])
