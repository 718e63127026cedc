"""A document's bytes come in, its blocks go out: Word and HTML by markitdown, PDF by that and pdfminer, Excel by openpyxl.

Runs in a process of its own, see import_process.py: the libraries are imported when a document asks for them, and what they
do with a hostile one is bounded there. What can be told beforehand is refused here, before anything is unpacked.
"""

import re
import statistics
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from io import BytesIO
from itertools import islice
from typing import Any, assert_never

from knowledge.blocks import Block, PageLine, markdown_blocks, page_blocks, question_columns, row_blocks, tidy
from knowledge.drafts import Document
from knowledge.entry_file import link_fault
from knowledge.frontmatter import control_character
from knowledge.notices import Notice, Refused, notice

MAX_COLUMNS = 26  # A to Z: in which the questions and the answers are looked for
UNPACKED_FREE = 5_000_000  # bytes that any document may unpack to: little text in much XML packs a hundredfold
MAX_TABLE_PAGES = 30  # of a PDF, up to which markitdown looks for tables; that takes four times as long as the text
STYLES = "p[style-name='Title'] => h1:fresh"  # what mammoth leaves a paragraph
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|div|p|h[1-6]|table|ul|ol|dl|section)\b", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_BOLD_FONT = re.compile(r"bold|black|heavy", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_NOT_CONTENT = (
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "embed",
    "form",
    "nav",
    "footer",
    "aside",
    "svg",
)


class Kind(StrEnum):
    """What a file is, told from its content."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "md"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is read, and what reading it may take."""

    max_bytes: int = 20_000_000  # of the file; also what a bot can get from Telegram (Bot API, getFile)
    max_unpacked_bytes: int = 100_000_000  # of all the parts of a .docx or .xlsx
    max_ratio: int = 100  # of unpacked to packed bytes, above UNPACKED_FREE
    max_parts: int = 5_000  # of a .docx or .xlsx
    max_pages: int = 150  # of a PDF
    max_rows: int = 1_000  # of a sheet
    max_chars: int = 1_000_000  # of text
    max_drafts: int = 500
    memory_bytes: int = 1_000_000_000  # of address space; the libraries alone take some 250 MB
    time_s: float = 30.0  # by the clock, the start of the process included


def read_document(data: bytes, name: str, limits: Limits) -> tuple[Kind, Document, str]:
    """A document's kind and blocks, and its text where it is Markdown. Raises Refused."""
    if not data.strip():
        raise Refused("nothing_in_it")
    kind = kind_of(data, name, limits)
    match kind:
        case Kind.DOCX:
            return kind, _bounded(_word(data), limits), ""
        case Kind.XLSX:
            return kind, _bounded(_sheets(data, limits), limits), ""
        case Kind.PDF:
            return kind, _bounded(_pdf(data, limits), limits), ""
        case Kind.HTML:
            return kind, _bounded(_html(_text(data)), limits), ""
        case Kind.MARKDOWN:
            text = _text(data)
            if len(text) > limits.max_chars:
                raise Refused("too_much_text", max_chars=f"{limits.max_chars:,}")
            blocks, notices = markdown_blocks(text)
            return kind, Document(blocks, notices=notices), text
        case _:
            assert_never(kind)


def kind_of(data: bytes, name: str, limits: Limits) -> Kind:
    """What a file is by its content; its name only tells what to advise. Raises Refused for what is not read."""
    if data.startswith(_OLE):
        raise Refused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old_office")
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, limits)
    text = _text(data[:65536])
    if text.startswith("{\\rtf"):
        raise Refused("old_office")
    if control_character(text):
        raise Refused("unknown_kind")
    start = text.lstrip()
    if start.startswith("<"):
        if _HTML.search(start):
            return Kind.HTML
        raise Refused("unknown_kind")
    if name.lower().endswith((".csv", ".tsv")):
        raise Refused("plain_table")
    return Kind.MARKDOWN


