"""Makes a change to a content folder, and takes it back: whole files or none, the version before kept, nobody's edit lost."""

import errno
import logging
import os
import secrets
import shlex
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.changes.editing import why_unread
from knowledge.changes.git import GitError, WorkTree
from knowledge.changes.history import History, sync_folder
from knowledge.changes.places import content, inside, place
from knowledge.content_file import read_data, read_file, read_sheet, sheet_text, today
from knowledge.entry_file import EntryFile
from knowledge.notices import Notice, notice, reason
from knowledge.routes import overview

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

UNDO = "Undo: "  # how what is told of a change begins that takes one back
WAIT_S = 10.0  # for another process that writes to the same folder
_DRAFT = ".verbinder-"  # how the name of a file that is being written begins; such files are not read
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a change."""

    change: Change
    patch: bytes = b""  # the folder can't be written to: the same, for `git apply`; empty where it was written
    is_committed: bool = False  # in git; the version before is kept in the history in any case
    remark: Notice | None = None  # what went otherwise than usual, for the admin; None: nothing did

    @property
    def is_written(self) -> bool:
        """Whether the folder says so now."""
        return not self.patch


class _ClosedError(Exception):
    """A folder that can't be written to."""


def apply(change: Change, *, history: Path, wait_s: float = WAIT_S) -> Applied:
    """Make a change. Raises EditError, with nothing changed; a folder that can't be written to gives a patch instead."""
    refuse_unread(change)
    with _locked(change.folder, wait_s):
        return _made(change, History(history), is_checked=True)


def refuse_unread(change: Change) -> None:
    """Raises EditError where what a change makes wouldn't be shown."""
    _check(change, (_fault_in(edit.source, edit.after) for edit in change.edits if edit.after is not None))


def undo(folder: Path, *, history: Path, wait_s: float = WAIT_S) -> Applied | None:
    """Take the last change to a folder back; None where there is none left. Again: the one before.

    Raises EditError where somebody edited the file after that.
    """
    kept = History(history)
    with _locked(folder, wait_s):
        for record in kept.made(folder):
            change = Change(folder, record.change.summary, record.change.edits)
            now = [content(folder, edit.source) for edit in change.edits]
            # already so: taken back by hand, or written down by a process that was killed before it wrote
            edits = tuple(edit for edit, data in zip(change.edits, now, strict=True) if data != edit.before)
            for edit, data in zip(change.edits, now, strict=True):
                if data not in (edit.before, edit.after):
                    raise EditError("undo_changed_since", source=edit.source, path=str(record.path / "before"))
            if edits:
                back = Change(folder, change.summary, edits).inverse(f"{UNDO}{change.summary}")
                applied = _made(back, None, is_checked=False)
                if applied.is_written:
                    kept.set_undone(record)
                return applied
            kept.set_undone(record)
    return None


def _made(change: Change, history: History | None, *, is_checked: bool) -> Applied:
    """Make a change while nobody else does; without a history it is one that is being taken back."""
    for edit in change.edits:
        _refuse_newer(change.folder, edit)
        _tidy(place(change.folder, edit.source).parent)
    now = datetime.now(UTC)
    if not all(_is_open(change.folder, edit) for edit in change.edits):
        return _as_patch(change)
    record = history.keep(change, now) if history else None
    tree, remark = _work_tree(change)
    sources = [inside(change.folder, edit.source) for edit in change.edits]
    if tree and not remark:
        there = [inside(change.folder, edit.source) for edit in change.edits if edit.before is not None]
        _, remark = _committed(tree, there, f"{', '.join(there)}: as found")
    written: list[FileEdit] = []
    try:
        for edit in change.edits:
            _write(change.folder, edit)
            written.append(edit)
        if is_checked:
            written_now = (edit.source for edit in change.edits if edit.after is not None)
            _check(change, (_fault_on_disk(change.folder, source) for source in written_now))
    except (EditError, OSError, _ClosedError) as error:
        _take_back(change.folder, written)
        if history and record:
            history.drop(record)
        if isinstance(error, _ClosedError):
            return _as_patch(change)
        if isinstance(error, OSError):
            source = change.edits[len(written)].source
            raise EditError("write_closed", source=source, reason=reason(error)) from None
        raise
    is_committed = False
    if tree and not remark:
        is_committed, remark = _committed(tree, sources, change.summary)
    if history:
        history.prune(now)
    return Applied(change, is_committed=is_committed, remark=remark)


def _check(change: Change, faults: Iterable[Notice | None]) -> None:
    """Raises EditError where an entry or the overview of routes wouldn't be shown any more, or a new one wouldn't be."""
    for fault in faults:
        if fault and not change.is_draft:
            raise EditError("edit_nothing_changed", fault=fault)


def _fault_in(source: str, data: bytes) -> Notice | None:
    """What would keep a file from being shown that holds this; None where nothing would."""
    day = today()
    if source == overview.FILE:
        return overview.fault(overview.read_routes(source, sheet_text(data), day))
    return _unread(read_data(source, data, dated=day, day=day), source)


def _fault_on_disk(folder: Path, source: str) -> Notice | None:
    """What keeps a file from being shown as it lies there now; None where nothing does."""
    if source == overview.FILE:
        return overview.fault(read_sheet(folder / source, source, day=today()))
    return _unread(read_file(str(place(folder, source)), source, day=today()), source)


