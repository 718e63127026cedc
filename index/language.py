"""Which of the folder's languages a question is in, told from its words; None where they don't tell."""

import math
from collections import Counter
from collections.abc import Iterable

import numpy as np

from index import lexicon
from index.plain import words_of
from knowledge.entry import Passage, PassageKind

LEAD = 2.0  # least lead in natural log odds to say so: about seven to one
_PRIOR_WEIGHT = 400  # how often each function word counts as seen, beside what the folder holds

# Words that build sentences whatever they are about. A folder may be small, or hold one language alone.
_FUNCTION_WORDS = {
    "nl": """de het een en van dat die dit niet zijn wij we ik jij je u hij zij ze met voor aan om ook als dan maar bij
    kan kunnen mag mogen moet moeten hoeft wordt worden wat hoe wie waar wanneer waarom welke geen wel nog er naar uit
    door over tot te zonder is heeft hebben onze ons uw mijn zo nu al dus of op in na""",
    "en": """the a an and of that this these not are we i you he she they it with for to on at as but by can could may
    must should do does did have has what how who where when why which no yes still there from out about until without
    is our your my so now already or if in after be been will would need""",
}


class Languages:
    """Learned from the titles and asks of a folder: words and the letters they are made of."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        seen: dict[str, Counter[str]] = {}
        for lang, words in _FUNCTION_WORDS.items():
            seen[lang] = Counter(dict.fromkeys(words.split(), _PRIOR_WEIGHT))
        texts: dict[str, list[str]] = {}
        for passage in passages:
            if passage.kind is not PassageKind.SECTION:  # titles and asks are questions, and enough to learn from
                texts.setdefault(passage.entry.lang, []).append(passage.text)
        for lang, questions in texts.items():
            counts = np.bincount(lexicon.joined(questions))
            seen.setdefault(lang, Counter()).update(
                {lexicon.WORDS[number]: int(counts[number]) for number in np.flatnonzero(counts)}
            )
        self._words = seen
        self._letters = {lang: _letters(counts) for lang, counts in seen.items()}
        self._totals = {lang: (sum(seen[lang].values()), sum(self._letters[lang].values())) for lang in seen}

    @property
    def codes(self) -> frozenset[str]:
        """Of the languages that are told apart."""
        return frozenset(self._words)

    def tell(self, text: str) -> str | None:
        """The language of a text; None where it could be more than one."""
        words = [word for word in words_of(text) if not word.isdigit()]
        odds = sorted(((self._log_odds(words, lang), lang) for lang in self._words), reverse=True)
        if not words or len(odds) < 2 or odds[0][0] - odds[1][0] < LEAD:
            return None
        return odds[0][1]

    def _log_odds(self, words: list[str], lang: str) -> float:
        return sum(self._word_odds(word, lang) for word in words)

    def _word_odds(self, word: str, lang: str) -> float:
        """Log likelihood of a word; one that no language knows is judged by its letters, less strongly."""
        if any(word in counts for counts in self._words.values()):
            return math.log((self._words[lang][word] + 1) / (self._totals[lang][0] + 1000))
        grams = [f"<{word}>"[at : at + 3] for at in range(len(word))]
        likelihoods = (math.log((self._letters[lang][gram] + 1) / (self._totals[lang][1] + 5000)) for gram in grams)
        return sum(likelihoods) / max(1.0, math.sqrt(len(grams)))


def _letters(words: Counter[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, count in words.items():
        for at in range(len(word)):
            counts[f"<{word}>"[at : at + 3]] += min(count, 20)
    return counts
