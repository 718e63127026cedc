"""An Excel workbook or a CSV file comes in, its questions and answers go out, as the sheet shows them."""

import csv
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

from knowledge.documents import columns
from knowledge.documents.blocks import (
    GROUP_LEVEL,
    ROW_LEVEL,
    Block,
    Told,
    is_question,
    lines_to_markdown,
    listed,
    of_part,
    over_rows,
    tidy,
    told_of,
    without_pictures,
)
from knowledge.documents.calendar_names import MONTHS
from knowledge.documents.cell_looks import Seen, is_paper_white, is_withdrawn, seen, without_struck
from knowledge.documents.cells import SHORT_MONTHS, shown
from knowledge.documents.columns import Columns, Role, is_heading_again, side_by_side
from knowledge.documents.kept import Line
from knowledge.documents.plain_styles import with_plain_styles
from knowledge.documents.strict import as_usual
from knowledge.entry_file import codes_of, link_fault, normal
from knowledge.notices import Notice, Refused, notice
from knowledge.routes.overview import is_heading
from knowledge.spoken import language_of

MAX_COLUMNS = 104  # A to CZ: a column for each week of two years
SEPARATORS = (";", ",", "\t", "|")
MAX_RICH = 50_000  # texts of a sheet that are looked at for parts that look otherwise
MAX_NAMED = 80  # characters of a row that is taken for headings
SAMPLES = 3  # texts of a column that are shown to whoever is asked what it is
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORDED = (Role.QUESTION, Role.ANSWER, Role.ASK, Role.MORE)  # columns of which the words have to arrive
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
_DAY = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d))(?:[T ].*)?")
_NAMED_DAY = re.compile(  # "1 maart 2026", "zo 1 mrt. 2026", "March 1, 2026"
    r"(?:[a-z]+\.?,? )?(?:(\d{1,2}) ([a-z]+)|([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?)[.,]? (\d{4})", re.IGNORECASE
)
_MONTHS = {
    name.lower(): number
    for lang, names in MONTHS.items()
    for number, month in enumerate(names, 1)
    for name in (month, month[:3], month[:4], SHORT_MONTHS.get(lang, names)[number - 1])
}
_ADDRESS = re.compile(r"https?://[^\s<>()\"]+", re.IGNORECASE)


_Asked = tuple[str, list[tuple[int, Sequence[str]]]]  # what stands over questions, else empty; the rows of a question


@dataclass(frozen=True, slots=True)
class Column:
    """A column of which somebody has to say what it is."""

    letter: str  # as a spreadsheet names it
    name: str  # what stands in its first row
    samples: tuple[str, ...]


