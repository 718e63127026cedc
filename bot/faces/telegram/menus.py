"""Shows each chat the commands of its audience, in each language, and says what the bot is; what Telegram refuses is told."""

import logging
from collections.abc import Awaitable, Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.conversation.introduction import Introduction
from bot.conversation.menus import Audience, Commands
from bot.conversation.wording import LANGUAGES, Wording
from bot.faces.telegram.faults import fault_of
from bot.faces.web.metrics import Metrics
from bot.records.people import Role

logger = logging.getLogger(__name__)

_OF_A_ROLE = {Role.COORDINATOR: Audience.COORDINATORS, Role.ADMIN: Audience.ADMINS}
_LANGS = (None, *LANGUAGES)  # None: whoever has an app in any other language


# What a bot is asked to be able to (Bot API, getMe): to be asked in any chat, as a guest too, and to hear mentions in groups.
NEEDED = ("supports_inline_queries", "supports_guest_queries", "can_read_all_group_messages")
DESCRIPTION, ABOUT = 512, 120  # characters at most (Bot API, setMyDescription and setMyShortDescription)


class Menus:
    """Tells Telegram."""

    def __init__(self, bot: Bot, commands: Commands, wording: Wording, metrics: Metrics) -> None:
        self._bot, self._commands, self._wording, self._metrics = bot, commands, wording, metrics
        self._introduction = Introduction(wording)

    def introduce(self, introduction: Introduction) -> None:
        """Say of the bot itself what this says."""
        self._introduction = introduction

    async def settle(self) -> TelegramError | None:
        """Have Telegram turn on what the bot needs and hasn't; None: it is on. Servers before Bot API 10.5 can't.

        Never its callback_query_mode, in which presses come without the message that they are under.
        """
        bot = self._bot.bot
        missing = {name: True for name in NEEDED if not getattr(bot, name)}
        if not missing:
            return None
        try:
            await self._bot.do_api_request("setMySettings", api_kwargs=missing)
        except TelegramError as error:
            return error
        logger.info("Telegram has turned on what the bot needs: %s", ", ".join(missing))
        return None

    async def show_all(self, admins: Iterable[int], coordinators: Iterable[int]) -> list[TelegramError]:
        """Everybody's menus, and those of chats with a role; what was refused."""
        scopes: list[tuple[BotCommandScope, Audience]] = [
            (BotCommandScopeDefault(), Audience.PRIVATE),
            (BotCommandScopeAllPrivateChats(), Audience.PRIVATE),
            (BotCommandScopeAllGroupChats(), Audience.GROUPS),
        ]
        scopes += [(BotCommandScopeChat(number), Audience.ADMINS) for number in sorted(admins)]
        scopes += [(BotCommandScopeChat(number), Audience.COORDINATORS) for number in sorted(coordinators)]
        faults = []
        for lang in _LANGS:
            said_in = lang or LANGUAGES[0]
            deeds = [self._set(scope, audience, lang) for scope, audience in scopes]
            deeds.append(
                self._bot.set_my_description(_cut(self._introduction.text("description", said_in), DESCRIPTION), lang),
            )
            about = _cut(self._introduction.text("about", said_in), ABOUT)
            deeds.append(self._bot.set_my_short_description(about, language_code=lang))
            faults += await self._done(deeds)
        return faults

    async def show(self, chat_number: int, role: Role) -> None:
        """One chat's menu, as its role has become."""
        scope = BotCommandScopeChat(chat_number)
        audience = _OF_A_ROLE.get(role)
        if audience is None:
            await self._done(self._bot.delete_my_commands(scope, language_code=lang) for lang in _LANGS)
        else:
            await self._done(self._set(scope, audience, lang) for lang in _LANGS)

    def _set(self, scope: BotCommandScope, audience: Audience, lang: str | None) -> Awaitable[bool]:
        said_in = lang or LANGUAGES[0]
        menu = self._commands.menu(audience, said_in)
        commands = [BotCommand(name, self._wording.say(key, said_in)) for name, key in menu]
        return self._bot.set_my_commands(commands, scope=scope, language_code=lang)

    async def _done(self, deeds: Iterable[Awaitable[bool]]) -> list[TelegramError]:
        """What was refused; a menu that is not shown is no reason to stop."""
        faults = []
        for deed in deeds:
            try:
                await deed
            except TelegramError as error:  # an admin who never wrote to the bot has no chat to put a menu in
                self._metrics.failed(fault_of(error))
                faults.append(error)
        return faults


def _cut(text: str, most: int) -> str:
    """A text that Telegram takes, cut between words."""
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0]}…"
