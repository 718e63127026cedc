"""A module of ours run in a process of its own: bytes in, bytes out, and nothing of it is left when nobody waits any more.

For what takes long, holds Python's lock, or may be tricked by what it reads. The process is told none of this one's secrets,
and ends with this one, however that ends: by kill -9 too.
"""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from knowledge.quiet import SILENT

ROOT = Path(__file__).parents[1]  # where our packages lie
PARENT = "VERBINDER_PARENT"  # tells the process who started it
KEPT = (
    *("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("VIRTUAL_ENV", "TMPDIR"),
)
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
LOOK_S = 1.0  # between two looks at who the parent is, where the system doesn't tell of its end
PR_SET_PDEATHSIG = 1  # Linux, sys/prctl.h
# The wish to end with the parent outlives the change to another program.
_TIE = "import os, sys; from knowledge.apart import end_with_parent; end_with_parent(); os.execv(sys.argv[1], sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that has ended."""

    code: int  # its exit status; a signal is negative
    output: bytes


async def run_apart(module: str, data: bytes, *, time_s: float, own: Mapping[str, str] | None = None) -> Ran:
    """Run `python -m module` on data. Raises TimeoutError after time_s, and OSError where no process can be started.

    own: what its environment has besides. When this is cancelled the process is killed before it returns.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-B", "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # may hold somebody's words
        env=environment() | dict(own or {}),
        umask=0o077,
    )
    try:
        async with asyncio.timeout(time_s):
            output, _ = await process.communicate(data)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return Ran(process.returncode or 0, output)


def environment() -> dict[str, str]:
    """What such a process is told."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    search = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH", ""))))
    return {**kept, **SILENT, **ONE_THREAD, "PYTHONPATH": search, PARENT: str(os.getpid())}


def end_with_parent() -> None:
    """End this process as soon as the one that started it has ended; nothing where nobody is named as that."""
    parent = int(os.environ.get(PARENT, 0))
    if not parent or sys.platform == "win32":
        return
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()
    if os.getppid() != parent:  # it ended before it could be told of
        os._exit(1)


def tied(command: Sequence[str]) -> list[str]:
    """A command that ends with this process, where the system can see to that."""
    return [sys.executable, "-c", _TIE, *command] if sys.platform == "linux" else [*command]


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    os._exit(1)
