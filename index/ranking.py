"""Both searches in, hits with a calibrated confidence out; pure.

Each entry that is near gets a row of named features. A question has one answer or none, so their weighted sums compete
with each other and with the possibility that no entry answers: a conditional logit (McFadden 1974), whose shares are
probabilities once its weights have been fitted (fitting.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answer import Thresholds

FEATURES = (
    "meaning",  # cosine of the entry's nearest passage
    "meaning_3",  # mean cosine of its three nearest
    "first_half",  # cosine of its nearest passage by the encoder's first model alone
    "second_half",  # … by the second; as the first where there is one
    "ask",  # cosine of its nearest title or ask
    "section",  # cosine of its nearest section
    "words",  # share of the question's words that it holds
    "parts",  # share of the question's parts of words that it holds
    "exact",  # 1 where the question is its title or one of its asks
    "guideline",  # 1 for a longer document: an entry on the question itself goes first
    "activity",  # 1 for an assignment or game
)
NONE_FEATURES = (
    "constant",  # 1
    "declined",  # cosine of the nearest question that is known to have no answer here
    "unknown",  # share of the question's parts of words that no entry holds
    "short",  # 1 / number of words: one word says little
)

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is near a question, before anything is decided."""

    ids: tuple[str, ...]
    rows: tuple[int, ...]  # the nearest passage of each
    similarities: tuple[float, ...]  # cosine of that passage
    features: Array  # (len(ids), len(FEATURES))
    none: Array  # (len(NONE_FEATURES),)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights fitted for one encoder, and the thresholds that go with them."""

    encoder: str  # Encoder.name, or "words" where there is none
    weights: Mapping[str, float]  # by FEATURES
    none_weights: Mapping[str, float]  # by NONE_FEATURES
    thresholds: Thresholds

    def confidences(self, candidates: Candidates) -> Array:
        """(len(ids),): the probability that each entry answers the question; what is missing to 1 is that none does."""
        return shares(candidates, vector(self.weights, FEATURES), vector(self.none_weights, NONE_FEATURES))


def vector(weights: Mapping[str, float], names: tuple[str, ...]) -> Array:
    """Weights in the order of names; 0 for one that is missing."""
    return np.array([weights.get(name, 0.0) for name in names])


def shares(candidates: Candidates, weights: Array, none_weights: Array) -> Array:
    """The softmax over the candidates and the possibility that none answers; that last one's share is left out."""
    logits = np.append(candidates.features @ weights, candidates.none @ none_weights)
    odds = np.exp(logits - logits.max())
    return np.asarray(odds[:-1] / odds.sum())
