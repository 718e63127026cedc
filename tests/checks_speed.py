"""`python -m tests.checks_speed` measures how long a 30-page agreement takes, and what others notice of it meanwhile.

The agreement is made of the long ones in tests/agreements, as PDF and as Word file, and is read as one that somebody sends:
in a process of its own, while people ask questions of the same conversation.
"""

import argparse
import asyncio
import os
import re
import sys
import tempfile
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.rooms.checks.checker import At, Checker
from bot.rooms.checks.room import Checks
from index import questions
from index.checking.gold import FOLDER
from index.opening import open_retriever
from index.settings import IndexSettings
from tests.bot.rooms.world import Person, Town
from tests.documents import docx, paragraph, pdf

WORDS, PAGES, CHARS = 12_000, 30, 90  # of the agreement; characters a line of its PDF
TIMES = 3  # that each is looked at
PROMISED_S, OTHERS_MS = 6.0, 150.0  # what is promised: of the agreement, and of 99 in a hundred answers meanwhile
_MARK = re.compile(r"\s*<!--.*?-->")


def lines() -> list[str]:
    """The lines of the agreement, of which there are enough."""
    found, many = list[str](), 0
    for path in sorted(FOLDER.glob("*/lang-*.md")):
        for line in _MARK.sub("", path.read_text("utf-8")).split("\n"):
            if line.strip() and many < WORDS:
                found.append(line.encode("latin-1", "ignore").decode("latin-1"))
                many += len(line.split())
    return found


def as_pdf(found: Sequence[str]) -> bytes:
    rows = [row for line in found for row in textwrap.wrap(line.lstrip("# |"), CHARS)]
    many = -(-len(rows) // PAGES)
    return pdf([[(row, 10) for row in rows[at : at + many]] for at in range(0, len(rows), many)])


def as_word(found: Sequence[str]) -> bytes:
    return docx(*(paragraph(line.lstrip("# "), "Heading1" if line.startswith("#") else "") for line in found))


async def main(arguments: Sequence[str] | None = None) -> int:
    """0 where what is promised is kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.checks_speed", description=__doc__)
    parser.add_argument("--rate", type=float, default=5, help="questions a second meanwhile (5)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        opened = await open_retriever(IndexSettings(var_dir=Path(work)), say=lambda _: None)
        await opened.retriever.ready()
        town = await Town(opened.retriever).open()
        [checker] = [room._checker for room in town.rooms if isinstance(room, Checks)]
        await checker.prepared()
        alone = await _asked(town, options.rate, asyncio.create_task(asyncio.sleep(10)))
        print(f"questions without an agreement: {_said(alone)}")
        found, is_kept = lines(), True
        for name, data in (("sok.pdf", as_pdf(found)), ("sok.docx", as_word(found))):
            begun_s = _processor_s()
            quiet = await _again(checker, data, name)
            each_s = (_processor_s() - begun_s) / TIMES
            spent = ", ".join(f"{one:.1f} s" for one in quiet)
            print(f"{name}, {len(found)} lines, {WORDS:,} words: {spent}; {each_s:.1f} s of processor time each")
            busy = asyncio.create_task(_again(checker, data, name))
            asked = await _asked(town, options.rate, busy)
            spent = ", ".join(f"{one:.1f} s" for one in busy.result())
            print(f"  while {options.rate:g} questions a second are asked: {spent}; the questions: {_said(asked)}")
            is_kept &= min(quiet) <= PROMISED_S and _p99(asked) <= OTHERS_MS
        await town.close()
        await opened.retriever.close()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if is_kept else 1


def _processor_s() -> float:
    """Processor time of this process and of those it ended, which is the same on a busy machine."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


async def _again(checker: Checker, data: bytes, name: str) -> list[float]:
    return [await _timed(checker, data, name) for _ in range(TIMES)]


async def _timed(checker: Checker, data: bytes, name: str) -> float:
    told = list[At]()
    begun_s = time.perf_counter()
    checked = await checker.check(data, name, None, progress=told.append)
    spent_s = time.perf_counter() - begun_s
    if not checked.findings or not told:
        raise RuntimeError("nothing was found, or nothing told meanwhile")
    return spent_s


async def _asked(town: Town, rate: float, until: asyncio.Task[object] | asyncio.Task[list[float]]) -> list[float]:
    """Milliseconds that each question took that was asked until something was done; somebody else asks each time."""
    texts = [one.text for one in questions.load() if one.right]
    asking, number = list[asyncio.Task[float]](), 0
    while not until.done():
        number += 1
        asking.append(asyncio.create_task(_answered(town.person(1000 + number), texts[number * 37 % len(texts)])))
        await asyncio.sleep(1 / rate)
    return list(await asyncio.gather(*asking))


async def _answered(person: Person, text: str) -> float:
    begun_s = time.perf_counter()
    await person.says(text)
    return (time.perf_counter() - begun_s) * 1e3


def _p99(spent: Sequence[float]) -> float:
    return float(np.percentile(spent, 99))


def _said(spent: Sequence[float]) -> str:
    return f"{len(spent)}, median {np.median(spent):.0f} ms, p99 {_p99(spent):.0f} ms, slowest {max(spent):.0f} ms"


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
