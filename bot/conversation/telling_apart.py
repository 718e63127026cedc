"""Titles to choose from in, what their buttons say out: numbered, and beginning with the words in which they differ."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"^\d\. (?:… )?")
LEAST_SHARED = 2  # words that a title begins with as another does, from which they are left out


def numbered(titles: Sequence[str]) -> tuple[str, ...]:
    """One title alone is not numbered; "1. … over geld?" where another begins with the same words."""
    if len(titles) == 1:
        return tuple(titles)
    said = []
    for at, title in enumerate(titles):
        words = title.split()
        shared = max(_shared(words, other.split()) for place, other in enumerate(titles) if place != at)
        is_cut = LEAST_SHARED <= shared < len(words)
        said.append(f"{at + 1}. … {' '.join(words[shared:])}" if is_cut else f"{at + 1}. {title}")
    return tuple(said)


def unnumbered(label: str) -> str:
    """What a button says without its number, for whoever numbers all buttons, or types what one says."""
    return _NUMBER.sub("", label)


def _shared(words: Sequence[str], others: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for word, other in zip(words, others, strict=False):
        if word.casefold() != other.casefold():
            break
        count += 1
    return count
