"""python -m bot backup FILE and restore FILE: the records as one sealed file, made while the bot runs, and put back."""

import argparse
import errno
import os
import secrets
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, assert_never

from sqlite_utils import Database

from bot.records import file as records_file
from bot.records.database import ForeignError, NewerError
from bot.records.file import DamagedError
from bot.records.people import KEY_FILE, Keys, KeysError
from bot.records.running import LEASE_S, Running
from bot.records.sealed_file import Flaw, SealError, seal_file, size_within, unseal_file
from bot.settings import Settings
from bot.when import clock
from bot.when.clock import AMSTERDAM
from index.settings import SettingsError

STEP_PAGES = 256  # of the database a step: a megabyte, between which others have the disk
PART = "part"  # how names of what isn't whole yet end
LEFT_S = 3600.0  # a part of that age was left by a process that was killed
LOGS = ("-wal", "-shm", "-journal")  # what SQLite may keep beside a database

_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NO_RIGHTS = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


class BackupError(Exception):
    """There is no backup, or nothing was restored; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup."""

    size: int  # bytes
    questions: int


@dataclass(frozen=True, slots=True)
class Restored:
    """Records that were put back."""

    questions: int
    kept: Path | None  # where the records of before are now; None: there were none
    is_met: bool  # whether a bot started meanwhile, which still has the records of before open


# --- making one


def back_up(var_dir: Path, keys: Keys, target: Path, *, force: bool = False) -> Made:
    """Copy the records as they stand at one moment, whoever writes meanwhile, and seal them. Raises BackupError."""
    records = var_dir / records_file.NAME
    _refuse_target(target, var_dir, force=force)
    if not records.is_file():
        raise BackupError(f"{records}: no records there; set VAR_DIR to the folder that the bot has")
    _sweep(var_dir)
    try:
        with _copied(records, keys) as (copy, questions):
            size = copy.stat().st_size
            with _part_of(target, like=target.parent) as (part, file):
                with copy.open("rb") as source:
                    seal_file(source, size, file, keys)
                _to_disk(file)
                made = Made(file.tell(), questions)
                _put(part, target, force=force)
    except OSError as error:
        raise BackupError(_no_file(error, target)) from None
    except sqlite3.Error as error:
        raise BackupError(_no_database(error, records)) from None
    return made


def _refuse_target(target: Path, var_dir: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise BackupError(f"{target}: there is no folder '{target.parent}'; make it, or name one that is there")
    if target.is_dir():
        raise BackupError(f"{target} is a folder; name a file in it, as in {target / 'verbinder.backup'}")
    own = (var_dir / KEY_FILE, *_with_logs(var_dir / records_file.NAME))
    if target.absolute().resolve() in [path.absolute().resolve() for path in own]:
        raise BackupError(f"{target} is what the bot works with; name another file")
    if target.exists() and not force:
        raise BackupError(f"{target} is there already; name another file, or add --force to replace it")


@contextmanager
def _copied(records: Path, keys: Keys) -> Iterator[tuple[Path, int]]:
    """(a copy of the records, how many questions are in it); the copy goes when the block ends.

    It lies beside the records, since it holds what they hold: not on the stick or share that the backup is for.
    """
    with _part_of(records, like=records) as (copy, _), records_file.opened(records) as source:
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
            records_file.check(copied)
            questions = records_file.count(copied)
        except (DamagedError, ForeignError, NewerError) as error:
            raise BackupError(records_file.why_not(error, records)) from None
        finally:
            target.close()
        yield copy, questions


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


# --- putting one back


def restore(source: Path, var_dir: Path, keys: Keys, *, now: datetime) -> Restored:
    """Put the records of a backup in the place of those that are there, which are kept under another name.

    Whatever happens meanwhile, a power cut included, the records are one of the two, whole. Raises BackupError.
    """
    records = var_dir / records_file.NAME
    try:
        with source.open("rb") as file, _only_one(var_dir) as others:
            _sweep(var_dir)
            _refuse_size(size_within(file, keys), var_dir)
            with _part_of(records, like=var_dir) as (part, target):
                unseal_file(file, target, keys)
                _to_disk(target)
                questions = _checked(part, source)
                _settle(records)
                if records.exists():
                    records_file.carry_on(part, records)
                _refuse_running(others(), var_dir)
                kept = _keep(records, now)
                part.replace(records)
                _folder_to_disk(var_dir)
            return Restored(questions, kept, is_met=bool(others()))
    except SealError as error:
        raise BackupError(_sealed_wrong(error.flaw, source)) from None
    except sqlite3.Error as error:
        raise BackupError(_no_database(error, records)) from None
    except OSError as error:
        is_source = error.filename in (source, str(source))
        raise BackupError(_no_read(error, source) if is_source else _no_file(error, records)) from None


@contextmanager
def _only_one(var_dir: Path) -> Iterator["Others"]:
    """Show that this process is at work there, as a bot does. Raises BackupError where another does so already."""
    var_dir.mkdir(parents=True, exist_ok=True)
    folder = var_dir / "running"
    is_new = not folder.exists()
    running = Running(folder)
    if is_new:
        _give(folder, like=var_dir)
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
            f"{var_dir}: {_megabytes(size)} are needed and {_megabytes(free)} are free; make room on that disk"
        )


