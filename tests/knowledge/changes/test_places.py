import os
from pathlib import Path

import pytest

from knowledge.changes.change import EditError
from knowledge.changes.places import content, free_source, place, slug
from knowledge.content_file import MAX_BYTES

NO_PLACE = "is no place for an entry"


def refused(folder, source: str) -> str:
    with pytest.raises(EditError) as error:
        content(folder.root, source)
    return str(error.value)


@pytest.mark.parametrize(
    "source", ["nl/faq/vraag.md", "nl/vraag.md", "en/activities/groot/spel.md", "nl/faq/één vraag.md"]
)
def test_a_place_lies_in_the_folder(folder, source: str):
    assert place(folder.root, source) == folder.root / source


@pytest.mark.parametrize(
    "source",
    [
        "../nl/faq/a.md",
        "nl/../../a.md",
        "nl/faq/../../../a.md",
        "nl/./a.md",
        "/etc/nl/a.md",
        "/nl/faq/a.md",
        "nl//a.md",
        "nl/faq/",
        "nl",
        "a.md",
        "",
        "guides/nl/a.md",
        "NL/faq/a.md",
        "..\\..\\a.md",
        "nl\\faq\\a.md",
        "C:/nl/faq/a.md",
        "nl/faq/a.md:stream.md",
        "nl/faq/a\0.md",
        "nl/faq/a\n.md",
        "nl/faq/\u202egnp.md",
        "nl/faq/\udcff.md",
        "nl/faq/a?.md",
        "nl/faq/a*.md",
        'nl/faq/"a".md',
        "nl/.git/a.md",
        "nl/faq/.a.md",
        "nl/faq/_a.md",
        "nl/faq/~a.md",
        "nl/faq/a.md~",
        "nl/faq/a.tmp",
        "nl/faq/a.md ",
        "nl/faq /a.md",
        "nl/faq./a.md",
        "nl/faq/con.md",
        "nl/NUL/a.md",
        "nl/faq/lpt1.md",
        f"nl/faq/{'a' * 300}.md",
        f"nl/{'é' * 128}/a.md",
    ],
)
def test_a_path_that_leads_elsewhere_or_isnt_a_name_everywhere_is_refused(folder, source: str):
    folder.save("nl/faq/a.md")

    assert NO_PLACE in refused(folder, source)


def test_what_is_refused_is_said_in_a_sentence(folder):
    assert refused(folder, "../nl/a.md") == (
        "'../nl/a.md' is no place for an entry; write <language>/<section>/<name>.md, as nl/faq/vraag.md"
    )
    assert refused(folder, "nl/../a.md") == "'nl/../a.md' is no place for an entry: '..' leads elsewhere; leave it out"
    assert refused(folder, "nl/faq/a.docx") == "'nl/faq/a.docx' is no Markdown file; let its name end in .md"
    assert refused(folder, "nl/faq/a\n.md") == (
        "'nl/faq/a\\n.md' is no place for an entry: 'a\\n.md' has characters that not every computer allows; "
        "use letters, digits and -"
    )


def test_a_path_too_long_for_the_system_is_a_sentence(folder):
    source = "nl/" + "a/" * 2_500 + "a.md"

    assert "this can't be reached (File name too long)" in refused(folder, source)


def test_a_file_that_is_there_is_read_as_it_is(folder):
    folder.write("nl/faq/a.md", b"\xef\xbb\xbfa\r\nb")

    assert content(folder.root, "nl/faq/a.md") == b"\xef\xbb\xbfa\r\nb"
    assert content(folder.root, "nl/faq/b.md") is None
    assert content(folder.root, "en/nergens/b.md") is None


def test_links_are_neither_read_nor_written(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "a.md").write_text("geheim")
    folder.save("nl/faq/b.md")
    (folder.root / "nl/faq/a.md").symlink_to(elsewhere / "a.md")
    (folder.root / "nl/faq/leeg.md").symlink_to(elsewhere / "weg.md")
    (folder.root / "nl/map").symlink_to(elsewhere)
    (folder.root / "en").symlink_to(folder.root / "nl")

    assert [refused(folder, source) for source in ["nl/faq/a.md", "nl/faq/leeg.md", "nl/map/a.md", "en/faq/b.md"]] == [
        f"{source}: '{part}' is a link, and what it leads to is not written; put the file itself there"
        for source, part in [
            ("nl/faq/a.md", "a.md"),
            ("nl/faq/leeg.md", "leeg.md"),
            ("nl/map/a.md", "map"),
            ("en/faq/b.md", "en"),
        ]
    ]


