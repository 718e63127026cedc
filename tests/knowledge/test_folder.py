"""A folder of files as it is read: in which order, under which names, and what is a problem in it."""

import os
from datetime import UTC, date, datetime

import pytest

from knowledge.content_file import MAX_BYTES, today
from knowledge.entry import Problem, Reading
from knowledge.folder import by_language, read_folder
from knowledge.notices import notice
from tests.knowledge.folders import DAY, PLAIN, ids, problems, read


def test_entries_come_by_source_over_languages_and_sections(folder):
    for source in ["nl/vraag.md", "nl/faq/b.md", "en/faq/b.md", "nl/faq/a.md", "nl/activities/groot/spel.md"]:
        folder.save(source, minutes=5, people="6", place="gang") if "spel" in source else folder.save(source)

    reading = read(folder)

    assert ids(reading) == ["en/faq/b", "nl/activities/groot/spel", "nl/faq/a", "nl/faq/b", "nl/vraag"]
    assert reading.problems == ()


def test_entries_are_found_by_language_and_id(folder):
    folder.save("nl/faq/a.md")
    folder.save("en/faq/a.md")
    reading = read(folder)

    actual = by_language(reading.entries)

    english, dutch = reading.entries
    assert actual == {"nl": {"faq/a": dutch}, "en": {"faq/a": english}}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN.encode("utf-8-sig"), id="byte-order mark"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="CR"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode("utf-8-sig"), id="byte-order mark and CRLF"),
        pytest.param(PLAIN.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + PLAIN.replace("\n", "\r\n").encode("utf-16-be"), id="UTF-16 the other way round"),
        pytest.param(PLAIN.rstrip().encode(), id="no line end at the end"),
    ],
)
def test_how_an_editor_saves_text_makes_no_difference(folder, content: bytes):
    folder.write("nl/faq/vraag.md", PLAIN)
    expected = read(folder)
    folder.write("nl/faq/vraag.md", content)

    actual = read(folder)

    assert actual == expected
    assert (expected.entries[0].title, expected.problems) == ("Één vraag?", ())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", "1: the file is empty; write a title and an answer, or delete it", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "1: the file is empty; write a title and an answer, or delete it", id="byte-order mark alone"),
        pytest.param(b"\r\n\r\n", "1: the file is empty; write a title and an answer, or delete it", id="line ends alone"),
        pytest.param(
            PLAIN.encode("latin-1"), "2: this is not UTF-8 (byte 0xC9); save the file with encoding UTF-8", id="Latin-1"
        ),
        pytest.param(
            b"---\ntitle: a\n---\n\xe2\x82", "4: this is not UTF-8 (byte 0xE2); save the file with encoding UTF-8", id="half a character"
        ),
        pytest.param(
            "Vraag".encode("utf-16-le"), "1: this is not text (control character U+0000); save it as plain text, UTF-8", id="UTF-16, no mark"
        ),
        pytest.param(
            PLAIN.encode("utf-32"), "1: this is not text (control character U+0000); save it as plain text, UTF-8", id="UTF-32"
        ),
        pytest.param(b"\xff\xfea", "1: this is not UTF-8 (byte 0x61); save the file with encoding UTF-8", id="half of UTF-16"),
        pytest.param(
            b"---\ntitle: a\n---\n\0\0", "4: this is not text (control character U+0000); save it as plain text, UTF-8", id="NUL bytes"
        ),
        pytest.param(b"PK\x03\x04\x14\0", "1: this is not text (control character U+0003); save it as plain text, UTF-8", id="zip"),
        pytest.param(b"\x89PNG\r\n", "1: this is not UTF-8 (byte 0x89); save the file with encoding UTF-8", id="picture"),
        pytest.param(
            b"---\ntitle: a\n---\n" + b"a" * (MAX_BYTES - 17),
            "4: there are 999,983 characters here without a heading between them; at most 60,000 are read: put headings in, or split it up",
            id="largest file that is read",
        ),
        pytest.param(b"a" * (MAX_BYTES + 1), "1: the file has 1.0 MB; at most 1 MB is read: split it up", id="one byte more"),
        pytest.param(b"a" * (MAX_BYTES * 5 // 2), "1: the file has 2.5 MB; at most 1 MB is read: split it up", id="huge"),
    ],
)  # fmt: skip
def test_a_file_that_cant_be_read_is_a_problem_in_words(folder, content: bytes, expected: str):
    folder.write("nl/faq/vraag.md", content)

    reading = read(folder)

    assert (reading.entries, [str(problem) for problem in reading.problems]) == ((), [f"nl/faq/vraag.md:{expected}"])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "nl/faq/brief.docx",
            "nl/faq/brief.docx:1: '.docx' files are not shown as they are; make entries of it: send it to the bot, "
            "or type python -m knowledge import brief.docx",
        ),
        ("nl/faq/brief.txt", "nl/faq/brief.txt:1: '.txt' files are not read; save it as Markdown, brief.md"),
        (
            "nl/faq/brief.md.orig",
            "nl/faq/brief.md.orig:1: '.orig' files are not read; save it as Markdown, brief.md.md",
        ),
        ("nl/faq/brief", "nl/faq/brief:1: 'brief' files are not read; save it as Markdown, brief.md"),
        (
            "nl/brief.pdf",
            "nl/brief.pdf:1: '.pdf' files are not shown as they are; make entries of it: send it to the bot, "
            "or type python -m knowledge import brief.pdf",
        ),
        ("brief.md", "brief.md:1: a file outside the language folders is not read; move it into nl/faq/ or the like"),
        (
            "README.txt",
            "README.txt:1: a file outside the language folders is not read; move it into nl/faq/ or the like",
        ),
        ("faq/brief.md", "faq:1: this folder is no language; name it by a code such as nl or en"),
        ("fry/brief.md", "nothing"),
        ("NL/brief.md", "NL:1: this folder is no language; name it by a code such as nl or en"),
        ("nederlands/faq/brief.md", "nederlands:1: this folder is no language; name it by a code such as nl or en"),
        ("n/brief.md", "n:1: this folder is no language; name it by a code such as nl or en"),
        ("nl-BE/brief.md", "nl-BE:1: this folder is no language; name it by a code such as nl or en"),
        ("nl /brief.md", "nl :1: this folder is no language; name it by a code such as nl or en"),
    ],
)
def test_what_is_no_entry_is_a_problem_in_words(folder, source: str, expected: str):
    folder.save("nl/faq/a.md")
    folder.write(source, PLAIN)

    assert problems(folder) == ([] if expected == "nothing" else [expected])