def _checked(part: Path, source: Path) -> int:
    """How many questions are in it. Raises BackupError where the bot could not go on with it."""
    try:
        with records_file.opened(part, alone=True) as db:
            records_file.check(db)
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
        raise BackupError(_no_database(error, part)) from None


def _settle(records: Path) -> None:
    """Bring what stands in the log of the records into their file, which nobody else may have open."""
    if not records.exists():
        return
    try:
        connection = sqlite3.connect(records, timeout=1.0, isolation_level=None)
        try:
            connection.execute("pragma journal_mode = delete")
        finally:
            connection.close()
    except sqlite3.Error as error:
        if _code(error) not in _DAMAGED:  # damaged records are what a backup is for: they are kept as they are
            raise BackupError(_no_database(error, records)) from None


def _keep(records: Path, now: datetime) -> Path | None:
    """Give the records that are there a second name, and whatever log is left its own: it must not meet other records."""
    if not records.exists():
        for log in _with_logs(records)[1:]:
            log.unlink(missing_ok=True)
        return None
    kept = _dated(records, now)
    try:
        os.link(records, kept)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        with _part_of(kept, like=records) as (part, target):  # no hard links here, as on some network mounts
            with records.open("rb") as source:
                shutil.copyfileobj(source, target)
            _to_disk(target)
            part.replace(kept)
    for log, name in zip(_with_logs(records)[1:], _with_logs(kept)[1:], strict=True):
        with suppress(FileNotFoundError):
            log.replace(name)
    _folder_to_disk(records.parent)
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


