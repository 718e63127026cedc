"""Telegram's HTML of any length in, messages that Telegram takes out; no cut falls where it hurts."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile

from bot.conversation.runs import (
    Mark,
    Run,
    common,
    escaped,
    has,
    html_of,
    is_blank,
    runs,
    skip_space,
    slice_of,
    units_of,
)

TARGET_UNITS = 4000  # head-room: a message of exactly 4,096 has been reported as refused
MAX_BYTES = 30_000  # before parsing; some 32 KiB is reported as refused, however short the text is
MAX_ENTITIES = 90  # formatted stretches; beyond 100, with the addresses that Telegram finds itself, none is shown
MAX_CLUSTER = 64  # characters that are looked at to keep a grapheme whole
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]»]*(?=\s)""")


def cut(html: str, limit: int = TARGET_UNITS) -> tuple[str, ...]:
    """Messages of at most limit UTF-16 units (2 or more) after parsing, none of them blank; () if html is.

    Cut at a blank line, else a line end, a sentence end, a space, between graphemes; not right under a heading.
    Elements that are open at a cut are closed there and opened again in the next message.
    """
    found = runs(html)
    text = "".join(run.text for run in found)
    starts = [0, *accumulate(len(run.text) for run in found)]
    parts, start = [], skip_space(text, 0)
    while start < len(text):
        most = _reach(found, starts, start, limit)
        end = most if most == len(text) else _cut_at(found, starts, text, start, most)
        if not is_blank(text[start:end]):
            parts.append(html_of(slice_of(found, starts, start, start + len(text[start:end].rstrip()))))
        start = skip_space(text, end)
    return tuple(parts)


def _reach(found: Sequence[Run], starts: Sequence[int], start: int, limit: int) -> int:
    """Up to which character a message from start may go at most; always one further than start."""
    units, size, entities = limit, MAX_BYTES, MAX_ENTITIES  # what is left of each
    opened: tuple[Mark, ...] = ()
    end = start
    for at in range(bisect_right(starts, start) - 1, len(found)):
        run = found[at]
        if not run.text:
            continue
        new, opened = run.marks[common(opened, run.marks) :], run.marks
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
        units -= units_of(text)
        size -= len(escaped(text).encode())
    return max(end, start + 1)


def _fitting(text: str, units: int, size: int) -> int:
    """How many characters of the text are within so many UTF-16 units and so many bytes of HTML."""
    if units_of(text) <= units and len(escaped(text).encode()) <= size:
        return len(text)
    for at, char in enumerate(text):
        units -= units_of(char)
        size -= len(escaped(char).encode())
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
    """The line that ends there is a heading, whichever signs stand before it, or says that something follows."""
    line = text.rfind("\n", start, end) + 1
    if text[line:end].endswith(":"):
        return True
    worded = [run for run in slice_of(found, starts, max(line, start), end) if any(map(str.isalnum, run.text))]
    return all(has(run.marks, "b") for run in worded) if worded else not text[line:end].strip()


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
