"""A message in, the act or deed that it is out; None for a question, which is searched for as ever.

"Dit klopt niet", "korter graag" and "herinner mij morgen" ask nothing of the folder. They are told from their words
and, where those leave doubt, from the encoder's vector as well (index/sorting.py); of one or two words only where they
are known from talk, or look like nothing else (short.py). In doubt it is a question: an act that is missed costs a
sentence more, a question taken for an act its answer.
"""

import logging
import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.conversation import short
from bot.conversation.phrases import QUESTION, known
from bot.conversation.short import Heard, ShortError
from index import sorting
from index.encoder import Matrix
from index.linear import Floats
from index.plain import plain, words_of
from index.sorting import Sorter, SortingError, probabilities

logger = logging.getLogger(__name__)

MODEL = Path(__file__).parent / "talk.npz"
LEAST = 0.85  # probability that it is no question, from which something is taken for an act or deed; a deed that is less likely is offered
LEAST_OF_NEW = 0.99995  # … of one or two words of which one is known neither from talk nor from the folder
LEAST_OF_HELD = math.inf  # … of which one is the folder's, and not known from talk: people search for that
LEAST_OF_ANSWER = 0.9  # … of its own, for yes and no: whoever is taken to agree has agreed
ANSWERS = ("act yes", "act no")
CONTENT = (
    "act ok",
    "act thanks",
    "act yes",
)  # whoever says so has nothing to object: "da snap ik nie" is none of these
# "What's", typed without its mark.
_SHORTENED = re.compile(r"\b(what|who|where|how|it|that|there|i|you|we|don|can|doesn|isn) (s|m|re|ll|d|ve|t)\b")
_OBJECTING = frozenset(
    [
        "niet",
        "nie",
        "nt",
        "geen",
        "gene",
        "niks",
        "niets",
        "nooit",
        "nergens",
        "not",
        "dont",
        "don",
        "cant",
        "isnt",
        "doesnt",
        "didnt",
        "never",
        "nothing",
    ]
)
OFFERED = 0.12  # … of a deed, from which it is offered under the answer to a question, which is one tap more
PERHAPS = 0.05  # … of a deed, where nothing is known of the question: there a button more takes nothing from anybody
PERHAPS_MOST = 2  # such buttons
DOUBTFUL = 0.02  # … by its words alone, from which its vector is looked at too
MOST_WORDS = 40  # of an act or deed; what is longer tells a story, and asks something

