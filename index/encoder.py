"""What the house asks of an embedding model."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]  # (n, dimension), rows of unit norm


FIRST_HALF = "first half of "  # stands before the name of the encoder whose first half serves by itself


class EncoderError(RuntimeError):
    """An encoder that can't be loaded; the message says which, why, and what to do."""


class Begun(NamedTuple):
    """A question's vector, of which the first half is there."""

    first: Matrix  # (columns of the first model,), of unit norm
    whole: Callable[[], Matrix]  # makes it, (dimension,), as encode_queries does, or waits for it


class Encoder(Protocol):
    """Makes vectors of texts; equal texts get equal vectors."""

    name: str  # changes whenever the vectors would; the cache and the calibration go by it
    dimension: int  # columns of each matrix
    halves: tuple[slice, ...]  # the columns of each model in it, of equal norm; one slice where there is one model

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), dimension), row i for texts[i], each of unit norm."""

    def encode_first(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), columns of the first model), row i for texts[i], each of unit norm: quicker where there are two."""

    def begin(self, text: str, *, ahead: bool = False) -> Begun:
        """A question's vector, begun; ahead: the rest is made meanwhile where another core may, since it is likely needed."""

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), dimension), row i for texts[i], each of unit norm."""

    def rest(self) -> None:
        """Hold no more than a question needs, once many passages were encoded."""


def widths_of(halves: Sequence[slice]) -> tuple[int, ...]:
    """How many columns each model of an encoder fills."""
    return tuple(half.stop - half.start for half in halves)
