"""Markdown of an admin in, the HTML that Telegram takes out; and that HTML measured, quoted, cut and made plain."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate, groupby, pairwise, takewhile
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

MESSAGE_UNITS = 4096  # of UTF-16, after parsing: the longest message (Bot API, sendMessage)
TARGET_UNITS = 4000  # head-room: a message of exactly 4,096 has been reported as refused
MAX_BYTES = 30_000  # before parsing; some 32 KiB is reported as refused, however short the text is
MAX_ENTITIES = 90  # formatted stretches; beyond 100, with the addresses that Telegram finds itself, none is shown
MAX_URL = 2048  # characters; longer ones are data, not addresses
MAX_NESTING = 100  # quotes and lists in each other; each level costs the parser three Python frames
MAX_BRACKETS = 200  # in each other, or never closed: for each the parser may read on to the paragraph's end
MAX_LABEL = 40  # characters of a column's heading that is said again in each row
MAX_CLUSTER = 64  # characters that are looked at to keep a grapheme whole
INDENT, MAX_INDENTS = "    ", 4  # of a list in a list
BULLET, RULE = "• ", "———"
# https://core.telegram.org/bots/api#html-style
TAGS = frozenset(("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote"))
TAGS |= {"span", "tg-spoiler", "tg-emoji"}
SCHEMES = ("http", "https", "tg")

# Telegram drops these itself, or lets them turn the rest of a message around; those between lines become a space.
_LINE_LIKE = re.compile(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Letters, symbols and marks by their category, yet there is nothing to see.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0\ufffc" + "".join(map(chr, range(0xFE00, 0xFE10))))
_BRACKET = re.compile(r"[\[\]]")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]»]*(?=\s)""")

# Not that of knowledge.passages: a reader sees tables and ~~deletions~~, and how deep things lie matters to no search.
_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
_PARSER.validateLink = lambda url: True  # type: ignore[method-assign]  # _link is the judge; the rest is text alone


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One element of a message; two that look the same are two all the same."""

    tag: str  # "b"
    attributes: str = ""  # as they are written, with a space in front: ' href="…"'
    url: str = ""  # where an <a> leads


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is formatted in one way."""

    text: str  # as people see it, nothing escaped
    marks: tuple[Mark, ...] = ()  # the elements around it, the outermost first


def escape(text: str) -> str:
    """For text and attributes alike; control characters, embedded directions and half surrogate pairs are dropped."""
    return _escape(_clean(text)).replace('"', "&quot;")


def to_html(markdown: str) -> str:
    """Valid for Telegram whatever the Markdown; blocks have a blank line between them, list items a line end.

    A list in a list is indented, a table becomes a line a row, raw HTML is shown as it is written.
    What leads nowhere that Telegram opens (a file, javascript:) keeps its text alone; so do mailto: and tel:, with the
    address or number in brackets, which Telegram makes links of and would break in an <a>.
    What is too knotty for the parser is shown as it is written.
    """
    source = _clean(markdown)
    if _deepest_bracket(source) > MAX_BRACKETS:
        return _escape(source.strip())
    tokens = _PARSER.parse(source)
    if any(token.nesting == 1 and token.level >= MAX_NESTING - 1 for token in tokens):
        return _escape(source.strip())  # the parser leaves out what lies deeper
    return _html(_Writer().write(tokens))


