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
        ("Cuando la escuela lo dice, es para todo el año y no se puede cambiar por los alumnos.", "es"),
        ("Quando la scuola lo dice, è per tutto l'anno e non si può cambiare per gli alunni.", "it"),
        ("Quando a escola o diz, é para todo o ano e não se pode mudar para os alunos.", "pt"),
        ("Gdy szkoła to zgłosi, jest to na cały rok i nie można tego zmienić dla uczniów.", "pl"),
        ("Okul bunu bildirdiğinde, bu bütün yıl için geçerli ve bir daha değil.", "tr"),
        ("学校が届け出れば、それは一年中有効です。", "ja"),
        ("تبلغ المدرسة بذلك في بداية السنة", "ar"),
        ("Школа повідомляє про це на початку року і її рішення є для всіх.", "uk"),
        ("Школа сообщает об этом в начале года.", "ru"),
        ("De school (学校) meldt het, en dat is voor het hele jaar.", "nl"),
        ("Tarieven 2026", None),
        ("", None),
    ],
)  # fmt: skip
def test_words_tell_or_nothing_is_said(text: str, lang: str | None):
    assert language_of(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "De docente Maria da Silva dos Santos is mentor van de klas.",
        "De teams van de school, na de les en na de toets: Los Molinos en El Prado.",
    ],
    ids=["name", "places"],
)
def test_names_of_elsewhere_keep_no_text_from_being_dutch(text: str):
    assert language_of(text) == "nl"
