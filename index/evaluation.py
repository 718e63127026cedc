"""How well questions find their entries: figures over the tuning questions, on entries that the fit has not seen.

The questions are halved by entry. Weights and thresholds that one half is judged with were fitted on the other, so no
figure here owes anything to the entries it is about. What ships is fitted on both halves. Declined questions are fitted
on beside them, but for the subjects that are held out, which nothing is fitted or trained on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from index.answer import OPTIONS, Outcome, Question, decide
from index.declined_questions import Declined, Kind, part_of
from index.encoder import Matrix
from index.fitting import ASSUMED, Assumed, Example, fit
from index.looking import Looks, at_a_glance, by_all
from index.plain import plain
from index.questions import Asked, fold_of
from index.ranking import FEATURES, NONE_FEATURES, Calibration, Candidates
from index.snapshot import Snapshot
from index.vectors import unit

BY_WORDS = ("words", "parts", "exact", "guideline", "activity", "foreign", "crossed")  # features that need no encoder
BY_INTENT = ("intent", "unlearned")
BY_MEANING = tuple(name for name in FEATURES if name not in ("words", "parts", *BY_INTENT))
SAMPLES = 200  # of the bootstrap
PARTS_LATER = 5  # each question is also searched as if one in so many entries had come since intents were learned; its own is by chance


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, and how it was answered."""

    asked: Asked
    rank: int | None  # 1-based, of the right entry among the hits; None where it is not there
    outcome: Outcome
    confidence: float  # in the first hit; 0 without one
    first: str | None  # the first hit's id
    looks: Looks = Looks.WHOLE  # that were taken
    kind: Kind | None = None  # what the asker is told it is, where it isn't answered

    @property
    def is_right_first(self) -> bool:
        return self.rank == 1

    @property
    def is_shown(self) -> bool:
        """Whether the text of an entry is shown at once."""
        return self.outcome in (Outcome.ANSWERED, Outcome.LIKELY)

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
    at_once: float  # the right entry's text is shown at once, outright or as likely
    answered: float  # answered outright
    wrong: float  # answered outright, and wrongly
    declined: float  # "dat weet ik niet", though an entry answers it
    helped: float  # answered rightly, or the right entry offered
    off_topic: float  # of those without an answer here: answered outright
    shown: float  # of those without an answer here: answered outright, or an entry shown as likely
    offered: float  # of those without an answer here: options offered


def search(asked: Sequence[Asked], vectors: Matrix | None, snapshot: Snapshot) -> list[Example]:
    """What is near each question, at a glance and by all there is. vectors: (len(asked), dimension), None without an encoder."""
    queries: Iterable[Matrix | None] = [None] * len(asked) if vectors is None else vectors
    ids = {entry.id for entry in snapshot.reading.entries}
    later = [
        snapshot.without_intents({name for name in ids if part_of_later(name) == part}) for part in range(PARTS_LATER)
    ]
    found = []
    for one, query in zip(asked, queries, strict=True):
        example = _searched(one, query, snapshot)
        if snapshot.class_of:
            example = replace(example, later=_searched(one, query, later[part_of_later(one.text)]))
        found.append(example)
    return found


def part_of_later(text: str) -> int:
    """Which entries, by id, are as if they had come since intents were learned, and for which questions they are."""
    return fold_of(None, text, PARTS_LATER)


def _searched(one: Asked, query: Matrix | None, snapshot: Snapshot) -> Example:
    text = plain(one.text)
    seen = snapshot.seen(text, query)
    quick = snapshot.weighed(seen) if query is not None and len(snapshot.halves) > 1 else None
    return Example(snapshot.weighed(seen, query), one.right, quick, partial(snapshot.is_swapped, text))


def asked_of(declined: Declined) -> Asked:
    """A declined question as one of the tuning questions."""
    return Asked(declined.text, declined.lang, declined.kind, None)


