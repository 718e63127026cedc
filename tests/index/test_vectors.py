import numpy as np
import pytest

from index import vectors as kinds
from index.held import Held
from index.vectors import COARSE, COARSE_OF_MANY, FEW, FINE, MANY, Coded, Gaps, Kind, Vectors, kind_of, searched, unit


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


def clustered_rows(count: int, dimension: int, *, a_cluster: int, seed: int = 0) -> np.ndarray:
    """Unit rows around random directions, as an entry's passages are: cosines of about 0.6 within a cluster, 0 outside."""
    rng = np.random.default_rng(seed)
    directions = unit_rows(count // a_cluster, dimension, seed=seed)
    rows = directions[rng.integers(0, len(directions), count)]
    rows = rows + 0.8 * rng.standard_normal((count, dimension)) / np.sqrt(dimension)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def recall(vectors: Vectors | Coded, matrix: np.ndarray, queries: np.ndarray, top_k: int = 80) -> float:
    """The share of the nearest rows that are found."""
    exact, _ = Vectors(matrix).search_each(queries, top_k)
    rows, _ = vectors.search_each(queries, top_k)
    return float(np.mean([len(set(found) & set(right)) / top_k for found, right in zip(rows, exact, strict=True)]))


@pytest.mark.parametrize("kind", [FINE, COARSE], ids=["4 bits", "2 bits"])
@pytest.mark.parametrize("a_cluster", [20, 200])
def test_few_bits_find_nearly_all_that_is_nearest(kind: Kind, a_cluster: int) -> None:
    rows = clustered_rows(12_030, 256, a_cluster=a_cluster)
    matrix, queries = rows[30:], rows[:30]

    assert recall(Coded(matrix, slice(0, 256), kind), matrix, queries) >= 0.99


@pytest.mark.parametrize("kind", [FINE, COARSE], ids=["4 bits", "2 bits"])
@pytest.mark.parametrize("a_cluster", [20, 200])
def test_rows_that_look_near_by_their_bits_hold_nearly_all_that_is_nearest(kind: Kind, a_cluster: int) -> None:
    rows = clustered_rows(8_030, 256, a_cluster=a_cluster)
    matrix, queries = rows[30:], rows[:30]

    looked_at = Coded(matrix, slice(0, 256), kind).near_each(queries, 80)

    exact, _ = Vectors(matrix).search_each(queries, 80)
    shares = [
        len(set(found) & set(right)) / 80 for found, right in zip(looked_at.tolist(), exact.tolist(), strict=True)
    ]
    assert np.mean(shares) >= 0.99


def test_kind_is_chosen_by_how_many_rows_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds_of = {count: kind_of(count) for count in (1_000, 16_000, FEW, FEW + 1, MANY, MANY + 1)}
    assert list(kinds_of.values()) == [None, FINE, FINE, COARSE, COARSE, COARSE_OF_MANY]
    monkeypatch.setattr(kinds, "EXACT", 3)
    assert isinstance(searched(unit_rows(3, 8), slice(0, 8)), Vectors)
    assert isinstance(searched(unit_rows(4, 8), slice(0, 8)), Coded)


@pytest.mark.parametrize("kind", [FINE, COARSE], ids=["4 bits", "2 bits"])
def test_cosines_of_what_bits_find_are_its_own(kind: Kind) -> None:
    """Of the first half of a longer row, at unit length."""
    halves = [unit_rows(500, 12, seed=seed) / np.sqrt(np.float32(2)) for seed in (1, 2)]
    query = unit_rows(1, 12, seed=3)[0]

    rows, cosines = Coded(np.hstack(halves), slice(0, 12), kind).search(query, 20)

    everything = halves[0] @ query * np.sqrt(2)
    assert len(set(rows.tolist())) == 20
    assert cosines == pytest.approx(everything[rows], abs=1e-5)
    assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)


@pytest.mark.parametrize("kind", [FINE, COARSE], ids=["4 bits", "2 bits"])
def test_rows_that_come_and_go_are_searched_as_if_they_had_always_been_so(kind: Kind) -> None:
    rng = np.random.default_rng(7)
    stock, queries = unit_rows(1500, 32), unit_rows(20, 32, seed=1)
    held = np.arange(1000)
    last = Coded(stock[held], slice(0, 32), kind)
    for _ in range(5):
        kept = rng.permutation(held)[: rng.integers(500, len(held))]  # some gone, all moved
        new = rng.choice(np.setdiff1d(np.arange(1500), held), 50, replace=False)
        now = np.concatenate([kept, new])
        at = {int(row): place for place, row in enumerate(held)}
        from_ = np.array([at.get(int(row), -1) for row in now])

        edited, anew = Coded(stock[now], slice(0, 32), kind, last, from_), Coded(stock[now], slice(0, 32), kind)

        for one, other in zip(edited.search_each(queries, 80), anew.search_each(queries, 80), strict=True):
            assert np.array_equal(one, other)
        last, held = edited, now


def test_fewer_rows_than_asked_for_are_all_there_is_of_many_too() -> None:
    rows, cosines = Coded(np.eye(3, dtype=np.float32), slice(0, 3), FINE).search(
        np.array([0.6, 0.8, 0.0], dtype=np.float32), 10
    )

    assert rows.tolist() == [1, 0, 2]
    assert cosines == pytest.approx([0.8, 0.6, 0.0])


def test_rows_of_many_that_are_not_of_unit_length_are_refused() -> None:
    with pytest.raises(ValueError, match="rows have to be of unit length"):
        Coded(np.array([[1.0, 0.0], [1.0, 0.1]], dtype=np.float32), slice(0, 2), FINE)


@pytest.mark.parametrize("kind", [FINE, COARSE], ids=["4 bits", "2 bits"])
def test_of_equally_near_rows_that_came_later_the_one_whose_turn_it_is_goes_first(kind: Kind) -> None:
    first = Held.of(unit_rows(20, 16))
    held = first.grown(1)
    held.put_from([20], first, [5])  # the same in another entry, which stood in row 0 before it was edited

    grown = Coded(first, slice(0, 16), kind).grown(held, slice(0, 16), Gaps(np.array([0]), lambda rows: rows % 20))

    assert grown.search(held.rows([5])[0], 3)[0].tolist()[:2] == [20, 5]


def test_code_of_a_row_is_the_same_by_itself_as_among_others() -> None:
    """Of a few equal numbers, as a vector of words is, many a sum comes to 0, give or take its last bit."""
    chance = np.random.default_rng(0)
    rows = np.zeros((400, 64), dtype=np.float32)
    for row in rows:
        row[chance.choice(64, chance.integers(2, 7), replace=False)] = 1
    rows = unit(rows)

    together = Coded(rows, slice(0, 64), FINE).kept.codes[:]

    alone = [Coded(row[None], slice(0, 64), FINE).kept.codes[:] for row in rows]
    assert np.array_equal(together, np.concatenate(alone))
