"""Stand-ins for what the house does not own, and small houses to run whole processes in."""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from index import intents, practice, sorting, sounds
from index.answer import Thresholds
from index.encoder import Begun, Matrix
from index.intents import Intents
from index.kinds import COLUMNS, ROWS
from index.linear import Linear
from index.ranking import Calibration, Look
from index.shipped_encoder import MANIFEST, digest
from index.sounds import Sounds, Unseen

ROOT = Path(__file__).parent.parent
PRACTICE = 2  # practice folders of a small house

THRESHOLDS = Thresholds(answer=0.8, likely=0.8, suggest=0.3, margin=0.1, off_topic=0.05)
# A cosine of 1 against nothing else gives a confidence of 0.993, a cosine of ½ one of 0.5, none at all one of 0.007.
CALIBRATION = Calibration("words of a text", Look({"meaning": 10.0}, {"constant": 5.0}), THRESHOLDS)
WORDS_ALONE = Calibration("words", Look({"words": 10.0}, {"constant": 5.0}), THRESHOLDS)


class WordEncoder:
    """Embeds a text as the set of its words: two texts that share one word of two have a cosine of ½."""

    _columns: dict[str, int] = {}  # noqa: RUF012, shared on purpose: equal texts get equal vectors from every instance

    def __init__(self) -> None:
        self.name = "words of a text"
        self.dimension = 16384  # more than there are words in index/declined/
        self.halves: tuple[slice, ...] = (slice(0, self.dimension),)
        self.queries: list[str] = []  # what it was given, in order
        self.passages: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        self.queries += texts
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        self.passages += texts
        return self._encode(texts)

    def encode_first(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts)

    def begin(self, text: str, *, ahead: bool = False) -> Begun:
        return Begun(self.encode_first([text])[0], lambda: self.encode_queries([text])[0])

    def rest(self) -> None:
        pass

    def _encode(self, texts: Sequence[str]) -> Matrix:
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            words = set(re.findall(r"\w+", text.casefold())) or {""}
            columns = [self._columns.setdefault(word, len(self._columns)) for word in sorted(words)]
            matrix[row, columns] = 1 / np.sqrt(len(columns))
        return matrix


def tiny_tokenizer(words: Sequence[str]) -> Tokenizer:
    """One piece a word, with the ids of the pieces that a shipped model has: [PAD], [UNK], [CLS], [SEP], then words."""
    vocabulary = {piece: at for at, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    )
    return tokenizer


def tiny_model(folder: Path, words: Sequence[str]) -> Path:
    """A model folder as ShippedEncoder reads it: a table alone, in which every word has a column of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    tiny_tokenizer(words).save(str(folder / "tokenizer.json"))
    size = len(words) + 4
    np.savez(
        folder / "static.npz",
        table=(np.eye(size) * 127).astype(np.int8),
        scale=np.full(size, 1 / 127, dtype=np.float16),
    )
    seal(folder, dimension=size)
    return folder


def seal(folder: Path, *, dimension: int) -> None:
    """Write the manifest of a model folder as its files are now."""
    files = {name: digest(folder / name) for name in ("tokenizer.json", "static.npz")}
    (folder / MANIFEST).write_text(json.dumps({"dimensions": [dimension], "files": files}), "utf-8")


def without_transformer(folder: Path, *, dimension: int) -> None:
    """Have the manifest of a tiny model name a second half, of which the file is not there."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    files = {**manifest["files"], "transformer.onnx": "0" * 64}
    (folder / MANIFEST).write_text(json.dumps({"dimensions": [dimension, 4], "files": files}), "utf-8")


def small_house(root: Path, words: Sequence[str]) -> Path:
    """A copy of the program with no content, no questions, a tiny model, few practice folders, and numbers for words alone.

    What ships is found beside the code, so that a process started here has nothing of what ships.
    """
    shutil.copytree(ROOT / "bot", root / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    for package in ("index", "knowledge"):
        (root / package).mkdir()
        for path in (ROOT / package).iterdir():
            if path.suffix in (".py", ".toml", ".txt") and path.name != "calibration.toml":
                shutil.copy(path, root / package)
    (root / "index" / "declined").mkdir()
    (root / "index" / "declined" / "nl.toml").write_text('[outside]\nweather = ["wat wordt het weer"]\n', "utf-8")
    (root / "index" / "training" / "elsewhere").mkdir(parents=True)
    for path in sorted(practice.FOLDER.glob("*.toml"))[:PRACTICE]:
        shutil.copy(path, root / "index" / "training" / "elsewhere")
    (root / "index" / "calibration.toml").write_text(
        "[words.thresholds]\nanswer = 0.6\nlikely = 0.6\nsuggest = 0.3\nmargin = 0.1\noff_topic = 0.05\n"
        "[words.whole.weights]\nwords = 10.0\n[words.whole.none_weights]\nconstant = 5.0\n",
        "utf-8",
    )
    (root / "knowledge" / "content").mkdir()
    (root / "tests" / "questions").mkdir(parents=True)
    tiny_sounds(tiny_kinds(tiny_intents(tiny_model(root / "index" / "model", words))))
    return root


def intents_of(asked: Mapping[str, str]) -> Intents:
    """Which entry, by id, is about what has words of its title; of vectors nothing is known."""
    table = np.zeros((sorting.ROWS, len(asked) + 1), dtype=np.int8)
    for column, title in enumerate(asked.values()):
        table[sorting.rows_of(title), column] = 10
    table[list(set(sorting.rows_of("x")) & set(sorting.rows_of("y")))] = 0  # what all short texts have
    bias = np.array([0.0] * len(asked) + [1.0], dtype=np.float32)
    words = Linear(table, np.ones(table.shape[1], np.float32), bias)
    nothing = Linear(np.zeros((WordEncoder().dimension, table.shape[1]), np.int8), words.scale, 0 * bias)
    titles = {name: frozenset({intents.title_key(title)}) for name, title in asked.items()}
    return Intents(tuple(asked), titles, words, nothing, nothing, "words of a text")


def tiny_intents(folder: Path) -> Path:
    """An intents.npz that has learned nothing of any entry."""
    intents.save(intents_of({}), folder / "intents.npz")
    return folder


def sounds_of(told: Mapping[str, str]) -> Sounds:
    """Which point, by id, is settled in words of its text, and in no others; none of which only seems to."""
    table = np.zeros((sorting.ROWS, len(told) + 1), dtype=np.int8)
    for column, text in enumerate(told.values()):
        table[sorting.rows_of(text), column] = 10
    table[list(set(sorting.rows_of("x")) & set(sorting.rows_of("y")))] = 0  # what all short texts have
    bias = np.array([-5.0] * len(told) + [0.0], dtype=np.float32)
    return Sounds(tuple(told), Linear(table, np.ones_like(bias), bias))


def tiny_sounds(folder: Path) -> Path:
    """A sounds.npz that has learned nothing of any point."""
    sounds.save(sounds_of({}), Unseen({"": np.zeros((0, 1))}, ""), folder / "sounds.npz")
    return folder


def tiny_kinds(folder: Path) -> Path:
    """A kinds.npz by which every question may be of any kind."""
    np.savez_compressed(
        folder / "kinds.npz",
        table=np.zeros((ROWS, len(COLUMNS)), dtype=np.int8),
        scale=np.ones(len(COLUMNS), dtype=np.float32),
        bias=np.zeros(len(COLUMNS), dtype=np.float32),
        texts=np.array([], dtype=str),
        unseen=np.array([], dtype=np.float16),
    )
    return folder
