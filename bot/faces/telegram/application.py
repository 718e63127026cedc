"""Everything is put together here, and only here: settings and what was opened in, python-telegram-bot's Application out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot import rooms
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.menus import Commands
from bot.conversation.reply import Reply
from bot.conversation.room import Room
from bot.conversation.wording import Wording
from bot.faces.telegram.admins import Admins
from bot.faces.telegram.errors import Errors
from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.lanes import Lanes
from bot.faces.telegram.limits import PatientLimiter
from bot.faces.telegram.menus import Menus
from bot.faces.telegram.names import Names
from bot.faces.telegram.polling import PollingBot
from bot.faces.telegram.post import Post
from bot.faces.telegram.questions import Questions
from bot.faces.telegram.requests import Request
from bot.faces.telegram.sending import Sender
from bot.faces.telegram.sharing import Sharing
from bot.faces.web.door import Health
from bot.faces.web.metrics import Metrics
from bot.fetching.fetcher import Fetcher
from bot.folder.refresh import Refresh
from bot.folder.report import report
from bot.records.people import Keys
from bot.records.questions import Noted
from bot.records.records import Records
from bot.settings import Settings
from bot.when import clock as clocks
from bot.when.witness import Witness
from index.retriever import Retriever

Telegram = Application[Any, Any, Any, Any, Any, Any]

CONNECTIONS = 64  # to Telegram at once; more wait for one to come free
TIMEOUT_S = 15.0  # for Telegram to answer a request
WAKE_S = 20  # until a room is woken again to say what is due
POLL_S = 30  # that Telegram may hold a poll back while there is nothing new
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened before, and is closed after, the application."""

    settings: Settings
    keys: Keys
    records: Records
    metrics: Metrics
    health: Health
    wording: Wording
    commands: Commands
    inbox: Inbox
    stop: asyncio.Event  # set when nothing may wait any longer
    clock: Callable[[], datetime] = clocks.now  # with its zone
    wake_s: float = WAKE_S
    fetcher: Fetcher = field(default_factory=Fetcher)
    witness: Witness = field(default_factory=Witness)  # of the time, besides the clock


def build_application(opened: Opened) -> tuple[Telegram, Lanes]:
    """An application that can reach Telegram, and take updates in; what answers them is added by `add_handlers`."""
    settings = opened.settings

    def heard(dated: datetime | None) -> None:
        opened.health.reached()
        if dated is not None:
            opened.witness.heard(dated)

    limiter = PatientLimiter(stop=opened.stop, on_fault=opened.metrics.failed)
    bot = PollingBot(
        opened.inbox,
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

    lanes = Lanes(opened.inbox, is_urgent)
    application = ApplicationBuilder().bot(bot).update_queue(opened.inbox).concurrent_updates(lanes).build()
    return application, lanes


def add_handlers(application: Telegram, opened: Opened, retriever: Retriever, refresh: Refresh, lanes: Lanes) -> None:
    """What answers: known once Telegram has said who the bot is, and the knowledge has been read."""
    bot, settings, wording, metrics = application.bot, opened.settings, opened.wording, opened.metrics
    is_inline = bool(bot.bot.supports_inline_queries)
    composer = Composer(wording, contact=settings.contact, username=bot.username, is_inline=is_inline)
    sender = Sender(bot)

    async def reload(person: str, lang: str) -> Reply:
        return report(await refresh.now(asked_by=person), wording, lang)

    post = Post(sender, opened.records, wording, opened.clock)
    names = Names(bot, opened.keys, opened.records.roles, settings.admin_ids)
    house = House(
        retriever,
        opened.records,
        wording,
        composer,
        username=bot.username,
        retention_days=settings.retention_days,
        noticed=lambda noted: _count(metrics, noted),
        reload=reload,
        clock=opened.clock,
        post=post,
        fetcher=opened.fetcher,
        admins=Admins(sender, post, opened.records, opened.keys, settings.admin_ids),
        show_menu=Menus(bot, opened.commands, wording, metrics).show,
        folders=settings.index.knowledge_dirs,
        var_dir=settings.index.var_dir,
        commands=opened.commands,
        is_sure_of=opened.witness.confirms,
    )
    built = rooms.build(house)
    conversation = Conversation(house, rooms=built)
    questions = Questions(
        *(conversation, opened.records, names, wording, sender, metrics, opened.commands),
        waiting=lambda: lanes.waiting,
    )
    # In a group of its own: of one group the first that fits is called alone.
    application.add_handler(TypeHandler(Update, partial(_see, opened.witness)), group=-2)
    questions.register(application)
    Sharing(conversation, wording, lambda user: names.asker(user, None)).register(application)
    application.add_error_handler(Errors(sender, wording, metrics, opened.inbox).on_error)
    if application.job_queue is not None:
        wakers: list[Room | Post] = [*built, post]
        for waker in wakers:
            # Two may overlap, so that one that lasts is met by one that goes home at once rather than by a warning.
            options = {"max_instances": 2, "coalesce": True, "misfire_grace_time": None}
            waking = _Waking(waker, opened.clock, opened.witness)
            application.job_queue.run_repeating(
                _wake, opened.wake_s, first=min(1.0, opened.wake_s), data=waking, job_kwargs=options
            )


def _count(metrics: Metrics, noted: Noted) -> None:
    metrics.asked(noted.outcome, noted.lang, noted.where)
    metrics.searched(noted.took_ms / 1000)


async def _see(witness: Witness, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        witness.saw(update.message.date)


async def _wake(context: ContextTypes.DEFAULT_TYPE) -> None:
    """Let somebody say what is due. Who is still at it, as while Telegram is away, is left alone.

    While the clock is wrong by what Telegram says nothing is due: neither reminders nor erasing could be taken back.
    """
    waking = context.job.data if context.job else None
    if isinstance(waking, _Waking) and not waking.is_awake and waking.witness.gap(waking.clock()) is None:
        waking.is_awake = True
        try:
            await waking.waker.wakes(waking.clock())
        finally:
            waking.is_awake = False


@dataclass(slots=True)
class _Waking:
    """Somebody who is woken every few seconds: a room, or the post with what it holds."""

    waker: Room | Post
    clock: Callable[[], datetime]
    witness: Witness
    is_awake: bool = False
