"""A short text and its vector in, how likely it is to be of each of some classes out; which classes is the caller's.

Two linear models whose logits are added: one over words, pairs of words and parts of words as in index/kinds.py, one
over the encoder's vector. Apart they overrate what they have seen; together each needs the other's consent.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from index.encoder import Matrix
from index.kinds import features
from index.linear import Floats, Linear, restored

ROWS = 1 << 13  # of the table of words


class SortingError(ValueError):
    """A file of a sorter that is missing, damaged or of another version; the message says which."""


@dataclass(frozen=True, slots=True, eq=False)
class Sorter:
    """The model."""

    classes: tuple[str, ...]
    words: Linear  # of ROWS rows
    vector: Linear  # of the encoder's dimension
    encoder: str  # the name of the encoder whose vectors it knows
    learned: str  # a hash of what it learned from

    def by_words(self, text: str) -> Floats:
        """(len(classes),) logits of a plain text from its words alone."""
        return self.words.of_rows(rows_of(text))

    def by_vector(self, vector: Matrix) -> Floats:
        """(len(classes),) logits from a vector of unit norm."""
        return self.vector.of(vector)


def probabilities(logits: Floats) -> Floats:
    """(len(logits),) that sum to 1."""
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def rows_of(text: str) -> list[int]:
    """The rows of the table of words for a plain text, each once; never none."""
    return folded(features(text))


def folded(rows: Sequence[int]) -> list[int]:
    """The same of the rows that index/kinds.py has for it."""
    return list(dict.fromkeys(row % ROWS for row in rows))


@cache
def load(path: Path) -> Sorter:
    """What is in a file, which is read once. Raises SortingError for one that is missing, damaged or of another version."""
    try:
        with np.load(path) as stored:
            sorter = Sorter(
                tuple(stored["classes"].tolist()),
                restored(stored, "words"),
                restored(stored, "vector"),
                str(stored["encoder"]),
                str(stored["learned"]),
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SortingError(f"{path} can't be read ({error})") from None
    if sorter.words.table.shape != (ROWS, len(sorter.classes)) or sorter.vector.table.shape[1:] != (
        len(sorter.classes),
    ):
        raise SortingError(f"{path} is of another version")
    return sorter


def save(sorter: Sorter, path: Path) -> None:
    """Write it down."""
    np.savez_compressed(
        path,
        classes=np.array(sorter.classes),
        **sorter.words.stored("words"),
        **sorter.vector.stored("vector"),
        encoder=np.array(sorter.encoder),
        learned=np.array(sorter.learned),
    )
