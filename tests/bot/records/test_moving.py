"""Records that move from a file to a server and back, by a backup: nothing is lost on the way, and no number given twice."""

import asyncio
import csv
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.records.backup import back_up
from bot.records.backup_errors import BackupError
from bot.records.people import KEY_FILE, Keys
from bot.records.questions import Noted, Where
from bot.records.records import Records
from bot.records.restore import restore, restore_on_server
from bot.records.updates import Arrived
from index.answer import Outcome
from tests import postgres
from tests.house import SHELVES, STEPS

pytest.importorskip("psycopg", reason="psycopg is not installed")

import psycopg

from bot.records import between
from bot.records.postgres import SCHEMA, connect, tables_on

pytestmark = pytest.mark.one_engine

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 24, 11, 5, 6, tzinfo=UTC)
KEYS = Keys(b"k" * 32)
NOTED = Noted("ans", "ans alone", "nl", Outcome.UNKNOWN, None, 0.1, False, 40.0, Where.PRIVATE, "wie tekent de akte")
ROWS = 30  # in each table


@pytest.fixture
def url() -> Iterator[str]:
    """A database that nobody used."""
    with postgres.new_database() as made:
        yield made


async def begun(place: Path | str) -> None:
    records = Records(place, KEYS, SHELVES)
    await records.open()
    await records.close()


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def fill(path: Path) -> None:
    """Every column of every table of every room, with gaps between numbers, and rows that came in another order than their keys."""
    with closing(sqlite3.connect(path)) as db:
        for table, columns in tables(db):
            if table == "seals":  # which tell that the key is ours
                continue
            for number in range(ROWS, 0, -1):
                values = [made(table, column, kind, number) for column, kind in columns]
                db.execute(f"insert into {table} values ({', '.join('?' for _ in values)})", values)
            db.execute(f"delete from {table} where rowid in (3, {ROWS})" if has_numbers(db, table) else "select 1")
        db.commit()


def made(table: str, column: str, kind: str, number: int) -> object:
    if table == "updates" and column == "done":
        return "2026-11-24T06:30:00.000+00:00"
    if kind == "INTEGER":
        return number if column in ("number", "id", "question", "message") else number % 2
    if kind == "REAL":
        return number + 0.1
    return KEYS.seal(f"{table} {column} {number}") if number % 3 else f"{table} {column} {number} é'\\\t\n💚"


def tables(db: sqlite3.Connection) -> list[tuple[str, list[tuple[str, str]]]]:
    found = db.execute("select name from sqlite_master where type = 'table' and name not like '%sqlite%' order by name")
    return [
        (name, [(column, kind.upper()) for _, column, kind, *_ in db.execute(f"pragma table_info({name})")])
        for (name,) in found.fetchall()
    ]


def has_numbers(db: sqlite3.Connection, table: str) -> bool:
    (sql,) = db.execute("select sql from sqlite_master where name = ?", [table]).fetchone()
    return "without rowid" not in sql


def held_in_file(path: Path) -> tuple[dict[str, list[Any]], dict[str, int]]:
    """(the rows of each table in the order in which they came, the last number of each that counts)."""
    with closing(sqlite3.connect(path)) as db:
        rows = {
            name: db.execute(
                f"select {', '.join(c for c, _ in columns)} from {name} order by {'rowid' if has_numbers(db, name) else '1, 2'}"
            ).fetchall()
            for name, columns in tables(db)
        }
        return rows, dict(db.execute("select name, seq from sqlite_sequence").fetchall())


def held_on_server(url: str, path: Path) -> dict[str, list[Any]]:
    """The rows on a server, of the tables that a file has."""
    with closing(sqlite3.connect(path)) as db, connect(url, "tests") as server:
        held = tables_on(server)
        return {
            name: held.execute(f"select {', '.join(column for column, _ in columns)} from {name}").fetchall()
            for name, columns in tables(db)
        }


