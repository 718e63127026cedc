"""An OpenDocument text arrives as LibreOffice shows it."""

import pytest

from knowledge.documents.blocks import Block
from knowledge.documents.html_blocks import Page
from knowledge.documents.opendocument import read_odt
from knowledge.documents.reading import Kind, Limits, kind_of, read_document
from knowledge.notices import Refused, notice
from tests.documents import packed

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
TYPE = "application/vnd.oasis.opendocument.text"
NUMBERED = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-number text:level="2" style:num-format="a"/></text:list-style>'
)


def odt(content: str, *, styles: str = "", looks: str = "", masters: str = "", **more: str) -> bytes:
    """A document; styles are those with names, looks those of single paragraphs."""
    body = f"<office:body><office:text>{content}</office:text></office:body>"
    return packed(
        {
            "mimetype": more.get("type", TYPE),
            "META-INF/manifest.xml": more.get("manifest", "<manifest/>"),
            "content.xml": f"<office:document-content {NAMES} {LINK}><office:automatic-styles>{looks}</office:automatic-styles>{body}"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {NAMES}><office:styles>{styles}</office:styles>"
            f"<office:master-styles>{masters}</office:master-styles></office:document-styles>",
        }
    )


def style(name: str, family: str = "paragraph", parent: str = "", text: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {text}/></style:style>"
    )


def p(text: str, look: str = "") -> str:
    return f'<text:p text:style-name="{look}">{text}</text:p>'


def items(*inside: str) -> str:
    return "".join(f"<text:list-item>{one}</text:list-item>" for one in inside)


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks]


def test_headings_have_their_levels_and_numbers_and_a_title_stands_above_them():
    outline = "".join(
        f'<text:outline-level-style text:level="{level}" style:num-format="1" style:num-suffix="." text:display-levels="{level}"/>'
        for level in (1, 2)
    )
    styles = f"{style('Title', parent='Heading')}<text:outline-style>{outline}</text:outline-style>"
    heading = '<text:h text:outline-level="{}">{}</text:h>'.format

    page = read_odt(odt(
        p("Handboek", "P1") + heading(1, "Ziek") + p("Bel.") + heading(1, "Vrij") + heading(2, "Bruiloft") + p("Mag."),
        styles=styles, looks=style("P1", parent="Title"),
    ))  # fmt: skip

    assert page.blocks == (
        Block("Handboek", 1), Block("1. Ziek", 2), Block("Bel."), Block("2. Vrij", 2), Block("2.1. Bruiloft", 3), Block("Mag."),
    )  # fmt: skip
    assert [line.text for line in page.lines] == [block.text for block in page.blocks]


def test_lists_are_nested_lettered_and_go_on():
    deep = f"<text:list>{items(p('links'), p('rechts'))}</text:list>"
    first = f'<text:list text:style-name="N">{items(p("een"), p("twee") + deep)}</text:list>'
    second = f'<text:list text:style-name="N" text:continue-numbering="true">{items(p("drie"))}</text:list>'
    bullets = f'<text:list text:style-name="B">{items(p("los"))}</text:list>'

    assert texts(read_odt(odt(first + p("Tussen.") + second + bullets, looks=NUMBERED))) == [
        "1. een\n2. twee\n   * a. links\n   * b. rechts", "Tussen.", "3. drie", "* los"
    ]  # fmt: skip


def listed(*inside: str, name: str = "N", more: str = "") -> str:
    return f'<text:list text:style-name="{name}" {more}>{"".join(inside)}</text:list>'


def test_a_list_that_goes_on_at_its_second_level_behind_a_text_goes_on_counting():
    first = listed(items(p("aap") + listed(items(p("links")))))
    second = listed(items(listed(items(p("rechts"))), p("noot")), more='text:continue-numbering="true"')

    assert texts(read_odt(odt(first + p("Tussendoor.") + second, looks=NUMBERED))) == [
        "1. aap\n   * a. links", "Tussendoor.", "* b. rechts", "2. noot"
    ]  # fmt: skip


def test_lists_of_another_kind_under_each_item_begin_anew():
    under = listed(items(p("links"), p("rechts")), name="L")
    looks = NUMBERED + NUMBERED.replace('"N"', '"L"')

    page = read_odt(odt(listed(items(p("aap") + under, p("noot") + under)), looks=looks))

    assert texts(page) == ["1. aap\n   * a. links\n   * b. rechts\n2. noot\n   * a. links\n   * b. rechts"]


