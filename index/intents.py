"""A question in, which entry it is about by how such questions sound, out; learned from how people put each of them.

Two linear models whose logits are added: one over words, pairs of words and parts of words, and one over the encoder's
vector, of which the first half is enough at first. One class more stands for what sounds like ours and is answered by
none. An entry that has come or got another title since then is none of the classes. Made by index/training/intents.py.
"""

import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from index.encoder import FIRST_HALF, Matrix
from index.linear import Floats, Linear, restored
from index.shipped_encoder import MODEL
from index.sorting import ROWS, folded
from knowledge.entry import text_key
from knowledge.entry_file import normal

PATH = MODEL / "intents.npz"
LEAST_LOG = -12.0  # of a probability, below which it makes no difference


@dataclass(frozen=True, slots=True, eq=False)
class Intents:
    """The model. Its last class stands for what none of the entries answers."""

    ids: tuple[str, ...]  # of the entries, by class
    titles: Mapping[str, Collection[str]]  # a key of each title under which an entry was learned, by id
    words: Linear
    first: Linear | None  # over the encoder's first half; None beside another encoder
    whole: Linear | None
    encoder: str  # the name of the encoder whose vectors it knows

    def by_words(self, rows: Sequence[int]) -> Floats:
        """(len(ids) + 1,) logits by a text's words alone; rows: its features by index/kinds.py."""
        return self.words.of_rows(folded(rows))

    def at_first(self, by_words: Floats, first: Matrix | None) -> Floats:
        """(len(ids) + 1,) natural logarithms of probabilities; first: the first half of the text's vector, of unit norm."""
        return logs(by_words if self.first is None or first is None else by_words + self.first.of(first))

    def by_all(self, by_words: Floats, vector: Matrix) -> Floats:
        """The same; vector: of unit norm."""
        return logs(by_words if self.whole is None else by_words + self.whole.of(vector))

    def of(self, encoder: str) -> "Intents":
        """The same beside an encoder, by its name: of another one's vectors nothing is known, of its first half the half."""
        if encoder == f"{FIRST_HALF}{self.encoder}":
            return replace(self, whole=self.first)
        return self if encoder == self.encoder else replace(self, first=None, whole=None)

    def column_of(self, title: str, entry_id: str) -> int | None:
        """The class of an entry; None where nothing was learned of it under that title."""
        keys = self.titles.get(entry_id)
        return self.ids.index(entry_id) if keys and title_key(title) in keys else None

    def without(self, ids: Collection[str]) -> "Intents":
        """The same as if nothing had been learned of some entries, near enough."""
        kept = [at for at, name in enumerate(self.ids) if name not in ids]
        columns = [*kept, len(self.ids)]
        first, whole = (model and model.only(columns) for model in (self.first, self.whole))
        names = tuple(self.ids[at] for at in kept)
        titles = {name: self.titles[name] for name in names}
        return replace(self, ids=names, titles=titles, words=self.words.only(columns), first=first, whole=whole)


def logs(logits: Floats) -> Floats:
    """(len(logits),) natural logarithms of probabilities that sum to 1, each at least LEAST_LOG."""
    return np.asarray(np.maximum(logits - np.logaddexp.reduce(logits), LEAST_LOG), dtype=np.float32)


def title_key(title: str) -> str:
    """By which a title is known again."""
    return text_key(normal(title))


@cache
def load(path: Path = PATH) -> Intents:
    """The model that ships. Raises FileNotFoundError where the file is missing, damaged or of another version."""
    try:
        with np.load(path) as stored:
            titles: dict[str, list[str]] = {}
            for name, key in stored["titles"].tolist():
                titles.setdefault(name, []).append(key)
            models = words, first, whole = [restored(stored, name) for name in ("words", "first", "whole")]
            intents = Intents(tuple(stored["ids"].tolist()), titles, words, first, whole, str(stored["encoder"]))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise FileNotFoundError(f"{path} can't be read ({error}); restore it from git or run `make train`") from None
    if len(words.table) != ROWS or any(model.table.shape[1] != len(intents.ids) + 1 for model in models):
        raise FileNotFoundError(f"{path} is of another version; restore it from git or run `make train`")
    return intents


def save(intents: Intents, path: Path = PATH) -> None:
    """Write it down, whole."""
    if intents.first is None or intents.whole is None:
        raise ValueError("these are for another encoder's vectors")
    np.savez_compressed(
        path,
        ids=np.array(intents.ids),
        titles=np.array([(name, key) for name, keys in intents.titles.items() for key in sorted(keys)]),
        encoder=np.array(intents.encoder),
        **intents.words.stored("words"),
        **intents.first.stored("first"),
        **intents.whole.stored("whole"),
    )
