"""One file of a content folder in, what it says out; a file that can't be read is a problem, never an exception."""

import os
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge import wanted as wanted_file
from knowledge.entry import Problem
from knowledge.entry_file import EntryFile, read_text
from knowledge.notices import SaidError, notice, reason
from knowledge.routes import overview
from knowledge.routes.overview import RouteFile
from knowledge.unchanged import UNCHANGED, state_of
from knowledge.wanted import WantedFile

MAX_BYTES = 1_000_000  # of one file; a longer one is a book, or a mistake
TIME_ZONE = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """The day in the Netherlands."""
    return datetime.now(TIME_ZONE).date()


def read_sheet(path: Path, source: str, *, day: date) -> RouteFile:
    """Read a routes.csv; source is what it is called in messages."""
    try:
        with path.open("rb") as file:
            text = sheet_text(file.read(MAX_BYTES + 1))
    except OSError as error:
        return overview.unread(source, 1, notice("file_unreadable", reason=reason(error)))
    return overview.read_routes(source, text, day)


def read_wanted(path: Path, source: str) -> WantedFile:
    """Read a questions.toml or questions.csv; source is what it is called in messages."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = sheet_text(data) if path.suffix == ".csv" else _text(data)
    except OSError as error:
        return WantedFile((), (Problem(source, 1, notice("file_unreadable", reason=reason(error))),))
    except _EncodingError as error:
        return WantedFile((), (Problem(source, error.line, error.notice),))
    return wanted_file.read(source, text)


def read_file(name: str, source: str, *, day: date, there: os.stat_result | None = None) -> EntryFile:
    """Read the file of a name; source is what it is called in messages. One that nobody has touched since isn't read again.

    there: what the disk said of it a moment ago; None: it is asked.
    """
    try:
        found = there or os.stat(name)  # noqa: PTH116 - of thousands, a Path for each would take as long as the rest
        if known := UNCHANGED.find(name, source, found):
            return known
        with open(name, "rb") as file:  # noqa: PTH123 - as above
            data = file.read(MAX_BYTES + 1)
            is_same = state_of(os.fstat(file.fileno())) == state_of(found)
        dated = datetime.fromtimestamp(found.st_mtime, TIME_ZONE).date()
    except (OSError, OverflowError, ValueError) as error:
        return EntryFile(None, (Problem(source, 1, notice("file_unreadable", reason=reason(error))),))
    read = read_data(source, data, dated=dated, day=day)
    if is_same:
        UNCHANGED.keep(name, source, found, read)
    return read


def read_data(source: str, data: bytes, *, dated: date, day: date) -> EntryFile:
    """Read a file's bytes; dated is the file's own date."""
    try:
        text = _text(data)
    except _EncodingError as error:
        return EntryFile(None, (Problem(source, error.line, error.notice),))
    return read_text(source, text, min(dated, day), day)


class _EncodingError(SaidError):
    """Bytes that are no text; the message says which."""

    def __init__(self, line: int, byte: bytes) -> None:
        super().__init__("not_utf8", byte=byte.hex().upper())
        self.line = line


def _text(data: bytes) -> str:
    """A file's text, with one way to end a line. Raises _EncodingError."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _EncodingError(data.count(b"\n", 0, error.start) + 1, data[error.start : error.start + 1]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sheet_text(data: bytes) -> str:
    """The text of a CSV file, in UTF-8, or as Excel saves it on a Dutch or English Windows."""
    try:
        return _text(data)
    except _EncodingError:
        return data.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")
