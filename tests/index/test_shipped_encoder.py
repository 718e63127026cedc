import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import shipped_encoder
from index.encoder import FIRST_HALF, EncoderError
from index.shipped_encoder import MODEL, ShippedEncoder
from tests.fakes import ROOT, seal, tiny_model, without_transformer

WORDS = ("wie", "meldt", "tekent", "route")
FILES = ("manifest.json", "tokenizer.json", "static.npz")
needs_model = pytest.mark.skipif(not (MODEL / "manifest.json").exists(), reason=f"no model in {MODEL} yet")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny_model(tmp_path / "model", WORDS)


def test_texts_that_share_one_word_of_two_have_a_cosine_of_a_half(model: Path) -> None:
    encoder = ShippedEncoder(model)

    one, two, three = encoder.encode_queries(["wie meldt", "WIE tekent", "route"])

    assert (one @ two, one @ three) == pytest.approx((0.5, 0.0), abs=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("wie meldt de route", id="known and unknown words"),
        pytest.param("onbekend", id="unknown words alone"),
        pytest.param("", id="nothing"),
        pytest.param("👍", id="emoji"),
        pytest.param("wie " * 5000, id="a very long text"),
    ],
)
def test_rows_are_of_unit_norm(model: Path, text: str) -> None:
    encoder = ShippedEncoder(model)

    matrix = encoder.encode_passages([text, "wie"])

    assert (matrix.shape, matrix.dtype) == ((2, encoder.dimension), np.float32)
    assert np.linalg.norm(matrix, axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_no_texts_give_no_rows(model: Path) -> None:
    encoder = ShippedEncoder(model)

    assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_a_vector_does_not_depend_on_its_neighbours(model: Path) -> None:
    encoder, texts = ShippedEncoder(model), ["wie meldt", "tekent", "route " * 50]

    together = encoder.encode_passages(texts)
    alone = np.concatenate([encoder.encode_queries([text]) for text in texts])

    assert together.tolist() == alone.tolist()


def test_vectors_and_name_are_the_same_each_time(model: Path) -> None:
    first, second = ShippedEncoder(model), ShippedEncoder(model)

    assert (first.name, first.dimension, first.halves) == (second.name, 8, (slice(0, 8),))
    assert first.encode_queries(["wie meldt"]).tolist() == second.encode_queries(["wie meldt"]).tolist()


def test_name_changes_whenever_the_vectors_would(model: Path, tmp_path: Path) -> None:
    other = tiny_model(tmp_path / "other", (*WORDS, "nieuw"))

    names = {ShippedEncoder(folder).name for folder in (model, other)}

    assert len(names) == 2
    assert all(name.startswith("shipped-") for name in names)


def test_a_folder_elsewhere_with_the_same_files_has_the_same_name(model: Path, tmp_path: Path) -> None:
    assert ShippedEncoder(tiny_model(tmp_path / "copy", WORDS)).name == ShippedEncoder(model).name


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_named(model: Path, name: str) -> None:
    (model / name).unlink()

    with pytest.raises(EncoderError) as raised:
        ShippedEncoder(model)

    assert str(model / name) in str(raised.value)
    assert "git checkout" in str(raised.value)


@pytest.mark.parametrize("name", ["tokenizer.json", "static.npz"])
def test_damaged_file_is_named(model: Path, name: str) -> None:
    data = (model / name).read_bytes()
    (model / name).write_bytes(data[: len(data) // 2])

    with pytest.raises(EncoderError, match="is damaged") as raised:
        ShippedEncoder(model)

    assert str(model / name) in str(raised.value)


def test_first_half_is_there_without_the_transformer(model: Path) -> None:
    whole = ShippedEncoder(model)
    without_transformer(model, dimension=whole.dimension)

    with pytest.raises(EncoderError, match=r"transformer\.onnx is missing"):
        ShippedEncoder(model)
    half = ShippedEncoder(model, first_alone=True)

    assert (half.dimension, half.halves, half.transformer) == (whole.dimension, whole.halves, None)
    assert half.encode_queries(["wie meldt"]).tolist() == whole.encode_first(["wie meldt"]).tolist()
    assert half.name.startswith(f"{FIRST_HALF}shipped-")


@pytest.mark.parametrize("name", ["tokenizer.json", "static.npz"])
def test_first_half_needs_its_own_files(model: Path, name: str) -> None:
    (model / name).write_bytes(b"no longer")

    with pytest.raises(EncoderError, match="is damaged"):
        ShippedEncoder(model, first_alone=True)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"dimensions": [8', id="cut short"),
        pytest.param(b"\xff\xfe\x00", id="not text"),
        pytest.param(b"{}", id="without files"),
        pytest.param(b"[1]", id="a list"),
        pytest.param(b"version https://git-lfs.github.com/spec/v1", id="a pointer of git-lfs"),
    ],
)
def test_damaged_manifest_is_named(model: Path, content: bytes) -> None:
    (model / "manifest.json").write_bytes(content)

    with pytest.raises(EncoderError, match=r"manifest\.json") as raised:
        ShippedEncoder(model)

    assert str(model) in str(raised.value)


def test_manifest_may_say_more_about_the_model(model: Path) -> None:
    manifest = json.loads((model / "manifest.json").read_text("utf-8"))
    (model / "manifest.json").write_text(json.dumps({**manifest, "licence": "MIT"}), "utf-8")

    assert ShippedEncoder(model).dimension == 8


def test_quantised_table_is_scaled_by_row(model: Path) -> None:
    """Rows of the table differ in length; that is what the scale is for, and a word may weigh more than another."""
    size = len(WORDS) + 4
    scale = np.full(size, 1 / 127, dtype=np.float16)
    scale[4] *= 3  # "wie"
    np.savez(model / "static.npz", table=(np.eye(size) * 127).astype(np.int8), scale=scale)
    seal(model, dimension=size)

    row = ShippedEncoder(model).encode_queries(["wie meldt"])[0]

    assert row[4:6] == pytest.approx([3 / np.sqrt(10), 1 / np.sqrt(10)], abs=1e-3)


def test_shipped_encoder_starts_without_torch(model: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.shipped_encoder import ShippedEncoder;"
        "ShippedEncoder(Path(sys.argv[1])).encode_queries(['wie meldt']);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers', 'onnxruntime'} & set(sys.modules)))"
    )

    found = subprocess.run(
        [sys.executable, "-c", code, str(model)], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert found.stdout == "[]\n"


@needs_model
def test_model_that_ships_has_halves_of_equal_norm() -> None:
    encoder = ShippedEncoder()

    row = encoder.encode_queries(["Mogen we samenwerken zonder gemelde route?"])[0]

    norms = [float(np.linalg.norm(row[half])) for half in encoder.halves]
    assert norms == pytest.approx([1 / np.sqrt(len(norms))] * len(norms), abs=1e-3)
    assert sum(half.stop - half.start for half in encoder.halves) == encoder.dimension


@needs_model
@pytest.mark.parametrize(
    "text", ["", "👍", "漢字", "a" * 5000, "wie meldt? " * 500], ids=["empty", "emoji", "CJK", "a long word", "long"]
)
def test_model_that_ships_takes_any_text(text: str) -> None:
    row = ShippedEncoder().encode_queries([text])[0]

    assert float(np.linalg.norm(row)) == pytest.approx(1.0, abs=1e-3)


@needs_model
def test_many_texts_shared_among_cores_get_the_vectors_they_have_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped_encoder, "CORES", 2)
    encoder = ShippedEncoder()
    texts = [
        "wie tekent",
        "een veel langere vraag over de samenwerkingsovereenkomst van vmbo en mbo",
        "",
        "route",
        "wie",
    ]

    together = encoder.encode_passages(texts)

    assert np.array_equal(together, np.concatenate([encoder.encode_queries([text]) for text in texts]))


@needs_model
@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("ahead", [False, True])
def test_a_vector_that_is_begun_is_the_one_made_at_once(
    monkeypatch: pytest.MonkeyPatch, cores: int, *, ahead: bool
) -> None:
    monkeypatch.setattr(shipped_encoder, "CORES", cores)
    encoder, text = ShippedEncoder(), "hoe laat gaan jullie dicht"

    for _ in range(2):  # the first loads what the second half is made by
        begun = encoder.begin(text, ahead=ahead)

        assert begun.first.tolist() == encoder.encode_first([text])[0].tolist()
        assert begun.whole().tolist() == encoder.encode_queries([text])[0].tolist()


@needs_model
def test_nothing_is_loaded_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first question that is clear at a glance is answered without what takes a fifth of a second to load."""
    monkeypatch.setattr(shipped_encoder, "CORES", 2)
    encoder = ShippedEncoder()

    encoder.begin("hoe laat gaan jullie dicht", ahead=True)

    assert "transformer" not in encoder.__dict__
