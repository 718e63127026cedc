"""A button that was pressed in, by what it hands back; what that leads to out: in the room that it is of, or here."""

from collections.abc import Mapping
from typing import assert_never

from bot.conversation.answering import Answering
from bot.conversation.begun import Begun
from bot.conversation.callback_data import Kind, Press, parse, parse_room
from bot.conversation.doing import Doing
from bot.conversation.forms import Forms
from bot.conversation.house import House
from bot.conversation.own_commands import OwnCommands
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Pressed, Room
from bot.conversation.showing import Showing
from bot.conversation.speaking import spoken_with
from bot.conversation.verdicts import Verdicts
from bot.conversation.wording import LANGUAGES
from bot.records.failing import kept
from bot.records.people import Asker
from bot.records.questions import Where


class Pressing:
    """Passes it on; a button that isn't ours, or of long ago, gets a kind word."""

    def __init__(
        self,
        house: House,
        rooms: Mapping[str, Room],
        begun: Begun,
        showing: Showing,
        verdicts: Verdicts,
        answering: Answering,
        doing: Doing,
        forms: Forms,
        own: OwnCommands,
    ) -> None:
        self._house, self._records, self._say = house, house.records, house.wording.say
        self._rooms, self._begun, self._showing, self._verdicts = rooms, begun, showing, verdicts
        self._answering, self._doing, self._forms, self._own = answering, doing, forms, own

    async def pressed(self, asker: Asker, data: str, where: Where, message_id: int | None = None) -> Turn:
        """message_id: Telegram's number of the message that it is under; None: it has none, or what it says was typed."""
        lang, is_chosen = await spoken_with(self._house, asker)
        if (pressed := parse_room(data)) and (room := self._rooms.get(pressed.prefix)):
            asker = await self._begun.in_name_of(asker, room, pressed.values)
            own = None if is_chosen else await kept(self._records.drafts.own(asker, room.prefix), None)
            spoken = own.lang or lang if own else lang
            turn = await room.presses(Pressed(asker, pressed.action, pressed.values, spoken, where, message_id))
            return turn or Turn(toast=self._say("old_button", lang))
        press = parse(data)
        if press is None:
            return Turn(toast=self._say("old_button", lang))
        if press.of in LANGUAGES and not is_chosen:  # a text is gone on with in the language that it was shown in
            lang = press.of
        return await self._own_button(asker, press, lang, where)

    async def _own_button(self, asker: Asker, press: Press, lang: str, where: Where) -> Turn:
        match press.kind:
            case Kind.SHOW:
                return await self._showing.open(asker, press.code, lang, where)
            case Kind.PICK:
                return await self._verdicts.picked(asker, press, lang)
            case Kind.NONE:
                return await self._verdicts.none_of_these(asker, press, lang)
            case Kind.GOOD | Kind.BAD:
                return await self._verdicts.judged(asker, press, lang)
            case Kind.WRONG:
                return await self._verdicts.wrong(asker, press, lang)
            case Kind.SECTION:
                return self._showing.section(press, lang)
            case Kind.CONTENTS:
                return self._showing.contents(press, lang)
            case Kind.GROUPS:
                return Turn((self._showing.groups(lang, press.number),), replaces=True)
            case Kind.GROUP:
                return self._showing.group(press, lang)
            case Kind.TOPIC:
                return await self._showing.topic(asker, press.topic, lang, where)
            case Kind.EXAMPLE:
                return await self._answering.example(asker, press.number, lang, where)
            case Kind.SPEAK:
                return await self._speaks(asker, press.lang)
            case Kind.FORGET:
                return await self._own.forget(asker, lang)
            case Kind.KEEP:
                return Turn((Reply(self._say("kept", lang)),), replaces=True)
            case Kind.ALSO:
                return await self._answering.also(asker, press, lang, where)
            case Kind.CARRY:
                return self._showing.passed_on(press, lang)
            case Kind.DO:
                return await self._doing.pressed(asker, press, lang, where)
            case Kind.MINE:
                return await self._forms.was_answer(asker, lang, where)
            case _:
                assert_never(press.kind)

    async def _speaks(self, asker: Asker, lang: str) -> Turn:
        """Somebody chose a language, which is that of their own chat too."""
        await self._records.languages.speak(asker.person, lang)
        if not asker.is_group:
            await self._records.chats.speak(asker.chat, lang)
        return Turn((Reply(self._say("language_set", lang)),), replaces=True)