@pytest.mark.parametrize(
    "source",
    [
        "nl/faq/~$brief.docx",
        "nl/faq/.~lock.brief.odt#",
        "nl/faq/.vraag.md.swp",
        "nl/faq/.#vraag.md",
        "nl/faq/#vraag.md#",
        "nl/faq/vraag.md~",
        "nl/faq/vraag.tmp",
        "nl/faq/vraag.md.TMP",
        "nl/faq/vraag.md.bak",
        "nl/faq/.DS_Store",
        "nl/faq/Thumbs.db",
        "nl/desktop.ini",
        ".gitignore",
        ".git/config",
        "_oud/plaatje.png",
        "nl/.obsidian/app.json",
    ],
)
def test_what_editors_and_file_systems_leave_behind_is_ignored(folder, source: str):
    folder.save("nl/faq/vraag.md")
    expected = read(folder)
    folder.write(source, b"\0")

    actual = read(folder)

    assert actual == expected
    assert (ids(expected), expected.problems) == (["nl/faq/vraag"], ())


def test_what_begins_with_an_underscore_and_holds_texts_is_told_and_not_read(folder):
    folder.save("nl/faq/vraag.md")
    for source in ("_oud/faq/a.md", "_oud/b.md", "nl/_drafts/c.markdown", "nl/faq/_d.md", "nl/_includes/e.html"):
        folder.write(source, "Tekst.")

    reading = read(folder)

    assert (ids(reading), reading.problems) == (["nl/faq/vraag"], ())
    assert [(remark.said.key, remark.what) for remark in reading.remarks] == [
        ("set_aside", "_oud/ (2)"), ("set_aside", "nl/_drafts/ (1)"), ("set_aside", "nl/faq/_d.md")
    ]  # fmt: skip


