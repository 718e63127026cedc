"""What, when and who in a note; and several notes in one message."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.when.note import WHAT_CHARS, WHO_CHARS, divided, notes, understand

NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
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
        ("lijst delen, 12 januari, en dan bespreken", "lijst delen, en dan bespreken", "", date(2027, 1, 12)),
        ("na de vakantie PTA bespreken", "PTA bespreken", "", None),
        ("PTA bespreken, voor de kerst, team Techniek", "PTA bespreken", "team Techniek", None),
        ("PTA: concept delen, 12 januari", "PTA: concept delen", "", date(2027, 1, 12)),
        ("12 januari", "", "", date(2027, 1, 12)),
        ("lijst mailen door Kees op 12 januari", "lijst mailen", "Kees", date(2027, 1, 12)),
        (
            "concept-PTA naar het mbo door Kees en Ans, morgen",
            "concept-PTA naar het mbo",
            "Kees en Ans",
            date(2026, 11, 25),
        ),
        ("send the list by Kees", "send the list", "Kees", None),
        ("lijst mailen door kees", "lijst mailen", "kees", None),
        ("lijst mailen door kees morgen", "lijst mailen", "kees", date(2026, 11, 25)),
        ("lesbezoek plannen door marieke en ans", "lesbezoek plannen", "marieke en ans", None),
        ("send the list by kees", "send the list", "kees", None),
        ("namen doorgeven door samira", "namen doorgeven", "samira", None),
        ("jaarplanning delen door sectie zorg", "jaarplanning delen", "sectie zorg", None),
        ("excursie door rotterdam", "excursie door rotterdam", "", None),
        ("lijst bespreken door drukte", "lijst bespreken door drukte", "", None),
        ("toetsen maken door elkaar", "toetsen maken door elkaar", "", None),
        ("send the list by email", "send the list by email", "", None),
        ("laten maken door kees", "laten maken door kees", "kees", None),
        ("formulier ondertekenen door de mentor", "formulier ondertekenen", "de mentor", None),
        ("formulier door de mentor ondertekend", "formulier door de mentor ondertekend", "", None),
        ("formulier ondertekend door de mentor", "formulier ondertekend door de mentor", "de mentor", None),
        ("PTA laten tekenen door Kees", "PTA laten tekenen door Kees", "Kees", None),
        ("rondleiding door het roc", "rondleiding door het roc", "het roc", None),
        ("door Kees", "door Kees", "Kees", None),
        ("", "", "", None),
        ("\u202e<b>x</b> & y, morgen", "<b>x</b> & y", "", date(2026, 11, 25)),
    ],
)
def test_text_is_divided_into_what_who_and_when(text: str, what: str, who: str, day: date | None) -> None:
    spoken = understand(text, NOW, "nl")

    assert (spoken.what, spoken.who, spoken.when.day) == (what, who, day)


@pytest.mark.parametrize(
    ("text", "what", "who", "at"),
    [
        ("lijst mailen, vrijdag, 17u, Bep", "lijst mailen", "Bep", time(17)),
        ("half negen bellen vrijdag", "bellen", "", time(8, 30)),
        ("lijst mailen vrijdag kwart over drie", "lijst mailen", "", time(15, 15)),
        ("lijst mailen vrijdag 17.00, Ans en Bep", "lijst mailen", "Ans en Bep", time(17)),
        ("call the college, December 10, 5 pm, Ann", "call the college", "Ann", time(17)),
    ],
)
def test_hour_is_neither_what_nor_who(text: str, what: str, who: str, at: time) -> None:
    spoken = understand(text, NOW, "nl")

    assert (spoken.what, spoken.who, spoken.when.at) == (what, who, at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lijst mailen, 1 december\nrooster delen, 2 december, Bep", 2),
        ("- lijst mailen vrijdag\n- rooster delen", 2),
        ("lijst mailen\n1 december\nteam Techniek", 1),
        ("lijst mailen, 1 december", 1),
        ("lijst mailen, 1 december\nmet alle namen erop", 1),
    ],
)
def test_each_line_with_a_day_of_its_own_is_a_note(text: str, expected: int) -> None:
    assert len(notes(text, NOW, "nl")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ans mailt de lijst en Bep belt het roc voor 3 april",
            ("Ans mailt de lijst", "Bep belt het roc voor 3 april"),
        ),
        (
            "Ans mailt de lijst voor 3 april. Bep belt het roc op 10 april.",
            ("Ans mailt de lijst voor 3 april", "Bep belt het roc op 10 april."),
        ),
        (
            "Ans mailt de lijst 3 april, Bep belt het roc 10 april, Kees regelt een zaal",
            ("Ans mailt de lijst 3 april", "Bep belt het roc 10 april", "Kees regelt een zaal"),
        ),
        (
            "lijst mailen, 3 april, Ans; roc bellen, 10 april, Bep",
            ("lijst mailen, 3 april, Ans", "roc bellen, 10 april, Bep"),
        ),
        ("op 3 april mailt Ans de lijst en belt Bep het roc", ("op 3 april mailt Ans de lijst", "belt Bep het roc")),
        (
            "- Ans mailt de lijst en Bep belt het roc\n- zaal regelen",
            ("- Ans mailt de lijst", "Bep belt het roc", "- zaal regelen"),
        ),
    ],
)
def test_what_each_does_on_one_line_is_a_note(text: str, expected: tuple[str, ...]) -> None:
    assert notes(text, NOW, "nl") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ans en Bep bellen het roc voor 3 april",
        "Ans mailt de lijst en belt het roc voor 3 april",
        "Jan regelt dat Ans mailt en Bep belt",
        "Ans mailt de lijst en Bep ook",
        "Ans belt en Bep mailt op 3 of 10 april",
        "Ans belt het roc voor 3 april. Lukt dat niet, dan belt Bep op 10 april.",
        "overleg op 3 april. Verzet naar 10 april.",
        "Ans stuurt de lijst aan Bep, Kees en Jan op 3 april",
        "concept-PTA naar het mbo, 12 januari, team Techniek",
        "Overleg met Ans en Bep belt nog over de zaal",
    ],
)
def test_what_may_hang_together_is_one_note(text: str) -> None:
    assert notes(text, NOW, "nl") == (text,)


def test_what_stands_behind_the_date_is_kept_apart() -> None:
    parts = divided("overleg, 12 januari 14:00, aula, Teams", NOW, "nl")

    assert ([part.text for part in parts.before], [part.text for part in parts.behind]) == (
        ["overleg"],
        ["aula", "Teams"],
    )


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_understood_within_its_limits(text: str) -> None:
    spoken = understand(text, NOW, "nl")

    assert len(spoken.what) <= WHAT_CHARS
    assert len(spoken.who) <= WHO_CHARS
    assert "\n" not in spoken.what + spoken.who
    assert notes(text, NOW, "nl")


def test_two_things_done_by_two_people_are_two_though_one_is_named_behind() -> None:
    assert notes("lijst mailen door Kees en Bep belt het roc", NOW, "nl") == (
        "lijst mailen door Kees",
        "Bep belt het roc",
    )