def _kind_of_zip(data: bytes, limits: Limits) -> Kind:
    """What an Office file is, looked up in its list of parts, which says how much they unpack to: nothing is unpacked yet.

    zipfile reads no more of a part than that list says, so it can't lie.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            infos = parts.infolist()
            if len(infos) > limits.max_parts:
                raise Refused("too_many_parts", max_parts=limits.max_parts)
            unpacked = sum(info.file_size for info in infos)
            if unpacked > min(limits.max_unpacked_bytes, max(limits.max_ratio * len(data), UNPACKED_FREE)):
                raise Refused("unfolds_too_far", unpacked_mb=f"{unpacked / 1e6:,.0f}")
            if any(info.flag_bits & 1 for info in infos):
                raise Refused("encrypted")
            kind = _office_kind({info.filename for info in infos})
            for info in infos:
                if info.filename.endswith((".xml", ".rels", ".vml")):
                    _refuse_what_points_outside(parts.read(info))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("damaged") from None
    return kind


def _office_kind(names: set[str]) -> Kind:
    small = {name.lower() for name in names}
    if any(name.rpartition("/")[2].startswith("vbaproject") or "/macrosheets/" in name for name in small):
        raise Refused("macros")
    if "[content_types].xml" in small and "word/document.xml" in small:
        return Kind.DOCX
    if "[content_types].xml" in small and "xl/workbook.xml" in small:
        return Kind.XLSX
    is_other = any(name.startswith(("ppt/", "xl/", "word/")) or name in ("mimetype", "content.xml") for name in small)
    raise Refused("other_office" if is_other else "archive")


def _refuse_what_points_outside(part: bytes) -> None:
    """Office files have no document type declarations (ECMA-376 part 2), which is where XML names other files and bombs."""
    bare = part.replace(b"\0", b"")  # so that UTF-16 is seen through
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise Refused("entities")
    if b"macroEnabled" in bare:
        raise Refused("macros")


def _bounded(document: Document, limits: Limits) -> Document:
    if sum(len(block.text) for block in document.blocks) > limits.max_chars:
        raise Refused("too_much_text", max_chars=f"{limits.max_chars:,}")
    return document


def _text(data: bytes) -> str:
    """Text in whichever encoding: as marked at its start, as HTML says, UTF-8, or what Windows writes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(data) - 4:  # cut within a character
            return data[: error.start].decode("utf-8-sig")
    charset = match[1].decode("ascii") if (match := _CHARSET.search(data[:4096])) else "cp1252"
    try:
        return data.decode(charset, "replace")
    except (LookupError, UnicodeError):
        return data.decode("cp1252", "replace")


def _word(data: bytes) -> Document:
    import mammoth  # noqa: F401 - missed by markitdown only when it is too late to tell
    from markitdown import StreamInfo
    from markitdown.converters import DocxConverter

    converter: Any = DocxConverter  # without annotations
    found = converter().convert(_without_media(data), StreamInfo(extension=".docx"), style_map=STYLES)
    blocks, notices = markdown_blocks(found.markdown)
    return Document(blocks, notices=notices)


def _without_media(data: bytes) -> BytesIO:
    """The parts of a .docx that hold text, pictures emptied: they would be unpacked and encoded to be thrown away."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(kept, "w") as written:
        for name in dict.fromkeys(parts.namelist()):
            if name.endswith((".xml", ".rels")) and not name.startswith(("customXml/", "docProps/")):
                written.writestr(name, parts.read(name))
            elif name.startswith("word/media/"):
                written.writestr(name, b"")
    kept.seek(0)
    return kept


def _html(text: str) -> Document:
    from bs4 import BeautifulSoup
    from markitdown.converters import HtmlConverter

    soup = BeautifulSoup(text, "html.parser")
    address = _address(soup, text)
    title = " ".join((soup.title.get_text() if soup.title else "").split())
    for tag in soup.find_all(_NOT_CONTENT):
        tag.decompose()
    # questions that fold out, and lists of terms, have their headings in tags of their own
    for tag in soup.find_all(["summary", "dt"]):
        tag.name = "h3"
    for tag in soup.find_all(["dl", "dd", "details"]):
        tag.name = "div"
    content = soup.find("main") or soup.find("article") or soup.find("body") or soup
    found = HtmlConverter().convert_string(str(content))
    blocks, notices = markdown_blocks(found.markdown)
    return Document(blocks, title=tidy(title), address=address, notices=notices)


def _address(soup: Any, text: str) -> str:
    """The public address that a saved page says it came from."""
    link = soup.find("link", rel="canonical")
    told = str(link.get("href") or "") if link else ""
    told = told or (match[1] if (match := _SAVED_FROM.search(text[:4096])) else "")
    return "" if not told or link_fault(told) or re.search(r"[\s()<>\"\\]", told) else told


def _pdf(data: bytes, limits: Limits) -> Document:
    from markitdown import StreamInfo
    from markitdown.converters import PdfConverter
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFSyntaxError

    try:
        count = sum(1 for _ in islice(PDFPage.get_pages(BytesIO(data)), limits.max_pages + 1))
        if count > limits.max_pages:
            raise Refused("too_many_pages", max_pages=limits.max_pages)
        pages = list(_pages(data))
    except PDFPasswordIncorrect:
        raise Refused("encrypted") from None
    except PDFSyntaxError:
        raise Refused("damaged") from None
    if not count:
        raise Refused("damaged")
    if not any(text.strip() for page in pages for text, _, _ in page):
        raise Refused("no_text")
    if count <= MAX_TABLE_PAGES:
        text = PdfConverter().convert(BytesIO(data), StreamInfo(extension=".pdf")).markdown
    else:
        text = "\f".join("\n".join(line for line, _, _ in page) for page in pages)
    return Document(tuple(page_blocks(_placed(text, pages))))


_Letters = tuple[
    str, float, bool
]  # a line of a PDF: its text, the height of its letters in points, whether they are bold


def _pages(data: bytes) -> Iterator[list[_Letters]]:
    """The lines of each page, as pdfminer lays them out; an empty one between stretches of text."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

    for page in extract_pages(BytesIO(data)):
        lines: list[_Letters] = []
        for box in page:
            for line in box if isinstance(box, LTTextContainer) else ():
                drawn = line if isinstance(line, LTTextLine) else ()
                letters = [letter for letter in drawn if isinstance(letter, LTChar) and letter.get_text().strip()]
                if letters:
                    size = statistics.median(letter.size for letter in letters)
                    is_bold = all(_BOLD_FONT.search(letter.fontname) for letter in letters)
                    lines.append((line.get_text().strip(), round(size, 1), is_bold))
            lines.append(("", 0.0, False))
        yield lines


