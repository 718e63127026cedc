"""`python -m bot` as a process of its own, with a small folder of knowledge, for tests that start, kill and restart it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from tests.bot_api import BotApi, Chat, Message
from tests.conftest import Folder
from tests.nursery import Forked

ROOT = Path(__file__).parent.parent
START_S = 60.0  # that a start may take on a slow machine
WAKES_S = 30.0  # within which a bot that starts on a slow machine says what is due

SOURCES = ["[Handreiking](https://example.org/handreiking)"]


def small_knowledge(root: Path) -> Path:
    """Entries with titles that are answered outright, two that are alike, and one that is long."""
    folder = Folder(root)
    for source, title, asks, body, see in (
        (
            "nl/faq/melden.md",
            "Waar melden we een doorlopende leerroute?",
            ["hoe meld ik de leerroute bij DUO"],
            "U meldt de route bij **DUO**.\n\n## Meer weten\nDat kan het hele jaar.",
            ["faq/tekenen"],
        ),
        (
            "en/faq/melden.md",
            "Where do we register a continuing learning route?",
            ["how do I register the route with DUO"],
            "You register the route with **DUO**.",
            [],
        ),
        (
            "nl/faq/tekenen.md",
            "Wie tekent de samenwerkingsovereenkomst?",
            ["wie zet zijn handtekening onder de overeenkomst"],
            "De besturen tekenen & dateren haar.",
            ["faq/melden"],
        ),
        ("nl/faq/kosten-vmbo.md", "Wat kost een les voor het vmbo?", [], "Voor het vmbo niets.", []),
        ("nl/faq/kosten-mbo.md", "Wat kost een les voor het mbo?", [], "Voor het mbo tien euro.", []),
        (
            "nl/faq/stappenplan.md",
            "Welke stappen zet een school in het eerste jaar?",
            ["het stappenplan van het eerste jaar"],
            "\n\n".join(
                f"**Stap {step}** {'Overleg met elkaar en schrijf op wat u afspreekt. ' * 8}" for step in range(16)
            ),
            [],
        ),
    ):
        extra: dict[str, list[str]] = {"see": see} if see else {}
        extra |= {"asks": asks} if asks else {}
        folder.save(source, title=title, body=body, topics=["T001"], sources=SOURCES, checked="2026-11-22", **extra)
    return root


class MovedClock:
    """A clock that a test moves, and that a bot in another process reads."""

    def __init__(self, path: Path, now: datetime) -> None:
        self.path = path
        self.set(now)

    def set(self, now: datetime) -> None:
        """It is that time from now on, with its zone."""
        self.now = now
        draft = self.path.with_suffix(".new")
        draft.write_text(now.isoformat())
        draft.replace(self.path)


async def replied(telegram: BotApi, chat: Chat, count: int) -> Message:
    """The last of so many messages of the bot, which may be starting."""
    await telegram.until(lambda: len(chat.replies) >= count, WAKES_S, what=f"{count} messages: {chat.screen()}")
    return chat.replies[count - 1]


class BotProcess:
    """The bot, started any number of times on one VAR_DIR."""

    def __init__(
        self, telegram: BotApi, knowledge: Path, var: Path, *, clock: "MovedClock | None" = None, **environment: str
    ) -> None:
        """clock: what the bot takes for the time; None: the time."""
        self.telegram = telegram
        self._program = "bot"
        if clock is not None:
            self._program = "tests.moved_bot"
            environment |= {"MOVED_CLOCK": str(clock.path)}
        self.var = var
        self.log_path = var.parent / f"{var.name}.log"
        own = {
            "BOT_TOKEN": telegram.token,
            "BOT_API_URL": telegram.url,
            "KNOWLEDGE_DIR": str(knowledge),
            "VAR_DIR": str(var),
            "LOG_LEVEL": "DEBUG",
        }
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        self.environment = kept | own | environment
        self.under: list[str] = []  # a program that runs it
        self._process: Forked | subprocess.Popen[bytes] | None = None

    async def start(self) -> Self:
        """Run it, and wait until it takes updates."""
        polls = len(self.telegram.calls("getUpdates"))
        hooks = len(self.telegram.calls("setWebhook"))
        await self.launch()
        await self.telegram.until(
            lambda: (
                self._has_ended()
                or len(self.telegram.calls("getUpdates")) > polls
                or any(call.is_ok for call in self.telegram.calls("setWebhook")[hooks:])
            ),
            START_S,
            what="a bot that takes updates",
        )
        if self._has_ended():
            raise AssertionError(f"the bot ended while it started:\n{self.log}")
        return self

    async def launch(self) -> None:
        """Run it, and don't wait for anything: by Python anew where a program or modules of the test's own come first."""
        if not self.under and "PYTHONPATH" not in self.environment:
            self._process = await asyncio.to_thread(Forked, self._program, self.environment, self.log_path)
            return
        program = [*self.under, sys.executable, "-m", self._program]
        with self.log_path.open("ab") as log:
            self._process = await asyncio.to_thread(
                subprocess.Popen, program, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        """As by kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> tuple[int, float]:
        """(exit status, seconds it took) after SIGTERM; nothing is done where it has ended already."""
        started_s = time.monotonic()
        return await self._end(signal.SIGTERM), time.monotonic() - started_s

    async def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        try:
            return await self.ended(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
            raise AssertionError(f"the bot did not end within 15 s of {how.name}:\n{self.log[-3000:]}") from None

    async def ended(self, patience_s: float) -> int:
        """Its exit status, once it has ended. Raises subprocess.TimeoutExpired."""
        assert self._process is not None, "it was launched"
        return await asyncio.to_thread(self._process.wait, patience_s)

    def _has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    @property
    def log(self) -> str:
        return self.log_path.read_text("utf-8", "replace") if self.log_path.exists() else ""


def has_ended(number: int) -> bool:
    """Whether a process has, also where nobody waited for it yet."""
    try:
        os.kill(number, 0)
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except ProcessLookupError:
        return True
    except OSError:  # it ended just now, or this system has no /proc
        return Path("/proc/self").exists()


@contextmanager
def free_port() -> Iterator[int]:
    """A port that nobody has; it is let go of at once, for the bot to take."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    yield port
