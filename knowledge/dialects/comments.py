"""The lines of a text in, the same lines without comments out: an internal note never leaves the file that it stands in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.fences import is_ended, opened

_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
# What opens a comment, and what closes it: of HTML, of Obsidian (which stands apart from words), of MDX, Hugo, Liquid, Jinja,
# of Hugo's themes, of Liquid in a line, of CriticMarkup, of servers, and of kramdown; and what a page of HTML begins with.
_KINDS = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"(?<!\S)%%(?!%)"), re.compile(r"%%")),
    (re.compile(r"\{/\*"), re.compile(r"\*/\s*\}")),
    (re.compile(r"\{\{[<%]?-?\s*/\*"), re.compile(r"\*/\s*-?[%>]?\}\}")),
    (re.compile(r"\{%-?\s*comment\b[^%]*%\}"), re.compile(r"\{%-?\s*endcomment\s*-?%\}")),
    (re.compile(r"\{#\s"), re.compile(r"#\}")),
    (re.compile(r"\{\{[<%]\s*comment\b[^{}]*[>%]\}\}"), re.compile(r"\{\{[<%]\s*/\s*comment\s*[>%]\}\}")),
    (re.compile(r"\{%-?\s*#"), re.compile(r"-?%\}")),
    (re.compile(r"\{>>"), re.compile(r"<<\}")),
    (re.compile(r"<%#"), re.compile(r"%>")),
    (re.compile(r"<%--"), re.compile(r"--%>")),
    (re.compile(r"<\?(?=[\w\s])"), re.compile(r"\?>")),
    (re.compile(r"(?<!-body>)<!\[CDATA\["), re.compile(r"\]\]>")),  # Confluence shows what stands in one of a body
    (re.compile(r"<!DOCTYPE\b", re.IGNORECASE), re.compile(r">")),
    (re.compile(r"\{::comment\}"), re.compile(r"\{:/(?:comment)?\}")),
)
# A link that nothing leads to, as people write who know of no comments: [//]: # (internal).
_AS_LINK = re.compile(r"\s{0,3}\[(?://|comment)[^\]]*\]:\s*(?:#|<#?>)\s+(?:\(.*\)|\".*\"|'.*')\s*", re.IGNORECASE)
_MAY_GO_ON = _KINDS[
    0
]  # an open one of HTML hides all that follows; others are taken for text where nothing closes them


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without comments."""

    text: str
    number: int  # 1-based, in the text as it was
    is_code: bool = False  # within a fence, or the fence itself
    is_open: bool = False  # a comment begins here that doesn't end


def without_comments(lines: Sequence[str]) -> Iterator[Line]:
    """Each line; what is left of it where a comment stood there. In code nothing is a comment."""
    fence = ""
    closes: re.Pattern[str] | None = None  # of the comment that goes on
    unclosed = _last_openings(lines)
    ends: dict[int, int] = {}  # the last row in which a kind of comment ends, where it was asked for
    for number, line in enumerate(lines, 1):
        if fence:
            yield Line(line, number, is_code=True)
            fence = "" if is_ended(line, fence) else fence
            continue
        if not closes and (match := opened(line)):
            fence = match[1]
            yield Line(line, number, is_code=True)
            continue
        kept, rest, was_open = "", line, closes
        if not closes and _AS_LINK.fullmatch(line):
            rest = ""
        while rest:
            if closes:
                end = closes.search(rest)
                rest, closes = (rest[end.end() :], None) if end else ("", closes)
                continue
            found = _opening(rest, lines, number, ends)
            if found is None:
                kept += rest
                break
            opening, closes = found
            kept, rest = kept + rest[: opening.start()], rest[opening.end() :]
        yield Line(
            kept if kept.strip() or not (closes or was_open or kept != line) else "",
            number,
            is_open=closes is not None and number in unclosed,
        )


def _opening(
    text: str, lines: Sequence[str], below: int, ends: dict[int, int]
) -> tuple[re.Match[str], re.Pattern[str]] | None:
    """The first comment that begins in a line, code excepted, and what closes it; below is the row under that line."""
    bare = _CODE.sub(lambda match: " " * len(match[0]), text)
    found = []
    for at, kind in enumerate(_KINDS):
        opens, closes = kind
        if match := opens.search(bare):
            if at not in ends:
                ends[at] = next((row for row in range(len(lines) - 1, -1, -1) if closes.search(lines[row])), -1)
            if kind is not _MAY_GO_ON and not closes.search(bare, match.end()) and ends[at] < below:
                continue
            found.append((match, closes))
    return min(found, key=lambda pair: pair[0].start()) if found else None


def _last_openings(lines: Sequence[str]) -> frozenset[int]:
    """The lines on which a comment of HTML begins for the last time, with none closed from there on."""
    opens, closes = _MAY_GO_ON
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        begun = [match.end() for match in opens.finditer(line)]
        ended = [match.end() for match in closes.finditer(line)]
        if ended and (not begun or ended[-1] > begun[-1]):
            return frozenset()
        if begun:
            return frozenset({number})
    return frozenset()
