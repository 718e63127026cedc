"""Follow-ups to fit on in, the weights under which what answers them is likeliest out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.fitting import likeliest
from index.leaning import ENTRY_FEATURES, OURS_FEATURES, Leaning, Weights, shares, with_first
from index.questions import Asked, Conversation

UNANSWERABLE = (
    0.2  # share of follow-ups that no entry answers, as it is assumed: mostly the question before had an answer
)
PENALTY = 3e-3  # pulls weights to 0; figures on others hardly differ between a third and three times as much
MOST_WORDS = 7  # of a tuning question that is asked behind another one
FEW = 60  # … of which so many are: a change of subject is rarer than what hangs on what was answered
FAR = 1009  # how many questions away that other one is; prime
LEADS = {"nl": "en", "en": "and"}  # with which it hangs on that


@dataclass(frozen=True, slots=True)
class Example:
    """A follow-up, searched."""

    known: Leaning
    right: str | None  # the id of the entry that answers it; None where none does
    is_another: bool = False  # another subject altogether, though it is led by "en"


def another_subject(asked: Sequence[Asked]) -> list[Conversation]:
    """Short questions with an entry of their own, asked with "en" behind a question about something else."""
    found: list[Conversation] = []
    for lang, lead in LEADS.items():
        mine = [one for one in asked if one.lang == lang and one.right is not None]
        short = [at for at, one in enumerate(mine) if len(one.text.split()) <= MOST_WORDS]
        for at in short[:: max(1, len(short) * len(LEADS) // FEW)]:
            one, before = mine[at], mine[(at + FAR) % len(mine)]
            if before.right != one.right:
                found.append(Conversation(before.text, f"{lead} {one.text}", lang, leans=False, right=one.right))
    return found


def fit(examples: Sequence[Example]) -> Weights:
    """Weights by maximum likelihood: first which entry is meant, then whether any is."""
    meant = [one for one in examples if one.right in one.known.ids]
    places = [one.known.ids.index(one.right) for one in meant if one.right is not None]
    nothing = np.ones(1)  # the possibility that none is, which never holds here
    entries, _ = likeliest([(one.known.entries, nothing) for one in meant], places, [1.0] * len(meant), PENALTY)
    weights = Weights(dict(zip(ENTRY_FEATURES, entries.tolist(), strict=True)), {})
    judged = [one for one in examples if one.known.ids and not one.is_another]
    rows = [(with_first(shares(weights, one.known), one.known)[None, :-1], np.ones(1)) for one in judged]
    ours, none = likeliest(rows, [int(one.right is None) for one in judged], _importance(judged), PENALTY)
    values = [*ours.tolist(), -float(none[0])]
    return Weights(weights.entries, dict(zip(OURS_FEATURES, values, strict=True)))


def _importance(examples: Sequence[Example]) -> list[float]:
    """What each counts for where those that no entry answers have the share that is assumed."""
    none = sum(one.right is None for one in examples)
    share = (len(examples) - none) / max(1, none) * UNANSWERABLE / (1 - UNANSWERABLE)
    return [share if one.right is None else 1.0 for one in examples]
