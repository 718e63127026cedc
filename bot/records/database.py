"""A thread that owns an SQLite file: jobs in, what they return out; writes that wait together are committed together."""

import asyncio
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from knowledge import private

T = TypeVar("T")
Job = Callable[[Database], T]  # may be run twice, so it changes nothing but the database

BUSY_S = 5.0  # a process that has the file longer than this is stuck
BATCH = 1000  # jobs a commit; the last of them waits for all
SCRUB_S = 10.0  # how long to wait for other processes to let go of the log
CHECKED_BYTES = 64 * 2**20  # a file up to this size is checked whole at start, which takes less than a second

NO_TEXT = "it holds what is no text"
# What goes wrong with the file rather than with one job: primary result codes, https://sqlite.org/rescode.html
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DENIED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FOR_ALL = {*_LOCKED, *_DENIED, *_DAMAGED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM}


class ForeignError(Exception):
    """The database is not ours."""


class NewerError(Exception):
    """The database was made by a newer version; the message is the name of the first unknown migration."""


class RecordsError(Exception):
    """Records can't be opened, read or written; the message names the file and says what to do."""


class RemovedError(RecordsError):
    """The file was removed, moved or replaced while it is open: what is written now nobody finds again."""


class _Kind(Enum):
    READ = auto()
    WRITE = auto()
    ALONE = auto()  # outside of any transaction, as vacuum has to be


@dataclass(slots=True)
class _Waiting:
    kind: _Kind
    job: Job[Any]
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


