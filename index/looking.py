"""A question in, how sure it is of each entry out; looked at for as long as it is in doubt.

Many questions are clear at a glance, by the encoder's first half and words. Else its second half joins, which reads
word order.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from index.encoder import Begun, Encoder, Matrix
from index.ranking import Array, Calibration, Candidates, Look, confidences, is_clear
from index.snapshot import Glance, Snapshot


class Looks(IntEnum):
    """How long a question was looked at."""

    QUICK = 1
    WHOLE = 2


@dataclass(frozen=True)
class Found:
    """What is near a text, and the probability that each entry answers it."""

    candidates: Candidates
    confidences: Array  # (len(candidates.ids),)
    looks: Looks
    numbers: Calibration  # by which

    @property
    def none(self) -> float:
        """The probability that no entry answers."""
        return 1.0 - float(self.confidences.sum())

    @cached_property
    def order(self) -> list[int]:
        """The places of the candidates, best first: what the text is a title or an ask of word for word, then the likeliest."""
        found: list[int] = np.lexsort((-self.confidences, ~self.candidates.are_word_for_word)).tolist()
        return found

    @property
    def first(self) -> str:
        """The id of the best entry; there has to be one."""
        return self.candidates.ids[self.order[0]]

    def by_id(self) -> dict[str, float]:
        """The confidences by the entries' ids; of one that is there by several of its sections that of the likeliest."""
        found: dict[str, float] = {}
        for name, confidence in zip(self.candidates.ids, self.confidences.tolist(), strict=True):
            found[name] = max(confidence, found.get(name, 0.0))
        return found


def look(
    text: str,
    snapshot: Snapshot,
    calibration: Calibration,
    encoder: Encoder | None,
    *,
    query: Matrix | None = None,
    glance: Glance | None = None,
    spoken: Matrix | None = None,
) -> Found:
    """What is found for a plain text. query and glance: its vector and what is seen by it, where they are known already.

    spoken: the same vector, where it was made a moment ago; only what encoding it would have cost is saved.
    """
    if encoder is None or not text or snapshot.matrix is None:
        return by_all(snapshot.candidates(text, None), calibration)
    known = query if query is not None else spoken
    if calibration.quick is None:
        whole = encoder.encode_queries([text])[0] if known is None else known
        return by_all(snapshot.candidates(text, whole, glance), calibration)
    may_be_clear = calibration.quick.may_be_enough
    if known is None:
        begun = encoder.begin(text, ahead=not may_be_clear)
    else:
        begun = Begun(known if query is not None else encoder.encode_first([text])[0], lambda: known)
    seen = snapshot.seen(text, begun.first, glance)
    if may_be_clear and (found := at_a_glance(snapshot.weighed(seen), calibration)) is not None:
        return found
    return by_all(snapshot.weighed(seen, begun.whole()), calibration)


def by_all(candidates: Candidates, calibration: Calibration) -> Found:
    """What was found by all there is."""
    return _weighed(calibration.whole, candidates, Looks.WHOLE, calibration)


def at_a_glance(candidates: Candidates, calibration: Calibration) -> Found | None:
    """What was found by the encoder's first half and words, where that is clear."""
    if calibration.quick is None:
        return None
    found = _weighed(calibration.quick, candidates, Looks.QUICK, calibration)
    return found if is_clear(calibration.quick, found.confidences) else None


def _weighed(look: Look, candidates: Candidates, looks: Looks, calibration: Calibration) -> Found:
    return Found(candidates, confidences(look, candidates), looks, calibration)
