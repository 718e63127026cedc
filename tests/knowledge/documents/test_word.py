"""A Word document arrives as Word shows it."""

from io import BytesIO

import pytest

from knowledge.documents.blocks import Block
from knowledge.documents.kept import Line
from knowledge.documents.word import number_as, read_word
from knowledge.notices import notice
from tests.documents import OFFICE, WORD, docx, paragraph, strict

NUMBERING = f'<Relationship Id="n" Type="{OFFICE}/numbering" Target="numbering.xml"/>'


def level(number: int, kind: str, text: str, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*lists: str) -> dict[str, str | bytes]:
    """Lists 1, 2, … of these levels."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{one}</w:abstractNum>' for at, one in enumerate(lists, 1)
    )
    named = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(lists) + 1))
    return {"word/numbering.xml": f'<w:numbering xmlns:w="{WORD}">{abstract}{named}</w:numbering>'}


def item(text: str, number: int, at: int = 0) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_word(data).blocks]


def test_hidden_text_stays_in_the_document():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t> Intern: bel Jansen.</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> Samen.</w:t></w:r>'

    page = read_word(docx(f"<w:p><w:r><w:t>Het bestuur tekent.</w:t></w:r>{hidden}{shown}</w:p>"))

    assert ([block.text for block in page.blocks], [line.text for line in page.lines]) == (
        ["Het bestuur tekent. Samen."], ["Het bestuur tekent. Samen."]
    )  # fmt: skip


def test_text_that_a_style_hides_stays_in_the_document():
    style = f'<w:styles xmlns:w="{WORD}"><w:style w:type="character" w:styleId="Geheim"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    run = '<w:r><w:rPr><w:rStyle w:val="Geheim"/></w:rPr><w:t>geheim</w:t></w:r>'

    assert texts(docx(f"<w:p><w:r><w:t>open</w:t></w:r>{run}</w:p>", more={"word/styles.xml": style})) == ["open"]


@pytest.mark.parametrize("kind", ['br w:type="page"', 'br w:type="column"', "br", "cr"])
def test_words_on_two_sides_of_a_break_stay_two(kind: str):
    data = docx(f"<w:p><w:r><w:t>Het gezag</w:t></w:r><w:r><w:{kind}/></w:r><w:r><w:t>tekent.</w:t></w:r></w:p>")

    assert [text.split() for text in texts(data)] == [["Het", "gezag", "tekent."]]


def test_a_cell_over_two_rows_stands_in_both_and_a_bar_makes_no_column():
    merged = "<w:tcPr><w:vMerge{}/></w:tcPr>"
    rows = [
        f"<w:tr><w:tc>{merged.format(chr(32) + 'w:val=' + chr(34) + 'restart' + chr(34))}{paragraph('vmbo')}</w:tc><w:tc>{paragraph('vmbo|mbo')}</w:tc></w:tr>",
        f"<w:tr><w:tc>{merged.format('')}{paragraph('')}</w:tc><w:tc>{paragraph('tweede taak')}</w:tc></w:tr>",
    ]

    assert texts(docx(f"<w:tbl>{''.join(rows)}</w:tbl>")) == ["- vmbo · vmbo|mbo\n- vmbo · tweede taak"]


def test_a_list_begins_where_it_begins_and_goes_on_where_it_goes_on():
    data = docx(
        *(item(text, 1) for text in ("aap", "noot")),
        paragraph("Tussendoor."),
        *(item(text, 2) for text in ("een", "twee")),
        paragraph("Nog iets."),
        item("drie", 2),
        item("diep", 2, 1),
        more=numbering(level(0, "lowerLetter", "%1.", 3), level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")),
        links=NUMBERING,
    )

    assert texts(data) == [
        "* c. aap\n* d. noot", "Tussendoor.", "1. een\n2. twee", "Nog iets.", "3. drie\n   * 3.1 diep"
    ]  # fmt: skip


def picture(number: int) -> str:
    """A step that is a picture."""
    shape = f'<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata xmlns:r="{OFFICE}" r:id="p"/></v:shape></w:pict>'
    return item("", number).replace("<w:t></w:t>", shape)


def marked(how: str) -> str:
    """An item without text whose end is marked as hidden or as struck out."""
    return item("", 1).replace("</w:numPr>", f"</w:numPr><w:rPr><w:{how}/></w:rPr>")


@pytest.mark.parametrize(
    ("between", "last"),
    [(item("", 1), 3), (picture(1), 3), (marked("vanish"), 2), (marked("del"), 2)],
    ids=["empty", "a picture", "hidden", "struck out"],
)
def test_a_step_without_text_takes_a_number_where_word_gives_it_one(between: str, last: int):
    data = docx(
        item("Open het scherm.", 1), between, item("Klik.", 1), more=numbering(level(0, "decimal", "%1.")), links=NUMBERING
    )  # fmt: skip

    assert texts(data)[0].replace("* ", "") == f"1. Open het scherm.\n{last}. Klik."


def test_a_list_that_is_a_style_counts_as_the_style_says():
    style = f'<w:styleLink w:val="L"/>{level(0, "upperLetter", "%1)")}'
    more = numbering('<w:numStyleLink w:val="L"/>', style)

    assert texts(docx(item("aap", 1), item("noot", 1), more=more, links=NUMBERING)) == ["* A) aap\n* B) noot"]


def test_a_list_whose_style_is_missing_keeps_its_words():
    data = docx(item("aap", 1), more=numbering('<w:numStyleLink w:val="L"/>'), links=NUMBERING)

    assert [text.strip("* ") for text in texts(data)] == ["aap"]


def test_a_list_may_have_a_level_of_its_own():
    own = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/>{level(0, "lowerLetter", "%1)")}</w:lvlOverride>'
    more = {name: str(text).replace("</w:num>", f"{own}</w:num>") for name, text in numbering(level(0, "decimal", "%1.")).items()}  # fmt: skip

    assert texts(docx(item("aap", 1), item("noot", 1), more=more, links=NUMBERING)) == ["* c) aap\n* d) noot"]


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ('<w:isLgl/><w:lvlText w:val="%1.%2"/>', ["I. aap", "1.1 a", "II. noot", "2.1 b"]),
        ('<w:lvlRestart w:val="0"/><w:lvlText w:val="%2)"/>', ["I. aap", "1. a", "II. noot", "2. b"]),
        ('<w:lvlText w:val=""/>', ["I. aap", "a", "II. noot", "b"]),
    ],
    ids=["figures alone", "counts on", "shows none"],
)
def test_a_level_counts_and_is_written_as_it_says(told: str, shown: list[str]):
    deep = f'<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{told}</w:lvl>'
    data = docx(
        item("aap", 1), item("a", 1, 1), item("noot", 1), item("b", 1, 1),
        more=numbering(level(0, "upperRoman", "%1.") + deep), links=NUMBERING,
    )  # fmt: skip

    assert [line.strip(" *+-") for text in texts(data) for line in text.split("\n")] == shown


def test_a_text_that_stands_in_front_of_an_item_without_a_number_is_shown():
    data = docx(item("vóór 1 mei", 1), more=numbering(level(0, "none", "Let op:")), links=NUMBERING)

    assert texts(data) == ["* Let op: vóór 1 mei"]


def test_a_list_that_goes_on_at_its_second_level_behind_a_text_goes_on_counting():
    data = docx(
        item("aap", 1), item("links", 1, 1), paragraph("Tussendoor."), item("rechts", 1, 1), item("diep", 1, 2), item("noot", 1),
        more=numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)") + level(2, "decimal", "%1.%3")), links=NUMBERING,
    )  # fmt: skip

    assert texts(data) == ["1. aap\n   * a) links", "Tussendoor.", "* b) rechts\n  + 1.1 diep", "2. noot"]


def test_a_list_whose_level_is_in_the_name_of_its_style_has_levels():
    """Word's "Lijst opsom.teken 2", which the file calls "List Bullet 2" in every language."""
    document = pytest.importorskip("docx").Document()
    for text, style in (("aap", ""), ("noot", " 2"), ("mies", "")):
        document.add_paragraph(text, style=f"List Bullet{style}")
    document.add_paragraph("Tussendoor.")
    for text, style in (("een", ""), ("diep", " 2"), ("twee", "")):
        document.add_paragraph(text, style=f"List Number{style}")
    document.add_paragraph("Los.")
    document.add_paragraph("wim", style="List Bullet 2")
    document.save(kept := BytesIO())

    assert texts(kept.getvalue()) == [
        "* aap\n  + noot\n* mies", "Tussendoor.", "1. een\n   1. diep\n2. twee", "Los.", "* wim"
    ]  # fmt: skip


