"""What file systems hold besides plain files that can be read: odd names, links, pipes, what is closed or lost."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.entry import Problem, Reading
from knowledge.folder import keep_last_good, read_folder
from knowledge.notices import notice
from tests.knowledge.folders import DAY, PLAIN, ids, problems, read


def closed(path: Path) -> Path:
    """The path, made unreadable; skips where nothing is unreadable to whoever runs the tests."""
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.chmod(0o700)
        pytest.skip("whoever runs this, such as root, may read everything")
    return path


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("wie meldt?.md", "wie meldt?.md"),
        ("één-vraag.md", "één-vraag.md"),
        ("🙂.md", "🙂.md"),
        ("a'b\"c.md", "a'b\"c.md"),
        ("%41.md", "%41.md"),
        ("-rf.md", "-rf.md"),
        ("een\ntwee.md", "een\\ntwee.md"),
        ("\x1b[31m.md", "\\x1b[31m.md"),
        ("links\u202erechts.md", "links\\u202erechts.md"),
        (os.fsdecode(b"caf\xe9.md"), "caf\\xe9.md"),
    ],
)
def test_a_file_with_an_odd_name_is_read_under_a_name_that_prints(folder, name: str, printed: str):
    folder.save(f"nl/faq/{name}", title="Vraag", sources="x")

    reading = read(folder)

    assert [entry.source for entry in reading.entries] == [f"nl/faq/{printed}"]
    assert [str(problem) for problem in reading.problems] == [
        f"nl/faq/{printed}:3: source 'x' is not a link; write \"[who: what (date)](https://…)\""
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (os.fsdecode(b"a.caf\xe9"), "a.caf\\xe9:1: '.caf\\xe9' files are not read; save it as Markdown, a.md"),
        (os.fsdecode(b"caf\xe9.txt"), "caf\\xe9.txt:1: '.txt' files are not read; save it as Markdown, caf\\xe9.md"),
        ("een\ntwee", "een\\ntwee:1: 'een\\ntwee' files are not read; save it as Markdown, een\\ntwee.md"),
    ],
    ids=["suffix", "name", "line break"],
)
def test_a_problem_with_an_oddly_named_file_can_be_printed(folder, name: str, expected: str):
    folder.write(f"nl/faq/{name}", "")

    assert problems(folder) == [f"nl/faq/{expected}"]


def test_a_folder_with_an_odd_name_is_reported_under_a_name_that_prints(folder):
    folder.save("nl/faq/a.md")
    folder.write(os.fsdecode(b"caf\xe9/a.md"), PLAIN)

    assert problems(folder) == ["caf\\xe9:1: this folder is no language; name it by a code such as nl or en"]


def test_a_link_within_the_folder_is_followed(folder):
    folder.save("nl/faq/a.md", title="Een", checked="2026-11-01")
    folder.save("nl/gedeeld/b.md", title="Twee", checked="2026-11-01")
    (folder.root / "nl/faq/c.md").symlink_to("../../en/c.md")
    folder.save("en/c.md", title="Three", checked="2026-11-01")

    reading = read(folder)

    assert ids(reading) == ["en/c", "nl/faq/a", "nl/faq/c", "nl/gedeeld/b"]
    assert reading.problems == ()


def test_the_folder_itself_may_be_a_link(folder):
    folder.save("echt/nl/a.md", title="Een")
    folder.save("echt/nl/b.md", title="Twee")
    (folder.root / "echt/nl/c.md").symlink_to(folder.root / "echt/nl/d.txt")
    folder.write("echt/nl/d.txt", PLAIN)
    (folder.root / "link").symlink_to("echt")

    reading = read_folder(folder.root / "link", day=DAY)

    assert ids(reading) == ["nl/a", "nl/b", "nl/c"]
    assert [str(problem) for problem in reading.problems] == [
        "nl/d.txt:1: '.txt' files are not read; save it as Markdown, d.md"
    ]


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../geheim.md", "/dev/zero"])
def test_a_link_out_of_the_folder_is_not_followed(folder, target: str):
    folder.save("geheim.md")
    folder.save("kennis/nl/faq/a.md")
    (folder.root / "kennis/nl/faq/b.md").symlink_to(target)

    reading = read_folder(folder.root / "kennis", day=DAY)

    assert ids(reading) == ["nl/faq/a"]
    assert [str(problem) for problem in reading.problems] == [
        "nl/faq/b.md:1: this is a link to a file outside the folder, which is not followed; put the file itself here"
    ]


@pytest.mark.parametrize(
    ("target", "reason"),
    [("b.md", os.strerror(errno.ELOOP)), ("weg.md", os.strerror(errno.ENOENT))],
    ids=["circle", "nowhere"],
)
def test_a_link_that_leads_nowhere_is_a_problem(folder, target: str, reason: str):
    folder.save("nl/faq/a.md")
    (folder.root / "nl/faq/b.md").symlink_to(target)

    reading = read(folder)

    assert ids(reading) == ["nl/faq/a"]
    assert [str(problem) for problem in reading.problems] == [
        f"nl/faq/b.md:1: this can't be read ({reason}); check the link and its permissions"
    ]


@pytest.mark.parametrize("target", ["..", "/", "."], ids=["folder above", "everything", "itself"])
def test_a_link_to_a_folder_is_not_followed(folder, target: str):
    folder.save("nl/faq/a.md")
    (folder.root / "nl/faq/rond").symlink_to(target)
    (folder.root / "en").symlink_to("nl")

    reading = read(folder)

    message = notice("folder_is_link")
    assert ids(reading) == ["nl/faq/a"]
    assert reading.problems == (Problem("en", 1, message), Problem("nl/faq/rond", 1, message))


def test_a_pipe_is_a_problem_and_not_waited_for(folder):
    folder.save("nl/faq/a.md")
    os.mkfifo(folder.root / "nl/faq/b.md")

    assert problems(folder) == ["nl/faq/b.md:1: this is not an ordinary file; put a Markdown file here"]


def test_a_folder_named_like_a_file_is_a_folder(folder):
    folder.save("nl/faq.md/a.md")

    assert ids(read(folder)) == ["nl/faq.md/a"]


def test_a_file_without_permission_is_a_problem(folder):
    folder.save("nl/faq/a.md")
    closed(folder.save("nl/faq/b.md"))

    reading = read(folder)

    assert ids(reading) == ["nl/faq/a"]
    assert [str(problem) for problem in reading.problems] == [
        "nl/faq/b.md:1: this can't be read (Permission denied); check its permissions"
    ]


def test_a_folder_without_permission_is_a_problem_and_its_entries_stay_served(folder):
    folder.save("nl/faq/a.md")
    folder.save("nl/gids/b.md")
    previous = read(folder)
    path = closed(folder.root / "nl/gids")

    reading = read(folder)

    path.chmod(0o700)
    message = notice("folder_unreadable", reason=notice("os_EACCES"))
    assert reading == Reading(previous.entries[:1], (Problem("nl/gids", 1, message),))
    assert keep_last_good(reading, previous) == replace(reading, entries=previous.entries)


def test_a_root_without_permission_is_a_problem(folder):
    folder.save("dicht/kennis/nl/a.md")
    path = closed(folder.root / "dicht")

    reading = read_folder(folder.root / "dicht/kennis", day=DAY)

    path.chmod(0o700)
    message = notice("no_folder")
    assert reading == Reading((), (Problem(f"{folder.root}/dicht/kennis", 1, message),))


@pytest.mark.parametrize("name", ["weg", "bestand", "x" * 300, "a\0b"], ids=["missing", "a file", "too long", "NUL"])
def test_a_folder_that_is_none_is_a_problem(folder, name: str):
    folder.write("bestand", "")

    reading = read_folder(folder.root / name, day=DAY)

    printed = name.replace("\0", "\\x00")
    message = notice("no_folder")
    assert reading == Reading((), (Problem(f"{folder.root}/{printed}", 1, message),))
