"""Everything of Telegram's is put together here, and only here: what was opened in, python-telegram-bot's Application out."""

from typing import Any

from telegram.ext import Application, ApplicationBuilder

from bot.conversation.conversation import Conversation
from bot.faces.opened import Opened
from bot.faces.telegram.errors import Errors
from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.lanes import Lanes
from bot.faces.telegram.limits import PatientLimiter
from bot.faces.telegram.polling import PollingBot
from bot.faces.telegram.questions import Questions
from bot.faces.telegram.requests import Request
from bot.faces.telegram.sending import Sender
from bot.faces.telegram.sharing import Sharing

Telegram = Application[Any, Any, Any, Any, Any, Any]

CONNECTIONS = 64  # to Telegram at once; more wait for one to come free
TIMEOUT_S = 15.0  # for Telegram to answer a request
POLL_S = 30  # that Telegram may hold a poll back while there is nothing new
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")


def build_application(opened: Opened, inbox: Inbox) -> tuple[Telegram, Lanes]:
    """An application that can reach Telegram, and take updates in; what answers them is added by `add_handlers`."""
    settings = opened.settings
    heard = opened.health.reached
    limiter = PatientLimiter(stop=opened.stop, on_fault=opened.metrics.failed)
    lanes = Lanes(inbox)
    bot = PollingBot(
        inbox,
        settings.bot_token,
        base_url=settings.api_url,
        base_file_url=settings.file_url,
        request=Request(heard, connections=CONNECTIONS, read_timeout_s=TIMEOUT_S),
        get_updates_request=Request(heard, connections=2, read_timeout_s=TIMEOUT_S),
        rate_limiter=limiter,
    )
    application = ApplicationBuilder().bot(bot).update_queue(inbox).concurrent_updates(lanes).job_queue(None).build()
    return application, lanes


def add_handlers(
    application: Telegram, opened: Opened, conversation: Conversation, inbox: Inbox, lanes: Lanes
) -> Errors:
    """What answers: known once Telegram has said who the bot is, and the knowledge has been read; where errors end."""
    wording, metrics, sender = opened.wording, opened.metrics, Sender(application.bot)
    questions = Questions(
        *(conversation, opened.records, opened.keys, wording, sender, metrics, opened.settings.admin_ids),
        lambda: lanes.waiting,
    )
    questions.register(application)
    Sharing(conversation, wording, questions.asker).register(application)
    errors = Errors(sender, wording, metrics, inbox)
    application.add_error_handler(errors.on_error)
    return errors
