"""Front matter of an entry: keys that are misspelt, another tool's or an activity's, and values held to what they may be."""

import pytest

from knowledge import catalog
from knowledge.entry import Activity
from knowledge.entry_file import ACTIVITY_KEYS, KEYS, MAX_ASK, MAX_TITLE, read_text
from tests.knowledge.entry_texts import ACTIVITY, DAY, entry, faults, read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("titles", "title"),
        ("ask", "asks"),
        ("topic", "topics"),
        ("fact", "facts"),
        ("certainity", "certainty"),
        ("cheked", "checked"),
        ("reviews", "review"),
        ("source", "sources"),
    ],
)
def test_a_misspelt_key_is_told_which_was_meant(written: str, meant: str):
    file = read(f"title: Vraag\n{written}: x")

    assert faults(file) == [(3, f"unknown key '{written}'; did you mean '{meant}'?")]
    assert meant in KEYS
    assert file.entry is not None


@pytest.mark.parametrize(("written", "meant"), [("minute", "minutes"), ("peple", "people"), ("plac", "place")])
def test_a_misspelt_key_of_an_activity_is_told_which_was_meant(written: str, meant: str):
    file = read(f"{ACTIVITY}\n{written}: x", source="nl/activities/spel.md")

    assert faults(file) == [(6, f"unknown key '{written}'; did you mean '{meant}'?")]


@pytest.mark.parametrize(
    ("front", "keys"),
    [
        ("title: Vraag\n0815: x", ["0815"]),
        ("title: Vraag\nmenu:\n  main:\n    weight: 3\ntags: [a, b]\nseo: x", ["menu", "tags", "seo"]),
        ("title: Vraag\ntitleId: x\nhide:\n  - toc\nreviewers: [x]\nsource: app/gids", ["titleId", "hide", "reviewers", "source"]),
        ("title: Vraag\nimages:\n  - src: a.png\n    alt: b\ndate: 2026-01-01 10:00\ndate: 2026-01-02", ["images", "date"]),
    ],
    ids=["odd", "nested", "near to ours", "list of maps, and one twice"],
)  # fmt: skip
def test_keys_of_other_tools_are_no_problem_and_are_remarked_on(front: str, keys: list[str]):
    file = read(front)

    assert (entry(file).title, faults(file)) == ("Vraag", [])
    assert [(remark.said.key, remark.what) for remark in file.remarks] == [("keys_of_others", key) for key in keys]


@pytest.mark.parametrize(
    ("front", "problem", "certainty"),
    [
        ("title: Vraag\ncertainty:\n  a: b", (3, "'certainty' holds keys of its own; write text or a list (quote text with ': ' in it)"), "unconfirmed"),
        ("title: Vraag\nsources:\n  - url: x", (4, "an item of 'sources' is not plain text; put it between double quotes"), "sure"),
        ("title: Vraag\ntitle: Nog een", (3, "the key 'title' stands here twice; keep one"), "sure"),
    ],
    ids=["nested", "nested item", "twice"],
)  # fmt: skip
def test_a_key_of_ours_that_cant_be_taken_is_a_problem_and_the_rest_is_served(
    front: str, problem: tuple[int, str], certainty: str
):
    file = read(front)

    assert (entry(file).title, entry(file).body) == ("Vraag", "Antwoord.")
    assert problem in faults(file)
    assert entry(file).certainty == certainty


def test_a_misspelt_title_is_a_problem_and_serves_as_the_title():
    file = read("titel: Vraag")

    assert (entry(file).title, faults(file)) == ("Vraag", [(2, "unknown key 'titel'; did you mean 'title'?")])


