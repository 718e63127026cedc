"""Tuning questions and conversations: TOML files in, what is asked and the entry that answers it out."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.entry import Reading

FOLDER = Path(__file__).parent.parent / "tests" / "questions"
NOTHING = "nothing"  # the table of questions that no entry answers
OWN = "own"  # style of what a folder asks of itself
CONVERSATIONS = "conversations.toml"
FOLLOW_UPS = "follow_ups.toml"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody might ask, and what should answer it."""

    text: str
    lang: str
    style: str  # "chatty", "typo"; for one without an answer its kind, "weather"
    right: str | None  # the entry's id; None where the question has no answer here


@dataclass(frozen=True, slots=True)
class Conversation:
    """Two messages behind each other."""

    first: str
    second: str
    lang: str
    leans: bool  # the second needs the first; else it must get what it gets alone
    right: str | None  # the entry that answers the second; None where none does


@dataclass(frozen=True, slots=True)
class Message:
    """A message of more than one sentence, or one that could seem to be."""

    text: str
    lang: str
    right: tuple[str, ...]  # the entries that answer it: of each of its questions one, in their order


def load(folder: Path = FOLDER) -> tuple[Asked, ...]:
    """Every question of <language>.toml in folder, in the files' order; none where the folder is missing."""
    found: list[Asked] = []
    for path in sorted(folder.glob("??.toml")):
        for entry, styles in tomllib.loads(path.read_text("utf-8")).items():
            for style, texts in styles.items():
                right = None if entry == NOTHING else entry
                found += [Asked(text, path.stem, style, right) for text in texts]
    return tuple(found)


def own(reading: Reading) -> tuple[Asked, ...]:
    """What a folder's own files say must lead where."""
    return tuple(Asked(one.text, one.lang, OWN, one.entry) for one in reading.wanted)


def load_conversations(folder: Path = FOLDER) -> tuple[Conversation, ...]:
    """The follow-ups and what stands on its own, in the file's order; none where the file is missing."""
    return tuple(
        Conversation(found["first"], found["second"], lang, name == "follow_ups", found.get("right"))
        for lang, tables in _tables(folder / CONVERSATIONS).items()
        for name in ("follow_ups", "stand_alone")
        for found in tables[name]
    )


def load_follow_ups(folder: Path = FOLDER) -> tuple[Conversation, ...]:
    """Follow-ups that are fitted on and in no figure, in the file's order; none where the file is missing."""
    return tuple(
        Conversation(found["first"], found["second"], lang, leans=True, right=found.get("right"))
        for lang, tables in _tables(folder / FOLLOW_UPS).items()
        for name in ("ours", "not_ours")
        for found in tables[name]
    )


def load_messages(folder: Path = FOLDER) -> tuple[Message, ...]:
    """Messages that hold two questions, and long ones that hold one; none where the file is missing."""
    return tuple(
        Message(found["text"], lang, (found["right"],) if name == "one_question" else tuple(found["right"]))
        for lang, tables in _tables(folder / CONVERSATIONS).items()
        for name in ("two_questions", "one_question")
        for found in tables[name]
    )


def _tables(path: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def fold_of(entry: str | None, text: str, folds: int = 2) -> int:
    """Which share of the questions an entry's are in: by entry, so that no entry is on both sides; declined ones by text."""
    name = entry or text
    return sum(name.encode()) % folds