def test_a_paragraph_of_a_list_without_a_number_takes_none():
    unnumbered = f"<text:list-header>{p('Samen.')}</text:list-header>"

    page = read_odt(odt(listed(items(p("aap")), unnumbered, items(p("noot"))), looks=NUMBERED))

    assert texts(page) == ["1. aap\n\n   Samen.\n2. noot"]


def test_a_number_has_the_shape_that_libreoffice_gives_it():
    looks = NUMBERED.replace(
        'style:num-format="a"',
        'style:num-format="a" style:num-suffix="." text:display-levels="2" loext:num-list-format="%1%-%2%)" '
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
    )

    page = read_odt(odt(listed(items(p("aap") + listed(items(p("links"))))), looks=looks))

    assert texts(page) == ["1. aap\n   * 1-a) links"]


def test_a_heading_without_a_number_takes_none_and_one_may_say_its_own():
    outline = '<text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
    bare = '<style:style style:name="K" style:family="paragraph" style:list-style-name=""/>'
    heading = '<text:h text:outline-level="1" {}>{}</text:h>'.format

    page = read_odt(odt(
        heading('text:style-name="K"', "Vooraf") + heading("", "Start") + heading('text:is-list-header="true"', "Kader")
        + heading("", "Vervolg") + heading('text:restart-numbering="true" text:start-value="7"', "Slot"),
        styles=f"<text:outline-style>{outline}</text:outline-style>", looks=bare,
    ))  # fmt: skip

    assert texts(page) == ["Vooraf", "1. Start", "Kader", "2. Vervolg", "7. Slot"]


def test_what_is_struck_through_is_shown_so():
    looks = style("T1", "text", text='style:text-line-through-style="solid"')

    assert texts(read_odt(odt(p('Bel <text:span text:style-name="T1">niet</text:span> op.'), looks=looks))) == [
        "Bel ~~niet~~ op."
    ]


def test_what_a_field_hides_stays_in_the_document():
    hides = '<text:hidden-paragraph text:condition="ooow:1" text:is-hidden="{}"/>'.format
    silent = '<text:variable-set text:name="x" text:display="none">geheim</text:variable-set>'

    page = read_odt(odt(p(f"{hides('true')}Intern.") + p(f"{hides('false')}Open.") + p(f"Bel{silent} ons.")))

    assert texts(page) == [line.text for line in page.lines] == ["Open.", "Bel ons."]


def test_tables_keep_rows_that_a_cell_goes_over():
    rows = (
        f'<table:table-row><table:table-cell table:number-rows-spanned="2">{p("ma")}</table:table-cell>'
        f"<table:table-cell>{p('8 uur')}</table:table-cell></table:table-row>"
        f"<table:table-row><table:covered-table-cell/><table:table-cell>{p('9 uur')}</table:table-cell></table:table-row>"
    )

    assert texts(read_odt(odt(f"<table:table>{rows}</table:table>"))) == ["- ma · 8 uur\n- ma · 9 uur"]


def test_notes_and_boxes_stand_behind_what_they_belong_to():
    note = f"<text:note><text:note-citation>7</text:note-citation><text:note-body>{p('Wet van 2020.')}</text:note-body></text:note>"
    box = f"<draw:frame><draw:text-box>{p('Let op.')}</draw:text-box></draw:frame>"

    page = read_odt(odt(p(f"Het bestuur{note} tekent.{box}") + p("Daarna.")))

    assert texts(page) == ["Het bestuur[1] tekent.", "Let op.", "[1] Wet van 2020.", "Daarna."]
    assert sorted(line.text for line in page.lines) == sorted(texts(page))


def test_what_is_not_shown_stays_in_the_document():
    hidden = style("T1", "text", text='text:display="none"') + style("P1", text='text:display="none"')
    content = (
        f"<text:tracked-changes><text:changed-region>{p('geschrapt')}</text:changed-region></text:tracked-changes>"
        f"<text:table-of-content>{p('Ziek 3')}</text:table-of-content>"
        f'<text:section text:display="none">{p("verborgen deel")}</text:section>'
        + p("Alleen in")
        + p("geheim", "P1")
        + p(
            f'Bel<office:annotation>{p("klopt dit?")}</office:annotation><text:span text:style-name="T1"> Jan</text:span> ons.'
        )
    )

    page = read_odt(odt(content, looks=hidden))

    assert texts(page) == [line.text for line in page.lines] == ["Alleen in", "Bel ons."]


