"""Meetings as they are kept: texts sealed, by number and chat; who comes to them by pseudonym."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step, stamp, unstamped
from bot.rooms.invitations import series as kept_series
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.series import Series, begun_with

MOST_ITEMS = 20  # on an agenda
ITEM_DIGITS = 12  # hex digits that stand for an item


class Vote(StrEnum):
    """What somebody answers to an invitation."""

    YES = "yes"
    MAYBE = "may"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Timed:
    """When something is to be said of a meeting, which is looked at every few seconds."""

    number: int
    chat: str  # pseudonym
    start: datetime  # UTC
    end: datetime  # UTC
    since: datetime  # UTC; made, or given another time: what was to be said before that is not said
    thread: int | None  # Telegram's number of the topic in which it was sent; None: in none, or in "General"
    maker_chat: str | None  # pseudonym of the chat with whoever made it alone; None: that is this chat, or not known
    is_whole_day: bool = False  # it goes by no clock


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting of a chat, and who said what to it."""

    number: int
    code: str  # stands in a link that puts it into a group
    uid: str  # by which calendars know it
    chat: str  # pseudonym
    is_group: bool
    creator: str | None  # pseudonym; None: it was asked to be forgotten
    meeting: Meeting
    is_cancelled: bool
    sequence: int  # how often it was changed, but for its agenda
    since: datetime  # UTC
    counts: Mapping[Vote, int]
    card_id: int | None  # Telegram's number of the message that shows it; None: none was sent, or it can't be known
    agenda_edits: int = 0  # how often its agenda was changed
    series: Series | None = None  # None: it doesn't come back

    @property
    def version(self) -> int:
        """Higher with each change, for calendars."""
        return self.sequence + self.agenda_edits


def create(db: Database, /) -> None:
    db.execute(
        """
        create table meetings (
            number integer primary key autoincrement,
            token text not null unique, -- of the draft that it was: one that is sent twice is one meeting
            code text not null unique,
            uid text not null,
            chat text not null,         -- pseudonym
            is_group integer not null,
            creator text,               -- pseudonym; null: it was asked to be forgotten
            what text not null,         -- sealed
            place text not null,        -- sealed
            agenda text not null,       -- sealed JSON, a list of texts
            starts text not null,
            ends text not null,
            is_cancelled integer not null default 0,
            sequence integer not null default 0,
            since text not null,
            card_id integer             -- Telegram's number of the message that shows it
        )
        """
    )
    db.execute("create index meetings_by_chat on meetings (chat, starts)")
    db.execute("create index meetings_to_come on meetings (ends) where not is_cancelled")
    db.execute("create index meetings_by_creator on meetings (creator)")
    db.execute(
        """
        create table meeting_votes (
            meeting integer not null,
            person text not null,       -- pseudonym
            vote text not null,
            primary key (meeting, person)
        )
        """
    )
    db.execute("create index meeting_votes_by_person on meeting_votes (person)")


def reach(db: Database, /) -> None:
    db.execute("alter table meetings add column thread integer")  # Telegram's number of a topic
    db.execute("alter table meetings add column maker_chat text")  # pseudonym


def count_agenda(db: Database, /) -> None:
    db.execute("alter table meetings add column agenda_edits integer not null default 0")


def repeat(db: Database, /) -> None:
    db.execute("alter table meetings add column series text")  # sealed JSON; null: it doesn't come back


def whole_days(db: Database, /) -> None:
    db.execute("alter table meetings add column days integer not null default 0")  # 0: it goes by the clock


