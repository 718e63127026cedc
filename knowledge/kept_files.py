"""Content files as they were read, kept in a file for the next start: parsing is what a start spends most of its time on.

What is damaged, was read by another version of this code or from other text is not believed, and read anew.
"""

import logging
import sys
from collections.abc import Iterable, Set
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from knowledge import private
from knowledge.entry import Entry
from knowledge.entry_file import READ, EntryFile

logger = logging.getLogger(__name__)

NAME = "read.msgpack"
MOST_BYTES = 500_000_000  # of a file that is looked at
_CODE = ("*", "dialects/*")  # what reads an entry's file
_PARSERS = ("markdown-it-py", "PyYAML", "emoji")  # of another version a text may read otherwise


def load(path: Path) -> Set[str]:
    """Know the files that were kept; the keys of those, none where they can't be believed."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return frozenset()
        data = path.read_bytes()
    except OSError:
        return frozenset()
    head, _, told = data.partition(b"\n")
    if head != _head(told):
        return frozenset()
    try:
        known = msgspec.msgpack.decode(told, type=dict[str, EntryFile])
    except (msgspec.DecodeError, RecursionError):
        return frozenset()
    READ.add(known)
    return known.keys()


def save(path: Path, known: Set[str]) -> None:
    """Keep the files that were read, where those aren't the known ones; a full disk costs the next start some time alone."""
    files = READ.lasting()
    if files.keys() == known:
        return
    told = msgspec.msgpack.encode(files)
    try:
        with private.in_place_of(path) as file:
            file.write(_head(told) + b"\n" + told)
    except OSError as error:
        logger.info("what was read of the content is not kept for the next start: %s", error)


def prints_of(entries: Iterable[Entry]) -> list[str]:
    """Of each entry a hash of all that it says; what was made of one that has the same may be kept with it."""
    return [sha256(msgspec.msgpack.encode(entry)).hexdigest() for entry in entries]


def _head(told: bytes) -> bytes:
    """What has to stand before it: which code made it, and that no bit of it is another."""
    return f"{made_by()} {sha256(told).hexdigest()}".encode()


@cache
def made_by() -> str:
    """A hash of all that a file's reading hangs on besides its text."""
    found = sha256(sys.version.encode())
    for name in _PARSERS:
        with suppress(PackageNotFoundError):
            found.update(f"{name} {version(name)}".encode())
    here = Path(__file__).parent
    for file in sorted(path for pattern in _CODE for path in here.glob(pattern) if path.suffix in (".py", ".toml")):
        found.update(file.read_bytes())
    return found.hexdigest()
