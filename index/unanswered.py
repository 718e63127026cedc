"""A question to a folder on another subject in, how far its words are those of questions that such folders don't answer, out.

People ask any organisation much the same, and what most of them have no text on is much the same too. That tells whether any
entry answers where what the entries hold leaves it open: docs/decisions/0077. A linear model over the stems of a question's
words and what these may stand for, fitted on the practice folders by index/unanswered_fit.py.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index import senses
from index.plain import plain, words_of
from index.senses import Meanings
from index.words import stems_of

PATH = Path(__file__).parent / "unanswered.toml"
SENSE = 0.6  # what a word's other words count for, of the word itself
TELLING = 0.3  # how much a word tells at least: less is how somebody puts it, not what it is about

# How much of a question each stem is, and each sense by its marked name: of unit length, or none.
Forms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The model."""

    weights: Mapping[str, float]  # by form; what is not there tells nothing
    constant: float

    def told(self, forms: Forms) -> float:
        """Some 1 for the words of questions that have no answer, -1 for those of questions that have one."""
        return sum(self.weights.get(form, 0.0) * share for form, share in forms.items()) + self.constant


def forms_of(words: Iterable[tuple[Sequence[str], Meanings, float]]) -> Forms:
    """Those of a question, given the stems of each of its words, what it may stand for and how much it tells."""
    found: dict[str, float] = {}
    for stems, meanings, tells in words:
        if tells < TELLING:
            continue
        shares = [(stem, tells / math.sqrt(len(stems))) for stem in stems]
        shares += [(sense, SENSE * meanings.strength * tells) for sense in meanings.senses]
        for form, share in shares:
            found[form] = max(share, found.get(form, 0.0))
    length = math.sqrt(sum(share * share for share in found.values()))
    return {form: share / length for form, share in found.items()}


def forms_in(text: str) -> Forms:
    """The same of a text, whatever the folder's languages."""
    words = tuple(dict.fromkeys(words_of(plain(text))))
    return forms_of(
        (stems, senses.meanings_of(word, stems), senses.telling(word, stems))
        for word, stems in zip(words, stems_of(words), strict=True)
    )


@cache
def load(path: Path = PATH) -> Unanswered:
    """The model that ships. Raises OSError where the file is missing."""
    stored = tomllib.loads(path.read_text("utf-8"))
    constant = float(stored.pop("constant"))
    return Unanswered({form: float(told) for told, forms in stored.items() for form in forms}, constant)
