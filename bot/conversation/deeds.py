"""A deed asked for in plain words in, what is left of it for the command to read out: "herinner mij morgen aan de lijst"."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from bot.fetching.addresses import addresses_in
from index.plain import folded

# Commands that read what stands behind them; the others are given bare.
TAKE_WORDS = frozenset({"afspraak", "uitnodiging", "hindernis", "routes", "links", "werkvorm", "wegwijs", "link"})
LISTS = frozenset({"links"})  # of these such as begin nothing: they show what there is
LEAST_WORDS = 2  # that say something by themselves; of one alone the command asks what is meant

_SAYER = (("dat", "ik"), ("that", "i"))  # "onthoud dat ik bel": what comes is who does it, and asks for nothing
_BEHIND = "up"  # of "set up" and the like, where that asks

# "Herinner het team aan": not "herinner mij".
_REMINDED = re.compile(
    r"(?:(?:please|graag|kun je|kan je|wil je|can you|could you)\s+)?(?:herinner|remind)\s+"
    r"(?P<who>(?:het |the |ons |our )?team(?: [A-Z]\w+)?|iedereen|allen|everyone|everybody|(?!I\b)[A-Z][a-zà-ÿ]+)\b(?=\s)",
)
_WORD = re.compile(r"\S+")
_COLON = re.compile(r":(?!//)")  # that of an address is none


def content(text: str, asking: Collection[str], days: Sequence[tuple[int, int]] = ()) -> str:
    """A text less the words at its ends that only ask, as typed; empty where nothing is left that says something.

    Who is to be reminded stands behind it: "herinner het team aan de lijst" leaves "lijst, het team".

    days: where in it day and hour stand, from and to which character. They stay, and what asks stands around them too:
    "herinner mij over twee weken aan de lijst".
    """
    if (found := _REMINDED.match(text)) and not any(
        start < found.end("who") and found.start("who") < end for start, end in days
    ):
        gap = " " * len(found["who"])
        left = content(f"{text[: found.start('who')]}{gap}{text[found.end('who') :]}", asking, days)
        return f"{left}, {found['who']}" if left else found["who"]
    behind = _COLON.split(text, maxsplit=1)[-1].strip()
    if behind != text.strip() and len(behind.split()) >= LEAST_WORDS and not behind[0].isdecimal():
        return behind
    words = list(_WORD.finditer(text))
    dated = [any(start <= word.start() < end for start, end in days) for word in words]
    plain = [folded(word[0]).strip(".,;:!?\"'()") for word in words]
    asks = [word in asking for word in plain]
    for at, pair in enumerate(pairwise(plain)):
        if pair in _SAYER:
            asks[at + 1] = False
        elif pair[1] == _BEHIND and asks[at]:
            asks[at + 1] = True
    start = next((at for at, _ in enumerate(words) if not (dated[at] or asks[at])), len(words))
    end = next((at + 1 for at in reversed(range(len(words))) if not (dated[at] or asks[at])), 0)
    kept = [word[0] for at, word in enumerate(words) if start <= at < end or dated[at]]
    is_enough = len(kept) >= LEAST_WORDS or bool(addresses_in(" ".join(kept)))
    return " ".join(kept).rstrip("?!.") if is_enough else ""
