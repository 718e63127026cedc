"""What the folder is searched by, kept in a file for the next start: vectors, and which words stand in which document.

Looking vectors up one by one and taking texts apart is what the start of a large folder would spend most of its time on.
What is damaged, or was made by other code or for another encoder, is not believed, and all of it is made anew.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from index import declined_questions, filed
from index.filed import Bytes, Filed, Source
from index.held import Held
from index.layout import Change, Layout, Rows, spanned
from index.mapped import Mapped, let_go, mapped
from index.meant import Meant
from index.snapshot import Kept, Snapshot
from index.vectors import Coded
from index.vectors import Kept as Codes
from index.words import Words
from knowledge import private
from knowledge.kept_files import made_by as read_by
from knowledge.kept_files import prints_of

logger = logging.getLogger(__name__)

NAME = "index.npz"
LARGE_BYTES = 16_000_000  # of a file, from which it is not all read into memory
MAPPED = ("vectors_0",)  # of such a one the first half is mapped: a question touches little of it
FILED = ("vectors_1", "codes", "declined_codes")  # of any these are read row by row: few questions need them, or none
_LIBRARIES = ("PyStemmer", "numpy")  # of another version something else may be kept


@dataclass(frozen=True, slots=True, eq=False)
class KeptIndex:
    """Of the entries of a layout; what is given by place is so by entry."""

    prints: Sequence[str]  # of the entries: what says the same has the same
    starts: Rows  # (entries + 1,): where each entry's passages begin
    vectors: Held  # of the passages
    declined: Held | None  # as in Snapshot
    declined_codes: Codes | None  # of those; None where they are few
    codes: Codes | None  # of the passages; None where they are few
    words: Words
    meant: Meant | None  # as in Snapshot
    mapped: tuple[Mapped, ...]  # what of it lies in the file

    def let_go(self) -> None:
        """Hold in memory none of what is mapped, until it is asked for."""
        let_go(self.mapped)

    def overlap(self, layout: Layout) -> "Overlap | None":
        """What a layout has of it; None where it doesn't fit."""
        prints = prints_of(layout.entries)
        at = {one: place for place, one in enumerate(self.prints)}
        places = np.array([at.get(one, -1) for one in prints], dtype=np.int64)
        kept, sizes = places >= 0, np.diff(layout.starts)
        if not np.array_equal(np.diff(self.starts)[places[kept]], sizes[kept]):
            return None
        rows = spanned(self.starts[places], sizes)
        rows[np.repeat(~kept, sizes)] = -1
        return Overlap(self, places, rows)


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """What a layout has of what was kept."""

    index: KeptIndex
    places: Rows  # (entries,): where each entry stood there, -1 where it didn't
    rows: Rows  # the same by row

    @property
    def is_all(self) -> bool:
        """Whether there is nothing to be kept anew."""
        return len(self.index.prints) == len(self.places) and not (self.places < 0).any()

    @property
    def kept(self) -> Kept:
        """What the layout's snapshot is made of; nothing is told of what is gone."""
        change = Change(tuple(np.flatnonzero(self.places < 0).tolist()), (), self.places, self.rows)
        return Kept(self.index.words, self.index.codes, self.index.declined_codes, self.index.meant, change)

    def vectors(self) -> Held:
        """Those of the layout's passages; all 0 where they are not known."""
        held = self.index.vectors
        return held if np.array_equal(self.rows, np.arange(len(held))) else held.moved(self.rows)


class KeptFile:
    """The file of one encoder; what goes wrong with it costs time, never an answer."""

    def __init__(self, path: Path, encoder: str) -> None:
        """encoder: its name."""
        self._path, self._encoder = path, encoder

    def load(self) -> KeptIndex | None:
        """What was kept; None where nothing can be believed."""
        if not self._path.is_file():
            return None
        try:
            with self._path.open("rb") as file, np.load(file) as archive:
                if str(archive["made_by"]) != self._made_by():
                    return None
                is_large = self._path.stat().st_size > LARGE_BYTES
                parts = [name for name in (*(MAPPED if is_large else ()), *FILED) if name in archive.files]
                stay = {name: mapped(file, archive.zip, name) for name in parts}
                stored = {name: archive[name] for name in archive.files if name not in stay} | stay
                if str(stored.pop("seal")) != _seal(stored):
                    return None
                stored |= {name: _filed(file, stay.pop(name)) for name in FILED if name in stay}
            stored |= {name: np.asarray(part) for name, part in stay.items()}  # a subclass is slower to be taken from
            starts = stored["starts"]
            return KeptIndex(
                prints=stored["prints"].tolist(),
                starts=starts,
                vectors=Held.restored(stored, "vectors"),
                declined=Held.restored(stored, "declined") if "declined_scales" in stored else None,
                declined_codes=Codes.restored(stored, "declined_codes"),
                codes=Codes.restored(stored, "codes"),
                words=Words.restored(stored, "words"),
                meant=Meant.restored(stored, "meant") if "meant_words_forms" in stored else None,
                mapped=tuple(stay.values()),
            )
        except Exception as error:  # a damaged archive fails in a dozen ways between zipfile and numpy
            logger.info("what was kept of the folder is not believed, and made anew: %r", error)
            return None

    def save(self, snapshot: Snapshot) -> None:
        """Keep what a snapshot with vectors is searched by."""
        if snapshot.matrix is None:
            return
        try:
            stored = self._stored(snapshot, snapshot.matrix)
            with private.in_place_of(self._path) as file:
                np.savez(file, **stored, seal=np.array(_seal(stored)))
        except OSError as error:
            logger.info("what the folder is searched by is not kept for the next start: %s", error)

    def _stored(self, snapshot: Snapshot, matrix: Held) -> dict[str, Any]:
        """matrix: the snapshot's. Raises OSError where what of it stays in a file can't be read."""
        return {
            "made_by": np.array(self._made_by()),
            "prints": np.array(prints_of(snapshot.layout.entries)),
            "starts": snapshot.layout.starts,
            **matrix.stored("vectors"),
            **(snapshot.vectors.kept.stored("codes") if isinstance(snapshot.vectors, Coded) else {}),
            **(snapshot.declined.stored("declined") if snapshot.declined is not None else {}),
            **(snapshot.known.kept.stored("declined_codes") if isinstance(snapshot.known, Coded) else {}),
            **snapshot.words.stored("words"),
            **(snapshot.meant.stored("meant") if snapshot.meant is not None else {}),
        }

    def _made_by(self) -> str:
        return f"{self._encoder} {_code()}"


def _filed(file: BinaryIO, part: Mapped) -> Filed | Bytes:
    """A part that is read row by row from its file from now on; where a system can't, all of it in memory."""
    if not filed.IS_THERE:
        return np.array(part)
    return Filed.whole(Source(file, part.offset, part.shape[1], part.dtype), len(part))


def _seal(stored: Mapping[str, Any]) -> str:
    """A hash of all parts together: that each is as it was written, and that they were written together."""
    told = sha256()
    for name, part in sorted(stored.items()):
        told.update(f"{name} {part.dtype} {part.shape}\n".encode())
        told.update(np.ascontiguousarray(part).data)
    return told.hexdigest()


@cache
def _code() -> str:
    """A hash of all that what is kept hangs on besides the entries and the encoder."""
    code = sha256(f"{read_by()} {declined_questions.digest()}".encode())
    for name in _LIBRARIES:
        code.update(f"{name} {version(name)}".encode())
    for file in sorted(Path(__file__).parent.iterdir()):
        if file.suffix in (".py", ".toml", ".txt"):
            code.update(file.read_bytes())
    return code.hexdigest()