async def test_every_row_of_every_room_goes_to_a_server_and_comes_back(url: str, tmp_path: Path) -> None:
    file, back = tmp_path / "var", tmp_path / "back"
    file.mkdir()
    await begun(file / "records.db")
    fill(file / "records.db")
    rows, last = held_in_file(file / "records.db")
    assert min(len(found) for name, found in rows.items() if name != "seals") >= ROWS - 2

    back_up(file, KEYS, tmp_path / "a", STEPS)
    there = restore_on_server(tmp_path / "a", url, tmp_path / "work", KEYS, STEPS, now=NOW)
    on_server = held_on_server(url, file / "records.db")
    back_up(tmp_path / "work", KEYS, tmp_path / "b", STEPS, database_url=url)
    restore(tmp_path / "b", back, KEYS, STEPS, now=NOW)

    assert (there.questions, there.kept, there.is_met) == (len(rows["questions"]), "", False)
    assert {name: sorted(found, key=repr) for name, found in on_server.items()} == {
        name: sorted(found, key=repr) for name, found in rows.items()
    }
    assert held_in_file(back / "records.db") == (rows, last)
    assert names(tmp_path / "work") == []


async def test_bot_goes_on_where_the_file_ended(url: str, tmp_path: Path) -> None:
    """Numbers that were given are given to nobody else, also those whose rows are gone."""
    file = Records(tmp_path / "records.db", KEYS, SHELVES)
    await file.open()
    for words in ("een", "twee", "drie"):
        await file.questions.asked(replace(NOTED, words=words))
    await file.languages.speak("bep", "en")
    await file.deliveries.claim("said once")
    await file._database.write(lambda db: db.execute("delete from questions where number = 3"))
    await file.close()
    back_up(tmp_path, KEYS, tmp_path / "a", STEPS)
    restore_on_server(tmp_path / "a", url, tmp_path, KEYS, STEPS, now=NOW)

    server = Records(url, KEYS, SHELVES)
    await server.open()
    number = await server.questions.asked(replace(NOTED, words="vier"))
    again, lang = await server.deliveries.claim("said once"), await server.languages.of("bep")
    sealed = await server._database.read(
        lambda db: [words for (words,) in db.execute("select words from questions order by number").fetchall()]
    )
    await server.close()

    assert (number, again, lang) == (4, False, "en")
    assert [KEYS.unseal(words) for words in sealed] == ["een", "twee", "vier"]


async def test_records_of_before_are_kept_beside_and_what_was_said_is_not_said_again(url: str, tmp_path: Path) -> None:
    await begun(tmp_path / "records.db")
    back_up(tmp_path, KEYS, tmp_path / "a", STEPS)
    records = Records(url, KEYS, SHELVES)
    await records.open()
    numbers = [await records.questions.asked(NOTED) for _ in range(5)]
    await records.deliveries.claim("said since")
    await records.close()

    restored = restore_on_server(tmp_path / "a", url, tmp_path, KEYS, STEPS, now=NOW)

    await records.open()
    again, number = await records.deliveries.claim("said since"), await records.questions.asked(NOTED)
    await records.close()
    assert (numbers, restored.kept, again, number) == ([1, 2, 3, 4, 5], "verbinder_until_2026_11_24_120506", False, 6)
    with connect(url, "tests") as server:
        assert server.execute("select count(*) from verbinder_until_2026_11_24_120506.questions").fetchone() == (5,)


async def test_a_bot_that_was_just_stopped_is_waited_for(url: str, tmp_path: Path) -> None:
    """The server may show its connections for a moment more."""
    await begun(tmp_path / "records.db")
    back_up(tmp_path, KEYS, tmp_path / "a", STEPS)
    with connect(url, "verbinder lets go") as lingering:
        threading.Timer(0.4, lingering.close).start()

        restored = await asyncio.to_thread(restore_on_server, tmp_path / "a", url, tmp_path, KEYS, STEPS, now=NOW)

        assert (lingering.closed, restored.kept) == (True, "")


async def test_backup_of_a_server_is_of_one_moment_while_a_bot_writes_and_restore_wants_it_to_itself(
    url: str, tmp_path: Path
) -> None:
    """What waits for an answer is left out: the bot that runs answers it."""
    records = Records(url, KEYS, SHELVES)
    await records.open()
    await records.questions.asked(NOTED)
    await records.updates.write_down([Arrived(8, "{}", "ans", "ans alone")], "a process")

    made = back_up(tmp_path, KEYS, tmp_path / "a", STEPS, database_url=url)
    with pytest.raises(BackupError) as refused:
        restore_on_server(tmp_path / "a", url, tmp_path, KEYS, STEPS, now=NOW)
    await records.close()

    assert made.questions == 1
    assert str(refused.value).startswith("a bot is running on the database t")
    restored = restore(tmp_path / "a", tmp_path / "file", KEYS, STEPS, now=NOW)
    rows, _ = held_in_file(tmp_path / "file" / "records.db")
    assert (restored.questions, rows["updates"], rows["processes"]) == (1, [], [])