class Unclear(Exception):
    """A table of which can't be told which column holds the questions, and which the answers."""

    def __init__(self, sheet: str, found: Sequence[Column]) -> None:
        super().__init__(f"which columns of {sheet!r} hold questions and answers is not clear")
        self.sheet, self.columns = sheet, tuple(found)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as it is shown."""

    name: str  # of the sheet; empty for a CSV file
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # (1-based number, texts) of those that aren't empty
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)  # where a cell leads, by number of row and place
    struck: frozenset[tuple[int, int]] = frozenset()  # cells that were struck out, which are empty here


@dataclass(frozen=True, slots=True)
class Layout:
    """What a sheet says of its cells besides what stands in them."""

    hidden_rows: frozenset[int]  # 1-based
    hidden_columns: frozenset[int]  # from 0
    merged: Mapping[
        tuple[int, int], tuple[int, int]
    ]  # the cell over several rows that one belongs to, by row and place
    links: Mapping[tuple[int, int], str]
    unknown: int = 0  # cells with a formula of which nobody has worked out what comes of it
    is_bare: bool = True  # nothing colours its cells but their own looks
    rich: Mapping[tuple[int, int], Any] = field(
        default_factory=dict
    )  # texts within cells of which parts look otherwise


@dataclass(frozen=True, slots=True)
class Table:
    """What was made of tables."""

    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...]
    lines: tuple[Line, ...]  # what was read, for counting what arrived
    is_rows: bool  # questions and answers; else a text


def read_tables(tables: Sequence[Rows], wanted: str, lang: str) -> Table:
    """The blocks of tables, in which wanted says what is what: "B,C", "text", or nothing for what the headings tell.

    Raises Unclear where no table tells it, and nobody has said it.
    """
    if wanted == "text":
        return _as_text(tables)
    if not wanted:
        tables = [part for table in tables for part in _parted(table)]
    told = [_columns(table, wanted, lang) for table in tables]
    if tables and not any(told):
        raise Unclear(tables[0].name, _to_ask(tables[0]))
    blocks: list[Block] = []
    lines: list[Line] = []
    tables, notices = _published(tables, told)
    for table, found in zip(tables, told, strict=True):
        if found is None:
            notices.append(notice("sheet_unclear", sheet=table.name, rows=len(table.rows)))
            lines += [Line(table.name), *_all_lines(table)]
            blocks += [Block(table.name, ROW_LEVEL, _place(table, table.rows[0][0])), _listed(table)]
            continue
        rows = list(_standing(table, found))
        table = replace(table, rows=(*table.rows[: found.first], *rows))
        asked = list(_asked(rows, found))
        blocks += _blocks(table, found, asked)
        others = sorted((*found.of(Role.OTHER), *found.of(Role.INTERNAL), *found.of(Role.STATE)))
        width = max((len(row) for _, row in table.rows[: found.first]), default=MAX_COLUMNS)
        wide = [number for number, row in rows if any(row[width:])]
        if wide:
            notices.append(
                notice("rows_too_wide", rows=", ".join(map(str, wide[: columns.MAX_NAMED_ROWS])), count=len(wide))
            )
        lines += _lines(table, found, asked, width)
        if wanted and found.first:
            names = " · ".join(name for name in found.names.values() if name)
            notices.append(notice("row_is_heading", names=names[:MAX_NAMED]))
        if above := [cell for _, row in table.rows[: max(found.first - 1, 0)] for cell in dict.fromkeys(row) if cell]:
            notices.append(notice("rows_above_left_out", text=told_of(" · ".join(above))))
        for place in found.of(Role.CHECKED):
            if odd := [text for _, row in rows if (text := _at(row, place).strip()) and _day(text) is None]:
                name = found.names.get(place) or letter(place)
                notices.append(notice("days_not_read", name=name, count=len(odd), text=told_of(odd[0])))
        if named := [
            found.names.get(place) or letter(place) for place in others if any(_at(row, place) for _, row in rows)
        ]:
            notices.append(notice("columns_left_out", names=", ".join(named)))
    return Table(tuple(blocks), tuple(notices), tuple(lines), is_rows=True)


def _parted(table: Rows) -> list[Rows]:
    """A table for each part of one with questions and answers side by side, each cell in its place; else the table itself."""
    parts = side_by_side([row for _, row in table.rows])
    texts = [of_part([row for _, row in table.rows], places) for places in parts]
    numbers = [number for number, _ in table.rows]
    return [
        replace(table, rows=tuple((number, row) for number, row in zip(numbers, rows, strict=True) if any(row)))
        for rows in texts
    ] or [table]


def _columns(table: Rows, wanted: str, lang: str) -> Columns | None:
    rows = [row for _, row in table.rows]
    if match := re.fullmatch(r"([A-Z]{1,2}),([A-Z]{1,2})", wanted):
        return columns.chosen(rows, *map(_place_of, match.groups()))
    if found := columns.columns_of(rows, lang):
        return found
    used = sorted({place for row in rows for place, text in enumerate(row) if text})
    asked = sum(is_question(_at(row, used[0])) for row in rows) if used else 0
    # without headings a column of questions beside one other is clear enough
    return columns.chosen(rows, used[0], used[1]) if len(used) == 2 and asked * 2 >= len(rows) else None


def _published(tables: Sequence[Rows], told: Sequence[Columns | None]) -> tuple[list[Rows], list[Notice]]:
    """The tables without rows that say of themselves that they are not to be shown, and what those say.

    Raises Refused where no other row is left.
    """
    found: list[Rows] = []
    notices: list[Notice] = []
    states: dict[str, None] = {}
    for table, its in zip(tables, told, strict=True):
        unshown = columns.unshown(table.rows[its.first :], its) if its else {}
        if unshown:
            notices.append(columns.unshown_told(unshown))
        found.append(replace(table, rows=tuple(row for row in table.rows if row[0] not in unshown)))
        states |= dict.fromkeys(unshown.values())
    if states and not any(table.rows[its.first if its else 0 :] for table, its in zip(found, told, strict=True)):
        raise Refused("no_row_shown", states=told_of(", ".join(states)))
    return found, notices


def _to_ask(table: Rows) -> list[Column]:
    rows = [row for _, row in table.rows]
    used = sorted({place for row in rows for place, text in enumerate(row) if text})
    names = rows[0] if rows else ()
    return [
        Column(
            letter(place), _at(names, place), tuple([_at(row, place) for row in rows[1:] if _at(row, place)][:SAMPLES])
        )
        for place in used
    ]


def letter(place: int) -> str:
    """The name that a spreadsheet gives a column, from 0: A, …, Z, AA."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def _place_of(letters: str) -> int:
    """The other way around."""
    place = 0
    for one in letters:
        place = place * 26 + ord(one) - ord("A") + 1
    return place - 1


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _place(table: Rows, number: int) -> Notice:
    return notice("from_row", sheet=table.name, row=number) if table.name else notice("from_csv_row", row=number)


