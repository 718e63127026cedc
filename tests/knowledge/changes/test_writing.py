"""Changes as they reach the disk: whole or not at all, with the version before kept, whatever happens meanwhile."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest

from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.changes.editing import add_ask, draft, place, remove
from knowledge.changes.history import History
from knowledge.changes.writing import Applied, apply, undo
from knowledge.folder import read_folder
from tests.conftest import Folder

ROOT = Path(__file__).parents[3]
FILE = "---\ntitle: Wie meldt?   # de vraag\nasks:\n  - wie moet dat\n---\nDe school.\n"
ORDINARY = 65534  # nobody: root is stopped by no permission
needs_permissions = pytest.mark.skipif(os.name != "posix", reason="permissions are another matter there")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "content").mkdir()
    return Folder(tmp_path / "content")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "var/history"


def files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()}


def refused(action, *arguments, **options) -> str:
    with pytest.raises(EditError) as error:
        action(*arguments, **options)
    return str(error.value)


def with_asks(*asks: str) -> str:
    return FILE.replace("dat\n", "".join(["dat\n", *(f"  - {ask}\n" for ask in asks)]))


# applying


def test_a_change_is_written_and_the_version_before_is_kept(folder, history):
    folder.write("nl/faq/a.md", FILE)
    change = add_ask(folder.root, "nl/faq/a.md", "een")

    applied = apply(change, history=history)

    assert (applied, applied.is_written) == (Applied(change), True)
    assert files(folder.root) == {"nl/faq/a.md": with_asks("een")}
    today = datetime.now(UTC).date()
    kept = files(history)
    assert kept.pop(f"000001-{today}/change.json").startswith("{")
    assert kept == {
        f"000001-{today}/before/nl/faq/a.md": FILE,
        f"000001-{today}/after/nl/faq/a.md": with_asks("een"),
    }


def test_a_new_section_is_made(folder, history):
    apply(place(folder.root, "en/guidelines/a.md", FILE), history=history)

    assert files(folder.root) == {"en/guidelines/a.md": FILE}


def test_a_draft_is_written_though_it_is_not_shown_yet(folder, history):
    apply(draft(folder.root, "nl", "faq", "Wie betaalt?"), history=history)

    assert list(files(folder.root)) == ["nl/faq/wie-betaalt.md"]
    assert read_folder(folder.root).entries == ()


def test_a_file_that_would_not_be_shown_is_not_written(folder, history):
    folder.write("nl/faq/a.md", FILE)

    said = refused(apply, place(folder.root, "nl/faq/a.md", "---\ntitle: [\n---\nx\n"), history=history)

    assert said == (
        "nl/faq/a.md:3: this is not YAML (did not find expected node content); "
        "check the quotes and the indentation of this line and the one above (nothing was changed)"
    )
    assert files(folder.root.parent) == {"content/nl/faq/a.md": FILE}


def test_what_somebody_changed_in_the_meantime_is_not_written_over(folder, history):
    folder.write("nl/faq/a.md", FILE)
    changes = [
        add_ask(folder.root, "nl/faq/a.md", "een"),
        remove(folder.root, "nl/faq/a.md"),
        place(folder.root, "nl/faq/b.md", FILE),
    ]
    folder.write("nl/faq/a.md", "van een ander")
    folder.write("nl/faq/b.md", "ook")

    said = [refused(apply, change, history=history) for change in changes]

    assert said == [
        f"nl/faq/{name}.md: somebody changed it in the meantime; look at it, and try again" for name in "aab"
    ]
    assert files(folder.root.parent) == {"content/nl/faq/a.md": "van een ander", "content/nl/faq/b.md": "ook"}


def test_of_several_files_all_are_written_or_none(folder, history):
    folder.write("nl/faq/a.md", FILE)
    (folder.root / "nl/faq/b").write_text("in the way")
    edits = (
        FileEdit("nl/faq/a.md", FILE.encode(), with_asks("een").encode()),
        FileEdit("nl/faq/c.md", None, FILE.encode()),
        FileEdit("nl/faq/d.md", b"never there", None),
    )

    said = refused(apply, Change(folder.root, "three", edits), history=history)

    assert said == "nl/faq/d.md: somebody changed it in the meantime; look at it, and try again"
    assert files(folder.root) == {"nl/faq/a.md": FILE, "nl/faq/b": "in the way"}


@needs_permissions
def test_the_mode_of_a_file_is_kept(folder, history):
    path = folder.write("nl/faq/a.md", FILE)
    path.chmod(0o640)

    apply(add_ask(folder.root, "nl/faq/a.md", "een"), history=history)

    assert path.stat().st_mode & 0o7777 == 0o640


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="root alone gives files away")
def test_the_owner_of_a_file_is_kept(folder, history):
    path = folder.write("nl/faq/a.md", FILE)
    os.chown(path, 12, 34)

    apply(add_ask(folder.root, "nl/faq/a.md", "een"), history=history)

    assert (path.stat().st_uid, path.stat().st_gid) == (12, 34)


def test_what_a_killed_process_left_half_written_is_removed_and_never_read(folder, history):
    folder.write("nl/faq/a.md", FILE)
    folder.write("nl/faq/.verbinder-0123.tmp", "half")
    assert read_folder(folder.root).problems == ()

    apply(add_ask(folder.root, "nl/faq/a.md", "een"), history=history)

    assert list(files(folder.root)) == ["nl/faq/a.md"]


def test_links_that_came_in_between_are_not_followed(folder, history, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (folder.root / "nl").mkdir()
    change = place(folder.root, "nl/faq/a.md", FILE)
    (folder.root / "nl/faq").symlink_to(tmp_path / "elsewhere")

    said = refused(apply, change, history=history)

    assert said == "nl/faq/a.md: 'faq' is a link, and what it leads to is not written; put the file itself there"
    assert files(tmp_path / "elsewhere") == {}


# taking back


def test_changes_are_taken_back_one_after_another_until_none_is_left(folder, history):
    folder.write("nl/faq/a.md", FILE)
    folder.write("nl/faq/b.md", FILE.replace("meldt", "betaalt").replace("moet", "zal"))
    for change in [
        lambda: add_ask(folder.root, "nl/faq/a.md", "een"),
        lambda: place(folder.root, "nl/faq/c.md", FILE.replace("meldt", "tekent").replace("moet", "kan")),
        lambda: add_ask(folder.root, "nl/faq/a.md", "twee"),
        lambda: remove(folder.root, "nl/faq/b.md"),
    ]:
        apply(change(), history=history)

    seen = []
    while applied := undo(folder.root, history=history):
        asks = files(folder.root)["nl/faq/a.md"].count("  - ")
        seen.append((applied.change.summary, asks, [Path(name).stem for name in files(folder.root)]))

    assert seen == [
        ("Undo: nl/faq/b.md: removed", 3, ["a", "b", "c"]),
        ("Undo: nl/faq/a.md: also asked as 'twee'", 2, ["a", "b", "c"]),
        ("Undo: nl/faq/c.md: placed", 2, ["a", "b"]),
        ("Undo: nl/faq/a.md: also asked as 'een'", 1, ["a", "b"]),
    ]
    assert files(folder.root)["nl/faq/a.md"] == FILE


def test_a_change_after_one_was_taken_back_is_taken_back_itself(folder, history):
    folder.write("nl/faq/a.md", FILE)
    for ask in ("een", "twee"):
        apply(add_ask(folder.root, "nl/faq/a.md", ask), history=history)
    undo(folder.root, history=history)
    apply(add_ask(folder.root, "nl/faq/a.md", "drie"), history=history)

    undo(folder.root, history=history)

    assert files(folder.root) == {"nl/faq/a.md": with_asks("een")}


def test_somebody_elses_later_edit_is_not_taken_back(folder, history):
    folder.write("nl/faq/a.md", FILE)
    apply(add_ask(folder.root, "nl/faq/a.md", "een"), history=history)
    folder.write("nl/faq/a.md", with_asks("een") + "\nEn nog iets.\n")

    said = refused(undo, folder.root, history=history)

    (kept,) = history.iterdir()
    assert said == (
        "nl/faq/a.md: somebody changed it after that, so nothing was taken back; "
        f"the version before lies in {kept / 'before'}"
    )
    assert files(folder.root) == {"nl/faq/a.md": with_asks("een") + "\nEn nog iets.\n"}
    assert (kept / "before/nl/faq/a.md").read_text() == FILE


def test_a_change_that_was_written_down_but_never_made_is_passed_over(folder, history):
    """The process was killed in between."""
    folder.write("nl/faq/a.md", FILE)
    apply(add_ask(folder.root, "nl/faq/a.md", "een"), history=history)
    History(history).keep(add_ask(folder.root, "nl/faq/a.md", "twee"), datetime.now(UTC))

    applied = undo(folder.root, history=history)

    assert applied
    assert applied.change.summary == "Undo: nl/faq/a.md: also asked as 'een'"
    assert files(folder.root) == {"nl/faq/a.md": FILE}
    assert undo(folder.root, history=history) is None


def test_a_folder_is_taken_back_by_itself(folder, history, tmp_path):
    other = Folder(tmp_path / "other")
    for one in (folder, other):
        one.write("nl/faq/a.md", FILE)
        apply(add_ask(one.root, "nl/faq/a.md", "een"), history=history)

    undo(folder.root, history=history)

    assert (files(folder.root), files(other.root)) == ({"nl/faq/a.md": FILE}, {"nl/faq/a.md": with_asks("een")})
    assert undo(folder.root, history=history) is None


def test_where_nothing_was_changed_there_is_nothing_to_take_back(folder, history):
    assert undo(folder.root, history=history) is None


def test_a_draft_that_got_its_answer_can_be_taken_back_to_the_draft(folder, history):
    apply(draft(folder.root, "nl", "faq", "Wie betaalt?"), history=history)
    before = files(folder.root)
    apply(place(folder.root, "nl/faq/wie-betaalt.md", FILE), history=history)

    undo(folder.root, history=history)

    assert files(folder.root) == before


# what stands in the way


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may reach, with content in it; what pytest makes is for whoever runs it alone."""
    root = Path(mkdtemp())
    root.chmod(0o777)
    path = Folder(root / "content").write("nl/faq/a.md", FILE)
    for each in (path, *path.parents):
        if each.is_relative_to(root):
            each.chmod(0o777 if each.is_dir() else 0o666)
    yield root
    shutil.rmtree(root)


