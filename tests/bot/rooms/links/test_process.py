"""A link's life on Telegram: proposed, decided on, found, dead; with a bot that is killed in between."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.when.clock import AMSTERDAM
from tests.bot_api import BotApi, Message, Person
from tests.bot_process import WAKES_S, BotProcess, MovedClock, small_knowledge
from tests.loopback_web import Web, answer, loopback_web, page

ADMIN, ASKER, OTHER = 900, 7, 8
URL = "http://page.example/sok"
FRIDAY = datetime(2026, 11, 27, 12, tzinfo=AMSTERDAM)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with loopback_web() as made:
        made.pages["/sok"] = page("Format voor de SOK")
        yield made


async def said(telegram: BotApi, person: Person, text: str) -> Message:
    """The answer to a message."""
    before = len(person.replies)
    person.says(text)
    return await telegram.answers(person, before + 1, WAKES_S)


async def pass_by(clock: MovedClock, web: Web, at: datetime) -> None:
    """Let minutes pass from then on, until the link has been asked for once more."""
    asked = len(web.requests) + 2  # briefly, and then in full
    for minutes in range(60):
        clock.set(at + timedelta(minutes=minutes))
        await asyncio.sleep(0.3)
        if len(web.requests) >= asked:
            return
    raise AssertionError("the link was not asked for within an hour")


async def test_link_is_proposed_published_found_and_reported_dead(tmp_path: Path, web: Web) -> None:
    knowledge = small_knowledge(tmp_path / "knowledge")
    clock = MovedClock(tmp_path / "clock", FRIDAY)
    async with BotApi() as telegram:
        settings = {"ADMIN_IDS": str(ADMIN), "MOVED_WEB": str(web.port)}
        bot = BotProcess(telegram, knowledge, tmp_path / "var", clock=clock, **settings)
        admin, asker, other = (telegram.person(number) for number in (ADMIN, ASKER, OTHER))
        try:
            await bot.start()
            await said(telegram, admin, "/start")
            card = await said(telegram, asker, URL)
            asker.presses(card.labels[0][0], of=card)
            await telegram.until(lambda: "Voorgesteld" in asker.screen(), WAKES_S)
            await telegram.until(lambda: "Voorgestelde link" in admin.screen(), WAKES_S)

            await bot.kill()
            await bot.start()
            proposal = admin.last
            admin.presses("✅ Plaatsen", of=proposal)
            await telegram.until(lambda: "staat nu bij de gedeelde links" in asker.screen(), WAKES_S)
            listed = await said(telegram, other, "/links")
            assert "Format voor de SOK" in listed.text
            assert URL in listed.links
            assert admin.screen().count("Voorgestelde link") == 0  # told once; that message was replaced

            web.pages["/sok"] = answer(status="410 Gone")
            await pass_by(clock, web, FRIDAY + timedelta(hours=1))
            await pass_by(clock, web, FRIDAY + timedelta(hours=26))
            dead = await said(telegram, other, "/links")
            assert "werkt niet meer (sinds 27 november 2026)" in dead.text
        finally:
            await bot.kill()
        assert "Traceback" not in bot.log
