"""Markdown of an admin in, the HTML that Telegram takes out."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.conversation.runs import (
    Mark,
    Run,
    clean,
    escape,
    escaped,
    has,
    html_of,
    is_blank,
    text_of,
    trimmed,
)

MAX_URL = 2048  # characters; longer ones are data, not addresses
MAX_NESTING = 100  # quotes and lists in each other; each level costs the parser three Python frames
MAX_BRACKETS = 200  # in each other, or never closed: for each the parser may read on to the paragraph's end
MAX_LABEL = 40  # characters of a column's heading that is said again in each row
INDENT, MAX_INDENTS = "    ", 4  # of a list in a list
BULLET, RULE = "• ", "———"
SCHEMES = ("http", "https", "tg")
_BRACKET = re.compile(r"[\[\]]")
# Not that of knowledge.passages: a reader sees tables and ~~deletions~~, and how deep things lie matters to no search.
_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
_PARSER.validateLink = lambda url: True  # type: ignore[method-assign]  # _link is the judge; the rest is text alone


def to_html(markdown: str) -> str:
    """Valid for Telegram whatever the Markdown; blocks have a blank line between them, list items a line end.

    A list in a list is indented, a table becomes a line a row, raw HTML is shown as it is written.
    What leads nowhere that Telegram opens (a file, javascript:) keeps its text alone; so do mailto: and tel:, with the
    address or number in brackets, which Telegram makes links of and would break in an <a>.
    What is too knotty for the parser is shown as it is written.
    """
    tokens = parsed(markdown)
    return escaped(clean(markdown).strip()) if tokens is None else html_of(_Writer().write(tokens))


def parsed(markdown: str) -> Sequence[Token] | None:
    """What the Markdown consists of; None where it is too knotty for the parser, to be shown as it is written."""
    source = clean(markdown)
    if _deepest_bracket(source) > MAX_BRACKETS:
        return None
    tokens = _PARSER.parse(source)
    if any(token.nesting == 1 and token.level >= MAX_NESTING - 1 for token in tokens):
        return None  # the parser leaves out what lies deeper
    return tokens


def _deepest_bracket(source: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(source):
        depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


class _Writer:
    """Turns the parser's tokens into runs, a block at a time."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._between = ""  # what stands between the last block and the next
        self._lists: list[tuple[int | None, str]] = []  # the open ones: number of the next item, what follows a number
        self._marker = ""  # of items whose text is still to come
        self._quotes = 0  # how many are open
        self._quote: Mark | None = None  # the outermost of them; Telegram has none in another
        self._outer_lists = 0  # how many of the lists are around the quotation; text in it is not indented for them
        self._last_quote: Mark | None = None  # that in which the last block stands
        self._heading: list[tuple[Run, ...]] | None = None  # cells of a table's first row; None before it is complete
        self._is_told = False  # the first row's cells have been written
        self._cells: list[tuple[Run, ...]] = []  # of the row that is being read

    def write(self, tokens: Sequence[Token]) -> list[Run]:
        """Each token in turn; inline ones know by the token before what they are the text of."""
        for before, token in pairwise((Token("", "", 0), *tokens)):
            match token.type:
                case "inline":
                    self._text(before.type, token.children or ())
                case "fence" | "code_block":
                    self._code(token.content)
                case "hr":
                    self._block([Run(RULE)])
                case "bullet_list_open":
                    self._lists.append((None, ""))
                case "ordered_list_open":
                    start = token.attrGet("start")
                    self._lists.append((1 if start is None else int(start), token.markup))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                    self._between = self._after_block()
                case "list_item_open":
                    self._item()
                case "list_item_close":
                    self._bare_marker()
                case "blockquote_open":
                    self._open_quote()
                case "blockquote_close":
                    self._close_quote()
                case "table_open":
                    self._heading = None
                case "tr_open":
                    self._cells = []
                case "tr_close":
                    self._row()
                case "table_close":
                    self._end_table()
                case _:
                    pass  # the rest only says where these begin and end
        return self._runs

    def _text(self, kind: str, children: Iterable[Token]) -> None:
        marks = (Mark("b"),) if kind == "heading_open" else ()
        found = trimmed(_inline(children, marks, "\n" + self._indent(self._depth())))
        if kind in ("th_open", "td_open"):
            self._cells.append(tuple(found))
        elif found:
            self._block(found)

    def _code(self, content: str) -> None:
        if code := content.rstrip("\n"):
            self._bare_marker()
            self._block([Run(code, (Mark("pre"),))], is_indented=False)

    def _item(self) -> None:
        number, dot = self._lists[-1]
        if number is not None:
            self._lists[-1] = (number + 1, dot)
        self._marker = self._marker or self._indent(self._depth() - 1)
        self._marker += BULLET if number is None else f"{number}{dot} "

    def _bare_marker(self) -> None:
        """Of an item that is empty, or begins with what has to stand on lines of its own."""
        if self._marker:
            marker, self._marker = self._marker.rstrip(), ""
            self._block([Run(marker)], is_indented=False)

    def _open_quote(self) -> None:
        if not self._quotes:
            self._bare_marker()
            self._quote, self._outer_lists = Mark("blockquote"), len(self._lists)
        self._quotes += 1

    def _close_quote(self) -> None:
        self._quotes -= 1
        if not self._quotes:
            self._quote, self._outer_lists = None, 0
            self._between = self._after_block()

    def _row(self) -> None:
        """The first one gives the labels, each further one is a line: "• label: cell; label: cell"."""
        cells, self._cells = self._cells, []
        if self._heading is None:
            self._heading = cells
            return
        labels: Sequence[Sequence[Run]] = self._heading
        if not all(_is_label(label) for label in labels):
            self._block(_joined(labels, " · "))
            self._between, self._is_told = "\n", True
            labels = self._heading = [()] * len(labels)
        labelled = [
            (*label, Run(" " if text_of(label).endswith((":", "?")) else ": "), *cell) if label else cell
            for label, cell in zip(labels, cells, strict=False)
            if cell
        ]
        if labelled:
            self._block([Run(BULLET), *_joined(labelled, "; ")])
            self._between, self._is_told = "\n", True

    def _end_table(self) -> None:
        if not self._is_told and (heading := _joined(self._heading or (), " · ")):
            self._block(heading)
        self._heading, self._is_told = None, False
        self._between = self._after_block()

    def _block(self, found: Iterable[Run], *, is_indented: bool = True) -> None:
        if self._between:
            self._runs.append(Run(self._between, self._around(self._last_quote)))
        start, self._marker = self._marker or (self._indent(self._depth()) if is_indented else ""), ""
        around = self._around(self._quote)
        for run in (Run(start), *found):
            if run.text:
                self._runs.append(Run(run.text, (*around, *run.marks)))
        self._last_quote = self._quote
        self._between = self._after_block()

    def _around(self, quote: Mark | None) -> tuple[Mark, ...]:
        return (quote,) if quote and quote is self._quote else ()

    def _after_block(self) -> str:
        return "\n" if self._depth() else "\n\n"

    def _depth(self) -> int:
        return len(self._lists) - self._outer_lists

    def _indent(self, depth: int) -> str:
        return INDENT * min(depth, MAX_INDENTS)


