"""A content folder in, a Reading out; a file that can't be read is a problem, never an exception."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from errno import ELOOP
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from knowledge import routes
from knowledge import wanted as wanted_file
from knowledge.entry import Entry, Problem, Reading, Wanted
from knowledge.entry_file import EntryFile, normal, read_text
from knowledge.renamed import moved
from knowledge.route import RouteSheet
from knowledge.routes import RouteFile
from knowledge.wanted import WantedFile

CONTENT = Path(__file__).parent / "content"  # what ships
MAX_BYTES = 1_000_000  # of one file; a longer one is a book, or a mistake
LANGUAGE = re.compile(r"[a-z]{2,3}")  # ISO 639 codes
TIME_ZONE = ZoneInfo("Europe/Amsterdam")
# what editors and file systems leave behind, and what people set aside
_IGNORED = re.compile(r"[._~].*|.*[~#]|.*\.(tmp|bak|swp)|Thumbs\.db|desktop\.ini", re.IGNORECASE)


def today() -> date:
    """The day in the Netherlands."""
    return datetime.now(TIME_ZONE).date()


@dataclass(frozen=True, slots=True)
class Files:
    """A content folder's files, each read by itself."""

    read: tuple[EntryFile, ...]  # those with an entry, and those that hide one
    problems: tuple[Problem, ...]  # of all files, and of what couldn't be opened
    sheet: RouteSheet | None = None  # of routes.csv; None where there is none
    wanted: tuple[Wanted, ...] = ()  # of questions.toml and questions.csv


def read_folder(root: Path, *, day: date | None = None) -> Reading:
    """Read every entry under root, <language>/<section>/<name>.md; day is today unless given.

    A file with problems is served where it has a title and an answer; see keep_last_good for the others.
    """
    if not is_folder(root):
        return Reading((), (Problem(printable(str(root)), 1, "there is no such folder; set KNOWLEDGE_DIR to one"),))
    files = read_files(root, day=day or today())
    if files == Files((), ()):
        nothing = Problem(printable(str(root)), 1, "there are no entries; write one as nl/faq/<name>.md")
        return Reading((), (nothing,))
    return joined(files.read, files.problems, files.sheet, files.wanted)


def is_folder(root: Path) -> bool:
    """Whether there is a folder that can be seen."""
    return os.path.isdir(root)  # noqa: PTH112 - Path.is_dir raises where a folder above it is closed


def read_files(root: Path, *, day: date) -> Files:
    """Read every file under root by itself; what holds between them is checked by joined."""
    problems: list[Problem] = []
    found: list[EntryFile] = []
    sheet: RouteSheet | None = None
    wanted: list[Wanted] = []
    for path, fault in _files(root):
        source = printable(path.relative_to(root).as_posix())
        if path == root / routes.FILE:
            read = routes.unread(source, 1, fault) if fault else read_sheet(path, source, day=day)
            sheet = read.sheet
            problems.extend(read.problems)
            continue
        if path.parent == root and path.name in wanted_file.FILES and not fault:
            asked = read_wanted(path, source)
            wanted.extend(asked.wanted)
            problems.extend(asked.problems)
            continue
        file = EntryFile(None, (Problem(source, 1, fault),)) if fault else read_file(path, source, day=day)
        problems.extend(file.problems)
        if file.entry or file.hides:
            found.append(file)
    return Files(tuple(found), tuple(problems), sheet, tuple(wanted))


def read_sheet(path: Path, source: str, *, day: date) -> RouteFile:
    """Read a routes.csv; source is what it is called in messages."""
    try:
        with path.open("rb") as file:
            text = _text(file.read(MAX_BYTES + 1))
    except OSError as error:
        return routes.unread(source, 1, f"this can't be read ({error.strerror}); check its permissions")
    except _EncodingError as error:
        return routes.unread(source, error.line, f"{error}; in Excel, save it as 'CSV UTF-8'")
    return routes.read_routes(source, text, day)


