"""A PDF comes in, its blocks go out: the lines of its pages, with headings told from the size of their letters."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from typing import Any

from knowledge.documents.blocks import Block, PageLine, page_blocks, rows_told, without_repeats
from knowledge.documents.kept import Line
from knowledge.documents.line_ends import goes_on, unwrapped
from knowledge.documents.pdf_layout import FULL, Letters, Rule, Word, laid_out, ruled_tables, table_at, word_of
from knowledge.documents.spaced_letters import joined
from knowledge.notices import Notice, Refused, notice

LARGER = 1.15  # times the height of most letters, from which a line by itself may be a heading
MOST_HEADINGS = 0.25  # share of the letters that headings may have; of a form or an agenda the large ones are text
LONGEST_HEADING = 150  # characters
SPACE = 0.2  # times the height of letters: white from which a word ends; not every PDF writes spaces
LINE, LETTER = 11.0, 5.0  # points that what is filled in takes, which a PDF leaves to whoever shows it
_HIDDEN, _NOT_VIEWED, _PASSWORD = 2, 32, 8192  # flags of annotations and fields (ISO 32000, 12.5.3 and 12.7.4)
SMALLEST, LARGEST, ROUND = 1.5, 12.0, 0.5  # points: across a bullet that is drawn, and what its height may differ
OF_LETTERS, BEFORE = 0.6, 3.0  # times the height of letters: how large one is at most, and how far in front of the text
MAX_BULLETS = 300  # of a page
MAX_TOLD = 80  # characters of what returns on each page
MOST_UNKNOWN = 0.02  # share of the letters of which the PDF doesn't say which they are; of more nothing can be read
_UNKNOWN, UNKNOWN = re.compile(r"\(cid:\d+\)"), "�"  # how pdfminer writes such a letter, and how it is shown


@dataclass(frozen=True, slots=True)
class Pages:
    """What there is to read in a PDF."""

    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...]
    lines: tuple[Line, ...]  # its text as it is shown, what returns on each page excepted


@dataclass(frozen=True, slots=True)
class _Page:
    lines: tuple[Letters, ...]
    turned: str  # text that stands on its side, which is not read
    is_picture: bool  # nothing but one, as a scan is

    @property
    def unknown(self) -> int:
        """How many of its letters can't be told."""
        return sum(line.text.count(UNKNOWN) for line in self.lines)


def read_pdf(data: bytes, max_pages: int, max_table_pages: int) -> Pages:
    """The blocks of a PDF; tables between ruled lines as such where it has at most max_table_pages. Raises Refused."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFSyntaxError

    try:
        count = sum(1 for _ in islice(PDFPage.get_pages(BytesIO(data)), max_pages + 1))
        if count > max_pages:
            raise Refused("too_many_pages", max_pages=max_pages)
        pages = list(_pages(data, with_rules=count <= max_table_pages))
    except PDFPasswordIncorrect:
        raise Refused("encrypted") from None
    except PDFSyntaxError:
        raise Refused("damaged") from None
    if not count:
        raise Refused("damaged")
    if not any(line.text.strip() for page in pages for line in page.lines):
        raise Refused("no_text")
    if sum(page.unknown for page in pages) > MOST_UNKNOWN * sum(
        len(line.text) for page in pages for line in page.lines
    ):
        raise Refused("letters_unknown")
    found, returning = without_repeats(list(_placed([page.lines for page in pages])))
    turned = (
        Line(page.turned, notice("from_page", page=number)) for number, page in enumerate(pages, 1) if page.turned
    )
    told = [notice("page_edges", text=" · ".join(returning)[:MAX_TOLD])] if returning else []
    if scans := [str(number) for number, page in enumerate(pages, 1) if page.is_picture and not page.lines]:
        told.append(notice("pages_without_text", pages=", ".join(scans)))
    if odd := [str(number) for number, page in enumerate(pages, 1) if page.unknown]:
        told.append(notice("some_letters_unknown", mark=UNKNOWN, pages=", ".join(odd)))
    told += (left for line in found for left in rows_told(line.rows))
    return Pages(tuple(page_blocks(found)), tuple(told), (*_lines(found), *turned))


def _lines(found: Sequence[PageLine]) -> tuple[Line, ...]:
    """Each line with its page; a word that goes on at the next line is one."""
    lines: list[Line] = []
    for line in found:
        if not line.text:
            continue
        if lines and goes_on(lines[-1].text, line.text):
            first, _, rest = line.text.partition(" ")
            lines[-1] = Line(f"{lines[-1].text[:-1]}{first}", lines[-1].place)
            if not rest:
                continue
            line = replace(line, text=rest)
        lines.append(Line(line.text, notice("from_page", page=line.page)))
    return tuple(lines)


def _pages(data: bytes, *, with_rules: bool) -> Iterator[_Page]:
    """The lines of each page; of a table between ruled lines each cell is read by itself."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    columns = 0  # of the last table of the page before
    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages:
            try:
                _ = page.chars  # here it is read
            except PdfminerException as error:  # around what went wrong, as where there is no memory
                raise error.args[0] from None
            found = page.extract_words(x_tolerance_ratio=SPACE, extra_attrs=["fontname", "size"], return_chars=True)
            found = joined(found, page.chars)
            words = [one for word in found if word["upright"] and _is_seen(one := word_of(word), page)]
            words = list(_with_unknown_letters(words))
            words += filled_in(page.annots)
            words += _bullets((*page.curves, *page.rects), words)
            tables = list(_tables(page, columns)) if with_rules else []
            around = [word for word in words if not any(_is_in(word, table) for table in tables)]
            ruled = list(ruled_tables(around, _rules(page)))
            around = [word for word in around if not any(_is_in(word, table) for table in ruled)]
            columns = max((*tables, *ruled), key=lambda table: table.bottom).columns if tables or ruled else 0
            turned = _UNKNOWN.sub(UNKNOWN, " ".join(word["text"] for word in found if not word["upright"]))
            yield _Page(tuple(laid_out([*around, *tables, *ruled])), turned, bool(page.images) and not page.chars)
            page.close()