VectorOf = Callable[[str], Awaitable[Matrix | None]]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message wants besides an answer."""

    kind: str  # "act" or "deed"
    name: str  # of the act, as in acts.<language>.toml; or the command's Dutch name
    is_known: bool = field(default=False, compare=False)  # phrased as in the files, so that it leaves no doubt
    is_likely: bool = field(default=True, compare=False)  # else it is a question, under which the deed may be offered


class Talk:
    """Tells acts and deeds from questions."""

    def __init__(self, sorter: Sorter | None = None, hear: Callable[[tuple[str, ...]], Heard] | None = None) -> None:
        """sorter None: only what is phrased as in the files is known. hear: the words of a short message, as
        short.heard has it; None: as those of any other."""
        self._sorter, self._hear = sorter, hear
        self._known = {_SHORTENED.sub(r"\1\2", words): label for words, label in known().items()} | dict(known())
        self._question = sorter.classes.index(QUESTION) if sorter else 0

    async def meant(self, text: str, vector_of: VectorOf) -> Meant | None:
        """vector_of: (dimension,) of unit norm for a plain text; None where there is no encoder."""
        asked = plain(text)
        words = words_of(asked)
        if not words or len(words) > MOST_WORDS:
            return None
        if label := self._known.get(" ".join(words)):
            return _of(label, is_known=True)
        asked, heard = self._heard(asked)
        logits = await self._logits(asked, vector_of)
        if self._sorter is None or logits is None:
            return None
        least = LEAST if heard.is_known else LEAST_OF_HELD if heard.is_held else LEAST_OF_NEW
        label, is_likely = told(self._sorter, logits, least, is_content=_OBJECTING.isdisjoint(words))
        if len(words) == 1 and label.startswith("deed"):
            # One word says what it is about, and rarely what is to be done: "teams".
            return _of(label, is_likely=False) if heard.is_known else None
        return _of(label, is_likely=is_likely)

    async def perhaps(self, text: str, vector_of: VectorOf) -> tuple[str, ...]:
        """The deeds that a question of which nothing is known may want after all, likeliest first: PERHAPS_MOST at most."""
        asked, heard = self._heard(plain(text))
        words = words_of(asked)
        is_told = len(words) <= MOST_WORDS and (heard.is_known or len(words) > 1)
        logits = await self._logits(asked, vector_of) if is_told else None
        if self._sorter is None or logits is None:
            return ()
        found = probabilities(logits)
        order = [at for at in found.argsort()[::-1].tolist() if found[at] >= PERHAPS]
        deeds = [
            label.removeprefix("deed ")
            for label in map(self._sorter.classes.__getitem__, order)
            if label.startswith("deed ")
        ]
        return tuple(deeds[:PERHAPS_MOST])

    def _heard(self, asked: str) -> tuple[str, Heard]:
        """A plain text as it is spelled where it is known, and what is known of its words; of a longer one nothing is asked."""
        words = words_of(asked)
        if len(words) > short.MOST_WORDS or self._hear is None:
            return asked, Heard(words, is_known=True, is_held=False)
        heard = self._hear(words)
        return asked if heard.spelled == words else " ".join(heard.spelled), heard

    async def _logits(self, asked: str, vector_of: VectorOf) -> Floats | None:
        """None: it is a question by its words alone, or nothing here can tell."""
        if self._sorter is None:
            return None
        by_words = self._sorter.by_words(asked)
        if 1 - float(probabilities(by_words)[self._question]) < DOUBTFUL:
            return None
        vector = await vector_of(asked)
        return None if vector is None else by_words + self._sorter.by_vector(vector)


def told(sorter: Sorter, logits: Floats, least: float = LEAST, *, is_content: bool = True) -> tuple[str, bool]:
    """(an act, a deed or QUESTION, whether it is likely); what is not likely is a deed.

    least: probability that it is no question, from which it is likely. is_content: whether it may say that all is well.

    Whether it asks something and what it is else are weighed apart: two acts that are alike, as "ok" and "thanks" are,
    make each other less likely, and neither makes it more of a question.
    """
    found = probabilities(logits)
    question = sorter.classes.index(QUESTION)
    likely = 1 - float(found[question])
    found[question] = 0
    for label in () if is_content else CONTENT:
        found[sorter.classes.index(label)] = 0
    best = int(found.argmax())
    label, is_deed = sorter.classes[best], sorter.classes[best].startswith("deed")
    if not found[best]:
        return QUESTION, True
    if label in ANSWERS and found[best] < max(least, LEAST_OF_ANSWER):
        return QUESTION, True
    if likely >= least:
        return label, True
    return (label, False) if is_deed and found[best] >= OFFERED else (QUESTION, True)


def shipped(encoder: str, is_held: Callable[[str], bool]) -> Talk:
    """What ships, for an encoder by name; with another encoder than it learned with only the files' own phrasings are known.

    is_held: whether the folder holds a word.
    """
    try:
        sorter, said = sorting.load(MODEL), short.load()
    except (SortingError, ShortError) as error:
        logger.error("%s; only what is phrased as in acts.*.toml and deeds.*.toml is understood", error)
        return Talk()
    return Talk(sorter, partial(short.heard, said=said, is_held=is_held)) if sorter.encoder == encoder else Talk()


def _of(label: str, *, is_known: bool = False, is_likely: bool = True) -> Meant | None:
    if label == QUESTION:
        return None
    kind, _, name = label.partition(" ")
    return Meant(kind, name, is_known, is_likely)
