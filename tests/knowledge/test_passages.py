from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import passages
from knowledge.entry import Certainty, Entry, Passage, PassageKind, text_key
from knowledge.folder import CONTENT
from knowledge.passages import MAX_CHARS, Section, links, outline, parser, passage_at, plain, sections, split


def entry(body: str, *, title: str = "Wie meldt?", asks: tuple[str, ...] = ()) -> Entry:
    return Entry(
        id="faq/wie-meldt",
        lang="nl",
        title=title,
        asks=asks,
        topics=(),
        facts=(),
        certainty=Certainty.SURE,
        checked=date(2026, 11, 22),
        review=None,
        see=(),
        sources=(),
        body=body,
        source="nl/faq/wie-meldt.md",
        line=4,
    )


def texts(found: Entry, *, max_chars: int = MAX_CHARS) -> list[tuple[str, str]]:
    return [(passage.kind.value, passage.text) for passage in split(found, max_chars=max_chars)]


def test_an_entry_becomes_its_title_its_asks_and_its_sections():
    found = entry("Het bestuur.\n\n## Wanneer\nVoor 1 april.", asks=("wie moet melden", "melden bij DUO"))

    actual = split(found)

    assert actual == (
        Passage(found, PassageKind.TITLE, "Wie meldt?", ""),
        Passage(found, PassageKind.ASK, "wie moet melden", ""),
        Passage(found, PassageKind.ASK, "melden bij DUO", ""),
        Passage(found, PassageKind.SECTION, "Het bestuur.", ""),
        Passage(found, PassageKind.SECTION, "Voor 1 april.", "Wanneer", 1),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A\n\n## B", [((), "# A\n\n## B", ("A", "B"))]),
        (
            "Vooraf.\n\n# A\n\n## B\n\n# C\n\nDan.",
            [((), "Vooraf.\n\n# A\n\n## B", ("Vooraf.", "A", "B")), (("C",), "Dan.", None)],
        ),
        ("# A\n\n## B\n\n## C\n\nDan.", [((), "# A\n\n## B", ("A", "B")), (("A", "C"), "Dan.", None)]),
        ("# A\n\n## B\n\nDan.\n\n## C", [(("A", "B"), "Dan.\n\n## C", ("Dan.", "C"))]),
    ],
    ids=["alone", "behind a text", "before one", "said before"],
)
def test_a_heading_over_headings_over_nothing_stays_in_the_text_before_it_too(body: str, expected: list[object]):
    assert [(one.way, one.body, one.parted) for one in sections(body)] == expected


def test_a_passage_has_the_way_of_headings_to_it_and_its_place():
    found = entry("# Prijzen\n\n## Winter\nTien.\n\n## Zomer\nElf.\n\n# Tijden\n\n## Winter\nVan acht.")

    assert [(passage.text, passage.heading, passage.at) for passage in split(found)[1:]] == [
        ("Wie meldt? Prijzen › Winter: Tien.", "Prijzen › Winter", 0),
        ("Wie meldt? Prijzen › Zomer: Elf.", "Prijzen › Zomer", 1),
        ("Wie meldt? Tijden › Winter: Van acht.", "Tijden › Winter", 2),
    ]


@pytest.mark.parametrize(
    ("item", "is_found"),
    [
        pytest.param("[Parkeren](entry:faq/parkeren)", False, id="to another entry"),
        pytest.param("**[Parkeren](entry:faq/parkeren)**, [Fiets](entry:faq/fiets)", False, id="to several"),
        pytest.param("[Parkeren](#parkeren)", False, id="to a place of its own"),
        pytest.param("[Parkeren](entry:faq/parkeren): gratis", True, id="with words beside it"),
        pytest.param("[Parkeren](https://voorbeeld.nl/parkeren)", True, id="out of the folder"),
        pytest.param("[Parkeren][p]\n\n[p]: entry:faq/parkeren", False, id="to another entry, defined"),
        pytest.param("[Parkeren][p]\n\n[p]: entry:", True, id="to an entry that is not there"),
        pytest.param("![Parkeren](plattegrond.png)", True, id="a picture"),
        pytest.param("Parkeren", True, id="no link"),
    ],
)
def test_a_list_of_links_is_found_where_they_lead(item: str, *, is_found: bool):
    found = entry(f"Kies een onderwerp:\n\n- {item}\n- Bellen kan ook.", title="Welkom")

    ((_, searched),) = texts(found)[1:]
    assert ("Parkeren" in searched) is is_found
    assert (searched.startswith("Welkom Kies een onderwerp:"), searched.endswith("Bellen kan ook.")) == (True, True)
    assert "Parkeren" in plain(found.body)


