"""Times as people write them."""

from datetime import time

import pytest

from bot.when.times import read_hours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", time(14, 30)),
        ("om 14.30 uur", time(14, 30)),
        ("14.30 uur", time(14, 30)),
        ("14u30", time(14, 30)),
        ("om 9.15", time(9, 15)),
        ("om half drie", time(14, 30)),
        ("half 3", time(14, 30)),
        ("half negen", time(8, 30)),
        ("half een", time(12, 30)),
        ("half acht 's avonds", time(19, 30)),
        ("kwart over negen", time(9, 15)),
        ("kwart voor tien", time(9, 45)),
        ("tien voor half drie", time(14, 20)),
        ("vijf over half 9", time(8, 35)),
        ("om twee uur", time(14)),
        ("om 14 uur", time(14)),
        ("om 9 uur 's ochtends", time(9)),
        ("2 pm", time(14)),
        ("at 2:30 pm", time(14, 30)),
        ("10 a.m.", time(10)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("half past two", time(14, 30)),
        ("quarter to ten", time(9, 45)),
        ("at nine o'clock", time(9)),
        ("2:30", time(14, 30)),
        ("02:30", time(2, 30)),
        ("overleg techniek, 12 januari 14:00, mbo-locatie", time(14)),
        ("over drie weken", None),
        ("lokaal 2.15", None),
        ("overleg van 2 uur", None),
        ("niveau 3-4", None),
        ("12-1-2027", None),
        ("25:00", None),
        ("14:60", None),
        ("", None),
    ],
)
def test_time_is_read(text: str, expected: time | None) -> None:
    assert read_hours(text).at == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("14", time(14)), ("9", time(9)), ("twee", time(14)), ("14.30", time(14, 30)), ("9 uur.", time(9)), ("99", None)],
)
def test_number_alone_answers_how_late(text: str, expected: time | None) -> None:
    assert read_hours(text, is_asked=True).at == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:00-15:30", 90),
        ("14:00 tot 15:30 uur", 90),
        ("van 9.00 - 10.30 uur", 90),
        ("om 2 uur, 45 minuten", 45),
        ("om half drie, anderhalf uur", 90),
        ("half uur", 30),
        ("twee uur", 120),
        ("an hour and a half", 90),
        ("2 hours", 120),
        ("om 2 uur", None),
        ("999 minuten", None),
        ("15:00-14:00", None),
    ],
)
def test_length_is_read(text: str, expected: int | None) -> None:
    assert read_hours(text).minutes == expected


def test_spans_are_of_the_words_for_the_time() -> None:
    text = "overleg om half drie, 45 minuten, lokaal 3"

    found = read_hours(text)

    assert [text[start:end] for start, end in found.spans] == ["om half drie", "45 minuten"]
