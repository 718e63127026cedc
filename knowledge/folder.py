"""A content folder in, a Reading out; a file that can't be read is a problem, never an exception."""

import os
import re
import stat
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from errno import ELOOP
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from knowledge import about, routes
from knowledge import wanted as wanted_file
from knowledge.entry import UNPLACED, About, Entry, Problem, Reading, Remark, Wanted
from knowledge.entry_file import SUFFIXES, EntryFile, entry_meant, normal_of_folder, read_text
from knowledge.entry_links import linked
from knowledge.loose import is_language, loose_files, suffix_of
from knowledge.notices import Notice, SaidError, notice, reason
from knowledge.renamed import moved
from knowledge.route import RouteSheet
from knowledge.routes import RouteFile
from knowledge.titles import told_apart
from knowledge.unchanged import UNCHANGED, state_of
from knowledge.wanted import WantedFile

CONTENT = Path(__file__).parent / "content"  # what ships
LANGUAGES_TOLD = (
    "languages_told"  # the remark on a folder whose files lie in no folders of languages: none translates another
)
MAX_BYTES = 1_000_000  # of one file; a longer one is a book, or a mistake
TIME_ZONE = ZoneInfo("Europe/Amsterdam")
# what editors and file systems leave behind, and what people set aside; Hugo's _index.md is a page
_IGNORED = re.compile(r"[.~].*|_(?!index\.md$).*|.*[~#]|.*\.(tmp|bak|swp)|Thumbs\.db|desktop\.ini", re.IGNORECASE)
# Of which an import makes entries; a .txt is Markdown but for its name.
DOCUMENTS = (".docx", ".odt", ".xlsx", ".ods", ".csv", ".pdf", ".html", ".htm", ".mht", ".mhtml")
# What lies beside the pages of other tools and holds no text for readers.
_NO_TEXT = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".webp",
        ".ico",
        ".bmp",
        ".avif",
        ".css",
        ".scss",
        ".js",
        ".jsx",
        ".ts",
        ".tsx",
        ".mjs",
        ".json",
        ".yml",
        ".yaml",
        ".toml",
        ".xml",
        ".woff",
        ".woff2",
        ".ttf",
        ".mp3",
        ".mp4",
        ".webm",
        ".canvas",
        ".base",
        ".excalidraw",
        ".lock",
        ".map",
        ".drawio",
    ]
)


def today() -> date:
    """The day in the Netherlands."""
    return datetime.now(TIME_ZONE).date()


@dataclass(frozen=True, slots=True)
class Files:
    """A content folder's files, each read by itself."""

    read: tuple[EntryFile, ...]  # those with an entry, and those that hide one
    problems: tuple[Problem, ...]  # of all files, and of what couldn't be opened
    sheet: RouteSheet | None = None  # of routes.csv; None where there is none
    remarks: tuple[Remark, ...] = ()  # of all files, and of what was set aside
    about: About | None = None  # of about.toml; None where there is none
    wanted: tuple[Wanted, ...] = ()  # of questions.toml and questions.csv


def read_folder(root: Path, *, day: date | None = None) -> Reading:
    """Read every entry under root, <language>/<section>/<name>.md; day is today unless given.

    Where most files lie in no folder of a language, those are read too, each in the language that its words tell.

    A file with problems is served where it has a title and an answer; see keep_last_good for the others.
    """
    if not is_folder(root):
        return Reading((), (Problem(printable(str(root)), 1, notice("no_folder")),))
    files = read_files(root, day=day or today())
    if files == Files((), ()):
        nothing = Problem(printable(str(root)), 1, notice("no_entries"))
        return Reading((), (nothing,))
    return replace(joined(files.read, files.problems, files.sheet, files.remarks, files.wanted), about=files.about)


def is_folder(root: Path) -> bool:
    """Whether there is a folder that can be seen."""
    return os.path.isdir(root)  # noqa: PTH112 - Path.is_dir raises where a folder above it is closed


