from datetime import date

import pytest

from index.answer import Hit
from index.shown import Shown, plain_words, short_and_more, shown
from knowledge.entry import Certainty, Entry, Passage, PassageKind

GUIDELINE = "Vooraf.\n\n## Melden\n\nMeld *op tijd*.\n\n## Tekenen\n\nTeken samen.\n\n### Wie\n\nBeide besturen."
TRANSLATION = "First.\n\n## Registering\n\nRegister in time.\n\n## Signing\n\nSign together.\n\n### Who\n\nBoth boards."


def entry(entry_id: str, body: str, *, lang: str = "nl") -> Entry:
    return Entry(
        entry_id, lang, "titel", (), (), (), Certainty.SURE, date(2025, 1, 2), None, (), (), body, f"{lang}/{entry_id}.md", 4
    )  # fmt: skip


def hit(showing: Entry, *, heading: str = "", found: Entry | None = None) -> Hit:
    kind = PassageKind.SECTION if heading else PassageKind.TITLE
    return Hit(showing, Passage(found or showing, kind, "tekst", heading), 0.9, 0.8)


def test_short_entry_is_shown_whole_wherever_it_was_found() -> None:
    body = "Ja.\n\n## Meer weten\n\nLees verder."

    assert shown(hit(entry("faq/a", body), heading="Meer weten")) == Shown("", body, ())


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("", Shown("", "Vooraf.", ("Melden", "Tekenen", "Wie")), id="found by title or ask"),
        pytest.param("Melden", Shown("Melden", "Meld *op tijd*.", ("Tekenen", "Wie"), 1), id="section"),
        pytest.param("Wie", Shown("Wie", "Beide besturen.", ("Melden", "Tekenen"), 3), id="section under a section"),
    ],
)
def test_of_a_guideline_the_section_that_was_found_is_shown(heading: str, expected: Shown) -> None:
    assert shown(hit(entry("guidelines/g", GUIDELINE), heading=heading)) == expected


def test_section_found_in_one_language_is_shown_in_another() -> None:
    dutch, english = entry("guidelines/g", GUIDELINE), entry("guidelines/g", TRANSLATION, lang="en")

    found = shown(hit(english, heading="Tekenen", found=dutch))

    assert found == Shown("Signing", "Sign together.", ("Registering", "Who"), 2)


def test_section_that_the_translation_lacks_gives_its_beginning() -> None:
    dutch, english = entry("guidelines/g", GUIDELINE), entry("guidelines/g", "First.\n\n## One\n\nText.", lang="en")

    assert shown(hit(english, heading="Wie", found=dutch)) == Shown("", "First.", ("One",))


def test_guideline_that_begins_with_a_heading_shows_its_first_section() -> None:
    guideline = entry("guidelines/g", "## Melden\n\nEen.\n\n## Tekenen\n\nTwee.")

    assert shown(hit(guideline)) == Shown("Melden", "Een.", ("Tekenen",))


def test_guideline_of_headings_alone_is_shown_as_it_is() -> None:
    """An admin who has only made a beginning takes no answer down."""
    assert shown(hit(entry("guidelines/g", "## Nog te schrijven"))) == Shown("", "## Nog te schrijven", ())


@pytest.mark.parametrize(
    ("entry_id", "text", "expected"),
    [
        pytest.param("faq/a", "Ja.\n\n## Meer weten\n\nEen.\n\nTwee.", ("Ja.", "Een.\n\nTwee."), id="answer and more"),
        pytest.param("faq/a", "Ja.", ("Ja.", ""), id="answer alone"),
        pytest.param("faq/a", "## Kop\n\nTekst.", ("## Kop\n\nTekst.", ""), id="nothing above the first heading"),
        pytest.param("faq/a", "## Kop", ("## Kop", ""), id="a heading alone"),
        pytest.param("guidelines/g", GUIDELINE, (GUIDELINE, ""), id="guideline"),
    ],
)
def test_answer_is_told_from_what_is_told_besides(entry_id: str, text: str, expected: tuple[str, str]) -> None:
    assert short_and_more(entry(entry_id, text), text) == expected


def test_a_version_in_plain_words_is_shown_to_whoever_asks_for_it() -> None:
    told = entry("faq/a", "Het antwoord.\n\n## Meer\n\nNog iets.\n\n## In gewone woorden\n\nKort gezegd.")
    assert short_and_more(told, told.body) == ("Het antwoord.", "Nog iets.")
    assert plain_words(told) == "Kort gezegd."
    assert plain_words(entry("faq/a", "Het antwoord.")) == ""
