"""A text in, which of several things that exclude each other it names out; from contrasts.toml.

"Mag kader in de dlr?" is nearly word for word the title of an entry on the glr, whose answer is the opposite: nearness
alone doesn't tell them apart.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence, Set
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from index.plain import folded

Names = frozenset[tuple[str, str]]  # of (group, value)
_AT_A_WORD = r"\b"
_ORDERS = ("order", "harm")  # values of what is outside


def named(text: str, groups: Set[str] | None = None) -> Names:
    """What a text names, by group and value; of some groups, None: of all."""
    read = folded(text)
    found, taking = set(), _stored()["taking"]
    for group, values in _groups().items():
        if groups is not None and group not in groups:
            continue
        left = read
        for value, pattern in values.items():
            if pattern.search(left):
                found.add((group, value))
                left = pattern.sub(" ", left) if group in taking else left
    return frozenset(found)


def asked(text: str, groups: Set[str] | None = None) -> Names:
    """What a question names, and what is asked of by that; groups as for `named`."""
    own = named(text, groups)
    return own.union((group, other) for group, value in own for other in _implied().get(value, ()))


def outside(text: str) -> frozenset[str]:
    """What a text speaks of that the subject is not about: "general" for "onze havo-leerlingen"."""
    read = folded(text)
    if not _any_outside().search(read):  # most texts end here
        return frozenset()
    return frozenset(value for value, pattern in _outside().items() if pattern.search(read))


def is_order(spoken: Set[str]) -> bool:
    """Whether something is to be done or said, by what `outside` gives."""
    return not spoken.isdisjoint(_ORDERS)


def crossed(question: Names, entry: Names) -> int:
    """In how many groups a question names something, and an entry only something else."""
    if not question or not entry:
        return 0
    groups = {group for group, _ in question} & {group for group, _ in entry}
    both = {group for group, _ in question & entry}
    return len(groups - both)


@cache
def _groups() -> dict[str, dict[str, re.Pattern[str]]]:
    return {group: _compiled(values) for group, values in _stored()["groups"].items()}


@cache
def _outside() -> dict[str, re.Pattern[str]]:
    return _compiled(_stored()["outside"])


@cache
def _any_outside() -> re.Pattern[str]:
    """What any of it is found by: most of that begins with a word, and is looked for where one begins alone."""
    patterns = list(chain.from_iterable(_stored()["outside"].values()))
    at_words = [pattern.removeprefix(_AT_A_WORD) for pattern in patterns if pattern.startswith(_AT_A_WORD)]
    others = [pattern for pattern in patterns if not pattern.startswith(_AT_A_WORD)]
    return re.compile("|".join((f"{_AT_A_WORD}(?:{'|'.join(at_words)})", *others)))


def _compiled(values: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    return {value: re.compile("|".join(patterns)) for value, patterns in values.items()}


def _implied() -> dict[str, list[str]]:
    implied: dict[str, list[str]] = _stored()["implies"]
    return implied


@cache
def _stored() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "contrasts.toml").read_text("utf-8"))
