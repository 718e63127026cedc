"""Vectors of the texts that ship, computed beforehand, so that a first start answers at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile, is_zipfile
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index import declined_questions
from index.encoder import Matrix
from index.held import Held
from index.shipped_encoder import MODEL

PATH = MODEL / "vectors.npz"
WAYS = MODEL / "ways.npz"  # … of the ways of putting the points of the checklist, which few people ask for
DECLINED = MODEL / "declined.npz"  # in which rows of that the questions known to have no answer here are

Rows = npt.NDArray[np.int32]


class Seed(Mapping[str, Matrix]):
    """Vectors by key, kept as they are stored and made whole one by one: most of them are asked for once."""

    def __init__(self, keys: Sequence[str], table: npt.NDArray[np.int8], declined: Rows | None = None) -> None:
        """Row i of table, (n, dimension), is the vector of keys[i] but for its length.

        declined: the rows of declined_questions.fitted(), in its order; None where that isn't known.
        """
        self._rows = {key: row for row, key in enumerate(keys)}
        self._table, self._declined = table, declined
        lengths = np.sqrt(np.einsum("ij,ij->i", table, table, dtype=np.float32))
        self._lengths = np.maximum(lengths, np.float32(1e-9))

    def __getitem__(self, key: str) -> Matrix:
        vector: Matrix = self._whole([self._rows[key]])[0]
        return vector

    def known(self, keys: Iterable[str]) -> dict[str, Matrix]:
        """The vectors of those that there are, by key: for many at once a tenth of the time."""
        found = [key for key in keys if key in self._rows]
        return dict(zip(found, self._whole([self._rows[key] for key in found]), strict=True))

    def declined(self, columns: int) -> Held | None:
        """(n, columns): the first columns of the questions known to have no answer here, as they are now; else None."""
        if self._declined is None:
            return None
        return Held([self._table[self._declined, :columns]], 1 / self._lengths[self._declined])

    def _whole(self, rows: Sequence[int]) -> Matrix:
        """(len(rows), dimension)."""
        vectors: Matrix = self._table[rows] / self._lengths[rows][:, None]
        return vectors

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def load(encoder: str, path: Path = PATH, ways: Path = WAYS) -> Mapping[str, Matrix]:
    """Vectors by key of the encoder named; none of a file that is missing, damaged or another encoder's."""
    found = [stored for each in (path, ways) if (stored := _stored(encoder, each)) is not None]
    if not found:
        return {}
    keys = [key for each, _ in found for key in _spelled(each)]
    tables = [table for _, table in found]
    try:
        return Seed(keys, np.concatenate(tables) if len(tables) > 1 else tables[0], _declined(found[0][0]))
    except ValueError:  # of other widths
        return {}


def _stored(encoder: str, path: Path) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int8]] | None:
    """The keys, (n, bytes of each), and the table of a file; None where it is missing, damaged or another encoder's."""
    if not is_zipfile(path):
        return None
    try:
        with np.load(path) as stored:
            return (stored["keys"], stored["table"]) if str(stored["encoder"]) == encoder else None
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def _spelled(keys: npt.NDArray[np.uint8]) -> list[str]:
    """Keys, (n, bytes of each), in hex."""
    spelled, width = keys.tobytes().hex(), 2 * keys.shape[1]
    return [spelled[at : at + width] for at in range(0, len(spelled), width)]


def _declined(keys: npt.NDArray[np.uint8]) -> Rows | None:
    """The rows of the declined questions among keys; None where the file is of others, missing or damaged."""
    if not is_zipfile(DECLINED):
        return None
    try:
        with np.load(DECLINED) as stored:
            is_ours = (
                int(stored["keys"]) == crc32(keys.tobytes()) and str(stored["digest"]) == declined_questions.digest()
            )
            return stored["rows"] if is_ours else None
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def save_declined(keys: Sequence[str], path: Path = DECLINED, vectors: Path = PATH) -> None:
    """Keep in which rows of the vectors that ship the declined questions are, whose keys these are, in their order."""
    with np.load(vectors) as stored:
        rows = {key: row for row, key in enumerate(_spelled(stored["keys"]))}
        np.savez_compressed(
            path,
            keys=np.array(crc32(stored["keys"].tobytes())),
            digest=np.array(declined_questions.digest()),
            rows=np.array([rows[key] for key in keys], dtype=np.int32),
        )


def save(encoder: str, vectors: Mapping[str, Matrix], path: Path = PATH) -> None:
    """Keep vectors as int8: rounding turns none of them by more than a degree.

    A file that holds the same texts already is left as it is, since each version adds its size to every clone.
    """
    before = _stored(encoder, path)
    if before is not None and set(_spelled(before[0])) == vectors.keys():
        return
    matrix = np.stack(list(vectors.values()))
    scale = np.abs(matrix).max(axis=1, keepdims=True) / 127
    np.savez_compressed(
        path,
        encoder=np.array(encoder),
        keys=np.stack([np.frombuffer(bytes.fromhex(key), dtype=np.uint8) for key in vectors]),
        table=np.round(matrix / scale).astype(np.int8),
    )
