"""python -m bot restore FILE: the records of a backup put in the place of those that are there, which are kept."""

import argparse
import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.records import file as records_file
from bot.records.backup import keys_of
from bot.records.backup_errors import (
    DAMAGED,
    BackupError,
    code,
    megabytes,
    no_database,
    no_file,
    no_read,
    questions,
    sealed_wrong,
)
from bot.records.database import ForeignError, NewerError, RecordsError
from bot.records.engines import see_postgres
from bot.records.file import DamagedError
from bot.records.migrations import Steps
from bot.records.people import Keys, KeysError
from bot.records.records import all_steps
from bot.records.running import LEASE_S, Running
from bot.records.sealed_file import SealError, size_within, unseal_file
from bot.records.shelf import Shelf
from bot.records.whole import folder_to_disk, give, part_of, sweep, to_disk, with_logs
from bot.settings import Settings
from bot.when import clock
from bot.when.clock import AMSTERDAM
from index.settings import SettingsError


@dataclass(frozen=True, slots=True)
class Restored:
    """Records that were put back."""

    questions: int
    kept: Path | None  # where the records of before are now; None: there were none
    is_met: bool  # whether a bot started meanwhile, which still has the records of before open


@dataclass(frozen=True, slots=True)
class RestoredOnServer:
    """Records that were put on a server."""

    questions: int
    kept: str  # the schema in which the records of before are now; empty: there were none
    is_met: bool  # whether a bot started meanwhile, which remembers what was there before


def restore(source: Path, var_dir: Path, keys: Keys, steps: Steps, *, now: datetime) -> Restored:
    """Put the records of a backup in the place of those that are there, which are kept under another name.

    Whatever happens meanwhile, a power cut included, the records are one of the two, whole. Raises BackupError.
    """
    records = var_dir / records_file.NAME
    with _told(source, records), _only_one(var_dir) as others:
        with _unsealed(source, records, keys, steps) as (part, count):
            _settle(records)
            if records.exists():
                records_file.carry_on(part, records, steps)
            _refuse_running(others(), var_dir)
            kept = _keep(records, now)
            part.replace(records)
            folder_to_disk(var_dir)
        return Restored(count, kept, is_met=bool(others()))


def restore_on_server(
    source: Path, url: str, var_dir: Path, keys: Keys, steps: Steps, *, now: datetime
) -> RestoredOnServer:
    """The same with records on a server; var_dir: where the backup is unsealed meanwhile. Raises BackupError."""
    see_postgres()
    from bot.records import server_copies

    records = var_dir / records_file.NAME
    with _told(source, records), _unsealed(source, records, keys, steps) as (part, count):
        kept, is_met = server_copies.put(part, url, steps, now=now)
        return RestoredOnServer(count, kept, is_met)


@contextmanager
def _unsealed(source: Path, records: Path, keys: Keys, steps: Steps) -> Iterator[tuple[Path, int]]:
    """(what is in a backup as a file beside the records, how many questions are in it); the file goes when the block ends."""
    var_dir = records.parent
    with source.open("rb") as file:
        var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(var_dir)
        _refuse_size(size_within(file, keys), var_dir)
        with part_of(records, like=var_dir) as (part, target):
            unseal_file(file, target, keys)
            to_disk(target)
            yield part, _checked(part, source, steps)


@contextmanager
def _told(source: Path, records: Path) -> Iterator[None]:
    """What goes wrong, as BackupError."""
    try:
        with records_file.plain_errors():
            yield
    except SealError as error:
        raise BackupError(sealed_wrong(error.flaw, source)) from None
    except sqlite3.Error as error:
        raise BackupError(no_database(error, records)) from None
    except OSError as error:
        is_source = error.filename in (source, str(source))
        raise BackupError(no_read(error, source) if is_source else no_file(error, records)) from None


@contextmanager
def _only_one(var_dir: Path) -> Iterator["Others"]:
    """Show that this process is at work there, as a bot does. Raises BackupError where another does so already."""
    var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = var_dir / "running"
    is_new = not folder.exists()
    running = Running(folder)
    if is_new:
        give(folder, like=var_dir)
    others = Others(running, folder)
    try:
        _refuse_running(others(), var_dir)
        yield others
    finally:
        running.end()


class Others:
    """Who else is at work in a VAR_DIR."""

    def __init__(self, running: Running, folder: Path) -> None:
        self._running, self._folder = running, folder

    def __call__(self) -> list[str]:
        names = {path.stem for kind in ("lock", "lease") for path in self._folder.glob(f"*.{kind}")}
        return sorted(name for name in names - {self._running.owner} if self._running.is_alive(name))


