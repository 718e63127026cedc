"""A PDF comes in, its blocks go out: the lines of its pages, with headings told from the size of their letters."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice

from knowledge.blocks import Block, PageLine, page_blocks, without_repeats
from knowledge.kept import Line, loss
from knowledge.notices import Notice, Refused, notice

MAX_TABLE_LINES = (
    3_000  # up to which markitdown looks for tables: a page full of figures takes longer than the whole may take
)
LARGER = 1.15  # times the height of most letters, from which a line by itself may be a heading
MOST_HEADINGS = 0.25  # share of the letters that headings may have; of a form or an agenda the large ones are text
LONGEST_HEADING = 150  # characters
WORTH = 0.005  # share of the words that the tables of a PDF may cost; else its lines are taken as they stand
MAX_TOLD = 80  # characters of what returns on each page
_BOLD_FONT = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letters:
    """A line of a PDF."""

    text: str
    size: float  # height of its letters, in points; 0 for a gap
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """What there is to read in a PDF."""

    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...]
    lines: tuple[Line, ...]  # its text as it is shown, what returns on each page excepted


def read_pdf(data: bytes, max_pages: int, max_table_pages: int) -> Pages:
    """The blocks of a PDF; tables as such where it has at most max_table_pages. Raises Refused."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFSyntaxError

    try:
        count = sum(1 for _ in islice(PDFPage.get_pages(BytesIO(data)), max_pages + 1))
        if count > max_pages:
            raise Refused("too_many_pages", max_pages=max_pages)
        pages = list(_pages(data))
    except PDFPasswordIncorrect:
        raise Refused("encrypted") from None
    except PDFSyntaxError:
        raise Refused("damaged") from None
    if not count:
        raise Refused("damaged")
    if not any(line.text.strip() for page in pages for line in page):
        raise Refused("no_text")
    text = "\f".join("\n".join(line.text for line in page) for page in pages)
    found, returning = without_repeats(list(_placed(text, pages)))
    lines = _lines(found)
    if count <= max_table_pages and len(found) <= MAX_TABLE_LINES:
        from markitdown import (
            StreamInfo,  # here: it takes half a second to load, and what is long is not searched for tables
        )
        from markitdown.converters import PdfConverter

        other = PdfConverter().convert(BytesIO(data), StreamInfo(extension=".pdf")).markdown
        with_tables, _ = without_repeats(list(_placed(other, pages)))
        if loss(lines, ["\n".join(line.text for line in with_tables)]).share <= loss(lines, [text]).share + WORTH:
            found = with_tables
    told = [notice("page_edges", text=" · ".join(returning)[:MAX_TOLD])] if returning else []
    return Pages(tuple(page_blocks(found)), tuple(told), lines)


def _lines(found: Sequence[PageLine]) -> tuple[Line, ...]:
    """Each line with its page; a word that goes on at the next line is one."""
    lines: list[Line] = []
    for line in found:
        if not line.text:
            continue
        if lines and lines[-1].text.endswith("-") and line.text[:1].islower():
            first, _, rest = line.text.partition(" ")
            lines[-1] = Line(f"{lines[-1].text[:-1]}{first}", lines[-1].place)
            if not rest:
                continue
            line = replace(line, text=rest)
        lines.append(Line(line.text, notice("from_page", page=line.page)))
    return tuple(lines)


def _pages(data: bytes) -> Iterator[list[Letters]]:
    """The lines of each page, as pdfminer lays them out; an empty one between stretches of text."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

    for page in extract_pages(BytesIO(data)):
        lines: list[Letters] = []
        for box in page:
            for line in box if isinstance(box, LTTextContainer) else ():
                drawn = line if isinstance(line, LTTextLine) else ()
                letters = [letter for letter in drawn if isinstance(letter, LTChar) and letter.get_text().strip()]
                if letters:
                    size = statistics.median(letter.size for letter in letters)
                    is_bold = all(_BOLD_FONT.search(letter.fontname) for letter in letters)
                    lines.append(Letters(line.get_text().strip(), round(size, 1), is_bold))
            lines.append(Letters("", 0.0, is_bold=False))
        yield lines


def _placed(text: str, pages: Sequence[Sequence[Letters]]) -> Iterator[PageLine]:
    """markitdown's lines, which know of no pages, with their page and their level as headings."""
    levels = _heading_levels(pages)
    written = ["".join(_bare(line.text) for line in page) for page in pages]
    breaks = text.count("\f")
    page = 0
    for part in text.split("\f") if breaks in (len(pages), len(pages) - 1) else [text]:
        for line in part.split("\n"):
            bare = _bare(line)
            if breaks not in (len(pages), len(pages) - 1) and bare:
                page = next((i for i in range(page, len(pages)) if bare in written[i]), page)
            yield PageLine(line.strip(), levels.get((page, bare), 0), page + 1)
        if breaks in (len(pages), len(pages) - 1):
            page = min(page + 1, len(pages) - 1)


def _heading_levels(pages: Sequence[Sequence[Letters]]) -> dict[tuple[int, str], int]:
    """The level of each line that is a heading, by its page and bare text: larger than most letters, or bold among ordinary ones.

    Where too much would be one, as in a form, the smallest of them are text.
    """
    sizes: Counter[float] = Counter()
    weights: Counter[bool] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
            weights[line.is_bold] += len(line.text)
    body = sizes.most_common(1)[0][0]
    larger = sorted({size for size in sizes if size >= body * LARGER}, reverse=True)
    bold_counts = weights[True] < weights[False]
    ranks: dict[tuple[int, str], tuple[int, int]] = {}  # (level, number of letters)
    for number, page in enumerate(pages):
        for line in page:
            is_heading = line.size in larger or (line.is_bold and bold_counts and line.size >= body * 0.98)
            if is_heading and line.text and len(line.text) <= LONGEST_HEADING:
                level = larger.index(line.size) + 1 if line.size in larger else len(larger) + 1
                ranks[number, _bare(line.text)] = (level, len(line.text))
    total = sum(weights.values())
    for level in sorted({level for level, _ in ranks.values()}, reverse=True):
        if sum(length for _, length in ranks.values()) <= MOST_HEADINGS * total:
            break
        ranks = {key: rank for key, rank in ranks.items() if rank[0] != level}
    return {key: level for key, (level, _) in ranks.items()}


def _bare(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)
