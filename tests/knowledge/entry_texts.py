"""The text of one entry's file, as tests read it."""

from datetime import date

from knowledge.entry import Entry
from knowledge.entry_file import EntryFile, read_text

DAY = date(2026, 11, 22)
DATED = date(2026, 11, 20)
ACTIVITY = "title: Spel\nminutes: 30\npeople: 6-30\nplace: lokaal"


def read(front: str = "title: Vraag", body: str = "Antwoord.", *, source: str = "nl/faq/vraag.md") -> EntryFile:
    """A file whose front matter starts on line 2."""
    return read_text(source, f"---\n{front}\n---\n{body}\n", DATED, DAY)


def entry(file: EntryFile) -> Entry:
    assert file.entry is not None
    return file.entry


def faults(file: EntryFile) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in file.problems]
