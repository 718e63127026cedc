"""Words for days, and for what repeats."""

from datetime import date

import pytest

from bot.when.telling import briefly, in_words, repeat_in_words

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(("lang", "expected"), [("nl", "dinsdag 24 november 2026"), ("en", "Tuesday 24 November 2026")])
def test_day_is_written_out(lang: str, expected: str) -> None:
    assert in_words(TUESDAY, lang) == expected


@pytest.mark.parametrize(("lang", "expected"), [("nl", "ma 1 mrt"), ("en", "Mon 1 Mar"), ("fy", "ma 1 mrt")])
def test_day_fits_a_button(lang: str, expected: str) -> None:
    assert briefly(date(2027, 3, 1), lang) == expected


@pytest.mark.parametrize(
    ("rule", "nl", "en"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "elke week op maandag", "every week on Monday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "om de 2 weken op dinsdag en donderdag", "every 2 weeks on Tuesday and Thursday"),
        ("FREQ=MONTHLY;BYDAY=+1MO", "elke maand op de eerste maandag", "every month on the first Monday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "elke maand op de laatste vrijdag", "every month on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "elke maand op dag 15", "every month on day 15"),
        ("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1", "elk jaar op 1 oktober", "every year on 1 October"),
        ("FREQ=DAILY", "elke dag", "every day"),
        ("FREQ=MONTHLY;INTERVAL=3", "om de 3 maanden", "every 3 months"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=10", "elke week op maandag, 10 keer", "every week on Monday, 10 times"),
        ("FREQ=DAILY;UNTIL=20270301", "elke dag, t/m 1 maart 2027", "every day, up to and including 1 March 2027"),
    ],
)  # fmt: skip
def test_what_repeats_is_said_in_words(rule: str, nl: str, en: str) -> None:
    assert (repeat_in_words(rule, "nl"), repeat_in_words(rule, "en")) == (nl, en)
