"""Search by meaning; the only file that imports faiss.

Few rows are each compared with a question as they are. Of many, a few bits of each number are compared, and then as they
are those rows alone that look nearest by them: decisions/0054 has what that costs and misses.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from hashlib import shake_256
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Matrix
from index.filed import Filed, moved
from index.held import Held

NORM_TOLERANCE = 1e-3  # of a row's length; anything else is no cosine, and still looks like a score
WIDEST = 2_048  # columns up to which rows are turned, by a table of the square of that
BLOCK = 512  # rows that are taken apart at once, which stay in the processor's cache

Rows = npt.NDArray[np.int64]
NO_ROWS: Rows = np.zeros(0, dtype=np.int64)
Codes = npt.NDArray[np.uint8]

faiss.omp_set_num_threads(1)  # one query is too small to share out, and threads only steal from the encoder


@dataclass(frozen=True, slots=True)
class Kind:
    """How rows are searched that are too many to be compared as they are."""

    bits: int  # of each number that are compared with a question: 4 or 2
    again: int  # rows compared as they are for each that is asked for


FINE, COARSE, COARSE_OF_MANY = Kind(4, 2), Kind(2, 12), Kind(2, 20)
EXACT = 2_000  # rows up to which all are compared as they are; above, some of the nearest 80 may be missed
FEW = 50_000  # … up to which 4 bits are the quicker
MANY = 300_000  # … above which more has to be looked at again, for as little to be missed

# Where the numbers of a random unit vector, times the root of its length, are best cut (Lloyd 1957, Max 1960); one half.
_LEVELS = {
    2: (0.4528, 1.5104),
    4: (0.1284, 0.3881, 0.6568, 0.9424, 1.2562, 1.6181, 2.0690, 2.7326),
}
_IN_A_BYTE = 8
_IN_A_PIECE = 4  # bits that faiss looks up at a time
_EVEN = 8  # columns are filled up to a multiple of that
_NOTHING = np.float32(1e-6)  # up to which a sum of what cancels out may differ by the rows that it is found with


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The codes of rows, which tell of nothing but those."""

    kind: Kind
    codes: Codes | Filed  # (n, bytes)

    @classmethod
    def restored(cls, stored: Mapping[str, Any], name: str) -> "Kept | None":
        """What `stored` made; None where it is not there."""
        if name not in stored:
            return None
        return cls(Kind(*stored[f"{name}_kind"].tolist()), stored[name])

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        return {name: self.codes[:], f"{name}_kind": np.array([self.kind.bits, self.kind.again])}


