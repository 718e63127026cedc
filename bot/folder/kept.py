"""Content files that lie in the database in, a folder of this process's own with the same in it out, within two seconds of an edit.

Whoever reads content reads folders, so each process has one that follows the database. What admins write goes to the
database first; where somebody else changed the same file meanwhile it goes nowhere.
"""

import asyncio
import logging
import os
import secrets
import shutil
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from bot.records.knowledge import KnowledgeRecords, Version, told_key
from bot.records.records import Records, RecordsError
from bot.records.running import Running
from knowledge import private
from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.changes.writing import UNDO, Applied, refuse_unread
from knowledge.content_file import MAX_BYTES
from knowledge.library import EMPTY_WITH
from knowledge.passed_over import is_ignored

logger = logging.getLogger(__name__)

OWN_S = 5.0  # after an edit of one's own, what others write meanwhile is told too, lest the own isn't
LOOK_S = 1.0  # between looks at the database where nothing is told
NAME = "database"  # what the folder is called in sources and problems


class KeptFolder:
    """Follows the database, and writes to it."""

    def __init__(self, records: Records, var_dir: Path) -> None:
        self._records, self._home = records, var_dir / "knowledge"
        self._kept = records.shelf(KnowledgeRecords)
        self._seen = 0  # number of the last version that lies in the folder
        self._wrote_s = float("-inf")  # when this process last made a change
        self._busy = asyncio.Lock()  # one at a time writes to it
        self._running: Running | None = None
        self.folder = self._home / NAME

    async def open(self) -> None:
        """Make the folder, with what the database holds. Raises RecordsError, and OSError where VAR_DIR can't be written to."""
        self._running = await asyncio.to_thread(self._begin)
        await self._bring_up()

    def _begin(self) -> Running:
        private.make_folder(self._home)
        running = Running(self._home / "running")
        running.sweep()
        for left in self._home.iterdir():
            if left.name != "running" and not running.is_alive(left.name):
                shutil.rmtree(left, ignore_errors=True)
        self.folder = self._home / running.owner / NAME
        (self.folder / EMPTY_WITH).mkdir(parents=True)
        return running

    async def close(self) -> None:
        if self._running:
            await asyncio.to_thread(shutil.rmtree, self.folder.parent, ignore_errors=True)
            self._running.end()

    async def apply(self, change: Change) -> Applied:
        """Make a change. Raises EditError, with nothing changed."""
        refuse_unread(change)
        async with self._busy:
            try:
                await self._kept.write(change.summary, change.edits)
                self._wrote_s = time.monotonic()
                await self._bring_up()
            except RecordsError as error:
                raise EditError("write_closed", source=change.edits[0].source, reason=str(error)) from None
        return Applied(change)

    async def undo(self) -> Applied | None:
        """Take the last change back; None where there is none left. Raises EditError."""
        async with self._busy:
            try:
                undone = await self._kept.undo(UNDO)
                self._wrote_s = time.monotonic()
                await self._bring_up()
            except RecordsError as error:
                raise EditError("write_closed", source=NAME, reason=str(error)) from None
        return None if undone is None else Applied(Change(self.folder, f"{UNDO}{undone[0]}", undone[1]))

    async def follow(self, serve: Callable[[bool], Awaitable[object]]) -> None:
        """Have what other processes write served, until cancelled; serve: told whether the admins are still to hear of it."""
        is_away = False
        while True:
            await self._kept.stirred(LOOK_S)
            try:
                if self._running:
                    self._running.beat()
                async with self._busy:
                    changes = await self._bring_up()
                tells = [await self._records.deliveries.claim(told_key(change)) for change in sorted(changes)]
                is_away = False
            except (RecordsError, OSError) as error:
                if not is_away:
                    logger.error("what others write can't be read, what was read is served: %s", error)
                is_away = True
                continue
            if changes:
                await serve(any(tells) or time.monotonic() - self._wrote_s < OWN_S)

    async def _bring_up(self) -> set[int]:
        """Put into the folder what is new in the database; the numbers of the changes that it came with."""
        versions = await self._kept.since(self._seen)
        if versions:
            await asyncio.to_thread(put_files, self.folder, versions)
            self._seen = versions[-1].number
        return {version.change for version in versions}


def put_files(folder: Path, versions: Iterable[Version]) -> None:
    """Have each file be as its version says; whoever reads meanwhile sees the one or the other."""
    for version in versions:
        if not is_place(version.source):
            logger.error("%r is no place in a content folder and is passed over", version.source)
            continue
        path = folder / version.source
        if version.data is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".verbinder-{secrets.token_hex(8)}.tmp")
        draft.write_bytes(version.data)
        draft.replace(path)


def is_place(source: str) -> bool:
    """Whether it is a path under a folder that names a file there."""
    parts = PurePosixPath(source).parts
    return bool(parts) and not any(part in ("/", "..") or is_ignored(part) or "\\" in part for part in parts)


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(source, what it holds) of each file in a content folder that is read at all. Raises OSError."""
    for here, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not is_ignored(name))
        for name in sorted(files):
            path = Path(here) / name
            if not is_ignored(name) and path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    data = file.read(MAX_BYTES + 1)
                yield path.relative_to(folder).as_posix(), data


def difference(held: dict[str, bytes], found: dict[str, bytes], *, replace: bool) -> tuple[FileEdit, ...]:
    """What makes of what is held what was found; replace: what wasn't found goes too."""
    changed = [FileEdit(source, held.get(source), data) for source, data in found.items() if held.get(source) != data]
    gone = [FileEdit(source, data, None) for source, data in held.items() if replace and source not in found]
    return (*changed, *gone)
