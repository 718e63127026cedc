"""Rows of bytes of which most stay in a file, read when they are asked for: what few questions need takes no memory."""

import os
import weakref
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[Any]  # (n, width) numbers of one byte each
Rows = npt.NDArray[np.int64]

IS_THERE = hasattr(os, "pread")  # not on Windows, where they are all read at once
MOST_BYTES = 16_000_000  # read at once, which are held twice meanwhile; no system gives more than 2 GB


class Source:
    """Where (n, width) bytes lie one behind the other in a file, which nobody changes."""

    def __init__(self, file: BinaryIO, start: int, width: int, dtype: np.dtype[Any]) -> None:
        """file: what is put in its place later is another file. start: in bytes. dtype: of numbers of one byte."""
        self._name, self._descriptor = file.name, os.dup(file.fileno())
        self._start, self.width, self.dtype = start, width, dtype
        weakref.finalize(self, os.close, self._descriptor)

    def read(self, rows: Rows) -> Bytes:
        """(len(rows), width). Raises OSError where the file can't be read, or is shorter by now."""
        found = np.empty((len(rows), self.width), self.dtype)
        for begin, end in _runs(rows, MOST_BYTES // self.width):
            size = (end - begin) * self.width
            told = os.pread(self._descriptor, size, self._start + int(rows[begin]) * self.width)
            if len(told) != size:
                raise OSError(f"{self._name} has been cut short")
            found[begin:end] = np.frombuffer(told, self.dtype).reshape(-1, self.width)
        return found


class Filed:
    """(n, width) bytes by row, each in a file or, where it came later, in memory."""

    def __init__(self, source: Source, at: Rows, own: Bytes) -> None:
        """at is (n,): the row of source, or of own, (later ones, width), counted from -1 downwards."""
        self._source, self._at, self._own = source, at.astype(np.int32), own

    @classmethod
    def whole(cls, source: Source, count: int) -> "Filed":
        """All rows of a file, so many."""
        return cls(source, np.arange(count), np.zeros((0, source.width), source.dtype))

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of its numbers."""
        return self._source.dtype

    def __len__(self) -> int:
        return len(self._at)

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows, and how wide they are."""
        return len(self._at), self._source.width

    def __getitem__(self, rows: Rows | Sequence[int] | slice) -> Bytes:
        at = self._at[rows].astype(np.int64)
        if (is_filed := at >= 0).all():
            return self._source.read(at)
        found = np.empty((len(at), self._source.width), self.dtype)
        found[is_filed], found[~is_filed] = self._source.read(at[is_filed]), self._own[-1 - at[~is_filed]]
        return found

    def __setitem__(self, rows: Rows | Sequence[int] | slice, bytes_: Bytes) -> None:
        """Raises ValueError for rows that lie in the file, which are never changed."""
        at = self._at[rows]
        if (at >= 0).any():
            raise ValueError("rows that lie in a file are never changed")
        self._own[-1 - at] = bytes_

    def moved(self, rows: Rows, later: Bytes) -> "Filed":
        """These of its rows, (n,), in their order, of which later, (some, width), holds those behind its own; all 0 for -1.

        Those that are 0 may be set, since they are in memory.
        """
        every = np.concatenate(
            [self._own, later, np.zeros((np.count_nonzero(rows < 0), self._source.width), self.dtype)]
        )
        at = np.concatenate([self._at, -1 - np.arange(len(self._own), len(every))])[rows]
        at[rows < 0] = -1 - np.arange(len(self._own) + len(later), len(every))
        used = -1 - at[at < 0]
        at[at < 0] = -1 - np.arange(len(used))
        return Filed(self._source, at, every[used])


def _runs(rows: Rows, most: int) -> Iterator[tuple[int, int]]:
    """Where those of rows begin and end that lie side by side in the file, so many at most."""
    cuts = np.flatnonzero(np.diff(rows) != 1) + 1
    for begin, end in pairwise((0, *cuts.tolist(), len(rows))):
        for first in range(begin, end, most):
            yield first, min(first + most, end)


def moved(held: Bytes | Filed, rows: Rows, later: Bytes) -> Bytes | Filed:
    """The same of rows that may as well be in memory."""
    if isinstance(held, Filed):
        return held.moved(rows, later)
    found: Bytes = np.take(np.concatenate([held, later]) if len(later) else held, rows, axis=0)
    found[rows < 0] = 0
    return found
