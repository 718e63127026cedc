"""Each kind of document as it is read, and what is refused before a library sees it."""

import struct
from datetime import date

import pytest

from knowledge.documents.blocks import Block, PageLine, Told, page_blocks
from knowledge.documents.clauses import Clause, clauses_of
from knowledge.documents.pdf import filled_in
from knowledge.documents.reading import Kind, Limits, read_document
from knowledge.notices import Refused, notice
from tests.documents import OFFICE, docx, grid, packed, paragraph, pdf, word_table, xlsx

MARKED = "A question?\nAn answer."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def read(data: bytes, name: str = "x", limits: Limits | None = None) -> tuple[Block, ...]:
    _, document, _ = read_document(data, name, limits or Limits())
    return document.blocks


def on_page(number: int):
    return notice("from_page", page=number)


def on_row(sheet: str, number: int):
    return notice("from_row", sheet=sheet, row=number)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (docx(paragraph("tekst")), "a.pdf", Kind.DOCX),
        (pdf([[("tekst", 11)]]), "a.docx", Kind.PDF),
        (xlsx({"Blad": [["Wie?", "Wij."]]}), "a", Kind.XLSX),
        (b"  <!doctype HTML><p>tekst</p>", "a.xlsx", Kind.HTML),
        (b"\xef\xbb\xbf<h2>Wie?</h2>wij", "a.md", Kind.HTML),
        (b"# Kop\ntekst", "a.html", Kind.MARKDOWN),
        (b"vraag;antwoord\nwie?;wij", "a.csv", Kind.CSV),
    ],
    ids=["docx", "pdf", "xlsx", "html", "part of html", "markdown", "csv"],
)
def test_the_kind_is_told_from_content_and_not_from_the_name(data: bytes, name: str, kind: Kind):
    found, _, _ = read_document(data, name, Limits())

    assert found is kind


def test_word_headings_bold_lines_lists_and_tables_are_blocks():
    data = docx(
        paragraph("Melden", "Heading1"),
        paragraph("Wie meldt?", bold=True),
        paragraph("De school."),
        word_table([["Stap", "Wanneer"], ["Melden", "juli"]]),
    )

    assert read(data) == (
        Block("Melden", 1),
        Block("Wie meldt?", is_bold=True),
        Block("De school."),
        Block("- Stap · Wanneer\n- Melden · juli"),
    )


def test_questions_and_answers_in_a_table_of_word_are_questions():
    data = docx(word_table([["Vraag", "Antwoord"], ["Wie meldt", "De school."], ["Wanneer?", ""]]))

    assert read(data) == (Block("Wie meldt", 7), Block("De school."), Block("Wanneer?", 7))


def test_html_is_its_main_part_with_foldable_questions_as_headings():
    data = b"""<html><head><title>Vragen</title><link rel="canonical" href="https://www.example.nl/vragen"></head>
    <body><nav>Menu</nav><main><details><summary>Wie meldt?</summary><p>De <b>school</b>.</p></details>
    <dl><dt>Wanneer?</dt><dd>Nu.</dd></dl></main><footer>Voet</footer><script>alert(1)</script></body></html>"""

    _, document, _ = read_document(data, "x.html", Limits())

    assert document.blocks == (Block("Wie meldt?", 3), Block("De **school**."), Block("Wanneer?", 3), Block("Nu."))
    assert (document.title, document.address) == ("Vragen", "https://www.example.nl/vragen")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://localhost/x", "https://a.nl/x)](y", "javascript:alert(1)"]
)
def test_an_address_that_is_not_public_is_no_source(address: str):
    _, document, _ = read_document(f'<html><link rel=canonical href="{address}"><p>x'.encode(), "x", Limits())

    assert document.address == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_html_is_read_in_the_encodings_that_people_save_in(encoding: str):
    assert read("<p>geïntegreerd – één</p>".encode(encoding)) == (Block("geïntegreerd – één"),)


def test_pdf_lines_are_paragraphs_with_their_page_and_large_ones_are_headings():
    data = pdf(
        [
            [("Handboek", 9), ("", 0), ("Voor de start", 18), ("", 0), ("De doorlopende leer-", 11), ("route is lang.", 11)],
            [("Handboek", 9), ("", 0), ("Tijdens", 18), ("", 0), ("Vmbo en vmbo-", 11), ("mbo samen.", 11), ("", 0), ("2", 9)],
            [("Handboek", 9), ("", 0), ("Slot.", 11), ("", 0), ("pagina 3 van 3", 9)],
        ]
    )  # fmt: skip

    assert read(data) == (
        Block("Voor de start", 1, on_page(1)),
        Block("De doorlopende leerroute is lang.", place=on_page(1)),
        Block("Tijdens", 1, on_page(2)),
        Block("Vmbo en vmbo-mbo samen.", place=on_page(2)),
        Block("Slot.", place=on_page(3)),
    )