def read_wanted(path: Path, source: str) -> WantedFile:
    """Read a questions.toml or questions.csv; source is what it is called in messages."""
    try:
        with path.open("rb") as file:
            text = _text(file.read(MAX_BYTES + 1))
    except OSError as error:
        return WantedFile((), (Problem(source, 1, f"this can't be read ({error.strerror}); check its permissions"),))
    except _EncodingError as error:
        return WantedFile((), (Problem(source, error.line, f"{error}; save it as UTF-8"),))
    return wanted_file.read(source, text)


def read_file(path: Path, source: str, *, day: date) -> EntryFile:
    """Read one file; source is what it is called in messages."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
            dated = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, TIME_ZONE).date()
    except (OSError, OverflowError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return EntryFile(None, (Problem(source, 1, f"this can't be read ({reason}); check its permissions"),))
    return read_data(source, data, dated=dated, day=day)


def read_data(source: str, data: bytes, *, dated: date, day: date) -> EntryFile:
    """Read a file's bytes; dated is the file's own date."""
    try:
        text = _text(data)
    except _EncodingError as error:
        message = f"{error}; save the file with encoding UTF-8"
        return EntryFile(None, (Problem(source, error.line, message),))
    return read_text(source, text, min(dated, day), day)


class _EncodingError(ValueError):
    """Bytes that are no text; the message says which."""

    def __init__(self, line: int, byte: bytes) -> None:
        super().__init__(f"this is not UTF-8 (byte 0x{byte.hex().upper()})")
        self.line = line


def _text(data: bytes) -> str:
    """A file's text, with one way to end a line. Raises _EncodingError."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _EncodingError(data.count(b"\n", 0, error.start) + 1, data[error.start : error.start + 1]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def joined(
    files: Iterable[EntryFile],
    problems: Iterable[Problem],
    sheet: RouteSheet | None = None,
    wanted: Sequence[Wanted] = (),
) -> Reading:
    """Make a reading of files, of which none is at the path of another; problems are those of the files themselves."""
    files = tuple(files)
    shown = {file.entry: file for file in files if file.entry}
    found = [*problems, *_across(shown), *(_hides_nothing(file.hides) for file in files if file.hides)]
    found += wanted_file.lost(wanted, [entry.id for entry in shown])
    return Reading(
        tuple(sorted(shown, key=lambda entry: entry.source)),
        tuple(sorted(found, key=lambda problem: (problem.source, problem.line, problem.message))),
        sheet,
        tuple(wanted),
    )


def _hides_nothing(source: str) -> Problem:
    return Problem(source, 1, "hidden: true hides nothing, as no earlier folder has this path; delete the file")


def keep_last_good(reading: Reading, previous: Reading) -> Reading:
    """Serve the previous version of each file that no longer reads, so a typo takes nothing down.

    So too where it is the file's folder that no longer reads.
    A folder that is suddenly empty is taken for a lost disk: reported, not served.
    """
    if reading.sheet:
        reading = replace(reading, sheet=routes.keep_last_good(reading.sheet, previous.sheet))
    served = {entry.source for entry in reading.entries}
    broken = {problem.source for problem in reading.problems} - served
    kept = [entry for entry in previous.entries if entry.source not in served and broken & upwards(entry.source)]
    if previous.entries and not reading.entries and not kept:
        lost = Problem(
            ".", 1, f"the folder is empty or gone; still answering from the {len(previous.entries)} entries read before"
        )
        return Reading(previous.entries, (lost, *reading.problems), previous.sheet, previous.wanted)
    if not kept:
        return reading
    return replace(reading, entries=tuple(sorted((*reading.entries, *kept), key=lambda entry: entry.source)))


