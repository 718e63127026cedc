"""Messages and presses of Telegram in, turns of the conversation out, and sent; the only file that takes updates apart."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from telegram import CallbackQuery, ChatMember, Message, MessageEntity, Update
from telegram.constants import ChatType, MessageEntityType
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation.conversation import Conversation
from bot.conversation.menus import Commands, told
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Around, Document, FetchError
from bot.conversation.runs import escape
from bot.conversation.wording import Wording
from bot.faces.floods import PRESSED, Flood, Pace
from bot.faces.telegram.faults import Fault
from bot.faces.telegram.limits import Wish, next_order
from bot.faces.telegram.names import Names
from bot.faces.telegram.sending import Sender
from bot.faces.web.metrics import Metrics
from bot.records.people import Asker
from bot.records.questions import Where
from bot.records.records import Records, RecordsError

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE


ASKING = "/vraag"  # which, with nothing behind it, asks what the answered message says
TYPES_AFTER_S = 0.3  # without an answer; nearly all come sooner, and would only wait for that to be shown
CROWD = 12  # updates in hand from which nobody is shown that the bot types: it would only make them wait longer
WHISPER_S = 15.0  # after a message within which what only its sender sees has to be said (Bot API, ephemeral messages)
ACKNOWLEDGED_S = 0.5  # after which a press is acknowledged without a word, whatever is still to come of it
_OUT = (ChatMember.LEFT, ChatMember.BANNED)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


class Questions:
    """Answers messages and presses."""

    def __init__(
        self,
        conversation: Conversation,
        records: Records,
        names: Names,
        wording: Wording,
        sender: Sender,
        metrics: Metrics,
        commands: Commands,
        waiting: Callable[[], int],
    ) -> None:
        """waiting: how many updates are being answered or wait for it."""
        self._conversation, self._records, self._names, self._wording = conversation, records, names, wording
        self._sender, self._metrics, self._commands, self._waiting = sender, metrics, commands, waiting
        self._flood, self._presses = Flood(), Flood(PRESSED)
        # What is to be said in a chat is worked out one thing at a time, by message and press alike; sending it is not
        # waited for.
        self._working_out: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Take messages and presses; who floods is slowed before anything else."""
        application.add_handler(TypeHandler(Update, self.on_any), group=-1)
        edited = filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION)
        application.add_handler(MessageHandler(edited, self.on_edited))
        spoken = filters.TEXT | (filters.CAPTION & ~filters.ChatType.PRIVATE)
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & spoken, self.on_text))
        alone = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(alone, self.on_other))
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self.on_moved))
        application.add_handler(CallbackQueryHandler(self.on_button))
        application.add_handler(ChatMemberHandler(self.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))

    async def on_any(self, update: Update, context: Context) -> None:
        """Hear signs of life; slow down who sends too much: told once, and in a group left alone until it is less."""
        user, chat = update.effective_sender, update.effective_chat
        if user is None or chat is None or update.my_chat_member:
            return
        asker = self._names.asker(user, chat)
        if self._records.chats.is_away(asker.chat) and await self._records.chats.restored(asker.chat):
            logger.info("a chat that took no messages gives a sign of life; what it has missed is said now")
        message = update.message or update.edited_message
        if message is None or self._is_urgent(message, context):
            return
        if asker.is_group and not self._asked_in_group(message, context):
            return  # talk among themselves is no concern of ours
        weight = self._flood.weigh(asker.person, time.monotonic())
        if weight.pace is Pace.TELL:
            say = self._wording.say("slow_down", await self._conversation.lang_of(asker))
            await self._sender.send(chat.id, [Reply(say)], thread=thread_of(message))
        if weight.pace is not Pace.FINE:
            if asker.is_group:
                raise ApplicationHandlerStop
            await asyncio.sleep(weight.wait_s)
            if self._records.updates.is_forgotten(update.update_id):
                raise ApplicationHandlerStop

    async def on_text(self, update: Update, context: Context) -> None:
        """Answer a message, in a group only where it is meant for the bot."""
        message, user = update.message, update.effective_sender
        if message is None or user is None:
            return
        text = self._asked(message, context)
        if text is None:
            return
        started = time.perf_counter()
        asker, around = self._names.asker(user, message.chat, thread_of(message)), _around(message, context)
        is_urgent = self._is_urgent(message, context)
        async with self._lock(None if is_urgent else message.chat_id):
            hearing = self._conversation.hears(asker, text, _where(asker), around=around)
            turn = await (hearing if asker.is_group else self._shown_to_come(message, hearing))
            order = next_order()
        await self._say(message, asker, turn, order, Wish(is_urgent=True) if is_urgent else None)
        self._metrics.answered(time.perf_counter() - started)

    async def _shown_to_come(self, message: Message, hearing: Coroutine[Any, Any, Turn]) -> Turn:
        """What comes of hearing a message; where that takes a while, the chat is shown that the bot types."""
        heard = asyncio.create_task(hearing)
        try:
            await asyncio.wait((heard,), timeout=TYPES_AFTER_S)
            if not heard.done() and self._waiting() <= CROWD:
                await self._sender.type(message.chat_id, thread=thread_of(message))
            return await heard
        finally:
            heard.cancel()

    async def on_edited(self, update: Update, context: Context) -> None:
        """An edited question edits its answer, an edited answer what was said to it; what was never answered is now."""
        message, user = update.edited_message, update.effective_sender
        if message is None or user is None or (text := self._asked(message, context) or message.caption) is None:
            return
        asker, around = self._names.asker(user, message.chat, thread_of(message)), _around(message, context)
        where, order = _where(asker), 0
        async with self._lock(message.chat_id):
            earlier = await self._records.questions.reply_to(asker.chat, message.message_id)
            if earlier:
                turn = await self._conversation.hears(asker, text, where, edited=earlier.number)
                answers = earlier.reply_ids
            elif corrected := await self._conversation.corrects(asker, text, where, around):
                turn, answers = corrected
            elif message.text is None or (asker.is_group and not _calls(message, text, context)):
                return  # what is written under a file is no question by itself
            else:
                turn, answers = await self._conversation.hears(asker, text, where, around=around), ()
            order = next_order()
        if not turn.replies or not answers:
            await self._say(message, asker, turn, order)
            return
        await self._change(message.chat_id, replace(turn, gone=tuple(set(turn.gone) - set(answers))), order)
        reply_ids = await self._sender.replace(message.chat_id, answers, turn.replies, thread=asker.thread, order=order)
        await self._conversation.sent(asker, turn, reply_ids)
        if earlier:
            await self._note(earlier.number, message, reply_ids)

    async def on_other(self, update: Update, context: Context) -> None:
        """Take a file, or say what can be read where something else was sent."""
        message, user = update.message, update.effective_sender
        if message is None or user is None:
            return
        asker = self._names.asker(user, message.chat, thread_of(message))
        document, around = _document(message), _around(message, context)
        if message.caption and around.links and document is None:  # a picture that was forwarded for its link
            turn = await self._conversation.hears(asker, message.caption, _where(asker), around=around)
        else:
            turn = await self._conversation.receives(
                asker, document, _where(asker), around, caption=message.caption or ""
            )
        await self._say(message, asker, turn, next_order())

    async def on_moved(self, update: Update, context: Context) -> None:
        """Go on with a group that became a supergroup."""
        if update.message and update.message.migrate_to_chat_id:
            await self._records.moved(update.message.chat_id, update.message.migrate_to_chat_id)

    async def on_membership(self, update: Update, context: Context) -> None:
        """The bot was blocked or let in again, put out of a group or back, or may write there or not."""
        change = update.my_chat_member
        if change is None:
            return
        chat = self._names.chat(change.chat)
        member = change.new_chat_member
        if member.status in _OUT or getattr(member, "can_send_messages", True) is False:
            if await self._records.chats.of(chat):
                await self._records.chats.set_aside(chat, Fault.BLOCKED, is_gone=False)
                logger.info("a chat takes no messages any more; it is tried again in an hour, or when that changes")
        elif await self._records.chats.restored(chat):
            logger.info("a chat takes messages again; what it has missed is said now")
        elif change.old_chat_member.status in _OUT and change.chat.type in _GROUPS:
            await self._greet(change.chat.id, chat, self._names.asker(change.from_user, change.chat))

    async def _greet(self, chat_id: int, chat: str, asker: Asker) -> None:
        """Say once in a group how to ask."""
        if await self._records.deliveries.claim(f"greeting:{chat}"):
            lang = await self._conversation.lang_of(asker)
            await self._sender.send(chat_id, [Reply(escape(self._conversation.introduction.text("group_hello", lang)))])

    # --- buttons

    async def on_button(self, update: Update, context: Context) -> None:
        """Do what a button stands for. The press is acknowledged at once, whatever comes of it: the phone waits for that."""
        query = update.callback_query
        if query is None:
            return
        asker = self._names.asker(
            query.from_user, query.message.chat if query.message else None, thread_of(query.message)
        )
        if self._presses.weigh(asker.person, time.monotonic()).pace is not Pace.FINE:
            await self._sender.toast(query.id, await self._slow_down(asker))
            return
        working_out = asyncio.create_task(self._pressed(query, asker))
        try:
            await asyncio.wait({working_out}, timeout=ACKNOWLEDGED_S)
            is_late = not working_out.done()
            if is_late or working_out.exception():
                await self._sender.toast(query.id, "")
            asker, turn, order, wait_s = await working_out
        finally:
            working_out.cancel()
        acknowledging = asyncio.create_task(_too_late() if is_late else self._sender.toast(query.id, turn.toast))
        try:
            if wait_s:
                await asyncio.sleep(wait_s)
            if query.message is not None:
                await self._show(query, turn, asker, order)
        finally:
            is_toasted = await acknowledging
        if (
            turn.toast
            and not (is_toasted or turn.replies or turn.edits or asker.is_group)
            and query.message is not None
        ):
            # all that there was to say of the press, and nobody saw it: it took a while, or was made before a restart
            await self._sender.send(query.message.chat.id, [Reply(escape(turn.toast))])

    async def _pressed(self, query: CallbackQuery, asker: Asker) -> tuple[Asker, Turn, int, float]:
        """(who pressed, what to say to it, its order, seconds after which it is to be said)."""
        chat = query.message.chat if query.message else None
        asker = await self._names.with_others(asker, query.from_user, chat)
        async with self._lock(chat.id if chat else None):
            turn = await self._conversation.presses(
                asker, query.data or "", _where(asker), message_id=query.message.message_id if query.message else None
            )
            order = next_order()
        if not _says_more(query, turn):
            return asker, turn, order, 0.0
        weight = self._flood.weigh(asker.person, time.monotonic())
        if weight.pace is not Pace.FINE and asker.is_group:  # what is on its card is shown, new messages are not sent
            return asker, Turn(toast=await self._slow_down(asker), edits=turn.edits, gone=turn.gone), order, 0.0
        return asker, turn, order, weight.wait_s

    async def _slow_down(self, asker: Asker) -> str:
        return self._wording.say("slow_down", await self._conversation.lang_of(asker))

    async def _show(self, query: CallbackQuery, turn: Turn, asker: Asker, order: int) -> None:
        message = query.message
        if message is None:
            return
        chat_id, message_id = message.chat.id, message.message_id
        await self._change(chat_id, turn, order)
        if turn.replaces and message.is_accessible:
            sent = await self._sender.replace(chat_id, [message_id], turn.replies, thread=asker.thread, order=order)
        else:
            to = message_id if asker.is_group else None
            to = None if message_id in turn.gone else to
            sent = await self._sender.send(chat_id, turn.replies, to=to, thread=asker.thread)
        await self._conversation.sent(asker, turn, sent)

    # --- parts

    def _lock(self, chat_id: int | None) -> asyncio.Lock:
        """What is held while it is worked out what to say in a chat; None: nobody else has to wait for it."""
        if chat_id is None:
            return asyncio.Lock()
        return self._working_out.setdefault(chat_id, asyncio.Lock())

    async def _say(self, message: Message, asker: Asker, turn: Turn, order: int, wish: Wish | None = None) -> None:
        """Send a turn, and note which messages answered which."""
        await self._change(message.chat_id, turn, order)
        if turn.reaction and not await self._whispered(message, asker, turn):
            await self._sender.react(message.chat_id, message.message_id, turn.reaction)
        reply_ids = await self._sender.send(
            *(message.chat_id, turn.replies),
            to=message.message_id if asker.is_group else None,
            thread=asker.thread,
            wish=wish,
        )
        await self._conversation.sent(asker, turn, reply_ids)
        if turn.asked is not None and reply_ids:
            await self._note(turn.asked, message, reply_ids)

    async def _whispered(self, message: Message, asker: Asker, turn: Turn) -> bool:
        """Whether the asker was told alone. Anonymous admins and channels are nobody who could be."""
        if turn.whisper is None or message.from_user is None or message.sender_chat is not None:
            return False
        left_s = WHISPER_S - (datetime.now(UTC) - message.date).total_seconds()
        return await self._sender.whisper(
            message.chat_id, message.from_user.id, turn.whisper, thread=asker.thread, within_s=left_s
        )

    async def _change(self, chat_id: int, turn: Turn, order: int) -> None:
        """Change what a turn changes besides: first, since who sees the answer takes it for done."""
        for message_id, reply in turn.edits:
            await self._sender.edit(chat_id, message_id, reply, order=order)
        for message_id in turn.gone:
            await self._sender.remove(chat_id, message_id)

    async def _note(self, number: int, message: Message, reply_ids: Sequence[int]) -> None:
        """Remember what answered a message, for when it is edited; the answer has been sent, whatever comes of this."""
        try:
            await self._records.questions.replied(number, message.message_id, reply_ids)
        except RecordsError as error:
            logger.error("an answer could not be noted: %s", error)

    def _is_urgent(self, message: Message, context: Context) -> bool:
        return self._commands.is_urgent(message.text or "", context.bot.username)

    def _asked(self, message: Message, context: Context) -> str | None:
        """What a message asks of the bot; None where it is not meant for it."""
        if message.chat.type == ChatType.PRIVATE:
            return message.text
        return self._asked_in_group(message, context)

    @staticmethod
    def _asked_in_group(message: Message | None, context: Context) -> str | None:
        """In a group: commands, replies to the bot, and mentions of it, with the bot's name taken out."""
        text = (message.text or message.caption) if message else None
        if message is None or not text:
            return None
        username = context.bot.username
        command = told(text, username)
        if command is not None:
            return text if command[0] else None
        mine = _mentions(message, username)
        for entity in sorted(mine, key=lambda entity: -entity.offset):
            units = text.encode("utf-16-le")
            units = units[: entity.offset * 2] + units[(entity.offset + entity.length) * 2 :]
            text = units.decode("utf-16-le")
        answered = message.reply_to_message
        is_reply = answered is not None and answered.from_user is not None and answered.from_user.id == context.bot.id
        if mine and not text.strip():
            return ASKING  # what a colleague said is asked, or how to ask is told
        return text.strip() if (mine or is_reply) and text.strip() else None


