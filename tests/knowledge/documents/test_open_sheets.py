"""An OpenDocument spreadsheet arrives as LibreOffice shows it."""

import pytest

from knowledge.documents.drafts import Imported, make_drafts
from knowledge.documents.open_sheets import open_rows
from knowledge.documents.process import sheets_of
from knowledge.documents.reading import Kind, Limits, kind_of, read_document
from knowledge.documents.sheets import MAX_COLUMNS, Rows
from knowledge.notices import Refused, notice
from tests.documents import packed
from tests.knowledge.documents.test_opendocument import LINK, NAMES
from tests.knowledge.documents.test_sheets import DAY

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MILLION = 'table:number-rows-repeated="1048576"'


def ods(*sheets: str, looks: str = "", kind: str = TYPE, **more: str) -> bytes:
    return packed(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {NAMES} {LINK}><office:automatic-styles>{looks}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>",
            **more,
        }
    )


def sheet(*rows: str, name: str = "FAQ", style: str = "ta1") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(*lines: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{''.join(f'<text:p>{line}</text:p>' for line in lines)}</table:table-cell>"


def cells(*texts: str) -> list[str]:
    return [cell(text) for text in texts]


def rows_of(data: bytes, most: int = 50) -> list[Rows]:
    return open_rows(data, "nl", most)[0]


def imported(data: bytes) -> Imported:
    return make_drafts(read_document(data, "lijst.ods", Limits())[1], "lijst.ods", DAY, max_drafts=50)


def test_a_part_of_a_cell_that_stands_raised_or_lowered_stays_so():
    looks = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties style:text-position="{position} 58%"/></style:style>'
        for name, position in (("T1", "super"), ("T2", "sub"))
    )
    two = [f'<text:span text:style-name="{name}">2</text:span>' for name in ("T1", "T2", "T3")]

    (table,) = rows_of(ods(sheet(row(*cells(f"10{two[0]}, H{two[1]}O", f"nummer {two[2]}"))), looks=looks))

    assert table.rows == ((1, ("10², H₂O", "nummer 2")),)


def test_questions_and_answers_become_entries_as_those_of_excel_do():
    data = ods(sheet(row(*cells("Vraag", "Antwoord")), row(cell("Wie meldt?"), cell("De school.", "Vóór 1 mei."))))

    assert kind_of(data, "lijst", Limits()) is Kind.ODS
    assert [draft.text.split("---\n")[2] for draft in imported(data).drafts] == [
        "De school.\n\nVóór 1 mei.\n\nUit “lijst.ods”, blad “FAQ”, rij 2.\n"
    ]


def test_a_cell_holds_what_it_shows_and_neither_its_value_nor_its_comment():
    comment = "<office:annotation><text:p>nog navragen</text:p></office:annotation>"
    drawn = "<draw:frame><draw:text-box><text:p>kader</text:p></draw:text-box></draw:frame>"
    data = ods(sheet(
        row(
            f'<table:table-cell office:value-type="percentage" office:value="0.5">{comment}{drawn}<text:p>50 %</text:p></table:table-cell>',
            cell('a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d <text:span>e</text:span>'),
        ),
        row(*cells("#N/A", "Err:502", "na een fout")),
    ))  # fmt: skip

    assert rows_of(data) == [Rows("FAQ", ((1, ("50 %", "a  b c\nd e")), (2, ("", "", "na een fout"))))]


def test_cells_and_rows_that_are_repeated_a_million_times_are_read_to_the_limit():
    wide = cell("x", more='table:number-columns-repeated="16384"')
    data = ods(
        sheet(row(wide), row(cell(), more=MILLION), name="A"), sheet(row(*cells("ja", "nee"), more=MILLION), name="B")
    )

    tables, notices, _ = open_rows(data, "nl", 3)

    assert tables == [
        Rows("A", ((1, ("x",) * MAX_COLUMNS),)),
        Rows("B", ((1, ("ja", "nee")), (2, ("ja", "nee")), (3, ("ja", "nee")))),
    ]
    assert notices == [
        notice("cells_left_out", max_columns=MAX_COLUMNS, sheet="A"), notice("rows_left_out", max_rows=3, sheet="B")
    ]  # fmt: skip


def test_empty_rows_that_are_repeated_are_counted():
    gap = row(cell(more='table:number-columns-repeated="3"'), more='table:number-rows-repeated="4"')

    (found,) = rows_of(ods(sheet(row(cell("a")), gap, row(cell(more='table:number-columns-repeated="2"'), cell("b")))))

    assert found.rows == ((1, ("a",)), (6, ("", "", "b")))


