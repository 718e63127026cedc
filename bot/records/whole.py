"""A file in its folder, whole or not at all: written beside its place, and given its name once it is on disk."""

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PART = "part"  # how names of what isn't whole yet end
LEFT_S = 3600.0  # a part of that age was left by a process that was killed
LOGS = ("-wal", "-shm", "-journal")  # what SQLite may keep beside a database


@contextmanager
def part_of(path: Path, *, like: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file in the folder of path that nobody else may read; what is still there when the block ends goes.

    like: whose owner it gets where root runs this, since the bot may be somebody else.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.{PART}")
    file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
    try:
        with file:
            give(part, like=like)
            yield part, file
    finally:
        for left in with_logs(part):
            left.unlink(missing_ok=True)


def give(path: Path, *, like: Path) -> None:
    """Let a file be of whoever has another, which only root can do."""
    if sys.platform != "win32" and os.geteuid() == 0:
        owner = like.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def put(part: Path, target: Path, *, force: bool) -> None:
    """Give a file its name, whole or not at all, and never over another without force: that raises FileExistsError."""
    if force:
        part.replace(target)
    else:
        try:
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError:  # no hard links here, as on a stick
            part.rename(target)
    folder_to_disk(target.parent)


def to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def folder_to_disk(folder: Path) -> None:
    """A name is on disk once its folder is."""
    with suppress(OSError):  # Windows, and some network mounts, don't do that
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def sweep(var_dir: Path) -> None:
    """Remove what a backup or restore left that was killed: /wis doesn't reach it."""
    for path in var_dir.glob(f"records*.{PART}*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > LEFT_S:
                path.unlink()


def with_logs(path: Path) -> list[Path]:
    """A database, and what SQLite may keep beside it."""
    return [path, *(path.with_name(path.name + end) for end in LOGS)]
