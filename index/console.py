"""What the faces share: questions a line, and what is said while many texts are read."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.embedding import Progress

if TYPE_CHECKING:  # rich takes a while to import: not before something is to be shown with it
    from rich.console import Console

MAX_LINE = 4096  # characters of a question; the rest is not read
SAID_S = 15.0  # from one line of the log to the next while passages are read
WIDTH = 100  # characters a line where the output is no terminal


def for_people() -> "Console":
    """Standard output at the terminal's width; elsewhere at one that is easy to read."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)


def lines(*, max_chars: int = MAX_LINE) -> Iterator[str]:
    """Questions from standard input, empty lines left out; bytes that are no UTF-8 are replaced, never fatal."""
    for line in sys.stdin.buffer:
        if text := line.decode("utf-8", "replace").strip()[:max_chars]:
            yield text


def progress_log(say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> Progress:
    """What is left, said seldom, for logs; a start that takes less than SAID_S says nothing."""
    said_s = clock()

    def progress(done: int, total: int) -> None:
        nonlocal said_s
        if clock() - said_s >= SAID_S:
            said_s = clock()
            say(f"{total - done} of {total} passages are still to be read by the encoder")

    return progress


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on standard error while knowledge is read and embedded; none where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("kennis inlezen", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress
