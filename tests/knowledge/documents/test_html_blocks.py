"""A web page arrives as a browser shows it."""

import re

import pytest

from knowledge.documents.html_blocks import read_html, read_page
from knowledge.documents.kept import loss
from knowledge.notices import notice
from tests.growth import grows_by_the_line


def blocks(html: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in read_page(html).blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<form action="x"><h2>Wie meldt?</h2><p>De school.</p><input value="x"><button>Zoek</button></form>', [(2, "Wie meldt?"), (0, "De school.")]),
        ("<article><h2>A</h2>a</article><article><h2>B</h2>b</article>", [(2, "A"), (0, "a"), (2, "B"), (0, "b")]),
        ("<body><p>weg</p><main><p>hier</p></main></body>", [(0, "hier")]),
        ("<p hidden>x</p><p style='display:none'>y</p><div style='visibility: hidden'>z</div><p>hier</p>", [(0, "hier")]),
        ("<button aria-expanded=false aria-controls=p1>Wie meldt?</button><div id=p1 hidden>De school.</div>", [(3, "Wie meldt?"), (0, "De school.")]),
        ("<h3><button>Wie meldt?</button></h3><div class=accordion-panel style='display:none'>De school.</div>", [(3, "Wie meldt?"), (0, "De school.")]),
        ("<details><summary>Wie?</summary><p>Wij.</p></details>", [(3, "Wie?"), (0, "Wij.")]),
        ("10<sup>2</sup>, H<sub>2</sub>O", [(0, "10², H₂O")]),
        ("<ol type=a start=3><li>aap</li><li>noot</li></ol>", [(0, "* c. aap\n* d. noot")]),
        ("<ul><li>aap</li><ul><li>noot</li></ul><li>mies</li></ul>", [(0, "* aap\n  + noot\n* mies")]),
        ("<ul><li><ul><li>aap</li><li>noot</li></ul></li></ul>", [(0, "* aap\n* noot")]),
        ("<ol><li><p>aap</p><ul><li>noot</li></ul></li></ol>", [(0, "1. aap\n\n   * noot")]),
        ("<ol start=3><li>aap</li><li>noot</li></ol>", [(0, "3. aap\n4. noot")]),
        ("<ol><li value=5>aap</li><li>noot</li></ol>", [(0, "5. aap\n6. noot")]),
        ("<ol type=a><li>aap</li><li value=7>noot</li><li>mies</li></ol>", [(0, "* a. aap\n* g. noot\n* h. mies")]),
        ("<ol reversed><li>aap</li><li>noot</li></ol>", [(0, "* 2. aap\n* 1. noot")]),
        ("<ol style='list-style-type: lower-alpha'><li>aap</li><li>noot</li></ol>", [(0, "* a. aap\n* b. noot")]),
        ("<ol type=1 style='margin:0;list-style:inside upper-roman'><li>aap</li><li style='list-style-type:decimal'>noot</li></ol>", [(0, "* I. aap\n* 2. noot")]),
        ("In 2023<sup><a href='#n4'>4</a></sup> begon het.", [(0, "In 2023⁴ begon het.")]),
        ("In 2023<sup><a href='#n4'>[4]</a></sup>, zie<sup><a href='https://a.nl/4'>4</a></sup>.", [(0, "In 2023[4], zie[4](https://a.nl/4).")]),
        ("<a href='mailto:a@b.nl?subject=x'>mail</a> <a href='tel:020 12'>bel</a>", [(0, "[mail](mailto:a@b.nl) [bel](tel:02012)")]),
    ],
    ids=["form", "articles", "main", "hidden", "accordion", "accordion by class", "details", "small", "letters", "list beside its item", "nothing but a list", "list below a paragraph", "start", "value", "value among letters", "backwards", "letters by style", "style before type", "note", "note in brackets", "contact"],
)  # fmt: skip
def test_what_is_shown_arrives_and_nothing_else(html: str, expected: list[tuple[int, str]]):
    assert blocks(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li><strong>Wie meldt?</strong> De school doet dat.</li><li><b>Wanneer dan?</b> <p>In juli elk jaar.</p></li></ul>",
        "<ul><li>Wie meldt?<br>De school doet dat.</li><li>Wanneer dan?<br>In juli elk jaar.</li></ul>",
        "<ol><li><h3>Wie meldt?</h3><div>De school doet dat.</div></li><li><h3>Wanneer dan?</h3>In juli elk jaar.</li></ol>",
        "<ul><li><a href='#a'>Wie meldt?</a><div id=a>De school doet dat.</div></li><li><a href='#b'>Wanneer dan?</a><div id=b>In juli elk jaar.</div></li></ul>",
    ],
    ids=["bold", "line break", "headings", "links that fold out"],
)
def test_questions_that_are_items_of_a_list_are_split(html: str):
    assert [(level > 0, text) for level, text in blocks(html)] == [
        (True, "Wie meldt?"), (False, "De school doet dat."), (True, "Wanneer dan?"), (False, "In juli elk jaar.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<style>p.c4, #x{color:red;display:none}</style><p class=c4>intern</p><p id=x>weg</p><p class=c5>hier</p>", [(0, "hier")]),
        ("<style>@media print{.c4{display:none}}</style><p class=c4>hier</p>", [(0, "hier")]),
        ("<style media=print>.c4{display:none}</style><p class=c4>hier</p>", [(0, "hier")]),
        ("<style>@media screen{.c4{display:none}}</style><p class=c4>intern</p><p>hier</p>", [(0, "hier")]),
        ("<style><!--\n.c4{display:none}\n--></style><p class=c4>intern</p><p>hier</p>", [(0, "hier")]),
        ("<style>.deel .intern{display:none}</style><p class=intern>hier</p><div class=deel><p>ook</p><p class=intern>weg</p></div>", [(0, "hier"), (0, "ook")]),
        ("<style>.a.b{display:none}</style><p class='b a'>weg</p><p class=a>hier</p>", [(0, "hier")]),
        ("<style>div#k > p.a{display:none}</style><div id=k><p class=a>weg</p><ul><li><p class=a>hier</p></li></ul></div>", [(0, "* hier")]),
        ("<style>.a p{display:none} .a p.b{display:block} p{display:block}</style><div class=a><p>weg</p><p class=b>hier</p></div>", [(0, "hier")]),
        ("<style>.a{display:none}</style><p class=a style='display:block'>hier</p>", [(0, "hier")]),
        ("<style>.a{display:none!important} p.a{display:block}</style><p class=a style='display:block'>weg</p><p>hier</p>", [(0, "hier")]),
        ("<style>body{display:none} .a:hover, .a + p, p[lang]{display:none}</style><p class=a>hier</p><p lang=nl>ook</p>", [(0, "hier"), (0, "ook")]),
        ("<style>.inhoud{display:none}</style><h3>Wie meldt?</h3><div class=inhoud>De school.</div>", [(3, "Wie meldt?"), (0, "De school.")]),
        ("<style>.intern{display:none}</style><h3>Wie meldt?</h3><p class=intern>weg</p><p>De school.</p>", [(3, "Wie meldt?"), (0, "De school.")]),
        (
            "<style>.in{display:none}</style><h3>Wie?</h3><p class=in>Jan.</p><h3>Hoe?</h3><p class=in>Zo.</p><p>Bel ons.</p>",
            [(3, "Wie?"), (0, "Jan."), (3, "Hoe?"), (0, "Zo."), (0, "Bel ons.")],
        ),
        ("<p>hier<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p><div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>klopt dit?</span></p></div>", [(0, "hier")]),
        ("<p>hier<span class=MsoCommentReference><a class=msocomanchor>[J1]</a></span></p><div style='mso-element:comment-list'>klopt dit?</div>", [(0, "hier")]),
    ],
    ids=[
        "by the page's own style", "on paper alone", "style for paper", "on screens", "in a remark", "within a part",
        "of two classes", "right within a part", "another rule weighs more", "the part says otherwise", "for good",
        "a whole page, and what isn't followed", "folds out under a heading", "a note over the answer", "text behind the last that folds out", "Google Docs' comments", "Word's comments",
    ],
)  # fmt: skip
def test_what_a_style_hides_and_what_colleagues_remark_stays_behind(html: str, expected: list[tuple[int, str]]):
    assert blocks(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "De arbeids<wbr>overeenkomst.", "Op <b>on</b>derwijs.", "Een ver<i></i>gunning.", "Het school<span>plein</span>.",
        "Zie <a href='https://a.nl'>regel</a>s.", "Een<br>twee.", "Eerst<div>dan</div>later.",
    ],
)  # fmt: skip
def test_a_word_with_a_tag_in_it_arrives(html: str):
    page = read_page(f"<main><p>Hier.</p><div>{html}</div></main>")

    assert loss(page.lines, [block.text for block in page.blocks]).lost == 0


