"""The bot as a process of its own, killed, told to stop, and with its key, its folders and its clock tampered with."""

import asyncio
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient

from bot.records.people import KEY_FILE
from tests.bot_api import BotApi, Trouble
from tests.bot_process import BotProcess, MovedClock, free_port, has_ended, small_knowledge

ADMIN = 900
SIGNING = "Wie tekent de samenwerkingsovereenkomst?"
REGISTERING = "Waar melden we een doorlopende leerroute?"
KEY = "een sleutel die niemand raadt"

# What a process of Python runs first where it is on PYTHONPATH: the one that reads documents, or draws, tells its number and
# then takes its time.
SLOW = """
import os, sys, time
if any(name in sys.orig_argv for name in ("knowledge.documents.process", "bot.rooms.statistics.charts")):
    from knowledge.apart import end_with_parent
    end_with_parent()
    with open(os.path.join(os.path.dirname(__file__), "number.new"), "w") as file:
        file.write(str(os.getpid()))
    os.rename(file.name, file.name.removesuffix(".new"))
    time.sleep(120)
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_knowledge(tmp_path_factory.mktemp("knowledge"))


@pytest.fixture
async def bot(knowledge: Path, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Not started yet."""
    async with BotApi() as telegram:
        made = BotProcess(telegram, knowledge, tmp_path / "var", ADMIN_IDS=str(ADMIN))
        yield made
        await made.kill()
        assert "Traceback" not in made.log


@pytest.fixture
async def served(bot: BotProcess) -> str:
    """Where a bot that is not started yet will tell how it is."""
    with free_port() as port:
        bot.environment["PORT"] = str(port)
    return f"http://127.0.0.1:{port}/health"


async def health(url: str) -> Any:
    response = await AsyncHTTPClient().fetch(url, raise_error=False, request_timeout=60)
    return json.loads(response.body)


async def ended(bot: BotProcess) -> int:
    """The exit status of a bot that ends by itself."""
    await bot.launch()
    return await bot.ended(60)


# --- keys


async def test_start_with_a_wrong_key_is_refused_and_with_the_right_one_nobody_was_forgotten(bot: BotProcess) -> None:
    """174 of 174 who waited were given up, and with the right key too nobody answered them."""
    telegram, askers = bot.telegram, [bot.telegram.person(at) for at in range(1, 9)]
    bot.environment["DATA_KEY"] = KEY
    await bot.start()
    lost = telegram.fail(Trouble.LOST, "sendMessage", times=999)
    for asker in askers:
        asker.says(SIGNING)
    await telegram.until(lambda: lost.met and not telegram.pending, 30)
    await bot.kill()
    lost.left = 0
    bot.environment["DATA_KEY"] = "een heel andere sleutel"

    codes = [await ended(bot), await ended(bot)]

    assert codes == [2, 2]
    assert "is sealed with another key, and nothing was changed; put back the DATA_KEY" in bot.log
    bot.environment["DATA_KEY"] = KEY
    await bot.start()
    await telegram.until(lambda: all(asker.replies for asker in askers), 60)


async def test_start_without_the_key_that_was_made_is_refused_and_makes_no_other(bot: BotProcess) -> None:
    await bot.start()
    await bot.kill()
    kept = (bot.var / KEY_FILE).rename(bot.var.parent / "kept")

    code = await ended(bot)

    assert (code, (bot.var / KEY_FILE).exists()) == (2, False)
    assert f"{bot.var / KEY_FILE} is not there and DATA_KEY is not set; set DATA_KEY as the bot had it" in bot.log
    kept.rename(bot.var / KEY_FILE)
    await bot.start()


# --- restarts


async def test_crowd_that_waits_is_given_up_by_no_number_of_restarts(bot: BotProcess) -> None:
    """Each restart counted as a try of all that had been begun, which was all of them."""
    telegram, askers = bot.telegram, [bot.telegram.person(at) for at in range(1, 61)]
    await bot.start()
    lost = telegram.fail(Trouble.LOST, "sendMessage", times=9999)
    for asker in askers:
        asker.says(SIGNING)
    await telegram.until(lambda: lost.met and not telegram.pending, 30)
    for life in range(1, 8):
        await bot.kill()
        await bot.launch()
        await telegram.until(lambda life=life: bot.log.count("were left by a process that ended") >= life, 60)
        await asyncio.sleep(0.3)
    await bot.kill()
    lost.left = 0

    await bot.start()

    await telegram.until(lambda: all(asker.replies for asker in askers), 60)
    assert "given up" not in bot.log


# --- folders


async def test_second_process_answers_nobody_twice_though_somebody_tidies_up(bot: BotProcess, knowledge: Path) -> None:
    """Without its file in VAR_DIR/running a process counted as dead; 68 of 120 were answered by both."""
    telegram, running = bot.telegram, bot.var / "running"
    askers = [telegram.person(at) for at in range(1, 13)]
    other = BotProcess(telegram, knowledge, bot.var)
    await bot.start()

    async def tidy() -> None:
        while True:
            shutil.rmtree(running, ignore_errors=True)
            await asyncio.sleep(0.2)

    tidying = asyncio.create_task(tidy())
    try:
        telegram.fail(Trouble.SLOW, "sendMessage", times=len(askers), delay_s=8)
        for asker in askers:
            asker.says(SIGNING)
        await telegram.until(lambda: not telegram.pending, 30)
        await other.launch()

        await telegram.until(lambda: "answering as" in other.log and all(asker.replies for asker in askers), 60)
        await asyncio.sleep(5)

        assert [len(asker.replies) for asker in askers] == [1] * len(askers)
        assert "were left by a process" not in other.log
    finally:
        tidying.cancel()
        await other.kill()


