"""Several content folders in, one Reading out: an entry in a later folder takes the place of the one at its path in an earlier."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge import folder as one
from knowledge.difference import differing
from knowledge.entry import Problem, Reading
from knowledge.folder import upwards
from knowledge.layers import Layer, Library, overlaid
from knowledge.notices import Notice, SaidError, notice
from knowledge.passed_over import is_folder
from knowledge.reader import Reader
from knowledge.routes import overview

EMPTY_WITH = "nl"  # a folder in a new content folder, which tells it from a disk that is not there


class LibraryError(SaidError, ValueError):
    """Folders that can't be used; the message names each, and what to write instead."""


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
    Who reads them again and again keeps a Reader.
    """
    return Reader(folders).read(day=day)


def keep_last_good(reading: Reading, previous: Reading) -> Reading:
    """Serve the previous version of each file that no longer reads, and of each folder that is gone, in its own place.

    For a single folder this is what knowledge.folder's does.
    """
    if not (isinstance(reading, Library) and isinstance(previous, Library)) or _names(reading) != _names(previous):
        return one.keep_last_good(reading, previous)
    layers = [_kept(*pair) for pair in zip(reading.layers, previous.layers, strict=True)]
    is_kept = any(layer is not read for layer, read in zip(layers, reading.layers, strict=True))
    found = overlaid(layers) if is_kept else reading
    if previous.entries and not found.entries:
        plain = Reading(found.entries, found.problems, found.sheet, wanted=found.wanted, points=found.points)
        return replace(previous, problems=one.keep_last_good(plain, previous).problems)
    return found


def _kept(layer: Layer, previous: Layer) -> Layer:
    """A layer with the previous version of what no longer reads."""
    if layer.sheet:
        sheet = overview.keep_last_good(layer.sheet, previous.sheet)
        layer = layer if sheet == layer.sheet else replace(layer, sheet=sheet)
    gone, came = differing(previous.files, layer.files)
    served, broken = {Layer.source(file) for file in came}, {problem.source for problem in layer.problems}
    if layer.name in broken and layer.sheet is None:
        layer = replace(layer, sheet=previous.sheet)
    kept = [file for file in gone if Layer.source(file) not in served and broken & upwards(Layer.source(file))]
    if not kept:
        return layer
    problems = layer.problems
    if layer.name in broken:
        problems = (*problems, Problem(layer.name, 1, notice("still_answering", count=len(kept))))
    files = sorted((*layer.files, *kept), key=Layer.source)
    return replace(layer, files=tuple(files), problems=problems)


def _names(library: Library) -> list[str]:
    return [layer.name for layer in library.layers]
