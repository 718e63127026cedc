"""What somebody types about an activity in, what it may take and what it is for out; also whether it asks for one at all."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from index.plain import folded

SHORT_WORDS = 14  # most of a request without a verb, such as "icebreaker for 12 people, 15 minutes"
MAX_CHARS = 400  # of a text that is read; a longer one tells a story
MOST = 9999
DAY_MINUTES = 420  # of a whole day
PART_MINUTES = 240  # of a part of one
LATEST_HOURS = 8  # a number of hours beyond this is a time of day


class Place(StrEnum):
    """Where it is to be done."""

    ONLINE = "online"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Span:
    """A number that may lie between two."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Request:
    """What an activity is to fit."""

    minutes: Span | None = None  # None: not said
    people: Span | None = None
    place: Place | None = None
    words: str = ""  # what it is for, as typed; empty: no more was said than numbers

    @property
    def has_numbers(self) -> bool:
        return self.minutes is not None or self.people is not None


_DUTCH = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
    "achttien negentien"
)
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TOGETHER = "tweeen drieen vieren vijven zessen zevenen achten negenen tienen elven twaalven"  # "met z'n achten"
_TENS = {
    20: ("twintig", "twenty"),
    30: ("dertig", "thirty"),
    40: ("veertig", "forty"),
    50: ("vijftig", "fifty"),
    60: ("zestig", "sixty"),
    70: ("zeventig", "seventy"),
    80: ("tachtig", "eighty"),
    90: ("negentig", "ninety"),
}


def _number_words() -> dict[str, int]:
    """Two to a hundred, without accents; "een" and "one" mean too much besides."""
    dutch_units, english_units = _DUTCH.split(), _ENGLISH.split()
    found = {word: at for words in (dutch_units, english_units) for at, word in enumerate(words) if at > 1}
    for ten, (dutch, english) in _TENS.items():
        found |= {dutch: ten, english: ten}
        for unit in range(1, 10):
            found[f"{dutch_units[unit]}en{dutch}"] = ten + unit
            found |= {f"{english}{mark}{english_units[unit]}": ten + unit for mark in "- "}
    return (
        found
        | {word: at for at, word in enumerate(_TOGETHER.split(), 2)}
        | {"honderd": 100, "hundred": 100, "dozen": 12}
    )


_NUMBERS = _number_words()


@cache  # it takes a hundredth of a second to compile
def _number() -> re.Pattern[str]:
    return re.compile(rf"\b(?:a )?({'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b")


