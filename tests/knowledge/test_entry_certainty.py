"""How sure an entry is, by its own word and its facts', and the days on which it was checked and is to be."""

from datetime import date

import pytest

from knowledge.entry import Certainty
from tests.knowledge.entry_texts import DATED, DAY, entry, faults, read


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("sur", "; did you mean 'sure'?"),
        ("Sure", "; did you mean 'sure'?"),
        ("unconfirmd", "; did you mean 'unconfirmed'?"),
        ("zeker", ""),
        ("", ""),
        ("yes", ""),
    ],
)
def test_an_unknown_certainty_is_read_as_unconfirmed(written: str, hint: str):
    file = read(f"title: Vraag\ncertainty: {written}")

    assert entry(file).certainty is Certainty.UNCONFIRMED
    assert faults(file) == [(3, f"certainty '{written}' is none of sure, likely, unconfirmed{hint}")]


@pytest.mark.parametrize(
    ("lang", "body", "stated", "fact", "certainty", "message"),
    [
        pytest.param("nl", "Ja.", "sure", "F-01-01", "sure", None, id="sure on a sure fact"),
        pytest.param("nl", "Ja.", "likely", "F-01-01", "likely", None, id="likely on a sure fact"),
        pytest.param("nl", "Ja.", "unconfirmed", "F-01-01", "unconfirmed", None, id="unconfirmed on a sure fact"),
        pytest.param("nl", "Volgens DUO wel.", "likely", "F-01-03", "likely", None, id="likely with its source"),
        pytest.param("nl", "Ja, *volgens* DUO.", "sure", "F-01-03", "sure", None, id="sure with its source"),
        pytest.param(
            "en", "So it is, according to DUO.", "likely", "F-01-03", "likely", None, id="English with its source"
        ),
        pytest.param(
            "nl",
            "Ja.",
            "sure",
            "F-01-03",
            "likely",
            "F-01-03 is likely, not sure; say 'volgens … (date)' in the answer",
            id="sure without",
        ),
        pytest.param(
            "nl",
            "Ja.",
            "likely",
            "F-01-03",
            "likely",
            "F-01-03 is likely, not sure; say 'volgens … (date)' in the answer",
            id="likely without",
        ),
        pytest.param(
            "en",
            "Yes, volgens DUO.",
            "sure",
            "F-01-03",
            "likely",
            "F-01-03 is likely, not sure; say 'according to … (date)' in the answer",
            id="source in another language",
        ),
        pytest.param(
            "de",
            "Ja.",
            "sure",
            "F-01-03",
            "likely",
            "certainty is sure, but F-01-03 is likely; write certainty: likely",
            id="German",
        ),
        pytest.param("de", "Ja.", "likely", "F-01-03", "likely", None, id="likely in German"),
        pytest.param("nl", "Ja.", "unconfirmed", "F-01-03", "unconfirmed", None, id="unconfirmed on a likely fact"),
        pytest.param(
            "nl",
            "Volgens DUO wel.",
            "sure",
            "F-07-11",
            "likely",
            "certainty is sure, but sources contradict each other on F-07-11; write certainty: likely",
            id="sure on a contradicted fact",
        ),
        pytest.param("nl", "Volgens DUO wel.", "likely", "F-07-11", "likely", None, id="likely on a contradicted fact"),
        pytest.param(
            "nl",
            "Ja.",
            "sure",
            "F-03-05",
            "unconfirmed",
            "certainty is sure, but F-03-05 is unconfirmed; write certainty: unconfirmed",
            id="sure on an unconfirmed fact",
        ),
        pytest.param(
            "nl",
            "Ja.",
            "likely",
            "F-03-05",
            "unconfirmed",
            "certainty is likely, but F-03-05 is unconfirmed; write certainty: unconfirmed",
            id="likely on an unconfirmed fact",
        ),
        pytest.param(
            "nl", "Ja.", "unconfirmed", "F-03-05", "unconfirmed", None, id="unconfirmed on an unconfirmed fact"
        ),
    ],
)
def test_an_entry_is_never_surer_than_its_facts(
    lang: str, body: str, stated: str, fact: str, certainty: str, message: str | None
):
    file = read(f"title: Vraag\nfacts: [{fact}]\ncertainty: {stated}", body, source=f"{lang}/faq/vraag.md")

    assert (entry(file).certainty, faults(file)) == (Certainty(certainty), [(4, message)] if message else [])


def test_the_least_certain_fact_decides():
    file = read("title: Vraag\nfacts: [F-01-01, F-07-11, F-01-03, F-03-05]")

    assert entry(file).certainty is Certainty.UNCONFIRMED
    assert faults(file) == [(1, "certainty is sure, but F-03-05 is unconfirmed; write certainty: unconfirmed")]


@pytest.mark.parametrize(
    "written",
    [
        "vandaag",
        "22-11-2026",
        "2026-13-01",
        "2026-02-29",
        "2026-1-1",
        "20261122",
        "2026-11-22T10:00",
        "0000-01-01",
        "٢٠٢٦-01-01",
    ],
)
@pytest.mark.parametrize("key", ["checked", "review"])
def test_a_bad_date_is_a_problem_and_not_used(key: str, written: str):
    file = read(f"title: Vraag\n{key}: {written}")

    assert faults(file) == [(3, f"{key} '{written}' is not a date; write year-month-day, such as 2026-11-22")]
    assert (entry(file).checked, entry(file).review) == (DATED, None)


@pytest.mark.parametrize("front", ["checked:", "checked: ''", "checked:  # de dag waarop u het nakeek"])
def test_a_draft_says_that_nobody_has_checked_it(front: str):
    file = read(f"title: Vraag\n{front}")

    assert (entry(file).checked, faults(file)) == (None, [])


@pytest.mark.parametrize(
    ("front", "checked", "review", "expected"),
    [
        pytest.param("checked: 2026-11-22", DAY, None, [], id="checked today"),
        pytest.param("checked: '2026-11-22'", DAY, None, [], id="in quotes"),
        pytest.param(
            "checked: 2026-11-23",
            DATED,
            None,
            [(3, "checked 2026-11-23 lies in the future; write the day on which somebody checked it")],
            id="checked tomorrow",
        ),
        pytest.param("review: 2020-01-01", DATED, date(2020, 1, 1), [], id="review long due"),
        pytest.param(
            "checked: 2026-11-01\nreview: 2026-11-01",
            date(2026, 11, 1),
            date(2026, 11, 1),
            [],
            id="review when checked",
        ),
        pytest.param(
            "checked: 2026-11-02\nreview: 2026-11-01",
            date(2026, 11, 2),
            date(2026, 11, 1),
            [(4, "review 2026-11-01 lies before checked 2026-11-02; write a later day")],
            id="review before checked",
        ),
    ],
)
def test_dates_are_held_to_the_day_and_to_each_other(
    front: str, checked: date, review: date | None, expected: list[tuple[int, str]]
):
    file = read(f"title: Vraag\n{front}")

    assert (entry(file).checked, entry(file).review, faults(file)) == (checked, review, expected)