@pytest.mark.parametrize(
    "html",
    [
        "<form><label for=z>Zoeken</label><input type=search id=z></form>",
        "<label>Zoeken <input name=q><input type=submit></label>",
        "<label for=zoekveld>Zoek</label><input id=zoekveld>",
    ],
)
def test_the_label_of_a_field_to_search_in_is_no_text(html: str):
    assert blocks(f"<h3>Wie meldt?</h3><p>De school.</p>{html}") == [(3, "Wie meldt?"), (0, "De school.")]


def test_the_label_of_a_field_to_fill_in_is_text():
    assert blocks("<p>Hier.</p><label>Uw naam <input name=q-1></label>") == [(0, "Hier."), (0, "Uw naam")]


def test_questions_that_a_page_marks_as_such_by_class_are_headings():
    html = (
        "<h3>Hoe word ik lid?</h3><p>Met het formulier.</p>"
        "<div><strong class='schema-faq-question'>Wat kost het?</strong><p class='schema-faq-answer'>Tien euro.</p></div>"
        "<div class='accordion-title'><span class='question'>Is er een kantine?</span></div><div>Naast veld 2.</div>"
        "<p class='question'>Dit vraagt niets.</p>"
    )

    assert [(level > 0, text) for level, text in blocks(html)] == [
        (True, "Hoe word ik lid?"), (False, "Met het formulier."), (True, "Wat kost het?"), (False, "Tien euro."),
        (True, "Is er een kantine?"), (False, "Naast veld 2."), (False, "Dit vraagt niets."),
    ]  # fmt: skip


