"""What, when and who in the text of an agreement."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cleaning import clean
from bot.when.note import WHAT_CHARS, WHO_CHARS, understand

TUESDAY = date(2026, 11, 24)
PTA = "concept-PTA naar het mbo"


@pytest.mark.parametrize(
    ("text", "what", "who", "day"),
    [
        (f"{PTA}, 12 januari, team Techniek", PTA, "team Techniek", date(2027, 1, 12)),
        (f"12 januari: {PTA}, team Techniek", PTA, "team Techniek", date(2027, 1, 12)),
        (f"{PTA}\n12 januari\nteam Techniek", PTA, "team Techniek", date(2027, 1, 12)),
        (f"{PTA} - 12 januari - team Techniek", PTA, "team Techniek", date(2027, 1, 12)),
        (f"{PTA}, team Techniek", PTA, "team Techniek", None),
        ("concept-PTA uiterlijk 12 januari naar het mbo", PTA, "", date(2027, 1, 12)),
        ("rooster delen op dinsdag 1 december om 14:00, wie: mbo", "rooster delen", "mbo", date(2026, 12, 1)),
        ("send the list by next Tuesday, team Technology", "send the list", "team Technology", date(2026, 12, 1)),
        ("send the list, January 12th, 2027, teachers", "send the list", "teachers", date(2027, 1, 12)),
        ("toetsen, cijfers en PTA sturen, 12 januari", "toetsen, cijfers en PTA sturen", "", date(2027, 1, 12)),
        ("lijst met 4 docenten niveau 2, morgen", "lijst met 4 docenten niveau 2", "", date(2026, 11, 25)),
        ("na de vakantie PTA bespreken", "na de vakantie PTA bespreken", "", None),
        ("PTA bespreken, voor de kerst, team Techniek", "PTA bespreken", "team Techniek", None),
        ("12 januari", "", "", date(2027, 1, 12)),
        ("", "", "", None),
        ("\u202e<b>x</b> & y, morgen", "<b>x</b> & y", "", date(2026, 11, 25)),
    ],
)
def test_text_is_divided_into_what_who_and_when(text: str, what: str, who: str, day: date | None) -> None:
    spoken = understand(text, TUESDAY, "nl")

    assert (spoken.what, spoken.who, spoken.when.day) == (what, who, day)


def test_long_text_is_cut() -> None:
    assert clean("a" * 500, 10) == "aaaaaaaaa…"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_understood_within_its_limits(text: str) -> None:
    spoken = understand(text, TUESDAY, "nl")

    assert len(spoken.what) <= WHAT_CHARS
    assert len(spoken.who) <= WHO_CHARS
    assert "\n" not in spoken.what + spoken.who
