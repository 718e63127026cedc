import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.message_parts import parts
from index.plain import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Wie meldt de route? En is een SOK verplicht?",
            ("Wie meldt de route?", "En is een SOK verplicht?"),
            id="two question marks",
        ),
        pytest.param(
            "Ik heb twee vragen. Hoe meld ik af? Wij stoppen. En mag een leerling meedoen?",
            ("Ik heb twee vragen. Hoe meld ik af?", "Wij stoppen. En mag een leerling meedoen?"),
            id="what is told stays with the question behind it",
        ),
        pytest.param(
            "Wie tekent de SOK en hoe lang loopt die?",
            ("Wie tekent de SOK", "hoe lang loopt die?"),
            id="joined by en",
        ),
        pytest.param(
            "Wie meldt de route? Wie tekent de SOK? Wij zoeken een bus. Wie betaalt die?",
            ("Wie meldt de route?", "Wie tekent de SOK?", "Wij zoeken een bus. Wie betaalt die?"),
            id="three",
        ),
        pytest.param(
            "may kader pupils join, and can gl pupils reach level 4",
            ("may kader pupils join", "can gl pupils reach level 4"),
            id="joined by and, no question mark",
        ),
        pytest.param(
            "ik zou graag weten wie de route meldt en of de ouders iets te zeggen hebben",
            ("ik zou graag weten wie de route meldt", "of de ouders iets te zeggen hebben"),
            id="what somebody wants to know, and whether",
        ),
        pytest.param(
            "I wonder whether the works council has a say and who pays the bus",
            ("I wonder whether the works council has a say", "who pays the bus"),
            id="whether, and who",
        ),
        pytest.param(
            "Graag antwoord op: 1) wie schrijft de leerling in 2) wie meldt het verzuim",
            ("wie schrijft de leerling in", "wie meldt het verzuim"),
            id="numbered",
        ),
        pytest.param(
            "Twee dingen: wie tekent de SOK en hoe lang loopt die?",
            ("wie tekent de SOK", "hoe lang loopt die?"),
            id="introduced",
        ),
    ],
)
def test_a_message_that_asks_twice_has_two_parts(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Wie meldt de route?", id="one question"),
        pytest.param("Wij hebben geen route. Elke week is er een gastles. Mag dat?", id="told first, asked last"),
        pytest.param("Mag dat? Wij hebben geen route.", id="asked first, told last"),
        pytest.param("Is dat zo? Mogen wij dat? Wij hebben geen route.", id="two, and something told behind them"),
        pytest.param("Wie? Wat mag er in de route?", id="the first is too short"),
        pytest.param("Wie meldt dat? Wie tekent de SOK? Wie betaalt de bus? Wie rijdt de bus?", id="four"),
        pytest.param("Mogen vmbo en mbo samen lesgeven?", id="en between two words"),
        pytest.param("Wat is de rol van het mbo en het vmbo", id="en before what is no question"),
        pytest.param("Ik wil weten of het mbo en het vmbo samen mogen melden", id="en between two words, whether"),
        pytest.param("Zie punt 1) van de lijst: wie tekent er?", id="a number in a sentence"),
        pytest.param("", id="nothing"),
    ],
)
def test_any_other_message_is_one(text: str) -> None:
    assert parts(text) == (text,)


@given(st.text(alphabet="wie is en and ?.!,", max_size=200))
def test_no_word_is_lost_but_the_one_between(text: str) -> None:
    line = plain(text)

    found = parts(line)

    assert len(line.split()) - sum(len(part.split()) for part in found) in (0, 1)
