"""Lines that look like headings are such where a document has no others."""

import pytest

from knowledge.documents.by_looks import Look, days_under_titles, levels

TEXT = "Een gewone zin die zegt hoe laat het gebouw open is, en hoe laat het weer dichtgaat."


def look(text: str, size: float = 11, *, bold: bool = False, alone: bool = True) -> Look:
    return Look(text, size, bold, alone)


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([look("Titel", 20), look(TEXT), look("Kop", 14), look(TEXT)], [1, 0, 2, 0]),
        ([look("Titel", 20), look(TEXT), look("Kop", bold=True), look(TEXT)], [1, 0, 2, 0]),
        ([look("Kop", bold=True), look(TEXT), look("Kop", bold=True), look(TEXT)], [0, 0, 0, 0]),
        ([look("Let op: dit is geen kop.", 20), look(TEXT)], [0, 0]),
        ([look("Cel", 20, alone=False), look(TEXT)], [0, 0]),
        ([look("Net iets groter", 12), look(TEXT)], [0, 0]),
        ([look("Een affiche", 20), look("met groot erop", 30), look("En dit klein erbij", 8)], [0, 0, 0]),
        ([], []),
    ],
    ids=["two sizes", "larger and bold", "bold alone", "a sentence", "in a table", "hardly larger", "large all over", "nothing"],
)  # fmt: skip
def test_a_line_in_larger_letters_heads_what_stands_under_it(looks: list[Look], expected: list[int]):
    assert levels(looks) == expected


@pytest.mark.parametrize(
    ("day", "hour", "rows"),
    [
        ("maandag 3 maart 2025", "14:05", [1, 2]),
        ("Monday, March 3, 2025", "2:05 PM", [1, 2]),
        ("maandag 3 maart 2025", "Om 14:05", []),
        ("Vandaag", "14:05", []),
    ],
)
def test_the_day_and_the_hour_under_the_title_of_a_page_are_known(day: str, hour: str, rows: list[int]):
    looks = [look("Titel", 20), look(day, 10), look(hour, 10), look(TEXT)]

    assert days_under_titles(looks, levels(looks)) == rows
