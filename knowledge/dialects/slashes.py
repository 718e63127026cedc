"""Blocks of three slashes, as PyMdown and MkDocs Material write them, come in as lines; boxes of three colons go out.

"/// note | Title", settings that stand four spaces in, what it holds and "///" become :::note Title.
See https://facelessuser.github.io/pymdown-extensions/extensions/blocks/.
"""

import re

from knowledge.dialects.plainer import Plainer, paired
from knowledge.fences import outside

_OPENS = re.compile(r"(\s*)(/{3,})\s*([A-Za-z][\w-]*)(?:\s*\|\s*(.*?))?\s*")
_ENDS = re.compile(r"\s*/{3,}\s*")
_SETTING = re.compile(r"(?: {4}|\t)\s*([\w-]+):(?:\s+(.*?))?\s*")
_TYPED = "admonition"  # whose kind is a setting
_UNTITLED = ("html", "caption", "figure-caption", "table-caption")  # behind which a name stands or a number


def without_slashes(lines: list[str]) -> Plainer:
    """As many lines; those of a text without such a block as they are."""
    if not any(line.lstrip().startswith("///") and _OPENS.fullmatch(line) for line in lines):
        return Plainer(lines, [])
    rows = [*outside(lines)]
    edges = ((row, _OPENS.fullmatch(lines[row]) is not None) for row in rows)
    ends = paired((row, begins) for row, begins in edges if begins or _ENDS.fullmatch(lines[row]))
    out = [*lines]
    for row, end in ends.items():
        if match := _OPENS.fullmatch(lines[row]):
            indent, marks, kind, title = match.groups()
            told, count = _settings(lines[row + 1 : end])
            kind = told.get("type") or kind if kind == _TYPED else kind
            title = "" if kind in _UNTITLED else title or ""
            out[row] = f"{indent}{':' * len(marks)}{kind} {title}".rstrip()
            out[row + 1 : row + 1 + count] = [""] * count
            out[end] = f"{indent}{':' * len(marks)}"
    return Plainer(out, [])


def _settings(below: list[str]) -> tuple[dict[str, str], int]:
    """(what is set right under the line that a block begins with, how many lines that takes)."""
    count = next((row for row, line in enumerate(below) if not _SETTING.fullmatch(line)), len(below))
    found = (match for line in below[:count] if (match := _SETTING.fullmatch(line)))
    return {match[1]: match[2] or "" for match in found}, count
