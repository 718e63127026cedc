"""Tuning questions, and questions to be declined, in; all of them searched, ready to be fitted on and judged, out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import declined_questions, evaluation, kinds
from index.declined_questions import Declined
from index.evaluation import Judged
from index.fitting import ASSUMED, Assumed, Example
from index.plain import plain
from index.questions import Asked
from index.ranking import Calibration
from index.retriever import Retriever
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Tuning:
    """Questions and what was found for each, position by position."""

    encoder: str  # its name
    asked: Sequence[Asked]
    examples: Sequence[Example]
    declined: Sequence[Declined]  # that may be fitted on
    others: Sequence[Example]  # … as if their subjects had never been seen
    held_out: Sequence[Declined]
    held_out_examples: Sequence[Example]
    assumed: Assumed = ASSUMED

    def fitted(self) -> Calibration:
        """A calibration from all that may be fitted on."""
        parts = evaluation.parts_of(self.declined)
        return evaluation.fitted(self.encoder, self.asked, self.examples, self.others, parts, assumed=self.assumed)

    def judged(self, *, as_later: bool = False) -> list[Judged]:
        """The tuning questions, each judged with numbers that were fitted on other entries.

        as_later: a fifth of those with an answer, as if its entry had come since intents were learned.
        """
        parts = evaluation.parts_of(self.declined)
        return evaluation.cross_judged(
            self.encoder, self.asked, self.examples, self.others, parts, assumed=self.assumed, as_later=as_later
        )

    def judged_held_out(self, calibration: Calibration) -> list[Judged]:
        """The declined questions that nothing was fitted on."""
        return [
            evaluation.judge(evaluation.asked_of(one), example, calibration)
            for one, example in zip(self.held_out, self.held_out_examples, strict=True)
        ]


async def with_own(found: Tuning, retriever: Retriever, snapshot: Snapshot, asked: Sequence[Asked]) -> Tuning:
    """The same with a folder's own questions beside it, searched in a snapshot of that folder."""
    vectors = await retriever.vectors([plain(one.text) for one in asked], is_kept=True)
    examples = await asyncio.to_thread(evaluation.search, asked, vectors, snapshot)
    return replace(found, asked=[*found.asked, *asked], examples=[*found.examples, *examples])


async def searched(retriever: Retriever, encoder: str, snapshot: Snapshot, asked: Sequence[Asked]) -> Tuning:
    """Everything searched in a snapshot of what ships; vectors are taken from the cache where it has them."""
    declined = declined_questions.fitted()
    held_out = [one for one in declined_questions.load() if one.is_held_out]
    groups: list[Sequence[Asked]] = [
        asked,
        [evaluation.asked_of(one) for one in declined],
        [evaluation.asked_of(one) for one in held_out],
    ]
    found, vectors = [], []
    for group in groups:
        vectors.append(await retriever.vectors([plain(one.text) for one in group], is_kept=True))
        found.append(await asyncio.to_thread(evaluation.search, group, vectors[-1], snapshot))
    found[1] = await asyncio.to_thread(
        evaluation.without_itself, found[1], declined, vectors[1], snapshot, _unseen(snapshot)
    )
    return Tuning(encoder, asked, found[0], declined, found[1], held_out, found[2])


def _unseen(snapshot: Snapshot) -> dict[str, float]:
    return kinds.unseen() if snapshot.heads.kinds is not None else {}
