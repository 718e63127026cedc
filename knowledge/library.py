"""Several content folders in, one Reading out: an entry in a later folder takes the place of the one at its path in an earlier."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from knowledge import folder as one
from knowledge import routes
from knowledge.entry import About, Problem, Reading, Remark, Wanted
from knowledge.entry_file import SUFFIXES, EntryFile
from knowledge.folder import is_folder, joined, printable, read_files, read_folder, today, upwards
from knowledge.loose import is_language
from knowledge.notices import Notice, SaidError, notice
from knowledge.route import RouteSheet

EMPTY_WITH = "nl"  # a folder in a new content folder, which tells it from a disk that is not there


class LibraryError(SaidError, ValueError):
    """Folders that can't be used; the message names each, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of several, as it stood at one moment."""

    name: str  # with which the sources of its files begin: "regio" makes "regio/nl/faq/a.md"; empty where it is the only one
    files: tuple[EntryFile, ...]  # those with an entry, and those that hide one
    problems: tuple[Problem, ...]
    sheet: RouteSheet | None = None  # of its routes.csv; None where it has none
    remarks: tuple[Remark, ...] = ()
    about: About | None = None  # of its about.toml
    wanted: tuple[Wanted, ...] = ()  # of its questions.toml and questions.csv

    @staticmethod
    def source(file: EntryFile) -> str:
        """What a file is called in messages."""
        return file.entry.source if file.entry else file.hides

    def path(self, file: EntryFile) -> str:
        """Where a file lies in the folder: "nl/faq/a.md"."""
        return self.inside(self.source(file))

    def inside(self, source: str) -> str:
        """The part of a source behind the folder's name."""
        return source.removeprefix(f"{self.name}/") if self.name else source

    @property
    def broken(self) -> set[str]:
        """Sources of what is there and doesn't read: files, and folders that can't be opened."""
        return {problem.source for problem in self.problems} - {self.source(file) for file in self.files}


@dataclass(frozen=True, slots=True)
class Library(Reading):
    """What several folders say together."""

    layers: tuple[Layer, ...] = ()  # earliest first


def folders_named(text: str) -> tuple[Path, ...]:
    """The folders of KNOWLEDGE_DIR, earliest first. Raises LibraryError where one isn't there.

    The last of several is made where it alone is missing: it is the one that is written to, on a volume that begins empty.
    """
    parts = [part.strip() for part in text.split(os.pathsep) if part.strip()]
    folders = tuple(Path(part).expanduser() for part in parts)
    if len(folders) > 1 and all(map(is_folder, (*folders[:-1], folders[-1].parent))) and not folders[-1].exists():
        with suppress(OSError):  # that it is missing is told below
            (folders[-1] / EMPTY_WITH).mkdir(parents=True)
    if missing := [folder for folder in folders if not is_folder(folder)]:
        said = _missing(str(missing[-1]))
        for folder in reversed(missing[:-1]):
            said = notice("lines", first=_missing(str(folder)), rest=said)
        raise LibraryError(said.key, **dict(said.values))
    return folders


def _missing(name: str) -> Notice:
    between = next((mark for mark in ",;:" if mark != os.pathsep and mark in name), "")
    if between:
        return notice("not_a_folder_between", name=name, right=os.pathsep, between=between)
    return notice("not_a_folder", name=name)


def read_library(folders: Sequence[Path], *, day: date | None = None) -> Reading:
    """Read every entry of folders, earliest first; a Library where there are several, else as read_folder does.

    A file that doesn't read leaves its path empty, as nobody knows whether the earlier entry would still be right.
    """
    folders = distinct(folders)
    if len(folders) == 1:
        return read_folder(folders[0], day=day)
    return overlaid(read_layers(folders, day=day))


def read_layers(folders: Sequence[Path], *, day: date | None = None) -> tuple[Layer, ...]:
    """Read each folder by itself, earliest first; a single one has no name."""
    folders = distinct(folders)
    day = day or today()
    return tuple(_layer(folder, name, day) for folder, name in zip(folders, names(folders), strict=True))


def _layer(folder: Path, name: str, day: date) -> Layer:
    if not is_folder(folder):
        said = notice("no_folder_of_several", path=printable(str(folder)))
        return Layer(name, (), (Problem(name, 1, said),))
    files = read_files(folder, day=day)
    problems = tuple(replace(problem, source=_under(name, problem.source)) for problem in files.problems)
    if not files.read and not files.sheet and not problems and not _has_language(folder):
        problems = (Problem(name, 1, notice("no_entries")),)
    remarks = tuple(replace(remark, source=_under(name, remark.source)) for remark in files.remarks)
    wanted = tuple(replace(one, source=_under(name, one.source)) for one in files.wanted)
    read = tuple(named(file, name) for file in files.read)
    return Layer(name, read, problems, _sheet_named(files.sheet, name), remarks, files.about, wanted)


def _has_language(folder: Path) -> bool:
    """Whether somebody emptied it on purpose; a disk that is not there leaves nothing at all."""
    return any(is_language(path.name) for path in folder.iterdir())


