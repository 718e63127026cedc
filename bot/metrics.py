"""What happened in, a page for Prometheus out; nothing in it tells one person from another."""

from collections.abc import Callable

from bot.faults import Fault
from index.answer import Outcome


class Metrics:
    """Counts and times, in a registry of its own."""

    def asked(self, outcome: Outcome, lang: str, where: str) -> None:
        """A question got its outcome; where: "private", "group", "inline"."""
        raise NotImplementedError

    def answered(self, took_s: float) -> None:
        """From the update's arrival to its reply being sent."""
        raise NotImplementedError

    def searched(self, took_s: float) -> None:
        raise NotImplementedError

    def reloaded(self, took_s: float, entries: int) -> None:
        """The knowledge was read and indexed, and that many entries are served now."""
        raise NotImplementedError

    def failed(self, fault: Fault) -> None:
        raise NotImplementedError

    def watch_queue(self, length: Callable[[], int]) -> None:
        """length is asked for each page: updates taken and not answered yet."""
        raise NotImplementedError

    def page(self) -> tuple[bytes, str]:
        """The page, and its content type."""
        raise NotImplementedError
