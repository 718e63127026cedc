"""python -m bot: opens the knowledge and the encoder, and talks until it is told to stop."""

import asyncio
import logging
import os
import sys

from bot.terminal import Terminal
from bot.wording import Wording
from index.console import for_people, progress_bar
from index.opening import open_retriever
from index.settings import IndexSettings, SettingsError


def main() -> int:
    """0 when the conversation has ended, 2 for settings that can't be used."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        settings = IndexSettings.read()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if os.environ.get("BOT_TOKEN"):
        print(
            "BOT_TOKEN is set, but this version has no Telegram bot yet; here is the conversation in a terminal.",
            file=sys.stderr,
        )
    try:
        return asyncio.run(talk(settings))
    except KeyboardInterrupt:
        print()
        return 0


async def talk(settings: IndexSettings) -> int:
    """The conversation in a terminal."""
    wording, console = Wording(), for_people()
    with progress_bar() as progress:
        opened = await open_retriever(settings, progress=progress, say=lambda message: print(message, file=sys.stderr))
    try:
        if not opened.reading.entries:
            console.print(wording.say("no_entries", "nl", folder=settings.knowledge_dir), markup=False)
            return 2
        if opened.reading.problems:
            print(wording.say("problems", "nl", count=len(opened.reading.problems)), file=sys.stderr)
        await Terminal(opened, wording, console).talk()
    finally:
        await opened.retriever.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
