"""What is to run as long as the bot does is begun again where it ends, and that is told."""

import asyncio
import logging

import pytest

from bot.faces.tending import Tending
from bot.faces.web.door import Health


async def test_task_that_fails_or_ends_is_told_and_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    """A folder that somebody removed ended what watches the inbox, without a line in the log."""
    health, runs, goes_on = Health(), 0, asyncio.Event()
    tending = Tending(health, again_s=(0.001, 0.004))

    async def deed() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise FileNotFoundError("running")
        if runs > 2:
            goes_on.set()
            await asyncio.Event().wait()

    tending.start("watching the inbox", deed)
    await goes_on.wait()
    links = (await health.report()).links
    await tending.stop()

    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (logging.ERROR, "watching the inbox failed"),
        (logging.ERROR, "watching the inbox ended, which it is not to do; it begins again in 0 s"),
        (logging.ERROR, "watching the inbox ended, which it is not to do; it begins again in 0 s"),
    ]
    assert (links["tasks"].ok, links["tasks"].why) == (False, "ended and begun again: watching the inbox")
    assert runs == 3


async def test_task_that_is_to_end_is_not_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    tending = Tending(Health())

    async def deed(error: Exception | None) -> None:
        if error:
            raise error

    tending.once("showing menus", deed(None))
    tending.once("something else", deed(ValueError("x")))
    await asyncio.sleep(0.01)
    await tending.stop()

    assert [record.getMessage() for record in caplog.records] == ["something else failed"]
