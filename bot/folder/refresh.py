"""A folder that changes in, a retriever that answers from it out; whatever goes wrong, what was served before still is.

What an edit does to other questions is found out behind it, and told with it in one message.
"""

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.folder.report import Change, Failure, Outcome, compare
from bot.records.records import Records, RecordsError
from index import memory, questions, rehearsal
from index.effects import CONFIRMED, Effects
from index.questions import Asked
from index.retriever import Retriever
from index.snapshot import Snapshot
from knowledge.entry import Reading
from knowledge.library import keep_last_good
from knowledge.reader import Reader
from knowledge.watch import Look, changes

logger = logging.getLogger(__name__)

AGAIN_S = 5.0  # until the folder is followed again where following it failed
EFFECTS_S = 20.0  # that questions are asked again for; then what was found is told
BETWEEN_S = 1.0  # from the last of several edits until questions are asked again: a checkout writes hundreds of files
TOGETHER_S = 60.0  # edits that come while questions are asked again are told together, but not for longer than this
PREPARE_S = 10.0  # after the start or an edit, when whoever waited has been answered

Tell = Callable[[Outcome, frozenset[str]], Awaitable[None]]  # what to tell, and the pseudonyms of who knows it already
Questions = Callable[[], Awaitable[Sequence[Asked]]]  # that are asked again besides titles and asks


def rest() -> None:
    """Have the collector leave alone what is served from now on.

    It would look through all of it again and again, and hold everybody up for some 80 ms each time. What the next edit
    replaces goes all the same: it is in no cycle.
    """
    gc.freeze()


async def _none() -> Sequence[Asked]:
    return ()


async def known_questions(records: Records) -> Sequence[Asked]:
    """The tuning questions, where they are there, and what people confirmed."""
    tuning = await asyncio.to_thread(questions.load)
    try:
        confirmed = await records.questions.confirmed()
    except RecordsError as error:
        logger.error("records: %s", error)
        return tuning
    return (*tuning, *(Asked(one.words, one.lang, CONFIRMED, one.entry) for one in confirmed))


@dataclass(slots=True)
class _Untold:
    """Edits that are served and not told yet."""

    before: Snapshot  # served before the first of them
    done: asyncio.Future[Change]  # all of them as one, with the effects
    asked_by: set[str] = field(default_factory=set)  # pseudonyms of those who wait for done
    since_s: float = field(default_factory=time.monotonic)


