"""Texts in, the numbers of their words out; a word keeps its number while the process lives."""

from collections.abc import Iterable
from threading import Lock

import numpy as np
import numpy.typing as npt

from index.plain import found_in

Numbers = npt.NDArray[np.int32]
NONE: Numbers = np.zeros(0, dtype=np.int32)

WORDS: list[str] = []  # by number; only the folder's: what is asked adds none
_NUMBERS: dict[str, int] = {}
_LOCK = Lock()  # two folders may be read at a time, and a number is one word's alone


def numbered(text: str) -> Numbers:
    """The numbers of a text's words, in their order."""
    words = found_in(text)
    try:
        return np.array([_NUMBERS[word] for word in words], dtype=np.int32)
    except KeyError:
        _add(words)
    return np.array([_NUMBERS[word] for word in words], dtype=np.int32)


def _add(words: Iterable[str]) -> None:
    with _LOCK:
        for word in words:
            if word not in _NUMBERS:
                WORDS.append(word)  # first: whoever finds its number may ask for it at once
                _NUMBERS[word] = len(WORDS) - 1


def joined(numbers: Iterable[Numbers]) -> Numbers:
    """Those of several texts behind each other."""
    return np.concatenate([NONE, *numbers])
