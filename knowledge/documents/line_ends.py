"""Lines that were wrapped come in, the text they were wrapped from goes out: a word that was broken off is whole again."""

import re
from collections.abc import Iterable

_HIDDEN = "\u2010\xad"  # hyphens as they are written where a line may end
_HYPHEN = re.compile(f"\\w[-{_HIDDEN}]$")  # behind which a word goes on at the next line
_SPAN = re.compile("\\d[-\u2010\u2013]$")
_FOR_BOTH = re.compile(r"(?:en|of|and|or|und|oder|et|ou)\b")  # "voor-" of "voor- en nadelen" goes on nowhere
_STAYS_HYPHENATED = re.compile(r"(?:^|\W)(?:vmbo|mbo|havo|vwo|hbo|vo|pro|glr|dlr|sok|duo)-$", re.IGNORECASE)


def goes_on(text: str, following: str) -> bool:
    """Whether the last word of a line, a name or a span of numbers goes on at the next one."""
    if _HYPHEN.search(text) is not None and following[:1].isalpha():
        return _FOR_BOTH.match(following) is None
    return _SPAN.search(text) is not None and following[:1].isdigit()


def with_next(text: str, following: str) -> str:
    """A line and the next one, behind a space or as one word: "over-" and "stap" are, and keep the hyphen of "vmbo-mbo"."""
    following = following.strip()
    if not text or not goes_on(text, following):
        return f"{text.rstrip()} {following}".strip()
    if text[-1] in _HIDDEN:
        text = f"{text[:-1]}-"
    first = re.split(r"\W", following)[0]
    is_one_word = following[:1].islower() and not text[-2:-1].isdigit()  # "4-jarig" and "Noord-Holland" keep theirs
    stays = not is_one_word or _STAYS_HYPHENATED.search(text) or _STAYS_HYPHENATED.search(f"{first}-")
    return (text if stays else text[:-1]) + following


def unwrapped(lines: Iterable[str]) -> str:
    """All lines as one."""
    text = ""
    for line in lines:
        text = with_next(text, " ".join(line.split()))
    return text
