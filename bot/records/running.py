"""Signs of life: which processes that share a folder are running; a file each, which the system lets go of with the process.

A file that somebody tidied away tells nothing: whoever asks then looks at the records, see UpdateRecords.take_over.
"""

import errno
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LEASE_S = 30.0  # where files can't be locked, a process that gave no sign for this long counts as dead
BEAT_S = 5.0  # how often a process gives one; a pause of six beats is no accident
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS}  # some network mounts


class Running:
    """This process among its kind. Unlike a time stamp, a lock is never stale: kill -9 frees it at once."""

    def __init__(self, folder: Path, *, can_lock: bool = fcntl is not None) -> None:
        """Raises OSError where the folder can't be written to."""
        self._folder, self._can_lock = folder, can_lock
        self._file: int | None = None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.owner = secrets.token_hex(8)  # a name that no process before had
        self.beat()

    def is_alive(self, owner: str) -> bool | None:
        """Whether a process with that name runs; None: it has no file, because it ended or because somebody removed it."""
        if owner == self.owner:
            return True
        lease, lock = self._path(owner, "lease"), self._path(owner, "lock")
        with suppress(FileNotFoundError):
            return self._now_s() - lease.stat().st_mtime < LEASE_S
        return _is_held(lock)

    def beat(self) -> None:
        """Give a sign of life; to be called every BEAT_S. Raises OSError where the folder can't be written to."""
        if self._file is not None and not _is_file(self._file, self._path(self.owner, "lock")):  # somebody tidied up
            os.close(self._file)
            self._file = None
        if self._file is None:
            with suppress(FileExistsError):
                self._folder.mkdir(mode=0o700)  # not what it lies in: that is gone only where all is lost
            self._can_lock = self._can_lock and self._lock()
        if not self._can_lock:
            self._path(self.owner, "lease").touch(mode=0o600)

    def sweep(self) -> None:
        """Remove what dead processes left. Raises OSError where the folder can't be read."""
        with suppress(FileNotFoundError):  # somebody tidied the folder away, perhaps this very moment
            for path in sorted(self._folder.iterdir()):
                if path.suffix == ".lock" and path.stem != self.owner:
                    _is_held(path, remove=True)
                elif path.suffix == ".lease" and not self.is_alive(path.stem):
                    path.unlink(missing_ok=True)

    def end(self) -> None:
        """Count as dead from now on."""
        for kind in ("lease", "lock"):
            self._path(self.owner, kind).unlink(missing_ok=True)
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _path(self, owner: str, kind: str) -> Path:
        return self._folder / f"{owner}.{kind}"

    def _lock(self) -> bool:
        """Whether a file of this process is there, locked. Another may take it for a dead one's before it is: then again."""
        path = self._path(self.owner, "lock")
        while True:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_file(file, path):
                    self._file = file
                    return True
            except BlockingIOError:  # another looks whether it is locked, this very moment
                time.sleep(0.001)
            except OSError as error:
                os.close(file)
                path.unlink(missing_ok=True)
                if error.errno in _NO_LOCKS:
                    return False
                raise
            os.close(file)

    def _now_s(self) -> float:
        """The time by the clock that stamps the leases, which on a network mount is another machine's."""
        own = self._path(self.owner, "lease")
        if not own.exists():
            return time.time()
        own.touch()
        return own.stat().st_mtime


def _is_file(file: int, path: Path) -> bool:
    """Whether the file that is open is still the one with that name."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _is_held(path: Path, *, remove: bool = False) -> bool | None:
    """Whether a process holds the lock on a file, None where there is none; if none does, remove it while nobody can take it."""
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if remove:
            path.unlink(missing_ok=True)
    except BlockingIOError:
        return True
    except OSError:  # can't tell, and a question answered twice is worse luck than one answered late
        return True
    finally:
        os.close(file)
    return False
