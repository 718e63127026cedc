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
    """(n, dimension) of unit norm, by row; a row that has not come yet is all 0.

    Those that came later are held apart from the first ones, so that these need not be copied for them.
    """

    def __init__(
        self, bytes_: npt.NDArray[np.int8], scales: npt.NDArray[np.float32], later: "Held | None" = None
    ) -> None:
        """bytes_ is (first ones, dimension), scales is (first ones,): what 1 in a row stands for. Neither is copied."""
        self._bytes, self._scales, self._later = bytes_, scales, later

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
        every = [part for one in parts for part in one._parts()]
        return cls(np.concatenate([one._bytes for one in every]), np.concatenate([one._scales for one in every]))

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Held":
        """What `stored` made. Raises KeyError where it is not there, ValueError where it is no such thing."""
        bytes_, scales = stored[name], stored[f"{name}_scales"]
        if bytes_.dtype != np.int8 or bytes_.ndim != 2 or scales.shape != bytes_.shape[:1]:
            raise ValueError(f"{name}: no vectors in a byte a number")
        return cls(bytes_, scales)

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        whole = Held.joined([self]) if self._later is not None else self
        return {name: whole._bytes, f"{name}_scales": whole._scales}

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows, and the dimension."""
        return len(self), self._bytes.shape[1]

    def __len__(self) -> int:
        return len(self._bytes) + (len(self._later) if self._later is not None else 0)

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """All of it, (n, dimension), as numpy asks for it."""
        return self.rows(slice(None)).astype(dtype or np.float32, copy=False)

    def columns(self, columns: slice) -> "Held":
        """Some columns of all rows, which stay these rows; they are not of unit norm."""
        later = self._later.columns(columns) if self._later is not None else None
        return Held(self._bytes[:, columns], self._scales, later)

    def rows(self, rows: Rows) -> Matrix:
        """(len(rows), dimension)."""
        bytes_, scales = self._taken(rows, slice(None))
        return np.asarray(bytes_ * scales[:, None], dtype=np.float32)

    def times(self, rows: Rows, columns: slice, query: Matrix) -> Matrix:
        """(len(rows),): the product of some columns of rows with those of a query, (columns,)."""
        bytes_, scales = self._taken(rows, columns)
        return (bytes_.astype(np.float32) @ query) * scales

    def put(self, rows: Rows, vectors: Matrix) -> None:
        """Hold vectors, (len(rows), dimension) or one for all of them, in these rows."""
        most = np.abs(vectors).max(axis=-1, keepdims=True)
        rounded = np.round(vectors * (MOST / np.maximum(most, np.float32(1e-9))))
        lengths = np.sqrt(np.einsum("...i,...i->...", rounded, rounded))
        self._put(rows, rounded.astype(np.int8), np.asarray(1 / np.maximum(lengths, 1e-9), dtype=np.float32))

    def moved(self, rows: npt.NDArray[np.int64]) -> "Held":
        """These of its rows, (n,), in their order; all 0 for -1."""
        if self._later is None:
            moved = Held(np.take(self._bytes, rows, axis=0), np.take(self._scales, rows))
        else:
            moved = Held(*self._taken(np.maximum(rows, 0), slice(None)))
        moved._bytes[rows < 0] = 0
        moved._scales[rows < 0] = 0
        return moved

    def grown(self, count: int) -> "Held":
        """The same rows, shared, and room for so many behind them."""
        room = Held.room(count, self._bytes.shape[1])
        later = room if self._later is None else Held.joined([self._later, room])
        return Held(self._bytes, self._scales, later)

    def put_from(self, rows: Rows, held: "Held", from_: Rows) -> None:
        """Hold in these rows what another holds in its rows from_, of equal dimension."""
        self._put(rows, *held._taken(from_, slice(None)))

    def _parts(self) -> list["Held"]:
        return [self] if self._later is None else [self, *self._later._parts()]

    def _taken(self, rows: Rows, columns: slice) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
        """((len(rows), columns), (len(rows),)): bytes and scales."""
        if self._later is None:
            return self._bytes[rows, columns], self._scales[rows]
        at = _numbers(rows, len(self))
        late = at >= len(self._bytes)
        if not late.any():
            return self._bytes[at, columns], self._scales[at]
        bytes_ = np.empty((len(at), len(range(*columns.indices(self._bytes.shape[1])))), dtype=np.int8)
        scales = np.empty(len(at), dtype=np.float32)
        bytes_[~late], scales[~late] = self._bytes[at[~late], columns], self._scales[at[~late]]
        bytes_[late], scales[late] = self._later._taken(at[late] - len(self._bytes), columns)
        return bytes_, scales

    def _put(self, rows: Rows, bytes_: npt.NDArray[np.int8], scales: npt.NDArray[np.float32]) -> None:
        """bytes_ is (len(rows), dimension) or (dimension,) for all of them, scales likewise."""
        if self._later is None:
            self._bytes[rows], self._scales[rows] = bytes_, scales
            return
        at = _numbers(rows, len(self))
        bytes_, scales = np.broadcast_to(bytes_, (len(at), bytes_.shape[-1])), np.broadcast_to(scales, (len(at),))
        late = at >= len(self._bytes)
        self._later._put(at[late] - len(self._bytes), bytes_[late], scales[late])
        if not late.all():
            self._bytes[at[~late]], self._scales[at[~late]] = bytes_[~late], scales[~late]


def _numbers(rows: Rows, count: int) -> npt.NDArray[np.int64]:
    """Those of rows."""
    return np.arange(count)[rows] if isinstance(rows, slice) else np.asarray(rows, dtype=np.int64)
