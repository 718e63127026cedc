"""Vectors already computed, by text and encoder; the file may be deleted at any time, it fills up again."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

from index.encoder import Matrix
from index.held import Held
from index.seed import Seed
from knowledge import private

# ValueError: a vector of odd length, or a message of SQLite's that quotes what is no text; TypeError: no bytes at all
_DAMAGE = (sqlite3.Error, OSError, ValueError, TypeError)
_BATCH = 500  # keys a query; SQLite takes 999 on old builds


class EmbeddingCache:
    """A table of vectors in SQLite; to be used from one thread, which opens it at the first call."""

    def __init__(self, path: Path | str, encoder: str, seed: Callable[[], Mapping[str, Matrix]] = dict) -> None:
        """path is a file, or ":memory:"; encoder is the name of the encoder whose vectors these are.

        seed loads vectors by key that are known beforehand, and are not looked up in the file.
        """
        self._load_seed = seed
        self._seed: Mapping[str, Matrix] | None = None  # None while nobody needs it
        self._path = path
        self._encoder = encoder
        self._db: sqlite3.Connection | None = None

    def get(self, keys: Iterable[str], *, with_seed: bool = True) -> dict[str, Matrix]:
        """The vectors that are known, (dimension,) each, by key; what can't be read counts as unknown.

        with_seed: of the seed too, which takes a tenth of a second to load where it is at rest.
        """
        asked = dict.fromkeys(keys)
        if asked and with_seed:
            self.wake()
        seed = self._seed or {}
        found = seed.known(asked) if isinstance(seed, Seed) else {key: seed[key] for key in asked if key in seed}
        wanted = [key for key in asked if key not in found]
        try:
            for start in range(0, len(wanted), _BATCH):
                batch = wanted[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                rows = self._open().execute(
                    f"select key, vector from vectors where encoder = ? and key in ({marks})",  # noqa: S608, only marks
                    [self._encoder, *batch],
                )
                found.update({key: np.frombuffer(vector, dtype=np.float32) for key, vector in rows})
        except _DAMAGE:
            self._start_over()
        return found

    def declined(self, columns: int) -> Held | None:
        """Of the seed, the first columns of the questions known to have no answer here; None where it doesn't know them."""
        self.wake()
        return self._seed.declined(columns) if isinstance(self._seed, Seed) else None

    def put(self, vectors: Mapping[str, Matrix]) -> None:
        """Keep vectors; a full disk or a damaged file costs the cache, never an answer."""
        rows = [(self._encoder, key, np.asarray(vector, dtype=np.float32).tobytes()) for key, vector in vectors.items()]
        try:
            with self._open() as db:
                db.executemany("insert or replace into vectors (encoder, key, vector) values (?, ?, ?)", rows)
        except _DAMAGE:
            self._start_over()

    def wake(self) -> None:
        """Load the seed, where it is at rest."""
        if self._seed is None:
            self._seed = self._load_seed()

    def rest(self) -> None:
        """Hold no vectors until they are asked for again."""
        self._seed = None

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            if self._path != ":memory:":
                private.make_file(Path(self._path))
            self._db = sqlite3.connect(self._path, timeout=5)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = normal")  # a lost machine may cost the last vectors, a kill none
            self._db.execute(
                "create table if not exists vectors (encoder text, key text, vector blob, primary key (encoder, key))"
            )
        return self._db

    def _start_over(self) -> None:
        """Forget the file on disk and go on in memory, so that a damaged cache is no reason to fail."""
        if self._db is not None:
            self._db.close()
        self._db = None
        self._path = ":memory:"
