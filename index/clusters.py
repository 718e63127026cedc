"""Vectors of questions in, groups of questions that ask the same out; pure, and the same every time."""

import numpy as np

from index.encoder import Matrix

# Of pairs of tuning questions, each of whose wordings are as far apart as people's are, 88 % of those at least this
# near are about the same entry; a third of all pairs about one entry are so near (docs/decisions/0018-clusters.md).
NEAR = 0.55


def clusters(vectors: Matrix, *, near: float = NEAR) -> tuple[tuple[int, ...], ...]:
    """Rows by group, each group and the groups in the order of their first rows. vectors: (n, dimension), of unit norm.

    A row joins the group whose middle is nearest, where that is near enough; else it begins one.
    """
    groups: list[list[int]] = []
    sums = np.zeros_like(vectors)  # row i: the sum of the vectors of group i
    middles = np.zeros_like(vectors)  # … of unit norm
    for row, vector in enumerate(vectors):
        similarities = middles[: len(groups)] @ vector
        at = int(similarities.argmax()) if groups else 0
        if not groups or similarities[at] < near:
            at = len(groups)
            groups.append([])
        groups[at].append(row)
        sums[at] += vector
        middles[at] = sums[at] / (np.linalg.norm(sums[at]) or 1.0)
    return tuple(tuple(group) for group in groups)
