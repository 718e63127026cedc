"""Rows that stay in a file: the same as in memory, however they are moved and whatever comes behind them."""

import os
from pathlib import Path

import numpy as np
import pytest

from index import filed
from index.filed import Filed, Source, moved
from index.held import Held
from index.vectors import searched, unit

pytestmark = pytest.mark.skipif(not filed.IS_THERE, reason="this system reads nothing at a place")

WIDTH, COUNT, START = 6, 40, 13


@pytest.fixture
def rows() -> np.ndarray:
    return np.random.default_rng(0).integers(-127, 128, (COUNT, WIDTH)).astype(np.int8)


@pytest.fixture
def path(tmp_path: Path, rows: np.ndarray) -> Path:
    path = tmp_path / "rows"
    path.write_bytes(b"x" * START + rows.tobytes() + b"y" * 5)
    return path


@pytest.fixture
def held(path: Path, rows: np.ndarray) -> Filed:
    with path.open("rb") as file:
        return Filed.whole(Source(file, START, WIDTH, rows.dtype), COUNT)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(slice(None), id="all"),
        pytest.param(slice(7, 20, 3), id="some"),
        pytest.param([5, 6, 7, 30, 2, 2], id="in any order"),
        pytest.param([], id="none"),
        pytest.param(np.array([39, 0]), id="last and first"),
    ],
)
def test_rows_are_those_of_the_file(held: Filed, rows: np.ndarray, asked: list[int]) -> None:
    np.testing.assert_array_equal(held[asked], rows[asked])
    assert (held.shape, len(held), held.dtype) == (rows.shape, COUNT, rows.dtype)


def test_what_is_put_in_the_place_of_its_file_is_another(held: Filed, rows: np.ndarray, path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"z" * 500)
    other.replace(path)

    np.testing.assert_array_equal(held[:], rows)


def test_a_file_that_was_cut_short_is_told(held: Filed, path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(START + 3 * WIDTH)

    np.testing.assert_array_equal(held[[2]].shape, (1, WIDTH))
    with pytest.raises(OSError, match="rows has been cut short"):
        held[[3]]


def test_no_more_is_read_at_once_than_a_system_gives(
    held: Filed, rows: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux gives 2 GB at most."""
    read, most = os.pread, 3 * WIDTH + 1
    monkeypatch.setattr(os, "pread", lambda file, size, start: read(file, min(size, most), start))
    monkeypatch.setattr(filed, "MOST_BYTES", most)

    np.testing.assert_array_equal(held[:], rows)


@pytest.mark.parametrize("seed", range(30))
def test_moved_any_number_of_times_they_are_as_in_memory(held: Filed, rows: np.ndarray, seed: int) -> None:
    chance = np.random.default_rng(seed)
    one, other = held, rows
    for _ in range(4):
        later = chance.integers(-127, 128, (int(chance.integers(0, 4)), WIDTH)).astype(np.int8)
        to = chance.permutation(len(other) + len(later))[: chance.integers(1, len(other) + 1)]
        to[chance.random(len(to)) < 0.2] = -1
        one, other = moved(one, to, later), moved(other, to, later)
        np.testing.assert_array_equal(one[:], other)
        if len(new := np.flatnonzero(to < 0)):
            value = chance.integers(-127, 128, WIDTH).astype(np.int8)
            one[new], other[new] = value, value
            np.testing.assert_array_equal(one[:], other)


def test_rows_of_the_file_can_not_be_set(held: Filed) -> None:
    with pytest.raises(ValueError, match="never changed"):
        held[[1]] = np.zeros(WIDTH, dtype=np.int8)


def test_few_vectors_are_searched_by_their_first_half_without_a_look_at_the_second(held: Filed, path: Path) -> None:
    """An edit of a small folder lays all anew each time, which would read all of the file."""
    first = np.random.default_rng(0).integers(-127, 128, (COUNT, 4)).astype(np.int8)
    path.write_bytes(b"")

    found = searched(Held([first, held], np.ones(COUNT, dtype=np.float32)), slice(0, 4))

    assert found.search(unit(first[7].astype(np.float32)), 1)[0].tolist() == [7]


@pytest.mark.parametrize("seed", range(10))
def test_vectors_with_a_half_in_a_file_are_as_in_memory(held: Filed, rows: np.ndarray, seed: int) -> None:
    chance = np.random.default_rng(seed)
    first = chance.integers(-127, 128, (COUNT, 4)).astype(np.int8)
    scales = chance.random(COUNT).astype(np.float32)
    one, other = Held([first, held], scales), Held([first.copy(), rows], scales.copy())
    for _ in range(3):
        to = chance.permutation(len(one))[: chance.integers(1, len(one) + 1)]
        to[chance.random(len(to)) < 0.2] = -1
        more = chance.standard_normal((3, 4 + WIDTH)).astype(np.float32)
        one, other = (each.moved(to).grown(3) for each in (one, other))
        for each in (one, other):
            each.put(range(len(to), len(to) + 3), more)
        asked = chance.integers(0, len(one), 5)
        query = chance.standard_normal(4 + WIDTH).astype(np.float32)
        for columns in (slice(0, 4), slice(4, 4 + WIDTH), slice(2, 7), slice(None)):
            np.testing.assert_array_equal(
                one.times(asked, columns, query[columns]), other.times(asked, columns, query[columns])
            )
            np.testing.assert_array_equal(one.columns(columns).rows(asked), other.columns(columns).rows(asked))
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))
