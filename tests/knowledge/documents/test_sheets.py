"""Tables of questions and answers, whatever stands above their columns."""

import re
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest

from knowledge.documents.blocks import Block, Told
from knowledge.documents.columns import Role, columns_of
from knowledge.documents.drafts import Imported, make_drafts
from knowledge.documents.reading import Limits, read_document
from knowledge.documents.sheets import Column, Unclear, letter
from knowledge.notices import Refused, notice
from tests.documents import OFFICE, docx, packed, strict, word_table, xlsx

LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
DAY = date(2026, 11, 24)


def imported(data: bytes, name: str = "lijst.xlsx", *, columns: str = "") -> Imported:
    _, document, _ = read_document(data, name, Limits(), columns=columns)
    return make_drafts(document, name, DAY, max_drafts=50)


def written(rows: list[list[str]], kind: str) -> bytes:
    """A document of one table."""
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return {
        "xlsx": lambda: xlsx({"FAQ": rows}),
        "csv": lambda: "\n".join(map(";".join, rows)).encode(),
        "html": lambda: (
            f"<html><body><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></body></html>".encode()
        ),
        "docx": lambda: docx(word_table(rows)),
        "md": lambda: "\n".join(
            f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]
        ).encode(),
    }[kind]()


def blocks(data: bytes, name: str = "lijst.xlsx") -> tuple[Block, ...]:
    return read_document(data, name, Limits())[1].blocks


@pytest.mark.parametrize(
    ("heading", "question", "answer"),
    [
        (["Vraag", "Antwoord"], 0, 1),
        (["Vraag (kort)", "Antwoord NL"], 0, 1),
        (["Nr", "Onderwerp", "Vraag", "Antwoord", "Bron"], 2, 3),
        (["Question", "Response"], 0, 1),
        (["Antwoord op de vraag?", "De vraag"], None, None),
        (["Onderwerp", "Toelichting"], 0, 1),
        (["Titel", "Antwoord"], 0, 1),
        (["Antwoord EN", "Vraag NL", "Antwoord NL", "Vraag EN"], 1, 2),
        (["Product", "Prijs"], None, None),
        (["Titel en toelichting", "Datum"], None, None),
        (["Onderwerp", "Groep A", "Groep B"], None, None),
        (["Q", "A"], 0, 1),
        (["Q (NL)", "A (NL)"], 0, 1),
        (["Klantvraag", "Standaardantwoord"], 0, 1),
        (["Vraagstelling", "Beantwoording"], 0, 1),
        (["Aanvraag", "Verantwoord"], None, None),
        (["Question", "Answer", "Vraag", "Antwoord"], 2, 3),
        (["Vraag", "Question", "Answer", "Antwoord"], 0, 3),
    ],
)
def test_headings_that_hold_question_and_answer_words_are_understood(heading: list[str], question: int, answer: int):
    found = columns_of([heading, ["a"] * len(heading)], "nl")

    assert (found and (found.question, found.answer)) == ((question, answer) if question is not None else None)


def test_more_columns_become_asks_topics_sources_and_dates_and_the_rest_is_named():
    rows = [
        ["Veelgestelde vragen 2026"],
        [],
        ["Nr", "Onderwerp", "Vraag", "Vraag (kort)", "Antwoord", "Toelichting", "Bron", "Gecontroleerd op", "Eigenaar"],
        [1, "wat een doorlopende leerroute is", "Wat is een doorlopende leerroute?", "wat is een dlr", "Een route.", "Van vmbo naar mbo.", "DUO https://duo.nl/a", date(2026, 3, 1), "Piet"],
        [2, "Geld", "Wie betaalt?", None, "De school.", None, "Handboek", None, None],
    ]  # fmt: skip

    found = imported(xlsx({"FAQ": rows}))

    assert [draft.text.split("\n")[1:7] for draft in found.drafts] == [
        [
            'title: "Wat is een doorlopende leerroute?"',
            'asks: ["wat is een dlr"] # andere manieren waarop mensen dit vragen; tien is een mooi begin',
            'topics: ["T159"]         # onderwerpen uit topics.toml, zoals [T015]',
            "certainty: unconfirmed   # sure, likely of unconfirmed",
            "checked: 2026-03-01",
            'sources: ["[DUO](https://duo.nl/a)"] # openbare pagina’s, zo: ["[wie: wat (datum)](https://…)"]',
        ],
        [
            'title: "Wie betaalt?"',
            "asks: []                 # andere manieren waarop mensen dit vragen; tien is een mooi begin",
            "topics: []               # onderwerpen uit topics.toml, zoals [T015]",
            "certainty: unconfirmed   # sure, likely of unconfirmed",
            "checked:                 # vul de dag in waarop u het hebt nagekeken; tot dan staat er dat het nog niet gecontroleerd is",
            'sources: []              # openbare pagina’s, zo: ["[wie: wat (datum)](https://…)"]',
        ],
    ]
    assert [draft.text.split("---\n")[2] for draft in found.drafts] == [
        "Een route.\n\n**Toelichting:** Van vmbo naar mbo.\n\nUit “lijst.xlsx”, blad “FAQ”, rij 4.\n",
        "De school.\n\nOnderwerp: Geld\n\nBron: Handboek\n\nUit “lijst.xlsx”, blad “FAQ”, rij 5.\n",
    ]
    assert notice("columns_left_out", names="Nr, Eigenaar") in found.remarks
    assert found.problems == ()


