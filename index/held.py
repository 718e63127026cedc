"""Vectors that serve, in a byte a number: a quarter of the room, and weighed in half of the time that 32 bits take.

What a question waits for is fetching rows from memory. Rounding turns no vector by more than a degree; those that ship
are kept in bytes anyhow, and come out as they were.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Matrix

MOST = 127  # of a byte

Rows = npt.NDArray[np.int64] | Sequence[int] | slice


class Held:
    """(n, dimension) of unit norm, by row; a row that has not come yet is all 0."""

    def __init__(self, bytes_: npt.NDArray[np.int8], scales: npt.NDArray[np.float32]) -> None:
        """bytes_ is (n, dimension), scales is (n,): what 1 in a row stands for. Neither is copied."""
        self._bytes, self._scales = bytes_, scales

    @classmethod
    def room(cls, count: int, dimension: int) -> "Held":
        """For so many vectors, of which none has come."""
        return cls(np.zeros((count, dimension), dtype=np.int8), np.zeros(count, dtype=np.float32))

    @classmethod
    def of(cls, matrix: Matrix) -> "Held":
        """The rows of a matrix."""
        held = cls.room(*matrix.shape)
        held.put(slice(None), matrix)
        return held

    @classmethod
    def joined(cls, parts: Sequence["Held"]) -> "Held":
        """The rows of several of the same dimension, behind each other; one at least."""
        return cls(np.concatenate([one._bytes for one in parts]), np.concatenate([one._scales for one in parts]))

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Held":
        """What `stored` made. Raises KeyError where it is not there, ValueError where it is no such thing."""
        bytes_, scales = stored[name], stored[f"{name}_scales"]
        if bytes_.dtype != np.int8 or bytes_.ndim != 2 or scales.shape != bytes_.shape[:1]:
            raise ValueError(f"{name}: no vectors in a byte a number")
        return cls(bytes_, scales)

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        return {name: self._bytes, f"{name}_scales": self._scales}

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows, and the dimension."""
        count, dimension = self._bytes.shape
        return count, dimension

    def __len__(self) -> int:
        return len(self._bytes)

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """All of it, (n, dimension), as numpy asks for it."""
        return self.rows(slice(None)).astype(dtype or np.float32, copy=False)

    def columns(self, columns: slice) -> "Held":
        """Some columns of all rows, which stay these rows; they are not of unit norm."""
        return Held(self._bytes[:, columns], self._scales)

    def rows(self, rows: Rows) -> Matrix:
        """(len(rows), dimension)."""
        return np.asarray(self._bytes[rows] * self._scales[rows, None], dtype=np.float32)

    def times(self, rows: Rows, columns: slice, query: Matrix) -> Matrix:
        """(len(rows),): the product of some columns of rows with those of a query, (columns,)."""
        return (self._bytes[rows, columns].astype(np.float32) @ query) * self._scales[rows]

    def put(self, rows: Rows, vectors: Matrix) -> None:
        """Hold vectors, (len(rows), dimension) or one for all of them, in these rows."""
        most = np.abs(vectors).max(axis=-1, keepdims=True)
        rounded = np.round(vectors * (MOST / np.maximum(most, np.float32(1e-9))))
        lengths = np.sqrt(np.einsum("...i,...i->...", rounded, rounded))
        self._bytes[rows] = rounded.astype(np.int8)
        self._scales[rows] = 1 / np.maximum(lengths, 1e-9)

    def moved(self, rows: npt.NDArray[np.int64]) -> "Held":
        """These of its rows, (n,), in their order; all 0 for -1."""
        moved = Held(np.take(self._bytes, rows, axis=0), np.take(self._scales, rows))
        moved._bytes[rows < 0] = 0
        moved._scales[rows < 0] = 0
        return moved

    def put_from(self, rows: Rows, held: "Held", from_: Rows) -> None:
        """Hold in these rows what another holds in its rows from_, of equal dimension."""
        self._bytes[rows] = held._bytes[from_]
        self._scales[rows] = held._scales[from_]