@pytest.mark.parametrize("hidden", ["hidden", "style='display: none'"])
@pytest.mark.parametrize("asks", ["<button>{}</button>", "<h3><button>{}</button></h3>", "<div role=button>{}</div>"])
def test_what_a_button_with_a_question_opens_is_its_answer(asks: str, hidden: str):
    page = f"{asks.format('Is het gratis?')}<div {hidden}>Het eerste jaar.</div><p>Vraag het de balie.</p><div {hidden}>Nakijken!</div>"

    assert blocks(page) == [(3, "Is het gratis?"), (0, "Het eerste jaar."), (0, "Vraag het de balie.")]


def test_links_of_what_a_page_tells_search_engines_alone_are_whole():
    asked = (
        '{"@type": "Question", "name": "Mag het?", "acceptedAnswer": {"text": "Met <a href=\'/brief\'>een brief</a>."}}'
    )
    html = f'<link rel=canonical href="https://duo.nl/vragen"><script type="application/ld+json">{asked}</script><div></div>'

    assert blocks(html) == [(7, "Mag het?"), (0, "Met [een brief](https://duo.nl/brief).")]


def test_what_leads_through_a_site_is_no_text():
    html = (
        "<ol id='breadcrumbs'><li>Helpdesk</li></ol><div class='page-metadata'>Created by Jan</div>"
        "<ul><li><a href='#a'>Balie</a></li><li><a href='#b'>Tijden</a></li></ul><h2 id=a>Balie</h2><p>In gebouw C.</p>"
        "<h2 id=b>Tijden</h2><ul><li><a href='https://duo.nl/'>DUO</a></li></ul><div role=contentinfo>Gemaakt met een wiki</div>"
    )

    assert blocks(html) == [(2, "Balie"), (0, "In gebouw C."), (2, "Tijden"), (0, "* [DUO](https://duo.nl/)")]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.google.com/url?q=https://duo.nl/a%3Fb%3D1&sa=D&source=editors",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fduo.nl%2Fa%3Fb%3D1&data=05",
    ],
    ids=["Google Docs", "Outlook"],
)
def test_a_link_that_leads_by_way_of_a_counter_leads_where_it_was_meant_to(address: str):
    assert blocks(f"<a href='{address}'>DUO</a>") == [(0, "[DUO](https://duo.nl/a?b=1)")]


def test_the_title_that_a_word_processor_writes_is_the_title():
    page = read_page("<p class='c0 title'><span>Huisregels</span></p><h1>Sleutels</h1><p>De beheerder.</p>")

    assert (page.title, [(one.level, one.text) for one in page.blocks]) == (
        "Huisregels", [(1, "Sleutels"), (0, "De beheerder.")]
    )  # fmt: skip


def test_the_title_of_a_box_is_no_heading():
    assert blocks("<h2>Balie</h2><p class='title'>Let op</p><p>Neem een pas mee.</p>") == [
        (2, "Balie"), (0, "Let op"), (0, "Neem een pas mee.")
    ]  # fmt: skip


def test_a_list_of_questions_alone_stays_a_list():
    assert blocks("<ul><li>Wie meldt?</li><li>Wanneer?</li></ul>") == [(0, "* Wie meldt?\n* Wanneer?")]


@pytest.mark.parametrize("shape", ['{"@type":"FAQPage","mainEntity":[%s]}', '{"@graph":[{"@type":"FAQPage","mainEntity":%s}]}', "[{\"@type\":\"FAQPage\",\"mainEntity\":[%s]}]"])  # fmt: skip
def test_questions_that_a_page_tells_search_engines_alone_are_read(shape: str):
    question = (
        '{"@type":"Question","name":"Wie meldt?","acceptedAnswer":{"@type":"Answer","text":"<p>De <b>school</b>.</p>"}}'
    )

    page = read_page(f'<script type="application/ld+json">{shape % question}</script><div id=app></div>')

    assert [(block.level, block.text) for block in page.blocks] == [(7, "Wie meldt?"), (0, "De **school**.")]


def test_questions_that_are_on_the_page_too_are_read_once():
    question = (
        '{"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"Wie meldt?","acceptedAnswer":{"text":"Wij."}}]}'
    )

    assert blocks(f'<script type="application/ld+json">{question}</script><h2>Wie meldt?</h2><p>Wij.</p>') == [
        (2, "Wie meldt?"), (0, "Wij.")
    ]  # fmt: skip


