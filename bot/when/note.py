"""A note in; what is to be done, when and by whom out: "concept-PTA naar het mbo, 12 januari, team Techniek"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from bot.cleaning import BULLET, clean, safe
from bot.when.doer import doer, less_doer, people
from bot.when.meaning import Doubt, When
from bot.when.reading import read
from bot.when.remains import without

WHAT_CHARS = 200
WHO_CHARS = 80
MOST_JOINTS = 12  # at which one line is looked at for several agreements
_BREAK = re.compile(
    r"\s*[,;\n]\s*|\s+[|–—-]\s+|(?<=[a-zà-ÿ]{4})\.\s+(?=[A-ZÀ-Ý0-9])|(?<!wie)(?<!who)(?<!actie):\s+", re.IGNORECASE
)


# What may part two that are done by two people.
_JOINT = re.compile(r"(?<=[^\W_]{2})[.!]\s+(?=[A-ZÀ-Ý])|\s*;\s+|,?\s+(?:en|and)\s+|,\s+", re.IGNORECASE)
# "Jan regelt dat Ans mailt en Bep belt": what is said of one hangs on the other.
_BOUND_UP = re.compile(
    r"\b(?:dat|of|als|zodra|wanneer|omdat|want|voordat|nadat|totdat|zodat|terwijl|tenzij|mits|dan|anders|ook|daarna|vervolgens|"
    r"that|whether|if|when|once|because|before|after|unless|so|then|otherwise|too|also)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody would say in one breath, less the words for day and hour."""

    text: str
    mark: str  # what parts it from the one before: ", ", ": ", "; ", " - "


@dataclass(frozen=True, slots=True)
class Parts:
    """A note, divided."""

    before: tuple[Part, ...]  # up to and with the first that day or hour stand in; all, where there is none
    behind: tuple[Part, ...]
    when: When


@dataclass(frozen=True, slots=True)
class Spoken:
    """An agreement as somebody put it."""

    what: str  # empty: it isn't said
    who: str  # as they name it; empty: nobody is named
    when: When
    is_done: bool  # it says itself that somebody does something: "Ans mailt de lijst", not "de lijst, Ans"


def understand(text: str, now: datetime, lang: str) -> Spoken:
    """What a text says. Whatever it holds, nothing of it is lost but the words for the day and the hour."""
    parts = divided(text, now, lang)
    rest = [*parts.before, *parts.behind]
    named = next((part for part in reversed(rest[1:]) if people(part.text)), None)
    what = joined([part for part in rest if part is not named])
    who = people(named.text) if named else ""
    does = doer(what)
    done = what if who else less_doer(what)
    return Spoken(clean(done, WHAT_CHARS), clean(who or does, WHO_CHARS), parts.when, bool(does))


def notes(text: str, now: datetime, lang: str) -> tuple[str, ...]:
    """The notes that a text holds, one a line, less headings.

    They are several where each stands in a list or says who does it, or where more than one has a day; of one line, where
    it says of each who does it.
    """
    lines = [line for line in safe(text).splitlines() if line.strip() and not is_heading(line)]
    if len(lines) > 1 and all(BULLET.match(line) for line in lines):
        return tuple(one for line in lines for one in apart(line, now, lang))
    told = [understand(line, now, lang) for line in lines]
    dated = [one for one in told if one.when.doubt is not Doubt.NONE_SAID]
    are_several = all(one.what for one in told) and (len(dated) > 1 or all(one.who for one in told))
    if len(told) > 1:
        return tuple(one for line in lines for one in apart(line, now, lang)) if are_several else (text,)
    return apart(text, now, lang)


def apart(line: str, now: datetime, lang: str) -> tuple[str, ...]:
    """What several people do, that stands in one line, each by itself: "Ans mailt de lijst en Bep belt het roc".

    Only where each says who does what, and none names several days, of which one may be another's; else it is one.
    """
    pieces: list[str] = []
    begin = 0
    for joint in islice(_JOINT.finditer(line), MOST_JOINTS):
        is_end = joint[0].strip() in (".", "!", ";")
        sides = line[begin : joint.start()], line[joint.end() :]
        if all(_is_whole(side, now, lang, may_be_listed=is_end) for side in sides) and not _goes_on(*sides):
            pieces.append(line[begin : joint.start()])
            begin = joint.end()
    return (*pieces, line[begin:]) if pieces else (line,)


def _goes_on(before: str, behind: str) -> bool:
    """Whether the one of before may do that too: "Ans mailt de lijst en | belt het roc"."""
    return _begins_with_doer(before) and not _begins_with_doer(behind) and bool(doer(behind.strip()))


def _begins_with_doer(words: str) -> bool:
    return words.strip().startswith(doer(words.strip()) or "\n")


def _is_whole(words: str, now: datetime, lang: str, *, may_be_listed: bool) -> bool:
    """Whether it says who does what; may_be_listed: "lijst mailen, 3 april, Ans" does too."""
    if _BOUND_UP.search(words):
        return False
    spoken = understand(words, now, lang)
    has_who = bool(spoken.who) if may_be_listed else spoken.is_done
    return bool(spoken.what) and has_who and spoken.when.doubt not in (Doubt.CHOICE, Doubt.NOT_THEN)


def is_heading(line: str) -> bool:
    """Whether it only says what the lines below are: "Afspraken:"."""
    return line.rstrip().endswith(":")


def divided(text: str, now: datetime, lang: str) -> Parts:
    """Its parts, less the words for day and hour."""
    text = safe(text)
    when = read(text, now, lang)
    cut = [match for match in _BREAK.finditer(text) if not any(_meet(match.span(), span) for span in when.spans)]
    edges = [0, *(edge for match in cut for edge in match.span()), len(text)]
    parts: list[Part] = []
    mark, last_end = "", 0
    dated = -1  # the first of them in which a day or an hour stood
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        inside = [(first - start, last - start) for first, last in when.spans if start <= first and last <= end]
        if inside and dated < 0:
            dated = len(parts)
        said = " ".join(without(text[start:end], inside).split())
        mark, last_end = mark + _mark(text[last_end:start]), end
        parts.append(Part(said, mark))
        mark = "" if said or inside else mark  # "PTA;, stage"
    at = dated + 1 if dated >= 0 else len(parts)
    before, behind = ([part for part in some if part.text] for some in (parts[:at], parts[at:]))
    if not before:  # "12 januari: concept-PTA, team Techniek"
        before, behind = behind[:1], behind[1:]
    return Parts(tuple(before), tuple(behind), when)


def joined(parts: Iterable[Part]) -> str:
    """As they were said."""
    first, *others = [*parts] or [Part("", "")]
    return first.text + "".join(f"{part.mark}{part.text}" for part in others)


def _mark(between: str) -> str:
    """On one line."""
    if ":" in between:
        return ": "
    return ", " if "\n" in between else re.sub(r"\s+", " ", between)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
