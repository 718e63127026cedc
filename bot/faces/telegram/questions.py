"""Messages and presses of Telegram in, turns of the conversation out, and sent; the only file that takes updates apart."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatType, MessageEntityType
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation.conversation import Conversation
from bot.conversation.menus import told
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Around, Document, FetchError
from bot.conversation.wording import Wording
from bot.faces.pace import Flood, Pace
from bot.faces.telegram.sending import Sender
from bot.faces.web.metrics import Metrics
from bot.records.people import Asker, Keys, Role
from bot.records.questions import Where
from bot.records.records import Records, RecordsError

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE


CROWD = 12  # updates in hand from which nobody is shown that the bot types: it would only make them wait longer


class Questions:
    """Answers messages and presses."""

    def __init__(
        self,
        conversation: Conversation,
        records: Records,
        keys: Keys,
        wording: Wording,
        sender: Sender,
        metrics: Metrics,
        admin_ids: frozenset[int],
        waiting: Callable[[], int],
    ) -> None:
        """waiting: how many updates are being answered or wait for it."""
        self._conversation, self._records, self._keys, self._wording = conversation, records, keys, wording
        self._sender, self._metrics, self._admin_ids = sender, metrics, admin_ids
        self._waiting = waiting
        self._flood = Flood()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Take messages and presses; who floods is slowed before anything else."""
        application.add_handler(TypeHandler(Update, self.on_any), group=-1)
        application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, self.on_edited))
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, self.on_text))
        alone = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(alone, self.on_other))
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self.on_moved))
        application.add_handler(CallbackQueryHandler(self.on_button))

    def asker(self, user: User | Chat, chat: Chat | None) -> Asker:
        """Who asks, under the names by which they are kept."""
        chat_id = chat.id if chat else user.id
        return Asker(
            self._keys.pseudonym("person", user.id),
            self._keys.pseudonym("chat", chat_id),
            (getattr(user, "language_code", None) or "nl").partition("-")[0].lower(),
            is_group=chat is not None and chat.type != ChatType.PRIVATE,
            role=self._role(user),
            chat_number=chat_id,
        )

    def _role(self, user: User | Chat) -> Role:
        if not isinstance(user, User):
            return Role.ASKER
        if user.id in self._admin_ids:
            return Role.ADMIN
        return self._records.roles.role_of(self._keys.pseudonym("person", user.id))

    async def on_any(self, update: Update, context: Context) -> None:
        """Slow down who sends too much: told once, and in a group left alone until it is less."""
        user, chat = update.effective_sender, update.effective_chat
        if user is None or chat is None or not (update.message or update.callback_query):
            return
        if chat.type != ChatType.PRIVATE and not (
            update.callback_query or self._asked_in_group(update.message, context)
        ):
            return  # talk among themselves is no concern of ours
        asker = self.asker(user, chat)
        weight = self._flood.weigh(asker.person, time.monotonic())
        if weight.pace is Pace.TELL:
            say = self._wording.say("slow_down", await self._conversation.lang_of(asker))
            await self._sender.send(chat.id, [Reply(say)])
        if weight.pace is not Pace.FINE:
            if asker.is_group:
                raise ApplicationHandlerStop
            await asyncio.sleep(weight.wait_s)

    async def on_text(self, update: Update, context: Context) -> None:
        """Answer a message, in a group only where it is meant for the bot."""
        message, user = update.message, update.effective_sender
        if message is None or user is None:
            return
        text = self._asked(message, context)
        if text is None:
            return
        started = time.perf_counter()
        asker = self.asker(user, message.chat)
        turn, _ = await asyncio.gather(
            self._conversation.hears(asker, text, _where(asker), around=_around(message, context)),
            self._sender.type(message.chat_id) if not asker.is_group and self._waiting() <= CROWD else _nothing(),
        )
        await self._say(message, asker, turn)
        self._metrics.answered(time.perf_counter() - started)

    async def on_edited(self, update: Update, context: Context) -> None:
        """An edited question edits its answer; one that was never answered is answered now."""
        message, user = update.edited_message, update.effective_sender
        if message is None or user is None or (text := self._asked(message, context)) is None:
            return
        asker = self.asker(user, message.chat)
        earlier = await self._records.questions.reply_to(asker.chat, message.message_id)
        if earlier is None:
            if not asker.is_group:
                await self._say(message, asker, await self._conversation.hears(asker, text, _where(asker)))
            return
        turn = await self._conversation.hears(asker, text, _where(asker), edited=earlier.number)
        if turn.replies:
            reply_ids = await self._sender.replace(message.chat_id, earlier.reply_ids, turn.replies)
            await self._note(earlier.number, message, reply_ids)

    async def on_other(self, update: Update, context: Context) -> None:
        """Take a file, or say what can be read where something else was sent."""
        message, user = update.message, update.effective_sender
        if message is None or user is None:
            return
        asker = self.asker(user, message.chat)
        document, around = _document(message), _around(message, context)
        if message.caption and around.links and document is None:  # a picture that was forwarded for its link
            turn = await self._conversation.hears(asker, message.caption, _where(asker), around=around)
        else:
            turn = await self._conversation.receives(asker, document, _where(asker), around)
        await self._say(message, asker, turn)

    async def on_moved(self, update: Update, context: Context) -> None:
        """Go on with a group that became a supergroup."""
        if update.message and update.message.migrate_to_chat_id:
            await self._records.moved(update.message.chat_id, update.message.migrate_to_chat_id)

    async def on_button(self, update: Update, context: Context) -> None:
        """Do what a button stands for. The press is acknowledged whatever comes of it, or the phone keeps waiting."""
        query = update.callback_query
        if query is None:
            return
        message = query.message
        chat = message.chat if message else None
        asker = self.asker(query.from_user, chat)
        turn = await self._conversation.presses(asker, query.data or "", _where(asker))
        await self._sender.toast(query.id, turn.toast)
        if message is not None:
            await self._show(query, turn, asker, message.chat.id, message.message_id)

    async def _show(self, query: CallbackQuery, turn: Turn, asker: Asker, chat_id: int, message_id: int) -> None:
        await self._edit(chat_id, turn)
        if turn.replaces and query.message and query.message.is_accessible:
            sent = await self._sender.replace(chat_id, [message_id], turn.replies)
        else:
            sent = await self._sender.send(chat_id, turn.replies, to=message_id if asker.is_group else None)
        await self._conversation.sent(asker, turn, sent)

    async def _say(self, message: Message, asker: Asker, turn: Turn) -> None:
        """Send a turn, and note which messages answered which."""
        await self._edit(message.chat_id, turn)
        if turn.reaction:
            await self._sender.react(message.chat_id, message.message_id, turn.reaction)
        reply_ids = await self._sender.send(
            message.chat_id, turn.replies, to=message.message_id if asker.is_group else None
        )
        await self._conversation.sent(asker, turn, reply_ids)
        if turn.asked is not None and reply_ids:
            await self._note(turn.asked, message, reply_ids)

    async def _edit(self, chat_id: int, turn: Turn) -> None:
        """Change what a turn changes besides: first, since who sees the answer takes it for done."""
        for message_id, reply in turn.edits:
            await self._sender.edit(chat_id, message_id, reply)

    async def _note(self, number: int, message: Message, reply_ids: Sequence[int]) -> None:
        """Remember what answered a message, for when it is edited; the answer has been sent, whatever comes of this."""
        try:
            await self._records.questions.replied(number, message.message_id, reply_ids)
        except RecordsError as error:
            logger.error("an answer could not be noted: %s", error)

    def _asked(self, message: Message, context: Context) -> str | None:
        """What a message asks of the bot; None where it is not meant for it."""
        if message.chat.type == ChatType.PRIVATE:
            return message.text
        return self._asked_in_group(message, context)

    @staticmethod
    def _asked_in_group(message: Message | None, context: Context) -> str | None:
        """In a group: commands, replies to the bot, and mentions of it, with the bot's name taken out."""
        if message is None or not message.text:
            return None
        username = context.bot.username
        command = told(message.text, username)
        if command is not None:
            return message.text if command[0] else None
        text = message.text
        named = message.parse_entities([MessageEntityType.MENTION]).items()
        mine = [entity for entity, name in named if name.lower() == f"@{username}".lower()]
        for entity in sorted(mine, key=lambda entity: -entity.offset):
            units = text.encode("utf-16-le")
            units = units[: entity.offset * 2] + units[(entity.offset + entity.length) * 2 :]
            text = units.decode("utf-16-le")
        answered = message.reply_to_message
        is_reply = answered is not None and answered.from_user is not None and answered.from_user.id == context.bot.id
        return text.strip() if (mine or is_reply) and text.strip() else None


def _around(message: Message, context: Context) -> Around:
    """What stands around the words of a message."""
    answered = message.reply_to_message
    by_us = answered is not None and answered.from_user is not None and answered.from_user.id == context.bot.id
    return Around(
        (answered.text or answered.caption or "") if answered else "",
        answered.message_id if answered and by_us else None,
        (*_links(message), *(_links(answered) if answered else ())),
        is_forwarded=message.forward_origin is not None,
    )


def _links(message: Message) -> tuple[str, ...]:
    kinds: list[str | None] = [MessageEntityType.URL, MessageEntityType.TEXT_LINK]
    found = message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    return tuple(entity.url or text for entity, text in found.items())


def _document(message: Message) -> Document | None:
    """The file of a message; None where it is something else."""
    document = message.document
    if document is None:
        return None

    async def fetch() -> bytes:
        try:
            return bytes(await (await document.get_file()).download_as_bytearray())
        except TelegramError as error:
            raise FetchError(error.message) from error

    return Document(document.file_name or "", document.file_size or 0, message.caption or "", fetch)


def _where(asker: Asker) -> Where:
    return Where.GROUP if asker.is_group else Where.PRIVATE


async def _nothing() -> None:
    """What is awaited where nothing is shown."""
