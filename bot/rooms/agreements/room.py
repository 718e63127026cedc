"""The room of agreements: people note what they agree on, finish or move it, and are reminded of it at the right time."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from bot.cleaning import clean
from bot.conversation.amending import proposed, when_instead
from bot.conversation.days import NO_HOUR, Days, day_named, hour_named
from bot.conversation.house import House
from bot.conversation.menus import DESK, EVERYWHERE, Command
from bot.conversation.offers import AGREEING, IN_DIGEST, LAST_NOTED, Noted
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said, Waiting
from bot.records.drafts import Draft
from bot.records.origins import Origin
from bot.records.people import Asker
from bot.rooms.agreements.cards import KEPT_WEEKS, PREFIX, AgreementCards
from bot.rooms.agreements.digest import AgreementDigest
from bot.rooms.agreements.draft import Asks, Begun, Lines, body_of, known_of, named
from bot.rooms.agreements.pointing import Pointing
from bot.rooms.agreements.records import MOST_OPEN, Agreed, Agreement, AgreementRecords, State
from bot.rooms.agreements.reminders import AgreementReminders
from bot.rooms.agreements.several import Several
from bot.rooms.agreements.times import Times, others_behind
from bot.when.clock import AMSTERDAM
from bot.when.doer import people, who_in
from bot.when.meaning import When
from bot.when.moment import read_end
from bot.when.moving import moved_to, shifted
from bot.when.note import WHAT_CHARS, notes, understand
from bot.when.reading import read
from bot.when.reminding import HOURS, local_day, reminders
from bot.when.series import Instead, moved

QUESTION = "question"  # as what a turn is kept that asks for another day
TOLD_FOR = timedelta(weeks=1)  # how long the list of agreements says that the chat could not be reached
_Press = Callable[[Pressed], Awaitable[Turn | None]]


MOST_WORDS_OF_WHO = 8  # "Ans, Bep en de decaan van het roc in Zwolle"


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
        self._days = Days(house.wording.say)
        self._cards = AgreementCards(house.wording, self._days)
        self._reminders = AgreementReminders(house, self._cards)
        self._several = Several(house, self._cards, self._days)
        self._times = Times(house, self._cards, self._keep, self._end_move)
        self._pointing = Pointing(house, self._cards, self._next, self._begin)
        house.offers.give(AGREEING, self._several)
        house.offers.give(LAST_NOTED, self._last_noted)
        house.offers.give(IN_DIGEST, AgreementDigest(house, self._cards).part)
        # What a button does: of a card that is being made, of an agreement of the chat, of the chat itself, of several.
        self._presses: dict[str, _Press] = {
            "ok": self._confirm,
            "what": lambda pressed: self._change(pressed, Asks.WHAT),
            "when": lambda pressed: self._change(pressed, Asks.WHEN),
            "who": lambda pressed: self._change(pressed, Asks.WHO),
            "on": self._pick_day,
            "at": self._pick_hour,
            "free": self._pick_nobody,
            "no": self._drop,
            "card": self._show,
            "back": lambda pressed: self._show(pressed, replaces=True),
            "done": lambda pressed: self._close(pressed, State.KEPT),
            "void": self._void,
            "once": lambda pressed: self._close(pressed, State.VOID),
            "end": lambda pressed: self._close(pressed, State.VOID, is_last=True),
            "always": self._move_always,
            "open": self._reopen,
            "move": self._offer_days,
            "to": self._move,
            "day": self._ask_day_to_move,
            "hour_to": self._ask_hour_to_move,
            "list": self._page,
            "kept": self._kept,
            "set": self._settings,
            "hour": self._set_hour,
            "dig": self._set_digest,
            "until": lambda pressed: self._change(pressed, Asks.END),
            "end_on": self._pick_end,
            **self._several.presses,
            **self._times.presses,
        }

    def handlers(self) -> Mapping[str, Handler]:
        return {"afspraak": self._begin, "afspraken": self._list}

    async def presses(self, pressed: Pressed) -> Turn | None:
        handler = self._presses.get(pressed.action)
        return await handler(pressed) if handler else None

    def begun(self, draft: Draft) -> str:
        known = known_of(draft)
        if isinstance(known, Lines):
            return "begun_agreements"
        if known.moving is not None:
            return "begun_agreement_move"
        return "begun_agreement" if known.changing is None else "begun_agreement_change"

    def left(self, draft: Draft, lang: str) -> Turn:
        """The message that asks to what day one is to be moved goes."""
        known = known_of(draft)
        turn = super().left(draft, lang)
        return replace(turn, gone=known.asked_in) if isinstance(known, Begun) else turn

    async def continues(self, said: Said, draft: Draft) -> Turn:
        begun = known_of(draft)
        if isinstance(begun, Lines):
            return await self._several.continues(said, begun)
        match begun.asks:
            case Asks.WHO:
                return await self._typed_who(said, begun)
            case Asks.WHEN | Asks.HOUR:
                return await self._typed_when(said, begun)
            case Asks.END:
                return await self._typed_end(said, begun)
            case _:
                return await self._typed_what(said, begun)

    async def hears(self, said: Said) -> Turn | None:
        return await self._pointing.hears(said)

    async def amends(self, said: Said, draft: Draft) -> Turn | None:
        begun = known_of(draft)
        if isinstance(begun, Lines) or begun.agreed is None:
            return None
        text = await when_instead(self._house, said, begun.day)
        if text is None:
            return None
        return await self._typed_when(replace(said, text=text), begun)

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting:
        known = known_of(draft)
        if isinstance(known, Lines):
            asked, asks = await self._several.asked(asker, known, lang), known.missing[0]
            when = await self._several.unclear(known, lang)
        else:
            asked, asks = await self._shown(asker, known, lang), known.asks
            when = await self._unclear(known, lang)
        waiting = Waiting(
            asked,
            takes_links=asks is Asks.WHAT,
            takes_words=asks in (Asks.WHAT, Asks.WHO),
            is_name=asks is Asks.WHO,
            proposed=proposed(when, is_hour=asks is Asks.HOUR),
        )
        if isinstance(known, Lines) or known.moving is None:
            return waiting
        return replace(waiting, kept_as=(self.prefix, QUESTION), gone=known.asked_in)

    async def wakes(self, now: datetime) -> None:
        await self._reminders.say(now)

    async def _last_noted(self, chat: str, text: str) -> Noted | None:
        """What LAST_NOTED offers."""
        found = [one for one in await self._agreements.open_of(chat) if not text or one.agreed.what in text]
        last = max(found, key=lambda one: (one.since, one.number), default=None)
        if last is None:
            return None
        uid = sha256(f"{chat} {last.number}".encode()).hexdigest()[:32]
        agreed = last.agreed
        return Noted(f"{uid}@verbinder", agreed.what, agreed.day, agreed.at, bool(agreed.rule), last.since)

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
        """The answered message is what; day and who stand behind the command, or else in that message.

        Where it is behind the command that somebody does something, that is what.
        """
        answered = await self._house.reads(understand, said.around.answers, said.lang)
        added = await self._house.reads(understand, said.text, said.lang)
        begun = begun.told(said.around.answers, answered.when).told(said.text, added.when)
        if added.is_done:
            what, who = added.what, added.who
        else:
            what = answered.what or clean(said.around.answers, WHAT_CHARS)
            who = ", ".join(part for part in (added.what, added.who) if part) or answered.who
        return await self._next(said.asker, replace(begun, what=what, who=named(who, said.asker)), said.lang)

    async def _typed_what(self, said: Said, begun: Begun) -> Turn:
        """What is agreed; a day and people in the same text are taken along. Several, a line each, are looked at together."""
        if not begun.what and len(found := await self._house.reads(notes, said.text, said.lang)) > 1:
            return await self._several.begin(said.asker, found, said.lang)
        spoken = await self._house.reads(understand, said.text, said.lang)
        who = named(spoken.who, said.asker) if spoken.who else begun.who
        what = self._days.lasting(spoken.what, spoken.when, said.lang)
        begun = replace(begun.told(said.text, spoken.when), what=what, who=who)
        return await self._next(said.asker, begun, said.lang)

    async def _typed_who(self, said: Said, begun: Begun) -> Turn:
        """Who does it; what says when, or tells a story, names nobody."""
        who = who_in(said.text)
        if who == said.text and not people(who):
            when = await self._house.reads(read, said.text, said.lang)
            is_end = bool(begun.rule) and (await self._house.reads(read_end, said.text, said.lang)).spans
            if when.spans or is_end or len(who.split()) > MOST_WORDS_OF_WHO:
                again = await self._shown(said.asker, begun, said.lang)
                return Turn.of(again).unread(self._days.unread(said.text, said.lang))
        return await self._next(said.asker, replace(begun, who=named(who, said.asker)), said.lang)

    async def _typed_when(self, said: Said, begun: Begun) -> Turn:
        text = said.text if begun.moving is None else await self._moved_to(said, begun) or said.text
        when = await self._house.reads(read, text, said.lang, is_asked=begun.asks is Asks.HOUR)
        told = begun.told(text, when)
        if told != begun:
            return await self._next(said.asker, await self._on_its_day(said.asker, told), said.lang)
        again = await self._shown(said.asker, begun, said.lang)
        turn = Turn.of(again).unread(self._days.unread(said.text, said.lang))
        return turn if begun.moving is None else self._asking(turn, begun)

    async def _moved_to(self, said: Said, begun: Begun) -> str | None:
        """The words for when something is moved to: those that stand behind "naar", or what "een uur later" comes to."""
        agreement = await self._agreements.of(begun.moving, said.asker.chat) if begun.moving else None
        if agreement:
            agreed = agreement.agreed
            on, at = agreed.day, agreed.at
            if begun.once and begun.once != agreed.here:
                on, at = agreed.time_of(begun.once)
            if text := shifted(said.text, datetime.combine(on, at or time(), AMSTERDAM), at):
                return text
        return moved_to(said.text)

    async def _on_its_day(self, asker: Asker, begun: Begun) -> Begun:
        """One that is moved to another hour, with no word of a day, stays on its day."""
        if begun.moving is None or begun.day or begun.unclear_day:
            return begun
        agreement = await self._agreements.of(begun.moving, asker.chat)
        day = begun.once or (agreement.day if agreement else None)
        return begun.on(day if day and day >= self._today() else None)

    async def _typed_end(self, said: Said, begun: Begun) -> Turn:
        when = await self._house.reads(read_end, said.text, said.lang)
        told = begun.ending(said.text, when)
        if told != begun:
            return await self._next(said.asker, told, said.lang)
        again = await self._shown(said.asker, begun, said.lang)
        return Turn.of(again).unread(self._days.unread(said.text, said.lang))

    async def _next(self, asker: Asker, begun: Begun, lang: str, *, replaces: bool = False) -> Turn:
        """Ask for what is missing; else show the card, or move what is to be moved."""
        if begun.moving is not None and begun.missing is Asks.NOTHING:
            if begun.once is not None:
                return await self._move_one_to(asker, begun, begun.once, lang, replaces=replaces)
            return await self._move_to(asker, begun, lang, replaces=replaces)
        begun = begun.asking(begun.missing)
        await self._keep(asker, begun)
        turn = Turn((await self._shown(asker, begun, lang),), replaces=replaces)
        return turn if begun.moving is None or replaces else self._asking(turn, begun)

    def _asking(self, turn: Turn, begun: Begun) -> Turn:
        """A question about one that is kept; it goes when it is answered, and so does the one before it."""
        return replace(turn, kept_as=(self.prefix, QUESTION), gone=begun.asked_in)

    async def sent(self, word: str, asker: Asker, message_ids: Sequence[int]) -> None:
        """The message that asks to what day an agreement is to be moved."""
        draft = await self._records.drafts.own(asker, self.prefix)
        begun = known_of(draft) if draft else None
        if isinstance(begun, Begun) and begun.moving is not None:
            body = body_of(replace(begun, question_id=message_ids[-1]))
            await self._records.drafts.amend(asker, self.prefix, body)

    async def _shown(self, asker: Asker, begun: Begun, lang: str) -> Reply:
        """The question that it waits for, or the card."""
        match begun.asks:
            case Asks.WHEN:
                when = await self._unclear(begun, lang)
                return self._cards.ask_day(begun, when, self._today(), lang, is_group=asker.is_group)
            case Asks.HOUR:
                when = await self._unclear(begun, lang)
                agreement = await self._agreements.of(begun.moving, asker.chat) if begun.moving is not None else None
                if agreement and not begun.unclear_hour:
                    return self._cards.ask_other_hour(begun, agreement, lang, is_group=asker.is_group, is_apart=True)
                return self._cards.ask_hour(begun, when, lang, is_group=asker.is_group)
            case Asks.END:
                when = await self._house.reads(read_end, begun.unclear_end, lang) if begun.unclear_end else None
                ends = when.ends if when else ()
                return self._cards.ask_end(begun, ends, lang, is_group=asker.is_group)
            case Asks.NOTHING if agreed := begun.agreed:
                return self._cards.check(begun, agreed, lang)
            case _:
                return self._cards.ask(begun, lang, is_group=asker.is_group)

    async def _unclear(self, begun: Begun, lang: str) -> When | None:
        """What was said of the day or hour that is asked, and left it open; None: nothing was."""
        match begun.asks:
            case Asks.WHEN if begun.unclear_day:
                return await self._house.reads(read, begun.unclear_day, lang)
            case Asks.HOUR:
                return await self._house.reads(read, begun.unclear_hour, lang, is_asked=True)
            case _:
                return None

    # --- buttons of one that is being made

    async def _confirm(self, pressed: Pressed) -> Turn | None:
        asker, lang = pressed.asker, pressed.lang
        begun = await self._own(pressed)
        if begun is None or begun.moving is not None or not (agreed := begun.agreed):
            return self._not_yours(pressed)
        if agreed.day < self._today():  # it was asked before midnight
            return await self._next(asker, begun.on(None), lang)
        await self._records.chats.keep(asker, lang)
        if begun.changing is not None:
            return await self._amend(pressed, begun, agreed)
        await self._records.chats.keep_own(asker, lang)
        number = await self._agreements.add(asker, begun.token, agreed)
        draft = await self._records.drafts.own(asker, self.prefix)
        await self._records.origins.led(draft, asker, str(number), pressed.message_id)
        await self._records.drafts.end(asker)
        agreement = await self._agreements.of(number, asker.chat)
        return await self._saved(agreement, lang) if agreement else None

    async def _amend(self, pressed: Pressed, begun: Begun, agreed: Agreed) -> Turn | None:
        """One that is kept becomes something else; its card says so, wherever that stands."""
        asker, lang, number = pressed.asker, pressed.lang, begun.changing or 0
        before = await self._agreements.of(number, asker.chat)
        is_same = before is not None and before.moves == begun.moves
        is_changed = before is not None and is_same and await self._agreements.amend(before, agreed)
        await self._records.drafts.end(asker)
        after = await self._agreements.of(number, asker.chat)
        if after is None:
            return self._elsewhere(pressed)
        card = self._cards.card(after, lang)
        if not is_changed:
            return Turn((card,), toast=self._say("agreement_moved_already", lang), replaces=True)
        if begun.card_id is None:
            return Turn((card,), replaces=True).headed(self._say("agreement_changed", lang))
        return Turn((self._cards.changed(after, lang),), replaces=True, edits=((begun.card_id, card),))

    async def corrects(self, said: Said, origin: Origin) -> Turn | None:
        """The agreement as the message says it now, to be confirmed; what can't be read from that is said to be changed by hand."""
        agreement = await self._agreements.of(int(origin.word), said.asker.chat)
        if agreement is None:
            return None
        if agreement.state is not State.OPEN:
            return Turn.of(self._cards.card(agreement, said.lang))
        spoken = await self._house.reads(understand, said.text, said.lang)
        if spoken.what and not origin.is_whole:
            return Turn.of(self._cards.card(agreement, said.lang)).headed(self._say("agreement_edit_how", said.lang))
        agreed = agreement.agreed
        begun = Begun(
            agreed.day, agreed.at, rule=agreed.rule, off=agreed.off, changing=agreement.number, moves=agreement.moves
        )
        who = named(spoken.who, said.asker) if spoken.who else None
        begun = replace(
            begun.told(said.text, spoken.when),
            what=self._days.lasting(spoken.what, spoken.when, said.lang) or agreed.what,
            who=agreed.who if who is None else who,
            card_id=origin.card_id,
        )
        found = begun.agreed
        is_same = found is not None and replace(found, others={}) == replace(agreed, by_rule=None, others={})
        return (
            Turn()
            if is_same and found and set(found.off) <= set(agreed.off)
            else await self._next(said.asker, begun, said.lang)
        )

    async def _change(self, pressed: Pressed, asks: Asks) -> Turn | None:
        begun = await self._own(pressed)
        if begun is None or begun.moving is not None:
            return self._not_yours(pressed)
        begun = begun.asking(asks)
        await self._keep(pressed.asker, begun)
        return Turn((await self._shown(pressed.asker, begun, pressed.lang),), replaces=True)

    async def _pick_day(self, pressed: Pressed) -> Turn | None:
        begun, day = await self._own(pressed), self._day(pressed, 1)
        if begun is None:
            return self._not_yours(pressed)
        return await self._next(pressed.asker, begun.on(day), pressed.lang, replaces=True) if day else None

    async def _pick_hour(self, pressed: Pressed) -> Turn | None:
        begun, value = await self._own(pressed), "".join(pressed.values[1:2])
        if begun is None:
            return self._not_yours(pressed)
        at = hour_named(value)
        if at is None and value != NO_HOUR:
            return None
        if begun.card_id == pressed.message_id:  # the card itself asks, and becomes what it is then
            begun = replace(begun, card_id=None)
        return await self._next(pressed.asker, begun.starting(at), pressed.lang, replaces=True)

    async def _pick_end(self, pressed: Pressed) -> Turn | None:
        """Of one that is being made, or of one of several."""
        begun = await self._own(pressed)
        if begun is None:
            return await self._several.pick_end(pressed)
        ended = self._several.ended(begun, "".join(pressed.values[1:2]))
        return await self._next(pressed.asker, ended, pressed.lang, replaces=True) if ended else None

    async def _pick_nobody(self, pressed: Pressed) -> Turn | None:
        begun = await self._own(pressed)
        if begun is None:
            return self._not_yours(pressed)
        return await self._next(pressed.asker, replace(begun, who=""), pressed.lang, replaces=True)

    async def _drop(self, pressed: Pressed) -> Turn | None:
        draft = await self._records.drafts.own(pressed.asker, self.prefix)
        if draft is None or pressed.values[:1] != (known_of(draft).token,):
            return self._not_yours(pressed)
        await self._records.drafts.end(pressed.asker)
        ended = self._say("draft_ended", pressed.lang)
        if isinstance(begun := known_of(draft), Begun) and begun.moving is not None and pressed.message_id is not None:
            return Turn(toast=ended, gone=(pressed.message_id,))
        return Turn((Reply(ended),), replaces=True)

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
        gone = await self._end_move(pressed.asker, agreement) if replaces else ()
        return Turn((self._cards.card(agreement, pressed.lang),), replaces=replaces, gone=gone)

    async def _end_move(self, asker: Asker, agreement: Agreement) -> tuple[int, ...]:
        """The day that this person was asked for isn't waited for any more; the message that asked it."""
        draft = await self._records.drafts.own(asker, self.prefix)
        begun = known_of(draft) if draft else None
        if not isinstance(begun, Begun) or begun.moving != agreement.number:
            return ()
        await self._records.drafts.end(asker)
        return begun.asked_in

    async def _void(self, pressed: Pressed) -> Turn | None:
        """Dropped; of what comes back it is asked whether that is for good."""
        agreement = await self._found(pressed)
        if agreement and agreement.agreed.rule and agreement.state is State.OPEN:
            return Turn((self._cards.ask_void(agreement, pressed.lang),), replaces=True)
        return await self._close(pressed, State.VOID)

    async def _close(self, pressed: Pressed, state: State, *, is_last: bool = False) -> Turn | None:
        """Pressed twice, or by two people, it stays what it was made first. What comes back is there again at once.

        is_last: it comes back no more.
        """
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        if is_last:
            await self._agreements.stop(agreement.number, agreement.chat)
        is_closed = await self._agreements.close(agreement.number, agreement.chat, state)
        turn = await self._show(pressed, replaces=True)
        number = await self._agreements.follow(agreement) if is_closed and not is_last else None
        following = await self._agreements.of(number, agreement.chat) if number is not None else None
        if turn is None or following is None or following.state is not State.OPEN:
            return turn
        return replace(turn, replies=(*turn.replies, self._cards.follows(following, pressed.lang)))

    async def _move_always(self, pressed: Pressed) -> Turn | None:
        """It is on the day and at the hour to which it was moved from now on."""
        agreement, moves = await self._found(pressed), pressed.number(1)
        if agreement is None:
            return self._elsewhere(pressed)
        agreed = agreement.agreed
        if moves is None or agreed.by_rule is None:
            return await self._show(pressed, replaces=True)
        rule = moved(agreed.rule, agreed.by_rule, agreed.day)
        others = others_behind(agreed, agreed.by_rule, agreed.day, agreed.at)
        if not await self._agreements.set_rule(agreement.number, agreement.chat, rule, others, moves):
            return Turn(toast=self._say("agreement_moved_already", pressed.lang))
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
        gone = await self._end_move(pressed.asker, agreement)
        await self._keep(pressed.asker, self._moving(agreement, pressed))  # a day may be typed as well
        is_group = pressed.asker.is_group
        card = self._cards.move(agreement, self._today(), pressed.lang, is_group=is_group)
        return Turn((card,), replaces=True, gone=gone)

    @staticmethod
    def _moving(agreement: Agreement, pressed: Pressed) -> Begun:
        return Begun(
            at=agreement.agreed.at,
            asks=Asks.WHEN,
            moving=agreement.number,
            moves=agreement.moves,
            card_id=pressed.message_id,
        )

    async def _move(self, pressed: Pressed) -> Turn | None:
        agreement, moves, day = await self._found(pressed), pressed.number(1), self._day(pressed, 2)
        if agreement is None:
            return self._elsewhere(pressed)
        if moves is None or day is None:
            return None
        gone = await self._end_move(pressed.asker, agreement)
        begun = Begun(day, agreement.agreed.at, moving=agreement.number, moves=moves)
        return replace(await self._move_to(pressed.asker, begun, pressed.lang, replaces=True), gone=gone)

    async def _ask_day_to_move(self, pressed: Pressed) -> Turn | None:
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        if agreement.state is not State.OPEN:
            return await self._show(pressed, replaces=True)
        gone = await self._end_move(pressed.asker, agreement)
        begun = self._moving(agreement, pressed)
        await self._keep(pressed.asker, begun)
        turn = self._asking(Turn.of(self._cards.ask_move(begun, pressed.lang, is_group=pressed.asker.is_group)), begun)
        if begun.card_id is None:
            return replace(turn, gone=gone)
        return replace(turn, gone=gone, edits=((begun.card_id, self._cards.card(agreement, pressed.lang)),))

    async def _ask_hour_to_move(self, pressed: Pressed) -> Turn | None:
        """The day stays what it is."""
        agreement = await self._found(pressed)
        if agreement is None:
            return self._elsewhere(pressed)
        if agreement.state is not State.OPEN or agreement.day < self._today():
            return await self._show(pressed, replaces=True)
        gone = await self._end_move(pressed.asker, agreement)
        begun = self._moving(agreement, pressed).on(agreement.day).asking(Asks.HOUR)
        await self._keep(pressed.asker, begun)
        card = self._cards.ask_other_hour(begun, agreement, pressed.lang, is_group=pressed.asker.is_group)
        return Turn((card,), replaces=True, gone=gone)

    async def _move_to(self, asker: Asker, begun: Begun, lang: str, *, replaces: bool = False) -> Turn:
        """Agree on another day or hour; what was moved or finished in the meantime stays as it is."""
        number, day = begun.moving or 0, begun.day or self._today()
        await self._records.chats.keep(asker, lang)
        is_moved = await self._agreements.move(number, asker.chat, day, begun.at, begun.moves)
        if begun.asks is not Asks.NOTHING:
            await self._records.drafts.end(asker)
        agreement = await self._agreements.of(number, asker.chat)
        if agreement is None or not is_moved:
            text = self._say("agreement_moved_already", lang)
            turn = Turn(toast=text) if replaces else Turn.of(Reply(text))
        else:
            turn = replace(await self._saved(agreement, lang), replaces=replaces)
        if begun.card_id is None or agreement is None:
            return turn if replaces else replace(turn, gone=begun.asked_in)
        # Its card says what it is now; below what was typed a word of that will do.
        card = turn.replies[0] if is_moved else self._cards.card(agreement, lang)
        replies = (self._cards.moved(agreement, lang),) if is_moved else turn.replies
        return replace(turn, replies=replies, edits=((begun.card_id, card),), gone=begun.asked_in, replaces=False)

    async def _move_one_to(self, asker: Asker, begun: Begun, once: date, lang: str, *, replaces: bool = False) -> Turn:
        """One of the times to come is at the time that was said."""
        await self._records.drafts.end(asker)
        agreement = await self._agreements.of(begun.moving or 0, asker.chat)
        if agreement is None or begun.day is None:
            return Turn.of(Reply(self._say("agreement_moved_already", lang)))
        turn = await self._times.moved_to(agreement, once, Instead(begun.day, begun.at), lang)
        turn = replace(turn, replaces=replaces)
        after = await self._agreements.of(agreement.number, agreement.chat) or agreement
        return turn if begun.card_id is None else replace(turn, edits=((begun.card_id, self._cards.card(after, lang)),))

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
        return Turn.of(
            self._cards.listing(found, self._today(), 0, said.lang, reach=await self._reach(said.asker, said.lang))
        )

    async def _reach(self, asker: Asker, lang: str) -> list[str]:
        """Whom the bot can't reach, or could not: this chat, or groups in which this person made agreements."""
        lines = []
        if not asker.is_group and (found := await self._agreements.out_of_reach(asker.chat)):
            lines.append(self._cards.out_of_reach(found, lang))
        kept = await self._records.chats.of(asker.chat)
        if kept and kept.missed and self._house.clock() - kept.missed.end < TOLD_FOR:
            lines.append(self._cards.was_away(kept.missed, lang))
        return lines

    async def _page(self, pressed: Pressed) -> Turn | None:
        found, reach = (
            await self._agreements.open_of(pressed.asker.chat),
            await self._reach(pressed.asker, pressed.lang),
        )
        listed = self._cards.listing(found, self._today(), pressed.number() or 0, pressed.lang, reach=reach)
        return Turn((listed,), replaces=True)

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
        await self._records.chats.set_digest(pressed.asker, is_wanted=pressed.values == ("1",))
        return await self._settings(pressed)

    # --- parts

    async def _keep(self, asker: Asker, begun: Begun) -> None:
        await self._records.drafts.keep(asker, self.prefix, body_of(begun), waits=begun.asks is not Asks.NOTHING)

    def _today(self) -> date:
        return local_day(self._house.clock())

    def _day(self, pressed: Pressed, at: int) -> date | None:
        """A day that a button names; None where nothing can be agreed for it."""
        return day_named("".join(pressed.values[at : at + 1]), self._today())