def test_an_agreement_as_pdf_has_the_clauses_that_it_has_as_word():
    """Cells with the names of their columns too, though its table goes on at the next page, and its cells are wrapped."""
    names = ["Onderdeel", "Taak van het vmbo", "Taak van het mbo"]
    words = [
        ["Toetsen", "Neemt de schoolexamens af", "Stelt de examencommissie in"],
        ["Stage", "Zoekt de plek", "Tekent het contract"],
    ]
    last = ["Begeleiding", "Heeft een mentor", "Heeft een loopbaanbegeleider"]
    wrapped = [[words[0][0], "Neemt de school-\nexamens af", "Stelt de examencom-\nmissie in"], words[1]]
    text = "Het lyceum en het college spreken samen af wat hier staat."
    word = docx(paragraph("Afspraken", "Heading1"), paragraph(text), word_table([names, *words, last]))
    page = [("Afspraken", 16), ("", 0), (text, 11)]

    found = read(pdf([page, []], more=[grid([names, *wrapped], 600), grid([last], 800)]))

    assert [(one.heading, one.text, one.cell) for one in clauses_of(found).found] == [
        (one.heading, one.text, one.cell) for one in clauses_of(read(word)).found
    ]
    assert (
        Clause(" · ".join(last), "Afspraken", cell=f"{names[2]}: {last[2]} (Onderdeel Begeleiding)", page=1)
        in clauses_of(found).found
    )


def test_large_lines_of_an_agenda_are_headings_each_and_a_large_paragraph_is_none():
    points = [("1. Opening", 13), ("2. Stand van zaken:", 13), ("Naam:", 13), ("School:", 13)]
    long = [("Dit stuk staat in grote letters en gaat nog een hele tijd zo door", 13)] * 6
    small = [("", 0), *[("Gewone tekst van het verslag, zoals die op de bladzijde staat.", 11)] * 40]

    found = read(pdf([points + small, long + small]))

    assert [(block.text[:20], block.level > 0) for block in found] == [
        ("1. Opening", True), ("2. Stand van zaken:", True), ("Naam:", True), ("School:", True), ("Gewone tekst van het", False),
        ("Dit stuk staat in gr", False), ("Gewone tekst van het", False)
    ]  # fmt: skip


def test_a_letter_by_itself_that_a_pdf_does_not_name_is_a_bullet():
    lines = [("Neem dit mee op kamp, met uw naam erin.", 11), ("\x7f een slaapzak", 11), ("\x7f een zaklamp", 11)]

    _, document, _ = read_document(pdf([lines]), "kamp.pdf", Limits())

    assert document.blocks[-1].text == "- een slaapzak\n- een zaklamp"
    assert document.notices == ()


def test_a_letter_in_a_word_that_a_pdf_does_not_name_is_marked_and_told():
    data = pdf([[("Neem een slaapzak mee op kamp. " * 2 + "En ko\x7fe.", 11)]])

    _, document, _ = read_document(data, "kamp.pdf", Limits())

    assert document.blocks[0].text.endswith("En ko�e.")
    assert document.notices == (notice("some_letters_unknown", mark="�", pages="1"),)


def test_a_question_on_a_line_of_its_own_in_a_pdf_stands_apart():
    data = pdf([[("Wie meldt?", 11), ("De school.", 11), ("Moet dat elk jaar?", 11), ("Ja.", 11)]])

    assert [block.text for block in read(data)] == ["Wie meldt?", "De school.", "Moet dat elk jaar?", "Ja."]


def _circle(x: float, y: float, size: float, paint: str) -> str:
    """What a browser draws for a bullet: a circle of four curves; x and y of its lower left corner."""
    half, bend = size / 2, size * 0.276
    a, b = x + half, y + half
    return (
        f"{x} {b} m {x} {b + bend} {a - bend} {y + size} {a} {y + size} c {a + bend} {y + size} {x + size} {b + bend} {x + size} {b} c "
        f"{x + size} {b - bend} {a + bend} {y} {a} {y} c {a - bend} {y} {x} {b - bend} {x} {b} c {paint}"
    )


