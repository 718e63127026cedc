"""Several agreements in one message, one a line."""

from datetime import date

from bot.rooms.agreements.draft import Line
from bot.rooms.agreements.several import lines_of

TODAY = date(2026, 11, 24)


def test_each_line_is_an_agreement() -> None:
    assert lines_of("- concept-PTA naar het mbo, 12 januari, team Techniek\n- stage regelen", TODAY, "nl") == (
        Line("concept-PTA naar het mbo", "team Techniek", date(2027, 1, 12), None),
        Line("stage regelen", "", None, None),
    )