def _unread(file: EntryFile, source: str) -> Notice | None:
    return None if file.entry or file.hides else why_unread(file, source)


def _refuse_newer(folder: Path, edit: FileEdit) -> None:
    if content(folder, edit.source) != edit.before:
        raise EditError("write_changed_since", source=edit.source)


def _is_open(folder: Path, edit: FileEdit) -> bool:
    """Whether a file may be written: somebody who made it read-only meant that, though a rename would get past it."""
    path = place(folder, edit.source)
    if edit.before is not None:
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    there = next(above for above in path.parents if above.exists())
    return os.access(there, os.W_OK)


def is_writable(folder: Path) -> bool:
    """Whether entries can be placed in a content folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def _write(folder: Path, edit: FileEdit, *, is_guarded: bool = True) -> None:
    """Put the new version in the place of the old one: whoever reads at the same time sees the one or the other.

    Guarded, it raises EditError where the old one isn't what the change was made from.
    """
    path = place(folder, edit.source)
    try:
        if edit.after is None:
            if is_guarded:
                _refuse_newer(folder, edit)
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.parent / f"{_DRAFT}{secrets.token_hex(8)}.tmp"
            try:
                _write_draft(draft, edit.after, like=path if edit.before is not None else None)
                if is_guarded:
                    _refuse_newer(folder, edit)
                _rename(draft, path, is_new=edit.before is None)
            finally:
                draft.unlink(missing_ok=True)
    except OSError as error:
        if error.errno in _CLOSED:
            raise _ClosedError from None
        raise
    sync_folder(path.parent)


def _write_draft(draft: Path, data: bytes, *, like: Path | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        if like is not None:
            found = like.stat()
            for owner in (-1, found.st_uid):  # a group of ours can be kept, somebody else's file by root alone
                with suppress(OSError, AttributeError):
                    os.fchown(file.fileno(), owner, found.st_gid)
            with suppress(OSError, AttributeError):
                os.fchmod(file.fileno(), found.st_mode & 0o7777)
        os.fsync(file.fileno())


def _rename(draft: Path, path: Path, *, is_new: bool) -> None:
    if not is_new:
        draft.replace(path)
        return
    try:
        os.link(draft, path)  # unlike a rename, this never takes the place of what came in between
    except FileExistsError:
        raise EditError("write_came_between", name=path.name) from None
    except OSError:  # a file system without hard links
        draft.rename(path)


def _take_back(folder: Path, written: Sequence[FileEdit]) -> None:
    for edit in reversed(written):
        try:
            if _is_ours(folder, edit):
                _write(folder, FileEdit(edit.source, edit.after, edit.before), is_guarded=False)
        except (EditError, OSError, _ClosedError) as error:
            logger.exception("%s could not be put back; its version before lies in the history", edit.source)
            fault = error.notice if isinstance(error, EditError) else reason(error)
            raise EditError("write_not_put_back", source=edit.source, fault=fault) from None


def _is_ours(folder: Path, edit: FileEdit) -> bool:
    """Whether a file is as it was just written, as far as can be seen."""
    try:
        return content(folder, edit.source) == edit.after
    except EditError:  # which is why it is taken back
        return True


def _tidy(folder: Path) -> None:
    """Remove what a process that was killed left half-written; none writes here now."""
    with suppress(OSError):
        for path in folder.glob(f"{_DRAFT}*.tmp"):
            path.unlink(missing_ok=True)


def _work_tree(change: Change) -> tuple[WorkTree | None, Notice | None]:
    """The git work tree to commit to, and what keeps git from it."""
    try:
        tree = WorkTree.of(change.folder)
        return (
            None
            if tree is None or any(tree.ignores(inside(change.folder, edit.source)) for edit in change.edits)
            else tree
        ), None
    except GitError as error:
        return None, _not_committed(error)


def _committed(tree: WorkTree, sources: Sequence[str], message: str) -> tuple[bool, Notice | None]:
    try:
        return tree.commit(sources, message), None
    except GitError as error:
        return False, _not_committed(error)


def _not_committed(error: GitError) -> Notice:
    logger.warning("a change was not committed: %s", error)
    return notice("not_committed", fault=error.notice)


def _as_patch(change: Change) -> Applied:
    """The change as a file to be sent to whoever can write."""
    prefix = ""
    with suppress(GitError):
        tree = WorkTree.of(change.folder)
        prefix = tree.prefix() if tree else ""
    where = shlex.quote(prefix.rstrip("/")) if prefix else "<the content folder in the repository>"
    head = f"{change.summary}\n\ngit apply --directory={where} <this file>\n\n"
    return Applied(change, patch=head.encode("utf-8", "replace") + change.patch(), remark=notice("as_patch"))


@contextmanager
def _locked(folder: Path, wait_s: float) -> Iterator[None]:
    """One change at a time, over threads and processes; the system lets go of the lock with the process."""
    if fcntl is None:
        yield
        return
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise EditError("folder_not_opened", folder=str(folder), reason=reason(error)) from None
    try:
        _wait_for(opened, folder, wait_s)
        yield
    finally:
        os.close(opened)


def _wait_for(opened: int, folder: Path, wait_s: float) -> None:
    end = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > end:
                raise EditError("folder_busy", folder=str(folder)) from None
            time.sleep(0.01)
        except OSError as error:  # some network mounts; each file is still compared before it is replaced
            logger.warning("%s can't be locked (%s)", folder, error.strerror)
            return
