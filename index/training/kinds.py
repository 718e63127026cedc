"""Questions that are ours and questions that aren't in, the model of index/kinds.py out; takes a minute or two."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from index.declined_questions import Declined, part_of
from index.kinds import COLUMNS, ROWS, Kinds, Told, features
from index.plain import plain
from index.training.data import Group
from index.training.sorting import in_bytes

PARTS = 5  # of the declined subjects: what is said of each is also found out without it
SOFTNESS = 4.0  # scikit-learn's C: how freely weights may grow
ROUNDS = 100

Rows = npt.NDArray[np.intp]


def train(groups: Sequence[Group], declined: Sequence[Declined]) -> tuple[Kinds, dict[str, float]]:
    """Fit on what the entries are asked for, and on declined questions, none of which may be held out.

    Beside the model, by text, the log odds of each declined question as a model says that never saw its subject.
    """
    ours = [plain(text) for group in groups for _, text in group.texts]
    others = [plain(one.text) for one in declined]
    rows = _matrix(ours + others)
    columns = np.array([0] * len(ours) + [COLUMNS.index(one.kind) for one in declined])
    part = np.array([PARTS] * len(ours) + [part_of(one, PARTS) for one in declined])
    odds = np.zeros(len(part))
    for left_out in range(PARTS):
        model = _fitted(rows[part != left_out], columns[part != left_out])
        for row in np.flatnonzero(part == left_out):
            odds[row] = Told(tuple(model.predict_log_proba(rows[row])[0].tolist())).odds
    model = _fitted(rows, columns)
    weights = model.coef_.T - model.coef_.T.mean(axis=1, keepdims=True)
    rounded = in_bytes(weights, model.intercept_)
    return Kinds(rounded.table, rounded.scale, rounded.bias), dict(zip(others, odds[len(ours) :].tolist(), strict=True))


def _fitted(rows: csr_matrix, columns: Rows) -> LogisticRegression:
    """All that isn't ours counts as much as all that is."""
    is_ours = columns == 0
    weight = np.where(is_ours, 0.5 / is_ours.sum(), 0.5 / (~is_ours).sum()) * len(columns)
    return LogisticRegression(C=SOFTNESS, max_iter=ROUNDS).fit(rows, columns, sample_weight=weight)


def _matrix(texts: Sequence[str]) -> csr_matrix:
    held = [features(text) for text in texts]
    sizes = [len(rows) for rows in held]
    values = np.repeat(1 / np.sqrt(sizes), sizes)
    return csr_matrix((values, np.concatenate(held), np.cumsum([0, *sizes])), shape=(len(texts), ROWS))