@pytest.mark.parametrize(
    "line", ["- [Tien](entry:tien)", "[Tien](entry:tien)", "---"], ids=["a list of links", "a link", "a rule"]
)
def test_a_heading_is_found_that_stands_over_nothing_that_is(line: str):
    found = entry(f"Vooraf.\n\n# Geld\n\n## Korting\n\n{line}\n\n## Later\n\nVolgt.", title="Prijzen")

    assert [(passage.text, passage.heading, passage.at) for passage in split(found)[1:]] == [
        ("Prijzen Vooraf.", "", 0),
        ("Prijzen Geld › Korting", "Geld › Korting", 1),
        ("Prijzen Geld › Later: Volgt.", "Geld › Later", 2),
    ]
    assert [passage_at(found, at) for at in range(4)] == list(split(found))


def test_a_heading_over_links_in_a_longer_entry_is_found_without_its_title():
    """Else who asks for the entry would be led to a list of links in it."""
    found = replace(entry("## Korting?\n\n- [Tien](entry:tien)", title="Prijzen"), has_parts=True)

    assert [(passage.text, passage.heading) for passage in split(found)] == [("Prijzen", ""), ("Korting?", "Korting?")]
    assert [passage_at(found, at) for at in range(2)] == list(split(found))


def test_of_a_text_that_is_links_its_title_is_found():
    assert texts(entry("- [Tien](entry:tien)", title="Prijzen")) == [("title", "Prijzen")]


def test_equal_texts_have_equal_keys():
    one, other = split(entry("a", title="x"))[0], split(entry("b", title="x"))[0]

    assert one.key == other.key == text_key("x") == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_a_long_section_is_cut_at_paragraph_ends():
    found = entry("## Kop\n\neen twee\n\ndrie vier\n\nvijf zes")

    actual = texts(found, max_chars=20)

    assert actual == [
        ("title", "Wie meldt?"),
        ("section", "Wie meldt? Kop: een twee drie vier"),
        ("section", "Wie meldt? Kop: vijf zes"),
    ]


def test_pieces_may_be_exactly_max_chars_long():
    found = entry("een twee\n\ndrie vier")

    assert texts(found, max_chars=18)[1:] == [("section", "Wie meldt? een twee drie vier")]
    assert texts(found, max_chars=17)[1:] == [("section", "Wie meldt? een twee"), ("section", "Wie meldt? drie vier")]


def test_a_paragraph_that_is_too_long_is_cut_between_words():
    found = entry("een twee drie vier")

    actual = texts(found, max_chars=10)

    assert actual[1:] == [("section", "Wie meldt? een twee"), ("section", "Wie meldt? drie vier")]


def test_a_word_that_is_too_long_is_cut_where_it_must():
    found = entry("a " + "x" * 25)

    actual = texts(found, max_chars=10)

    assert [text.removeprefix("Wie meldt? ") for _, text in actual[1:]] == ["a", "x" * 10, "x" * 10, "x" * 5]


