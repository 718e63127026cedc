"""Training: what it may learn from, what it makes of text, and a whole run on a teacher small enough for a test."""

import json
import lzma
import random
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from index import declined_questions, intents
from index.kinds import features
from index.plain import plain
from index.shipped_encoder import ShippedEncoder
from index.training import data
from index.training.augment import augmented
from index.training.batches import batches
from index.training.data import Group, Pair
from knowledge.entry_file import normal
from tests.fakes import tiny_tokenizer

# Looked for and not imported: that takes seconds, and each worker collects all tests.
LACKING = [name for name in ("sentence_transformers", "onnx", "onnxscript") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(
    bool(LACKING), reason=f"training and writing the encoder down need {', '.join(LACKING)}"
)


def test_lexicon_holds_its_concepts() -> None:
    assert len(data.concepts()) >= 800


def test_lexicon_keeps_every_form_in_one_concept() -> None:
    owners: dict[tuple[str, str], int] = {}
    for number, concept in enumerate(data.concepts()):
        for lang, forms in (("nl", concept.nl), ("en", concept.en)):
            for form in forms:
                assert owners.setdefault((lang, form.casefold()), number) == number, form


def test_phrasings_are_many_and_about_entries_that_are_there() -> None:
    ids = {group.id for group in data.groups()}

    assert set(data.phrasings()) - ids == set()
    assert sum(len(texts) for texts in data.phrasings().values()) >= 20_000


def test_what_is_beside_is_asked_nowhere_and_declined_by_nothing_that_is_fitted_on() -> None:
    """What entries are asked for would be both; what is declined is fitted on as if nothing had learned it."""
    texts = {normal(text) for text in data.beside()}

    assert len(texts) >= 2000
    assert texts & {normal(text) for group in data.groups() for _, text in group.texts} == set()
    assert texts & {normal(one.text) for one in declined_questions.load()} == set()


def test_left_out_topics_are_not_there_at_all() -> None:
    everything = {group.id for group in data.groups()}

    assert everything - {group.id for group in data.groups(frozenset({"T017"}))} == {
        "faq/wie-meldt",
        "guidelines/route-melden-stap-voor-stap",
    }


def test_only_permitted_files_are_read(tmp_path: Path) -> None:
    for name in ("tatoeba", "digikam-docs"):
        with lzma.open(tmp_path / f"pairs-{name}.en-nl.tsv.xz", "wt", encoding="utf-8") as file:
            file.write(f"from {name}\tvan {name}\n")

    assert data.parallel(tmp_path) == [Pair("from tatoeba", "van tatoeba")]


def test_folder_without_text_is_said_with_where_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"docs/encoder\.md"):
        data.parallel(tmp_path)


def test_augmented_texts_are_the_same_for_the_same_seed_and_never_empty() -> None:
    text = "Mogen we samenwerken zonder gemelde doorlopende leerroute?"

    first = [augmented(text, "nl", random.Random(seed)) for seed in range(200)]

    assert first == [augmented(text, "nl", random.Random(seed)) for seed in range(200)]
    assert all(found.strip() for found in first)
    assert all("zonder"[:3] in found.lower().replace(" ", "") or "z" in found.lower() for found in first)


def test_batches_put_confusable_entries_beside_each_other() -> None:
    groups = [
        Group(f"e{n}", (f"e{n ^ 1}",), (), (("nl", f"vraag {n} a"), ("nl", f"vraag {n} b")), ()) for n in range(8)
    ]

    batch = next(batches(groups, 4, random.Random(0)))

    numbers = [int("".join(filter(str.isdigit, text))) for text in batch.second]
    assert len(set(numbers)) == 4
    assert {number ^ 1 for number in numbers} == set(numbers)


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model with one layer of 32 columns, weights at random."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("teacher")
    names = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *"abcdefghijklmnopqrstuvwxyz?",
        *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"),
    ]
    tokenizer = Tokenizer(models.WordPiece({name: at for at, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    marks = {
        "unk_token": "[UNK]",
        "pad_token": "[PAD]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "mask_token": "[MASK]",
    }
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(folder / "bert")
    config = BertConfig(
        vocab_size=len(names),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    SentenceTransformer(modules=[transformer, Pooling(32, "mean")], device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.mark.filterwarnings("default")  # the exporter's own
def test_a_whole_run_makes_a_model_that_serves(tmp_path: Path, teacher: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From parallel text to a checked folder; a second run does nothing twice and writes the same files."""
    from index.training import __main__ as training

    words = ["school", "pupil", "exam", "route", "board", "teacher", "lesson", "plan"]
    text = tmp_path / "text"
    text.mkdir()
    with lzma.open(text / "pairs-tatoeba.en-nl.tsv.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"the {a} and the {b}\tde {a}en met de {b}en\n" for a in words for b in words if a != b)
    few = data.groups()[:3]
    monkeypatch.setattr(data, "groups", lambda left_out: few)
    others, beside = declined_questions.fitted()[::40], data.beside()[:5]
    monkeypatch.setattr(declined_questions, "fitted", lambda: others)
    monkeypatch.setattr(data, "beside", lambda: beside)
    monkeypatch.setattr(data, "from_lexicon", lambda rng: [Pair("a route", "een route"), Pair("an exam", "een examen")])
    arguments = [
        str(text),
        "--work",
        str(tmp_path / "work"),
        "--out",
        str(tmp_path / "model"),
        "--teacher",
        str(teacher),
        "--scale",
        "0.002",
    ]

    assert training.main(arguments) == 0
    first = json.loads((tmp_path / "model" / "manifest.json").read_text("utf-8"))
    assert training.main(arguments) == 0

    assert (
        json.loads((tmp_path / "model" / "manifest.json").read_text("utf-8"))["files"]["static.npz"]
        == first["files"]["static.npz"]
    )
    assert first["files"].keys() == {"tokenizer.json", "static.npz", "transformer.onnx", "transformer.weights"}
    encoder = ShippedEncoder(tmp_path / "model")
    vectors = encoder.encode_queries(["een route", "een route", "de school"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[1])
    assert encoder.dimension == 64
    learned = intents.load(tmp_path / "model" / "intents.npz")
    asked = few[0].texts[0][1]
    likely = learned.by_all(learned.by_words(features(plain(asked))), encoder.encode_queries([plain(asked)])[0])
    assert (learned.ids, learned.encoder) == (tuple(group.id for group in few), encoder.name)
    assert learned.ids[int(likely[:-1].argmax())] == few[0].id


def test_missing_starting_model_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from index.training import __main__ as training

    assert training.main([str(tmp_path), "--work", str(tmp_path / "work")]) == 1
    assert "docs/encoder.md" in capsys.readouterr().err


def test_who_has_a_model_open_goes_on_with_it_when_it_is_trained_anew(tmp_path: Path) -> None:
    """Its table is mapped: a file that is written over while it is would end the process."""
    from index.training import package

    pieces = tiny_tokenizer(["route"])
    before, later = np.eye(5, dtype=np.float32), np.eye(5, dtype=np.float32)[::-1].copy()
    package.save(tmp_path, pieces, before, None, {})
    encoder = ShippedEncoder(tmp_path)

    package.save(tmp_path, pieces, later, None, {})

    np.testing.assert_allclose(encoder.table(), before, atol=1e-3)
    np.testing.assert_allclose(ShippedEncoder(tmp_path).table(), later, atol=1e-3)