class Refresh:
    """Keeps a retriever up to date with its folders."""

    def __init__(
        self,
        retriever: Retriever,
        folders: Sequence[Path],
        *,
        tell: Tell | None = None,
        loaded: Callable[[float, int], None] = lambda took_s, entries: None,
        questions: Questions = _none,
        effects_s: float = EFFECTS_S,
        watched: Sequence[Path] | None = None,
        reader: Reader | None = None,
    ) -> None:
        """reader: who read the folders before, if somebody did.

        watched: the folders whose changes `follow` notices; None: all. tell: the admins, None where nobody is; loaded: told how long a reading took and how many entries are served.

        effects_s: how long questions are asked again for, at most.
        """
        self._retriever, self._folders = retriever, tuple(folders)
        self._tell, self._loaded, self._questions, self._effects_s = tell, loaded, questions, effects_s
        self._watched = self._folders if watched is None else tuple(watched)
        self._unwatched = [str(folder) for folder in self._folders if folder not in self._watched]
        self._reader = reader or Reader(self._folders)
        self._refreshing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._untold: _Untold | None = None
        self._preparing: asyncio.Task[None] | None = None
        self._failed = ""  # why the last reading came to nothing; empty where it didn't

    async def follow(self, *, since: Look | None = None, is_polling: bool = False) -> None:
        """Read the folders whenever they change, until cancelled; since: how they looked before they were read."""
        self._prepare()
        try:
            while True:
                try:
                    async for paths in changes(self._watched, since=since, is_polling=is_polling):
                        await self.now(paths=paths)
                except Exception:
                    logger.exception("the folder can't be followed; trying again in %.0f s", AGAIN_S)
                since = {}  # so that what changed meanwhile is read
                await asyncio.sleep(AGAIN_S)
        finally:
            for task in self._tasks:
                task.cancel()

    async def now(self, *, asked_by: str = "", tells: bool = True, paths: Collection[str] | None = None) -> Outcome:
        """Read the folders, serve what they say, and tell the admins; asked_by: the pseudonym of one who is told otherwise.

        tells: False where another process tells them. paths: all that differ in the folders that are watched; None: nobody knows.

        One at a time: a second waits, and then reads what is there by then. Whoever asks waits for the effects too.
        """
        async with self._refreshing:
            before = self._retriever.snapshot
            outcome = await self._refreshed(paths)
            reason = outcome.reason if isinstance(outcome, Failure) else ""
            is_news = outcome.is_news if isinstance(outcome, Change) else reason != self._failed
            self._failed = reason
        if not is_news or not tells or not (self._tell or asked_by):
            return outcome
        if isinstance(outcome, Failure):
            self._start(self._told(outcome, frozenset({asked_by})))
            return outcome
        untold = self._untold
        if untold is None:
            untold = self._untold = _Untold(before, asyncio.get_running_loop().create_future())
            self._start(self._announce(untold))
        if not asked_by:
            return outcome
        untold.asked_by.add(asked_by)
        return await asyncio.shield(untold.done)

    async def _refreshed(self, paths: Collection[str] | None) -> Outcome:
        started_s = time.perf_counter()
        previous = self._retriever.snapshot.reading
        try:
            reading, change = await asyncio.to_thread(self._read, previous, paths)
            if reading != previous:
                await self._retriever.refresh(reading)
                rest()
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

    def _read(self, previous: Reading, paths: Collection[str] | None) -> tuple[Reading, Change]:
        """What to serve from now on, and what is different about it."""
        known = None if paths is None else {*paths, *self._unwatched}
        reading = keep_last_good(self._reader.read(paths=known), previous)
        return reading, compare(previous, reading)

    # --- what an edit does to other questions

    async def _announce(self, untold: _Untold) -> None:
        """Find out what the edits do, and tell it; those that come meanwhile are told with them."""
        try:
            while True:
                after = self._retriever.snapshot
                change = await asyncio.to_thread(compare, untold.before.reading, after.reading)
                is_old = partial(self._is_old, after, untold)
                effects = await self._effects(untold.before, after, is_old) if change.has_moved else None
                if not is_old():
                    break
                await self._rested(untold)
            self._untold = None
            change = replace(change, effects=effects)
            untold.done.set_result(change)
            await asyncio.to_thread(memory.give_back)
            if not self._retriever.serves(after):  # … those that came since are told next
                self._untold = _Untold(after, asyncio.get_running_loop().create_future())
                self._start(self._announce(self._untold))
            self._prepare()
            if change.is_news:  # unless one edit took back another
                await self._told(change, frozenset(untold.asked_by))
        finally:
            if self._untold is untold:
                self._untold = None
            untold.done.cancel()  # where it is not done, nobody is to wait for it

    async def _rested(self, untold: _Untold) -> None:
        """Wait until no more edits come."""
        after = None
        while after is not self._retriever.snapshot and time.monotonic() - untold.since_s < TOGETHER_S:
            after = self._retriever.snapshot
            await asyncio.sleep(BETWEEN_S)

    def _is_old(self, after: Snapshot, untold: _Untold) -> bool:
        """Whether another edit came, which is to be told with the ones before."""
        return not self._retriever.serves(after) and time.monotonic() - untold.since_s < TOGETHER_S

    async def _effects(self, before: Snapshot, after: Snapshot, is_old: Callable[[], bool]) -> Effects | None:
        """None where they can't be found out, which is no reason not to tell what changed.

        What words answered while the vectors of a first start came is nothing to compare with.
        """
        if (before.matrix is None) != (after.matrix is None):
            return None
        try:
            asked = await self._questions()
            until_s = time.monotonic() + self._effects_s
            return await rehearsal.effects(
                *(self._retriever, before, after, asked),
                still=rehearsal.STILL,
                is_over=lambda: is_old() or time.monotonic() > until_s,
            )
        except Exception:
            logger.exception("what an edit does to other questions could not be found out")
            return None

    def _prepare(self) -> None:
        """Find out in quiet moments where questions lead now, for comparing after the next edit."""
        if self._tell is None:
            return
        if self._preparing:
            self._preparing.cancel()
        self._preparing = self._start(self._prepared())

    async def _prepared(self) -> None:
        await asyncio.sleep(PREPARE_S)
        await self._retriever.ready()
        try:
            await rehearsal.prepare(self._retriever, await self._questions())
        except Exception:
            logger.exception("where known questions lead could not be found out; after an edit it is tried again")

    async def _told(self, outcome: Outcome, asked_by: frozenset[str]) -> None:
        if self._tell is None:
            return
        try:
            # Telegram may be away for an hour; the folder is followed meanwhile.
            await self._tell(outcome, asked_by)
        except Exception:
            logger.exception("the admins could not be told what changed")

    def _start(self, deed: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(deed)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