def test_links_of_a_saved_page_lead_to_where_it_came_from():
    html = '<link rel=canonical href="https://a.nl/vragen/"><a href="../contact">mail ons</a> <a href="#kop">boven</a>'

    assert blocks(html) == [(0, "[mail ons](https://a.nl/contact) boven")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<tr><td rowspan=2>vmbo</td><td>een | taak</td></tr><tr><td>twee</td></tr>", [(0, "- vmbo · een | taak\n- vmbo · twee")]),
        ("<tr><th>Vraag</th><th>Antwoord</th><th>Bron</th></tr><tr><td>Wie?</td><td><p>Wij:</p><ul><li>a</li></ul></td><td>DUO</td></tr>", [(7, "Wie?"), (0, "Wij:\n\n* a\n\nBron: DUO")]),
        ("<tr><td><h2>Kop</h2><p>tekst</p></td><td>rechts</td></tr>", [(2, "Kop"), (0, "tekst"), (0, "rechts")]),
        ("<caption>Prijzen</caption><tr><td>een</td><td>€ 1</td></tr>", [(0, "Prijzen"), (0, "- een · € 1")]),
        ("<tr><td>ma</td><td>zwemmen:<table><tr><td>8 uur</td><td>bad</td></tr><tr><td>9 uur</td><td>zaal</td></tr></table></td></tr><tr><td>di</td><td>vrij</td></tr>",
         [(0, "- ma · zwemmen: 8 uur, bad / 9 uur, zaal\n- di · vrij")]),
        ("<tr><td><h3>Dag</h3></td><td><h3>Tijd</h3></td></tr><tr><td>ma</td><td>9 uur</td></tr>", [(0, "- Dag · Tijd\n- ma · 9 uur")]),
        ("<tr><th>Vraag</th><th>Antwoord</th></tr><tr><td colspan=2>Geld</td></tr><tr><td>Wie?</td><td>Wij.</td></tr><tr><td></td><td>Of u.</td></tr>",
         [(6, "Geld"), (7, "Wie?"), (0, "Wij."), (0, "Of u.")]),
        ("<tr><td>periode</td><td>code</td><td>stof</td></tr><tr><td></td><td>N2</td><td>lezen</td></tr><tr><td>2</td><td>N3</td><td></td></tr>",
         [(0, "- periode · code · stof\n- – · N2 · lezen\n- 2 · N3")]),
        ("<tr><td><h3>Ziek</h3></td><td>Bel.</td></tr><tr><td><h3>Vrij</h3></td><td>Vraag.</td></tr>", [(3, "Ziek"), (0, "Bel."), (3, "Vrij"), (0, "Vraag.")]),
    ],
    ids=["merged and a bar", "questions", "layout", "caption", "a table in a cell", "headings over columns", "what stands over rows", "an empty cell", "headings of rows"],
)  # fmt: skip
def test_tables_are_questions_or_lists_and_those_of_layout_are_none(html: str, expected: list[tuple[int, str]]):
    assert blocks(f"<table>{html}</table>") == expected


def test_all_that_is_shown_is_counted():
    page = read_page(
        "<body><nav>menu</nav><p>een <b>twee</b></p><p hidden>drie</p><p>10<!-- intern --><sup>2</sup> en CO<sub>2</sub>.</p></body>"
    )

    assert [line.text.strip() for line in page.lines] == ["een twee", "10² en CO₂."]


def test_a_list_of_google_docs_is_one_list():
    def part(kind: str, level: int, *items: str) -> str:
        return f'<{kind} class="c1 lst-kix_a_b-{level}">{"".join(f"<li>{one}</li>" for one in items)}</{kind}>'

    html = (
        part("ol", 0, "een")
        + part("ul", 1, "diep")
        + part("ul", 2, "dieper")
        + part("ul", 1, "terug")
        + part("ol", 0, "twee")
    )

    assert blocks(f"<p>Zo:</p>{html}") == [(0, "Zo:"), (0, "1. een\n   * diep\n     + dieper\n   * terug\n2. twee")]


def mso(marker: str, text: str, level: int = 1, name: str = "l0") -> str:
    """An item of a list as Word and Outlook write it on a page."""
    return (
        f"<p class=MsoListParagraph style='text-indent:-18pt;mso-list:{name} level{level} lfo1'><![if !supportLists]>"
        f"<span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp; </span></span><![endif]>{text}</p>"
    )


def test_lists_of_a_page_that_word_or_outlook_saved_are_lists():
    html = (
        "<!--[if gte mso 9]><xml>x</xml><![endif]--><p class=MsoNormal>Zo:<o:p></o:p></p>"
        + mso("·", "aap")
        + mso("o", "noot", 2)
        + mso("·", "mies")
        + "<p>En:</p>"
        + mso("3.", "wim", name="l1")
        + mso("4.", "zus", name="l1")
        + mso("a)", "jet", name="l2")
    )

    assert blocks(html) == [
        (0, "Zo:"), (0, "* aap\n  + noot\n* mies"), (0, "En:"), (0, "3. wim\n4. zus"), (0, "* a) jet")
    ]  # fmt: skip


def test_what_is_ticked_on_a_page_is_shown():
    html = "<p><input type=checkbox checked> Lokaal</p><p><input type=checkbox>Brief</p><p><input type=text value=x>Naam</p>"

    assert blocks(html) == [(0, "☒ Lokaal"), (0, "☐ Brief"), (0, "Naam")]


