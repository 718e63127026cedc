"""Directives of two colons or one, as Nuxt Content and remark write them, come in as lines; those of three, or none, go out.

"::note", what it holds and "::" become a box (:::note); "::name[words]" by itself is its words, and without words it is left
out, and told. Within a line ":name[words]{…}" is its words; see marks.py.
See https://content.nuxt.com/docs/files/markdown and https://github.com/remarkjs/remark-directive.
"""

import re
from collections.abc import Iterable

from knowledge.dialects.plainer import Plainer, paired
from knowledge.fences import outside

_OPENS = re.compile(r"(\s*)::([A-Za-z][\w-]*)(?:\[([^\[\]]*)\])?(\{[^{}]*\})?\s*")
_ENDS = re.compile(r"\s*::\s*")
_SLOT = re.compile(r"\s*#[a-z][\w-]*\s*")
_TOLD = re.compile(r"\b(?:title|label)\s*[=:]\s*(?:\"([^\"]*)\"|'([^']*)'|(\S.*))")
_SAYS = re.compile(r"=\s*(?:\"[^\"]*\s[^\"]*\"|'[^']*\s[^']*')")  # words that are shown in a way of their own
MAX_SETTINGS = 60  # lines between two of ---


def without_colons(lines: list[str]) -> Plainer:
    """As many lines; those of a text without such a directive as they are."""
    if not any(line.lstrip().startswith("::") and _OPENS.fullmatch(line) for line in lines):
        return Plainer(lines, [])
    rows = [*outside(lines)]
    ends = _ends(rows, lines)
    out, left_out = [*lines], []
    last = -1  # the row in which all ends that has begun
    for row in rows:
        last = max(last, ends.get(row, -1))
        if row < last and _SLOT.fullmatch(lines[row]):
            out[row] = ""
        if match := _OPENS.fullmatch(lines[row]):
            _, name, words, told = match.groups()
            if row in ends:
                below, count = _settings(lines, row + 1)
                out[row] = f"{match[1]}:::{name} {words or _title([told or '', *below])}".rstrip()
                out[row + 1 : row + 1 + count] = [""] * count
                out[ends[row]] = f"{match[1]}:::"
                is_told = False
            else:
                out[row], is_told = f"{match[1]}{words}" if words else "", not words
            if is_told or _SAYS.search(told or ""):
                left_out.append((row + 1, f"::{name}"))
    return Plainer(out, left_out)


def _ends(rows: Iterable[int], lines: list[str]) -> dict[int, int]:
    """The row in which each directive ends that holds something, by the one in which it begins."""
    edges = ((row, _OPENS.fullmatch(lines[row]) is not None) for row in rows)
    return paired((row, begins) for row, begins in edges if begins or _ENDS.fullmatch(lines[row]))


def _settings(lines: list[str], at: int) -> tuple[list[str], int]:
    """(what is set between two lines of --- that begin in a row, how many lines that takes)."""
    below = lines[at : at + MAX_SETTINGS]
    if not below or below[0].strip() != "---":
        return [], 0
    end = next((row for row, line in enumerate(below[1:], 1) if line.strip() == "---"), 0)
    return below[1:end], end + 1 if end else 0


def _title(told: Iterable[str]) -> str:
    found = (match for one in told if (match := _TOLD.search(one)))
    return next((next(filter(None, match.groups()), "").strip() for match in found), "")
