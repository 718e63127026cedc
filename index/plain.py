"""A question made plain before it is searched: courtesies, emoji and spacing around it taken off."""

import re
import tomllib
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

MAX_READ = 2000  # of a message; what is asked further down is asked too late
MAX_CHARS = 600  # of a question; what an encoder reads. A longer message is searched by its beginning and its end

REMEMBERED = 12  # texts of people, of which several ask at a time; what was asked a moment ago is held no longer
COURTESIES = Path(__file__).parent / "courtesies.toml"
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """The question itself: one line, no emoji or invisible characters, no greeting before or thanks behind it.

    A message that is nothing but courtesies stays as it is.
    """
    line = _one_line(_without_letter(text[:MAX_READ]))
    bare = _without_courtesies(line)
    kept = bare or line
    half = MAX_CHARS // 2
    return kept if len(kept) <= MAX_CHARS else f"{kept[: half - 1].rstrip()} {kept[-half:].lstrip()}"


def is_cut(text: str) -> bool:
    """Whether a message is longer than what is read of it."""
    return len(text) > MAX_READ or len(_one_line(_without_letter(text))) > MAX_CHARS


class Courtesy(StrEnum):
    """What a message is that asks nothing."""

    GREETING = "greeting"  # also one without a word in it
    THANKS = "thanks"  # or that all is clear


def courtesy_of(text: str) -> Courtesy | None:
    """Which courtesy a message is; None where it asks or tells something."""
    line = _one_line(text[:MAX_READ])
    before, _ = _courtesies()
    if not words_of(line) or not before.sub("", line).strip(_MARKS + ",.;:!?"):
        return Courtesy.GREETING
    bare = _without_courtesies(line).strip("?")
    return Courtesy.THANKS if not bare or _replies().fullmatch(bare) else None


def folded(text: str) -> str:
    """Lower case without accents: "geïntegreerd" and "Geintegreerd" are one word."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_ACCENTS)


class _Accents(dict[int, int | None]):
    """Takes accents off a decomposed text; filled as it is asked."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_ACCENTS = _Accents()


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in their order."""
    return tuple(found_in(text))


def found_in(text: str) -> list[str]:
    """The same for a text that is not asked for again."""
    return _WORD.findall(folded(text))


def _one_line(text: str) -> str:
    visible = _INVISIBLE.sub("", text).replace("´", "'")  # of a lone ´ NFKC makes a space and a combining accent
    straight = unicodedata.normalize("NFKC", visible).translate(_STRAIGHT)
    return _REPEATED.sub(r"\1", " ".join(straight.translate(_LINE).split())).strip(_MARKS)


class _Line(dict[int, int]):
    """Makes a space of what is no letter, digit or mark of a line; of what is usual it is filled as it is asked."""

    def __missing__(self, code: int) -> int:
        is_none = unicodedata.category(chr(code))[0] in "CZS" and chr(code) not in "€+=<>%$&"
        found = ord(" ") if is_none else code
        if code < _USUAL:  # all there are would take 70 MB
            self[code] = found
        return found


_USUAL = 0x2100  # Latin, Greek, Cyrillic, Arabic and what stands between words; signs and pictures come behind
_LINE = _Line()
_REPEATED = re.compile(r"([!?.,;:])\1+")


# Soft hyphens, zero-width characters, marks of direction, and what chooses an emoji's looks: words go on across them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_MARKS = " -_*#"  # what a list, a heading or emphasis puts around a line
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "–": "-", "—": "-"})


# A mail's first line, and its last: whom it is to and from. What asks something is neither.
_SALUTATION = re.compile(
    r"\A\s*(?:beste|geachte|lieve|hallo|hoi|hi|hey|dag|goede(?:morgen|middag|navond)|dear|hello)\b[^\n?.!:]{0,60}[,.!]?[ \t]*\n",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\n\s*(?:--[ \t]*\n|(?:(?:met )?(?:vriendelijke|hartelijke) groet(?:en|jes)?|groet(?:en|jes)?|m\.?v\.?g|mvrgr|"
    r"(?:kind|best|warm) regards|regards|sincerely|cheers|alvast (?:hartelijk )?(?:dank|bedankt))\b)[^?]{0,400}\Z",
    re.IGNORECASE,
)


def _without_letter(text: str) -> str:
    """Without whom a mail is to and from; one that is nothing else stays as it is."""
    if "\n" not in text:
        return text
    bare = _SIGNATURE.sub("", _SALUTATION.sub("", text))
    return bare if bare.strip() else text


def _without_courtesies(line: str) -> str:
    before, behind = _courtesies()
    while True:
        shorter = behind.sub("", before.sub("", line)).strip(_MARKS + ",.;:!")
        if shorter == line or not shorter:
            return shorter
        line = shorter


@cache
def _replies() -> re.Pattern[str]:
    """What people answer where all is clear, as a whole message."""
    return re.compile("|".join(_lists()["replies"]), re.IGNORECASE)


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(COURTESIES.read_text("utf-8"))


@cache
def _courtesies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(what may stand before a question, what may stand behind it), from courtesies.toml."""
    phrases = {place: "|".join(sorted(_lists()[place], key=len, reverse=True)) for place in ("before", "behind")}
    before = re.compile(rf"^(?:{phrases['before']})(?=$|[\s,.;:!?-])[\s,.;:!-]*", re.IGNORECASE)
    behind = re.compile(rf"(?:^|(?<=[\s,.;:!?-]))(?:{phrases['behind']})[\s.!]*$", re.IGNORECASE)
    return before, behind