SCRIPT = """
import encodings.utf_8_sig, os, resource, sys
from pathlib import Path
from knowledge.changes.change import EditError
from knowledge.changes.editing import add_ask, draft, place, remove
from knowledge.changes.writing import apply, undo
if {user}:
    os.setgroups([]); os.setgid({user}); os.setuid({user})
root = Path({root!r})
content, history = root / "content", root / "history"
try:
{lines}
except EditError as error:
    print(error)
"""


def run(root: Path, lines: str) -> str:
    """What a process prints that runs lines; as root it would be stopped by no permission, so it stops being that."""
    indented = "\n".join(f"    {line}" for line in lines.strip().splitlines())
    script = SCRIPT.format(root=str(root), lines=indented, user=ORDINARY if os.geteuid() == 0 else 0)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout


APPLY = """
applied = apply({plan}, history=history)
print(applied.is_written, applied.remark)
sys.stdout.flush()
sys.stdout.buffer.write(applied.patch)
"""
PLANS = {
    "an ask": 'add_ask(content, "nl/faq/a.md", "een")',
    "a file": f'place(content, "nl/faq/b.md", {FILE!r})',
    "a file in a new section": f'place(content, "nl/new/b.md", {FILE!r})',
    "a file less": 'remove(content, "nl/faq/a.md")',
}


