"""An SQLite file: jobs in, what they return out; writes that wait together are committed together."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.records.database import ForeignError, NewerError, RecordsError, RemovedError
from bot.records.jobs import Failed, JobThread, Kind, Waiting
from knowledge import private

T = TypeVar("T")
Job = Callable[[Database], T]

BUSY_S = 5.0  # a process that has the file longer than this is stuck
SCRUB_S = 10.0  # how long to wait for other processes to let go of the log
CHECKED_BYTES = 64 * 2**20  # a file up to this size is checked whole at start, which takes less than a second

NO_TEXT = "it holds what is no text"
# What goes wrong with the file rather than with one job: primary result codes, https://sqlite.org/rescode.html
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DENIED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FOR_ALL = {*_LOCKED, *_DENIED, *_DAMAGED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM}


class SqliteFile:
    """Runs jobs in the order in which they come; none of its methods keeps the event loop waiting."""

    def __init__(self, path: Path | str, migrate: Callable[[Database], None], *, busy_s: float = BUSY_S) -> None:
        """path: a file, or ":memory:"; busy_s: how long to wait for another process that writes.

        migrate brings the tables up to date when it is opened; it raises ForeignError and NewerError.
        """
        self._path = path
        self._migrate = migrate
        self._busy_s = busy_s
        self._jobs = JobThread("records", str(path), self._run)
        self._db: Database | None = None
        self._file: os.stat_result | None = None  # which was opened; None: there is none, or not yet

    @property
    def where(self) -> str:
        return str(self._path)

    @property
    def is_shared(self) -> bool:
        return False

    @property
    def anew(self) -> str:
        return "move records.db away"

    async def open(self) -> None:
        """Raises RecordsError, also for a file that is damaged, is another program's or of a newer version."""
        await self._jobs.open(self._open)

    async def close(self) -> None:
        """Run the jobs that wait, then close the file."""
        await self._jobs.close(self._close)

    async def read(self, job: Job[T]) -> T:
        """What the job returns. Raises RecordsError, as do all below."""
        result: T = await self._jobs.submit(Kind.READ, job)
        return result

    async def write(self, job: Job[T]) -> T:
        """What the job returns, once it is on disk."""
        result: T = await self._jobs.submit(Kind.WRITE, job)
        return result

    def tell(self, db: Database, topic: str) -> None:
        """A file tells nobody: who waits looks for itself."""

    def hold(self, db: Database, name: str) -> None:
        """Processes that share a file know each other by files, see `running`."""

    def is_held(self, db: Database, name: str) -> bool:
        return False

    async def told(self, topic: str, timeout_s: float) -> None:
        await asyncio.sleep(timeout_s)

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
            await self._jobs.submit(Kind.ALONE, lambda db: db.execute("vacuum"))
        while await self._jobs.submit(Kind.ALONE, _is_log_kept):
            if time.monotonic() > until_s:
                raise RecordsError(
                    f"{self._path}: another program keeps reading it, so deleted records are still in its log; "
                    "end whatever has it open"
                )
            await asyncio.sleep(0.1)

    # --- on the thread

    def _run(self, batch: list[Waiting]) -> list[Any]:
        """The result of each, or Failed."""
        if any(waiting.kind is Kind.WRITE for waiting in batch):
            return self._commit(batch)
        return [self._try(waiting.job) for waiting in batch]

    def _commit(self, batch: list[Waiting]) -> list[Any]:
        db = self._opened()
        try:
            db.execute("begin immediate")
            results = [waiting.job(db) for waiting in batch]
            db.commit()
        except Exception as error:  # ends at whoever awaits the job
            with suppress(sqlite3.Error):
                db.rollback()
            if len(batch) == 1 or _code(error) in _FOR_ALL:
                return [Failed(self._explained(error))] * len(batch)
            return [result for waiting in batch for result in self._run([waiting])]  # one is to blame: each by itself
        return results

    def _try(self, job: Job[Any]) -> Any:
        try:
            return job(self._opened())
        except Exception as error:  # ends at whoever awaits the job
            return Failed(self._explained(error))

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