def _standing(table: Rows, found: Columns) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows under the headings, without those of questions that were struck out and without headings that return."""
    is_struck = False  # the question above
    for number, row in table.rows[found.first :]:
        if _at(row, found.question):
            is_struck = False
        is_struck |= (number, found.question) in table.struck
        if not is_struck and not is_heading_again(row, found):
            yield number, _without_withdrawn(row, found)


def _without_withdrawn(row: tuple[str, ...], found: Columns) -> tuple[str, ...]:
    """A row whose questions say nothing that was struck out: a title shows no marks."""
    worded = (*found.of(Role.QUESTION), *found.of(Role.ASK))
    return tuple(without_struck(text) if place in worded else text for place, text in enumerate(row))


def _blocks(table: Rows, found: Columns, asked: Sequence[_Asked]) -> Iterator[Block]:
    """A heading for each question, and its answer under it, which may go on over several rows."""
    ours = frozenset(place for place in found.of(Role.TOPIC) if _names_topics(table, found, place))
    for name, rows in asked:
        place = _place(table, rows[0][0])
        if name:
            yield Block(name, GROUP_LEVEL, place)
            continue
        if not (question := " ".join(tidy(_at(rows[0][1], found.question)).split())):
            continue
        told = [_told(table, found, ours, number, row) for number, row in rows]
        yield Block(question, ROW_LEVEL, place, told=_together(told))
        shown: set[str] = set()
        for number, row in rows:
            parts = [part for part in _parts_of(table, found, ours, number, row) if part not in shown]
            shown.update(parts)
            if parts:
                yield Block("\n\n".join(parts), place=_place(table, number))


def _asked(rows: Sequence[tuple[int, Sequence[str]]], found: Columns) -> Iterator[_Asked]:
    """The rows of each question, or one that none stands over, under no name; and each row over questions, under its own.

    A question goes on where its cell is empty below an answer, or says the same, as one that is merged over rows does; but not
    where words in a column that is left out tell the two apart, such as whom they are for.
    """
    beside = found.of(Role.OTHER)
    run: list[tuple[int, Sequence[str]]] = []
    is_answered = False
    for number, row in rows:
        question, answer = normal(_at(row, found.question)), tidy(_at(row, found.answer))
        name = over_rows(row, found.question)
        is_same = bool(run) and (not question or _is_same(run[0][1], row, found.question, beside))
        if not name and is_same and is_answered:
            run.append((number, row))
            continue
        if run:
            yield "", run
        run, is_answered = [], False
        if name:
            yield name, [(number, row)]
        elif question:
            run, is_answered = [(number, row)], bool(answer)
        else:
            yield "", [(number, row)]
    if run:
        yield "", run


def _lines(table: Rows, found: Columns, asked: Sequence[_Asked], width: int) -> Iterator[Line]:
    """What of a table is to arrive, in rows that are no wider than its headings; what rows of a question repeat counts once."""
    told_in = [place for place, role in found.roles if role in _WORDED]
    for _, rows in asked:
        seen: set[tuple[int, str]] = set()
        for number, row in rows:
            places = range(len(row)) if any(row[width:]) else told_in
            cells = {(place, _at(row, place)): None for place in places}
            yield Line(" ".join(text for place, text in cells if (place, text) not in seen), _place(table, number))
            seen.update(cells)


def _is_same(first: Sequence[str], row: Sequence[str], question: int, beside: Sequence[int]) -> bool:
    """Whether two rows have one question, and beside it no words by which they differ."""
    told = [(_at(first, place), _at(row, place)) for place in beside]
    are_alike = all(one == other or not any(map(str.isalpha, one + other)) for one, other in told)
    return normal(_at(first, question)) == normal(_at(row, question)) and are_alike


def _parts_of(table: Rows, found: Columns, ours: frozenset[int], number: int, row: Sequence[str]) -> Iterator[str]:
    """The answer in a row, and what stands beside it: nothing where there is neither that nor more."""
    answer = tidy(_at(row, found.answer))
    if not answer and not any(_at(row, more) for more in found.of(Role.MORE)):
        return
    if answer:
        yield _markdown(answer)
    for more in found.of(Role.MORE):
        if text := _markdown(tidy(_at(row, more))):
            yield f"**{found.names.get(more) or letter(more)}:** {text}" if "\n" not in text else text
    for topic in found.of(Role.TOPIC):
        text = tidy(_at(row, topic))
        if text and (topic not in ours or not codes_of(_parts(text))):
            yield f"{found.names.get(topic) or letter(topic)}: {_markdown(text)}"
    for source in found.of(Role.SOURCE):
        text = _at(row, source)
        if text and not _sources(text, table.links.get((number, source), "")):
            yield f"{found.names.get(source) or letter(source)}: {_markdown(text)}"


def _together(told: Sequence[Told]) -> Told:
    """What the rows of one question say of it."""
    return Told(
        tuple(ask for one in told for ask in one.asks),
        tuple(topic for one in told for topic in one.topics),
        tuple(dict.fromkeys(source for one in told for source in one.sources)),
        min((one.checked for one in told if one.checked), default=None),
    )


def _names_topics(table: Rows, found: Columns, place: int) -> bool:
    """Whether a column's cells name topics of ours, half of them at least: one may be called so on any subject."""
    texts = [text for _, row in table.rows[found.first :] if (text := _at(row, place).strip())]
    return 2 * sum(bool(codes_of(_parts(text))) for text in texts) >= len(texts)