def test_pages_of_other_tools_are_read_whatever_their_suffix(folder):
    for name in ("a.markdown", "b.mdx", "c.MD", "d.Markdown", "e.qmd", "f.Rmd", "_index.md", "index.md"):
        folder.write(f"nl/faq/{name}", f"# Over {len(name)} {name}\nTekst.")

    reading = read(folder)

    assert [entry.id for entry in reading.entries] == [
        f"faq/{name}" for name in ("_index", "a", "b", "c", "d", "e", "f", "index")
    ]
    assert reading.problems == ()


def test_two_files_with_one_name_are_a_problem_and_one_is_shown(folder):
    folder.save("nl/faq/a.md", body="Een.")
    folder.save("nl/faq/a.mdx", body="Twee.", title="Iets anders")

    reading = read(folder)

    assert [(entry.source, entry.body) for entry in reading.entries] == [("nl/faq/a.md", "Een.")]
    assert [str(problem) for problem in reading.problems] == [
        "nl/faq/a.mdx:1: this has the same name as nl/faq/a.md, and only one of the two is shown; give it another name"
    ]


def test_what_lies_beside_the_pages_of_another_tool_is_no_problem(folder):
    folder.save("nl/faq/a.md")
    for name in ("b.png", "c.css", "sidebar.json", "d.YML"):
        folder.write(f"nl/faq/{name}", b"\x89")

    reading = read(folder)

    assert reading.problems == ()
    assert sorted(remark.what for remark in reading.remarks) == [".css", ".json", ".png", ".yml"]


@pytest.mark.parametrize("front", ["draft: true", "published: false", "hidden: true"])
def test_a_page_that_another_tool_would_not_show_is_not_shown_and_is_counted(folder, front: str):
    folder.save("nl/faq/a.md")
    folder.write("nl/faq/b.md", f"---\ntitle: B\n{front}\n---\nGeheim.")

    reading = read(folder)

    assert (ids(reading), reading.problems) == (["nl/faq/a"], ())
    assert [(remark.said.key, remark.what) for remark in reading.remarks] == [("not_shown", front)]


def test_a_folder_without_entries_is_a_problem(folder):
    folder.write("nl/.gitkeep", "")

    reading = read(folder)

    message = notice("no_entries")
    assert reading == Reading((), (Problem(str(folder.root), 1, message),))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param({"title": "Wie meldt?"}, "2: the title is that of nl/faq/a.md too; make them differ", id="title"),
        pytest.param(
            {"title": "wie  méldt"},
            "2: the title is that of nl/faq/a.md too; make them differ",
            id="title but for accents",
        ),
        pytest.param(
            {"title": "B", "asks": ["x", "Wie meldt"]},
            "5: 'Wie meldt' stands in nl/faq/a.md too; keep it in one",
            id="title as ask",
        ),
        pytest.param(
            {"title": "B", "asks": ["x", "melden?"]}, "5: 'melden?' stands in nl/faq/a.md too; keep it in one", id="ask"
        ),
    ],
)
def test_a_text_under_two_entries_is_a_problem(folder, other: dict, expected: str):
    folder.save("nl/faq/a.md", title="Wie meldt?", asks=["melden"])
    folder.save("nl/faq/b.md", **other)

    reading = read(folder)

    assert ids(reading) == ["nl/faq/a", "nl/faq/b"]
    assert [str(problem) for problem in reading.problems] == [f"nl/faq/b.md:{expected}"]


