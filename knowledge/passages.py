"""An entry in, the texts that are embedded and searched out; how they are searched is decided elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.entry import Entry, Passage, PassageKind

MAX_CHARS = 600  # about what a small encoder reads (128 word pieces)
PARSER = MarkdownIt("commonmark", {"html": False})
PARSER.validateLink = lambda url: True  # type: ignore[method-assign]  # so that bad links are seen, and reported


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of Markdown under one heading."""

    heading: str  # plain text; empty above the first heading
    body: str  # Markdown, the heading's own line left out


@lru_cache(maxsize=16384)
def sections(body: str) -> tuple[Section, ...]:
    """The body cut at its headings of any level; what holds nothing but white space is left out."""
    tokens, lines = PARSER.parse(body), body.split("\n")
    starts: list[tuple[str, int, int]] = [("", 0, 0)]  # heading, its first line, the first line under it
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            starts.append((_inline_text(inline), token.map[0], token.map[1]))
    ends = [start for _, start, _ in starts[1:]] + [len(lines)]
    cut = (
        (heading, "\n".join(lines[under:end]).strip()) for (heading, _, under), end in zip(starts, ends, strict=True)
    )
    return tuple(Section(heading, text) for heading, text in cut if text)


@lru_cache(maxsize=16384)
def split(entry: Entry, *, max_chars: int = MAX_CHARS) -> tuple[Passage, ...]:
    """The entry's title, its asks, and its sections with the title in front, cut at paragraph ends within max_chars."""
    passages = [Passage(entry, PassageKind.TITLE, entry.title, "")]
    passages += [Passage(entry, PassageKind.ASK, ask, "") for ask in entry.asks]
    for section in sections(entry.body):
        front = entry.title + (f" {section.heading}:" if section.heading else "")
        for text in _pieces(section.body, max_chars):
            passages.append(Passage(entry, PassageKind.SECTION, f"{front} {text}", section.heading))
    return tuple(passages)


def plain(body: str) -> str:
    """Markdown as plain text, a paragraph a line; list items keep no marks."""
    return "\n".join(_paragraphs(body))


def links(body: str) -> Iterator[tuple[str, int]]:
    """Each (address, 1-based line in body of its paragraph) that the Markdown links to, images included."""
    for token in PARSER.parse(body):
        for child in token.children or ():
            address = child.attrGet("href") or child.attrGet("src")
            if isinstance(address, str):
                yield address, (token.map[0] if token.map else 0) + 1


def _paragraphs(body: str) -> Iterator[str]:
    for token in PARSER.parse(body):
        if token.type == "inline":
            yield _inline_text(token)
        elif token.type in ("fence", "code_block"):
            yield " ".join(token.content.split())


def _inline_text(token: Token) -> str:
    parts = (" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ())
    return "".join(parts).strip()


def _pieces(body: str, max_chars: int) -> Iterator[str]:
    """Paragraphs joined while they fit; a paragraph that is too long by itself is cut between words."""
    piece = ""
    for paragraph in _paragraphs(body):
        for part in _cut(paragraph, max_chars):
            if piece and len(piece) + 1 + len(part) > max_chars:
                yield piece
                piece = ""
            piece = f"{piece} {part}".strip()
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
