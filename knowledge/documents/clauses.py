"""A document's blocks in, its clauses out: sentences, list items and rows of tables, word for word, each with where it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.blocks import Block
from knowledge.passages import plain

MAX_CLAUSE = 400  # characters; a longer sentence is cut between words, to be quoted on a phone
MIN_SENTENCE = 30  # characters up to which a sentence goes with its neighbour: "Dat mag."
MAX_LABEL = 70  # characters of a line that stands over others as a heading does, without being one
MAX_ROW = 800  # characters of a row, which is quoted whole
FEWEST_COLUMNS = 3  # of a table whose columns say what their cells are about
NAME_WORDS = 6  # of the name of a column
CELL = " · "  # between the cells of a row, as knowledge.tables has it
MOST = 5_000  # clauses of one document; more is a book
# The name of a first column whose cells say what their rows are about, so that the names of the others needn't.
_TOPICS = re.compile(r"(?:onderwerp|thema|punt|afspraak|waarover|subject|topic|item)\W*", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:nr|no|nummer|number)?\W*", re.IGNORECASE)
# The name of a column that tells nothing of what its cells are about.
_SAYS_NOTHING = re.compile(
    r"(?:wat|wie|wanneer|hoe|waarover|wa[ta]r? (?:we|wij) (?:doen|afspreken|regelen)|onderwerp|onderdeel|thema|punt|afspra(?:ak|ken)|invulling|toelichting|opmerkingen?|actie|status"
    r"|stand van zaken|datum|nr|nummer|besluit|door|door wie|wat spreken we af|wie doet wat"
    r"|what|who|when|how|subject|topic|item|agreement|arrangement|remarks?|notes?|action|status|date|no|decision|by)\W*",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\s*(?:[-*•▪◦●○–]\s+|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})[.)]\s+|\d{1,2}(?:\.\d{1,2}){1,3}\s+)"
)
_NUMBERED_HEADING = re.compile(
    r"(?:artikel|article|art\.|hoofdstuk|chapter|bijlage|annex|appendix|paragraaf|section|§)\s*[\divxabc.]+\b.{0,60}",
    re.IGNORECASE,
)
# Behind what looks like a sentence's end and is none: an abbreviation, an initial, a number of an article.
_NO_END = re.compile(
    r"(?:\b(?:art|bijv|o\.a|m\.b\.t|d\.m\.v|i\.v\.m|t\.a\.v|d\.d|ca|nr|dhr|mw|mevr|drs|mr|ir|dr|prof|resp|incl|excl|e\.g|i\.e"
    r"|no|st|jl|a\.s|lid|blz|pag|afd|max|min|evt|tel)|\b[A-Za-z]"
    r"|(?:^|\b(?:artikel|article|art|art\.|lid|punt|sub|nr|nr\.|no\.|section) )\d{1,2}(?:\.\d{1,2})*)\.$",
    re.IGNORECASE,
)
_RUN_IN = re.compile(r"\*\*[^*\n]{2,60}\*\*\s*\S")  # a few bold words in front of what they are about
_END = re.compile(r"[.!?;](?:[\"'”’)]*)\s+(?=[\"'“‘(]?[A-ZÀ-Ý0-9])")


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of a document, a list item or a row of a table."""

    text: str  # as it stands there, on one line
    heading: str = ""  # the way to it: "Artikel 3 › Vervoer"; empty where there is none
    lead: str = ""  # the words that a list hangs on: "Het roc zorgt voor:"; empty where it is in no list
    page: int = 0  # 1-based; 0 where the document has no pages
    cell: str = ""  # of a row: what this clause is about, one cell behind the name of its column; empty: all of text


@dataclass(frozen=True, slots=True)
class Clauses:
    """A document, taken apart."""

    found: tuple[Clause, ...]  # in their order
    headings: tuple[str, ...]  # each by itself
    pages: int  # 0 where the document has no pages


