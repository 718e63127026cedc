"""The door to the web: who is let in, what they are told, and that an update is safe before it is confirmed."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.faces.web.door import (
    ASK_AFTER_S,
    ASK_AGAIN_S,
    BODY_BYTES,
    FELL_S,
    REACHED_S,
    Health,
    Link,
    Take,
    Web,
    WebError,
)
from bot.faces.web.metrics import Metrics
from bot.settings import Settings
from bot.version import VERSION
from index.answer import Outcome

SETTINGS = Settings(bot_token="123456:test", webhook_url="https://bot.example.org")
SECRET = {"X-Telegram-Bot-Api-Secret-Token": SETTINGS.webhook_secret}
UPDATE = {"update_id": 7, "message": {"text": "één vraag 🙂"}}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Clock:
    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Reachable:
    """A probe that counts; broken while told so."""

    def __init__(self) -> None:
        self.times = 0
        self.error: Exception | None = None

    async def __call__(self) -> None:
        self.times += 1
        if self.error:
            raise self.error


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def ask(port: int, head: str, body: bytes = b"", host: str = "127.0.0.1", **headers: str) -> Answer:
    """One request over a connection of its own: "POST /telegram", a body, and headers."""
    reader, writer = await asyncio.open_connection(host, port)
    headers = {"Host": "x", "Connection": "close", "Content-Length": str(len(body))} | headers
    lines = [f"{head} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items() if value), "", ""]
    writer.write("\r\n".join(lines).encode() + body)
    answer = await reader.read()
    writer.close()
    start, _, rest = answer.partition(b"\r\n\r\n")
    first, *others = start.decode().split("\r\n")
    return Answer(int(first.split()[1]), dict(line.split(": ", 1) for line in others), rest)


@asynccontextmanager
async def served(
    take: Take | None = None, health: Health | None = None, metrics: Metrics | None = None, **settings: Any
) -> AsyncIterator[Callable[..., Awaitable[Answer]]]:
    port = free_port()
    web = Web(replace(SETTINGS, port=port, **settings), health or Health(), metrics or Metrics(), take)
    await web.start()

    async def asked(head: str, body: bytes = b"", **headers: Any) -> Answer:
        return await ask(port, head, body, **headers)

    try:
        yield asked
    finally:
        await web.stop()


class Inbox:
    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []

    async def take(self, update: dict[str, Any]) -> None:
        self.taken.append(update)


async def test_the_port_is_bound_and_healthy_once_every_link_holds() -> None:
    clock = Clock()
    health = Health(clock)

    async with served(health=health) as asked:
        starting = await asked("GET /health")
        health.loaded(212)
        health.opened(Reachable())
        health.reached()
        clock.now_s += 5
        well = await asked("GET /health")

    assert (starting.status, json.loads(starting.body)) == (
        503,
        {
            "version": VERSION,
            "status": "starting",
            "links": {
                "index": {"ok": False, "why": "not loaded yet", "ago_s": None},
                "database": {"ok": False, "why": "not opened yet", "ago_s": None},
                "telegram": {"ok": False, "why": "not reached yet", "ago_s": None},
                "updates": {"ok": True, "why": "nobody polls", "ago_s": None},
                "tasks": {"ok": True, "why": "run", "ago_s": 0.0},
                "clock": {"ok": True, "why": "right, as far as Telegram says", "ago_s": 0.0},
            },
        },
    )
    assert (well.status, json.loads(well.body)) == (
        200,
        {
            "version": VERSION,
            "status": "ok",
            "links": {
                "index": {"ok": True, "why": "212 entries", "ago_s": 5.0},
                "database": {"ok": True, "why": "written to", "ago_s": 0.0},
                "telegram": {"ok": True, "why": "reached", "ago_s": 5.0},
                "updates": {"ok": True, "why": "nobody polls", "ago_s": None},
                "tasks": {"ok": True, "why": "run", "ago_s": 0.0},
                "clock": {"ok": True, "why": "right, as far as Telegram says", "ago_s": 0.0},
            },
        },
    )
    assert well.headers["Content-Type"] == "application/json"


async def healthy(clock: Clock, telegram: Reachable | None = None, database: Reachable | None = None) -> Health:
    health = Health(clock)
    health.loaded(3)
    health.opened(database or Reachable())
    health.reached()
    if telegram:
        health.connected(telegram)
    return health


async def test_polls_that_bring_nothing_that_can_be_read_are_not_well() -> None:
    """Though Telegram answers each of them."""
    clock = Clock()
    health = await healthy(clock)
    health.polls()
    clock.now_s += 100
    health.polled(0, 0)
    clock.now_s += 119
    health.reached()
    before = await health.report()
    clock.now_s += 2

    report = await health.report()

    assert (before.status, before.links["updates"].why) == ("ok", "read")
    assert (report.status, report.links["updates"].why) == ("failing", "no poll can be read")


async def test_ten_updates_in_a_row_that_cannot_be_read_are_not_well_and_one_is() -> None:
    health = await healthy(Clock())
    found = []
    for read, unread in ((5, 1), (0, 8), (0, 1), (1, 0)):
        health.took(read, unread)
        found.append((await health.report()).links["updates"].ok)

    assert found == [True, True, False, True]


async def test_a_folder_without_entries_is_not_well() -> None:
    health = await healthy(Clock())

    health.loaded(0)

    report = await health.report()
    assert (report.status, report.links["index"].ok, report.links["index"].why) == ("failing", False, "0 entries")


async def test_a_database_that_cannot_be_written_is_not_well_and_its_error_is_named_only() -> None:
    database = Reachable()
    health = await healthy(Clock(), database=database)
    database.error = OSError(28, "No space left on device", "/secret/place")

    report = await health.report()

    assert (report.status, report.links["database"].ok, report.links["database"].why) == ("failing", False, "OSError")


@pytest.mark.parametrize(("silent_s", "ok"), [(REACHED_S, True), (REACHED_S + 1, False)])
async def test_telegram_is_well_when_it_answered_lately(silent_s: float, ok: bool) -> None:
    clock = Clock()
    health = await healthy(clock)

    clock.now_s += silent_s

    assert (await health.report()).links["telegram"].ok is ok


async def test_a_silent_telegram_is_asked_but_not_by_everybody_who_wants_to_know() -> None:
    clock, telegram = Clock(), Reachable()
    health = await healthy(clock, telegram)

    await health.report()
    fresh = telegram.times
    clock.now_s += ASK_AFTER_S
    reports = await asyncio.gather(*(health.report() for _ in range(50)))

    assert (fresh, telegram.times, {report.links["telegram"].ago_s for report in reports}) == (0, 1, {0.0})


async def test_a_telegram_that_does_not_answer_is_asked_again_a_little_later() -> None:
    clock, telegram = Clock(), Reachable()
    health = await healthy(clock, telegram)
    telegram.error = ConnectionError("no network")
    clock.now_s += REACHED_S + 1

    before = [(await health.report()).status, (await health.report()).status]
    telegram.error = None
    clock.now_s += ASK_AGAIN_S

    assert (before, (await health.report()).status, telegram.times) == (["failing", "failing"], "ok", 2)


async def test_health_tells_of_tasks_that_ended_for_a_minute() -> None:
    clock = Clock()
    health = await healthy(clock)
    health.fell("watching the inbox")
    clock.now_s += 5

    during = await health.report()
    clock.now_s += FELL_S

    assert (during.status, during.links["tasks"]) == (
        "failing",
        Link(False, "ended and begun again: watching the inbox", 5.0),
    )
    health.reached()
    assert (await health.report()).status == "ok"


@pytest.mark.parametrize(
    ("days", "why"),
    [(400.2, "400 days ahead of Telegram's: nothing is erased or said by itself"),
     (-3, "3 days behind Telegram's: nothing is erased or said by itself")],
)  # fmt: skip
async def test_health_tells_of_a_clock_that_is_wrong(days: float, why: str) -> None:
    health = await healthy(Clock())
    health.timed(lambda: timedelta(days=days))

    report = await health.report()

    assert (report.status, report.links["clock"]) == ("failing", Link(False, why, 0.0))


TOKEN = "a-token-for-the-figures"


@pytest.mark.parametrize("shown", [f"Bearer {TOKEN}", f"bearer  {TOKEN} "])
async def test_metrics_are_served_to_whoever_shows_the_token(shown: str) -> None:
    metrics = Metrics()
    metrics.asked(Outcome.ANSWERED, "nl", "private")

    async with served(metrics=metrics, metrics_token=TOKEN) as asked:
        answer = await asked("GET /metrics", Authorization=shown)

    assert (answer.status, answer.headers["Content-Type"]) == (200, metrics.page()[1])
    assert b'verbinder_questions_total{lang="nl",outcome="answered",where="private"} 1.0' in answer.body


@pytest.mark.parametrize("shown", ["", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", TOKEN])
async def test_metrics_are_nobody_elses(shown: str) -> None:
    async with served(metrics_token=TOKEN) as asked:
        answer = await asked("GET /metrics", Authorization=shown)

    assert (answer.status, answer.headers["Www-Authenticate"], answer.body) == (401, "Bearer", b"Unauthorized\n")


async def test_without_a_token_there_are_no_metrics() -> None:
    """/metrics was there for everybody wherever PORT is."""
    async with served() as asked:
        answer = await asked("GET /metrics", Authorization="Bearer ")

    assert answer.status == 404


async def test_an_update_is_taken_before_it_is_confirmed() -> None:
    inbox, safe, told = Inbox(), asyncio.Event(), asyncio.Event()

    async def take(update: dict[str, Any]) -> None:
        await inbox.take(update)
        told.set()
        await safe.wait()

    async with served(take) as asked:
        asking = asyncio.create_task(asked("POST /telegram", json.dumps(UPDATE).encode(), **SECRET))
        await told.wait()
        await asyncio.sleep(0.02)
        early = asking.done()
        safe.set()
        answer = await asking

    assert (early, answer.status, answer.body, inbox.taken) == (False, 200, b"", [UPDATE])


async def test_updates_are_taken_while_the_bot_is_still_starting() -> None:
    inbox = Inbox()

    async with served(inbox.take) as asked:
        health = await asked("GET /health")
        answer = await asked("POST /telegram", json.dumps(UPDATE).encode(), **SECRET)

    assert (health.status, answer.status, inbox.taken) == (503, 200, [UPDATE])


async def test_an_update_that_could_not_be_kept_is_asked_for_again(caplog: pytest.LogCaptureFixture) -> None:
    async def take(update: dict[str, Any]) -> None:
        raise OSError(28, "No space left on device")

    async with served(take) as asked:
        answer = await asked("POST /telegram", json.dumps(UPDATE).encode(), **SECRET)

    assert (answer.status, answer.body) == (503, b"Service Unavailable\n")
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        "an update could not be kept; Telegram will send it again"
    ]


BODY = json.dumps(UPDATE).encode()
BIG = b'{"x": "' + b"x" * BODY_BYTES + b'"}'


@pytest.mark.parametrize(
    ("head", "body", "headers", "status"),
    [
        pytest.param("POST /telegram", BODY, {}, 403, id="no secret"),
        pytest.param("POST /telegram", BODY, {"X-Telegram-Bot-Api-Secret-Token": "x" * 64}, 403, id="wrong secret"),
        pytest.param("POST /telegram", BODY, {"X-Telegram-Bot-Api-Secret-Token": "é" * 64}, 403, id="odd secret"),
        pytest.param("POST /telegram", b"no json", {}, 403, id="no secret comes first"),
        pytest.param("POST /telegram", BIG, {}, 403, id="no secret comes before size"),
        pytest.param("GET /telegram", b"", SECRET, 405, id="GET"),
        pytest.param("PUT /telegram", BODY, SECRET, 405, id="PUT"),
        pytest.param("FOO /telegram", BODY, SECRET, 405, id="FOO"),
        pytest.param("POST /telegram", BIG, SECRET, 413, id="too big"),
        pytest.param("POST /telegram", b"", SECRET, 400, id="empty"),
        pytest.param("POST /telegram", b"no json", SECRET, 400, id="no JSON"),
        pytest.param("POST /telegram", b"\xff\xfe\x00", SECRET, 400, id="no text"),
        pytest.param("POST /telegram", b"[1]", SECRET, 400, id="no object"),
        pytest.param("POST /telegram", b"[" * 500_000, SECRET, 400, id="too deep"),
        pytest.param("POST /telegram", b'{"update_id": ' + b"9" * 5000 + b"}", SECRET, 400, id="endless number"),
        pytest.param("POST /telegram", b"", SECRET | {"Content-Length": "12x"}, 400, id="length that is none"),
        pytest.param("POST /telegram/", BODY, SECRET, 404, id="another path"),
        pytest.param("POST /health", b"", {}, 405, id="POST to health"),
        pytest.param("GET /..%2f..%2fetc/passwd", b"", {}, 404, id="a path out"),
    ],
)
async def test_whatever_is_no_update_of_telegrams_is_refused_without_a_word_too_many(
    head: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    inbox = Inbox()

    async with served(inbox.take) as asked:
        answer = await asked(head, body, **headers)
        after = await asked("POST /telegram", BODY, **SECRET)

    assert (answer.status, after.status, inbox.taken) == (status, 200, [UPDATE])
    assert b"Traceback" not in answer.body
    assert len(answer.body) < 200


async def test_too_much_is_refused_though_its_length_was_not_said() -> None:
    inbox = Inbox()
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

    async with served(inbox.take) as asked:
        body = chunk * 17 + b"0\r\n\r\n"
        answer = await asked("POST /telegram", body, **SECRET, **{"Content-Length": "", "Transfer-Encoding": "chunked"})

    assert (answer.status, inbox.taken) == (413, [])


@pytest.mark.parametrize("head", ["GET /", "GET /health", "GET /metrics", "GET /nothing", "POST /telegram", "FOO /"])
async def test_no_answer_says_what_runs_here(head: str) -> None:
    async with served(Inbox().take) as asked:
        answer = await asked(head)

    assert "Server" not in answer.headers
    assert not any(word in answer.body.lower() for word in (b"tornado", b"python 3", b"python/3"))


@pytest.mark.parametrize(
    ("head", "status"), [("HEAD /", 200), ("HEAD /health", 503), ("HEAD /metrics", 404), ("HEAD /telegram", 405)]
)
async def test_head_is_answered_without_a_body(head: str, status: int) -> None:
    async with served(Inbox().take) as asked:
        answer = await asked(head)

    assert (answer.status, answer.body) == (status, b"")


async def test_a_polling_bot_has_no_webhook() -> None:
    async with served() as asked:
        answer = await asked("POST /telegram", BODY, **SECRET)

    assert answer.status == 404


async def test_the_webhook_lies_where_its_address_says() -> None:
    inbox = Inbox()

    async with served(inbox.take, webhook_url="https://example.org/a.b/hook") as asked:
        answers = [await asked(f"POST {path}", BODY, **SECRET) for path in ("/a.b/hook", "/aXb/hook", "/telegram")]

    assert [answer.status for answer in answers] == [200, 404, 404]


async def test_stopping_lets_an_update_in_hand_end_and_takes_no_other() -> None:
    inbox, safe, told = Inbox(), asyncio.Event(), asyncio.Event()

    async def take(update: dict[str, Any]) -> None:
        told.set()
        await safe.wait()
        await inbox.take(update)

    port = free_port()
    web = Web(replace(SETTINGS, port=port), Health(), Metrics(), take)
    await web.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)  # stays open, as Telegram's do
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readuntil(b"/health\n")
    asking = asyncio.create_task(ask(port, "POST /telegram", BODY, **SECRET))
    await told.wait()
    stopping = asyncio.create_task(web.stop())
    await asyncio.sleep(0)
    secret = f"X-Telegram-Bot-Api-Secret-Token: {SETTINGS.webhook_secret}".encode()
    writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n" + secret + b"\r\n\r\n{}")
    late = await reader.readline()
    safe.set()
    await stopping

    assert ((await asking).status, late, inbox.taken) == (200, b"HTTP/1.1 503 Service Unavailable\r\n", [UPDATE])
    with pytest.raises(ConnectionRefusedError):
        await ask(port, "GET /")
    writer.close()


async def test_both_sorts_of_address_are_served() -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")

    async with served() as asked:
        statuses = [(await asked("GET /", host=host)).status for host in ("127.0.0.1", "::1")]

    assert statuses == [200, 200]


async def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(WebError) as caught:
            await Web(replace(SETTINGS, port=port), Health(), Metrics()).start()

    assert str(caught.value) == (
        f"PORT is {port}, which another program on this machine uses; stop that one, or set PORT to another number"
    )


async def test_nobody_who_asks_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        async with served(Inbox().take) as asked:
            for head in ("GET /health", "GET /who-am-i", "POST /telegram"):
                await asked(head)

    assert [record.getMessage() for record in caplog.records if "serving" not in record.getMessage()] == []
