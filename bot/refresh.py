"""A folder that changes in, a retriever that answers from it out; whatever goes wrong, what was served before still is."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot.folder_report import Change, Failure, Outcome, compare
from index.retriever import Retriever
from knowledge.entry import Reading
from knowledge.library import keep_last_good, read_library
from knowledge.watch import Look, changes

logger = logging.getLogger(__name__)

AGAIN_S = 5.0  # until the folder is followed again where following it failed

Tell = Callable[[Outcome, str], Awaitable[None]]  # what to tell, and the pseudonym of who knows it already


class Refresh:
    """Keeps a retriever up to date with its folders."""

    def __init__(
        self,
        retriever: Retriever,
        folders: Sequence[Path],
        *,
        tell: Tell | None = None,
        loaded: Callable[[float, int], None] = lambda took_s, entries: None,
    ) -> None:
        """tell: the admins, None where nobody is; loaded: told how long a reading took and how many entries are served."""
        self._retriever, self._folders = retriever, tuple(folders)
        self._tell, self._loaded = tell, loaded
        self._refreshing = asyncio.Lock()
        self._telling: set[asyncio.Task[None]] = set()
        self._failed = ""  # why the last reading came to nothing; empty where it didn't

    async def follow(self, *, since: Look | None = None, is_polling: bool = False) -> None:
        """Read the folders whenever they change, until cancelled; since: how they looked before they were read."""
        try:
            while True:
                try:
                    async for _ in changes(self._folders, since=since, is_polling=is_polling):
                        await self.now()
                except Exception:
                    logger.exception("the folder can't be followed; trying again in %.0f s", AGAIN_S)
                since = {}  # so that what changed meanwhile is read
                await asyncio.sleep(AGAIN_S)
        finally:
            for task in self._telling:
                task.cancel()

    async def now(self, *, asked_by: str = "") -> Outcome:
        """Read the folders, serve what they say, and tell the admins; asked_by: the pseudonym of one who is told otherwise.

        One at a time: a second waits, and then reads what is there by then.
        """
        async with self._refreshing:
            outcome = await self._refreshed()
            reason = outcome.reason if isinstance(outcome, Failure) else ""
            is_news = outcome.is_news if isinstance(outcome, Change) else reason != self._failed
            self._failed = reason
        if is_news and self._tell:
            # Telegram may be away for an hour; the folder is followed meanwhile.
            task = asyncio.create_task(self._told(self._tell, outcome, asked_by))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)
        return outcome

    async def _refreshed(self) -> Outcome:
        started_s = time.perf_counter()
        previous = self._retriever.snapshot.reading
        try:
            reading, change = await asyncio.to_thread(self._read, previous)
            if reading != previous:
                await self._retriever.refresh(reading)
        except Exception as error:
            logger.exception("refresh failed; still answering from the %d entries read before", len(previous.entries))
            return Failure(f"{type(error).__name__}: {error}", len(previous.entries))
        took_s = time.perf_counter() - started_s
        self._loaded(took_s, change.entries)
        logger.info(
            "read %d entries, %d problems in %.2f s: %d new, %d changed, %d gone",
            *(change.entries, change.left, took_s),
            *(len(change.new), len(change.edited), len(change.gone)),
        )
        return change

    def _read(self, previous: Reading) -> tuple[Reading, Change]:
        """What to serve from now on, and what is different about it."""
        reading = keep_last_good(read_library(self._folders), previous)
        return reading, compare(previous, reading)

    @staticmethod
    async def _told(tell: Tell, outcome: Outcome, asked_by: str) -> None:
        try:
            await tell(outcome, asked_by)
        except Exception:
            logger.exception("the admins could not be told what changed")
