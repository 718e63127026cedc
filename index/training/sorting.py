"""Texts of some classes and their vectors in, the model of index/sorting.py out; takes some minutes."""

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from index.encoder import Matrix
from index.linear import Linear
from index.sorting import ROWS, Sorter, rows_of

SOFTNESS = {"words": 30.0, "vector": 30.0}  # scikit-learn's C: how freely weights may grow
ROUNDS = 200
EVENNESS = 0.3  # 0: each text counts the same; 1: each class does


def train(texts: Sequence[str], labels: Sequence[str], vectors: Matrix, encoder: str, learned: str) -> Sorter:
    """Fit on plain texts; row i of vectors, of unit norm, and labels[i] are those of texts[i]."""
    classes = tuple(sorted(set(labels)))
    columns = np.array([classes.index(label) for label in labels])
    weight = weights_of(columns, len(classes))
    words = fitted(matrix_of(texts), columns, weight, SOFTNESS["words"])
    return Sorter(classes, words, fitted(vectors, columns, weight, SOFTNESS["vector"]), encoder, learned)


def weights_of(columns: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.float64]:
    """(len(columns),): what each text counts, by how many there are of its class."""
    sizes = np.bincount(columns, minlength=count)
    weight = (np.median(sizes) / sizes[columns]) ** EVENNESS
    return np.asarray(weight / weight.mean())


def fitted(
    rows: csr_matrix | Matrix, columns: npt.NDArray[np.intp], weight: npt.NDArray[np.float64], softness: float
) -> Linear:
    """One linear model: row i, which counts weight[i], is of the class columns[i]; softness is scikit-learn's C."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # four times the rounds tell nothing better
        model = LogisticRegression(C=softness, max_iter=ROUNDS).fit(rows, columns, sample_weight=weight)
    weights = model.coef_.T - model.coef_.T.mean(axis=1, keepdims=True)
    return in_bytes(weights, model.intercept_)


def in_bytes(weights: npt.NDArray[np.float64], bias: npt.NDArray[np.float64]) -> Linear:
    """The model of these weights, (inputs, classes), each in a byte; bias is (classes,)."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-8) / 127
    return Linear(np.round(weights / scale).astype(np.int8), scale.astype(np.float32), bias.astype(np.float32))


def matrix_of(texts: Sequence[str]) -> csr_matrix:
    """(len(texts), ROWS): which rows of the table of words each plain text has."""
    held = [rows_of(text) for text in texts]
    sizes = [len(rows) for rows in held]
    values = np.repeat(1 / np.sqrt(sizes), sizes)
    return csr_matrix((values, np.concatenate(held), np.cumsum([0, *sizes])), shape=(len(texts), ROWS))
