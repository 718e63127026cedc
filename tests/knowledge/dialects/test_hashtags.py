"""Tags of notes."""

import pytest

from knowledge.dialects.hashtags import without_hashtags


@pytest.mark.parametrize(
    ("text", "expected", "tags"),
    [
        ("#zwembad #tijden", "", ("zwembad", "tijden")),
        ("Tags: #geld, #kaartjes/abonnement", "", ("geld", "kaartjes/abonnement")),
        ("**Tags:** #geld", "", ("geld",)),
        ("- #geld", "", ("geld",)),
        ("> #geld", "", ("geld",)),
        ("Vanaf 7 uur. #zomer #vroeg", "Vanaf 7 uur.", ("zomer", "vroeg")),
        ("## Prijzen #geld", "## Prijzen", ("geld",)),
        ("Bel de #balie voor meer.", "Bel de balie voor meer.", ()),
        ("Bel de #balie", "Bel de balie", ()),
        ("#balie is open", "balie is open", ()),
        ("C# en F# op kamer #12, kleur #ff0000 of #a1b.", "C# en F# op kamer #12, kleur #ff0000 of #a1b.", ()),
        ("https://example.org/#kop en [a](#kop)", "https://example.org/#kop en [a](#kop)", ()),
        ("## Prijzen ##", "## Prijzen ##", ()),
        ("###Tarieven", "### Tarieven", ()),
        ("##Wie meldt dat?", "## Wie meldt dat?", ()),
        ("#Wie meldt dat?", "# Wie meldt dat?", ()),
    ],
)  # fmt: skip
def test_what_is_for_whoever_keeps_the_notes_goes_and_words_stay(text: str, expected: str, tags: tuple[str, ...]):
    assert without_hashtags(text) == (expected, tags)