def test_hidden_sheets_rows_and_columns_are_not_read_and_told():
    looks = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    columns = (
        '<table:table-column/><table:table-column-group table:display="false"><table:table-column/></table:table-column-group>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/><table:table-column/>'
    )
    shown = sheet(
        columns,
        row(*cells("1", "2", "3", "4", "5")),
        row(cell("gefilterd"), more='table:visibility="filter"'),
        f'<table:table-row-group table:display="false">{row(cell("dicht"))}</table:table-row-group>',
        row(cell("weg"), more='table:visibility="collapse"'),
        row(cell("laatste")),
    )

    tables, notices, _ = open_rows(ods(shown, sheet(row(cell("geheim")), name="X", style="ta2"), looks=looks), "nl", 50)

    assert tables == [Rows("FAQ", ((1, ("1", "", "", "", "5")), (5, ("laatste",))))]
    assert notices == [notice("hidden_cells", sheet="FAQ"), notice("hidden_sheets", names="X")]


def test_formulas_that_nobody_worked_out_are_told():
    formula = 'table:formula="of:=[.A1]*2"'
    hidden = row(cell(more=formula), more='table:visibility="collapse"')
    data = ods(sheet(row(cell("a"), cell(more=formula), cell("4", more=formula)), row(cell(more=formula)), hidden))

    assert open_rows(data, "nl", 50)[1] == [notice("formulas_not_worked_out", sheet="FAQ", count=2)]


def test_what_stands_in_boxes_over_a_sheet_is_told_and_a_remark_is_not():
    box = "<draw:custom-shape><text:p>Let op: in mei dicht.</text:p></draw:custom-shape>"
    framed = "<draw:frame><draw:text-box><text:p>Bel Jan.</text:p></draw:text-box></draw:frame>"
    remark = "<office:annotation><text:p>klopt dit?</text:p></office:annotation>"
    shapes = f"<table:shapes>{box}</table:shapes>"
    data = ods(sheet(shapes, row(f"<table:table-cell><text:p>a</text:p>{framed}{remark}</table:table-cell>")))

    assert open_rows(data, "nl", 50)[1] == [
        notice("boxes_not_read", sheet="FAQ", text="Let op: in mei dicht. · Bel Jan.")
    ]


def test_a_cell_merged_over_rows_stands_in_each_of_them_and_what_it_covers_is_not_shown():
    covered = "<table:covered-table-cell><text:p>bedekt</text:p></table:covered-table-cell>"
    over = cell("Geld", more='table:number-rows-spanned="2" table:number-columns-spanned="1"')
    wide = cell("breed", more='table:number-columns-spanned="2"')
    data = ods(sheet(row(over, cell("a")), row(covered, cell("b")), row(wide, covered, cell("c"))))

    assert rows_of(data)[0].rows == ((1, ("Geld", "a")), (2, ("Geld", "b")), (3, ("breed", "", "c")))


def test_where_a_cell_leads_is_a_source():
    leads = cell('<text:a xlink:href="https://www.duo.nl/melden">DUO</text:a>')
    data = ods(sheet(row(*cells("Vraag", "Antwoord", "Bron")), row(*cells("Wie meldt?", "De school."), leads)))

    assert "[DUO](https://www.duo.nl/melden)" in imported(data).drafts[0].text


def test_rows_above_that_are_repeated_on_each_page_are_rows():
    header = f"<table:table-header-rows>{row(*cells('Vraag', 'Antwoord'))}</table:table-header-rows>"

    assert rows_of(ods(sheet(header, row(*cells("Wie?", "Wij.")))))[0].rows == (
        (1, ("Vraag", "Antwoord")),
        (2, ("Wie?", "Wij.")),
    )


def test_an_overview_of_routes_in_it_is_read_as_that_of_excel_is():
    data = ods(sheet(row(*cells("a", "b; c"))))

    assert sheets_of(data, "routes.ods", Limits())["sheets"] == ['a;"b; c"\n']


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (ods(sheet(row(cell("a"))), **{"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        (ods(sheet(row(cell("a"))), **{"META-INF/manifest.xml": "<encryption-data/>"}), "encrypted"),
        (ods(sheet(row(cell()))), "no_rows"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes, refusal: str):
    with pytest.raises(Refused) as raised:
        read_document(data, "lijst.ods", Limits())

    assert raised.value.notice.key == refusal
