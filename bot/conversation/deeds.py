"""A deed asked for in plain words in, what is left of it for the command to read out: "herinner mij morgen aan de lijst"."""

import re
from collections.abc import Collection

from index.plain import folded

# Commands that read what stands behind them; the others are given bare.
TAKE_WORDS = frozenset({"afspraak", "uitnodiging", "hindernis", "routes", "links", "werkvorm", "wegwijs", "link"})
LEAST_WORDS = 2  # that say something by themselves; of one alone the command asks what is meant

_WORD = re.compile(r"\S+")


def content(text: str, asking: Collection[str]) -> str:
    """A text less the words at its ends that only ask, as typed; empty where nothing is left that says something."""
    if (behind := text.partition(":")[2].strip()) and len(behind.split()) >= LEAST_WORDS and not behind[0].isdecimal():
        return behind
    words = _WORD.findall(text)
    bare = [folded(word).strip(".,;:!?\"'()") for word in words]
    start, end = 0, len(words)
    while start < end and bare[start] in asking:
        start += 1
    while end > start and bare[end - 1] in asking:
        end -= 1
    return " ".join(words[start:end]).rstrip("?!.") if end - start >= LEAST_WORDS else ""
