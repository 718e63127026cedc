"""The times to come of an agreement that comes back: one is off or on another day, from one on it is no more or otherwise."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from bot.conversation.days import day_named
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Pressed
from bot.records.people import Asker
from bot.rooms.agreements.cards import AgreementCards
from bot.rooms.agreements.draft import Asks, Begun
from bot.rooms.agreements.records import Agreed, Agreement, AgreementRecords, State
from bot.when.reminding import local_day
from bot.when.series import Instead, days_moved, moved, next_after, to_come, until

PER_PAGE = 8
Keep = Callable[[Asker, Begun], Awaitable[None]]
Answered = Callable[[Asker, Agreement], Awaitable[object]]
_Do = Callable[[Pressed, Agreement, date], Awaitable[Turn | None]]


class Times:
    """Shows them, and what is otherwise."""

    def __init__(self, house: House, cards: AgreementCards, asks: Keep, answered: Answered) -> None:
        """asks: has what that says waited for, a day or an hour; answered: not any more."""
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
            "hour_of": lambda pressed: self._on_one(pressed, self._ask_hour),
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
        """On which day it is instead; that or an hour may be typed."""
        await self._asks(pressed.asker, self._moving(agreement, day, pressed).asking(Asks.WHEN))
        is_group = pressed.asker.is_group
        reply = self._cards.ask_other_day(agreement, day, self._today(), pressed.lang, is_group=is_group)
        return Turn((reply,), replaces=True)

    async def _ask_hour(self, pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
        """At which hour it is instead, that day; one may be typed."""
        begun = self._moving(agreement, day, pressed).on(day).asking(Asks.HOUR)
        await self._asks(pressed.asker, begun)
        is_group = pressed.asker.is_group
        return Turn((self._cards.ask_other_hour(begun, agreement, pressed.lang, is_group=is_group),), replaces=True)

    @staticmethod
    def _moving(agreement: Agreement, day: date, pressed: Pressed) -> Begun:
        return Begun(moving=agreement.number, moves=agreement.moves, once=day, card_id=pressed.message_id)

    async def _put(self, pressed: Pressed) -> Turn | None:
        """On the day of a button."""

        async def put(pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
            new = day_named("".join(pressed.values[2:3]), self._today())
            if new is None:
                return None
            return replace(await self.moved_to(agreement, day, Instead(new), pressed.lang), replaces=True)

        return await self._on_one(pressed, put)

    async def moved_to(self, agreement: Agreement, day: date, new: Instead, lang: str) -> Turn:
        """One of those to come is on another day, or at another hour."""
        others = _with(agreement.agreed, day, new)
        if not await self._agreements.set_others(agreement, others):
            return Turn.of(Reply(self._say("agreement_moved_already", lang)))
        after = await self._agreements.of(agreement.number, agreement.chat) or agreement
        return Turn.of(self._cards.time_moved(after, day, lang))

    async def _split(self, pressed: Pressed) -> Turn | None:
        """From a day on it is as that one was moved: an agreement of its own, with the rest of the rule."""

        async def split(pressed: Pressed, agreement: Agreement, day: date) -> Turn | None:
            agreed, asker = agreement.agreed, pressed.asker
            if agreed.others.get(day) is None:
                return self._listed(agreement, 0, pressed.lang)
            others = {one: other for one, other in agreed.others.items() if one < day}
            if not await self._agreements.set_others(agreement, others, until(agreed.rule, day - timedelta(days=1))):
                return Turn(toast=self._say("agreement_moved_already", pressed.lang))
            on_day, at = agreed.time_of(day)
            on = replace(
                agreed,
                day=on_day,
                at=at,
                rule=moved(agreed.rule, day, on_day),
                by_rule=None,
                at_by_rule=None,
                others=others_behind(agreed, day, on_day, at),
            )
            number = await self._agreements.add(asker, f"{agreement.number}.from.{day}", on)
            after = await self._agreements.of(number, agreement.chat)
            return Turn((self._cards.card(after, pressed.lang),), replaces=True) if after else None

        return await self._on_one(pressed, split)

    # --- parts

    async def _set(
        self, pressed: Pressed, agreement: Agreement, others: Mapping[date, Instead | None], rule: str | None = None
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


def others_behind(agreed: Agreed, old: date, new: date, at: time | None) -> Mapping[date, Instead | None]:
    """What is otherwise of those behind one that moved, by their new days: those that are off, and those on days of their own.

    at: the hour that is usual from then on.
    """
    days = days_moved(agreed.rule, old, new, agreed.others)
    found = {days[day]: other for day, other in agreed.others.items() if day in days}
    return {day: other for day, other in found.items() if other is None or (other.day, other.at or at) != (day, at)}


def _with(agreed: Agreed, day: date, new: Instead) -> Mapping[date, Instead | None]:
    """What is otherwise, once one of those to come is at that time."""
    at = new.at if new.at != agreed.usually_at else None
    others = {**agreed.others, day: replace(new, at=at)}
    if (new.day, at) == (day, None):
        others.pop(day)
    return others
