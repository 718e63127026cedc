"""What is a heading to who reads a page is one on arrival, whatever its tag."""

import pytest

from knowledge.documents.html_blocks import read_page


def blocks(html: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in read_page(html).blocks]


PANEL = "<div>Bel de beheerder.</div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div role=heading aria-level=2><button aria-expanded=false>Verlof</button></div><p>Een dag.</p>", [(2, "Verlof"), (0, "Een dag.")]),
        (
            f"<div><button aria-expanded=false>Sleutel kwijt</button>{PANEL}<button aria-expanded=false>Lift stuk</button>{PANEL}</div>",
            [(3, "Sleutel kwijt"), (0, "Bel de beheerder."), (3, "Lift stuk"), (0, "Bel de beheerder.")],
        ),
        (
            "<div><div role=button aria-expanded=false><p>Sleutel kwijt</p></div><div style='visibility:hidden' class=collapse>Bel ons.</div></div>",
            [(3, "Sleutel kwijt"), (0, "Bel ons.")],
        ),
        (
            "<div><strong class=schema-faq-question>Hoe laat?</strong><p class=schema-faq-answer>Om acht uur.</p></div>"
            "<div><strong class=schema-faq-question>Opzeggen</strong><p class=schema-faq-answer>Per maand.</p></div>",
            [(3, "Hoe laat?"), (0, "Om acht uur."), (3, "Opzeggen"), (0, "Per maand.")],
        ),
        (
            "<ul><li><details><summary>Ziek melden</summary>Bel ons.</details></li></ul><ul><li><details><summary>Verlof</summary>Een dag.</details></li></ul>",
            [(3, "Ziek melden"), (0, "Bel ons."), (3, "Verlof"), (0, "Een dag.")],
        ),
        (
            "<h2>Betalen</h2><h2><button class=accordion-button>Hoe?</button></h2><p>Met een pas.</p><h2><button class=accordion-button>Waar?</button></h2><p>Hier.</p>",
            [(2, "Betalen"), (3, "Hoe?"), (0, "Met een pas."), (3, "Waar?"), (0, "Hier.")],
        ),
        (
            "<div><ul role=tablist><li role=tab>Zomer</li><li role=tab>Winter</li></ul><div><div role=tabpanel>Tien.</div><div role=tabpanel hidden>Negen.</div></div></div>",
            [(2, "Zomer"), (0, "Tien."), (2, "Winter"), (0, "Negen.")],
        ),
    ],
    ids=["role", "buttons", "button by role", "question by class", "toggles in lists", "accordion below a heading", "tabs without places"],
)  # fmt: skip
def test_what_is_read_as_a_heading_is_one(html: str, expected: list[tuple[int, str]]):
    assert blocks(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Wij helpen.</p><button aria-expanded=false>Lees meer</button><div>Elke dag.</div>", [(0, "Wij helpen."), (0, "Elke dag.")]),
        ("<div><button aria-expanded=false>Menu</button><div><a href='https://a.nl/'>Start</a></div></div>", [(0, "[Start](https://a.nl/)")]),
        ("<p class=survey-question>Naam</p><p>Wij vragen dit nooit.</p>", [(0, "Naam"), (0, "Wij vragen dit nooit.")]),
        ("<ul><li>aap</li><li><details><summary>noot</summary>mies</details></li></ul>", [(0, "* aap\n* ### noot\n\n  mies")]),
        ("<h2>Wij</h2><p>Een club.</p><h2><button class=accordion-button>Hoe?</button></h2><p>Zo.</p>", [(2, "Wij"), (0, "Een club."), (2, "Hoe?"), (0, "Zo.")]),
        ("<div><ul role=tablist><li role=tab>Zomer</li><li role=tab>Winter</li></ul><div role=tabpanel>Tien.</div></div>", [(0, "* Zomer\n* Winter"), (0, "Tien.")]),
    ],
    ids=["more to read", "menu", "no answer behind it", "one item of several", "heading with a text", "tabs without panels"],
)  # fmt: skip
def test_what_is_none_stays_what_it_is(html: str, expected: list[tuple[int, str]]):
    assert blocks(html) == expected


def test_html_that_a_page_tells_search_engines_as_text_is_html():
    told = (
        '{"@type": ["FAQPage"], "mainEntity": [{"@type": ["Question"], "name": "Eten &amp; drinken", '
        '"acceptedAnswer": {"text": "&lt;p&gt;Tien &euro;&lt;/p&gt;"}}, '
        '{"@type": "Question", "name": "Welke tag?", "acceptedAnswer": {"text": "<p>Schrijf &lt;p&gt;.</p>"}}]}'
    )

    assert [text for _, text in blocks(f'<script type="application/ld+json">{told}</script>')] == [
        "Eten & drinken",
        "Tien €",
        "Welke tag?",
        "Schrijf &lt;p>.",
    ]


@pytest.mark.parametrize(
    "beside",
    [
        f'<div id="cookie-notice">{"Wij bewaren cookies op deze website. " * 20}</div>',
        '<div class="cmplz-cookiebanner"><div>Beheer toestemming</div></div>',
        '<footer class="entry-footer">Geplaatst in Algemeen</footer>',
        '<div class="post-footer">Gepost door Beheer</div>',
    ],
)
def test_what_asks_for_cookies_and_who_wrote_it_is_left_out_and_told(beside: str):
    page = read_page(f"<article><h1>Wat kost het?</h1><p>Niets.</p>{beside}</article>")

    assert [block.text for block in page.blocks] == ["Wat kost het?", "Niets."]
    assert [one.key for one in page.notices] == ["outside_main"]


def test_a_page_on_cookies_is_read():
    page = read_page(
        '<main><div class="cookie-policy"><h1>Mag ik cookies weigeren?</h1><p>Ja, dat mag.</p></div></main>'
    )

    assert [block.text for block in page.blocks] == ["Mag ik cookies weigeren?", "Ja, dat mag."]
