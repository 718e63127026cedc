"""Figures a week, worked out from questions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rooms.statistics.figures import Asked, Figures, Result, Week, figures_of, main_topics, since, table
from index.answer import Outcome
from knowledge.folder import read_folder
from tests.conftest import Folder

DAY = date(2026, 11, 24)  # a Tuesday
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ANSWERED = Asked(NOW, Outcome.ANSWERED, False, "faq/a", None, 30.0)
TOPICS = {"faq/a": "T001", "faq/b": "T002"}


def week(asked: list[Asked]) -> Week:
    return figures_of(asked, TOPICS, day=DAY, weeks=1).weeks[0]


def test_week_counts_what_came_of_its_questions() -> None:
    asked = [
        replace(ANSWERED, took_ms=10.0, is_good=True),
        replace(ANSWERED, took_ms=20.0, is_good=False),
        replace(ANSWERED, took_ms=30.0, outcome=Outcome.UNSURE, entry="faq/b", is_good=True),
        replace(ANSWERED, took_ms=40.0, outcome=Outcome.UNSURE, entry=None),
        replace(ANSWERED, took_ms=35.0, outcome=Outcome.LIKELY),
        replace(ANSWERED, took_ms=50.0, outcome=Outcome.UNKNOWN, entry=None),
        replace(ANSWERED, took_ms=60.0, outcome=Outcome.UNKNOWN, entry=None, off_topic=True),
    ]

    assert week(asked) == Week(MONDAY, (2, 1, 2, 1, 1), 0, 2, 1, 35.0, 57.0, (("T001", 3), ("T002", 1)))


def test_entry_that_is_opened_from_a_menu_is_no_question() -> None:
    """It took no time to find, and would make answers look faster than they are; what somebody thought of it counts."""
    opened = replace(ANSWERED, took_ms=0.0, is_good=True)

    assert week([ANSWERED, opened]) == Week(MONDAY, (1, 0, 0, 0, 0), 1, 1, 0, 30.0, 30.0, (("T001", 1),))


def test_week_without_questions_has_no_times() -> None:
    assert week([]) == Week(MONDAY, (0, 0, 0, 0, 0), 0, 0, 0, None, None, ())


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2026-11-22T22:59:59+00:00", [1, 0], id="Sunday, a second before midnight in Amsterdam"),
        pytest.param("2026-11-22T23:00:00+00:00", [0, 1], id="Monday in Amsterdam, Sunday in UTC"),
        pytest.param("2026-11-15T22:59:59+00:00", [0, 0], id="before the first week"),
        pytest.param("2026-11-30T08:00:00+00:00", [0, 0], id="after the last, as by a clock that was wrong"),
    ],
)
def test_weeks_begin_on_monday_in_amsterdam(at: str, expected: list[int]) -> None:
    asked = replace(ANSWERED, at=datetime.fromisoformat(at))

    figures = figures_of([asked], TOPICS, day=DAY, weeks=2)

    assert [one.questions for one in figures.weeks] == expected


def test_weeks_are_whole_where_the_clock_is_changed() -> None:
    """The last Sunday of October has 25 hours."""
    begin = since(DAY, 5)

    assert begin.astimezone(UTC) == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert since(DAY, 6).astimezone(UTC) == begin.astimezone(UTC) - timedelta(days=7, hours=1)


def test_total_is_that_of_the_weeks() -> None:
    asked = [replace(ANSWERED, is_good=True), replace(ANSWERED, at=NOW - timedelta(weeks=1), entry="faq/b")]

    figures = figures_of(asked, TOPICS, day=DAY)

    assert (len(figures.weeks), figures.questions, figures.of(Result.ANSWERED), figures.judged, figures.topics) == (
        12,
        2,
        2,
        (1, 0),
        (("T001", 1), ("T002", 1)),
    )


@pytest.mark.parametrize(
    ("back", "shown"),
    [(0, 4), (3, 4), (4, 5), (11, 12), (12, 4)],
    ids=["this week", "3 ago", "4 ago", "11 ago", "never"],
)
def test_weeks_before_anybody_asked_can_be_left_out(back: int, shown: int) -> None:
    figures = figures_of([replace(ANSWERED, at=NOW - timedelta(weeks=back))], TOPICS, day=DAY)

    assert figures.less_idle_begin(4) == Figures(figures.weeks[-shown:])


def test_entry_counts_for_the_topic_that_it_is_about_first_of_all(folder: Folder) -> None:
    folder.save("nl/faq/a.md", topics=["T031", "T015"])
    folder.save("nl/faq/b.md")

    assert main_topics(read_folder(folder.root).entries) == {"faq/a": "T031"}


def test_table_has_a_row_a_week_and_a_column_a_topic() -> None:
    asked = [ANSWERED, replace(ANSWERED, at=NOW - timedelta(weeks=48), entry="faq/b", is_good=False, took_ms=41.6)]
    both = figures_of(asked, TOPICS, day=DAY, weeks=49).weeks
    figures = Figures((both[0], both[-1]))

    assert table(figures).splitlines() == [
        "monday,week,questions,answered,likely,unsure,unknown,off_topic,opened,good,bad,median_ms,p95_ms,"
        "T001 verschil met de gewone overgang,T002 verschil tussen leerlijn en leerroute",
        "2025-12-22,2025-W52,1,1,0,0,0,0,0,0,1,42,42,0,1",
        "2026-11-23,2026-W48,1,1,0,0,0,0,0,0,0,30,30,1,0",
    ]