def _told(table: Rows, found: Columns, ours: frozenset[int], number: int, row: Sequence[str]) -> Told:
    """What the other columns say of a question; ours are those that name topics of ours."""
    texts = {role: [text for place in found.of(role) if (text := _at(row, place).strip())] for role in Role}
    sources = [
        pair
        for place, role in found.roles
        if role is Role.SOURCE or (role in _WORDED and (number, place) in table.links)  # a text that leads somewhere
        for pair in _sources(_at(row, place) if role is Role.SOURCE else "", table.links.get((number, place), ""))
    ]
    return Told(
        asks=tuple(
            " ".join(part.split()) for text in texts[Role.ASK] for part in re.split(r"[\n;]", text) if part.strip()
        ),
        topics=tuple(
            part
            for place in found.of(Role.TOPIC)
            for part in _parts(_at(row, place))
            if place in ours or not codes_of([part])
        ),
        sources=tuple(sources),
        checked=next(filter(None, map(_day, texts[Role.CHECKED])), None),
    )


def _parts(text: str) -> list[str]:
    """What a cell names, each on a line or behind a semicolon."""
    return [part.strip() for part in re.split(r"[\n;]", text) if part.strip()]


def _sources(text: str, linked: str) -> list[tuple[str, str]]:
    """(label, address) of each public page that a cell names."""
    addresses = [linked] if linked else [one.rstrip(".,;") for one in _ADDRESS.findall(text)]
    label = " ".join(_ADDRESS.sub(" ", text).split()).strip(" :-–()[]")
    return [(label or re.sub(r"^https?://(?:www\.)?|/.*$", "", one), one) for one in addresses if not link_fault(one)]


def _day(text: str) -> date | None:
    if match := _DAY.fullmatch(text):
        year, month, day = map(int, match.group(1, 2, 3) if match[1] else match.group(6, 5, 4))
        year += 2000 if year < 100 else 0
    elif match := _NAMED_DAY.fullmatch(" ".join(text.split())):
        year, day = int(match[5]), int(match[1] or match[4])
        month = _MONTHS.get((match[2] or match[3]).lower(), 0)
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _markdown(text: str) -> str:
    return without_pictures(lines_to_markdown(text.split("\n")))[0]


