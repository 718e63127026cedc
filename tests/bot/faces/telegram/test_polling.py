import asyncio
import json
from pathlib import Path
from typing import Any

from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest, RequestData

from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.lanes import Lanes
from bot.faces.telegram.polling import PollingBot
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES

KEYS = Keys(b"k" * 32)


class FakeTelegram(BaseRequest):
    """Brings 100 updates, a second time those from 90 on, and then nothing."""

    def __init__(self) -> None:
        self.polls = 0

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

    commits = (tmp_path / "records.db-wal").stat().st_size // 4120
    assert handled == list(range(100))
    assert await records.updates.waiting() == 0
    assert commits < 100
    inbox.close()
    await records.close()
