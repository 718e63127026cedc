"""A question in, whether it speaks of the subject that ships out: near it, nobody is told that it is no subject of ours."""

import tomllib
from functools import cache
from pathlib import Path

from index.plain import plain, words_of

LEAST_LETTERS = 5  # of a beginning; shorter ones are whole words, since others begin with them by chance


def is_near(text: str) -> bool:
    """Whether one of its words is one that is said of the subject."""
    beginnings, whole = _beginnings()
    return any(word in whole or word.startswith(beginnings) for word in words_of(plain(text)))


@cache
def _beginnings() -> tuple[tuple[str, ...], frozenset[str]]:
    """(beginnings of words, words that count whole)."""
    found = tomllib.loads((Path(__file__).parent / "subject.toml").read_text("utf-8"))["words"]
    parts = [word for text in found for word in words_of(text)]
    return (
        tuple(word for word in parts if len(word) >= LEAST_LETTERS),
        frozenset(word for word in parts if len(word) < LEAST_LETTERS),
    )
