"""The times to come of a meeting that comes back: one is off or at another time, from one on it is no more."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from bot.conversation.days import day_named
from bot.conversation.house import House
from bot.conversation.reply import Turn
from bot.conversation.room import Pressed, Said
from bot.rooms.invitations.cards import InvitationCards
from bot.rooms.invitations.records import Invitation
from bot.rooms.invitations.series import Series
from bot.when.moment import beside_a_rule
from bot.when.reminding import local_day

PER_PAGE = 8
Own = Callable[[Pressed], Awaitable[Invitation | Turn]]
Change = Callable[[Pressed, Invitation, Series, date], Awaitable[Turn | None]]
Shift = Callable[[Pressed, Invitation, date], Awaitable[Turn | None]]
LangOf = Callable[[Pressed], Awaitable[str]]
_Do = Callable[[Pressed, Invitation, Series, date], Awaitable[Turn | None]]


class Times:
    """Shows them, and what can be done with each."""

    def __init__(
        self, house: House, cards: InvitationCards, own: Own, lang_of: LangOf, change: Change, shift: Shift
    ) -> None:
        """own: the meeting that a button names, for who may change it; change: keeps a series and tells the chat what is
        otherwise on a day; shift: asks for another time of one of them."""
        self._house, self._cards = house, cards
        self._own, self._lang_of, self._change, self._shift = own, lang_of, change, shift

    @property
    def presses(self) -> Mapping[str, Callable[[Pressed], Awaitable[Turn | None]]]:
        """What its buttons do; each names the meeting, and all but the first a day by the rule."""
        return {
            "times": self._list,
            "one": lambda pressed: self._on_one(pressed, self._show),
            "one_off": lambda pressed: self._on_one(pressed, self._skip),
            "usual": lambda pressed: self._on_one(pressed, self._restore),
            "shift": lambda pressed: self._on_one(pressed, self._ask_time),
            "last": lambda pressed: self._on_one(pressed, self._end),
        }

    async def hears(self, said: Said, invitation: Invitation) -> Turn | None:
        """An answer to the card that says nothing but "14 april niet": what can be done then. None: it says something else."""
        series = invitation.series
        if series is None:
            return None
        when = await self._house.reads(beside_a_rule, said.text, said.lang)
        days = when.off or when.days[:1]
        is_more = bool(when.rest.strip(" ,.!?") or when.at or when.hour_doubt)
        if len(days) != 1 or is_more or not series.has(days[0]):
            return None
        return Turn.of(self._cards.one_time(invitation, days[0], said.lang))

    async def _list(self, pressed: Pressed) -> Turn | None:
        """In a message of its own, that goes when something is done; a page of it in its place."""
        invitation = await self._own(pressed)
        if isinstance(invitation, Turn):
            return invitation
        return await self._listed(pressed, invitation, pressed.number(1))

    async def _listed(self, pressed: Pressed, invitation: Invitation, page: int | None) -> Turn:
        at = page or 0
        days = invitation.series.to_come((at + 1) * PER_PAGE + 1) if invitation.series else ()
        shown, has_more = days[at * PER_PAGE : (at + 1) * PER_PAGE], len(days) > (at + 1) * PER_PAGE
        lang = await self._lang_of(pressed)
        reply = self._cards.times(invitation, shown, at, lang, has_more=has_more)
        if page is not None:
            return Turn((reply,), replaces=True)
        card = self._cards.card(invitation, self._house.clock(), lang)
        return Turn((reply,), edits=() if invitation.card_id is None else ((invitation.card_id, card),))

    async def _show(self, pressed: Pressed, invitation: Invitation, series: Series, day: date) -> Turn | None:
        return Turn((self._cards.one_time(invitation, day, await self._lang_of(pressed)),), replaces=True)

    async def _skip(self, pressed: Pressed, invitation: Invitation, series: Series, day: date) -> Turn | None:
        return await self._change(pressed, invitation, series.with_other(day, None), day)

    async def _restore(self, pressed: Pressed, invitation: Invitation, series: Series, day: date) -> Turn | None:
        return await self._change(pressed, invitation, series.without_other(day), day)

    async def _end(self, pressed: Pressed, invitation: Invitation, series: Series, day: date) -> Turn | None:
        return await self._change(pressed, invitation, series.ended(day), day)

    async def _ask_time(self, pressed: Pressed, invitation: Invitation, series: Series, day: date) -> Turn | None:
        return await self._shift(pressed, invitation, day)

    async def _on_one(self, pressed: Pressed, do: _Do) -> Turn | None:
        """With the meeting and the day to come that a button names; one that is past leaves all as it is."""
        invitation = await self._own(pressed)
        if isinstance(invitation, Turn):
            return invitation
        day = day_named("".join(pressed.values[1:2]), local_day(self._house.clock()))
        if invitation.series is None or day is None or not invitation.series.has(day):
            return await self._listed(pressed, invitation, 0)
        return await do(pressed, invitation, invitation.series, day)