class InvitationRecords(Shelf):
    """Remembers meetings."""

    steps = (
        Step("010 meetings", create),
        Step("013 meetings, topics and makers", reach),
        Step("014 meetings, agendas in calendars", count_agenda),
        Step("014 meetings that repeat", repeat),
        Step("015 meetings of whole days", whole_days),
    )

    chats_needed = "select chat from meetings union select maker_chat from meetings where maker_chat is not null"

    async def add(
        self, asker: Asker, token: str, code: str, uid: str, meeting: Meeting, series: Series | None = None
    ) -> int:
        """Its number; the same for the same token. series: that it begins; None: what its own rule says."""
        values = [
            *(token, code, uid, asker.chat, asker.is_group, asker.person),
            *self._sealed(meeting),
            *(stamp(meeting.start), stamp(meeting.end), self._stamp()),
            *(asker.thread, asker.own_chat or None),
            *(self._sealed_series(series or begun_with(meeting)), meeting.days),
        ]

        def job(db: Database) -> int:
            db.execute(
                "insert into meetings (token, code, uid, chat, is_group, creator, what, place, agenda, starts, ends, since, "
                "thread, maker_chat, series, days) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (token) do nothing",
                values,
            )
            (number,) = db.execute("select number from meetings where token = ?", [token]).fetchone()
            return int(number)

        return await self._database.write(job)

    async def of(self, number: int, chat: str) -> Invitation | None:
        """None: there is none with that number in that chat."""
        return await self._find("number = ? and chat = ?", [number, chat])

    async def shown_as(self, number: int, chat: str, card_id: int | None) -> None:
        """Its card is that message from now on; None: nobody knows which."""
        await self._database.write(
            lambda db: (
                db.execute(
                    "update meetings set card_id = ? where number = ? and chat = ?", [card_id, number, chat]
                ).rowcount
            )
        )

    async def of_token(self, token: str, chat: str) -> Invitation | None:
        """What became of a draft; None: nothing yet."""
        return await self._find("token = ? and chat = ?", [token, chat])

    async def of_code(self, code: str) -> Invitation | None:
        """Of any chat: whoever has the code was given it."""
        return await self._find("code = ?", [code])

    async def planned(self, chat: str, person: str | None, since: datetime) -> tuple[Invitation, ...]:
        """What goes on in a chat, and what that person made or may come to in others; earliest first, none that ended before."""
        return await self._planned(chat, person, since, "not is_cancelled")

    async def _planned(self, chat: str, person: str | None, since: datetime, condition: str) -> tuple[Invitation, ...]:
        joins = (Vote.YES, Vote.MAYBE)
        return await self._where(
            f"{condition} and ends > ? and (chat = ? or creator = ? or number in "  # noqa: S608, ours
            "(select meeting from meeting_votes where person = ? and vote in (?, ?))) order by starts, number",
            [stamp(since), chat, person, person, *joins],
        )

    async def in_calendar(self, chat: str, person: str | None, since: datetime) -> tuple[Invitation, ...]:
        """As planned, and what came back until it was cancelled: of that calendars keep what has been."""
        return await self._planned(chat, person, since, "(not is_cancelled or series is not null)")

    async def count_to_come(self, chat: str) -> int:
        values = [chat, self._stamp()]
        (count,) = await self._database.read(
            lambda db: db.execute(
                "select count(*) from meetings where chat = ? and ends > ? and not is_cancelled", values
            ).fetchone()
        )
        return int(count)

    async def between(self, earliest_end: datetime, latest_start: datetime) -> tuple[Timed, ...]:
        """Those that go on, of every chat that the bot may write to, earliest first; nothing of them is unsealed."""
        values = [stamp(earliest_end), stamp(latest_start)]
        rows = await self._database.read(
            lambda db: db.execute(
                "select number, chat, starts, ends, since, thread, maker_chat, days from meetings where not is_cancelled and ends > ? and starts < ? "
                "and exists (select 1 from chats where chats.chat = meetings.chat) order by starts, number",
                values,
            ).fetchall()
        )
        return tuple(
            Timed(number, chat, unstamped(starts), unstamped(ends), unstamped(since), thread, maker_chat, days > 0)
            for number, chat, starts, ends, since, thread, maker_chat, days in rows
        )

    async def vote(self, number: int, chat: str, person: str, vote: Vote) -> None:
        """One of each person: the last one counts."""
        values = [number, person, vote, number, chat]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into meeting_votes (meeting, person, vote) select ?, ?, ? "
                    "where exists (select 1 from meetings where number = ? and chat = ?) "
                    "on conflict (meeting, person) do update set vote = excluded.vote",
                    values,
                ).rowcount
            )
        )

    async def to_follow(self, ended_before: datetime) -> tuple[Invitation, ...]:
        """Of those that come back the ones that ended before that."""
        return await self._where("series is not null and not is_cancelled and ends <= ?", [stamp(ended_before)])

    async def votes_of(self, number: int) -> Mapping[str, Vote]:
        """By pseudonym, in the order in which they came."""
        rows = await self._database.read(
            lambda db: db.execute(
                "select person, vote from meeting_votes where meeting = ? order by rowid", [number]
            ).fetchall()
        )
        return {person: Vote(vote) for person, vote in rows}

    async def change(self, before: Invitation, meeting: Meeting, series: Series | None = None) -> bool:
        """Another time or place. Who could come at the one time may not at another: those who answered are asked anew.

        series: what comes back is that from now on; None: it is as it was. Where that has another one as the next, the
        agenda is that one's. False where it was changed or cancelled in the meantime.
        """
        is_moved = meeting.start != before.meeting.start
        what, place, agenda = self._sealed(meeting)
        since = self._stamp() if is_moved else stamp(before.since)
        is_next = bool(series and before.series and series.day != before.series.day)
        values = [
            *(what, place, stamp(meeting.start), stamp(meeting.end), since),
            *(self._sealed_series(series), agenda if is_next else None, meeting.days),
            *self._unchanged(before),
        ]

        def job(db: Database) -> bool:
            is_changed: bool = (
                db.execute(
                    "update meetings set what = ?, place = ?, starts = ?, ends = ?, since = ?, "
                    "series = coalesce(?, series), agenda = coalesce(?, agenda), days = ?, sequence = sequence + 1 "
                    "where number = ? and chat = ? and sequence = ? and not is_cancelled",
                    values,
                ).rowcount
                == 1
            )
            if is_changed and is_moved:
                db.execute("delete from meeting_votes where meeting = ?", [before.number])
            return is_changed

        return await self._database.write(job)

    async def cancel(self, before: Invitation) -> bool:
        """False where it was changed or cancelled in the meantime."""
        values = self._unchanged(before)
        return await self._database.write(
            lambda db: (
                db.execute(
                    "update meetings set is_cancelled = 1, sequence = sequence + 1 "
                    "where number = ? and chat = ? and sequence = ? and not is_cancelled",
                    values,
                ).rowcount
                == 1
            )
        )

    async def add_items(self, number: int, chat: str, items: Sequence[str]) -> tuple[str, ...]:
        """Put them on the agenda, as far as it has room; those that were put."""

        def edit(agenda: list[str]) -> tuple[str, ...]:
            new = [item for item in dict.fromkeys(items) if item not in agenda][: max(0, MOST_ITEMS - len(agenda))]
            agenda += new
            return tuple(new)

        return await self._edit_agenda(number, chat, edit)

    async def drop_item(self, number: int, chat: str, item_id: str) -> tuple[str, ...]:
        """Take an item off the agenda, named by what id_of_item makes of it; what was taken off."""

        def edit(agenda: list[str]) -> tuple[str, ...]:
            gone = [item for item in agenda if id_of_item(item) == item_id]
            agenda[:] = [item for item in agenda if item not in gone]
            return tuple(gone)

        return await self._edit_agenda(number, chat, edit)

    async def put_into_group(self, invitation: Invitation, asker: Asker) -> bool:
        """A meeting that was made in private is the group's from now on; False where it is a group's already."""
        values = [asker.chat, asker.thread, self._stamp(), invitation.number]
        return await self._database.write(
            lambda db: (
                db.execute(
                    "update meetings set chat = ?, thread = ?, is_group = 1, since = ?, card_id = null "
                    "where number = ? and not is_group",
                    values,
                ).rowcount
                == 1
            )
        )

    # --- parts

    def _sealed(self, meeting: Meeting) -> tuple[str, str, str]:
        agenda = json.dumps(list(meeting.agenda))
        return self._keys.seal(meeting.what), self._keys.seal(meeting.place), self._keys.seal(agenda)

    def _sealed_series(self, series: Series | None) -> str | None:
        return self._keys.seal(kept_series.written(series)) if series else None

    @staticmethod
    def _unchanged(before: Invitation) -> list[object]:
        return [before.number, before.chat, before.sequence]

    async def _edit_agenda(
        self, number: int, chat: str, edit: Callable[[list[str]], tuple[str, ...]]
    ) -> tuple[str, ...]:
        def job(db: Database) -> tuple[str, ...]:
            row = db.execute("select agenda from meetings where number = ? and chat = ?", [number, chat]).fetchone()
            text = self._keys.unseal(row[0]) if row else None
            if text is None:
                return ()
            agenda: list[str] = json.loads(text)
            if found := edit(agenda):
                sealed = self._keys.seal(json.dumps(agenda))
                db.execute(
                    "update meetings set agenda = ?, agenda_edits = agenda_edits + 1 where number = ?", [sealed, number]
                )
            return found

        return await self._database.write(job)

    async def _find(self, condition: str, values: Sequence[object]) -> Invitation | None:
        found = await self._where(condition, values)
        return found[0] if found else None

    async def _where(self, condition: str, values: Sequence[object]) -> tuple[Invitation, ...]:
        """condition: SQL of ours. What was sealed with another key is left out."""

        def job(db: Database) -> tuple[Invitation, ...]:
            rows = list(db.query(f"select * from meetings where {condition}", list(values)))  # noqa: S608
            counted = "select vote, count(*) from meeting_votes where meeting = ? group by vote"
            votes = [dict(db.execute(counted, [row["number"]]).fetchall()) for row in rows]
            found = (
                self._invitation(row, {Vote(vote): int(count) for vote, count in counts.items()})
                for row, counts in zip(rows, votes, strict=True)
            )
            return tuple(one for one in found if one)

        return await self._database.read(job)

    def _invitation(self, row: Mapping[str, str], counts: Mapping[Vote, int]) -> Invitation | None:
        what, place, agenda = (self._keys.unseal(row[name]) for name in ("what", "place", "agenda"))
        if what is None or place is None or agenda is None:
            return None
        start, end = unstamped(row["starts"]), unstamped(row["ends"])
        minutes = 0 if row["days"] else int((end - start).total_seconds()) // 60
        unsealed = self._keys.unseal(row["series"]) if row["series"] else None
        series = kept_series.read(unsealed) if unsealed else None
        return Invitation(
            int(row["number"]),
            row["code"],
            row["uid"],
            row["chat"],
            bool(row["is_group"]),
            row["creator"],
            Meeting(
                what,
                start,
                minutes,
                place,
                tuple(json.loads(agenda)),
                series.rule if series else "",
                days=int(row["days"]),
            ),
            bool(row["is_cancelled"]),
            int(row["sequence"]),
            unstamped(row["since"]),
            counts,
            None if row["card_id"] is None else int(row["card_id"]),
            int(row["agenda_edits"]),
            series,
        )

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        """Answers go, and meetings that nobody else was shown. Others count on those of a group: they stay, nameless."""
        votes = db.execute("delete from meeting_votes where person = ?", [person]).rowcount
        alone = db.execute("delete from meetings where creator = ? and not is_group", [person]).rowcount
        named = db.execute("update meetings set creator = null, maker_chat = null where creator = ?", [person]).rowcount
        return {"forgot_votes": votes, "forgot_meetings": alone, "forgot_meeting_names": named}

    def expire(self, db: Database, before: str) -> int:
        gone: int = db.execute("delete from meetings where ends < ?", [before]).rowcount
        db.execute("delete from meeting_votes where meeting not in (select number from meetings)")
        return gone

    def moved(self, db: Database, old: str, new: str) -> None:
        # Messages have other numbers in a supergroup.
        db.execute("update meetings set chat = ?, card_id = null where chat = ?", [new, old])


def id_of_item(item: str) -> str:
    """What stands for an item of an agenda behind a button, also after others were taken off."""
    return hashlib.sha256(item.encode("utf-8", "surrogatepass")).hexdigest()[:ITEM_DIGITS]