async def test_restore_that_fails_half_way_leaves_the_server_as_it_was(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begun(tmp_path / "records.db")
    back_up(tmp_path, KEYS, tmp_path / "a", STEPS)
    records = Records(url, KEYS, SHELVES)
    await records.open()
    await records.questions.asked(NOTED)
    await records.close()
    before = held_on_server(url, tmp_path / "records.db")

    def cut_off(*_: object) -> None:
        raise psycopg.OperationalError("the line was cut")

    monkeypatch.setattr(between, "go_on", cut_off)
    with pytest.raises(BackupError, match="the line was cut"):
        restore_on_server(tmp_path / "a", url, tmp_path, KEYS, STEPS, now=NOW)

    assert held_on_server(url, tmp_path / "records.db") == before


async def test_server_of_an_earlier_version_is_backed_up_and_a_later_one_is_refused(url: str, tmp_path: Path) -> None:
    with connect(url, "tests") as server, server.transaction():
        server.execute(f"create schema {SCHEMA}".encode())
        known = sorted(STEPS._names)
        STEPS.taken(known[: len(known) // 2]).migrate_server(tables_on(server))
        tables_on(server).execute("insert into people (person, lang, seen) values ('bep', 'en', '2026')")

    back_up(tmp_path, KEYS, tmp_path / "a", STEPS, database_url=url)
    restored = restore_on_server(tmp_path / "a", url, tmp_path, KEYS, STEPS, now=NOW)
    records = Records(url, KEYS, SHELVES)
    await records.open()
    lang = await records.languages.of("bep")
    await records.close()
    with connect(url, "tests") as server:
        tables_on(server).execute("insert into migrations values ('999 cats', '2026')")
    with pytest.raises(BackupError) as newer:
        back_up(tmp_path, KEYS, tmp_path / "b", STEPS, database_url=url)

    assert (restored.kept, lang) == ("verbinder_until_2026_11_24_120506", "en")
    assert str(newer.value).endswith(
        "was written by a newer version of the bot (it knows '999 cats'); run this with that version"
    )


def run(command: str, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return subprocess.run(
        [sys.executable, "-m", "bot", command, *map(str, arguments)],
        cwd=ROOT,
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_commands_move_records_whose_key_was_made(url: str, tmp_path: Path) -> None:
    keys, _ = Keys.open(tmp_path)
    asyncio.run(asked_once(tmp_path / "records.db", keys))
    there = {"DATABASE_URL": url, "DATA_KEY": f"data.key:{(tmp_path / KEY_FILE).read_text()}", "VAR_DIR": str(tmp_path)}

    done = [
        run("backup", tmp_path / "a", VAR_DIR=str(tmp_path)),
        run("restore", tmp_path / "a", **there),
        run("restore", tmp_path / "a", **there),
        run("export", **there),
    ]

    assert [one.returncode for one in done] == [0, 0, 0, 0], [one.stderr for one in done]
    assert done[1].stdout == f"the database of DATABASE_URL: 1 question, as in {tmp_path / 'a'}\n"
    assert re.search(
        r"^The schema verbinder_until_\w+ is what was there before. Drop it once", done[2].stdout, re.MULTILINE
    )
    figures = list(csv.DictReader(done[3].stdout.splitlines()))
    assert sum(int(row["questions"]) for row in figures) == 1


async def asked_once(place: Path | str, keys: Keys) -> None:
    records = Records(place, keys, SHELVES)
    await records.open()
    await records.questions.asked(NOTED)
    await records.close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param("", "no records there; name the database that the bot has in DATABASE_URL", id="nothing there"),
        pytest.param("other key", "is sealed with another key; set DATA_KEY as the bot has it", id="another key"),
        pytest.param("no database", "look whether it runs, whether DATABASE_URL is right", id="no such database"),
    ],
)
async def test_backup_that_can_t_be_made_is_told(url: str, tmp_path: Path, spoil: str, said: str) -> None:
    if spoil == "other key":
        records = Records(url, Keys(b"o" * 32), SHELVES)
        await records.open()
        await records.close()

    with pytest.raises(BackupError) as refused:
        back_up(
            tmp_path,
            KEYS,
            tmp_path / "a",
            STEPS,
            database_url=url.replace("/t", "/u") if spoil == "no database" else url,
        )

    assert said in str(refused.value)
    assert names(tmp_path) == []
