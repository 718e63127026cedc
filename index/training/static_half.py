"""The first half: one vector a word piece, their mean is the text's; trained in minutes, read in a blink."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import normalize

from index.training.alignment import Alignment, Floats
from index.training.augment import augmented
from index.training.batches import batches
from index.training.checkpoint import Checkpoint, set_rate
from index.training.data import Group, Pair
from index.training.losses import contrast, one_meaning
from index.training.tokenizer import pieces

DIMENSION = 256
GENERAL_BATCH = 1024
RATE = 3e-3
AUGMENTED = 0.2  # share of the Dutch texts of general batches
OWN_WEIGHT = 1.0  # of the subject's loss beside the general one
COMMON = 1e-3  # share of all pieces at which a piece starts at half weight: "de" says less than "stage"


class StaticHalf(torch.nn.Module):
    """The mean of a table's rows, at unit length."""

    def __init__(self, table: Floats) -> None:
        super().__init__()
        self.table = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(table), freeze=False, mode="mean")

    def forward(self, texts: Sequence[Sequence[int]]) -> torch.Tensor:
        """(len(texts), DIMENSION) for ids of pieces without special ones; an empty text counts as unknown."""
        filled = [list(ids) or [1] for ids in texts]
        starts = torch.tensor([0, *(len(ids) for ids in filled[:-1])]).cumsum(0)
        return normalize(self.table(torch.tensor([piece for ids in filled for piece in ids]), starts), dim=-1)


def starting_table(vectors: Floats, basis: Floats, alignment: Alignment) -> Floats:
    """(size, DIMENSION): the teacher's vectors of all pieces, turned to the basis, common ones made short."""
    turned = (vectors - vectors.mean(0)) @ basis
    share = (alignment.count_en + alignment.count_nl) / (alignment.count_en + alignment.count_nl).sum()
    return np.asarray(turned * (COMMON / (COMMON + share))[:, None], dtype=np.float32)


def basis_of(teacher: Floats) -> Floats:
    """(384, DIMENSION): the directions in which the teacher's vectors differ most."""
    sample = teacher[np.random.RandomState(0).permutation(len(teacher))[:20_000]]
    _, _, directions = np.linalg.svd(sample - teacher.mean(0), full_matrices=False)
    return np.asarray(directions[:DIMENSION].T, dtype=np.float32)


def train(
    table: Floats,
    tokenizer: Tokenizer,
    pairs: Sequence[Pair],
    teacher: Floats,
    groups: Sequence[Group],
    work: Path,
    *,
    steps: int,
) -> Floats:
    """Train the table on parallel pairs with their teacher vectors, (n, DIMENSION), and on the subject's questions."""
    torch.manual_seed(0)
    rng, model = random.Random(0), StaticHalf(table)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE)
    checkpoint = Checkpoint(work / "static.checkpoint", model, optimiser, rng)
    goal = normalize(torch.tensor(teacher), dim=-1)
    english = pieces(tokenizer, [pair.en for pair in pairs], special=False)
    dutch = pieces(tokenizer, [pair.nl for pair in pairs], special=False)
    own = batches(groups, len(groups), rng)
    for _, share in checkpoint.steps(steps, "static half"):
        set_rate(optimiser, share)
        rows = rng.sample(range(len(pairs)), min(GENERAL_BATCH, len(pairs)))
        changed = {row: augmented(pairs[row].nl, "nl", rng) for row in rows if rng.random() < AUGMENTED}
        again = dict(zip(changed, pieces(tokenizer, list(changed.values()), special=False), strict=True))
        first, second = model([again.get(row, dutch[row]) for row in rows]), model([english[row] for row in rows])
        same = one_meaning(goal[rows])
        loss = contrast(first, second, same) + contrast(first, goal[rows], same) + contrast(second, goal[rows], same)
        if groups:
            batch = next(own)
            ours = [model(pieces(tokenizer, texts, special=False)) for texts in (batch.first, batch.second)]
            loss = loss + OWN_WEIGHT * contrast(ours[0], ours[1])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return np.asarray(model.table.weight.detach().numpy(), dtype=np.float32)
