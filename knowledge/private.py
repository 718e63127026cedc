"""Folders and files that nobody else on the machine may read: whatever lies in VAR_DIR, whoever made it."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

# What we put there. A folder that somebody else uses too, as VAR_DIR=/srv would be, has other things, which are not ours.
OURS = (
    *(
        "records*",
        "data.key*",
        "cache.db*",
        "read.msgpack*",
        "index.npz*",
        "calibration.toml",
        "running",
        "history",
        "drafts",
        "training",
    ),
    *("matplotlib", "huggingface"),
)
OTHERS = stat.S_IRWXG | stat.S_IRWXO  # what a mode lets everybody but the owner do


def make_folder(path: Path) -> None:
    """See to it that there is a folder. Raises OSError."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """See to it that there is a file, in a folder, that nobody else may read. Raises OSError."""
    make_folder(path.parent)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    _close(path)


def opener(path: str, flags: int) -> int:
    """For `open`: a file that is made is nobody else's."""
    return os.open(path, flags, 0o600)


@contextmanager
def in_place_of(path: Path) -> Iterator[BinaryIO]:
    """A file of nobody else's to write into, which takes the place of another when all is written. Raises OSError.

    What a killed process has left of one is thrown away; where it is a link, what that leads to is left alone.
    """
    beside = path.with_name(f"{path.name}.new")
    make_folder(path.parent)
    beside.unlink(missing_ok=True)
    try:
        with open(beside, "xb", opener=opener) as file:
            yield file
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def mend(folder: Path) -> None:
    """Let nobody else into a folder of ours, nor at what we put there before; links are not followed."""
    if sys.platform == "win32" or not folder.is_dir():
        return
    if not _is_shared(folder):
        _close(folder)
    for path in _ours(folder):
        _close(path)


def _ours(folder: Path) -> Iterator[Path]:
    for pattern in OURS:
        for path in folder.glob(pattern):
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from path.rglob("*")


def _is_shared(folder: Path) -> bool:
    """Whether others have to get in: /tmp, somebody else's folder, a home, a checkout."""
    found = folder.stat()
    is_used = (folder / ".git").exists() or folder.resolve() == Path.home().resolve()
    return bool(found.st_mode & stat.S_ISVTX) or found.st_uid != os.geteuid() or is_used


def _close(path: Path) -> None:
    """Take from everybody but the owner what they may do; where that isn't ours to take, it stays."""
    with suppress(OSError):
        found = path.lstat()
        if found.st_mode & OTHERS and not stat.S_ISLNK(found.st_mode):
            path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
