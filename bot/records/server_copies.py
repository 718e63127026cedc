"""Records on a PostgreSQL server in, a file with the same in it out; and back. What backup and restore do where they are there."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier
from sqlite_utils import Database

from bot.records import between
from bot.records import file as records_file
from bot.records.backup_errors import BackupError
from bot.records.database import NewerError
from bot.records.migrations import Steps
from bot.records.people import Keys
from bot.records.postgres import SCHEMA, WRITING, connect, place_of, plain, tables_on
from bot.when.clock import AMSTERDAM

# A dump or a table that is filled may take longer than what the bot does.
_PATIENT = "set statement_timeout to 0; set idle_in_transaction_session_timeout to 0"
LINGERS_S = 2.0  # that a server may go on showing a connection that was closed, as that of a bot that was just stopped
RESTORES = "verbinder restores"  # what its connection is called
# What is in every database that a bot was started on, though nobody ever said a word to it.
_OF_NOBODY = ("migrations", "seals", "processes")


class Put(NamedTuple):
    """Records that were put on a server."""

    kept: str  # the schema in which the records of before are now; empty: there were none
    is_met: bool  # whether a bot started meanwhile


@contextmanager
def to_file(url: str, target: Path, keys: Keys, steps: Steps) -> Iterator[int]:
    """Write the records of a server, as they stand at one moment, into an empty file; how many questions are in it.

    Raises BackupError.
    """
    with _server(url, "backup of verbinder") as server:
        server.execute("set transaction isolation level repeatable read, read only")
        applied = _applied(server, SCHEMA)
        if not applied:
            raise BackupError(f"{place_of(url)}: no records there; name the database that the bot has in DATABASE_URL")
        seal = server.execute("select fingerprint from seals order by used desc limit 1").fetchone()
        if seal and seal[0] != keys.fingerprint:
            raise BackupError(f"{place_of(url)} is sealed with another key; set DATA_KEY as the bot has it")
        try:
            taken = steps.taken(applied)
        except NewerError as error:
            raise BackupError(_newer(place_of(url), error)) from None
        with closing(sqlite3.connect(target, isolation_level=None)) as file:
            db = Database(file, execute_plugins=False)
            taken.migrate(db)
            db.execute("begin")
            between.to_file(server, db)
            # What waited for an answer gets one from the bot that runs, and must not get another after a restore.
            db.execute("delete from updates where done is null")
            db.commit()
            count = records_file.count(db)
    yield count


def put(source: Path, url: str, steps: Steps, *, now: datetime) -> Put:
    """Put the records of a file in the place of those on a server, which are kept in a schema of another name.

    Whatever happens meanwhile, the records are one of the two, whole: it is one transaction. Nobody has the file open, which
    is brought up to date. Raises BackupError.
    """
    with closing(sqlite3.connect(source, isolation_level=None)) as file:
        db = Database(file, execute_plugins=False)
        steps.migrate(db)
        with _server(url, RESTORES) as server:
            server.execute("select pg_advisory_xact_lock(%s)", [WRITING])
            if _stay_others(server):
                raise BackupError(
                    f"a bot is running on {place_of(url)}, or another restore; stop it first (one whose machine vanished counts "
                    "as running until the server notices that)"
                )
            kept = _set_aside(server, url, steps, now)
            server.execute(SQL("create schema {}").format(Identifier(SCHEMA)))
            steps.migrate_server(tables_on(server))
            between.to_server(db, server, SCHEMA)
            if kept:
                _carry_on(server, kept, steps)
        with _server(url, RESTORES) as server:
            return Put(kept, is_met=_others(server, but=RESTORES))


def _set_aside(server: Connection[Any], url: str, steps: Steps, now: datetime) -> str:
    """Give the records that are there another name; empty: there were none, or nothing of anybody's in them."""
    found = server.execute("select 1 from pg_namespace where nspname = %s", [SCHEMA]).fetchone()
    if found is None:
        return ""
    if not _is_used(server):
        server.execute(SQL("drop schema {} cascade").format(Identifier(SCHEMA)))
        return ""
    kept = f"{SCHEMA}_until_{now.astimezone(AMSTERDAM):%Y_%m_%d_%H%M%S}"
    server.execute(SQL("alter schema {} rename to {}").format(Identifier(SCHEMA), Identifier(kept)))
    return kept


def _is_used(server: Connection[Any]) -> bool:
    tables = server.execute("select tablename from pg_tables where schemaname = %s", [SCHEMA]).fetchall()
    return any(
        server.execute(SQL("select 1 from {} limit 1").format(Identifier(SCHEMA, name))).fetchone()
        for (name,) in tables
        if name not in _OF_NOBODY
    )


def _carry_on(server: Connection[Any], before: str, steps: Steps) -> None:
    """Let records go on where those of before end: no number is given again, and nothing said once is said again."""
    try:
        steps.taken(_applied(server, before))
    except NewerError:
        return
    known = {(table, column) for table, column, _ in between.counters(server, SCHEMA)}
    for table, column, last in between.counters(server, before):
        if (table, column) in known:
            between.go_on(server, SCHEMA, table, column, last)
    if server.execute("select to_regclass(%s)", [f"{before}.deliveries"]).fetchone() != (None,):
        server.execute(
            SQL("insert into {} (key, at) select key, at from {} on conflict do nothing").format(
                Identifier(SCHEMA, "deliveries"), Identifier(before, "deliveries")
            )
        )


def _applied(server: Connection[Any], schema: str) -> list[str]:
    """The steps that the records there have taken; none: there are no records."""
    if server.execute("select to_regclass(%s)", [f"{schema}.migrations"]).fetchone() == (None,):
        return []
    return [
        name
        for (name,) in server.execute(
            SQL("select name from {} order by name").format(Identifier(schema, "migrations"))
        ).fetchall()
    ]


def _stay_others(server: Connection[Any]) -> bool:
    """Whether a bot has the records open, and not only for the moment in which the server lets it go."""
    until_s = time.monotonic() + LINGERS_S
    while _others(server):
        if time.monotonic() > until_s:
            return True
        time.sleep(LINGERS_S / 40)
        server.execute("select pg_stat_clear_snapshot()")  # a transaction is shown the same again and again, else
    return False


def _others(server: Connection[Any], *, but: str = "") -> bool:
    """Whether a bot has the records open; each process shows itself with its connections.

    but: not those of that name, as of a connection that was let go and that the server shows for a moment more.
    """
    found = server.execute(
        "select 1 from pg_stat_activity where datname = current_database() and application_name like 'verbinder %%' "
        "and application_name <> %s and pid <> pg_backend_pid() limit 1",
        [but],
    ).fetchone()
    return found is not None


@contextmanager
def _server(url: str, name: str) -> Iterator[Connection[Any]]:
    """A connection in a transaction, which is committed when the block ends well. Raises BackupError."""
    try:
        with connect(url, name) as server:
            server.execute(_PATIENT)
            with server.transaction():
                yield server
    except psycopg.Error as error:
        raise BackupError(
            f"{place_of(url)}: {plain(error)}; look whether it runs, whether DATABASE_URL is right, and what its user may do"
        ) from None


def _newer(where: str, error: NewerError) -> str:
    return f"{where} was written by a newer version of the bot (it knows '{error}'); run this with that version"
