"""A content folder in, what each path of it says out; given the paths that differ, those alone are looked at again.

A folder's own list is held against the one before each time, by what the disk says of it: it tells what came and went. What
another path can change, as a link or a file with two names, is looked at each time as well, and so is what changed a moment
before it was read.
"""

import os
import stat
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from knowledge import about
from knowledge import wanted as wanted_file
from knowledge.content_file import read_file, read_sheet, read_wanted
from knowledge.entry import About, Problem, Remark, Wanted
from knowledge.joining import Part
from knowledge.loose import is_language, is_markdown, loose_files, lying, suffix_of
from knowledge.notices import Notice, notice, reason
from knowledge.passed_over import NO_TEXT, is_ignored, looked_at, printable, set_aside
from knowledge.routes import overview
from knowledge.routes.route import RouteSheet
from knowledge.unchanged import SETTLED_NS

LANGUAGES_TOLD = (
    "languages_told"  # the remark on a folder whose files lie in no folders of languages: none translates another
)
FEW, SHARE = (
    50,
    8,
)  # paths that are looked at by themselves; of more, and of more than one of so many, a walk is as quick
_SINGLE = (overview.FILE, *wanted_file.FILES, about.FILE)  # directly in a content folder, and no entries


State = tuple[int, ...]  # what differs where something came to lie in a folder, or it is another one


@dataclass(slots=True)
class _Folder:
    """A folder as it was listed."""

    inside: str  # its path under the content folder; empty for that itself
    state: State  # before it was listed
    is_settled: bool  # whether another list shows: not where it changed just now, within what may be the same tick
    names: frozenset[str]  # of all that lies in it
    aside: Mapping[str, State] = field(default_factory=dict)  # folders that are set aside in it, and those below
    said: tuple[str, ...] = ()  # sources of what is told of those


