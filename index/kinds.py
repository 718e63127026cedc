"""A question in, how likely it is to be ours and of which kind it is else, out; told from its words, whatever the encoder.

A linear model over words, pairs of words and parts of words, each hashed to a row of a small table (as fastText's
classifier has it; Joulin et al. 2017). Made by index/training/kinds.py.
"""

import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index.declined_questions import Kind
from index.plain import words_of
from index.shipped_encoder import MODEL

PATH = MODEL / "kinds.npz"
COLUMNS: tuple[Kind | None, ...] = (None, *Kind)  # of the table; None stands for ours
ROWS = 1 << 15  # of the table
PART_CHARS = 4
SURE = 12.0  # log odds beyond which it makes no difference

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """The model."""

    table: npt.NDArray[np.int8]  # (ROWS, len(COLUMNS))
    scale: Floats  # (len(COLUMNS),): what 1 in the table stands for
    bias: Floats  # (len(COLUMNS),)

    def told(self, text: str) -> "Told":
        """What a plain text seems to be."""
        return self.told_by(features(text))

    def told_by(self, rows: Sequence[int]) -> "Told":
        """What a text with these features seems to be."""
        logits = self.table[rows].sum(axis=0) * self.scale / math.sqrt(len(rows)) + self.bias
        return Told(tuple((logits - np.logaddexp.reduce(logits)).tolist()))


@dataclass(frozen=True, slots=True)
class Told:
    """How likely a question is of each kind."""

    logs: tuple[float, ...]  # natural logarithm of the probability, by COLUMNS

    @property
    def odds(self) -> float:
        """Natural log odds that it isn't ours, within ±SURE."""
        ours = self.logs[0]
        others = math.log(max(-math.expm1(ours), 1e-9))
        return max(-SURE, min(SURE, others - ours))

    @property
    def kind(self) -> Kind | None:
        """The likeliest kind; None where that is ours."""
        return COLUMNS[max(range(len(COLUMNS)), key=self.logs.__getitem__)]


UNTOLD = Told((math.log(0.5), *[math.log(0.5 / len(Kind))] * len(Kind)))  # where nothing is known


def certainly(kind: Kind) -> Told:
    """What is of a kind beyond doubt."""
    return Told(tuple(0.0 if column is kind else -SURE for column in COLUMNS))


def features(text: str) -> list[int]:
    """The rows of the table for a plain text, each once; never none."""
    return rows_of(words_of(text), asks="?" in text)


def rows_of(words: Sequence[str], *, asks: bool) -> list[int]:
    """The same for its words; asks: whether there is a question mark."""
    return list(dict.fromkeys([crc32(name.encode()) % ROWS for name in _names(words, asks)]))


def _names(words: Sequence[str], asks: bool) -> list[str]:
    names = [f"u{word}" for word in words]
    names += [f"b{one} {other}" for one, other in pairwise(words)]
    names += [f"^{' '.join(words[:1])}", f"^{' '.join(words[:2])}"]
    for word in words:
        whole = f"<{word}>"
        names += [f"c{whole[at : at + PART_CHARS]}" for at in range(max(1, len(whole) - PART_CHARS + 1))]
    return [*names, f"?{asks}", f"n{min(len(words) // 3, 8)}"]


@cache
def load(path: Path = PATH) -> Kinds:
    """The model that ships. Raises FileNotFoundError where the file is missing or damaged."""
    try:
        with np.load(path) as stored:
            found = Kinds(stored["table"], stored["scale"], stored["bias"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise FileNotFoundError(f"{path} can't be read ({error}); restore it from git or run `make train`") from None
    if found.table.shape != (ROWS, len(COLUMNS)):
        raise FileNotFoundError(f"{path} is of another version; restore it from git or run `make train`")
    return found


def unseen(path: Path = PATH) -> dict[str, float]:
    """Log odds of the questions it learned from, by text, as a model says that never saw their subjects: for fitting."""
    with np.load(path) as stored:
        return dict(zip(stored["texts"].tolist(), stored["unseen"].tolist(), strict=True))


def save(kinds: Kinds, unseen: Mapping[str, float], path: Path = PATH) -> None:
    """Write the model, and what it says of questions it has not seen."""
    np.savez_compressed(
        path,
        table=kinds.table,
        scale=kinds.scale.astype(np.float32),
        bias=kinds.bias.astype(np.float32),
        texts=np.array(list(unseen)),
        unseen=np.array(list(unseen.values()), dtype=np.float16),
    )