def test_lines_of_code_are_cut_between_words():
    """They are kept apart by line ends alone, at which a paragraph is not cut."""
    found = entry("```\nacht\nnegen\n```")

    actual = texts(found, max_chars=7)

    assert actual[1:] == [("section", "Wie meldt? acht"), ("section", "Wie meldt? negen")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ()),
        ("a", (Section((), "a"),)),
        ("a\n\n# B\nb\n\n### C *d*\n\nc", (Section((), "a"), Section(("B",), "b"), Section(("B", "C d"), "c"))),
        ("Kop\n===\na", (Section(("Kop",), "a"),)),
        ("# leeg\n\n# vol\na", (Section((), "# leeg"), Section(("vol",), "a"))),
        ("# vol\na\n\n## leeg\n\n# B\nb", (Section(("vol",), "a\n\n## leeg"), Section(("B",), "b"))),
        ("# A\n## B\n### C\nc\n## D\nd", (Section(("A", "B", "C"), "c"), Section(("A", "D"), "d"))),
        ("### C\nc\n# A\na", (Section(("C",), "c"), Section(("A",), "a"))),
        ("```\n# geen kop\n```", (Section((), "```\n# geen kop\n```"),)),
        ("> # geen kop\n> a", (Section((), "> # geen kop\n> a"),)),
        ("#geen kop", (Section((), "#geen kop"),)),
        ("# [link](https://h.nl) `code`\na", (Section(("link code",), "a"),)),
    ],
    ids=[
        "nothing",
        "no heading",
        "levels",
        "underlined",
        "heading alone, first",
        "heading alone, last",
        "headings over headings",
        "small before large",
        "in code",
        "in a quote",
        "no space",
        "marks",
    ],
)
def test_a_body_is_cut_at_its_headings_and_loses_none(body: str, expected: tuple[Section, ...]):
    assert sections(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("**vet** en _schuin_", "vet en schuin"),
        ("een\ntwee\n\ndrie", "een twee\ndrie"),
        ("- a\n- b\n  - c", "a\nb\nc"),
        ("[DUO](https://duo.nl) en ![een plaatje](https://h.nl/a.png)", "DUO en een plaatje"),
        ("```\neen\n  twee\n```", "een twee"),
        ("`code` &amp; \\*ster\\*", "code & *ster*"),
        ("<b>x</b>", "<b>x</b>"),
        ("# Kop\n\na", "Kop\na"),
    ],
    ids=["emphasis", "paragraphs", "lists", "links", "code", "entities", "html", "heading"],
)
def test_plain_text_has_a_paragraph_a_line_and_no_marks(body: str, expected: str):
    assert plain(body) == expected


def test_links_have_the_line_of_their_paragraph():
    body = "[a](https://a.nl)\n\n- b\n- ![c](https://c.nl/x.png)\n\n> <https://d.nl> [e][ref]\n\n[ref]: javascript:alert(1)\n"

    actual = list(links(body))

    assert actual == [
        ("https://a.nl", 1),
        ("https://c.nl/x.png", 4),
        ("https://d.nl", 6),
        ("javascript:alert(1)", 6),
    ]


@pytest.mark.parametrize("body", ["`[a](b)`", "```\n[a](b)\n```", "\\[a](b)", "[a]: https://a.nl", "https://a.nl"])
def test_what_reads_as_text_is_no_link(body: str):
    assert list(links(body)) == []


WORDS = st.sampled_from(["a", "de", "wet", "route", "wordt", "melding", "onderwijs", "samenwerking"])
LINES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
BLOCKS = st.builds(
    lambda lines, shape: shape(lines),
    st.lists(LINES, min_size=1, max_size=3),
    st.sampled_from(
        [
            "\n".join,
            lambda lines: "\n".join(f"- {line}" for line in lines),
            lambda lines: "\n".join(f"> {line}" for line in lines),
            lambda lines: "```\n" + "\n".join(lines) + "\n```",
            lambda lines: "**" + "\n".join(lines) + "**",
            lambda lines: "1. " + "\n\n   ".join(lines),
        ]
    ),
)
SECTIONS = st.tuples(LINES, st.lists(BLOCKS, min_size=1, max_size=3).map("\n\n".join))


@given(st.lists(SECTIONS, max_size=3), BLOCKS, st.integers(12, 200))
def test_every_word_of_the_body_is_in_some_passage(found: list[tuple[str, str]], opening: str, max_chars: int):
    body = "\n\n".join([opening, *(f"## {heading}\n{text}" for heading, text in found)])

    passages = split(entry(body), max_chars=max_chars)[1:]

    fronts = ["Wie meldt? " + (f"{passage.heading}: " if passage.heading else "") for passage in passages]
    pieces = [passage.text.removeprefix(front) for passage, front in zip(passages, fronts, strict=True)]
    marks = str.maketrans("", "", "`*->.1")
    written = [word for text in (opening, *(text for _, text in found)) for word in text.translate(marks).split()]
    assert [word for piece in pieces for word in piece.split()] == written
    assert list(dict.fromkeys(passage.heading for passage in passages)) == list(
        dict.fromkeys(["", *(heading for heading, _ in found)])
    )
    assert max(map(len, pieces)) <= max_chars
    assert all(passage.text.startswith(front) for passage, front in zip(passages, fronts, strict=True))


