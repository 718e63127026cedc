"""A file of records by itself, for commands that run beside the bot: opened to read, and held against what it has to be."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import assert_never

from sqlite_utils import Database

from bot.records import deliveries
from bot.records.backup_errors import DAMAGED, code
from bot.records.database import ForeignError, NewerError
from bot.records.migrations import APPLICATION_ID, Steps
from bot.records.sqlite import NO_TEXT, is_no_text

NAME = "records.db"  # in VAR_DIR
BUSY_S = 10.0  # how long to wait where there is no write-ahead log and the bot writes


class DamagedError(Exception):
    """The file is damaged, or no database; the message is what SQLite found."""


@contextmanager
def opened(path: Path, *, alone: bool = False) -> Iterator[Database]:
    """The file, to be read only. Raises sqlite3.Error. alone: nobody else has it open, so no log is looked for or made."""
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None)
    try:
        with plain_errors():
            yield Database(connection, execute_plugins=False)
    finally:
        connection.close()


@contextmanager
def plain_errors() -> Iterator[None]:
    """sqlite3.Error alone is raised, with its code, also where Python can't read as text what stands in a damaged file."""
    try:
        yield
    except (UnicodeDecodeError, sqlite3.OperationalError) as error:
        if not is_no_text(error):
            raise
        plain = sqlite3.DatabaseError(NO_TEXT)
        plain.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise plain from None


def check(db: Database, steps: Steps) -> None:
    """Raise DamagedError, ForeignError or NewerError where the bot could not go on with it."""
    try:
        with plain_errors():
            (found,) = db.execute("pragma quick_check(1)").fetchone()
            if found != "ok":
                raise DamagedError(found)
            if db.execute("pragma application_id").fetchone() != (APPLICATION_ID,):
                raise ForeignError
            steps.refuse_others(db)
    except sqlite3.DatabaseError as error:
        raise DamagedError(str(error)) from None


def carry_on(path: Path, before: Path, steps: Steps) -> None:
    """Let records go on where those of before end: no number is given again, and nothing said once is said again.

    Nobody has either file open. Records of before that are damaged, or not of this version, leave all as it is.
    """
    connection = sqlite3.connect(path.absolute().as_uri(), uri=True, isolation_level=None)
    try:
        with plain_errors():
            _carry(connection, before, steps)
    except (DamagedError, ForeignError, NewerError):
        return
    except sqlite3.DatabaseError as error:
        if code(error) not in DAMAGED:
            raise
    finally:
        connection.close()


def _carry(connection: sqlite3.Connection, before: Path, steps: Steps) -> None:
    with opened(before, alone=True) as earlier:
        check(earlier, steps)
    connection.execute("attach database ? as before", [f"{before.absolute().as_uri()}?mode=ro&immutable=1"])
    db = Database(connection, execute_plugins=False)
    db.execute("begin immediate")
    for name, last in db.execute("select name, seq from before.sqlite_sequence").fetchall():
        if not db.table(name).exists():
            continue
        db.execute(
            "insert into sqlite_sequence select ?, 0 where ? not in (select name from sqlite_sequence)", [name] * 2
        )
        db.execute("update sqlite_sequence set seq = max(seq, ?) where name = ?", [last, name])
    if db.table("deliveries").exists():
        deliveries.carry(db)
    db.commit()


def count(db: Database) -> int:
    """How many questions it holds."""
    (found,) = db.execute("select count(*) from questions").fetchone()
    return int(found)


def why_not(error: DamagedError | ForeignError | NewerError, path: Path) -> str:
    """What whoever gave a command is told of records that can't be used."""
    match error:
        case DamagedError():
            return f"{path} is damaged ({error}); stop the bot and restore a backup"
        case NewerError():
            return f"{path} was written by a newer version of the bot (it knows '{error}'); run this with that version"
        case ForeignError():
            return f"{path} is a database of another program; set VAR_DIR to the folder that the bot has"
        case _:
            assert_never(error)
