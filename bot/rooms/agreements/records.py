"""Agreements as they are kept: what and who sealed, by number and chat."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step, unstamped
from bot.when.series import Instead, next_after

MOST_OPEN = 200  # of one chat


class State(StrEnum):
    """What became of an agreement."""

    OPEN = "open"
    KEPT = "kept"
    VOID = "void"  # it was dropped


@dataclass(frozen=True, slots=True)
class Agreed:
    """What people agree on, before it has a number."""

    what: str
    who: str  # as they name it; empty: nobody is named
    day: date
    at: time | None  # on the clocks of Amsterdam; None: any time that day
    rule: str = ""  # an RRULE by which it comes back; empty: it doesn't
    by_rule: date | None = None  # the day that it has by its rule, where it was moved once; None: day
    at_by_rule: time | None = None  # … and the hour that is usual; None: any time
    # What is otherwise of those to come, by their days by the rule: when it is instead; None: it is off.
    others: Mapping[date, Instead | None] = field(default_factory=dict)

    @property
    def here(self) -> date:
        """The day that it has by its rule."""
        return self.by_rule or self.day

    @property
    def usually_at(self) -> time | None:
        """The hour of those to come, as far as nothing else is said of one; None: any time."""
        return self.at_by_rule if self.by_rule else self.at

    @property
    def off(self) -> tuple[date, ...]:
        """Days to come on which it is off."""
        return tuple(day for day, other in self.others.items() if other is None)

    @property
    def following(self) -> date | None:
        """The day that the next one has by its rule; None: it doesn't come back."""
        return next_after(self.rule, self.here, self.here, self.off) if self.rule else None

    @property
    def next_day(self) -> date | None:
        """When it comes back; None: it doesn't."""
        return self.time_of(self.following)[0] if self.following else None

    def time_of(self, day: date) -> tuple[date, time | None]:
        """(day, hour) of one of those to come, that is on a day by the rule; None: at any time."""
        other = self.others.get(day) or Instead(day)
        return other.day, other.at or self.usually_at


@dataclass(frozen=True, slots=True)
class Dated:
    """What of an agreement says when it is spoken of; nothing in it is sealed."""

    number: int
    chat: str  # pseudonym
    day: date
    since: datetime  # UTC; agreed, moved or taken up again: what was to be said before that is not said
    moves: int  # how often another day was agreed
    thread: int | None  # Telegram's number of the topic in which it was agreed; None: in none, or in "General"
    maker_chat: str | None  # pseudonym of the chat with whoever noted it alone; None: that is this chat, or not known


@dataclass(frozen=True, slots=True)
class Agreement(Dated):
    """An agreement of a chat."""

    agreed: Agreed
    state: State
    closed: datetime | None  # UTC; None: it is open
    moved: datetime | None  # UTC, for the last time; None: never


def create(db: Database, /) -> None:
    db.execute(
        """
        create table agreements (
            number integer primary key autoincrement,
            token text not null unique, -- of the draft that it was: one that is confirmed twice is one agreement
            chat text not null,         -- pseudonym
            is_group integer not null,
            creator text,               -- pseudonym; null: it was asked to be forgotten
            what text not null,         -- sealed
            who text not null,          -- sealed
            day text not null,          -- 2026-12-01
            at text,                    -- 14:00, Europe/Amsterdam
            state text not null,
            since text not null,
            moves integer not null default 0,
            moved text,
            closed text
        )
        """
    )
    db.execute("create index agreements_by_chat on agreements (chat, state, day)")
    db.execute("create index agreements_open on agreements (day) where state = 'open'")


def reach(db: Database, /) -> None:
    db.execute("alter table agreements add column thread integer")  # Telegram's number of a topic
    db.execute("alter table agreements add column maker_chat text")  # pseudonym


def repeat(db: Database, /) -> None:
    db.execute("alter table agreements add column rule text not null default ''")  # an RRULE
    db.execute("alter table agreements add column by_rule text")  # a day; null: it wasn't moved
    db.execute("create index agreements_that_repeat on agreements (day) where rule <> '' and state = 'open'")


