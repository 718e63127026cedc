from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from index.encoder import EncoderError
from index.sentence_encoder import SentenceEncoder, is_offline
from tests.fakes import tiny_tokenizer

pytestmark = [
    pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="sentence-transformers is not installed"),
    pytest.mark.filterwarnings("default::DeprecationWarning", "default::FutureWarning", "default::UserWarning"),
]

WORDS = ("wie", "meldt", "tekent", "query", "passage")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every word has a column of its own."""
    return saved(tmp_path_factory.mktemp("models") / "tiny")


def saved(folder: Path, *, prompts: dict[str, str] | None = None, seed: int | None = None) -> Path:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    size = len(WORDS) + 4
    weights = np.eye(size) if seed is None else np.random.default_rng(seed).standard_normal((size, size))
    module = StaticEmbedding(tiny_tokenizer(WORDS), embedding_weights=weights.astype(np.float32))
    SentenceTransformer(modules=[module], device="cpu", prompts=prompts).save(str(folder))
    return folder


def test_texts_that_share_one_word_of_two_have_a_cosine_of_a_half(model: Path) -> None:
    encoder = SentenceEncoder(str(model))

    one, two, three = encoder.encode_queries(["wie meldt", "wie tekent", "passage"])

    assert (one @ two, one @ three) == pytest.approx((0.5, 0.0), abs=1e-6)


def test_rows_are_of_unit_norm(model: Path) -> None:
    encoder = SentenceEncoder(str(model))

    matrix = encoder.encode_passages(["wie meldt", "onbekend", "query"])

    assert (matrix.shape, matrix.dtype) == ((3, encoder.dimension), np.float32)
    assert np.linalg.norm(matrix, axis=1) == pytest.approx([1.0, 1.0, 1.0])
    assert encoder.halves == (slice(0, encoder.dimension),)


def test_vectors_and_name_are_the_same_each_time(model: Path) -> None:
    first, second = SentenceEncoder(str(model)), SentenceEncoder(str(model))

    assert first.name == second.name
    assert first.encode_queries(["wie meldt"]).tolist() == second.encode_queries(["wie meldt"]).tolist()


def test_prompts_stand_in_front_and_in_the_name(model: Path) -> None:
    bare = SentenceEncoder(str(model))
    prompted = SentenceEncoder(str(model), query_prompt="query ", passage_prompt="passage ")

    assert prompted.name == f"{bare.name} 'query ' 'passage '"
    assert prompted.encode_queries(["wie"]).tolist() == bare.encode_queries(["query wie"]).tolist()
    assert prompted.encode_passages(["wie"]).tolist() == bare.encode_queries(["passage wie"]).tolist()


def test_prompts_of_the_models_own_configuration_are_used(tmp_path: Path) -> None:
    folder = saved(tmp_path / "tiny", prompts={"query": "query ", "document": "passage "})

    encoder = SentenceEncoder(str(folder))

    assert encoder.name.endswith(" 'query ' 'passage '")


def test_family_that_wants_prompts_gets_them(tmp_path: Path) -> None:
    """sentence-transformers says nothing where a model's configuration has none."""
    encoder = SentenceEncoder(str(saved(tmp_path / "multilingual-e5-small")))

    assert encoder.name.endswith(" 'query: ' 'passage: '")


def test_prompts_that_are_given_go_before_all_others(tmp_path: Path) -> None:
    folder = saved(tmp_path / "e5", prompts={"query": "query ", "document": "passage "})

    encoder = SentenceEncoder(str(folder), query_prompt="", passage_prompt="")

    assert "'" not in encoder.name


def test_models_of_one_name_are_told_apart(tmp_path: Path) -> None:
    one, two = saved(tmp_path / "a" / "tiny", seed=1), saved(tmp_path / "b" / "tiny", seed=2)

    names = {SentenceEncoder(str(folder)).name for folder in (one, two)}

    assert len(names) == 2
    assert all(name.startswith("tiny-") for name in names)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError) as raised:
        SentenceEncoder(str(tmp_path / "nowhere"))

    assert str(raised.value) == (
        f"there is no folder {tmp_path / 'nowhere'}; set ENCODER to a model's folder or hub name, "
        "or leave it out for the one that ships"
    )


def test_hub_is_not_asked_where_that_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(EncoderError) as raised:
        SentenceEncoder("nobody/such-a-model")

    assert str(raised.value) == (
        "the model 'nobody/such-a-model' can't be loaded: the hub was not asked, since HF_HUB_OFFLINE is set; "
        "download it first, or leave ENCODER out for the one that ships"
    )


def test_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=f"the model '{tmp_path}' can't be loaded"):
        SentenceEncoder(str(tmp_path))


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "modules.json"])
def test_damaged_model_is_named(tmp_path: Path, name: str) -> None:
    folder = saved(tmp_path / "tiny")
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: len(data) // 2])

    with pytest.raises(EncoderError, match=f"the model '{folder}' can't be loaded"):
        SentenceEncoder(str(folder))


@pytest.mark.parametrize(
    ("environment", "offline"),
    [
        ({}, False),
        ({"HF_HUB_OFFLINE": "1"}, True),
        ({"HF_HUB_OFFLINE": "TRUE"}, True),
        ({"TRANSFORMERS_OFFLINE": "yes"}, True),
        ({"HF_HUB_OFFLINE": "0"}, False),
        ({"HF_HUB_OFFLINE": ""}, False),
    ],
    ids=str,
)
def test_environment_says_whether_the_hub_may_be_asked(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], offline: bool
) -> None:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert is_offline() is offline
