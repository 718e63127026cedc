"""The words of a document and of what was made of it in, what did not arrive out: how much, and where it stood."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from knowledge.notices import Notice

MUCH = 0.02  # share of a document's words from which their loss is a problem
SHOWN = 3  # places of what was lost that are named
_ADDRESS = re.compile(r"\]\(\s*(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+\"[^\"\n]*\")?\s*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # soft hyphens, and what has no width
_NOTED = re.compile(
    r"(?<![^\W\d_])([^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]+)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
)  # a word with the number of a note, or a unit as m²
_MARKED = re.compile(r"(?<=\w)\*{1,3}(?=\w)")  # within a word of which a part is bold
_WORD = re.compile(r"\w+")
_HYPHENATED = re.compile(r"(?<=\w)[-\u00ad]\n(?=[a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a document as it was read, before anything was made of it."""

    text: str  # plain, or Markdown
    place: Notice | None = None  # where it stands; None: not known


@dataclass(frozen=True, slots=True)
class Loss:
    """What did not arrive."""

    words: int  # that a document has
    lost: int  # of those
    where: tuple[Line, ...]  # the first lines of which most was lost

    @property
    def share(self) -> float:
        """Of all words, in [0, 1]."""
        return self.lost / self.words if self.words else 0.0

    @property
    def is_much(self) -> bool:
        """Whether an admin has to know before anything is placed."""
        return self.share > MUCH


def words_of(text: str) -> list[str]:
    """The words of plain text or Markdown, in one spelling; addresses are none, as readers don't see them."""
    bare = _ESCAPED.sub(r"\1", unescape(_MARKED.sub("", _ADDRESS.sub("] ", text))))
    return _WORD.findall(unicodedata.normalize("NFKC", _UNSEEN.sub("", bare)).casefold())


def loss(document: Sequence[Line], made: Iterable[str]) -> Loss:
    """What of a document is not in the texts that were made of it; each word counts as often as it stands there."""
    left: Counter[str] = Counter()
    apart: Counter[str] = Counter()  # what may have been two words: "iedereen¹"
    for text in made:
        left.update(words_of(text))
        apart.update(part for pair in _NOTED.findall(text) for one in pair for part in words_of(one))
    # a word that was joined from two lines, or cut in two, is neither lost nor new
    parts = sum(left.values())
    total = lost = 0
    where: list[Line] = []
    for line in document:
        words = words_of(_HYPHENATED.sub("", line.text))
        total += len(words)
        missing = 0
        for word in words:
            if left[word] > 0:
                left[word] -= 1
            elif apart[word] > 0:
                apart[word] -= 1
            else:
                missing += 1
        lost += missing
        if missing * 2 > len(words) and len(where) < SHOWN:
            where.append(line)
    return Loss(total, lost if parts else total, tuple(where))
