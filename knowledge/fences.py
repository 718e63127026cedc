"""Fences of code in Markdown: what opens one, what ends it, and which lines are none of it."""

import re
from collections.abc import Iterator, Sequence

_OPENS = re.compile(r"[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})(.*)")


def opened(line: str) -> re.Match[str] | None:
    """The mark of a fence that a line opens, [1], and what it says behind that, [2]; None: it opens none."""
    match = _OPENS.fullmatch(line)
    return None if match and match[1][0] == "`" and "`" in match[2] else match


def is_ended(line: str, mark: str) -> bool:
    """Whether a line ends the fence that a mark has opened."""
    bare = line.strip(" \t>")
    return bool(bare) and set(bare) == {mark[0]} and len(bare) >= len(mark)


def end_of(lines: Sequence[str], at: int, mark: str) -> int:
    """The row behind the code that a mark opens in a row; behind all of the text where it doesn't end."""
    return next((row + 1 for row in range(at + 1, len(lines)) if is_ended(lines[row], mark)), len(lines))


def outside(lines: Sequence[str]) -> Iterator[int]:
    """The rows that are no code, in order."""
    row = 0
    while row < len(lines):
        if match := opened(lines[row]):
            row = end_of(lines, row, match[1])
        else:
            yield row
            row += 1