def _inline(children: Iterable[Token], outer: tuple[Mark, ...], line_end: str) -> list[Run]:
    """The runs of a paragraph; code holds no other element and stands in none, and a link in none of its kind."""
    found: list[Run] = []
    marks = list(outer)
    opened: list[tuple[Mark | None, str, int]] = []  # each element that is open: its mark, its address, its first run

    def add(text: str, *, is_code: bool = False) -> None:
        is_linked = any(mark.tag == "a" for mark in marks)
        found.append(Run(clean(text), (Mark("code"),) if is_code and not is_linked else tuple(marks)))

    for token in children:
        match token.type:
            case "softbreak":
                add(" ")
            case "hardbreak":
                add(line_end)
            case "code_inline":
                add(token.content, is_code=True)
            case "image":
                link = None if has(marks, "a") else _link(str(token.attrGet("src") or ""))
                alt = _inline(token.children or (), (*marks, link) if link else tuple(marks), line_end)
                found += alt if not is_blank(text_of(alt)) or not link else [Run(link.url, (*marks, link))]
            case "em_open" | "strong_open" | "s_open" | "link_open":
                address = str(token.attrGet("href") or "")
                mark = _link(address) if token.tag == "a" else Mark({"em": "i", "strong": "b"}.get(token.tag, "s"))
                mark = None if mark and has(marks, mark.tag) else mark
                opened.append((mark, address, len(found)))
                marks += [mark] if mark else []
            case "em_close" | "strong_close" | "s_close" | "link_close":
                mark, address, first = opened.pop()
                label = text_of(found[first:])
                if mark and mark.tag == "a" and is_blank(label):
                    add(mark.url)
                if mark:
                    marks.remove(mark)
                if (typed := _typed(address)) and _bare(typed) not in _bare(label):
                    add(f" ({typed})" if label else typed)
            case _:
                is_typed = bool(opened) and token.content == opened[-1][1]  # an address that stands by itself
                add((_typed(token.content) if is_typed else "") or token.content)
    return found


def _link(address: str) -> Mark | None:
    """None where Telegram opens nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or not parts.netloc or len(address) > MAX_URL:
        return None
    url = clean(address)
    return Mark("a", f' href="{escape(url)}"', url)


def _typed(address: str) -> str:
    """The address in a mailto:, the number in a tel:; empty for others, and for what is too long to type over."""
    scheme, _, typed = address.partition(":")
    typed = unquote(re.split(r"[?;]", typed)[0])
    return typed if scheme.lower() in ("mailto", "tel") and 0 < len(typed) <= MAX_URL else ""


def _bare(text: str) -> str:
    """A number is the same however its digits are set apart, and with or without its country."""
    return re.sub(r"[\s().-]+|^\+\d\d", "", text)


def _is_label(cell: Sequence[Run]) -> bool:
    return len(text_of(cell)) <= MAX_LABEL


def _joined(cells: Iterable[Sequence[Run]], separator: str) -> list[Run]:
    found: list[Run] = []
    for cell in cells:
        if cell:
            found += [*([Run(separator)] if found else []), *cell]
    return found