def test_words_keep_their_spaces_their_weight_and_where_they_lead():
    looks = style("T1", "text", text='fo:font-weight="bold"') + style(
        "T2", "text", text='style:text-position="super 58%"'
    )
    line = (
        'Ga<text:s text:c="2"/>naar <text:a xlink:href="https://school.nl/a?b=1&amp;c=2">de site</text:a><text:line-break/>'
        'van <text:span text:style-name="T1">de &lt;school&gt;</text:span>: 10<text:span text:style-name="T2">2</text:span>'
    )

    (text,) = texts(read_odt(odt(p(line), looks=looks)))

    assert text.split() == [
        "Ga",
        "naar",
        "[de",
        "site](https://school.nl/a?b=1&c=2)",
        "van",
        "**de",
        "&lt;school>**:",
        "10²",
    ]


def test_a_bold_paragraph_may_be_a_question():
    page = read_odt(odt(p("Wie tekent?", "P1") + p("Wij."), looks=style("P1", text='fo:font-weight="bold"')))

    assert page.blocks == (Block("Wie tekent?", is_bold=True), Block("Wij."))


def test_pictures_and_what_stands_on_each_page_are_told():
    picture = '<draw:frame><draw:object/><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
    edges = (
        f'<style:master-page><style:header>{p("Handboek Oost")}</style:header><style:header-left style:display="false">{p("Nergens")}'
        f"</style:header-left><style:footer>{p('Pagina <text:page-number>1</text:page-number>')}</style:footer></style:master-page>"
    )

    page = read_odt(odt(p(f"Zie hier.{picture}"), masters=edges))

    assert page.notices == (notice("pictures", count=1), notice("page_edges", text="Handboek Oost"))


@pytest.mark.parametrize("end", ["", "-template", "-web"])  # the last of a page that LibreOffice saved as a document
def test_it_is_told_by_its_type_and_not_by_its_name(end: str):
    limits = Limits()

    assert kind_of(odt(p("Tekst."), type=TYPE + end), "stuk.docx", limits) is Kind.ODT
    assert read_document(odt(p("De school is open.")), "stuk.odt", limits)[1].lang == "nl"


OLD_TYPE = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'


def test_a_document_that_openoffice_wrote_years_ago_is_read():
    data = odt(p("Tekst."), manifest=f"{OLD_TYPE}<manifest/>")

    assert kind_of(data, "stuk.odt", Limits()) is Kind.ODT


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"manifest": "<manifest><encryption-data/></manifest>"}, "encrypted"),
        ({"content": "<!DOCTYPE a>"}, "entities"),
        ({"content": OLD_TYPE}, "entities"),
        ({"manifest": f"{OLD_TYPE}<!DOCTYPE a><manifest/>"}, "entities"),
    ],
)
def test_what_is_closed_or_names_other_files_is_refused(more: dict[str, str], why: str):
    data = odt(more.pop("content", "") or p("Tekst."), **more)

    with pytest.raises(Refused) as refused:
        kind_of(data, "stuk.odt", Limits())
    assert refused.value.notice.key == why


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ('style:num-format="1" style:num-suffix="."', 'style:num-format="a" style:num-suffix=")"', "1. een\n2. twee\n   * a) links\n   * b) rechts"),
        ('style:num-format="1" style:num-suffix="."', 'style:num-format="1" style:num-suffix="." text:display-levels="2"', "1. een\n2. twee\n   * 2.1. links\n   * 2.2. rechts"),
        ('style:num-format="a" style:num-prefix="(" style:num-suffix=")"', 'style:num-format="1"', "* (a) een\n* (b) twee\n  1. links\n  2. rechts"),
    ],
    ids=["letter and bracket", "two levels", "in brackets"],
)  # fmt: skip
def test_an_item_has_in_front_of_it_what_the_document_shows(first: str, second: str, expected: str):
    levels = "".join(
        f'<text:list-level-style-number text:level="{at}" {one}/>' for at, one in ((1, first), (2, second))
    )
    looks = f'<text:list-style style:name="L">{levels}</text:list-style>'
    deep = f"<text:list>{items(p('links'), p('rechts'))}</text:list>"

    page = read_odt(odt(f'<text:list text:style-name="L">{items(p("een"), p("twee") + deep)}</text:list>', looks=looks))

    assert texts(page) == [expected]