def test_the_number_of_a_heading_is_written_out():
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'

    page = read_word(
        docx(
            heading.format("Start"),
            paragraph("Tekst."),
            heading.format("Slot"),
            more=numbering(level(0, "decimal", "%1.")),
            links=NUMBERING,
        )
    )

    assert page.blocks == (Block("1. Start", 1), Block("Tekst."), Block("2. Slot", 1))


@pytest.mark.parametrize(
    "style",
    [
        '<w:style w:type="paragraph" w:styleId="K"><w:name w:val="Kop 2"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="heading 2"/></w:style><w:style w:type="paragraph" w:styleId="K"><w:name w:val="Mijn kop"/><w:basedOn w:val="B"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="K"><w:name w:val="Eigen"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>',
    ],
    ids=["Dutch name", "based on a heading", "outline level"],
)
def test_a_heading_is_one_by_whichever_name(style: str):
    data = docx(paragraph("Kop", "K"), more={"word/styles.xml": f'<w:styles xmlns:w="{WORD}">{style}</w:styles>'})

    assert read_word(data).blocks == (Block("Kop", 2),)


def test_a_strict_document_reads_as_any_other():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t> Intern.</w:t></w:r>"

    page = read_word(strict(docx(paragraph("Ziek", "Heading1"), f"<w:p><w:r><w:t>Bel.</w:t></w:r>{hidden}</w:p>")))

    assert (page.blocks, page.lines) == ((Block("Ziek", 1), Block("Bel.")), (Line("Ziek"), Line("Bel.")))


