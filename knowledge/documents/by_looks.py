"""The lines of a document without headings come in, with how they look; which of them were meant as headings goes out.

So OneNote writes its pages, to Word and as HTML: the title in larger letters, the day and the hour under it, bold lines below.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LARGER = 1.15  # than the letters that most of the text is in, from which a line by itself was meant as a heading
SAME = 0.5  # points that sizes of one rank differ by at most
MAX_CHARS = 150  # of such a line
MAX_SHARE = 0.5  # of a document's characters that may stand in headings; of one that is large all over none is
MAX_LEVEL = 3
_ENDS_A_SENTENCE = (".", ",", ";", ":")
_DAY = re.compile(r"(?=.*\b(?:19|20)\d\d\b)(?=.*\d)[\w\s.,/-]{6,40}")
_HOUR = re.compile(r"\d{1,2}[:.]\d\d(?:\s*[APap]\.?[Mm]\.?)?")


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph as it is shown."""

    text: str
    size: float  # of its letters, in points; of more than one size the smallest
    is_bold: bool  # all of it
    is_alone: bool = True  # not in a table or a list


def levels(looks: Sequence[Look]) -> list[int]:
    """The level of each line as a heading, 1 for the largest; 0 for none."""
    chars: Counter[float] = Counter()
    for look in looks:
        chars[look.size] += len(look.text.strip())
    usual = max(chars, key=lambda size: (chars[size], -size), default=0.0)
    large = [look.size for look in looks if _may_head(look) and look.size >= usual * LARGER]
    ranks = _ranks(large)
    if not ranks:
        return [0] * len(looks)
    bold = min(max(ranks.values()) + 1, MAX_LEVEL)
    found = [ranks.get(look.size, bold if look.is_bold else 0) if _may_head(look) else 0 for look in looks]
    headed = sum(len(look.text) for look, level in zip(looks, found, strict=True) if level)
    return found if headed <= MAX_SHARE * sum(len(look.text) for look in looks) else [0] * len(looks)


def days_under_titles(looks: Sequence[Look], found: Sequence[int]) -> list[int]:
    """Where the day and the hour stand that OneNote writes under the title of a page."""
    rows = []
    filled = [row for row, look in enumerate(looks) if look.text.strip()]
    for at, row in enumerate(filled[:-2]):
        day, hour = filled[at + 1], filled[at + 2]
        is_dated = _DAY.fullmatch(looks[day].text.strip()) and _HOUR.fullmatch(looks[hour].text.strip())
        if found[row] and is_dated:
            rows += [day, hour]
    return rows


def _may_head(look: Look) -> bool:
    text = look.text.strip()
    return look.is_alone and 0 < len(text) <= MAX_CHARS and not text.endswith(_ENDS_A_SENTENCE)


def _ranks(sizes: Sequence[float]) -> dict[float, int]:
    """The level of each size, 1 for the largest; sizes that hardly differ share one."""
    ranks: dict[float, int] = {}
    rank, last = 0, float("inf")
    for size in sorted(set(sizes), reverse=True):
        rank += last - size > SAME
        ranks[size], last = min(rank, MAX_LEVEL), size
    return ranks