@pytest.mark.parametrize("mark", ['id="CommentsWrapper"', 'data-sp-feature-tag="Comments"', 'class="comments-area"'])
def test_what_visitors_said_under_a_page_is_no_text(mark: str):
    assert blocks(f"<h2>Kluis</h2><p>Gratis.</p><div {mark}><h2>Opmerkingen</h2><p>Klopt dit nog?</p></div>") == [
        (2, "Kluis"), (0, "Gratis.")
    ]  # fmt: skip


def test_what_a_wiki_lists_below_a_page_and_what_a_site_says_above_it_are_no_text():
    below = (
        '<div class="pageSection"><h2 id="comments" class="pageSectionTitle">Comments:</h2><p>Klopt dit nog?</p></div>'
    )
    above = '<div role="banner"><a href="/">Intranet</a></div><header><span>Welkom Jan</span></header>'

    assert blocks(f"{above}<h2>Kluis</h2><p>Gratis.</p>{below}") == [(2, "Kluis"), (0, "Gratis.")]


def test_the_heading_of_an_article_stays_though_it_stands_in_a_header():
    assert blocks("<article><header><h1>Kluis</h1><p>Voor allen.</p></header><p>Gratis.</p></article>") == [
        (1, "Kluis"), (0, "Voor allen."), (0, "Gratis.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "way",
    [
        '<div class="navheader"><table><tr><th>Hoofdstuk 2</th></tr><tr><td><a href="a.html"><img src="x.png" alt="Terug"></a></td></tr></table></div>',
        '<table class="nav_table"><tr><td>[ <a href="b.html">Verder</a> ]</td><td>Omhoog</td></tr></table>',
        '<ul class="pagination"><li>1</li><li>2</li></ul>',
        '<nav class="post-navigation">Verder</nav>',
    ],
    ids=["DocBook", "Texinfo", "pages", "posts"],
)
def test_what_leads_to_the_next_page_is_no_text(way: str):
    assert blocks(f"<body>{way}<h2>Kop</h2><p>Tekst.</p></body>") == [(2, "Kop"), (0, "Tekst.")]


def test_the_sign_of_a_place_in_the_page_is_no_text():
    html = '<h2>Kop<a class="headerlink" href="#kop">¶</a></h2><p>Tekst<a id="a"></a><a href="#a"></a>. <a href="#n">↩</a></p>'

    assert blocks(html) == [(2, "Kop"), (0, "Tekst.")]


def test_pictures_and_links_to_no_site_are_taken_out_of_tables_too():
    rows = (
        '<tr><td>a</td><td><img src="x.png" alt="plaatje">b</td></tr><tr><td>c</td><td><a href="d.html">d</a></td></tr>'
    )

    page = read_page(f'<p><img src="y.png"> <a href="e.html">e</a></p><table>{rows}</table>')

    assert [block.text for block in page.blocks] == ["e", "- a · b\n- c · d"]
    assert page.notices == (
        notice("pictures", count=2), notice("links_taken_out", count=2), notice("tables", count=1)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<ol start="--5"><li>aap</ol>', [(0, "1. aap")]),
        (f'<ol><li value="{"9" * 5000}">aap</ol>', [(0, "1. aap")]),
        (f'<table><tr><td colspan="{"9" * 5000}">aap<td>noot<tr><td>mies<td>wim</table>', [(0, "- aap · noot\n- mies · wim")]),
    ],
    ids=["start", "value", "columns"],
)  # fmt: skip
def test_numbers_that_are_none_are_passed_over(html: str, expected: list[tuple[int, str]]):
    assert blocks(html) == expected


def test_a_sign_that_leads_to_a_place_is_no_text_whatever_stands_around_it():
    html = '<h2>Kop<a href="#kop">¶</a></h2><p><a href="#kop"><a href="#kop">↩</a>Terug naar boven</a></p>'

    assert blocks(html) == [(2, "Kop"), (0, "Terug naar boven")]


def test_links_in_links_take_no_longer_by_the_link():
    assert grows_by_the_line(lambda count: read_page('<a href="#a">¶' * count), 1_000)


