"""A call that another core makes meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

Result = TypeVar("Result")


class Ahead:
    """Makes one call at a time in a thread of its own; worth it for calls that let go of Python's lock at once.

    It doesn't outlive a fork: in the new process that thread is missing, and would be waited for.
    """

    def __init__(self) -> None:
        self._pool = _pool()
        self._last: Future[Any] | None = None

    def begin(self, call: Callable[[], Result]) -> Callable[[], Result]:
        """What waits for the call's result, once that has begun; the call itself while another one is being made, or no thread can be had."""
        if self._last is not None and not self._last.done():
            return call
        begun = Lock()
        begun.acquire()

        def made() -> Result:
            begun.release()
            return call()

        try:
            found = self._pool.submit(made)
        except RuntimeError:  # no thread can be had, or the program ends
            self._pool = _pool()  # the call stands in the other's queue
            return call
        begun.acquire()  # else the other thread waits for Python's lock until this one lets go of it, up to 5 ms later
        self._last = found
        return found.result


def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="ahead")