def without_itself(
    examples: Sequence[Example],
    declined: Sequence[Declined],
    vectors: Matrix | None,
    snapshot: Snapshot,
    unseen: Mapping[str, float],
) -> list[Example]:
    """Examples of the declined questions that are fitted on, as they would be had their subjects never been seen.

    unseen: log odds by text, as index/kinds.py keeps them.
    """
    nearest = np.zeros(len(declined))
    if vectors is not None and snapshot.declined is not None:
        subjects = np.array([f"{one.kind}/{one.subject}" for one in declined])
        for row, (query, subject) in enumerate(zip(vectors, subjects, strict=True)):
            cosines = snapshot.declined.times(slice(None), slice(None), unit(query[snapshot.halves[0]]))
            nearest[row] = cosines[subjects != subject].max(initial=0.0)
    changed = []
    for example, one, cosine in zip(examples, declined, nearest, strict=True):
        values = {"declined": float(cosine), "foreign": unseen.get(plain(one.text), 0.0)}
        changed.append(with_none(example, values))
    return changed


def with_none(example: Example, values: Mapping[str, float]) -> Example:
    """The same with other values of some features of the possibility that none answers, by name."""
    quick = None if example.quick is None else _with_none(example.quick, values)
    return replace(example, candidates=_with_none(example.candidates, values), quick=quick)


def _with_none(candidates: Candidates, values: Mapping[str, float]) -> Candidates:
    none = candidates.none.copy()
    for name, value in values.items():
        none[candidates.names.none.index(name)] = value
    return replace(candidates, none=none)


def only(examples: Sequence[Example], names: Iterable[str]) -> list[Example]:
    """The same examples with all features but the named set to 0: what one kind of search is worth by itself."""
    kept = set(names)
    mask = np.array([name in kept for name in FEATURES], dtype=float)
    of_none = np.array([name in kept or name not in BY_INTENT for name in NONE_FEATURES], dtype=float)

    def masked(found: Candidates) -> Candidates:
        return replace(found, features=found.features * mask, none=found.none * of_none)

    return [replace(one, candidates=masked(one.candidates), quick=None, later=None) for one in examples]


def fitted(
    encoder: str,
    asked: Sequence[Asked],
    examples: Sequence[Example],
    others: Sequence[Example] = (),
    parts: Sequence[int] = (),
    *,
    assumed: Assumed = ASSUMED,
) -> Calibration:
    """A calibration from these questions, and others that are declined; parts: 0 or 1, in which half each of others is."""
    folds = [fold_of(question.right, question.text) for question in asked]
    return fit(encoder, [*examples, *others], [*folds, *parts], assumed=assumed)


def parts_of(declined: Sequence[Declined]) -> list[int]:
    """In which half each declined question is, by its subject."""
    return [part_of(one, 7) % 2 for one in declined]  # a number that has nothing to do with what is held out


