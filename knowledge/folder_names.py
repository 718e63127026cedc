"""Content folders in, what each is called in sources out."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.passed_over import printable


def distinct(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Folders without those that come again later."""
    if len(folders) < 2:
        return tuple(folders)
    last = {os.path.realpath(folder): folder for folder in folders}
    places = [os.path.realpath(folder) for folder in folders]
    return tuple(last[place] for i, place in enumerate(places) if place not in places[i + 1 :])


def names(folders: Sequence[Path]) -> tuple[str, ...]:
    """What each folder is called in sources: as much of its path's end as tells it from the others; nothing for a single one."""
    if len(folders) < 2:
        return ("",) * len(folders)
    return next(ends for ends in _ends(folders) if len(set(ends)) == len(folders))


def _ends(folders: Sequence[Path]) -> Iterator[tuple[str, ...]]:
    parts = [Path(os.path.abspath(folder)).parts for folder in folders]  # noqa: PTH100 - links keep the name people gave them
    for depth in range(1, max(map(len, parts)) + 1):
        yield tuple(printable("/".join(part.strip(os.sep) for part in path[-depth:])) for path in parts)