def test_an_item_with_a_number_that_is_none_has_the_next():
    listed = f'<text:list><text:list-item text:start-value="{"9" * 5000}">{p("een")}</text:list-item></text:list>'

    assert texts(read_odt(odt(listed))) == ["* een"]


def test_a_note_of_a_heading_leaves_no_mark_in_it():
    note = f"<text:note><text:note-body>{p('Zie de wet.')}</text:note-body></text:note>"

    page = read_odt(odt(f'<text:h text:outline-level="1">Wie tekent?{note}</text:h>' + p(f"Het bestuur{note}.")))

    assert texts(page) == ["Wie tekent?", "Zie de wet.", "Het bestuur[2].", "[2] Zie de wet."]


@pytest.mark.parametrize(
    ("control", "shown"),
    [
        ('c:showing-place-holder="true">Klik of tik om een datum in te voeren.', "Datum: Slot."),
        ('c:showing-place-holder="true">bel de balie', "Datum: bel de balie Slot."),
        ('c:date="true">Klik hier om 9 uur', "Datum: Klik hier om 9 uur Slot."),
    ],
    ids=["what Word asks", "what somebody asks", "filled in"],
)
def test_what_word_asks_for_in_an_empty_field_is_no_text_in_what_libreoffice_made_of_it(control: str, shown: str):
    names = 'xmlns:c="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'

    page = read_odt(odt(p(f"Datum: <c:content-control {names} {control}</c:content-control> Slot.")))

    assert texts(page) == [shown]


def test_headings_that_are_items_of_the_list_of_their_articles_are_headings():
    def article(name: str, *inside: str) -> str:
        return items(f'<text:h text:outline-level="1">{name}</text:h><text:list>{items(*map(p, inside))}</text:list>')

    looks = (
        '<text:list-style style:name="A"><text:list-level-style-number text:level="1" style:num-format="1"'
        ' style:num-prefix="Artikel " style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1"'
        ' style:num-suffix="."/></text:list-style>'
    )
    content = f'<text:list text:style-name="A">{article("Leden", "Zij betalen.", "Zij helpen.")}{article("Bestuur", "Drie leden.")}</text:list>'

    assert [(block.level, block.text) for block in read_odt(odt(content, looks=looks)).blocks] == [
        (1, "Artikel 1. Leden"), (0, "1. Zij betalen.\n2. Zij helpen."), (1, "Artikel 2. Bestuur"), (0, "1. Drie leden.")
    ]  # fmt: skip


def test_items_around_a_heading_in_their_list_go_on_counting():
    heading = '<text:h text:outline-level="1">Kop</text:h>'
    content = f'<text:list text:style-name="N">{items(p("een"), heading, p("drie"))}</text:list>'

    assert [(block.level, block.text) for block in read_odt(odt(content, looks=NUMBERED)).blocks] == [
        (0, "1. een"), (1, "2 Kop"), (0, "3. drie")
    ]  # fmt: skip


def test_white_letters_on_white_paper_stay_behind_and_are_told():
    looks = style("W", "text", text='fo:color="#FFFFFF"') + style("D", text='fo:color="#ffffff"')
    looks += style("G", "text", text='fo:color="#ffffff" fo:background-color="#000000"')
    span = '<text:span text:style-name="{}">{}</text:span>'
    cell = f"<table:table><table:table-row><table:table-cell>{p(span.format('W', 'in een cel'))}</table:table-cell></table:table-row></table:table>"

    page = read_odt(
        odt(
            p(f"Vijf euro.{span.format('W', 'niet zeggen')} {span.format('G', 'Let op')}") + p("ook niet", "D") + cell,
            looks=looks,
        )
    )

    shown = "\n".join(texts(page))
    assert ("niet" in shown, "Vijf euro. Let op" in shown, "in een cel" in shown) == (False, True, True)
    assert notice("white_letters", text="niet zeggen ook niet") in page.notices