@pytest.mark.parametrize(
    "heading", ["Internal notes", "Interne toelichting", "Antwoord (intern)", "Opmerking, vertrouwelijk"]
)
def test_what_is_for_colleagues_alone_is_left_out_and_named(heading: str):
    found = imported(f"Vraag;Antwoord;{heading}\nMag het?;Ja;bel Karen over code 4711\n".encode(), "a.csv")

    assert "4711" not in found.drafts[0].text
    assert notice("columns_left_out", names=heading) in found.remarks


@pytest.mark.parametrize(
    "heading", ["Opmerking redactie", "Staff notes", "Redactionele toelichting", "Info voor beheerder"]
)
def test_remarks_of_colleagues_are_left_out_and_named(heading: str):
    found = imported(f"Vraag;Antwoord;{heading}\nMag het?;Ja;eerst Karen vragen\n".encode(), "a.csv")

    assert "Karen" not in found.drafts[0].text
    assert notice("columns_left_out", names=heading) in found.remarks


@pytest.mark.parametrize(
    ("heading", "state", "other"),
    [
        ("Status", "Concept", "Definitief"),
        ("status", "vervallen", "akkoord"),
        ("Publicatiestatus", "niet publiceren", ""),
        ("Publiceren?", "nee", "ja"),
        ("Draft", "yes", "no"),
        ("Gepubliceerd", "0", "1"),
    ],
)
def test_rows_that_are_not_to_be_shown_are_left_out_and_told(heading: str, state: str, other: str):
    rows = [["Vraag", "Antwoord", heading], ["Wie?", "Wij.", other], ["Wat?", "Dit of dat.", state]]

    found = imported("\n".join(map(";".join, rows)).encode(), "a.csv")

    assert [draft.source for draft in found.drafts] == ["nl/faq/wie.md"]
    assert notice("rows_not_shown", rows="3", count=1, states=f"{heading}: {state}") in found.remarks
    assert (found.problems, "\n\nUit" in found.drafts[0].text) == ((), True)
    assert found.drafts[0].text.split("---\n")[2].startswith("Wij.\n\nUit")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "html", "docx", "md"])
def test_what_is_for_colleagues_stays_behind_whatever_holds_the_table(kind: str):
    rows = [
        ["Vraag", "Antwoord", "Interne toelichting", "Status"],
        ["Wie meldt het?", "De school.", "bel 4711", "Definitief"],
        ["Wat kost het?", "Nog onbekend.", "", "Concept"],
    ]

    found = imported(written(rows, kind), f"a.{kind}")

    assert [draft.source for draft in found.drafts] == ["nl/faq/wie-meldt-het.md"]
    assert "4711" not in found.drafts[0].text
    told = {remark.key: dict(remark.values) for remark in (*found.remarks, *found.problems)}
    assert "Interne toelichting" in told["columns_left_out"]["names"]
    assert told["rows_not_shown"] == {"rows": "3", "count": 1, "states": "Status: Concept"}