def cross_judged(
    encoder: str,
    asked: Sequence[Asked],
    examples: Sequence[Example],
    others: Sequence[Example] = (),
    parts: Sequence[int] = (),
    *,
    assumed: Assumed = ASSUMED,
    as_later: bool = False,
) -> list[Judged]:
    """Each half judged with the numbers fitted on the other, and on others beside it.

    as_later: those questions alone whose entry is, for them, as if it had come since intents were learned.
    """
    fold = [fold_of(question.right, question.text) for question in asked]
    judged: dict[int, Judged] = {}
    for half in (0, 1):
        rest = [row for row, found in enumerate(fold) if found != half]
        own = [row for row, found in enumerate(fold) if found == half]
        # Halves of a half: thresholds and gates are fitted on entries that the weights have not seen either.
        inner = [fold_of(asked[row].right, asked[row].text, 4) // 2 for row in rest]
        known = [*(examples[row] for row in rest), *others]
        calibration = fit(encoder, known, [*inner, *parts], assumed=assumed)
        if as_later:
            own = [row for row in own if _is_later(asked[row]) and examples[row].later is not None]
        seen = [(examples[row].later if as_later else None) or examples[row] for row in own]
        judged.update({row: judge(asked[row], one, calibration) for row, one in zip(own, seen, strict=True)})
    return [judged[row] for row in sorted(judged)]


def _is_later(asked: Asked) -> bool:
    return asked.right is not None and part_of_later(asked.right) == part_of_later(asked.text)


def judge(asked: Asked, example: Example, calibration: Calibration) -> Judged:
    """How a question would be answered; entries are not needed for that, their ids are."""
    found = at_a_glance(example.quick, calibration) if example.quick is not None else None
    found = found or by_all(example.candidates, calibration)
    candidates, order = found.candidates, found.order
    ids = [candidates.ids[at] for at in order]
    hits = tuple(_Hit(float(found.confidences[at]), _Named(candidates.ids[at])) for at in order)
    question = Question(asked.text, asked.lang)
    answer = decide(
        question,
        asked.lang,
        hits,  # type: ignore[arg-type]
        calibration.thresholds,
        candidates.told,
        is_word_for_word=bool(ids) and bool(candidates.are_word_for_word[order[0]]),
        is_crossed=bool(ids) and candidates.is_crossed(order[0]),
        is_swapped=lambda: example.is_swapped(ids[0]),
        is_meant=bool(ids) and candidates.is_meant(order[0]),
    )
    rank = ids.index(asked.right) + 1 if asked.right in ids else None
    confidence, first = (hits[0].confidence, ids[0]) if hits else (0.0, None)
    return Judged(asked, rank, answer.outcome, confidence, first, found.looks, answer.kind)


@dataclass(frozen=True, slots=True)
class _Hit:
    """As much of a hit as decide looks at."""

    confidence: float
    entry: "_Named"


@dataclass(frozen=True, slots=True)
class _Named:
    """As much of its entry."""

    id: str


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
        at_once=_mean(one.is_shown and one.rank == 1 for one in mine),
        answered=_mean(one.outcome is Outcome.ANSWERED for one in mine),
        wrong=_mean(one.is_wrongly_certain for one in mine),
        declined=_mean(one.outcome is Outcome.UNKNOWN for one in mine),
        helped=_mean(_is_helped(one) for one in mine),
        off_topic=_mean(one.outcome is Outcome.ANSWERED for one in others),
        shown=_mean(one.is_shown for one in others),
        offered=_mean(one.outcome is Outcome.UNSURE for one in others),
    )


def _is_helped(one: Judged) -> bool:
    if one.outcome is Outcome.ANSWERED:
        return one.rank == 1
    return one.outcome in (Outcome.LIKELY, Outcome.UNSURE) and one.rank is not None and one.rank <= OPTIONS


def separation(judged: Sequence[Judged]) -> float:
    """The area under the ROC curve of the first confidence: how likely one of ours has a higher one than one that isn't."""
    ours = np.array([one.confidence for one in judged if one.asked.right is not None])
    others = np.sort([one.confidence for one in judged if one.asked.right is None])
    if not len(ours) or not len(others):
        return 0.0
    below, upto = (np.searchsorted(others, ours, side) for side in ("left", "right"))
    return float((below + upto).mean() / 2 / len(others))


def at_once_where(judged: Sequence[Judged], shown: float) -> float:
    """The share of ours that would be shown rightly at once by the threshold that shows this share of the others anything."""
    others = sorted((one.confidence for one in judged if one.asked.right is None), reverse=True)
    spared = int(shown * len(others))
    least = others[spared] if spared < len(others) else -1.0
    return _mean(one.rank == 1 and one.confidence > least for one in judged if one.asked.right is not None)


def by(judged: Iterable[Judged], key: Callable[[Asked], str]) -> dict[str, Figures]:
    """Figures by language, style or whatever key tells."""
    grouped: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        grouped[key(one.asked)].append(one)
    return {name: figures(group) for name, group in sorted(grouped.items())}


def interval(judged: Sequence[Judged], value: Callable[[Sequence[Judged]], float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure, resampled by entry, since an entry's questions stand or fall together."""
    rng = np.random.default_rng(0)
    grouped: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        grouped[one.asked.right or one.asked.text].append(one)
    groups = list(grouped.values())
    samples = []
    for _ in range(SAMPLES):
        drawn = rng.integers(0, len(groups), len(groups))
        samples.append(value([one for at in drawn for one in groups[at]]))
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
