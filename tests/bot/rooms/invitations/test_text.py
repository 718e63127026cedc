"""What people write of a meeting, in one message."""

from datetime import date, datetime, time

import pytest

from bot.rooms.invitations.records import MOST_ITEMS
from bot.rooms.invitations.text import ITEM_CHARS, items_of, read_length, read_one, understand_meeting
from bot.when.clock import AMSTERDAM
from bot.when.meaning import Doubt

NOW = datetime(2026, 11, 24, 10, tzinfo=AMSTERDAM)
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
        ("overleg volgende week", ("overleg", None, None, None, "", ())),
        ("", ("", None, None, None, "", ())),
        (
            "overleg, 12 januari 14:00, duur anderhalf uur, aula",
            ("overleg", date(2027, 1, 12), time(14), 90, "aula", ()),
        ),
        ("overleg, 12 januari 14:00, duur: 1 uur", ("overleg", date(2027, 1, 12), time(14), 60, "", ())),
        ("overleg di 12 jan 10.00-12.00", ("overleg", date(2027, 1, 12), time(10), 120, "", ())),
        (
            "overleg a.s. dinsdag van 14.00 tot 15.30 uur in lokaal 3",
            ("overleg", date(2026, 12, 1), time(14), 90, "lokaal 3", ()),
        ),
        ("overleg di 12 jan 10.00-12.00 lokaal 3", ("overleg", date(2027, 1, 12), time(10), 120, "lokaal 3", ())),
        ("overleg, lokaal 3, 12 januari 14:00", ("overleg", date(2027, 1, 12), time(14), None, "lokaal 3", ())),
        (
            "12 januari 14:00 overleg techniek via Teams",
            ("overleg techniek", date(2027, 1, 12), time(14), None, "via Teams", ()),
        ),
        ("training in Teams, 12 januari 14:00", ("training in Teams", date(2027, 1, 12), time(14), None, "", ())),
        (
            "overleg, 12 januari 14:00, met team Zorg",
            ("overleg, met team Zorg", date(2027, 1, 12), time(14), None, "", ()),
        ),
        (
            "Overleg techniek\nDatum: 12 januari\nTijd: 14:00-15:30\nLocatie: mbo, lokaal 3\nAgenda:\n- stage",
            ("Overleg techniek", date(2027, 1, 12), time(14), 90, "mbo, lokaal 3", ("stage",)),
        ),
        (
            "Datum: 12 januari\nTijd: 14:00\nDuur: 1 uur\nOnderwerp: PTA",
            ("PTA", date(2027, 1, 12), time(14), 60, "", ()),
        ),
        (
            "overleg\n12 januari\n14:00-15:30\nlokaal 3\n- stage",
            ("overleg", date(2027, 1, 12), time(14), 90, "lokaal 3", ("stage",)),
        ),
        (
            "overleg, 12 januari 14:00, mbo, agenda: stage, PTA",
            ("overleg", date(2027, 1, 12), time(14), None, "mbo", ("stage", "PTA")),
        ),
        (
            f"overleg, 12 januari 14:00, lokaal 3, {CALL}",
            ("overleg", date(2027, 1, 12), time(14), None, f"lokaal 3, {CALL}", ()),
        ),
        ("overleg uiterlijk vrijdag 14:00", ("overleg", None, time(14), None, "", ())),
        ("overleg elke maandag 10:00", ("overleg", None, time(10), None, "", ())),
    ],
)
def test_message_says_what_when_and_where(text: str, expected: Known) -> None:
    told = understand_meeting(text, NOW, "nl")

    assert (told.what, told.when.day, told.when.at, told.when.minutes, told.place, told.agenda) == expected


@pytest.mark.parametrize("text", ["uiterlijk vrijdag", "vanaf vrijdag"])
def test_meeting_is_on_a_day_and_not_by_it_or_from_it_on(text: str) -> None:
    when = read_one(text, NOW, "nl")

    assert (when.day, when.doubt, when.days) == (None, Doubt.VAGUE, (date(2026, 11, 27),))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("anderhalf uur", 90),
        ("twee uur", 120),
        ("2 uur", 120),
        ("45 minuten", 45),
        ("een half uurtje", 30),
        ("tot half vier", 90),
        ("tot 15:30", 90),
        ("an hour and a half", 90),
        ("2", None),
        ("0", None),
        ("99999", None),
        ("geen idee", None),
        ("", None),
    ],
)
def test_length_is_read_where_it_is_asked(text: str, minutes: int | None) -> None:
    assert read_length(text, NOW, "nl", "14:00") == minutes


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
