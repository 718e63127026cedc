"""Backup, restore and figures beside a bot that runs as a process of its own and is asked one question after another."""

import asyncio
import csv
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.records.people import Keys
from tests.bot_api import BotApi
from tests.bot_process import ROOT, BotProcess, small_knowledge

SIGNING, UNKNOWN = "Wie tekent de samenwerkingsovereenkomst?", "Hoeveel dagen duurt de kampeerweek van de brugklas?"
DATA_KEY = "a key for the bot and its backups alone"
ADMIN = 900


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with BotApi() as telegram:
        made = BotProcess(
            telegram, small_knowledge(tmp_path / "kennis"), tmp_path / "var", DATA_KEY=DATA_KEY, ADMIN_IDS=str(ADMIN)
        )
        yield made
        await made.kill()


async def run(bot: BotProcess, *arguments: str | Path) -> tuple[int, str, str]:
    """(exit status, standard output, standard error) of python -m bot with the settings of the bot."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *map(str, arguments)),
        cwd=ROOT,
        env=bot.environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode or 0, output.decode(), errors.decode()


def asked_by(var: Path, database: str = "records.db") -> dict[str, int]:
    """How many questions each person asked, by pseudonym."""
    with closing(sqlite3.connect(var / database)) as db:
        return dict(db.execute("select person, count(*) from questions group by person").fetchall())


def words(var: Path) -> list[str | None]:
    """Those that are sealed in the records."""
    keys, _ = Keys.open(var, DATA_KEY)
    with closing(sqlite3.connect(var / "records.db")) as db:
        sealed = db.execute("select words from questions where words is not null").fetchall()
    return [keys.unseal(one) for (one,) in sealed]


async def test_backup_under_load_is_restored_and_the_bot_goes_on(bot: BotProcess, tmp_path: Path) -> None:
    telegram, file = bot.telegram, tmp_path / "verbinder.backup"
    await bot.start()
    known = telegram.person(7)
    known.says(UNKNOWN)
    await telegram.answers(known)
    crowd = [telegram.person(100)]
    crowd[0].says(SIGNING)
    await telegram.answers(crowd[0])

    async def ask() -> None:
        """Twenty a second, for as long as the backup takes."""
        while True:
            crowd.append(telegram.person(100 + len(crowd)))
            crowd[-1].says(SIGNING)
            await asyncio.sleep(0.05)

    asking = asyncio.create_task(ask())
    backed_up = await run(bot, "backup", file)
    running = await run(bot, "restore", file)
    asking.cancel()
    await telegram.until(lambda: all(person.replies for person in crowd), 60)
    await bot.stop()
    complete = asked_by(bot.var)

    restored = await run(bot, "restore", file)

    assert (backed_up[0], restored[0], running[0]) == (0, 0, 2), (backed_up, restored, running)
    assert running[2].startswith(f"a bot is running on {bot.var}, or another restore; stop it first")
    part = asked_by(bot.var)
    assert f"{sum(part.values())} questions, as in {file}" in restored[1]
    everybody = len(crowd) + 1
    assert (len(complete), 2 <= len(part) < everybody, part.items() <= complete.items()) == (everybody, True, True)
    (kept,) = bot.var.glob("records-until-*.db")
    assert asked_by(bot.var, kept.name) == complete
    await bot.start()
    known.says(SIGNING)
    assert (await telegram.answers(known, 2)).has("bold") == SIGNING
    assert [len(person.replies) for person in crowd] == [1] * len(crowd), "nobody is answered twice"
    await bot.stop()
    assert words(bot.var) == [UNKNOWN]
    assert [secret for secret in (DATA_KEY, telegram.token) if secret in str((backed_up, restored, running))] == []


async def test_admin_gets_picture_and_file_and_the_command_the_same_figures(bot: BotProcess, tmp_path: Path) -> None:
    telegram = bot.telegram
    await bot.start()
    crowd = [telegram.person(number) for number in range(100, 112)]
    for person in crowd:
        person.says(SIGNING)
    await telegram.until(lambda: all(person.replies for person in crowd), 30)
    admin = telegram.person(ADMIN)

    admin.says("/statistiek")
    picture = await telegram.answers(admin, 1, 60)
    admin.presses("Als CSV")
    file = await telegram.answers(admin, 2)
    exported = await run(bot, "export")
    written = await run(bot, "export", tmp_path / "a.csv")
    again = await run(bot, "export", tmp_path / "a.csv")

    assert picture.text.startswith("Statistiek, de laatste 12 weken\nDeze week tot nu toe: 12 vragen.")
    assert "Er staan geen woorden en geen mensen in." in file.text
    assert {call.method for call in telegram.calls("sendPhoto") + telegram.calls("sendDocument") if call.is_ok} == {
        "sendPhoto",
        "sendDocument",
    }
    rows = list(csv.DictReader(exported[1].splitlines()))
    assert (exported[0], exported[2], len(rows), rows[-1]["answered"]) == (0, "", 12, "12")
    assert (written, (tmp_path / "a.csv").read_text("utf-8")) == ((0, "", ""), exported[1].replace("\r\n", "\n"))
    assert again == (2, "", f"{tmp_path / 'a.csv'} is there already; name another file, or add --force to replace it\n")
