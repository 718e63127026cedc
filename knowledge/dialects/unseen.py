"""The lines of a text in, the same lines out without what no browser shows: scripts, styles, and HTML that is hidden."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.dialects.comments import Line

# Elements of which nothing is shown, or what only a browser that is too old for them shows.
NOT_SHOWN = ("script", "style", "template", "noscript", "svg", "iframe", "video", "audio", "object")
_VALUE = r"\"[^\"]*\"|'[^']*'"
_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s(?:{_VALUE}|[^<>\"'])*)?)(?<!/)>")
_IS_HIDDEN = re.compile(r"\shidden(?=[\s=/]|$)", re.IGNORECASE)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OF_VUE = re.compile(r"\s(?:#|v-slot|slot)")  # attributes of a template that is shown elsewhere on the page
_SPAN = re.compile(r"(`+)[^`]*\1")
_CODE_INDENT = 4  # columns, from which a line of Markdown is code


def is_hidden(attributes: str) -> bool:
    """Whether the attributes of a tag say that it is not shown; a class may be called "hidden" and be shown on a wide screen."""
    return _IS_HIDDEN.search(re.sub(_VALUE, '""', attributes)) is not None or bool(_NOT_DISPLAYED.search(attributes))


def without_unseen(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, str]]]:
    """(each line, blank where an element that no browser shows goes on over it; the line and tag of each script and such).

    What begins and ends in one line is dealt with where its other tags are; one that never ends stays.
    """
    kept, left_out = list(lines), list[tuple[int, str]]()
    ends: dict[tuple[int, int], tuple[int, int]] | None = None
    at, cut = 0, 0  # cut: how much is gone already of the start of that line
    while at < len(kept):
        found = _opening(kept, at)
        if found and ends is None:
            ends = _ends(lines)
        row, behind = (ends or {}).get((at, found.start() + cut), (at, 0)) if found else (at, 0)
        before = kept[at].text[: found.start()].rstrip() if found else ""
        is_next = not before and lines[row].text[behind:].lstrip().startswith("<")  # another that may go on
        if found is None or not behind or (row == at and not is_next):
            at, cut = at + 1, 0
            continue
        if found[2].lower() in NOT_SHOWN:
            left_out.append((kept[at].number, f"<{found[2].lower()}>"))
        rest = lines[row].text[behind:].strip()
        cut = len(lines[row].text) - len(lines[row].text[behind:].lstrip())
        for over in range(at, row):
            kept[over] = replace(kept[over], text="" if over > at else before, is_code=False)
        kept[row] = replace(kept[row], text=rest, is_code=False)
        at = row
    return kept, left_out


def _opening(lines: Sequence[Line], at: int) -> re.Match[str] | None:
    """The tag that opens what is not shown: with which a line begins, or which goes on from the end of it."""
    text = lines[at].text
    begun = text.lstrip()
    if "<" not in begun or lines[at].is_code:
        return None
    is_within = at > 0 and lines[at - 1].text.lstrip().startswith("<")  # HTML, where white space means nothing
    if len(text) - len(begun) >= _CODE_INDENT and not is_within:
        return None
    found = _TAG.match(text, len(text) - len(begun))
    if found is None or found[1] or not (found[2].lower() in NOT_SHOWN or is_hidden(found[3])):
        opened = list(_TAG.finditer(_SPAN.sub(lambda match: " " * len(match[0]), text)))
        found = opened[-1] if opened else None
    if found is None or found[1]:
        return None
    is_shown = found[2].lower() == "template" and _OF_VUE.search(found[3])
    return found if not is_shown and (found[2].lower() in NOT_SHOWN or is_hidden(found[3])) else None


def _ends(lines: Sequence[Line]) -> dict[tuple[int, int], tuple[int, int]]:
    """Where each element ends, (row, how far its last tag goes there), by where it begins."""
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    begun: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        for match in _TAG.finditer(line.text):
            of_name = begun.setdefault(match[2].lower(), [])
            if not match[1]:
                of_name.append((row, match.start()))
            elif of_name:
                ends[of_name.pop()] = (row, match.end())
    return ends
