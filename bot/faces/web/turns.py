"""A turn of the conversation in, what a page shows of it out: answers as entries, options and the rest as buttons and links."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import assert_never

from markupsafe import Markup

from bot.conversation.callback_data import Kind, Press, data_of, parse
from bot.conversation.codes import code_of
from bot.conversation.compose import picking
from bot.conversation.menus import told
from bot.conversation.reply import Button, Reply, Told, Turn
from bot.conversation.runs import plain_text
from bot.conversation.topics import group_anchor
from bot.conversation.wording import LANGUAGES
from bot.faces.web.addresses import Page, entry_address, home_address, page_address
from bot.faces.web.markup import anchor_of, first_paragraph
from bot.faces.web.pages import Answered, Link, Pages
from bot.faces.web.site import Site
from index.labels import labels
from index.shown import Shown, named, part
from knowledge.entry import Entry

# Commands for which there is a page: (what it is called, the page, None: the home page, what stands behind its address).
_LEADING: dict[str, tuple[str, Page | None, str]] = {
    "start": ("web_home", None, ""),
    "help": ("web_home", None, ""),
    "taal": ("web_home", None, ""),
    "onderwerpen": ("web_topics", Page.TOPICS, ""),
    "routes": ("web_routes", Page.ROUTES, ""),
    "nakijken": ("web_check", Page.CHECK, ""),
    "privacy": ("web_privacy", Page.PRIVACY, ""),
    "wis": ("web_privacy_erase", Page.PRIVACY, "#erase"),
}


@dataclass(frozen=True, slots=True)
class PageButton:
    """Something to press: exactly one of data and address is filled."""

    label: str
    data: str = ""  # handed back when it is pressed
    address: str = ""  # where it leads
    lang: str = ""  # of the label; empty: the part's


Rows = tuple[tuple[PageButton, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a turn."""

    kind: str  # "answer", "options" or "message"
    lang: str  # of all of it but an answer's own text and titles
    buttons: Rows = ()
    shown: Answered | None = None  # of an answer
    address: str = ""  # of an answer's own page
    shared: Markup = field(default_factory=Markup)  # links that people shared, under an answer
    see: tuple[Link, ...] = ()  # related to an answer
    html: Markup = field(default_factory=Markup)  # of a message
    title: str = ""  # above options
    number: int = 0  # under which the question was noted
    again: str = ""  # of an answer: what shows it once more, for `Turns.with_answer`
    said: str = ""  # of an answer or a message: the same for those who hear it, in short


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn as a template shows it."""

    asked: str  # what was asked; empty where a button was pressed
    lang: str  # of what stands around its parts
    parts: tuple[Part, ...]
    lines: Markup  # what rooms add
    toast: str
    said: str  # a sentence for those who hear the page
    replaces: bool  # it takes the place of the turn whose button was pressed
    is_kept: bool  # something of its tab may have been noted, and can be erased

    @property
    def has_heading(self) -> bool:
        """Whether it says by a heading what it is."""
        return any(part.kind != "message" for part in self.parts)


class Turns:
    """Makes them."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site, self._pages = site, pages

    def view(self, turn: Turn, asked: str, lang: str, *, is_known: bool) -> TurnView:
        """lang: of the page; what is said in another is in that, with the words around it where there are any.

        is_known: something was asked in its tab before, and not erased.
        """
        page, lang = lang, turn.lang if turn.lang in LANGUAGES else lang
        parts = tuple(part for one in turn.tells for part in self._told(one, page))
        if not parts:
            parts = tuple(self._message(reply, lang, turn.lang or lang) for reply in turn.replies)
        return TurnView(
            asked,
            lang,
            parts,
            self._pages.message(turn.lines, lang),
            turn.toast,
            turn.toast or self._said(parts, lang),
            turn.replaces,
            is_known or turn.asked is not None,
        )

    def with_answer(self, turn: Turn, again: str, data: str) -> Turn:
        """A turn that is a word alone, as of thanks, with the answer under which somebody pressed, as a page without a script needs it.

        again: the answer's `Part.again`, as somebody sent it; data: what stood behind the button.
        """
        lang, _, shown = again.partition(":")
        press, pressed = parse(shown), parse(data)
        if turn.tells or turn.replies or lang not in LANGUAGES or press is None or press.kind is not Kind.SECTION:
            return turn
        entry = self._site.house.entry(press.code, lang)
        number = pressed.number if pressed and pressed.kind in (Kind.GOOD, Kind.BAD) else None
        return replace(turn, tells=(Told(lang, number, (entry, part(entry, press.number))),)) if entry else turn

    def saying(self, said: str, asked: str, lang: str, *, is_known: bool) -> TurnView:
        """A sentence instead of an answer."""
        return TurnView(asked, lang, (), Markup(), said, said, replaces=False, is_kept=is_known)

    def leading(self, text: str, lang: str, *, is_known: bool) -> TurnView | None:
        """Where a command leads that has a page; None where it has none, there is nothing on it, or it is no command."""
        command = told(text, self._site.house.username)
        known = self._site.house.commands.named(command[0]) if command else None
        if known is None or command is None or command[1] or known.name not in _LEADING:
            return None
        key, page, behind = _LEADING[known.name]
        if page and not self._site.has(page):
            return None
        address = (page_address(page, lang) if page else home_address(lang)) + behind
        label = self._site.say(key, lang)
        led = Part("message", lang, ((PageButton(label, address=address),),))
        return TurnView(text, lang, (led,), Markup(), "", label, replaces=False, is_kept=is_known)

    def _told(self, one: Told, page: str) -> Iterable[Part]:
        """An entry, others to choose from, or both; else what is said instead. page: the language of the page."""
        lang = one.lang if one.lang in LANGUAGES else page
        if one.shown:
            yield self._answer(*one.shown, one, lang)
        if one.offered:
            yield self._options(one, lang)
        if one.reply:
            yield self._message(one.reply, lang, lang)

    def _answer(self, entry: Entry, found: Shown, told: Told, lang: str) -> Part:
        number = told.number
        is_part, doubt = bool(found.heading or found.others), plain_text(told.doubt)
        verdicts = (
            () if number is None else ((self._verdict(Kind.GOOD, number, lang), self._verdict(Kind.BAD, number, lang)),)
        )
        return Part(
            "answer",
            lang,
            verdicts,
            self._pages.answered(entry, found if is_part else None, lang, wanted=told.lang, top=3, doubt=doubt),
            entry_address(entry.id, lang) + (f"#{anchor}" if (anchor := anchor_of(entry, found)) else ""),
            self._pages.message(self._site.house.composer.lines_under(entry, lang), lang),
            tuple(self._pages.related(entry, lang, [other.id for other, _ in told.offered])),
            number=number or 0,
            again=f"{lang}:{data_of(Press(Kind.SECTION, code=code_of(entry.id), number=found.at))}",
            said=f"{self._site.say('web_announced', lang, title=entry.title)} {doubt}".strip(),
        )

    def _options(self, told: Told, lang: str) -> Part:
        number = told.number or 0
        rows = [
            (PageButton(named(entry, found), data_of(picking(entry, found, number)), lang=entry.lang),)
            for entry, found in told.offered
        ]
        none = PageButton(self._site.say("none_of_these", lang), data_of(Press(Kind.NONE, number=number)))
        title = self._site.say("web_or_else", lang) if told.shown else labels(lang)["unsure"]
        return Part("options", lang, (*rows, (none,)), title=title, number=number)

    def _verdict(self, kind: Kind, number: int, lang: str) -> PageButton:
        key = "web_helpful" if kind is Kind.GOOD else "web_not_helpful"
        return PageButton(self._site.say(key, lang), data_of(Press(kind, number=number)))

    def _message(self, reply: Reply, lang: str, spoken: str) -> Part:
        """spoken: the language that it is in, which may be one that there are no pages in."""
        rows = (tuple(shown for button in row if (shown := self._button(button, lang))) for row in reply.rows)
        html, said = self._pages.message(reply.html, lang), first_paragraph(reply.html)
        return Part("message", spoken, tuple(row for row in rows if row), html=html, said=said)

    def _button(self, button: Button, lang: str) -> PageButton | None:
        """What leads to a page is a link, so that it can be opened, kept and passed on like one; None: it is of no use here."""
        if button.url:
            return PageButton(button.label, address=button.url)
        if not button.data:  # it would carry the answer into a chat
            return None
        press = parse(button.data)
        address = self._address(press, lang) if press else ""
        return PageButton(button.label, address=address) if address else PageButton(button.label, data=button.data)

    def _address(self, press: Press, lang: str) -> str:
        """Where a press leads; empty where it does something."""
        match press.kind:
            case Kind.SHOW | Kind.CONTENTS:
                return self._entry_address(press, lang)
            case Kind.SECTION:
                return self._entry_address(press, lang)
            case Kind.GROUPS:  # where nothing is filed under topics it shows all entries instead
                return page_address(Page.TOPICS, lang) if self._site.has(Page.TOPICS) else ""
            case Kind.GROUP:
                return page_address(Page.TOPICS, lang) + f"#{group_anchor(press.number)}"
            case Kind.TOPIC:
                return page_address(Page.TOPICS, lang, press.topic)
            case Kind.EXAMPLE:
                examples = self._site.examples(lang)
                return page_address(Page.ASK, lang, q=examples[press.number]) if press.number < len(examples) else ""
            case Kind.SPEAK:
                return home_address(press.lang)
            case (
                Kind.PICK
                | Kind.NONE
                | Kind.GOOD
                | Kind.BAD
                | Kind.WRONG
                | Kind.FORGET
                | Kind.KEEP
                | Kind.MINE
                | Kind.CARRY
                | Kind.DO
                | Kind.ALSO
            ):
                return ""
            case _:
                assert_never(press.kind)

    def _entry_address(self, press: Press, lang: str) -> str:
        entry = self._site.house.entry(press.code, lang)
        return entry_address(entry.id, lang) if entry else ""

    def _said(self, parts: tuple[Part, ...], lang: str) -> str:
        """What those hear who don't see that there is something new."""
        if heard := " ".join(one.said for one in parts if one.said):
            return heard
        if options := next((one for one in parts if one.kind == "options"), None):
            return self._site.say("web_announced_options", lang, count=len(options.buttons) - 1)
        return self._site.say("web_announced_message", lang)
