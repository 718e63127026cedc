"""An OpenDocument spreadsheet (.ods), as LibreOffice writes it, comes in, the rows of its sheets go out as it shows them."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from knowledge.dialects.marks import lowered, raised
from knowledge.documents.cell_looks import Seen, struck
from knowledge.documents.open_looks import Looks
from knowledge.documents.open_names import DRAW, LINK, MAX_SPACES, OFF, OFFICE, STYLE, TABLE, TEXT
from knowledge.documents.opendocument import number_of
from knowledge.documents.sheets import MAX_COLUMNS, Layout, Rows, boxes_told, told_tables
from knowledge.notices import Notice, notice

_ERROR = re.compile(r"Err:\d{3}")  # what LibreOffice shows besides the errors of Excel
_GROUPS = (f"{TABLE}table-row-group", f"{TABLE}table-column-group")


@dataclass(slots=True)
class _Sheet:
    """What has been read of a sheet."""

    name: str
    looks: Looks
    number: int = 0  # of the last row
    column: int = 0  # how many columns were described
    rows: list[tuple[int, list[Seen]]] = field(default_factory=list)  # those that are not empty
    usual: dict[int, str] = field(default_factory=dict)  # the style of a column's cells that have none of their own
    hidden_columns: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    has_hidden: bool = False
    boxes: list[str] = field(default_factory=list)  # what stands in boxes over it
    unknown: int = 0  # cells with a formula of which nobody has worked out what comes of it
    is_wide: bool = False  # there is text behind the columns that are read

    def describe(self, node: Element, *, is_off: bool) -> None:
        """Take in what is said of one or more columns."""
        count = number_of(node.get(f"{TABLE}number-columns-repeated"), 1)
        if is_off or node.get(f"{TABLE}visibility") in OFF:
            self.hidden_columns.update(range(self.column, min(self.column + count, MAX_COLUMNS)))
            self.has_hidden |= self.column < MAX_COLUMNS
        usual = node.get(f"{TABLE}default-cell-style-name", "")
        self.usual |= dict.fromkeys(range(self.column, min(self.column + count, MAX_COLUMNS)), usual)
        self.column += count

    def take(self, node: Element, most: int, *, is_off: bool) -> None:
        """Take in a row, which may stand for many."""
        first = self.number + 1
        count = number_of(node.get(f"{TABLE}number-rows-repeated"), 1)
        self.number += count
        if len(self.rows) >= most:
            return
        cells = self._cells(node, first)
        if not (is_off or node.get(f"{TABLE}visibility") in OFF):
            self.unknown += sum(map(_is_unknown, node))
            self.take_boxes(node)
        if not any(cell.value for cell in cells):
            return
        if is_off or node.get(f"{TABLE}visibility") in OFF:
            self.has_hidden = True
            return
        self.rows += [(first + more, cells) for more in range(min(count, most - len(self.rows)))]

    def take_boxes(self, around: Element) -> None:
        """Take in what stands in boxes that hang on cells, or on the sheet; remarks are none."""
        boxes = (
            box for one in around.iter() for box in one if box.tag.startswith(DRAW) and not one.tag.startswith(DRAW)
        )
        texts = (_inline(line) for box in boxes for line in box.iter(f"{TEXT}p"))
        self.boxes += [text for line in texts if (text := " ".join(line.split()))]

    def _cells(self, node: Element, number: int) -> list[Seen]:
        found: list[Seen] = []
        for one in node:
            if len(found) >= MAX_COLUMNS:
                self.is_wide |= one.tag == f"{TABLE}table-cell" and _text(one) != ""
                continue
            if one.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            place = len(found)
            text = "" if one.tag == f"{TABLE}covered-table-cell" else _text(one)
            if text:
                below = min(number_of(one.get(f"{TABLE}number-rows-spanned"), 1), 1_000)
                self.merged |= {(number + more, place): (number, place) for more in range(1, below)}
                if address := next((link.get(LINK, "") for link in one.iter(f"{TEXT}a")), ""):
                    self.links[number, place] = address
            count = number_of(one.get(f"{TABLE}number-columns-repeated"), 1)
            self.is_wide |= text != "" and place + count > MAX_COLUMNS
            own = one.get(f"{TABLE}style-name") or node.get(f"{TABLE}default-cell-style-name")
            found += [
                self._seen(text, own or self.usual.get(at, "")) for at in range(place, min(place + count, MAX_COLUMNS))
            ]
        while found and not found[-1].value:
            found.pop()
        return found

    def _seen(self, text: str, style: str) -> Seen:
        if not text:
            return Seen(text)
        return Seen(text, is_struck=self.looks.is_struck("table-cell", style), is_hidden=self.looks.is_hidden(style))


def open_rows(data: bytes, lang: str, max_rows: int) -> tuple[list[Rows], list[Notice], str]:
    """The rows of the sheets that are shown, what was left out, and the language that the texts are in."""
    notices: list[Notice] = []
    hidden: list[str] = []
    found = []
    looks = Looks()
    with zipfile.ZipFile(BytesIO(data)) as parts, parts.open("content.xml") as part:
        if "styles.xml" in parts.namelist():
            styles = ElementTree.fromstring(parts.read("styles.xml"))  # noqa: S314 - document types were refused before
            for style in styles.iterfind(f"{OFFICE}styles/{STYLE}style"):
                looks.take(style)
        for sheet, is_shown in _sheets(part, max_rows + 1, looks):
            if not is_shown:
                hidden.append(sheet.name)
                continue
            if len(sheet.rows) > max_rows:
                notices.append(notice("rows_left_out", max_rows=max_rows, sheet=sheet.name))
            if sheet.is_wide:
                notices.append(notice("cells_left_out", max_columns=MAX_COLUMNS, sheet=sheet.name))
            if sheet.has_hidden:
                notices.append(notice("hidden_cells", sheet=sheet.name))
            if sheet.unknown:
                notices.append(notice("formulas_not_worked_out", sheet=sheet.name, count=sheet.unknown))
            if sheet.boxes:
                notices.append(boxes_told(sheet.name, sheet.boxes))
            layout = Layout(frozenset(), frozenset(sheet.hidden_columns), sheet.merged, sheet.links)
            found.append((sheet.name, sheet.rows[:max_rows], layout))
    return told_tables(found, hidden, notices, lang)


def _sheets(part: IO[bytes], most: int, looks: Looks) -> Iterator[tuple[_Sheet, bool]]:
    """Each sheet with at most so many rows that are not empty, and whether it is shown; row by row, for there may be many."""
    unseen: set[str] = set()  # styles of sheets that are not shown
    small: dict[str, Callable[[str], str]] = {}  # how text of a style is written that stands raised or lowered
    sheet: _Sheet | None = None
    is_shown = True
    deep = off = 0  # tables within a cell; groups around that are not shown
    for event, node in ElementTree.iterparse(part, ("start", "end")):  # noqa: S314 - document types were refused before
        is_start = event == "start"
        if node.tag == f"{TABLE}table":
            deep += 1 if is_start else -1
            if is_start and deep == 1:
                sheet = _Sheet(node.get(f"{TABLE}name", ""), looks)
                is_shown = node.get(f"{TABLE}style-name", "") not in unseen
            elif not is_start and not deep and sheet:
                yield sheet, is_shown
                sheet = None
                node.clear()
        elif node.tag in _GROUPS and node.get(f"{TABLE}display") == "false":
            off += 1 if is_start else -1
        elif is_start:
            continue
        elif node.tag == f"{STYLE}style":
            looks.take(node)
            shows = node.find(f"{STYLE}table-properties")
            if shows is not None and shows.get(f"{TABLE}display") == "false":
                unseen.add(node.get(f"{STYLE}name", ""))
            if shift := _shift(node.find(f"{STYLE}text-properties")):
                small[node.get(f"{STYLE}name", "")] = shift
        elif sheet and deep == 1 and node.tag == f"{TABLE}table-column":
            sheet.describe(node, is_off=off > 0)
        elif sheet and deep == 1 and node.tag == f"{TABLE}shapes":
            sheet.take_boxes(node)
        elif sheet and deep == 1 and node.tag == f"{TABLE}table-row":
            for one in node.iter(f"{TEXT}span"):
                name = one.get(f"{TEXT}style-name", "")
                if not len(one):
                    one.text = small.get(name, str)(one.text or "")
                if looks.is_struck("text", name):
                    _strike(one)
            sheet.take(node, most, is_off=off > 0)
            node.clear()


def _strike(node: Element) -> None:
    """Write the text in it as struck out."""
    node.text = struck(node.text or "")
    for one in node:
        _strike(one)
        one.tail = struck(one.tail or "")


def _shift(looks: Element | None) -> Callable[[str], str] | None:
    """How text that looks so is written where it stands raised or lowered, as in 10² and CO₂."""
    position = "" if looks is None else looks.get(f"{STYLE}text-position", "")
    return raised if position.startswith("super") else lowered if position.startswith("sub") else None


def _is_unknown(cell: Element) -> bool:
    """Whether it holds a formula without what comes of it, as programs write that can't reckon."""
    return cell.get(f"{TABLE}formula") is not None and cell.get(f"{OFFICE}value-type") is None and not _text(cell)


def _text(cell: Element) -> str:
    """What a cell shows, a line a paragraph; comments and drawings stand beside its paragraphs."""
    text = "\n".join(_inline(one) for one in cell if one.tag in (f"{TEXT}p", f"{TEXT}h")).strip()
    return "" if _ERROR.fullmatch(text) else text


def _inline(node: Element) -> str:
    found = _plain(node.text)
    for one in node:
        match one.tag:
            case tag if tag == f"{TEXT}s":
                found += " " * min(number_of(one.get(f"{TEXT}c"), 1), MAX_SPACES)
            case tag if tag == f"{TEXT}tab":
                found += " "
            case tag if tag == f"{TEXT}line-break":
                found += "\n"
            case tag if tag.startswith(TEXT):
                found += _inline(one)
        found += _plain(one.tail)
    return found


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
