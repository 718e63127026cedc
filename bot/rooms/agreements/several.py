"""Several agreements at once, as after a meeting: a thing a line in; looked at, dated, and kept with one tap."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from bot.cleaning import clean, listed
from bot.conversation.house import House
from bot.conversation.reply import Turn
from bot.conversation.room import Pressed, Said
from bot.records.people import Asker
from bot.rooms.agreements.cards import PREFIX, AgreementCards
from bot.rooms.agreements.draft import Line, Lines, body_of, known_of
from bot.rooms.agreements.records import MOST_OPEN, AgreementRecords
from bot.when.dates import day_named, read
from bot.when.note import understand
from bot.when.reminding import local_day

MOST_LINES = 10  # in one message
LINE_CHARS = 120


class Several:
    """Keeps several."""

    def __init__(self, house: House, cards: AgreementCards) -> None:
        self._house, self._say, self._cards = house, house.wording.say, cards
        self._agreements = house.records.shelf(AgreementRecords)

    @property
    def presses(self) -> Mapping[str, Callable[[Pressed], Awaitable[Turn | None]]]:
        """What its buttons do."""
        return {"due": self._pick_day, "keep": self._confirm}

    async def propose(self, asker: Asker, text: str, lang: str) -> Turn | None:
        """What was agreed, a thing a line, to be looked at and kept; None: nothing of that stands in the text."""
        # The first time dateparser has to be read from disk, for which nobody else is to wait.
        lines = await asyncio.to_thread(lines_of, text, self._today(), lang)
        return await self._look(asker, Lines(lines), lang) if lines else None

    async def typed_day(self, said: Said, known: Lines) -> Turn:
        """A day for those that have none; words that name none leave all as it is."""
        reading = await asyncio.to_thread(read, said.text, self._today(), said.lang)
        return await self._look(said.asker, known.dated(reading.day) if reading.day else known, said.lang)

    async def _pick_day(self, pressed: Pressed) -> Turn | None:
        known, day = await self._own(pressed), day_named("".join(pressed.values[1:2]), self._today())
        if known is None:
            return self._not_yours(pressed)
        if day is None:
            return None
        return await self._look(pressed.asker, known.dated(day), pressed.lang, replaces=True)

    async def _confirm(self, pressed: Pressed) -> Turn | None:
        known = await self._own(pressed)
        if known is None:
            return self._not_yours(pressed)
        asker, lang = pressed.asker, pressed.lang
        known = known.less_past(self._today())
        if not known.is_dated:
            return await self._look(asker, known, lang, replaces=True)
        if len(await self._agreements.open_of(asker.chat)) + len(known.lines) > MOST_OPEN:
            return Turn(toast=self._say("agreement_too_many", lang, count=MOST_OPEN))
        await self._house.records.chats.keep(asker, lang)
        # Under the token of the draft: what is kept twice, as after a kill in between, is kept once.
        numbers = [
            await self._agreements.add(asker, f"{known.token}.{at}", agreed)
            for at, line in enumerate(known.lines)
            if (agreed := line.agreed)
        ]
        await self._house.records.drafts.end(asker)
        kept = [await self._agreements.of(number, asker.chat) for number in numbers]
        return Turn((self._cards.lines_kept([one for one in kept if one], lang),), replaces=True)

    async def _look(self, asker: Asker, known: Lines, lang: str, *, replaces: bool = False) -> Turn:
        await self._house.records.drafts.keep(asker, PREFIX, body_of(known), waits=not known.is_dated)
        reply = self._cards.lines(known, self._today(), lang, is_group=asker.is_group)
        return Turn((reply,), replaces=replaces)

    async def _own(self, pressed: Pressed) -> Lines | None:
        """What the one who presses has begun, if it is what the button is of."""
        draft = await self._house.records.drafts.own(pressed.asker, PREFIX)
        known = known_of(draft) if draft else None
        return known if isinstance(known, Lines) and pressed.values[:1] == (known.token,) else None

    def _not_yours(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("agreement_not_yours", pressed.lang))

    def _today(self) -> date:
        return local_day(self._house.clock())


def lines_of(text: str, today: date, lang: str) -> tuple[Line, ...]:
    """What is agreed, one a line."""
    return tuple(_line(item, today, lang) for item in listed(text, LINE_CHARS)[:MOST_LINES])


def _line(text: str, today: date, lang: str) -> Line:
    spoken = understand(text, today, lang)
    what = spoken.what or clean(text, LINE_CHARS)
    return Line(what, spoken.who, spoken.when.day if spoken.when.doubt is None else None, spoken.when.at)
