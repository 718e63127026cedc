"""The site as a process of its own, as people start it: without a bot, and beside one whose Telegram doesn't answer."""

import asyncio
import signal
import time
from pathlib import Path

import pytest

from tests.bot_api import BotApi
from tests.bot_process import START_S, BotProcess, free_port, small_knowledge
from tests.site_process import read, running

TOKEN = "123456789:AAtesttesttesttesttesttesttesttestt"


async def test_without_a_token_there_is_a_site_and_an_edit_shows_within_seconds(tmp_path: Path) -> None:
    with running(tmp_path, small_knowledge(tmp_path / "content")) as (address, process):
        asked = read(f"{address}/nl/vraag?q=wie+zet+zijn+handtekening+onder+de+overeenkomst")
        entry = tmp_path / "content/nl/faq/tekenen.md"
        entry.write_text(entry.read_text("utf-8").replace("dateren haar", "dateren haar samen"), "utf-8")
        started_s = time.monotonic()
        while "dateren haar samen" not in read(f"{address}/nl/faq/tekenen"):
            assert time.monotonic() - started_s < START_S
            await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        status = await asyncio.to_thread(process.wait, 20)

    log = (tmp_path / "log").read_text("utf-8")
    assert "De besturen tekenen &amp; dateren haar." in asked
    assert status == 0
    assert "handtekening" not in log
    assert "Traceback" not in log


@pytest.mark.parametrize("web_url", ["", "https://vraag.example.org"])
async def test_pages_do_not_wait_for_a_telegram_that_does_not_answer(tmp_path: Path, web_url: str) -> None:
    with free_port() as nobody:
        settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": f"http://127.0.0.1:{nobody}/bot", "WEB_URL": web_url}
        with running(tmp_path, small_knowledge(tmp_path / "content"), **settings) as (address, process):
            page = read(f"{address}/nl/faq/tekenen")
            answer = read(f"{address}/api/ask?q=wie+tekent+de+samenwerkingsovereenkomst")
            process.send_signal(signal.SIGTERM)
            status = await asyncio.to_thread(process.wait, 20)

    assert "De besturen tekenen" in page
    assert f'"link": "{web_url or address}/nl/faq/tekenen"' in answer
    assert status == 0


@pytest.mark.parametrize(("web_url", "count"), [("", 1), ("https://vraag.example.org", 0)])
async def test_it_is_said_once_that_the_address_behind_proxies_is_not_known(
    tmp_path: Path, web_url: str, count: int
) -> None:
    with running(tmp_path, small_knowledge(tmp_path / "content"), PROXIES="1", WEB_URL=web_url) as (address, _):
        read(f"{address}/nl/faq/tekenen")

    assert (tmp_path / "log").read_text("utf-8").count("WEB_URL is not set") == count


async def test_a_bot_tells_the_address_of_each_page(tmp_path: Path) -> None:
    async with BotApi() as telegram:
        with free_port() as port:
            own = {"WEB": "on", "PORT": str(port), "WEB_URL": "https://vraag.example.org"}
            bot = BotProcess(telegram, small_knowledge(tmp_path / "content"), tmp_path / "var", **own)
            await bot.start()
            try:
                asker = telegram.person(7)
                asker.says("Wie tekent de samenwerkingsovereenkomst?")
                told = await telegram.answers(asker, 1)
            finally:
                await bot.stop()

    assert told.text.endswith("Deze tekst op het web")
    assert told.said.entities[-1].url == "https://vraag.example.org/nl/faq/tekenen"
