"""Files as they were read, kept for the next start: what is read comes out alike, and nothing damaged is believed."""

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from knowledge import entry_file, kept_files
from knowledge.entry import Reading
from knowledge.entry_file import ReadBefore
from knowledge.folder import CONTENT, read_folder

DAY = date(2026, 11, 30)
ENTRY = "---\ntitle: Wie meldt?\nchecked: 2026-11-01\n---\nDe school.\n\n## En het mbo?\n\nDat [ook](https://duo.nl).\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "content", ENTRY)
    return tmp_path / "content"


def write(folder: Path, text: str) -> None:
    path = folder / "nl" / "faq" / "wie.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


class Start:
    """A process of its own, as far as what was read is concerned."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        self.parsed: list[str] = []
        self._path = path
        before, read = ReadBefore(), entry_file._Reader.read

        def counted(reader: entry_file._Reader, text: str) -> entry_file.EntryFile:
            self.parsed.append(reader.id)
            return read(reader, text)

        monkeypatch.setattr(entry_file, "READ", before)
        monkeypatch.setattr(kept_files, "READ", before)
        monkeypatch.setattr(entry_file._Reader, "read", counted)

    def read(self, folder: Path, day: date = DAY) -> Reading:
        known = kept_files.load(self._path)
        reading = read_folder(folder, day=day)
        kept_files.save(self._path, known)
        return reading


def started(monkeypatch: pytest.MonkeyPatch, path: Path) -> Start:
    monkeypatch.undo()
    return Start(monkeypatch, path)


def test_nothing_is_parsed_at_the_next_start(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "var" / kept_files.NAME
    first = started(monkeypatch, path)
    reading = first.read(folder)

    second = started(monkeypatch, path)

    assert second.read(folder) == reading
    assert (first.parsed, second.parsed) == (["faq/wie"], [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_everything_that_ships_comes_back_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / kept_files.NAME
    reading = started(monkeypatch, path).read(CONTENT)

    second = started(monkeypatch, path)
    again = second.read(CONTENT)

    assert again == reading
    assert [entry.sections for entry in again.entries] == [entry.sections for entry in reading.entries]
    assert second.parsed == []


def test_only_what_changed_is_parsed(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = tmp_path / kept_files.NAME, folder / "nl" / "faq" / "ander.md"
    other.write_text(ENTRY.replace("Wie meldt?", "Wie tekent?"), "utf-8")
    started(monkeypatch, path).read(folder)
    write(folder, ENTRY.replace("De school", "Het bestuur"))
    second = started(monkeypatch, path)

    reading = second.read(folder)

    assert second.parsed == ["faq/wie"]
    assert "Het bestuur." in {entry.id: entry.body for entry in reading.entries}["faq/wie"]
    third = started(monkeypatch, path)
    third.read(folder)
    assert third.parsed == []


@pytest.mark.parametrize("harm", ["cut", "bit", "empty", "words", "version", "folder", "pipe"])
def test_what_is_damaged_or_of_another_version_is_read_anew(
    harm: str, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / kept_files.NAME
    reading = started(monkeypatch, path).read(folder)
    data = path.read_bytes()
    second = started(monkeypatch, path)
    match harm:
        case "version":
            monkeypatch.setattr(kept_files, "made_by", lambda: "another")
        case "folder":
            path.unlink()
            path.mkdir()
        case "pipe":
            path.unlink()
            os.mkfifo(path)
        case _:
            damaged = {"cut": data[:-9], "bit": data.replace(b"De school", b"Te school"), "empty": b"", "words": b"no"}
            path.write_bytes(damaged[harm])

    assert second.read(folder) == reading
    assert second.parsed == ["faq/wie"]


def test_what_hangs_on_the_day_is_read_on_each(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / kept_files.NAME
    write(folder, ENTRY.replace("2026-11-01", "2026-12-02"))
    first = started(monkeypatch, path).read(folder)
    assert [problem.said.key for problem in first.problems] == ["checked_in_future"]

    later = started(monkeypatch, path).read(folder, date(2026, 12, 3))

    assert (later.problems, later.entries[0].checked) == ((), date(2026, 12, 2))


def test_a_folder_that_cannot_be_written_costs_time_alone(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "var").write_text("a file")
    start = started(monkeypatch, tmp_path / "var" / kept_files.NAME)

    assert start.read(folder).entries
    assert start.parsed == ["faq/wie"]


def test_of_what_a_file_said_before_little_is_held(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = started(monkeypatch, tmp_path / kept_files.NAME)
    texts = [f"---\ntitle: Wie meldt?\n---\nKeer {at}.\n" for at in range(50)]

    for text in texts:
        write(folder, text)
        start.read(folder)

    assert len(entry_file.READ.lasting()) == entry_file.VERSIONS
    write(folder, texts[-2])  # an edit taken back
    assert [entry.body for entry in start.read(folder).entries] == ["Keer 48."]
    assert len(start.parsed) == len(texts)


def test_what_is_asked_for_stays_held_whatever_is_edited_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two folders with a file that is called the same one alone is edited."""
    start = started(monkeypatch, tmp_path / kept_files.NAME)
    texts = [f"---\ntitle: Wie meldt?\n---\nKeer {at}.\n" for at in range(50)]

    for text in texts:
        for one in ("---\ntitle: Wie tekent?\n---\nBeide.\n", text):
            entry_file.read_text("nl/faq/wie.md", one, DAY, DAY)

    assert len(start.parsed) == 1 + len(texts)


def test_files_of_ten_folders_that_are_called_the_same_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = started(monkeypatch, tmp_path / kept_files.NAME)
    texts = [f"---\ntitle: Wie meldt?\n---\nSchool {at}.\n" for at in range(10)]

    for text in (*texts, *texts):
        entry_file.read_text("nl/faq/wie.md", text, DAY, DAY)

    assert len(start.parsed) == len(texts)