_CLOCK = re.compile(r"\b(?:om|tot|vanaf|rond|at|until|till|from|around)\s+\d{1,2}(?:[.:]\d{2})?\s*(?:uur|u|o'?clock|[ap]m)\b|\b\d{1,2}[.:]\d{2}\s*(?:uur|u)?\b")  # fmt: skip
_PERSON = (
    r"(?:mens(?:en)?|person(?:en|s)?|man|people|peoples|collegas?|collega's|colleagues?|deelnemers?|participants?|"
    r"aanwezigen|gasten|guests|leden|members|pers|\w*(?:docent(?:en)?|lera(?:ar|ren)|leerling(?:en)?|student(?:en|s)?|"
    r"teachers?|pupils?|teamleden|coaches|begeleiders|leiders|decanen|mentoren|collega's|vmbo'ers|mbo'ers|ouders|parents))"
)
_TEAMS = re.compile(rf"\b(\d+) (?:teams|groepen|groups|scholen|schools) (?:van|of|met|with) (\d+)\b(?: {_PERSON}\b)?")
_PEOPLE = re.compile(
    rf"\b(\d{{1,4}})(?:\s*(?:-|tot|a|to|of)\s*(\d{{1,4}}))?"
    rf"(?: [\w/']+- (?:en|and|of|or)(?= )|(?: (?!(?:min|uur|uren|hours?|kwartier|en|and)\b)[\w'/-]+)){{0,3}}? (?:\w+-)?{_PERSON}\b"
)
_GROUP = re.compile(
    r"\b(?:(?:groep(?:je)?|team|club|klas|group|class|party) (?:van|of)|(?:we zijn|zijn we|we are)(?: met)?|"
    r"met (?:z'n|zijn|ons|z n)|with)\s+(\d{1,4})(?!\s*(?:min|uur|u\b|hour|kwartier|schol|school|team|groep|group))\b"
)
_ONE = r"(?:1|een|a|an|one)"
_HOURS = re.compile(r"\b(\d+)(?:[.,](\d+))?\s*-?\s*(?:uur(?:tje)?|uren|u|hours?|hrs?)\b")
_MINUTES = re.compile(
    r"\b(?:(\d{1,3})\s*(?:-|tot|a|to)\s*)?(\d{1,4})\s*-?\s*(?:min(?:uten|uut|uutjes|utes?|s)?|m|')(?![\w])"
)
_FIXED: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), minutes)
    for pattern, minutes in (
        (rf"\b(?:anderhalf|anderhalve)\s*uur(?:tje)?\b|\b{_ONE} hour and a half\b|\b{_ONE} and a half hours?\b", 90),
        (r"\b(?:drie|three|3) ?kwartier(?:tje)?\b|\b(?:three|3) quarters of an hour\b", 45),
        (rf"\b(?:{_ONE} )?(?:kwartier(?:tje)?|quarter of an hour|quarter hour)\b", 15),
        (
            rf"\b(?:{_ONE} )?(?:half ?uur(?:tje)?|halfuur(?:tje)?)\b|\bhalf an? ?hour\b|\ba half ?hour\b|\bhalf-hour\b",
            30,
        ),
        (r"\b(?:halve dag|half a day|half day|dagdeel)\b", PART_MINUTES),
        (r"\b(?:hele|ganse|volle) dag\b|\b(?:whole|full|entire) day\b", DAY_MINUTES),
        (rf"\b{_ONE} (?:uur(?:tje)?|hour)\b|\buurtje\b", 60),
    )
)
_AND_A_HALF = re.compile(r"\b(\d+) (?:en een half|and a half)\s*(?=uur|uren|hours?)")
_ONLINE = re.compile(
    r"\b(?:online|digita(?:al|le)|virtue(?:el|le)|virtual|video\w*|zoom|ms teams|via teams|op afstand|remote(?:ly)?)\b"
)
_OUTSIDE = re.compile(r"\b(?:buiten|in de buitenlucht|outside|outdoors?)\b")
_FILLING = re.compile(
    r"\b(?:ik|we|wij|u|je|jij|i|you|zoek(?:en)?|heb|hebt|heeft|hebben|nodig|graag|een|de|het|the|an?|voor|for|van|of|"
    r"met|with|max(?:imaal|imum)?|hooguit|hoogstens|ongeveer|zo'?n|circa|ca|about|some|at most|up to|look(?:ing)?|need|"
    r"want|me|geef|give|is|er|there|en|and|kunt?|can|have|got|minstens|werkvorm(?:en)?|activit(?:eit(?:en)?|y|ies)|"
    r"iets|something|wat|do|please|alsjeblieft|alstublieft|in|binnen|within|online|buiten|lang|duurt|long)\b"
)
# What an activity is called; the second row holds words that mean other things as well.
_ACTIVITY = re.compile(
    r"\b(?:werkvorm(?:en|pje)?|kennismakings?(?:spel(?:letje|len)?|opdracht(?:en)?|oefening(?:en)?|activiteit(?:en)?|ronde|rondje)|"
    r"kennismakings? spel(?:letje)?|energizers?|ijs ?brekers?|ice ?-?breakers?|groepsopdracht(?:en)?|groepsspel(?:len|letje)?|"
    r"getting[- ]acquainted (?:game|activity|exercise)s?|teambuilding(?:sspel|sactiviteit)?|team[- ]building (?:game|activity|exercise)s?|"
    r"warm(?:ing)?[- ]?up)\b"
)
_MAYBE_ACTIVITY = re.compile(
    r"\b(?:spel|spelletjes?|spellen|games?|activiteit(?:en)?|activit(?:y|ies)|opdrachtje|oefening(?:en)?|exercises?)\b"
)
_SEEKING = re.compile(
    r"\b(?:zoek(?:en)?|gezocht|nodig|geef|doe maar|heb (?:je|jij|u)|hebt (?:je|u)|heeft u|hebben jullie|weet (?:je|u|iemand)|"
    r"kun(?:t)? (?:je|u)|wil(?:len)? (?:graag|een)|graag een|tip(?:s)?|idee(?:en)?|looking for|searching|need|want|"
    r"give me|do you have|have you got|got (?:a|an|any)|any ideas?|suggest|recommend|find me|can you)\b"
)
_SOMETHING = re.compile(
    r"\b(?:zoek(?:en)?|heb (?:je|jij|u)|hebt (?:je|u)|heeft u|looking for|need|do you have|got)(?: (?:nog|ook|nu))? (?:iets|something|anything)\b"
)
_PURPOSE = re.compile(
    r"\b(?:voor (?:de|het|een|onze|ons|mijn|bij) \w{4,}|om (?:te|elkaar|het|de|af) \w+|bij (?:de|het|een|onze) \w{4,}|"
    r"waarmee|for (?:the|a|an|our|my) \w{4,}|to (?:get|help|start|close|break|learn)\b)"
)
# What is asked about activities rather than for one.
_ABOUT = re.compile(
    r"^(?:en |maar |dus |and |but |so )?(?:wat (?:is|zijn|betekent|kost|doet|levert|bedoel)|hoe(?:veel|zo)?\b|waarom|mag|mogen|moet|"
    r"moeten|hoeft|wie|wanneer|waar|is (?:een|het|er|dat)|zijn|kan|werkt|what (?:is|are|does|do you mean)|how|why|may|must|"
    r"should|who|when|where|is (?:a|an|it|there)|are|does|which law|welke (?:regel|wet))\b"
)
_CHOOSING = re.compile(
    r"^(?:en |and )?(?:welke?|which|what) (?:\w+ )?(?:werkvorm|activit|energizer|ijsbreker|ice ?breaker|kennismaking)"
)


