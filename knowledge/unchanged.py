"""Content files that nobody has touched since they were read, told by what the disk says of them: they are not opened again."""

import os
import time
from struct import Struct

from knowledge.entry_file import MOST_READ, EntryFile

SETTLED_NS = (
    3_000_000_000  # after a file's last change, from which on another one shows: some disks count in two seconds
)

_STATE = Struct("QQQqq")  # five numbers in a third of their room
_MOST = (1 << 64) - 1  # some systems number files beyond that


class Unchanged:
    """Files by their path and what they were called, each with what the disk said of it before it was read."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[bytes, EntryFile]] = {}

    def find(self, path: str, source: str, found: os.stat_result) -> EntryFile | None:
        """The file as it was read; None where it may be another one since."""
        known = self._known.get((path, source))
        return known[1] if known is not None and known[0] == state_of(found) else None

    def keep(self, path: str, source: str, found: os.stat_result, file: EntryFile) -> None:
        """Know a file that was read a moment ago; found is what the disk said of it before and after.

        Not one that would say something else on another day, nor one that may be written again within the same tick.
        """
        changed_ns = max(found.st_mtime_ns, found.st_ctime_ns)
        if file.is_of_its_day or not 0 < changed_ns < time.time_ns() - SETTLED_NS:
            return
        if len(self._known) >= MOST_READ:
            self._known.clear()
        self._known[path, source] = state_of(found), file


def state_of(found: os.stat_result) -> bytes:
    """What differs where a file was written, or is another one; when it was read doesn't count."""
    return _STATE.pack(found.st_dev & _MOST, found.st_ino & _MOST, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


UNCHANGED = Unchanged()  # by this process
