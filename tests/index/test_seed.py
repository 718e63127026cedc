"""Vectors that ship: near enough to the encoder's own, and of no other encoder."""

from pathlib import Path

import numpy as np
import pytest

from index import declined_questions, seed
from index.checking.features import ways_of
from index.embedding import declined_key
from index.shipped_encoder import MANIFEST, MODEL, ShippedEncoder
from knowledge.entry import text_key
from knowledge.folder import CONTENT, read_folder
from knowledge.passages import split


def vectors(count: int) -> dict[str, np.ndarray]:
    rows = np.random.default_rng(0).standard_normal((count, 640)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return {text_key(str(at)): row for at, row in enumerate(rows)}


@pytest.fixture
def few_are_declined() -> None:
    """All are: each has its vector in what ships."""


def test_what_was_saved_comes_back_within_a_degree(tmp_path: Path) -> None:
    saved = vectors(20)

    seed.save("encoder", saved, tmp_path / "vectors.npz")

    found = seed.load("encoder", tmp_path / "vectors.npz")
    assert found.keys() == saved.keys()
    assert min(float(found[key] @ saved[key]) for key in saved) > np.cos(np.radians(1))
    np.testing.assert_allclose([np.linalg.norm(row) for row in found.values()], 1, atol=1e-5)


def test_vectors_of_both_files_are_known_and_one_may_be_missing(tmp_path: Path) -> None:
    saved = vectors(5)
    keys, paths = list(saved), (tmp_path / "vectors.npz", tmp_path / "ways.npz")
    seed.save("encoder", {key: saved[key] for key in keys[:3]}, paths[0])
    assert seed.load("encoder", *paths).keys() == set(keys[:3])

    seed.save("encoder", {key: saved[key] for key in keys[3:]}, paths[1])

    assert seed.load("encoder", *paths).keys() == set(keys)
    paths[0].write_bytes(b"")
    assert seed.load("encoder", *paths).keys() == set(keys[3:])


def test_files_of_different_widths_are_no_vectors(tmp_path: Path) -> None:
    saved = vectors(2)
    seed.save("encoder", saved, tmp_path / "vectors.npz")
    seed.save("encoder", {key: row[:8] for key, row in saved.items()}, tmp_path / "ways.npz")

    assert seed.load("encoder", tmp_path / "vectors.npz", tmp_path / "ways.npz") == {}


def test_vectors_of_another_encoder_are_none(tmp_path: Path) -> None:
    seed.save("encoder", vectors(2), tmp_path / "vectors.npz")

    assert seed.load("another", tmp_path / "vectors.npz") == {}


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 no archive"], ids=["missing", "empty", "damaged"])
def test_file_that_cannot_be_read_costs_time_alone(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "vectors.npz").write_bytes(content)

    assert seed.load("encoder", tmp_path / "vectors.npz") == {}


def test_file_with_the_same_texts_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    seed.save("encoder", vectors(3), path)
    before = path.read_bytes()

    seed.save("encoder", {key: -row for key, row in vectors(3).items()}, path)

    assert path.read_bytes() == before


@pytest.mark.skipif(not (MODEL / MANIFEST).exists(), reason="no encoder ships in this checkout")
def test_nearly_every_text_that_ships_has_its_vector() -> None:
    """A first start and a first agreement compute what is missing, at some milliseconds a text."""
    encoder = ShippedEncoder()
    known, reading = seed.load(encoder.name), read_folder(CONTENT)
    keys = {passage.key for entry in reading.entries for passage in split(entry)}
    keys |= {declined_key(one.text) for one in declined_questions.fitted()}
    ways = {text_key(way.text) for way in ways_of(reading.points)}

    assert len(ways & known.keys()) >= 0.9 * len(ways)
    assert len(keys & known.keys()) >= 0.9 * len(keys)
    text = "Mogen we samenwerken zonder gemelde doorlopende leerroute?"
    assert float(known[text_key(text)] @ encoder.encode_passages([text])[0]) > 0.999


@pytest.mark.skipif(not (MODEL / MANIFEST).exists(), reason="no encoder ships in this checkout")
def test_declined_questions_are_found_in_one_go() -> None:
    """Else a start looks each of them up, which takes half a second: `python -m index evaluate --write`."""
    known = seed.load(ShippedEncoder().name)
    assert isinstance(known, seed.Seed)
    rows = known.declined(256)
    assert rows is not None

    one_by_one = known.known(declined_key(one.text) for one in declined_questions.fitted())

    np.testing.assert_allclose(
        np.asarray(rows), [one_by_one[declined_key(one.text)][:256] for one in declined_questions.fitted()], atol=1e-6
    )


def test_rows_of_other_declined_questions_are_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, keys = tmp_path / "vectors.npz", list(vectors(4))
    monkeypatch.setattr(seed, "DECLINED", tmp_path / "declined.npz")
    seed.save("encoder", vectors(4), path)
    seed.save_declined([keys[2], keys[0]], seed.DECLINED, path)
    found = seed.load("encoder", path)
    assert isinstance(found, seed.Seed)
    np.testing.assert_allclose(np.asarray(found.declined(5)), [found[keys[2]][:5], found[keys[0]][:5]], atol=1e-6)

    monkeypatch.setattr(declined_questions, "digest", lambda: "others")

    changed = seed.load("encoder", path)
    assert isinstance(changed, seed.Seed)
    assert changed.declined(5) is None
