"""The room of invitations: people are asked to a meeting, answer with one tap, fill its agenda, and note what they agreed."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.conversation.days import Days
from bot.conversation.house import House
from bot.conversation.memory import POINTED_FOR
from bot.conversation.menus import EVERYWHERE, Command
from bot.conversation.offers import AGREEING, CALENDARS, LAST_MEETING, LAST_NOTED, Noted
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said, Waiting
from bot.conversation.runs import escape, plain_text
from bot.conversation.wording import LANGUAGES
from bot.records.drafts import Draft
from bot.records.origins import Origin
from bot.records.people import Asker, Role
from bot.rooms.invitations.calendars import CalendarRecords
from bot.rooms.invitations.cards import PREFIX, InvitationCards
from bot.rooms.invitations.coming import Attendance, asks_who
from bot.rooms.invitations.coming_records import ComingRecords
from bot.rooms.invitations.draft import Asks, Begun, begun_from, begun_of
from bot.rooms.invitations.making import QUESTION, Making, shifted_from
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.poll_records import PollRecords
from bot.rooms.invitations.polling import WORD, Polling
from bot.rooms.invitations.records import MOST_ITEMS, Invitation, InvitationRecords, Vote
from bot.rooms.invitations.reminders import InvitationReminders
from bot.rooms.invitations.series import Once, Series
from bot.rooms.invitations.subscribing import Subscribing
from bot.rooms.invitations.text import items_of, read_one
from bot.rooms.invitations.times import Times
from bot.when.changing import Kind, change_of
from bot.when.moving import moved_to
from index.plain import words_of

CALENDAR = "agenda"  # the command
CODE_BYTES = 8  # nobody guesses the link that puts a meeting into a group
UID_BYTES = 16
_REFERENCE = re.compile(r"\w+ #([0-9]{1,15})")  # the last line of each message on a meeting
_CODE = re.compile(r"[0-9a-f]{16}")
_ITEM = re.compile(r"[0-9a-f]{12}")
_Press = Callable[[Pressed], Awaitable[Turn | None]]
_VOTED = {Vote.YES: "meeting_vote_yes", Vote.MAYBE: "meeting_vote_maybe", Vote.NO: "meeting_vote_no"}


class Invitations(Room):
    """Invites people."""

    prefix = PREFIX
    commands = (
        Command("uitnodiging", "invitation", EVERYWHERE, 80, needs_chat=True),
        Command(CALENDAR, "calendar", EVERYWHERE, 85, needs_chat=True),
    )
    shelves = (InvitationRecords, CalendarRecords, PollRecords, ComingRecords)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._records, self._invitations = house.records, house.records.shelf(InvitationRecords)
        days = Days(house.wording.say)
        self._cards = InvitationCards(house, days)
        self._making = Making(house, self._cards, days)
        self._attendance = Attendance(house)
        self._subscribing, self._polling = Subscribing(house), Polling(house, self._attendance, self._sent)
        house.offers.give(CALENDARS, self._subscribing.feed)
        house.offers.give(LAST_MEETING, self._last_made)
        self._reminders = InvitationReminders(house, self._cards, self._attendance)
        self._times = Times(house, self._cards, self._own_meeting, self._lang_of, self._change_other, self._shift_other)
        # What a button does: of a meeting that is being made, of one that is sent.
        self._presses: dict[str, _Press] = {
            **self._making.presses,
            **self._subscribing.presses,
            **self._polling.presses,
            **self._attendance.presses,
            **self._times.presses,
            "send": self._send,
            "always": lambda pressed: self._send(pressed, is_always=True),
            "skip_one": self._skip,
            "vote": self._vote,
            "show": self._look_up,
            "back": self._show,
            "manage": self._manage,
            "time": lambda pressed: self._change(pressed, Asks.DAY, Asks.TIME),
            "length": lambda pressed: self._change(pressed, Asks.LENGTH),
            "where": lambda pressed: self._change(pressed, Asks.PLACE),
            "stop": self._stop_change,
            "off": self._ask_cancel,
            "stay": self._stay,
            "void": self._cancel,
            "drop": self._drop_item,
            "none": self._none_agreed,
        }

    def handlers(self) -> Mapping[str, Handler]:
        return {"uitnodiging": self._making.begin, CALENDAR: self._calendar}

    async def presses(self, pressed: Pressed) -> Turn | None:
        handler = self._presses.get(pressed.action)
        return await handler(pressed) if handler else None

    async def wakes(self, now: datetime) -> None:
        await self._reminders.say(now)
        await self._polling.remind(now)

    # --- making one

    def begun(self, draft: Draft) -> str:
        return "begun_meeting" if begun_of(draft).changing is None else "begun_meeting_change"

    def left(self, draft: Draft, lang: str) -> Turn:
        """The message that asks what is to be changed goes."""
        return replace(super().left(draft, lang), gone=begun_of(draft).asked_in)

    async def continues(self, said: Said, draft: Draft) -> Turn:
        return await self._making.continues(said, draft)

    async def amends(self, said: Said, draft: Draft) -> Turn | None:
        return await self._making.amends(said, draft)

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting:
        return await self._making.waiting(asker, draft, lang)

    async def corrects(self, said: Said, origin: Origin) -> Turn | None:
        """The meeting as the message says it now, to be confirmed; None for who may not change it."""
        invitation = await self._invitations.of(int(origin.word), said.asker.chat)
        if invitation is None or not self._may_change(said.asker, invitation):
            return None
        if invitation.is_cancelled or invitation.meeting.start <= self._house.clock():
            return Turn.of(Reply(self._card(invitation, said.lang).html))
        turn = await self._making.corrects(said, invitation, is_whole=origin.is_whole)
        return turn or Turn.of(Reply(self._say("meeting_edit_how", said.lang)))

    async def _send(self, pressed: Pressed, *, is_always: bool = False) -> Turn | None:
        """is_always: what comes back is so from now on."""
        asker, lang = pressed.asker, pressed.lang
        begun = await self._making.own(pressed)
        if begun is None:
            # Pressed twice, or the bot was stopped between keeping and showing it.
            token = pressed.values[0] if pressed.values else ""
            if polled := await self._polling.was_sent(token, asker, lang):
                return polled
            sent = await self._invitations.of_token(token, asker.chat)
            return Turn((self._card(sent, lang),), replaces=True) if sent else self._making.not_yours(pressed)
        meeting, proposal = begun.meeting, begun.proposal
        if proposal and proposal.starts[0] > self._house.clock():
            return await self._polling.send(asker, begun.token, proposal, lang)
        if (
            meeting is None
            or meeting.end <= self._house.clock()
            or (meeting.start <= self._house.clock() and not meeting.days)
        ):
            return await self._making.next(asker, begun, lang, replaces=True)
        if begun.changing is not None:
            return await self._send_change(pressed, begun, is_always=is_always)
        code, uid = secrets.token_hex(CODE_BYTES), f"{secrets.token_hex(UID_BYTES)}@verbinder"
        await self._records.chats.keep(asker, lang)
        await self._records.chats.keep_own(asker, lang)
        number = await self._invitations.add(asker, begun.token, code, uid, meeting)
        draft = await self._records.drafts.own(asker, self.prefix)
        await self._records.origins.led(draft, asker, str(number), pressed.message_id)
        await self._records.drafts.end(asker)
        return await self._sent(number, asker, lang)

    async def _sent(self, number: int, asker: Asker, lang: str) -> Turn:
        """The card, and the first calendar file under it."""
        invitation = await self._invitations.of(number, asker.chat)
        if invitation is None:
            return Turn(toast=self._say("meeting_elsewhere", lang))
        kept = await self._records.chats.of(asker.chat) if self._house.post else None
        file = await self._file(invitation, self._cards.made(kept.remind_at if kept else "", lang), lang)
        return Turn((self._card(invitation, lang), file), replaces=True, kept_as=(self.prefix, str(number)))

    async def sent(self, word: str, asker: Asker, message_ids: Sequence[int]) -> None:
        """The first message is the card, which shows from then on how it stands; or a question, until it is answered."""
        if word == QUESTION:
            await self._making.asked(asker, message_ids[-1])
        elif word.startswith(WORD):
            await self._polling.shown_as(int(word.removeprefix(WORD)), asker, message_ids[0])
        else:
            await self._invitations.shown_as(int(word), asker.chat, message_ids[0])

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
        await self._invitations.vote(invitation.number, invitation.chat, pressed.asker.person, vote)
        turn = await self._shown(pressed, _VOTED[vote])
        return replace(turn, toast=turn.toast + await self._attendance.asks(pressed)) if turn else None

    async def _shown(self, pressed: Pressed, key: str) -> Turn | None:
        """The card as it is now, and a word over the chat."""
        turn = await self._show(pressed)
        return replace(turn, toast=self._say(key, pressed.lang)) if turn else None

    async def _show(self, pressed: Pressed) -> Turn | None:
        """The card as it is now, wherever it stands; a message that isn't the card stays what it is."""
        invitation = await self._found(pressed)
        if invitation is None:
            return self._elsewhere(pressed)
        return await self._on(invitation, pressed, self._card(invitation, await self._lang_of(pressed)))

    async def _on(self, invitation: Invitation, pressed: Pressed, card: Reply) -> Turn:
        """Have the card say that; where nobody knows which message that is, the one that was pressed is from now on."""
        if pressed.message_id is None or invitation.card_id == pressed.message_id:
            return Turn((card,), replaces=True)
        if invitation.card_id is None:
            return Turn((card,), replaces=True, kept_as=(self.prefix, str(invitation.number)))
        return Turn(edits=((invitation.card_id, card),))

    async def _look_up(self, pressed: Pressed) -> Turn | None:
        """What is known of it, for who doesn't see the card; it is no second one, and nothing of it can be pressed."""
        invitation = await self._found(pressed)
        if invitation is None:
            return self._elsewhere(pressed)
        card = self._card(invitation, await self._lang_of(pressed))
        return Turn.of(card if invitation.card_id is None else Reply(card.html))

    async def _manage(self, pressed: Pressed) -> Turn | None:
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        card = self._cards.manage(invitation, self._house.clock(), await self._lang_of(pressed))
        return await self._on(invitation, pressed, card)

    async def _change(self, pressed: Pressed, *asks: Asks) -> Turn | None:
        """Ask for something else, in a message that goes when it is answered; the card stays what it is until then."""
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        earlier = await self._making.question_of(pressed.asker)
        begun = begun_from(invitation).without(*asks)
        turn = await self._making.next(pressed.asker, begun, pressed.lang)
        return replace(turn, edits=await self._on_card(invitation, pressed), gone=earlier)

    async def _stop_change(self, pressed: Pressed) -> Turn | None:
        """The question goes, and nothing is changed; for who began that, and for who may change the meeting where they left."""
        draft = await self._records.drafts.own(pressed.asker, self.prefix)
        begun = begun_of(draft) if draft else None
        invitation = await self._found(pressed)
        if begun and begun.changing is not None and begun.changing == pressed.number():
            await self._records.drafts.end(pressed.asker)
        elif invitation is None or not self._may_change(pressed.asker, invitation):
            return self._making.not_yours(pressed)
        else:
            begun = None  # what they have begun is something else
        return self._less_question(pressed, begun, Turn(toast=self._say("draft_ended", pressed.lang)))

    @staticmethod
    def _less_question(pressed: Pressed, begun: Begun | None, turn: Turn) -> Turn:
        """Without the message that asks: the one that was pressed, and the one that a draft knows of."""
        known = (pressed.message_id, begun.question_id if begun else None)
        return replace(turn, gone=tuple({one for one in known if one is not None}))

    async def _send_change(self, pressed: Pressed, begun: Begun, *, is_always: bool) -> Turn | None:
        asker = pressed.asker
        await self._records.drafts.end(asker)
        before, meeting = await self._invitations.of(begun.changing or 0, asker.chat), begun.meeting
        if before is None or meeting is None:
            return self._less_question(pressed, begun, self._elsewhere(pressed))
        if not self._may_change(asker, before):
            return Turn(toast=self._say("meeting_no_right", pressed.lang))
        if before.sequence != begun.sequence or before.is_cancelled:
            return self._less_question(pressed, begun, await self._changed_meanwhile(before, pressed))
        if begun.once is not None:
            return await self._send_other(pressed, begun, before, meeting, begun.once, is_always=is_always)
        meeting = replace(meeting, agenda=before.meeting.agenda, rule=before.meeting.rule)  # added to since, perhaps
        if meeting == before.meeting:
            turn = Turn(toast=self._say("meeting_unchanged", pressed.lang))
            return self._less_question(pressed, begun, turn)
        series = before.series
        if series:
            series = series.always(meeting) if is_always else series.once(meeting)
        if not await self._invitations.change(before, meeting, series):
            return self._less_question(pressed, begun, await self._changed_meanwhile(before, pressed))
        after = await self._invitations.of(before.number, asker.chat)
        if after is None:
            return self._elsewhere(pressed)
        line = self._cards.changed(before.meeting, after.meeting, await self._lang_of(pressed))
        return self._less_question(pressed, begun, await self._told(after, pressed, line))

    # --- the times to come of one that comes back

    async def _change_other(self, pressed: Pressed, before: Invitation, series: Series, day: date) -> Turn | None:
        """What comes back is that from now on; what it is on that day everybody is told, with the file."""
        if not await self._invitations.change(before, before.meeting, series):
            return self._less_question(pressed, None, await self._changed_meanwhile(before, pressed))
        after = await self._invitations.of(before.number, before.chat)
        if after is None:
            return self._elsewhere(pressed)
        line = self._cards.other_time(after, day, await self._lang_of(pressed))
        return self._less_question(pressed, None, await self._told(after, pressed, line))

    async def _shift_other(self, pressed: Pressed, invitation: Invitation, day: date) -> Turn | None:
        """Ask for another time of one of those to come."""
        if invitation.series is None:
            return None
        then = replace(invitation, meeting=invitation.series.usually(day, invitation.meeting))
        begun = replace(begun_from(then), once=day).without(Asks.DAY, Asks.TIME)
        earlier = await self._making.question_of(pressed.asker)
        turn = await self._making.next(pressed.asker, begun, pressed.lang)
        return self._less_question(pressed, None, replace(turn, gone=earlier))

    async def _send_other(
        self, pressed: Pressed, begun: Begun, before: Invitation, meeting: Meeting, once: date, *, is_always: bool
    ) -> Turn | None:
        """One of those to come is otherwise; is_always: all from that one on, which are a meeting of their own then."""
        series = before.series
        if series is None or not series.has(once):
            return self._less_question(pressed, begun, await self._changed_meanwhile(before, pressed))
        if not is_always:
            other = series.with_other(once, Once(meeting.start, meeting.minutes, meeting.place))
            turn = await self._change_other(pressed, before, other, once)
            return self._less_question(pressed, begun, turn) if turn else None
        turn = await self._change_other(pressed, before, series.ended(once), once)
        later = series.on_from(once, meeting)
        number = await self._invitations.add(
            pressed.asker,
            begun.token,
            secrets.token_hex(CODE_BYTES),
            f"{secrets.token_hex(UID_BYTES)}@verbinder",
            replace(meeting, rule=later.rule),
            later,
        )
        new = await self._sent(number, pressed.asker, await self._lang_of(pressed))
        files, edits = (turn.replies, turn.edits) if turn else ((), ())
        told = replace(new, replies=(*new.replies, *files), edits=edits, replaces=False)
        return self._less_question(pressed, begun, told)

    async def _told(self, after: Invitation, pressed: Pressed, line: str) -> Turn:
        """Everybody of a change, with the file that makes it in calendars; the card says it too."""
        lang = await self._lang_of(pressed)
        card, file = self._card(after, lang), await self._file(after, line, lang)
        if after.card_id is None:
            return Turn((card, file), kept_as=(self.prefix, str(after.number)))
        return Turn((file,), edits=((after.card_id, card),))

    async def _changed_meanwhile(self, before: Invitation, pressed: Pressed) -> Turn:
        now = await self._invitations.of(before.number, before.chat) or before
        return Turn(toast=self._say("meeting_changed", pressed.lang), edits=await self._on_card(now, pressed))

    async def _ask_cancel(self, pressed: Pressed) -> Turn | None:
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        asked = self._cards.ask_cancel(invitation, await self._lang_of(pressed))
        return Turn((asked,), edits=await self._on_card(invitation, pressed))

    async def _stay(self, pressed: Pressed) -> Turn | None:
        """It is not cancelled after all: the question goes."""
        invitation = await self._own_meeting(pressed)
        return invitation if isinstance(invitation, Turn) else self._less_question(pressed, None, Turn())

    async def _cancel(self, pressed: Pressed) -> Turn | None:
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        if pressed.number(1) != invitation.sequence or not await self._invitations.cancel(invitation):
            return self._less_question(pressed, None, await self._changed_meanwhile(invitation, pressed))
        after = await self._invitations.of(invitation.number, invitation.chat)
        if after is None:
            return self._elsewhere(pressed)
        line = self._cards.cancelled(after, await self._lang_of(pressed))
        return self._less_question(pressed, None, await self._told(after, pressed, line))

    async def _skip(self, pressed: Pressed) -> Turn | None:
        """One of those that come back is off; the card is of the one after it."""
        invitation = await self._own_meeting(pressed)
        if isinstance(invitation, Turn):
            return invitation
        following = invitation.series.cancelled().following() if invitation.series else None
        if following is None:
            return await self._cancel(pressed)
        meeting = following.meeting(invitation.meeting)
        is_same = pressed.number(1) == invitation.sequence
        if not is_same or not await self._invitations.change(invitation, meeting, following):
            return self._less_question(pressed, None, await self._changed_meanwhile(invitation, pressed))
        after = await self._invitations.of(invitation.number, invitation.chat)
        if after is None:
            return self._elsewhere(pressed)
        line = self._cards.skipped(invitation.meeting, after.meeting, await self._lang_of(pressed))
        return self._less_question(pressed, None, await self._told(after, pressed, line))

    async def _own_meeting(self, pressed: Pressed) -> Invitation | Turn:
        """The meeting that a button names, for one who may change it; else what to say instead."""
        invitation = await self._found(pressed)
        if invitation is None:
            return self._elsewhere(pressed)
        if not self._may_change(pressed.asker, invitation):
            return Turn(toast=self._say("meeting_no_right", pressed.lang))
        if invitation.is_cancelled or invitation.meeting.start <= self._house.clock():
            key = "meeting_is_cancelled" if invitation.is_cancelled else "meeting_over"
            return await self._shown(pressed, key) or self._elsewhere(pressed)
        return invitation

    @staticmethod
    def _may_change(asker: Asker, invitation: Invitation) -> bool:
        is_maker = invitation.creator in (asker.person, *asker.also)
        return is_maker or asker.role >= Role.COORDINATOR

    async def _found(self, pressed: Pressed) -> Invitation | None:
        """The meeting that a button names; None where it is another chat's."""
        number = pressed.number()
        return None if number is None else await self._invitations.of(number, pressed.asker.chat)

    def _elsewhere(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("meeting_elsewhere", pressed.lang))

    # --- into a group

    async def opens(self, said: Said) -> Turn | None:
        """Telegram says "/start inv_<code>" in the group that the maker picked: the meeting is that group's from then on."""
        invitation = await self._invitations.of_code(said.text) if _CODE.fullmatch(said.text) else None
        if invitation is None:
            return await self._polling.opens(said)
        if invitation.chat == said.asker.chat:
            return Turn.of(self._card(invitation, said.lang))
        if not said.asker.is_group:
            return None
        if invitation.is_cancelled or invitation.meeting.start <= self._house.clock():
            key = "meeting_is_cancelled" if invitation.is_cancelled else "meeting_over"
            return Turn.of(Reply(self._say(key, said.lang)))
        await self._records.chats.keep(said.asker, said.lang)
        await self._records.chats.keep_own(said.asker, said.lang)
        if not await self._invitations.put_into_group(invitation, said.asker):
            return Turn.of(Reply(self._say("meeting_in_other_group", said.lang)))
        return await self._sent(invitation.number, said.asker, said.lang)

    # --- answers to a card: the agenda until it begins, what was agreed from then on

    async def hears(self, said: Said) -> Turn | None:
        if turn := self._polling.hears(said):
            return turn
        number = _number_in(said)
        if number is None:
            return await self._of_one_to_come(said)
        invitation = await self._invitations.of(number, said.asker.chat)
        if invitation is None:
            return None
        if said.deed == CALENDAR:
            return await self._calendar(said)
        if invitation.is_cancelled:
            return Turn.of(Reply(self._say("meeting_is_cancelled", said.lang)))
        if turn := await self._attendance.hears(said, invitation):
            return turn
        is_to_come = self._house.clock() < invitation.meeting.start and not self._is_on_agreements(said)
        if is_to_come and (turn := await self._times.hears(said, invitation)):
            if self._may_change(said.asker, invitation):
                return turn
            return Turn.of(Reply(self._say("meeting_no_right", said.lang)))
        if is_to_come and (turn := await self._moves(said, invitation)):
            return turn
        if is_to_come:
            return await self._add_items(said, invitation)
        agreed = self._house.offers.take(AGREEING)
        turn = await agreed.propose(said.asker, said.text, said.lang)
        return turn or Turn.of(Reply(self._say("meeting_lines_none", said.lang)))

    async def _of_one_to_come(self, said: Said) -> Turn | None:
        """Who comes, or what is to become of a meeting of this chat that is named or was made just now; None: neither."""
        change = change_of(said.text)
        if change is None and not asks_who(said.text):
            return None
        now, chat = self._house.clock(), said.asker.chat
        to_come = [one for one in await self._invitations.planned(chat, None, now) if one.chat == chat]
        if change is None:
            return await self._attendance.hears(said, to_come[0]) if to_come else None
        if change.of:
            named = set(words_of(change.of))
            to_come = [one for one in to_come if named <= set(words_of(one.meeting.what))]
        elif change.kind is Kind.ANY:
            to_come = [one for one in to_come if now - one.since <= POINTED_FOR]
        meant = max(to_come, key=lambda one: (one.since, one.number), default=None)
        if meant is None or (len(to_come) > 1 and change.of):
            return None
        if not self._may_change(said.asker, meant):
            return Turn.of(Reply(self._say("meeting_no_right", said.lang)))
        if not change.to:
            return Turn.of(self._cards.ask_cancel(meant, said.lang))
        return await self._moves(said, meant, change.to) or Turn.of(self._card(meant, said.lang))

    async def _last_made(self, chat: str) -> datetime | None:
        """What LAST_MEETING offers."""
        to_come = await self._invitations.planned(chat, None, self._house.clock())
        return max((one.since for one in to_come if one.chat == chat), default=None)

    async def _moves(self, said: Said, invitation: Invitation, to: str | None = None) -> Turn | None:
        """ "Verzet naar 1 april 15 uur", in answer to a card: asked whether that is right, as a change is; None: it says something else."""
        text = shifted_from(invitation.meeting, to or said.text) or to or moved_to(said.text)
        when = await self._house.reads(read_one, text, said.lang) if text else None
        if text is None or when is None or not when.spans or when.rest.strip(" ,.!?"):
            return None
        if not self._may_change(said.asker, invitation):
            return Turn.of(Reply(self._say("meeting_no_right", said.lang)))
        turn = await self._making.corrects(replace(said, text=text), invitation, is_whole=False)
        return turn if turn and turn.replies else None

    # --- into a calendar

    async def _calendar(self, said: Said) -> Turn:
        """The file of what is answered, or of the last that was made where "this" says which; else the address of all."""
        invitation = await self._pointed_at(said)
        noted = await self._noted(said)
        if noted and (invitation is None or said.around.answers or noted.since > invitation.since):
            return Turn.of(await asyncio.to_thread(self._cards.file_of, noted, self._house.clock(), said.lang))
        if invitation is None:
            return await self._subscribing.begin(said)
        key = "calendar_file" if self._house.web_url else "calendar_file_alone"
        line = self._say(key, said.lang, what=escape(invitation.meeting.what))
        return Turn.of(await self._file(invitation, line, said.lang))

    async def _noted(self, said: Said) -> Noted | None:
        """The agreement that is meant; None: a meeting is, or all of them are."""
        if not said.deed or _number_in(said) is not None:
            return None
        for last in self._house.offers.all(LAST_NOTED):
            if noted := await last(said.asker.chat, said.around.answers):
                return noted
        return None

    async def _pointed_at(self, said: Said) -> Invitation | None:
        """The meeting that is meant; None: all of them, or there is none."""
        if (number := _number_in(said)) is not None:
            return await self._invitations.of(number, said.asker.chat)
        if not said.deed:
            return None
        now, chat = self._house.clock(), said.asker.chat
        to_come = [one for one in await self._invitations.planned(chat, None, now) if one.chat == chat]
        return max(to_come, key=lambda one: one.number, default=None)

    def _is_on_agreements(self, said: Said) -> bool:
        """Whether it answers the question what was agreed: of what comes back the next one is asked for by then."""
        asked = {plain_text(self._say("meeting_ask_agreements", lang, what="")).split("\n")[0] for lang in LANGUAGES}
        return said.around.answers.lstrip().split("\n")[0].strip() in asked

    async def _add_items(self, said: Said, invitation: Invitation) -> Turn:
        items = items_of(said.text)
        added = await self._invitations.add_items(invitation.number, invitation.chat, items)
        if not added:
            return Turn.of(Reply(self._say("meeting_items_full", said.lang, count=MOST_ITEMS)))
        after = await self._invitations.of(invitation.number, invitation.chat) or invitation
        told = await asyncio.to_thread(self._cards.added, after, added, self._house.clock(), said.lang)
        return replace(Turn.of(told), edits=await self._on_card(after))

    async def _on_card(self, invitation: Invitation, pressed: Pressed | None = None) -> tuple[tuple[int, Reply], ...]:
        """Its card as it is now, where it is known which message that is: pressed is under it, where nobody noted it."""
        now = await self._invitations.of(invitation.number, invitation.chat)
        kept = await self._records.chats.of(invitation.chat)
        if now is None or kept is None:
            return ()
        card_id = now.card_id if now.card_id is not None else pressed.message_id if pressed else None
        return () if card_id is None else ((card_id, self._card(now, kept.lang)),)

    async def _drop_item(self, pressed: Pressed) -> Turn | None:
        invitation, item = await self._found(pressed), "".join(pressed.values[1:2])
        if invitation is None:
            return self._elsewhere(pressed)
        if not _ITEM.fullmatch(item):
            return None
        if invitation.is_cancelled or invitation.meeting.start <= self._house.clock():
            return Turn(toast=self._say("meeting_over", pressed.lang))
        gone = await self._invitations.drop_item(invitation.number, invitation.chat, item)
        after = await self._invitations.of(invitation.number, invitation.chat)
        toast = self._say("meeting_item_dropped", pressed.lang)
        if after is None or not gone:
            return Turn(toast=toast)
        lang = await self._lang_of(pressed)
        told = await asyncio.to_thread(self._cards.dropped, after, gone, self._house.clock(), lang)
        return Turn((told,), toast=toast, replaces=True, edits=await self._on_card(after))

    async def _none_agreed(self, pressed: Pressed) -> Turn | None:
        invitation = await self._found(pressed)
        if invitation is None:
            return self._elsewhere(pressed)
        what = escape(invitation.meeting.what)
        return Turn((Reply(self._say("meeting_none_noted", pressed.lang, what=what)),), replaces=True)

    # --- parts

    def _card(self, invitation: Invitation, lang: str) -> Reply:
        return self._cards.card(invitation, self._house.clock(), lang)

    async def _file(self, invitation: Invitation, line: str, lang: str) -> Reply:
        # Working out when the clocks change takes a while.
        return await asyncio.to_thread(self._cards.file, invitation, line, self._house.clock(), lang)

    async def _lang_of(self, pressed: Pressed) -> str:
        """The language of the chat: a card that is pressed by somebody who speaks another stays in it."""
        kept = await self._records.chats.of(pressed.asker.chat)
        return kept.lang if kept and pressed.asker.is_group else pressed.lang


def _number_in(said: Said) -> int | None:
    """The number of the meeting that the answered message of the bot is on; None: it is on none."""
    if said.around.answers_id is None or not said.around.answers:
        return None
    found = _REFERENCE.fullmatch(said.around.answers.rstrip().rpartition("\n")[2])
    return int(found[1]) if found else None
