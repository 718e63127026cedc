"""Tables with questions and answers in several parts: beside each other, under headings that return, in sheets of their own."""

from collections.abc import Sequence

import pytest

from knowledge.documents.blocks import Block
from knowledge.documents.columns import columns_of, side_by_side
from knowledge.documents.drafts import make_drafts
from knowledge.documents.reading import Limits, read_document
from knowledge.notices import notice
from tests.documents import docx, word_table, xlsx
from tests.knowledge.documents.test_open_sheets import cells, ods, row, sheet
from tests.knowledge.documents.test_sheets import DAY, imported

ROWS = [
    ["Vraag", "Antwoord", "Vraag", "Antwoord"],
    ["Wat kost zwemmen?", "Vijf euro.", "Wanneer is het zwembad open?", "Om negen uur."],
    ["Mag mijn hond mee?", "Nee.", "", ""],
]


def html(rows: Sequence[Sequence[str]]) -> bytes:
    lines = ("".join(f"<td>{cell}</td>" for cell in cells) for cells in rows)
    return f"<html><body><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></body></html>".encode()


def written(rows: Sequence[Sequence[str]], kind: str) -> bytes:
    match kind:
        case "xlsx":
            return xlsx({"FAQ": rows})
        case "ods":
            return ods(sheet(*(row(*cells(*texts)) for texts in rows)))
        case "csv":
            return "\n".join(map(";".join, rows)).encode()
        case "docx":
            return docx(word_table(rows))
    return html(rows)


def entries(data: bytes, kind: str) -> list[tuple[str, str]]:
    """The title and the first line of each entry."""
    document = read_document(data, f"lijst.{kind}", Limits())[1]
    texts = [draft.text.split("---\n") for draft in make_drafts(document, f"lijst.{kind}", DAY, max_drafts=50).drafts]
    return [(front.split('"')[1], body.split("\n")[0]) for _, front, body in texts]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv", "docx", "html"])
def test_questions_and_answers_side_by_side_are_entries_each(kind: str):
    assert sorted(entries(written(ROWS, kind), kind)) == [
        ("Mag mijn hond mee?", "Nee."),
        ("Wanneer is het zwembad open?", "Om negen uur."),
        ("Wat kost zwemmen?", "Vijf euro."),
    ]


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (["Vraag", "Antwoord", "Vraag", "Antwoord"], [{0, 1}, {2, 3}]),
        (["Vraag 1", "Antwoord 1", "Bron 1", "Vraag 2", "Antwoord 2", "Bron 2"], [{0, 1, 2}, {3, 4, 5}]),
        (["Nr", "Vraag", "Antwoord", "Nr", "Vraag", "Antwoord"], [{0, 1, 2}, {3, 4, 5}]),
        (["Thema", "Vraag", "Antwoord", "Vraag", "Antwoord"], [{0, 1, 2}, {0, 3, 4}]),
        (["Vraag", "Antwoord", "", "Vraag", "Antwoord", "Bron"], [{0, 1, 2}, {3, 4, 5}]),
        (["Question", "Answer", "Vraag", "Antwoord"], []),
        (["Vraag NL", "Antwoord NL", "Vraag EN", "Antwoord EN"], []),
        (["Vraag", "Antwoord", "Vraag (kort)", "Antwoord (kort)"], []),
        (["Vraag", "Vraag", "Antwoord"], []),
        (["Vraag", "Antwoord 1", "Antwoord 2"], []),
        (["Vraag 1", "Antwoord", "Vraag 2"], []),
    ],
)
def test_a_table_is_in_parts_where_its_headings_return(names: list[str], parts: list[set[int]]):
    assert side_by_side([["Vragen"], names, ["a"] * len(names)]) == [frozenset(one) for one in parts]