def read_files(root: Path, *, day: date) -> Files:
    """Read every file under root by itself; what holds between them is checked by joined."""
    told = about.read_about(root / about.FILE, about.FILE)
    problems: list[Problem] = list(told.problems)
    remarks: list[Remark] = []
    loose = loose_files(root, is_ignored, tuple(told.about.subjects) if told.about else ())
    if loose:
        counts = ", ".join(f"{count} {lang}" for lang, count in Counter(loose.values()).most_common())
        remarks.append(Remark(".", 1, notice(LANGUAGES_TOLD, counts=counts)))
    found: list[EntryFile] = []
    sheet: RouteSheet | None = None
    wanted: list[Wanted] = []
    for name, inside, there in _files(root, remarks, loose):
        fault = there if isinstance(there, Notice) else None
        source = printable(f"{loose[inside]}/{inside}" if inside in loose else inside)
        if inside == routes.FILE:
            read = routes.unread(source, 1, fault) if fault else read_sheet(Path(name), source, day=day)
            sheet = read.sheet
            problems.extend(read.problems)
            continue
        if inside in wanted_file.FILES and not fault:
            asked = read_wanted(Path(name), source)
            wanted.extend(asked.wanted)
            problems.extend(asked.problems)
            continue
        if isinstance(there, Notice):
            file = EntryFile(None, (Problem(source, 1, there),))
        else:
            file = read_file(name, source, day=day, there=there)
        problems.extend(file.problems)
        remarks.extend(file.remarks)
        if file.entry or file.hides:
            found.append(file)
    return Files(tuple(found), tuple(problems), sheet, tuple(remarks), told.about, tuple(wanted))


def path_of(root: Path, source: str) -> str:
    """Where the file of a source lies under root, relative to that: there, or for what lies in no folder of a language without that."""
    lang, _, rest = source.partition("/")
    if os.path.lexists(root / source) or not os.path.lexists(root / rest):
        return source
    told = about.read_about(root / about.FILE, about.FILE).about
    return rest if loose_files(root, is_ignored, tuple(told.subjects) if told else ()).get(rest) == lang else source


def read_sheet(path: Path, source: str, *, day: date) -> RouteFile:
    """Read a routes.csv; source is what it is called in messages."""
    try:
        with path.open("rb") as file:
            text = sheet_text(file.read(MAX_BYTES + 1))
    except OSError as error:
        return routes.unread(source, 1, notice("file_unreadable", reason=reason(error)))
    return routes.read_routes(source, text, day)


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


def joined(
    files: Iterable[EntryFile],
    problems: Iterable[Problem],
    sheet: RouteSheet | None = None,
    remarks: Iterable[Remark] = (),
    wanted: Sequence[Wanted] = (),
) -> Reading:
    """Make a reading of files, of which none is at the path of another; problems and remarks are those of the files themselves."""
    files, told = tuple(told_apart(tuple(files))), list(problems)
    shown: dict[Entry, EntryFile] = {}
    for file in linked(files):
        if file.entry:
            shown[file.entry] = file
    first: dict[tuple[str, str], Entry] = {}
    for entry in sorted(shown, key=lambda entry: entry.source):
        other = first.setdefault((entry.lang, entry.id), entry)
        if other is not entry:
            told.append(Problem(entry.source, 1, notice("same_name", other=other.source)))
            del shown[entry]
    # one with a text is a page that another tool would not show, and no mistake
    found = [*told, *_across(shown), *(_hides_nothing(file.hides) for file in files if file.hides and not file.remarks)]
    followed = wanted_file.followed(wanted, moved(shown))
    asked = wanted_file.each_once(followed.wanted)
    found += [*asked.problems, *wanted_file.lost(asked.wanted, [entry.id for entry in shown])]
    lost = [*(remark for file in shown.values() for remark in file.remarks), *followed.remarks]
    by_source = sorted(shown, key=lambda entry: entry.source)
    return Reading(
        tuple(entry for entry in by_source if entry.point is None),
        tuple(sorted(found, key=lambda problem: (problem.source, problem.line, problem.message))),
        sheet,
        tuple(sorted({*remarks, *lost}, key=lambda remark: (remark.source, remark.line, remark.said.key, remark.what))),
        wanted=asked.wanted,
        points=tuple(entry for entry in by_source if entry.point),
    )


