"""An entry in, the texts that are embedded and searched out; how they are searched is decided elsewhere."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from knowledge.dialects.marks import ENTRY
from knowledge.entry import Entry, Passage, PassageKind, Section

if TYPE_CHECKING:  # it takes a while to import, and a start whose files are as they were parses none
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_CHARS = 600  # about what a small encoder reads (128 word pieces)
_RARE_BLOCK = re.compile(
    r" {4}|\t|```|~~~|>|([-*_]) *\1 *\1|^ *(?:-+|=+) *$|\]:",  # code, quotes, rules, underlined headings, references
    re.MULTILINE,
)
_WORD = re.compile(r"\w")
_MARKED = re.compile(r"[\\`*_\[\]<>&!]|[ \t]\n|\n[ \t]")  # what makes more of a paragraph's lines than their text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body, outside of quotations and lists."""

    text: str  # plain
    level: int  # 1 the highest
    line: int  # 1-based, in the body


@dataclass(frozen=True, slots=True)
class Outline:
    """What is in a body, found in one pass: parsing is what reading a folder spends most of its time on."""

    sections: tuple[Section, ...]  # cut at headings of any level; see _cut_up
    paragraphs: tuple[str, ...]  # all of it as plain text, headings included
    links: tuple[tuple[str, int], ...]  # (address, 1-based line of its paragraph), images included
    headings: tuple[Heading, ...]


@cache
def parser() -> "MarkdownIt":
    """Reads Markdown as people write it."""
    from markdown_it import MarkdownIt

    return _seeing_links(MarkdownIt("commonmark", {"html": False}))


@cache
def _of_blocks() -> tuple["MarkdownIt", "MarkdownIt"]:
    """Two that leave paragraphs as they are written, the second for bodies in which its rules are all that can match."""
    from markdown_it import MarkdownIt

    few = MarkdownIt("zero").enable(["list", "heading"]).disable("inline")
    return _seeing_links(MarkdownIt("commonmark", {"html": False}).disable("inline")), _seeing_links(few)


def _seeing_links(parser: "MarkdownIt") -> "MarkdownIt":
    """Also bad ones, so that they are reported."""
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def outline(body: str) -> Outline:
    """Parse a body, once for those that differ in blank lines around them alone: a file's text is read before those go."""
    inside = body.strip("\n")
    found = _outline(inside)
    above = len(body) - len(body.lstrip("\n")) if inside else 0
    if not above or not (found.links or found.headings):
        return found
    links = tuple((address, line + above) for address, line in found.links)
    headings = tuple(replace(heading, line=heading.line + above) for heading in found.headings)
    return replace(found, links=links, headings=headings)


@lru_cache(maxsize=256)  # of a file that is read several things are asked, one after the other
def _outline(body: str) -> Outline:
    """What can't be there is not looked for, which takes half of the time."""
    references: dict[str, Any] = {}
    all_blocks, few_blocks = _of_blocks()
    blocks = all_blocks if _RARE_BLOCK.search(body) else few_blocks
    tokens, lines = blocks.parse(body, references), body.split("\n")
    starts: list[tuple[Heading | None, int]] = [(None, 0)]  # a heading, and the first line under it, from 0
    found: list[list[str]] = [[]]  # the paragraphs under each that are searched
    everything, links = [], []
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.type not in ("inline", "fence", "code_block"):
            continue
        leads_on = False
        if token.type == "inline" and _MARKED.search(token.content):
            (marked,) = parser().parseInline(token.content, references)
            text, leads_on = _inline_text(marked), _leads_on(marked)
            links += [(address, (token.map[0] if token.map else 0) + 1) for address in _addresses(marked)]
        elif token.type == "inline":
            text = token.content.replace("\n", " ").strip()
        else:
            text = " ".join(token.content.split())
        everything.append(text)
        if before and before.type == "heading_open" and before.level == 0 and before.map:
            starts.append((Heading(text, int(before.tag[1:]), before.map[0] + 1), before.map[1]))
            found.append([])
        elif not leads_on:  # what such links call is said where they lead
            found[-1].append(text)
    headings = tuple(heading for heading, _ in starts if heading)
    return Outline(_cut_up(lines, starts, found), tuple(everything), tuple(links), headings)


def _cut_up(
    lines: Sequence[str], starts: Sequence[tuple[Heading | None, int]], paragraphs: Sequence[Sequence[str]]
) -> tuple[Section, ...]:
    """The sections between headings, each with the way to it.

    A heading over smaller ones, without text of its own, is in their ways; one over nothing stays in the text before it.
    """
    found: list[Section] = []
    way: list[Heading] = []
    over: list[Heading] = []  # those over smaller ones, none of which is over a text so far
    for at, (heading, start) in enumerate(starts):
        following = starts[at + 1][0] if at + 1 < len(starts) else None
        end = following.line - 1 if following else len(lines)
        body = "\n".join(lines[start:end]).strip()
        if heading:
            way = [*(above for above in way if above.level < heading.level), heading]
        if body:
            found.append(_section(tuple(one.text for one in way if one.text), body, paragraphs[at]))
            over = []
        elif heading and heading.text:
            over.append(heading)
            if following and following.level > heading.level:
                continue
            written = "\n".join(lines[over[0].line - 1 : start]).strip()
            before = found.pop() if found else Section((), "")
            body = f"{before.body}\n\n{written}".strip()
            told = [one.text for one in over]
            found.append(_section(before.way, body, [*(before.paragraphs if before.body else ()), *told]))
            over = []
    return tuple(found)