def named(file: EntryFile, name: str) -> EntryFile:
    """A file whose sources begin with the name of its folder."""
    return replace(
        file,
        entry=file.entry and replace(file.entry, source=_under(name, file.entry.source)),
        problems=tuple(replace(problem, source=_under(name, problem.source)) for problem in file.problems),
        remarks=tuple(replace(remark, source=_under(name, remark.source)) for remark in file.remarks),
        hides=file.hides and _under(name, file.hides),
    )


def _sheet_named(sheet: RouteSheet | None, name: str) -> RouteSheet | None:
    if sheet is None:
        return None
    rows = tuple(replace(row, source=_under(name, row.source)) for row in sheet.rows)
    return replace(sheet, source=_under(name, sheet.source), rows=rows)


def _under(name: str, source: str) -> str:
    return f"{name}/{source}" if name else source


def overlaid(layers: Sequence[Layer]) -> Library:
    """What layers say together, earliest first."""
    found: dict[str, EntryFile] = {}
    replaced: set[str] = set()  # sources of which another folder has the last word
    known: set[str] = set()  # paths that an earlier folder has, be it a file that doesn't read
    for number, layer in enumerate(layers):
        broken = {layer.inside(source) for source in layer.broken if source.lower().endswith(SUFFIXES)}
        here = {layer.path(file): file for file in layer.files}
        for path in known & (broken | here.keys()):
            found.pop(path, None)
            replaced.update(_under(earlier.name, path) for earlier in layers[:number])
        for path, file in here.items():
            if not (file.hides and path in known):
                found[path] = file
        known |= broken | here.keys()
    sheets = [layer.sheet for layer in layers if layer.sheet]
    replaced.update(sheet.source for sheet in sheets[:-1])  # the last one has the last word
    problems = (problem for layer in layers for problem in layer.problems if problem.source not in replaced)
    remarks = (remark for layer in layers for remark in layer.remarks if remark.source not in replaced)
    wanted = [one for layer in layers for one in layer.wanted]
    reading = joined(found.values(), problems, sheets[-1] if sheets else None, remarks, wanted)
    about = next((layer.about for layer in reversed(layers) if layer.about), None)  # the last one has the last word
    told = (reading.entries, reading.problems, reading.sheet, reading.remarks, about, reading.wanted, reading.points)
    return Library(*told, layers=tuple(layers))


def keep_last_good(reading: Reading, previous: Reading) -> Reading:
    """Serve the previous version of each file that no longer reads, and of each folder that is gone, in its own place.

    For a single folder this is what knowledge.folder's does.
    """
    if not (isinstance(reading, Library) and isinstance(previous, Library)) or _names(reading) != _names(previous):
        return one.keep_last_good(reading, previous)
    found = overlaid([_kept(*pair) for pair in zip(reading.layers, previous.layers, strict=True)])
    if previous.entries and not found.entries:
        plain = Reading(found.entries, found.problems, found.sheet, wanted=found.wanted, points=found.points)
        return replace(previous, problems=one.keep_last_good(plain, previous).problems)
    return found


def _kept(layer: Layer, previous: Layer) -> Layer:
    """A layer with the previous version of what no longer reads."""
    if layer.sheet:
        layer = replace(layer, sheet=routes.keep_last_good(layer.sheet, previous.sheet))
    served, broken = {Layer.source(file) for file in layer.files}, layer.broken
    if layer.name in broken and layer.sheet is None:
        layer = replace(layer, sheet=previous.sheet)
    kept = [
        file for file in previous.files if Layer.source(file) not in served and broken & upwards(Layer.source(file))
    ]
    if not kept:
        return layer
    problems = layer.problems
    if layer.name in broken:
        problems = (*problems, Problem(layer.name, 1, notice("still_answering", count=len(kept))))
    files = sorted((*layer.files, *kept), key=Layer.source)
    return replace(layer, files=tuple(files), problems=problems)


def _names(library: Library) -> list[str]:
    return [layer.name for layer in library.layers]


def distinct(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Folders without those that come again later."""
    last = {os.path.realpath(folder): folder for folder in folders}
    places = [os.path.realpath(folder) for folder in folders]
    return tuple(last[place] for i, place in enumerate(places) if place not in places[i + 1 :])


def names(folders: Sequence[Path]) -> tuple[str, ...]:
    """What each folder is called in sources: as much of its path's end as tells it from the others; nothing for a single one."""
    if len(folders) < 2:
        return ("",) * len(folders)
    return next(ends for ends in _ends(folders) if len(set(ends)) == len(folders))


def _ends(folders: Sequence[Path]) -> Iterator[tuple[str, ...]]:
    parts = [Path(os.path.abspath(folder)).parts for folder in folders]  # noqa: PTH100 - links keep the name people gave them
    for depth in range(1, max(map(len, parts)) + 1):
        yield tuple(printable("/".join(part.strip(os.sep) for part in path[-depth:])) for path in parts)