def kind_of(count: int) -> Kind | None:
    """How so many rows are searched; None: as they are."""
    if count <= EXACT:
        return None
    if count <= FEW:
        return FINE
    return COARSE if count <= MANY else COARSE_OF_MANY


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Of rows that stay where they are, those of which nothing is left, and the turn of the others, as later ones stand behind."""

    rows: Rows  # that are never found
    turns: Callable[[Rows], Rows]  # of equally near rows the one with the lowest goes first

    def left_out(self, rows: Rows, scores: Matrix, most: int) -> tuple[Rows, Matrix]:
        """Of (n, some) rows and their scores (n, most) that are no gaps, best first; there have to be as many."""
        turns = self.turns(rows.ravel()).reshape(rows.shape)
        keys = (turns, -scores, np.isin(rows, self.rows)) if len(self.rows) else (turns, -scores)
        order = np.lexsort(keys, axis=1)[:, :most]
        of = np.arange(len(rows))[:, None]
        return rows[of, order], scores[of, order]


NO_GAPS = Gaps(NO_ROWS, lambda rows: rows)


class Vectors:
    """Rows of unit norm, searched by cosine similarity."""

    def __init__(self, matrix: Matrix, gaps: Gaps = NO_GAPS) -> None:
        """matrix is (n, dimension); gaps: rows that are never found. Raises ValueError for rows not of unit length."""
        _check_lengths(matrix)
        self._gaps = gaps
        self._index = faiss.IndexFlatIP(matrix.shape[1])
        self._index.add(np.ascontiguousarray(matrix, dtype=np.float32))

    def __len__(self) -> int:
        return int(self._index.ntotal) - len(self._gaps.rows)

    def search(self, query: Matrix, top_k: int) -> tuple[Rows, Matrix]:
        """The nearest rows of a (dimension,) query and their cosines, best first; fewer than top_k where there are fewer."""
        rows, scores = self.search_each(query.reshape(1, -1), top_k)
        return rows[0], scores[0]

    def search_each(self, queries: Matrix, top_k: int) -> tuple[Rows, Matrix]:
        """The same for the rows of queries, (n, dimension); 20 at once take a quarter of the time that they take singly."""
        top_k = min(top_k, len(self))
        scores, rows = self._index.search(queries, top_k + len(self._gaps.rows))
        return self._gaps.left_out(rows, scores, top_k)

    def near_each(self, queries: Matrix, top_k: int) -> Rows:
        """(len(queries), top_k): the nearest rows, in their order; fewer where there are fewer."""
        return self.search_each(queries, top_k)[0]


class Coded:
    """Many rows, searched by cosine similarity: nearly always the nearest, and each with its own cosine.

    All are turned alike, which changes no cosine and makes each number as likely as in a random vector. So where numbers
    are cut is known beforehand: a row's code depends on nothing but the row, and none is ever out of date.
    """

    def __init__(
        self,
        matrix: Held | Matrix,
        columns: slice,
        kind: Kind,
        last: "Coded | Vectors | Kept | None" = None,
        from_: Rows | None = None,
    ) -> None:
        """Some columns of matrix, (n, dimension), which is kept, not copied; its rows have to be of unit length.

        last: rows that were searched before; from_: for each row, which of those is equal to it, -1 where none is.
        """
        self._rows = _narrowed(matrix, columns)
        self._kind = kind
        self._turned = _turning(self._rows.shape[1])
        before = last.kept if isinstance(last, Coded) else last
        if isinstance(before, Kept) and from_ is not None and before.kind == kind and len(before.codes):
            is_same = np.array_equal(from_, np.arange(len(before.codes)))
            codes = before.codes if is_same else moved(before.codes, from_, before.codes[:0])
            new = np.flatnonzero(from_ < 0)
            if len(new):
                codes[new] = self._coded(matrix, new)
        else:
            codes = self._coded(matrix, np.arange(len(matrix)))
        self._codes: Codes | Filed = codes
        self._index = _packed(codes[:], kind, self._turned.shape[1])
        self._later: Codes = codes[:0]  # of rows that came behind those
        self._index_of_later: faiss.IndexPQFastScan | None = None
        self._gaps = NO_GAPS

    @property
    def kept(self) -> Kept:
        """What others with some of these rows need not find again."""
        every = np.arange(len(self._codes) + len(self._later))
        return Kept(self._kind, moved(self._codes, every, self._later) if len(self._later) else self._codes)

    def grown(self, matrix: Held, columns: slice, gaps: Gaps) -> "Coded":
        """The same rows with those that matrix has behind them."""
        found = copy(self)
        found._rows, found._gaps = matrix.columns(columns), gaps
        if new := len(matrix) - len(self._rows):
            later = np.concatenate([self._later, found._coded(matrix, np.arange(len(matrix) - new, len(matrix)))])
            found._later, found._index_of_later = later, _packed(later, self._kind, self._turned.shape[1])
        return found

    def __len__(self) -> int:
        return len(self._rows) - len(self._gaps.rows)

    def search(self, query: Matrix, top_k: int) -> tuple[Rows, Matrix]:
        """As Vectors.search."""
        rows, scores = self.search_each(query.reshape(1, -1), top_k)
        return rows[0], scores[0]

    def search_each(self, queries: Matrix, top_k: int) -> tuple[Rows, Matrix]:
        """As Vectors.search_each."""
        top_k = min(top_k, len(self))
        looked_at = self._looked_at(queries, top_k)
        rows = np.empty((len(queries), top_k), dtype=np.int64)
        cosines = np.empty((len(queries), top_k), dtype=np.float32)
        for at, (query, found) in enumerate(zip(queries, looked_at, strict=True)):
            near = found[np.lexsort((found, self._gaps.turns(found)))]  # as rows lie in memory, but for few
            scores = unit(_taken(self._rows, near)) @ query
            best = np.argsort(-scores, kind="stable")[:top_k]
            rows[at], cosines[at] = near[best], scores[best]
        return rows, cosines

    def near_each(self, queries: Matrix, top_k: int) -> Rows:
        """(len(queries), top_k or more): rows that hold nearly all of the nearest, in about that order."""
        if self._kind.again > FINE.again:
            return self.search_each(queries, top_k)[0]
        return self._looked_at(queries, top_k)

    def _looked_at(self, queries: Matrix, top_k: int) -> Rows:
        """(len(queries), again * top_k): the rows that look nearest by their codes."""
        most, turned = min(self._kind.again * top_k, len(self)), np.ascontiguousarray(queries @ self._turned)
        first, asked = len(self._codes), most + len(self._gaps.rows)
        scores, rows = self._index.search(turned, min(asked, first))
        if self._index_of_later is not None:
            more, later = self._index_of_later.search(turned, min(asked, len(self._later)))
            scores, rows = np.concatenate([scores, more], axis=1), np.concatenate([rows, later + first], axis=1)
        return self._gaps.left_out(rows, scores, most)[0]

    def _coded(self, matrix: Held | Matrix, rows: Rows) -> Codes:
        """(len(rows), bytes): the codes of some rows of matrix."""
        width, bits = self._turned.shape[1], self._kind.bits
        levels = np.array(_levels(bits), dtype=np.float32) / np.float32(np.sqrt(width))
        per = _IN_A_BYTE // bits
        codes = np.empty((len(rows), width * bits // _IN_A_BYTE), dtype=np.uint8)
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            _check_lengths(_taken(matrix, block))
            turned = unit(_taken(self._rows, block)) @ self._turned
            cut = np.zeros(turned.shape, dtype=np.uint8)
            for bound in (levels[1:] + levels[:-1]) / 2 + _NOTHING:
                cut += turned > bound
            codes[start : start + BLOCK] = sum(cut[:, at::per] << (bits * at) for at in range(per))
        return codes


def searched(
    matrix: Held | Matrix,
    columns: slice,
    last: Vectors | Coded | Kept | None = None,
    from_: Rows | None = None,
    gaps: "Gaps | None" = None,
) -> Vectors | Coded:
    """Some columns of matrix, (n, dimension), to be searched in the kind that so many rows want.

    last: what was searched before. from_: for each row, which of those is equal to it, -1 where none is; None: each row is
    that of last, and what is more came behind those. gaps: what came of that; None: rows are as they were laid.
    """
    if isinstance(last, Coded) and from_ is None and isinstance(matrix, Held):
        return last.grown(matrix, columns, gaps or NO_GAPS)
    kind = kind_of(len(matrix)) if columns.stop - columns.start <= WIDEST else None
    if kind is not None and gaps is None:
        return Coded(matrix, columns, kind, last, from_)
    return Vectors(unit(_taken(_narrowed(matrix, columns), slice(None))), gaps or NO_GAPS)


def _narrowed(matrix: Held | Matrix, columns: slice) -> Held | Matrix:
    """Some columns of all rows, which are not copied."""
    return matrix.columns(columns) if isinstance(matrix, Held) else matrix[:, columns]


def _taken(matrix: Held | Matrix, rows: Rows | slice) -> Matrix:
    """(len(rows), dimension)."""
    return matrix.rows(rows) if isinstance(matrix, Held) else matrix[rows]


def unit(vectors: Matrix) -> Matrix:
    """Rows, or one vector, brought to unit length."""
    lengths = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))  # np.linalg.norm would make a second matrix
    return np.asarray(vectors / np.maximum(lengths, 1e-9)[..., None], dtype=np.float32)


def _check_lengths(matrix: Matrix) -> None:
    norms = np.sqrt(np.einsum("ij,ij->i", matrix, matrix))
    if not bool(np.all(np.abs(norms - 1) < NORM_TOLERANCE)):
        raise ValueError(f"rows have to be of unit length; found {norms.min():.3f} to {norms.max():.3f}")


@cache
def _turning(columns: int) -> Matrix:
    """(columns, columns filled up): turns rows into a direction as good as random, the same every time.

    A discrete Hartley transform (Bracewell 1983), which is orthogonal at any width, of numbers half of which change sign.
    """
    width = -(-columns // _EVEN) * _EVEN
    at = np.arange(width)
    angles = np.multiply.outer(at, at) % width * (2 * np.pi / width)
    bits = np.unpackbits(np.frombuffer(shake_256(b"turned").digest(width // _IN_A_BYTE), dtype=np.uint8))
    turned = (np.cos(angles) + np.sin(angles)) * (1.0 - 2.0 * bits[:, None]) / np.sqrt(width)
    return np.ascontiguousarray(turned[:columns], dtype=np.float32)


def _levels(bits: int) -> tuple[float, ...]:
    half = _LEVELS[bits]
    return (*(-level for level in reversed(half)), *half)


def _packed(codes: Codes, kind: Kind, width: int) -> faiss.IndexPQFastScan:
    """The codes as faiss compares them quickest."""
    levels, per = _levels(kind.bits), _IN_A_PIECE // kind.bits
    piece = [[levels[code >> (kind.bits * at) & (len(levels) - 1)] for at in range(per)] for code in range(16)]
    index = faiss.IndexPQ(width, width // per, _IN_A_PIECE, faiss.METRIC_INNER_PRODUCT)
    centroids = np.tile(np.array(piece, dtype=np.float32).ravel() / np.float32(np.sqrt(width)), width // per)
    faiss.copy_array_to_vector(centroids, index.pq.centroids)
    index.is_trained = True
    index.add_sa_codes(codes)
    return faiss.IndexPQFastScan(index)  # type: ignore[arg-type]  # its types know but one of its constructors