def _section(way: tuple[str, ...], body: str, paragraphs: Sequence[str]) -> Section:
    """A text that is there once: of most sections the body is their only paragraph."""
    return Section(way, body, None if list(paragraphs) == [body] else tuple(paragraphs))


def sections(body: str) -> tuple[Section, ...]:
    """The body cut at its headings of any level; no heading is lost, see _cut_up."""
    return outline(body).sections


def sections_of(entry: Entry) -> tuple[Section, ...]:
    """An entry's body cut at its headings, whoever made the entry."""
    return entry.sections or sections(entry.body)


def split(entry: Entry, *, max_chars: int = MAX_CHARS) -> tuple[Passage, ...]:
    """The entry's title, its asks, and its sections with the title in front, cut at paragraph ends within max_chars.

    Of a section in which nothing is searched, as of a list of links, its heading.
    """
    passages = [Passage(entry, PassageKind.TITLE, entry.title, "")]
    passages += [Passage(entry, PassageKind.ASK, ask, "") for ask in entry.asks]
    return (*passages, *_of_sections(entry, max_chars))


def passage_at(entry: Entry, at: int) -> Passage:
    """The one of an entry's passages that stands there in split; a question needs one of each entry. Raises IndexError."""
    if at == 0:
        return Passage(entry, PassageKind.TITLE, entry.title, "")
    if at <= len(entry.asks):
        return Passage(entry, PassageKind.ASK, entry.asks[at - 1], "")
    before = at - 1 - len(entry.asks)
    for number, section in enumerate(
        sections_of(entry)
    ):  # there may be a thousand: no more is made of each than its size
        is_whole = section.parted is None and 0 < len(section.body) <= MAX_CHARS
        texts = (section.body,) if is_whole else _texts(section, MAX_CHARS)
        if before < len(texts):
            return _passage(entry, section, number, texts[before])
        before -= len(texts)
    raise IndexError(at)


def _of_sections(entry: Entry, max_chars: int) -> Iterator[Passage]:
    for at, section in enumerate(sections_of(entry)):
        for text in _texts(section, max_chars):
            yield _passage(entry, section, at, text)


def _passage(entry: Entry, section: Section, at: int, text: str) -> Passage:
    """One of a section's; text: a piece of it, empty for its heading alone, which is searched as a title is.

    Of a longer entry, each section of which is found by itself, that is without the entry's own title: else who asks for
    the entry would be led to a list of links in it.
    """
    if text:
        return Passage(entry, PassageKind.SECTION, text, section.heading, at)
    told = section.heading if entry.is_guideline else f"{entry.title} {section.heading}"
    return Passage(entry, PassageKind.TITLE, told, section.heading, at)


def _texts(section: Section, max_chars: int) -> tuple[str, ...]:
    """A section's paragraphs in pieces; where none is searched an empty one, for its heading."""
    return tuple(_pieces(section.paragraphs, max_chars)) or (("",) if section.way else ())


def plain(body: str) -> str:
    """Markdown as plain text, a paragraph a line; list items keep no marks."""
    return "\n".join(outline(body).paragraphs)


def links(body: str) -> tuple[tuple[str, int], ...]:
    """Each (address, 1-based line in body of its paragraph) that the Markdown links to, images included."""
    return outline(body).links


def _addresses(token: "Token") -> Iterator[str]:
    for child in token.children or ():
        address = child.attrGet("href") or child.attrGet("src")
        if isinstance(address, str):
            yield address


def _leads_on(token: "Token") -> bool:
    """Whether a paragraph is links to other entries, or to places of its own, and no word beside them."""
    within, is_led = 0, False
    for child in token.children or ():
        if child.type == "link_open":
            address = str(child.attrGet("href"))
            if address == ENTRY or not address.startswith((ENTRY, "#")):  # the first leads nowhere
                return False
            within, is_led = within + 1, True
        elif child.type == "link_close":
            within -= 1
        elif not within and _WORD.search(child.content):
            return False
    return is_led


def _inline_text(token: "Token") -> str:
    parts = (" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ())
    return "".join(parts).strip()


def _pieces(paragraphs: Iterable[str], max_chars: int) -> Iterator[str]:
    """Paragraphs joined while they fit; a paragraph that is too long by itself is cut between words."""
    piece = ""
    for paragraph in paragraphs:
        for part in _cut(paragraph, max_chars):
            if piece and len(piece) + 1 + len(part) > max_chars:
                yield piece
                piece = ""
            piece = (f"{piece} {part}" if piece else part).strip()
    if piece:
        yield piece


def _cut(paragraph: str, max_chars: int) -> Iterator[str]:
    while len(paragraph) > max_chars:
        at = paragraph.rfind(" ", 0, max_chars + 1)
        at = at if at > 0 else max_chars
        yield paragraph[:at]
        paragraph = paragraph[at:].strip()
    if paragraph:
        yield paragraph