@needs_permissions
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_a_folder_that_cant_be_written_to_gives_the_change_as_a_patch(open_folder, plan: str):
    for name in ["nl/faq", "nl", "."]:
        (open_folder / "content" / name).chmod(0o555)

    said = run(open_folder, APPLY.format(plan=plan))

    first, _, patch = said.partition("\n")
    assert first == "False the folder can't be written to; the change comes as a patch"
    assert files(open_folder) == {"content/nl/faq/a.md": FILE}
    for name in [".", "nl", "nl/faq"]:
        (open_folder / "content" / name).chmod(0o777)
    if shutil.which("git"):
        subprocess.run(["git", "apply", "-"], cwd=open_folder / "content", input=patch, text=True, check=True)
        expected = {
            PLANS["an ask"]: {"nl/faq/a.md": with_asks("een")},
            PLANS["a file"]: {"nl/faq/a.md": FILE, "nl/faq/b.md": FILE},
            PLANS["a file in a new section"]: {"nl/faq/a.md": FILE, "nl/new/b.md": FILE},
            PLANS["a file less"]: {},
        }
        assert files(open_folder / "content") == expected[plan]


@needs_permissions
def test_a_patch_says_what_it_is_and_how_to_apply_it(open_folder):
    (open_folder / "content/nl/faq").chmod(0o555)

    said = run(open_folder, APPLY.format(plan=PLANS["an ask"]))

    assert said.splitlines()[1:6] == [
        "nl/faq/a.md: also asked as 'een'",
        "",
        "git apply --directory=<the content folder in the repository> <this file>",
        "",
        "diff --git a/nl/faq/a.md b/nl/faq/a.md",
    ]


