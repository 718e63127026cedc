"""What people say around a question, and how they ask for what rooms can do: the files' phrasings in, each with its label, out.

acts.<language>.toml and deeds.<language>.toml stand beside what they lead to: the conversation's, and each room's.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

BOT = Path(__file__).parent.parent
QUESTION = "question"  # the label of what is to be searched for
# Acts and commands that lead to the same; what is told of one is told of the other.
SAME = {"act help": "deed help", "act menu": "deed help", "act what_can_you_do": "deed help"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying something."""

    text: str
    label: str  # "act <name>", "deed <command's Dutch name>", or QUESTION


@cache
def load() -> tuple[Phrase, ...]:
    """Every phrasing, in the files' order."""
    return tuple(_read())


def learned(phrases: tuple[Phrase, ...]) -> str:
    """A hash of phrasings: of another one, what was learned from them is out of date."""
    return sha256("\n".join(f"{phrase.label}\t{phrase.text}" for phrase in phrases).encode()).hexdigest()[:16]


def _read() -> Iterator[Phrase]:
    for kind in ("acts", "deeds"):
        for path in sorted(BOT.rglob(f"{kind}.??.toml")):
            for name, table in tomllib.loads(path.read_text("utf-8")).items():
                if name == "questions":
                    yield from (Phrase(text, QUESTION) for text, _ in table["texts"])
                else:
                    label = f"{kind[:-1]} {name}"
                    yield from (Phrase(text, SAME.get(label, label)) for text in table["texts"])
