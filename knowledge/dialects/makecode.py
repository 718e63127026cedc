"""Lines of a page of MakeCode, from which children learn to program small computers, come in; as many plainer ones go out.

A box between headings "### ~ hint" and "### ~" becomes one of three colons (:::hint); what a page is told in headings
("# @extends", "## @description …") goes, and so do names of places behind a heading ("## App #app"). Cards (```codecard) become a
list of what stands on them.
See https://makecode.com/writing-docs.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from knowledge.dialects.marks import is_callout
from knowledge.dialects.plainer import paired
from knowledge.fences import end_of, opened, outside

_EDGE = re.compile(r" {0,3}#{1,6}[ \t]*~[ \t]*([a-z]*)(?:[ \t].*)?")
_SETTING = re.compile(r" {0,3}#{1,6}[ \t]*@[a-zA-Z]+(?:[ \t].*)?")
_PLACE = re.compile(r"( {0,3}#{1,6}(?:[ \t].*\S)?)[ \t]+#[a-z][\w-]*[ \t]*")
_IS_MAKECODE = re.compile(
    r"^ {0,3}#{1,6}[ \t]*(?:~[ \t]*[a-z]|@(?:extends|description|short|section)\b)|^ {0,3}(?:`{3,}|~{3,})[ \t]*codecard\b",
    re.MULTILINE,
)
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
    for begin, end in _codes(lines, set(rows)):
        items = _cards("\n".join(lines[begin + 1 : end - 1]))
        if 0 < len(items) <= end - begin:
            out[begin:end] = [*items, *[""] * (end - begin - len(items))]
    return out


def _codes(lines: list[str], rows: set[int]) -> Iterator[tuple[int, int]]:
    """Of each fence with cards the row in which it begins, and the one behind it; rows: those that are no code."""
    row = 0
    while row < len(lines):
        match = opened(lines[row]) if row not in rows else None
        end = end_of(lines, row, match[1]) if match else row + 1
        if match and match[2].split()[:1] == ["codecard"]:
            yield row, end
        row = end


def _cards(text: str) -> list[str]:
    """The items of a list, one for each card that has a name; none where that is no list of cards."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return []
    cards = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    return [_card(one) for one in cards if _words(one.get("name"))]


def _card(told: dict[str, Any]) -> str:
    """The name of a card, leading where that does, and what is said of it."""
    name, said, address = (_words(told.get(key)) for key in ("name", "description", "url"))
    name = name.replace("[", "(").replace("]", ")")
    linked = f"[{name}]({address})" if address and not re.search(r"[\s()<>]", address) else name
    return f"- {linked}: {said}" if said else f"- {linked}"


def _words(told: object) -> str:
    return " ".join(told.split()) if isinstance(told, str) else ""
