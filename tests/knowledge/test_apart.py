"""A process of ours is gone when nobody waits for it: cancelled, out of time, or with its parent killed."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from knowledge.apart import environment, run_apart
from tests.bot_process import has_ended

ROOT = Path(__file__).parents[2]
# Tells who it is, then waits for long.
WAITS = """
import os, time
from knowledge.apart import end_with_parent
end_with_parent()
with open(os.environ["TOLD"] + ".new", "w") as file:
    file.write(str(os.getpid()))
os.rename(os.environ["TOLD"] + ".new", os.environ["TOLD"])
time.sleep(60)
"""
PARENT = """
import asyncio, os
from knowledge.apart import run_apart
asyncio.run(run_apart("waits", b"", time_s=60, own={"TOLD": os.environ["TOLD"]}))
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the process writes its number."""
    (tmp_path / "waits.py").write_text(WAITS)
    (tmp_path / "upper.py").write_text(
        "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().upper()); sys.exit(3)"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "told"


async def number_in(told: Path) -> int:
    for _ in range(600):
        if number := _read(told):
            return number
        await asyncio.sleep(0.05)
    raise AssertionError("the process did not begin")


def _read(told: Path) -> int:
    return int(told.read_text()) if told.exists() else 0


async def ends(number: int) -> bool:
    for _ in range(200):
        if has_ended(number):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_what_it_writes_and_how_it_ends_is_returned(told: Path) -> None:
    ran = await run_apart("upper", b"mag dat?", time_s=60)

    assert (ran.code, ran.output) == (3, b"MAG DAT?")


async def test_process_is_killed_when_whoever_waits_is_cancelled(told: Path) -> None:
    waiting = asyncio.create_task(run_apart("waits", b"", time_s=60, own={"TOLD": str(told)}))
    number = await number_in(told)

    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert has_ended(number)


async def test_process_that_takes_too_long_is_killed(told: Path) -> None:
    number = asyncio.create_task(number_in(told))

    with pytest.raises(TimeoutError):
        await run_apart("waits", b"", time_s=5, own={"TOLD": str(told)})

    assert has_ended(await number)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells a process nothing of its parent's end")
async def test_process_ends_with_a_parent_that_was_killed(told: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT),
        cwd=ROOT,
        env={**os.environ, "TOLD": str(told), "PYTHONPATH": f"{ROOT}{os.pathsep}{told.parent}"},
    )
    number = await number_in(told)

    parent.send_signal(signal.SIGKILL)
    await parent.wait()

    assert await ends(number)


def test_process_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    monkeypatch.setenv("DATA_KEY", "also a secret")

    given = environment()

    assert {name: value for name, value in given.items() if "secret" in value} == {}
    assert (given["PATH"], given["ORT_DISABLE_TELEMETRY"]) == (os.environ["PATH"], "1")
