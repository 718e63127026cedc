"""A short text and its vector in, how likely it is to be of each of some classes out; which classes is the caller's.

Two linear models whose logits are added: one over words, pairs of words and parts of words as in index/kinds.py, one
over the encoder's vector. Apart they overrate what they have seen; together each needs the other's consent.
"""

import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoder import Matrix
from index.kinds import features

ROWS = 1 << 13  # of the table of words

Floats = npt.NDArray[np.float32]
Table = npt.NDArray[np.int8]


class SortingError(ValueError):
    """A file of a sorter that is missing, damaged or of another version; the message says which."""


@dataclass(frozen=True, slots=True, eq=False)
class Sorter:
    """The model."""

    classes: tuple[str, ...]
    words: Table  # (ROWS, len(classes))
    words_scale: Floats  # (len(classes),): what 1 in the table stands for
    vector: Table  # (the encoder's dimension, len(classes))
    vector_scale: Floats  # (len(classes),)
    bias: Floats  # (2, len(classes)): of words, of vectors
    encoder: str  # the name of the encoder whose vectors it knows
    learned: str  # a hash of what it learned from

    def by_words(self, text: str) -> Floats:
        """(len(classes),) logits of a plain text from its words alone."""
        rows = rows_of(text)
        summed = self.words[rows].sum(axis=0, dtype=np.int32) / math.sqrt(len(rows))
        return np.asarray(summed * self.words_scale + self.bias[0], dtype=np.float32)

    def by_vector(self, vector: Matrix) -> Floats:
        """(len(classes),) logits from a vector of unit norm."""
        return np.asarray((vector @ self.vector) * self.vector_scale + self.bias[1], dtype=np.float32)


def probabilities(logits: Floats) -> Floats:
    """(len(logits),) that sum to 1."""
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def rows_of(text: str) -> list[int]:
    """The rows of the table of words for a plain text, each once; never none."""
    return list(dict.fromkeys(row % ROWS for row in features(text)))


def load(path: Path) -> Sorter:
    """Raises SortingError for a file that is missing, damaged or of another version."""
    try:
        with np.load(path) as stored:
            sorter = Sorter(
                tuple(stored["classes"].tolist()),
                stored["words"],
                stored["words_scale"],
                stored["vector"],
                stored["vector_scale"],
                stored["bias"],
                str(stored["encoder"]),
                str(stored["learned"]),
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SortingError(f"{path} can't be read ({error})") from None
    if sorter.words.shape != (ROWS, len(sorter.classes)) or sorter.vector.shape[1:] != (len(sorter.classes),):
        raise SortingError(f"{path} is of another version")
    return sorter


def save(sorter: Sorter, path: Path) -> None:
    """Write it down."""
    np.savez_compressed(
        path,
        classes=np.array(sorter.classes),
        words=sorter.words,
        words_scale=sorter.words_scale,
        vector=sorter.vector,
        vector_scale=sorter.vector_scale,
        bias=sorter.bias,
        encoder=np.array(sorter.encoder),
        learned=np.array(sorter.learned),
    )
