"""A page without headings comes in, its lines in larger letters go out as headings: so OneNote and mail programs save them."""

import re
from typing import Any

from knowledge.documents.by_looks import Look, days_under_titles, levels
from knowledge.notices import Notice, notice

USUAL = 12.0  # points, where a page doesn't say so
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,4}(?:\.\d{0,4})?|\.\d{1,4})\s*(pt|px)", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75}  # of each unit (CSS Values, absolute lengths)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_BLOCKS = ["p", "div", "li", "td", "th", "table", "ul", "ol", "blockquote", "pre"]


def head(content: Any) -> list[Notice]:
    """Make headings of lines that were meant so; the day and the hour under a page's title go, and are told."""
    if content.find(HEADINGS) or not content.find(style=_SIZE):
        return []
    tags = [one for one in content.find_all(["p", "div", "li", "td", "th"]) if not one.find(_BLOCKS)]
    tags = [one for one in tags if one.get_text(strip=True)]
    looks = [_look(one) for one in tags]
    found = levels(looks)
    for tag, level in zip(tags, found, strict=True):
        if level:
            tag.name = f"h{level}"
    dated = days_under_titles(looks, found)
    for row in dated:
        tags[row].decompose()
    return [notice("page_days", count=len(dated) // 2)] if dated else []


def _look(tag: Any) -> Look:
    texts = [text for text in tag.find_all(string=True) if text.strip()]
    sizes = [_size(text) for text in texts]
    is_bold = all(_is_bold(text, tag) for text in texts)
    is_alone = tag.name in ("p", "div") and tag.find_parent(["li", "table"]) is None
    return Look(" ".join(tag.get_text().split()), min(sizes, default=USUAL), is_bold, is_alone)


def _size(text: Any) -> float:
    for around in text.parents:
        if match := _SIZE.search(str(around.get("style") or "")):
            return float(match[1]) * _POINTS[match[2].lower()]
    return USUAL


def _is_bold(text: Any, within: Any) -> bool:
    for around in text.parents:
        if around.name in ("b", "strong") or _BOLD.search(str(around.get("style") or "")):
            return True
        if around is within:
            return False
    return False
