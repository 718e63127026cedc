"""What comes of the lines of a text when one dialect of Markdown is taken out of them: see myst.py, chunks.py and colons.py."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plainer:
    """The lines, as many as there were."""

    lines: list[str]
    left_out: list[tuple[int, str]]  # (1-based line, what was there)


def paired(edges: Iterable[tuple[int, bool]]) -> dict[int, int]:
    """The row in which each box ends, by the one in which it begins; boxes may lie in others, and one without an end is none.

    edges: the rows in which one begins (True) or ends, in order.
    """
    ends: dict[int, int] = {}
    begun: list[int] = []
    for row, begins in edges:
        if begins:
            begun.append(row)
        elif begun:
            ends[begun.pop()] = row
    return ends
