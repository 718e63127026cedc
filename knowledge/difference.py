"""Two versions of much that is the same in, what only one of them holds out."""

from collections.abc import Sequence
from itertools import islice
from operator import is_not
from typing import TypeVar

One = TypeVar("One")


def differing(before: Sequence[One], after: Sequence[One]) -> tuple[list[One], list[One]]:
    """(what is in the first alone, what is in the second alone), by what is the same object."""
    start = same_until(before, after)
    end = min(same_until(before[::-1], after[::-1]), len(before) - start, len(after) - start)
    one, other = before[start : len(before) - end], after[start : len(after) - end]
    old, new = set(map(id, one)), set(map(id, other))
    return [each for each in one if id(each) not in new], [each for each in other if id(each) not in old]


def same_until(one: Sequence[One], other: Sequence[One]) -> int:
    """Up to where they are the same objects."""
    shortest = min(len(one), len(other))
    return next((at for at, differs in enumerate(map(is_not, one, islice(other, shortest))) if differs), shortest)
