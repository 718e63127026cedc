"""The Telegram bot from start to stop: opens things in their order, runs until it is told to stop, closes them again."""

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import suppress
from datetime import datetime
from threading import Timer
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot import logs, rooms
from bot.conversation.introduction import Introduction
from bot.conversation.menus import Commands
from bot.conversation.wording import Wording
from bot.faces.telegram.admins import Admins
from bot.faces.telegram.application import ALLOWED_UPDATES, POLL_S, WAKE_S, Opened, add_handlers, build_application
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.menus import Menus
from bot.faces.telegram.post import Post
from bot.faces.telegram.sending import Sender
from bot.faces.telegram.tending import Tending
from bot.faces.web.door import Health, Web
from bot.faces.web.metrics import Metrics
from bot.fetching.fetcher import Fetcher
from bot.folder.refresh import Refresh, known_questions, rest
from bot.folder.report import Outcome, report
from bot.records.file import NAME
from bot.records.people import Keys
from bot.records.records import Records
from bot.settings import Settings, Watch
from bot.when import clock as clocks
from bot.when.witness import Witness
from index.opening import open_retriever
from index.retriever import Retriever
from knowledge.watch import Look, look

logger = logging.getLogger(__name__)

AGAIN_S = (1.0, 30.0)  # first and longest wait before Telegram is tried again at start
# How long a thread may compute before another has its turn. A question changes threads some ten times; while an edit is
# read beside it, Python's 5 ms have the slowest of 30 a second wait for 230 ms, these for 100.
SWITCH_S = 0.001
GRACE_S = 5.0  # after a signal: what is being answered may end
LIMIT_S = 8.0  # after a signal: nothing is waited for any more; a host kills after ten
# After a signal: the process ends, whatever its threads are at. Python waits for them, and one may wait for a disk that is
# gone. What was taken in is on disk, as it is when a host kills.
CERTAIN_S = 9.0
CLOCK_S = 3600.0  # between two lines in the log on a clock that is wrong


async def serve(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = clocks.now,
    wake_s: float = WAKE_S,
    fetcher: Fetcher | None = None,
    witness: Witness | None = None,
) -> int:
    """0 when stopped by a signal; 1 where something ended that only a new start brings back; 2 where the token is refused.

    clock: the time, with its zone; wake_s: how often the rooms look whether something is due;
    fetcher: reads pages of the web; None: the one that does; witness: of the time, beside the clock; None: Telegram.
    """
    sys.setswitchinterval(SWITCH_S)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.install(loop)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, _stop, stop)
    path = settings.index.var_dir / NAME
    keys, notice = Keys.open(settings.index.var_dir, settings.data_key, may_make=not path.exists())
    if notice:
        logger.warning("%s", notice)
    records = Records(path, keys, rooms.shelves(), clock=clock)
    await records.open()
    try:
        inbox = Inbox(records, keys, settings.index.var_dir / "running")
        await inbox.beat()
        opened = Opened(
            *(settings, keys, records, Metrics(), Health(), Wording(), Commands(rooms.commands()), inbox),
            *(asyncio.Event(), clock, wake_s),
            *(fetcher or Fetcher(), witness or Witness()),
        )
        return await _Serving(opened, stop).run()
    finally:
        await records.close()


def _stop(stop: asyncio.Event) -> None:
    """On a signal: begin to stop, and be gone in time for certain."""
    if not stop.is_set():
        stop.set()
        last = Timer(CERTAIN_S, _end)
        last.daemon = True
        last.start()


def _end() -> None:
    logger.warning("ended while something still ran; what is left is answered at the next start")
    os._exit(0)


