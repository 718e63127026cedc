"""A web page arrives as a browser shows it."""

import pytest

from knowledge.html_blocks import read_page
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
        ("<ol><li value=5>aap</li><li>noot</li></ol>", [(0, "* 5. aap\n* 2. noot")]),
        ("<a href='mailto:a@b.nl?subject=x'>mail</a> <a href='tel:020 12'>bel</a>", [(0, "[mail](mailto:a@b.nl) [bel](tel:02012)")]),
    ],
    ids=["form", "articles", "main", "hidden", "accordion", "accordion by class", "details", "small", "letters", "list beside its item", "nothing but a list", "list below a paragraph", "start", "value", "contact"],
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
        ("<style>.inhoud{display:none}</style><h3>Wie meldt?</h3><div class=inhoud>De school.</div>", [(3, "Wie meldt?"), (0, "De school.")]),
        ("<p>hier<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p><div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>klopt dit?</span></p></div>", [(0, "hier")]),
        ("<p>hier<span class=MsoCommentReference><a class=msocomanchor>[J1]</a></span></p><div style='mso-element:comment-list'>klopt dit?</div>", [(0, "hier")]),
    ],
    ids=["by the page's own style", "on paper alone", "folds out under a heading", "Google Docs' comments", "Word's comments"],
)  # fmt: skip
def test_what_a_style_hides_and_what_colleagues_remark_stays_behind(html: str, expected: list[tuple[int, str]]):
    assert blocks(html) == expected


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

    assert [line.text.strip() for line in page.lines] == ["een", "twee", "10", "² en CO₂."]


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
