"""Words and what each tells in, lines of TOML out: the words of each weight together, as few weights are told apart."""

from collections import defaultdict
from collections.abc import Mapping


def lines_of(told: Mapping[str, float]) -> list[str]:
    """A line a weight, the lowest first: "0.3" = ["aan", "al"]."""
    grouped: dict[float, list[str]] = defaultdict(list)
    for word, weight in told.items():
        grouped[weight].append(word)
    return [f'"{weight}" = {sorted(words)!r}'.replace("'", '"') for weight, words in sorted(grouped.items())]
