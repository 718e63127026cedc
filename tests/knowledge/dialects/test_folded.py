"""Questions of which the answer folds out are sections, however a tool writes them; notes that fold out stay notes."""

import pytest

from knowledge.dialects.unfolding import unfold
from knowledge.entry_file import has_parts
from knowledge.passages import sections
from tests.growth import grows_by_the_line


def ways(text: str) -> list[tuple[str, ...]]:
    return [section.way for section in sections(unfold(text, "nl").text)]


@pytest.mark.parametrize(
    "text",
    [
        '## Huren\n??? faq "Wie mag huren?"\n    Elk lid.\n\n    Ook wie pas kwam.\n???+ question "Wat kost het?"\n\n    Niets.\n',
        "## Huren\n::: details Wie mag huren?\nElk lid.\n\nOok wie pas kwam.\n:::\n\n::: details Wat kost het?\nNiets.\n:::\n",
        "## Huren\n> [!faq]- Wie mag huren?\n> Elk lid.\n>\n> Ook wie pas kwam.\n\n> [!question]+ Wat kost het?\n> Niets.\n",
    ],
    ids=["MkDocs", "VitePress", "Obsidian"],
)
def test_questions_that_fold_out_are_sections(text: str):
    found = unfold(text, "nl").text

    assert [(one.way, one.paragraphs) for one in sections(found)] == [
        (("Huren", "Wie mag huren?"), ("Elk lid.", "Ook wie pas kwam.")),
        (("Huren", "Wat kost het?"), ("Niets.",)),
    ]
    assert has_parts(found)


@pytest.mark.parametrize(
    "text",
    [
        '??? faq "Wie mag huren?"\n    Elk lid.\n',
        '??? note "Meer weten"\n    a\n??? note "Nog meer"\n    b\n',
        '??? faq "Wie?"\n    Elk lid.\n\nEn verder hoort dit nergens bij.\n\n??? faq "Wat?"\n    Niets.\n',
        '??? faq "Wie?"\n??? faq "Wat?"\n',
        "::: details Wie?\na\n\n::: details Wat?\nb\n",
        '!!! faq "Wie?"\n    a\n!!! faq "Wat?"\n    b\n',
    ],
    ids=["one alone", "no questions", "text behind one", "without answers", "not closed", "does not fold"],
)
def test_others_make_no_section(text: str):
    assert ways(text) == [()]


def test_lines_keep_their_numbers_and_code_within_an_answer_stays_code():
    text = 'a\n\n??? faq "Wie?"\n    ```\n    x = 1\n    ```\n\n??? faq "Wat?"\n    Niets.\n'
    found = unfold(text, "nl")

    rows = {line: found.line_before(row) for row, line in enumerate(found.text.split("\n"), 1) if line}
    assert rows == {"a": 1, "## Wie?": 3, "```": 6, "x = 1": 5, "## Wat?": 8, "Niets.": 9}


@pytest.mark.parametrize("part", ["::: details a?\n", '??? faq "a?"\n', "> [!faq]- a?\n", '??? faq "a?"\n    b\n'])
def test_what_folds_out_takes_no_longer_by_the_line(part: str):
    assert grows_by_the_line(lambda size: unfold(part * (size // len(part)), "nl"), 40_000)