def _mentions(message: Message, username: str) -> list[MessageEntity]:
    """Where a message names the bot."""
    kinds: list[str | None] = [MessageEntityType.MENTION]
    named = (message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)).items()
    return [entity for entity, name in named if name.lower() == f"@{username}".lower()]


def _calls(message: Message, text: str, context: Context) -> bool:
    """Whether a message in a group calls the bot by its name, or by a command."""
    username = context.bot.username
    return told(text, username) is not None or bool(_mentions(message, username))


def _around(message: Message, context: Context) -> Around:
    """What stands around the words of a message."""
    answered = message.reply_to_message
    by_us = answered is not None and answered.from_user is not None and answered.from_user.id == context.bot.id
    return Around(
        (answered.text or answered.caption or "") if answered else "",
        answered.message_id if answered and by_us else None,
        (message.quote.text if message.quote and message.quote.is_manual else ""),
        (*_links(message), *(_links(answered) if answered else ())),
        is_forwarded=message.forward_origin is not None,
        message_id=message.message_id,
        document=_document(answered) if answered and not by_us else None,
    )


def thread_of(message: object) -> int | None:
    """The topic that a message stands in; a thread of replies is none."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def _says_more(query: CallbackQuery, turn: Turn) -> bool:
    """Whether a press leads to new messages, not just to a change of the one that it is under."""
    is_shown = query.message is not None and query.message.is_accessible
    return len(turn.replies) > (turn.replaces and is_shown)


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

    return Document(document.file_name or "", document.file_size or 0, message.caption or "", fetch, message.message_id)


def _where(asker: Asker) -> Where:
    return Where.GROUP if asker.is_group else Where.PRIVATE


async def _too_late() -> bool:
    """In the place of a word over the chat, where the press was acknowledged without one."""
    return False
