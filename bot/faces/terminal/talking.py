"""The conversation in a terminal from start to stop: nothing of it is kept when it ends."""

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import rooms
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.menus import Commands
from bot.conversation.reply import Reply
from bot.conversation.wording import Wording
from bot.faces.terminal.terminal import Terminal
from bot.folder.refresh import Refresh, known_questions
from bot.folder.report import report
from bot.records.people import Keys
from bot.records.records import Records
from bot.settings import Settings, Watch
from bot.when import clock as clocks
from index.console import for_people, progress_bar
from index.opening import open_retriever
from knowledge.notices import spoken_here
from knowledge.watch import Look, look


async def talk(settings: Settings) -> int:
    """0 when it has ended, 2 where there is nothing to answer from."""
    wording, console = Wording(), for_people()
    folders = settings.index.knowledge_dirs
    looked = look(folders)
    with progress_bar() as progress:
        opened = await open_retriever(
            settings.index, progress=progress, say=lambda message: print(message, file=sys.stderr)
        )
    records = Records(":memory:", Keys(secrets.token_bytes(32)), rooms.shelves())
    await records.open()
    try:
        if not opened.reading.entries:
            console.print(wording.say("no_entries", spoken_here(), folder=folders[-1]), markup=False)
            return 2
        if opened.reading.problems:
            print(wording.say("problems", spoken_here(), count=len(opened.reading.problems)), file=sys.stderr)
        refresh = Refresh(opened.retriever, folders, questions=lambda: known_questions(records), reader=opened.reader)

        async def reload(person: str, lang: str) -> Reply:
            return report(await refresh.now(asked_by=person), wording, lang)

        house = House(
            opened.retriever,
            records,
            wording,
            Composer(wording, contact=settings.contact, today=lambda: clocks.local(clocks.now()).date()),
            retention_days=settings.retention_days,
            reload=reload,
            folders=tuple(folders),
            var_dir=settings.index.var_dir,
            commands=Commands(rooms.commands()),
        )
        async with _followed(refresh, settings.watch, looked):
            await Terminal(Conversation(house, rooms=rooms.build(house)), opened.retriever, wording, console).talk()
    finally:
        await records.close()
        await opened.retriever.close()
    return 0


@asynccontextmanager
async def _followed(refresh: Refresh, watch: Watch, looked: Look) -> AsyncIterator[None]:
    """An edit is live here as well, while somebody is there to ask; what changed is told in the log alone."""
    if watch is Watch.OFF or not sys.stdin.isatty():
        yield
        return
    following = asyncio.create_task(refresh.follow(since=looked, is_polling=watch is Watch.POLLING))
    try:
        yield
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
