import errno
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.content_file import MAX_BYTES, today
from knowledge.entry import Problem, Reading
from knowledge.entry_links import led, words_of_links
from knowledge.folder import by_language, keep_last_good, read_folder
from knowledge.notices import notice

DAY = date(2026, 11, 22)
PLAIN = "---\ntitle: Één vraag?\nchecked: 2026-11-01\n---\nHet antwoord: ja.\n\nTweede alinea.\n"


def read(folder) -> Reading:
    return read_folder(folder.root, day=DAY)


def problems(folder) -> list[str]:
    return [str(problem) for problem in read(folder).problems]


def ids(reading: Reading) -> list[str]:
    return [f"{entry.lang}/{entry.id}" for entry in reading.entries]


def closed(path: Path) -> Path:
    """The path, made unreadable; skips where nothing is unreadable to whoever runs the tests."""
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.chmod(0o700)
        pytest.skip("whoever runs this, such as root, may read everything")
    return path


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


LINKING = """---
title: A
see: [faq/c]
---
Zie [b](b.md#kop), [de prijzen](../prijzen/index.md), [[Wat kost het?|dit]], [[C]], [weg](weg.md) en [ons](https://a.nl).
Ook [zo][1] en [[Alias]].

[1]: ./b.md
"""


def test_links_to_entries_are_given_an_address_or_keep_their_words():
    markdown = "Zie [b](entry:faq/b%20c), [zo][1], [1] en [ons](https://a.nl).\n\n[1]: entry:faq/d\n[2]: entry:\n\nEn [weg][2]."

    assert led(markdown, "https://b.nl/{}".format) == (
        "Zie [b](https://b.nl/faq/b c), [zo][1], [1] en [ons](https://a.nl).\n\n[1]: https://b.nl/faq/d\n\nEn weg."
    )
    assert words_of_links(markdown) == "Zie b, zo, 1 en [ons](https://a.nl).\n\n\nEn weg."


def test_a_link_to_another_page_leads_to_its_entry_and_one_to_none_keeps_its_words(folder):
    folder.write("nl/faq/a.md", LINKING)
    folder.save("nl/faq/b.md", title="B")
    folder.save("nl/faq/c.md", title="Wat kost het?")
    folder.save("nl/prijzen/index.md", title="Prijzen", aliases=["Alias"])

    reading = read(folder)

    assert (reading.entries[0].body, reading.problems) == (
        "Zie [b](entry:faq/b), [de prijzen](entry:prijzen/index), [dit](entry:faq/c), [C](entry:faq/c), weg en [ons](https://a.nl).\n"
        "Ook [zo][1] en [Alias](entry:prijzen/index).\n\n[1]: entry:faq/b",
        (),
    )
    assert reading.entries[0].see == ("faq/c", "faq/b", "prijzen/index")
    assert [(remark.source, remark.said.key, remark.what) for remark in reading.remarks] == [
        ("nl/faq/a.md", "links_not_followed", "weg.md")
    ]


@pytest.mark.parametrize("front", ["draft: true", "published: false", "hidden: true"])
def test_a_page_that_another_tool_would_not_show_is_not_shown_and_is_counted(folder, front: str):
    folder.save("nl/faq/a.md")
    folder.write("nl/faq/b.md", f"---\ntitle: B\n{front}\n---\nGeheim.")

    reading = read(folder)

    assert (ids(reading), reading.problems) == (["nl/faq/a"], ())
    assert [(remark.said.key, remark.what) for remark in reading.remarks] == [("not_shown", front)]


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


def test_reading_again_gives_the_same_reading(folder):
    folder.save("nl/faq/a.md", sources="x")

    assert read(folder) == read(folder)


def test_a_broken_file_keeps_its_last_good_version(folder):
    folder.save("nl/faq/a.md", body="Oud.")
    folder.save("nl/faq/b.md", body="Oud.")
    previous = read(folder)
    folder.write("nl/faq/a.md", "---\ntitle: kapot\n")
    folder.save("nl/faq/b.md", body="Nieuw.")
    reading = read(folder)

    kept = keep_last_good(reading, previous)

    message = notice("front_not_closed", fence="---")
    assert kept.entries == (previous.entries[0], *reading.entries)
    assert [entry.body for entry in kept.entries] == ["Oud.", "Nieuw."]
    assert kept.problems == (Problem("nl/faq/a.md", 1, message),)