def test_under_a_title_each_heading_is_one_lower():
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/></w:style>'
    styles = "".join(style.format(*one) for one in (("T", "Titel"), ("Heading1", "heading 1"), ("Kop2", "Kop 2")))
    data = docx(
        paragraph("Handboek", "T"), paragraph("Verzuim", "Heading1"), paragraph("Ziek", "Kop2"), paragraph("Bel."),
        more={"word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>'},
    )  # fmt: skip

    assert read_word(data).blocks == (Block("Handboek", 1), Block("Verzuim", 2), Block("Ziek", 3), Block("Bel."))


def test_what_a_field_shows_is_shown():
    field = '<w:fldSimple w:instr=" SEQ Tabel "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    assert texts(docx(f'<w:p><w:r><w:t xml:space="preserve">Tabel </w:t></w:r>{field}</w:p>')) == ["Tabel 1"]


def test_text_in_a_box_is_read_once():
    inside = f"<w:r><w:txbxContent>{paragraph('In een kader.')}</w:txbxContent></w:r>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent>"
    )

    page = read_word(docx(f"<w:p><w:r><w:t>Ernaast.</w:t></w:r>{both}</w:p>"))

    assert [line.text for line in page.lines] == ["Ernaast.", "In een kader."]


def test_a_link_to_nothing_in_the_document_is_its_words():
    link = f'<w:hyperlink xmlns:r="{OFFICE}" r:id="rId99"><w:r><w:t>hier</w:t></w:r></w:hyperlink>'

    assert texts(docx(f"<w:p>{link}</w:p>")) == ["hier"]


def test_raised_numbers_stay_raised():
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'

    assert texts(docx(f"<w:p><w:r><w:t>10</w:t></w:r>{raised}</w:p>")) == ["10²"]


@pytest.mark.parametrize(
    ("kind", "written"),
    [("decimal", "28"), ("lowerLetter", "ab"), ("upperLetter", "AB"), ("lowerRoman", "xxviii"), ("upperRoman", "XXVIII"), ("decimalZero", "28")],
)  # fmt: skip
def test_numbers_are_written_as_word_does(kind: str, written: str):
    assert number_as(28, kind) == written


@pytest.mark.parametrize(
    ("moved", "expected"), [(8, "10² meter"), (-6, "10₂ meter"), (1, "102 meter"), ("--8", "102 meter")]
)
def test_a_number_that_was_moved_up_by_hand_stands_raised(moved: int | str, expected: str):
    """As LibreOffice writes 10² into a .docx that came from a page."""
    small = f'<w:r><w:rPr><w:position w:val="{moved}"/><w:sz w:val="14"/></w:rPr><w:t>2</w:t></w:r>'

    assert texts(docx(f"<w:p><w:r><w:t>10</w:t></w:r>{small}<w:r><w:t> meter</w:t></w:r></w:p>")) == [expected]


def line(text: str, half_points: int | str, *, bold: bool = False) -> str:
    look = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{half_points}"/></w:rPr>'
    return f"<w:p><w:r>{look}<w:t>{text}</w:t></w:r></w:p>"


def test_the_pages_that_onenote_writes_to_word_have_their_titles():
    """It writes no headings; two pages may have parts of one name."""
    sentence = "De deur is open van acht tot vier, ook op vrijdag en in de week voor de vakantie."
    pages = [
        (line(title, 40), line("maandag 3 maart 2025", 20), line("14:05", 20), line("Tijden", 28, bold=True), line(sentence, 22))
        for title in ("Kantine", "Bibliotheek")
    ]  # fmt: skip

    page = read_word(docx(*(one for lines in pages for one in lines)))

    assert [(block.level, block.text) for block in page.blocks] == [
        (1, "Kantine"), (2, "Tijden"), (0, sentence), (1, "Bibliotheek"), (2, "Tijden"), (0, sentence)
    ]  # fmt: skip
    assert page.notices == (notice("page_days", count=2),)


