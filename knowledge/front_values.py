"""What stands behind a key at the top of a file, whichever form that has, and what can't be read of it."""

import re
from dataclasses import dataclass

from knowledge.notices import Filling, Notice, SaidError, notice

MAX_ITEMS = 500  # of a list; the longest that ships has some 30
MAX_DEPTH = 8  # of lists in lists; entries need two
# Keys of Hugo, and which of those within them says whether a page is made.
NESTED = {"build": "render", "_build": "render"}
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # what no text file holds


class FrontMatterError(SaidError, ValueError):
    """Front matter that can't be read; `line` is 1-based in the file."""

    def __init__(self, line: int, key: str, /, **values: Filling) -> None:
        super().__init__(key, **values)
        self.line = line


@dataclass(frozen=True, slots=True)
class Value:
    """What stands behind a key, as written but on one line: `no` stays "no" and `12:30` stays "12:30"."""

    texts: tuple[str, ...]  # one for a scalar, one an item for a list
    lines: tuple[int, ...]  # 1-based, one a text
    line: int  # of the key
    is_list: bool
    fault: Notice | None = None  # what is wrong with it, which is no matter where the key is not one of ours


def control_character(text: str) -> re.Match[str] | None:
    """The first character that no text file holds."""
    if text.replace("\n", "").isprintable():  # as nearly all texts are, which is told in a tenth of the time
        return None
    return _CONTROL_CHARACTER.search(text)


def too_many(key: str, count: int, line: int) -> Value:
    """A list that is too long to be read."""
    return Value((), (), line, is_list=True, fault=notice("too_many_items", key=key, count=count, most=MAX_ITEMS))