def _is_seen(word: Word, page: Any) -> bool:
    """Whether it stands on the part of a page that is shown and printed."""
    left, top, right, bottom = page.cropbox
    return bool(left <= (word.left + word.right) / 2 <= right and top <= word.middle <= bottom)


def _with_unknown_letters(words: Sequence[Word]) -> Iterator[Word]:
    """The words with a mark for each letter that can't be told; one by itself, with none right before it, is a bullet."""
    alone = [word for word in words if _UNKNOWN.fullmatch(word.text)]
    bullets = set(alone) if len(alone) <= MAX_BULLETS else set()
    bullets = {one for one in bullets if not any(_is_right_before(word, one) for word in words)}
    for word in words:
        yield replace(word, text="•" if word in bullets else _UNKNOWN.sub(UNKNOWN, word.text))


def _is_right_before(word: Word, other: Word) -> bool:
    return word.top <= other.middle <= word.bottom and word.left < other.left < word.right + word.size


def filled_in(annotations: Iterable[dict[str, Any]]) -> Iterator[Word]:
    """What people filled in on a form, or wrote over a page, where it stands there; remarks beside a text are none."""
    from pdfminer.utils import decode_text

    for one in annotations:
        told = one["data"]
        kind, value = _name(told.get("Subtype")), told.get("V")
        if int(told.get("F") or 0) & (_HIDDEN | _NOT_VIEWED) or int(told.get("Ff") or 0) & _PASSWORD:
            continue
        text = ""
        if kind == "Widget" and _name(told.get("FT")) == "Btn":
            text = "☒" if _name(told.get("AS")) not in ("", "Off") else ""
        elif kind == "Widget" and isinstance(value, bytes):
            text = decode_text(value)
        elif kind == "FreeText":
            text = one.get("contents") or ""
        for row, line in enumerate(re.split(r"[\r\n]+", text)):
            left, top = float(one["x0"]), float(one["top"]) + row * LINE
            for word in line.split():
                right = left + len(word) * LETTER
                yield Word(word, left, right, top, top + LINE, LINE)
                left = right + LETTER


