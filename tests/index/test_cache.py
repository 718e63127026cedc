import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.cache import EmbeddingCache

ONE, TWO = np.array([1.0, 0.0], dtype=np.float32), np.array([0.6, 0.8], dtype=np.float32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "cache.db"


@pytest.fixture
def cache(path: Path) -> Iterator[EmbeddingCache]:
    opened = EmbeddingCache(path, "encoder")
    yield opened
    opened.close()


def listed(found: dict[str, np.ndarray]) -> dict[str, list[float]]:
    return {key: vector.tolist() for key, vector in found.items()}


def test_vectors_come_back_by_key() -> None:
    cache = EmbeddingCache(":memory:", "encoder")
    cache.put({"one": ONE, "two": TWO})

    found = cache.get(["two", "three", "one", "two"])

    assert listed(found) == {"two": TWO.tolist(), "one": ONE.tolist()}


def test_what_is_known_beforehand_is_loaded_when_it_is_needed_and_let_go() -> None:
    loaded = []
    cache = EmbeddingCache(":memory:", "encoder", lambda: loaded.append("seed") or {"one": ONE})

    nothing = cache.get([])
    found = [cache.get(["one", "two"]), cache.get(["one"])]
    cache.rest()
    again = cache.get(["one"])

    assert (nothing, loaded) == ({}, ["seed", "seed"])
    assert [listed(vectors) for vectors in (*found, again)] == [{"one": ONE.tolist()}] * 3


def test_what_is_known_beforehand_is_left_where_it_is_for_who_does_not_want_it() -> None:
    loaded = []
    cache = EmbeddingCache(":memory:", "encoder", lambda: loaded.append("seed") or {"one": ONE})
    cache.put({"two": TWO})

    found = cache.get(["one", "two"], with_seed=False)

    assert (listed(found), loaded) == ({"two": TWO.tolist()}, [])


def test_vectors_outlive_the_process(path: Path, cache: EmbeddingCache) -> None:
    cache.put({"one": ONE})
    cache.close()

    later = EmbeddingCache(path, "encoder")

    assert listed(later.get(["one"])) == {"one": ONE.tolist()}
    later.close()


def test_closed_cache_opens_again(cache: EmbeddingCache) -> None:
    cache.put({"one": ONE})
    cache.close()
    cache.close()

    assert listed(cache.get(["one"])) == {"one": ONE.tolist()}


def test_each_encoder_has_vectors_of_its_own(path: Path, cache: EmbeddingCache) -> None:
    other = EmbeddingCache(path, "another")
    cache.put({"one": ONE})
    other.put({"one": TWO})

    assert listed(cache.get(["one"])) == {"one": ONE.tolist()}
    assert listed(other.get(["one"])) == {"one": TWO.tolist()}
    other.close()


def test_newer_vector_takes_the_place_of_the_older(cache: EmbeddingCache) -> None:
    cache.put({"one": ONE})
    cache.put({"one": TWO})

    assert listed(cache.get(["one"])) == {"one": TWO.tolist()}


def test_more_keys_than_one_query_takes_are_all_found(cache: EmbeddingCache) -> None:
    keys = [f"key {number}" for number in range(1203)]
    cache.put(dict.fromkeys(keys, ONE))

    assert cache.get(keys).keys() == set(keys)


def test_nothing_asked_is_nothing_found(cache: EmbeddingCache) -> None:
    cache.put({})

    assert cache.get([]) == {}


def test_damaged_file_counts_as_empty_and_the_cache_goes_on_in_memory(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database " * 200)
    cache = EmbeddingCache(path, "encoder")

    before = cache.get(["one"])
    cache.put({"one": ONE})

    assert before == {}
    assert listed(cache.get(["one"])) == {"one": ONE.tolist()}
    cache.close()


def test_file_damaged_between_calls_costs_the_cache_and_nothing_else(path: Path, cache: EmbeddingCache) -> None:
    cache.put(dict.fromkeys([f"key {number}" for number in range(500)], ONE))
    cache.close()
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 8192)

    cache.get(["key 1"])
    cache.put({"one": ONE})
    cache.put({"one": ONE})

    assert listed(cache.get(["one"])) == {"one": ONE.tolist()}


def test_table_of_another_make_counts_as_empty(path: Path, cache: EmbeddingCache) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("create table vectors (name text)")
    connection.close()

    assert cache.get(["one"]) == {}


@pytest.mark.parametrize(
    "obstacle",
    [
        pytest.param("var", id="a file where the folder should be"),
        pytest.param("var/cache.db/", id="a folder where the file should be"),
    ],
)
def test_place_that_cannot_be_written_to_costs_no_answer(tmp_path: Path, path: Path, obstacle: str) -> None:
    if obstacle.endswith("/"):
        (tmp_path / obstacle).mkdir(parents=True)
    else:
        (tmp_path / obstacle).write_text("")
    cache = EmbeddingCache(path, "encoder")

    before = cache.get(["one"])
    cache.put({"one": ONE})

    assert before == {}
    assert listed(cache.get(["one"])) == {"one": ONE.tolist()}
    cache.close()


def test_file_that_may_only_be_read_costs_no_answer(path: Path, cache: EmbeddingCache) -> None:
    cache.put({"one": ONE})
    cache.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)

    cache.get(["one"])
    cache.put({"two": TWO})
    cache.put({"two": TWO})

    assert listed(cache.get(["two"])) == {"two": TWO.tolist()}
    cache.close()
    path.parent.chmod(0o755)
