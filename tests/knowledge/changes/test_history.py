import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.changes.change import Change, FileEdit
from knowledge.changes.history import KEPT, MOST, History

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history")


def change(tmp_path: Path, summary: str = "a") -> Change:
    edits = (FileEdit("nl/faq/a.md", b"\xef\xbb\xbfa\r\n", b"b"), FileEdit("nl/b.md", None, b""), FileEdit("nl/c.md", b"c", None))  # fmt: skip
    return Change(tmp_path / "content", summary, edits)


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "history").iterdir())


def test_a_change_is_kept_byte_for_byte(history, tmp_path):
    kept = change(tmp_path, "nl/faq/a.md: één")

    history.keep(kept, AT)

    (record,) = history.made(tmp_path / "content")
    assert (record.change, record.at, record.path.name) == (kept, AT, "000001-2026-11-22")


def test_changes_come_latest_first_and_those_taken_back_dont(history, tmp_path):
    records = [history.keep(change(tmp_path, summary), AT) for summary in "abcd"]

    history.set_undone(records[2])
    history.drop(records[0])

    assert [record.change.summary for record in history.made(tmp_path / "content")] == ["d", "b"]
    assert names(tmp_path) == ["000002-2026-11-22", "000003-2026-11-22-undone", "000004-2026-11-22"]


def test_a_folder_under_another_name_is_the_same_folder(history, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "content")
    history.keep(change(tmp_path), AT)

    assert len(list(history.made(tmp_path / "link"))) == 1
    assert list(history.made(tmp_path / "other")) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"files": [{}]}', "\0", '{"at": "gisteren", "folder": "x", "summary": "", "files": []}'])  # fmt: skip
def test_what_cant_be_read_is_passed_over_and_logged(history, tmp_path, caplog, content: str):
    history.keep(change(tmp_path, "a"), AT)
    record = history.keep(change(tmp_path, "b"), AT)
    (record.path / "change.json").write_text(content)

    with caplog.at_level(logging.WARNING):
        found = [record.change.summary for record in history.made(tmp_path / "content")]

    assert found == ["a"]
    assert "000002-2026-11-22 is passed over" in caplog.text


def test_what_others_put_there_is_left_alone(history, tmp_path):
    (tmp_path / "history").mkdir()
    (tmp_path / "history/notes.txt").write_text("x")

    history.keep(change(tmp_path), AT)
    history.prune(AT)

    assert names(tmp_path) == ["000001-2026-11-22", "notes.txt"]


def test_old_changes_go_and_the_last_one_stays(history, tmp_path):
    for days in (400, 366, 365, 1):
        history.keep(change(tmp_path), AT - timedelta(days=days))

    history.prune(AT)
    assert names(tmp_path) == ["000003-2025-11-22", "000004-2026-11-21"]

    history.prune(AT + 3 * KEPT)
    assert names(tmp_path) == ["000004-2026-11-21"]


def test_no_more_than_so_many_changes_are_kept(history, tmp_path):
    for number in range(1, MOST + 4):
        (tmp_path / f"history/{number:06}-2026-11-22").mkdir(parents=True)

    history.prune(AT)

    assert (len(names(tmp_path)), names(tmp_path)[0]) == (MOST, "000004-2026-11-22")


def test_what_a_killed_process_left_goes_after_an_hour(history, tmp_path):
    (tmp_path / "history/.0123/before").mkdir(parents=True)
    history.prune(datetime.now(UTC))
    assert names(tmp_path) == [".0123"]

    history.prune(datetime.now(UTC) + timedelta(hours=2))

    assert names(tmp_path) == []
