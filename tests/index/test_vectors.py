import numpy as np
import pytest

from index.vectors import Vectors


def unit_rows(count: int, dimension: int, seed: int = 0) -> np.ndarray:
    matrix = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.mark.parametrize(("count", "dimension", "top_k"), [(1, 4, 1), (50, 8, 5), (2000, 64, 120), (300, 384, 300)])
def test_search_finds_what_brute_force_finds(count: int, dimension: int, top_k: int) -> None:
    matrix, queries = unit_rows(count, dimension), unit_rows(5, dimension, seed=1)
    vectors = Vectors(matrix)

    found = [vectors.search(query, top_k) for query in queries]

    for query, (rows, cosines) in zip(queries, found, strict=True):
        everything = matrix @ query
        assert len(set(rows.tolist())) == top_k
        assert cosines == pytest.approx(np.sort(everything)[::-1][:top_k], abs=1e-5)
        assert cosines == pytest.approx(everything[rows], abs=1e-5)


def test_fewer_rows_than_asked_for_are_all_there_is() -> None:
    """faiss fills up with row -1, which in Python is the last passage."""
    matrix = np.eye(3, dtype=np.float32)
    query = np.array([0.6, 0.8, 0.0], dtype=np.float32)

    rows, cosines = Vectors(matrix).search(query, 10)

    assert rows.tolist() == [1, 0, 2]
    assert cosines == pytest.approx([0.8, 0.6, 0.0])


def test_the_same_row_twice_is_found_twice() -> None:
    row = np.array([0.6, 0.8], dtype=np.float32)

    rows, cosines = Vectors(np.stack([row, row])).search(row, 2)

    assert sorted(rows.tolist()) == [0, 1]
    assert cosines == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([0.0, 0.0], id="nothing"),
        pytest.param([1.0, 0.1], id="a little long"),
        pytest.param([0.99, 0.0], id="a little short"),
        pytest.param([np.nan, 1.0], id="not a number"),
    ],
)
def test_rows_that_are_not_of_unit_length_are_refused(row: list[float]) -> None:
    matrix = np.array([[1.0, 0.0], row], dtype=np.float32)

    with pytest.raises(ValueError, match="rows have to be of unit length"):
        Vectors(matrix)


def test_rounding_is_no_reason_to_refuse() -> None:
    halved = unit_rows(100, 384).astype(np.float16).astype(np.float32)

    assert len(Vectors(halved)) == 100
