"""A document's bytes come in, its blocks go out: each kind by a module of its own.

Runs in a process of its own, see process.py: the libraries are imported when a document asks for them, and what they
do with a hostile one is bounded there. What can be told beforehand is refused here, before anything is unpacked.
"""

import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import BytesIO
from typing import assert_never

from knowledge.dialects.unfolding import Unfolded, unfold
from knowledge.documents import code_pages
from knowledge.documents.blocks import markdown_blocks
from knowledge.documents.columns import MOST_WORDS, columns_of
from knowledge.documents.drafts import Document
from knowledge.documents.html_blocks import read_page
from knowledge.documents.kept import Line
from knowledge.documents.open_sheets import open_rows
from knowledge.documents.opendocument import read_odt
from knowledge.documents.page_properties import without_properties
from knowledge.documents.pdf import read_pdf
from knowledge.documents.sheets import Rows, csv_rows, excel_rows, read_tables
from knowledge.documents.web_archive import Held, held_in, is_archive
from knowledge.documents.word import read_word
from knowledge.entry_file import is_mdx
from knowledge.front_values import control_character
from knowledge.notices import Notice, Refused, notice
from knowledge.spoken import language_of

UNPACKED_FREE = 5_000_000  # bytes that any document may unpack to: little text in much XML packs a hundredfold
STRAY = 0.002  # share of a text's characters that may be control characters
MAX_NAMED = 5  # of what was left out that is named
SPOKEN = "nl"  # what a document is taken to be in, whose words don't tell
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|div|p|h[1-6]|table|ul|ol|dl|section|form)\b", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_WORD_MAIN = re.compile(r"word/document\d*\.xml")
_MANIFEST = "META-INF/manifest.xml"
# in the list of parts that OpenOffice.org wrote until 2010; it names no other file that is there
_OLD_TYPE = b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
_SHEET_NAMES = (".csv", ".tsv", ".tab")
_TEXT_NAME = ".txt"  # which spreadsheets give a table too, with tabs between its cells


class Kind(StrEnum):
    """What a file is, told from its content."""

    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    ODS = "ods"
    PDF = "pdf"
    HTML = "html"
    CSV = "csv"
    MARKDOWN = "md"


# what an OpenDocument file calls itself
_OPEN = {
    f"application/vnd.oasis.opendocument.{name}{end}".encode(): kind
    for name, kind in (("text", Kind.ODT), ("spreadsheet", Kind.ODS))
    for end in ("", "-template", "-web")
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is read, and what reading it may take."""

    max_bytes: int = 20_000_000  # of the file; also what a bot can get from Telegram (Bot API, getFile)
    max_unpacked_bytes: int = 100_000_000  # of all the parts of a .docx, .odt, .xlsx or .ods
    max_ratio: int = 100  # of unpacked to packed bytes, above UNPACKED_FREE
    max_parts: int = 5_000  # of a .docx, .odt, .xlsx or .ods
    max_pages: int = 150  # of a PDF
    max_table_pages: int = 30  # … up to which tables are looked for; that takes a quarter more than the text alone
    max_rows: int = 1_000  # of a sheet
    max_chars: int = 1_000_000  # of text
    max_drafts: int = 500
    memory_bytes: int = 1_000_000_000  # of address space; the libraries alone take some 250 MB
    time_s: float = 30.0  # of the processor, the start of the process included; Windows has the clock alone
    clock_s: float = 90.0  # by the clock: on a machine that is busy answering, reading waits


def read_document(
    data: bytes, name: str, limits: Limits, *, lang: str = "", columns: str = ""
) -> tuple[Kind, Document, str]:
    """A document's kind and blocks, and its text where it is Markdown. Raises Refused, and Unclear for a table.

    lang: the language it is in, where somebody said so; else it is told from its words. columns: see sheets.read_tables.
    """
    if not data.strip():
        raise Refused("nothing_in_it")
    held = held_in(data) if is_archive(data, name) else Held(data)
    if not (data := held.page).strip():
        raise Refused("mail_without_text", names=_named(held.attached)) if held.attached else Refused("no_text")
    kind = kind_of(data, name, limits)
    text = ""
    match kind:
        case Kind.DOCX | Kind.ODT:
            word = read_word(data) if kind is Kind.DOCX else read_odt(data)
            document = Document(word.blocks, notices=word.notices, lines=word.lines)
        case Kind.XLSX | Kind.ODS | Kind.CSV:
            document = _tables(data, kind, limits, lang, columns)
        case Kind.PDF:
            pages = read_pdf(data, limits.max_pages, limits.max_table_pages)
            document = Document(pages.blocks, notices=pages.notices, lines=pages.lines)
        case Kind.HTML:
            page = read_page(_text(data))
            if not any(block.text for block in page.blocks) and not held.attached:
                raise Refused("page_shows_none")
            document = Document(page.blocks, page.title, page.address, notices=page.notices, lines=page.lines)
        case Kind.MARKDOWN:
            text = _text(data)
            if len(text) > limits.max_chars:
                raise Refused("too_much_text", max_chars=limits.max_chars)
            text, names = without_properties(text, name)
            document = markdown_document(text, lang, is_mdx=is_mdx(name))
            if names:
                left = notice("left_out_here", said=notice("properties_left_out"), what=_named(names))
                document = replace(document, notices=(*document.notices, left))
        case _:
            assert_never(kind)
    if held.attached:
        document = replace(
            document, notices=(*document.notices, notice("attached_not_read", names=_named(held.attached)))
        )
    document = replace(document, title=document.title or held.title)
    if sum(len(block.text) for block in document.blocks) > limits.max_chars:
        raise Refused("too_much_text", max_chars=limits.max_chars)
    told = language_of("\n".join(line.text for line in document.lines)) or ""
    return kind, replace(document, lang=lang or told or SPOKEN, told_lang=told), text


def markdown_document(text: str, lang: str, title: str = "", *, is_mdx: bool = False) -> Document:
    """The blocks of Markdown, whichever tool wrote it."""
    found = unfold(text, lang or language_of(text) or SPOKEN, is_mdx=is_mdx)
    blocks, notices = markdown_blocks(found.text)
    lines = tuple(Line(line) for line in found.text.split("\n"))
    return Document(blocks, title, notices=(*notices, *_left_out(found)), lines=lines)


def _left_out(found: Unfolded) -> Iterator[Notice]:
    """What another program wrote that isn't shown, each kind once."""
    kinds: dict[str, list[str]] = {}
    for left in found.left_out:
        kinds.setdefault(left.key, []).append(left.what)
    if found.tags:
        kinds["tags_not_shown"] = [f"#{tag}" for tag in found.tags]
    for key, whats in kinds.items():
        named = list(dict.fromkeys(whats))
        yield notice("left_out_here", said=notice(key), what=_named(named))


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:MAX_NAMED]) + ("…" if len(names) > MAX_NAMED else "")


