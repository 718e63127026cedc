"""The conversation in a terminal from start to stop: nothing of it is kept when it ends."""

import secrets
import sys

from bot.compose import Composer
from bot.conversation import Conversation, House
from bot.people import Keys
from bot.records import Records
from bot.settings import Settings
from bot.terminal import Terminal
from bot.wording import Wording
from index.console import for_people, progress_bar
from index.opening import open_retriever


async def talk(settings: Settings) -> int:
    """0 when it has ended, 2 where there is nothing to answer from."""
    wording, console = Wording(), for_people()
    with progress_bar() as progress:
        opened = await open_retriever(
            settings.index, progress=progress, say=lambda message: print(message, file=sys.stderr)
        )
    records = Records(":memory:", Keys(secrets.token_bytes(32)))
    await records.open()
    try:
        if not opened.reading.entries:
            console.print(wording.say("no_entries", "nl", folder=settings.index.knowledge_dir), markup=False)
            return 2
        if opened.reading.problems:
            print(wording.say("problems", "nl", count=len(opened.reading.problems)), file=sys.stderr)
        house = House(
            opened.retriever,
            records,
            wording,
            Composer(wording, contact=settings.contact),
            retention_days=settings.retention_days,
        )
        await Terminal(Conversation(house), opened.retriever, wording, console).talk()
    finally:
        await records.close()
        await opened.retriever.close()
    return 0
