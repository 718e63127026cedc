"""A clause of an agreement in, how likely such words are to settle each point of the checklist that ships, out.

Linear models over words, pairs of words and parts of words, one a point against all else, and one more for what only seems
to settle any. They were learned from many clauses of many hands. Of a folder's own points nothing was learned.
Made by index/training/sounds.py. Nothing here remembers a text that it was given.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.kinds import SURE, rows_of
from index.linear import Linear, restored
from index.plain import found_in
from index.shipped_encoder import MODEL
from index.sorting import ROWS, folded

PATH = MODEL / "sounds.npz"
REMAKE = "`python -m index.training - --sounds-only` makes it"

Odds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sounds:
    """The model."""

    ids: tuple[str, ...]  # of the points, by class
    words: Linear  # of ROWS rows; its last class is for what only seems to

    def odds(self, texts: Sequence[str]) -> Odds:
        """(texts, len(ids) + 1): natural log odds that each text settles each point, within ±SURE.

        The last is how much more it only seems to settle one than a clause does that settles one.
        """
        logits = [self.words.of_rows(folded(rows_of(found_in(text), asks="?" in text))) for text in texts]
        found = np.array(logits, dtype=np.float64).reshape(len(texts), len(self.ids) + 1)
        return np.asarray(np.clip(found, -SURE, SURE))


@dataclass(frozen=True, slots=True)
class Unseen:
    """What is said of the agreements that were learned from, by models that know no other of the same voice: to fit on."""

    odds: Mapping[str, Odds]  # (clauses, points + 1) as Sounds.odds has it, by the name of the agreement
    learned: str  # a hash of all that was learned from


@cache
def load(path: Path = PATH) -> Sounds:
    """The model that ships. Raises FileNotFoundError where the file is missing, damaged or of another version."""
    try:
        with np.load(path) as stored:
            found = Sounds(tuple(stored["ids"].tolist()), restored(stored, "words"))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise FileNotFoundError(f"{path} can't be read ({error}); restore it from git, or {REMAKE}") from None
    if found.words.table.shape != (ROWS, len(found.ids) + 1):
        raise FileNotFoundError(f"{path} is of another version; restore it from git, or {REMAKE}")
    return found


def unseen(path: Path = PATH) -> Unseen:
    """What was kept beside the model, to fit on."""
    with np.load(path) as stored:
        ends = np.cumsum(stored["many"])
        parts = np.split(stored["unseen"].astype(np.float64), ends[:-1])
        return Unseen(dict(zip(stored["names"].tolist(), parts, strict=True)), str(stored["learned"]))


def save(sounds: Sounds, beside: Unseen, path: Path = PATH) -> None:
    """Write both down."""
    np.savez_compressed(
        path,
        ids=np.array(sounds.ids),
        **sounds.words.stored("words"),
        names=np.array(list(beside.odds)),
        many=np.array([len(part) for part in beside.odds.values()]),
        unseen=np.concatenate(list(beside.odds.values())).astype(np.float16),
        learned=np.array(beside.learned),
    )
