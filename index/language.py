"""Which of the folder's languages a question is in, told from its words; None where they don't tell."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from index import lexicon
from index.plain import words_of
from knowledge.entry import Entry
from knowledge.spoken import FUNCTION_WORDS

LEAD = 2.0  # least lead in natural log odds to say so: about seven to one
LEAD_OF_LETTERS = 4.0  # … where no language knows a word of it, so that letters alone tell: "asdfgh"
TOGETHER = 500  # texts that are taken apart at once: the words of all of a large folder would take much room meanwhile
_PRIOR_WEIGHT = 400  # how often each function word counts as seen, beside what the folder holds

Counts = npt.NDArray[np.int64]

_NONE: Counts = np.zeros(0, dtype=np.int64)
_OURS = ("nl", "en")  # told apart in every folder: the bot itself speaks them


class Languages:
    """Learned from the titles and asks of a folder: words and the letters they are made of."""

    def __init__(self, entries: Iterable[Entry], last: "Languages | None" = None, gone: Iterable[Entry] = ()) -> None:
        """last: those of the folder as it was before these entries came to it and others were gone from it."""
        more = _counted(entries)
        for lang, counts in _counted(gone).items():
            more[lang] = _sum(more.get(lang, _NONE), -counts)
        known = last._counts if last else {}
        summed = {lang: _sum(known.get(lang, _NONE), more.get(lang, _NONE)) for lang in {**known, **more}}
        self._counts: dict[str, Counts] = {lang: counts for lang, counts in summed.items() if counts.any()}
        self._words: dict[str, Counter[str]] = {}
        self._letters: dict[str, Counter[str]] = {}
        for lang in dict.fromkeys((*_OURS, *sorted(self._counts))):
            self._words[lang], self._letters[lang] = self._learned(lang, last)
        self._totals = {
            lang: (sum(self._words[lang].values()), sum(self._letters[lang].values())) for lang in self._words
        }

    @property
    def codes(self) -> frozenset[str]:
        """Of the languages that are told apart."""
        return frozenset(self._words)

    def tell(self, text: str) -> str | None:
        """The language of a text; None where it could be more than one."""
        words = [word for word in words_of(text) if not word.isdigit()]
        if not words or len(self._words) < 2:
            return None
        counts = {lang: list(map(known.get, words)) for lang, known in self._words.items()}
        are_known = list(map(any, zip(*counts.values(), strict=True)))  # by any language
        odds = sorted(((self._log_odds(words, counts[lang], are_known, lang), lang) for lang in counts), reverse=True)
        lead = LEAD if any(are_known) else LEAD_OF_LETTERS
        return odds[0][1] if odds[0][0] - odds[1][0] >= lead else None

    def _log_odds(
        self, words: Sequence[str], counts: Sequence[int | None], are_known: Sequence[bool], lang: str
    ) -> float:
        """counts: how often the language has each word, None where it hasn't; are_known: whether any language has."""
        all_ = self._totals[lang][0] + 1000
        return sum(
            math.log(((count or 0) + 1) / all_) if is_known else self._letter_odds(word, lang)
            for word, count, is_known in zip(words, counts, are_known, strict=True)
        )

    def _letter_odds(self, word: str, lang: str) -> float:
        """Log likelihood of a word that no language knows: it is judged by its letters, less strongly."""
        grams = [f"<{word}>"[at : at + 3] for at in range(len(word))]
        likelihoods = (math.log((self._letters[lang][gram] + 1) / (self._totals[lang][1] + 5000)) for gram in grams)
        return sum(likelihoods) / max(1.0, math.sqrt(len(grams)))

    def _learned(self, lang: str, last: "Languages | None") -> tuple[Counter[str], Counter[str]]:
        """How often each word of a language was seen, and each three letters, those of frequent words 20 times a word."""
        counts = self._counts.get(lang, _NONE)
        before = last._counts.get(lang) if last else None
        words, letters = Counter[str](), Counter[str]()
        if last is not None and before is not None:
            words.update(last._words[lang])
            letters.update(last._letters[lang])
        else:
            before = _NONE
            for word in words_of(" ".join(FUNCTION_WORDS.get(lang, ()))):  # as they are in what is asked
                _count(word, _PRIOR_WEIGHT, words, letters)
        more = _sum(counts, -before)
        for number in np.flatnonzero(more).tolist():
            _count(lexicon.WORDS[number], int(more[number]), words, letters)
        return words, letters


def _counted(entries: Iterable[Entry]) -> dict[str, Counts]:
    """How often each word is in titles and asks, which are questions and enough to learn from, by language and number."""
    texts: dict[str, list[str]] = {}
    for entry in entries:
        texts.setdefault(entry.lang, []).extend((entry.title, *entry.asks))
    return {lang: reduce(_sum, map(_counts, _stretches(some)), _NONE) for lang, some in texts.items()}


def _stretches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER))


def _counts(texts: Sequence[str]) -> Counts:
    return np.bincount(lexicon.numbered("\n".join(texts)))


def _sum(one: Counts, other: Counts) -> Counts:
    """Of counts by number, which need not go as far."""
    found = np.zeros(max(len(one), len(other)), dtype=np.int64)
    found[: len(one)] += one
    found[: len(other)] += other
    return found


def _count(word: str, more: int, words: Counter[str], letters: Counter[str]) -> None:
    """Count a word as seen so many times more; what is seen no more is not there."""
    seen = words[word]
    if seen + more:
        words[word] = seen + more
    else:
        del words[word]
    if differs := min(seen + more, 20) - min(seen, 20):
        for at in range(len(word)):
            letters[f"<{word}>"[at : at + 3]] += differs
