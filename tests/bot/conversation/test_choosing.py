from functools import partial

import pytest

from bot.conversation.callback_data import Kind, Press, data_of, room_data
from bot.conversation.choosing import chosen
from bot.conversation.codes import code_of
from bot.conversation.wording import Wording

FIRST, SECOND, NONE = (
    data_of(Press(Kind.PICK, code=code_of("faq/a"), number=7)),
    data_of(Press(Kind.PICK, code=code_of("faq/b"), number=7)),
    data_of(Press(Kind.NONE, number=7)),
)
OPTIONS = (("Wie tekent?", FIRST), ("Wie meldt?", SECOND), ("Geen van deze", NONE))
RIGHT, STOP = room_data("afs", "right"), room_data("afs", "stop")
CARD = (("✅ Klopt", RIGHT), ("Andere dag", room_data("afs", "day")), ("Stop", STOP))
SURE = (("Ja, wis alles", "f"), ("Nee, toch niet", "k"))


def means(text: str, offered: tuple[tuple[str, str], ...], lang: str = "nl") -> str | None:
    return chosen(text, offered, partial(Wording().list, lang=lang))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("2", SECOND),
        ("2.", SECOND),
        ("de eerste", FIRST),
        ("Tweede!", SECOND),
        ("wie meldt", SECOND),
        ("geen van deze", NONE),
        ("nee", NONE),
        ("3", None),
        ("0", None),
        ("12", None),
        ("wie tekent de brief", None),
        ("ja", None),
        ("👍", None),
    ],
)
def test_what_is_typed_where_options_are_offered_is_one_of_them(text: str, data: str | None) -> None:
    assert means(text, OPTIONS) == data


@pytest.mark.parametrize(
    ("text", "data"), [("ja", RIGHT), ("Klopt.", RIGHT), ("stop", STOP), ("nee", None), ("2", None)]
)
def test_what_is_typed_under_a_card_is_one_of_its_buttons(text: str, data: str | None) -> None:
    assert means(text, CARD) == data


@pytest.mark.parametrize(("text", "data"), [("ja", "f"), ("nee", "k")])
def test_yes_and_no_are_what_begins_with_them(text: str, data: str) -> None:
    assert means(text, SURE) == data


@pytest.mark.parametrize(
    "text", ["een andere", "doe maar een andere", "geef me een andere", "Een andere graag", "Een andere (1 van 15)"]
)
def test_button_that_counts_is_meant_without_its_count(text: str) -> None:
    another = room_data("act", "next")
    offered = (("Een andere (1 van 15)", another), ("Deze kiezen", STOP))

    assert means(text, offered) == (None if text.endswith("graag") else another)


def test_this_is_the_button_that_begins_so() -> None:
    offered = (("Een andere (1 van 15)", room_data("act", "next")), ("Deze kiezen", STOP))

    assert means("deze maar", offered) == means("deze", offered) == STOP
    assert means("deze", OPTIONS) is None


def test_english_reads_english() -> None:
    assert means("the second", OPTIONS, "en") == SECOND


def test_where_nothing_was_offered_nothing_is_chosen() -> None:
    assert means("2", ()) is None