def test_bullets_that_are_drawn_make_items_and_other_drawings_do_not():
    # the lines stand at 786, 772, 758, 744 and, below a gap, 716
    lines = [("Neem mee:", 11), ("een jas", 11), ("een tas", 11), ("een bal", 11), ("", 11), ("Tot dan.", 11)]
    drawn = [_circle(48, 774, 4, "f"), _circle(48, 760, 4, "S"), "48 746 4 4 re f", _circle(40, 711, 16, "f")]

    found = read(pdf([lines], more=["\n".join(drawn)]))

    assert [block.text for block in found] == ["Neem mee:", "- een jas\n- een tas\n- een bal", "Tot dan."]


def test_a_page_that_is_a_picture_among_pages_of_text_is_told():
    picture = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"

    found = read_document(pdf([[("Voorkant", 11)], [], []], more=["", picture, ""]), "a.pdf", Limits())[1]

    assert found.notices == (notice("pages_without_text", pages="2"),)


def test_a_sentence_that_goes_on_with_a_number_and_a_stop_is_no_list():
    lines = [
        PageLine("Afspraken over de begeleiding in periode", 0, 1),
        PageLine("11. Wie ziek is, meldt zich.", 0, 1),
        PageLine("De lijst van alle namen", 0, 1),
        PageLine("1. aap", 0, 1),
        PageLine("2. noot", 0, 1),
    ]

    assert [block.text for block in page_blocks(lines)] == [
        "Afspraken over de begeleiding in periode 11. Wie ziek is, meldt zich. De lijst van alle namen",
        "1. aap\n2. noot",
    ]


def test_chapters_of_a_pdf_that_stand_under_each_other_are_headings_each():
    small = [("", 0), *[("Gewone tekst van het handboek, zoals die op de bladzijde staat.", 11)] * 20]

    found = read(pdf([[("Handboek", 18), ("1 Vooraf", 18), ("1.1 Een heel lange", 14), ("kop", 14), *small]]))

    assert [(block.text, block.level) for block in found if block.level] == [
        ("Handboek", 1), ("1 Vooraf", 1), ("1.1 Een heel lange kop", 2)
    ]  # fmt: skip


def test_a_word_that_goes_on_at_the_next_line_is_one_however_its_hyphen_was_written():
    lines = [
        PageLine(text, 0, 1)
        for text in ("Bij het verzuim\u00adloket en de loopbaan\u00ad", "begeleider of de stage\u2010", "docent.")
    ]

    assert [block.text for block in page_blocks(lines)] == [
        "Bij het verzuimloket en de loopbaanbegeleider of de stagedocent."
    ]


def test_what_stands_beside_the_page_is_not_shown():
    lines = [("Op de bladzijde.", 11), *[("", 0)] * 70, ("Eronder.", 11)]

    assert [block.text for block in read(pdf([lines]))] == ["Op de bladzijde."]


def test_what_is_filled_in_on_a_form_is_read_and_a_remark_is_not():
    class Name(str):
        @property
        def name(self) -> str:
            return str(self)

    def annotation(kind: str, left: int, **told: object) -> dict[str, object]:
        return {"x0": left, "top": 100, "contents": told.pop("contents", None), "data": {"Subtype": Name(kind), **told}}

    found = filled_in(
        [
            annotation("Widget", 10, FT=Name("Tx"), V=b"De Korenaar"),
            annotation("Widget", 200, FT=Name("Btn"), AS=Name("Yes")),
            annotation("Widget", 220, FT=Name("Btn"), AS=Name("Off")),
            annotation("Widget", 240, FT=Name("Tx"), V=b"verborgen", F=2),
            annotation("FreeText", 300, contents="Klopt"),
            annotation("Text", 400, contents="Alleen intern"),
        ]
    )

    assert [(word.text, word.left) for word in found] == [("De", 10), ("Korenaar", 25), ("☒", 200), ("Klopt", 300)]


def test_a_long_pdf_is_read_too_without_looking_for_tables():
    data = pdf([[(f"Dit is bladzijde {'i' * page}.", 11)] for page in range(1, 41)])

    assert read(data)[39] == Block(f"Dit is bladzijde {'i' * 40}.", place=on_page(40))


