"""python -m bot bench: how many questions a second the whole bot takes, how long an answer takes, and what that costs.

The bot runs as a process of its own on the content that ships, against the Bot API server of the tests as another.
An echo of the same library against the same server, measured first, is what the machine and the server would allow.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest
from tornado.httpclient import AsyncHTTPClient

from index import questions
from index.console import for_people
from knowledge.apart import PARENT, tied

ROOT = Path(__file__).parent.parent
SERVER = ROOT / "tests" / "bot_api.py"
TOKEN = "123456789:AAbenchbenchbenchbenchbenchbenchben"  # noqa: S105, of a server that runs for a minute
PATIENCE_S = 150.0  # for answers, after the last question; a first start embeds everything
# Settings of whoever runs the bench; the bot that is measured has its own.
OWN = (
    "BOT_TOKEN",
    "BOT_API_URL",
    "WEBHOOK_URL",
    "PORT",
    "WEB",
    "WEB_URL",
    "PROXIES",
    "ADMIN_IDS",
    "CONTACT",
    "DATA_KEY",
    "RETENTION_DAYS",
    "METRICS_TOKEN",
    "DATABASE_URL",
)


# What is asked for, questions to ask, the Bot API server's program; an exit status.
Measure = Callable[[argparse.Namespace, Sequence[str], Path], Coroutine[Any, Any, int]]


@dataclass(frozen=True, slots=True)
class Load:
    """A crowd, and what came of its questions."""

    name: str
    latencies_s: tuple[float | None, ...]  # from update made available to sendMessage received; None: no answer
    took_s: float  # from the first question to the last answer
    broken: dict[str, int]  # times that each of Telegram's flood limits was broken
    most: int  # messages within any second
    calls: dict[str, int]  # how often the bot called each method
    refused: dict[str, int]  # what the server said no to, and how often
    bot_cpu: float | None  # share of a core; None where the system doesn't tell
    server_cpu: float | None

    @property
    def unanswered(self) -> list[int]:
        """Numbers of the questions, from 1."""
        return [at for at, latency_s in enumerate(self.latencies_s, 1) if latency_s is None]

    def percentile_ms(self, share: int) -> float | None:
        """None where nothing was answered."""
        found = sorted(latency_s * 1e3 for latency_s in self.latencies_s if latency_s is not None)
        return statistics.quantiles(found, n=100, method="inclusive")[share - 1] if len(found) > 1 else None


class BenchError(Exception):
    """What is measured ended or never began."""


@dataclass(frozen=True, slots=True)
class Process:
    """Something whose cost is looked at."""

    pid: int
    started: asyncio.subprocess.Process | None = None  # None: this very process

    async def first_line(self) -> str:
        """What it prints first."""
        if self.started is None or self.started.stdout is None:
            return ""
        return (await self.started.stdout.readline()).decode().strip()

    def feed(self, data: bytes | None) -> None:
        """Give it that to read; None: there is nothing more to read."""
        if self.started is not None and self.started.stdin is not None:
            self.started.stdin.close() if data is None else self.started.stdin.write(data)

    async def ended(self) -> int:
        """Its exit status, once it has ended; never of this very process."""
        return await (asyncio.Event().wait() if self.started is None else self.started.wait())

    def cpu_s(self) -> float | None:
        """Seconds of processor time so far; None where the system doesn't tell."""
        with suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return None

    def memory_mb(self) -> float | None:
        """The most memory it has held so far; None where the system doesn't tell."""
        with suppress(OSError, ValueError, IndexError):
            status = Path(f"/proc/{self.pid}/status").read_text("ascii", "replace")
            return int(status.split("VmHWM:")[1].split()[0]) / 1024
        return None