@pytest.mark.parametrize(
    "mark",
    [
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "del",
        "strike",
        "code",
        "kbd",
        "samp",
        "sub",
        "sup",
        "a",
        "mark",
        "abbr",
        "span",
        "small",
        "cite",
        "time",
    ],
)
def test_words_that_stand_apart_stay_apart_wherever_the_space_is_marked(mark: str):
    begin = "<a href='https://duo.nl/'>" if mark == "a" else f"<{mark}>"
    alone = [" ", "&nbsp;", "\n", "&#8239;", "<b> </b>", " <!-- x --> ", "<br>"]
    edges = [" ", "&nbsp;", "\n", "<i> </i>", "<i>\n</i>", "<br>", "<br> ", "<i><br></i>", "<br><!-- x -->"]
    htmls = [f"zie{begin}{space}</{mark}>12" for space in alone]
    htmls += [f"zie<b>{begin}{space}</{mark}></b>12" for space in alone]
    htmls += [f"{begin}zie{space}</{mark}>12" for space in edges if mark not in ("sub", "sup")]
    htmls += [f"zie{begin}{space}12</{mark}>" for space in edges if mark not in ("sub", "sup")]
    htmls += [f"<b>{begin}zie{space}</{mark}></b>12" for space in edges if mark not in ("sub", "sup")]

    for html in htmls:
        for read in (read_page, read_html):
            text = "\n".join(block.text for block in read(f"<p>En {html} 3.</p>").blocks)
            assert re.sub(r"\]\([^()]*\)|[*~`\[]", "", text).split() == ["En", "zie", "12", "3."], (html, text)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><b>a</b><i> </i><b>b</b></p>", [(0, "**a** **b**")]),
        ("<h2>Zie<b> </b>artikel</h2><p>x</p>", [(2, "Zie artikel"), (0, "x")]),
        ("<table><tr><td>zie<b> </b>artikel</td><td>12<b>&nbsp;</b>uur</td></tr></table>", [(0, "- zie artikel · 12 uur")]),
        ("<ul><li>zie<i>&nbsp;</i>artikel</li></ul>", [(0, "* zie artikel")]),
        ("<p><b>a<i> </i>b</b> c</p>", [(0, "**a b** c")]),
        ("<p><b> </b>zie <b> </b> artikel<b> </b></p>", [(0, "zie artikel")]),
        ("<p>a<b></b>b ver<b>ko</b>pen</p>", [(0, "ab ver**ko**pen")]),
        ("<p>een<b><br></b>twee</p>", [(0, "een  \ntwee")]),
        ("<p>a <b>een<br></b>twee</p>", [(0, "a **een**  \ntwee")]),
        ("<p>zie<b><img src='x.png'></b> artikel</p>", [(0, "zie artikel")]),
        ("<pre>a\n<b>\n</b>  b</pre>", [(0, "```\na\n\n  b\n```")]),
    ],
    ids=["between marks", "heading", "cells", "item", "within a mark", "edges", "no space", "line", "end of a line", "picture", "code"],
)  # fmt: skip
def test_a_space_that_stands_alone_in_a_mark_is_a_space(html: str, expected: list[tuple[int, str]]):
    assert blocks(html) == expected


def test_spaces_in_marks_take_no_longer_by_the_mark():
    assert grows_by_the_line(lambda count: read_html(f"<p>{'<b> </b><i>a<br></i>' * count}</p>"), 500)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Kies een <label>regio</label>, noord.</p>", ["Kies een regio, noord."]),
        ("<p>Kies een <label>regio</label> <b><label>plaats</label></b>: noord</p>", ["Kies een regio **plaats**: noord"]),
        ("<ul><li>Kies een <label>regio</label></li></ul>", ["* Kies een regio"]),
        ("<p><label><span>Regio</span></label><!-- x -->: noord.</p>", ["Regio: noord."]),
        ("<p>Zie <label>Wie meldt?</label> op het formulier.</p>", ["Zie Wie meldt? op het formulier."]),
        ("<p>Klik op <button>Opslaan</button> om te bewaren.</p>", ["Klik op Opslaan om te bewaren."]),
        ("<p>Vul in: <button>Wie meldt?</button> en ga door.</p>", ["Vul in: Wie meldt? en ga door."]),
        ("<p>Tekst om te delen. <button>Kopieer</button></p>", ["Tekst om te delen."]),
        ("<label>Naam</label><input><label>Adres</label> <label>Plaats</label>", ["Naam", "Adres", "Plaats"]),
        ("<p>Kies:</p><label>Naam</label><p>Meer.</p>", ["Kies:", "Naam", "Meer."]),
        ("Kies:<br><label>Naam</label><br><label>Adres</label>", ["Kies:", "Naam", "Adres"]),
        ("<p><input type=checkbox><label>Lokaal</label><input type=checkbox checked><label>Brief</label></p>", ["☐ Lokaal ☒ Brief"]),
        ("<div><label>Wie meldt?</label> De school.</div>", ["Wie meldt?", "De school."]),
        ("<p>van <time>3 mei</time> <small>tot <output>4</output></small> <data value=5>mei</data>.</p>", ["van 3 mei tot 4 mei."]),
    ],
)  # fmt: skip
def test_a_label_in_a_sentence_is_a_word_of_it(html: str, expected: list[str]):
    assert [block.text.rstrip() for block in read_page(html).blocks] == expected


@pytest.mark.parametrize("name", ["header", "address", "hgroup", "center", "search", "figure", "section", "fieldset"])
def test_what_stands_on_lines_of_its_own_is_not_glued_to_what_stands_around_it(name: str):
    assert blocks(f"<article>een<{name}>twee</{name}>drie</article>") == [(0, "een"), (0, "twee"), (0, "drie")]


