"""`python -m bot` with a site, as a process of its own."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.bot_process import START_S, free_port
from tests.nursery import Forked


@contextmanager
def running(folder: Path, knowledge: Path | None = None, **settings: str) -> Iterator[tuple[str, Forked]]:
    """(its address, the process), once the knowledge has been read; knowledge None: what ships. It logs to folder / "log"."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    with free_port() as port:
        own = {"WEB": "on", "PORT": str(port), "VAR_DIR": str(folder / "var")}
        own |= {"KNOWLEDGE_DIR": str(knowledge)} if knowledge else {}
        process = Forked("bot", kept | own | settings, folder / "log")
        try:
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _wait(address: str, process: Forked) -> None:
    until_s = time.monotonic() + START_S
    while True:
        try:
            read(f"{address}/nl/")
            return
        except URLError:  # not bound yet, or still reading
            assert process.poll() is None, "the site ended while it started"
            assert time.monotonic() < until_s, "the site did not open"
            time.sleep(0.2)


def read(address: str) -> str:
    with urlopen(Request(address, headers={"Accept": "*/*"}), timeout=30) as answer:
        return str(answer.read().decode())
