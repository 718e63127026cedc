"""What stands in a Word document beside its text arrives where it belongs, or is told."""

import pytest

from knowledge.documents.blocks import Block
from knowledge.documents.html_blocks import Page
from knowledge.documents.word import read_word
from knowledge.notices import Notice, Refused, notice
from tests.documents import OFFICE, WORD, docx, paragraph, word_table

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
VML = "urn:schemas-microsoft-com:vml"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def drawn(inside: str) -> str:
    """What is drawn, in a run."""
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{PLACED}"><a:graphic xmlns:a="{DRAWN}"><a:graphicData>{inside}'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def box(content: str) -> str:
    return drawn(
        f'<wps:wsp xmlns:wps="{SHAPES}"><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>'
    )


def either(choice: str, fallback: str = "") -> str:
    return f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps">{choice}</mc:Choice>{fallback}</mc:AlternateContent>'


def link(name: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{target}"/>'


def read(*content: str, **parts: str) -> Page:
    """A document of paragraphs; parts are more of it by name, linked by that name."""
    more: dict[str, str | bytes] = {f"word/{name}.xml": text for name, text in parts.items()}
    links = "".join(link(name, f"{name}.xml") for name in parts)
    return read_word(docx(*content, more=more, links=links))


def texts(*content: str, **parts: str) -> list[str]:
    return [block.text for block in read(*content, **parts).blocks]


def edge(kind: str, *texts: str) -> str:
    return f'<w:{kind} xmlns:w="{WORD}">{"".join(map(paragraph, texts))}</w:{kind}>'


def shown_on(*references: str, first: bool = False) -> str:
    return f"<w:sectPr>{''.join(references)}{'<w:titlePg/>' if first else ''}</w:sectPr>"


def reference(name: str, kind: str = "default") -> str:
    return f'<w:{name.rstrip("12")}Reference w:type="{kind}" r:id="{name}"/>'


def test_headers_and_footers_are_told():
    page = read(
        paragraph("Vraag het de mentor."),
        shown_on(reference("header1"), reference("header2", "first"), reference("footer1")),
        header1=edge("hdr", "Handboek Oost", "Pagina 1 van 3"),
        header2=edge("hdr", "Nergens te zien"),  # as no page of it begins otherwise
        footer1=edge("ftr", "Bel 010-1234567", "Vraag het de mentor."),
    )

    assert page.notices == (notice("page_edges", text="Handboek Oost · Bel 010-1234567"),)


def test_a_header_of_the_first_page_alone_is_told_where_there_is_one():
    page = read(
        paragraph("Tekst."),
        shown_on(reference("header1", "first"), first=True),
        header1=edge("hdr", "Postbus 1"),
    )

    assert page.notices == (notice("page_edges", text="Postbus 1"),)


@pytest.mark.parametrize(
    "around",
    [
        lambda inside: inside,
        either,
        lambda inside: either(inside, "<mc:Fallback/>"),
        lambda inside: either(inside, f"<mc:Fallback>{inside}</mc:Fallback>"),
    ],
    ids=["alone", "no other form", "an empty other form", "two forms"],
)
def test_text_in_a_box_arrives_behind_its_paragraph_and_once(around):
    page = read(f"<w:p>{run('Ernaast.')}{around(box(paragraph('In een kader.')))}</w:p>", paragraph("Daarna."))

    assert (
        [block.text for block in page.blocks] == [line.text for line in page.lines]
        == ["Ernaast.", "In een kader.", "Daarna."]
    )  # fmt: skip


def test_a_table_in_a_box_keeps_its_rows():
    assert texts(f"<w:p>{box(word_table([['Ma', '9 uur'], ['Di', '10 uur']]))}</w:p>") == [
        "- Ma · 9 uur\n- Di · 10 uur"
    ]


def test_drawn_letters_and_diagrams_are_text():
    letters = f'<w:r><w:pict><v:shape xmlns:v="{VML}"><v:textpath string="Nieuws"/></v:shape></w:pict></w:r>'
    diagram = drawn(f'<dgm:relIds xmlns:dgm="{DIAGRAM}" r:dm="data"/>')
    points = "".join(
        f'<dgm:pt type="{kind}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for kind, text in (("node", "Intake"), ("sibTrans", "pijl"), ("node", "Plaatsing"))
    )
    data = f'<dgm:dataModel xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWN}"><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>'

    assert texts(f"<w:p>{letters}</w:p>", f"<w:p>{diagram}</w:p>", data=data) == ["Nieuws", "Intake", "Plaatsing"]


@pytest.mark.parametrize("around", [str, either, lambda inside: either(inside, "<mc:Fallback/>")])
def test_pictures_are_counted_wherever_they_are_kept(around):
    picture = drawn(f'<a:blip xmlns:a="{DRAWN}" r:embed="gone"/>')

    assert read(f"<w:p>{run('Zie hieronder.')}{around(picture)}</w:p>").notices == (notice("pictures", count=1),)


def test_notes_stand_under_the_text_that_they_belong_to():
    def note(number: int, text: str) -> str:
        return f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'

    def mark(number: int) -> str:
        return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    rule = f'<w:footnote w:type="separator" w:id="0">{paragraph("-")}</w:footnote>'
    notes = f'<w:footnotes xmlns:w="{WORD}">{rule}{note(2, "Wet van 2020.")}{note(3, "Per post.")}</w:footnotes>'

    page = read(
        paragraph("Wie tekent?", "Heading1"), f"<w:p>{run('Het bestuur')}{mark(2)}{run(' tekent.')}</w:p>",
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' f"{run('Hoe?')}{mark(3)}</w:p>", paragraph("Schriftelijk."),
        footnotes=notes,
    )  # fmt: skip

    assert [(block.text, block.level) for block in page.blocks] == [
        ("Wie tekent?", 1), ("Het bestuur[1] tekent.", 0), ("[1] Wet van 2020.", 0),
        ("Hoe?", 1), ("Per post.", 0), ("Schriftelijk.", 0),
    ]  # fmt: skip


def test_a_table_of_contents_is_no_text():
    style = '<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{paragraph('Inhoud')}</w:sdtContent></w:sdt>"

    page = read(
        control, paragraph("Ziek 3", "Inhopg1"), paragraph("Bel."),
        styles=f'<w:styles xmlns:w="{WORD}">{style}</w:styles>',
    )  # fmt: skip

    assert ([block.text for block in page.blocks], [line.text for line in page.lines]) == (["Bel."], ["Bel."])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"{run('a ')}<w:bdo>{run('b')}</w:bdo><w:dir>{run(' c')}</w:dir>", "a b c"),
        (f"<w:smartTag>{run('a ')}<w:fldSimple>{run('b')}</w:fldSimple></w:smartTag>", "a b"),
        (f"<w:sdt><w:sdtContent>{run('a ')}<w:sdt><w:sdtContent>{run('b')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>", "a b"),
        (f"{run('a')}<w:r><w:ptab/></w:r>{run('b')}", "a b"),
        (f"{run('a ')}<w:ins>{run('b')}</w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del>", "a b"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="a"/>'
         '<w:listEntry w:val="b"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', "b"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
         f'<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>{run(" a")}', "☒ a"),
    ],
    ids=["directions", "tags", "controls", "a tab to the margin", "changes", "an option", "a tick"],
)  # fmt: skip
def test_what_stands_around_text_takes_none_of_it_away(written: str, shown: str):
    page = read(f"<w:p>{written}</w:p>")

    assert ([block.text for block in page.blocks], [line.text for line in page.lines]) == ([shown], [shown])


