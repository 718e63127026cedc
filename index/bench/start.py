"""What a start costs, and what a process holds after it and after edits; in processes of their own, whose memory is their own."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

FLAGSHIP = "Mogen we samenwerken zonder gemelde route?"
EDITS = 200  # more than what is laid anew behind
_ASKS = """
import sys
from index.__main__ import main
main(["ask", "--json", sys.argv[1]])
from index.bench.start import held_mb
print(held_mb())
"""
_EDITS = """
import asyncio, sys
from index.bench import start as bench_start
asyncio.run(bench_start.edited(sys.argv[1], int(sys.argv[2])))
"""


@dataclass(frozen=True, slots=True)
class Start:
    """Of `python -m index ask`, from nothing but what VAR_DIR holds."""

    answered_s: float  # from the start of the process
    held_mb: float  # resident set once it has answered


def first_answer(var: str, folder: str = "", text: str = FLAGSHIP) -> Start:
    """The first answer from a folder, empty: the one that ships."""
    started = time.perf_counter()
    answer, held = _told(_ASKS, var, folder, text)
    spent = time.perf_counter() - started
    if not folder and json.loads(answer)["outcome"] != "answered":
        raise RuntimeError(f"the first answer was {answer}")
    return Start(spent, float(held))


def held_after_edits(var: str, folder: str) -> float:
    """Resident set in MB of a process that has served so many edits of a generated folder."""
    return float(_told(_EDITS, var, folder, folder, str(EDITS))[-1])


async def edited(folder: str, edits: int) -> None:
    """Serve the folder of the settings while it is edited, and print what is held then."""
    from index import memory
    from index.answer import Question
    from index.bench import entries as bench_entries
    from index.opening import open_retriever
    from index.settings import IndexSettings

    opened = await open_retriever(IndexSettings.read())
    retriever = opened.retriever
    for number in range(edits):
        edited = bench_entries.edit(Path(folder), number)
        await retriever.refresh(opened.reader.read(paths=[edited]))
        await retriever.ask(Question(FLAGSHIP))
    memory.give_back()
    print(held_mb())
    await retriever.close()


def held_mb() -> float:
    """Resident set of this process now; Linux alone tells."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def most_held_mb() -> float:
    """Resident set of this process at most until now; what getrusage tells is that of the program that started it too."""
    told = Path("/proc/self/status").read_text("ascii").partition("VmHWM:")[2].split()
    return int(told[0]) * 1024 / 1e6


def _told(code: str, var: str, folder: str, *given: str) -> list[str]:
    """The lines that some code prints in a process of its own, which knows of nothing but these two folders."""
    environment = {"VAR_DIR": var, "PATH": "", "OMP_NUM_THREADS": "1", **({"KNOWLEDGE_DIR": folder} if folder else {})}
    found = subprocess.run(  # noqa: S603, our own code
        [sys.executable, "-c", code, *given], env=environment, capture_output=True, text=True, check=True
    )
    return found.stdout.splitlines()
