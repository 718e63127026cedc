"""Words that move something, less all but the day and the hour."""

from datetime import datetime

import pytest

from bot.when.clock import AMSTERDAM
from bot.when.moving import moved_to, shifted


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


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("een uur later", "2026-04-01 16:00"),
        ("half uur eerder", "2026-04-01 14:30"),
        ("een half uurtje eerder graag", "2026-04-01 14:30"),
        ("doe maar een kwartier later", "2026-04-01 15:15"),
        ("anderhalf uur later", "2026-04-01 16:30"),
        ("twee uur naar achteren", "2026-04-01 17:00"),
        ("schuif het een week naar achteren", "2026-04-08 15:00"),
        ("een dag eerder", "2026-03-31 15:00"),
        ("half an hour later", "2026-04-01 15:30"),
        ("an hour earlier", "2026-04-01 14:00"),
        ("30 minuten later", "2026-04-01 15:30"),
    ],
)
def test_how_much_later_is_reckoned_from_when_it_is(text: str, when: str) -> None:
    start = datetime(2026, 4, 1, 15, tzinfo=AMSTERDAM)

    assert shifted(text, start, start.time()) == when


def test_what_has_no_hour_is_moved_by_days_alone() -> None:
    start = datetime(2026, 4, 1, tzinfo=AMSTERDAM)

    assert (shifted("een uur later", start, None), shifted("een week later", start, None)) == (None, "2026-04-08")


@pytest.mark.parametrize("text", ["later", "een uur later beginnen met Ans", "over een uur", "1 april", ""])
def test_other_words_say_nothing_of_how_much(text: str) -> None:
    start = datetime(2026, 4, 1, 15, tzinfo=AMSTERDAM)

    assert shifted(text, start, start.time()) is None
