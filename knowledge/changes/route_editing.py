"""An overview of routes that is sent, or a row that somebody proposes in; the change out. Nothing here writes."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.changes.places import check_size, content
from knowledge.content_file import sheet_text, today
from knowledge.notices import Refused
from knowledge.routes import overview
from knowledge.routes.overview import RouteFile


def place_routes(folder: Path, data: bytes) -> Change:
    """An overview as it was sent, in UTF-8 with the mark by which spreadsheets know that."""
    before = content(folder, overview.FILE)
    check_size(overview.FILE, data)
    after = sheet_text(data).encode("utf-8-sig", "replace")
    if after == before:
        raise EditError("edit_same", source=overview.FILE)
    summary = f"{overview.FILE}: {'placed' if before is None else 'replaced'}"
    return Change(folder, summary, (FileEdit(overview.FILE, before, after),))


def add_route(folders: Sequence[Path], cells: Mapping[str, str]) -> Change:
    """A row more, its cells by the names of overview.COLUMNS; what is wrong in it, `row_of` tells.

    The last folder's overview is added to; where it has none, a copy of the one that is served, unless that is made up.
    """
    before = content(folders[-1], overview.FILE)
    served = next(
        (data for data in (content(one, overview.FILE) for one in reversed(folders)) if data is not None), b""
    )
    text = sheet_text(served)
    if before is None and all(row.is_example for row in overview.read_routes(overview.FILE, text, today()).sheet.rows):
        text = _header()
    try:
        added = overview.with_row(text, cells, today())
    except Refused as refused:
        raise EditError(refused.notice.key) from None
    after = (added.replace("\n", "\r\n") if b"\r\n" in served else added).encode("utf-8-sig")
    check_size(overview.FILE, after)
    summary = f"{overview.FILE}: {cells['school']} – {cells['mbo']}"[:120]
    return Change(folders[-1], summary, (FileEdit(overview.FILE, before, after),))


def row_of(cells: Mapping[str, str], day: date | None = None) -> RouteFile:
    """What a row with these cells, by the names of overview.COLUMNS, is read as; its problems lie on line 2."""
    return overview.read_routes(overview.FILE, overview.with_row(_header(), cells, day or today()), day or today())


def _header() -> str:
    return ";".join(names[0] for field, names in overview.COLUMNS.items() if field != "is_example")