@given(st.text(), st.integers(1, 50))
def test_any_text_can_be_split(body: str, max_chars: int):
    passages = split(entry(body), max_chars=max_chars)

    assert passages[0].text == "Wie meldt?"
    assert all(passage.text.strip() for passage in passages)


def parsed_whole(body: str) -> tuple[list[str], list[tuple[str, int]], list[str]]:
    """(paragraphs, links, headings) as the Markdown library gives them when nothing is left out to save time."""
    paragraphs, found, headings, above = [], [], [], None
    for token in parser().parse(body):
        if token.type == "inline":
            parts = [" " if part.type in ("softbreak", "hardbreak") else part.content for part in token.children]
            addresses = [part.attrGet("href") or part.attrGet("src") for part in token.children]
            paragraphs.append("".join(parts).strip())
            found += [(address, token.map[0] + 1) for address in addresses if address]
            if above.type == "heading_open" and above.level == 0:
                headings.append(paragraphs[-1])
        elif token.type in ("fence", "code_block"):
            paragraphs.append(" ".join(token.content.split()))
        above = token
    return paragraphs, found, headings


MARKS = (
    *("alfa", "beta gamma", "**vet**", "*schuin*", "_x_", "`code`", "[a](https://b.nl)", "[a]", "[a]: https://c.nl"),
    *(
        "![b](https://b.nl/c.png)",
        "<https://d.nl>",
        "&amp;",
        "\\*",
        "# ",
        "## Kop",
        "### Kop ###",
        "- ",
        "* ",
        "+ ",
        "-",
    ),
    *("1. ", "2) ", "10. ", "> ", "```", "~~~", "---", "- - -", "***", "* * *", "___", "===", "=", "--", "\t", "    "),
    *(
        " ",
        "  ",
        "   ",
        "\n",
        "\n\n",
        "\n  ",
        "\n   - ",
        "\n     ",
        "  \n",
        "\\\n",
        "<b>",
        "|",
        "!",
        "\u00a0",
        "\u2028",
    ),
)


@given(st.lists(st.sampled_from(MARKS), max_size=14).map("".join))
def test_saving_time_changes_nothing_of_what_is_read(body: str):
    paragraphs, found, headings = parsed_whole(body)

    read = outline(body)

    assert (list(read.paragraphs), list(read.links)) == (paragraphs, found)
    assert [heading.text for heading in read.headings] == headings
    told = " ".join(part for section in read.sections for part in (*section.way, *section.paragraphs))
    assert [heading for heading in headings if heading not in told] == []


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md"))[::20], ids=lambda path: path.stem)
def test_saving_time_changes_nothing_of_what_ships(path: Path):
    body = path.read_text("utf-8").split("---\n", 2)[2]

    read = outline(body)

    assert (list(read.paragraphs), list(read.links)) == parsed_whole(body)[:2]


def test_blank_lines_around_a_body_move_its_lines_alone() -> None:
    body = "Begin met [dit](https://a.nl).\n\n## Dan\n\nEn [dat](https://b.nl)."
    inside, around = outline(body), outline(f"\n\n{body}\n\n")

    assert (around.sections, around.paragraphs) == (inside.sections, inside.paragraphs)
    assert around.links == tuple((address, line + 2) for address, line in inside.links)
    assert [heading.line for heading in around.headings] == [5]
    assert outline("\n\n") == outline("")


def test_each_passage_is_found_by_where_it_stands():
    long = "\n\n".join(f"Alinea {number} " + "woord " * 60 for number in range(6))
    found = entry(f"Vooraf.\n\n## Een\n\n{long}\n\n## Twee\n\nKort.", asks=("vraag een", "vraag twee"))

    passages = split(found)

    assert len(passages) > 6
    assert [passage_at(found, at) for at in range(len(passages))] == list(passages)
    with pytest.raises(IndexError):
        passage_at(found, len(passages))


def test_one_of_many_passages_makes_no_more_of_those_before_it_than_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may have a thousand sections, and a question needs one of several of such pages."""
    found = entry("\n\n".join(f"## Kop {at}\n\nTekst {at}." for at in range(300)))
    made = []
    monkeypatch.setattr(passages, "Passage", lambda *told: made.append(told) or Passage(*told))

    told = passages.passage_at(found, 300)

    assert (told.text, len(made)) == ("Wie meldt? Kop 299: Tekst 299.", 1)