@needs_permissions
def test_a_file_that_somebody_made_read_only_is_not_written_over(open_folder):
    (open_folder / "content/nl/faq/a.md").chmod(0o444)

    said = run(open_folder, APPLY.format(plan=PLANS["an ask"]))

    assert said.startswith("False the folder can't be written to; the change comes as a patch\n")
    assert files(open_folder) == {"content/nl/faq/a.md": FILE}


@needs_permissions
def test_taking_back_in_a_folder_that_became_read_only_gives_a_patch_again_and_again(open_folder):
    run(open_folder, APPLY.format(plan=PLANS["an ask"]))
    (open_folder / "content/nl/faq").chmod(0o555)

    said = [run(open_folder, "print(undo(content, history=history).patch.decode())") for _ in range(2)]

    assert "\n-  - een\n" in said[0]
    assert said[0] == said[1]
    (open_folder / "content/nl/faq").chmod(0o777)
    assert run(open_folder, "print(undo(content, history=history).is_written)") == "True\n"


@needs_permissions
@pytest.mark.parametrize(
    ("closed", "lines", "expected"),
    [
        ("content/nl/faq/a.md", PLANS["an ask"], "nl/faq/a.md: this can't be read (Permission denied); check its permissions"),
        ("content/nl", PLANS["an ask"], "nl/faq/a.md: this can't be reached (Permission denied); check the folder's permissions"),
        ("content", PLANS["a file"], "nl/faq/b.md: this can't be reached (Permission denied); check the folder's permissions"),
        ("content", "undo(content, history=history)", "{root}/content: this can't be opened (Permission denied); see to KNOWLEDGE_DIR"),
        (".", PLANS["a file"], "{root}/content: there is no such folder; set KNOWLEDGE_DIR to one"),
    ],
)  # fmt: skip
def test_what_is_closed_is_told_in_a_sentence(open_folder, closed: str, lines: str, expected: str):
    (open_folder / closed).chmod(0)

    said = run(open_folder, lines)

    (open_folder / closed).chmod(0o777)
    assert said == expected.format(root=open_folder) + "\n"


@needs_permissions
def test_without_a_place_for_the_version_before_nothing_is_changed(open_folder):
    (open_folder / "history").mkdir(mode=0o555)

    said = run(open_folder, APPLY.format(plan=PLANS["an ask"]))

    assert said == (
        f"{open_folder}/history: the version before can't be kept (Permission denied); "
        "nothing was changed, see to VAR_DIR\n"
    )
    assert files(open_folder) == {"content/nl/faq/a.md": FILE}


@needs_permissions
def test_a_file_that_doesnt_read_once_it_is_written_is_taken_back(open_folder):
    """Here since nobody may read new files; a file system may have other reasons."""
    said = run(open_folder, "os.umask(0o777 - 0o300)\n" + APPLY.format(plan=PLANS["a file in a new section"]))

    assert "nl/new/b.md:1: this can't be read (Permission denied); check its permissions (nothing was changed)" in said
    assert [path for path in (open_folder / "content").rglob("*") if path.is_file()] == [
        open_folder / "content/nl/faq/a.md"
    ]


