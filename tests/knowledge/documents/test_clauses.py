"""Documents taken apart into clauses: word for word, each with where it stands."""

import pytest

from knowledge.documents.clauses import Clause, clauses_of, sentences
from knowledge.documents.reading import markdown_document


def clauses(text: str) -> tuple[Clause, ...]:
    return clauses_of(markdown_document(text, "nl").blocks).found


def test_articles_lists_and_tables_are_clauses_with_their_headings():
    text = """# Overeenkomst

Artikel 1. Duur

1. De overeenkomst loopt vier jaar. Zij kan jaarlijks worden opgezegd door elk der partijen.

De school zorgt voor:

- begeleiding van alle leerlingen

| Onderwerp | Afspraak |
|---|---|
| Vervoer | Pendelbus |
"""
    assert clauses(text) == (
        Clause("De overeenkomst loopt vier jaar.", "Overeenkomst › Artikel 1. Duur"),
        Clause("Zij kan jaarlijks worden opgezegd door elk der partijen.", "Overeenkomst › Artikel 1. Duur"),
        Clause("De school zorgt voor:", "Overeenkomst › Artikel 1. Duur"),
        Clause("begeleiding van alle leerlingen", "Overeenkomst › Artikel 1. Duur", "De school zorgt voor:"),
        Clause("Onderwerp · Afspraak", "Overeenkomst › Artikel 1. Duur"),
        Clause("Vervoer · Pendelbus", "Overeenkomst › Artikel 1. Duur"),
    )


def test_question_over_an_answer_is_what_it_stands_under():
    assert clauses("Wie betaalt?\n\nDe school betaalt de bus en het mbo betaalt het materiaal.") == (
        Clause("De school betaalt de bus en het mbo betaalt het materiaal.", "Wie betaalt?"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zie art. 3 van de wet, bijv. over dhr. Jansen en lid 2. Dat mag.", 1),
        ("De eerste zin is lang genoeg om alleen te staan. De tweede zin is dat trouwens ook.", 2),
        ("Ja. Dat is goed.", 1),
        ("woord " * 150, 3),
    ],
)
def test_sentences_end_where_they_do(text: str, expected: int):
    found = list(sentences(text))

    assert len(found) == expected
    assert " ".join(found) == text.strip()


def test_wrapped_lines_are_one_paragraph():
    assert [one.text for one in clauses("De school en het mbo\nzorgen samen voor de leerling.")] == [
        "De school en het mbo zorgen samen voor de leerling."
    ]


def test_cell_of_a_table_with_named_columns_is_looked_at_with_its_name_and_quoted_with_its_row():
    text = """| Leerjaar | Staat bij | Lesdag op het mbo | Wie |
|---|---|---|---|
| 3 | vmbo | vrijdag | allen |
| 4 | | donderdag | allen |
"""
    third, fourth = "3 · vmbo · vrijdag · allen", "4 · donderdag · allen"
    assert clauses(text) == (
        Clause(third),
        Clause(third, cell="Staat bij: vmbo (Leerjaar 3)"),
        Clause(third, cell="Lesdag op het mbo: vrijdag (Leerjaar 3)"),
        Clause(fourth),
        Clause(fourth, cell="Lesdag op het mbo: donderdag (Leerjaar 4)"),
    )


@pytest.mark.parametrize("first", ["1 | Vervoer | Pendelbus", "Vervoer | Pendelbus, elke dag | vmbo", "Kosten | | € 5"])
def test_first_row_that_names_no_columns_is_a_row(first: str):
    found = clauses(f"| {first} |\n|---|---|---|\n| 2 | Geld | ieder de helft |\n")

    assert [one.text for one in found] == [
        " · ".join(part.strip() or "–" for part in first.split("|")),
        "2 · Geld · ieder de helft",
    ]
    assert {one.cell for one in found} == {""}


@pytest.mark.parametrize("names", ["Nr | Waarover | Wat we doen | Wie", "Nr | Onderwerp | Afspraak | Door"])
def test_row_whose_topic_stands_behind_a_number_says_of_itself_what_it_is_about(names: str):
    row = "2 · Vervoer · Met de bus. Bij sneeuw met de trein. · mentor"
    found = clauses(f"| {names} |\n|---|---|---|---|\n| {row.replace(' · ', ' | ')} |\n")
    assert found[-1] == Clause(row)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Leerlingen gaan door in de opleiding Kok, niveau 2. De scholen plannen dat samen in.",
            ["Leerlingen gaan door in de opleiding Kok, niveau 2.", "De scholen plannen dat samen in."],
        ),
        (
            "De kosten worden gedeeld volgens artikel 3. De scholen rekenen in maart af.",
            ["De kosten worden gedeeld volgens artikel 3. De scholen rekenen in maart af."],
        ),
    ],
)
def test_number_ends_a_sentence_where_it_is_none_of_an_article(text: str, expected: list[str]):
    assert list(sentences(text)) == expected


def test_bold_words_in_front_of_a_paragraph_end_what_a_bold_line_began():
    """What came after "Wat wij niet doen" was taken for what is left out, to the end of the agreement."""
    text = """# Samen varen

**Wat wij niet doen**

- Geschillen regelen

**Hoe lang.** Tot en met 30 juni.

Getekend te Dordrecht.
"""
    assert [(one.text, one.heading) for one in clauses(text)] == [
        ("Geschillen regelen", "Samen varen › Wat wij niet doen"),
        ("Hoe lang. Tot en met 30 juni.", "Samen varen"),
        ("Getekend te Dordrecht.", "Samen varen"),
    ]
