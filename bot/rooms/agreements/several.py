"""Several agreements at once, as after a meeting: a thing a line in; looked at, dated, and kept with one tap."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.cleaning import BULLET, clean, listed
from bot.conversation.days import NO_END, NO_HOUR, Days, day_named, hour_named
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Pressed, Said
from bot.records.people import Asker
from bot.rooms.agreements.cards import PREFIX, AgreementCards
from bot.rooms.agreements.draft import Asks, Line, Lines, body_of, known_of, named
from bot.rooms.agreements.records import MOST_OPEN, AgreementRecords
from bot.when.doer import who_in
from bot.when.meaning import When
from bot.when.moment import read_end
from bot.when.note import apart, is_heading, understand
from bot.when.reading import READ_CHARS, read
from bot.when.reminding import local_day
from bot.when.series import until

MOST_LINES = 20  # in one message
LINE_CHARS = 120
OneLine = TypeVar("OneLine", bound=Line)


class Several:
    """Keeps several."""

    def __init__(self, house: House, cards: AgreementCards, days: Days) -> None:
        self._house, self._say, self._cards, self._days = house, house.wording.say, cards, days
        self._agreements = house.records.shelf(AgreementRecords)

    @property
    def presses(self) -> Mapping[str, Callable[[Pressed], Awaitable[Turn | None]]]:
        """What its buttons do."""
        return {"due": self._pick_day, "hr": self._pick_hour, "none": self._pick_nobody, "keep": self._confirm}

    async def propose(self, asker: Asker, text: str, lang: str) -> Turn | None:
        """What was agreed, a thing a line, to be looked at and kept; None: nothing of that stands in the text."""
        found = [line for line in listed(text, READ_CHARS) if not is_heading(line)]
        each = [one for line in found for one in await self._house.reads(apart, line, lang)]
        return await self.begin(asker, each, lang) if each else None

    async def begin(self, asker: Asker, notes: Sequence[str], lang: str) -> Turn:
        """An agreement a note."""
        lines = [await self._line(asker, note, lang) for note in notes[:MOST_LINES]]
        turn = await self._look(asker, Lines(tuple(lines)), lang)
        is_all = len(notes) <= MOST_LINES
        return turn if is_all else turn.headed(self._say("agreement_lines_more", lang, count=MOST_LINES))

    async def continues(self, said: Said, known: Lines) -> Turn:
        """What was typed, of what is asked; words that say nothing of it leave all as it is."""
        asks, number = known.missing
        if asks is Asks.WHO:
            who = named(who_in(said.text), said.asker)
            return await self._look(said.asker, known.by(who) if who else known, said.lang)
        when = await self._house.reads(read, said.text, said.lang, is_asked=asks is Asks.HOUR)
        told = known
        if number is not None and asks is Asks.END:
            when = await self._house.reads(read_end, said.text, said.lang)
            told = known.with_line(number, known.lines[number].ending(said.text, when))
        elif number is not None:
            told = known.with_line(number, known.lines[number].told(said.text, when))
        elif when.day:
            told = known.on(when.day)
        turn = await self._look(said.asker, told, said.lang)
        return turn.unread(self._days.unread(said.text, said.lang)) if told == known else turn

    async def _pick_day(self, pressed: Pressed) -> Turn | None:
        known, day = await self._own(pressed), day_named("".join(pressed.values[2:3]), self._today())
        if known is None:
            return self._not_yours(pressed)
        asks, number = known.missing
        if day is None or asks is not Asks.WHEN or number != pressed.number(1):  # pressed twice
            return None
        dated = known.on(day) if number is None else known.with_line(number, known.lines[number].on(day))
        return await self._look(pressed.asker, dated, pressed.lang, replaces=True)

    async def _pick_hour(self, pressed: Pressed) -> Turn | None:
        known, value = await self._own(pressed), "".join(pressed.values[2:3])
        if known is None:
            return self._not_yours(pressed)
        asks, number = known.missing
        at = hour_named(value)
        if asks is not Asks.HOUR or number is None or number != pressed.number(1) or (at is None and value != NO_HOUR):
            return None
        known = known.with_line(number, known.lines[number].starting(at))
        return await self._look(pressed.asker, known, pressed.lang, replaces=True)

    async def pick_end(self, pressed: Pressed) -> Turn | None:
        known = await self._own(pressed)
        if known is None:
            return self._not_yours(pressed)
        asks, number = known.missing
        if asks is not Asks.END or number is None or number != pressed.number(1):
            return None
        line = self.ended(known.lines[number], "".join(pressed.values[2:3]))
        if line is None:
            return None
        return await self._look(pressed.asker, known.with_line(number, line), pressed.lang, replaces=True)

    def ended(self, line: OneLine, value: str) -> OneLine | None:
        """With the end that a button names; None: it names none."""
        if value == NO_END:
            return line.ending("", None)
        day = day_named(value, self._today())
        return replace(line, rule=until(line.rule, day), unclear_end="") if day else None

    async def _pick_nobody(self, pressed: Pressed) -> Turn | None:
        known = await self._own(pressed)
        if known is None:
            return self._not_yours(pressed)
        return await self._look(pressed.asker, known.by(""), pressed.lang, replaces=True)

    async def _confirm(self, pressed: Pressed) -> Turn | None:
        known = await self._own(pressed)
        if known is None:
            return self._not_yours(pressed)
        asker, lang = pressed.asker, pressed.lang
        known = known.less_past(self._today())
        if known.missing[0] is not Asks.NOTHING:
            return await self._look(asker, known, lang, replaces=True)
        if len(await self._agreements.open_of(asker.chat)) + len(known.lines) > MOST_OPEN:
            return Turn(toast=self._say("agreement_too_many", lang, count=MOST_OPEN))
        await self._house.records.chats.keep(asker, lang)
        await self._house.records.chats.keep_own(asker, lang)
        # Under the token of the draft: what is kept twice, as after a kill in between, is kept once.
        numbers = [
            await self._agreements.add(asker, f"{known.token}.{at}", agreed)
            for at, line in enumerate(known.lines)
            if (agreed := line.agreed)
        ]
        await self._house.records.origins.led(await self._house.records.drafts.own(asker, PREFIX), asker)
        await self._house.records.drafts.end(asker)
        kept = [await self._agreements.of(number, asker.chat) for number in numbers]
        return Turn((self._cards.lines_kept([one for one in kept if one], lang),), replaces=True)

    async def _look(self, asker: Asker, known: Lines, lang: str, *, replaces: bool = False) -> Turn:
        """What is to be asked first, or the list to say yes to."""
        waits = known.missing[0] is not Asks.NOTHING
        await self._house.records.drafts.keep(asker, PREFIX, body_of(known), waits=waits)
        return Turn((await self.asked(asker, known, lang),), replaces=replaces)

    async def asked(self, asker: Asker, known: Lines, lang: str) -> Reply:
        """The question that is asked first, or the list to say yes to."""
        asks, number = known.missing
        if number is None:
            return self._cards.lines(known, self._today(), lang, is_group=asker.is_group)
        when = await self._read(known.lines[number], asks, lang)
        return self._cards.ask_line(known, number, when, self._today(), lang, is_group=asker.is_group)

    async def unclear(self, known: Lines, lang: str) -> When | None:
        """What was said of the day or hour that is asked of one of them, and left it open; None: nothing of that is asked."""
        asks, number = known.missing
        if number is None or asks is Asks.END:
            return None
        return await self._read(known.lines[number], asks, lang)

    async def _read(self, line: OneLine, asks: Asks, lang: str) -> When:
        """What its words say of what is asked."""
        unclear = {Asks.HOUR: line.unclear_hour, Asks.END: line.unclear_end}.get(asks, line.unclear_day)
        return await self._house.reads(read, unclear, lang, is_asked=asks is Asks.HOUR)

    async def _line(self, asker: Asker, note: str, lang: str) -> Line:
        spoken = await self._house.reads(understand, BULLET.sub("", note), lang)
        what = clean(self._days.lasting(spoken.what, spoken.when, lang) or note, LINE_CHARS)
        return Line(what=what, who=named(spoken.who, asker)).told(note, spoken.when)

    async def _own(self, pressed: Pressed) -> Lines | None:
        """What the one who presses has begun, if it is what the button is of."""
        draft = await self._house.records.drafts.own(pressed.asker, PREFIX)
        known = known_of(draft) if draft else None
        return known if isinstance(known, Lines) and pressed.values[:1] == (known.token,) else None

    def _not_yours(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("agreement_not_yours", pressed.lang))

    def _today(self) -> date:
        return local_day(self._house.clock())
