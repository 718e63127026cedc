from datetime import date

import pytest

from knowledge import catalog
from knowledge.entry import Reading
from knowledge.folder import read_folder
from knowledge.report import count_line, problem_lines, remark_lines, remarks

DAY = date(2026, 11, 22)


def told(folder) -> list[str]:
    return [f"{remark.source}: {remark.said}" for remark in remarks(read_folder(folder.root, day=DAY), DAY)]


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


def test_a_tag_that_another_tool_has_and_a_topic_is_called_by_misses_no_topics(folder):
    folder.save("nl/faq/a.md", tags=["monitoring"])

    assert not [line for line in told(folder) if line.startswith("topics.toml")]


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


def test_a_problem_is_told_with_its_line_and_column_in_the_language_asked_for(folder):
    folder.save("nl/faq/a.md", title="Vraag", topics=["T159", "X9"])
    reading = read_folder(folder.root, day=DAY)

    assert list(problem_lines(reading, "nl", is_full=False)) == [
        "nl/faq/a.md:5:6: 'X9' staat niet in topics.toml",
        '      - "X9"',
        "         ^",
    ]
    assert count_line(reading, "nl") == "1 tekst (1 nl), 0 asks, 1 probleem"


def test_a_cell_is_named_as_a_spreadsheet_does(folder):
    folder.save("nl/faq/a.md")
    folder.write(
        "routes.csv", "school;mbo;regio;profiel;leerweg;opleiding;niveau;soort;gemeld\nA;B;C;XYZ;basis;D;2;DLR;ja\n"
    )

    (line,) = problem_lines(read_folder(folder.root, day=DAY), "nl", is_full=False)

    assert line.startswith("routes.csv:2: [D2] profiel 'XYZ' is geen van ")


def test_a_folder_of_another_tool_is_reported_within_a_screen_worst_first(folder):
    for number in range(60):
        folder.write(
            f"en/docs/{number}.md",
            f"---\ntitle: Page {number}\nsidebar_position: {number}\nmenu:\n  docs: x\nreview: soon\n---\n"
            f"{{{{< figure src=a >}}}} Text {number} [x](gone.md) ![](a.png)\n",
        )
    for number in range(12):
        folder.write(f"en/docs/leeg-{number}.md", "")
    reading = read_folder(folder.root, day=DAY)

    lines = [*problem_lines(reading, "en", is_full=False), *remark_lines(remarks(reading, DAY), "en", is_full=False)]

    assert len(lines) <= 20
    assert lines[:2] == [
        "12 times, and not shown:",
        "  en/docs/leeg-0.md:1: the file is empty; write a title and an answer, or delete it",
    ]
    assert lines[4:6] == ["  … and 9 more", "60 times:"]
    assert {line for line in lines if line.startswith("remark")} == {
        "remark: keys that are not ours, and that nothing is done with (120 times): sidebar_position (60), menu (60)",
        "remark: markup of another program, left out (60 times): {{< figure >}} (60)",
        "remark: pictures can't be shown; say in words what they show (60 times): a.png (60)",
        "remark: links to what is no entry in this folder: only the words are shown (60 times): gone.md (60)",
    }
    assert len(list(problem_lines(reading, "en", is_full=True))) > 72


def test_what_differs_between_remarks_is_named_as_far_as_two_lines_hold_it(folder):
    for number in range(12):
        path = f"beelden/{'map/' * 12}tekening-{number}.png"
        folder.save(f"nl/faq/{number}.md", title=f"Vraag {number}", body=f"Tekst. ![Wat er op staat]({path})")

    (line,) = remark_lines(remarks(read_folder(folder.root, day=DAY), DAY), "en", is_full=False)

    assert "…/map/map/map/map/map/map/tekening-0.png, " in line
    assert line.endswith(", … and 10 more")
    assert len(line) < 200


def test_many_kinds_of_problems_have_one_place_each(folder):
    fronts = (
        "certainty: x",
        "checked: x",
        "hidden: x",
        "asks: [a, a]",
        "topics: [X]",
        "sources: [x]",
        "titel2: x\nask: y",
    )
    for number in range(3):
        for kind, front in enumerate(fronts):
            folder.write(f"nl/faq/{kind}-{number}.md", f"---\ntitle: Vraag {kind} {number}\n{front}\n---\nTekst.")

    lines = list(problem_lines(read_folder(folder.root, day=DAY), "en", is_full=False))

    assert len(lines) == 3 * sum(not line.startswith(" ") for line in lines)
    assert len(lines) <= 24
