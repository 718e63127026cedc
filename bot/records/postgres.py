"""A PostgreSQL server: jobs in, what they return out, beside as many other processes as there are.

Jobs are plain functions, the same as on SQLite, so each of the two connections has a thread: one reads, one writes.
Who writes has the records to itself for that moment, whichever process it is: what a job read before it wrote still stands.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

import psycopg
from psycopg import ClientCursor, Connection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row

from bot.records.database import Database, NewerError, RecordsError, Rows
from bot.records.dialect import for_postgres, values_for_postgres
from bot.records.ear import CHANNEL, Ear
from bot.records.jobs import Failed, JobThread, Kind, Waiting

T = TypeVar("T")

SCHEMA = "verbinder"  # where its tables are: the database may have others'
WRITING = 0x56626472  # the advisory lock of whoever writes: "Vbdr"
HOLDING = 0x56626468  # those of names that processes hold: "Vbdh", and the name
ANSWER_S = 8.0  # how long a job waits for a server that doesn't answer
CONNECT_S = 3  # … and for a connection
AGAIN_S = 1.0  # after a connection failed, jobs fail at once for so long
OPEN_S = 30.0  # how long a start waits for a server that is being started
# What a process that stands still may hold up: the server ends its statement, its wait or its transaction.
SESSION = (
    f"set search_path to {SCHEMA}; set timezone to 'UTC'; set lock_timeout to '5s'; set statement_timeout to '30s'; "
    "set idle_in_transaction_session_timeout to '5s'; set synchronous_commit to 'on'; set client_min_messages to 'warning'"
)
# A connection that was cut off without a word is noticed in seconds.
_ALIVE: dict[str, Any] = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 6000,
}


class _Tables:
    """What a job is given."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Iterable[object] | None = None, /) -> Rows:
        cursor = ClientCursor(self._connection, row_factory=tuple_row)
        cursor.execute(for_postgres(sql).encode(), values_for_postgres(parameters or ()))
        return _Found(cursor)

    def query(self, sql: str, params: Iterable[object] | None = None, /) -> list[dict[str, Any]]:
        cursor = ClientCursor(self._connection, row_factory=tuple_row)
        cursor.execute(for_postgres(sql).encode(), values_for_postgres(params or ()))
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class _Found:
    """What came of a statement; one that returns nothing has no rows."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._rows: list[Any] = cursor.fetchall() if cursor.description else []
        self._at = 0
        self.rowcount = cursor.rowcount

    def fetchone(self) -> Any:
        return next(self, None)

    def fetchall(self) -> list[Any]:
        left, self._at = self._rows[self._at :], len(self._rows)
        return left

    def __iter__(self) -> "_Found":
        return self

    def __next__(self) -> Any:
        if self._at == len(self._rows):
            raise StopIteration
        self._at += 1
        return self._rows[self._at - 1]


class _Line:
    """One connection, made again when it was lost."""

    def __init__(self, url: str, where: str, name: str) -> None:
        self._url, self._where, self._name = url, where, name
        self._connection: Connection[Any] | None = None
        self.held: set[str] = set()  # names that go with it
        self._failed: tuple[float, str] | None = None  # when it last could not be made, by time.monotonic; why

    def connection(self) -> Connection[Any]:
        """Raises RecordsError."""
        if self._connection is not None and not self._connection.closed:
            return self._connection
        if self._failed and time.monotonic() - self._failed[0] < AGAIN_S:
            raise RecordsError(self._failed[1])
        try:
            made = connect(self._url, self._name)
        except psycopg.Error as error:
            said = f"{self._where} can't be reached ({plain(error)}); look whether it runs, and whether DATABASE_URL is right"
            self._failed = (time.monotonic(), said)
            raise RecordsError(said) from None
        self._connection, self._failed, self.held = made, None, set()
        return made

    def close(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
        self._connection = None


class PostgresServer:
    """Runs jobs; none of its methods keeps the event loop waiting."""

    def __init__(
        self, url: str, migrate: Callable[[Database], None], *, answer_s: float = ANSWER_S, open_s: float = OPEN_S
    ) -> None:
        """migrate brings the tables up to date when it is opened; it raises NewerError."""
        self.where, self.anew, self.is_shared = place_of(url), "name another database in DATABASE_URL", True
        self._migrate, self._answer_s, self._open_s = migrate, answer_s, open_s
        self._ear = Ear(url, connect_timeout=CONNECT_S, application_name="verbinder listens", **_ALIVE)
        self._read, self._write = (_Line(url, self.where, f"verbinder {name}") for name in ("reads", "writes"))
        self._reading = JobThread("records-read", self.where, self._try_all)
        self._writing = JobThread("records-write", self.where, self._run)

    async def open(self) -> None:
        """Raises RecordsError, also for records of a newer version."""
        await self._writing.open(self._open)
        await self._reading.open(lambda: None)

    async def close(self) -> None:
        """Run the jobs that wait, then let go."""
        await self._ear.close()
        with suppress(TimeoutError):  # a server that doesn't answer is left as it is
            async with asyncio.timeout(self._answer_s):
                await self._reading.close(lambda _: self._read.close())
                await self._writing.close(lambda _: self._write.close())

    async def read(self, job: Callable[[Any], T]) -> T:
        """What the job returns. Raises RecordsError, as do all below."""
        result: T = await self._answered(self._reading.submit(Kind.READ, job))
        return result

    async def write(self, job: Callable[[Any], T]) -> T:
        """What the job returns, once the server has it on disk."""
        result: T = await self._answered(self._writing.submit(Kind.WRITE, job))
        return result

    def tell(self, db: Database, topic: str) -> None:
        db.execute("select pg_notify(?, ?)", [CHANNEL, topic])

    async def told(self, topic: str, timeout_s: float) -> None:
        await self._ear.told(topic, timeout_s)

    def hold(self, db: Database, name: str) -> None:
        """The server lets go of it the moment the connection ends, as that of a killed process does."""
        if name not in self._write.held:
            db.execute("select pg_advisory_lock(?, hashtext(?))", [HOLDING, name])
            self._write.held.add(name)

    def is_held(self, db: Database, name: str) -> bool:
        return not db.execute("select pg_try_advisory_xact_lock(?, hashtext(?))", [HOLDING, name]).fetchone()[0]

    def see_place(self) -> None:
        """A server has no file that could be removed."""

    async def scrub(self, *, rebuild: bool = True) -> None:
        """Take what was deleted out of the tables; what of it stays in the server's log and free space is the server's."""
        if rebuild:
            await self._answered(self._writing.submit(Kind.ALONE, _vacuum))

    async def _answered(self, future: asyncio.Future[Any]) -> Any:
        done, _ = await asyncio.wait((future,), timeout=self._answer_s)
        if not done:  # a job that hasn't begun by then is not begun any more, see _wanted
            future.set_exception(RecordsError(f"{self.where} doesn't answer; look whether it is well"))
        return await future

    # --- on the threads

    def _run(self, batch: list[Waiting]) -> list[Any]:
        """The result of each, or Failed."""
        wanted = _wanted(batch)
        if batch[0].kind is not Kind.WRITE:
            return self._try_all(batch, self._write)
        results = iter(self._commit(wanted) if wanted else [])
        return [next(results) if waiting in wanted else None for waiting in batch]

    def _commit(self, batch: list[Waiting], *, is_last: bool = False) -> list[Any]:
        is_ending = False
        try:
            connection = self._write.connection()
            with connection.transaction():
                tables = _Tables(connection)
                tables.execute("select pg_advisory_xact_lock(?)", [WRITING])
                results = [waiting.job(tables) for waiting in batch]
                is_ending = True
        except Exception as error:  # ends at whoever awaits the job
            if _is_lost(error):
                self._write.close()
                if not is_last and not is_ending:  # the server was started anew since: nothing of it was kept
                    return self._commit(batch, is_last=True)
            if len(batch) == 1 or isinstance(error, RecordsError) or _is_lost(error):
                return [Failed(self._explained(error))] * len(batch)
            return [result for waiting in batch for result in self._commit([waiting])]  # one is to blame
        return results

    def _try_all(self, batch: list[Waiting], line: _Line | None = None) -> list[Any]:
        if batch[0].kind is Kind.END:
            return [waiting.job(None) for waiting in batch]  # also where there is no connection
        wanted = _wanted(batch)
        return [self._try(waiting.job, line or self._read) if waiting in wanted else None for waiting in batch]

    def _try(self, job: Callable[[Any], Any], line: _Line, *, is_last: bool = False) -> Any:
        try:
            return job(_Tables(line.connection()))
        except Exception as error:  # ends at whoever awaits the job
            if _is_lost(error):
                line.close()
                if not is_last:
                    return self._try(job, line, is_last=True)
            return Failed(self._explained(error))

    def _open(self) -> None:
        until_s = time.monotonic() + self._open_s
        while True:
            try:
                connection = self._write.connection()
                break
            except RecordsError:
                if time.monotonic() > until_s:
                    raise
                time.sleep(AGAIN_S)
        try:
            with connection.transaction():
                tables = _Tables(connection)
                tables.execute(
                    "select pg_advisory_xact_lock(?)", [WRITING]
                )  # of two processes the second finds it done
                tables.execute(f"create schema if not exists {SCHEMA}")
                self._migrate(tables)
        except psycopg.Error as error:
            self._write.close()
            raise self._explained(error) from error
        except NewerError as error:
            self._write.close()
            raise RecordsError(
                f"{self.where} was written by a newer version of the bot (it knows '{error}'); start that version"
            ) from None

    def _explained(self, error: Exception) -> Exception:
        """The error as callers know it."""
        if not isinstance(error, psycopg.Error):
            return error
        if _is_lost(error):
            return RecordsError(f"{self.where} was lost ({plain(error)}); look whether it runs")
        if isinstance(error, psycopg.errors.LockNotAvailable | psycopg.errors.QueryCanceled):
            return RecordsError(f"{self.where}: another process keeps it from writing ({plain(error)})")
        if isinstance(error, psycopg.errors.DiskFull):
            return RecordsError(f"{self.where}: its disk is full; make room on it, or take a larger plan")
        if isinstance(error, psycopg.errors.InsufficientPrivilege | psycopg.errors.ReadOnlySqlTransaction):
            return RecordsError(f"{self.where} can't be written ({plain(error)}); let the bot's user do that")
        return RecordsError(f"{self.where}: {plain(error)}")


def connect(url: str, name: str) -> Connection[Any]:
    """name: as the server's list of connections shows it. Raises psycopg.Error."""
    made = psycopg.connect(
        url, autocommit=True, connect_timeout=CONNECT_S, prepare_threshold=None, application_name=name, **_ALIVE
    )
    made.execute(SESSION)
    return made


def tables_on(connection: Connection[Any]) -> Database:
    """What jobs are given, on a connection of one's own."""
    return _Tables(connection)


def place_of(url: str) -> str:
    """Where the records are, as messages name it: without user and password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        return "the database of DATABASE_URL"
    return f"the database {parts.get('dbname', '')} at {parts.get('host', 'localhost')}"


def plain(error: Exception) -> str:
    """Its first line: what follows quotes what was written."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _is_lost(error: Exception) -> bool:
    """Whether it is the connection that failed, and not what was done with it."""
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and not isinstance(
        error, psycopg.errors.LockNotAvailable | psycopg.errors.QueryCanceled | psycopg.errors.DiskFull
    )


def _wanted(batch: list[Waiting]) -> list[Waiting]:
    """Those whose caller was not told that the server doesn't answer: they would be done behind its back."""
    return [waiting for waiting in batch if not waiting.future.done() or waiting.future.cancelled()]


def _vacuum(db: Database) -> None:
    rows = db.execute("select tablename from pg_tables where schemaname = ?", [SCHEMA]).fetchall()
    if rows:
        db.execute(f"vacuum (skip_locked) {', '.join(f'{SCHEMA}.{name}' for (name,) in rows)}")
