"""Lines of a page of MakeCode, from which children learn to program small computers, come in; as many plainer ones go out.

A box between headings "### ~ hint" and "### ~" becomes one of three colons (:::hint); what a page is told in headings
("# @extends", "## @description …") goes, and so do names of places behind a heading ("## App #app").
See https://makecode.com/writing-docs.
"""

import re

from knowledge.dialect_marks import is_callout
from knowledge.fences import outside
from knowledge.plainer import paired

_EDGE = re.compile(r" {0,3}#{1,6}[ \t]*~[ \t]*([a-z]*)(?:[ \t].*)?")
_SETTING = re.compile(r" {0,3}#{1,6}[ \t]*@[a-zA-Z]+(?:[ \t].*)?")
_PLACE = re.compile(r"( {0,3}#{1,6}(?:[ \t].*\S)?)[ \t]+#[a-z][\w-]*[ \t]*")
_IS_MAKECODE = re.compile(r"^ {0,3}#{1,6}[ \t]*(?:~[ \t]*[a-z]|@(?:extends|description|short|section)\b)", re.MULTILINE)
_NAMES = {"reminder": "note"}  # of boxes, where others call them otherwise
_LAYOUT = "layout"  # of what a box holds, and nothing more: a button, a column


def without_makecode(lines: list[str]) -> list[str]:
    """As many lines; those of a text that is none of MakeCode as they are."""
    if not _IS_MAKECODE.search("\n".join(lines)):
        return lines
    rows, out = [*outside(lines)], [*lines]
    edges = {row: match[1] for row in rows if (match := _EDGE.fullmatch(lines[row]))}
    for begin, end in paired((row, bool(name)) for row, name in edges.items()).items():
        name = _NAMES.get(edges[begin], edges[begin])
        out[begin], out[end] = f":::{name if is_callout(name) else _LAYOUT}", ":::"
    for row in rows:
        if _SETTING.fullmatch(lines[row]):
            out[row] = ""
        elif match := _PLACE.fullmatch(lines[row]):
            out[row] = match[1] if match[1].strip(" \t#") else ""
    return out
