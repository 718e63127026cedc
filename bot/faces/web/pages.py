"""An address's page as HTML: everything that is read rather than asked. Decides nothing that another face would decide otherwise."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.conversation.offers import FITTING, ROUTES
from bot.conversation.topics import Topics, group_anchor, topic_name
from bot.conversation.wording import LANGUAGES
from bot.faces.quoting import MOST_CHARS
from bot.faces.web.addresses import (
    Page,
    entry_address,
    home_address,
    page_address,
    parameters,
    permanent_address,
    translated,
)
from bot.faces.web.markup import Heading, message_html, opened, page_html
from bot.faces.web.news import Item
from bot.faces.web.site import Site
from bot.faces.web.static import Static
from index.labels import asked_of_group, checked_on, labels, long_date, untranslated
from index.shown import Shown
from index.snapshot import Snapshot
from knowledge import catalog
from knowledge.entry import Certainty, Entry, Source
from knowledge.passages import plain

DESCRIPTION_CHARS = 160  # of an entry, for those who list pages
CONTENTS_FROM = 3  # headings, from which a page says what is on it
NEWS = 50  # entries that are listed as new
FAQ = "faq"
DOUBT = "doubt"  # the kind of the note that an entry may not be what was meant

_FOOT = (Page.NEWS, Page.PRIVACY, Page.ACCESSIBILITY, Page.CARRY)
_COMMANDS = {
    "onderwerpen": Page.TOPICS,
    "topics": Page.TOPICS,
    "routes": Page.ROUTES,
    "privacy": Page.PRIVACY,
    "nakijken": Page.CHECK,
    "check": Page.CHECK,
}


@dataclass(frozen=True, slots=True)
class Link:
    """A line that leads somewhere."""

    text: str
    address: str
    lang: str  # of the text
    note: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before an answer is read."""

    kind: str  # for the style sheet: how serious it is
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An entry, or the part of it that was asked for, as a template shows it."""

    title: str
    heading: str  # of the part; empty for the whole
    lang: str
    around: str  # the language of what is said around it
    notes: tuple[Note, ...]
    contents: tuple[Heading, ...]
    html: Markup
    sources: tuple[Source, ...]
    checked: str  # 2026-11-22
    checked_said: str


@dataclass(slots=True)
class _Known:
    """What stands on every page and takes a look at every entry, of one state of the folder."""

    snapshot: Snapshot
    sections: dict[str, tuple[Link, ...]] = field(default_factory=dict)  # by language
    by_topic: Mapping[str, Sequence[str]] | None = None  # None: not looked at yet


class Templates:
    """The templates, with what every one of them may use."""

    def __init__(self, site: Site, static: Static, *, is_static: bool = False, has_search: bool = False) -> None:
        """is_static: pages are files, and nobody answers; has_search: they can be searched all the same."""
        self._site, self._static, self.is_static, self._has_search = site, static, is_static, has_search
        self._jinja = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._jinja.filters["opened"] = opened

    def render(self, template: str, lang: str, **values: Any) -> str:
        """A template filled in, in a language."""
        shared = {
            "lang": lang,
            "t": partial(_said, self._site, lang),
            "t_label": labels(lang).__getitem__,
            "t_in": partial(_said, self._site),
            "t_label_in": lambda lang, key: labels(lang)[key],
            "page": partial(_page, lang),
            "home": home_address(lang),
            "static": self._static.address,
            "name": self._site.name(lang),
            "most_chars": MOST_CHARS,
            "is_static": self.is_static,
            "has_search": self._has_search,
        }
        return self._jinja.get_template(template).render(shared | values)


def _said(site: Site, lang: str, key: str, **values: object) -> str:
    return site.say(key, lang, **values) if values else site.say_as_is(key, lang)


def _page(lang: str, page: str, **parameters: str) -> str:
    return page_address(Page(page), lang, **parameters)


class Pages:
    """Makes pages. base: under which address they are seen, "https://vraag.example.nl"."""

    def __init__(self, site: Site, templates: Templates) -> None:
        self._site, self._templates = site, templates
        self._topics = Topics(site.house.wording)
        self._known = _Known(site.snapshot)

    # --- pages

    def home(self, lang: str, base: str) -> str:
        """What the site is, and all topics."""
        tagline = self._site.tagline(lang)
        return self._page(
            "home.html",
            lang,
            base,
            home_address(lang),
            title=self._site.name(lang),
            is_home=True,
            tagline=tagline,
            description=tagline,
            examples=self._site.examples(lang),
            sections=[link for link in self._sections(lang) if link.count],
            groups=self._groups(lang),
        )

    def topics(self, lang: str, base: str) -> str:
        """All topics, by group."""
        title, groups = self._site.say("web_topics", lang), self._groups(lang)
        here = page_address(Page.TOPICS, lang)
        return self._page("topics.html", lang, base, here, title=title, groups=groups, is_listed=bool(groups))

    def topic(self, code: str, lang: str, base: str) -> str | None:
        """The entries of a topic; None where there are none."""
        entries = self._topics.entries(self._site.snapshot, lang, code)
        if not entries:
            return None
        title = self._site.say("web_entries_of", lang, topic=topic_name(code, lang))
        crumbs = [(self._site.say("web_topics", lang), page_address(Page.TOPICS, lang))]
        here = page_address(Page.TOPICS, lang, code)
        return self._list(lang, base, here, title, (self.link(entry, lang) for entry in entries), crumbs=crumbs)

    def folder(self, name: str, lang: str, base: str, minutes: int | None, people: int | None) -> str | None:
        """The entries of a folder; None where there are none. minutes, people: of activities, None: whichever."""
        entries = self._of_folder(name, lang)
        if not entries:
            return None
        here, title = entry_address(name, lang), self._folder_name(name, lang)
        fitting = self._site.house.offers.all(FITTING)
        if not fitting or not all(entry.activity for entry in entries):
            return self._list(lang, base, here, title, (self.link(entry, lang) for entry in entries))
        is_on = bool(minutes or people)
        found = fitting[-1](minutes, people, lang) if is_on else entries
        said = self._site.say("web_activities_found" if found else "web_activities_none", lang, count=len(found))
        fields = (("minutes", minutes), ("people", people))
        shown = {
            "said": said,
            "is_on": is_on,
            "fields": [
                {"name": name, "label": self._site.say(f"web_activity_{name}", lang), "value": value or ""}
                for name, value in fields
            ],
        }
        links = (self.link(entry, lang, asked_of_group(entry.activity, lang)) for entry in found)
        return self._list(
            lang, base, here, title, links, filter=shown, behind=parameters(dict(fields)), is_listed=not is_on
        )

    def routes(self, profile: str, region: str, lang: str, base: str) -> str | None:
        """The overview of routes, with its warnings; None where there is none."""
        table = next(
            (table for make in self._site.house.offers.all(ROUTES) if (table := make(profile, region, lang))), None
        )
        if table is None:
            return None
        return self._page(
            "routes.html",
            lang,
            base,
            page_address(Page.ROUTES, lang),
            title=self._site.say("web_routes_title", lang),
            table=table,
            note=self.message(table.note, lang),
            warnings=[self.message(warning, lang) for warning in table.warnings],
            profile=profile,
            region=region,
            behind=parameters({"profile": profile, "region": region}),
            is_listed=not (profile or region),
        )

    def entry(self, entry: Entry, lang: str, base: str) -> str:
        """An entry whole, with all that belongs to it."""
        shown = self.answered(entry, None, lang, link_to=self._site.say_as_is("web_anchor", lang))
        links = self._site.house.composer.lines_under(entry, lang)
        section = self._folder_name(entry.section, lang) if entry.section else ""
        return self._page(
            "entry.html",
            lang,
            base,
            entry_address(entry.id, lang),
            title=entry.title,
            canonical=permanent_address(entry, lang),
            description=_first_of(plain(entry.body), DESCRIPTION_CHARS),
            og_type="article",
            about=entry.id,
            translations=[(one, entry_address(entry.id, one)) for one in self._site.languages_of(entry.id)],
            shown=shown,
            asks=" · ".join(entry.asks),
            shared=self.message(links, lang),
            see=self.related(entry, lang),
            topics=[
                Link(topic_name(code, lang), page_address(Page.TOPICS, lang, code), lang)
                for code in entry.topics
                if code in catalog.topics()
            ],
            crumbs=[(section, entry_address(entry.section, lang))] if section else [],
        )

    def news(self, items: Sequence[Item], lang: str, base: str) -> str:
        """The entries that changed last."""
        links = [
            self.link(
                item.entry, lang, f"{long_date(item.dated.changed.date(), lang)}, {self._site.say(_kind(item), lang)}"
            )
            for item in items
        ]
        here = page_address(Page.NEWS, lang)
        return self._list(lang, base, here, self._site.say("web_news_title", lang), links, feed=f"{here}.atom")

    def search(self, lang: str, base: str) -> str:
        """Where the site as files is searched."""
        title = self._site.say("web_search", lang)
        return self._page(
            "search.html", lang, base, page_address(Page.SEARCH, lang), title=title, is_asking=True, is_listed=False
        )

    def text(self, page: Page, lang: str, base: str) -> str:
        """One of the pages that say something of the site itself."""
        contact = self._site.contact("web_contact", lang)
        gaps: dict[Page, dict[str, object]] = {
            Page.PRIVACY: {
                "days": self._site.house.retention_days,
                "contact": contact,
                "server": self._site.say("web_privacy_server", lang) if self._site.house.records.is_shared else "",
            },
            Page.ACCESSIBILITY: {"contact": contact or self._site.introduction.text("contact_default", lang)},
            Page.CARRY: {
                "base": base,
                "language": lang,
                "chat": page_address(Page.CHAT, lang),
                "title": self._site.say("web_chat_title", lang, name=self._site.name(lang)),
            },
            Page.OFFLINE: {},
        }
        key = "web_files_privacy_text" if page is Page.PRIVACY and self._templates.is_static else f"web_{page}_text"
        written = page_html(self._site.say(key, lang, **gaps[page]).strip())
        return self._page(
            "text.html",
            lang,
            base,
            page_address(page, lang),
            title=self._site.say(f"web_{page}", lang),
            text=Markup(written.html),  # noqa: S704, made of our own sentences by page_html
            erase=page is Page.PRIVACY and not self._templates.is_static,
            read=page is Page.OFFLINE,
            is_listed=page is not Page.OFFLINE,
        )

    def wrong(self, key: str, lang: str, base: str, *, code: str = "") -> str:
        """That something isn't there, or went wrong; key: of its title, and with _text behind it of what to do."""
        return self._page(
            "wrong.html",
            lang,
            base,
            "",
            title=self._site.say(key, lang),
            text=self._site.say(f"{key}_text", lang, code=code),
            on=[*self._topics_link(lang), (self._site.say("web_home", lang), home_address(lang))],
            is_listed=False,
        )

    # --- parts, for pages that are asked for with a question too

    def answered(
        self,
        entry: Entry,
        found: Shown | None,
        lang: str,
        *,
        wanted: str = "",
        top: int = 2,
        link_to: str = "",
        doubt: str = "",
    ) -> Answered:
        """An entry as it is shown; found: the part of it, None: all of it; doubt: whether it is what was meant.

        wanted: the language that it was asked for in, where there are no words of ours in that.
        """
        whole = found is None
        written = page_html(entry.body if found is None else found.text, top, link_to)
        return Answered(
            entry.title,
            "" if found is None else found.heading,
            entry.lang,
            lang,
            (*((Note(DOUBT, doubt),) if doubt else ()), *self._notes(entry, lang, wanted or lang)),
            written.headings if whole and len(written.headings) >= CONTENTS_FROM else (),
            Markup(written.html),  # noqa: S704, escaped by page_html
            entry.sources,
            entry.checked.isoformat() if entry.checked else "",
            checked_on(entry.checked, lang),
        )

    def message(self, html: str, lang: str) -> Markup:
        """A message of the conversation; commands in it lead to their pages."""

        def address(command: str) -> str:
            page = _COMMANDS.get(command)
            if page is None:
                return home_address(lang) if command == "help" else ""
            return page_address(page, lang) if self._has(page) else ""

        return Markup(message_html(html, address))  # noqa: S704, escaped by message_html

    def link(self, entry: Entry, lang: str, note: str = "") -> Link:
        """To the page of an entry; note: what stands behind it."""
        return Link(entry.title, entry_address(entry.id, lang), entry.lang, note)

    def related(self, entry: Entry, lang: str, beside: Container[str] = ()) -> list[Link]:
        """The nearest other entries; beside: ids of those that are offered with it already."""
        return [self.link(other, lang) for other in self._site.snapshot.related(entry, lang, beside)]

    def framed(self, template: str, lang: str, base: str, here: str, **values: Any) -> str:
        """A page made of a template that needs no more than the others do."""
        return self._page(template, lang, base, here, **values)

    # ---

    def _page(self, template: str, lang: str, base: str, here: str, *, behind: str = "", **values: Any) -> str:
        """behind: what stands behind its address, "?minutes=30"; in another language the page is narrowed to the same."""
        others = [(one, translated(here, one)) for one in LANGUAGES if one != lang and here]
        shared: dict[str, Any] = {
            "base": base,
            "here": here,
            "canonical": here,
            "description": "",
            "og_type": "website",
            "is_listed": True,
            "is_home": False,
            "is_framed": False,
            "is_asking": False,
            "about": "",
            "menu": self._menu(lang),
            "foot": self._foot(lang),
            "crumbs": [],
            "other_languages": [(one, address + behind) for one, address in others],
            "translations": [(lang, here), *others] if here else [],
        }
        if self._templates.is_static and not base:
            shared["canonical"] = ""  # an address is either whole or of no use to those who list pages
        return self._templates.render(template, lang, **shared | values)

    def _list(self, lang: str, base: str, here: str, title: str, links: Iterable[Link], **values: Any) -> str:
        shared: dict[str, Any] = {"filter": None, "feed": ""}
        return self._page("list.html", lang, base, here, title=title, links=list(links), **shared | values)

    def _menu(self, lang: str) -> list[tuple[str, str]]:
        found = self._topics_link(lang)
        found += [
            (link.text, link.address) for link in self._sections(lang) if link.address != entry_address(FAQ, lang)
        ]
        if self._has(Page.CHECK):
            found.append((self._site.say("web_check", lang), page_address(Page.CHECK, lang)))
        return found

    def _topics_link(self, lang: str) -> list[tuple[str, str]]:
        has_any = self._site.has(Page.TOPICS)
        return [(self._site.say("web_topics", lang), page_address(Page.TOPICS, lang))] if has_any else []

    def _has(self, page: Page) -> bool:
        """Whether there is anything on a page, here: files look at no agreements."""
        return self._site.has(page) and not (self._templates.is_static and page is Page.CHECK)

    def _foot(self, lang: str) -> list[tuple[str, str]]:
        pages = (Page.PRIVACY, Page.ACCESSIBILITY) if self._templates.is_static else _FOOT
        return [(self._site.say(f"web_{page}", lang), page_address(page, lang)) for page in pages]

    def _of_now(self) -> "_Known":
        """What is known of the folder as it is now."""
        if self._known.snapshot is not self._site.snapshot:
            self._known = _Known(self._site.snapshot)
        return self._known

    def _by_topic(self) -> Mapping[str, Sequence[str]]:
        """The ids filed under each topic."""
        known = self._of_now()
        if known.by_topic is None:
            known.by_topic = _by_topic(known.snapshot)
        return known.by_topic

    def _sections(self, lang: str) -> tuple[Link, ...]:
        """The folders of entries, and the overview of routes where there is one."""
        known = self._of_now()
        if lang not in known.sections:
            known.sections[lang] = tuple(self._counted(lang))
        return known.sections[lang]

    def _counted(self, lang: str) -> list[Link]:
        counts: dict[str, int] = {}
        for name in {entry.id: entry for entry in self._site.snapshot.reading.entries}.values():
            if name.section:
                counts[name.section] = counts.get(name.section, 0) + 1
        found = [
            Link(self._folder_name(name, lang), entry_address(name, lang), lang, count=count)
            for name, count in sorted(counts.items())
        ]
        if self._site.has_routes:
            found.append(Link(self._site.say("web_routes", lang), page_address(Page.ROUTES, lang), lang))
        return found

    def _folder_name(self, name: str, lang: str) -> str:
        key = f"web_section_{name}"
        if self._site.introduction.is_foreign and self._site.house.wording.has(f"{key}_foreign"):
            key = f"{key}_foreign"
        return self._site.say_or(key, lang, name[:1].upper() + name[1:].replace("-", " "))

    def _of_folder(self, name: str, lang: str) -> tuple[Entry, ...]:
        snapshot = self._site.snapshot
        ids = dict.fromkeys(entry.id for entry in snapshot.reading.entries if entry.section == name and name)
        found = [entry for one in ids if (entry := snapshot.show(one, lang))]
        return tuple(sorted(found, key=lambda entry: entry.title.casefold()))

    def _groups(self, lang: str) -> list[Mapping[str, Any]]:
        """The groups of topics that the folder has something on."""
        by_topic = self._by_topic()
        found: list[Mapping[str, Any]] = []
        for number, group in enumerate(catalog.groups()):
            links = [
                Link(topic_name(topic.code, lang), self._topic_address(by_topic[topic.code], topic.code, lang), lang)
                for topic in group.topics
                if topic.code in by_topic
            ]
            if links:
                name = group.labels.get(lang, group.labels[LANGUAGES[0]])
                found.append({"name": name, "anchor": group_anchor(number), "topics": links})
        return found

    @staticmethod
    def _topic_address(ids: Sequence[str], code: str, lang: str) -> str:
        """Of its one entry, else of the list of them."""
        return entry_address(ids[0], lang) if len(ids) == 1 else page_address(Page.TOPICS, lang, code)

    def _notes(self, entry: Entry, lang: str, wanted: str) -> Iterable[Note]:
        """What has to be known before the answer is read."""
        words = labels(lang)
        if entry.lang != wanted:
            yield Note("untranslated", untranslated(entry.lang, lang))
        if entry.certainty_told is Certainty.SURE:
            yield Note(str(Certainty.SURE), self._site.say("web_sure", lang))
        elif entry.certainty_told:
            yield Note(str(entry.certainty_told), words[entry.certainty_told])
        if entry.is_old(self._site.house.today()):
            yield Note(str(Certainty.UNCONFIRMED), words["old"])
        if asked := asked_of_group(entry.activity, lang):
            yield Note("activity", asked)


def _kind(item: Item) -> str:
    """The key of what happened to an entry; where nothing is known of before, it was checked that day."""
    if item.dated.is_of_its_day:
        return "web_news_checked"
    return "web_news_new" if item.dated.is_new else "web_news_edited"


def _by_topic(snapshot: Snapshot) -> dict[str, list[str]]:
    """The ids filed under each topic."""
    found: dict[str, list[str]] = {}
    for entry in {entry.id: entry for entry in snapshot.reading.entries}.values():
        for code in entry.topics:
            found.setdefault(code, []).append(entry.id)
    return found


def _first_of(text: str, chars: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= chars else line[: chars - 1].rsplit(" ", 1)[0] + "…"
