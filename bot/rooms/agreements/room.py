"""The room of agreements: people note what they agree on, finish or move it, and are reminded of it at the right time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.cleaning import clean
from bot.conversation.house import House
from bot.conversation.menus import DESK, EVERYWHERE, Command
from bot.conversation.offers import AGREEING, IN_DIGEST
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.records.drafts import Draft
from bot.records.people import Asker
from bot.rooms.agreements.cards import KEPT_WEEKS, PREFIX, AgreementCards
from bot.rooms.agreements.digest import AgreementDigest
from bot.rooms.agreements.draft import Asks, Begun, Lines, body_of, known_of
from bot.rooms.agreements.records import MOST_OPEN, Agreement, AgreementRecords, State
from bot.rooms.agreements.reminders import AgreementReminders
from bot.rooms.agreements.several import Several
from bot.when.dates import Doubt, Reading, day_named, read
from bot.when.note import WHAT_CHARS, WHO_CHARS, Spoken, understand
from bot.when.reminding import HOURS, local_day, reminders

_Press = Callable[[Pressed], Awaitable[Turn | None]]


class Agreements(Room):
    """Keeps agreements."""

    prefix = PREFIX
    commands = (
        Command("afspraak", "agreement", DESK, 60, needs_chat=True),
        Command("afspraken", "agreements", EVERYWHERE, 70, needs_chat=True),
    )
    shelves = (AgreementRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._records, self._agreements = house.records, house.records.shelf(AgreementRecords)
        self._cards = AgreementCards(house.wording)
        self._reminders = AgreementReminders(house, self._cards)
        self._several = Several(house, self._cards)
        house.offers.give(AGREEING, self._several)
        house.offers.give(IN_DIGEST, AgreementDigest(house, self._cards).part)
        # What a button does: of a card that is being made, of an agreement of the chat, of the chat itself, of several.
        self._presses: dict[str, _Press] = {
            "ok": self._confirm,
            "what": lambda pressed: self._change(pressed, Asks.WHAT),
            "when": lambda pressed: self._change(pressed, Asks.WHEN),
            "who": lambda pressed: self._change(pressed, Asks.WHO),
            "on": self._pick_day,
            "no": self._drop,
            "card": self._show,
            "back": lambda pressed: self._show(pressed, replaces=True),
            "done": lambda pressed: self._close(pressed, State.KEPT),
            "void": lambda pressed: self._close(pressed, State.VOID),
            "open": self._reopen,
            "move": self._offer_days,
            "to": self._move,
            "day": self._ask_day_to_move,
            "list": self._page,
            "kept": self._kept,
            "set": self._settings,
            "hour": self._set_hour,
            "dig": self._set_digest,
            **self._several.presses,
        }

    def handlers(self) -> Mapping[str, Handler]:
        return {"afspraak": self._begin, "afspraken": self._list}

    async def presses(self, pressed: Pressed) -> Turn | None:
        handler = self._presses.get(pressed.action)
        return await handler(pressed) if handler else None

    async def continues(self, said: Said, draft: Draft) -> Turn:
        begun = known_of(draft)
        if isinstance(begun, Lines):
            return await self._several.typed_day(said, begun)
        match begun.asks:
            case Asks.WHO:
                return await self._next(said.asker, begun.asking(Asks.NOTHING), said.lang, who=said.text)
            case Asks.WHEN:
                return await self._typed_day(said, begun)
            case _:
                return await self._typed_what(said, begun)

    async def wakes(self, now: datetime) -> None:
        await self._reminders.say(now)

    # --- making one

    async def _begin(self, said: Said) -> Turn:
        """What stands behind the command, or in the message that it answers; without either it is asked for."""
        if len(await self._agreements.open_of(said.asker.chat)) >= MOST_OPEN:
            return Turn.of(Reply(self._say("agreement_too_many", said.lang, count=MOST_OPEN)))
        begun = Begun()
        # Whoever writes an agreement in answer to the bot has not agreed on what the bot said.
        if said.around.answers and not (said.text and said.around.answers_id is not None):
            return await self._begin_from_answer(said, begun)
        if said.text:
            return await self._typed_what(said, begun)
        await self._keep(said.asker, begun.asking(Asks.WHAT))
        return Turn.of(self._cards.ask(begun, said.lang, is_group=said.asker.is_group, is_first=True))

    async def _begin_from_answer(self, said: Said, begun: Begun) -> Turn:
        """The answered message is what; the day and who stand behind the command, or else in that message."""
        answered = await self._understood(said.around.answers, said.lang)
        added = await self._understood(said.text, said.lang)
        when = answered.when if added.when.doubt is Doubt.NONE_SAID else added.when
        who = ", ".join(part for part in (added.what, added.who) if part) or answered.who
        what = answered.what or clean(said.around.answers, WHAT_CHARS)
        return await self._next(said.asker, replace(begun, what=what), said.lang, who=who, when=when)

    async def _typed_what(self, said: Said, begun: Begun) -> Turn:
        """What is agreed; a day and people in the same text are taken along, unless they were given before."""
        spoken = await self._understood(said.text, said.lang)
        known = replace(begun, what=spoken.what, asks=Asks.NOTHING)
        is_day_new = begun.day is None or spoken.when.day is not None
        return await self._next(
            said.asker, known, said.lang, who=spoken.who or begun.who, when=spoken.when if is_day_new else None
        )

    async def _typed_day(self, said: Said, begun: Begun) -> Turn:
        reading = await asyncio.to_thread(read, said.text, self._today(), said.lang)
        if begun.moving is None:
            return await self._next(said.asker, replace(begun, day=None, at=begun.at), said.lang, when=reading)
        if reading.day is None:
            return await self._ask_day(said.asker, replace(begun, at=reading.at or begun.at), reading, said.lang)
        return await self._move_to(said.asker, begun, reading.day, reading, said.lang)

    async def _next(
        self, asker: Asker, begun: Begun, lang: str, *, who: str | None = None, when: Reading | None = None
    ) -> Turn:
        """Ask for what is missing, or show the card."""
        if who is not None:
            begun = replace(begun, who=clean(who, WHO_CHARS))
        if when is not None:
            begun = replace(begun, day=when.day or begun.day, at=when.at or begun.at)
        if not begun.what:
            begun = begun.asking(Asks.WHAT)
            await self._keep(asker, begun)
            return Turn.of(self._cards.ask(begun, lang, is_group=asker.is_group))
        if begun.day is None or (when is not None and when.doubt not in (None, Doubt.NONE_SAID)):
            return await self._ask_day(asker, replace(begun, day=None), when, lang)
        begun = begun.asking(Asks.NOTHING)
        await self._keep(asker, begun)
        return self._check(begun, lang)

    async def _ask_day(self, asker: Asker, begun: Begun, reading: Reading | None, lang: str) -> Turn:
        begun = begun.asking(Asks.WHEN)
        await self._keep(asker, begun)
        return Turn.of(self._cards.ask_day(begun, reading, self._today(), lang, is_group=asker.is_group))

    def _check(self, begun: Begun, lang: str, *, replaces: bool = False) -> Turn:
        agreed = begun.agreed
        return Turn((self._cards.check(begun, agreed, lang),), replaces=replaces) if agreed else Turn()

    # --- buttons of one that is being made

    async def _confirm(self, pressed: Pressed) -> Turn | None:
        asker, lang = pressed.asker, pressed.lang
        begun = await self._own(pressed)
        if begun is None or begun.moving is not None or not (agreed := begun.agreed):
            return self._not_yours(pressed)
        if agreed.day < self._today():  # it was asked before midnight
            return await self._ask_day(asker, replace(begun, day=None), None, lang)
        await self._records.chats.keep(asker, lang)
        number = await self._agreements.add(asker, begun.token, agreed)
        await self._records.drafts.end(asker)
        agreement = await self._agreements.of(number, asker.chat)
        return await self._saved(agreement, lang) if agreement else None

    async def _change(self, pressed: Pressed, asks: Asks) -> Turn | None:
        begun = await self._own(pressed)
        if begun is None or begun.moving is not None:
            return self._not_yours(pressed)
        asker, lang, is_group = pressed.asker, pressed.lang, pressed.asker.is_group
        begun = begun.asking(asks)
        await self._keep(asker, begun)
        if asks is Asks.WHEN:
            return Turn((self._cards.ask_day(begun, None, self._today(), lang, is_group=is_group),), replaces=True)
        return Turn((self._cards.ask(begun, lang, is_group=is_group),), replaces=True)

    async def _pick_day(self, pressed: Pressed) -> Turn | None:
        begun, day = await self._own(pressed), self._day(pressed, 1)
        if begun is None:
            return self._not_yours(pressed)
        if day is None:
            return None
        if begun.moving is not None:
            return await self._move_to(pressed.asker, begun, day, None, pressed.lang, replaces=True)
        begun = replace(begun, day=day, asks=Asks.NOTHING)
        await self._keep(pressed.asker, begun)
        return self._check(begun, pressed.lang, replaces=True)

    async def _drop(self, pressed: Pressed) -> Turn | None:
        draft = await self._records.drafts.own(pressed.asker, self.prefix)
        if draft is None or pressed.values[:1] != (known_of(draft).token,):
            return self._not_yours(pressed)
        await self._records.drafts.end(pressed.asker)
        return Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)

    async def _own(self, pressed: Pressed) -> Begun | None:
        """What the one who presses is making, if it is what the button is of; nobody else has a draft with that token."""
        draft = await self._records.drafts.own(pressed.asker, self.prefix)
        if draft is None:
            return None
        begun = known_of(draft)
        return begun if isinstance(begun, Begun) and pressed.values[:1] == (begun.token,) else None

    def _not_yours(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("agreement_not_yours", pressed.lang))

    # --- buttons of an agreement

    async def _show(self, pressed: Pressed, *, replaces: bool = False) -> Turn | None:
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        return Turn((self._cards.card(agreement, pressed.lang),), replaces=replaces)

    async def _close(self, pressed: Pressed, state: State) -> Turn | None:
        """Pressed twice, or by two people, it stays what it was made first."""
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        await self._agreements.close(agreement.number, agreement.chat, state)
        return await self._show(pressed, replaces=True)

    async def _reopen(self, pressed: Pressed) -> Turn | None:
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        await self._records.chats.keep(pressed.asker, pressed.lang)
        await self._agreements.reopen(agreement.number, agreement.chat)
        return await self._show(pressed, replaces=True)

    async def _offer_days(self, pressed: Pressed) -> Turn | None:
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        if agreement.state is not State.OPEN:
            return await self._show(pressed, replaces=True)
        return Turn((self._cards.move(agreement, self._today(), pressed.lang),), replaces=True)

    async def _move(self, pressed: Pressed) -> Turn | None:
        agreement, moves, day = await self._found(pressed), pressed.number(1), self._day(pressed, 2)
        if agreement is None:
            return self._elsewhere(pressed)
        if moves is None or day is None:
            return None
        begun = Begun(moving=agreement.number, moves=moves)
        return await self._move_to(pressed.asker, begun, day, None, pressed.lang, replaces=True)

    async def _ask_day_to_move(self, pressed: Pressed) -> Turn | None:
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        if agreement.state is not State.OPEN:
            return await self._show(pressed, replaces=True)
        begun = Begun(moving=agreement.number, moves=agreement.moves, asks=Asks.WHEN)
        await self._keep(pressed.asker, begun)
        return Turn.of(self._cards.ask_move(begun, pressed.lang, is_group=pressed.asker.is_group))

    async def _move_to(
        self, asker: Asker, begun: Begun, day: date, reading: Reading | None, lang: str, *, replaces: bool = False
    ) -> Turn:
        """Agree on another day; what was moved or finished in the meantime stays as it is."""
        number = begun.moving or 0
        agreement = await self._agreements.of(number, asker.chat)
        at = (reading.at if reading else None) or begun.at or (agreement.agreed.at if agreement else None)
        await self._records.chats.keep(asker, lang)
        is_moved = await self._agreements.move(number, asker.chat, day, at, begun.moves)
        if begun.asks is Asks.WHEN:
            await self._records.drafts.end(asker)
        agreement = await self._agreements.of(number, asker.chat)
        if agreement is None or not is_moved:
            text = self._say("agreement_moved_already", lang)
            return Turn(toast=text) if replaces else Turn.of(Reply(text))
        return replace(await self._saved(agreement, lang), replaces=replaces)

    async def _saved(self, agreement: Agreement, lang: str) -> Turn:
        kept = await self._records.chats.of(agreement.chat) if self._house.post else None
        heard = reminders(agreement.day, kept.remind_at, agreement.since) if kept else ()
        return Turn((self._cards.saved(agreement, heard, kept, lang),), replaces=True)

    async def _found(self, pressed: Pressed) -> Agreement | None:
        """The agreement that a button names; None where it is another chat's."""
        number = pressed.number()
        return None if number is None else await self._agreements.of(number, pressed.asker.chat)

    def _elsewhere(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("agreement_elsewhere", pressed.lang))

    # --- all of a chat's

    async def _list(self, said: Said) -> Turn:
        found = await self._agreements.open_of(said.asker.chat)
        return Turn.of(self._cards.listing(found, self._today(), 0, said.lang))

    async def _page(self, pressed: Pressed) -> Turn | None:
        found = await self._agreements.open_of(pressed.asker.chat)
        return Turn(
            (self._cards.listing(found, self._today(), pressed.number() or 0, pressed.lang),),
            replaces=True,
        )

    async def _kept(self, pressed: Pressed) -> Turn | None:
        since = self._house.clock() - timedelta(weeks=KEPT_WEEKS)
        found = await self._agreements.closed_of(pressed.asker.chat, since)
        kept = [agreement for agreement in found if agreement.state is State.KEPT]
        return Turn((self._cards.kept(kept, pressed.lang),), replaces=True)

    async def _settings(self, pressed: Pressed) -> Turn | None:
        if self._house.post is None or pressed.asker.chat_number is None:
            return Turn(toast=self._say("agreements_settings_not", pressed.lang))
        await self._records.chats.keep(pressed.asker, pressed.lang)
        kept = await self._records.chats.of(pressed.asker.chat)
        return Turn((self._cards.settings(kept, pressed.lang),), replaces=True) if kept else None

    async def _set_hour(self, pressed: Pressed) -> Turn | None:
        hour = next((hour for hour in HOURS if pressed.values == (hour.replace(":", ""),)), None)
        if hour is None:
            return None
        await self._records.chats.keep(pressed.asker, pressed.lang)
        await self._reminders.change_hour(pressed.asker.chat, hour)
        return await self._settings(pressed)

    async def _set_digest(self, pressed: Pressed) -> Turn | None:
        if pressed.values not in (("0",), ("1",)):
            return None
        await self._records.chats.keep(pressed.asker, pressed.lang)
        await self._records.chats.set_digest(pressed.asker.chat, is_wanted=pressed.values == ("1",))
        return await self._settings(pressed)

    # --- parts

    async def _understood(self, text: str, lang: str) -> Spoken:
        # The first time dateparser has to be read from disk, for which nobody else is to wait.
        return await asyncio.to_thread(understand, text, self._today(), lang)

    async def _keep(self, asker: Asker, begun: Begun) -> None:
        await self._records.drafts.keep(asker, self.prefix, body_of(begun), waits=begun.asks is not Asks.NOTHING)

    def _today(self) -> date:
        return local_day(self._house.clock())

    def _day(self, pressed: Pressed, at: int) -> date | None:
        """A day that a button names; None where nothing can be agreed for it."""
        return day_named("".join(pressed.values[at : at + 1]), self._today())
