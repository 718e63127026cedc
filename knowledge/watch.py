"""Content folders in, a word each time that what lies in them has changed and settled; what it says now is for others to read.

The system's events (watchfiles) only say when to look. What is compared is what is there, so that an event that was
missed, a folder that was moved away and one that came back are noticed too, and files that settled as they were are not.
"""

import asyncio
import logging
import os
import stat
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from knowledge.folder import is_ignored

logger = logging.getLogger(__name__)

SETTLE_S = 0.1  # apart are two looks that have to agree, so that a half-written file is not read
RESTLESS_S = 5.0  # a folder that is written to without a pause is read all the same after this long
POLL_S = 0.4  # between looks where the system gives no events
LOOK_S = 5.0  # between looks where it does; for those that it misses, as when a folder above is moved
CHECK_S = 1.0  # between looks at whether the folders are still the same ones
STEP_MS = 20  # events that come within this of one another are one

Look = Mapping[str, tuple[int, ...]]  # what tells a version of a file from another, by path


def look(folders: Sequence[Path]) -> Look:
    """What lies in folders now, as far as it is read at all; a time that went back is a difference as well."""
    found: dict[str, tuple[int, ...]] = {}
    for root in folders:
        found[str(root)] = _mark(root)
        for folder, names, files in os.walk(root):
            names[:] = [name for name in names if not is_ignored(name)]
            for name in (*names, *files):
                if not is_ignored(name):
                    path = os.path.join(folder, name)  # noqa: PTH118 - ten times as fast
                    found[path] = _mark(path)
    return found


async def changes(
    folders: Sequence[Path], *, since: Look | None = None, is_polling: bool = False
) -> AsyncGenerator[frozenset[str], None]:
    """Paths that differ from what was reported last, at first from since; many at once are one report. Without end.

    is_polling: for a mounted folder that others write to, of which the system gives no events.
    """
    known = await asyncio.to_thread(look, folders) if since is None else since
    async with aclosing(_stirs(folders, is_polling)) as stirs:
        async for _ in stirs:
            settled = await _settled(folders, known)
            if differing := frozenset(path for path, _ in settled.items() ^ known.items()):
                known = settled
                yield differing


async def _settled(folders: Sequence[Path], known: Look) -> Look:
    """How the folders look once they hold still; at once where nothing has changed."""
    started_s = time.monotonic()
    seen = await asyncio.to_thread(look, folders)
    while seen != known:
        await asyncio.sleep(SETTLE_S)
        again = await asyncio.to_thread(look, folders)
        if again == seen or time.monotonic() - started_s > RESTLESS_S:
            return again
        seen = again
    return seen


async def _stirs(folders: Sequence[Path], is_polling: bool) -> AsyncGenerator[None, None]:
    """Each time that it is worth a look, the first time at once."""
    has_failed = False
    while True:
        yield
        if not is_polling and all(map(os.path.isdir, folders)):
            try:
                async with aclosing(_events(folders)) as events:
                    async for _ in events:
                        yield
            except FileNotFoundError:  # it went just now
                pass
            except (OSError, RuntimeError) as error:  # no more watches to be had, a file system that has none
                if not has_failed:
                    logger.warning(
                        "the system does not tell of changes in the folder (%s); looking every %s s", error, POLL_S
                    )
                has_failed = True
        await asyncio.sleep(POLL_S)


async def _events(folders: Sequence[Path]) -> AsyncGenerator[None, None]:
    """As the system tells them, and now and then anyway; ends where a folder is no longer the one that is watched."""
    homes = [_home(folder) for folder in folders]
    looked_s = float("-inf")  # what changed before the system was listening is looked for once
    watching = awatch(
        *folders,
        watch_filter=lambda _, path: _is_of_use(path, folders),
        debounce=int(SETTLE_S * 1000),
        step=STEP_MS,
        rust_timeout=int(CHECK_S * 1000),
        yield_on_timeout=True,
        recursive=True,
        ignore_permission_denied=True,
    )
    async with aclosing(watching) as words:
        async for word in words:
            if word or time.monotonic() - looked_s > LOOK_S:
                yield
                looked_s = time.monotonic()
            if [_home(folder) for folder in folders] != homes:
                return


def _is_of_use(path: str, folders: Sequence[Path]) -> bool:
    """Whether an event at path can mean a change, which one at an editor's temporary file does not."""
    inside = next((Path(path).relative_to(folder) for folder in folders if Path(path).is_relative_to(folder)), None)
    return inside is None or not any(map(is_ignored, inside.parts))


def _home(folder: Path) -> tuple[int, ...]:
    """What tells a folder from another at the same path; empty where there is none."""
    try:
        found = os.stat(folder)  # noqa: PTH116 - follows a link that now leads elsewhere
    except OSError:
        return ()
    return found.st_dev, found.st_ino


def _mark(path: str | Path) -> tuple[int, ...]:
    """What differs between two versions of a file; of a folder what is no matter of its files; empty where none can be seen."""
    try:
        found = os.stat(path)  # noqa: PTH116 - of what a link leads to
    except OSError:
        return ()
    if stat.S_ISDIR(found.st_mode):
        return found.st_dev, found.st_ino, found.st_mode
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
