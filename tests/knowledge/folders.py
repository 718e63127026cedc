"""A folder of knowledge, as tests read it."""

from datetime import date

from knowledge.entry import Reading
from knowledge.folder import read_folder

DAY = date(2026, 11, 22)
PLAIN = "---\ntitle: Één vraag?\nchecked: 2026-11-01\n---\nHet antwoord: ja.\n\nTweede alinea.\n"


def read(folder) -> Reading:
    return read_folder(folder.root, day=DAY)


def problems(folder) -> list[str]:
    return [str(problem) for problem in read(folder).problems]


def ids(reading: Reading) -> list[str]:
    return [f"{entry.lang}/{entry.id}" for entry in reading.entries]
