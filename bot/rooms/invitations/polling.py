"""Choosing a day: people tap the days on which they can, and who asked them makes the best one the meeting."""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.cleaning import clean
from bot.conversation.buttons import Buttons
from bot.conversation.house import House
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Pressed, Said
from bot.conversation.runs import escape
from bot.records.deliveries import Delivery
from bot.records.people import Asker, Role
from bot.rooms.invitations.cards import MARKS, PREFIX, Row
from bot.rooms.invitations.coming import NAME_CHARS, Attendance
from bot.rooms.invitations.coming_records import Coming, ComingRecords
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.poll_records import Asked, Poll, PollRecords, Proposal
from bot.rooms.invitations.records import InvitationRecords, Vote
from bot.when.clock import AMSTERDAM, local
from bot.when.reckoning import last_working, working
from bot.when.telling import briefly, in_words

CODE_BYTES = 8
IN_PAGE = 4  # days with all names: what a phone shows without scrolling far
SHORT_NAME_CHARS = 15  # thirty of these on each of the days of a page fit a message
WHAT_CHARS = 60
NO_MEETING = -1
WAITS = 2  # working days before those who haven't answered are asked
LEAST = timedelta(hours=4)  # … at least
IN_ROW = 2  # days beside each other, each with its hour, as wide as a phone
WORD = "poll"  # in front of its number, as what its card is kept
_NEXT = {None: Vote.YES, Vote.YES: Vote.MAYBE, Vote.MAYBE: Vote.NO, Vote.NO: Vote.YES}
_ALL = {"yes": Vote.YES, "no": Vote.NO}
_REFERENCE = re.compile(r"(?:Datumprikker|Date poll) [0-9]{1,15}")
Sent = Callable[[int, Asker, str], Awaitable[Turn]]


