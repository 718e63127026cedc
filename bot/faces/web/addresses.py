"""An entry, a topic or a page of the site in, its address out; and back, since every page is found by its address alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import quote, urlencode

from bot.conversation.wording import LANGUAGES
from knowledge.entry import Entry


class Page(StrEnum):
    """The pages that are no entries."""

    ASK = "ask"
    PRESS = "press"  # what a button under an answer leads to
    SUGGEST = "suggest"
    TOPICS = "topics"
    ROUTES = "routes"
    NEWS = "news"
    CHECK = "check"  # where agreements are looked at
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"
    CARRY = "carry"  # how to put it on a site of one's own
    CHAT = "chat"  # … and what stands in the frame there
    OFFLINE = "offline"
    SEARCH = "search"  # of the site as files


# What a page is called in an address; in a language that has no words of its own, in English.
_WORDS = {
    Page.ASK: {"nl": "vraag", "en": "ask"},
    Page.PRESS: {"nl": "keuze", "en": "choice"},
    Page.SUGGEST: {"nl": "aanvullen", "en": "suggest"},
    Page.TOPICS: {"nl": "onderwerpen", "en": "topics"},
    Page.ROUTES: {"nl": "routes", "en": "routes"},
    Page.NEWS: {"nl": "nieuw", "en": "news"},
    Page.CHECK: {"nl": "nakijken", "en": "check"},
    Page.PRIVACY: {"nl": "privacy", "en": "privacy"},
    Page.ACCESSIBILITY: {"nl": "toegankelijkheid", "en": "accessibility"},
    Page.CARRY: {"nl": "meenemen", "en": "take-along"},
    Page.CHAT: {"nl": "gesprek", "en": "chat"},
    Page.OFFLINE: {"nl": "zonder-internet", "en": "offline"},
    Page.SEARCH: {"nl": "zoeken", "en": "search"},
}
APART = "-"  # in front of entries whose address is a page's
FORMS = (
    "md",
    "json",
    "txt",
    "svg",
)  # in which an entry can be had besides: as written, for programs, for a mail, as QR code
_LANG = re.compile(r"/([a-z]{2,3})/(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads."""

    lang: str
    page: Page | None = None  # None: an entry, a list of them, or the home page
    path: str = (
        ""  # what stands behind the page: a topic's code; else an entry's id, or a folder's name; empty: the home page
    )
    form: str = ""  # one of FORMS; empty: the page itself


def word_of(page: Page, lang: str) -> str:
    """What a page is called in an address."""
    return _WORDS[page].get(lang, _WORDS[page]["en"])


def page_address(page: Page, lang: str, path: str = "", **told: str) -> str:
    """The address of a page that is no entry; path: what stands behind it, told: its parameters."""
    behind = f"/{quote(path)}" if path else ""
    return f"/{lang}/{word_of(page, lang)}{behind}{parameters(told)}"


def parameters(told: Mapping[str, object]) -> str:
    """What stands behind an address, "?minutes=30"; empty where nothing is told."""
    kept = urlencode({name: value for name, value in told.items() if value})
    return f"?{kept}" if kept else ""


def home_address(lang: str) -> str:
    """Where a language begins."""
    return f"/{lang}/"


def entry_address(entry_id: str, lang: str, form: str = "") -> str:
    """The address of an entry, or of a form of it; also of a folder of entries, by its name."""
    apart = f"{APART}/" if _is_taken(entry_id, lang) else ""
    return f"/{lang}/{apart}{quote(entry_id)}" + (f".{form}" if form else "")


def permanent_address(entry: Entry, lang: str) -> str:
    """The one address of an entry that is shown on a page in a language: in its own, where the site has that."""
    return entry_address(entry.id, entry.lang if entry.lang in LANGUAGES else lang)


def place_of(path: str) -> Place | None:
    """Where an address, its escapes undone, leads; None where it begins with no language. Nothing says that there is a page."""
    found = _LANG.fullmatch(path)
    if found is None or found[1] not in LANGUAGES:
        return None
    lang, rest = found[1], found[2]
    first, _, behind = rest.partition("/")
    form = next((form for form in FORMS if rest.endswith(f".{form}")), "")
    if first == APART:
        return Place(lang, None, behind.removesuffix(f".{form}"), form)
    for page in Page:
        if first == word_of(page, lang):
            return Place(lang, page, behind)
    return Place(lang, None, rest.removesuffix(f".{form}"), form)


def translated(address: str, lang: str) -> str:
    """The address of the same page in another language."""
    place = place_of(address)
    if place is None:
        return home_address(lang)
    return page_address(place.page, lang, place.path) if place.page else entry_address(place.path, lang)


def _is_taken(entry_id: str, lang: str) -> bool:
    return entry_id.partition("/")[0] in _taken(lang)


@cache
def _taken(lang: str) -> frozenset[str]:
    """What the address of an entry can't begin with."""
    return frozenset({APART, *(word_of(page, lang) for page in Page)})
