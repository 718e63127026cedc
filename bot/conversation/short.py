"""The words of a message of one or two in, whether people are known to say them around questions out.

"Stage", "mentor" and "rooster" are typed as into a search box. What tells talk from questions (talk.py) sees little in so
short a text but parts of words, and these are parts of anything; so here the words themselves have to be known.
"""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby, takewhile
from pathlib import Path
from typing import NamedTuple

from bot.conversation.phrases import QUESTION, Phrase
from index.plain import plain, words_of

SHORT = Path(__file__).parent / "short.json"
MOST_WORDS = 2  # of a message that is short
MOST_BESIDE = 3  # … of a phrasing from which words are known to be said beside others
SWAPPED_FROM = 4  # letters of a word from which two of them may be typed in the wrong order
MISSPELT_FROM = 6  # … from which one of them may be missing, too many or another; shorter words are too near each other


class ShortError(ValueError):
    """A file of known words that is missing or damaged; the message says which."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words that people are known to say around questions."""

    alone: frozenset[str]  # as a whole message
    beside: frozenset[str]  # in a message of MOST_BESIDE words at most


class Heard(NamedTuple):
    """A short message."""

    spelled: tuple[str, ...]  # its words, those that are known with a typo without it
    is_known: bool  # whether all of its words are known
    is_held: bool  # whether one is not, and the folder holds it


def of(phrases: Iterable[Phrase]) -> Said:
    """The words of short phrasings, but for questions."""
    said = [words_of(plain(phrase.text)) for phrase in phrases if phrase.label != QUESTION]
    beside = (word for words in said if len(words) <= MOST_BESIDE for word in words)
    return Said(frozenset(words[0] for words in said if len(words) == 1), frozenset(beside))


def heard(words: tuple[str, ...], said: Said, is_held: Callable[[str], bool]) -> Heard:
    """A message of MOST_WORDS words at most; is_held: whether the folder holds a word, which is no typo then."""
    known = said.alone if len(words) == 1 else said.beside
    spelled = [word if word in known else None if is_held(word) else _nearest(word, known) for word in words]
    unknown = [word for word, meant in zip(words, spelled, strict=True) if meant is None]
    return Heard(
        tuple(meant or word for word, meant in zip(words, spelled, strict=True)),
        is_known=not unknown,
        is_held=any(map(is_held, unknown)),
    )


@cache
def load(path: Path = SHORT) -> Said:
    """What is written down. Raises ShortError for a file that is missing or damaged."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        return Said(frozenset(stored["alone"]), frozenset(stored["beside"]))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ShortError(f"{path} can't be read ({error})") from None


def write(said: Said, path: Path = SHORT) -> None:
    """Write it down."""
    stored = {"alone": sorted(said.alone), "beside": sorted(said.beside)}
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", "utf-8")


def _nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that a word is typed for; None: there is none."""
    near = [other for other in known if other[0] == word[0] and _is_typed_for(word, other)]
    return min(near, key=lambda other: (_once(other) != _once(word), abs(len(other) - len(word)), other), default=None)


def _is_typed_for(typed: str, meant: str) -> bool:
    """Whether letters are repeated, two are swapped, or one is missing, too many or another."""
    if len(typed) > len(meant) and _once(typed) == _once(meant):
        return True
    start = _shared(typed, meant)
    end = _shared(typed[start:][::-1], meant[start:][::-1])
    instead, of_meant = typed[start : len(typed) - end], meant[start : len(meant) - end]
    if len(meant) >= SWAPPED_FROM and len(instead) == 2 and instead == of_meant[::-1]:
        return True
    return len(meant) >= MISSPELT_FROM and len(instead) <= 1 and len(of_meant) <= 1


def _shared(first: str, second: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _once(word: str) -> str:
    """Without repeated letters: "hoooi" is "hoi"."""
    return "".join(letter for letter, _ in groupby(word))
