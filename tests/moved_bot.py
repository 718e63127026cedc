"""`python -m bot` by a clock that a test moves: MOVED_CLOCK names a file with the time in it.

Of the web it knows the hosts under .example alone, all of them at the port MOVED_WEB of this machine. That clock is believed,
unless MOVED_WITNESS is set: then Telegram's answers, which are dated by the time it is, are held against it.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.faces.serving import serve
from bot.fetching.fetcher import Fetcher
from bot.rooms.checks import status
from bot.settings import Settings
from bot.when.witness import Witness

WAKE_S = 0.2


def clock() -> datetime:
    """The time that the test has set."""
    return datetime.fromisoformat(Path(os.environ["MOVED_CLOCK"]).read_text())


async def resolve(host: str, port: int) -> Sequence[str]:
    """A public address for the hosts that tests make up."""
    if not host.endswith(".example") or "MOVED_WEB" not in os.environ:
        raise OSError("no such name")
    return ["93.184.216.34"]


def dial(address: str, port: int) -> tuple[str, int]:
    """The test's own server."""
    return "127.0.0.1", int(os.environ["MOVED_WEB"])


class Believer(Witness):
    """Has heard what the test's clock says."""

    def now(self) -> datetime:
        return clock()


if __name__ == "__main__":
    settings = Settings.read()
    logs.configure(settings)
    status.CHANGED_S = WAKE_S  # how far something is, is told as soon as it can be
    witness = Witness() if "MOVED_WITNESS" in os.environ else Believer()
    sys.exit(asyncio.run(serve(settings, clock=clock, wake_s=WAKE_S, fetcher=Fetcher(resolve, dial), witness=witness)))
