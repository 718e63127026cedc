"""The room of invitations: people are asked to a meeting, answer with one tap, fill its agenda, and note what they agreed."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.conversation.house import House
from bot.conversation.markup import escape
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.agreements.room import MOST_OPEN
from bot.rooms.agreements.text import clean
from bot.rooms.invitations.cards import NO_PLACE, PLACES, PREFIX, InvitationCards
from bot.rooms.invitations.draft import Asks, Begun, Lines, begun_from, body_of, known_of
from bot.rooms.invitations.records import MOST_ITEMS, Invitation, Vote
from bot.rooms.invitations.reminders import InvitationReminders
from bot.rooms.invitations.text import (
    PLACE_CHARS,
    Told,
    items_of,
    lines_of,
    merged_lines,
    understand_meeting,
)
from bot.when.dates import MOST_YEARS, Doubt, Reading, read
from bot.when.reminding import local_day
from bot.when.times import MOST_MINUTES, read_hours

MOST_TO_COME = 50  # meetings of one chat
UNREAD_CHARS = 40  # shown of an answer that can't be read
CODE_BYTES = 8  # nobody guesses the link that puts a meeting into a group
UID_BYTES = 16
_REFERENCE = re.compile(r"\w+ #([0-9]{1,15})")  # the last line of each message on a meeting
_CODE = re.compile(r"[0-9a-f]{16}")
_AT = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")
_ITEM = re.compile(r"[0-9a-f]{12}")
_Press = Callable[[Pressed], Awaitable[Turn | None]]
_VOTED = {Vote.YES: "meeting_vote_yes", Vote.MAYBE: "meeting_vote_maybe", Vote.NO: "meeting_vote_no"}


class Invitations(Room):
    """Invites people."""

    prefix = PREFIX

    def __init__(self, house: House) -> None:
        self._house, self._say, self._records = house, house.wording.say, house.records
        self._cards = InvitationCards(house.wording, house.username)
        self._reminders = InvitationReminders(house, self._cards)
        # What a button does: of a meeting that is being made, of one that is sent, of what was agreed at it.
        self._presses: dict[str, _Press] = {
            "day": self._pick_day,
            "at": self._pick_time,
            "long": self._pick_length,
            "place": self._pick_place,
            "skip": self._skip_agenda,
            "send": self._send,
            "edit": lambda pressed: self._look(pressed, is_edited=True),
            "check": lambda pressed: self._look(pressed, is_edited=False),
            "field": self._change_field,
            "no": self._drop,
            "vote": self._vote,
            "show": self._show,
            "back": lambda pressed: self._show(pressed, replaces=True),
            "manage": self._manage,
            "time": lambda pressed: self._change(pressed, Asks.DAY, Asks.TIME),
            "length": lambda pressed: self._change(pressed, Asks.LENGTH),
            "where": lambda pressed: self._change(pressed, Asks.PLACE),
            "stop": self._stop_change,
            "off": self._ask_cancel,
            "void": self._cancel,
            "drop": self._drop_item,
            "none": self._none_agreed,
            "due": self._date_lines,
            "keep": self._keep_lines,
        }

    def commands(self) -> Mapping[str, Handler]:
        return {"uitnodiging": self._begin}

    async def presses(self, pressed: Pressed) -> Turn | None:
        handler = self._presses.get(pressed.action)
        return await handler(pressed) if handler else None

    async def wakes(self, now: datetime) -> None:
        await self._reminders.say(now)

    # --- making one

    async def _begin(self, said: Said) -> Turn:
        """What stands behind the command is taken along; what is missing is asked, a thing at a time."""
        if await self._records.invitations.count_to_come(said.asker.chat) >= MOST_TO_COME:
            return _turn(Reply(self._say("meeting_too_many", said.lang, count=MOST_TO_COME)))
        # What the bot said itself is no meeting, other people's words may be.
        text = said.text or ("" if said.answers_id is not None else said.answers)
        if text:
            return await self._told(said.asker, Begun(), text, said.lang)
        begun = replace(Begun(), asks=Asks.WHAT)
        await self._keep(said.asker, begun)
        return _turn(self._ask(said.asker, begun, said.lang, is_first=True))

    async def continues(self, said: Said, draft: Draft) -> Turn:
        known = known_of(draft)
        if isinstance(known, Lines):
            return await self._typed_due(said, known)
        match known.asks:
            case Asks.DAY:
                return await self._typed_day(said, known)
            case Asks.TIME:
                hours = read_hours(said.text, is_asked=True)
                known = replace(known, at=hours.at, minutes=hours.minutes or known.minutes)
                return self._read(said, await self._next(said.asker, known, said.lang), is_read=hours.at is not None)
            case Asks.LENGTH:
                minutes = _minutes(said.text)
                turn = await self._next(said.asker, replace(known, minutes=minutes), said.lang)
                return self._read(said, turn, is_read=minutes is not None)
            case Asks.PLACE:
                place = clean(said.text, PLACE_CHARS)
                return await self._next(said.asker, replace(known, place=place or None), said.lang)
            case Asks.AGENDA:
                return await self._next(said.asker, replace(known, agenda=items_of(said.text)), said.lang)
            case _:
                return await self._told(said.asker, known, said.text, said.lang)

    async def _told(self, asker: Asker, begun: Begun, text: str, lang: str) -> Turn:
        """A text with what, and whatever else it says of what isn't known yet."""
        told = await self._understood(text, lang)
        day, at = told.when.day, told.hours.at or told.when.at
        begun = replace(
            begun,
            what=told.what or (begun.what if begun.what else ""),
            day=begun.day or day,
            at=begun.at if begun.at is not None else at,
            minutes=begun.minutes or told.hours.minutes,
            place=told.place or None if begun.place is None else begun.place,
            agenda=told.agenda or None if begun.agenda is None else begun.agenda,
        )
        return await self._next(asker, begun, lang, reading=told.when)

    async def _typed_day(self, said: Said, begun: Begun) -> Turn:
        reading = await asyncio.to_thread(read, said.text, self._today(), said.lang)
        hours = read_hours(said.text)
        at = hours.at or reading.at or begun.at
        begun = replace(begun, day=reading.day, at=at, minutes=hours.minutes or begun.minutes)
        turn = await self._next(said.asker, begun, said.lang, reading=reading)
        return self._read(said, turn, is_read=reading.doubt is not Doubt.NONE_SAID)

    def _read(self, said: Said, turn: Turn, *, is_read: bool) -> Turn:
        """The question again, with what was odd about the answer."""
        if is_read:
            return turn
        unread = self._say("meeting_unread", said.lang, text=escape(clean(said.text, UNREAD_CHARS)))
        return replace(turn, replies=tuple(replace(one, html=f"{unread}\n\n{one.html}") for one in turn.replies))

    async def _next(
        self, asker: Asker, begun: Begun, lang: str, *, reading: Reading | None = None, replaces: bool = False
    ) -> Turn:
        """Ask for what is missing, or show the card."""
        start, is_past = begun.start, False
        if begun.day and begun.day < self._today():
            begun = begun.without(Asks.DAY)
        elif start and start <= self._house.clock():
            begun, is_past = begun.without(Asks.TIME), True
        begun = replace(begun, asks=begun.missing)
        await self._keep(asker, begun)
        if meeting := begun.meeting:
            return Turn((self._cards.check(begun, meeting, lang),), replaces=replaces)
        ask = self._ask(asker, begun, lang, reading=reading if begun.asks is Asks.DAY else None, is_past=is_past)
        return Turn((ask,), replaces=replaces)

    def _ask(
        self,
        asker: Asker,
        begun: Begun,
        lang: str,
        *,
        reading: Reading | None = None,
        is_first: bool = False,
        is_past: bool = False,
    ) -> Reply:
        return self._cards.ask(
            begun,
            self._today(),
            lang,
            is_group=asker.is_group,
            reading=reading,
            is_first=is_first,
            is_past=is_past,
        )

    # --- buttons of one that is being made

    async def _pick_day(self, pressed: Pressed) -> Turn | None:
        return await self._picked(pressed, lambda begun, value: replace(begun, day=self._day(value)))

    async def _pick_time(self, pressed: Pressed) -> Turn | None:
        return await self._picked(pressed, lambda begun, value: replace(begun, at=_at(value)))

    async def _pick_length(self, pressed: Pressed) -> Turn | None:
        return await self._picked(pressed, lambda begun, value: replace(begun, minutes=_whole_minutes(value)))

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
        begun = await self._own(pressed)
        if begun is None:
            return self._not_yours(pressed)
        value = pressed.values[1] if len(pressed.values) > 1 else ""
        return await self._next(pressed.asker, pick(begun, value), pressed.lang, replaces=True)

    async def _look(self, pressed: Pressed, *, is_edited: bool) -> Turn | None:
        begun = await self._own(pressed)
        if begun is None:
            return self._not_yours(pressed)
        meeting = begun.meeting
        if meeting is None or begun.changing is not None or not is_edited:
            return await self._next(pressed.asker, begun, pressed.lang, replaces=True)
        return Turn((self._cards.fields(begun, meeting, pressed.lang),), replaces=True)

    async def _change_field(self, pressed: Pressed) -> Turn | None:
        begun = await self._own(pressed)
        if begun is None:
            return self._not_yours(pressed)
        asks = next((one for one in Asks if one and pressed.values[1:] == (one.value,)), None)
        if asks is None or begun.changing is not None:
            return None
        return await self._next(pressed.asker, begun.without(asks), pressed.lang, replaces=True)

    async def _drop(self, pressed: Pressed) -> Turn | None:
        draft = await self._records.drafts.own(pressed.asker, self.prefix)
        if draft is None or pressed.values != (known_of(draft).token,):
            return self._not_yours(pressed)
        await self._records.drafts.end(pressed.asker)
        return Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)

    async def _send(self, pressed: Pressed) -> Turn | None:
        asker, lang = pressed.asker, pressed.lang
        begun = await self._own(pressed)
        if begun is None:
            # Pressed twice, or the bot was stopped between keeping and showing it.
            sent = await self._records.invitations.of_token(pressed.values[0] if pressed.values else "", asker.chat)
            return Turn((self._card(sent, lang),), replaces=True) if sent else self._not_yours(pressed)
        meeting = begun.meeting
        if meeting is None or meeting.start <= self._house.clock():
            return await self._next(asker, begun, lang, replaces=True)
        if begun.changing is not None:
            return await self._send_change(pressed, begun)
        code, uid = secrets.token_hex(CODE_BYTES), f"{secrets.token_hex(UID_BYTES)}@verbinder"
        await self._records.chats.keep(asker, lang)
        number = await self._records.invitations.add(asker, begun.token, code, uid, meeting)
        await self._records.drafts.end(asker)
        return await self._sent(number, asker, lang)

    async def _sent(self, number: int, asker: Asker, lang: str) -> Turn:
        """The card, and the first calendar file under it."""
        invitation = await self._records.invitations.of(number, asker.chat)
        if invitation is None:
            return Turn(toast=self._say("meeting_elsewhere", lang))
        kept = await self._records.chats.of(asker.chat) if self._house.post else None
        file = await self._file(invitation, self._cards.made(kept.remind_at if kept else "", lang), lang)
        return Turn((self._card(invitation, lang), file), replaces=True, kept_as=(self.prefix, str(number)))

    async def sent(self, word: str, asker: Asker, message_ids: Sequence[int]) -> None:
        """The first message is the card; items that are added by an answer show on it."""
        await self._records.invitations.shown_as(int(word), asker.chat, message_ids[0])

    async def _own(self, pressed: Pressed) -> Begun | None:
        """What the one who presses is making, if it is what the button is of; nobody else has a draft with that token."""
        draft = await self._records.drafts.own(pressed.asker, self.prefix)
        if draft is None:
            return None
        known = known_of(draft)
        return known if isinstance(known, Begun) and pressed.values[:1] == (known.token,) else None

    def _not_yours(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("meeting_not_yours", pressed.lang))

    # --- buttons of a meeting

    async def _vote(self, pressed: Pressed) -> Turn | None:
        invitation, sequence = await self._found(pressed), pressed.number(1)
        if invitation is None:
            return self._elsewhere(pressed)
        vote = next((one for one in Vote if pressed.values[2:] == (one.value,)), None)
        if vote is None or not invitation.is_group:
            return None
        if invitation.is_cancelled:
            return await self._shown(pressed, "meeting_is_cancelled")
        if invitation.meeting.start <= self._house.clock():
            return await self._shown(pressed, "meeting_over")
        if sequence != invitation.sequence:
            return await self._shown(pressed, "meeting_changed")
        await self._records.invitations.vote(invitation.number, invitation.chat, pressed.asker.person, vote)
        return await self._shown(pressed, _VOTED[vote])

    async def _shown(self, pressed: Pressed, key: str) -> Turn | None:
        """The card as it is now, and a word over the chat."""
        turn = await self._show(pressed, replaces=True)
        return replace(turn, toast=self._say(key, pressed.lang)) if turn else None

    async def _show(self, pressed: Pressed, *, replaces: bool = False) -> Turn | None:
        invitation = await self._found(pressed)
        if invitation is None:
            return self._elsewhere(pressed)
        return Turn((self._card(invitation, await self._lang_of(pressed)),), replaces=replaces)

    async def _manage(self, pressed: Pressed) -> Turn | None:
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        card = self._cards.manage(invitation, self._house.clock(), await self._lang_of(pressed))
        return Turn((card,), replaces=True)

    async def _change(self, pressed: Pressed, *asks: Asks) -> Turn | None:
        """Ask for something else, in the place of the card: nobody is to read a time there that is about to change."""
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        begun = begun_from(invitation).without(*asks)
        return await self._next(pressed.asker, begun, pressed.lang, replaces=True)

    async def _stop_change(self, pressed: Pressed) -> Turn | None:
        """The card again, also for others where the one who was changing it left."""
        draft = await self._records.drafts.own(pressed.asker, self.prefix)
        known = known_of(draft) if draft else None
        if isinstance(known, Begun) and known.changing is not None and known.changing == pressed.number():
            await self._records.drafts.end(pressed.asker)
        return await self._show(pressed, replaces=True)

    async def _send_change(self, pressed: Pressed, begun: Begun) -> Turn | None:
        asker = pressed.asker
        await self._records.drafts.end(asker)
        before, meeting = await self._records.invitations.of(begun.changing or 0, asker.chat), begun.meeting
        if before is None or meeting is None:
            return self._elsewhere(pressed)
        if not self._may_change(asker, before):
            return Turn(toast=self._say("meeting_no_right", pressed.lang))
        if before.sequence != begun.sequence or before.is_cancelled:
            return await self._changed_meanwhile(before, pressed)
        meeting = replace(meeting, agenda=before.meeting.agenda)  # it may have been added to since
        if meeting == before.meeting:
            return Turn((Reply(self._say("meeting_unchanged", pressed.lang)),), replaces=True)
        if not await self._records.invitations.change(before, meeting):
            return await self._changed_meanwhile(before, pressed)
        after = await self._records.invitations.of(before.number, asker.chat)
        if after is None:
            return self._elsewhere(pressed)
        lang = await self._lang_of(pressed)
        file = await self._file(after, self._cards.changed(before.meeting, after.meeting, lang), lang)
        return Turn((self._card(after, lang), file), replaces=True)

    async def _changed_meanwhile(self, before: Invitation, pressed: Pressed) -> Turn:
        now = await self._records.invitations.of(before.number, before.chat) or before
        card = self._card(now, await self._lang_of(pressed))
        return Turn((card,), toast=self._say("meeting_changed", pressed.lang), replaces=True)

    async def _ask_cancel(self, pressed: Pressed) -> Turn | None:
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        card = self._cards.ask_cancel(invitation, self._house.clock(), await self._lang_of(pressed))
        return Turn((card,), replaces=True)

    async def _cancel(self, pressed: Pressed) -> Turn | None:
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        if pressed.number(1) != invitation.sequence or not await self._records.invitations.cancel(invitation):
            return await self._changed_meanwhile(invitation, pressed)
        after = await self._records.invitations.of(invitation.number, invitation.chat)
        if after is None:
            return self._elsewhere(pressed)
        lang = await self._lang_of(pressed)
        file = await self._file(after, self._cards.cancelled(after.meeting, lang), lang)
        return Turn((self._card(after, lang), file), replaces=True)

    async def _own_meeting(self, pressed: Pressed) -> Invitation | Turn:
        """The meeting that a button names, for one who may change it; else what to say instead."""
        invitation = await self._found(pressed)
        if invitation is None:
            return self._elsewhere(pressed)
        if not self._may_change(pressed.asker, invitation):
            return Turn(toast=self._say("meeting_no_right", pressed.lang))
        if invitation.is_cancelled or invitation.meeting.start <= self._house.clock():
            key = "meeting_is_cancelled" if invitation.is_cancelled else "meeting_over"
            card = self._card(invitation, await self._lang_of(pressed))
            return Turn((card,), toast=self._say(key, pressed.lang), replaces=True)
        return invitation

    @staticmethod
    def _may_change(asker: Asker, invitation: Invitation) -> bool:
        return asker.person == invitation.creator or asker.role >= Role.COORDINATOR

    async def _found(self, pressed: Pressed) -> Invitation | None:
        """The meeting that a button names; None where it is another chat's."""
        number = pressed.number()
        return None if number is None else await self._records.invitations.of(number, pressed.asker.chat)

    def _elsewhere(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("meeting_elsewhere", pressed.lang))

    # --- into a group

    async def opens(self, said: Said) -> Turn | None:
        """Telegram says "/start inv_<code>" in the group that the maker picked: the meeting is that group's from then on."""
        invitation = await self._records.invitations.of_code(said.text) if _CODE.fullmatch(said.text) else None
        if invitation is None:
            return None
        if invitation.chat == said.asker.chat:
            return _turn(self._card(invitation, said.lang))
        if not said.asker.is_group:
            return None
        if invitation.is_cancelled or invitation.meeting.start <= self._house.clock():
            key = "meeting_is_cancelled" if invitation.is_cancelled else "meeting_over"
            return _turn(Reply(self._say(key, said.lang)))
        await self._records.chats.keep(said.asker, said.lang)
        if not await self._records.invitations.put_into_group(invitation, said.asker):
            return _turn(Reply(self._say("meeting_in_other_group", said.lang)))
        return await self._sent(invitation.number, said.asker, said.lang)

    # --- answers to a card: the agenda until it begins, what was agreed from then on

    async def hears(self, said: Said) -> Turn | None:
        number = _number_in(said)
        invitation = await self._records.invitations.of(number, said.asker.chat) if number is not None else None
        if invitation is None:
            return None
        if invitation.is_cancelled:
            return _turn(Reply(self._say("meeting_is_cancelled", said.lang)))
        if self._house.clock() < invitation.meeting.start:
            return await self._add_items(said, invitation)
        return await self._begin_lines(said)

    async def _add_items(self, said: Said, invitation: Invitation) -> Turn:
        items = items_of(said.text)
        added = await self._records.invitations.add_items(invitation.number, invitation.chat, items)
        if not added:
            return _turn(Reply(self._say("meeting_items_full", said.lang, count=MOST_ITEMS)))
        return replace(_turn(self._cards.added(invitation, added, said.lang)), edits=await self._on_card(invitation))

    async def _on_card(self, invitation: Invitation) -> tuple[tuple[int, Reply], ...]:
        """Its card as it is now, where it is known which message that is."""
        now = await self._records.invitations.of(invitation.number, invitation.chat)
        kept = await self._records.chats.of(invitation.chat)
        if now is None or now.card_id is None or kept is None:
            return ()
        return ((now.card_id, self._card(now, kept.lang)),)

    async def _drop_item(self, pressed: Pressed) -> Turn | None:
        invitation, item = await self._found(pressed), "".join(pressed.values[1:2])
        if invitation is None:
            return self._elsewhere(pressed)
        if not _ITEM.fullmatch(item):
            return None
        if invitation.is_cancelled or invitation.meeting.start <= self._house.clock():
            return Turn(toast=self._say("meeting_over", pressed.lang))
        await self._records.invitations.drop_item(invitation.number, invitation.chat, item)
        turn = await self._shown(pressed, "meeting_item_dropped")
        return replace(turn, edits=await self._on_card(invitation)) if turn else None

    async def _none_agreed(self, pressed: Pressed) -> Turn | None:
        invitation = await self._found(pressed)
        if invitation is None:
            return self._elsewhere(pressed)
        what = escape(invitation.meeting.what)
        return Turn((Reply(self._say("meeting_none_noted", pressed.lang, what=what)),), replaces=True)

    # --- what was agreed

    async def _begin_lines(self, said: Said) -> Turn:
        # The first time dateparser has to be read from disk, for which nobody else is to wait.
        lines = await asyncio.to_thread(lines_of, said.text, self._today(), said.lang)
        if not lines:
            return _turn(Reply(self._say("meeting_lines_none", said.lang)))
        return await self._look_at_lines(said.asker, Lines(lines), said.lang)

    async def _look_at_lines(self, asker: Asker, known: Lines, lang: str, *, replaces: bool = False) -> Turn:
        await self._keep(asker, known)
        reply = self._cards.lines(known, self._today(), lang, is_group=asker.is_group)
        return Turn((reply,), replaces=replaces)

    async def _typed_due(self, said: Said, known: Lines) -> Turn:
        reading = await asyncio.to_thread(read, said.text, self._today(), said.lang)
        if reading.day:
            known = replace(known, lines=merged_lines(known.lines, reading.day))
        return await self._look_at_lines(said.asker, known, said.lang)

    async def _date_lines(self, pressed: Pressed) -> Turn | None:
        known, day = await self._own_lines(pressed), self._day("".join(pressed.values[1:2]))
        if known is None:
            return self._not_yours(pressed)
        if day is None:
            return None
        known = replace(known, lines=merged_lines(known.lines, day))
        return await self._look_at_lines(pressed.asker, known, pressed.lang, replaces=True)

    async def _keep_lines(self, pressed: Pressed) -> Turn | None:
        known = await self._own_lines(pressed)
        if known is None:
            return self._not_yours(pressed)
        asker, lang, agreements = pressed.asker, pressed.lang, self._records.agreements
        today = self._today()  # it may have been asked before midnight
        known = replace(
            known,
            lines=tuple(replace(one, day=one.day if one.day and one.day >= today else None) for one in known.lines),
        )
        if not known.is_dated:
            return await self._look_at_lines(asker, known, lang, replaces=True)
        if len(await agreements.open_of(asker.chat)) + len(known.lines) > MOST_OPEN:
            return Turn(toast=self._say("agreement_too_many", lang, count=MOST_OPEN))
        await self._records.chats.keep(asker, lang)
        # Under the token of the draft: what is kept twice, as after a kill in between, is kept once.
        numbers = [
            await agreements.add(asker, f"{known.token}.{at}", agreed)
            for at, line in enumerate(known.lines)
            if (agreed := line.agreed)
        ]
        await self._records.drafts.end(asker)
        kept = [await agreements.of(number, asker.chat) for number in numbers]
        return Turn((self._cards.kept(tuple(one for one in kept if one), lang),), replaces=True)

    async def _own_lines(self, pressed: Pressed) -> Lines | None:
        draft = await self._records.drafts.own(pressed.asker, self.prefix)
        if draft is None:
            return None
        known = known_of(draft)
        return known if isinstance(known, Lines) and pressed.values[:1] == (known.token,) else None

    # --- parts

    async def _understood(self, text: str, lang: str) -> Told:
        return await asyncio.to_thread(understand_meeting, text, self._today(), lang)

    async def _keep(self, asker: Asker, known: Begun | Lines) -> None:
        waits = known.asks is not Asks.NOTHING if isinstance(known, Begun) else not known.is_dated
        await self._records.drafts.keep(asker, self.prefix, body_of(known), waits=waits)

    def _card(self, invitation: Invitation, lang: str) -> Reply:
        return self._cards.card(invitation, self._house.clock(), lang)

    async def _file(self, invitation: Invitation, line: str, lang: str) -> Reply:
        # Working out when the clocks change takes a while.
        return await asyncio.to_thread(self._cards.file, invitation, line, self._house.clock(), lang)

    async def _lang_of(self, pressed: Pressed) -> str:
        """The language of the chat: a card that is pressed by somebody who speaks another stays in it."""
        kept = await self._records.chats.of(pressed.asker.chat)
        return kept.lang if kept and pressed.asker.is_group else pressed.lang

    def _today(self) -> date:
        return local_day(self._house.clock())

    def _day(self, value: str) -> date | None:
        """A day that a button names; None where nothing can be planned on it."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return None
        today = self._today()
        return day if today <= day and day.year <= today.year + MOST_YEARS else None


def _at(value: str) -> time | None:
    """ "1430"; None: it is no time."""
    found = _AT.fullmatch(value)
    return time(int(found[1]), int(found[2])) if found else None


def _whole_minutes(value: str) -> int | None:
    if not (value.isascii() and value.isdecimal() and len(value) <= len(str(MOST_MINUTES))):
        return None
    return int(value) if 0 < int(value) <= MOST_MINUTES else None


def _minutes(text: str) -> int | None:
    """How long, typed; a number alone is of minutes."""
    return _whole_minutes(text.strip()) or read_hours(text).minutes


def _number_in(said: Said) -> int | None:
    """The number of the meeting that the answered message of the bot is on; None: it is on none."""
    if said.answers_id is None or not said.answers:
        return None
    found = _REFERENCE.fullmatch(said.answers.rstrip().rpartition("\n")[2])
    return int(found[1]) if found else None


def _turn(reply: Reply) -> Turn:
    return Turn((reply,))
