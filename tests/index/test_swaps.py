"""A question that is nearly a title is told from the title."""

import pytest

from index.swaps import Words, decisive_of, is_swapped

TITLES = ("Wie leent de sleutel van het gymlokaal uit?", "Sleutel gymlokaal lenen", "Who lends the key of the gym?")
HELD = {"leent", "uit", "sleutel", "gymlokaal", "lenen", "lends", "key", "gym", "concierge", "balie"}


def held(words: Words) -> list[bool]:
    return [word in HELD for word, _ in words]


@pytest.mark.parametrize(
    "text",
    [
        "Wie kopieert de sleutel van het gymlokaal?",  # what is done
        "Wie leent de projector van het gymlokaal uit?",  # with what
        "Who lends the whistle of the gym?",
        "Wie leent de sleutel van het gymlokaal op zondag uit?",  # what is there whole, and more
    ],
)
def test_a_word_that_the_entry_does_not_hold_in_the_place_of_one_of_its_title(text: str) -> None:
    assert is_swapped(text, decisive_of(TITLES), held)


@pytest.mark.parametrize(
    "text",
    [
        "Wie leent de sleutel van het gymlokaal uit?",
        "wie leent de sleutle van het gymlokaal uit",  # misspelt
        "Wie leent de sleutel van het gymlokaal precies uit?",  # nothing is in the place of another
        "De conciërge leent de sleutel van het gymlokaal uit?",  # the entry says who
        "Mag een leerling zelf om zes uur het licht aandoen?",  # no title at all
        "waar",
        "",
    ],
)
def test_what_is_no_title_but_for_a_word(text: str) -> None:
    assert not is_swapped(text, decisive_of(TITLES), held)
