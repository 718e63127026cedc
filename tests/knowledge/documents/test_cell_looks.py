"""What is struck out, or in letters that nobody sees, does not arrive as if it held."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo

from knowledge.documents.cell_looks import struck, without_struck
from knowledge.documents.drafts import make_drafts
from knowledge.documents.reading import Limits, read_document
from knowledge.notices import Notice, notice
from tests.documents import packed
from tests.knowledge.documents.test_open_sheets import cell, cells, ods, row, sheet
from tests.knowledge.documents.test_sheets import DAY

STRUCK = Font(strike=True)
WHITE = Font(color="FFFFFFFF")


def workbook(change: Callable[[Any], object]) -> bytes:
    """Three questions, of which something looks otherwise."""
    book = Workbook()
    for texts in (
        ["Vraag", "Antwoord"],
        ["Wat kost het?", "Vijf euro."],
        ["Mag het?", "Ja."],
        ["Kan het?", "Nee."],
    ):
        book.active.append(texts)
    book.active.title = "FAQ"
    change(book.active)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def read(data: bytes, kind: str = "xlsx") -> tuple[list[tuple[str, str]], list[Notice]]:
    """The title and the first line of each entry; what is told of cells."""
    document = read_document(data, f"lijst.{kind}", Limits())[1]
    found = make_drafts(document, f"lijst.{kind}", DAY, max_drafts=50)
    texts = [draft.text.split("---\n") for draft in found.drafts]
    told = [one for one in found.remarks if one.key in ("struck_out", "hidden_letters", "without_answer")]
    return [(front.split('"')[1], body.split("\n")[0]) for _, front, body in texts], told


PRICE, MAY, CAN = ("Wat kost het?", "Vijf euro."), ("Mag het?", "Ja."), ("Kan het?", "Nee.")


def test_a_row_that_was_struck_out_is_left_out_and_told():
    def change(page: Any) -> None:
        page["A3"].font = page["B3"].font = STRUCK

    told = notice("struck_out", sheet="FAQ", rows="3", count=2, text="Mag het? · Ja.")

    assert read(workbook(change)) == ([PRICE, CAN], [told])


def test_a_workbook_whose_looks_the_library_cant_read_still_says_what_was_struck_out():
    def change(page: Any) -> None:
        page["A3"].font = page["B3"].font = STRUCK

    with zipfile.ZipFile(BytesIO(workbook(change))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    odd = parts["xl/styles.xml"].replace(b'<family val="2"', b'<family val="99"')

    assert read(packed({**parts, "xl/styles.xml": odd}))[0] == [PRICE, CAN]


def test_the_answer_to_a_question_that_was_struck_out_is_none_to_the_one_above():
    def change(page: Any) -> None:
        page["A3"].font = STRUCK

    assert read(workbook(change)) == (
        [PRICE, CAN],
        [notice("struck_out", sheet="FAQ", rows="3", count=1, text="Mag het?")],
    )


def test_an_answer_that_was_struck_out_is_none():
    def change(page: Any) -> None:
        page["B3"].font = STRUCK

    assert read(workbook(change)) == (
        [PRICE, CAN],
        [notice("struck_out", sheet="FAQ", rows="3", count=1, text="Ja."), notice("without_answer", title="Mag het?")],
    )


def test_a_part_of_an_answer_that_was_struck_out_is_shown_so_and_of_a_question_left_out():
    gone = InlineFont(strike=True)

    def change(page: Any) -> None:
        page["A2"] = CellRichText("Wat kost ", TextBlock(gone, "zwemmen "), "het?")
        page["B2"] = CellRichText(TextBlock(gone, "Vier euro."), " Vijf euro.")
        page["B3"] = CellRichText(TextBlock(gone, "Ja."), TextBlock(gone, " Altijd."))
        page["B4"] = CellRichText(TextBlock(InlineFont(b=True), "Nee."))
        page["B4"].font = STRUCK

    assert read(workbook(change)) == (
        [("Wat kost het?", "~~Vier euro.~~ Vijf euro."), CAN],
        [
            notice("struck_out", sheet="FAQ", rows="3", count=1, text="Ja. Altijd."),
            notice("without_answer", title="Mag het?"),
        ],
    )


def test_a_part_of_a_text_within_its_cell_that_stands_raised_or_lowered_stays_so():
    def change(page: Any) -> None:
        small = [TextBlock(InlineFont(vertAlign=way), "2") for way in ("superscript", "subscript")]
        page["B3"] = CellRichText("10", small[0], ", H", small[1], "O")

    assert read(workbook(change)) == ([PRICE, ("Mag het?", "10², H₂O"), CAN], [])


def test_letters_in_the_colour_of_their_cell_are_left_out_and_told():
    def change(page: Any) -> None:
        page["A3"].font = page["B3"].font = WHITE
        page["C2"], page["C4"] = "code 4711", "code 4712"
        page["C2"].font = Font(color=Color(theme=0))
        page["C4"].font, page["C4"].fill = Font(color="FF0000FF"), PatternFill("solid", fgColor="FF0000FF")

    told = notice("hidden_letters", sheet="FAQ", rows="2, 3, 4", count=4, text="code 4711 · Mag het? · Ja. · code 4712")

    assert read(workbook(change)) == ([PRICE, CAN], [told])


def test_a_part_of_a_cell_that_nobody_sees_is_left_out():
    def change(page: Any) -> None:
        page["B3"] = CellRichText("Ja.", TextBlock(InlineFont(color="FFFFFFFF"), " Bel 4711."))

    assert read(workbook(change)) == (
        [PRICE, MAY, CAN],
        [notice("hidden_letters", sheet="FAQ", rows="3", count=1, text="Bel 4711.")],
    )


def on_blue(page: Any) -> None:
    for place in ("A3", "B3"):
        page[place].font, page[place].fill = WHITE, PatternFill("solid", fgColor="FF0000FF")


def in_a_table(page: Any) -> None:
    table = Table(
        displayName="Vragen", ref="A1:B4", tableStyleInfo=TableStyleInfo("TableStyleDark1", showRowStripes=True)
    )
    page.add_table(table)
    page["A1"].font = page["B1"].font = page["A3"].font = page["B3"].font = WHITE


def on_a_pattern(page: Any) -> None:
    page["A3"].font, page["A3"].fill = WHITE, PatternFill("darkGray")


def in_black_by_the_theme(page: Any) -> None:
    page["A3"].font = Font(color=Color(theme=1))


def a_little_darker(page: Any) -> None:
    page["A3"].font = Font(color=Color(theme=0, tint=-0.5))


@pytest.mark.parametrize("change", [on_blue, in_a_table, on_a_pattern, in_black_by_the_theme, a_little_darker])
def test_letters_that_are_seen_arrive(change: Callable[[Any], object]):
    assert read(workbook(change)) == ([PRICE, MAY, CAN], [])


LOOKS = """
<style:style style:name="Default" style:family="table-cell"><style:text-properties fo:color="#000000"/></style:style>
<style:style style:name="gone" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
<style:style style:name="gone2" style:family="table-cell" style:parent-style-name="gone"/>
<style:style style:name="kept" style:family="table-cell" style:parent-style-name="gone">
<style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="white" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="blue" style:family="table-cell" style:parent-style-name="white">
<style:table-cell-properties fo:background-color="#0000ff"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
"""


def styled(name: str, *texts: str) -> list[str]:
    return [cell(text, more=f'table:style-name="{name}"') for text in texts]


@pytest.mark.parametrize(
    ("name", "key"),
    [("gone", "struck_out"), ("gone2", "struck_out"), ("white", "hidden_letters"), ("kept", ""), ("blue", "")],
)
def test_looks_of_cells_in_calc_say_the_same(name: str, key: str):
    rows = (row(*cells("Vraag", "Antwoord")), row(*cells(*PRICE)), row(*styled(name, *MAY)), row(*cells(*CAN)))

    told = [notice(key, sheet="FAQ", rows="3", count=2, text="Mag het? · Ja.")] if key else []

    assert read(ods(sheet(*rows), looks=LOOKS), "ods") == ([PRICE, *([] if key else [MAY]), CAN], told)


def test_looks_of_a_column_or_a_row_in_calc_are_those_of_its_cells():
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="gone"/>'
    whole = row(*cells(*CAN), more='table:default-cell-style-name="white"')
    kept = [styled("kept", "Antwoord"), styled("kept", PRICE[1])]
    rows = (row(cell("Vraag"), *kept[0]), row(cell(PRICE[0]), *kept[1]), row(*cells(*MAY)), whole)

    assert read(ods(sheet(columns, *rows), looks=LOOKS), "ods") == (
        [PRICE],
        [
            notice("hidden_letters", sheet="FAQ", rows="4", count=2, text="Kan het? · Nee."),
            notice("struck_out", sheet="FAQ", rows="3", count=1, text="Ja."),
            notice("without_answer", title="Mag het?"),
        ],
    )


def test_a_part_of_a_cell_in_calc_that_was_struck_out_is_shown_so():
    part = '<text:span text:style-name="T1">Vier <text:s/>euro.</text:span> Vijf euro.'
    rows = (row(*cells("Vraag", "Antwoord")), row(*cells(PRICE[0], part)), row(*cells(*MAY)))

    assert read(ods(sheet(*rows), looks=LOOKS), "ods") == ([(PRICE[0], "~~Vier~~  ~~euro.~~ Vijf euro."), MAY], [])


def test_text_is_marked_as_struck_out_line_by_line():
    assert struck(" oud \nen ouder") == " ~~oud~~ \n~~en ouder~~"
    assert without_struck("Wat ~~kost~~ is het? ~ 5 ~~ 6") == "Wat is het? ~ 5 ~~ 6"
