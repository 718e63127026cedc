"""Replies in, messages of Telegram out; what Telegram refuses is met by the name of its fault, and nobody's reply is lost."""

import logging
from collections.abc import Sequence
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.conversation.cutting import cut
from bot.conversation.reply import Attachment, Button, Reply
from bot.conversation.runs import length, plain_text
from bot.faces.telegram.faults import Fault, fault_of

logger = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
PLAIN_CHARS = 3500  # of a message sent again because Telegram refused it; well under every limit
CAPTION_UNITS = 1024  # most of a text that goes with a file, in UTF-16 units (Bot API, sendDocument)
TOAST_CHARS = 200  # most of a word shown over the chat (Bot API, answerCallbackQuery)

_NO_READER = (Fault.BLOCKED, Fault.CHAT_GONE)
_HARMLESS = (*_NO_READER, Fault.NOT_MODIFIED, Fault.CALLBACK_TOO_OLD, Fault.MESSAGE_GONE)


class Sender:
    """Sends replies to chats."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, replies: Sequence[Reply], *, to: int | None = None) -> tuple[int, ...]:
        """The messages sent, in order; to is the message that they answer. None are sent to who wants none.

        Raises TelegramError where Telegram could not be reached, or refuses what nobody foresaw.
        """
        sent: list[int] = []
        for reply in replies:
            try:
                message = await self._send(chat_id, reply, to if not sent else None)
            except ChatMigrated as error:
                chat_id = error.new_chat_id
                message = await self._send(chat_id, reply, None)
            except TelegramError as error:
                if (fault := fault_of(error)) not in _NO_READER:
                    raise
                logger.info("a chat takes no messages: %s", fault)
                break
            sent.append(message.message_id)
        return tuple(sent)

    async def deliver(self, chat_id: int, replies: Sequence[Reply]) -> tuple[int, ...]:
        """The messages sent. Raises TelegramError also where nobody reads there, or where the chat has another number."""
        return tuple([(await self._send(chat_id, reply, None)).message_id for reply in replies])

    async def replace(self, chat_id: int, message_ids: Sequence[int], replies: Sequence[Reply]) -> tuple[int, ...]:
        """Put replies in the place of messages: what is too many goes, what is missing is sent; as they stand now."""
        kept = list(message_ids[: len(replies)])
        for at, (message_id, reply) in enumerate(zip(kept, replies, strict=False)):
            if reply.attachment:  # no message of text becomes one with a file
                await self._quietly(self._bot.delete_message(chat_id, message_id))
            if reply.attachment or not await self._edit(chat_id, message_id, reply):
                return (*kept[:at], *await self.send(chat_id, replies[at:]))
        for message_id in message_ids[len(replies) :]:
            await self._quietly(self._bot.delete_message(chat_id, message_id))
        return (*kept, *await self.send(chat_id, replies[len(kept) :]))

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> None:
        """Have a message say something else, if it is still there."""
        await self._quietly(self._edit(chat_id, message_id, reply))

    async def toast(self, query_id: str, text: str) -> None:
        """Acknowledge a press, with a word over the chat where there is one; too late is no harm."""
        await self._quietly(self._bot.answer_callback_query(query_id, text[:TOAST_CHARS] or None))

    async def type(self, chat_id: int) -> None:
        """Show that an answer is coming."""
        await self._quietly(self._bot.send_chat_action(chat_id, ChatAction.TYPING))

    async def react(self, chat_id: int, message_id: int, emoji: str) -> None:
        """Put an emoji to somebody's message."""
        await self._quietly(self._bot.set_message_reaction(chat_id, message_id, emoji))

    async def _send(self, chat_id: int, reply: Reply, to: int | None) -> Message:
        options: dict[str, Any] = {"link_preview_options": NO_PREVIEW}
        if to is not None:
            options["reply_parameters"] = ReplyParameters(to, allow_sending_without_reply=True)
        if reply.attachment:
            return await self._send_file(chat_id, reply, reply.attachment, options.get("reply_parameters"))
        try:
            return await self._bot.send_message(
                chat_id, reply.html, ParseMode.HTML, reply_markup=keyboard(reply), **options
            )
        except BadRequest as error:
            if fault_of(error) in _NO_READER:
                raise
            logger.error("Telegram refuses a message (%s); it is sent plain", error.message)
        *firsts, last = _plainly(reply)
        for text in firsts:
            await self._bot.send_message(chat_id, text, **options)
        return await self._bot.send_message(chat_id, last, reply_markup=_callbacks_alone(reply), **options)

    async def _send_file(
        self, chat_id: int, reply: Reply, attachment: Attachment, parameters: ReplyParameters | None
    ) -> Message:
        """A file with its message; one that is too long for that goes ahead of it."""
        html = reply.html
        if length(html) > CAPTION_UNITS:
            await self._send(chat_id, Reply(html), None)
            html = ""
        send = self._bot.send_photo if attachment.is_picture else self._bot.send_document
        sent: Message = await send(
            chat_id,
            InputFile(attachment.data, attachment.name),
            caption=html or None,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(reply),
            reply_parameters=parameters,
        )
        return sent

    async def _edit(self, chat_id: int, message_id: int, reply: Reply) -> bool:
        """Whether the message says it now; False where there is nothing to edit."""
        try:
            await self._bot.edit_message_text(
                reply.html,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(reply),
                link_preview_options=NO_PREVIEW,
            )
        except TelegramError as error:
            match fault_of(error):
                case Fault.NOT_MODIFIED | Fault.BLOCKED | Fault.CHAT_GONE:
                    return True
                case Fault.MESSAGE_GONE | Fault.NOT_PARSED | Fault.TOO_LONG | Fault.MIGRATED:
                    return False
                case _:
                    raise
        return True

    async def _quietly(self, deed: Any) -> None:
        """Do what is no answer to anybody: its failing is noted, and no reason to stop."""
        try:
            await deed
        except TelegramError as error:
            if (fault := fault_of(error)) not in _HARMLESS:
                logger.warning("a courtesy failed: %s (%s)", fault, error.message)


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram has them; None where there are none."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in reply.rows]) if reply.rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.share:
        return InlineKeyboardButton(button.label, switch_inline_query=button.share)
    return InlineKeyboardButton(button.label, callback_data=button.data)


def _callbacks_alone(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons that can't be what Telegram refuses: those that only hand data back."""
    rows = [tuple(button for button in row if button.data) for row in reply.rows]
    return keyboard(Reply(reply.html, tuple(row for row in rows if row)))


def _plainly(reply: Reply) -> list[str]:
    return [plain_text(part) for part in cut(reply.html, PLAIN_CHARS)]