@needs_permissions
def test_a_write_that_breaks_off_leaves_the_old_file_and_a_sentence(open_folder):
    """A limit on the size of files breaks a write off in its midst."""
    long = FILE + "Ja. " * 2_000
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"

    said = run(open_folder, limit + APPLY.format(plan=f'place(content, "nl/faq/a.md", {long!r})'))

    assert said == f"{open_folder}/history: the version before can't be kept (File too large); nothing was changed, see to VAR_DIR\n"  # fmt: skip
    assert files(open_folder) == {"content/nl/faq/a.md": FILE}


@pytest.fixture
def small_disk(open_folder: Path) -> Iterator[Path]:
    """A content folder on a disk of 64 KiB."""
    disk = open_folder / "content"
    mounted = shutil.which("mount") and os.geteuid() == 0
    if (
        not mounted
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", disk], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("whoever runs this may not mount a small disk")
    yield open_folder
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_the_old_file_and_a_sentence(small_disk):
    content = Folder(small_disk / "content")
    content.write("nl/faq/a.md", FILE)
    with pytest.raises(OSError, match="No space") as error:
        content.write("nl/faq/filler.md", b"x" * 100_000)
    assert error.value.errno == errno.ENOSPC

    said = [
        refused(apply, change, history=small_disk / "history")
        for change in [
            place(content.root, "nl/faq/a.md", FILE + "Ja. " * 5_000),
            place(content.root, "nl/faq/b.md", FILE + "Ja. " * 5_000),
        ]
    ]

    assert said == [
        f"nl/faq/{name}.md: this can't be written (the disk is full; make room on it); nothing was changed"
        for name in "ab"
    ]
    assert sorted(path.name for path in (content.root / "nl/faq").iterdir()) == ["a.md", "filler.md"]
    assert (content.root / "nl/faq/a.md").read_text() == FILE
    assert list((small_disk / "history").iterdir()) == []


# several at once, and kills

WRITER = """
import sys, time
from pathlib import Path
from knowledge.changes.change import EditError
from knowledge.changes.editing import add_ask
from knowledge.changes.writing import apply
content, history, name, count = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
for number in range(count):
    while True:
        try:
            apply(add_ask(content, "nl/faq/a.md", f"{name} {number}"), history=history)
            break
        except EditError as error:
            assert "in the meantime" in str(error), error
"""


def start(script: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True
    )


def test_two_processes_lose_none_of_each_others_changes(folder, history):
    folder.write("nl/faq/a.md", FILE)
    writers = [start(WRITER, folder.root, history, name, 8) for name in ("een", "twee")]

    ends = [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers]

    assert ends == [("", 0), ("", 0)]
    (entry,) = read_folder(folder.root).entries
    assert set(entry.asks) == {"wie moet dat", *(f"{name} {n}" for name in ("een", "twee") for n in range(8))}
    count = 0
    while undo(folder.root, history=history):
        count += 1
    assert (count, files(folder.root)) == (16, {"nl/faq/a.md": FILE})


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is another matter there")
def test_a_kill_at_any_moment_leaves_a_whole_file_that_can_be_taken_back(folder, history):
    folder.write("nl/faq/a.md", FILE)
    randomly = random.Random(6)

    for turn in range(8):
        writer = start(WRITER, folder.root, history, f"beurt {turn} vraag", 10_000)
        known = len(read_folder(folder.root).entries[0].asks)
        end = time.monotonic() + 60
        while len(read_folder(folder.root).entries[0].asks) == known and time.monotonic() < end:
            time.sleep(0.005)  # it has begun
        time.sleep(randomly.uniform(0, 0.1))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()

        reading = read_folder(folder.root)
        assert (len(reading.entries), reading.problems) == (1, ())
        assert len(reading.entries[0].asks) > known

    taken_back = 0
    while undo(folder.root, history=history):
        taken_back += 1
    assert (taken_back >= 8, files(folder.root)["nl/faq/a.md"]) == (True, FILE)


@pytest.mark.skipif(os.name != "posix", reason="files are locked otherwise there")
def test_whoever_waits_too_long_for_another_is_told(folder, history):
    import fcntl

    folder.write("nl/faq/a.md", FILE)
    change = add_ask(folder.root, "nl/faq/a.md", "een")
    held = os.open(folder.root, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    said = refused(apply, change, history=history, wait_s=0.05)

    os.close(held)
    assert said == f"{folder.root}: another change is being written; try again in a moment"
    assert apply(change, history=history).is_written
