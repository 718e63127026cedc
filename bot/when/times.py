"""A text in; the time of the clock that it names, and how long something lasts, out: "om half drie", "14.30 uur", "2 pm".

People write of meetings, so "half drie" is in the afternoon. What was understood is shown before anything comes of it.
"""

import re
from dataclasses import dataclass
from datetime import time

READ_CHARS = 1000  # of a text; what follows is not looked at
FIRST_HOUR = 7  # nobody meets earlier: "drie uur" is in the afternoon, "zeven uur" in the morning
MOST_MINUTES = 12 * 60
_HOURS = {
    **{str(hour): hour for hour in range(1, 13)},
    **dict.fromkeys(("een", "één", "one"), 1),
    **dict.fromkeys(("twee", "two"), 2),
    **dict.fromkeys(("drie", "three"), 3),
    **dict.fromkeys(("vier", "four"), 4),
    **dict.fromkeys(("vijf", "five"), 5),
    **dict.fromkeys(("zes", "six"), 6),
    **dict.fromkeys(("zeven", "seven"), 7),
    **dict.fromkeys(("acht", "eight"), 8),
    **dict.fromkeys(("negen", "nine"), 9),
    **dict.fromkeys(("tien", "ten"), 10),
    **dict.fromkeys(("elf", "eleven"), 11),
    **dict.fromkeys(("twaalf", "twelve"), 12),
}
_MINUTES = {
    **dict.fromkeys(("vijf", "five", "5"), 5),
    **dict.fromkeys(("tien", "ten", "10"), 10),
    **dict.fromkeys(("kwart", "quarter", "a quarter"), 15),
    **dict.fromkeys(("twintig", "twenty", "20"), 20),
}


