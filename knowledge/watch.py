"""Content folders in, a word each time that what lies in them has changed and settled; what it says now is for others to read.

The system's events (watchfiles) only say where to look. What is compared is what is there, so that files that settled as
they were are not told. Now and then all of it is looked at, and so an event that was missed, a folder that was moved away
and one that came back are noticed too.
"""

import asyncio
import logging
import os
import stat
import time
from collections.abc import AsyncGenerator, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from knowledge.passed_over import is_ignored

logger = logging.getLogger(__name__)

SETTLE_S = 0.1  # apart are two looks that have to agree, so that a half-written file is not read
RESTLESS_S = 5.0  # a folder that is written to without a pause is read all the same after this long
POLL_S = 0.4  # between looks where the system gives no events
LOOK_S = 5.0  # between looks where it does; for those that it misses, as when a folder above is moved
CHECK_S = 1.0  # between looks at whether the folders are still the same ones
LATE_S = 3 * LOOK_S  # without such a look, after which events don't put it off any more
STEP_MS = 20  # events that come within this of one another are one
MANY = 20  # paths of events, of more than which all is looked at: as a checkout goes on, so that it is one report

Mark = tuple[int, ...]  # what tells a version of a file from another
Look = Mapping[str, Mark]  # … by path
Differences = Mapping[str, Mark | None]  # None: it is no more
Stir = Collection[str] | None  # paths of events; None: whatever there is may have changed
FOLDER = 3  # numbers in the mark of a folder; that of a file has more


def look(folders: Sequence[Path]) -> Look:
    """What lies in folders now, as far as it is read at all; a time that went back is a difference as well."""
    found: dict[str, Mark] = {}
    for root in folders:
        found[str(root)] = _mark(root)
        found.update(_below(str(root)))
    return found


def _below(top: str) -> Iterator[tuple[str, Mark]]:
    """What lies below a folder."""
    for folder, names, files in os.walk(top):
        names[:] = [name for name in names if not is_ignored(name)]
        for name in (*names, *files):
            if not is_ignored(name):
                path = os.path.join(folder, name)  # noqa: PTH118 - ten times as fast
                yield path, _mark(path)


def look_at(paths: Iterable[str], folders: Sequence[Path], known: Look) -> Differences:
    """What `look` would find otherwise than is known of paths, of the folders that they lie in, and below those that differ."""
    found: dict[str, Mark | None] = {}
    walked: list[str] = []  # with what lies below
    for path in sorted({above for one in paths for above in _upwards(one, folders)}):
        if any(map(path.startswith, walked)):
            continue  # it was looked at with a folder
        mark = _mark(path) if os.path.lexists(path) else None
        if mark != known.get(path):
            found[path] = mark
            if _is_folder(mark) or _is_folder(known.get(path)):
                walked.append(below := f"{path}{os.sep}")
                there = {} if os.path.islink(path) else dict(_below(path))  # noqa: PTH114 - of many
                before = {one: was for one, was in known.items() if one.startswith(below)}
                found.update(_differences(there, before))
    return found


def _upwards(path: str, folders: Sequence[Path]) -> Iterator[str]:
    """A path and the folders above it, as far as they lie in a content folder; none that is passed over, or that a link leads to."""
    for root in map(str, folders):
        if not path.startswith(f"{root}{os.sep}"):
            continue
        here = root
        for name in Path(path).relative_to(root).parts:
            here = f"{here}{os.sep}{name}"
            if is_ignored(name):
                break
            yield here
            if os.path.islink(here):  # noqa: PTH114 - of many
                break


def _differences(now: Look, before: Look) -> Differences:
    """What is otherwise now than it was."""
    return {path: now.get(path) for path, _ in now.items() ^ before.items()}


async def changes(
    folders: Sequence[Path], *, since: Look | None = None, is_polling: bool = False
) -> AsyncGenerator[frozenset[str], None]:
    """Paths that differ from what was reported last, at first from since; many at once are one report. Without end.

    is_polling: for a mounted folder that others write to, of which the system gives no events.
    """
    known = dict(await asyncio.to_thread(look, folders) if since is None else since)
    async with aclosing(_stirs(folders, is_polling)) as stirs:
        async for paths in stirs:
            if found := await _settled(folders, known, paths):
                for path, mark in found.items():
                    if mark is None:
                        known.pop(path, None)
                    else:
                        known[path] = mark
                yield frozenset(found)


async def _settled(folders: Sequence[Path], known: Look, paths: Stir) -> Differences:
    """What is otherwise than known once it holds still; at once where nothing is."""

    def differing() -> Differences:
        return _differences(look(folders), known) if paths is None else look_at(paths, folders, known)

    started_s = time.monotonic()
    seen = await asyncio.to_thread(differing)
    while seen:
        await asyncio.sleep(SETTLE_S)
        again = await asyncio.to_thread(differing)
        if again == seen or time.monotonic() - started_s > RESTLESS_S:
            return again
        seen = again
    return seen


async def _stirs(folders: Sequence[Path], is_polling: bool) -> AsyncGenerator[Stir, None]:
    """Each time that it is worth a look, the first time at once."""
    has_failed = False
    while True:
        yield None
        if not is_polling and all(map(os.path.isdir, folders)):
            try:
                async with aclosing(_events(folders)) as events:
                    async for paths in events:
                        yield paths
            except FileNotFoundError:  # it went just now
                pass
            except (OSError, RuntimeError) as error:  # no more watches to be had, a file system that has none
                if not has_failed:
                    logger.warning(
                        "the system does not tell of changes in the folder (%s); looking every %s s", error, POLL_S
                    )
                has_failed = True
        await asyncio.sleep(POLL_S)


async def _events(folders: Sequence[Path]) -> AsyncGenerator[Stir, None]:
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
            since_s = time.monotonic() - looked_s
            paths = {path for _, path in word}
            if paths and since_s < LATE_S and len(paths) <= MANY and all(_is_inside(path, folders) for path in paths):
                yield paths
            elif paths or since_s > LOOK_S:
                yield None
                looked_s = time.monotonic()
            if [_home(folder) for folder in folders] != homes:
                return


def _is_inside(path: str, folders: Sequence[Path]) -> bool:
    """Whether it lies in a content folder, and is none itself; a system may call it otherwise than we do."""
    return any(path.startswith(f"{folder}{os.sep}") for folder in folders)


def _is_folder(mark: Mark | None) -> bool:
    """Whether a mark is that of a folder."""
    return mark is not None and len(mark) == FOLDER


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


def _mark(path: str | Path) -> Mark:
    """What differs between two versions of a file; of a folder what is no matter of its files; empty where none can be seen."""
    try:
        found = os.stat(path)  # noqa: PTH116 - of what a link leads to
    except OSError:
        return ()
    if stat.S_ISDIR(found.st_mode):
        return found.st_dev, found.st_ino, found.st_mode
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
