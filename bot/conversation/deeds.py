"""A deed asked for in plain words in, what is left of it for the command to read out: "herinner mij morgen aan de lijst"."""

import re
from collections.abc import Collection

from bot.fetching.addresses import addresses_in
from index.plain import folded

# Commands that read what stands behind them; the others are given bare.
TAKE_WORDS = frozenset({"afspraak", "uitnodiging", "hindernis", "routes", "links", "werkvorm", "wegwijs", "link"})
LEAST_WORDS = 2  # that say something by themselves; of one alone the command asks what is meant

_WORD = re.compile(r"\S+")
_COLON = re.compile(r":(?!//)")  # that of an address is none


def content(text: str, asking: Collection[str]) -> str:
    """A text less the words at its ends that only ask, as typed; empty where nothing is left that says something."""
    if (
        (behind := _COLON.split(text, maxsplit=1)[-1].strip()) != text.strip()
        and behind
        and len(behind.split()) >= LEAST_WORDS
        and not behind[0].isdecimal()
    ):
        return behind
    words = _WORD.findall(text)
    bare = [folded(word).strip(".,;:!?\"'()") for word in words]
    start, end = 0, len(words)
    while start < end and bare[start] in asking:
        start += 1
    while end > start and bare[end - 1] in asking:
        end -= 1
    is_enough = end - start >= LEAST_WORDS or bool(addresses_in(" ".join(words[start:end])))
    return " ".join(words[start:end]).rstrip("?!.") if is_enough else ""
