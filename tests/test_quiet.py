"""Whatever is started tells nobody: it looks no name up but Telegram's, and leaves nothing outside VAR_DIR and TMPDIR.

Without CI in the environment, since a library that we load tells its maker nothing where that is set; and with HOME in an empty
folder. What libraries do in other languages than Python is seen by strace alone, which skips where it isn't there.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.bot_api import BotApi
from tests.bot_process import BotProcess, small_knowledge

ROOT = Path(__file__).parent.parent
LONG_S = 300.0  # that a command may take on a slow machine, watched
SIGNING = "Wie tekent de samenwerkingsovereenkomst?"
KEY = "een sleutel die niemand raadt"
ADMIN = 900

# Run first by each process of Python: notes the names that are looked up, and where it connects to.
LISTENER = """
import os, sys
def hear(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.connect"):
        where = arguments[0] if event != "socket.connect" else arguments[1]
        told = repr(where)
        if not any(own in told for own in ("127.0.0.1", "::1", "localhost")) and not isinstance(where, (bytes, str)) or (
            isinstance(where, str) and "." in where and not where.startswith(("127.", "/"))
        ):
            with open(os.path.join(os.environ["TMPDIR"], "asked"), "a") as file:
                file.write(f"{event} {told}\\n")
sys.addaudithook(hear)
"""
STRACE = shutil.which("strace")
CALLS = "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,truncate"
NETWORK = "connect,sendto,sendmsg,sendmmsg"
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
_PATH = re.compile(r'(?:AT_FDCWD(?:<(?P<here>[^>]*)>)?|\d+<(?P<folder>[^>]*)>)?(?:, )?"(?P<path>(?:[^"\\]|\\.)*)"')
_CALL = re.compile(r"^\d+\s+(?P<name>\w+)\((?P<rest>.*)$")
_ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')


@dataclass
class Home:
    """Where a command runs, and what it may leave."""

    root: Path

    def __post_init__(self) -> None:
        for name in ("home", "tmp", "first", "knowledge"):
            (self.root / name).mkdir()
        (self.root / "first" / "sitecustomize.py").write_text(LISTENER)
        small_knowledge(self.root / "knowledge")

    @property
    def var(self) -> Path:
        return self.root / "var"

    @property
    def environment(self) -> dict[str, str]:
        """What a host has that is nobody's CI."""
        own = {
            name: str(self.root / folder) for name, folder in (("HOME", "home"), ("TMPDIR", "tmp"), ("VAR_DIR", "var"))
        }
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        # Python's own compiled files lie beside the code, as for any program in it.
        python = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self.root / "first")}
        return {**kept, **own, **python, "KNOWLEDGE_DIR": str(self.root / "knowledge"), "DATA_KEY": KEY}

    @property
    def asked(self) -> str:
        """Names that Python looked up, and where it connected to outside this machine."""
        heard = self.root / "tmp" / "asked"
        return heard.read_text() if heard.exists() else ""

    @property
    def left_at_home(self) -> list[str]:
        return sorted(str(path.relative_to(self.root)) for path in (self.root / "home").rglob("*"))

    @property
    def watcher(self) -> list[str]:
        """What runs a command under strace; nothing where there is none."""
        if STRACE is None:
            return []
        options = ("-D", "-f", "-qq", "-y", "-s", "300", "--seccomp-bpf", "-e", f"trace={CALLS},{NETWORK}")
        return [STRACE, *options, "-o", str(self.root / "trace")]

    def trespasses(self) -> list[str]:
        """System calls that wrote outside VAR_DIR and TMPDIR, or spoke to another machine."""
        allowed = [*(self.root / name for name in ("var", "tmp")), Path("/dev"), Path("/proc")]
        lines = (self.root / "trace").read_text("utf-8", "replace").splitlines()
        return [line for line in lines if _trespasses(line, allowed)]


def _trespasses(line: str, allowed: Sequence[Path]) -> bool:
    call = _CALL.match(line)
    if call is None:
        return False
    name, rest = call["name"], call["rest"]
    if name in NETWORK.split(","):  # also where it came to nothing: it was tried
        found = _ADDRESS.search(rest)  # none: a socket of this machine, or one that is connected
        return found is not None and not ip_address(found[1] or found[2]).is_loopback
    if re.search(r"= -1 E\w+", rest) or (name in ("open", "openat") and not _WRITES.search(rest)):
        return False
    paths = [Path(match["folder"] or match["here"] or ROOT, match["path"]) for match in _PATH.finditer(rest)]
    return not all(any(_plain(path).is_relative_to(place) for place in allowed) for path in paths)


def _plain(path: Path) -> Path:
    """Without dots, and without following links: it may be gone by now."""
    return Path(os.path.normpath(path))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def assert_quiet(home: Home) -> None:
    assert (home.asked, home.left_at_home) == ("", [])
    if home.watcher:
        assert home.trespasses() == []


