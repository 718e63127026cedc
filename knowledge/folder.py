"""A content folder in, a Reading out; a file that can't be read is a problem, never an exception."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from errno import ELOOP
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from knowledge.entry import Entry, Problem, Reading
from knowledge.entry_file import EntryFile, normal, read_text

CONTENT = Path(__file__).parent / "content"  # what ships
MAX_BYTES = 1_000_000  # of one file; a longer one is a book, or a mistake
LANGUAGE = re.compile(r"[a-z]{2,3}")  # ISO 639 codes
TIME_ZONE = ZoneInfo("Europe/Amsterdam")
# what editors and file systems leave behind, and what people set aside
_IGNORED = re.compile(r"[._~].*|.*[~#]|.*\.(tmp|bak|swp)|Thumbs\.db|desktop\.ini", re.IGNORECASE)


def today() -> date:
    """The day in the Netherlands."""
    return datetime.now(TIME_ZONE).date()


def read_folder(root: Path, *, day: date | None = None) -> Reading:
    """Read every entry under root, <language>/<section>/<name>.md; day is today unless given.

    A file with problems is served where it has a title and an answer; see keep_last_good for the others.
    """
    day = day or today()
    problems: list[Problem] = []
    files: dict[Entry, EntryFile] = {}
    if not os.path.isdir(root):  # noqa: PTH112 - Path.is_dir raises where a folder above it is closed
        return Reading((), (Problem(_printable(str(root)), 1, "there is no such folder; set KNOWLEDGE_DIR to one"),))
    for path, fault in _files(root):
        source = _printable(path.relative_to(root).as_posix())
        if fault:
            problems.append(Problem(source, 1, fault))
            continue
        text, dated, problem = _text(path, source)
        if problem:
            problems.append(problem)
            continue
        read = read_text(source, text, min(dated, day), day)
        problems.extend(read.problems)
        if read.entry:
            files[read.entry] = read
    if not files and not problems:
        problems.append(Problem(_printable(str(root)), 1, "there are no entries; write one as nl/faq/<name>.md"))
    problems.extend(_across(files))
    return Reading(
        tuple(sorted(files, key=lambda entry: entry.source)),
        tuple(sorted(problems, key=lambda problem: (problem.source, problem.line, problem.message))),
    )


def keep_last_good(reading: Reading, previous: Reading) -> Reading:
    """Serve the previous version of each file that no longer reads, so a typo takes nothing down.

    So too where it is the file's folder that no longer reads.
    A folder that is suddenly empty is taken for a lost disk: reported, not served.
    """
    served = {entry.source for entry in reading.entries}
    broken = {problem.source for problem in reading.problems} - served
    kept = [entry for entry in previous.entries if entry.source not in served and broken & _upwards(entry.source)]
    if previous.entries and not reading.entries and not kept:
        lost = Problem(
            ".", 1, f"the folder is empty or gone; still answering from the {len(previous.entries)} entries read before"
        )
        return Reading(previous.entries, (lost, *reading.problems))
    if not kept:
        return reading
    return replace(reading, entries=tuple(sorted((*reading.entries, *kept), key=lambda entry: entry.source)))


def _upwards(source: str) -> set[str]:
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
    if path.parent == root:
        return "a file outside the language folders is not read; move it into nl/faq/ or the like"
    if path.suffix != ".md":
        return f"'{_printable(path.suffix or path.name)}' files are not read; save it as Markdown, {_printable(path.stem)}.md"
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(home):
            return "this is a link to a file outside the folder, which is not followed; put the file itself here"
        if not path.is_file():
            return "this is not an ordinary file; put a Markdown file here"
        if (size := path.stat().st_size) > MAX_BYTES:
            return f"the file has {size / 1e6:,.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB is read: split it up"
    except OSError as error:
        return f"this can't be read ({error.strerror}); check the link and its permissions"
    except RuntimeError:  # what Path.resolve raises before Python 3.13
        return f"this can't be read ({os.strerror(ELOOP)}); check the link and its permissions"
    return ""


def _text(path: Path, source: str) -> tuple[str, date, Problem | None]:
    """A file's text with line ends made plain, and its own date."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
            dated = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, TIME_ZONE).date()
    except (OSError, OverflowError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return "", date.min, Problem(source, 1, f"this can't be read ({reason}); check its permissions")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = data[error.start : error.start + 1].hex().upper()
        return (
            "",
            dated,
            Problem(source, line, f"this is not UTF-8 (byte 0x{found}); save the file with encoding UTF-8"),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), dated, None


def _across(files: dict[Entry, EntryFile]) -> Iterator[Problem]:
    """What can't be told from one file: texts that stand under two entries, and ids that lead nowhere."""
    ids = {entry.id for entry in files}
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


def _printable(path: str) -> str:
    """A file's name as it can be printed: names that are no UTF-8 with their bytes, line breaks escaped."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def by_language(entries: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """Entries by id, by language."""
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        found[entry.lang][entry.id] = entry
    return dict(found)