def test_a_question_over_several_rows_has_one_answer_and_all_that_stands_beside_it():
    rows = [
        ["Vraag", "Antwoord", "Bron"],
        ["Wat kost het?", "In de zomer vijf euro.", "https://a.nl/1"],
        ["Wat kost het?", "In de winter zes euro.", "https://a.nl/2"],
        [None, "Contant of met een pas.", None],
        ["Wie?", "Wij.", None],
    ]

    found = imported(xlsx({"FAQ": rows}))

    assert [draft.source for draft in found.drafts] == ["nl/faq/wat-kost-het.md", "nl/faq/wie.md"]
    assert found.drafts[0].text.split("---\n")[2] == (
        "In de zomer vijf euro.\n\nIn de winter zes euro.\n\nContant of met een pas.\n\nUit “lijst.xlsx”, blad “FAQ”, rij 2.\n"
    )
    assert 'sources: ["[a.nl](https://a.nl/1)", "[a.nl](https://a.nl/2)"]' in found.drafts[0].text
    assert found.problems == ()


def test_a_question_that_a_column_beside_it_tells_apart_is_two():
    data = b"Vraag;Antwoord;Doelgroep\nWanneer?;In mei.;leerlingen\nWanneer?;In juni.;ouders\n"

    found = imported(data, "a.csv")

    assert [draft.source for draft in found.drafts] == ["nl/faq/wanneer.md", "nl/faq/wanneer-2.md"]
    assert notice("same_title", title="Wanneer?") in found.remarks
    assert notice("columns_left_out", names="Doelgroep") in found.remarks


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_question_over_several_rows_has_one_answer_in_other_documents_too(kind: str):
    rows = [
        ["Vraag", "Antwoord"],
        ["Wat kost het?", "Zomers vijf euro."],
        ["Wat kost het?", "Anders zes."],
        ["Wie?", "Wij."],
    ]

    assert [block.text for block in blocks(written(rows, kind), f"a.{kind}") if block.text] == [
        *("Wat kost het?", "Zomers vijf euro.", "Anders zes."),
        *("Wie?", "Wij."),
    ]


@pytest.mark.parametrize(
    ("heading", "other"),
    [("Concept antwoord", "Definitief antwoord"), ("Antwoord (oud)", "Antwoord"), ("Draft answer", "Answer")],
)
def test_an_answer_that_was_written_before_is_none_where_there_is_another(heading: str, other: str):
    found = imported(f"Vraag;{heading};{other}\nWat kost het?;Misschien wel twintig euro.;Vijf.\n".encode(), "a.csv")

    assert "twintig" not in found.drafts[0].text
    assert found.drafts[0].text.split("---\n")[2].startswith("Vijf.\n\nUit")
    assert notice("columns_left_out", names=heading) in found.remarks


def test_a_table_of_which_no_row_is_to_be_shown_is_refused_with_what_they_say():
    data = b"Vraag;Antwoord;Status\nWie?;Wij.;concept\nWat?;Dit.;Concept\n"

    with pytest.raises(Refused) as refused:
        read_document(data, "a.csv", Limits())

    assert refused.value.notice == notice("no_row_shown", states="Status: concept, Status: Concept")


def test_what_stands_above_the_headings_is_told():
    rows = [
        ["Vragen sportpark"],
        ["Alle prijzen zijn zonder btw."],
        [],
        ["Vraag", "Antwoord"],
        ["Wat kost het?", "Tien euro."],
    ]

    found = imported(xlsx({"FAQ": rows}))

    assert notice("rows_above_left_out", text="Vragen sportpark · Alle prijzen zijn zonder btw.") in found.remarks
    assert found.problems == ()


@pytest.mark.parametrize(
    "day",
    ["1-3-2026", "1-3-26", "01/03/2026 12:00", "1 maart 2026", "zo 1 mrt 2026", "zondag 1 maart 2026", "March 1, 2026", "1 Mar 2026"],
)  # fmt: skip
def test_a_day_is_read_however_a_sheet_shows_it(day: str):
    found = imported(f'Vraag;Antwoord;Gecontroleerd\nMag het?;Ja;"{day}"\n'.encode(), "a.csv")

    assert "\nchecked: 2026-03-01\n" in found.drafts[0].text


def test_september_is_cut_short_in_two_ways():
    found = [
        imported(f"Vraag;Antwoord;Gecontroleerd\nMag het?;Ja;1 {month} 2026\n".encode(), "a.csv")
        for month in ("sep", "sept", "sept.")
    ]

    assert ["\nchecked: 2026-09-01\n" in one.drafts[0].text for one in found] == [True, True, True]