@pytest.mark.parametrize(
    ("names", "lang", "expected"),
    [
        (["Question", "Answer", "Vraag", "Antwoord"], "nl", (2, 3)),
        (["Question", "Answer", "Vraag", "Antwoord"], "en", (0, 1)),
        (["Vraag", "Question", "Antwoord", "Answer"], "nl", (0, 2)),
        (["Vraag", "Antwoord", "Answer"], "en", (0, 1)),
        (["Vraag", "Answer"], "nl", (0, 1)),
    ],
)
def test_question_and_answer_are_in_one_language(names: list[str], lang: str, expected: tuple[int, int]):
    found = columns_of(
        [names, ["een heel lange tekst" if name in ("Answer", "Question") else "a" for name in names]], lang
    )

    assert found
    assert (found.question, found.answer) == expected


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv", "docx", "html"])
def test_headings_that_return_within_a_table_make_no_entry(kind: str):
    rows = [
        ["Vraag", "Antwoord"],
        ["Wat kost zwemmen?", "Vijf euro."],
        ["Vraag", "Antwoord"],
        ["Antwoord", "Een antwoord zegt wat u wilt weten."],
        ["Mag mijn hond mee?", "Nee."],
    ]

    assert entries(written(rows, kind), kind) == [
        ("Wat kost zwemmen?", "Vijf euro."),
        ("Antwoord", "Een antwoord zegt wat u wilt weten."),
        ("Mag mijn hond mee?", "Nee."),
    ]


def test_what_stands_over_the_last_rows_of_a_sheet_is_not_over_the_next_sheet():
    one = [
        ["Vraag", "Antwoord"],
        ["Prijzen", ""],
        ["Wat kost zwemmen?", "Vijf euro."],
        ["Honden", ""],
        ["Mag mijn hond mee?", "Nee."],
    ]
    two = [["Vraag", "Antwoord"], ["Wie is de baas?", "De raad."]]

    bodies = [draft.text.split("---\n")[2] for draft in imported(xlsx({"Een": one, "Twee": two})).drafts]

    assert bodies == [
        "Vijf euro.\n\nUit “lijst.xlsx”, blad “Een”, rij 3, onder “Prijzen”.\n",
        "Nee.\n\nUit “lijst.xlsx”, blad “Een”, rij 5, onder “Honden”.\n",
        "De raad.\n\nUit “lijst.xlsx”, blad “Twee”, rij 2.\n",
    ]


def test_what_stands_over_all_parts_is_over_each_and_what_is_over_one_is_not_over_the_next():
    rows = [
        ["Vraag", "Antwoord", "Vraag", "Antwoord"],
        ["Is er koffie?", "Ja.", "Is er thee?", "Ja."],
        ["Prijzen", "", "", ""],
        ["Wat kost zwemmen?", "Vijf euro.", "Wat kost een les?", "Tien euro."],
    ]

    found = read_document(xlsx({"FAQ": rows}), "lijst.xlsx", Limits())[1].blocks
    bodies = [draft.text.split("---\n")[2].split("\n")[2] for draft in imported(xlsx({"FAQ": rows})).drafts]

    assert [block.text for block in found if isinstance(block, Block) and block.level] == [
        "Is er koffie?",
        "Prijzen",
        "Wat kost zwemmen?",
        "Is er thee?",
        "Prijzen",
        "Wat kost een les?",
    ]
    assert ["Prijzen" in body for body in bodies] == [False, True, False, True]
    assert notice("columns_left_out", names="Vraag, Antwoord") not in imported(xlsx({"FAQ": rows})).remarks


@pytest.mark.parametrize("tag", ["s", "del"])
def test_a_question_in_a_table_of_a_page_that_was_struck_out_takes_its_answer_along(tag: str):
    rows = [
        ["Vraag", "Antwoord"],
        ["Wat kost zwemmen?", "Vijf euro."],
        [f"<{tag}>Mag het?</{tag}>", "Ja."],
        [f"Is er <{tag}>gratis</{tag}> koffie?", f"<{tag}>Nee.</{tag}> Ja."],
    ]

    assert entries(html(rows), "html") == [("Wat kost zwemmen?", "Vijf euro."), ("Is er koffie?", "~~Nee.~~ Ja.")]


def test_a_heading_says_nothing_that_was_struck_out():
    page = "<body><h2>Is er <s>gratis</s> koffie?</h2><p>Ja.</p><h2>Mag het?</h2><p><s>Ja.</s> Nee.</p></body>"

    assert entries(page.encode(), "html") == [("Is er koffie?", "Ja."), ("Mag het?", "~~Ja.~~ Nee.")]


def test_what_was_struck_out_of_a_page_is_told():
    page = b"<table><tr><td>Vraag</td><td>Antwoord</td></tr><tr><td><s>Mag het?</s></td><td>Ja.</td></tr>"
    page += b"<tr><td>Kan het?</td><td>Nee.</td></tr></table>"

    found = make_drafts(read_document(page, "a.html", Limits())[1], "a.html", DAY, max_drafts=50)

    assert notice("struck_rows", text="Mag het?") in found.remarks
