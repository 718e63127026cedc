"""The bot from start to stop, whatever its faces: opens things in their order, runs until it is told to stop, closes them again."""

import asyncio
import logging
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot import logs, rooms
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.menus import Commands
from bot.conversation.reply import Reply
from bot.conversation.wording import Wording
from bot.faces import quoting
from bot.faces.ending import Ending
from bot.faces.mcp import stdio
from bot.faces.opened import WAKE_S, Opened, RefusedError
from bot.faces.tending import Tending
from bot.faces.waking import Wakes, Waking
from bot.faces.web import calendars
from bot.faces.web.calendars import Calendars
from bot.faces.web.door import Health, Web
from bot.faces.web.metrics import Metrics
from bot.fetching.fetcher import Fetcher
from bot.folder.kept import KeptFolder
from bot.folder.refresh import Refresh, known_questions, rest
from bot.folder.report import Outcome, report
from bot.records.file import NAME
from bot.records.people import Keys
from bot.records.questions import Noted
from bot.records.records import Records
from bot.settings import Settings, Watch
from bot.when import clock as clocks
from bot.when import marks
from bot.when.witness import Witness
from index.console import progress_log
from index.opening import open_retriever
from index.retriever import Retriever
from index.shown import Shown
from knowledge.entry import Entry
from knowledge.reader import Reader
from knowledge.watch import Look, look

if TYPE_CHECKING:  # each face is imported where it serves: they take longer than all that they have in common
    from bot.faces.telegram.serving import TelegramFace
    from bot.faces.web.face import WebFace

logger = logging.getLogger(__name__)

# How long a thread may compute before another has its turn. A question changes threads some ten times; while an edit is
# read beside it, Python's 5 ms have the slowest of 30 a second wait for 230 ms, these for 100.
SWITCH_S = 0.001
READY_AFTER_S = 5.0  # when those who waited for the bot to start have their answers
READY_S = 0.02  # between two patterns that days are read by, of a millisecond or two each


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
    ending = Ending()
    loop = asyncio.get_running_loop()
    logs.install(loop)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ending.begin)
    path = settings.index.var_dir / NAME
    keys, notice = Keys.open(settings.index.var_dir, settings.data_key, may_make=not path.exists())
    if notice:
        logger.warning("%s", notice)
    records = Records(settings.database_url or path, keys, rooms.shelves(), clock=clock)
    await records.open()
    kept: KeptFolder | None = None
    try:
        if settings.is_knowledge_kept:
            kept = KeptFolder(records, settings.index.var_dir)
            await kept.open()
            settings = replace(settings, index=settings.index.before(kept.folder))
        health = Health(has_telegram=bool(settings.bot_token))
        opened = Opened(
            *(settings, keys, records, Metrics(), health, Wording(), Commands(rooms.commands())),
            *(ending, asyncio.Event(), clock, wake_s),
            *(fetcher or Fetcher(), witness or Witness()),
        )
        return await _Serving(opened, kept).run()
    finally:
        if kept:
            await kept.close()
        await records.close()


