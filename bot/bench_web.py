"""python -m bot bench --web: how many pages and questions a second the site takes beside the bot, and how long each takes.

A static file behind the same library is asked first, as what the machine and the asking would allow.
"""

import argparse
import asyncio
import random
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from rich.table import Table

from bot import bench
from bot.bench import BenchError, Process
from bot.faces.web.addresses import Page, entry_address, page_address
from index.console import for_people
from knowledge.folder import CONTENT, read_folder

PATIENCE_S = 90.0  # for the site to open
CONNECTIONS = 64  # over which is asked, each of them again and again
PHONES = 40  # that open a page and ask at once, as when a code stands on a slide
SEED = 17
LETTERS = 30  # suggestions a second, one for nearly each letter that somebody types
MADE_S = "0.003"  # in which the page of an answer is to be made, once it was found: a bucket of the figures
FIGURES_TOKEN = "bench-bench-bench-bench"  # noqa: S105, of a process that runs for a minute
# A page of the usual weight behind the same library; it prints its port.
FILE = """
import asyncio, sys
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, StaticFileHandler

async def main():
    server = HTTPServer(Application([(r"/(.*)", StaticFileHandler, {"path": sys.argv[1]})], log_function=lambda _: None))
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@dataclass(frozen=True, slots=True)
class Load:
    """Requests, and what came of them."""

    name: str
    latencies_s: tuple[float, ...]  # from when each was due to its last byte
    failed: int  # that came back as anything but 200
    took_s: float
    cpu: float | None  # the server's share of a core; None where the system doesn't tell

    def percentile_ms(self, share: int) -> float:
        return statistics.quantiles((latency_s * 1e3 for latency_s in self.latencies_s), n=100)[share - 1]


async def measure(options: argparse.Namespace, texts: Sequence[str], program: Path) -> int:
    """0 when every request and every question to the bot was answered, 1 when one was not."""
    console, seconds = for_people(), options.seconds
    entries = [one for one in read_folder(CONTENT).entries if one.lang in ("nl", "en")]
    drawn = random.Random(SEED)
    pages = drawn.sample([entry_address(entry.id, entry.lang) for entry in entries], len(entries))
    typed = [quote(title[: drawn.randint(3, 20)]) for title in drawn.sample([one.title for one in entries], 200)]
    letters = [page_address(Page.SUGGEST, "nl") + f"?q={beginning}" for beginning in typed]
    asks = [f"{page_address(Page.ASK, 'nl')}?q={quote(text)}" for text in drawn.sample(list(texts), len(texts))]
    loads: list[Load] = []
    with tempfile.TemporaryDirectory() as work:
        folder, log = Path(work), Path(work) / "log"
        (folder / "page.html").write_bytes(b"x" * 9_000)
        async with bench.started([sys.executable, "-c", FILE, work], log) as file:
            with console.status("a static file, to see what the machine allows"):
                port = int(await file.first_line())
                loads.append(await _asked("a static file", port, file, ["/page.html"], options.pages, min(seconds, 10)))
        port = _free_port()
        async with bench.started([sys.executable, str(program), "--port", "0", "--token", bench.TOKEN], log) as server:
            url = await server.first_line()
            own = {"BOT_TOKEN": bench.TOKEN, "BOT_API_URL": url, "VAR_DIR": work, "LOG_LEVEL": "WARNING"}
            # Each of many people asks from an address of their own, as the proxy in front says.
            own |= {"WEB": "on", "PORT": str(port), "PROXIES": "1", "METRICS_TOKEN": FIGURES_TOKEN}
            async with bench.started([sys.executable, "-m", "bot"], log, own) as bot:
                try:
                    with console.status("the start"):
                        await _opens(port, bot)
                        await _asked("the start", port, bot, [*pages[:20], *asks[:20]], 20, 2)
                    for name, addresses, rate in (
                        (f"{options.pages:g} pages/s", pages, options.pages),
                        (f"{options.asks:g} asks/s", asks, options.asks),
                        (f"{LETTERS} suggestions/s", letters, LETTERS),
                    ):
                        with console.status(name):
                            loads.append(await _asked(name, port, bot, addresses, rate, seconds))
                    with console.status("both, beside the bot"):
                        count = max(2, int(options.rate * seconds))
                        *both, chats = await asyncio.gather(
                            _asked(f"together: {options.pages:g} pages/s", port, bot, pages, options.pages, seconds),
                            _asked(f"{options.asks:g} asks/s", port, bot, asks, options.asks, seconds),
                            bench.load(
                                *("Telegram", url, bench.mix(texts, count), [at / options.rate for at in range(count)]),
                                *(bench.many(count, 100_000), bench.PATIENCE_S, bot, server),
                            ),
                        )
                        loads += both
                    with console.status("phones"):
                        at_once = [*pages[:PHONES], *asks[:PHONES]]
                        loads.append(await _asked(f"{PHONES} phones at once", port, bot, at_once, 0, 0))
                    figures = await _figures(port)
                except BenchError as error:
                    print(f"{error}; the log ends with:\n{bench.tail(log)}", file=sys.stderr)
                    return 1
                memory_mb = bot.memory_mb()
    console.print(_table(loads))
    console.print(
        f"meanwhile on Telegram {options.rate:g}/s: {len(chats.latencies_s) - len(chats.unanswered)} of "
        f"{len(chats.latencies_s)} answered, p50 {chats.percentile_ms(50) or 0:,.0f} ms, p99 {chats.percentile_ms(99) or 0:,.0f} ms"
    )
    console.print(_of_pages(figures))
    console.print(f"the process held {memory_mb or 0:,.0f} MB at most; {bench.surroundings()}")
    return int(bool(chats.unanswered) or any(load.failed for load in loads))


async def _opens(port: int, bot: Process) -> None:
    """Wait for the first page. Raises BenchError."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        try:
            asker = await _Asker.to(port)
            status = await asker.status_of("/nl/")
            await asker.close()
            if status == 200:
                return
        except OSError:
            pass
        if bot.started is not None and bot.started.returncode is not None:
            raise BenchError(f"the bot ended with {bot.started.returncode}")
        await asyncio.sleep(0.2)
    raise BenchError(f"the site did not open within {PATIENCE_S:.0f} s")


