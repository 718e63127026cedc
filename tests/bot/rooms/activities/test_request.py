"""What people type about an activity: what it may take, and that no question is taken for a request."""

import pytest

from bot.rooms.activities.request import MAX_CHARS, Place, Request, Span, asked_for, read
from index import questions
from knowledge.entry_file import normal
from knowledge.folder import CONTENT, read_folder

ACTIVITY_ANSWERS = {"faq/kennismakingsspel"}  # of which a question may be taken for a request


def minutes(most: int) -> Span:
    return Span(0, most)


def people(least: int, most: int = 0) -> Span:
    return Span(least, most or least)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("een half uur", 30),
        ("een half uurtje", 30),
        ("half an hour", 30),
        ("halfuur", 30),
        ("kwartier", 15),
        ("een kwartiertje", 15),
        ("a quarter of an hour", 15),
        ("drie kwartier", 45),
        ("anderhalf uur", 90),
        ("anderhalve uur", 90),
        ("an hour and a half", 90),
        ("max een uur", 60),
        ("één uur", 60),
        ("an hour", 60),
        ("een uurtje", 60),
        ("twee uur", 120),
        ("two hours", 120),
        ("2,5 uur", 150),
        ("twee en een half uur", 150),
        ("two and a half hours", 150),
        ("20 minuten", 20),
        ("twintig minuten", 20),
        ("twenty-five minutes", 25),
        ("20-30 min", 30),
        ("20 tot 30 minuten", 30),
        ("vijfenveertig minuten", 45),
        ("een dagdeel", 240),
        ("de hele dag", 420),
        ("om 14 uur", None),
        ("om 14.00 uur", None),
        ("vanaf 9 uur", None),
        ("voor de startdag", None),
        ("0 minuten", None),
    ],
)
def test_time_is_read_in_digits_and_words(text: str, expected: int | None) -> None:
    assert read(text).minutes == (minutes(expected) if expected else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 docenten", people(20)),
        ("veertig man", people(40)),
        ("tweeëntwintig vmbo- en mbo-docenten", people(22)),
        ("twenty-five teachers", people(25)),
        ("a dozen colleagues", people(12)),
        ("15 tot 20 mensen", people(15, 20)),
        ("15-20 people", people(15, 20)),
        ("12 nieuwe collega’s", people(12)),
        ("een groep van 8", people(8)),
        ("group of eight", people(8)),
        ("we zijn met z’n twaalven", people(12)),
        ("met ons achten", people(8)),
        ("twee teams van tien docenten", people(20)),
        ("honderd mensen", people(100)),
        ("een team van twee scholen", None),
        ("0 mensen", None),
        ("20 minuten", None),
    ],
)
def test_group_is_read_in_digits_and_words(text: str, expected: Span | None) -> None:
    assert read(text).people == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 20", Request(minutes(30), people(20))),
        ("30", Request(minutes(30))),
        ("20 mensen", Request(people=people(20))),
        ("20 mensen 30", Request(minutes(30), people(20))),
        ("startdag", Request(words="startdag")),
        ("online", Request(place=Place.ONLINE)),
        ("kwartier buiten", Request(minutes(15), place=Place.OUTSIDE)),
        ("", Request()),
    ],
)
def test_command_takes_bare_numbers_for_minutes_and_then_people(text: str, expected: Request) -> None:
    assert read(text, is_command=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ik zoek een kennismakingsspel voor 20 docenten van een half uur", Request(minutes(30), people(20))),
        ("icebreaker for 12 people, 15 minutes", Request(minutes(15), people(12))),
        (
            "werkvorm voor de startdag met veertig man, max een uur, online",
            Request(minutes(60), people(40), Place.ONLINE),
        ),
        ("heb je iets van anderhalf uur voor 25 collega's", Request(minutes(90), people(25))),
        ("welke werkvorm past bij 30 mensen en drie kwartier?", Request(minutes(45), people(30))),
        ("looking for an activity for twenty teachers, outdoors", Request(None, people(20), Place.OUTSIDE)),
        ("ik zoek een werkvorm om het jaar af te sluiten", Request()),
    ],
)
def test_request_is_told_from_what_it_names(text: str, expected: Request) -> None:
    found = asked_for(text)

    assert found is not None
    assert (found.minutes, found.people, found.place) == (expected.minutes, expected.people, expected.place)


@pytest.mark.parametrize(
    "text",
    [
        "wat is een werkvorm?",
        "hoe lang duurt een werkvorm voor 20 mensen?",
        "werkvormen",
        "kennismakingsspel",
        "mag een stage van 30 minuten met 20 leerlingen",
        "hoeveel uur onderwijs krijgen 20 leerlingen",
        "we hebben 20 leerlingen en een uur les nodig op het mbo",
        "ik zoek het format voor de SOK",
        "x" * 4_096,
        "1" * 4_096 + " uur werkvorm",
        "👍",
    ],
)
def test_question_is_no_request(text: str) -> None:
    assert asked_for(text) is None


def test_no_question_that_people_are_known_to_ask_is_taken() -> None:
    talks = [text for talk in questions.load_conversations() for text in (talk.first, talk.second)]
    asked = [(one.right, one.text) for one in questions.load()]
    asked += [(None, text) for text in [*talks, *(message.text for message in questions.load_messages())]]

    taken = {(right, text) for right, text in asked if asked_for(text)}

    assert {right for right, _ in taken} <= ACTIVITY_ANSWERS
    assert len(taken) <= 3


def test_no_ask_of_an_entry_is_taken_but_those_of_activities() -> None:
    texts = [
        (entry.section, text)
        for entry in read_folder(CONTENT).entries
        for text in (entry.title, *entry.asks)
        if asked_for(normal(text))
    ]

    assert {section for section, _ in texts} <= {"activities"}


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert read("a " * MAX_CHARS + "20 minuten") == Request()