def run(home: Home, *command: str, said: str = "", seconds: float | None = None, **environment: str) -> str:
    """What it printed; seconds: after these it is killed, else it has to end well."""
    process = subprocess.Popen(
        [*home.watcher, sys.executable, "-m", *command],
        cwd=ROOT,
        env=home.environment | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        printed, _ = process.communicate(said, timeout=seconds or LONG_S)
    except subprocess.TimeoutExpired:
        assert seconds, f"{command} took more than {LONG_S:.0f} s"
        process.kill()
        printed, _ = process.communicate(timeout=60)
    assert seconds or process.returncode in (0, 1), printed
    return printed


def records(home: Home) -> None:
    """Some, to back up and to count."""

    async def ask() -> None:
        async with BotApi() as telegram:
            bot = BotProcess(telegram, home.root / "knowledge", home.var, DATA_KEY=KEY)
            await bot.start()
            asker = telegram.person(7)
            asker.says(SIGNING)
            await telegram.answers(asker, timeout_s=60)
            await bot.stop()

    asyncio.run(ask())


async def test_bot_on_telegram_tells_nobody(home: Home) -> None:
    """With a question, a document that is read and a picture that is drawn, each by a process of its own."""
    async with BotApi() as telegram:
        bot = BotProcess(telegram, home.root / "knowledge", home.var, ADMIN_IDS=str(ADMIN))
        bot.environment = home.environment | {
            name: value for name, value in bot.environment.items() if name.startswith(("BOT_", "ADMIN_"))
        }
        bot.under = home.watcher
        await bot.start()
        admin = telegram.person(ADMIN)
        for at in range(10):
            admin.says(SIGNING)
            await telegram.answers(admin, at + 1, timeout_s=60)
        admin.says("/statistiek")
        picture = await telegram.answers(admin, 11, timeout_s=120)
        admin.sends_document(name="vragen.html", content=b"<html><h1>Wie meldt?</h1><p>De school.</p></html>")
        await telegram.until(lambda: any("vragen.html" in message.text for message in admin.replies), 120)
        await bot.stop()

    assert "photo" in picture.extra
    assert "CI" not in bot.environment
    assert_quiet(home)


def test_bot_in_a_terminal_tells_nobody(home: Home) -> None:
    assert "tekenen & dateren" in run(home, "bot", said=f"{SIGNING}\n/privacy\n")
    assert_quiet(home)


def test_commands_of_the_bot_tell_nobody(home: Home) -> None:
    records(home)
    backup = home.var / "verbinder.backup"

    printed = [
        run(home, "bot", *command) for command in (("export",), ("backup", str(backup)), ("restore", str(backup)))
    ]

    assert [line.split(",")[0] for line in (printed[0].splitlines()[0], printed[1].split(":")[0])] == [
        "monday",
        str(backup),
    ]
    assert_quiet(home)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("index", "ask", "--json", SIGNING), id="ask"),
        pytest.param(("knowledge",), id="the folder"),
        pytest.param(("index.training", "/nowhere"), id="training, as far as without text"),
    ],
)
def test_commands_that_end_tell_nobody(home: Home, command: tuple[str, ...]) -> None:
    run(home, *command, KNOWLEDGE_DIR="")  # what ships, which lies in git

    assert_quiet(home)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("index", "evaluate", "--check"), id="evaluate"),
        pytest.param(("index", "evaluate", "--changed"), id="what changed"),
        pytest.param(("index", "bench", "--quick", "--picture", "{tmp}/bench.png"), id="bench of the index"),
        pytest.param(("bot", "bench", "--quick"), id="bench of the bot"),
    ],
)
def test_commands_that_take_minutes_tell_nobody_while_they_begin(home: Home, command: tuple[str, ...]) -> None:
    run(home, *(part.format(tmp=home.root / "tmp") for part in command), seconds=10)

    assert_quiet(home)


def test_documents_are_read_in_quiet(home: Home) -> None:
    page = home.root / "vragen.html"
    page.write_text("<html><h1>Wie meldt?</h1><p>De school.</p></html>")

    printed = run(home, "knowledge", "import", str(page))

    assert str(home.var / "drafts") in printed
    assert_quiet(home)


def test_libraries_keep_their_lists_in_var_dir(home: Home) -> None:
    """As after the figures of /statistiek, and of `make evaluate WRITE=1` and `make bench`."""
    pytest.importorskip("matplotlib")
    (home.root / "first" / "draws.py").write_text(
        "import os, pathlib, index.__main__\nfrom knowledge import quiet\nquiet.keep_in(pathlib.Path(os.environ['VAR_DIR']))\n"
        "import matplotlib\nmatplotlib.use('Agg')\nfrom matplotlib import pyplot\npyplot.figure()\n"
    )

    run(home, "draws")

    assert_quiet(home)
    assert list((home.var / "matplotlib").iterdir())


@pytest.mark.skipif(STRACE is None, reason="strace is not installed (apt-get install strace)")
def test_strace_sees_what_a_library_would_tell(home: Home) -> None:
    """Without it, the tests above would pass whatever a library in another language does."""
    (home.root / "first" / "tells.py").write_text(
        "import ctypes, os, pathlib, socket\nlibc = ctypes.CDLL(None)\n"
        "libc.mkdir(str(pathlib.Path.home() / 'id').encode(), 0o700)\n"
        "file = libc.open(str(pathlib.Path.home() / 'id' / 'x').encode(), os.O_CREAT | os.O_WRONLY, 0o600)\n"
        "libc.close(file)\n"
        "with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:\n    one.connect(('192.0.2.1', 53))\n"
    )

    run(home, "tells")

    assert [line.split("(")[0].split()[-1] for line in home.trespasses()] == ["mkdir", "openat", "connect"]
    assert (home.left_at_home, "192.0.2.1" in home.asked) == (["home/id", "home/id/x"], True)