async def test_folder_of_signs_of_life_is_made_again(bot: BotProcess, served: str) -> None:
    await bot.start()
    shutil.rmtree(bot.var / "running")

    await bot.telegram.until(lambda: list((bot.var / "running").glob("*.lock")), 30)

    asker = bot.telegram.person(7)
    asker.says(SIGNING)
    await bot.telegram.answers(asker, timeout_s=30)
    assert (await health(served))["status"] == "ok"


async def test_records_that_are_gone_while_the_bot_runs_are_told(bot: BotProcess, served: str) -> None:
    """SQLite writes on into what nobody finds again, and /health said ok."""
    await bot.start()
    before = await health(served)
    shutil.rmtree(bot.var)

    report = await health(served)

    assert before["status"] == "ok"
    assert (report["status"], report["links"]["database"]) == (
        "failing",
        {"ok": False, "why": "RemovedError", "ago_s": 0.0},
    )
    await bot.telegram.until(lambda: "was removed or replaced while the bot runs" in bot.log, 30)
    assert not bot.var.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
async def test_nobody_else_may_read_what_the_bot_keeps(bot: BotProcess) -> None:
    """Also in a folder that an earlier version made for everybody to look into."""
    bot.var.mkdir(mode=0o755)
    (bot.var / "cache.db").touch(0o644)
    before = os.umask(0o022)
    try:
        await bot.start()
    finally:
        os.umask(before)
    asker = bot.telegram.person(7)
    asker.says(SIGNING)
    await bot.telegram.answers(asker, timeout_s=30)

    open_to_others = {
        str(path): f"{path.stat().st_mode & 0o777:o}"
        for path in (bot.var, *bot.var.rglob("*"))
        if path.stat().st_mode & 0o077
    }

    assert open_to_others == {}


# --- the clock


async def test_clock_that_is_a_year_ahead_has_nothing_erased(knowledge: Path, tmp_path: Path) -> None:
    """Telegram's answers say what time it is, and all that was kept was a year too old by the machine's clock."""
    clock = MovedClock(tmp_path / "clock", datetime.now(UTC))
    async with BotApi() as telegram:
        bot = BotProcess(telegram, knowledge, tmp_path / "var", clock=clock, MOVED_WITNESS="telegram")
        with free_port() as port:
            bot.environment["PORT"] = str(port)
        await bot.start()
        asker = telegram.person(7)
        asker.says(SIGNING)
        await telegram.answers(asker, timeout_s=30)
        try:
            clock.set(datetime.now(UTC) + timedelta(days=400))
            await asyncio.sleep(2)
            clock.set(datetime.now(UTC) + timedelta(days=400, minutes=5))
            await asyncio.sleep(3)

            kept = questions_in(bot.var)
            report = await health(f"http://127.0.0.1:{port}/health")

            assert kept == 1
            assert report["links"]["clock"] == {
                "ok": False,
                "why": "400 days ahead of Telegram's: nothing is erased or said by itself",
                "ago_s": 0.0,
            }
        finally:
            await bot.kill()


def questions_in(var: Path) -> int:
    with closing(sqlite3.connect(var / "records.db")) as connection:
        [(count,)] = connection.execute("select count(*) from questions").fetchall()
        return int(count)


# --- processes beside


@pytest.fixture
async def slow(bot: BotProcess, tmp_path: Path) -> Path:
    """Where a process that reads documents, or draws, writes its number before it takes its time."""
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "sitecustomize.py").write_text(SLOW)
    bot.environment["PYTHONPATH"] = str(tmp_path / "first")
    return tmp_path / "first" / "number"


async def begun(bot: BotProcess, what: str, number: Path) -> int:
    """The number of a process that the bot has begun and waits for."""
    telegram, admin = bot.telegram, bot.telegram.person(ADMIN)
    await bot.start()
    if what == "a document":
        admin.sends_document(name="vragen.html", content=b"<html><h1>Wie?</h1><p>Wij.</p></html>")
    else:
        for at in range(10):
            admin.says(SIGNING)
            await telegram.answers(admin, at + 1, timeout_s=30)
        admin.says("/statistiek")
    return await telegram.until(lambda: number_in(number), 60)


def number_in(path: Path) -> int:
    """0 where there is none yet."""
    return int(path.read_text()) if path.exists() else 0


async def ends(number: int) -> bool:
    """Whether a process has ended within five seconds."""
    for _ in range(100):
        if has_ended(number):
            return True
        await asyncio.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("what", ["a document", "a picture"])
async def test_bot_stops_in_time_while_another_process_works_for_it(bot: BotProcess, what: str, slow: Path) -> None:
    """It took 27.9 s of the ten that are promised."""
    number = await begun(bot, what, slow)

    status, took_s = await bot.stop()

    assert (status, took_s < 10, await ends(number)) == (0, True, True)


async def test_what_takes_its_time_is_shown_to_come(bot: BotProcess, slow: Path) -> None:
    await begun(bot, "a picture", slow)

    chat = bot.telegram.person(ADMIN).chat
    assert set(await bot.telegram.until(lambda: chat.actions, 10)) == {"typing"}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("what", ["a document", "a picture"])
async def test_bot_that_is_killed_leaves_no_process_behind(bot: BotProcess, what: str, slow: Path) -> None:
    number = await begun(bot, what, slow)

    await bot.kill()

    assert await ends(number)