def upwards(source: str) -> set[str]:
    """A file and the folders that it lies in."""
    return {source, *(folder.as_posix() for folder in PurePosixPath(source).parents)}


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    """Each file to read, and what keeps it from being read; empty where nothing does."""
    home = root.resolve()
    faults: list[OSError] = []
    for folder, names, files in os.walk(root, onerror=faults.append):
        here = Path(folder)
        names[:] = sorted(name for name in names if not _IGNORED.fullmatch(name))
        for name in list(names):
            if here == root and not LANGUAGE.fullmatch(name):
                names.remove(name)
                yield here / name, "this folder is no language; name it by a code such as nl or en"
            elif (here / name).is_symlink():
                names.remove(name)
                yield (
                    here / name,
                    "this folder is a link; links to folders are not followed, put the folder itself here",
                )
        for name in sorted(files):
            if not _IGNORED.fullmatch(name):
                path = here / name
                yield path, _fault(path, root, home)
    for error in faults:
        yield Path(error.filename or root), f"this folder can't be read ({error.strerror}); check its permissions"


def _fault(path: Path, root: Path, home: Path) -> str:
    is_sheet = path.parent == root and path.name in (routes.FILE, *wanted_file.FILES)
    if path.parent == root and not is_sheet:
        if path.suffix.lower() == ".csv":
            return f"this is not read; the overview of routes is called {routes.FILE}, questions are questions.csv"
        return "a file outside the language folders is not read; move it into nl/faq/ or the like"
    if path.suffix != ".md" and not is_sheet:
        return f"'{printable(path.suffix or path.name)}' files are not read; save it as Markdown, {printable(path.stem)}.md"
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(home):
            return "this is a link to a file outside the folder, which is not followed; put the file itself here"
        if not path.is_file():
            return f"this is not an ordinary file; put {'a spreadsheet as CSV' if is_sheet else 'a Markdown file'} here"
        if (size := path.stat().st_size) > MAX_BYTES:
            return f"the file has {size / 1e6:,.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB is read: split it up"
    except OSError as error:
        return f"this can't be read ({error.strerror}); check the link and its permissions"
    except RuntimeError:  # what Path.resolve raises before Python 3.13
        return f"this can't be read ({os.strerror(ELOOP)}); check the link and its permissions"
    return ""


def _across(files: dict[Entry, EntryFile]) -> Iterator[Problem]:
    """What can't be told from one file: texts that stand under two entries, and ids that lead nowhere."""
    ids = {entry.id for entry in files}
    led = moved(files)
    owners: dict[tuple[str, str], Entry] = {}
    for entry, file in files.items():
        owner = owners.setdefault((entry.lang, normal(entry.title)), entry)
        if owner is not entry:
            line = file.line_of(entry.title)
            yield Problem(entry.source, line, f"the title is that of {owner.source} too; make them differ")
    for entry, file in files.items():
        for ask in entry.asks:
            owner = owners.setdefault((entry.lang, normal(ask)), entry)
            if owner.id != entry.id:
                yield Problem(entry.source, file.line_of(ask), f"'{ask}' stands in {owner.source} too; keep it in one")
        for name in entry.see:
            if name not in ids:
                message = f"see '{name}' leads to no entry; write the path of one, such as {entry.id}"
                yield Problem(entry.source, file.line_of(name), message)
            elif name == entry.id:
                yield Problem(entry.source, file.line_of(name), "see names the entry itself; take it out")
        for name in entry.was:
            if name in ids:
                message = f"was '{name}' is an entry of its own, to which its address leads; take it out"
                yield Problem(entry.source, file.line_of(name), message)
            elif led[name] != entry.id:
                message = f"was '{name}' stands in {led[name]} too, where its address leads; keep it in one"
                yield Problem(entry.source, file.line_of(name), message)


def is_ignored(name: str) -> bool:
    """Whether a file or folder of that name is passed over in silence."""
    return _IGNORED.fullmatch(name) is not None


def printable(path: str) -> str:
    """A file's name as it can be printed: names that are no UTF-8 with their bytes, line breaks escaped."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def by_language(entries: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """Entries by id, by language."""
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        found[entry.lang][entry.id] = entry
    return dict(found)
