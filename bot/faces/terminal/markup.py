"""A message of Telegram's HTML in, what a terminal shows of it out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from bot.conversation.runs import Mark, Run, link_of, runs

STYLES = {"b": "bold", "i": "italic", "u": "underline", "s": "strike", "code": "cyan", "pre": "cyan"}
BAR = "│ "  # in front of each line of a quotation
MIN_WIDTH = 8  # columns left for text, however far it is indented; what is wider then sticks out

_WORD = re.compile(r"\S+\s*")
_MARKER = re.compile(r"\s*(?:• |\d+[.)] )*")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a message, which a narrow terminal shows as several."""

    text: Text
    is_quoted: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """An item of a list goes on under its own first word; a word that is too long, such as a link, sticks out whole."""
        marker = _MARKER.match(self.text.plain)
        indent = marker.end() if marker else 0
        bar = Text(BAR if self.is_quoted else "", style="dim")
        width = max(options.max_width - indent - len(bar), MIN_WIDTH)
        for at, part in enumerate(_wrapped(self.text[indent:], width)):
            start = self.text[:indent] if at == 0 else Text(" " * indent)
            yield Text.assemble(bar, start, part, overflow="ignore", no_wrap=True)


@dataclass(frozen=True, slots=True)
class _Message:
    lines: tuple[_Line, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self.lines


def renderable(html: str) -> RenderableType:
    """To be printed with crop=False, so that links stay whole; quotations are dim, with a bar, and always open."""
    return _Message(tuple(_lines(runs(html))))


def _wrapped(text: Text, width: int) -> Iterator[Text]:
    """Cut between words alone; rich's own wrapping takes a word that is too long to pieces, or wraps nothing."""
    ends, used = [], 0
    for word in _WORD.finditer(text.plain):
        if used and used + cell_len(word.group().rstrip()) > width:
            ends.append(word.start())
            used = 0
        used += cell_len(word.group())
    for part in text.divide(ends):
        part.rstrip()
        yield part


def _lines(found: Iterable[Run]) -> Iterator[_Line]:
    """Where a quotation begins or ends, so does a line."""
    for at, (quote, stretch) in enumerate(groupby(found, _quote_of)):
        text = _formatted(stretch)
        if quote:
            text.stylize("dim")
        lines = list(text.split("\n", allow_blank=True))
        if not quote:
            # The quotation has its own lines, so what ends or begins a line beside it makes no further one.
            lines = lines[1:] if at and not lines[0] else lines
            lines = lines[:-1] if lines and not lines[-1] else lines
        yield from (_Line(line, quote is not None) for line in lines)


def _formatted(found: Iterable[Run]) -> Text:
    """Links as "label: url", for not every terminal can hide an address behind a word."""
    text = Text()
    for link, stretch in groupby(found, link_of):
        label = Text.assemble(*((run.text, _style(run.marks)) for run in stretch))
        text.append_text(label)
        if link and link.url not in label.plain:
            text.append(": ")
            text.append(link.url, "blue")
    return text


def _style(marks: Iterable[Mark]) -> str:
    return " ".join(STYLES[mark.tag] for mark in marks if mark.tag in STYLES)


def _quote_of(run: Run) -> Mark | None:
    return next((mark for mark in run.marks if mark.tag == "blockquote"), None)
