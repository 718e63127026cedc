"""Dutch pieces get the meaning of the English ones they are translated by, before any training.

IBM model 1 (Brown et al. 1993) on parallel text gives p(English piece | Dutch piece); a Dutch piece starts as the
weighted mean of English vectors. This is the step that a Dutch encoder owes most of its quality to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.training.data import Pair
from index.training.tokenizer import pieces

ROUNDS = 6  # of expectation maximisation; more change nothing
MAX_PIECES = 40  # of a sentence that is aligned; longer ones blur
LEAST = 0.02  # probability under which a translation is noise

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How pieces are translated, and how often each occurs."""

    dutch: npt.NDArray[np.int64]  # (m,) piece ids
    english: npt.NDArray[np.int64]  # (m,) piece ids
    probability: npt.NDArray[np.float64]  # (m,) p(english[i] | dutch[i])
    count_nl: npt.NDArray[np.float64]  # (size,) occurrences of each piece on the Dutch side
    count_en: npt.NDArray[np.float64]  # (size,)


def align(tokenizer: Tokenizer, pairs: Sequence[Pair]) -> Alignment:
    """Fit IBM model 1 on the pairs."""
    size = tokenizer.get_vocab_size()
    english = pieces(tokenizer, [pair.en for pair in pairs], special=False)
    dutch = pieces(tokenizer, [pair.nl for pair in pairs], special=False)
    kept = [
        (np.array(e), np.array(n))
        for e, n in zip(english, dutch, strict=True)
        if 0 < len(e) <= MAX_PIECES and 0 < len(n) <= MAX_PIECES
    ]
    group_of = np.concatenate([[0], np.cumsum([len(e) for e, _ in kept])])
    links_en = np.concatenate([np.repeat(e, len(n)) for e, n in kept])
    links_nl = np.concatenate([np.tile(n, len(e)) for e, n in kept])
    groups = np.concatenate(
        [np.repeat(np.arange(len(e)) + start, len(n)) for (e, n), start in zip(kept, group_of, strict=False)]
    )
    keys, inverse = np.unique(links_nl.astype(np.int64) * size + links_en, return_inverse=True)
    probability = np.ones(len(keys))
    for _ in range(ROUNDS):
        share = probability[inverse]
        share /= np.bincount(groups, share, group_of[-1])[groups]
        counts = np.bincount(inverse, share, len(keys))
        probability = counts / np.bincount(keys // size, counts, size)[keys // size]
    count = [np.bincount(np.concatenate([row[side] for row in kept]), minlength=size).astype(float) for side in (1, 0)]
    return Alignment(keys // size, keys % size, probability, count[0], count[1])


def translated(alignment: Alignment, vectors: Floats) -> Floats:
    """(size, d) vectors of English pieces in, vectors of all pieces out: Dutch ones as their translations' mean.

    A piece that both languages have is mixed by how often each uses it; means get the usual length back.
    """
    size = len(vectors)
    kept = alignment.probability >= LEAST
    total, mean = np.zeros(size), np.zeros(vectors.shape, dtype=np.float64)
    np.add.at(total, alignment.dutch[kept], alignment.probability[kept])
    for start in range(0, int(kept.sum()), 20_000):
        rows = np.flatnonzero(kept)[start : start + 20_000]
        np.add.at(mean, alignment.dutch[rows], alignment.probability[rows, None] * vectors[alignment.english[rows]])
    mean /= np.maximum(total, 1e-6)[:, None]
    usual = np.linalg.norm(vectors, axis=1).mean()
    mean *= usual / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-6)
    of_english = np.where(total > 0, alignment.count_en / np.maximum(alignment.count_en + alignment.count_nl, 1), 1.0)
    return np.asarray(of_english[:, None] * vectors + (1 - of_english)[:, None] * mean, dtype=np.float32)
