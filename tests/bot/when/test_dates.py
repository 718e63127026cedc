"""Dates as people write them; what leaves a choice is asked back."""

import time as clocks
from datetime import date, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.when.dates import MOST_CANDIDATES, READ_CHARS, Doubt, Reading, briefly, in_words, read

TUESDAY = date(2026, 11, 24)
READ_S = 1.0  # dateparser loads languages at first; this machine or a slower one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 januari", date(2027, 1, 12)),
        ("12e januari", date(2027, 1, 12)),
        ("12-1", date(2027, 1, 12)),
        ("op 12-1-27", date(2027, 1, 12)),
        ("12.01.2027", date(2027, 1, 12)),
        ("2027-01-12", date(2027, 1, 12)),
        ("12 jan. 2027", date(2027, 1, 12)),
        ("3 mrt", date(2027, 3, 3)),
        ("wo 3 feb", date(2027, 2, 3)),
        ("dinsdagochtend 1 december", date(2026, 12, 1)),
        ("January 12th, 2027", date(2027, 1, 12)),
        ("the 12th of January", date(2027, 1, 12)),
        ("volgende week dinsdag", date(2026, 12, 1)),
        ("dinsdag volgende week", date(2026, 12, 1)),
        ("volgende week vr", date(2026, 12, 4)),
        ("Tuesday next week", date(2026, 12, 1)),
        ("over drie weken", date(2026, 12, 15)),
        ("over 14 dagen", date(2026, 12, 8)),
        ("over een maand", date(2026, 12, 24)),
        ("in three weeks", date(2026, 12, 15)),
        ("in 3 weeks’ time", date(2026, 12, 15)),
        ("two weeks from today", date(2026, 12, 8)),
        ("over twee weken op dinsdag", date(2026, 12, 8)),
        ("woensdag over een week", date(2026, 12, 2)),
        ("vrijdag de 4e", date(2026, 12, 4)),
        ("eerste maandag van maart", date(2027, 3, 1)),
        ("last Friday of next month", date(2026, 12, 25)),
        ("dinsdag week 50", date(2026, 12, 8)),
        ("week 3 op vrijdag", date(2027, 1, 22)),
        ("eind volgende maand", date(2026, 12, 31)),
        ("end of next month", date(2026, 12, 31)),
        ("eind november", date(2026, 11, 30)),
        ("vandaag", TUESDAY),
        ("morgen", date(2026, 11, 25)),
        ("overmorgen", date(2026, 11, 26)),
        ("tomorrow", date(2026, 11, 25)),
        ("woensdag", date(2026, 11, 25)),
        ("aanstaande maandag", date(2026, 11, 30)),
        ("next Tuesday", date(2026, 12, 1)),
        ("24 november", TUESDAY),
        ("1 december met 4 docenten van niveau 2", date(2026, 12, 1)),
        ("notulen van 3 februari 2026, 12 januari", date(2027, 1, 12)),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_day_is_read_whatever_the_language_of_the_app(text: str, expected: date, lang: str) -> None:
    reading = read(text, TUESDAY, lang)

    assert (reading.day, reading.doubt) == (expected, None)


@pytest.mark.parametrize(
    ("text", "lang", "doubt", "candidates"),
    [
        ("voor de kerst", "nl", Doubt.VAGUE, (date(2026, 12, 18), date(2026, 12, 24))),
        ("before Christmas", "en", Doubt.VAGUE, (date(2026, 12, 18), date(2026, 12, 24))),
        ("na de vakantie", "nl", Doubt.VAGUE, ()),
        ("binnenkort", "nl", Doubt.VAGUE, ()),
        ("z.s.m.", "nl", Doubt.VAGUE, ()),
        ("1/2", "en", Doubt.SEVERAL, (date(2027, 1, 2), date(2027, 2, 1))),
        ("12 of 14 januari", "nl", Doubt.SEVERAL, (date(2027, 1, 12), date(2027, 1, 14))),
        ("12 januari of 3 maart", "nl", Doubt.SEVERAL, (date(2027, 1, 12), date(2027, 3, 3))),
        ("dinsdag", "nl", Doubt.SEVERAL, (TUESDAY, date(2026, 12, 1))),
        ("20 november", "nl", Doubt.PASSED, (date(2027, 11, 20),)),
        ("di 3 feb", "nl", Doubt.WEEKDAY, (date(2027, 2, 2), date(2027, 2, 3))),
        ("31 april", "nl", Doubt.IMPOSSIBLE, (date(2027, 4, 30),)),
        ("29 februari", "nl", Doubt.IMPOSSIBLE, (date(2027, 2, 28), date(2028, 2, 29))),
        ("29-2-2027", "nl", Doubt.IMPOSSIBLE, (date(2027, 2, 28),)),
        ("eind januari", "nl", Doubt.VAGUE, (date(2027, 1, 29), date(2027, 1, 31))),
        ("week 3", "nl", Doubt.VAGUE, tuple(date(2027, 1, day) for day in (18, 19, 21, 22))),
        ("de week van 14 december", "nl", Doubt.VAGUE, tuple(date(2026, 12, day) for day in (14, 15, 17, 18))),
        ("eind deze week", "nl", Doubt.VAGUE, (date(2026, 11, 26), date(2026, 11, 27))),
        ("PTA 12-1", "nl", Doubt.SEVERAL, (date(2027, 1, 12),)),
        ("praten over drie weken stage", "nl", Doubt.VAGUE, (date(2026, 12, 15),)),
        ("maandag na de vakantie", "nl", Doubt.VAGUE, (date(2026, 11, 30),)),
        (
            "een maandag in mei",
            "nl",
            Doubt.VAGUE,
            tuple(date(2026 + (m < 11), m, d) for m, d in ((11, 30), (5, 3), (5, 17), (5, 28))),
        ),
        ("dinsdag over een week", "nl", Doubt.SEVERAL, (date(2026, 12, 1), date(2026, 12, 8))),
        ("vrijdag 11", "nl", Doubt.SEVERAL, (date(2026, 12, 11), date(2027, 6, 11))),
        ("de 4e", "nl", Doubt.SEVERAL, (date(2026, 12, 4), date(2027, 1, 4))),
        ("over een week of drie", "nl", Doubt.VAGUE, (date(2026, 12, 15),)),
        ("over ongeveer drie weken", "nl", Doubt.VAGUE, (date(2026, 12, 15),)),
        ("eind van het schooljaar", "nl", Doubt.VAGUE, ()),
        ("elke vrijdag", "nl", Doubt.VAGUE, (date(2026, 11, 27),)),
        ("12 januari 2020", "nl", Doubt.PAST, ()),
        ("gisteren", "nl", Doubt.PAST, ()),
        ("12 januari 2127", "nl", Doubt.FAR, ()),
        ("over 999 weken", "nl", Doubt.FAR, ()),
    ],
)
def test_what_leaves_a_choice_is_asked_back(text: str, lang: str, doubt: Doubt, candidates: tuple[date, ...]) -> None:
    reading = read(text, TUESDAY, lang)

    assert (reading.day, reading.doubt, reading.candidates) == (None, doubt, candidates)