def _refuse_running(others: list[str], var_dir: Path) -> None:
    if others:
        raise BackupError(
            f"a bot is running on {var_dir}, or another restore; stop it first (one that was killed counts as running for "
            f"up to {LEASE_S:.0f} s where files can't be locked)"
        )


def _refuse_size(size: int, var_dir: Path) -> None:
    free = shutil.disk_usage(var_dir).free
    if free < size:
        raise BackupError(
            f"{var_dir}: {megabytes(size)} are needed and {megabytes(free)} are free; make room on that disk"
        )


def _checked(part: Path, source: Path, steps: Steps) -> int:
    """How many questions are in it. Raises BackupError where the bot could not go on with it."""
    try:
        with records_file.opened(part, alone=True) as db:
            records_file.check(db, steps)
            return records_file.count(db)
    except DamagedError as error:
        raise BackupError(f"{source}: what is sealed in it is damaged ({error}); take an earlier backup") from None
    except ForeignError:
        raise BackupError(f"{source}: what is sealed in it are no records of this bot; name a backup of them") from None
    except NewerError as error:
        raise BackupError(
            f"{source} was made by a newer version of the bot (it knows '{error}'); update the bot, then restore it"
        ) from None
    except sqlite3.Error as error:
        raise BackupError(no_database(error, part)) from None


def _settle(records: Path) -> None:
    """Bring what stands in the log of the records into their file, which nobody else may have open."""
    if not records.exists():
        return
    try:
        with (
            records_file.plain_errors(),
            closing(sqlite3.connect(records, timeout=1.0, isolation_level=None)) as connection,
        ):
            connection.execute("pragma journal_mode = delete")
    except sqlite3.Error as error:
        if code(error) not in DAMAGED:  # damaged records are what a backup is for: they are kept as they are
            raise BackupError(no_database(error, records)) from None


def _keep(records: Path, now: datetime) -> Path | None:
    """Give the records that are there a second name, and whatever log is left its own: it must not meet other records."""
    if not records.exists():
        for log in with_logs(records)[1:]:
            log.unlink(missing_ok=True)
        return None
    kept = _dated(records, now)
    try:
        os.link(records, kept)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        with part_of(kept, like=records) as (part, target):  # no hard links here, as on some network mounts
            with records.open("rb") as source:
                shutil.copyfileobj(source, target)
            to_disk(target)
            part.replace(kept)
    for log, name in zip(with_logs(records)[1:], with_logs(kept)[1:], strict=True):
        with suppress(FileNotFoundError):
            log.replace(name)
    folder_to_disk(records.parent)
    return kept


def _dated(records: Path, now: datetime) -> Path:
    """A name that nothing has."""
    stem = f"{records.stem}-until-{now.astimezone(AMSTERDAM):%Y-%m-%d-%H%M%S}"
    number, path = 1, records.with_name(f"{stem}.db")
    while path.exists():
        number += 1
        path = records.with_name(f"{stem}-{number}.db")
    return path


# --- files


def main(arguments: Sequence[str], rooms: Sequence[type[Shelf]]) -> int:
    """0 when the records are those of the backup, 2 where they are as they were."""
    parser = argparse.ArgumentParser(
        prog="python -m bot restore", description="Puts the records of a backup back; the bot must not be running."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what `python -m bot backup` made")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read()
        if settings.database_url:
            return _told_of_server(
                restore_on_server(
                    *(options.file, settings.database_url, settings.index.var_dir, keys_of(settings), all_steps(rooms)),
                    now=clock.now(),
                ),
                options.file,
            )
        restored = restore(options.file, settings.index.var_dir, keys_of(settings), all_steps(rooms), now=clock.now())
    except (BackupError, KeysError, RecordsError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{settings.index.var_dir / records_file.NAME}: {questions(restored.questions)}, as in {options.file}")
    if restored.kept:
        print(
            f"{restored.kept} is what was there before. Remove it once the bot runs well: what people erase, and what has "
            "been kept long enough, stays in it."
        )
    if restored.is_met:
        print("A bot started meanwhile and still writes to what was there before: restart it.")
    return 0


def _told_of_server(restored: RestoredOnServer, source: Path) -> int:
    print(f"the database of DATABASE_URL: {questions(restored.questions)}, as in {source}")
    if restored.kept:
        print(
            f"The schema {restored.kept} is what was there before. Drop it once the bot runs well (drop schema {restored.kept} "
            "cascade): what people erase, and what has been kept long enough, stays in it."
        )
    if restored.is_met:
        print("A bot started meanwhile and remembers what was there before: restart it.")
    return 0
