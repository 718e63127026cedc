"""A question and an entry's title and asks in, whether it is one of these but for a decisive word.

"Wie vertaalt de overeenkomst?" is nearly "Wie tekent de overeenkomst?" in all that nearness counts, and the entry says
nothing of it. What shows it is one word that the entry holds nowhere, in the place of one of its title's or beside them.
docs/decisions/0057 has how often that is right.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from index.plain import words_of
from index.words import stems_of
from knowledge.spoken import FUNCTION_WORDS

ALIKE = 0.5  # share of the words of both that they have in common, from which a question is nearly a title
SWAPPED = 2  # most words of either that the other lacks
SAME = 0.75  # ratio of what two words share to their length, from which one is the other misspelt
LEAST = 3  # words of a title that a question has whole and goes on from: of fewer, others may be meant as well
SHORTEST = 3  # letters of a word that may be decisive

Word = tuple[str, tuple[str, ...]]  # folded, and its stems
Words = tuple[Word, ...]


class Title(NamedTuple):
    """What may decide in a title or ask."""

    words: Words
    stems: frozenset[str]  # of all of them


def is_swapped(text: str, titles: Iterable[Title], held: Callable[[Words], Sequence[bool]]) -> bool:
    """Whether a plain question is one of the titles but for a word or two, of which one is held nowhere.

    titles: as decisive_of gives them. held: for each of some words, whether the entry holds it anywhere, in whatever form.
    """
    words = _decisive(text)
    lacking = {word for (word, _), is_held in zip(words, held(words), strict=True) if not is_held}
    if not lacking:  # most questions end here
        return False
    stems, count = frozenset(stem for _, found in words for stem in found), len(words)
    near = (title for title in titles if max(count, len(title.words)) - len(stems & title.stems) <= 2 * SWAPPED)
    return any(_is_between(words, stems, lacking, title) for title in near)


def decisive_of(titles: Iterable[str]) -> tuple[Title, ...]:
    """The words of each title or ask that may decide which question it is."""
    return tuple(map(_of_title, titles))


def _is_between(words: Words, stems: frozenset[str], lacking: set[str], title: Title) -> bool:
    other = [word for word, found in title.words if stems.isdisjoint(found)]
    own = [word for word, found in words if title.stems.isdisjoint(found)]
    if max(len(own), len(other)) > 2 * SWAPPED or lacking.isdisjoint(own):
        return False
    own, other = _less_misspelt(own, other)
    is_swap = 1 <= len(own) <= SWAPPED and len(other) <= SWAPPED and not lacking.isdisjoint(own)
    common = len(words) - len(own)
    return is_swap and common >= (1 if other else LEAST) and common / (common + len(own) + len(other)) >= ALIKE


def _less_misspelt(own: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Without those that are one word, spelled in two ways."""
    left = list(other)
    kept = []
    for word in own:
        same = next((each for each in left if _are_one(word, each)), None)
        if same is None:
            kept.append(word)
        else:
            left.remove(same)
    return kept, left


def _are_one(word: str, other: str) -> bool:
    if word[0] != other[0] and not word.endswith(other) and not other.endswith(word):  # these aren't worth comparing
        return False
    matcher = SequenceMatcher(None, word, other)  # what is quick is never below what is right
    return matcher.real_quick_ratio() >= SAME and matcher.quick_ratio() >= SAME and matcher.ratio() >= SAME


def _decisive(text: str) -> Words:
    words = _deciding(text)
    return tuple(zip(words, stems_of(words), strict=True))


def _deciding(text: str) -> list[str]:
    return [word for word in dict.fromkeys(words_of(text)) if _may_decide(word)]


def _may_decide(word: str) -> bool:
    return len(word) >= SHORTEST and not word.isdigit() and word not in _light()


@cache
def _light() -> frozenset[str]:
    """What builds sentences, and what says nothing of what they are about."""
    stored = tomllib.loads((Path(__file__).parent / "swaps.toml").read_text("utf-8"))
    return frozenset().union(*(FUNCTION_WORDS[lang] | set(words.split()) for lang, words in stored.items()))


# The folder's alone, since what people ask is held nowhere: more titles and asks than ships, and their words each once.
@lru_cache(maxsize=1 << 14)
def _of_title(title: str) -> Title:
    words = tuple(map(_of_word, _deciding(title)))
    return Title(words, frozenset(stem for _, found in words for stem in found))


@lru_cache(maxsize=1 << 14)
def _of_word(word: str) -> Word:
    return word, next(iter(stems_of([word])))