def test_an_ask_that_is_the_title_of_a_later_entry_is_a_problem(folder):
    folder.save("nl/faq/a.md", title="A", asks=["wie meldt"])
    folder.save("nl/faq/b.md", title="Wie meldt?")

    assert problems(folder) == ["nl/faq/a.md:4: 'wie meldt' stands in nl/faq/b.md too; keep it in one"]


def test_languages_may_share_texts(folder):
    folder.save("nl/faq/a.md", title="Skills?", asks=["skills lab"])
    folder.save("en/faq/a.md", title="Skills?", asks=["skills lab"])
    folder.save("en/faq/b.md", title="Skills lab in NL")

    assert problems(folder) == []


@pytest.mark.parametrize(
    ("see", "expected"),
    [
        pytest.param(["faq/b"], [], id="another entry"),
        pytest.param(["faq/engels"], [], id="an entry in another language"),
        pytest.param(
            ["faq/b", "faq/weg"],
            ["5: see 'faq/weg' leads to no entry; did you mean 'faq/engels'?"],
            id="nowhere",
        ),
        pytest.param(
            ["nl/faq/b"],
            ["4: see 'nl/faq/b' leads to no entry; did you mean 'faq/b'?"],
            id="with its language",
        ),
        pytest.param(
            ["faq/b.md"],
            ["4: see 'faq/b.md' leads to no entry; did you mean 'faq/b'?"],
            id="with its suffix",
        ),
        pytest.param(["faq/a"], ["4: see names the entry itself; take it out"], id="itself"),
        pytest.param(
            ["faq/weg", "faq/weg"],
            ["5: see 'faq/weg' leads to no entry; did you mean 'faq/engels'?"],
            id="twice",
        ),
    ],
)
def test_see_leads_to_another_entry(folder, see: list[str], expected: list[str]):
    folder.save("nl/faq/a.md", see=see)
    folder.save("nl/faq/b.md")
    folder.save("en/faq/engels.md")

    assert problems(folder) == [f"nl/faq/a.md:{problem}" for problem in expected]


def test_problems_come_by_file_and_line(folder):
    folder.save("nl/faq/b.md", title="B", sources="x", topics=["X"])
    folder.save("nl/faq/a.md", title="A", see=["faq/weg"], certainty="zeker")
    folder.write("zomaar.txt", "")

    assert problems(folder) == [
        "nl/faq/a.md:4: see 'faq/weg' leads to no entry; did you mean 'faq/b'?",
        "nl/faq/a.md:5: certainty 'zeker' is none of sure, likely, unconfirmed",
        "nl/faq/b.md:3: source 'x' is not a link; write \"[who: what (date)](https://…)\"",
        "nl/faq/b.md:5: 'X' is not in topics.toml",
        "zomaar.txt:1: a file outside the language folders is not read; move it into nl/faq/ or the like",
    ]


@pytest.mark.parametrize(
    ("saved", "checked"),
    [
        (datetime(2026, 11, 1, 12, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2027, 5, 1, tzinfo=UTC), DAY),
        (datetime(1970, 1, 1, tzinfo=UTC), date(1970, 1, 1)),
    ],
    ids=["the day it was saved", "as told in the Netherlands", "never later than today", "epoch"],
)
def test_an_entry_without_checked_has_the_date_of_its_file(folder, saved: datetime, checked: date):
    path = folder.save("nl/faq/a.md")
    os.utime(path, (saved.timestamp(), saved.timestamp()))

    assert [entry.checked for entry in read(folder).entries] == [checked]


def test_the_day_is_today_unless_given(folder):
    folder.save("nl/faq/a.md", checked=str(today()))

    assert read_folder(folder.root).problems == ()