def test_what_is_no_day_in_a_column_of_days_is_told():
    found = imported(b"Vraag;Antwoord;Bijgewerkt\nMag het?;Ja;1-9-2026\nKan het?;Nee;in mei, door An\n", "a.csv")

    assert notice("days_not_read", name="Bijgewerkt", count=1, text="in mei, door An") in found.remarks


def test_a_table_that_a_spreadsheet_saved_as_text_is_one():
    table = 'Vraag\tAntwoord\r\nMag het?\t"Ja.\r\nMet briefje."\r\nKan het?\tNee\r\n'

    assert len(imported(table.encode("utf-16"), "vragen.txt").drafts) == 2


@pytest.mark.parametrize(
    "text", ["Vraag:\tWat is het antwoord?\nAntwoord:\tJa.\n", "Vraag en antwoord\n\nMag het?\nJa.\n"]
)
def test_a_text_with_tabs_is_no_table(text: str):
    assert read_document(text.encode(), "vragen.txt", Limits())[0] == "md"


def test_a_category_that_happens_to_be_called_as_a_topic_files_nothing_under_it():
    """Else a folder on another subject, into which a list of questions is imported, is taken for one on ours."""
    others = [["Kantine", "Is er koffie?", "Ja."], ["Velden", "Waar?", "Achter."]]
    rows = [["Categorie", "Vraag", "Antwoord"], ["Tarieven", "Wat kost het?", "Tien euro."], *others]

    texts = [draft.text for draft in imported(xlsx({"FAQ": rows})).drafts]

    assert all("\ntopics: [] " in text for text in texts)
    assert "Tien euro.\n\nCategorie: Tarieven\n" in texts[0]


def test_cells_are_as_the_sheet_shows_them():
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in (
        ["Vraag", "Antwoord"],
        ["Hoeveel procent?", 0.5],
        ["Hoe lang?", timedelta(hours=26, minutes=30)],
        ["Wat kost het?", 1234.5],
        ["Hoe snel?", 14],
    ):
        sheet.append(row)
    for cell, shown in (("B2", "0%"), ("B3", "[h]:mm"), ("B4", '"€"\\ #,##0.00'), ("B5", '0" dagen"')):
        sheet[cell].number_format = shown
    kept = BytesIO()
    book.save(kept)

    assert [block.text for block in blocks(kept.getvalue()) if not block.level] == [
        "50%",
        "26:30",
        "€ 1.234,50",
        "14 dagen",
    ]


def test_a_part_of_a_cell_that_stands_raised_or_lowered_stays_so():
    plain = xlsx({"A": [["Vraag", "Antwoord"], ["Hoe groot is het?", "MAAT"], ["Wie?", "De beheerder."]]})
    small = '<r><rPr><vertAlign val="{}"/></rPr><t>2</t></r>'
    rich = f"<r><t>10</t></r>{small.format('superscript')}<r><t>, H</t></r>{small.format('subscript')}<r><t>O</t></r>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with zipfile.ZipFile(BytesIO(plain)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}"><si>{rich}</si></sst>'  # where Excel keeps texts
    types = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", types)
    sheet = re.sub(r't="inlineStr"><is><t>MAAT</t></is>', 't="s"><v>0</v>', parts["xl/worksheets/sheet1.xml"])

    found = blocks(packed({**parts, "xl/worksheets/sheet1.xml": sheet}))

    assert [block.text for block in found if not block.level] == ["10², H₂O", "De beheerder."]