@pytest.mark.parametrize("key", ACTIVITY_KEYS)
def test_keys_of_activities_are_for_activities_alone(key: str):
    file = read(f"title: Vraag\n{key}: 3")

    assert faults(file) == [(3, f"'{key}' is for activities alone; leave it out here")]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        pytest.param(
            "title: [a]",
            [(2, "'title' is a list; write one value behind the colon")],
            id="title",
        ),
        pytest.param(
            "title: a\ncertainty: [sure]",
            [
                (3, "'certainty' is a list; write one value behind the colon"),
                (3, "certainty '' is none of sure, likely, unconfirmed"),
            ],
            id="certainty",
        ),
        pytest.param(
            "title: a\nreview: [2027-01-01]",
            [
                (3, "'review' is a list; write one value behind the colon"),
                (3, "review '' is not a date; write year-month-day, such as 2026-11-22"),
            ],
            id="review",
        ),
    ],
)
def test_a_list_where_one_value_belongs_is_a_problem(front: str, expected: list[tuple[int, str]]):
    assert faults(read(front)) == expected


def test_a_long_title_is_shortened():
    file = read(f"title: {'a' * (MAX_TITLE + 1)}")

    assert faults(file) == [(2, "the title has 201 characters; at most 200, it is read on a phone")]
    assert entry(file).title == "a" * MAX_TITLE


@pytest.mark.parametrize(
    ("asks", "kept", "expected"),
    [
        pytest.param("hoe dan", ("hoe dan",), [], id="one text"),
        pytest.param("", (), [(3, "an ask is empty; write a question or delete the line")], id="nothing"),
        pytest.param("[]", (), [], id="empty list"),
        pytest.param(
            "\n  - a\n  -\n  - b",
            ("a", "b"),
            [(5, "an ask is empty; write a question or delete the line")],
            id="empty item",
        ),
        pytest.param(
            f"\n  - {'a' * (MAX_ASK + 1)}", (), [(4, "an ask has 301 characters; at most 300")], id="too long"
        ),
        pytest.param(
            "\n  - Hoe dan?\n  - hoé  dan",
            ("Hoe dan?",),
            [(5, "'hoé dan' stands here already; delete one")],
            id="twice",
        ),
        pytest.param("\n  - vraag!", (), [(4, "'vraag!' stands here already; delete one")], id="the title"),
    ],
)
def test_asks_are_checked_one_by_one(asks: str, kept: tuple[str, ...], expected: list[tuple[int, str]]):
    file = read(f"title: Vraag\nasks: {asks}")

    assert (entry(file).asks, faults(file)) == (kept, expected)


@pytest.mark.parametrize(
    ("front", "topics", "facts", "expected"),
    [
        pytest.param("topics: T159", ("T159",), (), [], id="one topic"),
        pytest.param("topics: [T159, T166, T159]", ("T159", "T166"), (), [], id="a topic twice"),
        pytest.param(
            "topics:\n  - T159\n  - T0166",
            ("T159",),
            (),
            [(5, "'T0166' is not in topics.toml; did you mean 'T166'?")],
            id="misspelt topic",
        ),
        pytest.param("topics: [geld]", (), (), [(3, "'geld' is not in topics.toml")], id="unknown topic"),
        pytest.param("facts: [F-01-01]", (), ("F-01-01",), [], id="one fact"),
        pytest.param(
            "facts: [G-01-01]",
            (),
            (),
            [(3, "'G-01-01' is not in facts.toml; did you mean 'F-01-01'?")],
            id="misspelt fact",
        ),
        pytest.param("facts: ['wet']", (), (), [(3, "'wet' is not in facts.toml")], id="unknown fact"),
    ],
)
def test_topics_and_facts_are_held_to_their_lists(
    front: str, topics: tuple[str, ...], facts: tuple[str, ...], expected: list[tuple[int, str]]
):
    file = read(f"title: Vraag\n{front}")

    assert (entry(file).topics, entry(file).facts, faults(file)) == (topics, facts, expected)


def test_an_id_under_see_counts_once():
    assert entry(read("title: Vraag\nsee: [faq/a, faq/b, faq/a, '']")).see == ("faq/a", "faq/b")


