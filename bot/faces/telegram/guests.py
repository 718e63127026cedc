"""Guest mode: the bot's name in a chat where it may be no member, and a question, in; the answer there, once, out (Bot API 10.0)."""

from collections.abc import Callable
from typing import Any

from telegram import InlineQueryResultArticle, InputTextMessageContent, Message, Update, User
from telegram.constants import MessageEntityType, ParseMode
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.conversation.conversation import Conversation
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.sending import NO_PREVIEW, keyboard
from bot.records.people import Asker

RESULT = "answer"  # the id of the one that is given


class Guests:
    """Answers where it is a guest."""

    def __init__(self, conversation: Conversation, asker: Callable[[User], Asker]) -> None:
        self._conversation, self._asker = conversation, asker

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        application.add_handler(
            MessageHandler(filters.UpdateType.GUEST_MESSAGE & (filters.TEXT | filters.CAPTION), self.on_message)
        )

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer, if Telegram still waits for that; nothing is read but what names the bot."""
        message = update.guest_message
        if message is None or message.guest_query_id is None or message.from_user is None:
            return
        reply = await self._conversation.asked_as_guest(self._asker(message.from_user), asked(message))
        content = InputTextMessageContent(reply.html, ParseMode.HTML, link_preview_options=NO_PREVIEW)
        result = InlineQueryResultArticle(RESULT, RESULT, content, reply_markup=keyboard(reply))
        try:
            await context.bot.answer_guest_query(message.guest_query_id, result)
        except TelegramError as error:
            if fault_of(error) is not Fault.CALLBACK_TOO_OLD:
                raise


def asked(message: Message) -> str:
    """What stands beside the names of bots in a message; of one that says no more, what it points at in the one it answers."""
    kinds: list[str | None] = [MessageEntityType.MENTION]
    text = message.text or message.caption or ""
    for name in (message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)).values():
        text = text.replace(name, "")
    if text.strip():
        return text.strip()
    answered = message.reply_to_message
    pointed = message.quote.text if message.quote else ""
    return (pointed or (answered.text or answered.caption or "" if answered else "")).strip()
