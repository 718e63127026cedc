"""A message in, what the rooms make of it out: a form that goes on, or something in between after which it goes on still."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from bot.conversation.answering import Answering
from bot.conversation.begun import Begun
from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.days import Days
from bot.conversation.deeds import LISTS, TAKE_WORDS
from bot.conversation.doing import Doing
from bot.conversation.house import House
from bot.conversation.leaning import Leaning
from bot.conversation.meanwhile import Kind as Aside
from bot.conversation.meanwhile import Meanwhile
from bot.conversation.memory import Memory
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Room, Said, Waiting
from bot.conversation.speaking import spoken_with
from bot.conversation.wanting import Wanting
from bot.records.drafts import Draft
from bot.records.people import Asker
from bot.records.questions import Where
from index.answer import Question
from index.plain import words_of


class Forms:
    """Hands messages to rooms, and back what is none of theirs."""

    def __init__(
        self,
        house: House,
        memory: Memory,
        rooms: Mapping[str, Room],
        begun: Begun,
        meanwhile: Meanwhile,
        leaning: Leaning,
        answering: Answering,
        doing: Doing,
        wanting: Wanting,
    ) -> None:
        self._house, self._wording, self._say = house, house.wording, house.wording.say
        self._memory, self._rooms, self._begun, self._meanwhile = memory, rooms, begun, meanwhile
        self._leaning, self._answering, self._doing, self._wanting = leaning, answering, doing, wanting
        self._days = Days(house.wording.say)

    async def heard(self, said: Said, draft: Draft | None, is_chosen: bool) -> Turn | None:
        """What a room has to say: the one whose draft waits for a text, else the first that takes it; None: none.

        draft: what the asker has begun. is_chosen: they chose the language that they are spoken with.
        """
        if draft and (room := self._rooms.get(draft.room)):
            own = said if is_chosen else replace(said, lang=draft.lang or said.lang)
            if draft.waits:
                return await self._goes_on(own, draft, room, is_chosen)
            if turn := await room.amends(own, draft):
                return await self._begun.answered(said.asker, turn, said.around, draft)
        if draft is None and self._begun.leaves(said.text) and (turn := await self._begun.lets_be(said)):
            return turn
        if said.around.answers_id is not None:
            # An answer to a card may be what stands in it, or ask for something to be done with it.
            said = replace(said, deed=await self._wanting.deed(said.text))
        for room in self._rooms.values():
            if turn := await room.hears(said):
                return await self._begun.began(said, turn, draft)
        return None

    async def and_on(self, said: Said, turn: Turn, draft: Draft | None) -> Turn:
        """What an option leads to that was counted out in the middle of something begun, which goes on."""
        room = self._begun.waiting_room(draft)
        waiting = await room.waiting(said.asker, draft, said.lang) if draft and room else None
        return self._asks_again(said, turn, waiting) if waiting and turn.replies else turn

    async def still_asks(self, asker: Asker, turn: Turn) -> Turn:
        """What a tap showed in the middle of something begun, which goes on."""
        draft = await self._begun.of(asker)
        room = self._begun.waiting_room(draft)
        if draft is None or room is None:
            return turn
        lang, is_chosen = await spoken_with(self._house, asker)
        begun_in = lang if is_chosen else draft.lang or lang
        waiting = await room.waiting(asker, draft, begun_in)
        return _with_form(turn, waiting, waiting.asked, self._say("goes_on", begun_in)) if waiting else turn

    async def was_answer(self, asker: Asker, lang: str, where: Where) -> Turn:
        """What was taken for a question was an answer in what somebody has begun."""
        text = self._memory.taken_aside(asker.person, asker.chat)
        draft = await self._begun.of(asker)
        room = self._begun.waiting_room(draft)
        if not text or draft is None or room is None:
            return Turn(toast=self._say("old_button", lang))
        return await room.continues(Said(asker, text, lang, where), draft)

    async def _goes_on(self, said: Said, draft: Draft, room: Room, is_chosen: bool) -> Turn:
        """What a text leads to where a draft waits for one: it is what is waited for, or something else in between."""
        waiting = await room.waiting(said.asker, draft, said.lang)
        if waiting and waiting.proposed and " ".join(words_of(said.text)) in self._wording.words("choice_yes"):
            turn = await room.continues(replace(said, text=waiting.proposed), draft)
            return await self._begun.answered(said.asker, turn, said.around, draft)
        if waiting and (turn_between := await self._in_between(said, waiting, room, is_chosen)):
            return turn_between
        turn = await room.continues(said, draft)
        if (
            waiting
            and turn.is_unread
            and (other := await self._in_between(said, waiting, room, is_chosen, is_unread=True))
        ):
            return other
        return await self._begun.answered(said.asker, turn, said.around, draft)

    async def _in_between(
        self, said: Said, waiting: Waiting, room: Room, is_chosen: bool, *, is_unread: bool = False
    ) -> Turn | None:
        """What to say to what is no answer in something begun, which goes on; None: it is one."""
        asker, lang = said.asker, said.lang
        question = Question(said.text, lang, is_chosen, await self._leaning.before(asker, lang, said.around))
        own = (TAKE_WORDS - LISTS).intersection(room.handlers())
        heard = await self._meanwhile.heard(said, waiting, question, own, is_unread=is_unread)
        if heard is None:
            return None
        turn: Turn | None
        match heard.kind:
            case Aside.END:
                draft = await self._house.records.drafts.of(asker)
                return await self._begun.left(asker, draft, lang) if draft else None
            case Aside.ACT:
                turn = await self._wanting.talked(said, is_chosen)
            case Aside.QUESTION:
                turn = await self._answering.answered(
                    asker, replace(question, before=""), said.where, around=said.around
                )
            case Aside.DEED:
                may_give = self._house.commands.may_give(asker, heard.command)
                turn = self._doing.offered_instead(said, heard.command) if may_give else None
            case Aside.UNREAD:
                turn = Turn()
            case _:
                assert_never(heard.kind)
        if turn is None or not (turn.replies or heard.kind is Aside.UNREAD):
            return None
        return self._asks_again(said, turn, waiting)

    def _asks_again(self, said: Said, turn: Turn, waiting: Waiting) -> Turn:
        """A turn in between, and below it what is waited for still; what was typed may have been the answer after all."""
        asker, lang = said.asker, said.lang
        self._memory.set_aside(asker.person, asker.chat, said.text)
        row = (Button(self._say("was_my_answer", lang), data_of(Press(Kind.MINE))),)
        line = self._say("goes_on", lang) if turn.replies else self._days.unread(said.text, lang)
        return _with_form(turn, waiting, replace(waiting.asked, rows=(*waiting.asked.rows, row)), line)


def _with_form(turn: Turn, waiting: Waiting, asked: Reply, line: str) -> Turn:
    """A turn, and below it what is asked still; line: of HTML, above that."""
    replies = (*turn.replies, *Turn.of(asked).headed(line).replies)
    return replace(turn, replies=replies, kept_as=waiting.kept_as, gone=(*turn.gone, *waiting.gone))
