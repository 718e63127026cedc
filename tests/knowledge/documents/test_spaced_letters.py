"""Headings whose letters a designer has set apart."""

import pytest

from knowledge.documents.reading import Limits, read_document
from tests.documents import pdf


def lines(drawn: str) -> str:
    """What is read of a page with this drawn on it."""
    made = pdf([[("Een gewone zin staat hier ook.", 11)]], more=[drawn])
    _, document, _ = read_document(made, "x.pdf", Limits())
    return "\n".join(block.text for block in document.blocks)


@pytest.mark.parametrize("apart", [2, 3, 4, 6])
def test_letters_that_stand_apart_are_words(apart: int):
    assert "ROUTE VMBO MBO" in lines(f"BT /F1 12 Tf {apart} Tc 60 600 Td (ROUTE VMBO MBO) Tj ET")


def test_single_letters_with_spaces_between_stay_apart():
    assert "A B C D E F" in lines("BT /F1 12 Tf 60 600 Td (A B C D E F) Tj ET")


def test_letters_over_columns_stay_apart():
    days = " ".join(f"BT /F1 12 Tf {60 + 40 * at} 600 Td ({day}) Tj ET" for at, day in enumerate("MDWDVZZ"))

    assert "MDWD" not in lines(days)
