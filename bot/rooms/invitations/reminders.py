"""Meetings and the time in; what is due said to their chats, each thing once: the day before, an hour before, and afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.conversation.house import House
from bot.conversation.reach import Post
from bot.records.deliveries import Delivery
from bot.rooms.invitations.cards import InvitationCards
from bot.rooms.invitations.records import InvitationRecords, Timed
from bot.when.clock import AMSTERDAM

AHEAD = timedelta(days=3)  # in which a meeting begins of which something may be due
BEFORE = timedelta(hours=1)
AFTER = timedelta(hours=1)
ASKED_FOR = timedelta(days=4)  # how long after a meeting it is still worth asking what was agreed: a long weekend


class Kind(StrEnum):
    """What is said."""

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
    found = (
        Notice(Kind.DAY, told_at, hour_before),
        Notice(Kind.HOUR, hour_before, timed.start),
        Notice(Kind.AFTER, timed.end + AFTER, timed.end + AFTER + ASKED_FOR),
    )
    return tuple(notice for notice in found if notice.at > timed.since)


def due(all_of_it: Iterable[Notice], now: datetime) -> Notice | None:
    """The one that is to be said now, if it wasn't yet."""
    return next((notice for notice in all_of_it if notice.at <= now < notice.until), None)


class InvitationReminders:
    """Says what is due."""

    def __init__(self, house: House, cards: InvitationCards) -> None:
        self._house, self._records, self._cards = house, house.records, cards
        self._invitations = house.records.shelf(InvitationRecords)
        self._said = house.records.deliveries.known()

    async def say(self, now: datetime) -> None:
        """Everything that is due now and was not said yet."""
        if self._house.post is None:
            return
        seen: set[str] = set()
        for timed in await self._invitations.between(now - AFTER - ASKED_FOR, now + AHEAD):
            kept = await self._records.chats.of(timed.chat)
            notice = due(notices(timed, kept.remind_at), now) if kept else None
            if notice is None:
                continue
            # With the time in it: a meeting that is moved is spoken of anew.
            key = f"meeting:{timed.number}:{timed.start:%Y%m%dT%H%M}:{notice.kind}"
            seen.add(key)
            if not await self._said.has(key) and await self._say(self._house.post, timed, notice, key, now):
                self._said.add(key)
        self._said.keep(seen)

    async def _say(self, post: Post, timed: Timed, notice: Notice, key: str, now: datetime) -> bool:
        """Whether that is done with."""
        kept = await self._records.chats.of(timed.chat)
        invitation = await self._invitations.of(timed.number, timed.chat)
        # It may have been moved or cancelled since it was looked up.
        if kept is None or invitation is None or invitation.is_cancelled or invitation.meeting.start != timed.start:
            return False
        if notice.kind is Kind.AFTER:
            reply = self._cards.ask_agreements(invitation, kept.lang)
        else:
            reply = self._cards.reminder(invitation, notice.at, now, kept.lang)
        return await post.once(key, timed.chat, reply) is not Delivery.LATER
