"""A line of somebody's notes comes in, the line without its tags goes out, and the tags: "Vijf euro. #geld".

Tags by themselves, in front of nothing or behind a sentence, are for whoever keeps the notes; one within a sentence is a word of it.
"""

import re

_TAG = r"#(?=[^\W\d_])[\w/-]*\w(?![^{}\n]{0,200}\})"  # not the name of a place: "{ #prices .big }"
_HAS_TAG = re.compile(rf"(?<!\S){_TAG}")
_COLOUR = re.compile(r"#(?=[a-f]*\d)(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_NAMED = r"(?:(?:tags?|labels?|onderwerpen?|topics?|trefwoorden?|keywords?)\s*:\s*)?"
_ALONE = re.compile(rf"([\s>]*(?:[-*+]\s+)?)\**{_NAMED}\**\s*{_TAG}(?:[\s,;·|]+{_TAG})*\s*", re.IGNORECASE)
_BEHIND = re.compile(rf"(?<=[.!?:;)…”*_])(?:\s+{_TAG})+\s*$")
_BEHIND_HEADING = re.compile(rf"(?:\s+{_TAG})+\s*$")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_WITHOUT_SPACE = re.compile(r"(\s{0,3})(#{2,6}(?=[^\s#])|#(?=[^\W\d_][^#]*\?\s*$))")


def has_hashtag(text: str) -> bool:
    """Whether there is something in it to take out."""
    return _HAS_TAG.search(text) is not None or _WITHOUT_SPACE.match(text) is not None


def without_hashtags(text: str) -> tuple[str, tuple[str, ...]]:
    """(a line without its tags, those that were taken out): a colour, a number and C# are none.

    "##Wie meldt?" and "#Wie meldt?" are headings whose space was forgotten.
    """
    if match := _WITHOUT_SPACE.match(text):
        text = f"{match[0]} {text[match.end() :]}"
    if not _HAS_TAG.search(text):
        return text, ()
    if match := _ALONE.fullmatch(text):
        return "", _tags(text)
    behind = (_BEHIND_HEADING if _HEADING.match(text) else _BEHIND).search(text)
    taken = _tags(behind[0]) if behind else ()
    kept = text[: behind.start()] if behind else text
    return _HAS_TAG.sub(lambda match: match[0] if _COLOUR.fullmatch(match[0]) else match[0][1:], kept), taken


def _tags(text: str) -> tuple[str, ...]:
    return tuple(match[0][1:] for match in _HAS_TAG.finditer(text))
