"""Meetings and the time in; what is due said to their chats, each thing once: the day before, an hour before, and afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.conversation.house import House
from bot.conversation.reach import Post
from bot.records.deliveries import Delivery
from bot.rooms.invitations.cards import InvitationCards
from bot.rooms.invitations.coming import Attendance
from bot.rooms.invitations.records import Invitation, InvitationRecords, Timed
from bot.when.clock import AMSTERDAM
from bot.when.reckoning import last_working

AHEAD = timedelta(days=6)  # in which a meeting begins of which something may be due
BEFORE = timedelta(hours=1)
AFTER = timedelta(hours=1)
TIME_TO_ANSWER = timedelta(hours=2)  # the question stays on the meeting that it is of
CAUGHT_UP = timedelta(days=1)  # how long a chat that takes messages again is looked at for what it has missed
ASKED_FOR = timedelta(days=4)  # how long after a meeting it is still worth asking what was agreed: a long weekend


class Kind(StrEnum):
    """What is said."""

    SILENT = "silent"  # two days before, no weekend: to those who haven't answered
    DAY = "day"  # the day before, at the hour of the chat
    HOUR = "hour"  # an hour before
    AFTER = "after"  # an hour after it ended: what was agreed?


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be said of a meeting."""

    kind: Kind
    at: datetime  # UTC
    until: datetime  # UTC; from then on it isn't worth saying


def notices(timed: Timed, remind_at: str) -> tuple[Notice, ...]:
    """All that will be said of a meeting, in order. remind_at: "09:00", on the clocks of Amsterdam.

    What should have been said before the meeting was made, or got another time, is not said.
    """
    day_before = timed.start.astimezone(AMSTERDAM).date() - timedelta(days=1)
    told_at = datetime.combine(day_before, time.fromisoformat(remind_at), AMSTERDAM).astimezone(UTC)
    hour_before = timed.start - BEFORE
    asked_at = timed.end + AFTER
    if timed.is_whole_day:  # which ends at midnight
        asked_at = datetime.combine(
            timed.end.astimezone(AMSTERDAM).date(), time.fromisoformat(remind_at), AMSTERDAM
        ).astimezone(UTC)
    silent_at = _working_day_before(day_before - timedelta(days=1), told_at)
    found = (
        Notice(Kind.SILENT, silent_at, told_at),
        Notice(Kind.DAY, told_at, timed.start if timed.is_whole_day else hour_before),
        *(() if timed.is_whole_day else (Notice(Kind.HOUR, hour_before, timed.start),)),
        Notice(Kind.AFTER, asked_at, asked_at + ASKED_FOR),
    )
    return tuple(notice for notice in found if notice.at > timed.since)


def due(all_of_it: Iterable[Notice], now: datetime, missed_from: datetime | None = None) -> Notice | None:
    """The one that is to be said now, if it wasn't yet.

    missed_from: since when nothing could be said; what was agreed at a meeting in that time is asked however late it is.
    """
    first = now if missed_from is None else missed_from - ASKED_FOR
    return next(
        (
            one
            for one in all_of_it
            if one.at <= now and (now < one.until or (one.kind is Kind.AFTER and one.at >= first))
        ),
        None,
    )


def _working_day_before(day: date, told_at: datetime) -> datetime:
    """At the same hour of that day, or of the Friday before it, in UTC."""
    return datetime.combine(last_working(day), told_at.astimezone(AMSTERDAM).time(), AMSTERDAM).astimezone(UTC)


class InvitationReminders:
    """Says what is due."""

    def __init__(self, house: House, cards: InvitationCards, attendance: Attendance) -> None:
        self._house, self._records, self._cards, self._attendance = house, house.records, cards, attendance
        self._invitations = house.records.shelf(InvitationRecords)
        self._said = house.records.deliveries.known()

    async def say(self, now: datetime) -> None:
        """Everything that is due now and was not said yet."""
        if self._house.post is None:
            return
        seen: set[str] = set()
        missed = {
            kept.chat: kept.missed.start
            for kept in await self._records.chats.back_since(now - CAUGHT_UP)
            if kept.missed
        }
        first = min([now, *missed.values()]) - AFTER - ASKED_FOR
        for timed in await self._invitations.between(first, now + AHEAD):
            kept = await self._records.chats.of(timed.chat)
            now = self._house.clock()  # those before may have taken long to be told
            notice = due(notices(timed, kept.remind_at), now, missed.get(timed.chat)) if kept else None
            if kept is None or notice is None or (kept.is_resting and not kept.away):
                continue
            # With the time in it: a meeting that is moved is spoken of anew.
            key = f"meeting:{timed.number}:{timed.start:%Y%m%dT%H%M}:{notice.kind}"
            if kept.is_resting:
                key = f"{key}:maker"
            seen.add(key)
            if not await self._said.has(key) and await self._say(self._house.post, timed, notice, key, now):
                self._said.add(key)
        self._said.keep(seen)
        await self._follow(self._house.post, now)

    async def _follow(self, post: Post, now: datetime) -> None:
        """Of what comes back the next one is asked for, once it was asked what was agreed at the one before."""
        for invitation in await self._invitations.to_follow(now - AFTER - TIME_TO_ANSWER):
            following = invitation.series.following() if invitation.series else None
            while following and following.meeting(invitation.meeting).start <= now:
                following = following.following()
            if following is None:
                continue
            if await self._invitations.change(invitation, following.meeting(invitation.meeting), following):
                after = await self._invitations.of(invitation.number, invitation.chat)
                kept = await self._records.chats.of(invitation.chat)
                if after and kept and after.card_id is not None:
                    await post.change(invitation.chat, after.card_id, self._cards.card(after, now, kept.lang))

    async def _say(self, post: Post, timed: Timed, notice: Notice, key: str, now: datetime) -> bool:
        """Whether that is done with; what a group can't be told, whoever made it is told alone."""
        kept = await self._records.chats.of(timed.chat)
        invitation = await self._invitations.of(timed.number, timed.chat)
        # It may have been moved or cancelled since it was looked up.
        if kept is None or invitation is None or invitation.is_cancelled or invitation.meeting.start != timed.start:
            return False
        if kept.is_resting:
            return await self._tell_maker(post, timed, invitation, notice, key, now)
        if notice.kind is Kind.SILENT:
            silent = await self._attendance.silent(invitation, kept.lang) if invitation.is_group else None
            if silent is None:
                return False  # somebody may be known to be silent later
            reply = self._cards.ask_silent(invitation, silent, kept.lang)
        elif notice.kind is Kind.AFTER:
            reply = self._cards.ask_agreements(invitation, notice.at, now, kept.lang)
        else:
            reply = self._cards.reminder(invitation, notice.at, now, kept.lang)
        delivery = await post.once(key, timed.chat, reply, thread=timed.thread)
        return delivery not in (Delivery.LATER, Delivery.AWAY)

    async def _tell_maker(
        self, post: Post, timed: Timed, invitation: Invitation, notice: Notice, key: str, now: datetime
    ) -> bool:
        maker = await self._records.chats.of(timed.maker_chat) if timed.maker_chat else None
        if maker is None or maker.chat == timed.chat or notice.kind in (Kind.AFTER, Kind.SILENT):
            return True
        reply = self._cards.reminder_to_maker(invitation, notice.at, now, maker.lang)
        return await post.once(key, maker.chat, reply) not in (Delivery.LATER, Delivery.AWAY)
