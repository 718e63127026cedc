"""What is left of a text when the words for day and hour are taken out of it, with what only leads up to them."""

import re
from collections.abc import Iterable

from bot.when.meaning import Span

# With the day or the hour out of the text these say nothing.
_LEADING = re.compile(
    r"(?:^|(?<=[\s(,;:]))(?:(?:uiterlijk|d\.d|dd|op|voor|vóór|per|vanaf|van|tot|t/m|tussen|datum|dag(?=\s*:)|tijd|tijdstip|wanneer|aanvang|start|begin|eind|einde|om|is|"
    r"de|het|the|in|rond|tegen|nog|ergens|liefst|graag|bijvoorbeeld|bv|on|by|before|until|till|from|between|due|date|time|when|at|for|"
    r"starting|starts|starttijd|begint|deadline|inleverdatum|duur|duurt|duration|gedurende|max|maximaal|circa|ca|ongeveer|zo['’]n)\.?(?:\s*:\s*|\s+|\s*$))+$"
    r"|@\s*$",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
_SEPARATORS = re.compile(r" ?([,;:])(?:\s*[,;:|.–—-](?=\s|$))*|(\s[|–—-])(?:\s+[,;:|.–—-](?=\s|$))+")
_SPACE = re.compile(r"[^\S\n]+")
_EDGES = " \t,;:.|@–—-"


def led_up_to(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans with what leads up to each of them, in order; those that meet become one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        floor = found[-1][1] if found else 0
        if match := _LEADING.search(text[floor:start]):
            start = floor + match.start()
        if found and not text[found[-1][1] : start].strip():
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def without(text: str, spans: Iterable[Span]) -> str:
    """A text without what stands there, and without the commas that this leaves behind; lines stay lines."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces.append(text[at:start])
        at = max(at, end)
    pieces.append(text[at:])
    return "\n".join(_tidied(line) for line in " ".join(pieces).split("\n"))


def _tidied(line: str) -> str:
    line = _EMPTY.sub("", _SPACE.sub(" ", line))
    return _SPACE.sub(" ", _SEPARATORS.sub(r"\1\2", line)).strip(_EDGES)