def test_hidden_rows_and_columns_stay_in_the_sheet_and_a_merged_cell_is_in_each_row():
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in (
        ["Onderwerp", "Vraag", "Antwoord", "Antwoord intern"],
        ["Geld", "Wie betaalt?", "De school.", "Jan"],
        [None, "Wanneer?", "In mei.", "Piet"],
        ["X", "Geheim?", "Ja.", ""],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    kept = BytesIO()
    book.save(kept)

    _, document, _ = read_document(kept.getvalue(), "a.xlsx", Limits())

    assert [(block.text, block.told and block.told.topics) for block in document.blocks] == [
        ("Wie betaalt?", ("Geld",)), ("De school.\n\nOnderwerp: Geld", None), ("Wanneer?", ("Geld",)), ("In mei.\n\nOnderwerp: Geld", None)
    ]  # fmt: skip
    assert notice("hidden_cells", sheet="Sheet") in document.notices


def test_formulas_that_nobody_worked_out_are_told():
    data = xlsx({"FAQ": [["Vraag", "Antwoord"], ["Wat kost het?", "Tien euro."], ["En samen?", "=B1&B2"]]})

    _, document, _ = read_document(data, "a.xlsx", Limits())

    assert notice("formulas_not_worked_out", sheet="FAQ", count=1) in document.notices


def test_what_stands_in_a_box_over_a_sheet_is_told():
    with zipfile.ZipFile(BytesIO(xlsx({"FAQ": [["Vraag", "Antwoord"], ["Wat kost het?", "Tien euro."]]}))) as parts:
        written = {name: parts.read(name) for name in parts.namelist()}
    drawn = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    lines = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in ("Let op:", "in mei dicht."))
    link = f'<Relationship Id="d" Type="{OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
    written["xl/worksheets/_rels/sheet1.xml.rels"] = f'<Relationships xmlns="{LINKS}">{link}</Relationships>'.encode()
    written["xl/drawings/drawing1.xml"] = f"<box {drawn}>{lines}</box>".encode()

    _, document, _ = read_document(packed(written), "a.xlsx", Limits())

    assert document.notices == (notice("boxes_not_read", sheet="FAQ", text="Let op: · in mei dicht."),)


def test_a_formula_that_comes_to_nothing_is_not_told():
    data = xlsx({"FAQ": [["Vraag", "Antwoord"], ["Wat kost het?", "Tien euro."], ["", '=""']]})
    with zipfile.ZipFile(BytesIO(data)) as parts:
        written = {name: parts.read(name) for name in parts.namelist()}
    path = "xl/worksheets/sheet1.xml"
    written[path] = re.sub(
        rb'<c r="B3"[^>]*><f>""</f>(?:<v ?/>|<v></v>)', b'<c r="B3" t="str"><f>""</f><v></v>', written[path]
    )

    _, document, _ = read_document(packed(written), "a.xlsx", Limits())

    assert b't="str"' in written[path]
    assert not document.notices


def test_a_link_behind_a_cell_is_the_source():
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in (["Vraag", "Antwoord", "Bron"], ["Wie meldt?", "De school.", "DUO"]):
        sheet.append(row)
    sheet["C2"].hyperlink = "https://duo.nl/melden"
    kept = BytesIO()
    book.save(kept)

    assert blocks(kept.getvalue())[0].told == Told(sources=(("DUO", "https://duo.nl/melden"),))


def test_a_word_that_ends_as_a_label_does_is_not_missed():
    assert imported(xlsx({"FAQ": [["Vraag", "Antwoord"], ["Mag het?", "Ja: altijd."]]})).problems == ()


PRICES = xlsx({"Prijzen": [["Product", "Prijs", "Voorraad"], ["Boek", 10, 3], ["Pen", 2, 4]]})


def test_of_a_table_that_isnt_clear_somebody_is_asked_what_is_what():
    with pytest.raises(Unclear) as unclear:
        imported(PRICES)

    assert (unclear.value.sheet, unclear.value.columns) == (
        "Prijzen", (Column("A", "Product", ("Boek", "Pen")), Column("B", "Prijs", ("10", "2")), Column("C", "Voorraad", ("3", "4")))
    )  # fmt: skip


def test_what_somebody_said_of_the_columns_is_followed():
    found = imported(PRICES, columns="A,B")

    assert [draft.source for draft in found.drafts] == ["nl/faq/boek.md", "nl/faq/pen.md"]
    assert notice("columns_left_out", names="Voorraad") in found.remarks
    assert notice("row_is_heading", names="Product · Prijs · Voorraad") in found.remarks


def test_a_table_without_questions_can_become_one_text():
    (draft,) = imported(PRICES, columns="text").drafts

    assert "- Product · Prijs · Voorraad\n- Boek · 10 · 3\n- Pen · 2 · 4" in draft.text


