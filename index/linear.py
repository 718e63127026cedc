"""A linear model whose weights are kept in a byte each: rows of a table, or a vector, in; logits of some classes out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Matrix

Floats = npt.NDArray[np.float32]
Table = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """The model."""

    table: Table  # (inputs, classes)
    scale: Floats  # (classes,): what 1 in the table stands for
    bias: Floats  # (classes,)

    def of_rows(self, rows: Sequence[int]) -> Floats:
        """(classes,) logits of what has these rows of the table, at least one; each counts less the more there are."""
        summed = self.table[rows].sum(axis=0, dtype=np.int32) / math.sqrt(len(rows))
        return np.asarray(summed * self.scale + self.bias, dtype=np.float32)

    def of(self, vector: Matrix) -> Floats:
        """(classes,) logits of a vector, (inputs,)."""
        return np.asarray((vector @ self.table) * self.scale + self.bias, dtype=np.float32)

    def only(self, columns: Sequence[int]) -> "Linear":
        """The same for some of its classes, in that order."""
        return Linear(self.table[:, columns], self.scale[columns], self.bias[columns])

    def stored(self, name: str) -> dict[str, Any]:
        """What to keep of it in a file, under names that begin with this one."""
        return {name: self.table, f"{name}_scale": self.scale, f"{name}_bias": self.bias}


def restored(stored: Mapping[str, Any], name: str) -> Linear:
    """What `stored` made. Raises KeyError where it is not there."""
    return Linear(stored[name], stored[f"{name}_scale"], stored[f"{name}_bias"])