def _as_text(tables: Sequence[Rows]) -> Table:
    """Tables of which no question is made: each a list, a line a row."""
    blocks: list[Block] = []
    for table in tables:
        if table.name and len(tables) > 1:
            blocks.append(Block(table.name, 2))
        blocks.append(_listed(table))
    lines = [line for table in tables for line in _all_lines(table)]
    return Table(tuple(blocks), (notice("tables", count=len(tables)),), tuple(lines), is_rows=False)


def _listed(table: Rows) -> Block:
    return listed([[" ".join(text.split()) for text in row] for _, row in table.rows])


def _all_lines(table: Rows) -> Iterator[Line]:
    yield from (Line(" ".join(row), _place(table, number)) for number, row in table.rows)


# --- CSV


def csv_rows(text: str, max_rows: int) -> tuple[list[Rows], list[Notice]]:
    """The rows of a CSV file. Raises Refused where its quotes don't pair up, and for an overview of routes."""
    separator = ""
    first, _, rest = text.partition("\n")
    if told := re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE):  # which Excel reads, and writes
        separator, text = told[1], rest
    separator = separator or _separator(text)
    try:
        cells = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        cells = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    rows = [
        (number, tuple(cell.strip() for cell in row[:MAX_COLUMNS]))
        for number, row in enumerate(cells, 1)
        if any(map(str.strip, row))
    ]
    if rows and is_heading(rows[0][1]):
        raise Refused("routes_sheet")
    notices = [notice("rows_left_out", max_rows=max_rows, sheet="CSV")] if len(rows) > max_rows else []
    if any(any(map(str.strip, row[MAX_COLUMNS:])) for row in cells):
        notices.append(notice("cells_left_out", max_columns=MAX_COLUMNS, sheet="CSV"))
    return [Rows("", tuple(rows[:max_rows]))] if rows else [], notices


def _separator(text: str) -> str:
    """What parts the rows into the most columns that nearly all of them have."""

    def weight(separator: str) -> tuple[float, int]:
        try:
            rows = [row for row in csv.reader(StringIO(text[:100_000], newline=""), delimiter=separator) if any(row)]
        except csv.Error:
            return 0.0, 0
        widths = [len(row) for row in rows]
        common = max(set(widths), key=widths.count, default=0)
        return (widths.count(common) / len(widths) if common > 1 else 0.0), common

    return max(SEPARATORS, key=weight)


# --- Excel


def excel_rows(data: bytes, lang: str, max_rows: int) -> tuple[list[Rows], list[Notice], str]:
    """The rows of the sheets that are shown, what was left out, and the language that the texts are in.

    Read by openpyxl rather than markitdown, whose tables write the lines of a cell as one, and need pandas.
    """
    data = as_usual(data)
    book = _workbook(data)
    notices: list[Notice] = []
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    found: list[tuple[str, list[tuple[int, list[Seen]]], Layout]] = []
    is_white = is_paper_white(book.loaded_theme)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # what the file says of its size is not believed
        layout = _layout(data, sheet)
        cells = sheet.iter_rows(max_row=max_rows + 1 + len(layout.hidden_rows), max_col=MAX_COLUMNS + 1)
        wide = [(number, list(row)) for number, row in enumerate(cells, 1) if number not in layout.hidden_rows]
        rows = [(number, row[:MAX_COLUMNS]) for number, row in wide]
        if any(cell.value is not None for _, row in wide for cell in row[MAX_COLUMNS:]):
            notices.append(notice("cells_left_out", max_columns=MAX_COLUMNS, sheet=sheet.title))
        if len(rows) > max_rows:
            notices.append(notice("rows_left_out", max_rows=max_rows, sheet=sheet.title))
        if layout.hidden_rows or layout.hidden_columns:
            notices.append(notice("hidden_cells", sheet=sheet.title))
        if layout.unknown:
            notices.append(notice("formulas_not_worked_out", sheet=sheet.title, count=layout.unknown))
        if texts := list(_boxes(data, str(sheet._worksheet_path).lstrip("/"))):
            notices.append(boxes_told(sheet.title, texts))
        looked = [
            (
                number,
                [
                    seen(cell, layout.rich.get((number, place)), is_bare=layout.is_bare, is_paper_white=is_white)
                    for place, cell in enumerate(row)
                ],
            )
            for number, row in rows[:max_rows]
        ]
        found.append((sheet.title, looked, layout))
    return told_tables(found, hidden, notices, lang)