def read(text: str, *, is_command: bool = False) -> Request:
    """What a text says of time, group and place; in a command, bare numbers are minutes and then people."""
    line = _plain(text)
    place = Place.ONLINE if _ONLINE.search(line) else Place.OUTSIDE if _OUTSIDE.search(line) else None
    rest = _ONLINE.sub(" ", _CLOCK.sub(" ", line))
    minutes, rest = _minutes(rest)
    people, rest = _people(rest)
    if is_command:
        bare = [int(word) for word in re.findall(r"(?<![\w.,])\d{1,4}(?![\w.,])", rest)]
        if minutes is None and bare:
            minutes = Span(0, bare.pop(0))
        if people is None and bare:
            people = Span(bare[0], bare[0])
        rest = re.sub(r"\d+", " ", rest)
    words = " ".join(re.findall(r"[^\W\d_]{3,}", _FILLING.sub(" ", rest)))
    return Request(minutes, people, place, text.strip() if words else "")


def asked_for(text: str) -> Request | None:
    """The request that a message is; None for a question, about activities or about anything else.

    It has to name an activity and what it must fit, so that no question is taken for one.
    """
    line = _plain(text)
    is_sure, is_anything = bool(_ACTIVITY.search(line)), bool(_SOMETHING.search(line))
    if not (is_sure or is_anything or _MAYBE_ACTIVITY.search(line)):
        return None  # as nearly every message
    request = read(text)
    if is_anything and request.minutes and request.people:
        return request
    if not (is_sure or (_MAYBE_ACTIVITY.search(line) and request.has_numbers)):
        return None
    if _ABOUT.search(line) and not _CHOOSING.search(line):
        return None
    is_sought = bool(_SEEKING.search(line))
    if request.has_numbers:
        is_short = len(line.split()) <= SHORT_WORDS and "?" not in text
        return request if is_sought or is_short or _CHOOSING.search(line) else None
    has_purpose = request.place is not None or bool(_PURPOSE.search(line))
    return request if is_sure and is_sought and has_purpose else None


def _plain(text: str) -> str:
    """Lower case, without accents, number words as digits."""
    line = " ".join(folded(text[:MAX_CHARS]).replace("’", "'").split())
    return _number().sub(lambda match: str(_NUMBERS[match[1]]), line)


def _minutes(line: str) -> tuple[Span | None, str]:
    """The time, and the line without it."""
    halved = _AND_A_HALF.sub(lambda match: f"{match[1]},5 ", line)
    for pattern, minutes in _FIXED[:2]:
        if match := pattern.search(halved):
            return Span(0, minutes), _without(halved, match)
    if (match := _MINUTES.search(halved)) and 0 < int(match[2]) <= MOST:
        return Span(0, int(match[2])), _without(halved, match)
    for match in _HOURS.finditer(halved):
        hours = int(match[1][:4]) + (int(match[2][:1]) / 10 if match[2] else 0)
        if 0 < hours <= LATEST_HOURS:
            return Span(0, round(hours * 60)), _without(halved, match)
    for pattern, minutes in _FIXED[2:]:
        if match := pattern.search(halved):
            return Span(0, minutes), _without(halved, match)
    return None, line


def _people(line: str) -> tuple[Span | None, str]:
    """The size of the group, and the line without it."""
    if match := _TEAMS.search(line):
        size = min(int(match[1][:4]) * int(match[2][:4]), MOST)
        return Span(size, size), _without(line, match)
    if match := _PEOPLE.search(line):
        least, most = sorted((int(match[1]), int(match[2] or match[1])))
        if most > 0:
            return Span(max(least, 1), most), _without(line, match)
    if match := _GROUP.search(line):
        size = int(match[1])
        if size > 0:
            return Span(size, size), _without(line, match)
    return None, line


def _without(line: str, match: re.Match[str]) -> str:
    return f"{line[: match.start()]} {line[match.end() :]}"
