"""The lines of a text in which questions fold out come in, the same with headings for those go out.

MkDocs, VitePress and Obsidian each have a way of their own; what folds out without asking anything stays a note. Only where
two or more are asked, and nothing stands behind one that a reader would take for its answer.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.dialects.asked_lines import LOWEST, MAX_QUESTION
from knowledge.dialects.comments import Line
from knowledge.dialects.marks import title_in

STANDS_IN = 4  # spaces in front of an answer of MkDocs
_MKDOCS = re.compile(r"\?\?\?\+?\s+[\w-]+(?:\s+[\w-]+)*\s*\"(.+\?)\"\s*")
_VITEPRESS = re.compile(r"(:{3,})\s*(?:details|spoiler|collapse)\b(.*\?.*)")
_OBSIDIAN = re.compile(r">[ \t]?\[![\w-]+\][+-][ \t]*(\S.*\?)\s*")
_COLONS = re.compile(r"(:{3,})\s*(.*)")
_QUOTE = re.compile(r">[ \t]?")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Folded:
    """A question that folds out."""

    row: int  # of its line
    end: int  # the row behind its answer
    question: str
    answer: tuple[Line, ...]  # as it stands by itself


def with_folded_as_headings(lines: Sequence[Line]) -> list[Line]:
    """The lines, of which a question that folds out has a heading's marks, and its answer stands under it."""
    found = {one.row: one for one in _found(lines) if any(line.text.strip() for line in one.answer)}
    if len(found) < 2 or not all(_is_apart(lines, one, found) for one in found.values()):
        return list(lines)
    made: list[Line] = []
    at, level = 0, 1
    while at < len(lines):
        if one := found.get(at):
            made.append(replace(lines[at], text=f"{'#' * min(level + 1, LOWEST)} {one.question}"))
            made += one.answer
            at = one.end
            continue
        if not lines[at].is_code and (match := _HEADING.match(lines[at].text)):
            level = len(match[1])
        made.append(lines[at])
        at += 1
    return made


def _is_apart(lines: Sequence[Line], one: _Folded, found: dict[int, _Folded]) -> bool:
    """Whether what comes behind an answer is another question, a heading, or nothing."""
    rows = range(one.end, len(lines))
    following = next((row for row in rows if lines[row].text.strip()), None)
    return following is None or following in found or _HEADING.match(lines[following].text) is not None


def _found(lines: Sequence[Line]) -> Iterator[_Folded]:
    ends = _ends(lines)
    at = 0
    while at < len(lines):
        one = None if lines[at].is_code else _at(lines, at, ends)
        if one is not None and len(one.question) <= MAX_QUESTION:
            yield one
        at = one.end if one is not None else at + 1


def _at(lines: Sequence[Line], at: int, ends: dict[int, int]) -> _Folded | None:
    """The question that stands at that row; None where none does."""
    text = lines[at].text
    if match := _MKDOCS.fullmatch(text):
        end = _behind(lines, at, lambda one: not one.strip() or one.expandtabs(4).startswith(" " * STANDS_IN))
        answer = [replace(one, text=one.text.expandtabs(4)[STANDS_IN:]) for one in lines[at + 1 : end]]
        return _Folded(at, end, match[1], tuple(answer))
    if match := _OBSIDIAN.fullmatch(text):
        end = _behind(lines, at, lambda one: one.startswith(">"))
        answer = [replace(one, text=_QUOTE.sub("", one.text, count=1)) for one in lines[at + 1 : end]]
        return _Folded(at, end, match[1], tuple(answer))
    if (match := _VITEPRESS.fullmatch(text)) and at in ends and (title := title_in(match[2])).endswith("?"):
        return _Folded(at, ends[at] + 1, title, tuple(lines[at + 1 : ends[at]]))
    return None


def _behind(lines: Sequence[Line], at: int, belongs: Callable[[str], bool]) -> int:
    """The row behind those that belong to what stands at a row, without empty ones at their end."""
    end = at + 1
    while end < len(lines) and belongs(lines[end].text):
        end += 1
    while end > at + 1 and not lines[end - 1].text.strip():
        end -= 1
    return end


def _ends(lines: Sequence[Line]) -> dict[int, int]:
    """The row that ends a box of colons, by the row that begins it; none for one that another of as many begins within."""
    found: dict[int, int] = {}
    opened: dict[str, int] = {}  # the last row that began one, by its colons
    for row, line in enumerate(lines):
        match = None if line.is_code else _COLONS.fullmatch(line.text)
        if match and match[2].strip():
            opened[match[1]] = row
        elif match and match[1] in opened:
            found[opened.pop(match[1])] = row
    return found
