"""What happened in, a page for Prometheus out; nothing in it tells one person from another."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.faces.telegram.faults import Fault
from bot.records.questions import Where
from index.answer import Outcome

LANGS = ("nl", "en")  # any other is counted as "other": people's apps name hundreds, and each would be a series
ANSWER_S = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 15, 60, 600, 3600)
SEARCH_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)
PAGE_S = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1)
RELOAD_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300)


class Metrics:
    """Counts and times, in a registry of its own."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._questions = Counter(
            "verbinder_questions", "Questions, by how they ended", ["outcome", "lang", "where"], registry=registry
        )
        self._answer_s = Histogram(
            "verbinder_answer_seconds", "From an update to its reply being sent", buckets=ANSWER_S, registry=registry
        )
        self._search_s = Histogram(
            "verbinder_search_seconds", "Searching for one question", buckets=SEARCH_S, registry=registry
        )
        self._page_s = Histogram(
            "verbinder_page_seconds",
            "Making the page of an answer, once it was found",
            buckets=PAGE_S,
            registry=registry,
        )
        self._reload_s = Histogram(
            "verbinder_reload_seconds", "Reading and indexing the knowledge", buckets=RELOAD_S, registry=registry
        )
        self._entries = Gauge("verbinder_entries", "Entries that are served", registry=registry)
        self._queue = Gauge("verbinder_queue_length", "Updates taken and not answered yet", registry=registry)
        self._faults = Counter("verbinder_faults", "Trouble with Telegram, by its name", ["fault"], registry=registry)
        for fault in Fault:
            self._faults.labels(fault)  # there from the start, so that the first one is an increase
        ProcessCollector(registry=registry)  # memory and processor time; no versions

    def asked(self, outcome: Outcome, lang: str, where: Where) -> None:
        """A question got its outcome."""
        self._questions.labels(outcome, lang if lang in LANGS else "other", where).inc()

    def answered(self, took_s: float) -> None:
        """From the update's arrival to its reply being sent."""
        self._answer_s.observe(took_s)

    def searched(self, took_s: float) -> None:
        """One question was looked up."""
        self._search_s.observe(took_s)

    def paged(self, took_s: float) -> None:
        """The page of an answer was made, once that was found."""
        self._page_s.observe(took_s)

    def reloaded(self, took_s: float, entries: int) -> None:
        """The knowledge was read and indexed, and that many entries are served now."""
        self._reload_s.observe(took_s)
        self._entries.set(entries)

    def failed(self, fault: Fault) -> None:
        """Telegram, or the way to it, made trouble."""
        self._faults.labels(fault).inc()

    def watch_queue(self, length: Callable[[], int]) -> None:
        """length is asked for each page: updates taken and not answered yet."""
        self._queue.set_function(length)

    def page(self) -> tuple[bytes, str]:
        """The page, and its content type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST
