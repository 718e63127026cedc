"""A thread that is given jobs, and hands back what they return: those that wait together are done together."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from bot.records.database import RecordsError

BATCH = 1000  # jobs a commit; the last of them waits for all


class Kind(Enum):
    """How a job is done."""

    READ = auto()
    WRITE = auto()
    ALONE = auto()  # outside of any transaction, as vacuum has to be
    END = auto()  # the last there is


_BY_ITSELF = (Kind.ALONE, Kind.END)


@dataclass(slots=True)
class Waiting:
    """A job, and where what it returns is waited for."""

    kind: Kind
    job: Callable[[Any], Any]
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """What a job raised, in the place of what it would have returned."""

    error: Exception


class JobThread:
    """Does jobs in the order in which they come."""

    def __init__(self, name: str, where: str, do: Callable[[list[Waiting]], list[Any]]) -> None:
        """where: as messages name it; do: jobs of one transaction in, what each returns or Failed out, on the thread."""
        self._name, self._where, self._do = name, where, do
        self._jobs: deque[Waiting] = deque()
        self._is_due = False  # the thread has been told that there are jobs
        self._thread: ThreadPoolExecutor | None = None

    async def open(self, deed: Callable[[], None]) -> None:
        """Begin with that deed; what it raises is raised, and the thread is none."""
        self._thread = ThreadPoolExecutor(1, self._name)
        self._jobs, self._is_due = deque(), False  # its own: the thread of the opening before may look once more
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, deed)
        except BaseException:
            self._thread.shutdown()
            self._thread = None
            raise

    async def close(self, deed: Callable[[Any], None]) -> None:
        """Do the jobs that wait, and then that deed."""
        thread = self._thread
        if thread is None:
            return
        closed = self.submit(Kind.END, deed)
        self._thread = None
        try:
            await asyncio.shield(closed)
        finally:
            thread.shutdown(wait=False)

    def submit(self, kind: Kind, job: Callable[[Any], Any]) -> asyncio.Future[Any]:
        """What the job returns. Raises RecordsError where the thread is none."""
        if self._thread is None:
            raise RecordsError(f"{self._where} is closed")
        future = asyncio.get_running_loop().create_future()
        self._jobs.append(Waiting(kind, job, future))
        if not self._is_due:
            self._is_due = True
            self._thread.submit(self._work, self._jobs)
        return future

    def _work(self, jobs: deque[Waiting]) -> None:
        self._is_due = False  # before looking: what comes after the last look is told again
        while batch := _taken(jobs):
            results = self._do(batch)
            with suppress(RuntimeError):  # the loop has been closed, and nobody waits
                batch[0].future.get_loop().call_soon_threadsafe(_deliver, batch, results)


def _taken(jobs: deque[Waiting]) -> list[Waiting]:
    """What can be done in one transaction, or one job that has to be done outside of any."""
    batch: list[Waiting] = []
    while jobs and len(batch) < BATCH and (not batch or jobs[0].kind not in _BY_ITSELF):
        batch.append(jobs.popleft())
        if batch[-1].kind in _BY_ITSELF:
            break
    return batch


def _deliver(batch: Iterable[Waiting], results: Iterable[Any]) -> None:
    for waiting, result in zip(batch, results, strict=True):
        if waiting.future.done():  # nobody waits any more
            continue
        if isinstance(result, Failed):
            waiting.future.set_exception(result.error)
        else:
            waiting.future.set_result(result)