class _Serving:
    """One life of the bot."""

    def __init__(self, opened: Opened, stop: asyncio.Event) -> None:
        self._opened, self._stop = opened, stop
        self._application, self._lanes = build_application(opened)
        self._folders = opened.settings.index.knowledge_dirs
        self._looked: Look | None = None  # how the folders looked before they were read
        self._retriever: Retriever | None = None  # once the knowledge is read
        self._tending = Tending(opened.health)
        self._code = 0  # to end with

    async def run(self) -> int:
        """The port is bound first, since hosts wait for it; updates are answered once the knowledge has been read."""
        opened, application = self._opened, self._application
        opened.metrics.watch_queue(lambda: self._lanes.waiting)
        opened.health.opened(opened.records.probe)
        opened.health.timed(lambda: opened.witness.gap(opened.clock()))
        web = Web(opened.settings, opened.health, opened.metrics, self._take if opened.settings.webhook_url else None)
        if opened.settings.port is not None:
            await web.start()
        retriever: Retriever | None = None
        try:
            reading = asyncio.create_task(self._read())
            is_met = await self._met()
            retriever = await reading
            self._retriever = retriever
            if is_met and not self._stop.is_set():
                refresh = self._refresh(retriever)
                add_handlers(application, opened, retriever, refresh, self._lanes)
                await self._converse(refresh)
            return self._code
        except InvalidToken:
            logger.error("Telegram refuses BOT_TOKEN; get the bot's token from @BotFather and set it")
            return 2
        finally:
            if opened.settings.port is not None:
                await web.stop()
            if retriever is not None:
                await retriever.close()

    async def _read(self) -> Retriever:
        started = time.perf_counter()
        if self._opened.settings.watch is not Watch.OFF:
            self._looked = await asyncio.to_thread(look, self._folders)
        opened = await open_retriever(self._opened.settings.index, say=logger.warning)
        entries, problems = len(opened.reading.entries), len(opened.reading.problems)
        self._loaded(time.perf_counter() - started, entries)
        rest()
        logger.info("read %d entries, %d problems", entries, problems)
        return opened.retriever

    def _refresh(self, retriever: Retriever) -> Refresh:
        opened = self._opened
        sender = Sender(self._application.bot)
        post = Post(sender, opened.records, opened.wording, opened.clock)
        admins = Admins(sender, post, opened.records, opened.keys, opened.settings.admin_ids)

        async def tell(outcome: Outcome, but: Collection[str]) -> None:
            await admins.tell(lambda lang: report(outcome, opened.wording, lang), but=but)

        return Refresh(
            retriever,
            self._folders,
            tell=tell if opened.settings.admin_ids else None,
            loaded=self._loaded,
            questions=lambda: known_questions(opened.records),
        )

    def _loaded(self, took_s: float, entries: int) -> None:
        self._opened.metrics.reloaded(took_s, entries)
        self._opened.health.loaded(entries)

    async def _met(self) -> bool:
        """Whether Telegram knows the bot; it is asked until it answers. Raises InvalidToken."""
        if await self._unless_stopped(self._patiently(self._application.initialize)):
            self._opened.health.connected(self._application.bot.get_me)
            return True
        return False

    async def _unless_stopped(self, deed: Coroutine[Any, Any, None]) -> bool:
        """Do something that may take as long as Telegram is away; False where the bot was to stop before it was done."""
        doing, stopping = asyncio.create_task(deed), asyncio.create_task(self._stop.wait())
        await asyncio.wait((doing, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if doing.done():
            doing.result()
            return True
        doing.cancel()
        await asyncio.wait((doing,), timeout=1)
        return False

    async def _converse(self, refresh: Refresh) -> None:
        application, opened = self._application, self._opened
        await opened.inbox.restore(application.bot)
        await application.start()
        self._tending.once("showing menus", self._show_menus())
        self._tending.start("watching the inbox", lambda: opened.inbox.watch(application.bot))
        self._tending.start("watching the clock", self._watch_clock)
        if (watch := opened.settings.watch) is not Watch.OFF:
            is_polling = watch is Watch.POLLING
            self._tending.start("following the folder", lambda: self._follow(refresh, is_polling=is_polling))
        try:
            if await self._unless_stopped(self._listen()):
                self._watch_library()
                logger.info("answering as @%s", application.bot.username)
                await self._stop.wait()
        finally:
            logger.info("stopping")
            await self._tending.stop()
            await self._close()

    async def _follow(self, refresh: Refresh, *, is_polling: bool) -> None:
        """From how the folders looked before they were read; when it begins again, from anything at all."""
        looked, self._looked = self._looked, {}
        await refresh.follow(since=looked, is_polling=is_polling)

    async def _watch_clock(self) -> None:
        """Say in the log that the clock is wrong; /health says it too."""
        said_s = -CLOCK_S
        while True:
            gap = self._opened.witness.gap(self._opened.clock())
            if (
                gap is not None
            ):  # the machine may have slept, which time.monotonic doesn't count on Linux: Telegram knows
                with suppress(TelegramError):
                    await self._application.bot.get_me()
                gap = self._opened.witness.gap(self._opened.clock())
            if gap is not None and time.monotonic() - said_s >= CLOCK_S:
                said_s = time.monotonic()
                logger.critical(
                    "this machine's clock is %.0f days from Telegram's: nothing is erased and nothing is said by itself until they "
                    "agree; set the clock",
                    gap.total_seconds() / 86400,
                )
            await asyncio.sleep(60)

    def _watch_library(self) -> None:
        """What the Telegram library runs by itself, and would end in silence, ends the process: its host begins it again."""
        names = {f"Application:{self._application.bot.id}:update_fetcher", "Updater:start_polling:polling_task"}
        for task in asyncio.all_tasks():
            if task.get_name() in names:
                task.add_done_callback(self._on_end)

    def _on_end(self, task: "asyncio.Task[object]") -> None:
        if self._stop.is_set():
            return
        error = None if task.cancelled() else task.exception()
        if isinstance(error, InvalidToken):
            logger.error("Telegram refuses BOT_TOKEN by now; get the bot's token from @BotFather and set it")
        else:
            logger.critical(
                "%s ended, which it is not to do; the bot ends, to be started again", task.get_name(), exc_info=error
            )
        self._code = 2 if isinstance(error, InvalidToken) else 1
        self._opened.health.fell(task.get_name())
        _stop(self._stop)

    async def _listen(self) -> None:
        settings, bot = self._opened.settings, self._application.bot
        if settings.webhook_address:
            await self._patiently(
                lambda: bot.set_webhook(
                    settings.webhook_address, secret_token=settings.webhook_secret, allowed_updates=ALLOWED_UPDATES
                )
            )
        elif self._application.updater is not None:
            self._opened.health.polls()
            await self._application.updater.start_polling(
                timeout=POLL_S,
                bootstrap_retries=-1,
                allowed_updates=list(ALLOWED_UPDATES),
                error_callback=self._on_poll_error,
            )

    async def _patiently(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Do what has to be done before anything else can be, however long Telegram takes. Raises InvalidToken."""
        wait_s = AGAIN_S[0]
        while True:
            try:
                await deed()
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                logger.warning("Telegram can't be reached, or refuses (%s); again in %.0f s", logs.said(error), wait_s)
                await asyncio.sleep(wait_s)
                wait_s = min(2 * wait_s, AGAIN_S[1])

    def _on_poll_error(self, error: TelegramError) -> None:
        fault = fault_of(error)
        self._opened.metrics.failed(fault)
        if fault is Fault.CONFLICT:
            logger.warning("another process polls with this token; it goes on when that one ends")
        else:
            logger.warning("polling failed: %s", fault)

    async def _take(self, data: dict[str, Any]) -> None:
        """What the webhook hands over is on disk when this returns; what can't be read is set aside."""
        updates = await self._opened.inbox.take_in([data], self._application.bot)
        self._opened.health.took(len(updates), 1 - len(updates))
        for update in updates:
            await self._opened.inbox.put(update)

    async def _show_menus(self) -> None:
        opened = self._opened
        introduction = Introduction(opened.wording, self._retriever)
        menus = Menus(self._application.bot, opened.commands, opened.wording, opened.metrics, introduction)
        records = self._opened.records
        chats = [await records.chats.of(chat) for chat in await records.roles.chats()]
        coordinators = [chat.number for chat in chats if chat]
        for error in await menus.show_all(self._opened.settings.admin_ids, coordinators):
            logger.info("a menu was not taken: %s", logs.said(error))

    async def _close(self) -> None:
        """Take nothing more, let what is being answered end, and be gone within ten seconds."""
        application, opened = self._application, self._opened
        try:
            async with asyncio.timeout(LIMIT_S):
                if application.updater and application.updater.running:
                    with suppress(TelegramError):  # which ended the polling, and was told then
                        await application.updater.stop()
                await self._lanes.stop(GRACE_S)
                opened.stop.set()  # what else waits for its turn to be sent waits no longer
                await application.stop()
                await application.shutdown()
        except TimeoutError:
            logger.warning("stopped before all was answered; what is left is answered at the next start")
        finally:
            await opened.inbox.close()
