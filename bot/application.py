"""Everything is put together here, and only here: settings and what was opened in, python-telegram-bot's Application out."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.compose import Composer
from bot.conversation import Conversation, House
from bot.errors import Errors
from bot.faults import fault_of
from bot.inbox import Inbox
from bot.lanes import Lanes
from bot.limits import PatientLimiter
from bot.menus import Audience, menu
from bot.metrics import Metrics
from bot.people import Keys
from bot.polling import PollingBot
from bot.questions import Questions
from bot.records import Noted, Records
from bot.refresh import Refresh
from bot.requests import Request
from bot.sending import Sender
from bot.settings import Settings
from bot.sharing import Sharing
from bot.web import Health
from bot.wording import LANGUAGES, Wording
from index.retriever import Retriever

Telegram = Application[Any, Any, Any, Any, Any, Any]

CONNECTIONS = 64  # to Telegram at once; more wait for one to come free
TIMEOUT_S = 15.0  # for Telegram to answer a request
POLL_S = 30  # that Telegram may hold a poll back while there is nothing new
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened before, and is closed after, the application."""

    settings: Settings
    keys: Keys
    records: Records
    metrics: Metrics
    health: Health
    wording: Wording
    inbox: Inbox
    stop: asyncio.Event  # set when nothing may wait any longer


def build_application(opened: Opened) -> tuple[Telegram, Lanes]:
    """An application that can reach Telegram, and take updates in; what answers them is added by `add_handlers`."""
    settings = opened.settings
    heard = opened.health.reached
    limiter = PatientLimiter(stop=opened.stop, on_fault=opened.metrics.failed)
    lanes = Lanes(opened.inbox)
    bot = PollingBot(
        opened.inbox,
        settings.bot_token,
        base_url=settings.api_url,
        base_file_url=settings.file_url,
        request=Request(heard, connections=CONNECTIONS, read_timeout_s=TIMEOUT_S),
        get_updates_request=Request(heard, connections=2, read_timeout_s=TIMEOUT_S),
        rate_limiter=limiter,
    )
    application = ApplicationBuilder().bot(bot).update_queue(opened.inbox).concurrent_updates(lanes).build()
    return application, lanes


def add_handlers(application: Telegram, opened: Opened, retriever: Retriever, refresh: Refresh, lanes: Lanes) -> None:
    """What answers: known once Telegram has said who the bot is, and the knowledge has been read."""
    bot, settings, wording, metrics = application.bot, opened.settings, opened.wording, opened.metrics
    is_inline = bool(bot.bot.supports_inline_queries)
    composer = Composer(wording, contact=settings.contact, username=bot.username, is_inline=is_inline)
    house = House(
        retriever,
        opened.records,
        wording,
        composer,
        username=bot.username,
        retention_days=settings.retention_days,
        noticed=lambda noted: _count(metrics, noted),
        reload=lambda person: refresh.now(asked_by=person),
    )
    conversation, sender = Conversation(house), Sender(bot)
    questions = Questions(
        conversation, opened.records, opened.keys, wording, sender, metrics, settings.admin_ids, lambda: lanes.waiting
    )
    questions.register(application)
    Sharing(conversation, wording, questions.asker).register(application)
    application.add_error_handler(Errors(sender, wording, metrics, opened.inbox).on_error)
    if application.job_queue is not None:
        application.job_queue.run_repeating(_expire, timedelta(days=1), first=60, data=opened)


async def show_menus(application: Telegram, opened: Opened) -> list[TelegramError]:
    """Tell Telegram the commands of each audience in each language, and what the bot is; what it refused."""
    bot, wording = application.bot, opened.wording
    scopes: list[tuple[BotCommandScope, Audience]] = [
        (BotCommandScopeDefault(), Audience.PRIVATE),
        (BotCommandScopeAllPrivateChats(), Audience.PRIVATE),
        (BotCommandScopeAllGroupChats(), Audience.GROUPS),
    ]
    scopes += [(BotCommandScopeChat(number), Audience.ADMINS) for number in sorted(opened.settings.admin_ids)]
    faults = []
    for lang in (None, *LANGUAGES):  # None: whoever has an app in any other language
        said_in = lang or LANGUAGES[0]
        deeds = [
            bot.set_my_commands(
                [BotCommand(name, wording.say(key, said_in)) for name, key in menu(audience, said_in)],
                scope=scope,
                language_code=lang,
            )
            for scope, audience in scopes
        ]
        deeds.append(bot.set_my_description(wording.say("description", said_in), language_code=lang))
        deeds.append(bot.set_my_short_description(wording.say("about", said_in), language_code=lang))
        for deed in deeds:
            try:
                await deed
            except TelegramError as error:  # an admin who never wrote to the bot has no chat to put a menu in
                opened.metrics.failed(fault_of(error))
                faults.append(error)
    return faults


def _count(metrics: Metrics, noted: Noted) -> None:
    metrics.asked(noted.outcome, noted.lang, noted.where)
    metrics.searched(noted.took_ms / 1000)


async def _expire(context: ContextTypes.DEFAULT_TYPE) -> None:
    """Erase what has been kept long enough."""
    if context.job is not None and isinstance(opened := context.job.data, Opened):
        await opened.records.expire(opened.settings.retention_days)
