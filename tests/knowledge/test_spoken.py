"""The language of a text."""

import pytest

from knowledge.spoken import language_of


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Wanneer de school het meldt, is dat voor het hele jaar.", "nl"),
        ("When the school reports it, that is for all of the year.", "en"),
        ("Wenn die Schule es meldet, gilt das für das ganze Jahr und nicht nur im Winter.", "de"),
        ("Quand l'école le dit, c'est pour toute l'année et pour les élèves.", "fr"),
        ("As de skoalle it meldt, dan is dat foar it hiele jier en net allinne yn de winter.", "fy"),
        ("The word samenwerkingsovereenkomst is Dutch; it is what the law has for an agreement.", "en"),
        ("Inloggen met Single Sign-On via de help desk kan niet met het account van de browser.", "nl"),
        ("Tarieven 2026", None),
        ("", None),
    ],
)  # fmt: skip
def test_words_tell_or_nothing_is_said(text: str, lang: str | None):
    assert language_of(text) == lang
