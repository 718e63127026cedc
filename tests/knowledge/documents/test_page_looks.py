"""A page without headings is read by how its lines look."""

import pytest

from knowledge.documents.html_blocks import read_page
from knowledge.notices import notice

SENTENCE = "De deur is open van acht tot vier, ook op vrijdag en in de week voor de vakantie."


def p(text: str, points: float, more: str = "") -> str:
    return f"<p style='font-size:{points}pt;{more}'>{text}</p>"


def test_a_page_that_onenote_saved_has_its_title_and_its_parts():
    html = (
        f"<body><div><div>{p('Kantine', 20)}</div><div>{p('maandag 3 maart 2025', 10)}{p('14:05', 10)}</div>"
        f"<div>{p('<span style=font-weight:bold>Tijden</span>', 14)}{p(SENTENCE, 11)}"
        f"{p('<b>Betalen</b>', 11)}<ul><li style='font-size:11.0pt'>met pin</li></ul></div></div></body>"
    )

    page = read_page(html)

    assert [(block.level, block.text) for block in page.blocks] == [
        (1, "Kantine"), (2, "Tijden"), (0, SENTENCE), (3, "Betalen"), (0, "* met pin")
    ]  # fmt: skip
    assert page.notices == (notice("page_days", count=1),)


def test_a_page_with_headings_goes_by_those():
    page = read_page(f"<h2>Kop</h2>{p('Groot', 20)}{p(SENTENCE, 11)}")

    assert [block.level for block in page.blocks] == [2, 0, 0]


@pytest.mark.parametrize("size", ["1.2.3", "..5", ".", "9" * 5000])
def test_a_size_that_is_none_is_passed_over(size: str):
    page = read_page(f"{p('Kantine', 20)}<p style='font-size:{size}pt'>{SENTENCE}</p>")

    assert [(block.level, block.text) for block in page.blocks] == [(1, "Kantine"), (0, SENTENCE)]
