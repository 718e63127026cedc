"""Files come in, the same go out with titles that differ, where several have one heading at the top, as the name of a site."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.entry import Entry, Remark
from knowledge.entry_file import MAX_TITLE, EntryFile, normal, title_of_name
from knowledge.notices import notice

MADE = ("title_from_heading", "title_from_name")  # the remarks on a file whose title nobody wrote as one
BETWEEN = " · "


def told_apart(files: Sequence[EntryFile]) -> Iterator[EntryFile]:
    """Each file; one whose title was made of its first heading or name, as that of others, has a name in front of it."""
    counts = Counter(_key(file.entry) for file in files if file.entry and _is_made(file))
    for file in files:
        entry = file.entry
        name = _name(entry) if entry and _is_made(file) and counts[_key(entry)] > 1 else ""
        if not entry or not name:
            yield file
            continue
        title = f"{name}{BETWEEN}{entry.title}"[:MAX_TITLE]
        said = Remark(entry.source, entry.line, notice("title_with_name"))
        yield replace(file, entry=replace(entry, title=title), remarks=(*file.remarks, said))


def _is_made(file: EntryFile) -> bool:
    return any(remark.said.key in MADE for remark in file.remarks)


def _key(entry: Entry) -> tuple[str, str]:
    return entry.lang, normal(entry.title)


def _name(entry: Entry) -> str:
    """The file's name made readable; that of the nearest folder where it says what the title does; empty where all do."""
    path = entry.id
    while path and normal(title_of_name(path)) == normal(entry.title):
        path = path.rpartition("/")[0]
    return title_of_name(path) if path else ""
