"""A file and whether others have its title in, the file out: with a name in front of a title that no one wrote as one."""

from dataclasses import replace

from knowledge.entry import Entry, Remark
from knowledge.entry_file import MAX_TITLE, EntryFile, normal, title_of_name
from knowledge.notices import notice

MADE = ("title_from_heading", "title_from_name")  # the remarks on a file whose title nobody wrote as one
BETWEEN = " · "


def made_title(file: EntryFile) -> tuple[str, str] | None:
    """What the title of a file is compared by that was made of its first heading or its name; None where it was written."""
    if not file.entry or not any(remark.said.key in MADE for remark in file.remarks):
        return None
    return file.entry.lang, normal(file.entry.title)


def told_apart(file: EntryFile) -> EntryFile:
    """A file with a name in front of its title, which others have too, as the name of a site."""
    entry = file.entry
    name = _name(entry) if entry else ""
    if not entry or not name:
        return file
    title = f"{name}{BETWEEN}{entry.title}"[:MAX_TITLE]
    said = Remark(entry.source, entry.line, notice("title_with_name"))
    return replace(file, entry=replace(entry, title=title), remarks=(*file.remarks, said))


def _name(entry: Entry) -> str:
    """The file's name made readable; that of the nearest folder where it says what the title does; empty where all do."""
    path = entry.id
    while path and normal(title_of_name(path)) == normal(entry.title):
        path = path.rpartition("/")[0]
    return title_of_name(path) if path else ""
