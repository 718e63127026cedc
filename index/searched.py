"""A question of one or two words and an entry's titles and asks in, whether these hold them all.

"Stage" is typed as into a search box: nothing tells what is asked of it, so no entry is near, and those that people ask
for by this word are what may be meant.
"""

from collections.abc import Iterable
from functools import lru_cache

from index.plain import words_of
from index.words import stems_of
from knowledge.spoken import FUNCTION_WORDS

MOST_WORDS = 2  # besides those that build sentences; of more words it matters what they say together

_LIGHT = FUNCTION_WORDS["nl"] | FUNCTION_WORDS["en"]


def is_searched(text: str) -> bool:
    """Whether a plain question is so short that it says what it is about, and no more."""
    return 1 <= len(_telling(text)) <= MOST_WORDS


def are_held(text: str, titles: Iterable[str]) -> bool:
    """Whether the titles and asks of an entry hold, among them, each word of a plain question in some form."""
    held = frozenset[str]().union(*map(_stems, titles))
    return all(not held.isdisjoint(stems) for stems in stems_of(_telling(text)))


def _telling(text: str) -> list[str]:
    return [word for word in dict.fromkeys(words_of(text)) if word not in _LIGHT]


@lru_cache(maxsize=1 << 14)  # the folder's alone: more titles and asks than ships
def _stems(title: str) -> frozenset[str]:
    return frozenset(stem for stems in stems_of(words_of(title)) for stem in stems)
