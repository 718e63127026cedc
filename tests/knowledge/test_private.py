"""Nobody else on the machine reads what lies in VAR_DIR."""

import os
import sys
from pathlib import Path

import pytest

from knowledge import private

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


def modes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): f"{path.lstat().st_mode & 0o7777:o}"
        for path in (folder, *sorted(folder.rglob("*")))
    }


@pytest.fixture(autouse=True)
def everybody() -> None:
    before = os.umask(0o000)
    yield
    os.umask(before)


def test_what_is_made_is_nobody_elses(tmp_path: Path) -> None:
    private.make_file(tmp_path / "var" / "cache.db")
    private.make_folder(tmp_path / "var" / "history")
    with open(tmp_path / "var" / "history" / "a", "xb", opener=private.opener):
        pass

    assert modes(tmp_path / "var") == {".": "700", "cache.db": "600", "history": "700", "history/a": "600"}


def test_what_was_made_for_everybody_is_mended_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    var, elsewhere = tmp_path / "var", tmp_path / "elsewhere"
    elsewhere.write_text("")
    (var / "history" / "000001").mkdir(parents=True)
    for name in ("records.db", "records.db-wal", "data.key", "cache.db", "history/000001/a.md", "photos"):
        (var / name).write_text("")
    (var / "running").symlink_to(elsewhere)

    private.mend(var)

    assert {name: mode for name, mode in modes(var).items() if name != "running"} == {
        ".": "700",
        "records.db": "600",
        "records.db-wal": "600",
        "data.key": "600",
        "cache.db": "600",
        "history": "700",
        "history/000001": "700",
        "history/000001/a.md": "600",
        "photos": "666",
    }
    assert elsewhere.stat().st_mode & 0o777 == 0o666


@pytest.mark.parametrize("what", ["/tmp", "a checkout", "a home"])
def test_folder_that_others_have_to_get_into_stays_open(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "records.db").write_text("")
    tmp_path.chmod(0o1777 if what == "/tmp" else 0o755)
    if what == "a checkout":
        (tmp_path / ".git").mkdir()
    if what == "a home":
        monkeypatch.setenv("HOME", str(tmp_path))
    before = tmp_path.stat().st_mode

    private.mend(tmp_path)

    assert (tmp_path.stat().st_mode, (tmp_path / "records.db").stat().st_mode & 0o777) == (before, 0o600)


def test_folder_that_is_not_there_is_no_matter(tmp_path: Path) -> None:
    private.mend(tmp_path / "var")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", ["", "file", "link"])
def test_file_takes_the_place_of_another_whatever_a_killed_process_has_left(left: str, tmp_path: Path) -> None:
    path, beside, elsewhere = (tmp_path / name for name in ("kept", "kept.new", "elsewhere"))
    elsewhere.write_text("theirs")
    if left == "file":
        beside.write_text("half of it")
        beside.chmod(0o644)
    elif left == "link":
        beside.symlink_to(elsewhere)

    with private.in_place_of(path) as file:
        file.write(b"ours")

    assert (path.read_text(), elsewhere.read_text(), beside.exists()) == ("ours", "theirs", False)
    assert modes(tmp_path)["kept"] == "600"


def test_file_that_could_not_be_written_leaves_nothing_and_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("before")

    with pytest.raises(OSError, match="full"), private.in_place_of(path):
        raise OSError(28, "full")

    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("kept", "before")]
