"""The commands of the conversation itself: the first screen, a question, topics, help, language, privacy, erasing."""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.answering import Answering
from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.compose import label
from bot.conversation.dispatch import only_in_private
from bot.conversation.heard import question_of
from bot.conversation.house import House
from bot.conversation.memory import Memory
from bot.conversation.menus import audience_of
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import NOTHING, Handler, Room, Said
from bot.conversation.showing import Showing
from bot.records.people import Asker, Role


class OwnCommands:
    """Does them; what erasing asks is answered by a button."""

    def __init__(
        self, house: House, memory: Memory, rooms: Mapping[str, Room], showing: Showing, answering: Answering
    ) -> None:
        self._house, self._say, self._compose = house, house.wording.say, house.composer
        self._memory, self._rooms, self._showing, self._answering = memory, rooms, showing, answering

    def handlers(self) -> Mapping[str, Handler]:
        """What does each, by its Dutch name."""
        return {
            "start": self._start,
            "vraag": self._ask,
            "onderwerpen": self._topics,
            "help": self._help,
            "taal": self._offer_languages,
            "privacy": self._privacy,
            "wis": self._offer_to_forget,
        }

    async def forget(self, asker: Asker, lang: str) -> Turn:
        """Everything about somebody goes."""
        if asker.is_group:
            return Turn(toast=only_in_private(self._house, "wis", lang))
        self._memory.forget(asker.person)
        for room in self._rooms.values():
            room.lets_go(asker)
        gone = await self._house.records.forget(asker.person, asker.chat)
        if "forgot_role" in gone.others and self._house.show_menu and asker.chat_number is not None:
            await self._house.show_menu(asker.chat_number, Role.ADMIN if asker.is_admin else Role.ASKER)
        lines = [self._say(key, lang, count=count) for key, count in gone.others.items()]
        return Turn((Reply("\n".join([self._say("forgotten", lang, count=gone.rows), *lines])),), replaces=True)

    async def _start(self, said: Said) -> Turn:
        asker, rest, lang = said.asker, said.text, said.lang
        if rest and self._house.entry(rest, lang):
            return await self._showing.open(asker, rest, lang, said.where)
        prefix, _, inside = rest.partition("_")
        if (room := self._rooms.get(prefix)) and (turn := await room.opens(replace(said, text=inside))):
            return turn
        introduction = self._compose.introduction
        rows = tuple(
            (Button(label(example), data_of(Press(Kind.EXAMPLE, number=at))),)
            for at, example in enumerate(introduction.examples(lang))
        )
        screen = Reply("\n\n".join([introduction.html("start", lang), self._say("privacy_hint", lang)]), rows)
        if rest and rest not in ("start", "vraag"):
            return Turn((Reply(self._say("old_link", lang)), screen))
        return Turn.of(screen)

    async def _ask(self, said: Said) -> Turn:
        if not said.text and (pointed := said.around.quote or said.around.answers):
            said = replace(said, text=pointed, around=NOTHING)
        if not said.text:
            return Turn.of(Reply(self._compose.introduction.html("empty_ask", said.lang)))
        question = await question_of(self._house, said)
        return await self._answering.answered(said.asker, question, said.where, around=said.around)

    async def _topics(self, said: Said) -> Turn:
        return Turn.of(self._showing.groups(said.lang, 0))

    async def _help(self, said: Said) -> Turn:
        lang = said.lang
        idle = {name for room in self._rooms.values() for name in room.idle(said.asker)}
        menu = self._house.commands.menu(audience_of(said.asker), lang, idle)
        commands = [f"/{name} – {self._say(key, lang)}" for name, key in menu]
        blocks = [self._compose.introduction.html("help", lang)]
        if self._house.username:
            blocks.append(self._say("help_groups", lang, username=self._house.username))
        blocks.append("\n".join([self._say("help_commands", lang), *commands]))
        return Turn.of(Reply("\n\n".join(blocks), (self._compose.topics_row(lang),)))

    async def _offer_languages(self, said: Said) -> Turn:
        return Turn.of(self._compose.languages(said.lang))

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
