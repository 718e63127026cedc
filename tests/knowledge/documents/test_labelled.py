"""Lines that only say "Vraag 3" or "Antwoord" go, and what they label is a question and its answer."""

import pytest

from knowledge.documents.blocks import ROW_LEVEL, Block, markdown_blocks, table_blocks
from knowledge.documents.labelled import without_label_lines
from knowledge.documents.labels import labels_answer, labels_question


def settled(markdown: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in without_label_lines(markdown_blocks(markdown)[0])]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "**Vraag 1**\n\nWie meldt?\n\n**Antwoord**\n\nDe school.\n\n**Vraag 2**\n\nIk ben laat\n\n**Antwoord**\n\nBel.",
            [(ROW_LEVEL, "Wie meldt?"), (0, "De school."), (ROW_LEVEL, "Ik ben laat"), (0, "Bel.")],
        ),
        (
            "## Vraag 1\nWie meldt?\n\nDe school.\n## Vraag 2\n\nWanneer?\n\nOp tijd.",
            [(2, "Wie meldt?"), (0, "De school."), (2, "Wanneer?"), (0, "Op tijd.")],
        ),
        (
            "## Wie meldt?\n### Antwoord\nDe school.\n## Wanneer?\n### Antwoord:\nOp tijd.",
            [(2, "Wie meldt?"), (0, "De school."), (2, "Wanneer?"), (0, "Op tijd.")],
        ),
    ],
    ids=["bold lines", "headings", "answers alone"],
)
def test_a_line_that_only_labels_goes_and_the_question_is_a_heading(markdown: str, expected: list[tuple[int, str]]):
    assert settled(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "## Vraag 1\n\nWat is 2 + 2?\n\n## Vraag 2\n\nWat is 3 + 3?",
        "## Vraag\n\nWie meldt?\n\n## Antwoord\n\nDe school.",
        "## Antwoord\n\nGeen.\n\n## Vraag 4\n\n## Vraag 5",
        "## Vraag 1\n\nLees eerst.\n\nWat staat er?\n\n## Vraag 2\n\nReken.\n\nHoeveel?",
        "Antwoord\n\nEerst.\n\nLos.\n\nAntwoord\n\nDan.",
    ],
    ids=["an exam", "once", "without questions", "told what to do", "behind no question"],
)
def test_labels_that_label_no_question_with_an_answer_stay(markdown: str):
    assert settled(markdown) == [(block.level, block.text) for block in markdown_blocks(markdown)[0]]


@pytest.mark.parametrize("label", ["Vraag", "vraag 12:", "Question 3", "V1.", "**Vraag 2**"])
def test_what_labels_a_question_is_known(label: str):
    assert (labels_question(label), labels_answer(label)) == (True, False)


@pytest.mark.parametrize("text", ["Veelgestelde vragen", "Vraag en aanbod", "V", "Antwoordmodel", "Vraag 3: wie?", ""])
def test_what_says_more_is_no_label(text: str):
    assert (labels_question(text), labels_answer(text)) == (False, False)


def test_a_table_that_names_questions_and_answers_at_the_left_has_them():
    rows = [["Vraag 1", "Wie meldt?"], ["Antwoord", "De school."], ["Bron", "De wet"], ["Vraag 2", "Wie nog meer?"], ["Antwoord", "U."]]  # fmt: skip

    assert list(table_blocks(rows)) == [
        Block("Wie meldt?", ROW_LEVEL), Block("De school.\n\nBron: De wet"), Block("Wie nog meer?", ROW_LEVEL), Block("U.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["Vraag", "Wie meldt?"], ["Vraag", "Wanneer?"]],
        [["Vraag", "Wie meldt?"], ["Antwoord", ""]],
        [["Vraag", "Aantal"], ["Appels", "3"]],
    ],
    ids=["without answers", "with an empty one", "of something else"],
)
def test_any_other_table_is_a_list(rows: list[list[str]]):
    assert [block.level for block in table_blocks(rows)] == [0]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("## V1. Wie meldt?\nA1. De school.", [(2, "V1. Wie meldt?"), (0, "De school.")]),
        ("**Vraag 12: Wie meldt?**\n\n**Antwoord 12:** Wij.", [(0, "Vraag 12: Wie meldt?"), (0, "Wij.")]),
        ("## V1. Welke weg?\nA12. Neem afslag 3.", [(2, "V1. Welke weg?"), (0, "A12. Neem afslag 3.")]),
        ("## Welke weg?\nA12. Neem afslag 3.", [(2, "Welke weg?"), (0, "A12. Neem afslag 3.")]),
    ],
    ids=["letters", "words", "a road", "no number"],
)
def test_an_answer_loses_the_label_that_has_its_questions_number(markdown: str, expected: list[tuple[int, str]]):
    assert settled(markdown) == expected
