"""Markdown of an entry, or a message of the conversation, in; the HTML of a page out: lists are lists, headings have addresses."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby, pairwise
from urllib.parse import urlsplit

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict, OptionsType
from markupsafe import Markup

from bot.conversation.markup import BULLET, MAX_URL, parsed
from bot.conversation.runs import Run, clean, html_of, runs, text_of
from index.shown import Shown
from knowledge.changes.places import slug
from knowledge.entry import Entry
from knowledge.passages import sections_of

TOP = 2  # level of an entry's highest heading on its own page; 1 is its title
DEEPEST = 6
_SCHEMES = ("http", "https", "mailto")
_COMMAND = re.compile(r"(?<![\w/<])/([a-z]{2,20})\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an entry."""

    anchor: str  # what stands behind # in its address
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Written:
    """An entry's body as HTML."""

    html: str
    headings: tuple[Heading, ...]


@lru_cache(maxsize=4096)
def page_html(markdown: str, top: int = TOP, link_to: str = "") -> Written:
    """What an entry says, word for word; raw HTML is shown as it is written, pictures of others are links to them.

    top: level of its highest heading. link_to: what is said of a link to a heading, with {heading}; empty: headings have
    no addresses, as where several entries stand on one page.
    """
    tokens = parsed(markdown)
    if tokens is None:  # too knotty for the parser
        return Written(f"<pre>{escape(clean(markdown).strip())}</pre>", ())
    renderer = _Renderer(top, link_to)
    html = renderer.render(renderer.prepared(tokens), OptionsDict(_OPTIONS), {})
    return Written(html, tuple(renderer.headings))


def opened(html: Markup, told: Markup | str) -> Markup:
    """HTML of this module with something said in each of its links of how it opens; told: attributes, empty: nothing."""
    return Markup(str(html).replace("<a ", f"<a{told} "))  # noqa: S704, in their texts and values a < is escaped


def anchor_of(entry: Entry, found: Shown) -> str:
    """Where a part stands on the page of all of an entry, whatever else is called so; empty where it has no address of its own."""
    if not found.heading:
        return ""
    headings, anchor = _with_ways(page_html(entry.body).headings), ""
    for section in sections_of(entry)[: found.at + 1]:
        if section.way:
            anchor = next((heading.anchor for heading, way in headings if way == section.way), "")
    return anchor


def _with_ways(headings: Sequence[Heading]) -> Iterator[tuple[Heading, tuple[str, ...]]]:
    """Each with those that it stands under and itself."""
    over: list[Heading] = []
    for heading in headings:
        over = [*(above for above in over if above.level < heading.level), heading]
        yield heading, tuple(one.text for one in over if one.text)


_OPTIONS: OptionsType = {
    "maxNesting": 100,
    "html": False,
    "linkify": False,
    "typographer": False,
    "quotes": "",
    "xhtmlOut": False,
    "breaks": False,
    "langPrefix": "language-",
    "highlight": None,
}


class _Renderer(RendererHTML):
    """Writes tokens as HTML."""

    def __init__(self, top: int, link_to: str) -> None:
        super().__init__()
        self.headings: list[Heading] = []
        self._top, self._link_to = top, link_to

    def prepared(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens with levels as the page has them, addresses of headings, and links that lead to the web alone."""
        raised = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=self._top)
        raised -= self._top
        taken: set[str] = set()
        for token, following in pairwise((*tokens, Token("", "", 0))):
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(int(token.tag[1]) - raised, DEEPEST)}"
            if token.type == "heading_open":
                text = _text(following.children or ())
                heading = Heading(_anchor(text, taken), text, int(token.tag[1]))
                self.headings.append(heading)
                if self._link_to:
                    token.attrSet("id", heading.anchor)
            elif token.type == "th_open":
                token.attrSet("scope", "col")
            elif token.type == "inline":
                token.children = list(_safe(token.children or ()))
        return list(tokens)

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        opened = self.renderToken(tokens, idx, options, env)
        return f'<div class="heading">{opened}' if self._link_to else opened

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Behind a heading stands a link to it, so that its own text is the heading alone."""
        at = sum(token.type == "heading_close" for token in tokens[:idx])
        heading = self.headings[at]
        if not self._link_to:
            return f"</{tokens[idx].tag}>\n"
        label = escape(self._link_to.format(heading=heading.text))
        link = f'<a class="anchor" href="#{heading.anchor}" aria-label="{label}">#</a>'
        return f"</{tokens[idx].tag}>{link}</div>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A wide table scrolls by itself, with the keyboard too."""
        return '<div class="wide" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"


def _anchor(text: str, taken: set[str]) -> str:
    """What a heading is called in an address, no two alike."""
    name = base = slug(text)
    at = 1
    while name in taken:
        at += 1
        name = f"{base}-{at}"
    taken.add(name)
    return name


def _text(children: Iterable[Token]) -> str:
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in children).strip()