@pytest.mark.parametrize(
    "html",
    [
        "<header><h1>Wie tekent?</h1></header><main><p>De school.</p></main>",
        "<h1>Wie tekent?</h1><article><p>De school.</p></article>",
        "<div role=banner><h1>Wie tekent?</h1></div><div role=main><p>De school.</p></div>",
        "<h1><b>Wie</b> tekent?</h1><main><p>De school.</p></main>",
        "<header><h1>School</h1></header><h1>Wie tekent?</h1><main><p>De school.</p></main>",
        "<header><h1><a href='/'>Start</a></h1></header><h1>Wie tekent?</h1><main><p>De school.</p></main>",
        "<header><h1>School</h1></header><main><h1>Wie tekent?</h1><p>De school.</p></main>",
        "<main><header><h1>Wie tekent?</h1></header><p>De school.</p></main><h1>School</h1>",
    ],
    ids=[
        "header",
        "article",
        "banner",
        "marked",
        "site above",
        "link to the site",
        "site's name and its own",
        "behind",
    ],
)
def test_the_heading_above_the_main_part_is_its_heading(html: str):
    page = read_page(f"<html><head><title>Vragen - School</title></head><body>{html}</body></html>")

    assert [(block.level, block.text.replace("**", "")) for block in page.blocks] == [
        (1, "Wie tekent?"),
        (0, "De school."),
    ]
    assert page.notices == ()
    assert " ".join(line.text for line in page.lines).split() == ["Wie", "tekent?", "De", "school."]


@pytest.mark.parametrize("title", ["Vragen - School", "Vragen | School", "Vragen · School"])
def test_the_name_of_the_site_is_no_heading(title: str):
    page = read_page(f"<title>{title}</title><body><header><h1>School</h1></header><main><p>De directeur.</p></main>")

    assert [(block.level, block.text) for block in page.blocks] == [(0, "De directeur.")]
    assert page.notices == ()


def test_the_title_of_a_page_that_names_no_site_is_its_heading():
    page = read_page("<title>Vragen</title><body><header><h1>Vragen</h1></header><main><p>De directeur.</p></main>")

    assert [(block.level, block.text) for block in page.blocks] == [(1, "Vragen"), (0, "De directeur.")]


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>Voor <b>alle</b> scholen.</p><main><p>Hier.</p></main>", "Voor alle scholen."),
        ("<header><p>Voor alle scholen.</p></header><main><p>Hier.</p></main>", "Voor alle scholen."),
        ("<main><p>Hier.</p></main><footer>Bron: DUO, 2026</footer>", "Bron: DUO, 2026"),
        ("<h2>Kop</h2><p>Hier.</p><footer>Bron: <a href='https://duo.nl/'>DUO</a></footer>", "Bron: DUO"),
        ("<main><p>Hier.</p></main><aside>Let op: tot 1 mei.</aside>", "Let op: tot 1 mei."),
        ("<p>Een.</p><main><p>Hier.</p></main><p>Twee.</p>", "Een. · Twee."),
        ("<h1>Wie?</h1><main><h1>Waar?</h1><p>Hier.</p></main>", "Wie?"),
        ("<main><p>Hier.</p></main><main><p>Daar.</p></main>", "Daar."),
        ("<main><p>Hier.</p></main><div role=contentinfo>Bron: DUO</div>", "Bron: DUO"),
    ],
    ids=["paragraph", "header", "footer", "footer of a page without a main part", "aside", "around", "another h1", "another main", "contentinfo"],
)  # fmt: skip
def test_what_stands_outside_the_main_part_is_told(html: str, told: str):
    page = read_page(f"<html><head><title>Vragen - School</title></head><body>{html}</body></html>")

    assert page.blocks[-1].text == "Hier."
    assert page.notices == (notice("outside_main", text=told),)


@pytest.mark.parametrize(
    "html",
    [
        "<style>.inhoud{display:none}</style><div>Tijden</div><div class=inhoud>Van <b>9</b> tot 5.</div><p>Hier.</p>",
        "<main><p hidden>Van 9 tot 5.</p><p style='display:none'> </p><p>Hier.</p></main><p hidden>Menu</p>",
    ],
    ids=["perhaps folds out", "outside the main part without a word"],
)
def test_what_a_page_hides_within_its_text_is_told(html: str):
    page = read_page(html)

    assert page.blocks[-1].text == "Hier."
    assert page.notices == (notice("hidden_on_page", text="Van 9 tot 5."),)


@pytest.mark.parametrize(
    "furniture",
    [
        "<footer>© 2026 School</footer>",
        "<footer><p>Copyright School</p><a href='/a'>Contact</a> | <a href='/b'>Privacy</a></footer>",
        "<footer><address>Postbus 1, 1234 AB Stad</address><p>Tel. 010 123</p><p>info@school.nl</p></footer>",
        "<header><a href='/'>School</a><span>School</span></header>",
        "<aside><h2>Lees ook</h2><ul><li><a href='/a'>Tekenen</a></li></ul></aside>",
        "<div><a href='/a'>Naar de inhoud</a></div><p hidden>weg</p>",
        "<footer><nav>Menu</nav></footer>",
    ],
)
def test_the_furniture_of_a_page_goes_without_a_word(furniture: str):
    for around in ("<main><p>Hier.</p></main>{}", "{}<main><p>Hier.</p></main>"):
        page = read_page(f"<title>Vragen - School</title><body>{around.format(furniture)}")

        assert ([block.text for block in page.blocks], page.notices) == (["Hier."], ())


