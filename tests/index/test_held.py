"""Vectors in a byte a number: as near as they were, and alike however they came to their rows."""

import numpy as np
import pytest

from index.held import Held
from index.vectors import FINE, Coded, searched


def unit_rows(count: int, dimension: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("dimension", [2, 8, 64, 640])
def test_rows_are_of_unit_length_and_turned_by_less_than_a_degree(dimension: int) -> None:
    matrix = unit_rows(300, dimension)

    held = Held.of(matrix)

    found = held.rows(slice(None))
    assert (found.dtype, held.shape) == (np.float32, (300, dimension))
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    assert float((found * matrix).sum(axis=1).min()) > np.cos(np.radians(1))


def test_a_product_is_that_of_the_rows() -> None:
    held, query = Held.of(unit_rows(50, 64)), unit_rows(1, 64, seed=1)[0]
    rows = np.array([3, 40, 3])

    found = held.times(rows, slice(16, 48), query[16:48])

    np.testing.assert_allclose(found, held.rows(rows)[:, 16:48] @ query[16:48], atol=1e-6)
    np.testing.assert_allclose(held.columns(slice(16, 48)).rows(rows), held.rows(rows)[:, 16:48], atol=0)


def test_what_is_held_is_held_again_bit_by_bit() -> None:
    held, other = Held.of(unit_rows(20, 640)), Held.room(6, 640)

    other.put_from([4, 1], held, [7, 19])

    assert np.array_equal(other.rows([4, 1]), held.rows([7, 19]))
    assert not np.asarray(other)[[0, 2, 3, 5]].any()


def test_one_vector_may_be_put_in_many_rows() -> None:
    held, [vector] = Held.room(4, 8), unit_rows(1, 8)

    held.put([0, 2], vector)

    assert np.array_equal(held.rows([0]), held.rows([2]))
    assert not held.rows([1, 3]).any()


def test_rows_are_searched_as_they_are_held() -> None:
    matrix = unit_rows(800, 64)
    held, queries = Held.of(matrix), unit_rows(5, 64, seed=3)

    rows, cosines = Coded(held, slice(0, 64), FINE).search_each(queries, 40)
    few, _ = searched(held, slice(0, 64)).search_each(queries, 40)

    assert cosines == pytest.approx(np.take_along_axis(queries @ matrix.T, rows, axis=1), abs=0.01)
    assert np.mean([len(set(one) & set(other)) / 40 for one, other in zip(rows, few, strict=True)]) > 0.97
