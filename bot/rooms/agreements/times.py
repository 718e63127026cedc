"""The times to come of an agreement that comes back: one is off or on another day, from one on it is no more or otherwise."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.conversation.days import day_named
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Pressed
from bot.records.people import Asker
from bot.rooms.agreements.cards import AgreementCards
from bot.rooms.agreements.draft import Begun
from bot.rooms.agreements.records import Agreement, AgreementRecords, State
from bot.when.reminding import local_day
from bot.when.series import moved, next_after, to_come, until

PER_PAGE = 8
Keep = Callable[[Asker, Begun], Awaitable[None]]
Answered = Callable[[Asker, Agreement], Awaitable[object]]
_Do = Callable[[Pressed, Agreement, date], Awaitable[Turn | None]]


class Times:
    """Shows them, and what is otherwise."""

    def __init__(self, house: House, cards: AgreementCards, asks: Keep, answered: Answered) -> None:
        """asks: has a day waited for, of what that says; answered: not any more."""
        self._house, self._say, self._cards = house, house.wording.say, cards
        self._asks, self._answered = asks, answered
        self._agreements = house.records.shelf(AgreementRecords)

    @property
    def presses(self) -> Mapping[str, Callable[[Pressed], Awaitable[Turn | None]]]:
        """What its buttons do; each names the agreement, and all but the first a day by the rule."""
        return {
            "times": self._list,
            "one": lambda pressed: self._on_one(pressed, self._show),
            "off": lambda pressed: self._on_one(pressed, self._skip),
            "usual": lambda pressed: self._on_one(pressed, self._restore),
            "shift": lambda pressed: self._on_one(pressed, self._ask_day),
            "put": self._put,
            "last": lambda pressed: self._on_one(pressed, self._end),
            "split": self._split,
        }

    async def _list(self, pressed: Pressed) -> Turn | None:
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        return self._listed(agreement, pressed.number(1) or 0, pressed.lang)

    def _listed(self, agreement: Agreement, page: int, lang: str) -> Turn:
        agreed = agreement.agreed
        days = to_come(agreed.rule, agreed.here, agreed.here, (page + 1) * PER_PAGE + 1)
        shown = days[page * PER_PAGE : (page + 1) * PER_PAGE]
        has_more = len(days) > (page + 1) * PER_PAGE
        return Turn((self._cards.times(agreement, shown, page, lang, has_more=has_more),), replaces=True)

    async def _show(self, pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
        return Turn((self._cards.one_time(agreement, day, pressed.lang),), replaces=True)

    async def _skip(self, pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
        return await self._set(pressed, agreement, {**agreement.agreed.others, day: None})

    async def _restore(self, pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
        others = {one: other for one, other in agreement.agreed.others.items() if one != day}
        return await self._set(pressed, agreement, others)

    async def _end(self, pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
        """The last one is before that day."""
        agreed = agreement.agreed
        others = {one: other for one, other in agreed.others.items() if one < day}
        return await self._set(pressed, agreement, others, until(agreed.rule, day - timedelta(days=1)))

    async def _ask_day(self, pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
        """On which day it is instead; one may be typed."""
        begun = Begun(moving=agreement.number, moves=agreement.moves, once=day, card_id=pressed.message_id)
        await self._asks(pressed.asker, begun)
        is_group = pressed.asker.is_group
        reply = self._cards.ask_other_day(agreement, day, self._today(), pressed.lang, is_group=is_group)
        return Turn((reply,), replaces=True)

    async def _put(self, pressed: Pressed) -> Turn | None:
        """On the day of a button."""

        async def put(pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
            new = day_named("".join(pressed.values[2:3]), self._today())
            if new is None:
                return None
            return replace(await self.moved_to(pressed.asker, agreement, day, new, pressed.lang), replaces=True)

        return await self._on_one(pressed, put)

    async def moved_to(self, asker: Asker, agreement: Agreement, day: date, new: date, lang: str) -> Turn:
        """One of those to come is on another day."""
        agreed = agreement.agreed
        others = {**agreed.others, day: new}
        if new == day:
            others.pop(day)
        if not await self._agreements.set_others(agreement, others):
            return Turn.of(Reply(self._say("agreement_moved_already", lang)))
        after = await self._agreements.of(agreement.number, agreement.chat) or agreement
        return Turn.of(self._cards.time_moved(after, day, new, lang))

    async def _split(self, pressed: Pressed) -> Turn | None:
        """From a day on it is as that one was moved: an agreement of its own, with the rest of the rule."""

        async def split(pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
            agreed, asker = agreement.agreed, pressed.asker
            new = agreed.others.get(day)
            if new is None:
                return self._listed(agreement, 0, pressed.lang)
            others = {one: other for one, other in agreed.others.items() if one < day}
            if not await self._agreements.set_others(agreement, others, until(agreed.rule, day - timedelta(days=1))):
                return Turn(toast=self._say("agreement_moved_already", pressed.lang))
            later = {one + (new - day): None for one, other in agreed.others.items() if one > day and other is None}
            on = replace(agreed, day=new, rule=moved(agreed.rule, day, new), by_rule=None, others=later)
            number = await self._agreements.add(asker, f"{agreement.number}.from.{day}", on)
            after = await self._agreements.of(number, agreement.chat)
            return Turn((self._cards.card(after, pressed.lang),), replaces=True) if after else None

        return await self._on_one(pressed, split)

    # --- parts

    async def _set(
        self, pressed: Pressed, agreement: Agreement, others: Mapping[date, date | None], rule: str | None = None
    ) -> Turn | None:
        if not await self._agreements.set_others(agreement, others, rule):
            return Turn(toast=self._say("agreement_moved_already", pressed.lang))
        after = await self._agreements.of(agreement.number, agreement.chat)
        return self._listed(after, 0, pressed.lang) if after else self._elsewhere(pressed)

    async def _on_one(self, pressed: Pressed, do: _Do) -> Turn | None:
        """With the agreement and the day to come that a button names; one that is past leaves all as it is."""
        agreement, day = await self._found(pressed), day_named("".join(pressed.values[1:2]), self._today())
        if agreement is None:
            return self._elsewhere(pressed)
        agreed = agreement.agreed
        if day is None or day <= agreed.here or next_after(agreed.rule, agreed.here, day - timedelta(days=1)) != day:
            return self._listed(agreement, 0, pressed.lang)
        await self._answered(pressed.asker, agreement)
        return await do(pressed, agreement, day)

    async def _found(self, pressed: Pressed) -> Agreement | None:
        """One of this chat that is open and comes back."""
        number = pressed.number()
        found = None if number is None else await self._agreements.of(number, pressed.asker.chat)
        return found if found and found.state is State.OPEN and found.agreed.rule else None

    def _elsewhere(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("agreement_elsewhere", pressed.lang))

    def _today(self) -> date:
        return local_day(self._house.clock())
