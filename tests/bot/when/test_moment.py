"""What is known of a day and an hour, told bit by bit."""

import json
from dataclasses import asdict
from datetime import date, datetime, time

from bot.when.clock import AMSTERDAM
from bot.when.moment import Moment, of_json, read_end
from bot.when.reading import READ_CHARS, read

NOW = datetime(2026, 3, 11, 10, tzinfo=AMSTERDAM)
DAY = date(2026, 4, 2)


def told(*texts: str) -> Moment:
    known = Moment()
    for text in texts:
        known = known.told(text, read(text, NOW, "nl"))
    return known


def test_day_and_hour_are_known() -> None:
    assert told("2 april 14:00") == Moment(DAY, time(14))


def test_what_is_not_spoken_of_stays() -> None:
    assert told("2 april 14:00", "3 april") == Moment(date(2026, 4, 3), time(14))
    assert told("2 april 14:00", "half vier") == Moment(DAY, time(15, 30))
    assert told("2 april 14:00", "geen idee") == Moment(DAY, time(14))


def test_what_comes_back_begins_on_its_next_day_unless_that_is_today() -> None:
    assert told("elke maandag 10:00") == Moment(date(2026, 3, 16), time(10), rule="FREQ=WEEKLY;BYDAY=MO")
    assert told("elke woensdag") == Moment(unclear_day="elke woensdag", rule="FREQ=WEEKLY;BYDAY=WE")
    assert told("om de week op dinsdag").day is None


def test_day_in_answer_to_when_it_begins_keeps_the_rule_and_another_day_does_not() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert told("om de week op dinsdag", "24 maart") == Moment(date(2026, 3, 24), rule=rule)
    assert told("elke maandag", "24 maart") == Moment(date(2026, 3, 24))


def test_words_that_leave_it_open_are_kept_to_ask_about() -> None:
    assert told("na 2 april om 7 uur") == Moment(unclear_day="na 2 april om 7 uur", unclear_hour="na 2 april om 7 uur")


def test_what_was_sure_is_open_again_where_it_is_spoken_of_again() -> None:
    assert told("2 april 14:00", "rond 3 april") == Moment(None, time(14), unclear_day="rond 3 april")
    assert told("2 april 14:00", "na 15 uur") == Moment(DAY, None, unclear_hour="na 15 uur")


def test_answer_settles_it() -> None:
    asked = told("na 2 april om 7 uur")

    assert asked.on(DAY).starting(time(19)) == Moment(DAY, time(19))
    assert asked.on(DAY).starting(None) == Moment(DAY)


def test_long_words_are_kept_as_far_as_they_are_read() -> None:
    assert len(told("na 2 april " + "x" * 5000).unclear_day) == READ_CHARS


def test_it_comes_back_from_json() -> None:
    for known in (told("2 april 14:00"), told("na 2 april om 7 uur"), Moment()):
        assert Moment(**of_json(json.loads(json.dumps(asdict(known), default=str)))) == known


def test_end_is_the_last_day_that_is_kept_however_it_was_said() -> None:
    for text in ("elke maandag t/m 8 april", "elke maandag, 3 keer", "elke maandag tot 12 april 10:00"):
        # The 6th of April is Easter Monday.
        assert told(text).settled in ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260330",), text


def test_days_that_are_off_are_kept_with_the_rule_and_in_json() -> None:
    known = told("elke maandag behalve op 23 maart")

    assert (known.rule, known.off) == ("FREQ=WEEKLY;BYDAY=MO", (date(2026, 3, 23),))
    assert Moment(**of_json(json.loads(json.dumps(asdict(known), default=str)))) == known


def test_end_that_is_unclear_is_missing_until_it_is_said() -> None:
    known = told("elke maandag tot de zomervakantie")
    assert known.is_end_missing

    ended = known.ending("5 keer", read_end("5 keer", NOW, "nl"))

    assert (ended.is_end_missing, ended.rule) == (False, "FREQ=WEEKLY;BYDAY=MO;COUNT=5")
    assert known.ending("", None).rule == "FREQ=WEEKLY;BYDAY=MO"
    assert known.ending("geen idee", read_end("geen idee", NOW, "nl")) == known


def test_another_single_day_takes_rule_and_end_away() -> None:
    assert told("elke maandag t/m 1 juni behalve op 23 maart", "24 maart") == Moment(date(2026, 3, 24))
