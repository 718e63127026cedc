"""A word in, what it may stand for out: groups of everyday words, so that "dicht" is found under "Openingstijden".

Of no subject, and for folders on other subjects than the one that ships: those who ask don't know an organisation's words,
and the encoder knows the shipped subject alone. Read when such a folder is first indexed.
"""

import math
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.plain import words_of
from index.words import stems_of
from knowledge.spoken import FUNCTION_WORDS

PATH = Path(__file__).parent / "senses.txt"
EVERYDAY = Path(__file__).parent / "everyday.toml"
COMPOUND = 8  # letters from which a word that is in no group counts as what it begins and ends with
PART = 4  # … each of so many letters at least
OF_PARTS = 0.8  # how far such a word stands for what its parts do
TOGETHER = 500  # words whose stems are found at once: those of all would take more room meanwhile than the groups do
LEAST_TELLING = 0.1  # of words that build sentences
Names = tuple[str, ...]
NOTHING = "-"  # in place of a group's name: words that stand for nothing
_MARK = "#"  # begins the name of a sense among the forms of words: no word holds it
_LIGHT = FUNCTION_WORDS["nl"] | FUNCTION_WORDS["en"]


@dataclass(frozen=True, slots=True)
class Meanings:
    """What a word may stand for."""

    senses: tuple[str, ...]  # by their marked names; empty: it is in no group
    strength: float  # in [0, 1]: how far it stands for each, less where it may stand for many


NOTHING_MEANT = Meanings((), 0.0)


def get_ready() -> None:
    """Read the groups, which takes a tenth of a second, before somebody asks."""
    _groups()
    _everyday()


def forms_of(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What each word may be found by: its stems, and what it may stand for."""
    for word, stems in zip(words, stems_of(words), strict=True):
        yield (*stems, *meanings_of(word, stems).senses)


def senses_of(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What each word may stand for."""
    return (meanings_of(word, stems).senses for word, stems in zip(words, stems_of(words), strict=True))


def meanings_of(word: str, stems: Names) -> Meanings:
    """What a folded word with these stems may stand for: by itself, in another form, or by its parts where it is glued together."""
    if word in _LIGHT or word.isdigit():
        return NOTHING_MEANT
    if found := _found(word, stems):
        return Meanings(tuple(sorted(found)), 1 / math.sqrt(len(found)))
    groups, _ = _groups()
    if len(word) < COMPOUND or word in groups or not (found := _found_of_parts(word)):
        return NOTHING_MEANT
    return Meanings(tuple(sorted(found)), OF_PARTS / math.sqrt(len(found)))


@cache
def light_in(langs: tuple[str, ...]) -> frozenset[str]:
    """The words that build sentences in some languages, and in Dutch and English, which are asked in everywhere."""
    return _LIGHT.union(*(words_of(" ".join(FUNCTION_WORDS.get(lang, ()))) for lang in langs))


def telling(word: str, stems: Names, light: frozenset[str] = _LIGHT) -> float:
    """How much a word with these stems tells of what a question is about, in [LEAST_TELLING, 1]: little where all questions have it."""
    return LEAST_TELLING if word in light else _everyday().get(stems[0], 1.0)


def _found(word: str, stems: Names) -> Collection[str]:
    """The senses of a word as it stands in the groups, else of those with its stems."""
    groups, by_stem = _groups()
    if word in groups:
        return groups[word]
    return set().union(*(by_stem.get(stem, ()) for stem in stems))


def _found_of_parts(word: str) -> Collection[str]:
    """The senses of the longest words of the groups that it begins with, but for a linking s, and ends with."""
    groups, _ = _groups()
    cuts = range(PART, len(word) - PART + 1)
    begins = (word[:cut] for cut in reversed(cuts) if word[:cut] in groups or word[:cut].rstrip("s") in groups)
    ends = (word[cut:] for cut in cuts if word[cut:] in groups)
    parts = [part for part in (next(begins, ""), next(ends, "")) if part]
    return set().union(*map(_found, parts, stems_of(parts)))


@cache
def _groups() -> tuple[dict[str, Names], dict[str, Names]]:
    """The senses of each word that a group names, and of each stem of those; words that have the same share them.

    Words that build sentences are in none: nothing is a form of them, or made of them, by chance.
    """
    alike: dict[Names, Names] = {}
    groups: dict[str, Names] = {}
    for line in PATH.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, _, words = line.partition(": ")
            senses = (_MARK + name,) if name != NOTHING else ()
            for word in words.split():
                if word not in _LIGHT:
                    _add(groups, word, senses, alike)
    by_stem: dict[str, Names] = {}
    every = list(groups)
    for start in range(0, len(every), TOGETHER):
        some = every[start : start + TOGETHER]
        for word, stems in zip(some, stems_of(some), strict=True):
            for stem in stems:
                _add(by_stem, stem, groups[word], alike)
    return groups, by_stem


def _add(to: dict[str, Names], key: str, senses: Names, alike: dict[Names, Names]) -> None:
    all_ = tuple(dict.fromkeys((*to.get(key, ()), *senses)))
    to[key] = alike.setdefault(all_, all_)


@cache
def _everyday() -> dict[str, float]:
    """How much each stem tells that questions of all kinds have."""
    stored = tomllib.loads(EVERYDAY.read_text("utf-8"))
    return {stem: float(tells) for tells, stems in stored.items() for stem in stems}
