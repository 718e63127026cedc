"""Vectors that serve, in a byte a number: a quarter of the room, and weighed in half of the time that 32 bits take.

What a question waits for is fetching rows from memory. Rounding turns no vector by more than a degree; those that ship
are kept in bytes anyhow, and come out as they were.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, takewhile
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Matrix
from index.filed import Bytes, Filed, moved

MOST = 127  # of a byte

Rows = npt.NDArray[np.int64] | Sequence[int] | slice


class Held:
    """(n, dimension) of unit norm, by row; a row that has not come yet is all 0.

    An encoder's halves are held side by side, since few questions need the second, which may lie in a file. Rows that came
    later are held apart from the first ones, so that these need not be copied for them.
    """

    def __init__(
        self, halves: Sequence[Bytes | Filed], scales: npt.NDArray[np.float32], later: "Held | None" = None
    ) -> None:
        """halves are (first ones, columns), scales is (first ones,): what 1 in a row stands for. None is copied."""
        self._halves, self._scales, self._later = tuple(halves), scales, later
        ends = np.cumsum([half.shape[1] for half in self._halves]).tolist()
        self._spans = [slice(end - half.shape[1], end) for half, end in zip(self._halves, ends, strict=True)]

    @classmethod
    def room(cls, count: int, *widths: int) -> "Held":
        """For so many vectors, of which none has come; widths: of the halves."""
        return cls([np.zeros((count, width), dtype=np.int8) for width in widths], np.zeros(count, dtype=np.float32))

    @classmethod
    def of(cls, matrix: Matrix, *widths: int) -> "Held":
        """The rows of a matrix; widths: of the halves, none: there is but one."""
        held = cls.room(len(matrix), *(widths or matrix.shape[1:]))
        held.put(slice(None), matrix)
        return held

    @classmethod
    def joined(cls, parts: Sequence["Held"]) -> "Held":
        """The rows of several of the same halves, behind each other; one at least."""
        every = [part for one in parts for part in one._parts()]
        halves = [
            np.concatenate([half[:] for half in same]) for same in zip(*(one._halves for one in every), strict=True)
        ]
        return cls(halves, np.concatenate([one._scales for one in every]))

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Held":
        """What `stored` made. Raises KeyError where it is not there, ValueError where it is no such thing."""
        scales = stored[f"{name}_scales"]
        halves = [stored[half] for half in takewhile(stored.__contains__, halves_of(name))]
        if not halves:
            raise KeyError(name)
        for half in halves:
            if len(half.shape) != 2 or half.shape[:1] != scales.shape or half.dtype != np.int8:
                raise ValueError(f"{name}: no vectors in a byte a number")
        return cls(halves, scales)

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        whole = Held.joined([self]) if self._later is not None else self
        halves = (half[:] for half in whole._halves)
        return {**dict(zip(halves_of(name), halves, strict=False)), f"{name}_scales": whole._scales}

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows, and the dimension."""
        return len(self), self._spans[-1].stop

    @property
    def widths(self) -> tuple[int, ...]:
        """Of the halves, in columns."""
        return tuple(half.shape[1] for half in self._halves)

    def __len__(self) -> int:
        return len(self._scales) + (len(self._later) if self._later is not None else 0)

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """All of it, (n, dimension), as numpy asks for it."""
        return self.rows(slice(None)).astype(dtype or np.float32, copy=False)

    def columns(self, columns: slice) -> "Held":
        """Some columns of all rows, which stay these rows; they are not of unit norm."""
        later = self._later.columns(columns) if self._later is not None else None
        return Held([_narrowed(half, own) for half, own in self._cut(columns)], self._scales, later)

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
        """These of its rows, (n,), in their order; all 0 for -1. What lies in a file stays there."""
        later = Held.joined([self._later]) if self._later is not None else Held.room(0, *self.widths)
        scales = np.concatenate([self._scales, later._scales])[rows]
        scales[rows < 0] = 0
        halves = [moved(half, rows, behind[:]) for half, behind in zip(self._halves, later._halves, strict=True)]
        return Held(halves, scales)

    def grown(self, count: int) -> "Held":
        """The same rows, shared, and room for so many behind them."""
        room = Held.room(count, *self.widths)
        later = room if self._later is None else Held.joined([self._later, room])
        return Held(self._halves, self._scales, later)

    def put_from(self, rows: Rows, held: "Held", from_: Rows) -> None:
        """Hold in these rows what another holds in its rows from_, of equal dimension."""
        self._put(rows, *held._taken(from_, slice(None)))

    def _parts(self) -> list["Held"]:
        return [self] if self._later is None else [self, *self._later._parts()]

    def _cut(self, columns: slice) -> list[tuple[Bytes | Filed, slice]]:
        """The halves that hold some columns, and which of their own these are."""
        start, stop, _ = columns.indices(self.shape[1])
        return [
            (half, slice(max(start - span.start, 0), min(stop, span.stop) - span.start))
            for half, span in zip(self._halves, self._spans, strict=True)
            if start < span.stop and span.start < stop
        ]

    def _taken(self, rows: Rows, columns: slice) -> tuple[Bytes, npt.NDArray[np.float32]]:
        """((len(rows), columns), (len(rows),)): bytes and scales."""
        if self._later is None:
            return self._first(rows, columns), self._scales[rows]
        at, many = _numbers(rows, len(self)), len(self._scales)
        late = at >= many
        if not late.any():
            return self._first(at, columns), self._scales[at]
        bytes_ = np.empty((len(at), len(range(*columns.indices(self.shape[1])))), dtype=np.int8)
        scales = np.empty(len(at), dtype=np.float32)
        bytes_[~late], scales[~late] = self._first(at[~late], columns), self._scales[at[~late]]
        bytes_[late], scales[late] = self._later._taken(at[late] - many, columns)
        return bytes_, scales

    def _first(self, rows: Rows, columns: slice) -> Bytes:
        """(len(rows), columns) of those that are not held apart."""
        found = [
            half[rows, own] if isinstance(half, np.ndarray) else half[rows][:, own] for half, own in self._cut(columns)
        ]
        return found[0] if len(found) == 1 else np.concatenate(found, axis=1)

    def _put(self, rows: Rows, bytes_: Bytes, scales: npt.NDArray[np.float32]) -> None:
        """bytes_ is (len(rows), dimension) or (dimension,) for all of them, scales likewise."""
        if self._later is None:
            self._scales[rows] = scales
            for half, span in zip(self._halves, self._spans, strict=True):
                half[rows] = bytes_[..., span]
            return
        at, many = _numbers(rows, len(self)), len(self._scales)
        bytes_, scales = np.broadcast_to(bytes_, (len(at), bytes_.shape[-1])), np.broadcast_to(scales, (len(at),))
        late = at >= many
        self._later._put(at[late] - many, bytes_[late], scales[late])
        if not late.all():
            whole = Held(self._halves, self._scales)
            whole._put(at[~late], bytes_[~late], scales[~late])


def _narrowed(half: Bytes | Filed, columns: slice) -> Bytes | Filed:
    """Some columns of a half: where these are not all of it, in memory."""
    if isinstance(half, np.ndarray):
        return half[:, columns]
    return half if columns == slice(0, half.shape[1]) else half[:][:, columns]


def _numbers(rows: Rows, count: int) -> npt.NDArray[np.int64]:
    """Those of rows."""
    return np.arange(count)[rows] if isinstance(rows, slice) else np.asarray(rows, dtype=np.int64)


def halves_of(name: str) -> Iterator[str]:
    """Under which names the halves of vectors that are called so are kept, one after the other, without end."""
    return (f"{name}_{at}" for at in count())
