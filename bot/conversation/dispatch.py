"""A command in, what it leads to out: whether there is one, who may give it and where, and whoever does it told."""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.begun import Begun
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Said
from bot.conversation.runs import escape
from bot.conversation.speaking import spoken_with
from bot.records.questions import Where


class Dispatch:
    """Passes it on."""

    def __init__(self, house: House, begun: Begun, handlers: Mapping[str, Handler]) -> None:
        """handlers: what does each command of the house, by its Dutch name."""
        self._house, self._say, self._begun, self._handlers = house, house.wording.say, begun, handlers

    async def given(self, command: tuple[str, str], said: Said) -> Turn:
        """command: what it is called in either language, and what stands behind it."""
        name, rest = command
        known = self._house.commands.named(name)
        if known is None and not rest and self._begun.leaves(name):
            return await self._leaves(said)
        if known is None or not known.is_for(said.asker):
            if said.asker.is_group:
                return Turn()  # it may well be another bot's
            return Turn.of(Reply(self._say("unknown_command", said.lang, command=escape(f"/{name[:40]}"))))
        if known.is_private and said.asker.is_group:
            return Turn.of(Reply(only_in_private(self._house, known.name, said.lang)))
        if known.needs_chat and said.where is Where.WEB:
            return Turn.of(self._house.composer.elsewhere("only_in_chat", said.lang))
        before = await self._begun.of(said.asker)
        return await self._begun.began(said, await self._handlers[known.name](replace(said, text=rest)), before)

    async def _leaves(self, said: Said) -> Turn:
        """What is begun ends: "/stop"."""
        if draft := await self._begun.of(said.asker):
            _, is_chosen = await spoken_with(self._house, said.asker)
            return await self._begun.left(said.asker, draft, said.lang if is_chosen else draft.lang or said.lang)
        if turn := await self._begun.lets_be(said):
            return turn
        return Turn() if said.asker.is_group else Turn.of(Reply(self._say("nothing_begun", said.lang)))


def only_in_private(house: House, name: str, lang: str) -> str:
    """Where to give a command, by its Dutch name, that is given in a group."""
    return house.wording.say("only_in_private", lang, command=f"/{house.commands.called(name, lang)}")
