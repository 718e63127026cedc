import threading
from functools import partial

import pytest

from index.ahead import Ahead


def test_a_call_begun_ahead_is_made_in_another_thread() -> None:
    made_in = Ahead().begin(threading.current_thread)

    assert made_in() is not threading.current_thread()


def test_a_call_has_begun_before_its_caller_goes_on() -> None:
    begun: list[int] = []

    Ahead().begin(partial(begun.append, 1))()

    assert begun == [1]


def test_nothing_waits_behind_a_call_that_nobody_waits_for() -> None:
    ahead, go = Ahead(), threading.Event()
    first = ahead.begin(partial(go.wait, 10))

    second = ahead.begin(threading.current_thread)

    assert second() is threading.current_thread()
    go.set()
    assert first()
    assert ahead.begin(threading.current_thread)() is not threading.current_thread()


def test_a_call_for_which_no_thread_can_be_had_is_made_where_its_result_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A host may allow few; and what was not begun then is not made later, in front of what is begun."""
    ahead, made = Ahead(), list[str]()
    with monkeypatch.context() as full:
        full.setattr(threading.Thread, "start", _full)

        ahead.begin(partial(made.append, "at once"))()

    ahead.begin(partial(made.append, "ahead"))()
    assert made == ["at once", "ahead"]


def test_what_goes_wrong_is_raised_where_the_result_is_wanted() -> None:
    found = Ahead().begin(partial(int, "none"))

    with pytest.raises(ValueError, match="none"):
        found()


def _full(thread: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")
