import os
from datetime import date
from pathlib import Path

import pytest

from knowledge import content_file, unchanged
from knowledge.content_file import read_file
from knowledge.entry_file import EntryFile
from knowledge.unchanged import Unchanged

DAY = date(2026, 9, 1)
ONE, OTHER = "---\ntitle: Wie meldt?\n---\nHet vmbo.\n", "---\ntitle: Wie betaalt?\n---\nHet mbo\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were read, of files that count as settled at once."""
    monkeypatch.setattr(unchanged, "SETTLED_NS", -60_000_000_000)
    monkeypatch.setattr(content_file, "UNCHANGED", Unchanged())
    found: list[str] = []
    as_ever = content_file.read_data

    def noted(source: str, data: bytes, *, dated: date, day: date) -> EntryFile:
        found.append(source)
        return as_ever(source, data, dated=dated, day=day)

    monkeypatch.setattr(content_file, "read_data", noted)
    return found


def title(path: Path) -> str:
    entry = read_file(str(path), "nl/faq/a.md", day=DAY).entry
    return entry.title if entry else ""


def test_a_file_that_nobody_touched_is_read_once(tmp_path: Path, read: list[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text(ONE, "utf-8")

    assert [title(path), title(path)] == ["Wie meldt?"] * 2
    assert read == ["nl/faq/a.md"]


def test_a_file_that_was_written_is_read_again_though_size_and_date_are_as_they_were(
    tmp_path: Path, read: list[str]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(ONE, "utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    before = title(path)
    path.write_text(OTHER, "utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))

    assert len(ONE) == len(OTHER)
    assert (before, title(path)) == ("Wie meldt?", "Wie betaalt?")
    assert len(read) == 2


def test_the_same_file_under_another_name_is_read_for_it(tmp_path: Path, read: list[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text(ONE, "utf-8")

    files = [read_file(str(path), source, day=DAY) for source in ("nl/faq/a.md", "nl/faq/b.md")]

    assert [file.entry.id for file in files if file.entry] == ["faq/a", "faq/b"]


def test_a_file_that_was_written_a_moment_ago_is_read_again(tmp_path: Path) -> None:
    """It may be written once more before the disk's clock goes on."""
    path = tmp_path / "a.md"
    path.write_text(ONE, "utf-8")
    known, found = Unchanged(), path.stat()

    known.keep(str(path), "nl/faq/a.md", found, EntryFile(None, ()))

    assert known.find(str(path), "nl/faq/a.md", found) is None


def test_what_reads_otherwise_on_another_day_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "SETTLED_NS", -60_000_000_000)
    path = tmp_path / "a.md"
    path.write_text(ONE, "utf-8")
    known, found = Unchanged(), path.stat()

    known.keep(str(path), "nl/faq/a.md", found, EntryFile(None, (), is_of_its_day=True))

    assert known.find(str(path), "nl/faq/a.md", found) is None