def _safe(children: Sequence[Token]) -> Iterable[Token]:
    """Links to the web and to mail addresses alone; a picture is a link to where it lies, so that nobody else is asked for it."""
    opened: list[bool] = []
    for child in children:
        match child.type:
            case "link_open":
                opened.append(_leads(str(child.attrGet("href") or "")))
                if opened[-1]:
                    yield child
            case "link_close":
                if opened.pop():
                    yield child
            case "image":
                yield from _picture(child, is_linked=any(opened))
            case _:
                yield child


def _picture(image: Token, *, is_linked: bool) -> Iterable[Token]:
    address = str(image.attrGet("src") or "")
    text = Token("text", "", 0, content=_text(image.children or ()) or address)
    if is_linked or not _leads(address):
        yield text
        return
    yield Token("link_open", "a", 1, attrs={"href": address})
    yield text
    yield Token("link_close", "a", -1)


def _leads(address: str) -> bool:
    """Whether somebody may be led there."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    place = parts.path if parts.scheme == "mailto" else parts.netloc
    return parts.scheme in _SCHEMES and bool(place) and len(address) <= MAX_URL


# --- messages of the conversation


def message_html(html: str, address_of_command: Callable[[str], str]) -> str:
    """A message of Telegram's HTML as a page has it: paragraphs, lists, and commands that lead to their page.

    address_of_command: where a command leads; empty: nowhere, so it stays as it is written.
    """
    return "".join(_blocks(_lines(runs(html)), address_of_command))


def first_paragraph(html: str) -> str:
    """The text of a message up to its first blank line, in one line; empty where it begins with nothing but a list."""
    stretches = ((kind, list(lines)) for kind, lines in groupby(_lines(runs(html)), _kind))
    return next((" ".join(text_of(line).strip() for line in lines) for kind, lines in stretches if kind == "text"), "")


def _lines(found: Sequence[Run]) -> list[list[Run]]:
    """The runs of each line."""
    lines: list[list[Run]] = [[]]
    for run in found:
        first, *others = run.text.split("\n")
        lines[-1].append(Run(first, run.marks))
        lines += [[Run(part, run.marks)] for part in others]
    return lines


def _blocks(lines: Sequence[Sequence[Run]], address_of_command: Callable[[str], str]) -> Iterable[str]:
    """Lines that belong together: items of a list, or lines of a paragraph; a blank one parts them."""
    for kind, group in groupby(lines, _kind):
        inside = [_inline(line, address_of_command) for line in group]
        match kind:
            case "item":
                items = (line.removeprefix(BULLET) for line in inside)
                yield "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
            case "text":
                yield "<p>" + "<br>".join(inside) + "</p>"
            case _:
                pass


def _kind(line: Sequence[Run]) -> str:
    text = text_of(line).strip()
    return "" if not text else "item" if text.startswith(BULLET.strip()) else "text"


def _inline(line: Sequence[Run], address_of_command: Callable[[str], str]) -> str:
    """A line's text; its own elements alone, since Telegram's stretch over lines. Quotations are told by nothing else here."""
    kept = [Run(run.text, tuple(mark for mark in run.marks if mark.tag in _INLINE)) for run in line]
    html = html_of(kept).strip()

    def linked(found: re.Match[str]) -> str:
        address = address_of_command(found[1])
        return f'<a href="{escape(address)}">{found[0]}</a>' if address else found[0]

    return html if "<a" in html else _COMMAND.sub(linked, html)


_INLINE = frozenset(("b", "i", "u", "s", "a", "code"))