def _hides_nothing(source: str) -> Problem:
    return Problem(source, 1, notice("hides_nothing"))


def keep_last_good(reading: Reading, previous: Reading) -> Reading:
    """Serve the previous version of each file that no longer reads, so a typo takes nothing down.

    So too where it is the file's folder that no longer reads.
    A folder that is suddenly empty is taken for a lost disk: reported, not served.
    """
    if reading.sheet:
        reading = replace(reading, sheet=routes.keep_last_good(reading.sheet, previous.sheet))
    served = {entry.source for entry in (*reading.entries, *reading.points)}
    broken = {problem.source for problem in reading.problems} - served
    before = (*previous.entries, *previous.points)
    kept = [entry for entry in before if entry.source not in served and broken & upwards(entry.source)]
    if previous.entries and not reading.entries and not kept:
        lost = Problem(".", 1, notice("folder_empty_or_gone", count=len(previous.entries)))
        problems = (lost, *reading.problems)
        return Reading(previous.entries, problems, previous.sheet, wanted=previous.wanted, points=previous.points)
    if not kept:
        return reading
    entries, points = (
        tuple(sorted((*here, *(one for one in kept if (one.point is None) is is_entry)), key=lambda one: one.source))
        for here, is_entry in ((reading.entries, True), (reading.points, False))
    )
    return replace(reading, entries=entries, points=points)


def upwards(source: str) -> set[str]:
    """A file and the folders that it lies in."""
    return {source, *(folder.as_posix() for folder in PurePosixPath(source).parents)}


def _files(
    root: Path, remarks: list[Remark], loose: Collection[str]
) -> Iterator[tuple[str, str, Notice | os.stat_result]]:
    """The name of each file to read, its path under root, and what the disk says of it or what keeps it from being read.

    What is passed over is added to the remarks.

    loose are the paths of those that are read though they lie in no folder of a language.
    """
    home = root.resolve()
    faults: list[OSError] = []
    for folder, names, files in os.walk(root, onerror=faults.append):
        here = Path(folder)
        above = "" if here == root else f"{here.relative_to(root).as_posix()}/"
        remarks += _set_aside(root, here, (*names, *files))
        names[:] = sorted(name for name in names if not _IGNORED.fullmatch(name))
        for name in list(names):
            if here == root and not is_language(name) and not loose:
                names.remove(name)
                yield f"{folder}/{name}", name, notice("no_language")
            elif (here / name).is_symlink():
                names.remove(name)
                yield f"{folder}/{name}", f"{above}{name}", notice("folder_is_link")
        for name in sorted(files):
            inside = f"{above}{name}"
            if _IGNORED.fullmatch(name) or inside == about.FILE:
                continue
            is_beside = above or (loose and name not in (routes.FILE, *wanted_file.FILES))
            if is_beside and suffix_of(name) in _NO_TEXT:
                remarks.append(Remark(printable(inside), 1, notice("files_without_text"), suffix_of(name)))
            else:
                path = f"{folder}/{name}"
                yield path, inside, _looked_at(path, name, home, is_at_top=not above, is_loose=bool(loose))
    for error in faults:
        path = str(error.filename or root)
        yield path, Path(path).relative_to(root).as_posix(), notice("folder_unreadable", reason=reason(error))


def _set_aside(root: Path, here: Path, names: Iterable[str]) -> Iterator[Remark]:
    """What begins with _ and holds texts: somebody may not know that it is passed over."""
    for name in sorted(names):
        if not name.startswith("_") or not _IGNORED.fullmatch(name) or (path := here / name).is_symlink():
            continue
        inside = [one for _, _, found in os.walk(path) for one in found] if path.is_dir() else [name]
        if count := sum(suffix_of(one) in SUFFIXES for one in inside):
            source = printable(path.relative_to(root).as_posix())
            yield Remark(source, 1, notice("set_aside"), f"{source}/ ({count})" if path.is_dir() else source)


