"""What about.toml says of a folder."""

from datetime import date

import pytest

from knowledge.about import FILE
from knowledge.entry import About, Subject
from knowledge.folder import read_folder
from knowledge.library import read_library
from tests.conftest import Folder

DAY = date(2026, 11, 27)
BOTH = """[nl]
name = "Stadsbibliotheek"
answers = "lenen en  lidmaatschap"
contact = "de balie"
examples = ["Wanneer open?", "Kan ik verlengen?"]

[en]
name = "City Library"
"""


def test_a_folder_says_what_it_is_about_in_each_language(folder: Folder):
    folder.save("nl/faq/a.md", checked="2026-11-01")
    folder.write(FILE, BOTH)

    reading = read_folder(folder.root, day=DAY)

    dutch = Subject("Stadsbibliotheek", "lenen en lidmaatschap", "de balie", ("Wanneer open?", "Kan ik verlengen?"))
    assert reading.about == About({"nl": dutch, "en": Subject("City Library")})
    assert (reading.problems, reading.remarks) == ((), ())


def test_a_language_that_is_not_there_is_told_in_the_first():
    about = About({"nl": Subject("Bieb"), "en": Subject("Library")})

    assert [about.said(lang).name for lang in ("en", "de")] == ["Library", "Bieb"]


def test_one_example_may_stand_without_a_list(folder: Folder):
    folder.save("nl/faq/a.md", checked="2026-11-01")
    folder.write(FILE, '[nl]\nexamples = "Wanneer  open?"')

    reading = read_folder(folder.root, day=DAY)

    assert (reading.about, reading.problems) == (About({"nl": Subject(examples=("Wanneer open?",))}), ())


@pytest.mark.parametrize(
    ("text", "line", "column", "quoted"),
    [
        ('[nl]\ncontact = "de balie"\n\n[en]\n  contact = 5', 5, 3, "  contact = 5"),
        ('[nl]\nname = "Bieb', 2, 1, 'name = "Bieb'),
        ('[NL]\nname = "Bieb"', 1, 1, "[NL]"),
    ],
    ids=["in the second language", "no TOML", "no language"],
)  # fmt: skip
def test_a_fault_points_at_its_place(folder: Folder, text: str, line: int, column: int, quoted: str):
    folder.save("nl/faq/a.md", checked="2026-11-01")
    folder.write(FILE, text)

    (problem,) = read_folder(folder.root, day=DAY).problems

    assert (problem.line, problem.column, problem.quoted) == (line, column, quoted)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[nl]\nname = "Bieb"\nnaam = "x"', 3, "onbekende sleutel 'naam'; bekend zijn name, answers, contact, examples"),
        ('name = "Bieb"', 1, "'name' is geen taal; zet alles onder [nl] of [en]"),
        ('[nl]\n\nexamples = [1]', 3, "'examples' is geen tekst; schrijf die tussen aanhalingstekens (en examples als lijst)"),
        (f'[nl]\nanswers = "{"x" * 201}"', 2, "'answers' is langer dan 200 tekens; maak het korter"),
        ('[nl]\nname = Bieb', 2, "dit kan ik niet lezen als `sleutel = waarde` (TOML); kijk naar de aanhalingstekens op deze regel"),
    ],
    ids=["unknown key", "no language", "no text", "too long", "no TOML"],
)  # fmt: skip
def test_a_fault_is_said_with_its_line(folder: Folder, text: str, line: int, message: str, line_end: str):
    folder.save("nl/faq/a.md", checked="2026-11-01")
    folder.write(FILE, text.replace("\n", line_end))

    (problem,) = read_folder(folder.root, day=DAY).problems

    assert problem.say("nl") == f"{FILE}:{line}: {message}"


def test_of_several_folders_the_last_that_says_it_has_the_word(folder: Folder):
    for name, text in (("one", '[nl]\nname = "Een"'), ("two", '[nl]\nname = "Twee"'), ("three", "")):
        folder.save(f"{name}/nl/faq/{name}.md", checked="2026-11-01")
        if text:
            folder.write(f"{name}/{FILE}", text)

    library = read_library([folder.root / name for name in ("one", "two", "three")], day=DAY)

    assert library.about == About({"nl": Subject("Twee")})