def _any(words: dict[str, int]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_AT = r"(?:\b(?:om|at|vanaf|from)\s+)?"
_FROM = r"\b(?:om|at|vanaf|from)\s+"
_PART = (
    r"(?P<part>\s+['’]?s\s?(?:ochtends|morgens|middags|avonds)\b|\s+in the (?:morning|afternoon|evening)\b|"
    r"\s?[ap]\.?m\b\.?)?"
)
_CLOCK = r"(?<![\w.:/-])(?P<h>[01]?[0-9]|2[0-3])"
_UNTIL = r"(?:\s*(?:-|–|t/m|tot|to|until|till)\s*(?P<h2>[01]?[0-9]|2[0-3])[:.u](?P<m2>[0-5][0-9])(?![\w:/])(?:\s*(?:uur|u)\b)?)?"
_HOUR = rf"(?P<hour>{_any(_HOURS)})\b(?:\s*(?:uur|o['’]clock)\b)?"
_RULES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_AT}{_CLOCK}[:u](?P<m>[0-5][0-9])(?![\w:/]){_UNTIL}(?:\s*(?:uur|u)\b)?{_PART}",
        rf"{_AT}{_CLOCK}\.(?P<m>[0-5][0-9]){_UNTIL}\s*(?:uur|u)\b{_PART}",
        rf"{_FROM}{_CLOCK}\.(?P<m>[0-5][0-9])(?![\w:/]|\.[0-9]){_UNTIL}{_PART}",
        rf"{_AT}\b(?P<off>{_any(_MINUTES)})\s+(?P<way>over|voor|past|to)\s+(?P<half>half\s+)?{_HOUR}{_PART}",
        rf"{_AT}\bhalf\s+(?P<past>past\s+)?{_HOUR}{_PART}",
        rf"{_AT}(?<![\w.:/-])(?P<h>1[0-2]|0?[1-9])(?P<part>\s?[ap]\.?m\b\.?)",
        rf"{_FROM}(?P<h>[01]?[0-9]|2[0-3])\s*(?:(?:uur|u)\b|o['’]clock\b){_PART}",
        rf"{_FROM}(?P<hour>{_any(_HOURS)})\s+(?:uur\b|o['’]clock\b){_PART}",
    )
)
# To "hoe laat?" a number alone is an answer.
_BARE = re.compile(
    rf"\s*(?:om|at|vanaf|from)?\s*(?:(?P<h>[01]?[0-9]|2[0-3])(?:[.](?P<m>[0-5][0-9]))?|(?P<hour>{_any(_HOURS)}))"
    rf"\s*(?:uur|u|o['’]clock)?{_PART}\s*[.!]?\s*",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"(?<![\w.:/-])(?P<minutes>[1-9][0-9]{1,2})\s*(?:min\b\.?|minuten\b|minutes\b)"
    r"|\b(?P<half>(?:een\s+)?half\s+uur(?:tje)?|half an hour)\b"
    r"|\b(?P<one_and_half>anderhalf\s+uur|an hour and a half)\b"
    r"|(?<![\w.:/-])(?P<hours>[1-8]|een|één|twee|drie|vier|an|one|two|three|four)\s*(?:uur(?:tje)?|hours?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hours:
    """What a text says of the clock."""

    at: time | None  # when it begins; None: it names no time
    minutes: int | None  # how long it lasts; None: it doesn't say
    spans: tuple[tuple[int, int], ...]  # where in the text that stands: first the time, if there is one


def read_hours(text: str, *, is_asked: bool = False) -> Hours:
    """is_asked: the text answers "how late?" or "how long?", where a number alone will do for a time."""
    head = text[:READ_CHARS]
    match = next((found for rule in _RULES if (found := rule.search(head))), None)
    if match is None and is_asked:
        match = _BARE.fullmatch(head)
    spans = [match.span()] if match else []
    at = _clock(match) if match else None
    minutes = _until(match, at) if match and at else None
    # What is taken for the time is no length: "om 2 uur".
    blank = head if match is None else head[: match.start()] + " " * len(match.group()) + head[match.end() :]
    if minutes is None and (lasts := _LASTS.search(blank)):
        minutes = _length(lasts)
        spans.append(lasts.span())
    return Hours(at, minutes, tuple(spans))


def _clock(match: re.Match[str]) -> time:
    found = match.groupdict()
    part = re.sub(r"[^a-z]", "", (found.get("part") or "").casefold())
    written = found.get("h")
    if written:
        hour, minute = int(written), int(found.get("m") or 0)
        is_exact = written.startswith("0") or hour == 0
    else:
        hour, minute = _spoken(found)
        is_exact = False
    if part.startswith("p") or part.endswith(("middags", "avonds", "afternoon", "evening")):
        hour = hour % 12 + 12 if hour <= 12 else hour
    elif part.startswith("a") or part.endswith(("ochtends", "morgens", "morning")):
        hour = hour % 12 if hour <= 12 and part.startswith("a") else hour
    elif hour < FIRST_HOUR and not is_exact:
        hour += 12
    return time(hour % 24, minute)


def _spoken(found: dict[str, str | None]) -> tuple[int, int]:
    """(hour, minute) of "kwart over negen", "tien voor half drie", "half past two"."""
    hour = _HOURS[(found["hour"] or "").casefold()]
    minutes = 60 * hour
    if "off" in found:
        minutes -= 30 if found["half"] else 0
        off = _MINUTES[" ".join((found["off"] or "").casefold().split())]
        minutes += off if (found["way"] or "").casefold() in ("over", "past") else -off
    elif "past" in found:
        minutes += 30 if found["past"] else -30
    minutes = minutes if minutes >= 60 else minutes + 12 * 60  # "half een" is half past twelve
    return minutes // 60, minutes % 60


def _until(match: re.Match[str], at: time) -> int | None:
    """How long it is to the time that follows: "14:00-15:30"; None where none does."""
    found = match.groupdict()
    if not found.get("h2"):
        return None
    minutes = 60 * int(found["h2"] or 0) + int(found["m2"] or 0) - 60 * at.hour - at.minute
    minutes += 12 * 60 if minutes <= 0 and int(found["h2"] or 0) < 12 else 0
    return minutes if 0 < minutes <= MOST_MINUTES else None


def _length(match: re.Match[str]) -> int | None:
    if match["minutes"]:
        minutes = int(match["minutes"])
        return minutes if minutes <= MOST_MINUTES else None
    if match["half"]:
        return 30
    if match["one_and_half"]:
        return 90
    hours = match["hours"].casefold()
    return 60 * (1 if hours == "an" else _HOURS[hours])
