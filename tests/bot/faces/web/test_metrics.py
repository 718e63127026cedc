"""What is counted is on the page, by names that Prometheus takes, and nobody's name is."""

import re

from prometheus_client.parser import text_string_to_metric_families

from bot.faces.telegram.faults import Fault
from bot.faces.web.metrics import Metrics
from bot.records.questions import Where
from index.answer import Outcome


def samples(metrics: Metrics) -> dict[str, float]:
    """Each line of the page that is ours: what it counts → the number, less when a counter was made."""
    text = metrics.page()[0].decode()
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line.startswith("verbinder_") and "_created" not in line
    }


def test_questions_are_counted_by_outcome_language_and_place() -> None:
    metrics = Metrics()

    metrics.asked(Outcome.ANSWERED, "nl", Where.PRIVATE)
    metrics.asked(Outcome.ANSWERED, "nl", Where.PRIVATE)
    metrics.asked(Outcome.UNKNOWN, "en", Where.INLINE)
    metrics.asked(Outcome.UNSURE, "pt-br", Where.GROUP)

    assert {name: value for name, value in samples(metrics).items() if "questions" in name} == {
        'verbinder_questions_total{lang="nl",outcome="answered",where="private"}': 2,
        'verbinder_questions_total{lang="en",outcome="unknown",where="inline"}': 1,
        'verbinder_questions_total{lang="other",outcome="unsure",where="group"}': 1,
    }


def test_languages_that_apps_make_up_are_one_series() -> None:
    metrics = Metrics()

    for number in range(500):
        metrics.asked(Outcome.ANSWERED, f"x{number}", Where.PRIVATE)

    assert [value for name, value in samples(metrics).items() if "questions" in name] == [500]


def test_times_are_counted_and_summed() -> None:
    metrics = Metrics()

    metrics.answered(0.25)
    metrics.answered(0.5)
    metrics.searched(0.004)
    metrics.paged(0.002)
    metrics.reloaded(1.5, 212)

    found = samples(metrics)
    assert {
        name: found[name]
        for name in (
            "verbinder_answer_seconds_count",
            "verbinder_answer_seconds_sum",
            "verbinder_search_seconds_sum",
            "verbinder_page_seconds_sum",
            "verbinder_reload_seconds_sum",
            "verbinder_entries",
        )
    } == {
        "verbinder_answer_seconds_count": 2,
        "verbinder_answer_seconds_sum": 0.75,
        "verbinder_search_seconds_sum": 0.004,
        "verbinder_page_seconds_sum": 0.002,
        "verbinder_reload_seconds_sum": 1.5,
        "verbinder_entries": 212,
    }


def test_the_queue_is_measured_for_each_page() -> None:
    metrics, queue = Metrics(), [1, 2, 3]
    metrics.watch_queue(lambda: len(queue))

    before = samples(metrics)["verbinder_queue_length"]
    queue.clear()

    assert (before, samples(metrics)["verbinder_queue_length"]) == (3, 0)


def test_every_fault_is_on_the_page_from_the_start() -> None:
    metrics = Metrics()

    metrics.failed(Fault.FLOOD)

    found = {name: value for name, value in samples(metrics).items() if "faults" in name}
    assert found == {f'verbinder_faults_total{{fault="{fault}"}}': float(fault is Fault.FLOOD) for fault in Fault}


def test_two_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()

    one.reloaded(1.0, 5)

    assert (samples(one)["verbinder_entries"], samples(other)["verbinder_entries"]) == (5, 0)


def test_prometheus_reads_the_page() -> None:
    page, content_type = Metrics().page()

    families = {family.name for family in text_string_to_metric_families(page.decode())}

    assert content_type.startswith("text/plain; version=")
    assert families >= {"verbinder_questions", "verbinder_faults", "verbinder_queue_length", "verbinder_entries"}


def test_no_label_speaks_of_people_or_of_what_they_ask() -> None:
    metrics = Metrics()
    metrics.asked(Outcome.ANSWERED, "nl", Where.PRIVATE)
    metrics.failed(Fault.OTHER)

    labels = set(re.findall(r'[{,](\w+)="', metrics.page()[0].decode()))

    assert labels == {"outcome", "lang", "where", "fault", "le"}
