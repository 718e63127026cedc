"""python -m bot backup FILE: the records as one sealed file, made while the bot runs."""

import argparse
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.records import file as records_file
from bot.records.backup_errors import BackupError, megabytes, no_database, no_file, questions
from bot.records.database import ForeignError, NewerError, RecordsError
from bot.records.engines import see_postgres
from bot.records.file import DamagedError
from bot.records.migrations import Steps
from bot.records.people import KEY_FILE, Keys, KeysError
from bot.records.records import all_steps
from bot.records.sealed_file import seal_file
from bot.records.shelf import Shelf
from bot.records.whole import part_of, put, sweep, to_disk, with_logs
from bot.settings import Settings
from index.settings import SettingsError

STEP_PAGES = 256  # of the database a step: a megabyte, between which others have the disk


@dataclass(frozen=True, slots=True)
class Made:
    """A backup."""

    size: int  # bytes
    questions: int


def back_up(
    var_dir: Path, keys: Keys, target: Path, steps: Steps, *, force: bool = False, database_url: str = ""
) -> Made:
    """Copy the records as they stand at one moment, whoever writes meanwhile, and seal them. Raises BackupError.

    database_url: the server on which they are; empty: they are in var_dir.
    """
    records = var_dir / records_file.NAME
    _refuse_target(target, var_dir, force=force)
    if not database_url and not records.is_file():
        raise BackupError(f"{records}: no records there; set VAR_DIR to the folder that the bot has")
    sweep(var_dir)
    try:
        copied = (
            _copied_from_server(database_url, records, keys, steps) if database_url else _copied(records, keys, steps)
        )
        with records_file.plain_errors(), copied as (copy, count):
            size = copy.stat().st_size
            with part_of(target, like=target.parent) as (part, file):
                with copy.open("rb") as source:
                    seal_file(source, size, file, keys)
                to_disk(file)
                made = Made(file.tell(), count)
                put(part, target, force=force)
    except FileExistsError:
        raise BackupError(f"{target} was made by somebody else meanwhile; name another file") from None
    except OSError as error:
        raise BackupError(no_file(error, target)) from None
    except sqlite3.Error as error:
        raise BackupError(no_database(error, records)) from None
    return made


def _refuse_target(target: Path, var_dir: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise BackupError(f"{target}: there is no folder '{target.parent}'; make it, or name one that is there")
    if target.is_dir():
        raise BackupError(f"{target} is a folder; name a file in it, as in {target / 'verbinder.backup'}")
    own = (var_dir / KEY_FILE, *with_logs(var_dir / records_file.NAME))
    if target.absolute().resolve() in [path.absolute().resolve() for path in own]:
        raise BackupError(f"{target} is what the bot works with; name another file")
    if target.exists() and not force:
        raise BackupError(f"{target} is there already; name another file, or add --force to replace it")


@contextmanager
def _copied(records: Path, keys: Keys, steps: Steps) -> Iterator[tuple[Path, int]]:
    """(a copy of the records, how many questions are in it); the copy goes when the block ends.

    It lies beside the records, since it holds what they hold: not on the stick or share that the backup is for.
    """
    with part_of(records, like=records) as (copy, _), records_file.opened(records) as source:
        source.execute("begin")  # what is written from now on isn't seen: else each write begins the copy anew
        _refuse_key(source, keys, records)
        target = sqlite3.connect(copy, isolation_level=None)
        try:
            target.execute("pragma synchronous = off")  # it is read once, and then it goes
            source.conn.backup(target, pages=STEP_PAGES)
            target.execute("pragma journal_mode = delete")
            # What waited for an answer gets one from the bot that runs, and must not get another after a restore.
            target.execute("delete from updates where done is null")
            copied = Database(target, execute_plugins=False)
            records_file.check(copied, steps)
            count = records_file.count(copied)
        except (DamagedError, ForeignError, NewerError) as error:
            raise BackupError(records_file.why_not(error, records)) from None
        finally:
            target.close()
        yield copy, count


@contextmanager
def _copied_from_server(url: str, records: Path, keys: Keys, steps: Steps) -> Iterator[tuple[Path, int]]:
    """The same of records on a server; the copy lies where they would."""
    see_postgres()
    from bot.records import server_copies

    records.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with part_of(records, like=records.parent) as (copy, _), server_copies.to_file(url, copy, keys, steps) as count:
        yield copy, count


def _refuse_key(db: Database, keys: Keys, records: Path) -> None:
    """A backup that is sealed with another key than its records opens, and can't be read."""
    try:
        found = db.execute("select fingerprint from seals order by used desc limit 1").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise BackupError(records_file.why_not(ForeignError(), records)) from None  # no such table
    if found and found[0] != keys.fingerprint:
        raise BackupError(
            f"{records} is sealed with another key; set DATA_KEY as the bot has it, or leave it out where the bot has none"
        )


def main(arguments: Sequence[str], rooms: Sequence[type[Shelf]]) -> int:
    """0 when there is a backup, 2 where there is none."""
    parser = argparse.ArgumentParser(
        prog="python -m bot backup", description="Seals the records as they stand into a file; the bot may be running."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="in a folder that is there, best on another disk")
    parser.add_argument("--force", action="store_true", help="replace the file where it is there already")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read()
        made = back_up(
            *(settings.index.var_dir, keys_of(settings), options.file, all_steps(rooms)),
            force=options.force,
            database_url=settings.database_url,
        )
    except (BackupError, KeysError, RecordsError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    what = "DATA_KEY" if settings.data_key else f"a copy of {settings.index.var_dir / KEY_FILE}"
    print(f"{options.file}: {megabytes(made.size)}, {questions(made.questions)}")
    print(f"Keep {what} too, and keep it apart from the backup: without it nobody can read that, with it anybody can.")
    return 0


def keys_of(settings: Settings) -> Keys:
    """The key that the bot has; none is made here, since nothing was sealed with a new one. Raises KeysError."""
    keys, _ = Keys.open(settings.index.var_dir, settings.data_key, may_make=False)
    return keys
