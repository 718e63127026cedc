"""Agreements and the time in, what is due said to their chats: each thing once, whatever happens in between."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.conversation.house import House
from bot.conversation.reach import Post
from bot.records.chats import KeptChat
from bot.records.deliveries import Delivery
from bot.rooms.agreements.cards import AgreementCards
from bot.rooms.agreements.records import Agreement, AgreementRecords, Dated, State
from bot.when.reminding import REACH_DAYS, Reminder, due, local_day, reminders

TOO_MANY = 4  # reminders for one chat at once, which are said in one message
DIGEST_DIGITS = 16
CAUGHT_UP = timedelta(days=1)  # how long a chat that takes messages again is looked at for what it has missed
_Due = tuple[str, Dated, Reminder]  # the key under which it is said, and of what
_New = tuple[str, Agreement, Reminder]  # the same, with its words


class AgreementReminders:
    """Says what is due."""

    def __init__(self, house: House, cards: AgreementCards) -> None:
        self._house, self._records, self._cards = house, house.records, cards
        self._agreements = house.records.shelf(AgreementRecords)
        self._said = house.records.deliveries.known()
        self._followed: date | None = None  # the day on which it was last looked what comes back

    async def say(self, now: datetime) -> None:
        """Everything that is due now and was not said yet."""
        if self._house.post is None:
            return
        await self._follow(now)
        seen: set[str] = set()
        for chat, agreements in (await self._near(now)).items():
            kept = await self._records.chats.of(chat)
            if kept is None:
                continue
            now = self._house.clock()  # those before may have taken long to be told
            missed = kept.missed.start if kept.missed and now - kept.missed.end < CAUGHT_UP else None
            found = _due(agreements, kept.remind_at, now, missed)
            seen |= {one for key, _, _ in found for one in (key, _of_maker(key))}
            if not kept.is_resting:
                await self._say_new(self._house.post, kept, found, now)
            elif kept.away:
                await self._tell_makers(self._house.post, found, now)
        self._said.keep(seen)

    async def _follow(self, now: datetime) -> None:
        """What comes back tomorrow is there by today, also where nobody said what became of the one before."""
        today = local_day(now)
        if self._followed == today:
            return
        for agreement in await self._agreements.to_follow(today):
            next_day = agreement.agreed.next_day
            if next_day and next_day <= today + timedelta(days=1):
                await self._agreements.follow(agreement)
                await self._agreements.stop(agreement.number, agreement.chat)
        self._followed = today

    async def _near(self, now: datetime) -> Mapping[str, Sequence[Dated]]:
        """Agreements of which something may be due, by chat."""
        today = local_day(now)
        first, last = today - timedelta(days=REACH_DAYS), today + timedelta(days=REACH_DAYS)
        found: dict[str, Sequence[Dated]] = _by_chat(await self._agreements.open_between(first, last))
        for kept in await self._records.chats.back_since(now - CAUGHT_UP):
            if agreements := await self._agreements.open_of(kept.chat):  # what it has missed may be long over
                found[kept.chat] = agreements
        return found

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
        for thread in dict.fromkeys(agreement.thread for _, agreement, _ in new):
            here = [one for one in new if one[1].thread == thread]
            say = self._say_at_once if len(here) >= TOO_MANY else self._say_each
            await say(post, kept, here, now)

    async def _say_each(self, post: Post, kept: KeptChat, found: Sequence[_New], now: datetime) -> None:
        for key, agreement, reminder in found:
            reply = self._cards.reminder(agreement, reminder, now, kept.lang)
            delivery = await post.once(key, kept.chat, reply, thread=agreement.thread)
            if delivery in (Delivery.SENT, Delivery.ALREADY, Delivery.REFUSED):
                self._said.add(key)

    async def _say_at_once(self, post: Post, kept: KeptChat, found: Sequence[_New], now: datetime) -> None:
        """In one message. Each is claimed by itself first: whatever else becomes due, it is in no second message."""
        claimed = [one for one in found if await self._records.deliveries.claim(one[0])]
        if not claimed:
            return
        keys = hashlib.sha256("\n".join(key for key, _, _ in claimed).encode()).hexdigest()[:DIGEST_DIGITS]
        reply = self._cards.many([(agreement, reminder) for _, agreement, reminder in claimed], now, kept.lang)
        delivery = await post.once(f"agreements:{keys}", kept.chat, reply, thread=claimed[0][1].thread)
        if delivery in (Delivery.LATER, Delivery.AWAY):
            for key, _, _ in claimed:
                await self._records.deliveries.release(key)

    async def _tell_makers(self, post: Post, found: Sequence[_Due], now: datetime) -> None:
        """What a group can't be told, whoever made it is told alone."""
        for key, dated, reminder in found:
            if dated.maker_chat is None or await self._said.has(_of_maker(key)):
                continue
            maker = await self._records.chats.of(dated.maker_chat)
            agreement = await self._agreements.of(dated.number, dated.chat)
            if maker is None or agreement is None:
                continue
            reply = self._cards.reminder_to_maker(agreement, reminder, now, maker.lang)
            delivery = await post.once(_of_maker(key), maker.chat, reply)
            if delivery not in (Delivery.LATER, Delivery.AWAY):
                self._said.add(_of_maker(key))


def _of_maker(key: str) -> str:
    return f"{key}:maker"


def _by_chat(found: Iterable[Dated]) -> dict[str, Sequence[Dated]]:
    by_chat: dict[str, list[Dated]] = {}
    for one in found:
        by_chat.setdefault(one.chat, []).append(one)
    return dict(by_chat)


def _due(agreements: Sequence[Dated], remind_at: str, now: datetime, missed_from: datetime | None = None) -> list[_Due]:
    """What is to be said of a chat's agreements now, in the order of their days; missed_from: as bot.when.reminding.due."""
    found: list[_Due] = []
    for agreement in agreements:
        if reminder := due(reminders(agreement.day, remind_at, agreement.since), now, missed_from):
            key = f"agreement:{agreement.number}:{reminder.kind}:{agreement.day}"
            found.append((key, agreement, reminder))
    return found