def _bullets(drawn: Iterable[dict[str, Any]], words: Sequence[Word]) -> Iterator[Word]:
    """The bullets that browsers draw in front of a line: small dots, rings and squares with text behind and none before."""
    small = [one for one in drawn if SMALLEST <= one["width"] <= LARGEST and abs(one["width"] - one["height"]) < ROUND]
    if len(small) > MAX_BULLETS:  # dots of a chart, or of a line
        return
    for left, top in dict.fromkeys((float(one["x0"]), float(one["top"])) for one in small):
        size = next(one["width"] for one in small if (one["x0"], one["top"]) == (left, top))
        middle = top + size / 2
        beside = [word for word in words if word.top <= middle <= word.bottom and word.right > left - word.size]
        first = min(beside, key=lambda word: word.left, default=None)
        if first and size < OF_LETTERS * first.size and 0 < first.left - left - size < BEFORE * first.size:
            yield Word("•", left, left + size, first.top, first.bottom, first.size, first.is_bold)


def _name(value: object) -> str:
    """What a name of a PDF says; empty where it is none."""
    return str(getattr(value, "name", "") or "")


def _tables(page: Any, columns: int) -> Iterator[Word]:
    """The tables of a page that have lines around their cells; what only frames a text is none, and of one in another the outer one is.

    columns: how many the page before ended with, whose last row may stand here by itself; 0 for no table.
    """
    if not (page.rects or page.lines or page.curves):
        return
    taken: list[Word] = []
    for table in page.find_tables():
        read = table.extract(x_tolerance_ratio=SPACE)
        rows = [[unwrapped(_UNKNOWN.sub(UNKNOWN, cell or "").split("\n")) for cell in row] for row in read]
        used = [column for column in zip(*rows, strict=True) if any(column)]
        kept = tuple(row for row in zip(*used, strict=True) if any(row))
        cells = [cell for row in kept for cell in row]
        made = table_at(kept, table.bbox)
        if (
            (len(kept) > 1 or len(used) == columns)
            and len(used) > 1
            and sum(map(bool, cells)) >= FULL * len(cells)
            and not any(_is_in(made, one) for one in taken)
        ):
            taken.append(made)
            yield made


def _rules(page: Any) -> Iterator[Rule]:
    """The lines across a page, and the edges of what is shaded."""
    for one in (*page.lines, *page.rects):
        for at in {float(one["top"]), float(one["bottom"])} if one["width"] > one["height"] else ():
            yield Rule(float(one["x0"]), float(one["x1"]), at)


def _is_in(word: Word, table: Word) -> bool:
    across, down = (word.left + word.right) / 2, word.middle
    return table.left <= across <= table.right and table.top <= down <= table.bottom


def _placed(pages: Sequence[Sequence[Letters]]) -> Iterator[PageLine]:
    """Lines with their page and their level as headings."""
    levels = _heading_levels(pages)
    for number, page in enumerate(pages):
        for row, line in enumerate(page):
            yield PageLine(line.text, levels.get((number, row), 0), number + 1, ends=line.ends, rows=line.rows)
        yield PageLine("", 0, number + 1)


def _heading_levels(pages: Sequence[Sequence[Letters]]) -> dict[tuple[int, int], int]:
    """The level of each line that is a heading, by its page and place there: larger than most letters, or bold among ordinary ones.

    Where too much would be one, as in a form, the smallest of them are text.
    """
    sizes: Counter[float] = Counter()
    weights: Counter[bool] = Counter()
    for page in pages:
        for line in page:
            if not line.rows:
                sizes[line.size] += len(line.text)
                weights[line.is_bold] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({size for size in sizes if size >= body * LARGER}, reverse=True)
    bold_counts = weights[True] < weights[False]
    ranks: dict[tuple[int, int], tuple[int, int]] = {}  # (level, number of letters)
    for number, page in enumerate(pages):
        for row, line in enumerate(page):
            is_heading = line.size in larger or (line.is_bold and bold_counts and line.size >= body * 0.98)
            if is_heading and line.text and not line.rows and len(line.text) <= LONGEST_HEADING:
                level = larger.index(line.size) + 1 if line.size in larger else len(larger) + 1
                ranks[number, row] = (level, len(line.text))
    total = sum(len(line.text) for page in pages for line in page)
    for level in sorted({level for level, _ in ranks.values()}, reverse=True):
        if sum(length for _, length in ranks.values()) <= MOST_HEADINGS * total:
            break
        ranks = {key: rank for key, rank in ranks.items() if rank[0] != level}
    return {key: level for key, (level, _) in ranks.items()}
