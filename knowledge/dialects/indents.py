"""The lines of a text come in; the same lines go out, in which what stands in a part such as <Tabs> stands no further in than its tag.

In MDX white space in front of a line is only for whoever writes it; elsewhere four spaces make it code.
"""

import re

from knowledge.fences import outside

MAX_DEPTH = 10  # parts in parts
_TAG = re.compile(r"[ \t]*<(/?)([A-Z][\w.]*)(?:\s[^<>]*)?(?<!/)>[ \t]*")


def without_indents(lines: list[str]) -> list[str]:
    """As many lines; only of a part whose first and last tag stand by themselves and as far in as each other."""
    if not any(line.lstrip().startswith("</") for line in lines):
        return lines
    made = [line.expandtabs(4) if line[:1] in ("\t", " ") else line for line in lines]
    changed = [*lines]
    for first, last in _parts(made):
        inner = [row for row in range(first + 1, last) if made[row].strip()]
        extra = min((_stands_in(made[row]) for row in inner), default=0) - _stands_in(made[first])
        for row in inner if extra > 0 else ():
            made[row] = changed[row] = made[row][extra:]
    return changed


def _parts(lines: list[str]) -> list[tuple[int, int]]:
    """(the row of its first tag, that of its last) of each part, the outer ones first."""
    found: list[tuple[int, int]] = []
    begun: list[tuple[str, int]] = []
    for row in outside(lines):
        if not (match := _TAG.fullmatch(lines[row])):
            continue
        if not match[1]:
            begun.append((match[2], row))
        elif begun and begun[-1][0] == match[2]:
            first = begun.pop()[1]
            if len(begun) < MAX_DEPTH and _stands_in(lines[first]) == _stands_in(lines[row]):
                found.append((first, row))
    return sorted(found)


def _stands_in(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