def test_a_sheet_is_read_by_its_header_wherever_it_stands():
    data = xlsx(
        {"FAQ": [["Lijst"], [None, "Antwoord", "Nr", "Vraag"], [None, "De school.\n\n• een\n• twee", 1, "Wie meldt"]]}
    )

    assert read(data) == (
        Block("Wie meldt", 7, on_row("FAQ", 3), told=Told()),
        Block("De school.\n\n- een\n- twee", place=on_row("FAQ", 3)),
    )


def test_a_sheet_without_header_has_questions_in_the_first_column_and_answers_in_the_second():
    data = xlsx({"A": [["Hoeveel?", 40.0], ["Wanneer?", date(2026, 7, 1)], ["Leeg?", None], [None, "los"]], "B": []})

    assert [(block.text, block.level) for block in read(data)] == [
        ("Hoeveel?", 7),
        ("40", 0),
        ("Wanneer?", 7),
        (str(date(2026, 7, 1)), 0),
        ("Leeg?", 7),
    ]


def test_hidden_sheets_and_rows_over_the_limit_are_left_out_and_told():
    data = xlsx({"A": [[f"Vraag {row}?", "ja"] for row in range(9)], "Geheim": [["x?", "y"]]}, hidden=["Geheim"])

    _, document, _ = read_document(data, "x", Limits(max_rows=2))

    assert [block.text for block in document.blocks] == ["Vraag 0?", "ja", "Vraag 1?", "ja"]
    assert document.notices == (
        notice("rows_left_out", max_rows=2, sheet="A"),
        notice("hidden_sheets", names="Geheim"),
    )


def test_a_sheet_that_claims_a_million_rows_is_read_to_the_limit():
    made = xlsx({"A": [["Vraag?", "ja"]]})
    assert b"xl/worksheets/sheet1.xml" in made
    huge = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    )
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>Vraag {0}?</t></is></c><c r="B{0}"><v>1</v></c></row>'
    data = _replaced(
        made,
        "xl/worksheets/sheet1.xml",
        f"{huge}<sheetData>{row.format(1)}{row.format(1048576)}</sheetData></worksheet>",
    )

    assert [block.text for block in read(data)] == ["Vraag 1?", "1"]


def _replaced(data: bytes, name: str, content: str | bytes) -> bytes:
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(data)) as parts:
        return packed({part: parts.read(part) for part in parts.namelist()} | {name: content})


def _with_lying_sizes(data: bytes, name: bytes, size: int) -> bytes:
    """A zip file whose list says that a part is smaller than it is."""
    at = data.rindex(name) - 46
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