class _Serving:
    """One life of the bot."""

    def __init__(self, opened: Opened, kept: KeptFolder | None) -> None:
        self._opened, self._kept = opened, kept
        self._telegram, self._web = _telegram_face(opened), _web_face(opened)
        self._calendars = Calendars()
        self._folders = opened.settings.index.knowledge_dirs
        self._watched = self._folders[:-1] if kept else self._folders  # the database tells itself
        self._looked: Look | None = None  # how the folders looked before they were read
        self._reader: Reader | None = None  # who read them
        self._tending = Tending(opened.health)

    async def run(self) -> int:
        """The port is bound first, since hosts wait for it; each face answers once the knowledge has been read."""
        opened, telegram = self._opened, self._telegram
        if telegram:
            await telegram.beat()
        opened.health.opened(opened.records.probe, "PostgreSQL" if opened.settings.database_url else "")
        door = Web(
            *(opened.settings, opened.health, opened.metrics),
            telegram.take if telegram and opened.settings.webhook_url else None,
            [*(_routes(self._web) if self._web else ()), *calendars.routes(self._calendars)],
        )
        if opened.settings.port is not None:
            await door.start()
        retriever: Retriever | None = None
        reading = asyncio.create_task(self._read())
        meeting = asyncio.create_task(telegram.meet() if telegram else _met())
        try:
            await asyncio.wait((reading, meeting), return_when=asyncio.FIRST_COMPLETED)
            if meeting.done():
                meeting.result()  # a token that is refused ends it at once
            retriever = await reading
            return 0 if opened.ending.is_set() else await self._converse(retriever, meeting)
        except RefusedError as error:
            logger.error("%s", error)
            return 2
        finally:
            meeting.cancel()
            await asyncio.wait((meeting,), timeout=1)
            if telegram:
                await telegram.hang_up()
            if opened.settings.port is not None:
                await door.stop()
            if retriever is not None:
                await retriever.close()

    async def _converse(self, retriever: Retriever, meeting: asyncio.Task[bool]) -> int:
        """Answer in each face until the bot is to end: on the web at once, on Telegram once it has been met.

        The status to end with.
        """
        opened = self._opened
        refresh = self._refresh(retriever)
        house = self._house(retriever, refresh)
        built = rooms.build(house)
        conversation = Conversation(house, rooms=built)
        wakers: list[Wakes] = [*built, *([self._telegram.post] if self._telegram else [])]
        waking = Waking(wakers, opened.clock, opened.wake_s, opened.witness)
        self._calendars.open(house)
        if self._web:
            self._web.open(house, conversation)
        async with self._following(refresh):
            if self._telegram is None:
                waking.start()
                await opened.ending.wait()
                logger.info("stopping")
                await waking.stop()
            elif await meeting and not opened.ending.is_set():
                return await self._telegram.converse(conversation, house.composer, waking)
        return 0

    async def _read(self) -> Retriever:
        started = time.perf_counter()
        if self._opened.settings.watch is not Watch.OFF:
            self._looked = await asyncio.to_thread(look, self._watched)
        opened = await open_retriever(
            self._opened.settings.index, progress=progress_log(logger.info), say=logger.warning
        )
        self._reader = opened.reader
        entries, problems = len(opened.reading.entries), len(opened.reading.problems)
        self._loaded(time.perf_counter() - started, entries)
        opened.retriever.get_ready()
        rest()
        logger.info("read %d entries, %d problems", entries, problems)
        return opened.retriever

    def _house(self, retriever: Retriever, refresh: Refresh) -> House:
        opened, telegram = self._opened, self._telegram
        settings, wording = opened.settings, opened.wording

        async def reload(person: str, lang: str) -> Reply:
            return report(await refresh.now(asked_by=person), wording, lang)

        return House(
            retriever,
            opened.records,
            wording,
            Composer(
                wording, contact=settings.contact, page=self._page, today=lambda: clocks.local(opened.clock()).date()
            ),
            retention_days=settings.retention_days,
            noticed=self._count,
            reload=reload,
            clock=opened.clock,
            post=telegram.post if telegram else None,
            fetcher=opened.fetcher,
            admins=telegram.admins if telegram else None,
            show_menu=telegram.menus.show if telegram else None,
            folders=settings.index.knowledge_dirs,
            keeper=self._kept,
            var_dir=settings.index.var_dir,
            commands=opened.commands,
            web_url=settings.web_url if settings.port is not None else "",
            # Where there is no Telegram, there is nothing to hold the clock against.
            is_sure_of=opened.witness.confirms if telegram else lambda now: True,
        )

    def _page(self, entry: Entry, found: Shown | None) -> str:
        """Where an entry is on the web; empty where nobody said under which address the site is reached."""
        return quoting.link_of(entry, self._opened.settings.web_url if self._web else "", found)

    def _count(self, noted: Noted) -> None:
        self._opened.metrics.asked(noted.outcome, noted.lang, noted.where)
        self._opened.metrics.searched(noted.took_ms / 1000)

    def _refresh(self, retriever: Retriever) -> Refresh:
        opened = self._opened
        admins = self._telegram.admins if self._telegram and opened.settings.admin_ids else None

        async def tell(outcome: Outcome, but: Collection[str]) -> None:
            if admins:
                await admins.tell(lambda lang: report(outcome, opened.wording, lang), but=but)

        return Refresh(
            retriever,
            self._folders,
            tell=tell if admins else None,
            loaded=self._loaded,
            questions=lambda: known_questions(opened.records),
            watched=self._watched,
            reader=self._reader,
        )

    def _loaded(self, took_s: float, entries: int) -> None:
        self._opened.metrics.reloaded(took_s, entries)
        self._opened.health.loaded(entries)
        if self._web:
            self._web.look()

    @asynccontextmanager
    async def _following(self, refresh: Refresh) -> AsyncIterator[None]:
        """Edits of the folder are served meanwhile, and what other processes change of the records is known."""
        if (watch := self._opened.settings.watch) is not Watch.OFF:
            is_polling = watch is Watch.POLLING
            self._tending.start("following the folder", lambda: self._follow(refresh, is_polling=is_polling))
        self._tending.start("following other processes", self._opened.records.follow)
        self._tending.once("getting ready to read days", _get_ready_for_days())
        if kept := self._kept:
            self._tending.start("following the database", lambda: kept.follow(lambda tells: refresh.now(tells=tells)))
        try:
            yield
        finally:
            await self._tending.stop()

    async def _follow(self, refresh: Refresh, *, is_polling: bool) -> None:
        """From how the folders looked before they were read; when it begins again, from anything at all."""
        looked, self._looked = self._looked, {}
        await refresh.follow(since=looked, is_polling=is_polling)


async def _get_ready_for_days() -> None:
    """Bit by bit: left to the first message with a day in it, everybody's questions would wait for half a second."""
    await asyncio.sleep(READY_AFTER_S)
    for words in marks.looked_for():
        await asyncio.to_thread(marks.pattern, words)
        await asyncio.sleep(READY_S)


def _telegram_face(opened: Opened) -> "TelegramFace | None":
    if not opened.settings.bot_token:
        return None
    from bot.faces.telegram.serving import TelegramFace

    return TelegramFace(opened)


def _web_face(opened: Opened) -> "WebFace | None":
    if not opened.settings.is_web:
        return None
    from bot.faces.web.face import WebFace

    if opened.settings.proxies and not opened.settings.web_url:
        logger.warning(
            "WEB_URL is not set, so pages name the address that the proxies of PROXIES pass on; "
            "set it to the one that people use, as in https://vraag.example.org"
        )
    return WebFace(opened)


def _routes(web: "WebFace") -> list[Any]:
    """All that the site answers; assistants where the extra is installed."""
    from bot.faces.web import api, checks, handlers

    found = [*api.routes(web), *checks.routes(web), *handlers.routes(web)]
    if stdio.is_there():
        from bot.faces.mcp import over_http

        found += over_http.routes(web)
    return found


async def _met() -> bool:
    """Where there is no Telegram, nobody has to be met."""
    return True
