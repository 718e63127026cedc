"""Words that move something, less all but the day and the hour."""

import pytest

from bot.when.moving import moved_to


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("naar 15 uur", "15 uur"),
        ("schuif op naar 1 april 15 uur", "1 april 15 uur"),
        ("Verzet het naar volgende week dinsdag.", "volgende week dinsdag"),
        ("verplaats dit overleg naar 1 april", "1 april"),
        ("kunnen we het naar 1 april verzetten?", "1 april"),
        ("move it to 1 April 3 pm", "1 April 3 pm"),
    ],
)
def test_new_time_is_what_stands_behind_it(text: str, when: str) -> None:
    assert moved_to(text) == when


@pytest.mark.parametrize("text", ["1 april", "lijst naar Ans", "PTA naar het mbo, 1 april", "verzetten", ""])
def test_other_words_move_nothing(text: str) -> None:
    assert moved_to(text) is None