def test_a_line_in_larger_letters_is_no_heading_where_there_are_headings():
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Kop</w:t></w:r></w:p>'
    data = docx(heading, line("Groot", 40), line("Een zin die lang genoeg is om de meeste te zijn.", 22))

    assert [block.level for block in read_word(data).blocks] == [1, 0, 0]


def test_a_size_that_no_letter_has_is_passed_over():
    sentence = "De deur is open van acht tot vier."
    data = docx(line("Kantine", 40) + line(sentence, "9" * 5000))

    assert texts(data) == ["Kantine", sentence]


def looking(*styles: str) -> dict[str, str | bytes]:
    """Styles of paragraphs: the id, a blank, and what it says of letters."""
    written = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{rest}</w:style>'
        for name, _, rest in (one.partition(" ") for one in styles)
    )
    return {"word/styles.xml": f'<w:styles xmlns:w="{WORD}">{written}</w:styles>'}


BOLD = "<w:rPr><w:b/></w:rPr>"


def bold_lines(*lines: tuple[str, str], styles: dict[str, str | bytes]) -> list[str]:
    """The lines that are bold, of (text, style)."""
    data = docx(*(paragraph(text, style) for text, style in lines), more=styles)
    return [block.text for block in read_word(data).blocks if block.is_bold]


def test_a_line_that_a_style_makes_bold_is_bold():
    styles = looking(
        f"Vraag {BOLD}", 'Klein <w:basedOn w:val="Vraag"/>', f"Caption {BOLD}", f"Normaal {BOLD.replace('b/', 'i/')}"
    )
    text = "Dat staat in de folder, en anders weet de balie het."

    found = bold_lines(
        ("Hoe laat begint het", "Vraag"), (text, "Normaal"), ("Wat neem ik mee", "Klein"), (text, "Normaal"), ("Foto", "Caption"),
        styles=styles,
    )  # fmt: skip

    assert found == ["Hoe laat begint het", "Wat neem ik mee"]


def test_where_a_style_makes_most_of_the_text_bold_no_line_stands_out():
    assert (
        bold_lines(("Een.", "Vet"), ("Twee.", "Vet"), ("Drie.", "Gewoon"), styles=looking(f"Vet {BOLD}", "Gewoon "))
        == []
    )


def test_a_line_that_undoes_the_bold_of_its_style_is_not_bold():
    plain = '<w:p><w:pPr><w:pStyle w:val="Vet"/></w:pPr><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>Een.</w:t></w:r></w:p>'
    data = docx(plain, paragraph("Een gewone regel."), more=looking(f"Vet {BOLD}"))

    assert [(block.text, block.is_bold) for block in read_word(data).blocks] == [
        ("Een.", False),
        ("Een gewone regel.", False),
    ]


def white(text: str, *, more: str = "", around: str = "") -> str:
    """A paragraph in white letters; more: of the run, around: of the paragraph."""
    return (
        f'<w:p><w:pPr>{around}</w:pPr><w:r><w:rPr><w:color w:val="FFFFFF"/>{more}</w:rPr><w:t>{text}</w:t></w:r></w:p>'
    )


def test_white_letters_on_white_paper_stay_behind_and_are_told():
    page = read_word(docx(paragraph("Vijf euro."), white("niet zeggen")))

    assert [block.text for block in page.blocks] == ["Vijf euro."]
    assert notice("white_letters", text="niet zeggen") in page.notices
    assert [line.text for line in page.lines] == ["Vijf euro."]


@pytest.mark.parametrize(
    "shown",
    [
        white("te zien", more='<w:shd w:val="clear" w:fill="1F3864"/>'),
        white("te zien", more='<w:highlight w:val="black"/>'),
        white("te zien", around='<w:shd w:val="clear" w:fill="1F3864"/>'),
        f'<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>{white("te zien")}</w:tc></w:tr></w:tbl>',
        f'<w:tbl><w:tblPr><w:tblStyle w:val="GridTable5Dark"/></w:tblPr><w:tr><w:tc>{white("te zien")}</w:tc></w:tr></w:tbl>',
    ],
    ids=["on a colour", "marked", "in a coloured paragraph", "in a coloured cell", "in a table with a style"],
)
def test_white_letters_on_a_colour_are_seen(shown: str):
    page = read_word(docx(paragraph("Vijf euro."), shown))

    assert "te zien" in " ".join(block.text for block in page.blocks)
