"""What is near a question in, a calibrated confidence in each entry out; pure.

Each entry that is near gets a row of named features. A question has one answer or none, so their weighted sums compete
with each other and with the possibility that no entry answers: a conditional logit (McFadden 1974), whose shares are
probabilities once its weights have been fitted (fitting.py).

A question is looked at for as long as it is in doubt, up to three times, and each look has weights of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    "exact",  # 1 where the question is its title or one of its asks
    "guideline",  # 1 for a longer document: an entry on the question itself goes first
    "activity",  # 1 for an assignment or game
    "foreign",  # how far its own title and asks sound as if they weren't ours, at least 0; weighs as it does below
)
NONE_FEATURES = (
    "constant",  # 1
    "declined",  # cosine of the nearest question that is known to have no answer here
    "unknown",  # share of the question's parts of words that no entry holds
    "short",  # 1 / number of words: one word says little
    "foreign",  # how far its words sound as if it weren't ours: log odds by index/kinds.py
)
# What the second look goes by: what was thought before, and what the reader of question and entry together says.
READ_FEATURES = (
    "before",  # log of the confidence before
    "read",  # log odds that it answers, as the reader says; for an entry that it didn't read the least that it said
    "unread",  # 1 for an entry that it didn't read
)
READ_NONE_FEATURES = (
    "constant",  # 1
    "before",  # log of the probability before that no entry answers
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
    told: Told = UNTOLD  # what the question seems to be by its words


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a question: how what is seen is weighed, and when it is enough."""

    weights: Mapping[str, float]  # by FEATURES; by READ_FEATURES for the second look of a reader
    none_weights: Mapping[str, float]  # by NONE_FEATURES; by READ_NONE_FEATURES
    sure: float = 0.0  # confidence in the first hit from which no further look is taken
    hopeless: float = 1.0  # confidence in the first three together up to which none is


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights fitted for one encoder, and the thresholds that go with them."""

    encoder: str  # Encoder.name, or "words" where there is none
    whole: Look  # all that the encoder and words tell
    thresholds: Thresholds
    quick: Look | None = None  # the encoder's first half and words; None where the encoder has one half
    read: Look | None = None  # what the reader says of the nearest few; None where there was none to fit it with


def confidences(look: Look, candidates: Candidates) -> Array:
    """(len(ids),): the probability that each entry answers the question; what is missing to 1 is that none does."""
    weights, none_weights = vector(look.weights, FEATURES), vector(look.none_weights, NONE_FEATURES)
    return shares(candidates.features, candidates.none, weights, none_weights)


def is_clear(look: Look, found: Array) -> bool:
    """Whether confidences are high or low enough for no further look."""
    first = found.max(initial=0.0)
    return bool(first >= look.sure or np.sort(found)[-OPTIONS:].sum() <= look.hopeless)


def reread(look: Look, before: Array, read: Mapping[int, float]) -> Array:
    """Confidences after the reader's: read has its log odds by place in before."""
    features, none = read_features(before, read)
    weights, none_weights = vector(look.weights, READ_FEATURES), vector(look.none_weights, READ_NONE_FEATURES)
    return shares(features, none, weights, none_weights)


def read_features(before: Array, read: Mapping[int, float]) -> tuple[Array, Array]:
    """((len(before), len(READ_FEATURES)), (len(READ_NONE_FEATURES),))."""
    features = np.zeros((len(before), len(READ_FEATURES)))
    features[:, 0] = np.log(np.maximum(before, LEAST))
    features[:, 1:] = min(read.values(), default=0.0), 1.0
    for at, odds in read.items():
        features[at, 1:] = odds, 0.0
    return features, np.array([1.0, np.log(max(LEAST, 1.0 - before.sum()))])


LEAST = 1e-6  # confidence below which it makes no difference


def vector(weights: Mapping[str, float], names: tuple[str, ...]) -> Array:
    """Weights in the order of names; 0 for one that is missing."""
    return np.array([weights.get(name, 0.0) for name in names])


def shares(features: Array, none: Array, weights: Array, none_weights: Array) -> Array:
    """The softmax over entries, features (n, m), and the possibility that none answers; that last one's share is left out."""
    logits = np.append(features @ weights, none @ none_weights)
    odds = np.exp(logits - logits.max())
    return np.asarray(odds[:-1] / odds.sum())