class Tree:
    """What lies in a content folder, as it was read last."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._begin()

    def _begin(self) -> None:
        self.parts: dict[str, Part] = {}  # by source
        self.about: About | None = None
        self._was: dict[str, Part | None] = {}  # of each source that was looked at again, what it said before
        self._sheet: RouteSheet | None = None
        self._questions: dict[str, tuple[Wanted, ...]] = {}  # by the name of the file
        self._folders: dict[str, _Folder] = {}
        self._elsewhere: set[str] = set()  # paths of what another path can change, and of what may change within a tick
        self._odd: set[str] = set()  # sources that are not their paths
        self._spare = 0  # so many files may go before most lie in no folder of a language
        self._loose: Mapping[str, str] = {}  # languages of files that lie in no folder of one, by path
        self._day: date | None = None  # on which it was read; None: it wasn't
        self._home = Path()  # where it really is
        self._read_ns = 0  # when

    @property
    def sheet(self) -> RouteSheet | None:
        """What routes.csv says; None where there is none."""
        return self._sheet

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """What questions.toml and questions.csv say."""
        return tuple(one for name in sorted(self._questions) for one in self._questions[name])

    @property
    def says_anything(self) -> bool:
        """Whether there is anything to be told of it."""
        is_told = (part.file or part.problems or part.remarks for part in self.parts.values())
        return bool(self._sheet or self.about or self.wanted) or any(is_told)

    def read(self, day: date, paths: Collection[str] | None = None) -> set[str]:
        """The sources that say something else than before, those that are gone among them.

        paths: all that differ since it was read last, of a folder that came or went itself alone; None: nobody knows.
        """
        self._was, self._read_ns = {}, time.time_ns()
        if paths is None or day != self._day or self._loose or not self._again(paths):
            before = {**self.parts, **self._was}
            self._begin()
            self._walk(day)
            if not before:
                return set(self.parts)
            self._was = {source: before.get(source) for source in {*before, *self.parts}}
        return {source for source, old in self._was.items() if not self._is_as_before(source, old)}

    def _is_as_before(self, source: str, old: Part | None) -> bool:
        """Whether a source says what it said; if it does, that stays the same object."""
        new = self.parts.get(source)
        if old is None or new is None:
            return new is old
        if old is new or (old.file is new.file and old.problems is new.problems and old.remarks is new.remarks):
            return True
        if old != new or list(map(_place, old.problems)) != list(map(_place, new.problems)):
            return False
        self.parts[source] = old
        return True

    # --- all of it

    def _walk(self, day: date) -> None:
        self._day, self._home, self._read_ns = day, self._root.resolve(), time.time_ns()
        faults: list[OSError] = []
        found = list(_listed(self._root, "", faults))
        self._read_about()
        languages = tuple(self.about.subjects) if self.about else ()
        outside, inside = lying(self._root, ((folder.inside, files) for folder, _, files in found))
        self._loose = loose_files(self._root, (outside, inside), languages)
        self._spare = sum(map(len, inside.values())) - len(outside)
        if self._loose:
            counts = ", ".join(f"{count} {lang}" for lang, count in Counter(self._loose.values()).most_common())
            self._put(".", Part(".", None, (), (Remark(".", 1, notice(LANGUAGES_TOLD, counts=counts)),)))
        for folder, folders, files in found:
            if self._loose or not folder.inside or is_language(folder.inside.partition("/")[0]):
                self._take(folder, folders, files)
        self._take_faults(faults)

    def _take(self, folder: _Folder, folders: Iterable[str], files: Iterable[str]) -> None:
        """What a folder says besides the folders in it."""
        self._folders[folder.inside] = folder
        above, order = _above(folder.inside), _order(folder.inside)
        self._set_aside(folder)
        for name in folders:
            if not above and not is_language(name) and not self._loose:
                self._add_fault(f"{above}{name}", notice("no_language"))
            elif os.path.islink(f"{self._root}/{above}{name}"):  # noqa: PTH114 - a Path takes as long as the rest
                self._elsewhere.add(f"{above}{name}")
                self._add_fault(f"{above}{name}", notice("folder_is_link"))
        for name in files:
            if above or name != about.FILE:
                self._take_file(above, name, order)

    def _take_faults(self, faults: Iterable[OSError]) -> None:
        """Of folders that can't be listed."""
        for error in faults:
            path = Path(str(error.filename or self._root))
            self._add_fault(path.relative_to(self._root).as_posix(), notice("folder_unreadable", reason=reason(error)))

    def _take_file(self, above: str, name: str, order: str) -> None:
        inside = f"{above}{name}"
        is_single = not above and name in _SINGLE
        if not is_markdown(name) and suffix_of(name) in NO_TEXT and not is_single and (above or self._loose):
            suffix = suffix_of(name)
            said = Remark(printable(inside), 1, notice("files_without_text"), suffix)
            self._add(inside, Part(f"{order}\0{name}", None, (), (said,)), self._source(inside))
            return
        path, source = f"{self._root}/{inside}", self._source(inside)
        there, is_alone = looked_at(path, name, self._home, is_at_top=not above, is_loose=bool(self._loose))
        if not is_alone or (not isinstance(there, Notice) and _changed_ns(there) >= self._read_ns - SETTLED_NS):
            self._elsewhere.add(inside)
        if is_single:
            self._take_single(path, name, there if isinstance(there, Notice) else None)
        elif isinstance(there, Notice):
            self._add_fault(inside, there)
        else:
            file = read_file(path, source, day=self._today, there=there)
            shown = file if file.entry or file.hides else None
            self._add(inside, Part(f"{order}\0{name}", shown, file.problems, file.remarks), source)

    def _take_single(self, path: str, name: str, fault: Notice | None) -> None:
        """What the overview of routes says, or the folder's own questions."""
        if name == overview.FILE:
            read = overview.unread(name, 1, fault) if fault else read_sheet(Path(path), name, day=self._today)
            self._sheet = read.sheet
            self._put(name, Part(name, None, read.problems, ()))
        elif fault:
            self._add_fault(name, fault)
        else:
            asked = read_wanted(Path(path), name)
            self._questions[name] = asked.wanted
            self._put(name, Part(name, None, asked.problems, ()))

    def _read_about(self) -> None:
        told = about.read_about(self._root / about.FILE, about.FILE)
        self.about = told.about
        if told.problems:
            self._put(about.FILE, Part(about.FILE, None, told.problems, ()))
        if (self._root / about.FILE).is_symlink():
            self._elsewhere.add(about.FILE)

    def _set_aside(self, folder: _Folder) -> None:
        """Tell of what is set aside in a folder from now on."""
        for source in folder.said:
            self._put(source, None)
        names = [name for name in folder.names if name.startswith("_")]
        folder.aside, remarks = {}, []
        for name in names if names else ():
            for above, _, _ in os.walk(f"{self._root}/{_above(folder.inside)}{name}"):
                folder.aside = {**folder.aside, above: _state(above)}
        remarks = list(set_aside(self._root, self._root / folder.inside, names))
        folder.said = tuple(remark.source for remark in remarks)
        for remark in remarks:
            self._odd.add(remark.source)
            self._put(remark.source, Part(remark.source, None, (), (remark,)))

    @property
    def _today(self) -> date:
        assert self._day is not None  # noqa: S101, what is read is read on a day
        return self._day

    def _source(self, inside: str) -> str:
        """What a path is called."""
        return printable(f"{self._loose[inside]}/{inside}" if inside in self._loose else inside)

    def _add_fault(self, inside: str, said: Notice) -> None:
        source = self._source(inside)
        self._add(inside, Part(inside, None, (Problem(source, 1, said),), ()), source)

    def _add(self, inside: str, part: Part, source: str) -> None:
        """What a path says; of two that are called alike the first is shown, and tells of the other."""
        if source != inside:
            self._odd.add(source)
        if first := self.parts.get(source):
            self._odd.add(source)
            two = [Problem(source, 1, notice("same_name", other=source))] if first.file and part.file else []
            problems, remarks = (*first.problems, *two, *part.problems), (*first.remarks, *part.remarks)
            part = (first if first.file else part)._replace(problems=problems, remarks=remarks)
        self._put(source, part)

    def _put(self, source: str, part: Part | None) -> None:
        self._was.setdefault(source, self.parts.get(source))
        if part is None:
            self.parts.pop(source, None)
        else:
            self.parts[source] = part

    # --- what differs

    def _again(self, paths: Collection[str]) -> bool:
        """Look at paths again, and at what came and went; False, with half of it done, where all has to be walked."""
        looks, most = set(self._elsewhere), max(FEW, len(self.parts) // SHARE)
        if len(paths) > most:
            return False
        for path in paths:
            inside = os.path.relpath(path, self._root).replace(os.sep, "/") if path != str(self._root) else "."
            if inside == "." or inside.startswith("../"):
                return False
            looks.add(inside)
        if (
            len(looks) > most
            or self._root.resolve() != self._home
            or not all(self._is_listed(one, looks) for one in [*self._folders.values()])
        ):
            return False
        return all(self._is_looked_at(inside) for inside in sorted(looks)) and self._spare >= 0

    def _is_listed(self, folder: _Folder, looks: set[str]) -> bool:
        """Have looks hold what came and went in a folder; False where it is the content folder, and another one."""
        path, above = f"{self._root}/{folder.inside}", _above(folder.inside)
        try:
            state, now_ns = _state(path), time.time_ns()
            if state == folder.state and folder.is_settled and all(_is_still(*one) for one in folder.aside.items()):
                return True
            names = frozenset(os.listdir(path)) if state[:3] == folder.state[:3] else None  # noqa: PTH208 - names are all
        except OSError:
            names = None
        if names is None:
            looks.add(folder.inside)
            return folder.inside != ""
        looks.update(f"{above}{name}" for name in names ^ folder.names)
        folder.state, folder.is_settled, folder.names = state, _is_settled(state, now_ns), names
        self._set_aside(folder)
        return True

    def _is_looked_at(self, inside: str) -> bool:
        """Look at a path again; False where that is to be done with all of them."""
        (*folders, name), path = inside.split("/"), f"{self._root}/{inside}"
        above = "/".join(folders)
        if any(map(is_ignored, (*folders, name))):
            return True
        if not is_language(folders[0]) if folders else name not in _SINGLE or os.path.isdir(path):  # noqa: PTH112 - as above
            return False
        if above not in self._folders:  # in a folder that is no more, or that a link leads to
            return True
        if inside in self._odd or printable(inside) != inside or not self._is_forgotten(inside):
            return False
        if name == about.FILE and not above:
            self._read_about()
            return True
        try:
            mode = os.lstat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False
        if stat.S_ISDIR(mode):
            faults: list[OSError] = []
            for folder, folders, files in _listed(self._root, inside, faults):
                self._take(folder, folders, files)
            self._take_faults(faults)
        elif stat.S_ISLNK(mode) and os.path.isdir(path):  # noqa: PTH112 - as above
            self._elsewhere.add(inside)
            self._add_fault(inside, notice("folder_is_link"))
        else:
            self._take_file(_above(above), name, _order(above))
            self._spare += is_markdown(name)
        return True

    def _is_forgotten(self, inside: str) -> bool:
        """Take back what a path said, and all below it; False where that is called otherwise."""
        self._elsewhere.discard(inside)
        self._questions.pop(inside, None)
        if inside == overview.FILE:
            self._sheet = None
        sources = [inside]
        if inside in self._folders:
            below = f"{inside}/"
            if any(source.startswith(below) for source in self._odd):
                return False
            sources += [source for source in self.parts if source.startswith(below)]
            self._elsewhere = {one for one in self._elsewhere if not one.startswith(below)}
            self._folders = {
                one: folder for one, folder in self._folders.items() if one != inside and not one.startswith(below)
            }
        for source in sources:
            self._put(source, None)
        self._spare -= sum(is_markdown(source) for source in sources)
        return True


def listed(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Each folder in a content folder by its path in that, with the names of the files there, without those passed over."""
    return ((folder.inside, files) for folder, _, files in _listed(root, "", []))


def _listed(root: Path, inside: str, faults: list[OSError]) -> Iterator[tuple[_Folder, list[str], list[str]]]:
    """A folder in a content folder and each below it, with the names of folders and of files there that are not passed over.

    Of those that can't be listed the reasons are added to faults.
    """
    top = f"{root}/{inside}" if inside else str(root)
    places = {top: (inside, _state(top), time.time_ns())}
    for path, names, files in os.walk(top, onerror=faults.append):
        place, state, now_ns = places.pop(path)
        folder = _Folder(place, state, _is_settled(state, now_ns), frozenset((*names, *files)))
        names[:] = sorted(name for name in names if not is_ignored(name))
        for name in names:
            below = os.path.join(path, name)  # noqa: PTH118 - as os.walk calls it
            places[below] = f"{_above(place)}{name}", _state(below), time.time_ns()
        yield folder, names, sorted(name for name in files if not is_ignored(name))


def _above(inside: str) -> str:
    """What the paths in a folder begin with."""
    return f"{inside}/" if inside else ""


def _order(inside: str) -> str:
    """What the order of what lies in a folder begins with: its files come before the folders in it, both by name."""
    return "".join(f"\1{name}\0" for name in inside.split("/")) if inside else ""


def _state(path: str) -> State:
    """Empty where it can't be told."""
    try:
        found = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_mode, found.st_mtime_ns, found.st_ctime_ns


def _changed_ns(found: os.stat_result) -> int:
    """When it last changed, or was made another."""
    return max(found.st_mtime_ns, found.st_ctime_ns)


def _is_settled(state: State, now_ns: int) -> bool:
    return bool(state) and max(state[3:]) < now_ns - SETTLED_NS


def _is_still(path: str, state: State) -> bool:
    """Whether a folder that is set aside is as it was, and would show if it weren't."""
    return _state(path) == state and _is_settled(state, time.time_ns())


def _place(problem: Problem) -> tuple[int, str, str]:
    """What two problems may differ in that are the same otherwise."""
    return problem.column, problem.quoted, problem.cell