def test_the_folder_itself_may_be_a_link(folder, tmp_path_factory):
    link = tmp_path_factory.mktemp("links") / "content"
    link.symlink_to(folder.root)
    folder.write("nl/faq/a.md", "x")

    assert content(link, "nl/faq/a.md") == b"x"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
def test_what_is_no_file_is_refused(folder):
    folder.save("nl/faq/b.md")
    os.mkfifo(folder.root / "nl/faq/pipe.md")
    (folder.root / "nl/faq/map.md").mkdir()

    assert refused(folder, "nl/faq/pipe.md") == "nl/faq/pipe.md: this is not an ordinary file; choose another name"
    assert refused(folder, "nl/faq/map.md") == "nl/faq/map.md: this is not an ordinary file; choose another name"
    assert refused(folder, "nl/faq/b.md/c.md") == (
        "nl/faq/b.md/c.md: 'b.md' is a file, not a folder; choose another section"
    )


def test_a_huge_file_is_refused(folder):
    folder.write("nl/faq/a.md", b"a" * (MAX_BYTES + 1))

    assert refused(folder, "nl/faq/a.md") == (
        "nl/faq/a.md: the file has more than 1 MB, which is not read; split it up"
    )


@pytest.mark.parametrize(
    ("there", "source"),
    [("nl/faq/Vraag.md", "nl/faq/vraag.md"), ("nl/faq/e\u0301.md", "nl/faq/é.md"), ("nl/FAQ/a.md", "nl/faq/a.md")],
)
def test_a_name_that_is_another_file_on_some_computers_alone_is_refused(folder, there: str, source: str):
    folder.save(there)
    if (folder.root / source).exists():
        pytest.skip("this file system takes both for one file")

    assert "already; write it just like that, or choose another name" in refused(folder, source)


def test_a_folder_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(EditError) as error:
        content(tmp_path / "weg", "nl/faq/a.md")

    assert str(error.value) == f"{tmp_path / 'weg'}: there is no such folder; set KNOWLEDGE_DIR to one"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Wie meldt de route?", "wie-meldt-de-route"),
        ("Eén café, 's avonds: € 5!", "een-cafe-s-avonds-5"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x", "c-windows-x"),
        ("???", "vraag"),
        ("日本語", "vraag"),
        ("\0\n", "vraag"),
        ("CON", "con-vraag"),
        ("a" * 100, "a" * 60),
        ("woord " * 20, "woord-" * 9 + "woord"),
    ],
)
def test_a_title_makes_a_safe_name(title: str, expected: str):
    assert slug(title) == expected


def test_a_new_entry_neither_overwrites_nor_translates_another(folder, tmp_path_factory):
    shared = tmp_path_factory.mktemp("shared")
    folder.save("en/faq/wie-meldt.md")
    (shared / "nl/faq").mkdir(parents=True)
    (shared / "nl/faq/wie-meldt-2.md").write_text("x")

    assert free_source([shared, folder.root], "nl", "faq", "Wie meldt?") == "nl/faq/wie-meldt-3.md"
    assert free_source([folder.root], "nl", "guidelines", "Wie meldt?") == "nl/guidelines/wie-meldt.md"


@pytest.mark.parametrize(("lang", "section"), [("..", "faq"), ("nl", ".."), ("nl", ""), ("nl", "../en"), ("nl", "a\nb"), ("Dutch", "faq")])  # fmt: skip
def test_a_new_entry_wants_a_language_and_a_section(folder, lang: str, section: str):
    with pytest.raises(EditError, match=NO_PLACE):
        free_source([folder.root], lang, section, "Wie meldt?")


def test_a_link_in_the_place_of_a_new_entry_counts_as_taken(folder):
    folder.save("nl/faq/b.md")
    (folder.root / "nl/faq/wie-meldt.md").symlink_to(Path("/nergens"))

    with pytest.raises(EditError, match="is a link"):
        free_source([folder.root], "nl", "faq", "Wie meldt?")
