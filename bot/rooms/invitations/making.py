"""A meeting while it is being made: what is known of it in, the next question or the card to send out."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.cleaning import clean
from bot.conversation.amending import proposed, when_instead
from bot.conversation.days import NO_END, Days, day_named, hour_named
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Pressed, Said, Waiting
from bot.records.drafts import Draft
from bot.records.people import Asker
from bot.rooms.invitations.cards import NO_PLACE, PLACES, PREFIX, InvitationCards
from bot.rooms.invitations.draft import Asks, Begun, begun_from, begun_of, body_of
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.options import listed_options, options_between, options_of
from bot.rooms.invitations.records import Invitation, InvitationRecords
from bot.rooms.invitations.text import PLACE_CHARS, items_of, read_length, read_one, understand_meeting
from bot.when.clock import AMSTERDAM
from bot.when.hours import MOST_MINUTES
from bot.when.meaning import Doubt, When
from bot.when.moment import read_end
from bot.when.moving import shifted
from bot.when.reminding import local_day
from bot.when.series import kept, until

MOST_DAYS = 31  # that a meeting takes
MOST_TO_COME = 50  # meetings of one chat
QUESTION = "question"  # as what a turn is kept that asks for what is to be changed of a meeting


class Making:
    """Makes meetings, and takes what is to be changed of them."""

    def __init__(self, house: House, cards: InvitationCards, days: Days) -> None:
        self._house, self._say, self._cards, self._days = house, house.wording.say, cards, days
        self._records, self._invitations = house.records, house.records.shelf(InvitationRecords)

    @property
    def presses(self) -> Mapping[str, Callable[[Pressed], Awaitable[Turn | None]]]:
        """What its buttons do; sending it is the room's."""
        return {
            "day": self._pick_day,
            "days": self._pick_poll,
            "span": self._pick_span,
            "whole": lambda pressed: self._picked(pressed, lambda begun, _: begun.of_days(1)),
            "at": self._pick_time,
            "long": self._pick_length,
            "end_on": self._pick_end,
            "place": self._pick_place,
            "skip": self._skip_agenda,
            "edit": lambda pressed: self._look(pressed, is_edited=True),
            "check": lambda pressed: self._look(pressed, is_edited=False),
            "field": self._change_field,
            "no": self._drop,
        }

    async def begin(self, said: Said) -> Turn:
        """What stands behind the command is taken along; what is missing is asked, a thing at a time."""
        if await self._invitations.count_to_come(said.asker.chat) >= MOST_TO_COME:
            return Turn.of(Reply(self._say("meeting_too_many", said.lang, count=MOST_TO_COME)))
        # What the bot said itself is no meeting, other people's words may be.
        text = said.text or ("" if said.around.answers_id is not None else said.around.answers)
        if text:
            return await self._told(said.asker, Begun(), text, said.lang)
        begun = replace(Begun(), asks=Asks.WHAT)
        await self._keep(said.asker, begun)
        reply = self._cards.ask(begun, None, self._today(), said.lang, is_group=said.asker.is_group, is_first=True)
        return Turn.of(reply)

    async def continues(self, said: Said, draft: Draft) -> Turn:
        known = begun_of(draft)
        match known.asks:
            case Asks.DAY | Asks.TIME:
                text = await self._shifted(said, known) or said.text
                when = await self._house.reads(read_one, text, said.lang, is_asked=known.asks is Asks.TIME)
                told = replace(known.told(text, when), minutes=when.minutes or known.minutes)
                if known.changing is not None:  # whether it is so once or from now on is asked in the end
                    told = replace(told, rule=known.rule)
                if when.is_whole_day:
                    told = told.of_days(1)
                if known.asks is Asks.DAY and known.changing is None:
                    told = await self._with_options(told, said.text, when, said.lang)
                return await self._typed(said, known, told)
            case Asks.END:
                when = await self._house.reads(read_end, said.text, said.lang)
                return await self._typed(said, known, known.ending(said.text, when))
            case Asks.LENGTH:
                begins = f"{known.at:%H:%M}" if known.at else ""
                minutes = await self._house.reads(read_length, said.text, said.lang, begins)
                return await self._typed(said, known, replace(known, minutes=minutes))
            case Asks.PLACE:
                place = clean(said.text, PLACE_CHARS)
                return await self.next(said.asker, replace(known, place=place or None), said.lang)
            case Asks.AGENDA:
                return await self.next(said.asker, replace(known, agenda=items_of(said.text)), said.lang)
            case _:
                return await self._told(said.asker, known, said.text, said.lang)

    async def amends(self, said: Said, draft: Draft) -> Turn | None:
        """Another day or hour for the card."""
        begun = begun_of(draft)
        text = await when_instead(self._house, said, begun.day) if begun.asks is Asks.NOTHING else None
        if text is None:
            return None
        known = replace(begun, asks=Asks.DAY)
        return await self.continues(replace(said, text=text), replace(draft, body=body_of(known)))

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting:
        """What a draft waits for: a meeting online has a link for its place, and what is spoken of may have one."""
        begun = begun_of(draft)
        is_free = begun.asks in (Asks.WHAT, Asks.PLACE, Asks.AGENDA)
        asked = await self._asks(asker, begun, lang, is_past=False)
        when = await self._unclear(begun, lang) if begun.asks in (Asks.DAY, Asks.TIME) else None
        yes = proposed(when, is_hour=begun.asks is Asks.TIME)
        waiting = Waiting(
            asked, takes_links=is_free, takes_words=is_free, is_name=begun.asks is Asks.PLACE, proposed=yes
        )
        if begun.changing is None:
            return waiting
        return replace(waiting, kept_as=(PREFIX, QUESTION), gone=begun.asked_in)

    async def _shifted(self, said: Said, known: Begun) -> str | None:
        """When it is, if "een uur later" is said of what is changed; None: no such thing is said."""
        invitation = await self._invitations.of(known.changing, said.asker.chat) if known.changing else None
        if invitation is None:
            return None
        meeting = invitation.meeting
        if known.once and invitation.series:
            meeting = invitation.series.usually(known.once, meeting)
        return shifted_from(meeting, said.text)

    async def corrects(self, said: Said, invitation: Invitation, *, is_whole: bool) -> Turn | None:
        """What is kept, with what a text says of it now; an empty turn where that is the same.

        is_whole: the text may say all of it. None: nothing in it can be taken over.
        """
        told = await self._house.reads(understand_meeting, said.text, said.lang)
        before = begun_from(invitation)
        begun = replace(before.told(told.head, told.when), rule=before.rule, off=before.off)
        if options_of(told.when) or (not is_whole and begun == before):
            return None
        begun = replace(
            begun,
            what=(told.what if is_whole else "") or before.what,
            minutes=told.when.minutes or begun.minutes,
            place=(told.place if is_whole else "") or before.place,
        )
        return Turn() if begun == before else await self.next(said.asker, begun, said.lang)

    async def _told(self, asker: Asker, begun: Begun, text: str, lang: str) -> Turn:
        """A text with what, and whatever else it says."""
        options, text = await self._house.reads(listed_options, text, lang)
        told = await self._house.reads(understand_meeting, text, lang)
        named, more = (options, 0) if options else (options_of(told.when), told.when.more)
        if named and begun.changing is None:
            begun = begun.choosing(named, more)
            told = replace(told, when=replace(told.when, day=None, doubt=Doubt.NONE_SAID))
        begun = replace(
            begun.told(told.head, told.when),
            what=told.what or begun.what,
            minutes=told.when.minutes or begun.minutes,
            days=1 if told.when.is_whole_day else begun.days,
            place=told.place or begun.place,
            agenda=told.agenda or begun.agenda,
        )
        return await self.next(asker, begun, lang)

    async def _with_options(self, told: Begun, text: str, when: When, lang: str) -> Begun:
        """With the days to choose from, where several were named."""
        listed, _ = await self._house.reads(listed_options, text, lang)
        if listed:
            return told.choosing(listed)
        return told.choosing(options, when.more) if (options := options_of(when)) else told

    async def _typed(self, said: Said, known: Begun, told: Begun) -> Turn:
        """What comes of an answer; one that says nothing of what was asked is told so."""
        turn = await self.next(said.asker, told, said.lang)
        return turn.unread(self._days.unread(said.text, said.lang)) if told == known else turn

    async def next(self, asker: Asker, begun: Begun, lang: str, *, replaces: bool = False) -> Turn:
        """Ask for what is missing, or show the card."""
        if begun.rule and begun.day and begun.changing is None:
            begun = begun.on(next(kept(begun.rule, begun.day, begun.off), begun.day))
        start, is_past = begun.start, False
        if begun.options and (begun.missing is Asks.NOTHING or begun.at is not None):
            begun = self._less_past(begun)
        if begun.day and begun.day < self._today():
            begun = begun.without(Asks.DAY)
        elif start and not begun.days and start <= self._house.clock():
            begun, is_past = begun.without(Asks.TIME), True
        begun = replace(begun, asks=begun.missing)
        await self._keep(asker, begun)
        turn = Turn((await self._asks(asker, begun, lang, is_past=is_past),), replaces=replaces)
        if begun.changing is None:
            return turn
        return replace(turn, kept_as=(PREFIX, QUESTION), gone=() if replaces else begun.asked_in)

    async def asked(self, asker: Asker, message_id: int) -> None:
        """What somebody is changing of a meeting is asked in that message, which goes when it is answered."""
        draft = await self._records.drafts.own(asker, PREFIX)
        if draft and (begun := begun_of(draft)).changing is not None:
            await self._records.drafts.amend(asker, PREFIX, body_of(replace(begun, question_id=message_id)))

    async def question_of(self, asker: Asker) -> tuple[int, ...]:
        """The message that asks what somebody is changing of a meeting; empty: there is none, or it isn't known which."""
        draft = await self._records.drafts.own(asker, PREFIX)
        return begun_of(draft).asked_in if draft else ()

    async def _asks(self, asker: Asker, begun: Begun, lang: str, *, is_past: bool) -> Reply:
        """For what is missing; else whether it is right."""
        if proposal := begun.proposal:
            return self._cards.check_proposal(begun, proposal, lang)
        if meeting := begun.meeting:
            return self._cards.check(begun, meeting, lang)
        when = await self._unclear(begun, lang)
        return self._cards.ask(begun, when, self._today(), lang, is_group=asker.is_group, is_past=is_past)

    async def _unclear(self, begun: Begun, lang: str) -> When | None:
        """What was said of what is asked, and left it open; None: nothing was."""
        if begun.asks is Asks.END:
            return await self._house.reads(read_end, begun.unclear_end, lang)
        unclear = {Asks.DAY: begun.unclear_day, Asks.TIME: begun.unclear_hour}.get(begun.asks, "")
        is_asked = begun.asks is Asks.TIME
        return await self._house.reads(read_one, unclear, lang, is_asked=is_asked) if unclear else None

    # --- buttons

    async def _pick_day(self, pressed: Pressed) -> Turn | None:
        return await self._picked(pressed, lambda begun, value: begun.on(day_named(value, self._today())))

    async def _pick_time(self, pressed: Pressed) -> Turn | None:
        return await self._picked(pressed, lambda begun, value: begun.starting(hour_named(value)))

    async def _pick_length(self, pressed: Pressed) -> Turn | None:
        return await self._picked(pressed, lambda begun, value: replace(begun, minutes=_whole_minutes(value)))

    async def _pick_end(self, pressed: Pressed) -> Turn | None:
        def ended(begun: Begun, value: str) -> Begun:
            day = day_named(value, self._today())
            if value == NO_END:
                return begun.ending("", None)
            return replace(begun, rule=until(begun.rule, day), unclear_end="") if day and begun.rule else begun

        return await self._picked(pressed, ended)

    async def _pick_place(self, pressed: Pressed) -> Turn | None:
        def placed(begun: Begun, value: str) -> Begun:
            if value == NO_PLACE:
                return replace(begun, place="")
            return replace(begun, place=self._say(PLACES[value], pressed.lang) if value in PLACES else None)

        return await self._picked(pressed, placed)

    async def _skip_agenda(self, pressed: Pressed) -> Turn | None:
        return await self._picked(pressed, lambda begun, _: replace(begun, agenda=()))

    async def _picked(self, pressed: Pressed, pick: Callable[[Begun, str], Begun]) -> Turn | None:
        """Take what was picked; a value that no button of ours has makes it asked again."""
        begun = await self.own(pressed)
        if begun is None:
            return self.not_yours(pressed)
        value = pressed.values[1] if len(pressed.values) > 1 else ""
        return await self.next(pressed.asker, pick(begun, value), pressed.lang, replaces=True)

    async def _look(self, pressed: Pressed, *, is_edited: bool) -> Turn | None:
        begun = await self.own(pressed)
        if begun is None:
            return self.not_yours(pressed)
        is_whole = begun.missing is Asks.NOTHING
        if not is_whole or begun.changing is not None or not is_edited:
            return await self.next(pressed.asker, begun, pressed.lang, replaces=True)
        return Turn((self._cards.fields(begun, pressed.lang),), replaces=True)

    async def _change_field(self, pressed: Pressed) -> Turn | None:
        begun = await self.own(pressed)
        if begun is None:
            return self.not_yours(pressed)
        asks = next((one for one in Asks if one and pressed.values[1:] == (one.value,)), None)
        if asks is None or begun.changing is not None:
            return None
        return await self.next(pressed.asker, begun.without(asks), pressed.lang, replaces=True)

    async def _drop(self, pressed: Pressed) -> Turn | None:
        draft = await self._records.drafts.own(pressed.asker, PREFIX)
        if draft is None or pressed.values != (begun_of(draft).token,):
            return self.not_yours(pressed)
        await self._records.drafts.end(pressed.asker)
        return Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)

    async def own(self, pressed: Pressed) -> Begun | None:
        """What the one who presses is making, if it is what the button is of; nobody else has a draft with that token."""
        draft = await self._records.drafts.own(pressed.asker, PREFIX)
        if draft is None:
            return None
        begun = begun_of(draft)
        return begun if pressed.values[:1] == (begun.token,) else None

    def not_yours(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("meeting_not_yours", pressed.lang))

    async def _pick_poll(self, pressed: Pressed) -> Turn | None:
        """Some days running, of which one is to be chosen."""

        def chosen(begun: Begun, value: str) -> Begun:
            days = [day_named(part, self._today()) for part in pressed.values[1:3]]
            first, last = (days[0], days[1]) if len(days) == 2 else (None, None)
            options = options_between(first, last) if first and last else ()
            return begun.choosing(options if len(options) > 1 else ())

        return await self._picked(pressed, chosen)

    async def _pick_span(self, pressed: Pressed) -> Turn | None:
        """It takes all of some days running."""

        def taken(begun: Begun, value: str) -> Begun:
            days = [day_named(part, self._today()) for part in pressed.values[1:3]]
            first, last = (days[0], days[1]) if len(days) == 2 else (None, None)
            count = (last - first).days + 1 if first and last else 0
            return begun.on(first).of_days(count) if 1 < count <= MOST_DAYS else begun

        return await self._picked(pressed, taken)

    # --- parts

    def _less_past(self, begun: Begun) -> Begun:
        """Without the days that have been; one that is left is the day."""
        now = self._house.clock()
        times = [(day, at, at if at is not None else begun.at) for day, at in begun.options]
        left = [
            (day, at) for day, at, begins in times if begins is None or datetime.combine(day, begins, AMSTERDAM) > now
        ]
        if len(left) > 1:
            return replace(begun, options=tuple(left))
        day, at = left[0] if left else (None, None)
        return replace(begun.on(day), at=at or begun.at, options=())

    async def _keep(self, asker: Asker, begun: Begun) -> None:
        await self._records.drafts.keep(asker, PREFIX, body_of(begun), waits=begun.asks is not Asks.NOTHING)

    def _today(self) -> date:
        return local_day(self._house.clock())


def _whole_minutes(value: str) -> int | None:
    if not (value.isascii() and value.isdecimal() and len(value) <= len(str(MOST_MINUTES))):
        return None
    return int(value) if 0 < int(value) <= MOST_MINUTES else None


def shifted_from(meeting: Meeting, text: str) -> str | None:
    """When a meeting is, if "een uur later" is said of it; None: no such thing is said."""
    start = meeting.start.astimezone(AMSTERDAM)
    return shifted(text, start, None if meeting.days else start.time())
