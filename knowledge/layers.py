"""What each of several folders says in, what they say together out: of two files at one path that of the later folder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from knowledge.entry import About, Problem, Reading, Remark, Wanted
from knowledge.entry_file import SUFFIXES, EntryFile
from knowledge.joining import Joining, Part
from knowledge.routes.route import RouteSheet


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


def layer_of(
    name: str, parts: Mapping[str, Part], sheet: RouteSheet | None, about: About | None, wanted: tuple[Wanted, ...]
) -> Layer:
    """A folder by its parts, which are those of its sources."""
    found = sorted(parts.values(), key=attrgetter("order"))
    files = tuple(part.file for part in found if part.file)
    problems = tuple(problem for part in found for problem in part.problems)
    return Layer(
        name, files, problems, sheet, tuple(remark for part in found for remark in part.remarks), about, wanted
    )


def parts_of(layer: Layer) -> dict[str, Part]:
    """The other way around."""
    problems: dict[str, list[Problem]] = {}
    remarks: dict[str, list[Remark]] = {}
    for problem in layer.problems:
        problems.setdefault(problem.source, []).append(problem)
    for remark in layer.remarks:
        remarks.setdefault(remark.source, []).append(remark)
    files = {layer.source(file): (f"{at:09}", file) for at, file in enumerate(layer.files)}
    found: dict[str, Part] = {}
    for source in {**files, **problems, **remarks}:
        order, file = files.get(source, (source, None))
        found[source] = Part(order, file, tuple(problems.get(source, ())), tuple(remarks.get(source, ())))
    return found


def named(file: EntryFile, name: str) -> EntryFile:
    """A file whose sources begin with the name of its folder."""
    return replace(
        file,
        entry=file.entry and replace(file.entry, source=under(name, file.entry.source)),
        problems=tuple(replace(problem, source=under(name, problem.source)) for problem in file.problems),
        remarks=tuple(replace(remark, source=under(name, remark.source)) for remark in file.remarks),
        hides=file.hides and under(name, file.hides),
    )


def part_named(part: Part, name: str) -> Part:
    """A part whose sources begin with the name of its folder, if it has one."""
    if not name:
        return part
    problems = tuple(replace(problem, source=under(name, problem.source)) for problem in part.problems)
    remarks = tuple(replace(remark, source=under(name, remark.source)) for remark in part.remarks)
    return Part(part.order, part.file and named(part.file, name), problems, remarks)


def sheet_named(sheet: RouteSheet | None, name: str) -> RouteSheet | None:
    """An overview of routes whose sources begin with the name of its folder."""
    if sheet is None:
        return None
    rows = tuple(replace(row, source=under(name, row.source)) for row in sheet.rows)
    return replace(sheet, source=under(name, sheet.source), rows=rows)


def under(name: str, source: str) -> str:
    """A source that begins with the name of its folder; as it is for a folder without one."""
    return f"{name}/{source}" if name else source


def overlaid(layers: Sequence[Layer]) -> Library:
    """What layers say together, earliest first."""
    joining, parts = Joining(), [parts_of(layer) for layer in layers]
    joining.change(together([layer.name for layer in layers], parts, [layer.sheet for layer in layers]), asked(layers))
    return library(joining, layers)


def joined(layer: Layer) -> Reading:
    """What a single folder says."""
    joining = Joining()
    joining.change(parts_of(layer), layer.wanted)
    return replace(joining.reading(layer.sheet), about=layer.about)


def library(joining: Joining, layers: Sequence[Layer]) -> Library:
    """What was joined of layers, with those."""
    reading = joining.reading(next((layer.sheet for layer in reversed(layers) if layer.sheet), None))
    about = next((layer.about for layer in reversed(layers) if layer.about), None)  # the last one has the last word
    told = (reading.entries, reading.problems, reading.sheet, reading.remarks, about, reading.wanted, reading.points)
    return Library(*told, layers=tuple(layers))


def asked(layers: Iterable[Layer]) -> tuple[Wanted, ...]:
    """The questions that folders ask themselves."""
    return tuple(one for layer in layers for one in layer.wanted)


def together(
    names: Sequence[str],
    parts: Sequence[Mapping[str, Part]],
    sheets: Sequence[RouteSheet | None],
    sources: Sequence[Iterable[str]] | None = None,
) -> dict[str, Part | None]:
    """What folders say together by source, None: nothing, where another folder has the last word; earliest first.

    parts are by source for each folder, sheets their overviews of routes; sources likewise those that are asked for, None: all.
    """
    asked = zip(names, parts if sources is None else sources, strict=True)
    paths = dict.fromkeys(_path(name, source) for name, known in asked for source in known)
    lost = {sheet.source for sheet in [one for one in sheets if one][:-1]}  # the last one has the last word
    found: dict[str, Part | None] = {}
    for path in paths:
        places = [_source(name, path) for name in names]
        told = [known.get(source) for source, known in zip(places, parts, strict=True)]
        for number, (source, part) in enumerate(zip(places, _laid(path, told), strict=True)):
            is_told = part is not None and source not in lost
            found[source] = (
                Part(f"{number:04}{part.order}", part.file, part.problems, part.remarks) if part and is_told else None
            )
    return found


def _path(name: str, source: str) -> str:
    """Where a source lies in the folder of a name; empty for the folder itself."""
    return source.removeprefix(f"{name}/") if source != name else ""


def _source(name: str, path: str) -> str:
    """The other way around."""
    return under(name, path) if path else name


def _laid(path: str, told: Sequence[Part | None]) -> Iterator[Part | None]:
    """What each folder says of a path once the others have: None for nothing, or what a later one replaces."""
    found, first = -1, 0  # the folder that shows its file, and the first that nothing replaces
    is_known = False  # whether an earlier folder has the path, be it a file that doesn't read
    for number, part in enumerate(told):
        if part is None or not (part.file or (part.problems and path.lower().endswith(SUFFIXES))):
            continue
        if is_known:
            found, first = -1, number
        if part.file and not (part.file.hides and is_known):
            found = number
        is_known = True
    for number, part in enumerate(told):
        if part is None or number < first:
            yield None
        else:
            yield part if number == found or part.file is None else part._replace(file=None)
