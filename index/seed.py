"""Vectors of the texts that ship, computed beforehand, so that a first start answers at once."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

import numpy as np
import numpy.typing as npt

from index.encoder import Matrix
from index.shipped_encoder import MODEL

PATH = MODEL / "vectors.npz"


class Seed(Mapping[str, Matrix]):
    """Vectors by key, kept as they are stored and made whole one by one: most of them are asked for once."""

    def __init__(self, keys: Sequence[str], table: npt.NDArray[np.int8]) -> None:
        """Row i of table, (n, dimension), is the vector of keys[i] but for its length."""
        self._rows = {key: row for row, key in enumerate(keys)}
        self._table = table
        lengths = np.sqrt(np.einsum("ij,ij->i", table, table, dtype=np.float32))
        self._lengths = np.maximum(lengths, np.float32(1e-9))

    def __getitem__(self, key: str) -> Matrix:
        row = self._rows[key]
        vector: Matrix = self._table[row] / self._lengths[row]
        return vector

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def load(encoder: str, path: Path = PATH) -> Mapping[str, Matrix]:
    """Vectors by key of the encoder named; none where the file is missing, damaged or another encoder's."""
    if not is_zipfile(path):
        return {}
    try:
        with np.load(path) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            return Seed([bytes(key).hex() for key in stored["keys"]], stored["table"])
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def save(encoder: str, vectors: Mapping[str, Matrix], path: Path = PATH) -> None:
    """Keep vectors as int8: rounding turns none of them by more than a degree.

    A file that holds the same texts already is left as it is, since each version adds its size to every clone.
    """
    if load(encoder, path).keys() == vectors.keys():
        return
    matrix = np.stack(list(vectors.values()))
    scale = np.abs(matrix).max(axis=1, keepdims=True) / 127
    np.savez_compressed(
        path,
        encoder=np.array(encoder),
        keys=np.stack([np.frombuffer(bytes.fromhex(key), dtype=np.uint8) for key in vectors]),
        table=np.round(matrix / scale).astype(np.int8),
    )
