"""The versions that changes replaced, in a folder of their own: a folder a change, with the files before and after it.

000012-2026-11-24/change.json
000012-2026-11-24/before/nl/faq/wie-meldt.md
000012-2026-11-24/after/nl/faq/wie-meldt.md
"""

import json
import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from knowledge import private
from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.notices import reason

logger = logging.getLogger(__name__)

MOST = 1_000  # changes that are kept
KEPT = timedelta(days=365)
UNDONE = "-undone"
_LOG = "change.json"


@dataclass(frozen=True, slots=True)
class Record:
    """A change that was made, or was about to be when the process ended."""

    path: Path  # its folder
    change: Change
    at: datetime  # UTC


class History:
    """The changes to content folders, oldest first. Others may look into the folder, and take files out of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, change: Change, at: datetime) -> Record:
        """Write a change down, before it is made, so that a process that is killed leaves the version before. Raises EditError."""
        try:
            private.make_folder(self._folder)
            draft = self._folder / f".{secrets.token_hex(8)}"
            try:
                _write(draft, change, at)
                return Record(self._named(draft, at), change, at)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        except OSError as error:
            raise EditError("history_closed", folder=str(self._folder), reason=reason(error)) from None

    def _named(self, draft: Path, at: datetime) -> Path:
        while True:
            path = self._folder / f"{self._last_number() + 1:06}-{at:%Y-%m-%d}"
            try:
                draft.rename(path)
            except OSError:
                if not path.exists():
                    raise
                continue  # another process took the number
            sync_folder(self._folder)
            return path

    def _last_number(self) -> int:
        return max((int(path.name[:6]) for path in self._paths()), default=0)

    def drop(self, record: Record) -> None:
        """Forget a change that didn't come about."""
        shutil.rmtree(record.path, ignore_errors=True)

    def set_undone(self, record: Record) -> None:
        """A change that was taken back; its versions stay. Where that can't be noted, its files tell it all the same."""
        try:
            record.path.rename(record.path.with_name(record.path.name + UNDONE))
            sync_folder(self._folder)
        except OSError as error:
            logger.warning("%s can't be noted as undone (%s)", record.path, reason(error))

    def made(self, folder: Path) -> Iterator[Record]:
        """The changes to a content folder that were not taken back, latest first."""
        place = os.path.realpath(folder)
        for path in reversed(self._paths()):
            record = None if path.name.endswith(UNDONE) else _read(path)
            if record and os.path.realpath(record.change.folder) == place:
                yield record

    def prune(self, now: datetime) -> None:
        """Let go of the oldest changes, and of what a killed process left; the last one always stays."""
        paths = self._paths()
        for i, path in enumerate(paths[:-1]):
            day = path.name[7:17]
            if i < len(paths) - MOST or day < f"{now - KEPT:%Y-%m-%d}":
                shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            for path in self._folder.glob(".*"):
                if path.stat().st_mtime < (now - timedelta(hours=1)).timestamp():
                    shutil.rmtree(path, ignore_errors=True)

    def _paths(self) -> list[Path]:
        """The folders of changes, oldest first."""
        try:
            found = [path for path in self._folder.iterdir() if path.name[:6].isdecimal() and path.name[6:7] == "-"]
        except OSError:
            return []
        return sorted(found, key=lambda path: path.name)


def _write(path: Path, change: Change, at: datetime) -> None:
    for edit in change.edits:
        for name, data in (("before", edit.before), ("after", edit.after)):
            if data is not None:
                write_new(path / name / edit.source, data)
    log = {
        "at": at.isoformat(),
        "folder": os.path.realpath(change.folder),
        "summary": change.summary,
        "files": [
            {"source": edit.source, "before": edit.before is not None, "after": edit.after is not None}
            for edit in change.edits
        ],
    }
    write_new(path / _LOG, json.dumps(log, ensure_ascii=False, indent=1).encode())


def _read(path: Path) -> Record | None:
    try:
        log = json.loads((path / _LOG).read_bytes())
        edits = tuple(
            FileEdit(
                file["source"],
                (path / "before" / file["source"]).read_bytes() if file["before"] else None,
                (path / "after" / file["source"]).read_bytes() if file["after"] else None,
            )
            for file in log["files"]
        )
        at = datetime.fromisoformat(log["at"]).astimezone(UTC)
        return Record(path, Change(Path(log["folder"]), log["summary"], edits), at)
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("%s is passed over, as it can't be read (%s)", path, error)
        return None


def write_new(path: Path, data: bytes) -> None:
    """Write a file that isn't there yet, down to the disk. Raises OSError."""
    private.make_folder(path.parent)
    with open(path, "xb", opener=private.opener) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """See that names in a folder outlive a power cut, where the system can do that."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
