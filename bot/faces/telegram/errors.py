"""The one place where an unexpected error ends: logged under a short code, and the asker is told that code."""

import logging
import secrets
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.conversation.reply import Reply
from bot.conversation.wording import LANGUAGES, Wording
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.limits import Stopped
from bot.faces.telegram.questions import thread_of
from bot.faces.telegram.sending import NO_READER, Sender
from bot.faces.web.metrics import Metrics

logger = logging.getLogger(__name__)


class Errors:
    """Takes what handlers raise."""

    def __init__(self, sender: Sender, wording: Wording, metrics: Metrics, inbox: Inbox) -> None:
        self._sender, self._wording, self._metrics, self._inbox = sender, wording, metrics, inbox

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log an error, and own up to whoever waits for an answer."""
        error = context.error
        if error is None:
            return
        code = self._noted(error)
        if isinstance(error, Stopped) and isinstance(update, Update):
            self._inbox.leave(update.update_id)
        if code and isinstance(update, Update) and (update.message or update.callback_query) and update.effective_chat:
            await self._own_up(update, update.effective_chat.id, code)

    def on_missed(self, error: Exception) -> None:
        """Log what kept a room from saying what is due."""
        self._noted(error)

    def _noted(self, error: Exception) -> str:
        """The code under which an error is logged; empty where it is none that anybody has to look into."""
        if isinstance(error, Stopped):
            return ""
        fault = fault_of(error)
        self._metrics.failed(fault)
        if fault in NO_READER or fault is Fault.NETWORK:
            logger.warning("an update was given up: %s", fault)
            return ""
        code = secrets.token_hex(3)
        logger.error("unexpected error, code %s", code, exc_info=error)
        return code

    async def _own_up(self, update: Update, chat_id: int, code: str) -> None:
        user: Any = update.effective_user
        lang = (user.language_code or LANGUAGES[0])[:2] if user else LANGUAGES[0]
        owned = [Reply(self._wording.say("went_wrong", lang, code=code))]
        try:
            await self._sender.send(chat_id, owned, thread=thread_of(update.effective_message))
        except (TelegramError, Stopped):
            logger.warning("the asker could not be told of code %s", code)
