"""What entries are asked for and what sounds like it and is answered by none in, the model of index/intents.py out; takes some minutes."""

from collections.abc import Sequence

import numpy as np

from index.encoder import Encoder
from index.intents import Intents, title_key
from index.plain import plain
from index.training.data import Group
from index.training.sorting import SOFTNESS, fitted, matrix_of, weights_of
from index.vectors import unit


def train(groups: Sequence[Group], beside: Sequence[str], encoder: Encoder) -> Intents:
    """Fit on what each entry is asked for, and on texts that no entry answers, which are near one or far from all."""
    ids = tuple(group.id for group in groups)
    texts = [plain(text) for group in groups for _, text in group.texts] + [plain(text) for text in beside]
    columns = np.repeat(np.arange(len(ids) + 1), [*(len(group.texts) for group in groups), len(beside)])
    weight = weights_of(columns, len(ids) + 1)
    vectors = encoder.encode_queries(texts)
    return Intents(
        ids,
        {group.id: frozenset(map(title_key, group.titles)) for group in groups},
        fitted(matrix_of(texts), columns, weight, SOFTNESS["words"]),
        fitted(unit(vectors[:, encoder.halves[0]]), columns, weight, SOFTNESS["vector"]),
        fitted(vectors, columns, weight, SOFTNESS["vector"]),
        encoder.name,
    )
