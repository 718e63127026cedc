"""A deed that is asked for in plain words in, what its command leads to out; or the deed as a button, to be tapped first."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.compose import label
from bot.conversation.deeds import TAKE_WORDS, content
from bot.conversation.dispatch import Dispatch
from bot.conversation.house import House
from bot.conversation.memory import Memory
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Said
from bot.records.people import Asker
from bot.records.questions import Where
from bot.when.reading import read

INVITED = "uitnodiging"  # a command
NO_QUESTION = 0  # the number of what stands beside no question


class Doing:
    """Does it where whoever asks may."""

    def __init__(self, house: House, memory: Memory, dispatch: Dispatch) -> None:
        self._house, self._wording, self._say = house, house.wording, house.wording.say
        self._memory, self._dispatch = memory, dispatch

    async def did(self, said: Said, command: str) -> Turn | None:
        """The command, by its Dutch name, that somebody asks for; None for one that they may not give."""
        if not self._house.commands.may_give(said.asker, command):
            return None
        also = self._wording.list("invite_words", said.lang) if command == INVITED else ()
        text = await self.content(said, also) if command in TAKE_WORDS else ""
        return await self._dispatch.given((command, text), replace(said, deed=command))

    async def content(self, said: Said, also: Sequence[str] = ()) -> str:
        """What is asked for in plain words, less the asking; also: more words that only ask."""
        when = await self._house.reads(read, said.text, said.lang)
        return content(said.text, {*self._wording.list("deed_words", said.lang), *also}, when.spans)

    def offered_under(self, said: Said, turn: Turn, command: str) -> Turn:
        """The answer to a question, with a button that does what may have been meant."""
        asker = said.asker
        if asker.is_group or turn.asked is None or not turn.replies:
            return turn
        texts = (*self._memory.rest_of(asker.person, asker.chat, turn.asked), said.text)
        self._memory.keep_rest(asker.person, asker.chat, turn.asked, texts)
        button = self._button(Press(Kind.DO, command=command, number=turn.asked, page=len(texts) - 1), said.lang)
        if turn.replies[0].html == self._house.composer.unknown("off_topic", said.lang).html:
            *firsts, last = turn.replies
            turn = replace(turn, replies=(*firsts, replace(last, html=self._say("perhaps_this", said.lang))))
        return turn.offering((button,))

    def offered_instead(self, said: Said, command: str) -> Turn:
        """What can be done with one tap, which ends what is begun."""
        self._memory.keep_rest(said.asker.person, said.asker.chat, NO_QUESTION, (said.text,))
        button = self._button(Press(Kind.DO, command=command, number=NO_QUESTION), said.lang)
        return Turn.of(Reply(self._say("rather_this", said.lang), ((button,),)))

    async def pressed(self, asker: Asker, press: Press, lang: str, where: Where) -> Turn:
        """The deed that may have been meant was meant; without its words where those are forgotten."""
        texts = self._memory.rest_of(asker.person, asker.chat, press.number)
        text = texts[press.page] if press.page < len(texts) else ""
        turn = await self.did(Said(asker, text, lang, where), press.command)
        return turn or Turn(toast=self._say("old_button", lang))

    def _button(self, press: Press, lang: str) -> Button:
        name = self._house.commands.called(press.command, lang)
        return Button(label(f"/{name}: {self._say(f'command_{press.command}', lang)}"), data_of(press))
