"""Programs of ours as processes of their own that need not import anything: each is forked from a process that has done so.

Most of a start's processor time is importing. Where a test is about the start itself, about what Python loads or about a program
that watches it, it runs Python anew instead.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.imported"])


class Forked:
    """One of them, by the names of subprocess.Popen."""

    def __init__(self, module: str, environment: Mapping[str, str], log: Path) -> None:
        """`python -m module` with this environment; what it prints is added to log."""
        self._process = _FORKS.Process(target=_run, args=(module, dict(environment), str(log)))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None, "it was started"
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit status, less than 0 for the signal that ended it; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Nothing happens where it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout_s: float | None = None) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired."""
        self._process.join(timeout_s)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout_s or 0)
        return self.returncode


def _run(module: str, environment: dict[str, str], log: str) -> None:
    """In the fork: become that program."""
    from tests.imported import SET_BY_IMPORTS

    os.environ.clear()
    os.environ.update(SET_BY_IMPORTS | environment)
    to = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(to, sys.stdout.fileno())
    os.dup2(to, sys.stderr.fileno())
    os.close(to)
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