@contextmanager
def _part_of(path: Path, *, like: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file in the folder of path that nobody else may read; what is still there when the block ends goes.

    like: whose owner it gets where root runs this, since the bot may be somebody else.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.{PART}")
    file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
    try:
        with file:
            _give(part, like=like)
            yield part, file
    finally:
        for left in _with_logs(part):
            left.unlink(missing_ok=True)


def _give(path: Path, *, like: Path) -> None:
    """Let a file be of whoever has another, which only root can do."""
    if sys.platform != "win32" and os.geteuid() == 0:
        owner = like.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _put(part: Path, target: Path, *, force: bool) -> None:
    """Give a file its name, whole or not at all, and never over another without force."""
    if force:
        part.replace(target)
    else:
        try:
            os.link(part, target)
        except FileExistsError:
            raise BackupError(f"{target} was made by somebody else meanwhile; name another file") from None
        except OSError:  # no hard links here, as on a stick
            part.rename(target)
    _folder_to_disk(target.parent)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    """A name is on disk once its folder is."""
    with suppress(OSError):  # Windows, and some network mounts, don't do that
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _sweep(var_dir: Path) -> None:
    """Remove what a backup or restore left that was killed: /wis doesn't reach it."""
    for path in var_dir.glob(f"records*.{PART}*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > LEFT_S:
                path.unlink()


def _with_logs(path: Path) -> list[Path]:
    """A database, and what SQLite may keep beside it."""
    return [path, *(path.with_name(path.name + end) for end in LOGS)]


# --- what is said


def _sealed_wrong(flaw: Flaw, source: Path) -> str:
    match flaw:
        case Flaw.FOREIGN:
            return f"{source} is no backup; name a file that `python -m bot backup` made"
        case Flaw.NEWER:
            return f"{source} was made by a newer version of the bot; update the bot, then restore it"
        case Flaw.OTHER_KEY:
            return f"{source} is sealed with another key; set DATA_KEY, or put back {KEY_FILE}, as it was when the backup was made"
        case Flaw.TRUNCATED:
            return f"{source} is not whole, its end is missing; copy it again from where it was kept, or take another backup"
        case Flaw.DAMAGED:
            return f"{source} is damaged; copy it again from where it was kept, or take another backup"
        case _:
            assert_never(flaw)


def _no_database(error: sqlite3.Error, path: Path) -> str:
    code = _code(error)
    if code in _LOCKED:
        return f"{path}: another program has it open; stop the bot, and whatever else reads it"
    if code in _NO_RIGHTS:
        return f"{path} can't be opened or written ({error}); run this as whoever runs the bot"
    if code in _DAMAGED:
        return f"{path} is damaged, or no database ({error}); restore a backup"
    if code == sqlite3.SQLITE_FULL:
        return f"{path.parent}: no room left; make room on that disk"
    return f"{path}: {error}; look whether its disk is well"


def _no_read(error: OSError, source: Path) -> str:
    return f"{source} can't be read ({error.strerror}); name a file that `python -m bot backup` made, and that you may read"


def _no_file(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path.parent}: no room left; make room on that disk"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename or path} can't be written ({error.strerror}); run this as whoever may write there"
    return f"{error.filename or path}: {error.strerror}"


def _code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code."""
    found = getattr(error, "sqlite_errorcode", None)
    return None if found is None else found & 0xFF


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count:,} questions"


# --- the commands


def main_backup(arguments: list[str] | None = None) -> int:
    """0 when there is a backup, 2 where there is none."""
    parser = argparse.ArgumentParser(
        prog="python -m bot backup", description="Seals the records as they stand into a file; the bot may be running."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="in a folder that is there, best on another disk")
    parser.add_argument("--force", action="store_true", help="replace the file where it is there already")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read()
        made = back_up(settings.index.var_dir, _keys(settings), options.file, force=options.force)
    except (BackupError, KeysError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    what = "DATA_KEY" if settings.data_key else f"a copy of {settings.index.var_dir / KEY_FILE}"
    print(f"{options.file}: {_megabytes(made.size)}, {_questions(made.questions)}")
    print(f"Keep {what} too, and keep it apart from the backup: without it nobody can read that, with it anybody can.")
    return 0


def main_restore(arguments: list[str] | None = None) -> int:
    """0 when the records are those of the backup, 2 where they are as they were."""
    parser = argparse.ArgumentParser(
        prog="python -m bot restore", description="Puts the records of a backup back; the bot must not be running."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what `python -m bot backup` made")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read()
        restored = restore(options.file, settings.index.var_dir, _keys(settings), now=clock.now())
    except (BackupError, KeysError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{settings.index.var_dir / records_file.NAME}: {_questions(restored.questions)}, as in {options.file}")
    if restored.kept:
        print(
            f"{restored.kept} is what was there before. Remove it once the bot runs well: what people erase, and what has "
            "been kept long enough, stays in it."
        )
    if restored.is_met:
        print("A bot started meanwhile and still writes to what was there before: restart it.")
    return 0


def _keys(settings: Settings) -> Keys:
    """The key that the bot has; none is made here, since nothing was sealed with a new one. Raises KeysError."""
    path = settings.index.var_dir / KEY_FILE
    if not settings.data_key and not path.exists():
        raise KeysError(
            f"{path} is not there and DATA_KEY is not set; set DATA_KEY as the bot has it, or put the file back"
        )
    keys, _ = Keys.open(settings.index.var_dir, settings.data_key)
    return keys