def boxes_told(sheet: str, texts: Sequence[str]) -> Notice:
    """What stands in boxes over a sheet, which are in no row of it."""
    return notice("boxes_not_read", sheet=sheet, text=told_of(" · ".join(texts)))


def _boxes(data: bytes, path: str) -> Iterator[str]:
    """The texts of boxes over a sheet, a paragraph each."""
    folder, _, name = path.rpartition("/")
    with zipfile.ZipFile(BytesIO(data)) as parts:
        names = set(parts.namelist())
        if (links := f"{folder}/_rels/{name}.rels") not in names:
            return
        for link in ElementTree.fromstring(parts.read(links)):  # noqa: S314 - document types were refused before
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target") or "")).lstrip("/")
            if (link.get("Type") or "").endswith("/drawing") and target in names:
                root = ElementTree.fromstring(parts.read(target))  # noqa: S314 - as above
                lines = ("".join(one.text or "" for one in line.iter(f"{_DRAWN}t")) for line in root.iter(f"{_DRAWN}p"))
                yield from dict.fromkeys(text for line in lines if (text := " ".join(line.split())))


def _workbook(data: bytes) -> Any:
    """The workbook as openpyxl has it, without its looks where it fails on those."""
    from openpyxl import load_workbook

    try:
        return load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=True)
    except (TypeError, ValueError, AttributeError, IndexError):
        return load_workbook(
            BytesIO(with_plain_styles(data)), read_only=True, data_only=True, keep_links=False, rich_text=True
        )


def told_tables(
    found: Sequence[tuple[str, list[tuple[int, list[Seen]]], Layout]],
    hidden: Sequence[str],
    notices: Sequence[Notice],
    lang: str,
) -> tuple[list[Rows], list[Notice], str]:
    """The rows of a workbook's sheets, each a name, its rows of cells and its layout; what was left out; the language."""
    values = (cell.value for _, rows, _ in found for _, row in rows for cell in row)
    text = "\n".join(value for value in values if isinstance(value, str))
    spoken = lang or language_of(text) or "nl"
    told = [*notices, notice("hidden_sheets", names=", ".join(hidden))] if hidden else list(notices)
    told += [one for sheet in found for one in _withdrawn(*sheet, spoken)]
    tables = [_shown_rows(*one, spoken) for one in found]
    return [table for table in tables if table.rows], told, spoken


def as_csv(table: Rows) -> str:
    """A table as a CSV file with semicolons, each row on the line that has its number."""
    out, at = StringIO(), 1
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    for number, cells in table.rows:
        out.write("\n" * (number - at))
        writer.writerow([" ".join(cell.split()) for cell in cells])
        at = number + 1
    return out.getvalue()


def _withdrawn(title: str, rows: Sequence[tuple[int, list[Seen]]], layout: Layout, lang: str) -> Iterator[Notice]:
    """What is told of cells that were struck out, or partly so, and of letters that nobody sees."""
    cells = [
        (number, cell, text)
        for number, row in rows
        for place, cell in enumerate(row)
        if place not in layout.hidden_columns and (text := shown(cell.value, cell.number_format, lang))
    ]
    kinds = {
        "hidden_letters": [
            (number, cell.unseen or text) for number, cell, text in cells if cell.is_hidden or cell.unseen
        ],
        "struck_out": [(number, text) for number, cell, text in cells if not cell.is_hidden and is_withdrawn(cell)],
    }
    for key, found in kinds.items():
        if found:
            named = ", ".join(map(str, list(dict.fromkeys(number for number, _ in found))[: columns.MAX_NAMED_ROWS]))
            text = told_of(" · ".join(text for _, text in found).replace("~~", ""))
            yield notice(key, sheet=title, rows=named, count=len(found), text=text)