def test_a_sheet_beside_a_clear_one_becomes_a_text_and_is_told():
    data = xlsx(
        {
            "FAQ": [["Vraag", "Antwoord"], ["Wie meldt?", "De school."]],
            "Prijzen": [["Product", "Prijs", "Nr"], ["Boek", 10, 3]],
        }
    )

    found = imported(data)

    assert notice("sheet_unclear", sheet="Prijzen", rows=2) in found.remarks
    assert ([draft.source for draft in found.drafts], found.problems) == (
        ["nl/faq/wie-meldt.md", "nl/faq/prijzen.md"], ()
    )  # fmt: skip
    assert "- Product · Prijs · Nr\n- Boek · 10 · 3" in found.drafts[1].text


def test_what_stands_over_rows_is_the_way_to_them_and_an_answer_may_go_on_in_the_next_row():
    rows = (
        ["Vraag", "Antwoord", "Bron"],
        ["Geld"],
        ["Wie betaalt?", "De school."],
        ["", "Of het rijk."],
        ["Tijd"],
        ["Wanneer?", "Nu."],
    )

    found = imported(xlsx({"FAQ": rows}))

    assert ([draft.source for draft in found.drafts], found.problems) == (
        ["nl/faq/wie-betaalt.md", "nl/faq/wanneer.md"], ()
    )  # fmt: skip
    assert found.drafts[0].text.endswith(
        "De school.\n\nOf het rijk.\n\nUit “lijst.xlsx”, blad “FAQ”, rij 3, onder “Geld”.\n"
    )


def test_where_the_text_of_an_answer_leads_is_a_source():
    from openpyxl import load_workbook

    book = load_workbook(
        BytesIO(xlsx({"FAQ": [["Vraag", "Antwoord", "Meer info"], ["Wanneer?", "Om 8 uur.", "rooster"]]}))
    )
    book["FAQ"]["B2"].hyperlink = "https://school.nl/tijden"
    book["FAQ"]["C2"].hyperlink = "https://school.nl/rooster"
    kept = BytesIO()
    book.save(kept)

    (draft,) = imported(kept.getvalue()).drafts

    assert '[school.nl](https://school.nl/tijden)", "[school.nl](https://school.nl/rooster)' in draft.text
    assert "Om 8 uur.\n\n**Meer info:** rooster" in draft.text


def test_a_strict_workbook_reads_as_any_other():
    usual = xlsx({"FAQ": [["Vraag", "Antwoord"], ["Wie meldt?", "De school."]]})

    assert blocks(strict(usual)) == blocks(usual) != ()


def test_a_column_without_a_heading_is_named_as_left_out():
    data = xlsx({"FAQ": [["Vraag", "Antwoord"], ["Wie meldt?", "De school.", "nog navragen"], ["Wanneer?", "Nu."]]})

    assert notice("columns_left_out", names="C") in imported(data).remarks


def test_words_that_slid_into_a_column_of_another_kind_are_counted():
    found = imported(b"Vraag;Antwoord;Datum;Van\nMag het?;Ja; met een briefje;1-9-2026;An\n", "a.csv")

    assert found.problems[0] == notice("words_lost", lost=7, words=10, share="70")


def test_roles_are_told_for_every_column():
    found = columns_of([["Vraag", "Datum antwoord", "Antwoord", "Antwoord door", "Categorie", "Link"]], "nl")

    assert found
    assert [role for _, role in found.roles] == [
        Role.QUESTION,
        Role.CHECKED,
        Role.ANSWER,
        Role.OTHER,
        Role.TOPIC,
        Role.SOURCE,
    ]


def test_of_columns_in_two_languages_those_in_the_text_s_are_taken_and_the_others_named():
    data = b"Question;Answer;Vraag;Antwoord\nWho reports it?;The school.;Wie meldt het?;De school, in maart.\n"

    assert [block.text for block in blocks(data, "a.csv")] == ["Wie meldt het?", "De school, in maart."]
    assert imported(data, "a.csv").remarks[0] == notice("columns_left_out", names="Question, Answer")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "html", "docx", "md"])
def test_tables_beside_each_other_are_read_one_after_the_other(kind: str):
    rows = [
        ["Vraag", "Antwoord", "", "Vraag", "Antwoord"],
        ["Wie meldt het?", "De school.", "", "Wat kost het?", "Vijf euro."],
        ["Wanneer?", "In maart.", "", "", ""],
    ]
    data = written(rows, kind)

    assert [block.text for block in blocks(data, f"a.{kind}") if block.text] == [
        *("Wie meldt het?", "De school.", "Wanneer?", "In maart."),
        *("Wat kost het?", "Vijf euro."),
    ]