def test_a_file_that_stays_broken_keeps_its_last_good_version(folder):
    folder.save("nl/faq/a.md")
    folder.save("nl/faq/b.md")
    previous = read(folder)
    folder.write("nl/faq/a.md", "")

    once = keep_last_good(read(folder), previous)
    twice = keep_last_good(read(folder), once)

    assert once == twice
    assert ids(twice) == ["nl/faq/a", "nl/faq/b"]


def test_the_only_file_keeps_its_last_good_version_when_broken(folder):
    """The folder is not empty then, and admins are not told that it is."""
    folder.save("nl/faq/a.md")
    previous = read(folder)
    folder.write("nl/faq/a.md", "")

    kept = keep_last_good(read(folder), previous)

    message = notice("file_empty")
    assert kept == Reading(previous.entries, (Problem("nl/faq/a.md", 1, message),))


def test_a_file_with_problems_that_reads_is_served_as_it_is(folder):
    folder.save("nl/faq/a.md", body="Oud.")
    previous = read(folder)
    folder.save("nl/faq/a.md", body="Nieuw.", sources="x")
    reading = read(folder)

    assert keep_last_good(reading, previous) == reading
    assert reading.entries[0].body == "Nieuw."


def test_a_mended_file_is_served_anew(folder):
    folder.save("nl/faq/a.md", body="Oud.")
    folder.save("nl/faq/b.md")
    first = read(folder)
    folder.write("nl/faq/a.md", "")
    second = keep_last_good(read(folder), first)
    folder.save("nl/faq/a.md", body="Nieuw.")
    third = read(folder)

    assert keep_last_good(third, second) == third
    assert [entry.body for entry in third.entries] == ["Nieuw.", "Antwoord."]


def test_a_deleted_file_is_gone(folder):
    path = folder.save("nl/faq/a.md")
    folder.save("nl/faq/b.md")
    previous = read(folder)
    path.unlink()
    reading = read(folder)

    kept = keep_last_good(reading, previous)

    assert (ids(kept), kept.problems) == (["nl/faq/b"], ())


def test_a_deleted_file_is_gone_while_another_is_broken(folder):
    path = folder.save("nl/faq/a.md")
    folder.save("nl/faq/b.md")
    previous = read(folder)
    path.unlink()
    folder.write("nl/faq/b.md", "")

    kept = keep_last_good(read(folder), previous)

    assert ids(kept) == ["nl/faq/b"]


def test_a_renamed_file_is_served_under_its_new_name(folder):
    path = folder.save("nl/faq/a.md", title="Vraag")
    previous = read(folder)
    path.rename(path.with_name("b.md"))

    kept = keep_last_good(read(folder), previous)

    assert (ids(kept), kept.problems) == (["nl/faq/b"], ())


def test_an_emptied_folder_is_reported_and_its_entries_stay_served(folder):
    paths = [folder.save("nl/faq/a.md"), folder.save("en/faq/a.md")]
    previous = read(folder)
    for path in paths:
        path.unlink()

    once = keep_last_good(read(folder), previous)
    twice = keep_last_good(read(folder), once)

    lost = Problem(".", 1, notice("folder_empty_or_gone", count=2))
    empty = Problem(str(folder.root), 1, notice("no_entries"))
    assert once == twice == Reading(previous.entries, (lost, empty))


def test_a_lost_folder_is_reported_and_its_entries_stay_served(folder):
    path = folder.save("kennis/nl/a.md")
    root = folder.root / "kennis"
    previous = read_folder(root, day=DAY)
    path.unlink()
    path.parent.rmdir()
    root.rmdir()

    kept = keep_last_good(read_folder(root, day=DAY), previous)

    lost = Problem(".", 1, notice("folder_empty_or_gone", count=1))
    gone = Problem(str(root), 1, notice("no_folder"))
    assert kept == Reading(previous.entries, (lost, gone))