@pytest.mark.parametrize("part", ["footer", "aside", "header"])
@pytest.mark.parametrize("around", ["article", "main", "section", "div role=main"])
def test_what_closes_or_stands_beside_a_text_belongs_to_it(part: str, around: str):
    end = around.split()[0]
    html = (
        f"<body><{around}><p>De school.</p><{part}>Bron: DUO, 2026</{part}>Meer.</{end}><footer>© 2026</footer></body>"
    )

    assert blocks(html) == [(0, "De school."), (0, "Bron: DUO, 2026"), (0, "Meer.")]


def test_the_notes_that_pandoc_writes_beside_a_page_arrive():
    html = "<body><p>De school.</p><aside id=footnotes role=doc-endnotes><ol><li>Artikel 7.</li></ol></aside></body>"

    assert blocks(html) == [(0, "De school."), (0, "1. Artikel 7.")]


def test_what_only_leads_elsewhere_beside_a_text_is_none_of_it():
    html = (
        "<main><p>De school.</p><aside><h2>Lees ook</h2><ul><li><a href='https://duo.nl/'>DUO</a></li></ul></aside></main>"
        "<aside class=sidebar><p><a href='https://duo.nl/'>DUO</a></p></aside>"
    )

    assert blocks(html) == [(0, "De school.")]


@pytest.mark.parametrize("part", ["<aside>a", "<footer>a", "<header><b>a", "<main><footer>a</footer>", "<p>a<b>b"])
def test_parts_of_a_page_take_no_longer_by_the_part(part: str):
    assert grows_by_the_line(lambda count: read_page(f"<title>a - b</title><body>{part * count}<main>c</main>"), 300)


def test_a_question_in_a_list_whose_answer_is_one_word_is_a_question_too():
    html = "<ol>{}</ol>".format(
        "".join(
            f"<li><p>{asked}</p><p>{answer}</p></li>"
            for asked, answer in (
                ("Hoe laat?", "Om acht uur."),
                ("Wat mee?", "Een slaapzak."),
                ("En mijn hond?", "Nee."),
            )
        )
    )

    assert [block.text for block in read_page(f"<body>{html}</body>").blocks if block.level] == [
        "Hoe laat?", "Wat mee?", "En mijn hond?"
    ]  # fmt: skip


def test_questions_in_a_list_with_nothing_but_a_number_behind_stay_a_list():
    html = "<ol><li><p>Hoe laat?</p><p>(2)</p></li><li><p>Wat mee?</p><p>(3)</p></li></ol>"

    assert [block.level for block in read_page(f"<body>{html}</body>").blocks if block.level] == []


def test_what_is_written_in_angle_brackets_is_text_and_no_tag():
    rows = "<tr><td>Knop</td><td>Doet</td></tr><tr><td>&lt;Enter&gt;</td><td>3 &lt; 5</td></tr>"
    html = f"<h2>Wat doet &lt;Enter&gt;?</h2><p>Zet uw &lt;naam&gt; neer.</p><table>{rows}</table><pre>if a &lt;b</pre>"

    page = read_page(f"<body>{html}</body>")

    assert [block.text for block in page.blocks] == [
        "Wat doet <Enter>?", "Zet uw &lt;naam> neer.", "- Knop · Doet\n- &lt;Enter> · 3 < 5", "```\nif a <b\n```"
    ]  # fmt: skip


def test_tabs_are_headings_over_what_they_show():
    page = read_page(
        '<body><h1>Bibliotheek</h1><ul role="tablist"><li><a role="tab" href="#a">Openingstijden</a></li>'
        '<li><button role="tab" aria-controls="b">Tarieven</button></li></ul>'
        '<div role="tabpanel" id="a"><p>Van 9 tot 18 uur.</p></div>'
        '<div role="tabpanel" id="b" style="display:none"><p>Zestig euro.</p></div></body>'
    )

    assert [(block.text, block.level) for block in page.blocks] == [
        ("Bibliotheek", 1),
        ("Openingstijden", 2),
        ("Van 9 tot 18 uur.", 0),
        ("Tarieven", 2),
        ("Zestig euro.", 0),
    ]


def test_what_a_site_puts_beside_a_text_is_left_out_and_told():
    page = read_page(
        '<main><article><h1>Wat kost het?</h1><div class="article-author"><a href="/u">Redactie</a> vorige maand</div>'
        '<div class="article-body"><p>Niets.</p></div><div class="article-votes">Was dit nuttig? 3 van 5</div></article>'
        '<section class="related-articles"><h2>Gerelateerd</h2><ul><li><a href="1">Kaart stuk</a></li></ul></section></main>'
    )

    assert [block.text for block in page.blocks] == ["Wat kost het?", "Niets."]
    assert (
        notice("outside_main", text="Redactie vorige maand · Was dit nuttig? 3 van 5 · Gerelateerd · Kaart stuk")
        in page.notices
    )


def test_a_long_text_in_a_part_that_is_called_so_stays():
    text = "Wat anderen zeggen over het formulier en wat wij daarvan leerden. " * 8
    page = read_page(f'<main><h1>Reacties</h1><section class="comments"><p>{text}</p></section></main>')

    assert [block.text for block in page.blocks] == ["Reacties", text.strip()]
