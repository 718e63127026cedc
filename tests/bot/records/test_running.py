import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bot.records.running import LEASE_S, Running

HOLD = """
import sys, time
from pathlib import Path
from bot.records.running import Running
print(Running(Path(sys.argv[1])).owner, flush=True)
time.sleep(60)
"""


@pytest.fixture(params=[pytest.param(True, id="lock"), pytest.param(False, id="lease")])
def can_lock(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_process_counts_as_alive_until_it_ends(tmp_path: Path, can_lock: bool) -> None:
    one, other = (Running(tmp_path / "running", can_lock=can_lock) for _ in range(2))
    during = one.is_alive(other.owner), other.is_alive(one.owner), one.is_alive(one.owner)

    other.end()

    assert (during, one.is_alive(other.owner), one.is_alive("never heard of")) == ((True, True, True), None, None)
    assert (tmp_path / "running" / f"{one.owner}.lock").exists() == can_lock
    one.end()
    assert list((tmp_path / "running").iterdir()) == []


def test_killed_process_is_dead_at_once_and_its_file_is_swept(tmp_path: Path) -> None:
    mine = Running(tmp_path)
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    owner = process.stdout.readline().strip()
    mine.sweep()
    before = mine.is_alive(owner)

    process.kill()
    process.communicate()

    assert (before, mine.is_alive(owner)) == (True, False)
    mine.sweep()
    assert [path.stem for path in tmp_path.iterdir()] == [mine.owner]
    mine.end()


def test_lease_without_a_sign_of_life_runs_out(tmp_path: Path) -> None:
    one, other = (Running(tmp_path, can_lock=False) for _ in range(2))
    long_ago_s = time.time() - LEASE_S - 1
    os.utime(tmp_path / f"{other.owner}.lease", (long_ago_s, long_ago_s))
    late = one.is_alive(other.owner)

    other.beat()

    assert (late, one.is_alive(other.owner)) == (False, True)
    for running in (one, other):
        running.end()


def test_process_whose_folder_was_tidied_away_makes_another(tmp_path: Path, can_lock: bool) -> None:
    """The sign of life failed, and with it ended all that watches the inbox."""
    folder = tmp_path / "running"
    one, other = (Running(folder, can_lock=can_lock) for _ in range(2))
    shutil.rmtree(folder)
    between = one.is_alive(other.owner)

    other.beat()
    one.beat()

    assert (between, one.is_alive(other.owner), other.is_alive(one.owner)) == (None, True, True)
    assert folder.stat().st_mode & 0o777 == 0o700
    for running in (one, other):
        running.end()


def test_folder_that_is_tidied_away_while_it_is_swept_ends_nothing(tmp_path: Path) -> None:
    """The search for files ended in FileNotFoundError, all that watches the inbox with it, and /health said failing."""
    folder, done = tmp_path / "running", threading.Event()
    running = Running(folder)

    def tidy() -> None:
        while not done.is_set():
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(FileExistsError):
                folder.mkdir()

    tidying = threading.Thread(target=tidy)
    tidying.start()
    try:
        for _ in range(2000):
            running.sweep()
    finally:
        done.set()
        tidying.join()
        running.end()


def test_folder_in_which_all_of_it_lay_is_not_made_again(tmp_path: Path, can_lock: bool) -> None:
    """A disk that was unmounted: what is put in its place hides it when it comes back."""
    running = Running(tmp_path / "var" / "running", can_lock=can_lock)
    shutil.rmtree(tmp_path / "var")

    with pytest.raises(FileNotFoundError):
        running.beat()

    assert list(tmp_path.iterdir()) == []
    running.end()


def test_process_whose_file_was_tidied_away_makes_another(tmp_path: Path, can_lock: bool) -> None:
    one, other = (Running(tmp_path, can_lock=can_lock) for _ in range(2))
    for path in tmp_path.glob(f"{other.owner}.*"):
        path.unlink()

    other.beat()

    assert one.is_alive(other.owner)
    for running in (one, other):
        running.end()
