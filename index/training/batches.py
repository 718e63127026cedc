"""Batches of the subject's own questions, in which entries that are easily confused stand beside each other."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.training.augment import augmented
from index.training.data import Group

QUESTION_SHARE = 0.75  # of the second texts that are questions too; the others are passages of the answer


@dataclass(frozen=True, slots=True)
class Batch:
    """Row i of first and of second belong to the same entry; no entry stands in two rows."""

    first: tuple[str, ...]  # questions as people type them
    second: tuple[str, ...]  # another question on the same entry, or a passage that answers it


def batches(groups: Sequence[Group], size: int, rng: random.Random) -> Iterator[Batch]:
    """Without end; each holds size entries (or all there are): drawn at random, each followed by those near it."""
    by_id = {group.id: group for group in groups}
    size = min(size, len(groups))
    while True:
        order = rng.sample(groups, len(groups))
        chosen: dict[str, Group] = {}
        for group in order:
            for name in (group.id, *group.near):
                if name in by_id and len(chosen) < size:
                    chosen.setdefault(name, by_id[name])
        pairs = [_pair(group, rng) for group in chosen.values()]
        yield Batch(tuple(first for first, _ in pairs), tuple(second for _, second in pairs))


def _pair(group: Group, rng: random.Random) -> tuple[str, str]:
    lang, first = rng.choice(group.texts)
    others = [text for _, text in group.texts if text != first]
    if group.passages and (not others or rng.random() > QUESTION_SHARE):
        return augmented(first, lang, rng), rng.choice(group.passages)[1]
    return augmented(first, lang, rng), rng.choice(others or [first])
