"""Updates in, the same updates out, each once: they are on disk from before Telegram forgets them until they are answered."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from telegram import Bot, Update

from bot.people import Keys
from bot.records import Records


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers; what is no update passes through it as it is."""

    def __init__(self, records: Records, keys: Keys, running_dir: Path) -> None:
        """running_dir: where processes show that they are alive, var/running."""
        raise NotImplementedError

    async def put(self, item: object) -> None:
        """Returns when the update is on disk, and queues it if nobody has it yet."""
        raise NotImplementedError

    async def write_down(self, updates: Sequence[Update]) -> None:
        """Write many down at once: put then costs nothing for each of them."""
        raise NotImplementedError

    async def restore(self, bot: Bot) -> int:
        """Queue what dead processes left, oldest first; how many. Before polling begins."""
        raise NotImplementedError

    async def watch(self, bot: Bot) -> None:
        """Restore every few seconds, until cancelled; and try again what a full disk refused."""
        raise NotImplementedError

    async def begin(self, update_id: int) -> None:
        """The update is about to be handled. (Lanes calls it.)"""
        raise NotImplementedError

    async def done(self, update_id: int) -> None:
        """The update is answered: cross it off. (Lanes calls it.)"""
        raise NotImplementedError

    def leave(self, update_id: int) -> None:
        """The update was not answered after all, as at a shutdown: it stays on disk for the next start."""
        raise NotImplementedError

    def close(self) -> None:
        """Show no longer that this process is alive: what it has not crossed off is free to take."""
        raise NotImplementedError