def _deepest_bracket(source: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(source):
        depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def quotation(html: str) -> str:
    """The same, folded: people see its first lines and tap for the rest; empty for nothing."""
    quote = Mark("blockquote", " expandable")
    inside = (
        Run(run.text, (quote, *(mark for mark in run.marks if mark.tag != "blockquote"))) for run in _stripped(html)
    )
    return _html(inside)


def length(html: str) -> int:
    """UTF-16 units after parsing, which is how Telegram counts."""
    return _units("".join(run.text for run in runs(html)))


def plain_text(html: str) -> str:
    """The same without any formatting, links as "label (url)": sent where Telegram refuses the HTML all the same.

    Within the longest message whenever html is: addresses that no longer fit are left out.
    """
    found = runs(html)
    room = MESSAGE_UNITS - _units("".join(run.text for run in found))
    parts: list[str] = []
    for link, stretch in groupby(found, link_of):
        text = _text_of(stretch)
        parts.append(text)
        if link and link.url not in text:
            address = f" ({link.url})"
            if _units(address) <= room:
                room -= _units(address)
                parts.append(address)
    return "".join(parts)


def cut(html: str, limit: int = TARGET_UNITS) -> tuple[str, ...]:
    """Messages of at most limit UTF-16 units (2 or more) after parsing, none of them blank; () if html is.

    Cut at a blank line, else a line end, a sentence end, a space, between graphemes; not right under a heading.
    Elements that are open at a cut are closed there and opened again in the next message.
    """
    found = runs(html)
    text = "".join(run.text for run in found)
    starts = [0, *accumulate(len(run.text) for run in found)]
    parts, start = [], _skip_space(text, 0)
    while start < len(text):
        most = _reach(found, starts, start, limit)
        end = most if most == len(text) else _cut_at(found, starts, text, start, most)
        if not is_blank(text[start:end]):
            parts.append(_html(_slice(found, starts, start, start + len(text[start:end].rstrip()))))
        start = _skip_space(text, end)
    return tuple(parts)


def is_blank(text: str) -> bool:
    """Nothing to see in it, and so nothing that Telegram would send."""
    return all(char.isspace() or char in _INVISIBLE or unicodedata.category(char) in ("Cf", "Cc") for char in text)


def runs(html: str) -> tuple[Run, ...]:
    """What a message of Telegram's HTML consists of; elements that Telegram hasn't are passed over, their text kept."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.runs)


def link_of(run: Run) -> Mark | None:
    """The link that it is in."""
    return next((mark for mark in run.marks if mark.tag == "a"), None)


class _Reader(HTMLParser):
    """Collects runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._open: list[Mark] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in TAGS:
            written = (f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
            self._open.append(Mark(tag, "".join(written), (dict(attrs).get("href") or "") if tag == "a" else ""))

    def handle_endtag(self, tag: str) -> None:
        at = next((at for at in reversed(range(len(self._open))) if self._open[at].tag == tag), None)
        if at is not None:
            del self._open[at]

    def handle_data(self, data: str) -> None:
        self.runs.append(Run(data, tuple(self._open)))


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
        found = _trimmed(_inline(children, marks, "\n" + self._indent(self._depth())))
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
            (*label, Run(" " if _text_of(label).endswith((":", "?")) else ": "), *cell) if label else cell
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
        found.append(Run(_clean(text), (Mark("code"),) if is_code and not is_linked else tuple(marks)))

    for token in children:
        match token.type:
            case "softbreak":
                add(" ")
            case "hardbreak":
                add(line_end)
            case "code_inline":
                add(token.content, is_code=True)
            case "image":
                link = None if _has(marks, "a") else _link(str(token.attrGet("src") or ""))
                alt = _inline(token.children or (), (*marks, link) if link else tuple(marks), line_end)
                found += alt if not is_blank(_text_of(alt)) or not link else [Run(link.url, (*marks, link))]
            case "em_open" | "strong_open" | "s_open" | "link_open":
                address = str(token.attrGet("href") or "")
                mark = _link(address) if token.tag == "a" else Mark({"em": "i", "strong": "b"}.get(token.tag, "s"))
                mark = None if mark and _has(marks, mark.tag) else mark
                opened.append((mark, address, len(found)))
                marks += [mark] if mark else []
            case "em_close" | "strong_close" | "s_close" | "link_close":
                mark, address, first = opened.pop()
                label = _text_of(found[first:])
                if mark and mark.tag == "a" and is_blank(label):
                    add(mark.url)
                if mark:
                    marks.remove(mark)
                if (typed := _typed(address)) and _bare(typed) not in _bare(label):
                    add(f" ({typed})" if label else typed)
            case _:
                add(token.content)
    return found


def _link(address: str) -> Mark | None:
    """None where Telegram opens nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or not parts.netloc or len(address) > MAX_URL:
        return None
    url = _clean(address)
    return Mark("a", f' href="{escape(url)}"', url)


def _typed(address: str) -> str:
    """The address in a mailto:, the number in a tel:; empty for others, and for what is too long to type over."""
    scheme, _, typed = address.partition(":")
    typed = re.split(r"[?;]", typed)[0]
    return typed if scheme.lower() in ("mailto", "tel") and 0 < len(typed) <= MAX_URL else ""


def _bare(text: str) -> str:
    """A number is the same however its digits are set apart, and with or without its country."""
    return re.sub(r"[\s().-]+|^\+\d\d", "", text)


def _has(marks: Iterable[Mark], tag: str) -> bool:
    return any(mark.tag == tag for mark in marks)


def _is_label(cell: Sequence[Run]) -> bool:
    return len(_text_of(cell)) <= MAX_LABEL


def _joined(cells: Iterable[Sequence[Run]], separator: str) -> list[Run]:
    found: list[Run] = []
    for cell in cells:
        if cell:
            found += [*([Run(separator)] if found else []), *cell]
    return found


def _text_of(found: Iterable[Run]) -> str:
    return "".join(run.text for run in found)


def _trimmed(found: Sequence[Run]) -> list[Run]:
    """Without the white space around; none for nothing but that."""
    text = _text_of(found)
    starts = [0, *accumulate(len(run.text) for run in found)]
    return list(_slice(found, starts, _skip_space(text, 0), len(text.rstrip())))


def _stripped(html: str) -> list[Run]:
    return _trimmed(runs(html))


def _html(found: Iterable[Run]) -> str:
    """An element stays open from run to run as long as those around it do."""
    parts: list[str] = []
    opened: tuple[Mark, ...] = ()
    for run in found:
        kept = _common(opened, run.marks)
        parts += [f"</{mark.tag}>" for mark in reversed(opened[kept:])]
        parts += [f"<{mark.tag}{mark.attributes}>" for mark in run.marks[kept:]]
        parts.append(_escape(run.text))
        opened = run.marks
    parts += [f"</{mark.tag}>" for mark in reversed(opened)]
    return "".join(parts)


def _common(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> int:
    """How many elements, from the outermost on, are around both."""
    pairs = takewhile(lambda pair: pair[0] is pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)


def _slice(found: Sequence[Run], starts: Sequence[int], start: int, end: int) -> Iterator[Run]:
    """The runs of the characters from start to end, both counted over all runs; starts has that of each."""
    for at in range(max(bisect_right(starts, start) - 1, 0), len(found)):
        if starts[at] >= end:
            return
        run = found[at]
        if text := run.text[max(start - starts[at], 0) : end - starts[at]]:
            yield Run(text, run.marks)


def _reach(found: Sequence[Run], starts: Sequence[int], start: int, limit: int) -> int:
    """Up to which character a message from start may go at most; always one further than start."""
    units, size, entities = limit, MAX_BYTES, MAX_ENTITIES  # what is left of each
    opened: tuple[Mark, ...] = ()
    end = start
    for at in range(bisect_right(starts, start) - 1, len(found)):
        run = found[at]
        if not run.text:
            continue
        new, opened = run.marks[_common(opened, run.marks) :], run.marks
        entities -= len(new)
        size -= sum(len(f"<{mark.tag}{mark.attributes}></{mark.tag}>".encode()) for mark in new)
        if entities < 0 or size < 0:
            break
        left = starts[at + 1] - end
        text = run.text[len(run.text) - left :][:units]
        fitting = _fitting(text, units, size)
        end += fitting
        if fitting < left:
            break
        units -= _units(text)
        size -= len(_escape(text).encode())
    return max(end, start + 1)


def _fitting(text: str, units: int, size: int) -> int:
    """How many characters of the text are within so many UTF-16 units and so many bytes of HTML."""
    if _units(text) <= units and len(_escape(text).encode()) <= size:
        return len(text)
    for at, char in enumerate(text):
        units -= _units(char)
        size -= len(_escape(char).encode())
        if units < 0 or size < 0:
            return at
    return len(text)


def _cut_at(found: Sequence[Run], starts: Sequence[int], text: str, start: int, most: int) -> int:
    """The best place to end a message, after start and not after most.

    A worse kind of place is taken before a message less than a third full.
    """
    for floor in (start + (most - start) // 3, start):
        for separator in ("\n\n", "\n"):
            places = list(_places(text, separator, floor, most))
            if places:
                return next((at for at in places if not _introduces(found, starts, text, start, at)), places[0])
        if ends := [match.end() for match in _SENTENCE_END.finditer(text, floor, most + 1)]:
            return ends[-1]
        if places := [at for space in (" ", "\t") for at in _places(text, space, floor, most)]:
            return max(places)
    at = most
    while at > max(start + 1, most - MAX_CLUSTER) and _is_inside_grapheme(text, start, at):
        at -= 1
    return most if _is_inside_grapheme(text, start, at) else at


def _places(text: str, separator: str, floor: int, most: int) -> Iterator[int]:
    """Where the separator stands, the last one first."""
    at = text.rfind(separator, floor + 1, most + len(separator))
    while at > floor:
        yield at
        at = text.rfind(separator, floor + 1, at)


def _introduces(found: Sequence[Run], starts: Sequence[int], text: str, start: int, end: int) -> bool:
    """The line that ends there is a heading, or says that something follows."""
    line = text.rfind("\n", start, end) + 1
    return text[line:end].endswith(":") or all(
        _has(run.marks, "b") for run in _slice(found, starts, max(line, start), end) if not run.text.isspace()
    )


def _is_inside_grapheme(text: str, start: int, at: int) -> bool:
    """Cutting there would leave half an emoji, or a mark without its letter; near enough, without Unicode's tables."""
    char, before = text[at], text[at - 1]
    if _is_flag_half(char) and _is_flag_half(before):
        return sum(1 for _ in takewhile(_is_flag_half, reversed(text[start:at]))) % 2 == 1
    joined = "\u200d" in (char, before)
    is_skin, is_tag = "\U0001f3fb" <= char <= "\U0001f3ff", "\U000e0020" <= char <= "\U000e007f"
    return joined or is_skin or is_tag or unicodedata.category(char).startswith("M")


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clean(text: str) -> str:
    return _UNWANTED.sub("", _LINE_LIKE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