def test_stroke_puts_the_day_first_in_dutch() -> None:
    assert read("1/2", TUESDAY, "nl").day == date(2027, 2, 1)


def test_next_tuesday_on_a_monday_may_be_tomorrow() -> None:
    reading = read("next Tuesday", date(2026, 11, 23), "en")

    assert (reading.doubt, reading.candidates) == (Doubt.SEVERAL, (TUESDAY, date(2026, 12, 1)))


def test_day_of_december_said_in_january_has_just_passed() -> None:
    reading = read("20 december", date(2027, 1, 5), "nl")

    assert (reading.doubt, reading.candidates) == (Doubt.PASSED, (date(2027, 12, 20),))


def test_leap_day_is_a_day_in_a_leap_year() -> None:
    assert read("29 februari", date(2027, 11, 24), "nl").day == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["", "4 docenten", "niveau 2", "niveau 3/4 bespreken", "leerjaar 3-4", "lokaal 12-1", "100% van de lijst", "06-12345678",
     "versie 2.15", "goede morgen", "de 4e vergadering", "zo doen we dat", "mbo 1/2/3/4"],
)  # fmt: skip
def test_number_in_what_is_to_be_done_is_no_date(text: str) -> None:
    assert read(text, TUESDAY, "nl") == Reading(None, None, Doubt.NONE_SAID, (), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 januari om 14:00", time(14)),
        ("12 januari 14.30 uur", time(14, 30)),
        ("om 9 uur op 12 januari", time(9)),
        ("12 January at 3 pm", time(15)),
        ("12 januari van 14:00 tot 16:00", time(14)),
        ("12 januari", None),
        ("versie 2.15 op 12 januari", None),
    ],
)
def test_time_is_read_beside_the_day(text: str, expected: time | None) -> None:
    reading = read(text, TUESDAY, "nl")

    assert (reading.day, reading.at) == (date(2027, 1, 12), expected)


@pytest.mark.parametrize(("lang", "expected"), [("nl", "dinsdag 24 november 2026"), ("en", "Tuesday 24 November 2026")])
def test_day_is_written_out(lang: str, expected: str) -> None:
    assert in_words(TUESDAY, lang) == expected


@pytest.mark.parametrize(("lang", "expected"), [("nl", "ma 1 mrt"), ("en", "Mon 1 Mar")])
def test_day_fits_a_button(lang: str, expected: str) -> None:
    assert briefly(date(2027, 3, 1), lang) == expected


WORDS = st.sampled_from(
    ["12", "31", "januari", "feb", "dinsdag", "volgende", "week", "over", "drie", "weken", "eind", "maand", "voor", "de", "kerst",
     "-", "/", ":", "14:00", "2027", "999", "0", "in", "years", "om", "uur", "12-1", "1/2", "29-02-2027", "९", "\u202e", "next"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=60), st.lists(WORDS, max_size=10).map(" ".join), st.lists(WORDS, max_size=10).map("".join)
    ),
    today=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    lang=st.sampled_from(["nl", "en"]),
)
@example(text="9" * 10_000, today=TUESDAY, lang="nl")
@example(text="\u202e12 januari", today=TUESDAY, lang="nl")
@example(text="29 februari 1900", today=date(2100, 12, 31), lang="en")
@example(text="\ud800 12 januari", today=TUESDAY, lang="nl")
def test_any_text_is_read_and_no_day_before_today_comes_of_it(text: str, today: date, lang: str) -> None:
    reading = read(text, today, lang)

    assert (reading.day is None) == (reading.doubt is not None)
    assert len(reading.candidates) <= MOST_CANDIDATES
    assert all(day >= today for day in (*reading.candidates, *([reading.day] if reading.day else [])))
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)


@pytest.mark.parametrize(
    "text",
    ["1/2 " * 3000, "12 januari " * 1000, "over " * 2000, "9" * 10_000, " " * 10_000, "in 1 week " * 1000, "de 1 of " * 2000,
     "di " * 4000, "-" * 10_000, "12-" * 4000, "29 februari 1/2 31-4 " * 500],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_long_text_is_read_quickly(text: str) -> None:
    started = clocks.perf_counter()

    read(text, TUESDAY, "nl")

    assert len(text) > READ_CHARS
    assert clocks.perf_counter() - started < READ_S