@pytest.mark.parametrize(
    ("people", "expected"),
    [("6-30", (6, 30)), ("6 - 30", (6, 30)), ("8", (8, 8)), ("2-2", (2, 2))],
)
def test_an_activity_says_what_it_asks_of_a_group(people: str, expected: tuple[int, int]):
    file = read(f"title: Spel\nminutes: 45\npeople: {people}\nplace: gang", source="nl/activities/spel.md")

    assert (entry(file).activity, faults(file)) == (Activity(45, *expected, "gang"), [])


@pytest.mark.parametrize(
    ("front", "activity", "line", "message"),
    [
        pytest.param(
            "people: 6\nplace: gang", Activity(0, 6, 6, "gang"), 1, "minutes '' is not a number of minutes; write such as `minutes: 30`", id="no minutes"
        ),
        pytest.param(
            "minutes: half uur\npeople: 6\nplace: gang",
            Activity(0, 6, 6, "gang"),
            3,
            "minutes 'half uur' is not a number of minutes; write such as `minutes: 30`",
            id="minutes in words",
        ),
        pytest.param(
            "minutes: 0\npeople: 6\nplace: gang",
            Activity(0, 6, 6, "gang"),
            3,
            "minutes '0' is not a number of minutes; write such as `minutes: 30`",
            id="zero minutes",
        ),
        pytest.param(
            "minutes: 99999\npeople: 6\nplace: gang",
            Activity(0, 6, 6, "gang"),
            3,
            "minutes '99999' is not a number of minutes; write such as `minutes: 30`",
            id="too many minutes",
        ),
        pytest.param(
            "minutes: 5\nplace: gang", Activity(5, 0, 0, "gang"), 1, "people '' is not a group size; write such as `people: 6-30`", id="no people"
        ),
        pytest.param(
            "minutes: 5\npeople: 30-6\nplace: gang",
            Activity(5, 0, 0, "gang"),
            4,
            "people '30-6' is not a group size; write such as `people: 6-30`",
            id="people downwards",
        ),
        pytest.param(
            "minutes: 5\npeople: 6+\nplace: gang",
            Activity(5, 0, 0, "gang"),
            4,
            "people '6+' is not a group size; write such as `people: 6-30`",
            id="people without end",
        ),
        pytest.param("minutes: 5\npeople: 6", Activity(5, 6, 6, ""), 1, "an activity has no place; write such as `place: lokaal`", id="no place"),
        pytest.param(
            "minutes: 5\npeople: 6\nplace:", Activity(5, 6, 6, ""), 5, "an activity has no place; write such as `place: lokaal`", id="empty place"
        ),
    ],
)  # fmt: skip
def test_an_activity_that_says_too_little_is_served_with_a_problem(
    front: str, activity: Activity, line: int, message: str
):
    file = read(f"title: Spel\n{front}", source="nl/activities/spel.md")

    assert (entry(file).activity, faults(file)) == (activity, [(line, message)])


def test_a_tag_that_is_called_as_a_topic_is_one_and_others_are_remarked_on():
    label = catalog.topics()["T015"].labels["nl"]
    file = read_text("nl/a.md", f"---\ntags: [{label!r}]\n---\n# Mag dat?\n\n#los Ja, dat mag. #geld\n", DAY, DAY)

    assert (file.entry.topics, file.entry.body) == (("T015",), "los Ja, dat mag.")
    assert [remark.what for remark in file.remarks if remark.said.key == "tags_not_shown"] == ["#geld"]


@pytest.mark.parametrize(
    ("front", "by_tags"),
    [
        ("tags: [monitoring]", True),
        ("topics: [T015]\ntags: [monitoring]", False),
        ("topics: [T015]", False),
        ("", False),
    ],
    ids=["tags", "both", "codes", "neither"],
)
def test_whether_tags_alone_file_an_entry_under_topics(front: str, by_tags: bool):
    assert entry(read(f"title: Vraag\n{front}")).is_filed_by_tags is by_tags
