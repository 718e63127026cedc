"""Exact search by meaning; the only file that imports faiss."""

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Matrix

NORM_TOLERANCE = 1e-3  # of a row's length; anything else is no cosine, and still looks like a score

faiss.omp_set_num_threads(1)  # one query is too small to share out, and threads only steal from the encoder


class Vectors:
    """Rows of unit norm, searched by cosine similarity."""

    def __init__(self, matrix: Matrix) -> None:
        """matrix is (n, dimension). Raises ValueError for rows that are not of unit length."""
        norms = np.sqrt(np.einsum("ij,ij->i", matrix, matrix))  # np.linalg.norm would make a second matrix
        if matrix.ndim != 2 or not bool(np.all(np.abs(norms - 1) < NORM_TOLERANCE)):
            raise ValueError(f"rows have to be of unit length; found {norms.min():.3f} to {norms.max():.3f}")
        self._index = faiss.IndexFlatIP(matrix.shape[1])
        self._index.add(np.ascontiguousarray(matrix, dtype=np.float32))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Matrix, top_k: int) -> tuple[npt.NDArray[np.int64], Matrix]:
        """The nearest rows of a (dimension,) query and their cosines, best first; fewer than top_k where there are fewer."""
        rows, scores = self.search_each(query.reshape(1, -1), top_k)
        return rows[0], scores[0]

    def search_each(self, queries: Matrix, top_k: int) -> tuple[npt.NDArray[np.int64], Matrix]:
        """The same for the rows of queries, (n, dimension); 20 at once take a quarter of the time that they take singly."""
        scores, rows = self._index.search(queries, min(top_k, len(self)))
        return rows, scores
