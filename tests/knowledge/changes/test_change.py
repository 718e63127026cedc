import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.changes.change import MAX_COMPARED, Change, FileEdit

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git isn't installed")


def change(before: bytes | None, after: bytes | None, source: str = "nl/faq/a.md") -> Change:
    return Change(Path("content"), "a", (FileEdit(source, before, after),))


def git_applies(change: Change) -> dict[str, bytes]:
    """The files after git applied a change's patch to those before it."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for edit in change.edits:
            if edit.before is not None:
                (root / edit.source).parent.mkdir(parents=True, exist_ok=True)
                (root / edit.source).write_bytes(edit.before)
        subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-"],
            cwd=root,
            input=change.patch(),
            check=True,
            capture_output=True,
        )
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def after(change: Change) -> dict[str, bytes]:
    return {edit.source: edit.after for edit in change.edits if edit.after is not None}


def test_a_change_reads_as_a_unified_diff():
    diff = change(b"---\ntitle: a\n---\nJa.\n", "---\ntitle: à\n---\nJa.".encode()).diff()

    assert diff == (
        "diff --git a/nl/faq/a.md b/nl/faq/a.md\n"
        "--- a/nl/faq/a.md\n"
        "+++ b/nl/faq/a.md\n"
        "@@ -1,4 +1,4 @@\n"
        " ---\n"
        "-title: a\n"
        "+title: à\n"
        " ---\n"
        "-Ja.\n"
        "+Ja.\n"
        "\\ No newline at end of file\n"
    )


def test_what_stays_is_not_in_the_patch():
    assert change(b"a", b"a").patch() == b""


def test_the_inverse_takes_a_change_back():
    there = change(b"a", b"b")

    back = there.inverse("terug")

    assert (back.edits, back.summary) == ((FileEdit("nl/faq/a.md", b"b", b"a"),), "terug")


TEXTS = {
    "CRLF": (b"a\r\nb\r\n", b"a\r\nb\r\nc\r\n"),
    "CR": (b"a\rb\r", b"a\rc\r"),
    "byte-order mark": (b"\xef\xbb\xbfa\nb\n", b"\xef\xbb\xbfa\nc\n"),
    "no line end before": (b"a", b"a\nb\n"),
    "no line end after": (b"a\nb\n", b"a"),
    "Latin-1": (b"\xe9\n", "é\n".encode()),
    "odd line ends": ("a\u2028b\x0bc\x85\n".encode(), "a\u2028d\x0bc\x85\n".encode()),
    "a new file": (None, b"a\nb\n"),
    "a new file without line end": (None, b"a"),
    "a new empty file": (None, b""),
    "a file less": (b"a\nb\n", None),
    "an empty file less": (b"", None),
    "emptied": (b"a\n", b""),
    "filled": (b"", b"a\n"),
    "lines that look like a patch": (b"--- a\n+++ b\n@@ -1 +1 @@\n-x\n", b"--- a\n+++ c\n@@ -1 +1 @@\n+x\n"),
    "many lines": (b"a\n" * (MAX_COMPARED + 5), b"b\n" * (MAX_COMPARED + 2) + b"c"),
    "many lines that are new": (None, b"a\n" * (MAX_COMPARED + 5)),
    "many lines less": (b"a\n" * (MAX_COMPARED + 5), None),
}


@needs_git
@pytest.mark.parametrize("before_after", TEXTS.values(), ids=TEXTS.keys())
def test_git_applies_the_patch_of(before_after):
    edited = change(*before_after)

    assert git_applies(edited) == after(edited)


@needs_git
@pytest.mark.parametrize(
    "name", ["met spatie.md", 'met "quotes".md', "é.md", "日本.md", "a\tb.md", "back\\slash.md", "-x.md", "a' b.md"]
)
@pytest.mark.parametrize("before", [b"a\n", None])
def test_git_applies_a_patch_to_a_file_called(name: str, before):
    edited = change(before, b"b\n", f"nl/faq/{name}")

    assert git_applies(edited) == after(edited)


@needs_git
def test_git_applies_a_patch_of_several_files():
    edited = Change(
        Path("content"),
        "a",
        (FileEdit("nl/a.md", b"a\n", b"b\n"), FileEdit("nl/b.md", None, b"c"), FileEdit("nl/c.md", b"d", None)),
    )

    assert git_applies(edited) == after(edited)


@needs_git
@settings(max_examples=25)
@given(st.binary(max_size=60).map(lambda data: data.replace(b"\0", b"\n")), st.lists(st.sampled_from([b"a\n", b"b\n", b"\r\n", b"c"])).map(b"".join))  # fmt: skip
def test_git_applies_any_patch(before: bytes, new: bytes):
    edited = change(before, new)

    if before != new:
        assert git_applies(edited) == after(edited)
