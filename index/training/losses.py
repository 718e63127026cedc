"""What training makes small; pure functions of unit vectors."""

import torch
from torch.nn.functional import cross_entropy

TEMPERATURE = 0.05
SAME = 0.97  # cosine of two teacher vectors from which their texts count as one meaning, no negatives of each other


def contrast(first: torch.Tensor, second: torch.Tensor, same: torch.Tensor | None = None) -> torch.Tensor:
    """InfoNCE both ways: (n, d) row i of first belongs to row i of second; same is (n, n), true where a pair is no negative."""
    scores = first @ second.T / TEMPERATURE
    if same is not None:
        scores = scores.masked_fill(same & ~torch.eye(len(first), dtype=torch.bool), -1e4)
    rows = torch.arange(len(first))
    return (cross_entropy(scores, rows) + cross_entropy(scores.T, rows)) / 2


def distance(student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """Mean of 1 - cosine over the rows."""
    return (1 - (student * teacher).sum(-1)).mean()


def one_meaning(teacher: torch.Tensor) -> torch.Tensor:
    """(n, n): true where two rows of teacher vectors mean the same."""
    return teacher @ teacher.T > SAME
