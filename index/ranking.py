"""What is near a question in, a calibrated confidence in each entry out; pure.

Each entry that is near gets a row of named features. A question has one answer or none, so their weighted sums compete
with each other and with the possibility that no entry answers: a nested logit (McFadden 1978), in which whether any
entry answers is weighed apart from which one does. Its shares are probabilities once its weights have been fitted
(fitting.py).

A question is looked at for as long as it is in doubt, up to two times, and each look has weights of its own.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index import meant
from index.answer import OPTIONS, Thresholds
from index.kinds import UNTOLD, Told

FEATURES = (
    "meaning",  # cosine of the entry's nearest passage
    "meaning_3",  # mean cosine of its three nearest
    "first_half",  # cosine of its nearest passage by the encoder's first model alone
    "second_half",  # … by the second; as the first where there is one, or the first alone was asked
    "ask",  # cosine of its nearest title or ask
    "section",  # cosine of its nearest section
    "words",  # share of the question's words that it holds
    "parts",  # share of the question's parts of words that it holds
    "exact",  # 1 where the question is its title or one of its asks, and no other's
    "guideline",  # 1 for a longer document that ships: an entry on the question itself goes first
    "activity",  # 1 for an assignment or game
    "foreign",  # how far its own title and asks sound as if they weren't ours, at least 0; weighs as it does below
    "crossed",  # in how many ways its title names something else than the question does, such as glr for dlr
    "intent",  # log probability that it is what the question is about, by index/intents.py; of the unlearned the highest
    "unlearned",  # 1 where it has come, or got its title, since index/intents.py was made
)
NONE_FEATURES = (
    "constant",  # 1
    "declined",  # cosine of the nearest question that is known to have no answer here
    "unknown",  # share of the question's parts of words that no entry holds
    "short",  # 1 / number of words: one word says little
    "foreign",  # how far its words sound as if it weren't ours: log odds by index/kinds.py
    "intent",  # log probability that it is about none of the entries that were learned, by index/intents.py
)
# What tells whether any entry answers, once each entry's share is known: shares are sharp, so that one entry stands out
# among several that are near, and that is too sharp for telling ours from what isn't.
OURS_FEATURES = (
    "odds",  # log odds that some entry answers, by the shares
    "first",  # … that the first does
    "three",  # … that one of the first three does
    "lead",  # log odds of the first over the second
)  # and then what the first has of each feature, how much more than the second, and the features of none
EXACT, CROSSED, WORDS = FEATURES.index("exact"), FEATURES.index("crossed"), FEATURES.index("words")
LEAST = 1e-6  # share below which it makes no difference
MOST = 30.0  # log odds beyond which it makes none

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Names:
    """What is told of a question and the entries near it."""

    features: tuple[str, ...]  # of each entry
    none: tuple[str, ...]  # of the possibility that none answers
    ours: tuple[str, ...]  # of what tells whether any does

    @classmethod
    def of(cls, features: tuple[str, ...], none: tuple[str, ...]) -> "Names":
        """With those of what tells whether any answers, which hang on the others."""
        first, lead = ([f"{of}_{name}" for name in features] for of in ("first", "lead"))
        return cls(features, none, (*OURS_FEATURES, *first, *lead, *none))


NAMES = Names.of(FEATURES, NONE_FEATURES)
# In folders on other subjects than the one that ships, more is told of.
NAMES_ELSEWHERE = Names.of((*FEATURES, *meant.FEATURES), (*NONE_FEATURES, *meant.NONE_FEATURES))


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is near a question, before anything is decided."""

    # Of entries; that of a longer one that doesn't ship stands there once for each section that is near.
    ids: tuple[str, ...]
    rows: tuple[int, ...]  # the nearest passage of each
    similarities: tuple[float, ...]  # cosine of that passage
    features: Array  # (len(ids), len(names.features))
    none: Array  # (len(names.none),)
    told: Told = UNTOLD  # what the question seems to be by its words
    beside: frozenset[str] = (
        frozenset()
    )  # ids of those that say nothing of what our subject isn't and the question is about

    def only(self, places: Sequence[int]) -> "Candidates":
        """Some of them."""
        return replace(
            self,
            ids=tuple(self.ids[at] for at in places),
            rows=tuple(self.rows[at] for at in places),
            similarities=tuple(self.similarities[at] for at in places),
            features=self.features[list(places)],
        )

    @property
    def names(self) -> Names:
        """Of what is told of them."""
        return NAMES if len(self.none) == len(NAMES.none) else NAMES_ELSEWHERE

    @property
    def are_word_for_word(self) -> npt.NDArray[np.bool_]:
        """(len(ids),): whether the question is the title of each entry, or one of its asks, and of no other's."""
        return self.features[:, EXACT].astype(bool)

    def is_crossed(self, at: int) -> bool:
        """Whether the title of the entry at that place names something else than the question does, or nothing of it does."""
        return bool(self.features[at, CROSSED]) or self.ids[at] in self.beside

    def is_meant(self, at: int) -> bool:
        """Whether the entry at that place holds none of the question's words, where other words for the same count too."""
        return self.names is NAMES_ELSEWHERE and not self.features[at, WORDS]