def main(
    arguments: Sequence[str], server: Path = SERVER, site: Measure | None = None, many: Measure | None = None
) -> int:
    """0 when everybody was answered, 1 when somebody was not, 2 where there is nothing to measure with.

    site: for --web; many: for --processes.
    """
    parser = argparse.ArgumentParser(prog="python -m bot bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="that questions come in at the rate (60)")
    parser.add_argument("--rate", type=float, default=30, help="questions a second (30)")
    parser.add_argument("--people", type=int, default=1000, help="who ask all at once (1000)")
    parser.add_argument("--quick", action="store_true", help="ten seconds, and 200 people")
    parser.add_argument("--web", action="store_true", help="measure the site, beside the bot at the rate")
    parser.add_argument("--pages", type=float, default=200, help="with --web: pages a second (200)")
    parser.add_argument("--asks", type=float, default=60, help="with --web: questions a second on the web (60)")
    parser.add_argument(
        "--processes", type=int, help="measure so many on one PostgreSQL server, beside one with a file"
    )
    options = parser.parse_args(arguments)
    if options.quick:
        options.seconds, options.people = 10.0, 200
    if not server.is_file():
        print(
            f"{server} is not there: the bench needs the tests of a clone; run it from one, not from an installed package",
            file=sys.stderr,
        )
        return 2
    texts = [asked.text for asked in questions.load()]
    if not texts:
        print(f"{questions.FOLDER} has no questions to ask; put <language>.toml there", file=sys.stderr)
        return 2
    if options.web and site is not None:
        return asyncio.run(site(options, texts, server))
    if options.processes and many is not None:
        return asyncio.run(many(options, texts, server))
    return asyncio.run(_bench(options, texts, server))


async def _bench(options: argparse.Namespace, texts: Sequence[str], program: Path) -> int:
    console, count = for_people(), max(2, int(options.rate * options.seconds))
    even = [at / options.rate for at in range(count)]
    with tempfile.TemporaryDirectory() as work:
        log = Path(work) / "log"
        async with started([sys.executable, str(program), "--port", "0", "--token", TOKEN], log) as server:
            url = await server.first_line()
            with console.status("an echo, to see what the machine allows"):
                echo = await _measure_echo(url, server, options, texts)
            own = {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "VAR_DIR": work, "LOG_LEVEL": "INFO"}
            started_s = time.monotonic()
            async with started([sys.executable, "-m", "bot"], log, own) as bot:

                async def ask(name: str, texts: Sequence[str], at_s: Sequence[float], people: Sequence[int]) -> Load:
                    with console.status(name):
                        return await load(name, url, texts, at_s, people, PATIENCE_S, bot, server)

                try:
                    await ask("the start", texts[:1], [0.0], [1])
                    ready_s = time.monotonic() - started_s
                    steady = await ask(
                        f"{options.rate:g}/s for {options.seconds:g} s", mix(texts, count), even, many(count, 100_000)
                    )
                    crowd = await ask(
                        f"{options.people} at once",
                        mix(texts, options.people),
                        [0.0] * options.people,
                        [200_000 + at for at in range(options.people)],
                    )
                except BenchError as error:
                    print(f"{error}; the log ends with:\n{tail(log)}", file=sys.stderr)
                    return 1
                memory_mb = bot.memory_mb()
            console.print(_table((echo, steady, crowd)))
            console.print(
                f"first answer {ready_s:.1f} s after the start; the bot held {_number(memory_mb, 'MB')} at most"
            )
            console.print(surroundings())
            for each in (steady, crowd):
                _tell(each)
            warnings = [line for line in log.read_text("utf-8", "replace").splitlines() if " WARNING " in line]
            if len(warnings) > 1:  # one is due: a new folder gets a new key
                print(f"the log has {len(warnings)} warnings; the last: {warnings[-1]}", file=sys.stderr)
    return 1 if steady.unanswered or crowd.unanswered else 0


async def _measure_echo(url: str, server: Process, options: argparse.Namespace, texts: Sequence[str]) -> Load:
    """The same rate for ten seconds, answered at once by a bot that does nothing else; it has this process to itself."""
    bot = Bot(TOKEN, base_url=url, request=HTTPXRequest(connection_pool_size=64, pool_timeout=15))
    async with bot:
        echoing = asyncio.create_task(_echo(bot))
        count = int(options.rate * min(10.0, options.seconds))
        even = [at / options.rate for at in range(count)]
        measured = await load(
            f"echo, {options.rate:g}/s", url, mix(texts, count), even, many(count, 300_000), 10.0,
            Process(os.getpid()), server,
        )  # fmt: skip
        echoing.cancel()
        with suppress(asyncio.CancelledError):
            await echoing
    return measured


async def _echo(bot: Bot) -> None:
    """Say back what is said."""
    offset, replies = 0, set[asyncio.Task[Any]]()
    while True:
        try:
            updates = await bot.get_updates(offset, timeout=1)
        except TelegramError:
            await asyncio.sleep(0.1)
            continue
        for update in updates:
            offset = update.update_id + 1
            if update.message and update.message.text:
                task = asyncio.create_task(bot.send_message(update.message.chat_id, update.message.text))
                replies.add(task)
                task.add_done_callback(replies.discard)


async def load(
    name: str,
    url: str,
    texts: Sequence[str],
    at_s: Sequence[float],
    people: Sequence[int],
    patience_s: float,
    bot: Process,
    server: Process,
) -> Load:
    """Have person people[i] ask text i after at_s[i] seconds, and see what becomes of it. Raises BenchError."""
    body = json.dumps({"texts": texts, "at_s": at_s, "people": people, "patience_s": patience_s})
    before = time.monotonic(), bot.cpu_s(), server.cpu_s()
    asking = asyncio.ensure_future(
        AsyncHTTPClient().fetch(
            url.removesuffix("/bot") + "/load", method="POST", body=body, request_timeout=at_s[-1] + patience_s + 60
        )
    )
    ending = asyncio.ensure_future(bot.ended())
    waited: set[asyncio.Future[Any]] = {asking, ending}
    await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    if not asking.done():
        raise BenchError(f"the bot ended with {ending.result()} during {name}")
    ending.cancel()
    response = asking.result()
    spent_s = time.monotonic() - before[0]
    found = json.loads(response.body)
    shares = [
        None if now is None or then is None else (now - then) / spent_s
        for now, then in ((bot.cpu_s(), before[1]), (server.cpu_s(), before[2]))
    ]
    if not any(latency_s is not None for latency_s in found["latencies_s"]):
        raise BenchError(f"the bot gave no answer to {name} within {at_s[-1] + patience_s:.0f} s")
    return Load(
        name,
        tuple(found["latencies_s"]),
        found["took_s"],
        found["broken"],
        found["most"],
        found["calls"],
        found["refused"],
        *shares,
    )


def mix(texts: Sequence[str], count: int) -> list[str]:
    """Questions from all over the files, in turn: both languages, every style, the unanswerable too."""
    step = next(step for step in range(len(texts) // 3 * 2 + 1, 2 * len(texts) + 2) if _share_nothing(step, len(texts)))
    return [texts[at * step % len(texts)] for at in range(count)]


def _share_nothing(one: int, other: int) -> bool:
    while other:
        one, other = other, one % other
    return one == 1


def many(count: int, first: int) -> list[int]:
    """People who ask in turn, each of them seldom: everybody's next question comes long after their answer."""
    return [first + at % max(1, min(count, 900)) for at in range(count)]


@asynccontextmanager
async def started(
    command: Sequence[str], log: Path, own: dict[str, str] | None = None, *, is_fed: bool = False
) -> AsyncIterator[Process]:
    """A process from the clone's root, stopped at the end; what it logs is added to log. is_fed: it reads what it is given."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN} | (own or {})
    environment[PARENT] = str(os.getpid())
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            *tied(command),
            cwd=ROOT,
            env=environment,
            stdin=asyncio.subprocess.PIPE if is_fed else None,
            stdout=asyncio.subprocess.PIPE,
            stderr=file,
        )
    try:
        yield Process(process.pid, process)
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 12)
        except TimeoutError:
            process.kill()
            await process.wait()


def tail(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-10:])


def surroundings() -> str:
    """How busy the machine was: with other work on it the figures are worse than the bot's own."""
    with suppress(OSError):
        return f"load of the machine in the last five minutes: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
    return f"{os.cpu_count()} cores"


def _table(loads: Sequence[Load]) -> Table:
    table = Table(title="questions, from update to sendMessage", title_justify="left")
    table.add_column("")
    for load in loads:
        table.add_column(load.name, justify="right")
    rows = {
        "answered": [f"{len(load.latencies_s) - len(load.unanswered)} of {len(load.latencies_s)}" for load in loads],
        "p50": [_number(load.percentile_ms(50), "ms") for load in loads],
        "p95": [_number(load.percentile_ms(95), "ms") for load in loads],
        "p99": [_number(load.percentile_ms(99), "ms") for load in loads],
        "slowest": [
            _number(max((at_s * 1e3 for at_s in load.latencies_s if at_s is not None), default=None), "ms")
            for load in loads
        ],
        "until the last answer": [f"{load.took_s:.1f} s" for load in loads],
        "messages": [f"{load.calls.get('sendMessage', 0):,}" for load in loads],
        "most in any second": [f"{load.most}" for load in loads],
        "flood limits broken": [_counts(load.broken) for load in loads],
        "bot's share of a core": [_share(load.bot_cpu) for load in loads],
        "server's share of a core": [_share(load.server_cpu) for load in loads],
    }
    for name, cells in rows.items():
        table.add_row(name, *cells)
    return table


def _tell(load: Load) -> None:
    """What is not as it should be."""
    if load.unanswered:
        shown = ", ".join(map(str, load.unanswered[:20])) + (" …" if len(load.unanswered) > 20 else "")
        print(f"{load.name}: {len(load.unanswered)} without an answer, by number: {shown}", file=sys.stderr)
    for what, count in load.refused.items():
        print(f"{load.name}: the server said {count} times: {what}", file=sys.stderr)


def _number(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{value:,.0f} {unit}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "0"