class _Asker:
    """A connection that asks again and again."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> "_Asker":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def status_of(self, address: str, peer: str = "127.0.0.1") -> int:
        """Of the answer, read to its end. peer: from where is asked, as a proxy would say it."""
        head = (
            f"GET {address} HTTP/1.1\r\nHost: site.example\r\nAccept-Encoding: gzip\r\nX-Forwarded-For: {peer}\r\n\r\n"
        )
        self._writer.write(head.encode())
        status, _ = await self._answered()
        return status

    async def figures(self) -> str:
        """The page for Prometheus."""
        head = f"GET /metrics HTTP/1.1\r\nHost: site.example\r\nAuthorization: Bearer {FIGURES_TOKEN}\r\n\r\n"
        self._writer.write(head.encode())
        _, body = await self._answered()
        return body.decode()

    async def _answered(self) -> tuple[int, bytes]:
        told = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = told.partition("content-length: ")[2].partition("\r\n")[0]
        return int(told.split()[1]), await self._reader.readexactly(int(length or 0))

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


async def _asked(name: str, port: int, server: Process, addresses: Sequence[str], rate: float, seconds: float) -> Load:
    """Ask for addresses in turn, so many a second, whether or not those before are answered; rate 0: each once, all at once."""
    count = max(2, int(rate * seconds)) if rate else len(addresses)
    free: asyncio.Queue[_Asker] = asyncio.Queue()
    for _ in range(min(CONNECTIONS, count)):
        free.put_nowait(await _Asker.to(port))
    failed = 0

    async def one(at: int, address: str, due_s: float) -> float:
        nonlocal failed
        await asyncio.sleep(due_s - time.monotonic())
        asker = await free.get()
        failed += await asker.status_of(address, f"10.{at >> 16 & 255}.{at >> 8 & 255}.{at & 255}") != 200
        free.put_nowait(asker)
        return time.monotonic() - due_s

    began_s, cpu_s = time.monotonic(), server.cpu_s()
    dues: Iterable[tuple[int, str]] = enumerate(islice(cycle(addresses), count))
    latencies = await asyncio.gather(*(one(at, address, began_s + (at / rate if rate else 0)) for at, address in dues))
    took_s = time.monotonic() - began_s
    spent_s = server.cpu_s()
    while not free.empty():
        await free.get_nowait().close()
    cpu = None if cpu_s is None or spent_s is None else (spent_s - cpu_s) / took_s
    return Load(name, tuple(latencies), failed, took_s, cpu)


async def _figures(port: int) -> dict[str, float]:
    """What the process says of itself: a line's name → its number."""
    asker = await _Asker.to(port)
    lines = (await asker.figures()).splitlines()
    await asker.close()
    return {
        name: float(value) for name, _, value in (line.rpartition(" ") for line in lines) if name[:1] not in ("", "#")
    }


def _of_pages(figures: dict[str, float]) -> str:
    """How long the pages of answers took, once these were found."""
    many = figures["verbinder_page_seconds_count"]
    quick = figures[f'verbinder_page_seconds_bucket{{le="{MADE_S}"}}']
    return (
        f"the pages of {many:,.0f} answers were made in {figures['verbinder_page_seconds_sum'] / many * 1e3:.1f} ms on average "
        f"once these were found, {quick / many:.0%} of them within {float(MADE_S) * 1e3:g} ms"
    )


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _table(loads: Sequence[Load]) -> Table:
    table = Table(title="requests, from when they were due to the last byte", title_justify="left")
    for column in ("", *(load.name for load in loads)):
        table.add_column(column, justify="right" if column else "left")
    rows: dict[str, Callable[[Load], str]] = {
        "answered": lambda load: f"{len(load.latencies_s) - load.failed} of {len(load.latencies_s)}",
        "a second": lambda load: f"{len(load.latencies_s) / load.took_s:,.0f}",
        "p50": lambda load: f"{load.percentile_ms(50):,.1f} ms",
        "p95": lambda load: f"{load.percentile_ms(95):,.1f} ms",
        "p99": lambda load: f"{load.percentile_ms(99):,.1f} ms",
        "slowest": lambda load: f"{max(load.latencies_s) * 1e3:,.0f} ms",
        "server's share of a core": lambda load: "–" if load.cpu is None else f"{load.cpu:.0%}",
        "processor time of each": lambda load: (
            "–" if load.cpu is None else f"{load.cpu * load.took_s / len(load.latencies_s) * 1e3:,.1f} ms"
        ),
    }
    for name, told in rows.items():
        table.add_row(name, *map(told, loads))
    return table
