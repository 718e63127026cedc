import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError
from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest, RequestData

from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.lanes import Lanes
from bot.faces.telegram.polling import PAUSES_S, PollingBot
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES

KEYS = Keys(b"k" * 32)


class FakeTelegram(BaseRequest):
    """Brings 100 updates, a second time those from 90 on, and then nothing; or what it is told."""

    def __init__(self, answer: Callable[[dict[str, Any]], Any] | None = None) -> None:
        """answer: what a poll with these parameters brings."""
        self.polls = 0
        self.answer = answer
        self.asked: list[dict[str, Any]] = []  # parameters of each poll

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_: Any
    ) -> tuple[int, bytes]:
        result: Any = True
        if url.endswith("getMe"):
            result = {"id": 1, "is_bot": True, "first_name": "bot", "username": "bot"}
        elif url.endswith("getUpdates"):
            await asyncio.sleep(0.01)
            ids = {0: range(100), 1: range(90, 100)}.get(self.polls, range(0))
            self.polls += 1
            result = [{"update_id": number} for number in ids]
            assert request_data is not None
            self.asked.append(request_data.parameters)
            if self.answer:
                result = self.answer(request_data.parameters)
        return 200, json.dumps({"ok": True, "result": result}).encode()


async def test_updates_of_a_poll_are_written_down_together_and_handled_once(tmp_path: Path) -> None:
    """The real updater and application, with the real inbox and lanes between them."""
    records = Records(tmp_path / "records.db", KEYS, SHELVES)
    await records.open()
    inbox = Inbox(records, KEYS, tmp_path / "running")
    lanes, telegram, handled = Lanes(inbox), FakeTelegram(), []
    bot = PollingBot(inbox, "1:x", request=telegram, get_updates_request=telegram)
    application = ApplicationBuilder().bot(bot).update_queue(inbox).concurrent_updates(lanes).job_queue(None).build()

    async def on_update(update: Any) -> None:
        handled.append(update.update_id)

    application.process_update = on_update  # type: ignore[method-assign]
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        while telegram.polls < 3 or lanes.waiting:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await application.updater.stop()
        await lanes.stop(1)
        await application.stop()

    pages = (
        tmp_path / "records.db-wal"
    ).stat().st_size // 4120  # four an update at least, where each is written and erased alone
    assert handled == list(range(100))
    assert await records.updates.waiting() == 0
    assert pages < 200
    await inbox.close()
    await records.close()


READABLE, POISONED = {"update_id": 1, "poll": None}, {"update_id": 2, "message": {"message_id": 1, "text": "geheim"}}


@pytest.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[Inbox]:
    records = Records(tmp_path / "records.db", KEYS, SHELVES)
    await records.open()
    made = Inbox(records, KEYS, tmp_path / "running")
    yield made
    await made.close()
    await records.close()


async def test_update_that_cannot_be_read_is_passed_and_confirmed(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Alone it would come again for ever, and with others it would keep them from being read."""
    caplog.set_level(logging.DEBUG)
    told: list[tuple[int, int]] = []
    telegram = FakeTelegram(
        lambda asked: [one for one in (READABLE, POISONED) if one["update_id"] >= asked.get("offset", 0)]
    )
    bot = PollingBot(
        inbox, "1:x", get_updates_request=telegram, on_poll=lambda read, unread: told.append((read, unread))
    )

    first = await bot.get_updates(timeout=1)
    second = await bot.get_updates(offset=2, timeout=1)

    assert ([one.update_id for one in first], second) == ([1], ())
    assert (told, [asked.get("offset") for asked in telegram.asked]) == ([(1, 1), (0, 0)], [None, 3])
    assert "geheim" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))


@pytest.mark.parametrize("answer", [[], [{"update_id": "x"}], [["x"]]], ids=["nothing", "no number", "a list"])
async def test_polls_that_bring_nothing_at_once_wait_longer_each_time(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, answer: list[Any]
) -> None:
    slept: list[float] = []

    async def sleep(delay_s: float) -> None:
        slept.append(delay_s)

    telegram = FakeTelegram(lambda asked: answer)
    bot = PollingBot(inbox, "1:x", get_updates_request=telegram)
    await bot.get_updates(timeout=30)
    monkeypatch.setattr("bot.faces.telegram.polling.asyncio.sleep", sleep)
    for _ in range(10):
        await bot.get_updates(timeout=30)
    telegram.answer = lambda asked: [READABLE]
    for _ in range(2):
        await bot.get_updates(timeout=30)
    await bot.get_updates(timeout=0)  # as at the end, when nothing is waited for

    waits = [one for one in slept if one != 0.01]
    assert waits[:8] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert max(waits) == PAUSES_S[1]
    assert len(waits) == 10


@pytest.mark.parametrize("answer", [{"a": 1}, "x", None, True])
async def test_answer_without_updates_is_a_fault_after_which_the_library_waits(inbox: Inbox, answer: Any) -> None:
    bot = PollingBot(inbox, "1:x", get_updates_request=FakeTelegram(lambda asked: answer))

    with pytest.raises(NetworkError):
        await bot.get_updates(timeout=30)


def typed(number: int, person: int) -> dict[str, Any]:
    sender = {"id": person, "is_bot": False, "first_name": "A"}
    return {"update_id": number, "inline_query": {"id": str(number), "from": sender, "query": "x", "offset": ""}}


async def test_inline_queries_after_which_their_sender_typed_on_are_not_even_read(inbox: Inbox) -> None:
    nameless = {"update_id": 4, "inline_query": {"from": "x"}}
    brought = [typed(1, 7), typed(2, 8), READABLE | {"update_id": 3}, nameless, typed(5, 7), typed(6, 7)]
    told: list[tuple[int, int]] = []
    telegram = FakeTelegram(lambda asked: [one for one in brought if one["update_id"] >= asked.get("offset", 0)])
    bot = PollingBot(
        inbox, "1:x", get_updates_request=telegram, on_poll=lambda read, unread: told.append((read, unread))
    )

    read = await bot.get_updates(timeout=1)
    again = await bot.get_updates(offset=7, timeout=1)

    assert ([one.update_id for one in read], again) == ([2, 3, 6], ())
    assert told == [(3, 1), (0, 0)]
