"""The conversation: what somebody types or presses in, what to say to it out; every face holds this one.

Nothing here knows of Telegram or of a terminal. What has to outlive the process is told to the records.
It puts its parts together, and asks them in turn: whoever takes a message first has it.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.conversation import sharing, talk
from bot.conversation.acting import Acting
from bot.conversation.acts import Acts
from bot.conversation.answering import Answering
from bot.conversation.begun import Begun
from bot.conversation.choosing import chosen, counts_out, is_option, shows
from bot.conversation.compose import with_line_above
from bot.conversation.correcting import Correcting
from bot.conversation.dispatch import Dispatch
from bot.conversation.doing import Doing
from bot.conversation.forms import Forms
from bot.conversation.handover import Handover
from bot.conversation.house import House
from bot.conversation.introduction import Introduction
from bot.conversation.leaning import Leaning
from bot.conversation.meanwhile import Meanwhile
from bot.conversation.memory import Choices, Memory
from bot.conversation.menus import told
from bot.conversation.own_commands import OwnCommands
from bot.conversation.pressing import Pressing
from bot.conversation.recalling import Recalling
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import NOTHING, Around, Document, Room, Said
from bot.conversation.showing import Showing
from bot.conversation.speaking import app_of, spoken_with, told_in
from bot.conversation.verdicts import Verdicts
from bot.conversation.wanting import Wanting
from bot.conversation.wording import LANGUAGES
from bot.records.failing import kept
from bot.records.people import Asker
from bot.records.questions import Where
from bot.when.changing import drops
from index.answer import Question
from index.plain import Courtesy, courtesy_of
from knowledge.entry import Entry


class Conversation:
    """Answers what is typed and pressed."""

    def __init__(self, house: House, memory: Memory | None = None, rooms: Sequence[Room] = ()) -> None:
        self._house, self._retriever, self._records = house, house.retriever, house.records
        self._say, self._wording, self._compose = house.wording.say, house.wording, house.composer
        self.introduction = Introduction(house.wording, house.retriever)
        self._compose.introduce(self.introduction)
        if rooms:
            self._compose.show_under(self._under)
        shared = house.records.memories if house.records.is_shared else None
        # The clock of the day is the same in all processes.
        self._memory = memory or (Memory() if shared is None else Memory(time.time))
        self._recalling = Recalling(self._memory, shared)
        self._rooms = {room.prefix: room for room in rooms}
        self._put_together()

    def _put_together(self) -> None:
        """Each part is handed what it needs, so that whatever it knows stands above it here."""
        house, memory, rooms = self._house, self._memory, self._rooms
        handover, leaning, showing = Handover(house, memory), Leaning(house, memory), Showing(house, memory)
        verdicts = Verdicts(house, memory, handover, showing)
        self._begun = Begun(house, rooms)
        self._answering = Answering(house, memory, rooms, leaning, handover)
        own = OwnCommands(house, memory, rooms, showing, self._answering)
        handlers = dict(own.handlers())
        for room in rooms.values():
            handlers |= room.handlers()
        self._dispatch = Dispatch(house, self._begun, handlers)
        doing = Doing(house, memory, self._dispatch)
        talks = talk.shipped(house.retriever.encoder_name, self._holds)
        acting = Acting(house.wording, house.composer)
        acts = Acts(house, memory, acting, leaning, handover)
        self._wanting = Wanting(house, talks, leaning, acts, doing, self._answering)
        meanwhile = Meanwhile(talks, house.retriever, acting.is_aside, house.wording.words("calling_words"))
        self._forms = Forms(
            house, memory, rooms, self._begun, meanwhile, leaning, self._answering, doing, self._wanting
        )
        self._pressing = Pressing(
            house, rooms, self._begun, showing, verdicts, self._answering, doing, self._forms, own
        )
        self._correcting = Correcting(house, rooms, self._begun, doing, self._heard_anew)

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

    async def corrects(
        self, asker: Asker, text: str, where: Where, around: Around
    ) -> tuple[Turn, tuple[int, ...]] | None:
        """What to say to an edit of an answer in what somebody has begun, and the messages whose place that takes.

        None: it is an edit of something else.
        """
        return await self._correcting.corrected(asker, text, where, around)

    async def presses(self, asker: Asker, data: str, where: Where, *, message_id: int | None = None) -> Turn:
        """What to say to a button; data that isn't ours, or is of long ago, gets a kind word.

        message_id: Telegram's number of the message that it is under.
        """
        async with self._recalling.turn(asker):
            turn = await self._pressing.pressed(asker, data, where, message_id)
            if turn.replies and not turn.replaces and shows(data):
                turn = await self._forms.still_asks(asker, turn)
            if turn.replies:
                self._offers(asker, turn)
            return turn

    async def receives(
        self, asker: Asker, document: Document | None, where: Where, around: Around = NOTHING, caption: str = ""
    ) -> Turn:
        """What to say to a file, or with None to a photo, a voice message or a sticker; caption: what is written under that."""
        lang = await self.lang_of(asker)
        if document:
            said = Said(asker, document.caption.strip(), lang, where, around)
            said = replace(said, deed=await self._wanting.deed(said.text)) if said.text else said
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
            await kept(self._records.drafts.replied(asker, message_ids), None)
        if turn.kept_as and message_ids and (room := self._rooms.get(turn.kept_as[0])):
            await room.sent(turn.kept_as[1], asker, message_ids)

    async def shared(self, asker: Asker, query: str, limit: int) -> tuple[tuple[Entry, Reply], ...]:
        """Entries to carry into another chat, best first; for an empty query those that are asked for most."""
        return await sharing.shared(self._house, asker, query, limit)

    async def asked_as_guest(self, asker: Asker, text: str) -> Reply:
        """One message for a chat where the bot is a guest: the answer where it is sure, else where to ask on."""
        return await sharing.asked_as_guest(self._house, asker, text)

    async def lang_of(self, asker: Asker) -> str:
        """The language to speak with somebody: the chosen one, else their app's, else the folder's."""
        return (await spoken_with(self._house, asker))[0]

    async def _heard(
        self, asker: Asker, text: str, where: Where, edited: int | None, around: Around, offered: Choices
    ) -> Turn:
        # Both are asked for at once: the records answer what waits together.
        (lang, is_chosen), draft = await asyncio.gather(spoken_with(self._house, asker), self._begun.of(asker))
        said = Said(asker, text.strip(), lang, where, around)
        if command := told(text, self._house.username):
            return await self._dispatch.given(command, said)
        begun_in = lang if is_chosen or draft is None else draft.lang or lang
        if edited is None and draft and (self._begun.leaves(said.text) or drops(said.text)):
            return await self._begun.left(asker, draft, begun_in)
        if edited is None and (data := self._chosen(said.text, offered)):
            pressed = await self._pressing.pressed(asker, data, where)
            own = replace(said, lang=begun_in)
            return await self._forms.and_on(own, pressed, draft) if is_option(data) else pressed
        if edited is None and (turn := await self._forms.heard(said, draft, is_chosen)):
            return turn
        if edited is None and not asker.is_group and counts_out(said.text, partial(self._wording.list, lang=lang)):
            return Turn.of(Reply(self._say("nothing_to_choose", lang), (self._compose.topics_row(lang),)))
        if edited is None and (turn := await self._wanting.talked(said, is_chosen)):
            return turn
        if not asker.is_group and (courtesy := courtesy_of(text)):
            return self._greeted(courtesy, told_in(self._house, text, lang, is_chosen))
        turn = await self._answering.answered(
            asker, Question(text, lang, is_chosen, app=app_of(asker, is_chosen)), where, edited, around
        )
        return turn if edited is not None or asker.is_group else await self._wanting.perhaps(said, turn)

    async def _heard_anew(self, asker: Asker, text: str, where: Where, around: Around) -> Turn:
        """What to say to a message that was edited, as if nothing had been said to it; what that offered is gone."""
        async with self._recalling.turn(asker):
            return await self._heard(asker, text, where, None, around, ())

    def _greeted(self, courtesy: Courtesy, lang: str) -> Turn:
        is_greeting = courtesy is Courtesy.GREETING
        words = self.introduction.html("hello", lang) if is_greeting else self._say("welcome_back", lang)
        return Turn((Reply(words, (self._compose.topics_row(lang),)),), lang=lang)

    def _has_before_them(self, asker: Asker, name: str) -> None:
        """Somebody reads an entry, by its id, that was opened elsewhere: it is what was shown last."""
        entry = self._retriever.snapshot.show(name, asker.lang)
        if entry and name != self._memory.entry_of(asker.person, asker.chat):
            self._memory.keep(
                asker.person, asker.chat, said=entry.title, understood=entry.title, number=0, entry=entry.id
            )

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

    def _under(self, entry: Entry, lang: str) -> str:
        return "\n\n".join(lines for room in self._rooms.values() if (lines := room.under(entry, lang)))

    def _holds(self, word: str) -> bool:
        """Whether the folder holds a word, as it is now."""
        return self._retriever.snapshot.words.holds(word)