def _placed(text: str, pages: Sequence[Sequence[_Letters]]) -> Iterator[PageLine]:
    """markitdown's lines, which know of no pages, with their page and their level as headings."""
    levels = _heading_levels(pages)
    written = ["".join(_bare(line) for line, _, _ in page) for page in pages]
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


def _heading_levels(pages: Sequence[Sequence[_Letters]]) -> dict[tuple[int, str], int]:
    """The level of each line that is a heading, by its page and bare text: larger than most letters, or bold among ordinary ones."""
    sizes: Counter[float] = Counter()
    weights: Counter[bool] = Counter()
    for page in pages:
        for text, size, is_bold in page:
            sizes[size] += len(text)
            weights[is_bold] += len(text)
    body = sizes.most_common(1)[0][0]
    larger = sorted({size for size in sizes if size >= body * 1.12}, reverse=True)
    bold_counts = weights[True] < weights[False]
    return {
        (number, _bare(text)): larger.index(size) + 1 if size in larger else len(larger) + 1
        for number, page in enumerate(pages)
        for text, size, is_bold in page
        if len(text) <= 200 and (size in larger or (is_bold and bold_counts and size >= body * 0.98))
    }


def _bare(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def _sheets(data: bytes, limits: Limits) -> Document:
    """Read by openpyxl rather than markitdown, whose tables write the lines of a cell as one, and need pandas."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    blocks: list[Block] = []
    notices: list[Notice] = []
    hidden: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        sheet.reset_dimensions()  # what the file says of its size is not believed
        cells = sheet.iter_rows(max_row=limits.max_rows + 1, max_col=MAX_COLUMNS, values_only=True)
        rows = [(number, [_cell(value) for value in row]) for number, row in enumerate(cells, 1)]
        if len(rows) > limits.max_rows:
            notices.append(notice("rows_left_out", max_rows=limits.max_rows, sheet=sheet.title))
        filled = [(number, row) for number, row in rows[: limits.max_rows] if any(row)]
        if columns := question_columns([row for _, row in filled]):
            question, answer, first = columns
            blocks += row_blocks(filled[first:], sheet.title, (question, answer))
        elif filled:
            used = sorted({column for _, row in filled for column, text in enumerate(row) if text})
            if len(used) >= 2:
                blocks += row_blocks(filled, sheet.title, (used[0], used[1]))
    if hidden:
        notices.append(notice("hidden_sheets", names=", ".join(hidden)))
    return Document(tuple(blocks), is_rows=True, notices=tuple(notices))


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat().removesuffix("T00:00:00")
    text = str(value).replace("_x000D_", "").strip()
    return "" if re.fullmatch(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)", text) else text
