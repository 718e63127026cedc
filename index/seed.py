"""Vectors of the texts that ship, computed beforehand, so that a first start answers at once."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

import numpy as np

from index.encoder import Matrix
from index.shipped_encoder import MODEL

PATH = MODEL / "vectors.npz"


def load(encoder: str, path: Path = PATH) -> dict[str, Matrix]:
    """Vectors by key of the encoder named; none where the file is missing, damaged or another encoder's."""
    if not is_zipfile(path):
        return {}
    try:
        with np.load(path) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            keys, matrix = stored["keys"], stored["table"].astype(np.float32)
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return {bytes(key).hex(): row for key, row in zip(keys, matrix, strict=True)}


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