BOMB = docx(paragraph("x"), more={"word/bomb.xml": b" " * 60_000_000})
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 1000 + '">]>'
WITH_PASSWORD = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'o' * 32}) /U ({'u' * 32}) /P -4 >> /ID [(a) (b)]"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"  \n ", "nothing_in_it"),
        (b"\x89PNG\r\n\x1a\n\0\0", "unknown_kind"),
        (b"MZ\x90\0\x03", "unknown_kind"),
        (b"<?xml version='1.0'?><rss/>", "unknown_kind"),
        (b"{\\rtf1 tekst}", "rich_text"),
        (b'{"title": "Vraag", "versie": [1]}\n', "unknown_kind"),
        (OLE, "old_office"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (packed({"a.docx": docx(paragraph("x"))}), "archive"),
        (packed({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "other_office"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": ""}), "other_office"),
        (docx(paragraph("x"), more={"word/vbaProject.bin": b"x"}), "macros"),
        (docx(paragraph("x"), more={"[Content_Types].xml": "<Types>ms-word.document.macroEnabled.main</Types>"}), "macros"),
        (BOMB, "unfolds_too_far"),
        (_with_lying_sizes(BOMB, b"word/bomb.xml", 10), "damaged"),
        (packed({f"word/{number}.xml": "" for number in range(5_001)}), "too_many_parts"),
        (docx(paragraph("x"), declaration=ENTITY), "entities"),
        (docx(paragraph("x"), declaration=LAUGHS), "entities"),
        (docx(paragraph("x"), more={"word/footnotes.xml": f"<?xml version='1.0'?>{ENTITY}<x>&a;</x>".encode("utf-16")}), "entities"),
        (_replaced(xlsx({"A": [["x?", "y"]]}), "xl/sharedStrings.xml", f"{ENTITY}<sst>&a;</sst>"), "entities"),
        (docx(paragraph("x"))[:-30], "damaged"),
        (docx(paragraph("x"))[:200], "damaged"),
        (pdf([[]]), "no_text"),
        (b"<!doctype html><title>Vragen</title><body><div id=app></div><script src=app.js></script>", "page_shows_none"),
        (pdf([[("N\x7f\x81m e\x7fn sl\x7f\x7fpz\x7fk m\x81\x7f", 11)]]), "letters_unknown"),
        (pdf([[("x", 11)]], trailer=WITH_PASSWORD), "encrypted"),
        (pdf([[("x", 11)]] * 151), "too_many_pages"),
        (b"%PDF-1.7\nniets", "damaged"),
        (b"tekst " * 200_000, "too_much_text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_hostile_odd_or_broken_is_refused_by_name(data: bytes, refusal: str):
    with pytest.raises(Refused) as refused:
        read(data)

    assert refused.value.notice.key == refusal


def test_an_overview_of_routes_is_no_table_of_questions():
    with pytest.raises(Refused) as refused:
        read(b"school;mbo;regio;profiel;leerweg;opleiding;niveau;soort;gemeld\n", "../lijst.CSV")

    assert refused.value.notice == notice("routes_sheet")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_file_is_read_however_it_was_saved(separator: str, encoding: str, end: str):
    rows = ["Vraag{0}Antwoord", "Wie meldt?{0}De coördinator", '"Wanneer{0} precies?"{0}"In juli,\nof zo; ja"']
    data = end.join(rows).format(separator).encode(encoding)

    kind, document, _ = read_document(data, "lijst.csv", Limits())

    assert (kind, [block.text for block in document.blocks]) == (
        Kind.CSV, ["Wie meldt?", "De coördinator", " ".join(f"Wanneer{separator} precies?".split()), "In juli,\n\nof zo; ja"]
    )  # fmt: skip


def test_a_csv_file_of_excel_may_name_its_separator():
    assert [block.text for block in read(b"sep=;\r\nVraag;Antwoord\r\nWie, dan?;Wij\r\n", "a.csv")] == [
        "Wie, dan?",
        "Wij",
    ]


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.csv", "a.txt"])
def test_windows_line_ends_are_read_in_every_kind_of_text(name: str):
    """As Windows writes every file; all were refused."""
    texts = {
        "a.html": "<h2>Wie meldt?</h2>\r\n<p>De school\r\nmeldt.</p>\r\n",
        "a.csv": "Vraag;Antwoord\r\nWie meldt?;De school meldt.\r\n",
    }
    data = texts.get(name, "## Wie meldt?\r\n\r\nDe school meldt.\r\n").encode()

    assert [" ".join(block.text.split()) for block in read(data, name)] == ["Wie meldt?", "De school meldt."]


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "../../../../etc/passwd", "/etc/passwd"]
)
def test_pictures_and_templates_from_outside_are_neither_fetched_nor_shown(target: str):
    picture = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:link="out"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    links = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for name, kind in [("out", "image"), ("t", "attachedTemplate")]
    )

    assert read(docx(paragraph("Tekst."), picture, links=links)) == (Block("Tekst."),)


PROPERTIES = "# Stage\n\nEigenaar: Team stage\nStatus: Klaar\nTags: stage, bpv\n\nLet op: neem een boek mee.\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Stage 1f2e3d4c5b6a79880123456789abcdef.md", ["Stage", "Let op: neem een boek mee."]),
        ("Stage.md", ["Stage", "Eigenaar: Team stage\nStatus: Klaar\nTags: stage, bpv", "Let op: neem een boek mee."]),
    ],
)
def test_the_properties_of_a_page_of_notion_are_left_out_and_told(name: str, shown: list[str]):
    _, document, _ = read_document(PROPERTIES.encode(), name, Limits())

    told = [one for one in document.notices if one.key == "left_out_here"]
    assert [block.text for block in document.blocks] == shown
    assert [dict(one.values)["what"] for one in told] == ([] if len(shown) == 3 else ["Eigenaar, Status, Tags"])


def test_javascript_beside_markdown_is_no_text():
    text = b"# Wie meldt?\n\nDe school.\n\nexport const meta = {\n  a: 1,\n}\n"

    _, document, _ = read_document(text, "vraag.MDX", Limits())
    assert [block.text for block in document.blocks] == ["Wie meldt?", "De school."]


def test_what_a_pdf_has_in_angle_brackets_is_text():
    _, document, _ = read_document(pdf([[("Druk op <Enter> en 3 < 5.", 10)]]), "a.pdf", Limits())

    assert [block.text for block in document.blocks] == ["Druk op &lt;Enter> en 3 < 5."]
