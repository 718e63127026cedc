"""A snapshot in, its near-duplicates out: entries of one language that ask the same in nearly the same words."""

from collections.abc import Collection
from dataclasses import dataclass

from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Twins:
    """Two entries that look like one."""

    first: str  # id
    second: str
    lang: str


def twins(snapshot: Snapshot, among: Collection[tuple[str, str]]) -> frozenset[Twins]:
    """The near-duplicates of the entries named by id and language; none without an encoder."""
    return frozenset()
