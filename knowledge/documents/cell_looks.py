"""A cell of an Excel workbook and how its letters look come in, what a reader makes of it goes out.

What is struck out was withdrawn; letters in the colour of what they stand on are seen by nobody.
"""

import re
from dataclasses import dataclass
from typing import Any

from knowledge.dialects.marks import lowered, raised

WHITE = "FFFFFF"
_STRUCK = re.compile(r"~~(?=\S)[^~\n]+~~")
_PAPER = re.compile(
    rb"<(?:\w+:)?lt1>\s*<(?:\w+:)?(?:sysClr[^>]*val=\"window\"|srgbClr[^>]*val=\"FFFFFF\")", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a cell holds, and what its looks say of that."""

    value: Any
    number_format: str = "General"
    is_struck: bool = False
    is_hidden: bool = False
    unseen: str = ""  # a part of it that nobody sees, which is not in what it holds


def seen(cell: Any, rich: Any = None, *, is_bare: bool, is_paper_white: bool) -> Seen:
    """A cell of openpyxl's; rich: the parts of its text where they are known apart.

    is_bare: nothing but its own fill lies under its letters; is_paper_white: as the theme has it.
    """
    value, number_format = rich or cell.value, getattr(cell, "number_format", "General") or "General"
    if value is None or not hasattr(cell, "fill"):
        return Seen(value, number_format)
    under = _under(cell.fill, is_bare=is_bare, is_paper_white=is_paper_white)
    is_struck = bool(cell.font and cell.font.strike)
    is_hidden = under != "" and under == _colour(cell.font and cell.font.color, is_paper_white=is_paper_white)
    if not isinstance(value, list):
        return Seen(value, number_format, is_struck, is_hidden)
    text, gone = "", ""
    for part in value:
        if isinstance(part, str):
            written, is_gone = (struck(part) if is_struck else part), is_hidden
        else:
            written = {"superscript": raised, "subscript": lowered}.get(part.font.vertAlign, str)(part.text)
            written = struck(written) if part.font.strike else written
            is_gone = under != "" and under == _colour(part.font.color, is_paper_white=is_paper_white)
        text, gone = (text, gone + written) if is_gone else (text + written, gone)
    if gone.strip() and not text.strip():
        return Seen(gone, number_format, is_hidden=True)
    return Seen(text, number_format, unseen=gone.strip())


def struck(text: str) -> str:
    """Text as Markdown shows it struck out, each line by itself."""
    return re.sub(r"[^\s~](?:[^\n~]*[^\s~])?", lambda match: f"~~{match[0]}~~", text)


def without_struck(text: str) -> str:
    """What is left of a text without what was struck out."""
    return re.sub(r"[ \t]{2,}", " ", _STRUCK.sub("", text)).strip() if "~~" in text else text


def is_withdrawn(cell: Seen) -> bool:
    """Whether all that a cell holds was struck out."""
    return cell.is_struck or (isinstance(cell.value, str) and "~~" in cell.value and not without_struck(cell.value))


def is_paper_white(theme: bytes | None) -> bool:
    """Whether a theme's first colour, which is that of the sheet itself, is white."""
    return theme is None or _PAPER.search(theme) is not None


def _colour(colour: Any, *, is_paper_white: bool) -> str:
    """A colour as six digits; empty where it can't be told."""
    if colour is None or colour.tint:
        return ""
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:].upper()
    if (colour.type == "theme" and colour.theme == 0 and is_paper_white) or (
        colour.type == "indexed" and colour.indexed in (1, 9)
    ):
        return WHITE
    return ""


def _under(fill: Any, *, is_bare: bool, is_paper_white: bool) -> str:
    """The colour that letters stand on; empty where it can't be told."""
    kind = getattr(fill, "patternType", "gradient") if fill is not None else None
    if kind == "solid":
        return _colour(fill.fgColor, is_paper_white=is_paper_white)
    return WHITE if kind is None and is_bare else ""