def except_for(db: Database, /) -> None:
    db.execute("alter table agreements add column others text not null default '{}'")  # JSON, days by days


def keep_usual_hour(db: Database, /) -> None:
    db.execute("alter table agreements add column at_by_rule text")  # 14:00; of no meaning where by_rule is null
    db.execute("update agreements set at_by_rule = at where by_rule is not null")


class AgreementRecords(Shelf):
    """Remembers agreements. One that comes back is a row each time: the next is made when this one is closed, or near."""

    steps = (
        Step("006 agreements", create),
        Step("013 agreements, topics and makers", reach),
        Step("014 agreements that repeat", repeat),
        Step("016 agreements, exceptions ahead", except_for),
        Step("017 agreements, other hours once", keep_usual_hour),
    )

    chats_needed = "select chat from agreements union select maker_chat from agreements where maker_chat is not null"

    async def add(self, asker: Asker, token: str, agreed: Agreed) -> int:
        """Its number; the same for the same token."""
        values = [
            token,
            asker.chat,
            asker.is_group,
            asker.person,
            self._keys.seal(agreed.what),
            self._keys.seal(agreed.who),
            *_when(agreed.day, agreed.at),
            State.OPEN,
            self._stamp(),
            asker.thread,
            asker.own_chat if asker.is_group and asker.own_chat else None,
            agreed.rule,
            _written(agreed.others),
        ]

        def job(db: Database) -> int:
            db.execute(
                "insert into agreements (token, chat, is_group, creator, what, who, day, at, state, since, thread, maker_chat, "
                "rule, others) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (token) do nothing",
                values,
            )
            (number,) = db.execute("select number from agreements where token = ?", [token]).fetchone()
            return int(number)

        return await self._database.write(job)

    async def of(self, number: int, chat: str) -> Agreement | None:
        """None: there is none with that number in that chat."""
        found = await self._read("number = ? and chat = ?", [number, chat])
        return found[0] if found else None

    async def open_of(self, chat: str) -> tuple[Agreement, ...]:
        """Earliest first."""
        return await self._read("chat = ? and state = 'open'", [chat])

    async def out_of_reach(self, maker_chat: str) -> tuple[Agreement, ...]:
        """Open ones that somebody made in groups that take nothing now; earliest first."""
        return await self._read(
            "maker_chat = ? and state = 'open' and chat in (select chat from chats where away is not null)",
            [maker_chat],
        )

    async def closed_of(self, chat: str, since: datetime) -> tuple[Agreement, ...]:
        """Kept and dropped after that."""
        return await self._read("chat = ? and state <> 'open' and closed > ?", [chat, self._since(since)])

    async def open_between(self, first: date, last: date) -> tuple[Dated, ...]:
        """Of every chat that the bot may write to, both days included; chat by chat, earliest first."""
        # This is asked every few seconds: nothing is unsealed, and a chat that is gone isn't asked for.
        sql = (
            "select number, chat, day, since, moves, thread, maker_chat from agreements where state = 'open' and day between ? and ? "
            "and exists (select 1 from chats where chats.chat = agreements.chat) order by chat, day, at, number"
        )
        values = [first.isoformat(), last.isoformat()]
        rows = await self._database.read(lambda db: db.execute(sql, values).fetchall())
        return tuple(
            Dated(number, chat, date.fromisoformat(day), unstamped(since), moves, thread, maker_chat)
            for number, chat, day, since, moves, thread, maker_chat in rows
        )

    async def close(self, number: int, chat: str, state: State) -> bool:
        """Whether it was open."""
        return await self._change(
            "state = ?, closed = ? where number = ? and chat = ? and state = 'open'",
            [state, self._stamp(), number, chat],
        )

    async def follow(self, agreement: Agreement) -> int | None:
        """Make the next one of what comes back, once; its number. None: there is none any more."""
        agreed = agreement.agreed
        by_rule = agreed.following
        if by_rule is None:
            return None
        (day, at), usual = agreed.time_of(by_rule), agreed.usually_at
        others = {one: other for one, other in agreed.others.items() if one > by_rule}
        values = [
            *(*_when(day, at), self._stamp()),
            *((None, None) if (day, at) == (by_rule, usual) else _when(by_rule, usual)),
            *(_written(others), agreement.number),
        ]

        def job(db: Database) -> int:
            (token,) = db.execute("select token from agreements where number = ?", [agreement.number]).fetchone()
            following = f"{token.partition('@')[0]}@{by_rule}"
            db.execute(
                "insert into agreements (token, chat, is_group, creator, what, who, day, at, state, since, thread, maker_chat, "
                "rule, by_rule, at_by_rule, others) "
                "select ?, chat, is_group, creator, what, who, ?, ?, 'open', ?, thread, maker_chat, rule, ?, ?, ? from agreements where number = ? on conflict (token) do nothing",
                [following, *values],
            )
            (number,) = db.execute("select number from agreements where token = ?", [following]).fetchone()
            return int(number)

        return await self._database.write(job)

    async def stop(self, number: int, chat: str) -> bool:
        """It comes back no more; whether it did."""
        return await self._change("rule = '' where number = ? and chat = ? and rule <> ''", [number, chat])

    async def set_rule(
        self, number: int, chat: str, rule: str, others: Mapping[date, Instead | None], moves: int
    ) -> bool:
        """It comes back by that rule, counted from the day and at the hour that it has now; moves: as in move."""
        return await self._change(
            "rule = ?, others = ?, by_rule = null, at_by_rule = null "
            "where number = ? and chat = ? and state = 'open' and moves = ? and rule <> ''",
            [rule, _written(others), number, chat, moves],
        )

    async def set_others(
        self, before: Agreement, others: Mapping[date, Instead | None], rule: str | None = None
    ) -> bool:
        """What is otherwise of those to come, and the rule they go by; None: as before. False: it was changed meanwhile."""
        agreed = before.agreed
        return await self._change(
            "others = ?, rule = ? where number = ? and chat = ? and state = 'open' and rule = ? and others = ?",
            [
                *(_written(others), agreed.rule if rule is None else rule, before.number, before.chat),
                *(agreed.rule, _written(agreed.others)),
            ],
        )

    async def to_follow(self, until: date) -> tuple[Agreement, ...]:
        """Open ones that come back, of days up to that one, of every chat that the bot may write to."""
        return await self._read(
            "rule <> '' and state = 'open' and day <= ? and exists (select 1 from chats where chats.chat = agreements.chat)",
            [until.isoformat()],
        )

    async def reopen(self, number: int, chat: str) -> bool:
        """Whether it was closed. What was said of it before is not said again."""
        return await self._change(
            "state = 'open', closed = null, since = ? where number = ? and chat = ? and state <> 'open'",
            [self._stamp(), number, chat],
        )

    async def move(self, number: int, chat: str, day: date, at: time | None, moves: int) -> bool:
        """Agree on another day or hour; what comes back is otherwise this once. False where it isn't open, or was moved in the meantime: moves is how often it had been."""
        stamp = self._stamp()
        return await self._change(
            "at_by_rule = case when rule <> '' then case when by_rule is null then at else at_by_rule end end, "
            "by_rule = case when rule <> '' then coalesce(by_rule, day) end, day = ?, at = ?, since = ?, moved = ?, "
            "moves = moves + 1 "
            "where number = ? and chat = ? and state = 'open' and moves = ?",
            [*_when(day, at), stamp, stamp, number, chat, moves],
        )

    async def amend(self, before: Agreement, agreed: Agreed) -> bool:
        """It is that from now on; by the same rule, what is otherwise of those to come stays so.

        False where it isn't open, or was moved in the meantime.
        """
        old, stamp = before.agreed, self._stamp()
        others = {**old.others, **agreed.others} if agreed.rule == old.rule else agreed.others
        is_moved = (agreed.day, agreed.at, agreed.rule) != (old.day, old.at, old.rule)
        times = "by_rule = null, at_by_rule = null, since = ?, moved = ?, moves = moves + 1, " if is_moved else ""
        return await self._change(
            f"{times}what = ?, who = ?, day = ?, at = ?, rule = ?, others = ? "
            "where number = ? and chat = ? and state = 'open' and moves = ?",
            [
                *((stamp, stamp) if is_moved else ()),
                *(self._keys.seal(agreed.what), self._keys.seal(agreed.who)),
                *(*_when(agreed.day, agreed.at), agreed.rule, _written(others)),
                *(before.number, before.chat, before.moves),
            ],
        )

    async def _change(self, sql: str, values: Sequence[object]) -> bool:
        return await self._database.write(
            lambda db: db.execute(f"update agreements set {sql}", list(values)).rowcount == 1  # noqa: S608, ours
        )

    async def _read(self, condition: str, values: Sequence[object]) -> tuple[Agreement, ...]:
        """Earliest first; what was sealed with another key is left out."""
        sql = f"select {_COLUMNS} from agreements where {condition} order by day, at, number"  # noqa: S608, ours
        rows = await self._database.read(lambda db: list(db.query(sql, list(values))))
        return tuple(agreement for row in rows if (agreement := self._agreement(row)))

    def _agreement(self, row: Mapping[str, Any]) -> Agreement | None:
        what, who = self._keys.unseal(row["what"]), self._keys.unseal(row["who"])
        if what is None or who is None:
            return None
        at = time.fromisoformat(row["at"]) if row["at"] else None
        by_rule = date.fromisoformat(row["by_rule"]) if row["by_rule"] else None
        at_by_rule = time.fromisoformat(row["at_by_rule"]) if row["at_by_rule"] else None
        return Agreement(
            int(row["number"]),
            row["chat"],
            date.fromisoformat(row["day"]),
            unstamped(row["since"]),
            int(row["moves"]),
            row["thread"],
            row["maker_chat"],
            Agreed(
                what, who, date.fromisoformat(row["day"]), at, row["rule"], by_rule, at_by_rule, _read(row["others"])
            ),
            State(row["state"]),
            unstamped(row["closed"]) if row["closed"] else None,
            unstamped(row["moved"]) if row["moved"] else None,
        )

    def _since(self, moment: datetime) -> str:
        return self._stamp(self._clock() - moment)

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        """Those made alone go. Others count on those of a group: they stay, without who wrote them down."""
        alone = db.execute("delete from agreements where creator = ? and not is_group", [person]).rowcount
        named = db.execute(
            "update agreements set creator = null, maker_chat = null where creator = ?", [person]
        ).rowcount
        return {"forgot_agreements": alone, "forgot_agreement_names": named}

    def expire(self, db: Database, before: str) -> int:
        """What is closed for long, and what is overdue for long and nobody minded."""
        gone: int = db.execute("delete from agreements where closed < ?", [before]).rowcount
        gone += db.execute(
            "delete from agreements where state = 'open' and day < ? and since < ?", [before[:10], before]
        ).rowcount
        return gone

    def moved(self, db: Database, old: str, new: str) -> None:
        db.execute("update agreements set chat = ? where chat = ?", [new, old])


def _written(others: Mapping[date, Instead | None]) -> str:
    """As JSON: "2026-12-01", "2026-12-01T14:00", or null."""
    return json.dumps(
        {
            f"{day}": other and "T".join(filter(None, _when(other.day, other.at)))
            for day, other in sorted(others.items())
        }
    )


def _read(text: str) -> dict[date, Instead | None]:
    found: dict[date, Instead | None] = {}
    for by_rule, other in json.loads(text).items():
        day, _, at = (other or "").partition("T")
        found[date.fromisoformat(by_rule)] = (
            Instead(date.fromisoformat(day), time.fromisoformat(at) if at else None) if day else None
        )
    return found


def _when(day: date, at: time | None) -> tuple[str, str | None]:
    return day.isoformat(), at.isoformat("minutes") if at else None


_COLUMNS = "number, chat, what, who, day, at, state, since, moves, thread, maker_chat, closed, moved, rule, by_rule, at_by_rule, others"
