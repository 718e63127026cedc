"""Telegram's HTML in; stretches of text and what is around them out, and back; measured, quoted and made plain."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate, groupby, takewhile

MESSAGE_UNITS = 4096  # of UTF-16, after parsing: the longest message (Bot API, sendMessage)
# https://core.telegram.org/bots/api#html-style
TAGS = frozenset(("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote"))
TAGS |= {"span", "tg-spoiler", "tg-emoji", "tg-time"}
# Telegram drops these itself, or lets them turn the rest of a message around; those between lines become a space.
_LINE_LIKE = re.compile(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Letters, symbols and marks by their category, yet there is nothing to see.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0\ufffc" + "".join(map(chr, range(0xFE00, 0xFE10))))


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
    return escaped(clean(text)).replace('"', "&quot;")


def runs(html: str) -> tuple[Run, ...]:
    """What a message of Telegram's HTML consists of; elements that Telegram hasn't are passed over, their text kept."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.runs)


def html_of(found: Iterable[Run]) -> str:
    """An element stays open from run to run as long as those around it do."""
    parts: list[str] = []
    opened: tuple[Mark, ...] = ()
    for run in found:
        kept = common(opened, run.marks)
        parts += [f"</{mark.tag}>" for mark in reversed(opened[kept:])]
        parts += [f"<{mark.tag}{mark.attributes}>" for mark in run.marks[kept:]]
        parts.append(escaped(run.text))
        opened = run.marks
    parts += [f"</{mark.tag}>" for mark in reversed(opened)]
    return "".join(parts)


def link_of(run: Run) -> Mark | None:
    """The link that it is in."""
    return next((mark for mark in run.marks if mark.tag == "a"), None)


def quotation(html: str) -> str:
    """The same, folded: people see its first lines and tap for the rest; empty for nothing."""
    quote = Mark("blockquote", " expandable")
    inside = (
        Run(run.text, (quote, *(mark for mark in run.marks if mark.tag != "blockquote"))) for run in _stripped(html)
    )
    return html_of(inside)


def length(html: str) -> int:
    """UTF-16 units after parsing, which is how Telegram counts."""
    return units_of("".join(run.text for run in runs(html)))


def plain_text(html: str) -> str:
    """The same without any formatting, links as "label (url)": sent where Telegram refuses the HTML all the same.

    Within the longest message whenever html is: addresses that no longer fit are left out.
    """
    found = runs(html)
    room = MESSAGE_UNITS - units_of("".join(run.text for run in found))
    parts: list[str] = []
    for link, stretch in groupby(found, link_of):
        text = text_of(stretch)
        parts.append(text)
        if link and link.url not in text:
            address = f" ({link.url})"
            if units_of(address) <= room:
                room -= units_of(address)
                parts.append(address)
    return "".join(parts)


def is_blank(text: str) -> bool:
    """Nothing to see in it, and so nothing that Telegram would send."""
    return all(char.isspace() or char in _INVISIBLE or unicodedata.category(char) in ("Cf", "Cc") for char in text)


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


def text_of(found: Iterable[Run]) -> str:
    """As people see it."""
    return "".join(run.text for run in found)


def trimmed(found: Sequence[Run]) -> list[Run]:
    """Without the white space around; none for nothing but that."""
    text = text_of(found)
    starts = [0, *accumulate(len(run.text) for run in found)]
    return list(slice_of(found, starts, skip_space(text, 0), len(text.rstrip())))


def _stripped(html: str) -> list[Run]:
    return trimmed(runs(html))


def slice_of(found: Sequence[Run], starts: Sequence[int], start: int, end: int) -> Iterator[Run]:
    """The runs of the characters from start to end, both counted over all runs; starts has that of each."""
    for at in range(max(bisect_right(starts, start) - 1, 0), len(found)):
        if starts[at] >= end:
            return
        run = found[at]
        if text := run.text[max(start - starts[at], 0) : end - starts[at]]:
            yield Run(text, run.marks)


def common(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> int:
    """How many elements, from the outermost on, are around both."""
    pairs = takewhile(lambda pair: pair[0] is pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)


def skip_space(text: str, at: int) -> int:
    """Where, from at on, the first character stands that is no white space; the end where there is none."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def units_of(text: str) -> int:
    """UTF-16 units of a text without elements."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped(text: str) -> str:
    """For text alone, which is cleaned already."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clean(text: str) -> str:
    """Without what Telegram drops itself, or what turns the rest of a message around."""
    return _UNWANTED.sub("", _LINE_LIKE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))


def has(marks: Iterable[Mark], tag: str) -> bool:
    """Whether an element of that name is among them."""
    return any(mark.tag == tag for mark in marks)
