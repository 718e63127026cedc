"""Tuning questions: TOML files in, questions with the entry that answers them out."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tests" / "questions"
NOTHING = "nothing"  # the table of questions that no entry answers


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody might ask, and what should answer it."""

    text: str
    lang: str
    style: str  # "chatty", "typo"; for one without an answer its kind, "weather"
    right: str | None  # the entry's id; None where the question has no answer here
    is_known_miss: bool = False  # known to be answered wrongly; moved up when it no longer is


def load(folder: Path = FOLDER) -> tuple[Asked, ...]:
    """Every question of <language>.toml in folder, in the files' order; none where the folder is missing."""
    found: list[Asked] = []
    for path in sorted(folder.glob("??.toml")):
        for entry, styles in tomllib.loads(path.read_text("utf-8")).items():
            for style, texts in styles.items():
                right = None if entry == NOTHING else entry
                found += [Asked(text, path.stem, style, right, style == "known_misses") for text in texts]
    return tuple(found)


def fold_of(entry: str | None, text: str, folds: int = 2) -> int:
    """Which share of the questions an entry's are in: by entry, so that no entry is on both sides; declined ones by text."""
    name = entry or text
    return sum(name.encode()) % folds


def of_fold(asked: Iterable[Asked], fold: int) -> tuple[Asked, ...]:
    """The questions of one of two halves."""
    return tuple(question for question in asked if fold_of(question.right, question.text) == fold)
