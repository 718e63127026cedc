"""Everything of Telegram's is put together here, and only here: what was opened in, python-telegram-bot's Application out."""

from datetime import datetime
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.conversation.conversation import Conversation
from bot.faces.opened import Opened
from bot.faces.telegram.errors import Errors
from bot.faces.telegram.guests import Guests
from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.lanes import Lanes
from bot.faces.telegram.limits import PatientLimiter
from bot.faces.telegram.names import Names
from bot.faces.telegram.polling import PollingBot
from bot.faces.telegram.questions import Questions
from bot.faces.telegram.requests import Request
from bot.faces.telegram.sending import Sender
from bot.faces.telegram.sharing import Sharing
from bot.when.witness import Witness

Telegram = Application[Any, Any, Any, Any, Any, Any]

CONNECTIONS = 64  # to Telegram at once; more wait for one to come free
TIMEOUT_S = 15.0  # for Telegram to answer a request
POLL_S = 30  # that Telegram may hold a poll back while there is nothing new
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "guest_message")


def build_application(opened: Opened, inbox: Inbox) -> tuple[Telegram, Lanes]:
    """An application that can reach Telegram, and take updates in; what answers them is added by `add_handlers`."""
    settings = opened.settings

    def heard(dated: datetime | None) -> None:
        opened.health.reached()
        if dated is not None:
            opened.witness.heard(dated)

    updates = opened.records.updates
    limiter = PatientLimiter(stop=opened.stop, on_fault=opened.metrics.failed, senders=lambda: 1 + updates.others)
    bot = PollingBot(
        inbox,
        settings.bot_token,
        base_url=settings.api_url,
        base_file_url=settings.file_url,
        request=Request(heard, connections=CONNECTIONS, read_timeout_s=TIMEOUT_S),
        get_updates_request=Request(heard, connections=2, read_timeout_s=TIMEOUT_S),
        on_poll=opened.health.polled,
        rate_limiter=limiter,
    )

    def is_urgent(update: Update) -> bool:
        return opened.commands.is_urgent((update.message and update.message.text) or "", bot.username)

    lanes = Lanes(inbox, is_urgent)
    application = ApplicationBuilder().bot(bot).update_queue(inbox).concurrent_updates(lanes).job_queue(None).build()
    return application, lanes


def add_handlers(
    application: Telegram, opened: Opened, conversation: Conversation, inbox: Inbox, lanes: Lanes
) -> Errors:
    """What answers: known once Telegram has said who the bot is, and the knowledge has been read; where errors end."""
    wording, metrics, sender = opened.wording, opened.metrics, Sender(application.bot)
    names = Names(application.bot, opened.keys, opened.records.roles, opened.settings.admin_ids)
    questions = Questions(
        *(conversation, opened.records, names, wording, sender, metrics, opened.commands),
        waiting=lambda: lanes.waiting,
    )
    # In a group of its own: of one group the first that fits is called alone.
    application.add_handler(TypeHandler(Update, partial(_see, opened.witness)), group=-2)
    questions.register(application)
    Sharing(conversation, wording, lambda user: names.asker(user, None)).register(application)
    Guests(conversation, lambda user: names.asker(user, None)).register(application)
    errors = Errors(sender, wording, metrics, inbox)
    application.add_error_handler(errors.on_error)
    return errors


async def _see(witness: Witness, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        witness.saw(update.message.date)
