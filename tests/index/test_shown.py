from datetime import date

import pytest

from index.answer import Hit
from index.shown import Shown, named_of, short_and_more, shown
from knowledge.entry import Certainty, Entry, Passage, PassageKind
from knowledge.passages import split

GUIDELINE = "Vooraf.\n\n## Melden\n\nMeld *op tijd*.\n\n## Tekenen\n\nTeken samen.\n\n### Wie\n\nBeide besturen."
TRANSLATION = "First.\n\n## Registering\n\nRegister in time.\n\n## Signing\n\nSign together.\n\n### Who\n\nBoth boards."


def entry(entry_id: str, body: str, *, lang: str = "nl") -> Entry:
    return Entry(
        entry_id, lang, "titel", (), (), (), Certainty.SURE, date(2025, 1, 2), None, (), (), body, f"{lang}/{entry_id}.md", 4
    )  # fmt: skip


def hit(showing: Entry, *, at: int = 0, found: Entry | None = None) -> Hit:
    kind = PassageKind.SECTION if at else PassageKind.TITLE
    return Hit(showing, Passage(found or showing, kind, "tekst", "Kop" if at else "", at), 0.9, 0.8)


def test_short_entry_is_shown_whole_wherever_it_was_found() -> None:
    body = "Ja.\n\n## Meer weten\n\nLees verder."

    assert shown(hit(entry("faq/a", body), at=1)) == Shown("", body, ())


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(0, Shown("", "Vooraf.", ("Melden", "Tekenen", "Tekenen › Wie")), id="found by title or ask"),
        pytest.param(1, Shown("Melden", "Meld *op tijd*.", ("Tekenen", "Tekenen › Wie"), 1), id="section"),
        pytest.param(
            3, Shown("Tekenen › Wie", "Beide besturen.", ("Melden", "Tekenen"), 3), id="section under a section"
        ),
    ],
)
def test_of_a_guideline_the_section_that_was_found_is_shown(at: int, expected: Shown) -> None:
    assert shown(hit(entry("guidelines/g", GUIDELINE), at=at)) == expected


@pytest.mark.parametrize(
    ("at", "name"), [(0, "titel"), (3, "titel › Tekenen › Wie")], ids=["above its headings", "a section"]
)
def test_what_is_offered_is_named_with_its_section(at: int, name: str) -> None:
    assert named_of(hit(entry("guidelines/g", GUIDELINE), at=at)) == name


def test_of_two_sections_with_one_heading_the_one_that_was_found_is_shown() -> None:
    guideline = entry("guidelines/g", "## Kosten\n\nVijf euro.\n\n## Kosten\n\nTien euro.\n\n## Kosten\n\nGratis.")

    shown_for = [shown(Hit(guideline, passage, 0.9, 0.8)).text for passage in split(guideline)[1:]]

    assert shown_for == ["Vijf euro.", "Tien euro.", "Gratis."]


def test_section_found_in_one_language_is_shown_in_another() -> None:
    dutch, english = entry("guidelines/g", GUIDELINE), entry("guidelines/g", TRANSLATION, lang="en")

    found = shown(hit(english, at=2, found=dutch))

    assert found == Shown("Signing", "Sign together.", ("Registering", "Signing › Who"), 2)


def test_section_that_the_translation_lacks_gives_its_beginning() -> None:
    dutch, english = entry("guidelines/g", GUIDELINE), entry("guidelines/g", "First.\n\n## One\n\nText.", lang="en")

    assert shown(hit(english, at=3, found=dutch)) == Shown("", "First.", ("One",))


def test_guideline_that_begins_with_a_heading_shows_its_first_section() -> None:
    guideline = entry("guidelines/g", "## Melden\n\nEen.\n\n## Tekenen\n\nTwee.")

    assert shown(hit(guideline)) == Shown("Melden", "Een.", ("Tekenen",))


def test_guideline_of_headings_alone_is_shown_as_it_is() -> None:
    """An admin who has only made a beginning takes no answer down."""
    assert shown(hit(entry("guidelines/g", "## Nog te schrijven"))) == Shown("", "## Nog te schrijven", ())


@pytest.mark.parametrize(
    ("entry_id", "text", "expected"),
    [
        pytest.param(
            "faq/a",
            "Ja.\n\n## Meer weten\n\nEen.\n\nTwee.",
            ("Ja.", "## Meer weten\n\nEen.\n\nTwee."),
            id="answer and more",
        ),
        pytest.param("faq/a", "Ja.", ("Ja.", ""), id="answer alone"),
        pytest.param("faq/a", "## Kop\n\nTekst.", ("## Kop\n\nTekst.", ""), id="nothing above the first heading"),
        pytest.param("faq/a", "## Kop", ("## Kop", ""), id="a heading alone"),
        pytest.param("guidelines/g", GUIDELINE, (GUIDELINE, ""), id="guideline"),
    ],
)
def test_answer_is_told_from_what_is_told_besides(entry_id: str, text: str, expected: tuple[str, str]) -> None:
    assert short_and_more(entry(entry_id, text), text) == expected
