"""Replies in, messages of Telegram out; what Telegram refuses is met by the name of its fault, and nobody's reply is lost."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.conversation.cutting import cut
from bot.conversation.reply import Attachment, Button, Reply
from bot.conversation.runs import length, plain_text
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.limits import Wish
from bot.faces.telegram.looks import style_of
from bot.logs import said

logger = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
PLAIN_CHARS = 3500  # of a message sent again because Telegram refused it; well under every limit
CAPTION_UNITS = 1024  # most of a text that goes with a file, in UTF-16 units (Bot API, sendDocument)
CLOCK_TAG = "tg-time"
TOAST_CHARS = 200  # most of a word shown over the chat (Bot API, answerCallbackQuery)

NO_READER = frozenset({Fault.BLOCKED, Fault.CHAT_GONE, Fault.TOPIC_CLOSED, Fault.TOPIC_GONE})
_HARMLESS = NO_READER | {Fault.NOT_MODIFIED, Fault.CALLBACK_TOO_OLD, Fault.MESSAGE_GONE}


class Sender:
    """Sends replies to chats. thread: Telegram's number of a topic of a group; None: it has none, or it is "General"."""

    def __init__(self, bot: ExtBot[Any]) -> None:
        self._bot = bot
        self._whispers: bool | None = (
            None  # whether the server knows messages that one person sees; None: not asked yet
        )
        self._knows_clocks = True  # whether the server does, as far as it has not refused one

    async def send(
        self,
        chat_id: int,
        replies: Sequence[Reply],
        *,
        to: int | None = None,
        thread: int | None = None,
        wish: Wish | None = None,
    ) -> tuple[int, ...]:
        """The messages sent, in order; to is the message that they answer. None are sent to who wants none.

        Raises TelegramError where Telegram could not be reached, or refuses what nobody foresaw.
        """
        sent: list[int] = []
        for reply in replies:
            try:
                message = await self._send(chat_id, reply, to if not sent else None, thread, wish)
            except ChatMigrated as error:
                chat_id, thread = error.new_chat_id, None
                message = await self._send(chat_id, reply, None, None, wish)
            except TelegramError as error:
                if (fault := fault_of(error)) not in NO_READER:
                    raise
                logger.info("a chat takes no messages: %s", fault)
                break
            sent.append(message.message_id)
        return tuple(sent)

    async def deliver(
        self, chat_id: int, replies: Sequence[Reply], *, thread: int | None = None, patience_s: float | None = None
    ) -> tuple[int, ...]:
        """The messages sent. Raises TelegramError also where nobody reads there, or where the chat has another number."""
        wish = None if patience_s is None else Wish(patience_s)
        return tuple([(await self._send(chat_id, reply, None, thread, wish)).message_id for reply in replies])

    async def is_open(self, chat_id: int) -> bool:
        """Whether the chat takes anything at all, as far as Telegram says: to show that one types is the least of it."""
        try:
            await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
        except TelegramError as error:
            return fault_of(error) is Fault.NETWORK
        return True

    async def replace(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        replies: Sequence[Reply],
        *,
        thread: int | None = None,
        order: int = 0,
    ) -> tuple[int, ...]:
        """Put replies in the place of messages: what is too many goes, what is missing is sent; as they stand now.

        order: as in limits.Wish.
        """
        kept = list(message_ids[: len(replies)])
        for at, (message_id, reply) in enumerate(zip(kept, replies, strict=False)):
            if reply.attachment:  # no message of text becomes one with a file
                await self._quietly(self._bot.delete_message(chat_id, message_id))
            if reply.attachment or not await self._edit(chat_id, message_id, reply, order):
                return (*kept[:at], *await self.send(chat_id, replies[at:], thread=thread))
        for message_id in message_ids[len(replies) :]:
            await self._quietly(self._bot.delete_message(chat_id, message_id))
        return (*kept, *await self.send(chat_id, replies[len(kept) :], thread=thread))

    async def edit(self, chat_id: int, message_id: int, reply: Reply, *, order: int = 0) -> None:
        """Have a message say something else, if it is still there."""
        await self._quietly(self._edit(chat_id, message_id, reply, order))

    async def remove(self, chat_id: int, message_id: int) -> None:
        """Take a message away; where Telegram won't, as after two days, at least its buttons."""
        try:
            await self._bot.delete_message(chat_id, message_id)
        except TelegramError as error:
            if fault_of(error) is Fault.MESSAGE_GONE:
                await self._quietly(self._bot.edit_message_reply_markup(chat_id, message_id))
            else:
                logger.warning("a message could not be taken away: %s (%s)", fault_of(error), said(error))

    async def toast(self, query_id: str, text: str) -> bool:
        """Acknowledge a press, with a word over the chat where there is one; whether it came in time for that."""
        return await self._quietly(self._bot.answer_callback_query(query_id, text[:TOAST_CHARS] or None))

    async def type(self, chat_id: int, *, thread: int | None = None) -> None:
        """Show that an answer is coming."""
        await self._quietly(self._bot.send_chat_action(chat_id, ChatAction.TYPING, message_thread_id=thread))

    async def react(self, chat_id: int, message_id: int, emoji: str) -> None:
        """Put an emoji to somebody's message."""
        await self._quietly(self._bot.set_message_reaction(chat_id, message_id, emoji))

    async def whisper(self, chat_id: int, receiver: int, reply: Reply, *, thread: int | None, within_s: float) -> bool:
        """Say something to one person in a group, whom alone it is shown; whether that was done, for it is never said aloud.

        A server of before knows no such messages, passes over what asks for one and would say it to everybody: it is
        only asked for where the server is of Bot API 10.5, and what comes back as a common message is taken away.
        In a group whose admin the bot isn't, Telegram refuses, unless the command was one that only the bot sees.
        """
        if within_s <= 0 or not await self._can_whisper():
            return False
        try:
            async with asyncio.timeout(within_s):
                sent = await self._bot.send_message(
                    *(chat_id, reply.html, ParseMode.HTML),
                    reply_markup=keyboard(reply),
                    message_thread_id=thread,
                    link_preview_options=NO_PREVIEW,
                    rate_limit_args=Wish(within_s),
                    api_kwargs={"ephemeral_message_parameters": {"receiver_user_id": receiver}},
                )
        except (TelegramError, TimeoutError) as error:
            logger.info("nothing could be said to one person alone: %s", said(error))
            return False
        if sent.api_kwargs.get("ephemeral_message_id"):
            return True
        self._whispers = False
        await self.remove(chat_id, sent.message_id)
        return False

    async def _can_whisper(self) -> bool:
        """Whether the server is new enough; it is asked once, by what changes nothing."""
        if self._whispers is None:
            try:
                self._whispers = bool(await self._bot.do_api_request("setMySettings", api_kwargs={}))
            except TelegramError as error:
                if fault_of(error) is not Fault.NETWORK:
                    self._whispers = False
        return bool(self._whispers)

    async def _send(self, chat_id: int, reply: Reply, to: int | None, thread: int | None, wish: Wish | None) -> Message:
        options: dict[str, Any] = {"message_thread_id": thread, "rate_limit_args": wish}
        if to is not None:
            options["reply_parameters"] = ReplyParameters(to, allow_sending_without_reply=True)
        if reply.attachment:
            try:
                return await self._send_file(chat_id, reply, reply.attachment, options)
            except BadRequest as error:
                if not self._refuses_clocks(reply, error):
                    raise
                return await self._send_file(chat_id, reply, reply.attachment, options)
        options["link_preview_options"] = NO_PREVIEW
        try:
            return await self._bot.send_message(
                chat_id, self._html(reply), ParseMode.HTML, reply_markup=keyboard(reply), **options
            )
        except BadRequest as error:
            if fault_of(error) in NO_READER:
                raise
            if self._refuses_clocks(reply, error):
                return await self._send(chat_id, reply, to, thread, wish)
            logger.error("Telegram refuses a message (%s); it is sent plain", said(error))
        *firsts, last = _plainly(reply)
        for text in firsts:
            await self._bot.send_message(chat_id, text, **options)
        return await self._bot.send_message(chat_id, last, reply_markup=_callbacks_alone(reply), **options)

    async def _send_file(self, chat_id: int, reply: Reply, attachment: Attachment, options: dict[str, Any]) -> Message:
        """A file with its message; one that is too long for that goes ahead of it."""
        html = self._html(reply)
        if length(html) > CAPTION_UNITS:
            ahead = Reply(reply.html, clocks=reply.clocks)
            await self._send(chat_id, ahead, None, options["message_thread_id"], options["rate_limit_args"])
            html = ""
        send = self._bot.send_photo if attachment.is_picture else self._bot.send_document
        sent: Message = await send(
            chat_id,
            InputFile(attachment.data, attachment.name),
            caption=html or None,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(reply),
            **options,
        )
        return sent

    async def _edit(self, chat_id: int, message_id: int, reply: Reply, order: int) -> bool:
        """Whether the message says it now, or something newer; False where there is nothing to edit."""
        try:
            await self._bot.edit_message_text(
                self._html(reply),
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(reply),
                link_preview_options=NO_PREVIEW,
                rate_limit_args=Wish(order=order) if order else None,
            )
        except TelegramError as error:
            if self._refuses_clocks(reply, error):
                return await self._edit(chat_id, message_id, reply, order)
            match fault_of(error):
                case Fault.MESSAGE_GONE | Fault.NOT_PARSED | Fault.TOO_LONG | Fault.MIGRATED:
                    return False
                case fault if fault in NO_READER or fault is Fault.NOT_MODIFIED:
                    return True
                case _:
                    raise
        return True

    def _html(self, reply: Reply) -> str:
        return clocked(reply) if self._knows_clocks else reply.html

    def _refuses_clocks(self, reply: Reply, error: TelegramError) -> bool:
        """Whether the server is one of before Bot API 9.5, which is told so no second time."""
        if not reply.clocks or not self._knows_clocks or CLOCK_TAG not in error.message:
            return False
        self._knows_clocks = False
        logger.info("this Bot API server knows no <%s>; days and hours are sent as text alone", CLOCK_TAG)
        return True

    async def _quietly(self, deed: Any) -> bool:
        """Do what is no answer to anybody, and tell whether it was done: its failing is noted, and no reason to stop."""
        try:
            await deed
        except TelegramError as error:
            if (fault := fault_of(error)) not in _HARMLESS:
                logger.warning("a courtesy failed: %s (%s)", fault, said(error))
            return False
        return True


def clocked(reply: Reply) -> str:
    """A reply's HTML in which each reader sees its moments on their own clock; an app that can't shows the words."""
    html, behind = reply.html, 0
    for clock in reply.clocks:
        if (start := html.find(clock.text, behind)) < 0:
            continue
        unix = int(clock.at.timestamp())
        shown = f'<{CLOCK_TAG} unix="{unix}" format="{clock.shows}">{clock.text}</{CLOCK_TAG}>'
        html = f"{html[:start]}{shown}{html[start + len(clock.text) :]}"
        behind = start + len(shown)
    return html


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram has them; None where there are none."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in reply.rows]) if reply.rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.share:
        return InlineKeyboardButton(button.label, switch_inline_query=button.share)
    return InlineKeyboardButton(button.label, callback_data=button.data, style=style_of(button.data))


def _callbacks_alone(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons that can't be what Telegram refuses: those that only hand data back."""
    rows = [tuple(button for button in row if button.data) for row in reply.rows]
    return keyboard(Reply(reply.html, tuple(row for row in rows if row)))


def _plainly(reply: Reply) -> list[str]:
    return [plain_text(part) for part in cut(reply.html, PLAIN_CHARS)]