def _shown_rows(title: str, rows: Sequence[tuple[int, list[Seen]]], layout: Layout, lang: str) -> Rows:
    struck = {(number, place) for number, row in rows for place, cell in enumerate(row) if is_withdrawn(cell)}
    texts = {
        (number, place): shown(cell.value, cell.number_format, lang)
        for number, row in rows
        for place, cell in enumerate(row)
        if place not in layout.hidden_columns and not cell.is_hidden and (number, place) not in struck
    }
    struck |= {below for below, held in layout.merged.items() if held in struck}
    found = []
    for number, row in rows:
        line = [texts.get(layout.merged.get((number, place), (number, place)), "") for place in range(len(row))]
        if any(texts.get((number, place)) for place in range(len(row))):
            found.append((number, tuple(line)))
    return Rows(title, tuple(found), layout.links, frozenset(struck))


def _layout(data: bytes, sheet: Any) -> Layout:
    """Read from the sheet's own part: openpyxl passes over it where it reads row by row."""
    path = str(sheet._worksheet_path).lstrip("/")
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    linked: dict[tuple[int, int], str] = {}
    rich: dict[tuple[int, int], Any] = {}
    is_bare = True
    unknown = waiting = 0  # waiting: in the row that is being read, of which is told last whether it is hidden
    with zipfile.ZipFile(BytesIO(data)) as parts:
        targets = _targets(parts, path)
        with parts.open(path) as part:
            for _, node in ElementTree.iterparse(part):  # noqa: S314 - document types were refused before
                tag = node.tag.removeprefix(_MAIN)
                if tag == "c":
                    waiting += _is_unknown(node)
                    if node.get("t") == "inlineStr" and len(rich) < MAX_RICH and (place := _cell(node.get("r") or "")):
                        rich |= dict.fromkeys([place], _rich(node))
                elif tag == "row":
                    is_hidden = node.get("hidden") in ("1", "true")
                    unknown, waiting = unknown + (0 if is_hidden else waiting), 0
                    if is_hidden:
                        hidden_rows.add(int(node.get("r") or 0))
                elif tag == "col" and node.get("hidden") in ("1", "true"):
                    hidden_columns.update(
                        range(int(node.get("min") or 1) - 1, min(int(node.get("max") or 1), MAX_COLUMNS))
                    )
                elif tag == "mergeCell":
                    merged.update(_below(node.get("ref") or ""))
                elif tag == "hyperlink" and (place := _cell(node.get("ref") or "")):
                    linked[place] = targets.get(node.get(_LINKED) or "", "")
                elif tag in ("conditionalFormatting", "tableParts", "picture"):
                    is_bare = False
                if tag in ("row", "c"):
                    node.clear()
    return Layout(frozenset(hidden_rows), frozenset(hidden_columns), merged, linked, unknown, is_bare, rich)


def _rich(cell: ElementTree.Element) -> Any:
    """The parts of a text within its cell, which openpyxl reads as one where it reads row by row; None where it has none."""
    from openpyxl.cell.rich_text import CellRichText

    text = cell.find(f"{_MAIN}is")
    if text is None or text.find(f"{_MAIN}r/{_MAIN}rPr") is None:
        return None
    try:
        return CellRichText.from_tree(text)
    except (TypeError, ValueError, AttributeError):  # looks that it can't read
        return None


def _is_unknown(cell: ElementTree.Element) -> bool:
    """Whether it holds a formula without what comes of it, as programs write that can't reckon; an empty text says so itself."""
    is_formula = cell.find(f"{_MAIN}f") is not None
    return is_formula and cell.get("t", "n") in ("n", "") and not cell.findtext(f"{_MAIN}v")


def _targets(parts: zipfile.ZipFile, path: str) -> dict[str, str]:
    folder, _, name = path.rpartition("/")
    try:
        root = ElementTree.fromstring(parts.read(f"{folder}/_rels/{name}.rels"))  # noqa: S314 - as above
    except KeyError:
        return {}
    return {node.get("Id") or "": node.get("Target") or "" for node in root if node.get("TargetMode") == "External"}


def _below(reference: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The cells of the first column of a merged range, each with the cell that holds the text."""
    start, _, end = reference.partition(":")
    first, last = _cell(start), _cell(end)
    if first and last:
        for number in range(first[0] + 1, min(last[0], first[0] + 1_000) + 1):
            yield (number, first[1]), first


def _cell(reference: str) -> tuple[int, int] | None:
    """(number of the row, place of the column from 0) of "B3"."""
    match = _CELL.match(reference)
    if not match:
        return None
    return int(match[2]), _place_of(match[1])