def field(code: str, shown: str) -> str:
    """A field as Word writes one, whose code may hold others."""
    code = code if code.startswith("<") else f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{code}{marks[1]}{run(shown)}{marks[2]}"


def test_of_a_field_is_shown_what_came_of_it_and_not_what_it_was_told():
    inner = field("MERGEFIELD Soort", "vmbo")
    outer = field(f"<w:r><w:instrText>IF </w:instrText></w:r>{inner}", "Beste ouder")
    open_one = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'

    assert texts(f"<w:p>{outer}{run(', welkom.')}</w:p>") == ["Beste ouder, welkom."]
    assert texts(f"<w:p>{open_one}{run('Nooit gesloten.')}</w:p>") == ["Nooit gesloten."]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Klik of tik om tekst in te voeren.", []),
        ("Choose an item.", []),
        ("Beschrijf hier de beginsituatie.", ["Beschrijf hier de beginsituatie."]),
    ],
)
def test_what_word_asks_for_in_an_empty_field_is_no_text(text: str, shown: list[str]):
    field = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"

    page = read_word(docx(f"<w:p>{field}</w:p>", paragraph("Klik of tik om te kiezen.")))

    assert [line.text for line in page.lines] == [*shown, "Klik of tik om te kiezen."]


def test_a_row_that_was_deleted_is_neither_shown_nor_missed():
    rows = word_table([["Wie", "Wat"], ["Jan", "weg"], ["An", "blijft"]])
    deleted = rows.replace("<w:tr><w:tc><w:p><w:r><w:t>Jan", "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>Jan")

    page = read(deleted)

    assert (page.blocks, [line.text for line in page.lines]) == (
        (Block("- Wie · Wat\n- An · blijft"),), ["Wie", "Wat", "An", "blijft"]
    )  # fmt: skip


def test_a_formula_stands_on_the_line():
    def part(name: str, text: str) -> str:
        return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"

    power = f"<m:sSup>{part('e', 'x')}{part('sup', '2')}</m:sSup>"
    fraction = f"<m:f>{part('num', 'a+b')}{part('den', '2')}</m:f>"

    assert texts(f'<w:p>{run("Dus ")}<m:oMath xmlns:m="{MATH}">{power}{part("r", "=")}{fraction}</m:oMath></w:p>') == [
        "Dus x²=(a+b)/2"
    ]


@pytest.mark.parametrize(("sign", "shown"), [("", "∫₀¹ x"), ('<m:naryPr><m:chr m:val="∑"/></m:naryPr>', "∑₀¹ x")])
def test_the_large_sign_of_a_formula_is_shown_with_its_limits(sign: str, shown: str):
    parts = "".join(f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>" for name, text in (("sub", "0"), ("sup", "1"), ("e", "x")))  # fmt: skip

    assert texts(f'<w:p><m:oMath xmlns:m="{MATH}"><m:nary>{sign}{parts}</m:nary></m:oMath></w:p>') == [shown]


def test_a_document_that_is_put_in_on_opening_is_told():
    def told(*content: str) -> tuple[Notice, ...]:
        return read(*content, '<w:altChunk r:id="x"/>').notices

    assert told(paragraph("Tekst.")) == (notice("documents_within", count=1),)
    with pytest.raises(Refused) as refused:
        told()
    assert refused.value.notice == notice("documents_within", count=1)
