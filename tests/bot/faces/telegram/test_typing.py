"""Whether a chat is shown that an answer comes: only where it takes a while, and not in a crowd."""

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from telegram import Chat, Message

from bot.conversation.reply import Turn
from bot.faces.telegram import questions
from bot.faces.telegram.questions import CROWD, Questions

MESSAGE = Message(1, datetime(2026, 11, 30, tzinfo=UTC), Chat(7, "private"))


class Sending:
    def __init__(self) -> None:
        self.typed: list[int] = []
        self.came = asyncio.Event()

    async def type(self, chat_id: int, *, thread: int | None = None) -> None:
        self.typed.append(chat_id)
        self.came.set()


def answering(sending: Sending, waiting: int = 0) -> Questions:
    nobody = cast("Any", None)
    return Questions(nobody, nobody, nobody, nobody, cast("Any", sending), nobody, nobody, lambda: waiting)


async def test_an_answer_that_is_there_at_once_is_not_shown_to_come() -> None:
    sending, turn = Sending(), Turn()

    async def hear() -> Turn:
        return turn

    assert await answering(sending)._shown_to_come(MESSAGE, hear()) is turn
    assert sending.typed == []


async def test_an_answer_that_takes_a_while_is_shown_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "TYPES_AFTER_S", 0.01)
    sending, turn = Sending(), Turn()

    async def hear() -> Turn:
        await sending.came.wait()
        return turn

    async with asyncio.timeout(10):
        assert await answering(sending)._shown_to_come(MESSAGE, hear()) is turn
    assert sending.typed == [7]


async def test_nothing_is_shown_in_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "TYPES_AFTER_S", 0.01)
    sending = Sending()

    async def hear() -> Turn:
        await asyncio.sleep(0.2)
        return Turn()

    await answering(sending, CROWD + 1)._shown_to_come(MESSAGE, hear())
    assert sending.typed == []


async def test_what_is_broken_off_is_heard_no_further() -> None:
    heard = asyncio.Event()

    async def hear() -> Turn:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            heard.set()
            raise
        return Turn()

    task = asyncio.create_task(answering(Sending())._shown_to_come(MESSAGE, hear()))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with asyncio.timeout(10):
        await heard.wait()
