"""What buttons of options say, so that nobody has to guess which is which."""

import pytest

from bot.conversation.telling_apart import numbered


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        ([], ()),
        (["Wie meldt?"], ("Wie meldt?",)),
        (["Wie meldt?", "Wie tekent?"], ("1. Wie meldt?", "2. Wie tekent?")),
        (
            ["Wat moet er in de SOK over geld?", "wat moet er in de SOK over tijd?", "Wie tekent?"],
            ("1. … geld?", "2. … tijd?", "3. Wie tekent?"),
        ),
        (["Mag het ook", "Mag het ook zonder"], ("1. Mag het ook", "2. … zonder")),
    ],
)
def test_they_begin_with_the_words_in_which_they_differ(titles: list[str], said: tuple[str, ...]) -> None:
    assert numbered(titles) == said
