"""The lines of a text in which questions are bold lines or items of a list come in, the same with headings for those go out.

Only where each has an answer, and two of them or more do: a list of questions that someone is to ask stays a list.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.dialects.comments import Line

MAX_QUESTION = 200  # characters
LOWEST = 6  # level that a heading can have
_ITEM = r"(?:\d{1,3}[.)]|[-*+])"
_BOLD = re.compile(
    rf"( {{0,3}})((?:{_ITEM}\s+)?)(\*\*|__)(?=\S)((?:(?!\3).)+\?)\s*\3:?\s*(?:<br\s*/?>|\\)?\s*(.*?)\s*", re.IGNORECASE
)
_LISTED = re.compile(rf"( {{0,3}})({_ITEM}\s+)(?![\[*_>#])(\S.*\?)\s*(?:<br\s*/?>|\\)?\s*", re.IGNORECASE)
_OTHER_ITEM = re.compile(rf" {{0,3}}{_ITEM}\s+\S")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s|$)")
_MAY_ASK = re.compile(
    rf"^ {{0,3}}(?:{_ITEM}[ \t]+\S.*\?\s*(?:<br\s*/?>|\\)?|(?:{_ITEM}[ \t]+)?(?:\*\*|__)\S.*\?.*)$",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in a text."""

    row: int  # of its line
    question: str
    rest: str  # of its answer, on the same line
    is_bold: bool
    width: int  # of what stands in front of it in a list, by which its answer stands in; 0 where it is in none


def may_ask(text: str) -> bool:
    """Whether there may be anything to do in it."""
    return _MAY_ASK.search(text) is not None


def with_asked_as_headings(lines: Sequence[Line]) -> list[Line]:
    """The lines, of which a question that is bold or an item has a heading's marks, and its answer stands under it."""
    asked = {one.row: one for kind in (True, False) for one in _answered(lines, _found(lines, is_bold=kind))}
    if not asked:
        return list(lines)
    made: list[Line] = []
    level, width = 1, 0
    for row, line in enumerate(lines):
        if one := asked.get(row):
            made.append(replace(line, text=f"{'#' * min(level + 1, LOWEST)} {one.question}"))
            made += [replace(line, text=one.rest)] if one.rest else []
            width = one.width
            continue
        if not line.is_code and (match := _HEADING.match(line.text)):
            level, width = len(match[1]), 0
        made.append(replace(line, text=line.text[min(width, _stands_in(line.text)) :]) if width else line)
    return made


def _found(lines: Sequence[Line], *, is_bold: bool) -> list[_Asked]:
    """The questions of one kind: where a paragraph or an item begins."""
    found: list[_Asked] = []
    for row, line in enumerate(lines):
        if line.is_code:
            continue
        match = (_BOLD if is_bold else _LISTED).fullmatch(line.text)
        if match is None or len(line.text) > MAX_QUESTION + (0 if not is_bold else len(match[5])):
            continue
        if not match[2] and row and lines[row - 1].text.strip() and not _HEADING.match(lines[row - 1].text):
            continue
        question, rest = (match[4], match[5]) if is_bold else (match[3], "")
        found.append(_Asked(row, question.strip(), rest, is_bold, len(match[1] + match[2])))
    return found


def _answered(lines: Sequence[Line], found: Sequence[_Asked]) -> Sequence[_Asked]:
    """Those that have an answer, where there are two or more; of a list each item has to be a question with one."""
    rows = {one.row for one in found}
    answered = [one for one in found if one.rest or _has_answer(lines, one, rows)]
    if len(answered) < 2 or (len(answered) < len(found) and not found[0].is_bold):
        return []
    most = _stands_in(lines[found[0].row].text)
    others = {
        _kind(line.text, most)
        for row, line in enumerate(lines)
        if row not in rows and row > found[0].row and not line.is_code
    }
    return [one for one in answered if not one.width or _kind(lines[one.row].text, most) not in others]


def _kind(text: str, most: int) -> str:
    """What makes a line an item, that stands in by so much at most: its mark, any number for any other; empty where it is none."""
    return re.sub(r"\d+", "1", text.split()[0]) if _OTHER_ITEM.match(text) and _stands_in(text) <= most else ""


def _stands_in(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _has_answer(lines: Sequence[Line], one: _Asked, rows: set[int]) -> bool:
    for row in range(one.row + 1, len(lines)):
        text = lines[row].text
        if text.strip():
            is_next = row in rows or _HEADING.match(text) is not None
            return not is_next and not (one.width and _kind(text, one.width - 1))
    return False
