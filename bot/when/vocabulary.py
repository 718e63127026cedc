"""The words in which people count days, weeks and months, in Dutch and English, and their slips of the keys."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# As date.weekday() counts. The short ones mean a day beside a date or a week alone: "do", "zo" and "sun" are words too.
LONG_WEEKDAYS = {name.casefold(): number for names in WEEKDAYS.values() for number, name in enumerate(names)}
SHORT_WEEKDAYS = {
    **dict.fromkeys(("ma", "mon"), 0),
    **dict.fromkeys(("di", "dins", "tue", "tues"), 1),
    **dict.fromkeys(("wo", "woe", "woens", "wed", "weds"), 2),
    **dict.fromkeys(("do", "dond", "thu", "thur", "thurs"), 3),
    **dict.fromkeys(("vr", "fri"), 4),
    **dict.fromkeys(("za", "zat", "sat"), 5),
    **dict.fromkeys(("zo", "zon", "sun"), 6),
}
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # of RFC 5545
MONTH_NAMES = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_SHORT_MONTHS = ("jan", "feb febr", "mrt mar", "apr", "", "jun", "jul", "aug", "sept sep", "okt oct", "nov", "dec")
MONTHS = {name.casefold(): number for names in MONTH_NAMES.values() for number, name in enumerate(names, 1)} | {
    name: number for number, names in enumerate(_SHORT_MONTHS, 1) for name in names.split()
}
# The days of a month in words: "eenendertig", "twintigste", "twenty-third".
_NL = [
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_EN = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_NTH_NL = [
    "eerste",
    "tweede",
    "derde",
    "vierde",
    "vijfde",
    "zesde",
    "zevende",
    "achtste",
    "negende",
    "tiende",
    "elfde",
    "twaalfde",
]
_NTH_EN = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]


def _from_twenty(number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(words for 20 to 31, words for the twentieth to the thirty-first)."""
    off, is_thirty = number % 10, number >= 30
    nl, en = ("dertig", "thirty") if is_thirty else ("twintig", "twenty")
    if not off:
        return (nl, en), (f"{nl}ste", f"{en[:-1]}ieth")
    unit = _NL[off - 1].replace("é", "e")
    dutch = f"{unit}{'ën' if unit.endswith('e') else 'en'}{nl}"
    plain = dutch.replace("ë", "e")
    cardinals = (dutch, plain, *(f"{en}{by}{_EN[off - 1]}" for by in "- "))
    return cardinals, (f"{dutch}ste", f"{plain}ste", *(f"{en}{by}{_NTH_EN[off - 1]}" for by in "- "))


CARDINALS = {word: number for words in (_NL, _EN) for number, word in enumerate(words, 1)}
NTH_WORDS = {word: number for words in (_NTH_NL, _NTH_EN) for number, word in enumerate(words, 1)}
for _number in range(13, 20):
    NTH_WORDS |= {f"{_NL[_number - 1]}de": _number, f"{_EN[_number - 1]}th": _number}
for _number in range(20, 32):
    _cardinals, _ordinals = _from_twenty(_number)
    CARDINALS |= dict.fromkeys(_cardinals, _number)
    NTH_WORDS |= dict.fromkeys(_ordinals, _number)
DAY_WORDS = CARDINALS | NTH_WORDS
NUMBERS = CARDINALS | dict.fromkeys(("een", "'n", "’n", "a", "an"), 1)
ORDINALS = {
    **dict.fromkeys(("eerste", "1e", "1ste", "first", "1st"), 1),
    **dict.fromkeys(("tweede", "2e", "2de", "second", "2nd"), 2),
    **dict.fromkeys(("derde", "3e", "3de", "third", "3rd"), 3),
    **dict.fromkeys(("vierde", "4e", "4de", "fourth", "4th"), 4),
    **dict.fromkeys(("vijfde", "5e", "5de", "fifth", "5th"), 5),
    **dict.fromkeys(("laatste", "last"), -1),
}
UNITS = {
    **dict.fromkeys(("dagen", "dag", "dagje", "dagjes", "dgn", "days", "day"), "days"),
    **dict.fromkeys(("weken", "week", "weekje", "weekjes", "wkn", "wk", "weeks"), "weeks"),
    **dict.fromkeys(("maanden", "maand", "mnd", "months", "month"), "months"),
    **dict.fromkeys(("jaren", "jaar", "years", "year"), "years"),
}
DUTCH_UNITS = {
    "dagen",
    "dag",
    "dgn",
    "weken",
    "wkn",
    "wk",
    "maanden",
    "maand",
    "mnd",
    "jaren",
    "jaar",
}  # "in twee weken" is how long
NEAR_CHARS = 6  # of a name; shorter ones have too many neighbours for a slip of the keys to be told from another word
MONTH_CHARS = 5  # behind a number a month is told from fewer: "12 aprl"; "juni" and "juli" are one letter apart
_NO_MONTHS = {"maar", "maat", "match", "marsh", "marc", "mach", "much", "junk", "junior", "augurk"}


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest that fits."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})".replace("\\ ", " ")


NUMBER = rf"(?:[0-9]{{1,3}}|{any_of(NUMBERS)})"
UNIT = any_of(UNITS)
ORDINAL = any_of(ORDINALS)


def number_of(word: str) -> int:
    """Of what NUMBER matched."""
    return int(word) if word.isdecimal() else NUMBERS[word.casefold()]


def month_of(word: str) -> int | None:
    """1 to 12, also where a key slipped; None: it is no month."""
    word = word.casefold().rstrip(".")
    return MONTHS.get(word) if word in _NO_MONTHS else _named(word, MONTHS, MONTH_CHARS)


def near_weekday(word: str) -> int | None:
    """The day of the week that a word with one slip of the keys names; None: it is another word."""
    return _named(word.casefold(), LONG_WEEKDAYS, NEAR_CHARS)


def _named(word: str, names: Mapping[str, int], near_chars: int) -> int | None:
    if word in names:
        return names[word]
    return next((number for name, number in names.items() if len(name) >= near_chars and is_near(word, name)), None)


@lru_cache(maxsize=4000)
def is_near(word: str, name: str) -> bool:
    """Whether one letter was left out, put in, mistaken, or two changed places."""
    if abs(len(word) - len(name)) > 1 or word[0] != name[0]:
        return False
    at = next((at for at, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), None)
    if at is None:
        return True
    tail, whole = word[at:], name[at:]
    swapped = tail[1::-1] + tail[2:]
    return tail[1:] == whole[1:] or tail[1:] == whole or tail == whole[1:] or swapped == whole
