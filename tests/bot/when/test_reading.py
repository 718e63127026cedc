"""Days and hours as people write them; what leaves a choice is asked back."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.when.meaning import Bound, Doubt, HourDoubt, Part, When
from bot.when.reading import MOST_CANDIDATES, READ_CHARS, read

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 24, 12, tzinfo=ZONE)  # a Tuesday
TUESDAY = NOW.date()


def days(*parts: tuple[int, int]) -> tuple[date, ...]:
    """Of (month, day), in the year that comes."""
    return tuple(date(2026 if month > 10 else 2027, month, day) for month, day in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 januari", date(2027, 1, 12)),
        ("12.01.2027", date(2027, 1, 12)),
        ("2027-01-12", date(2027, 1, 12)),
        ("January 12th, 2027", date(2027, 1, 12)),
        ("twaalf januari", date(2027, 1, 12)),
        ("12 janauri", date(2027, 1, 12)),
        ("dinsdagochtend 1 december", date(2026, 12, 1)),
        ("volgende week dinsdag", date(2026, 12, 1)),
        ("volgende week vr", date(2026, 12, 4)),
        ("over drie weken", date(2026, 12, 15)),
        ("in 3 weeks’ time", date(2026, 12, 15)),
        ("woensdag over een week", date(2026, 12, 2)),
        ("vrijdag de 4e", date(2026, 12, 4)),
        ("eerste maandag van maart", date(2027, 3, 1)),
        ("dinsdag week 50", date(2026, 12, 8)),
        ("een week na 1 december", date(2026, 12, 8)),
        ("twee weken voor 1 februari", date(2027, 1, 18)),
        ("uiterlijk eind volgende maand", date(2026, 12, 31)),
        ("morgen", date(2026, 11, 25)),
        ("overmogen", date(2026, 11, 26)),
        ("aanstaande maandag", date(2026, 11, 30)),
        ("tweede kerstdag", date(2026, 12, 26)),
        ("dinsdag na de kerstvakantie", date(2027, 1, 5)),
        ("24 november", TUESDAY),
        ("1 december met 4 docenten van niveau 2", date(2026, 12, 1)),
        ("notulen van 3 februari 2026, 12 januari", date(2027, 1, 12)),
        ("12 januari volgend jaar", date(2027, 1, 12)),
        ("van 1 december naar 8 december verplaatst", date(2026, 12, 8)),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_day_is_read_whatever_the_language_of_the_app(text: str, expected: date, lang: str) -> None:
    when = read(text, NOW, lang)

    assert (when.day, when.doubt) == (expected, None)


@pytest.mark.parametrize(
    ("text", "lang", "doubt", "candidates"),
    [
        ("voor de kerst", "nl", Doubt.VAGUE, days((12, 18), (12, 24))),
        ("na de vakantie", "nl", Doubt.VAGUE, ()),
        ("voor de kerstvakantie", "nl", Doubt.VAGUE, days((12, 18))),
        ("na de voorjaarsvakantie", "nl", Doubt.VAGUE, days((2, 22), (3, 1))),
        ("z.s.m.", "nl", Doubt.VAGUE, ()),
        ("1/2", "en", Doubt.AMBIGUOUS, days((1, 2), (2, 1))),
        ("12 of 14 januari", "nl", Doubt.CHOICE, days((1, 12), (1, 14))),
        ("8, 10 of 15 december", "nl", Doubt.CHOICE, days((12, 8), (12, 10), (12, 15))),
        ("12 januari of 3 maart", "nl", Doubt.CHOICE, days((1, 12), (3, 3))),
        ("13 t/m 15 januari", "nl", Doubt.RUNNING, days((1, 13), (1, 15))),
        ("dinsdag", "nl", Doubt.AMBIGUOUS, days((11, 24), (12, 1))),
        ("20 november", "nl", Doubt.PASSED, (date(2027, 11, 20),)),
        ("di 3 feb", "nl", Doubt.WEEKDAY, days((2, 2), (2, 3))),
        ("31 april", "nl", Doubt.IMPOSSIBLE, days((4, 30), (5, 1))),
        ("29 februari", "nl", Doubt.IMPOSSIBLE, (date(2027, 3, 1), date(2028, 2, 29))),
        ("eind januari", "nl", Doubt.VAGUE, days((1, 22), (1, 29))),
        ("uiterlijk eind januari", "nl", Doubt.VAGUE, days((1, 29))),
        ("week 3", "nl", Doubt.VAGUE, days((1, 18), (1, 19), (1, 20), (1, 21), (1, 22))),
        ("eind deze week", "nl", Doubt.VAGUE, days((11, 26), (11, 27))),
        ("vóór 1 december", "nl", Doubt.VAGUE, days((11, 30), (12, 1))),
        ("na 1 december", "nl", Doubt.VAGUE, days((12, 2))),
        ("PTA 12-1", "nl", Doubt.AMBIGUOUS, days((1, 12))),
        ("praten over drie weken stage", "nl", Doubt.VAGUE, days((12, 15))),
        ("een maandag in mei", "nl", Doubt.VAGUE, days((5, 3), (5, 10), (5, 17), (5, 24), (5, 31))),
        ("vrijdag 11", "nl", Doubt.AMBIGUOUS, (date(2026, 12, 11), date(2027, 6, 11))),
        ("twee weken na de vergadering van 1 december", "nl", Doubt.VAGUE, days((12, 1))),
        ("niet op 1 december", "nl", Doubt.NOT_THEN, ()),
        ("gisteren", "nl", Doubt.PAST, ()),
        ("13 december jl.", "nl", Doubt.PAST, ()),
        ("12 januari 2127", "nl", Doubt.FAR, ()),
        ("over 999 weken", "nl", Doubt.FAR, ()),
        ("lijst delen", "nl", Doubt.NONE_SAID, ()),
    ],
)
def test_what_leaves_a_choice_is_asked_back(text: str, lang: str, doubt: Doubt, candidates: tuple[date, ...]) -> None:
    when = read(text, NOW, lang)

    assert (when.day, when.doubt, when.days) == (None, doubt, candidates)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("elke maandag", "FREQ=WEEKLY;BYDAY=MO"),
        ("om de week op dinsdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("elke eerste maandag van de maand", "FREQ=MONTHLY;BYDAY=+1MO"),
        ("maandelijks", "FREQ=MONTHLY"),
        ("jaarlijks op 1 oktober", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1"),
    ],
)
def test_what_repeats_is_no_day_but_a_rule(text: str, rule: str) -> None:
    when = read(text, NOW, "nl")

    assert (when.day, when.doubt, when.repeats) == (None, Doubt.REPEATS, rule)


@pytest.mark.parametrize(
    ("text", "bound"),
    [("uiterlijk 1 december", Bound.BY), ("vanaf 1 december", Bound.FROM), ("1 december", Bound.ON)],
)
def test_day_says_what_it_is_to_what_is_to_be_done(text: str, bound: Bound) -> None:
    assert read(text, NOW, "nl").bound is bound


@pytest.mark.parametrize(
    ("text", "at", "minutes"),
    [
        ("14:30", time(14, 30), None),
        ("om 14.30 uur", time(14, 30), None),
        ("14u30", time(14, 30), None),
        ("half drie", time(14, 30), None),
        ("half negen", time(8, 30), None),
        ("half acht 's avonds", time(19, 30), None),
        ("tien voor half drie", time(14, 20), None),
        ("at nine o'clock", time(9), None),
        ("2:30 pm", time(14, 30), None),
        ("02:30", time(2, 30), None),
        ("vrijdag 3 uur", time(15), None),
        ("vrijdagavond om 7 uur", time(19), None),
        ("1 december 9:30-11:00", time(9, 30), 90),
        ("1 december 15-17 uur", time(15), 120),
        ("1 december van half drie tot vier", time(14, 30), 90),
        ("1 december tussen 14 en 16 uur", time(14), 120),
        ("1 december from 2 to 4 pm", time(14), 120),
        ("1 december 14:00, anderhalf uur", time(14), 90),
        ("1 december 14:00, 2 uur", time(14), 120),
        ("1 december 14:00, eind 15:30", time(14), 90),
        ("overleg van 2 uur op 1 december", None, 120),
        ("over drie weken", None, None),
        ("lokaal 2.15 op 1 december", None, None),
        ("niveau 3-4", None, None),
        ("45 minuten les per klas", None, None),
    ],
)
def test_hour_and_length_are_read(text: str, at: time | None, minutes: int | None) -> None:
    when = read(text, NOW, "nl")

    assert (when.at, when.minutes, when.hour_doubt) == (at, minutes, None)


@pytest.mark.parametrize(
    ("text", "lang", "doubt", "hours"),
    [
        ("1 december om 7 uur", "nl", HourDoubt.AMBIGUOUS, (time(7), time(19))),
        ("1 december om 10 of 11 uur", "nl", HourDoubt.AMBIGUOUS, (time(10), time(11))),
        ("1 December at half four", "en", HourDoubt.AMBIGUOUS, (time(15, 30), time(16, 30))),
        ("1 december, 2 uur", "nl", HourDoubt.AMBIGUOUS, (time(14),)),
        ("1 december vóór 12 uur", "nl", HourDoubt.BOUND, (time(12),)),
        ("dinsdag 1 december 3e uur", "nl", HourDoubt.LESSON, ()),
        ("1 december 25:00", "nl", HourDoubt.IMPOSSIBLE, ()),
        ("28 maart 02:30", "nl", HourDoubt.IMPOSSIBLE, ()),
        ("vandaag 11 uur", "nl", HourDoubt.PAST, (time(23),)),
        ("vrijdagmiddag", "nl", HourDoubt.PART, ()),
    ],
)
def test_hour_that_leaves_a_choice_is_asked_back(
    text: str, lang: str, doubt: HourDoubt, hours: tuple[time, ...]
) -> None:
    when = read(text, NOW, lang)

    assert (when.at, when.hour_doubt, when.hours) == (None, doubt, hours)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("14", time(14)), ("9", time(9)), ("twee", time(14)), ("14.30", time(14, 30)), ("9 uur.", time(9)), ("99", None)],
)
def test_number_alone_answers_how_late(text: str, expected: time | None) -> None:
    assert read(text, NOW, "nl", is_asked=True).at == expected


def test_part_of_the_day_and_the_whole_of_it_are_told() -> None:
    assert (read("vrijdagmiddag", NOW, "nl").part, read("1 december hele dag", NOW, "nl").is_whole_day) == (
        Part.AFTERNOON,
        True,
    )


def test_hour_of_today_that_is_over_in_the_morning_is_in_the_evening() -> None:
    assert read("vandaag om 7 uur", NOW, "nl").at == time(19)


def test_day_of_december_said_in_january_has_just_passed() -> None:
    when = read("20 december", datetime(2027, 1, 5, 9, tzinfo=ZONE), "nl")

    assert (when.doubt, when.days) == (Doubt.PASSED, (date(2027, 12, 20),))


def test_dash_puts_the_day_first_in_dutch() -> None:
    assert read("op 12-1-27", NOW, "nl").day == date(2027, 1, 12)


def test_leap_day_is_a_day_in_a_leap_year() -> None:
    assert read("29 februari", datetime(2027, 11, 24, 9, tzinfo=ZONE), "nl").day == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("overleg techniek, 12 januari van 14:00 tot 15:30 uur, mbo", "overleg techniek, mbo"),
        ("overleg a.s. donderdag om 10:00 uur", "overleg"),
        ("rooster delen uiterlijk op 12 januari (14.00 uur)", "rooster delen"),
        ("open dag 12 januari om 10 uur", "open dag"),
        ("PTA 12-1 delen", "PTA 12-1 delen"),
        ("notulen van 3 februari 2026, 12 januari", "notulen van 3 februari 2026"),
        ("elke maandag overleg", "overleg"),
        ("één\n12 januari\ntwee", "één\n\ntwee"),
    ],
)
def test_nothing_of_day_and_hour_is_left(text: str, rest: str) -> None:
    assert read(text, NOW, "nl").rest == rest


@pytest.mark.parametrize(
    "text",
    ["", "4 docenten", "niveau 2", "niveau 3/4 bespreken", "leerjaar 3-4", "lokaal 12-1", "100% van de lijst", "06-12345678",
     "versie 2.15", "goede morgen", "de 4e vergadering", "zo doen we dat", "mbo 1/2/3/4", "24/7 bereikbaar"],
)  # fmt: skip
def test_number_in_what_is_to_be_done_is_no_date(text: str) -> None:
    when = read(text, NOW, "nl")

    assert (when.doubt, when.days, when.at, when.spans, when.rest) == (Doubt.NONE_SAID, (), None, (), text)


WORDS = st.sampled_from(
    ["12", "31", "januari", "feb", "dinsdag", "volgende", "week", "over", "drie", "weken", "eind", "maand", "voor", "na", "de", "kerst",
     "-", "/", ":", "14:00", "2027", "999", "0", "in", "years", "om", "uur", "12-1", "1/2", "29-02-2027", "९", "\u202e", "next", "of",
     "tot", "elke", "half", "van", "'s avonds", "14.30", "\ue000", "\ue011"]
)  # fmt: skip


def is_sound(when: When, text: str, today: date) -> bool:
    return (
        (when.day is None) == (when.doubt is not None)
        and len(when.days) <= MOST_CANDIDATES
        and all(day >= today for day in (*when.days, *([when.day] if when.day else [])))
        and (when.at is None or when.hour_doubt is None)
        and all(0 <= start < end <= len(text) for start, end in when.spans)
    )


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=60), st.lists(WORDS, max_size=10).map(" ".join), st.lists(WORDS, max_size=10).map("".join)
    ),
    now=st.integers(0, 100 * 365 * 24).map(lambda hours: datetime(2000, 1, 1, tzinfo=ZONE) + timedelta(hours=hours)),
    lang=st.sampled_from(["nl", "en"]),
)
@example(text="9" * 10_000, now=NOW, lang="nl")
@example(text="\u202e12 januari", now=NOW, lang="nl")
@example(text="29 februari 1900", now=datetime(2100, 12, 31, tzinfo=ZONE), lang="en")
@example(text="\ud800 12 januari", now=NOW, lang="nl")
def test_any_text_is_read_and_no_day_before_today_comes_of_it(text: str, now: datetime, lang: str) -> None:
    assert is_sound(read(text, now, lang), text, now.date())


@pytest.mark.parametrize(
    "text",
    ["1/2 " * 3000, "12 januari " * 1000, "over " * 2000, "9" * 10_000, " " * 10_000, "in 1 week " * 1000, "de 1 of " * 2000,
     "di " * 4000, "-" * 10_000, "12-" * 4000, "29 februari 1/2 31-4 " * 500, "10.00 tot " * 500, ", " * 5000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_long_text_is_read_to_an_end(text: str) -> None:
    assert len(text) > READ_CHARS
    assert is_sound(read(text, NOW, "nl"), text, TUESDAY)
