"""A page that an office program saved is read as the document that it was."""

from knowledge.documents.html_blocks import read_page
from knowledge.documents.kept import loss


def test_what_colleagues_remark_and_what_stands_on_each_sheet_of_paper_is_no_text():
    page = read_page(
        '<body><div title="header"><p>De Hoek 2026</p></div><h1>Wie meldt?</h1>'
        "<table><tr><td>Vraag</td><td>Antwoord</td></tr>"
        "<tr><td>Mag dat?</td><td><comment>klopt dit?</comment>Ja hoor.</td></tr></table>"
        '<div title="footer"><p>3</p></div></body>'
    )

    shown = [block.text for block in page.blocks]
    assert (shown, [one.say("nl") for one in page.notices]) == (
        ["Wie meldt?", "Mag dat?", "Ja hoor."],
        ["Weggelaten is wat op elke bladzijde boven- of onderaan staat: “De Hoek 2026”"],
    )


def test_the_number_of_a_note_is_no_part_of_a_word():
    page = read_page(
        '<p>Voor iedereen<a class="sdfootnoteanc" href="#n1"><sup>1</sup></a>.</p>'
        '<div id="n1"><p><a class="sdfootnotesym" href="#a1">1</a>Ook voor u.</p></div>'
    )

    assert [block.text for block in page.blocks] == ["Voor iedereen¹.", "1 Ook voor u."]
    assert loss(page.lines, [block.text for block in page.blocks]).lost == 0


def test_a_part_whose_title_speaks_of_headers_is_text():
    page = read_page('<div title="Uitleg over de header"><p>Zo maak je er een.</p></div>')

    assert [block.text for block in page.blocks] == ["Zo maak je er een."]