@dataclass(frozen=True)
class Look:
    """One look at a question: how what is seen is weighed, and when it is enough."""

    weights: Mapping[str, float]  # by Names.features
    none_weights: Mapping[str, float]  # by Names.none
    sure: float = 0.0  # confidence in the first hit from which no further look is taken
    hopeless: float = 1.0  # confidence in the first three together up to which none is
    ours: Mapping[str, float] = field(default_factory=dict)  # by Names.ours; empty: shares are taken as they are
    sharpness: float = 1.0  # power that shares are raised to once it is known how likely any entry answers

    @property
    def may_be_enough(self) -> bool:
        """Whether a question can be clear by it at all."""
        return self.sure <= 1.0 or self.hopeless >= 0.0

    def never_enough(self) -> "Look":
        """The same, after which a further look is always taken."""
        return replace(self, sure=2.0, hopeless=-1.0)

    def vectors_for(self, names: Names) -> tuple[Array, Array, Array]:
        """The weights in the order of names: features, none and ours."""
        if (known := self._vectors.get(names)) is None:
            known = (
                vector(self.weights, names.features),
                vector(self.none_weights, names.none),
                vector(self.ours, names.ours),
            )
            self._vectors[names] = known
        return known

    @cached_property
    def _vectors(self) -> dict[Names, tuple[Array, Array, Array]]:
        return {}


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights fitted for one encoder, and the thresholds that go with them."""

    encoder: str  # Encoder.name, or "words" where there is none
    whole: Look  # all that the encoder and words tell
    thresholds: Thresholds
    quick: Look | None = None  # the encoder's first half and words; None where the encoder has one half


def confidences(look: Look, candidates: Candidates) -> Array:
    """(len(ids),): the probability that each entry answers the question; what is missing to 1 is that none does."""
    found = shared(look, candidates)
    if not look.ours or not len(found):
        return found
    odds = float(ours_features(found, candidates) @ look.vectors_for(candidates.names)[-1])
    return sharpened(found, look.sharpness) / (1.0 + math.exp(-max(-MOST, min(MOST, odds))))


def shared(look: Look, candidates: Candidates) -> Array:
    """(len(ids),): each entry's share, before it is weighed whether any answers."""
    weights, none_weights, _ = look.vectors_for(candidates.names)
    return shares(candidates.features, candidates.none, weights, none_weights)


def sharpened(found: Array, sharpness: float) -> Array:
    """Shares raised to a power, together 1; there has to be one."""
    powers = (found / found.max()) ** sharpness
    return np.asarray(powers / powers.sum())


def ours_features(found: Array, candidates: Candidates) -> Array:
    """(len(Names.ours),) of shares, of which there has to be one. Sections of one entry are no doubt whether any answers."""
    places, together = _by_entry(found, candidates.ids)
    own = candidates.features[places[0]]
    beside = candidates.features[places[1]] if len(places) > 1 else np.zeros_like(own)
    lead = math.log((together[0] + LEAST) / ((together[1] if len(places) > 1 else 0.0) + LEAST))
    summary = [_log_odds(float(some.sum())) for some in (found, together[:1], together[:OPTIONS])]
    return np.concatenate([[*summary, lead], own, own - beside, candidates.none])


def _by_entry(found: Array, ids: Sequence[str]) -> tuple[list[int], Array]:
    """Of each entry the place of its likeliest section, likeliest first, and the share of all its sections together."""
    if len(set(ids)) == len(ids):
        order = np.argsort(-found, kind="stable")
        return order.tolist(), found[order]
    best: dict[str, int] = {}
    together: dict[str, float] = {}
    for at in np.argsort(-found, kind="stable").tolist():
        best.setdefault(ids[at], at)
        together[ids[at]] = together.get(ids[at], 0.0) + float(found[at])
    return list(best.values()), np.array(list(together.values()))


def is_clear(look: Look, found: Array) -> bool:
    """Whether confidences are high or low enough for no further look."""
    first = found.max(initial=0.0)
    return bool(first >= look.sure or np.sort(found)[-OPTIONS:].sum() <= look.hopeless)


def _log_odds(share: float) -> float:
    kept = min(max(share, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))


def vector(weights: Mapping[str, float], names: tuple[str, ...]) -> Array:
    """Weights in the order of names; 0 for one that is missing."""
    return np.array([weights.get(name, 0.0) for name in names])


def shares(features: Array, none: Array, weights: Array, none_weights: Array) -> Array:
    """The softmax over entries, features (n, m), and the possibility that none answers; that last one's share is left out."""
    logits = np.append(features @ weights, none @ none_weights)
    odds = np.exp(logits - logits.max())
    return np.asarray(odds[:-1] / odds.sum())