def _tables(data: bytes, kind: Kind, limits: Limits, lang: str, columns: str) -> Document:
    if kind is Kind.CSV:
        tables, notices = csv_rows(_text(data), limits.max_rows)
        spoken = lang or language_of(_text(data)) or SPOKEN
    else:
        tables, notices, spoken = workbook_rows(data, kind, limits, lang)
    if not tables:
        raise Refused("no_rows")
    found = read_tables(tables, columns, spoken)
    return Document(found.blocks, is_rows=found.is_rows, notices=(*notices, *found.notices), lines=found.lines)


def workbook_rows(data: bytes, kind: Kind, limits: Limits, lang: str = "") -> tuple[list[Rows], list[Notice], str]:
    """The rows of a workbook's sheets, what was left out, and the language that the texts are in."""
    read = open_rows if kind is Kind.ODS else excel_rows
    return read(data, lang, limits.max_rows)


def kind_of(data: bytes, name: str, limits: Limits) -> Kind:
    """What a file is by its content; its name only tells what to advise. Raises Refused for what is not read."""
    if data.startswith(_OLE):
        raise Refused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old_office")
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, limits)
    text = _text(data[:65536])
    if name.lower().endswith(_SHEET_NAMES) and not _is_binary(text):
        return Kind.CSV
    if name.lower().endswith(_TEXT_NAME) and not _is_binary(text) and _is_tabbed(text):
        return Kind.CSV
    if text.startswith("{\\rtf"):
        raise Refused("rich_text")
    if _is_binary(text):
        raise Refused("unknown_kind")
    start = text.lstrip()
    if start.startswith("<"):
        if _HTML.search(start):
            return Kind.HTML
        raise Refused("unknown_kind")
    if start.startswith(("{", "[")) and _is_json(data):
        raise Refused("unknown_kind")
    return Kind.MARKDOWN


def _is_tabbed(text: str) -> bool:
    """Whether it is a table with tabs between its cells, below headings that tell where questions and answers stand."""
    rows = [line.split("\t") for line in text.split("\n") if line.strip()]
    if 2 * sum(len(row) > 1 for row in rows) < len(rows) or (found := columns_of(rows, "")) is None:
        return False
    return all(len(name.split()) <= MOST_WORDS and not name.endswith(("?", ":")) for name in found.names.values())


def _is_binary(text: str) -> bool:
    """Whether it holds what no text does; a stray control character in a long one is a slip."""
    if "\0" in text:
        return True
    found = sum(1 for character in text if control_character(character)) if control_character(text) else 0
    return found > STRAY * len(text)


def _is_json(data: bytes) -> bool:
    """Whether all of it is data of a program; such data at the top of a page has text behind it."""
    try:
        json.loads(_text(data))
    except (ValueError, RecursionError):
        return False
    return True


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
            names = {info.filename for info in infos}
            told = parts.read("mimetype")[:100] if "mimetype" in names else b""
            open_kind = _OPEN.get(told.strip())
            kind = open_kind or _office_kind(names)
            if open_kind and _MANIFEST in names and b"encryption-data" in parts.read(_MANIFEST):
                raise Refused("encrypted")
            if open_kind and any(name.startswith(("Basic/", "Scripts/")) for name in names):
                raise Refused("macros")
            for info in infos:
                if info.filename.endswith((".xml", ".rels", ".vml")):
                    part = parts.read(info)
                    is_list = open_kind is not None and info.filename == _MANIFEST
                    _refuse_what_points_outside(part.replace(_OLD_TYPE, b"", 1) if is_list else part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("damaged") from None
    return kind


def _office_kind(names: set[str]) -> Kind:
    small = {name.lower() for name in names}
    if any(name.rpartition("/")[2].startswith("vbaproject") or "/macrosheets/" in name for name in small):
        raise Refused("macros")
    if "[content_types].xml" in small and any(_WORD_MAIN.fullmatch(name) for name in small):
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


def _text(data: bytes) -> str:
    """Text in whichever encoding, with one way to end a line."""
    return _decoded(data).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    """As marked at its start, as HTML says, UTF-8, or what its words make likely."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(data) - 4:  # cut within a character
            return data[: error.start].decode("utf-8-sig")
    charset = match[1].decode("ascii") if (match := _CHARSET.search(data[:4096])) else ""
    try:
        return data.decode(charset, "replace") if charset else code_pages.decoded(data)
    except (LookupError, UnicodeError):
        return code_pages.decoded(data)
