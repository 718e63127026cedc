"""`python -m bot` by a clock that a test moves: MOVED_CLOCK names a file with the time in it."""

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.serving import serve
from bot.settings import Settings

WAKE_S = 0.2


def clock() -> datetime:
    """The time that the test has set."""
    return datetime.fromisoformat(Path(os.environ["MOVED_CLOCK"]).read_text())


if __name__ == "__main__":
    settings = Settings.read()
    logs.configure(settings)
    sys.exit(asyncio.run(serve(settings, clock=clock, wake_s=WAKE_S)))