def test_equal_questions_of_two_sheets_are_told_apart_by_the_sheet():
    rows = [["Vraag", "Antwoord"], ["Wat kost het?", "Vijf euro."]]

    found = imported(xlsx({"Zomer": rows, "Winter": rows}))

    assert [draft.text.split("\n")[1] for draft in found.drafts] == [
        'title: "Wat kost het? (Zomer)"',
        'title: "Wat kost het? (Winter)"',
    ]
    assert found.drafts[0].text.endswith("Vijf euro.\n\nUit “lijst.xlsx”, blad “Zomer”, rij 2.\n")


def test_what_stands_beside_an_empty_answer_is_none():
    data = b"Vraag;Antwoord;Thema\nWie meldt?;De school.;Geld\nWanneer?;;Tijd\n"

    found = imported(data, "a.csv")

    assert [draft.source for draft in found.drafts] == ["nl/faq/wie-meldt.md"]
    assert "without_answer" in [one.key for one in found.remarks]


def test_a_row_with_more_cells_than_headings_is_told_and_its_words_are_counted():
    data = b"Vraag;Antwoord\nMag het?;Ja, in de kluis; niet in de les.\nWie?;Wij.\n"

    found = imported(data, "a.csv")

    assert found.problems[0] == notice("words_lost", lost=4, words=12, share="33.3")
    assert "1 row has more cells than the row of headings (2)" in str(
        next(one for one in found.remarks if one.key == "rows_too_wide")
    )


@pytest.mark.parametrize(
    ("written", "odd"),
    [
        (r"<fills.*?</fills>", "<fills><fill/><fill/></fills>"),
        (r"<fonts.*?</fonts>", '<fonts><font><family val="99"/></font></fonts>'),
        (r"<fonts.*?</fonts>", '<fonts><font><color rgb="rood"/></font></fonts>'),
        (r"<borders.*?</borders>", '<borders><border><left style="golf"/></border></borders>'),
    ],
    ids=["fill of no kind", "family of letters", "colour", "border"],
)
def test_looks_that_the_library_cant_read_keep_no_workbook_out(written: str, odd: str):
    whole = xlsx({"FAQ": [["Vraag", "Antwoord"], ["Wanneer begint het?", date(2026, 3, 2)]]})
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as parts, zipfile.ZipFile(kept, "w") as changed:
        for name in parts.namelist():
            part = parts.read(name).decode() if name.endswith(".xml") else ""
            is_styles = name == "xl/styles.xml"
            changed.writestr(name, re.sub(written, odd, part, flags=re.DOTALL) if is_styles else parts.read(name))

    assert imported(kept.getvalue()) == imported(whole)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_all_columns_of_a_wide_sheet_are_read_and_what_is_too_wide_is_told(kind: str):
    rows = [[f"week{at}" for at in range(53)], [f"uur{at}" for at in range(53)]]
    wider = [[*row, *["-"] * 51, "x"] for row in rows]

    def told(cells: list[list[str]]) -> tuple[str, list[str]]:
        data = xlsx({"Rooster": cells}) if kind == "xlsx" else "\n".join(map(";".join, cells)).encode()
        _, document, _ = read_document(data, f"rooster.{kind}", Limits(), columns="text")
        return "\n".join(block.text for block in document.blocks), [one.key for one in document.notices]

    assert "week26" in told(rows)[0]
    assert "uur52" in told(rows)[0]
    assert (told(rows)[1].count("cells_left_out"), told(wider)[1].count("cells_left_out")) == (0, 1)


def test_columns_are_named_as_spreadsheets_do():
    assert [letter(place) for place in (0, 25, 26, 51, 52, 103)] == ["A", "Z", "AA", "AZ", "BA", "CZ"]


def test_columns_behind_z_can_be_chosen():
    rows = [[*["-"] * 26, f"Onderdeel {at}", f"Uitleg {at}"] for at in range(3)]

    drafts = imported(xlsx({"Lijst": rows}), columns="AA,AB").drafts

    assert ['title: "Onderdeel 1"' in draft.text for draft in drafts].count(True) == 1