def _looked_at(path: str, name: str, home: Path, *, is_at_top: bool, is_loose: bool) -> Notice | os.stat_result:
    """What the disk says of the file with a name at a path, or what keeps it from being read."""
    is_sheet = is_at_top and name in (routes.FILE, *wanted_file.FILES)
    if is_at_top and not is_sheet and not is_loose:
        is_csv = suffix_of(name) == ".csv"
        return notice("other_csv", name=routes.FILE) if is_csv else notice("outside_languages")
    if suffix_of(name) not in SUFFIXES and not is_sheet:
        kind = Path(name)
        if suffix_of(name) in DOCUMENTS:
            return notice("not_markdown_but_document", kind=kind.suffix, name=printable(name))
        return notice("not_markdown", kind=printable(kind.suffix or name), name=printable(kind.stem))
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            if not Path(path).resolve(strict=True).is_relative_to(home):
                return notice("link_outside")
            found = os.stat(path)  # noqa: PTH116 - as above
        if not stat.S_ISREG(found.st_mode):
            return notice("no_plain_sheet" if is_sheet else "no_plain_file")
        if (size := found.st_size) > MAX_BYTES:
            return notice("file_too_big", size=f"{size / 1e6:,.1f}", most=f"{MAX_BYTES / 1e6:.0f}")
    except OSError as error:
        is_gone = isinstance(error, FileNotFoundError) and not Path(path).is_symlink()
        return notice("no_plain_file") if is_gone else notice("link_unreadable", reason=reason(error))
    except RuntimeError:  # what Path.resolve raises before Python 3.13
        return notice("link_unreadable", reason=reason(OSError(ELOOP, os.strerror(ELOOP))))
    return found


def _across(files: dict[Entry, EntryFile]) -> Iterator[Problem]:
    """What can't be told from one file: texts that stand under two entries, and ids that lead nowhere."""
    ids = {entry.id for entry in files}
    led = moved(files)
    # By text, for each language; the words of points are those of agreements, not of questions.
    by_kind: dict[tuple[str, bool], dict[str, Entry]] = defaultdict(dict)
    for entry, file in files.items():
        owner = by_kind[entry.lang, entry.point is None].setdefault(normal_of_folder(entry.title), entry)
        if owner is not entry:
            yield Problem(entry.source, file.line_of(entry.title), notice("title_of_another", other=owner.source))
    placed: dict[tuple[str, int], Entry] = {}
    for entry, file in files.items():
        if entry.point is None or entry.point.number == UNPLACED:
            continue
        owner = placed.setdefault((entry.lang, entry.point.number), entry)
        if owner is not entry:
            text = str(entry.point.number)
            yield Problem(entry.source, file.line_of(text), notice("point_number_taken", text=text, other=owner.source))
    for entry, file in files.items():
        owners = by_kind[entry.lang, entry.point is None]
        for ask in entry.asks:
            owner = owners.setdefault(normal_of_folder(ask), entry)
            if owner.id != entry.id:
                yield Problem(entry.source, file.line_of(ask), notice("ask_of_another", ask=ask, other=owner.source))
        for name in entry.see:
            if entry.id in (name, led.get(name)):
                yield Problem(entry.source, file.line_of(name), notice("see_itself"))
            elif name not in ids:
                hint = entry_meant(name, ids - {entry.id})
                yield Problem(entry.source, file.line_of(name), notice("see_leads_nowhere", name=name, hint=hint))
        for name in entry.was:
            if name in ids:
                yield Problem(entry.source, file.line_of(name), notice("was_taken", name=name))
            elif led[name] != entry.id:
                yield Problem(entry.source, file.line_of(name), notice("was_of_another", name=name, other=led[name]))


def is_ignored(name: str) -> bool:
    """Whether a file or folder of that name is passed over in silence."""
    return _IGNORED.fullmatch(name) is not None


def printable(path: str) -> str:
    """A file's name as it can be printed: names that are no UTF-8 with their bytes, line breaks escaped."""
    if path.isprintable():
        return path
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def by_language(entries: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """Entries by id, by language."""
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        found[entry.lang][entry.id] = entry
    return dict(found)
