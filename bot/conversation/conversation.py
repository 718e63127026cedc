"""The conversation: what somebody types or presses in, what to say to it out; every face holds this one.

Nothing here knows of Telegram or of a terminal. What has to outlive the process is told to the records.
"""

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeVar, assert_never

from bot.conversation import elsewhere, talk
from bot.conversation.acting import IN_LANGUAGE, REASONS, TO_A_PERSON, Acting, Before
from bot.conversation.callback_data import Kind, Press, data_of, parse, parse_room
from bot.conversation.choosing import chosen, counts_out, is_option, shows
from bot.conversation.codes import code_of
from bot.conversation.compose import label, with_line_above, with_lines
from bot.conversation.days import Days
from bot.conversation.deeds import LISTS, TAKE_WORDS, content
from bot.conversation.heard import question_of
from bot.conversation.house import House
from bot.conversation.introduction import Introduction, spoken_by_default
from bot.conversation.meanwhile import Kind as Aside
from bot.conversation.meanwhile import Meanwhile
from bot.conversation.memory import Choices, Memory, Piece
from bot.conversation.menus import audience_of, told
from bot.conversation.offers import HANDING, PASSING, TO_HAND, WHY_WRONG
from bot.conversation.phrases import languages_of
from bot.conversation.recalling import Recalling
from bot.conversation.reply import Button, Reply, Told, Turn
from bot.conversation.room import NOTHING, Around, Document, Handler, Pressed, Room, Said, Waiting
from bot.conversation.runs import escape
from bot.conversation.topics import Topics
from bot.conversation.wording import LANGUAGES
from bot.fetching.addresses import addresses_in, without
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.records.questions import Noted, Where
from bot.records.records import RecordsError
from bot.when.changing import drops
from bot.when.doer import less_doer
from bot.when.reading import read
from index.answer import OPTIONS, Answer, Outcome, Question
from index.message_parts import asks
from index.plain import Courtesy, courtesy_of, is_cut, plain, words_of
from index.shown import part, shown
from index.snapshot import Snapshot
from index.subject import is_near
from knowledge.entry import Entry

logger = logging.getLogger(__name__)

Kept = TypeVar("Kept")

_ENDS = (".", "?", "!")  # of a sentence: what ends so doesn't go on in the next message
_PROPOSED = ""  # body of what stands before a change that is proposed of what is kept: nothing to go back to
MOST_OF_DEED = 500  # characters with which something is asked for
INVITED = "uitnodiging"  # a command, as are these
NOTED, LISTED = "afspraak", "afspraken"  # commands: what is to be reminded of, and all of that
MOST_TO_LEAVE = 60  # … with which somebody leaves what they have begun
SHARED, MAILED = "deel", "mail_it"  # a command, and the act that does the same with the answer before
NO_QUESTION = 0  # the number of what stands beside no question
_CLAUSES = re.compile(r"[.,;:!?\n]+\s*")
LEAST_OF_ORDER = 5  # words of one that says what is to be put down too: "zet mijn afspraken erbij" does not
LEAST_OF_LAST = 3  # words with which a story may say what is wanted
AT_THE_END = (("deed", "help"), ("act", "who_are_you"), ("act", "person"), ("act", "complaint"))
SHRUG = "🤷"  # what a question in a group gets that can't be answered outright: a reaction, no message


