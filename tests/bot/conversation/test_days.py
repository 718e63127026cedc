"""What is said of days and hours: the questions, what there is to choose from, and when schools are closed."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.conversation.days import HOURS_IN_ROW, NO_HOUR, SOON, Days, day_named, hour_named
from bot.conversation.wording import LANGUAGES, Wording
from bot.when.clock import AMSTERDAM
from bot.when.free_days import closed
from bot.when.meaning import Doubt, HourDoubt
from bot.when.reading import read

SAID = Wording()
DAYS = Days(SAID.say)
TODAY = date(2026, 3, 11)
NOW = datetime(2026, 3, 11, 10, tzinfo=AMSTERDAM)
A_YEAR = [TODAY + timedelta(days=off) for off in range(366)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_doubt_has_a_question_of_its_own(lang: str) -> None:
    texts = {
        Doubt.VAGUE: "volgende week", Doubt.CHOICE: "8 of 9 april", Doubt.RUNNING: "13 t/m 17 april", Doubt.REPEATS: "elke maandag",
        Doubt.NOT_THEN: "niet op 3 april", Doubt.PASSED: "1 maart", Doubt.WEEKDAY: "dinsdag 2 april", Doubt.IMPOSSIBLE: "31 april",
        Doubt.PAST: "gisteren", Doubt.FAR: "1 mei 2040", Doubt.AMBIGUOUS: "woensdag",
    }  # fmt: skip
    found = {doubt: read(text, NOW, "nl") for doubt, text in texts.items()}

    assert {doubt: when.doubt for doubt, when in found.items()} == {doubt: doubt for doubt in texts}
    assert set(texts) == set(Doubt) - {Doubt.NONE_SAID}
    assert len({DAYS.which(when, lang) for when in found.values()}) == len(texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_doubt_about_an_hour_has_a_question_of_its_own(lang: str) -> None:
    assert len({DAYS.which_hour(doubt, lang) for doubt in (None, *HourDoubt)}) == len(HourDoubt) + 1


@pytest.mark.parametrize(
    ("text", "key"), [("volgende week", "day_pick_one"), ("na 1 mei", "day_pick_it"), ("ooit", "day_pick")]
)
def test_question_speaks_of_as_many_days_as_there_are(text: str, key: str) -> None:
    assert DAYS.which(read(text, NOW, "nl"), "nl").endswith(SAID.say(key, "nl"))


@pytest.mark.parametrize("may_be_saturday", [False, True])
def test_no_sunday_and_no_holiday_is_offered_all_year(may_be_saturday: bool) -> None:
    offered = [day for today in A_YEAR for day, _ in DAYS.soon(today, "nl", *SOON, may_be_saturday=may_be_saturday)]

    assert all(day.weekday() < 6 for day in offered)
    assert may_be_saturday or not any(closed(day, "nl").holiday for day in offered)


def test_days_that_are_offered_are_each_another() -> None:
    assert all(
        len({day for day, _ in found}) == len(found) for found in (DAYS.soon(today, "nl", *SOON) for today in A_YEAR)
    )


def test_tomorrow_is_called_so_where_it_is_a_working_day() -> None:
    assert DAYS.soon(TODAY, "nl", "day_tomorrow") == [(date(2026, 3, 12), "Morgen: do 12 mrt")]
    assert DAYS.soon(date(2026, 3, 13), "en", "day_tomorrow") == [(date(2026, 3, 16), "The next one: Mon 16 Mar")]


@pytest.mark.parametrize(
    ("day", "lang", "expected"),
    [
        (date(2026, 4, 3), "nl", "⚠️ vr 3 apr: Goede vrijdag, dan zijn veel scholen dicht."),
        (date(2026, 5, 5), "en", "⚠️ Tue 5 May: Liberation Day, when many schools are closed."),
        (date(2026, 10, 14), "nl", "⚠️ wo 14 okt: Herfstvakantie, in regio Noord."),
        (date(2026, 12, 28), "en", "⚠️ Mon 28 Dec: Christmas Break at schools, in all regions."),
        (date(2026, 3, 14), "nl", "⚠️ za 14 mrt: dat is in het weekend."),
        (date(2026, 3, 12), "nl", ""),
    ],
)  # fmt: skip
def test_days_on_which_schools_are_closed_are_said(day: date, lang: str, expected: str) -> None:
    assert DAYS.warning(day, lang) == expected


def test_hours_that_may_be_meant_are_offered_else_those_of_the_part_of_the_day() -> None:
    def offered(text: str) -> list[time]:
        return [at for row in DAYS.hours(read(text, NOW, "nl")) for at in row]

    assert offered("vrijdag om 7 uur") == [time(7), time(19)]
    assert all(at < time(12) for at in offered("vrijdagochtend"))
    assert all(at >= time(18) for at in offered("vrijdagavond"))
    assert all(len(row) == HOURS_IN_ROW for row in DAYS.hours(None))


def test_words_that_cannot_be_read_are_shown_short_and_escaped() -> None:
    assert DAYS.unread(f"<b>{'x' * 100}", "nl").startswith("“&lt;b&gt;xxx")
    assert len(DAYS.unread("x" * 100, "nl")) < 80


@pytest.mark.parametrize(
    ("value", "day"),
    [("2026-03-11", TODAY), ("2031-12-31", date(2031, 12, 31)), ("2026-03-10", None), ("2032-01-01", None), ("x", None), ("", None)],
)  # fmt: skip
def test_button_names_a_day_that_can_be_planned_for(value: str, day: date | None) -> None:
    assert day_named(value, TODAY) == day


@pytest.mark.parametrize(
    ("value", "at"), [("1430", time(14, 30)), ("2460", None), ("9", None), (NO_HOUR, None), ("", None)]
)
def test_button_names_an_hour(value: str, at: time | None) -> None:
    assert hour_named(value) == at
