"""Lines that were wrapped come in, the text they were wrapped from goes out: a word that was broken off is whole again."""

import re
from collections.abc import Iterable

HYPHEN = re.compile("\\w[-\u2010\xad]$")  # behind which a word goes on at the next line
_STAYS_HYPHENATED = re.compile(r"(?:^|\W)(?:vmbo|mbo|havo|vwo|hbo|vo|pro|glr|dlr|sok|duo)-$", re.IGNORECASE)


def goes_on(text: str, following: str) -> bool:
    """Whether the last word of a line goes on at the next one."""
    return HYPHEN.search(text) is not None and following[:1].islower()


def with_next(text: str, following: str) -> str:
    """A line and the next one, behind a space or as one word: "over-" and "stap" are, and keep the hyphen of "vmbo-mbo"."""
    following = following.strip()
    if not text or not goes_on(text, following):
        return f"{text.rstrip()} {following}".strip()
    text = f"{text[:-1]}-"
    stays = _STAYS_HYPHENATED.search(text) or _STAYS_HYPHENATED.search(re.split(r"\W", following)[0] + "-")
    return (text if stays else text[:-1]) + following


def unwrapped(lines: Iterable[str]) -> str:
    """All lines as one."""
    text = ""
    for line in lines:
        text = with_next(text, " ".join(line.split()))
    return text
