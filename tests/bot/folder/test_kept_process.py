"""A process whose content is kept in a database: a command's import is on its site within two seconds."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests import postgres
from tests.bot_process import ROOT, small_knowledge
from tests.conftest import Folder
from tests.site_process import read, running

pytest.importorskip("psycopg", reason="psycopg is not installed")

from bot.records.postgres import connect

DATA_KEY = "a key for this test alone"
LIVE_S = 2.0


def run(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=ROOT,
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def connections(url: str) -> list[str]:
    """By the names that processes give them."""
    with connect(url, "tests") as server:
        rows = server.execute(
            "select application_name from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() order by 1"
        ).fetchall()
    return [name for (name,) in rows]


def seconds_until_there(address: str) -> float:
    begun_s = time.monotonic()
    while True:
        try:
            assert "Ja, in het bad." in read(address)
            return time.monotonic() - begun_s
        except HTTPError:
            if time.monotonic() - begun_s > LIVE_S:
                raise
            time.sleep(0.05)


def test_import_is_on_the_site_of_a_process_that_runs_and_comes_out_again(tmp_path: Path) -> None:
    with postgres.new_database() as url:
        settings = {"DATABASE_URL": url, "DATA_KEY": DATA_KEY, "VAR_DIR": str(tmp_path / "var")}
        Folder(tmp_path / "in").save("nl/faq/olifant.md", title="mag een olifant zwemmen", body="Ja, in het bad.")
        migrated = run("migrate", **settings)
        with running(tmp_path, small_knowledge(tmp_path / "ships"), KNOWLEDGE="database", **settings) as (site, _):
            put_in = run("knowledge", "import", tmp_path / "in", **settings)
            took_s = seconds_until_there(f"{site}/nl/faq/olifant")
            held, health = connections(url), json.loads(read(f"{site}/health"))
        taken_out = run("knowledge", "export", tmp_path / "out", **settings)

        assert [one.returncode for one in (migrated, put_in, taken_out)] == [0, 0, 0], put_in.stderr + taken_out.stderr
        assert took_s < LIVE_S
        assert held == ["verbinder listens", "verbinder reads", "verbinder writes"]
        assert 3 * len(held) <= 10
        assert "PostgreSQL" in health["links"]["database"]["why"], health
        assert (tmp_path / "out/nl/faq/olifant.md").read_bytes() == (tmp_path / "in/nl/faq/olifant.md").read_bytes()
        assert sorted(path.name for path in (tmp_path / "var" / "knowledge").iterdir()) == ["running"]