class Conversation:
    """Answers what is typed and pressed."""

    def __init__(self, house: House, memory: Memory | None = None, rooms: Sequence[Room] = ()) -> None:
        self._retriever, self._records = house.retriever, house.records
        self._say, self._wording, self._compose = house.wording.say, house.wording, house.composer
        self._house = house
        self.introduction = Introduction(house.wording, house.retriever)
        self._compose.introduce(self.introduction)
        shared = house.records.memories if house.records.is_shared else None
        # The clock of the day is the same in all processes.
        self._memory = memory or (Memory() if shared is None else Memory(time.time))
        self._recalling = Recalling(self._memory, shared)
        house.offers.give(TO_HAND, lambda asker: self._memory.taken_to_hand(asker.person, asker.chat))
        self._topics = Topics(house.wording)
        self._talk = talk.shipped(house.retriever.encoder_name, self._holds)
        self._acting = Acting(house.wording, house.composer)
        self._days = Days(house.wording.say)
        calling = house.wording.words("calling_words")
        self._meanwhile = Meanwhile(self._talk, house.retriever, self._acting.is_aside, calling)
        self._rooms = {room.prefix: room for room in rooms}
        if rooms:
            self._compose.show_under(self._under)
        self._commands: dict[str, Handler] = {
            "start": self._start,
            "vraag": self._ask,
            "onderwerpen": self._show_topics,
            "help": self._help,
            "taal": self._offer_languages,
            "privacy": self._privacy,
            "wis": self._offer_to_forget,
        }
        for room in rooms:
            self._commands |= room.handlers()

    async def hears(
        self, asker: Asker, text: str, where: Where, *, edited: int | None = None, around: Around = NOTHING
    ) -> Turn:
        """What to say to a message; edited is the number of the question that it replaces."""
        async with self._recalling.turn(asker):
            if around.shows:
                self._has_before_them(asker, around.shows)
            offered = self._memory.offered(asker.person, asker.chat)
            turn = await self._heard(asker, text, where, edited, around, offered)
            self._offers(asker, turn)
            return turn

    def _has_before_them(self, asker: Asker, name: str) -> None:
        """Somebody reads an entry, by its id, that was opened elsewhere: it is what was shown last."""
        entry = self._retriever.snapshot.show(name, asker.lang)
        if entry and name != self._memory.entry_of(asker.person, asker.chat):
            self._memory.keep(
                asker.person, asker.chat, said=entry.title, understood=entry.title, number=0, entry=entry.id
            )

    async def _heard(
        self, asker: Asker, text: str, where: Where, edited: int | None, around: Around, offered: Choices
    ) -> Turn:
        # Both are asked for at once: the records answer what waits together.
        (lang, is_chosen), draft = await asyncio.gather(self._lang(asker), _kept(self._records.drafts.of(asker), None))
        said = Said(asker, text.strip(), lang, where, around)
        if command := told(text, self._house.username):
            return await self._command(command, said)
        begun_in = lang if is_chosen or draft is None else draft.lang or lang
        if edited is None and draft and (self._leaves(said.text) or drops(said.text)):
            return await self._left(asker, draft, begun_in)
        if edited is None and (data := self._chosen(said.text, offered)):
            pressed = await self._presses(asker, data, where)
            return await self._and_on(replace(said, lang=begun_in), pressed, draft) if is_option(data) else pressed
        if edited is None and (turn := await self._in_a_room(said, draft, is_chosen)):
            return turn
        if edited is None and not asker.is_group and counts_out(said.text, partial(self._wording.list, lang=lang)):
            return Turn.of(Reply(self._say("nothing_to_choose", lang), (self._compose.topics_row(lang),)))
        if edited is None and (turn := await self._talked(said, is_chosen)):
            return turn
        if not asker.is_group and (courtesy := courtesy_of(text)):
            spoken = self._told(text, lang, is_chosen)
            greeting = self.introduction.html("hello", spoken)
            words = greeting if courtesy is Courtesy.GREETING else self._say("welcome_back", spoken)
            return Turn((Reply(words, (self._compose.topics_row(lang),)),), lang=spoken)
        turn = await self._question(asker, Question(text, lang, is_chosen), where, edited, around)
        return turn if edited is not None or asker.is_group else await self._perhaps_done(said, turn)

    async def corrects(
        self, asker: Asker, text: str, where: Where, around: Around
    ) -> tuple[Turn, tuple[int, ...]] | None:
        """What to say to an edit of an answer in what somebody has begun, and the messages whose place that takes.

        The last answer is taken anew, and so is the message that began it where nothing followed; of an earlier one, or
        of another message meanwhile, it is said how to change what is known. What is kept already is changed with a tap.
        None: it is an edit of something else.
        """
        message_id = around.message_id
        if message_id is None:
            return None
        last = await _kept(self._records.drafts.last_answer(asker, message_id), None)
        lang, _ = await self._lang(asker)
        said = Said(asker, text.strip(), lang, where, around)
        if last and last.before is None:
            await self._records.drafts.end(asker)
            async with self._recalling.turn(asker):
                turn = await self._heard(asker, text, where, None, around, ())
            return turn, last.reply_ids
        command = told(text, self._house.username)
        if last and last.before and last.before.body and (room := self._rooms.get(last.before.room)):
            if command:
                return None
            return await self._answered(
                asker, await room.continues(said, last.before), around, last.before
            ), last.reply_ids
        draft = await _kept(self._records.drafts.of(asker), None)
        is_answer = draft is not None and message_id in draft.answers
        if not command and not last and draft and (draft.waits or is_answer):
            is_told = is_answer or not asker.is_group
            return (Turn.of(Reply(self._say("edit_in_draft", lang))) if is_told else Turn()), ()
        changed = await self._changes_kept(said, command)
        return (changed, last.reply_ids if last else ()) if changed else None

    async def _changes_kept(self, said: Said, command: tuple[str, str] | None) -> Turn | None:
        """What to say to an edit of a message that led to something which is kept; None: it didn't."""
        message_id = said.around.message_id or 0
        origin = await _kept(self._records.origins.of(said.asker, message_id), None)
        room = self._rooms.get(origin.room) if origin else None
        if origin is None or room is None:
            return None
        if command:
            known = self._house.commands.named(command[0])
            if known is None or known.name not in room.handlers():
                return None  # it asks for something else now
            said = replace(said, text=command[1])
        elif origin.is_whole:
            said = replace(said, text=await self._content(said) or said.text)
        turn = await room.corrects(said, origin) if origin.word else None
        if turn is None:
            return Turn.of(Reply(self._say("edit_of_kept", said.lang)))
        if not turn.replies:
            return turn
        # What it proposes is proposed anew where it is edited again.
        return await self._answered(said.asker, turn, said.around, Draft(room.prefix, _PROPOSED, waits=False))

    async def presses(self, asker: Asker, data: str, where: Where, *, message_id: int | None = None) -> Turn:
        """What to say to a button; data that isn't ours, or is of long ago, gets a kind word.

        message_id: Telegram's number of the message that it is under.
        """
        async with self._recalling.turn(asker):
            turn = await self._presses(asker, data, where, message_id)
            if turn.replies and not turn.replaces and shows(data):
                turn = await self._still_asks(asker, turn)
            if turn.replies:
                self._offers(asker, turn)
            return turn

    def _offers(self, asker: Asker, turn: Turn) -> None:
        """What is typed next may name a button under what was said now."""
        *firsts, last = turn.replies or (Reply(""),)
        # Options stand above what was begun, where that goes on below them.
        above = [button for reply in firsts for row in reply.rows for button in row if is_option(button.data)]
        buttons = [*above, *(button for row in last.rows for button in row)]
        self._memory.offer(asker.person, asker.chat, tuple((button.label, button.data) for button in buttons))

    def _chosen(self, text: str, offered: Choices) -> str | None:
        """What the button hands back that a text means, in whichever language; None: it means none."""
        listed = (partial(self._wording.list, lang=lang) for lang in LANGUAGES)
        return next((data for one in listed if (data := chosen(text, offered, one))), None)

    async def _presses(self, asker: Asker, data: str, where: Where, message_id: int | None = None) -> Turn:
        lang, is_chosen = await self._lang(asker)
        if (pressed := parse_room(data)) and (room := self._rooms.get(pressed.prefix)):
            asker = await self._in_name_of(asker, room, pressed.values)
            own = None if is_chosen else await _kept(self._records.drafts.own(asker, room.prefix), None)
            spoken = own.lang or lang if own else lang
            turn = await room.presses(Pressed(asker, pressed.action, pressed.values, spoken, where, message_id))
            return turn or Turn(toast=self._say("old_button", lang))
        press = parse(data)
        if press is None:
            return Turn(toast=self._say("old_button", lang))
        return await self._pressed(asker, press, lang, where)

    async def receives(
        self, asker: Asker, document: Document | None, where: Where, around: Around = NOTHING, caption: str = ""
    ) -> Turn:
        """What to say to a file, or with None to a photo, a voice message or a sticker; caption: what is written under that."""
        lang, _ = await self._lang(asker)
        if document:
            said = Said(asker, document.caption.strip(), lang, where, around)
            said = replace(said, deed=await self._deed(said.text)) if said.text else said
            for room in self._rooms.values():
                if turn := await room.receives(said, document):
                    return turn
            caption = said.text
        if caption:
            turn = await self.hears(asker, caption, where, around=around)
            if turn.replies and turn.replies[0].html != self._compose.unknown("off_topic", lang).html:
                return replace(turn, replies=with_line_above(turn.replies, self._say("file_unread", lang)))
        return Turn.of(Reply(self._say("only_text", lang)))

    async def sent(self, asker: Asker, turn: Turn, message_ids: Sequence[int]) -> None:
        """Tell the room that wants to know under which numbers its turn was sent."""
        if turn.is_of_draft:
            await _kept(self._records.drafts.replied(asker, message_ids), None)
        if turn.kept_as and message_ids and (room := self._rooms.get(turn.kept_as[0])):
            await room.sent(turn.kept_as[1], asker, message_ids)

    async def shared(self, asker: Asker, query: str, limit: int) -> tuple[tuple[Entry, Reply], ...]:
        """Entries to carry into another chat, best first; for an empty query those that are asked for most."""
        lang, is_chosen = await self._lang(asker)
        snapshot = self._retriever.snapshot
        if query.strip():
            answer = await self._retriever.ask(Question(query, lang, is_chosen))
            lang = answer.lang
            entries = [] if answer.is_elsewhere else [hit.entry for hit in answer.hits]
        else:
            entries = await self._most_asked(snapshot, lang, limit)
        return tuple((entry, self._compose.shared(entry, lang)) for entry in entries[:limit])

    async def asked_as_guest(self, asker: Asker, text: str) -> Reply:
        """One message for a chat where the bot is a guest: the answer where it is sure, else where to ask on."""
        lang, is_chosen = await self._lang(asker)
        started = time.perf_counter()
        answer = await self._retriever.ask(Question(text, lang, is_chosen))
        noted = _noted(asker, answer, Where.INLINE, (time.perf_counter() - started) * 1000)
        self._house.noticed(noted)
        await self._note(replace(noted, words=None))
        if answer.outcome is Outcome.ANSWERED:
            return self._compose.shared(answer.hits[0].entry, answer.lang)
        link = f"https://t.me/{self._house.username}" if self._house.username else ""
        rows = ((Button(self._say("open_in_bot", lang), url=link),),) if link else ()
        return Reply(self._say("guest_unsure", lang), rows)

    def said_of_itself(self, key: str, lang: str) -> str:
        """What the bot says of itself, as plain text."""
        return self.introduction.text(key, lang)

    async def lang_of(self, asker: Asker) -> str:
        """The language to speak with somebody: the chosen one, else their app's, else Dutch."""
        return (await self._lang(asker))[0]

    # --- rooms

    async def _in_a_room(self, said: Said, draft: Draft | None, is_chosen: bool) -> Turn | None:
        """What a room has to say: the one whose draft waits for a text, else the first that takes it; None: none."""
        if draft and (room := self._rooms.get(draft.room)):
            own = said if is_chosen else replace(said, lang=draft.lang or said.lang)
            if draft.waits:
                return await self._goes_on(own, draft, room, is_chosen)
            if turn := await room.amends(own, draft):
                return await self._answered(said.asker, turn, said.around, draft)
        if draft is None and self._leaves(said.text) and (turn := await self._lets_be(said)):
            return turn
        if said.around.answers_id is not None:
            # An answer to a card may be what stands in it, or ask for something to be done with it.
            said = replace(said, deed=await self._deed(said.text))
        for room in self._rooms.values():
            if turn := await room.hears(said):
                return await self._began(said, turn, draft)
        return None

    async def _deed(self, text: str) -> str:
        """Dutch name of the command that is asked for in plain words; empty: none is, as far as anybody can tell."""
        if len(text) > MOST_OF_DEED:
            return ""  # what is pasted is remembered nowhere, as what is asked is for a while
        meant = await self._talk.meant(text, self._retriever.vector)
        return meant.name if meant and meant.kind == "deed" and meant.is_likely else ""

    async def _began(self, said: Said, turn: Turn, before: Draft | None) -> Turn:
        """Remember which message began something: it may be edited. before: what was begun until then."""
        draft = await _kept(self._records.drafts.of(said.asker), None)
        if draft is None or (before and draft.body == before.body):
            return turn
        await _kept(self._records.drafts.began(said.asker, said.around.message_id, said.lang), None)
        return turn if said.around.message_id is None else replace(turn, is_of_draft=True)

    def _leaves(self, text: str) -> bool:
        """Whether somebody says that what they have begun ends, in whichever language."""
        return len(text) <= MOST_TO_LEAVE and " ".join(words_of(text)) in self._wording.words("stop_words")

    async def _left(self, asker: Asker, draft: Draft, lang: str) -> Turn:
        """End what somebody has begun, and say what that was."""
        await self._records.drafts.end(asker)
        room = self._rooms.get(draft.room)
        return room.left(draft, lang) if room else Turn.of(Reply(self._say("draft_ended", lang)))

    async def _lets_be(self, said: Said) -> Turn | None:
        """The same of what a room keeps otherwise than as a draft; None: there is nothing."""
        for room in self._rooms.values():
            if turn := await room.lets_be(said):
                return turn
        return None

    async def _goes_on(self, said: Said, draft: Draft, room: Room, is_chosen: bool) -> Turn:
        """What a text leads to where a draft waits for one: it is what is waited for, or something else in between."""
        waiting = await room.waiting(said.asker, draft, said.lang)
        if waiting and waiting.proposed and " ".join(words_of(said.text)) in self._wording.words("choice_yes"):
            return await self._answered(
                said.asker, await room.continues(replace(said, text=waiting.proposed), draft), said.around, draft
            )
        if waiting and (turn := await self._in_between(said, waiting, room, is_chosen)):
            return turn
        turn = await room.continues(said, draft)
        if (
            waiting
            and turn.is_unread
            and (other := await self._in_between(said, waiting, room, is_chosen, is_unread=True))
        ):
            return other
        return await self._answered(said.asker, turn, said.around, draft)

    async def _in_between(
        self, said: Said, waiting: Waiting, room: Room, is_chosen: bool, *, is_unread: bool = False
    ) -> Turn | None:
        """What to say to what is no answer in something begun, which goes on; None: it is one."""
        asker, lang = said.asker, said.lang
        question = Question(said.text, lang, is_chosen, await self._before(asker, lang, said.around))
        own = (TAKE_WORDS - LISTS).intersection(room.handlers())
        heard = await self._meanwhile.heard(said, waiting, question, own, is_unread=is_unread)
        if heard is None:
            return None
        match heard.kind:
            case Aside.END:
                draft = await self._records.drafts.of(asker)
                return await self._left(asker, draft, lang) if draft else None
            case Aside.ACT:
                turn = await self._talked(said, is_chosen)
            case Aside.QUESTION:
                turn = await self._question(asker, replace(question, before=""), said.where, None, said.around)
            case Aside.DEED:
                turn = self._offers_deed(said, heard.command) if self._may_do(asker, heard.command) else None
            case Aside.UNREAD:
                turn = Turn()
            case _:
                assert_never(heard.kind)
        if turn is None or not (turn.replies or heard.kind is Aside.UNREAD):
            return None
        return self._asks_again(said, turn, waiting)

    async def _and_on(self, said: Said, turn: Turn, draft: Draft | None) -> Turn:
        """What an option leads to that was counted out in the middle of something begun, which goes on."""
        room = self._rooms.get(draft.room) if draft and draft.waits else None
        waiting = await room.waiting(said.asker, draft, said.lang) if draft and room else None
        return self._asks_again(said, turn, waiting) if waiting and turn.replies else turn

    async def _still_asks(self, asker: Asker, turn: Turn) -> Turn:
        """What a tap showed in the middle of something begun, which goes on."""
        draft = await _kept(self._records.drafts.of(asker), None)
        room = self._rooms.get(draft.room) if draft and draft.waits else None
        if draft is None or room is None:
            return turn
        lang, is_chosen = await self._lang(asker)
        begun_in = lang if is_chosen else draft.lang or lang
        waiting = await room.waiting(asker, draft, begun_in)
        return self._goes_on_below(turn, waiting, waiting.asked, self._say("goes_on", begun_in)) if waiting else turn

    def _asks_again(self, said: Said, turn: Turn, waiting: Waiting) -> Turn:
        """A turn in between, and below it what is waited for still; what was typed may have been the answer after all."""
        asker, lang = said.asker, said.lang
        self._memory.set_aside(asker.person, asker.chat, said.text)
        row = (Button(self._say("was_my_answer", lang), data_of(Press(Kind.MINE))),)
        line = self._say("goes_on", lang) if turn.replies else self._days.unread(said.text, lang)
        return self._goes_on_below(turn, waiting, replace(waiting.asked, rows=(*waiting.asked.rows, row)), line)

    def _goes_on_below(self, turn: Turn, waiting: Waiting, asked: Reply, line: str) -> Turn:
        replies = (*turn.replies, *Turn.of(asked).headed(line).replies)
        return replace(turn, replies=replies, kept_as=waiting.kept_as, gone=(*turn.gone, *waiting.gone))

    def _offers_deed(self, said: Said, command: str) -> Turn:
        """What can be done with one tap, which ends what is begun."""
        self._memory.keep_rest(said.asker.person, said.asker.chat, NO_QUESTION, (said.text,))
        press = Press(Kind.DO, command=command, number=NO_QUESTION)
        name = self._house.commands.called(command, said.lang)
        button = Button(label(f"/{name}: {self._say(f'command_{command}', said.lang)}"), data_of(press))
        return Turn.of(Reply(self._say("rather_this", said.lang), ((button,),)))

    async def _was_answer(self, asker: Asker, lang: str, where: Where) -> Turn:
        """What was taken for a question was an answer in what somebody has begun."""
        text = self._memory.taken_aside(asker.person, asker.chat)
        draft = await _kept(self._records.drafts.of(asker), None)
        room = self._rooms.get(draft.room) if draft and draft.waits else None
        if not text or draft is None or room is None:
            return Turn(toast=self._say("old_button", lang))
        return await room.continues(Said(asker, text, lang, where), draft)

    async def _answered(self, asker: Asker, turn: Turn, around: Around, before: Draft) -> Turn:
        """Remember which message was an answer, and to what: it may be edited."""
        if around.message_id is None:
            return turn
        await _kept(self._records.drafts.answered(asker, around.message_id, before), None)
        return replace(turn, is_of_draft=True)

    async def _in_name_of(self, asker: Asker, room: Room, values: Sequence[str]) -> Asker:
        """Whoever presses, or in a group the one as whom they began what the button is of: an anonymous admin, a channel."""
        others = await _kept(self._records.drafts.pressable(asker, room.prefix), ()) if asker.is_group else ()
        if not others:
            return asker
        own = await _kept(self._records.drafts.own(asker, room.prefix), None)
        token = values[0] if values else ""
        found = next((one for one in others if _token_of(one) == token), None)
        if found is None and own is None:
            found = next((one for one in others if _token_of(one) is None), None)
        if found is None or (own and _token_of(own) == token):
            return asker
        return replace(asker, person=found.person, own_chat="", own_number=None)

    def _under(self, entry: Entry, lang: str) -> str:
        return "\n\n".join(lines for room in self._rooms.values() if (lines := room.under(entry, lang)))

    async def _going_with(self, answer: Answer) -> str:
        """What rooms have to say to a question, whatever its answer."""
        lines = [await _kept(room.goes_with(answer), "") for room in self._rooms.values()]
        return "\n\n".join(filter(None, lines))

    # --- what is said around questions

    def _holds(self, word: str) -> bool:
        """Whether the folder holds a word, as it is now."""
        return self._retriever.snapshot.words.holds(word)

    async def _talked(self, said: Said, is_chosen: bool) -> Turn | None:
        """What to say to what asks nothing of the folder; None: it is a question."""
        snapshot = self._retriever.snapshot
        is_exact = said.text in snapshot.exact
        example = next(iter(self.introduction.examples(said.lang)), "") if self.introduction.is_foreign else ""
        if not is_exact and (line := elsewhere.line_for(said.text, snapshot.languages.codes, example)):
            return Turn((Reply(escape(line[1])),), lang=line[0])
        meant = await self._talk.meant(said.text, self._retriever.vector)
        if is_exact:  # "hoe nodig ik mensen uit": an entry answers, and it may want to be done
            if meant is None or meant.kind != "deed" or not meant.is_likely or not self._may_do(said.asker, meant.name):
                return None
            return await self._asked_or_done(said, is_chosen, meant.name)
        if self._is_note(said.text) and (meant is None or not meant.is_known):
            meant = talk.Meant("deed", NOTED, is_known=True)
        if meant is None or await self._is_answered_elsewhere(said, meant):
            return None
        lang = self._told(said.text, said.lang, is_chosen)
        if meant == talk.Meant("deed", LISTED) and not meant.is_known and self._wants_reminding(said.text):
            meant = replace(meant, name=NOTED)
        if meant == talk.Meant("act", MAILED) and not meant.is_known and less_doer(said.text) != said.text:
            meant = talk.Meant("deed", NOTED)  # "lijst mailen door Kees": he does it
        if meant == talk.Meant("deed", SHARED) and meant.is_likely and await self._points(said):
            return await self._acted(replace(said, lang=lang), MAILED)
        if meant.kind == "deed" and not self._may_do(said.asker, meant.name):
            return None
        is_question = not meant.is_likely or (not meant.is_known and await self._is_answered(said, is_chosen))
        if meant.kind == "deed":
            if is_question:
                return await self._asked_or_done(said, is_chosen, meant.name)
            done = await self._did(replace(said, lang=lang), meant.name)
            return replace(done, lang=done.lang or lang) if done else None
        return None if is_question else await self._acted(replace(said, lang=lang), meant.name)

    def _wants_reminding(self, text: str) -> bool:
        """Whether it begins by asking to be reminded, or that something be put down: not of what is noted already."""
        words = words_of(plain(text))
        is_order = words[:1] and words[0] in self._wording.words("ordering_words") and len(words) > LEAST_OF_ORDER
        return bool(is_order) or not self._wording.words("reminding_words").isdisjoint(words[:1])

    def _is_note(self, text: str) -> bool:
        """Whether it says before a colon that something is to be noted: "noteer: lijst mailen, Ans"."""
        head, colon, behind = text.partition(":")
        words = words_of(head)
        are_orders = self._wording.words("deed_words").union(self._wording.words("noting_words")).issuperset(words)
        says_so = are_orders and not self._wording.words("noting_words").isdisjoint(words)
        return bool(colon) and says_so and len(behind.split()) > 1

    async def _points(self, said: Said) -> bool:
        """Whether it points at the answer before: "deel dit met mijn collega"."""
        if self._wording.words("pointing_words").isdisjoint(words_of(plain(said.text))):
            return False
        own = self._memory.entry_of(said.asker.person, said.asker.chat)
        return bool(own or await self._replied(said.asker, said.around))

    async def _is_answered(self, said: Said, is_chosen: bool) -> bool:
        """Whether an entry answers what may be no question; one that is put as a question needs to be less sure."""
        if not is_near(said.text) and not asks(said.text):
            return False
        outcome = (await self._retriever.ask(Question(said.text, said.lang, is_chosen))).outcome
        return outcome is Outcome.ANSWERED or (outcome.shows_entry and asks(said.text))

    def _may_do(self, asker: Asker, command: str) -> bool:
        known = self._house.commands.named(command)
        return known is not None and asker.role >= known.role

    async def _asked_or_done(self, said: Said, is_chosen: bool, command: str) -> Turn:
        """The answer to a question, with the deed that may have been meant as a button."""
        turn = await self._question(
            said.asker, Question(said.text, said.lang, is_chosen), said.where, None, said.around
        )
        return self._with_deed(said, turn, command)

    async def _perhaps_done(self, said: Said, turn: Turn) -> Turn:
        """With the deeds that may have been meant, where nothing is known of the question."""
        is_known = not turn.tells or any(told.reply is None for told in turn.tells)
        if is_known or self._retriever.is_elsewhere:
            return turn
        if (last := await self._last_words(said.text)) and (
            other := await self._talked(replace(said, text=last), False)
        ):
            return other
        for command in reversed(await self._talk.perhaps(said.text, self._retriever.vector)):  # the likeliest on top
            turn = self._with_deed(said, turn, command) if self._may_do(said.asker, command) else turn
        return turn

    async def _last_words(self, text: str) -> str:
        """What a story ends with, where that wants something of the bot: "ik ben verbinder, wat kun je voor me doen"."""
        *before, last = _CLAUSES.split(text.strip(" .,!?\n"))
        if not before or len(words_of(last)) < LEAST_OF_LAST:
            return ""
        meant = await self._talk.meant(last, self._retriever.vector)
        return last if meant and meant.is_likely and (meant.kind, meant.name) in AT_THE_END else ""

    def _with_deed(self, said: Said, turn: Turn, command: str) -> Turn:
        """With a button that does it, under the answer to a question."""
        asker = said.asker
        if asker.is_group or turn.asked is None or not turn.replies:
            return turn
        texts = (*self._memory.rest_of(asker.person, asker.chat, turn.asked), said.text)
        self._memory.keep_rest(asker.person, asker.chat, turn.asked, texts)
        press = Press(Kind.DO, command=command, number=turn.asked, page=len(texts) - 1)
        name = self._house.commands.called(command, said.lang)
        button = Button(label(f"/{name}: {self._say(f'command_{command}', said.lang)}"), data_of(press))
        *firsts, last = turn.replies
        if turn.replies[0].html == self._compose.unknown("off_topic", said.lang).html:
            last = replace(last, html=self._say("perhaps_this", said.lang))
        return replace(turn, replies=(*firsts, replace(last, rows=((button,), *last.rows))))

    async def _offered_deed(self, asker: Asker, press: Press, lang: str, where: Where) -> Turn:
        """The deed that may have been meant was meant; without its words where those are forgotten."""
        texts = self._memory.rest_of(asker.person, asker.chat, press.number)
        text = texts[press.page] if press.page < len(texts) else ""
        return await self._did(Said(asker, text, lang, where), press.command) or Turn(
            toast=self._say("old_button", lang)
        )

    async def _is_answered_elsewhere(self, said: Said, meant: talk.Meant) -> bool:
        """Whether a folder on another subject has an answer; what asks nothing was told from questions on ours.

        "Reserve a meeting room" is a question at a helpdesk.
        """
        if not self._retriever.is_elsewhere or (meant.is_known and meant.kind == "act"):
            return False
        outcome = (await self._retriever.ask(Question(said.text, said.lang))).outcome
        return outcome.shows_entry or (meant.kind == "deed" and outcome is Outcome.UNSURE)

    async def _acted(self, said: Said, act: str) -> Turn | None:
        if said.asker.is_group and not self._acting.is_about_an_answer(act):
            return None
        own = self._memory.entry_of(said.asker.person, said.asker.chat)
        name = await self._replied(said.asker, said.around) or own
        snapshot = self._retriever.snapshot
        entry = snapshot.show(name, said.lang) if name else None
        number = self._memory.number_of(said.asker.person, said.asker.chat) if name == own else None
        is_open = number is not None and not own  # the last question got options, of which none was chosen
        replies = self._acting.said_to(act, Before(said.lang, snapshot, entry, number, is_open=is_open))
        turn = Turn(replies, lang=IN_LANGUAGE.get(act, said.lang))
        if act not in TO_A_PERSON:
            return turn
        # The last question, which is the former where the bot knew nothing about it.
        words = self._memory.taken_to_hand(said.asker.person, said.asker.chat) or (
            self._memory.words_of(said.asker.person, said.asker.chat, number) if number else None
        )
        return self._to_a_person(turn, said.asker, words or "", said.lang)

    def _to_a_person(self, turn: Turn, asker: Asker, words: str, lang: str) -> Turn:
        """With the way to have a person answer, under its last message; words: of the question, empty: to be typed."""
        rows = tuple(row for given in self._house.offers.all(HANDING) if (row := given(asker, lang)))
        if not rows or not turn.replies:
            return turn
        self._memory.keep_to_hand(asker.person, asker.chat, words)
        *firsts, last = turn.replies
        return replace(turn, replies=(*firsts, replace(last, rows=(*rows, *last.rows))))

    async def _did(self, said: Said, command: str) -> Turn | None:
        """The command that somebody asks for in plain words; None for one that they may not give."""
        if not self._may_do(said.asker, command):
            return None
        also = self._wording.list("invite_words", said.lang) if command == INVITED else ()
        text = await self._content(said, also) if command in TAKE_WORDS else ""
        return await self._command((command, text), replace(said, deed=command))

    async def _content(self, said: Said, also: Sequence[str] = ()) -> str:
        """What is asked for in plain words, less the asking; also: more words that only ask."""
        when = await self._house.reads(read, said.text, said.lang)
        return content(said.text, {*self._wording.list("deed_words", said.lang), *also}, when.spans)

    # --- questions

    async def _question(
        self, asker: Asker, question: Question, where: Where, edited: int | None, around: Around = NOTHING
    ) -> Turn:
        question = replace(question, text=_without_links(question.text))
        before = await self._before(asker, question.lang, around) if edited is None else ""
        started = time.perf_counter()
        snapshot = self._retriever.snapshot
        answers = await self._retriever.ask_each(replace(question, before=before))
        if answers[-1].off_topic and edited is None and self._follows(asker, question.text, before):
            answers = (*answers[:-1], replace(answers[-1], off_topic=False))
        if edited is None and not asker.is_group and (joined := await self._joined(asker, question, answers)):
            answers, edited = joined
            question = answers[0].question
        took_ms = (time.perf_counter() - started) * 1000
        numbers: list[int | None] = []
        for answer in answers:
            noted = _noted(asker, answer, where, took_ms)
            self._house.noticed(noted)
            numbers.append(await self._note(noted, edited if not numbers else None))
        goes_on = answers[-1].outcome is not Outcome.ANSWERED and not question.text.rstrip().endswith(_ENDS)
        piece = Piece(answers[-1].question.text, numbers[-1]) if goes_on else None
        self._memory.keep_piece(asker.person, asker.chat, piece)
        if answers[-1].outcome is not Outcome.UNKNOWN:
            self._memory.keep(
                asker.person,
                asker.chat,
                said=question.text,
                understood=answers[-1].understood,
                number=numbers[-1] or 0,
                entry=_shown_entry(answers[-1]),
            )
        elif edited is not None:  # what was shown for its words of before is no longer the answer to it
            self._memory.shown(asker.person, asker.chat, "")
        cut = self._say("message_cut", answers[-1].lang) if is_cut(question.text) and not asker.is_group else ""
        lines = "\n\n".join(filter(None, [await self._going_with(answers[-1]), cut]))
        if asker.is_group and not all(answer.outcome is Outcome.ANSWERED for answer in answers):
            if lines:
                return Turn((Reply(lines),), asked=numbers[0])
            return Turn(reaction=SHRUG, whisper=self._compose.aside(answers[-1]), asked=numbers[0])
        said = [self._compose.answer(answer, snapshot, number) for answer, number in zip(answers, numbers, strict=True)]
        doubts = [self._say("probably", answer.lang) for answer in answers]
        tells = tuple(map(_tells, answers, numbers, said, doubts))
        replies, lang = with_lines(tuple(chain.from_iterable(said)), lines), answers[-1].lang
        turn = Turn(replies, asked=numbers[0], tells=tells, lines=lines, lang=lang)
        if answers[-1].outcome is Outcome.UNKNOWN:
            self._memory.keep_to_hand(asker.person, asker.chat, question.text)  # who asks for a person next means this
            if not answers[-1].is_elsewhere:
                turn = self._to_a_person(turn, asker, question.text, answers[-1].lang)
        return self._with_rest(turn, asker, answers[-1].rest, answers[-1].lang)

    def _follows(self, asker: Asker, text: str, before: str) -> bool:
        """Whether it goes on about what was asked before, which was near our subject: "en als ze ziek zijn?"."""
        words = words_of(text)
        if not words or words[0] not in self._wording.words("following_words"):
            return False
        return bool(before) or is_near(self._memory.to_hand(asker.person, asker.chat))

    def _with_rest(self, turn: Turn, asker: Asker, rest: Sequence[str], lang: str) -> Turn:
        """With a button for each question of the message that nothing was told of."""
        number = turn.asked
        if not rest or not turn.replies or number is None:
            return turn
        self._memory.keep_rest(asker.person, asker.chat, number, tuple(rest))
        *firsts, last = turn.replies
        rows = tuple(
            (
                Button(
                    label(self._say("also_asked", lang, question=text)),
                    data_of(Press(Kind.ALSO, number=number, page=at)),
                ),
            )
            for at, text in enumerate(rest)
        )
        return replace(turn, replies=(*firsts, replace(last, rows=(*rows, *last.rows))))

    async def _also(self, asker: Asker, press: Press, lang: str, where: Where) -> Turn:
        """The answer to a question that stood beside another in one message."""
        rest = self._memory.rest_of(asker.person, asker.chat, press.number)
        if press.page >= len(rest):
            return Turn(toast=self._say("old_button", lang))
        return await self._question(asker, Question(rest[press.page], lang), where, None)

    async def _joined(
        self, asker: Asker, question: Question, alone: Sequence[Answer]
    ) -> tuple[tuple[Answer, ...], int | None] | None:
        """(the answer to a message with the one just before it, the number of that one), where they are one question.

        None: there was none, or together they are answered no better.
        """
        piece = self._memory.piece_before(asker.person, asker.chat)
        if piece is None or alone[0].outcome is Outcome.ANSWERED:
            return None
        both = await self._retriever.ask(replace(question, text=f"{piece.text} {question.text}"))
        is_better = both.outcome is Outcome.ANSWERED or (both.outcome.shows_entry and not alone[0].outcome.shows_entry)
        return ((both,), piece.number) if is_better else None

    async def _before(self, asker: Asker, lang: str, around: Around) -> str:
        """What a question may lean on: what is quoted, the answer that it is a reply to, whoever asked for that, or what
        the same person asked before."""
        if around.quote:
            return around.quote
        before = self._memory.before(asker.person, asker.chat)
        name = await self._replied(asker, around)
        if not name or name == self._memory.entry_of(asker.person, asker.chat):
            return before
        entry = self._retriever.snapshot.show(name, lang)
        return entry.title if entry else before

    async def _replied(self, asker: Asker, around: Around) -> str:
        """The id of the entry that the message which is replied to shows; empty: it is no reply, or to something else."""
        if around.answers_id is None:
            return ""
        return await _kept(self._records.questions.entry_under(asker.chat, around.answers_id), None) or ""

    async def _note(self, noted: Noted, edited: int | None = None) -> int | None:
        """The number under which a question is noted; None where it can't be, which is no reason not to answer."""
        if edited is None:
            return await _kept(self._records.questions.asked(noted), None)
        await _kept(self._records.questions.again(edited, noted), None)
        return edited

    async def _lang(self, asker: Asker) -> tuple[str, bool]:
        """(the language to speak, whether the asker chose it)."""
        chosen = await _kept(self._records.languages.of(asker.person), None)
        if chosen in LANGUAGES:
            return chosen, True
        return (asker.lang if asker.lang in LANGUAGES else spoken_by_default(self._retriever)), False

    def _told(self, text: str, lang: str, is_chosen: bool) -> str:
        """The language that a text is in, where it may decide; what is said so in lang too ("ok") is in that."""
        if is_chosen or lang in languages_of(text):
            return lang
        told_lang = self._retriever.snapshot.languages.tell(text)
        return told_lang if told_lang in LANGUAGES else lang

    # --- buttons

    async def _pressed(self, asker: Asker, press: Press, lang: str, where: Where) -> Turn:
        match press.kind:
            case Kind.SHOW:
                return await self._open(asker, press.code, lang, where)
            case Kind.PICK:
                return await self._picked(asker, press, lang)
            case Kind.NONE:
                await _kept(self._records.questions.chose(press.number, asker.person, None), False)
                words = self._memory.words_of(asker.person, asker.chat, press.number) or ""
                return self._to_a_person(Turn.of(self._compose.unknown("none_chosen", lang)), asker, words, lang)
            case Kind.GOOD | Kind.BAD:
                return await self._judged(asker, press, lang)
            case Kind.WRONG:
                return await self._wrong(asker, press, lang)
            case Kind.SECTION:
                return self._section(press, lang)
            case Kind.CONTENTS:
                entry = self._house.entry(press.code, lang)
                return Turn.of(self._compose.contents(entry, lang)) if entry else self._gone(lang)
            case Kind.GROUPS:
                page = self._topics.groups(self._retriever.snapshot, lang, press.number)
                return Turn((page,), replaces=True)
            case Kind.GROUP:
                return self._group(press, lang)
            case Kind.TOPIC:
                return await self._topic(asker, press.topic, lang, where)
            case Kind.EXAMPLE:
                return await self._example(asker, press.number, lang, where)
            case Kind.SPEAK:
                await self._records.languages.speak(asker.person, press.lang)
                if not asker.is_group:
                    await self._records.chats.speak(asker.chat, press.lang)
                return Turn((Reply(self._say("language_set", press.lang)),), replaces=True)
            case Kind.FORGET:
                return await self._forget(asker, lang)
            case Kind.KEEP:
                return Turn((Reply(self._say("kept", lang)),), replaces=True)
            case Kind.ALSO:
                return await self._also(asker, press, lang, where)
            case Kind.CARRY:
                return self._passed_on(press, lang)
            case Kind.DO:
                return await self._offered_deed(asker, press, lang, where)
            case Kind.MINE:
                return await self._was_answer(asker, lang, where)
            case _:
                assert_never(press.kind)

    async def _picked(self, asker: Asker, press: Press, lang: str) -> Turn:
        entry = self._house.entry(press.code, lang)
        if entry is None:
            return self._gone(lang)
        is_own = await _kept(self._records.questions.chose(press.number, asker.person, entry.id), False)
        self._memory.shown(asker.person, asker.chat, entry.id)
        return self._shows(entry, 0, lang, press.number if is_own else None)

    async def _judged(self, asker: Asker, press: Press, lang: str) -> Turn:
        is_good = press.kind is Kind.GOOD
        kept = self._memory.understood_of if is_good else self._memory.words_of
        words = kept(asker.person, asker.chat, press.number)
        is_counted = await self._records.questions.judged(press.number, asker.person, is_good=is_good, words=words)
        key = "verdict_not_yours" if not is_counted else "thanks_good" if is_good else "thanks_bad"
        return Turn(toast=self._say(key, lang))

    async def _wrong(self, asker: Asker, press: Press, lang: str) -> Turn:
        """Why an answer is no good, which is 👎 as well."""
        if press.page >= len(REASONS):
            return Turn(toast=self._say("old_button", lang))
        judged = await self._judged(asker, replace(press, kind=Kind.BAD), lang)
        if judged.toast != self._say("thanks_bad", lang):
            return judged
        reason = REASONS[press.page]
        said = [await given(press.number, reason, lang) for given in self._house.offers.all(WHY_WRONG)]
        words = self._memory.words_of(asker.person, asker.chat, press.number) or ""
        turn = Turn(tuple(said) or (Reply(self._say("thanks_bad", lang)),))
        return self._to_a_person(turn, asker, words, lang)

    def _section(self, press: Press, lang: str) -> Turn:
        entry = self._house.entry(press.code, lang)
        if entry is None:
            return self._gone(lang)
        return self._shows(entry, press.number, lang)

    def _passed_on(self, press: Press, lang: str) -> Turn:
        entry = self._house.entry(press.code, lang)
        if entry is None:
            return self._gone(lang)
        given = self._house.offers.all(PASSING)
        said = given[0](entry, part(entry, press.number), lang) if given else (self._compose.shared(entry, lang),)
        return Turn(said)

    def _group(self, press: Press, lang: str) -> Turn:
        page = self._topics.group(self._retriever.snapshot, lang, press.number, press.page)
        return Turn((page,), replaces=True) if page else Turn(toast=self._say("old_button", lang))

    async def _topic(self, asker: Asker, code: str, lang: str, where: Where) -> Turn:
        entries = self._topics.entries(self._retriever.snapshot, lang, code)
        if not entries:
            return self._gone(lang)
        if len(entries) == 1:
            return await self._open(asker, code_of(entries[0].id), lang, where)
        return Turn.of(self._topics.choice(code, entries, lang))

    async def _example(self, asker: Asker, number: int, lang: str, where: Where) -> Turn:
        examples = self.introduction.examples(lang)
        if number >= len(examples):
            return Turn(toast=self._say("old_button", lang))
        return await self._question(asker, Question(examples[number], lang), where, None)

    async def _open(self, asker: Asker, code: str, lang: str, where: Where) -> Turn:
        """An entry that was asked for by name: from a link, a related entry, a topic."""
        entry = self._house.entry(code, lang)
        if entry is None:
            return self._gone(lang)
        number = await self._note(_opened(asker, entry, lang, where))
        self._memory.keep(
            asker.person, asker.chat, said=entry.title, understood=entry.title, number=number or 0, entry=entry.id
        )
        return replace(self._shows(entry, 0, lang, number), asked=number)

    def _shows(self, entry: Entry, at: int, lang: str, number: int | None = None) -> Turn:
        """An entry, or its section at that position; number None: there is nothing to judge."""
        found = part(entry, at)
        replies = self._compose.entry(entry, found, lang, self._retriever.snapshot, number)
        return Turn(replies, tells=(Told(lang, number, (entry, found)),))

    def _gone(self, lang: str) -> Turn:
        return Turn.of(Reply(self._say("gone", lang), (self._compose.topics_row(lang),)))

    async def _most_asked(self, snapshot: Snapshot, lang: str, limit: int) -> list[Entry]:
        """What is asked for most; while nobody has asked, the examples' answers."""
        names = await _kept(self._records.questions.most_asked(limit), ())
        found = [entry for name in names if (entry := snapshot.show(name, lang))]
        for example in self.introduction.examples(lang) if len(found) < limit else ():
            answer = await self._retriever.ask(Question(example, lang, fixed=True))
            found += [hit.entry for hit in answer.hits[:1] if hit.entry not in found]
        return found

    # --- commands

    async def _command(self, command: tuple[str, str], said: Said) -> Turn:
        name, rest = command
        known = self._house.commands.named(name)
        if known is None and not rest and self._leaves(name):
            if draft := await _kept(self._records.drafts.of(said.asker), None):
                _, is_chosen = await self._lang(said.asker)
                return await self._left(said.asker, draft, said.lang if is_chosen else draft.lang or said.lang)
            if turn := await self._lets_be(said):
                return turn
            return Turn() if said.asker.is_group else Turn.of(Reply(self._say("nothing_begun", said.lang)))
        if known is None or said.asker.role < known.role:
            if said.asker.is_group:
                return Turn()  # it may well be another bot's
            return Turn.of(Reply(self._say("unknown_command", said.lang, command=escape(f"/{name[:40]}"))))
        if known.is_private and said.asker.is_group:
            return Turn.of(Reply(self._only_in_private(known.name, said.lang)))
        if known.needs_chat and said.where is Where.WEB:
            return Turn.of(self._only_in_chat(said.lang))
        before = await _kept(self._records.drafts.of(said.asker), None)
        return await self._began(said, await self._commands[known.name](replace(said, text=rest)), before)

    def _only_in_private(self, name: str, lang: str) -> str:
        return self._say("only_in_private", lang, command=f"/{self._house.commands.called(name, lang)}")

    def _only_in_chat(self, lang: str) -> Reply:
        link = f"https://t.me/{self._house.username}" if self._house.username else ""
        rows = ((Button(self._say("open_in_bot", lang), url=link),),) if link else ()
        return Reply(self._say("only_in_chat", lang), rows)

    async def _start(self, said: Said) -> Turn:
        asker, rest, lang = said.asker, said.text, said.lang
        if rest and self._house.entry(rest, lang):
            return await self._open(asker, rest, lang, said.where)
        prefix, _, inside = rest.partition("_")
        if (room := self._rooms.get(prefix)) and (turn := await room.opens(replace(said, text=inside))):
            return turn
        rows = tuple(
            (Button(label(example), data_of(Press(Kind.EXAMPLE, number=at))),)
            for at, example in enumerate(self.introduction.examples(lang))
        )
        screen = Reply("\n\n".join([self.introduction.html("start", lang), self._say("privacy_hint", lang)]), rows)
        if rest and rest not in ("start", "vraag"):
            return Turn((Reply(self._say("old_link", lang)), screen))
        return Turn.of(screen)

    async def _ask(self, said: Said) -> Turn:
        if not said.text and (pointed := said.around.quote or said.around.answers):
            said = replace(said, text=pointed, around=NOTHING)
        if not said.text:
            return Turn.of(Reply(self.introduction.html("empty_ask", said.lang)))
        return await self._question(said.asker, await question_of(self._house, said), said.where, None, said.around)

    async def _show_topics(self, said: Said) -> Turn:
        return Turn.of(self._topics.groups(self._retriever.snapshot, said.lang, 0))

    async def _help(self, said: Said) -> Turn:
        lang = said.lang
        idle = {name for room in self._rooms.values() for name in room.idle(said.asker)}
        menu = self._house.commands.menu(audience_of(said.asker), lang, idle)
        commands = [f"/{name} – {self._say(key, lang)}" for name, key in menu]
        blocks = [self.introduction.html("help", lang)]
        if self._house.username:
            blocks.append(self._say("help_groups", lang, username=self._house.username))
        blocks.append("\n".join([self._say("help_commands", lang), *commands]))
        return Turn.of(Reply("\n\n".join(blocks), (self._compose.topics_row(lang),)))

    async def _offer_languages(self, said: Said) -> Turn:
        row = tuple(
            Button(self._say(f"lang_{one}", said.lang), data_of(Press(Kind.SPEAK, lang=one))) for one in LANGUAGES
        )
        return Turn.of(Reply(self._say("language", said.lang), (row,)))

    async def _privacy(self, said: Said) -> Turn:
        blocks = [
            self._say("privacy", said.lang, days=self._house.retention_days),
            self._say("privacy_server", said.lang) if self._house.records.is_shared else "",
            self._compose.contact_line(said.lang),
        ]
        return Turn.of(Reply("\n\n".join(block for block in blocks if block)))

    async def _offer_to_forget(self, said: Said) -> Turn:
        lang = said.lang
        buttons = (
            Button(self._say("forget_yes", lang), data_of(Press(Kind.FORGET))),
            Button(self._say("forget_no", lang), data_of(Press(Kind.KEEP))),
        )
        return Turn.of(Reply(self._say("forget_ask", lang), tuple((button,) for button in buttons)))

    async def _forget(self, asker: Asker, lang: str) -> Turn:
        if asker.is_group:
            return Turn(toast=self._only_in_private("wis", lang))
        self._memory.forget(asker.person)
        for room in self._rooms.values():
            room.lets_go(asker)
        gone = await self._records.forget(asker.person, asker.chat)
        if "forgot_role" in gone.others and self._house.show_menu and asker.chat_number is not None:
            await self._house.show_menu(asker.chat_number, Role.ADMIN if asker.is_admin else Role.ASKER)
        lines = [self._say(key, lang, count=count) for key, count in gone.others.items()]
        return Turn((Reply("\n".join([self._say("forgotten", lang, count=gone.rows), *lines])),), replaces=True)