class DatabaseThread:
    """Runs jobs in the order in which they come; none of its methods keeps the event loop waiting."""

    def __init__(self, path: Path | str, migrate: Callable[[Database], None], *, busy_s: float = BUSY_S) -> None:
        """path: a file, or ":memory:"; busy_s: how long to wait for another process that writes.

        migrate brings the tables up to date when it is opened; it raises ForeignError and NewerError.
        """
        self._path = path
        self._migrate = migrate
        self._busy_s = busy_s
        self._jobs: deque[_Waiting] = deque()
        self._is_due = False  # the thread has been told that there are jobs
        self._thread: ThreadPoolExecutor | None = None
        self._db: Database | None = None
        self._file: os.stat_result | None = None  # which was opened; None: there is none, or not yet

    async def open(self) -> None:
        """Raises RecordsError, also for a file that is damaged, is another program's or of a newer version."""
        self._thread = ThreadPoolExecutor(1, "records")
        self._jobs, self._is_due = deque(), False  # its own: the thread of the opening before may look once more
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._open)
        except BaseException:
            self._thread.shutdown()
            self._thread = None
            raise

    async def close(self) -> None:
        """Run the jobs that wait, then close the file."""
        thread = self._thread
        if thread is None:
            return
        closed = self._submit(_Kind.ALONE, self._close)
        self._thread = None
        try:
            await asyncio.shield(closed)
        finally:
            thread.shutdown(wait=False)

    async def read(self, job: Job[T]) -> T:
        """What the job returns. Raises RecordsError, as do all below."""
        result: T = await self._submit(_Kind.READ, job)
        return result

    async def write(self, job: Job[T]) -> T:
        """What the job returns, once it is on disk."""
        result: T = await self._submit(_Kind.WRITE, job)
        return result

    def see_place(self) -> None:
        """Raises RemovedError where the file that is open is no longer the one with its name."""
        if self._file is None:
            return
        try:
            is_there = os.path.samestat(self._file, Path(self._path).stat())
        except OSError:
            is_there = False
        if not is_there:
            raise RemovedError(
                f"{self._path} was removed or replaced while the bot runs, and what it writes goes with it when it ends; stop the "
                "bot, put the file back, and start it"
            )

    async def scrub(self, *, rebuild: bool = True) -> None:
        """Leave no bytes of what was deleted, neither in the file nor in its log.

        secure_delete overwrites what is deleted, but not older copies that SQLite left behind when it moved rows between
        pages: only to rebuild the file, some 30 ms a MiB, gets rid of those.
        """
        if str(self._path) == ":memory:":
            return
        until_s = time.monotonic() + SCRUB_S
        if rebuild:
            await self._submit(_Kind.ALONE, lambda db: db.execute("vacuum"))
        while await self._submit(_Kind.ALONE, _is_log_kept):
            if time.monotonic() > until_s:
                raise RecordsError(
                    f"{self._path}: another program keeps reading it, so deleted records are still in its log; "
                    "end whatever has it open"
                )
            await asyncio.sleep(0.1)

    def _submit(self, kind: _Kind, job: Job[Any]) -> asyncio.Future[Any]:
        if self._thread is None:
            raise RecordsError(f"{self._path} is closed")
        future = asyncio.get_running_loop().create_future()
        self._jobs.append(_Waiting(kind, job, future))
        if not self._is_due:
            self._is_due = True
            self._thread.submit(self._work, self._jobs)
        return future

    # --- on the thread

    def _work(self, jobs: deque[_Waiting]) -> None:
        self._is_due = False  # before looking: what comes after the last look is told again
        while batch := _taken(jobs):
            results = self._run(batch)
            with suppress(RuntimeError):  # the loop has been closed, and nobody waits
                batch[0].future.get_loop().call_soon_threadsafe(_deliver, batch, results)

    def _run(self, batch: list[_Waiting]) -> list[Any]:
        """The result of each, or _Failed."""
        if any(waiting.kind is _Kind.WRITE for waiting in batch):
            return self._commit(batch)
        return [self._try(waiting.job) for waiting in batch]

    def _commit(self, batch: list[_Waiting]) -> list[Any]:
        db = self._opened()
        try:
            db.execute("begin immediate")
            results = [waiting.job(db) for waiting in batch]
            db.commit()
        except Exception as error:  # ends at whoever awaits the job
            with suppress(sqlite3.Error):
                db.rollback()
            if len(batch) == 1 or _code(error) in _FOR_ALL:
                return [_Failed(self._explained(error))] * len(batch)
            return [result for waiting in batch for result in self._run([waiting])]  # one is to blame: each by itself
        return results

    def _try(self, job: Job[Any]) -> Any:
        try:
            return job(self._opened())
        except Exception as error:  # ends at whoever awaits the job
            return _Failed(self._explained(error))

    def _opened(self) -> Database:
        if self._db is None:
            raise RecordsError(f"{self._path} is closed")
        return self._db

    def _open(self) -> None:
        try:
            if str(self._path) != ":memory:":
                private.make_file(Path(self._path))  # SQLite gives its log the same mode
            connection = sqlite3.connect(str(self._path), timeout=self._busy_s, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._explained(error) from error
        try:
            self._db = self._prepared(connection)
            self._file = None if str(self._path) == ":memory:" else Path(self._path).stat()
        except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            raise self._explained(error) from error
        except BaseException:
            connection.close()
            raise

    def _prepared(self, connection: sqlite3.Connection) -> Database:
        db = Database(connection, execute_plugins=False)
        for pragma in ("secure_delete = on", "temp_store = memory", "synchronous = full"):
            db.execute(f"pragma {pragma}")
        self._check(db)
        try:
            self._migrate(db)
        except ForeignError:
            raise RecordsError(
                f"{self._path} is a database of another program; move it away, or set VAR_DIR to a folder of the bot's own"
            ) from None
        except NewerError as error:
            raise RecordsError(
                f"{self._path} was written by a newer version of the bot (it knows '{error}'); start that version, or put "
                "back a copy of the file from before the update"
            ) from None
        _keep_log(db)
        return db

    def _check(self, db: Database) -> None:
        """Raise where the file is damaged."""
        path = Path(self._path)
        if path.is_file() and path.stat().st_size <= CHECKED_BYTES:
            (found,) = db.execute("pragma quick_check(1)").fetchone()
            if found != "ok":
                raise RecordsError(self._advice_if_damaged(found))

    def _close(self, db: Database) -> None:
        self._db = None
        db.close()

    def _explained(self, error: Exception) -> Exception:
        """The error as callers know it; one that is no fault of the file's is left as it is."""
        if is_no_text(error):
            return RecordsError(self._advice_if_damaged(NO_TEXT))
        if isinstance(error, OSError):
            return RecordsError(f"{self._path} can't be made ({error.strerror}); let the bot write to that folder")
        if not isinstance(error, sqlite3.Error):
            return error
        code = _code(error)
        if code in _DAMAGED:
            return RecordsError(self._advice_if_damaged(str(error)))
        if code == sqlite3.SQLITE_FULL:
            return RecordsError(f"{self._path}: the disk is full; make room on it")
        if code in _LOCKED:
            return RecordsError(f"{self._path}: another program has it locked; end whatever has it open")
        if code in _DENIED:
            return RecordsError(f"{self._path} can't be written ({error}); let the bot write to it and to its folder")
        return RecordsError(f"{self._path}: {error}; look whether its disk is well")

    def _advice_if_damaged(self, found: str) -> str:
        return (
            f"{self._path} is damaged, or no database ({found}); put back a copy, or move the file away: a new one is made, "
            "and what was remembered is lost"
        )


def _taken(jobs: deque[_Waiting]) -> list[_Waiting]:
    """What can be done in one transaction, or one job that has to be done outside of any."""
    batch: list[_Waiting] = []
    while jobs and len(batch) < BATCH and (not batch or jobs[0].kind is not _Kind.ALONE):
        batch.append(jobs.popleft())
        if batch[-1].kind is _Kind.ALONE:
            break
    return batch


def _deliver(batch: Iterable[_Waiting], results: Iterable[Any]) -> None:
    for waiting, result in zip(batch, results, strict=True):
        if waiting.future.done():  # nobody waits any more
            continue
        if isinstance(result, _Failed):
            waiting.future.set_exception(result.error)
        else:
            waiting.future.set_result(result)


def is_no_text(error: Exception) -> bool:
    """Whether Python can't read as text what stands in a damaged file.

    It says so in words that quote it, without a code of SQLite's; or can't even read SQLite's own words, which quote it too.
    """
    return isinstance(error, UnicodeDecodeError) or (
        isinstance(error, sqlite3.OperationalError) and _code(error) is None
    )


def _code(error: Exception) -> int | None:
    """SQLite's primary result code."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _keep_log(db: Database) -> None:
    """Write ahead, where the file system can do that. SQLite doesn't wait by itself for others to make this change."""
    until_s = time.monotonic() + BUSY_S
    while True:
        try:
            db.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if _code(error) not in _LOCKED or time.monotonic() > until_s:
                raise
            time.sleep(0.05)


def _is_log_kept(db: Database) -> bool:
    """Empty the log; whether that has to wait for others."""
    is_busy: int = db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
    return bool(is_busy)
