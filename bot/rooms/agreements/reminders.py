"""Agreements and the time in, what is due said to their chats: each thing once, whatever happens in between."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from bot.conversation.house import House
from bot.conversation.reach import Post
from bot.records.chats import KeptChat
from bot.records.deliveries import Delivery
from bot.rooms.agreements.cards import AgreementCards
from bot.rooms.agreements.records import Agreement, AgreementRecords, Dated, State
from bot.when.reminding import REACH_DAYS, Reminder, due, local_day, reminders

TOO_MANY = 4  # reminders for one chat at once, which are said in one message
DIGEST_DIGITS = 16
_Due = tuple[str, Dated, Reminder]  # the key under which it is said, and of what
_New = tuple[str, Agreement, Reminder]  # the same, with its words


class AgreementReminders:
    """Says what is due."""

    def __init__(self, house: House, cards: AgreementCards) -> None:
        self._house, self._records, self._cards = house, house.records, cards
        self._agreements = house.records.shelf(AgreementRecords)
        self._said = house.records.deliveries.known()

    async def say(self, now: datetime) -> None:
        """Everything that is due now and was not said yet."""
        if self._house.post is None:
            return
        seen: set[str] = set()
        today = local_day(now)
        first, last = today - timedelta(days=REACH_DAYS), today + timedelta(days=REACH_DAYS)
        near = await self._agreements.open_between(first, last)
        for chat, agreements in groupby(near, lambda agreement: agreement.chat):
            kept = await self._records.chats.of(chat)
            found = _due(list(agreements), kept.remind_at, now) if kept else []
            seen |= {key for key, _, _ in found}
            if kept:
                await self._say_new(self._house.post, kept, found, now)
        self._said.keep(seen)

    async def change_hour(self, chat: str, hour: str) -> None:
        """The chat wants to hear at another hour. What that makes due today is said now, and isn't called late."""
        before = await self._records.chats.of(chat)
        await self._records.chats.set_remind_at(chat, hour)
        kept, now = await self._records.chats.of(chat), self._house.clock()
        if before and kept and self._house.post:
            agreements = await self._agreements.open_of(chat)
            was_due = {key for key, _, _ in _due(agreements, before.remind_at, now)}
            found = [one for one in _due(agreements, hour, now) if one[0] not in was_due]
            await self._say_new(
                self._house.post, kept, [(key, one, replace(due, at=now)) for key, one, due in found], now
            )

    async def _say_new(self, post: Post, kept: KeptChat, found: Sequence[_Due], now: datetime) -> None:
        """What was not said yet."""
        new: list[_New] = []
        for key, dated, reminder in found:
            if await self._said.has(key):
                continue
            agreement = await self._agreements.of(dated.number, dated.chat)
            if agreement and agreement.state is State.OPEN and agreement.moves == dated.moves:
                new.append((key, agreement, reminder))
        if len(new) >= TOO_MANY:
            await self._say_at_once(post, kept, new, now)
        else:
            await self._say_each(post, kept, new, now)

    async def _say_each(self, post: Post, kept: KeptChat, found: Sequence[_New], now: datetime) -> None:
        for key, agreement, reminder in found:
            reply = self._cards.reminder(agreement, reminder, now, kept.lang)
            match await post.once(key, kept.chat, reply):
                case Delivery.GONE:
                    return
                case Delivery.SENT | Delivery.ALREADY:
                    self._said.add(key)
                case Delivery.LATER:
                    pass

    async def _say_at_once(self, post: Post, kept: KeptChat, found: Sequence[_New], now: datetime) -> None:
        """In one message. Each is claimed by itself first: whatever else becomes due, it is in no second message."""
        claimed = [one for one in found if await self._records.deliveries.claim(one[0])]
        if not claimed:
            return
        keys = hashlib.sha256("\n".join(key for key, _, _ in claimed).encode()).hexdigest()[:DIGEST_DIGITS]
        reply = self._cards.many([(agreement, reminder) for _, agreement, reminder in claimed], now, kept.lang)
        if await post.once(f"agreements:{keys}", kept.chat, reply) is Delivery.LATER:
            for key, _, _ in claimed:
                await self._records.deliveries.release(key)


def _due(agreements: Sequence[Dated], remind_at: str, now: datetime) -> list[_Due]:
    """What is to be said of a chat's agreements now, in the order of their days."""
    found: list[_Due] = []
    for agreement in agreements:
        if reminder := due(reminders(agreement.day, remind_at, agreement.since), now):
            key = f"agreement:{agreement.number}:{reminder.kind}:{agreement.day}"
            found.append((key, agreement, reminder))
    return found
