"""How well questions find their entries: figures over the tuning questions, on entries that the fit has not seen.

The questions are halved by entry. Weights and thresholds that one half is judged with were fitted on the other, so no
figure here owes anything to the entries it is about. What ships is fitted on both halves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.answer import OPTIONS, Outcome, Question, decide
from index.encoder import Encoder
from index.fitting import COST_UNKNOWN, Example, fit
from index.plain import plain
from index.questions import Asked, fold_of
from index.ranking import FEATURES, Calibration, Candidates
from index.snapshot import Snapshot

BY_WORDS = ("words", "parts", "exact", "guideline", "activity")  # features that need no encoder
BY_MEANING = tuple(name for name in FEATURES if name not in ("words", "parts"))
SAMPLES = 1000  # of the bootstrap


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, and how it was answered."""

    asked: Asked
    rank: int | None  # 1-based, of the right entry among the hits; None where it is not there
    outcome: Outcome
    confidence: float  # in the first hit; 0 without one
    first: str | None  # the first hit's id

    @property
    def is_right_first(self) -> bool:
        return self.rank == 1

    @property
    def is_wrongly_certain(self) -> bool:
        """Answered outright, and not by the entry that answers it."""
        return self.outcome is Outcome.ANSWERED and self.rank != 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares in [0, 1] over questions; those about answers leave out questions that have none here, and the reverse."""

    questions: int
    hit_1: float  # the right entry is first
    hit_3: float  # … among the first three
    mrr: float  # mean of 1 / rank
    answered: float  # answered outright
    wrong: float  # answered outright, and wrongly
    declined: float  # "dat weet ik niet", though an entry answers it
    helped: float  # answered rightly, or the right entry offered
    off_topic: float  # of those without an answer here: answered outright
    offered: float  # of those without an answer here: options offered


def search(asked: Iterable[Asked], snapshot: Snapshot, encoder: Encoder | None) -> list[Candidates]:
    """What is near each question."""
    found = []
    for question in asked:
        text = plain(question.text)
        query = encoder.encode_queries([text])[0] if encoder is not None and text else None
        found.append(snapshot.candidates(text, query))
    return found


def only(candidates: Sequence[Candidates], names: Iterable[str]) -> list[Candidates]:
    """The same candidates with all features but the named set to 0: what one kind of search is worth by itself."""
    mask = np.array([name in set(names) for name in FEATURES], dtype=float)
    return [replace(found, features=found.features * mask) for found in candidates]


def fitted(
    encoder: str, asked: Sequence[Asked], candidates: Sequence[Candidates], *, cost_unknown: float = COST_UNKNOWN
) -> Calibration:
    """A calibration from these questions."""
    examples = [Example(found, question.right) for question, found in zip(asked, candidates, strict=True)]
    return fit(encoder, examples, cost_unknown=cost_unknown)


def cross_judged(encoder: str, asked: Sequence[Asked], candidates: Sequence[Candidates]) -> list[Judged]:
    """Each half judged with the numbers fitted on the other."""
    fold = [fold_of(question.right, question.text) for question in asked]
    judged: dict[int, Judged] = {}
    for half in (0, 1):
        others = [row for row, found in enumerate(fold) if found != half]
        own = [row for row, found in enumerate(fold) if found == half]
        calibration = fitted(encoder, [asked[row] for row in others], [candidates[row] for row in others])
        judged.update({row: judge(asked[row], candidates[row], calibration) for row in own})
    return [judged[row] for row in range(len(asked))]


def judge(asked: Asked, candidates: Candidates, calibration: Calibration) -> Judged:
    """How a question would be answered; entries are not needed for that, their ids are."""
    confidences = calibration.confidences(candidates)
    order = np.argsort(-confidences, kind="stable")
    ids = [candidates.ids[at] for at in order]
    hits = tuple(_Hit(float(confidences[at])) for at in order)
    answer = decide(Question(asked.text, asked.lang), asked.lang, hits, calibration.thresholds)  # type: ignore[arg-type]
    rank = ids.index(asked.right) + 1 if asked.right in ids else None
    return Judged(asked, rank, answer.outcome, hits[0].confidence if hits else 0.0, ids[0] if ids else None)


@dataclass(frozen=True, slots=True)
class _Hit:
    """As much of a hit as decide looks at."""

    confidence: float


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures of some questions; a share of none is 0."""
    mine = [one for one in judged if one.asked.right is not None]
    others = [one for one in judged if one.asked.right is None]
    ranks = [one.rank or 0 for one in mine]
    return Figures(
        questions=len(judged),
        hit_1=_mean(rank == 1 for rank in ranks),
        hit_3=_mean(1 <= rank <= OPTIONS for rank in ranks),
        mrr=_mean(1 / rank if rank else 0.0 for rank in ranks),
        answered=_mean(one.outcome is Outcome.ANSWERED for one in mine),
        wrong=_mean(one.is_wrongly_certain for one in mine),
        declined=_mean(one.outcome is Outcome.UNKNOWN for one in mine),
        helped=_mean(_is_helped(one) for one in mine),
        off_topic=_mean(one.outcome is Outcome.ANSWERED for one in others),
        offered=_mean(one.outcome is Outcome.UNSURE for one in others),
    )


def _is_helped(one: Judged) -> bool:
    if one.outcome is Outcome.ANSWERED:
        return one.rank == 1
    return one.outcome is Outcome.UNSURE and one.rank is not None and one.rank <= OPTIONS


def by(judged: Iterable[Judged], key: Callable[[Asked], str]) -> dict[str, Figures]:
    """Figures by language, style or whatever key tells."""
    grouped: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        grouped[key(one.asked)].append(one)
    return {name: figures(group) for name, group in sorted(grouped.items())}


def interval(judged: Sequence[Judged], value: Callable[[Figures], float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure, resampled by entry, since an entry's questions stand or fall together."""
    rng = np.random.default_rng(0)
    grouped: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        grouped[one.asked.right or one.asked.text].append(one)
    groups = list(grouped.values())
    samples = []
    for _ in range(SAMPLES // 5):
        drawn = rng.integers(0, len(groups), len(groups))
        samples.append(value(figures([one for at in drawn for one in groups[at]])))
    low, high = np.percentile(samples, [2.5, 97.5])
    return float(low), float(high)


def reliability(judged: Iterable[Judged], *, bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, questions) of each tenth of the confidence scale that has questions."""
    grouped: Mapping[int, list[Judged]] = defaultdict(list)
    for one in judged:
        grouped[min(bins - 1, int(one.confidence * bins))].append(one)
    return [
        (_mean(one.confidence for one in group), _mean(one.is_right_first for one in group), len(group))
        for _, group in sorted(grouped.items())
    ]


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
