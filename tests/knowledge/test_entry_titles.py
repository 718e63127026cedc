"""Where an entry gets its title from: a key, a heading, or the name of its file."""

import pytest

from knowledge.entry_file import normal, read_text, title_of_name
from tests.knowledge.entry_texts import DATED, DAY, entry, faults, read


@pytest.mark.parametrize(
    ("text", "title", "body", "remark"),
    [
        ("# Wie meldt?\n\nDe school.", "Wie meldt?", "De school.", "title_from_heading"),
        ("---\nlayout: page\n---\nWie meldt?\n===\nDe school.", "Wie meldt?", "De school.", "title_from_heading"),
        ("Vooraf.\n\n# Wie meldt?\nDe school.", "Wie meldt?", "Vooraf.\n\n# Wie meldt?\nDe school.", "title_from_heading"),
        ("## Melden\nA.\n\n## Tekenen\nB.", "Over melden", "## Melden\nA.\n\n## Tekenen\nB.", "title_from_name"),
        ("De school.", "Over melden", "De school.", "title_from_name"),
        ("\n\n---\ntitle:\nvraag: Wie meldt?\n---\nb", "Wie meldt?", "b", "title_from_key"),
        ("\n---\nEen streep erboven.\n---\nb", "Over melden", "---\nEen streep erboven.\n---\nb", "title_from_name"),
        ("---\ntitle:\n---\nDe school.", "Over melden", "De school.", "title_from_name"),
        ("---\ntitle: null\n---\n# Wie meldt?\nDe school.", "Wie meldt?", "De school.", "title_from_heading"),
        ("---\nquestion: Wie meldt?\n---\nDe school.", "Wie meldt?", "De school.", "title_from_key"),
        ("---\nname: Wie meldt?\n---\nDe school.", "Wie meldt?", "De school.", "title_from_key"),
        ("---\nvraag: Wie meldt?\n---\n# Wie meldt?\nDe school.", "Wie meldt?", "De school.", "title_from_key"),
    ],
    ids=["heading", "underlined", "heading below text", "two headings", "name", "fence on line 3", "no fence", "empty", "null", "question", "name key", "both"],
)  # fmt: skip
def test_without_a_title_it_is_another_key_the_heading_or_the_name_of_the_file(
    text: str, title: str, body: str, remark: str
):
    file = read_text("nl/faq/2024-03-01-over_melden.md", text, DATED, DAY)

    assert (entry(file).title, entry(file).body, faults(file)) == (title, body, [])
    assert [one.said.key for one in file.remarks if one.said.key != "keys_of_others"] == [remark]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("nl/faq/hoe-meld-ik.md", "Hoe meld ik"),
        ("nl/faq/index.md", "Faq"),
        ("nl/prijzen/_index.md", "Prijzen"),
        ("nl/prijzen/README.md", "Prijzen"),
        ("nl/03_prijzen.MARKDOWN", "Prijzen"),
        ("nl/Mijn notitie.mdx", "Mijn notitie"),
        ("nl/index.md", "Index"),
    ],
)
def test_the_name_of_a_file_is_made_readable(source: str, title: str):
    assert entry(read_text(source, "Tekst.", DATED, DAY)).title == title


def test_a_heading_that_says_what_the_title_says_is_shown_once():
    file = read("title: Wie meldt?", "# Wie meldt\n\nDe school.\n\n[a](http://x)")

    assert (entry(file).body, entry(file).line) == ("De school.\n\n[a](http://x)", 6)
    assert faults(file) == [(8, "link 'http://x' names no public site; copy the address from the browser")]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Verlof 1f0c8a2b3c4d5e6f7a8b9c0d1e2f3a4b", "Verlof"),
        ("verlof-1f0c8a2b3c4d5e6f7a8b9c0d1e2f3a4b", "Verlof"),
        ("1f0c8a2b3c4d5e6f7a8b9c0d1e2f3a4b", "1f0c8a2b3c4d5e6f7a8b9c0d1e2f3a4b"),
        ("2024-03-01-hoe-meld-ik", "Hoe meld ik"),
    ],
)
def test_a_name_becomes_a_title_without_the_number_of_another_program(name: str, title: str):
    assert title_of_name(f"faq/{name}") == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wie méldt het?", "wie meldt het"),
        ("  STRASSE\tstraße ", "strasse strasse"),
        ("vmbo-mbo/havo", "vmbo mbo havo"),
        ("ﬁets ２", "fiets 2"),
        ("Привет, мир", "привет мир"),
        ("?!", ""),
    ],
)
def test_texts_are_compared_without_case_accents_and_punctuation(text: str, expected: str):
    assert normal(text) == expected
