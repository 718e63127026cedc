import numpy as np
import pytest

from index.clusters import clusters


def unit(*rows: tuple[float, ...]) -> np.ndarray:
    matrix = np.array(rows, dtype=np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, 0)], ((0,),)),
        ([(1, 0), (0, 1), (1, 0.1), (0.1, 1)], ((0, 2), (1, 3))),
        ([(1, 0), (-1, 0)], ((0,), (1,))),
        ([(1, 0), (1, 0), (1, 0)], ((0, 1, 2),)),
    ],
    ids=["one", "two groups, as their first rows come", "opposites", "the same three times"],
)
def test_rows_that_are_near_are_a_group(rows: list[tuple[float, ...]], expected: tuple[tuple[int, ...], ...]) -> None:
    assert clusters(unit(*rows)) == expected


def test_nothing_makes_no_groups() -> None:
    assert clusters(np.empty((0, 4), dtype=np.float32)) == ()


def test_row_joins_the_group_whose_middle_is_nearest() -> None:
    found = clusters(unit((1, 0), (0.6, 0.8), (0.75, 0.66)), near=0.7)

    assert found == ((0,), (1, 2))


def test_every_row_is_in_one_group() -> None:
    random = np.random.default_rng(7)

    found = clusters(unit(*random.normal(size=(500, 8)).tolist()))

    assert sorted(row for group in found for row in group) == list(range(500))
