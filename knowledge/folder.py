"""A content folder in, a Reading out; a file that can't be read is a problem, never an exception."""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from knowledge import about
from knowledge.difference import differing
from knowledge.entry import Entry, Problem, Reading
from knowledge.loose import loose_files, lying
from knowledge.notices import notice
from knowledge.reader import Reader
from knowledge.routes import overview as routes
from knowledge.tree import listed

CONTENT = Path(__file__).parent / "content"  # what ships


def read_folder(root: Path, *, day: date | None = None) -> Reading:
    """Read every entry under root, <language>/<section>/<name>.md; day is today unless given.

    Where most files lie in no folder of a language, those are read too, each in the language that its words tell.

    A file with problems is served where it has a title and an answer; see keep_last_good for the others.
    """
    return Reader([root]).read(day=day)


def path_of(root: Path, source: str) -> str:
    """Where the file of a source lies under root, relative to that: there, or for what lies in no folder of a language without that."""
    lang, _, rest = source.partition("/")
    if os.path.lexists(root / source) or not os.path.lexists(root / rest):
        return source
    told = about.read_about(root / about.FILE, about.FILE).about
    return (
        rest
        if loose_files(root, lying(root, listed(root)), tuple(told.subjects) if told else ()).get(rest) == lang
        else source
    )


def keep_last_good(reading: Reading, previous: Reading) -> Reading:
    """Serve the previous version of each file that no longer reads, so a typo takes nothing down.

    So too where it is the file's folder that no longer reads.
    A folder that is suddenly empty is taken for a lost disk: reported, not served.
    """
    if reading.sheet:
        reading = replace(reading, sheet=routes.keep_last_good(reading.sheet, previous.sheet))
    gone, came = differing((*previous.entries, *previous.points), (*reading.entries, *reading.points))
    served, broken = {entry.source for entry in came}, {problem.source for problem in reading.problems}
    kept = [entry for entry in gone if entry.source not in served and broken & upwards(entry.source)]
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


def by_language(entries: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """Entries by id, by language."""
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        found[entry.lang][entry.id] = entry
    return dict(found)