def _without_links(text: str) -> str:
    """A question without the addresses in it; one that is nothing else stays as it is."""
    found = addresses_in(text)
    return (without(text, found) or text) if found else text


def _token_of(draft: Draft) -> str | None:
    """What its buttons hand back; None: they hand nothing back that tells it from another."""
    body = json.loads(draft.body)
    return body.get("token") if isinstance(body, dict) else None


async def _kept(deed: Awaitable[Kept], otherwise: Kept) -> Kept:
    """What the records give; records that fail are no reason not to answer."""
    try:
        return await deed
    except RecordsError as error:
        logger.error("records: %s", error)
        return otherwise


def _tells(answer: Answer, number: int | None, said: Sequence[Reply], doubt: str) -> Told:
    """What is told of an answer; said: the messages that tell it; doubt: what is said above one that is likely."""
    told = Told(answer.lang, number)
    match answer.outcome:
        case Outcome.ANSWERED:
            return replace(told, shown=(answer.hits[0].entry, shown(answer.hits[0])))
        case Outcome.LIKELY:
            first, *others = answer.hits[:OPTIONS]
            return replace(
                told,
                shown=(first.entry, shown(first)),
                doubt=doubt,
                offered=tuple(hit.entry for hit in others),
            )
        case Outcome.UNSURE:
            return replace(told, offered=tuple(hit.entry for hit in answer.hits[:OPTIONS]))
        case Outcome.UNKNOWN:
            return replace(told, reply=said[-1])
        case _:
            assert_never(answer.outcome)


def _noted(asker: Asker, answer: Answer, where: Where, took_ms: float) -> Noted:
    """What is noted of a question: its words only where it couldn't be answered outright."""
    return Noted(
        asker.person,
        asker.chat,
        answer.lang,
        answer.outcome,
        answer.hits[0].entry.id if answer.hits else None,
        answer.hits[0].confidence if answer.hits else 0.0,
        answer.is_elsewhere,
        took_ms,
        where,
        words=None if answer.outcome is Outcome.ANSWERED else answer.question.text,
    )


def _shown_entry(answer: Answer) -> str:
    """The id of the entry that an answer shows; empty where it shows none."""
    return answer.hits[0].entry.id if answer.outcome.shows_entry else ""


def _opened(asker: Asker, entry: Entry, lang: str, where: Where) -> Noted:
    """What is noted where an entry was opened without a question."""
    return Noted(asker.person, asker.chat, lang, Outcome.ANSWERED, entry.id, 1.0, False, 0.0, where, None)
