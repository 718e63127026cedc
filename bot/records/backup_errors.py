"""What goes wrong with a backup in; what whoever gave the command is told of it, and what to do, out."""

import errno
import sqlite3
from pathlib import Path
from typing import assert_never

from bot.records.people import KEY_FILE
from bot.records.sealed_file import Flaw

LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}  # ERROR: a head that no version writes
NO_RIGHTS = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


class BackupError(Exception):
    """There is no backup, or nothing was restored; the message says why, and what to do."""


def sealed_wrong(flaw: Flaw, source: Path) -> str:
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


def no_database(error: sqlite3.Error, path: Path) -> str:
    found = code(error)
    if found in LOCKED:
        return f"{path}: another program has it open; stop the bot, and whatever else reads it"
    if found in NO_RIGHTS:
        return f"{path} can't be opened or written ({error}); run this as whoever runs the bot"
    if found in DAMAGED:
        return f"{path} is damaged, or no database ({error}); restore a backup"
    if found == sqlite3.SQLITE_FULL:
        return f"{path.parent}: no room left; make room on that disk"
    return f"{path}: {error}; look whether its disk is well"


def no_read(error: OSError, source: Path) -> str:
    return f"{source} can't be read ({error.strerror}); name a file that `python -m bot backup` made, and that you may read"


def no_file(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path.parent}: no room left; make room on that disk"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename or path} can't be written ({error.strerror}); run this as whoever may write there"
    return f"{error.filename or path}: {error.strerror}"


def code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code."""
    found = getattr(error, "sqlite_errorcode", None)
    return None if found is None else found & 0xFF


def megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count:,} questions"
