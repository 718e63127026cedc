"""What all pages of the web have in common: the one conversation, the folder as it is served now, and what the site is called."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.introduction import Introduction
from bot.conversation.offers import CHECKING, ROUTES, Checking
from bot.conversation.wording import LANGUAGES
from bot.faces.web.addresses import Page
from index.snapshot import Snapshot
from knowledge import catalog
from knowledge.entry import Entry
from knowledge.renamed import moved


@dataclass(frozen=True, slots=True)
class Site:
    """One site."""

    house: House
    conversation: Conversation
    url: str = ""  # WEB_URL, no slash at its end; empty: addresses are those under which somebody asks

    @property
    def snapshot(self) -> Snapshot:
        return self.house.retriever.snapshot

    @property
    def introduction(self) -> Introduction:
        """What it says of itself, by what the folder is about."""
        return self.conversation.introduction

    @property
    def checking(self) -> Checking | None:
        """What looks at agreements; None where nobody does, or there is nothing to look for."""
        found = next(iter(self.house.offers.all(CHECKING)), None)
        return found if found is not None and found.has_points else None

    @property
    def sections(self) -> tuple[str, ...]:
        """The folders that entries lie in."""
        return tuple(dict.fromkeys(entry.section for entry in self.snapshot.reading.entries if entry.section))

    @property
    def topics(self) -> tuple[str, ...]:
        """The codes that entries are filed under."""
        return tuple(dict.fromkeys(self._filed()))

    def _filed(self) -> Iterator[str]:
        """… of each entry, one by one."""
        known = catalog.topics()
        return (code for entry in self.snapshot.reading.entries for code in entry.topics if code in known)

    @property
    def has_routes(self) -> bool:
        """Whether there is an overview of routes."""
        return bool(self.snapshot.reading.routes and self.house.offers.all(ROUTES))

    def has(self, page: Page) -> bool:
        """Whether there is anything on a page."""
        match page:
            case Page.TOPICS:
                return any(self._filed())
            case Page.ROUTES:
                return self.has_routes
            case Page.CHECK:
                return self.checking is not None
            case _:
                return True

    def name(self, lang: str) -> str:
        """What it is called."""
        return self.introduction.name(lang)

    def tagline(self, lang: str) -> str:
        """What it has answers on, in a sentence."""
        return self.introduction.text("web_tagline", lang)

    def examples(self, lang: str) -> tuple[str, ...]:
        """Questions to begin with."""
        return self.introduction.examples(lang)

    def say(self, key: str, lang: str, **values: object) -> str:
        """A sentence of the pages."""
        return self.house.wording.say(key, lang, **values)

    def say_as_is(self, key: str, lang: str) -> str:
        """The same with its gaps left open, for whoever fills them later."""
        return self.house.wording.text(key, lang)

    def say_or(self, key: str, lang: str, otherwise: str) -> str:
        """The same for a key that may be missing."""
        return self.house.wording.text(key, lang) if self.house.wording.has(key) else otherwise

    def contact(self, key: str, lang: str) -> str:
        """A sentence that names whom to ask, in Markdown; empty where nobody is named."""
        contact = self.house.composer.whom(lang)
        return self.say(key, lang, contact=_literal(contact)) if contact else ""

    def entry(self, entry_id: str, lang: str) -> Entry | None:
        """In that language, else in another; None where there is none."""
        return self.snapshot.show(entry_id, lang)

    def entry_or_moved(self, entry_id: str, lang: str) -> Entry | None:
        """The same, also by what it was called before."""
        return self.entry(entry_id, lang) or self.entry(self.moved_to(entry_id), lang)

    def moved_to(self, entry_id: str) -> str:
        """Where the address of an entry that was renamed leads; empty: nowhere."""
        return moved(self.snapshot.reading.entries).get(entry_id, "")

    def languages_of(self, entry_id: str) -> tuple[str, ...]:
        """Those of the site in which there is an entry."""
        there = self.snapshot.languages_of(entry_id)
        return tuple(lang for lang in LANGUAGES if lang in there)


def _literal(text: str) -> str:
    """A text as Markdown that shows it as it is."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+-.!|&" else char for char in text)
