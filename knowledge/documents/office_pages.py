"""A page that an office program saved comes in, what it put there for itself goes out of it: LibreOffice's edges and comments.

What colleagues remarked, and what stands on each sheet of paper, is no text of the page.
"""

import re
from typing import Any

from knowledge.documents.blocks import told_edges
from knowledge.notices import Notice

_EDGE = re.compile(r"\A(?:header|footer)\Z")
_NOTE_SIGN = re.compile(r"sd(?:foot|end)notesym")


def settle(soup: Any) -> list[Notice]:
    """Take out comments, headers and footers; keep the sign of a note apart from its text. What was on the edges is told."""
    for tag in soup.find_all("comment"):
        tag.decompose()
    told = []
    for tag in soup.find_all("div", title=_EDGE):
        if tag.attrs is not None:
            told += [" ".join(one.get_text().split()) for one in tag.find_all("p") or [tag]]
            tag.decompose()
    for tag in soup.find_all("a", class_=_NOTE_SIGN):
        tag.insert_after(" ")
    return told_edges(filter(None, told), [soup.get_text(" ")]) if told else []
