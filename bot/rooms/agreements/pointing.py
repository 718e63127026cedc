"""What is said of an agreement without a button in: its card, or its card with another day, to confirm, out."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time

from bot.conversation.house import House
from bot.conversation.memory import POINTED_FOR
from bot.conversation.offers import LAST_MEETING
from bot.conversation.reply import Turn
from bot.conversation.room import NOTHING, Handler, Said
from bot.records.people import Asker
from bot.rooms.agreements.cards import AgreementCards
from bot.rooms.agreements.draft import Begun
from bot.rooms.agreements.records import Agreement, AgreementRecords
from bot.when.changing import Change, Kind, change_of, one_more
from bot.when.clock import AMSTERDAM
from bot.when.moving import shifted
from bot.when.reading import read
from bot.when.reminding import local_day
from index.plain import words_of

_Goes = Callable[[Asker, Begun, str], Awaitable[Turn]]


class Pointing:
    """Finds the one that is meant; nothing is done to it without a tap."""

    def __init__(self, house: House, cards: AgreementCards, goes_on: _Goes, begin: Handler) -> None:
        """goes_on: shows the card of one that is begun, or asks what is missing; begin: begins another."""
        self._house, self._say, self._cards, self._goes_on, self._begin = (
            house,
            house.wording.say,
            cards,
            goes_on,
            begin,
        )
        self._agreements = house.records.shelf(AgreementRecords)

    async def hears(self, said: Said) -> Turn | None:
        """None: it is about something else."""
        if more := one_more(said.text):
            last = await self._last(said, is_any=True)
            return await self._begin(replace(said, text=more, around=NOTHING)) if last else None
        change = change_of(said.text)
        if change is None or change.kind is Kind.MEETING:
            return None
        found = await self._meant(said, change)
        if len(found) != 1:
            today = local_day(self._house.clock())
            return Turn.of(self._cards.listing(found, today, 0, said.lang)) if found else None
        [agreement] = found
        start = datetime.combine(agreement.day, agreement.agreed.at or time(), AMSTERDAM)
        to = shifted(change.to, start, agreement.agreed.at) or change.to
        when = await self._house.reads(read, to, said.lang) if to else None
        if when is None or not when.spans or agreement.agreed.rule:
            return Turn.of(self._cards.card(agreement, said.lang)).headed(self._say("agreement_how", said.lang))
        agreed = agreement.agreed
        begun = Begun(
            agreed.day,
            agreed.at,
            what=agreed.what,
            who=agreed.who,
            changing=agreement.number,
            moves=agreement.moves,
        )
        told = begun.told(to, when)
        # An hour alone is of the same day.
        told = told if told.day or told.unclear_day else told.on(agreed.day)
        return await self._goes_on(said.asker, replace(told, at=told.at or agreed.at), said.lang)

    async def _meant(self, said: Said, change: Change) -> tuple[Agreement, ...]:
        """Those that may be meant; none: it is about something else, or nothing that is known."""
        chat = said.asker.chat
        are_open = await self._agreements.open_of(chat)
        if change.of:
            named = set(words_of(change.of))
            return tuple(one for one in are_open if named <= set(words_of(f"{one.agreed.what} {one.agreed.who}")))
        if said.around.answers_id is not None:
            return tuple(one for one in are_open if one.agreed.what in said.around.answers)
        if last := await self._last(said, is_any=change.kind is Kind.ANY):
            return (last,)
        return are_open if change.kind is Kind.AGREEMENT else ()

    async def _last(self, said: Said, *, is_any: bool) -> Agreement | None:
        """The one that was noted just now; is_any: "die", which is a meeting where one was made since. None: there is none."""
        chat = said.asker.chat
        last = max(await self._agreements.open_of(chat), key=lambda one: (one.since, one.number), default=None)
        if last is None or self._house.clock() - last.since > POINTED_FOR:
            return None
        met = [await since(chat) for since in self._house.offers.all(LAST_MEETING)] if is_any else []
        return None if any(one is not None and one > last.since for one in met) else last
