"""python -m bot mcp: the tools for an assistant on this machine, over standard input and output."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from bot.faces.reading import reading_house
from bot.folder.refresh import Refresh
from bot.settings import Settings, Watch
from index.opening import open_retriever
from index.settings import SettingsError
from knowledge.watch import look

MISSING = "the extra mcp is not installed; run: pip install 'verbinder[mcp]'"


def is_there() -> bool:
    """Whether the extra is installed."""
    return find_spec("mcp") is not None


def main(arguments: Sequence[str]) -> int:
    """0 when the assistant has gone, 2 where there is nothing to serve with."""
    parser = argparse.ArgumentParser(prog="python -m bot mcp", description=(__doc__ or "").partition("\n")[0])
    parser.parse_args(arguments)
    if not is_there():
        print(MISSING, file=sys.stderr)
        return 2
    try:
        settings = Settings.read()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    asyncio.run(_serve(settings))
    return 0


async def _serve(settings: Settings) -> None:
    """Until the input ends; an edit of the folder is live meanwhile. Nothing is kept."""
    from mcp.server.stdio import stdio_server

    from bot.faces.mcp.tools import server
    from bot.faces.mcp.unread import Answering

    folders = settings.index.knowledge_dirs
    looked = look(folders)
    opened = await open_retriever(settings.index, say=lambda message: print(message, file=sys.stderr))
    made = server(reading_house(settings, opened.retriever), settings.web_url)
    following = None
    if settings.watch is not Watch.OFF:
        refresh = Refresh(opened.retriever, folders, reader=opened.reader)
        following = asyncio.create_task(refresh.follow(since=looked, is_polling=settings.watch is Watch.POLLING))
    try:
        async with stdio_server() as (incoming, outgoing):
            await made.run(Answering(incoming, outgoing), outgoing, made.create_initialization_options())
    finally:
        if following:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
        await opened.retriever.close()
