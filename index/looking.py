"""A question in, how sure it is of each entry out; looked at for as long as it is in doubt.

Many questions are clear at a glance, by the encoder's first half and words. Else its second half joins, which reads
word order.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from index.encoder import Encoder, Matrix
from index.ranking import Array, Calibration, Candidates, confidences, is_clear
from index.snapshot import Glance, Snapshot


class Looks(IntEnum):
    """How long a question was looked at."""

    QUICK = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
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

    @property
    def order(self) -> list[int]:
        """The places of the candidates, best first: what the text is a title or an ask of word for word, then the likeliest."""
        found: list[int] = np.lexsort((-self.confidences, ~self.candidates.are_word_for_word)).tolist()
        return found

    @property
    def first(self) -> str:
        """The id of the best entry; there has to be one."""
        return self.candidates.ids[self.order[0]]

    def by_id(self) -> dict[str, float]:
        """The confidences by the entries' ids."""
        return dict(zip(self.candidates.ids, self.confidences.tolist(), strict=True))


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
    seen = None
    if calibration.quick is not None:
        seen = snapshot.seen(text, encoder.encode_first([text])[0] if query is None else query, glance)
        found = _weighed(snapshot.weighed(seen), calibration, Looks.QUICK)
        if is_clear(calibration.quick, found.confidences):
            return found
    if query is None:
        query = encoder.encode_queries([text])[0] if spoken is None else spoken
    return by_all(snapshot.weighed(seen or snapshot.seen(text, query, glance), query), calibration)


def by_all(candidates: Candidates, calibration: Calibration) -> Found:
    """What was found by all there is."""
    return _weighed(candidates, calibration, Looks.WHOLE)


def _weighed(candidates: Candidates, calibration: Calibration, looks: Looks) -> Found:
    weights = calibration.quick if looks is Looks.QUICK and calibration.quick is not None else calibration.whole
    return Found(candidates, confidences(weights, candidates), looks, calibration)