class Polling:
    """Has people choose."""

    def __init__(self, house: House, attendance: Attendance, sent: Sent) -> None:
        """sent: shows a meeting that was made to the chat."""
        self._house, self._say, self._sent, self._attendance = house, house.wording.say, sent, attendance
        self._coming = house.records.shelf(ComingRecords)
        self._polls, self._invitations = house.records.shelf(PollRecords), house.records.shelf(InvitationRecords)
        self._button = Buttons(PREFIX, house.wording.say)
        self._said = house.records.deliveries.known()
        self._looked: dict[str, tuple[int, date]] = {}  # polls in which nobody was silent, by answers and day

    @property
    def presses(self) -> Mapping[str, Callable[[Pressed], Awaitable[Turn | None]]]:
        """What its buttons do."""
        return {
            "can": self._vote,
            "all": self._vote_all,
            "pick": self._ask_pick,
            "take": self._take,
            "call_off": self._call_off,
            "leave": self._leave,
            "who_can": self._who_can,
            "my_name": lambda pressed: self._name(pressed, clean(pressed.asker.first_name, NAME_CHARS)),
            "no_name": lambda pressed: self._name(pressed, ""),
        }

    # --- making one

    async def send(self, asker: Asker, token: str, proposal: Proposal, lang: str) -> Turn:
        """The card under which a chat chooses."""
        await self._house.records.chats.keep(asker, lang)
        await self._house.records.chats.keep_own(asker, lang)
        number = await self._polls.add(asker, token, secrets.token_hex(CODE_BYTES), proposal)
        await self._house.records.origins.led(await self._house.records.drafts.own(asker, PREFIX), asker)
        await self._house.records.drafts.end(asker)
        return await self._shown(number, asker, lang)

    async def was_sent(self, token: str, asker: Asker, lang: str) -> Turn | None:
        """What became of a draft; None: nothing yet."""
        poll = await self._polls.of_token(token, asker.chat)
        return Turn((self.card(poll, lang),), replaces=True) if poll else None

    async def shown_as(self, number: int, asker: Asker, card_id: int) -> None:
        await self._polls.shown_as(number, asker.chat, card_id)

    async def opens(self, said: Said) -> Turn | None:
        """By its link into a group; None: the link is of none."""
        poll = await self._polls.of_code(said.text)
        if poll is None:
            return None
        if poll.chat == said.asker.chat:
            return Turn.of(Reply(self._html(poll, said.lang)))
        if not said.asker.is_group or not poll.is_open:
            return None
        await self._house.records.chats.keep(said.asker, said.lang)
        await self._house.records.chats.keep_own(said.asker, said.lang)
        if not await self._polls.put_into_group(poll, said.asker):
            return Turn.of(Reply(self._say("meeting_in_other_group", said.lang)))
        return await self._shown(poll.number, said.asker, said.lang)

    def hears(self, said: Said) -> Turn | None:
        """An answer to its card: one taps there. None: it answers something else."""
        if said.around.answers_id is None:
            return None
        last = said.around.answers.rstrip().rpartition("\n")[2]
        return Turn.of(Reply(self._say("poll_hint", said.lang))) if _REFERENCE.fullmatch(last) else None

    async def _shown(self, number: int, asker: Asker, lang: str) -> Turn:
        poll = await self._polls.of(number, asker.chat)
        if poll is None:
            return Turn(toast=self._say("meeting_elsewhere", lang))
        return Turn((self.card(poll, lang),), replaces=True, kept_as=(PREFIX, f"{WORD}{number}"))

    # --- choosing

    async def _vote(self, pressed: Pressed) -> Turn | None:
        """One tap: can; another: if need be; a third: cannot."""
        poll, at = await self._found(pressed), pressed.number(1)
        if poll is None:
            return self._elsewhere(pressed)
        if at is None or at >= len(poll.proposal.starts) or not poll.is_group:
            return None
        start = poll.proposal.starts[at]
        if not poll.is_open or start <= self._house.clock():
            return await self._again(poll, pressed, "poll_over")
        vote = _NEXT[poll.votes.get(pressed.asker.person, {}).get(start)]
        await self._polls.vote(poll.number, poll.chat, pressed.asker.person, {start: vote})
        turn = await self._again(poll, pressed, f"poll_can_{vote}", day=_told(start, pressed.lang))
        return await self._asking_name(turn, pressed)

    async def _vote_all(self, pressed: Pressed) -> Turn | None:
        poll, vote = await self._found(pressed), _ALL.get("".join(pressed.values[1:2]))
        if poll is None:
            return self._elsewhere(pressed)
        if vote is None or not poll.is_group:
            return None
        if not poll.is_open:
            return await self._again(poll, pressed, "poll_over")
        to_come = [start for start in poll.proposal.starts if start > self._house.clock()]
        await self._polls.vote(poll.number, poll.chat, pressed.asker.person, dict.fromkeys(to_come, vote))
        return await self._asking_name(await self._again(poll, pressed, f"poll_all_{vote}"), pressed)

    async def _asking_name(self, turn: Turn, pressed: Pressed) -> Turn:
        return replace(turn, toast=turn.toast + await self._attendance.asks(pressed, "poll_name_ask"))

    async def _again(self, poll: Poll, pressed: Pressed, key: str, **gaps: object) -> Turn:
        """The card as it is now, and a word over the chat."""
        toast = self._say(key, pressed.lang, **gaps)
        now = await self._polls.of(poll.number, poll.chat) or poll
        card = self.card(now, await self._lang_of(pressed))
        if poll.card_id is None or pressed.message_id in (None, poll.card_id):
            kept_as = (PREFIX, f"{WORD}{poll.number}") if poll.card_id is None else None
            return Turn((card,), toast=toast, replaces=True, kept_as=kept_as)
        return Turn(toast=toast, edits=((poll.card_id, card),))

    # --- who can when

    async def _who_can(self, pressed: Pressed) -> Turn | None:
        """Some days a page, each with who said what; by the names that people let the chat see."""
        poll = await self._found(pressed)
        if poll is None:
            return self._elsewhere(pressed)
        page = pressed.number(1)
        return Turn((await self._days_of(poll, page or 0, pressed.lang),), replaces=page is not None)

    async def _name(self, pressed: Pressed, name: str) -> Turn | None:
        """Whoever presses lets the chat see their first name, or takes it back."""
        poll = await self._found(pressed)
        if poll is None:
            return self._elsewhere(pressed)
        await self._coming.show(pressed.asker, name)
        toast = self._say("coming_named" if name else "coming_unnamed", pressed.lang)
        return Turn((await self._days_of(poll, pressed.number(1) or 0, pressed.lang),), toast=toast, replaces=True)

    async def _days_of(self, poll: Poll, page: int, lang: str) -> Reply:
        coming = await self.coming(poll)
        starts = poll.proposal.starts[page * IN_PAGE : (page + 1) * IN_PAGE]
        lines = [self._say("poll_who_title", lang, what=escape(clean(poll.proposal.what, WHAT_CHARS)))]
        for start in starts:
            lines += ["", f"{'⭐ ' if start in poll.best else ''}<b>{_told(start, lang)}</b>"]
            for vote, mark in MARKS.items():
                people = [person for person, said in poll.votes.items() if said.get(start) is vote]
                if people:
                    named = self._attendance.named(coming, people, lang, most_chars=SHORT_NAME_CHARS)
                    lines.append(f"{mark} {len(people)}: {named}")
        if coming.silent:
            silent = self._attendance.named(coming, coming.silent, lang, most_chars=SHORT_NAME_CHARS)
            lines += ["", self._say("coming_silent", lang, who=silent)]
        number, row = poll.number, []
        turns = [("series_earlier", page - 1)] if page else []
        turns += [("series_later", page + 1)] if len(poll.proposal.starts) > (page + 1) * IN_PAGE else []
        if turns:
            row.append(tuple(self._button(key, lang, "who_can", number, at) for key, at in turns))
        mine = (
            self._button("coming_name", lang, "my_name", number, page),
            self._button("coming_no_name", lang, "no_name", number, page),
        )
        lines.append(f"<i>{self._say('poll_reference', lang, number=number)}</i>")
        return Reply("\n".join(lines), (*row, mine))

    async def coming(self, poll: Poll) -> Coming:
        """The names that its chat may see, and who has said nothing of it."""
        return await self._coming.of(NO_MEETING, poll.chat, dict.fromkeys(poll.votes, Vote.YES))

    # --- those who haven't answered

    async def remind(self, now: datetime) -> None:
        """Once, of each that is open for a while: who answered in that chat before and not to this one."""
        post, records = self._house.post, self._house.records
        if post is None:
            return
        for asked in await self._polls.open_ones(now):
            kept = await records.chats.of(asked.chat)
            key = f"poll:{asked.number}:silent"
            if kept is None or kept.is_resting or now < remind_at(asked, kept.remind_at) or await self._said.has(key):
                continue
            poll = await self._polls.of(asked.number, asked.chat)
            if poll is None or self._looked.get(key) == (len(poll.votes), now.date()):
                continue
            coming = await self.coming(poll)
            if not coming.silent:
                self._looked[key] = (len(poll.votes), now.date())
                continue
            delivery = await post.once(key, asked.chat, self._reminder(poll, coming, kept.lang), thread=asked.thread)
            if delivery not in (Delivery.LATER, Delivery.AWAY):
                self._said.add(key)

    def _reminder(self, poll: Poll, coming: Coming, lang: str) -> Reply:
        silent = self._say("coming_silent", lang, who=self._attendance.named(coming, coming.silent, lang))
        what = self._say("poll_title", lang, what=escape(poll.proposal.what))
        last = f"<i>{self._say('poll_reference', lang, number=poll.number)}</i>"
        rows = (*self._answers(poll, lang), (self._button("poll_who", lang, "who_can", poll.number),))
        return Reply("\n".join([self._say("poll_ask_silent", lang), what, silent, last]), rows)

    # --- making one of the days the meeting

    async def _ask_pick(self, pressed: Pressed) -> Turn | None:
        """Which day, the best first; in a message that goes when it is answered."""
        poll = await self._own(pressed)
        if isinstance(poll, Turn):
            return poll
        lang = await self._lang_of(pressed)
        starts, now = poll.proposal.starts, self._house.clock()
        rows: list[Row] = [
            (self._button.labelled(self._counted(poll, start, lang), "take", poll.number, starts.index(start)),)
            for start in poll.ranked
            if start > now
        ]
        last = (
            self._button("poll_call_off", lang, "call_off", poll.number),
            self._button("meeting_back", lang, "leave", poll.number),
        )
        html = "\n".join(
            [self._say("poll_pick", lang), self._say("meeting_title", lang, what=escape(poll.proposal.what))]
        )
        return Turn.of(Reply(html, (*rows, last)))

    async def _take(self, pressed: Pressed) -> Turn | None:
        """The day is chosen: the meeting is made, with what people said of that day as their answers."""
        poll, at = await self._own(pressed), pressed.number(1)
        if isinstance(poll, Turn):
            return poll
        if at is None or at >= len(poll.proposal.starts):
            return None
        start, asker = poll.proposal.starts[at], pressed.asker
        if start <= self._house.clock() or not await self._polls.choose(poll.number, poll.chat, start):
            return self._less_question(pressed, Turn(toast=self._say("poll_over", pressed.lang)))
        proposal = poll.proposal
        meeting = Meeting(proposal.what, start, proposal.minutes, proposal.place)
        uid, code = f"{secrets.token_hex(16)}@verbinder", secrets.token_hex(CODE_BYTES)
        number = await self._invitations.add(asker, f"{WORD}{poll.number}", code, uid, meeting)
        for person, votes in poll.votes.items():
            if start in votes:
                await self._invitations.vote(number, poll.chat, person, votes[start])
        lang = await self._lang_of(pressed)
        turn = replace(await self._sent(number, asker, lang), replaces=False)
        return self._less_question(pressed, await self._closed(poll, turn, lang))

    async def _call_off(self, pressed: Pressed) -> Turn | None:
        poll = await self._own(pressed)
        if isinstance(poll, Turn):
            return poll
        await self._polls.call_off(poll.number, poll.chat)
        turn = Turn(toast=self._say("poll_is_off", pressed.lang))
        return self._less_question(pressed, await self._closed(poll, turn, await self._lang_of(pressed)))

    async def _leave(self, pressed: Pressed) -> Turn | None:
        poll = await self._own(pressed)
        return poll if isinstance(poll, Turn) else self._less_question(pressed, Turn())

    async def _closed(self, poll: Poll, turn: Turn, lang: str) -> Turn:
        """With the card saying what came of it."""
        now = await self._polls.of(poll.number, poll.chat)
        if now is None or now.card_id is None:
            return turn
        return replace(turn, edits=((now.card_id, self.card(now, lang)),))

    @staticmethod
    def _less_question(pressed: Pressed, turn: Turn) -> Turn:
        return turn if pressed.message_id is None else replace(turn, gone=(pressed.message_id,))

    async def _own(self, pressed: Pressed) -> Poll | Turn:
        """The one that a button names, for who may decide; else what to say instead."""
        poll = await self._found(pressed)
        if poll is None:
            return self._elsewhere(pressed)
        is_maker = poll.creator in (pressed.asker.person, *pressed.asker.also)
        if not is_maker and pressed.asker.role < Role.COORDINATOR:
            return Turn(toast=self._say("poll_no_right", pressed.lang))
        return poll if poll.is_open else await self._again(poll, pressed, "poll_over")

    async def _found(self, pressed: Pressed) -> Poll | None:
        number = pressed.number()
        return None if number is None else await self._polls.of(number, pressed.asker.chat)

    def _elsewhere(self, pressed: Pressed) -> Turn:
        return Turn(toast=self._say("meeting_elsewhere", pressed.lang))

    async def _lang_of(self, pressed: Pressed) -> str:
        kept = await self._house.records.chats.of(pressed.asker.chat)
        return kept.lang if kept and pressed.asker.is_group else pressed.lang

    # --- what it looks like

    def card(self, poll: Poll, lang: str) -> Reply:
        """The days with what people said of them; each day a button while it is open."""
        return Reply(self._html(poll, lang), self._rows(poll, lang) if poll.is_open else ())

    def _html(self, poll: Poll, lang: str) -> str:
        proposal = poll.proposal
        place = escape(proposal.place) or self._say("meeting_place_unknown", lang)
        lines = [
            self._say("poll_title", lang, what=escape(proposal.what)),
            self._say("meeting_where", lang, place=place),
            self._say("poll_minutes", lang, minutes=proposal.minutes),
            "",
        ]
        if poll.chosen:
            day = in_words(local(poll.chosen).date(), lang)
            lines = [self._say("poll_chosen", lang, day=day, at=f"{local(poll.chosen):%H:%M}"), *lines]
        elif poll.is_off:
            lines = [f"❌ <b>{self._say('poll_is_off', lang)}</b>", *lines]
        lines += [self._line(poll, start, lang) for start in proposal.starts]
        lines += ["", self._say("poll_people", lang, count=len(poll.votes))]
        if poll.is_open:
            lines += [self._say("poll_hint" if poll.is_group else "meeting_to_group_hint", lang)]
        return "\n".join([*lines, f"<i>{self._say('poll_reference', lang, number=poll.number)}</i>"])

    def _line(self, poll: Poll, start: datetime, lang: str) -> str:
        counts = poll.counts(start)
        said = " ".join(f"{mark} {counts.get(vote, 0)}" for vote, mark in MARKS.items())
        is_best = start == poll.chosen if poll.chosen else start in poll.best
        return f"{'⭐ ' if is_best else ''}<b>{_told(start, lang)}</b>  {said}"

    def _rows(self, poll: Poll, lang: str) -> tuple[Row, ...]:
        number = poll.number
        pick = (self._button("poll_pick_button", lang, "pick", number),)
        if not poll.is_group:
            if not self._house.username:
                return (pick,)
            url = f"https://t.me/{self._house.username}?startgroup={PREFIX}_{poll.code}"
            return (Button(self._say("meeting_to_group", lang), url=url),), pick
        who = (self._button("poll_who", lang, "who_can", number),)
        return (*self._answers(poll, lang), who, pick)

    def _answers(self, poll: Poll, lang: str) -> tuple[Row, ...]:
        """The days to come, and all of them at once."""
        number, now = poll.number, self._house.clock()
        days = [
            self._button.labelled(_told(start, lang), "can", number, at)
            for at, start in enumerate(poll.proposal.starts)
            if start > now
        ]
        rows = [tuple(days[at : at + IN_ROW]) for at in range(0, len(days), IN_ROW)]
        return (*rows, tuple(self._button(f"poll_every_{name}", lang, "all", number, name) for name in _ALL))

    def _counted(self, poll: Poll, start: datetime, lang: str) -> str:
        counts = poll.counts(start)
        star = "⭐ " if start in poll.best else ""
        return clean(f"{star}{_told(start, lang)} · ✅ {counts.get(Vote.YES, 0)} ❔ {counts.get(Vote.MAYBE, 0)}", 60)


def remind_at(asked: Asked, at: str) -> datetime:
    """At the hour of the chat: two working days after it was asked, or on the one before the first of its days."""
    day = local(asked.since).date()
    for _ in range(WAITS):
        day = working(day + timedelta(days=1))
    day = min(day, last_working(local(asked.starts[0]).date() - timedelta(days=1)))
    return max(datetime.combine(day, time.fromisoformat(at), AMSTERDAM), asked.since + LEAST)


def _told(start: datetime, lang: str) -> str:
    """ "di 16 mrt 14:00"."""
    at = local(start)
    return f"{briefly(at.date(), lang)} {at:%H:%M}"