@pytest.mark.parametrize(
    ("source", "kept"),
    [(".", ["nl/faq/a", "nl/gids/b"]), ("nl", ["nl/faq/a", "nl/gids/b"]), ("nl/gids", ["nl/gids/b"]), ("nl/gid", [])],
)
def test_entries_of_a_folder_that_no_longer_reads_stay_served(folder, source: str, kept: list[str]):
    folder.save("en/a.md")
    english = read(folder)
    folder.save("nl/faq/a.md")
    folder.save("nl/gids/b.md")
    previous = read(folder)
    reading = Reading(english.entries, (Problem(source, 1, notice("folder_unreadable", reason=notice("os_EIO"))),))

    actual = keep_last_good(reading, previous)

    assert (ids(actual), actual.problems) == (["en/a", *kept], reading.problems)


def test_an_empty_folder_at_the_start_is_no_loss(folder):
    reading = read(folder)

    assert keep_last_good(reading, Reading((), ())) == reading


PIECES = st.sampled_from(
    [b"---\n", b"\n---\n", b"title: ", b"asks:\n", b"  - ", b"see: [", b"]\n", b"sources: ['[a](", b")']\n", b"certainty: ", b"sure",
     b"checked: 2026-", b"people: ", b"minutes: ", b"[a](javascript:x)", b"<http://", b"[", b"](", b"# ", b"> ", b"```", b'"', b"&a *a",
     b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\r", b"\n", b"\xe9", b"\xe2\x80\xa8", b"\xc2\x85", b"{", b": ", b"\t", b"facts: F-03-05\n"]
)  # fmt: skip
FILES = st.binary(max_size=200) | st.lists(PIECES | st.binary(max_size=3), max_size=30).map(b"".join)
FILES |= FILES.map(lambda content: b"---\ntitle: x\n" + content) | FILES.map(
    lambda content: b"---\ntitle: x\n---\n" + content
)
FILES |= st.text().map(lambda text: text.encode("utf-16"))


@given(FILES)
def test_any_bytes_in_a_file_give_an_entry_or_are_told(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    path = tmp_path_factory.getbasetemp() / "bytes/nl/activities/spel.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

    reading = read_folder(path.parents[2], day=DAY)

    last = content.count(b"\n") + content.count(b"\r") + 2  # the line under the last, where an answer is missing
    assert [entry.source for entry in reading.entries] in ([], ["nl/activities/spel.md"])
    assert reading.entries or reading.problems or reading.remarks
    for problem in reading.problems:
        assert problem.source == "nl/activities/spel.md"
        assert 1 <= problem.line <= last
        assert str(problem).encode().count(b"\n") == 0


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(["nl/a.md", "nl/b.md", "en/a.md"]), FILES))
@example({"nl/a.md": b"#A"})
def test_whatever_happens_to_a_folder_what_was_good_is_served(
    tmp_path_factory: pytest.TempPathFactory, contents: dict[str, bytes]
):
    """Unless it is deleted, or made a page without text, while others stay."""
    root = tmp_path_factory.getbasetemp() / "folder"
    for source in ["nl/a.md", "nl/b.md", "en/a.md"]:
        (root / source).parent.mkdir(parents=True, exist_ok=True)
        (root / source).write_text(f"---\ntitle: {source}\n---\nAntwoord.")
    previous = read_folder(root, day=DAY)
    for source in ["nl/a.md", "nl/b.md", "en/a.md"]:
        (root / source).unlink()
    for source, content in contents.items():
        (root / source).write_bytes(content)

    reading = read_folder(root, day=DAY)
    kept = keep_last_good(reading, previous)

    without_text = {one.source for one in reading.remarks if one.said.key == "page_without_text"}
    stays = (contents.keys() - without_text) or {"nl/a.md", "nl/b.md", "en/a.md"}
    assert {entry.source for entry in kept.entries} == stays


def test_a_link_without_words_is_called_as_the_entry_is(folder):
    folder.write("nl/faq/a.md", "---\ntitle: A\n---\nZie [](b.md), [wat\nhet kost](b.md) en [](weg-naar-ons.md).")
    folder.save("nl/faq/b.md", title="Wat kost het?")

    assert read(folder).entries[0].body == (
        "Zie [Wat kost het?](entry:faq/b), [wat\nhet kost](entry:faq/b) en Weg naar ons."
    )
