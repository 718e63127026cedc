"""Content folders in, a Reading out each time that they are read; who keeps a reader has an edit read without all the rest.

It is for one who reads again and again: it holds what was read last, and what that came to.
"""

import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock

from knowledge.collecting import seldom_collected
from knowledge.content_file import today
from knowledge.entry import Problem, Reading
from knowledge.folder_names import distinct, names
from knowledge.joining import Joining, Part
from knowledge.layers import Layer, asked, layer_of, library, part_named, sheet_named, together, under
from knowledge.loose import is_language
from knowledge.notices import Notice, notice
from knowledge.passed_over import is_folder, printable
from knowledge.routes import overview
from knowledge.routes.route import RouteSheet
from knowledge.tree import Tree


class Reader:
    """Several folders, earliest first, or one."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = distinct(folders)
        self._busy = Lock()  # a reading that nobody waits for any more goes on in its thread
        self._begin()

    def _begin(self) -> None:
        self._joining = Joining()
        self._shelves = _shelves(self._folders)

    def read(self, *, day: date | None = None, paths: Collection[str] | None = None) -> Reading:
        """Every entry of the folders; a Library where there are several. day is today unless given.

        paths: all that differ since they were read last, as `knowledge.watch` tells them; None: nobody knows.
        """
        with self._busy, seldom_collected():
            try:
                return self._read(day or today(), paths)
            except BaseException:
                self._begin()
                raise

    def _read(self, day: date, paths: Collection[str] | None) -> Reading:
        if len(self._shelves) == 1:
            return self._single(self._shelves[0], day, paths)
        if paths is not None and not all(any(shelf.has(path) for shelf in self._shelves) for path in paths):
            paths = None
        sheets = [shelf.sheet for shelf in self._shelves]
        touched = [shelf.read(day, paths) for shelf in self._shelves]
        now = [shelf.sheet for shelf in self._shelves]
        if sheets != now:
            touched[0].add(under(self._shelves[0].name, overview.FILE))
        layers = [shelf.layer for shelf in self._shelves]
        parts = together([layer.name for layer in layers], [shelf.parts for shelf in self._shelves], now, touched)
        self._joining.change(parts, asked(layers))
        return library(self._joining, layers)

    def _single(self, shelf: "_Shelf", day: date, paths: Collection[str] | None) -> Reading:
        if not is_folder(shelf.folder):
            self._begin()
            return _nothing(shelf.folder, notice("no_folder"))
        tree = shelf.tree
        self._joining.change({source: tree.parts.get(source) for source in tree.read(day, paths)}, tree.wanted)
        if not tree.says_anything:
            return _nothing(shelf.folder, notice("no_entries"))
        return replace(self._joining.reading(tree.sheet), about=tree.about)


def read_layers(folders: Sequence[Path], *, day: date) -> tuple[Layer, ...]:
    """What each folder says by itself, earliest first; a single one has no name."""
    shelves = _shelves(distinct(folders))
    for shelf in shelves:
        shelf.read(day, None)
    return tuple(shelf.layer for shelf in shelves)


def _shelves(folders: Sequence[Path]) -> "list[_Shelf]":
    return [_Shelf(*one) for one in zip(folders, names(folders), strict=True)]


def _nothing(root: Path, said: Notice) -> Reading:
    return Reading((), (Problem(printable(str(root)), 1, said),))


class _Shelf:
    """One folder of several, as it was read last; its sources begin with its name."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.tree = Tree(folder)
        self.parts: dict[str, Part] = {}  # by source
        self._layer: Layer | None = None  # None: it has changed since

    @property
    def sheet(self) -> RouteSheet | None:
        """Its overview of routes."""
        return self.layer.sheet

    @property
    def layer(self) -> Layer:
        """All that it says."""
        if self._layer is None:
            tree = self.tree
            wanted = tuple(replace(one, source=under(self.name, one.source)) for one in tree.wanted)
            sheet = sheet_named(tree.sheet, self.name)
            self._layer = layer_of(self.name, self.parts, sheet, tree.about, wanted)
        return self._layer

    def has(self, path: str) -> bool:
        """Whether a path is the folder's, or lies below it."""
        return path == str(self.folder) or path.startswith(f"{self.folder}{os.sep}")

    def read(self, day: date, paths: Collection[str] | None) -> set[str]:
        """The sources that say something else than before."""
        if not is_folder(self.folder):
            self.tree = Tree(self.folder)
            return self._put(dict.fromkeys(self.parts) | {self.name: self._lost()})
        here = None if paths is None else [path for path in paths if self.has(path)]
        about, wanted, sheet = self.tree.about, self.tree.wanted, self.tree.sheet
        touched = self.tree.read(day, here)
        if (about, wanted, sheet) != (self.tree.about, self.tree.wanted, self.tree.sheet):
            self._layer = None
        found = {source: self.tree.parts.get(source) for source in touched}
        named = {under(self.name, source): part and part_named(part, self.name) for source, part in found.items()}
        return self._put({**named, self.name: self._empty()})

    def _put(self, parts: dict[str, Part | None]) -> set[str]:
        touched = {
            source for source, part in parts.items() if part != self.parts.get(source) or (part and part.problems)
        }
        for source in touched:
            if part := parts[source]:
                self.parts[source] = part
            else:
                self.parts.pop(source, None)
        if touched:
            self._layer = None
        return touched

    def _lost(self) -> Part:
        said = notice("no_folder_of_several", path=printable(str(self.folder)))
        return Part("", None, (Problem(self.name, 1, said),), ())

    def _empty(self) -> Part | None:
        """What is told where there is nothing in it at all, as on a disk that is not there; somebody may have emptied it on purpose."""
        tree = self.tree
        is_said = tree.sheet or any(part.file or part.problems for part in tree.parts.values())
        if is_said or any(is_language(path.name) for path in self.folder.iterdir()):
            return None
        return Part("", None, (Problem(self.name, 1, notice("no_entries")),), ())
