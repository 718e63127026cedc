"""The content that ships: no problems, every entry in both languages, every topic answered, and in the form agreed."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from knowledge import catalog
from knowledge.entry import Certainty, Entry
from knowledge.entry_file import PLAIN
from knowledge.folder import CONTENT, read_folder
from knowledge.passages import sections

READING = read_folder(CONTENT)
ENTRIES = READING.entries
FAQ = [entry for entry in ENTRIES if entry.section == "faq"]
GUIDELINES = [entry for entry in ENTRIES if entry.is_guideline]
ACTIVITIES = [entry for entry in ENTRIES if entry.activity]
POINTS = READING.points
SHORT = 1200  # characters of an answer before "Meer weten"; what a phone shows without much scrolling
MORE = {"nl": "Meer weten", "en": "More"}


def name_of(entry: Entry) -> str:
    return f"{entry.lang}/{entry.id}"


def test_content_has_no_problems() -> None:
    assert READING.problems == ()


def test_every_entry_is_there_in_both_languages() -> None:
    ids = {lang: {entry.id for entry in (*ENTRIES, *POINTS) if entry.lang == lang} for lang in ("nl", "en")}

    assert ids["nl"] == ids["en"]


def test_every_topic_has_an_entry() -> None:
    answered = {topic for entry in FAQ for topic in entry.topics}

    assert set(catalog.topics()) - answered == set()


def test_there_is_as_much_as_was_promised() -> None:
    counts = {"faq": len(FAQ) // 2, "guidelines": len(GUIDELINES) // 2, "activities": len(ACTIVITIES) // 2}

    assert counts["faq"] >= 160
    assert counts["guidelines"] >= 8
    assert counts["activities"] >= 25


@pytest.mark.parametrize("entry", FAQ, ids=name_of)
def test_faq_entry_is_complete(entry: Entry) -> None:
    assert len(entry.asks) >= 10
    assert entry.topics
    assert entry.facts
    assert entry.sources
    assert entry.see
    assert entry.review


def test_reviews_are_spread_over_the_year() -> None:
    """What falls due on one Monday is no more than fits into the message of that Monday."""
    weeks = Counter(week for week, _ in {(e.review.isocalendar()[:2], e.id) for e in ENTRIES if e.review})

    assert max(weeks.values()) <= 10
    assert len(weeks) >= 35


def test_languages_of_one_entry_are_looked_at_together() -> None:
    reviews: dict[str, set[date | None]] = {}
    for entry in ENTRIES:
        reviews.setdefault(entry.id, set()).add(entry.review)

    assert {name: found for name, found in reviews.items() if len(found) > 1} == {}


@pytest.mark.parametrize("entry", FAQ, ids=name_of)
def test_answer_is_short_before_more(entry: Entry) -> None:
    first, *others = sections(entry.body)

    assert first.heading == ""
    assert len(first.body) <= SHORT
    assert {section.heading for section in others} <= {MORE[entry.lang]}


def test_plain_versions_stand_last_and_are_short_in_both_languages() -> None:
    plain = {lang: set[str]() for lang in PLAIN}
    for entry in FAQ:
        assert f"## {PLAIN[entry.lang]}\n" not in entry.body, entry.source
        if entry.plain:
            assert 3 <= len(entry.plain.splitlines()) <= 6, entry.source
            plain[entry.lang].add(entry.id)

    assert plain["nl"] == plain["en"]
    assert len(plain["nl"]) >= 40


def _of_point(entry: Entry) -> object:
    """What a point says besides words."""
    return entry.point and replace(entry.point, misses=())


@pytest.mark.parametrize("entry", POINTS, ids=name_of)
def test_point_is_complete(entry: Entry) -> None:
    assert len(entry.asks) >= 7
    assert entry.facts
    assert entry.sources
    assert entry.see
    assert entry.review
    assert len(sections(entry.body)) == 1


def test_points_have_a_place_of_their_own() -> None:
    numbers = [point.point.number for point in POINTS if point.lang == "nl" and point.point]

    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("entry", [*FAQ, *GUIDELINES, *POINTS], ids=name_of)
def test_entry_is_no_surer_than_its_facts(entry: Entry) -> None:
    """An entry that leans on an unconfirmed fact says so; one that leans on contradicting sources is not sure."""
    grades = [catalog.facts()[code] for code in entry.facts]

    if any(grade.certainty is Certainty.UNCONFIRMED for grade in grades):
        assert entry.certainty is Certainty.UNCONFIRMED
    if any(grade.contradicted for grade in grades):
        assert entry.certainty is not Certainty.SURE


@pytest.mark.parametrize("entry", GUIDELINES, ids=name_of)
def test_sections_of_guidelines_stand_alone_on_a_phone(entry: Entry) -> None:
    parts = sections(entry.body)

    assert len(parts) >= 6
    assert max(len(section.body) for section in parts) <= SHORT


@pytest.mark.parametrize("entry", GUIDELINES, ids=name_of)
def test_guidelines_have_the_same_sections_in_every_language(entry: Entry) -> None:
    twin = next(other for other in GUIDELINES if other.id == entry.id and other.lang != entry.lang)

    assert len(sections(entry.body)) == len(sections(twin.body))


def test_translations_agree_on_what_is_no_matter_of_language() -> None:
    by_id: dict[str, list[Entry]] = {}
    for entry in (*ENTRIES, *POINTS):
        by_id.setdefault(entry.id, []).append(entry)

    odd = [
        name
        for name, pair in by_id.items()
        if len(
            {(entry.topics, entry.facts, entry.certainty, entry.see, entry.review, _of_point(entry)) for entry in pair}
        )
        > 1
    ]

    assert odd == []


def test_only_confirmed_articles_of_law_are_named() -> None:
    confirmed = {"2.107a", "2.107l", "8.17"}
    cited = re.compile(r"\b(?:artikel|art\.|article)\s+(\d+[.\w]*\d\w?|\d+\w?)", re.IGNORECASE)

    named = {number for entry in (*ENTRIES, *POINTS) for number in cited.findall(entry.body)}

    assert named - confirmed == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wat-is-een-doorlopende-leerroute", "wat-is-een-geintegreerde-route"),
        ("wat-is-een-samenwerkingsovereenkomst", "praktijkovereenkomst"),
        ("zelfde-bestuur-interne-regeling", "sok-verplicht-bij-gemelde-route"),
        ("sok-nodig-zonder-route", "sok-verplicht-bij-gemelde-route"),
        ("deadline-15-oktober", "peildatum-1-oktober"),
        ("meerdere-scholen-in-een-sok", "meerdere-rocs"),
        ("glr-mag-examen-weg", "examen-spreiden"),
        ("moet-de-mr-instemmen", "or-van-het-mbo"),
        ("sterk-techniekonderwijs", "vabok"),
    ],
)
def test_near_duplicates_with_different_answers_name_each_other(one: str, other: str) -> None:
    see = {entry.id: entry.see for entry in FAQ}

    assert f"faq/{other}" in see[f"faq/{one}"]
    assert f"faq/{one}" in see[f"faq/{other}"]
