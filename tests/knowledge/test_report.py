from datetime import date

import pytest

from knowledge import catalog
from knowledge.entry import Reading
from knowledge.folder import read_folder
from knowledge.report import remarks

DAY = date(2026, 11, 22)


def told(folder) -> list[str]:
    return list(remarks(read_folder(folder.root, day=DAY), DAY))


def test_an_empty_folder_has_no_remarks():
    assert list(remarks(Reading((), ()), DAY)) == []


def test_a_lone_entry_has_no_remarks(folder):
    folder.save("nl/faq/a.md")

    assert told(folder) == []


def test_a_missing_translation_is_told_under_the_entry_that_has_none(folder):
    folder.save("nl/faq/a.md", title="Vraag")
    folder.save("nl/faq/b.md", title="Antwoord")
    folder.save("en/faq/a.md", title="Question")
    folder.save("en/faq/c.md", title="Answer")

    assert told(folder) == [
        "nl/faq/b.md: no translation en/faq/b.md",
        "en/faq/c.md: no translation nl/faq/c.md",
    ]


def test_topics_without_entry_are_told_once_topics_are_used(folder):
    folder.save("nl/faq/a.md", topics=["T159"])

    others = [topic for topic in catalog.topics().values() if topic.code != "T159"]
    assert told(folder) == [f"topics.toml: {topic.code} ({topic.labels['nl']}) has no entry" for topic in others]


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        ("2026-11-21", ["nl/faq/a.md: was to be looked at again on 2026-11-21"]),
        ("2026-11-22", ["nl/faq/a.md: was to be looked at again on 2026-11-22"]),
        ("2026-11-23", []),
    ],
    ids=["yesterday", "today", "tomorrow"],
)
def test_a_review_is_due_from_its_day_on(folder, review: str, expected: list[str]):
    folder.save("nl/faq/a.md", review=review)

    assert told(folder) == expected


@pytest.mark.parametrize(
    ("title", "asks", "expected"),
    [
        pytest.param(
            "Wanneer meldt het bestuur de nieuwe route?",
            [],
            ["nl/faq/b.md: 'Wanneer meldt het bestuur de nieuwe route?' is close to 'wanneer het bestuur de nieuwe route meldt' of nl/faq/a.md"],
            id="other order",
        ),
        pytest.param(
            "B",
            ["wanneer het bestuur de nieuwe route nu meldt"],
            ["nl/faq/b.md: 'wanneer het bestuur de nieuwe route nu meldt' is close to 'wanneer het bestuur de nieuwe route meldt' of nl/faq/a.md"],
            id="one word more",
        ),
        pytest.param("Wanneer het bestuur een oude route meldt", [], [], id="two words of seven differ"),
        pytest.param("Hoe dan", [], [], id="nothing alike"),
    ],
)  # fmt: skip
def test_texts_that_share_nearly_all_their_words_look_alike(folder, title: str, asks: list[str], expected: list[str]):
    folder.save("nl/faq/a.md", title="A", asks=["wanneer het bestuur de nieuwe route meldt"])
    folder.save("nl/faq/b.md", title=title, asks=asks)

    assert told(folder) == expected


def test_texts_of_one_entry_may_look_alike(folder):
    folder.save("nl/faq/a.md", title="Wie meldt de route?", asks=["de route meldt wie"])

    assert told(folder) == []


def test_texts_in_two_languages_may_look_alike(folder):
    folder.save("nl/faq/a.md", title="Skills lab week?")
    folder.save("en/faq/a.md", title="Week skills lab?")

    assert told(folder) == []