def clauses_of(blocks: Iterable[Block]) -> Clauses:
    """The clauses of a document; the first MOST of them."""
    found: list[Clause] = []
    headings: list[str] = []
    way: list[tuple[int, str]] = []  # the headings above, with their levels
    lead, pages = "", 0
    for block in blocks:
        page = _page(block)
        pages = max(pages, page)
        if block.level or block.is_bold:
            way = [one for one in way if one[0] < (block.level or LABEL_LEVEL)] + [
                (block.level or LABEL_LEVEL, block.text)
            ]
            headings.append(block.text)
            lead = ""
            continue
        if _RUN_IN.match(block.text):  # it begins something else than the bold line above
            way = [one for one in way if one[0] < LABEL_LEVEL]
        heading = " › ".join(text for _, text in way)
        if names := _columns(block.rows):
            found += (Clause(text, heading, "", page, cell) for text, cell in _rows(block.rows[1:], names))
            lead = ""
            continue
        has_items = False
        for line, is_item in _lines(block.text):
            if not is_item and _is_label(line):
                way = [one for one in way if one[0] < LABEL_LEVEL] + [(LABEL_LEVEL, line.rstrip(":"))]
                headings.append(line)
                lead = ""
                continue
            if not is_item:
                lead = ""
            heading = " › ".join(text for _, text in way)
            parts = (
                [line] if CELL in line and len(line) <= MAX_CLAUSE else sentences(line)
            )  # a row says of itself what it is about
            found += (Clause(text, heading, lead if is_item else "", page) for text in parts)
            if not is_item and line.endswith((":", " dat", " that")):
                lead = line[-MAX_CLAUSE:]
            has_items |= is_item
            if len(found) >= MOST:
                return Clauses(tuple(found[:MOST]), tuple(headings), pages)
        if has_items:  # what comes next is another list, or a table
            lead = ""
    return Clauses(tuple(found), tuple(headings), pages)


def _columns(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The names of a table's columns, where its first row is such; none where the first cell says what its row is about, as of two columns it does."""
    if len(rows) < 2 or len(rows[0]) < FEWEST_COLUMNS:
        return ()
    names = tuple(plain(f"# {cell}").strip() for cell in rows[0])
    is_header = sum(map(bool, names)) >= FEWEST_COLUMNS and all(
        len(name.split()) <= NAME_WORDS and not re.search(r"[\d€,;.]", name) for name in names
    )
    first = next((name for name in names if not _NUMBERS.fullmatch(name)), "")
    return names if is_header and not _TOPICS.fullmatch(first) else ()


def _rows(rows: Iterable[Sequence[str]], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(a row, what is looked at of it) for each row, and for each cell whose column says what it is about."""
    for row in rows:
        cells = [" ".join(plain(f"# {cell}").split()) for cell in row]
        text = CELL.join(filter(None, cells))[:MAX_ROW]
        if not text:
            continue
        yield text, ""
        for name, cell in zip(names[1:], cells[1:], strict=False):
            if any(map(str.isalnum, cell)) and name and not _SAYS_NOTHING.fullmatch(name):
                first = f" ({f'{names[0]} {cells[0]}'.strip()})" if cells[0] else ""
                for sentence in sentences(cell):
                    yield text, f"{name}: {sentence}{first}"


LABEL_LEVEL = 8  # of a line that stands over others without being a heading: below all real ones


def _page(block: Block) -> int:
    told = dict(block.place.values).get("page") if block.place else None
    return told if isinstance(told, int) else 0


def _is_label(line: str) -> bool:
    """Whether a line by itself stands over what follows: "Artikel 4. Duur", "Wie betaalt wat?"."""
    if len(line) > MAX_LABEL:
        return False
    return line.endswith("?") or (_NUMBERED_HEADING.fullmatch(line) is not None and line[-1] not in ".;,")


def _lines(markdown: str) -> Iterator[tuple[str, bool]]:
    """(a line's text, whether it is an item of a list) of a stretch of Markdown; a paragraph is one, however it was wrapped."""
    joined: list[tuple[str, bool]] = []
    for raw in markdown.split("\n"):
        if not (text := raw.strip()):
            continue
        match = _LIST.match(raw)
        goes_on = joined and not match and text[:1].islower() and joined[-1][0][-1:] not in ".:;?!"
        if goes_on:
            joined[-1] = (f"{joined[-1][0]} {text}", joined[-1][1])
        else:
            joined.append((text, match is not None))
    for text, is_item in joined:
        bare = text[match.end() :] if is_item and (match := _LIST.match(text)) else text
        if shown := " ".join(plain(f"# {bare}").split()):
            yield shown, is_item


def sentences(text: str) -> Iterator[str]:
    """The sentences of a line; a short one stays with its neighbour, and a long one is cut."""
    pieces: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if not _NO_END.search(text[start : match.end()].rstrip()):
            pieces.append(text[start : match.end()].strip())
            start = match.end()
    pieces.append(text[start:].strip())
    joined: list[str] = []
    for piece in filter(None, pieces):
        if joined and (len(piece) < MIN_SENTENCE or len(joined[-1]) < MIN_SENTENCE):
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    for sentence in joined:
        yield from _cut(sentence)


def _cut(sentence: str) -> Sequence[str]:
    """Between words, where a sentence is too long."""
    parts = []
    while len(sentence) > MAX_CLAUSE:
        at = sentence.rfind(" ", MAX_CLAUSE // 2, MAX_CLAUSE)
        at = at if at > 0 else MAX_CLAUSE
        parts.append(sentence[:at].strip())
        sentence = sentence[at:].strip()
    return [*parts, sentence] if sentence else parts
