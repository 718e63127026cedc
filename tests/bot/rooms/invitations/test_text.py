"""What people write of a meeting, in one message."""

from datetime import date, time

import pytest

from bot.rooms.invitations.records import MOST_ITEMS
from bot.rooms.invitations.text import ITEM_CHARS, items_of, understand_meeting

TODAY = date(2026, 11, 24)
CALL = "https://teams.example.org/l/meetup-join/19%3aabc/0?context=%7b%22Tid%22,x%7d"
Known = tuple[str, date | None, time | None, int | None, str, tuple[str, ...]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "overleg techniek, 12 januari 14:00, mbo-locatie",
            ("overleg techniek", date(2027, 1, 12), time(14), None, "mbo-locatie", ()),
        ),
        (
            f"overleg dinsdag 1 december om half drie, anderhalf uur, {CALL}",
            ("overleg", date(2026, 12, 1), time(14, 30), 90, CALL, ()),
        ),
        (
            "overleg\n12 januari 14:00-15:30\n- stage\n- PTA, concept",
            ("overleg", date(2027, 1, 12), time(14), 90, "", ("stage", "PTA, concept")),
        ),
        (
            "overleg, 12 januari 14:00, lokaal 2.15\nstage vanaf 1 februari\nPTA",
            ("overleg", date(2027, 1, 12), time(14), None, "lokaal 2.15", ("stage vanaf 1 februari", "PTA")),
        ),
        ("meeting, tomorrow at 2 pm, mbo", ("meeting", date(2026, 11, 25), time(14), None, "mbo", ())),
        ("kennismaking", ("kennismaking", None, None, None, "", ())),
        ("12 januari 14:00", ("", date(2027, 1, 12), time(14), None, "", ())),
        ("overleg volgende week", ("overleg volgende week", None, None, None, "", ())),
        ("", ("", None, None, None, "", ())),
    ],
)
def test_message_says_what_when_and_where(text: str, expected: Known) -> None:
    told = understand_meeting(text, TODAY, "nl")

    assert (told.what, told.when.day, told.hours.at, told.hours.minutes, told.place, told.agenda) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- stage\n* PTA\n\n3. rondvraag\n", ("stage", "PTA", "rondvraag")),
        ("Agenda:\nstage\nstage", ("stage",)),
        ("3 docenten vragen uren", ("3 docenten vragen uren",)),
        ("a\x00b\u202ec", ("abc",)),
        ("\n \n", ()),
    ],
)
def test_each_line_is_an_item(text: str, expected: tuple[str, ...]) -> None:
    assert items_of(text) == expected


def test_agenda_has_an_end() -> None:
    items = items_of("\n".join(f"{number} {'x' * 500}" for number in range(100)))

    assert (len(items), max(len(item) for item in items)) == (MOST_ITEMS, ITEM_CHARS)
