"""A note in; what is to be done, when and by whom out: "concept-PTA naar het mbo, 12 januari, team Techniek"."""

import re
from dataclasses import dataclass
from datetime import date

from bot.cleaning import clean, safe
from bot.when.dates import Reading, read

WHAT_CHARS = 200
WHO_CHARS = 80
WHO_WORDS = 4  # most in what stands behind a comma and is taken for whoever does it
_BREAK = re.compile(r"\s*[,;\n]\s*|\s+[–—-]\s+|(?<!wie)(?<!who):\s+", re.IGNORECASE)
# Words that only lead up to a date; with the date out of the text they say nothing.
_LEADING = re.compile(
    r"(?:^|(?<=\W))(?:(?:uiterlijk|op|voor|vóór|per|vanaf|tot|datum|on|by|before|until|from|due|date|at|om|is|de|the)\W+)+$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^(?:wie|door|who|by)\b\s*:?\s+", re.IGNORECASE)
_BODY = re.compile(
    r"^(?:team|teams|sectie|docent(?:en)?|decaan|decanen|mentor(?:en)?|coach(?:es)?|directie|teamleiders?|wij|iedereen|allen|"
    r"mbo|vmbo|school|bestuur|werkgroep|stuurgroep|examencommissie|department|teachers?|we|everyone|all|board)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An agreement as somebody put it."""

    what: str  # empty: it isn't said
    who: str  # as they name it; empty: nobody is named
    when: Reading


def understand(text: str, today: date, lang: str) -> Spoken:
    """What a text says. Whatever it holds, nothing of it is lost but the words of the date."""
    text = safe(text)
    when = read(text, today, lang)
    parts, dated = _parts(text, when)
    if dated is None:
        what, who = _divided([part for part in parts if part])
    else:
        before, after = [part for part in parts[: dated + 1] if part], [part for part in parts[dated + 1 :] if part]
        if not before:
            before, after = after[:1], after[1:]
        what, who = (", ".join(before), ", ".join(after)) if after else _divided(before)
    return Spoken(clean(what, WHAT_CHARS), clean(_NAMED.sub("", who), WHO_CHARS), when)


def _parts(text: str, when: Reading) -> tuple[list[str], int | None]:
    """(what stands between commas, less the date; which of them the date stood in, None: in none)."""
    is_sure = when.doubt is None
    marked: list[tuple[int, int]] = []  # of the parts, in the text
    at = 0
    for match in _BREAK.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in when.spans):
            continue  # a comma in "January 12th, 2027"
        marked.append((at, match.start()))
        at = match.end()
    marked.append((at, len(text)))
    parts: list[str] = []
    dated: int | None = None
    for start, end in marked:
        inside = [span for span in when.spans if start <= span[0] and span[1] <= end]
        left = _without(text, start, end, inside)
        # What is doubtful is taken out only where it is all that stands there: "na de vakantie" may belong to the deed.
        if inside and (is_sure or not left):
            dated = len(parts)
            parts.append(left)
        else:
            parts.append(text[start:end].strip())
    return parts, dated


def _without(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    """A part without its date, and without what led up to it."""
    pieces: list[str] = []
    at = start
    for first, last in spans:
        pieces.append(_LEADING.sub("", text[at:first]))
        at = last
    pieces.append(text[at:end])
    return " ".join(word for piece in pieces for word in piece.split()).strip(" ,;:.-–")


def _divided(parts: list[str]) -> tuple[str, str]:
    """(what, who) where no date stands between them: the last of several is who, if it looks like people."""
    *most, last = parts or [""]
    if most and (_NAMED.match(last) or (len(last.split()) <= WHO_WORDS and _BODY.match(last))):
        return ", ".join(most), last
    return ", ".join(parts), ""
