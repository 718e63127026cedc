"""Backups of records: made of what stands there at one moment, put back whole or not at all."""

import asyncio
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.records.backup import Made, back_up
from bot.records.backup_errors import BackupError
from bot.records.people import KEY_FILE, Keys
from bot.records.questions import Noted, Where
from bot.records.records import Records
from bot.records.restore import Restored, restore
from bot.records.running import Running
from bot.records.sealed_file import HEAD, HEAD_BYTES, MAGIC, VERSION, seal_file, sealed_bytes
from bot.records.updates import Arrived
from index.answer import Outcome
from tests.house import SHELVES, STEPS

pytestmark = pytest.mark.one_engine

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 24, 11, 5, 6, tzinfo=UTC)
DATA_KEY = "not the key of anybody at all"
NOTED = Noted("ans", "ans alone", "nl", Outcome.UNKNOWN, None, 0.1, False, 40.0, Where.PRIVATE, "wie tekent de akte")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys.open(tmp_path_factory.mktemp("none"), DATA_KEY)[0]


@pytest.fixture
def var(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    return folder


async def ask(var: Path, keys: Keys, *words: str) -> None:
    """Questions that are kept, by a bot that ends."""
    records = Records(var / "records.db", keys, SHELVES)
    await records.open()
    for one in words:
        await records.questions.asked(replace(NOTED, words=one))
    await records.close()


async def asked(var: Path, keys: Keys) -> list[str | None]:
    """The words that are kept, oldest first, as a bot of today has them that opens the file."""
    await ask(var, keys)
    with closing(sqlite3.connect(var / "records.db")) as db:
        sealed = db.execute("select words from questions order by number").fetchall()
    return [keys.unseal(one) for (one,) in sealed]


def files(folder: Path) -> set[str]:
    """What lies there, what shows that a process runs left out."""
    return {path.name for path in folder.iterdir()} - {"running"}


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(BackupError) as raised:
        deed()
    return str(raised.value)


# --- making one


async def test_backup_holds_the_records_and_gives_them_back(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een", "twee")
    file, other = tmp_path / "a.backup", tmp_path / "other"

    made = back_up(var, keys, file, STEPS)
    restored = restore(file, other, keys, STEPS, now=NOW)

    assert (made, restored) == (Made(file.stat().st_size, 2), Restored(2, None, is_met=False))
    assert await asked(other, keys) == ["een", "twee"]
    assert [file.stat().st_mode & 0o777, (other / "records.db").stat().st_mode & 0o777] == [0o600, 0o600]


async def test_backup_shows_nothing_to_whoever_has_no_key(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")

    back_up(var, keys, tmp_path / "a.backup", STEPS)

    data = (tmp_path / "a.backup").read_bytes()
    assert [word for word in (b"SQLite", b"questions", b"unknown", b"ans alone") if word in data] == []


async def test_backup_is_of_one_moment_while_others_write(var: Path, keys: Keys, tmp_path: Path) -> None:
    """Else each write would begin the copy anew, and a bot that is busy would have no backup."""
    await ask(var, keys, *(f"vraag {number} " + "x" * 3000 for number in range(600)))
    stop = threading.Event()

    def write() -> None:
        with sqlite3.connect(var / "records.db", timeout=10, isolation_level=None) as db:
            while not stop.is_set():
                db.execute("update people set seen = seen")
                db.execute("insert into people (person, lang, seen) values (?, 'nl', '2026')", [secrets.token_hex(16)])

    busy = threading.Thread(target=write)
    busy.start()
    try:
        made = back_up(var, keys, tmp_path / "a.backup", STEPS)
    finally:
        stop.set()
        busy.join()

    assert made.questions == 600
    assert len(await asked(var, keys)) == 600


async def test_question_that_waited_is_not_answered_again_after_a_restore(
    var: Path, keys: Keys, tmp_path: Path
) -> None:
    records = Records(var / "records.db", keys, SHELVES)
    await records.open()
    await records.updates.write_down([Arrived(7, json.dumps({"text": "wacht"}), "ans", "ans alone")], "a bot")
    await records.close()
    back_up(var, keys, tmp_path / "a.backup", STEPS)

    restore(tmp_path / "a.backup", tmp_path / "other", keys, STEPS, now=NOW)

    records = Records(tmp_path / "other" / "records.db", keys, SHELVES)
    await records.open()
    assert await records.updates.waiting() == 0
    await records.close()


async def test_backup_leaves_nothing_beside_it(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")
    (tmp_path / "backups").mkdir()

    back_up(var, keys, tmp_path / "backups" / "a", STEPS)

    assert (files(var) - {"records.db-wal", "records.db-shm"}, files(tmp_path / "backups")) == ({"records.db"}, {"a"})


async def test_backup_never_takes_the_place_of_a_file_unless_told(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")
    file = tmp_path / "a.backup"
    file.write_text("dear")

    said = refused(lambda: back_up(var, keys, file, STEPS))

    assert said == f"{file} is there already; name another file, or add --force to replace it"
    assert file.read_text() == "dear"
    assert back_up(var, keys, file, STEPS, force=True).size == file.stat().st_size


@pytest.mark.parametrize("name", ["records.db", "records.db-wal", KEY_FILE])
async def test_backup_never_takes_the_place_of_what_the_bot_works_with(var: Path, keys: Keys, name: str) -> None:
    await ask(var, keys, "een")

    said = refused(lambda: back_up(var, keys, var / ".." / "var" / name, STEPS, force=True))

    assert said.endswith("is what the bot works with; name another file")
    assert await asked(var, keys) == ["een"]


async def test_backup_wants_a_folder_that_is_there(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")

    assert refused(lambda: back_up(var, keys, tmp_path / "no" / "a", STEPS)) == (
        f"{tmp_path / 'no' / 'a'}: there is no folder '{tmp_path / 'no'}'; make it, or name one that is there"
    )
    assert refused(lambda: back_up(var, keys, tmp_path, STEPS)).startswith(f"{tmp_path} is a folder; name a file in it")


def test_backup_wants_records(var: Path, keys: Keys, tmp_path: Path) -> None:
    said = refused(lambda: back_up(var, keys, tmp_path / "a", STEPS))

    assert said == f"{var / 'records.db'}: no records there; set VAR_DIR to the folder that the bot has"


async def test_backup_with_another_key_than_the_bot_has_is_refused(var: Path, keys: Keys, tmp_path: Path) -> None:
    """It would open, and what is sealed in it would stay shut."""
    await ask(var, keys, "een")

    said = refused(lambda: back_up(var, Keys(b"o" * 32), tmp_path / "a", STEPS))

    assert said == (
        f"{var / 'records.db'} is sealed with another key; set DATA_KEY as the bot has it, or leave it out where the bot has none"
    )
    assert not (tmp_path / "a").exists()


def changed(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(sql)


def foreign(path: Path) -> None:
    changed(path, "create table cats (name text)")


def newer(path: Path) -> None:
    sql = "insert into _sqlite_migrations (migration_set, name, applied_at) values ('records', '999 cats', '2030')"
    changed(path, sql)


def damaged(path: Path) -> None:
    """In its middle, where the head doesn't tell."""
    data = bytearray(path.read_bytes())
    data[4096:-4096] = os.urandom(len(data) - 8192)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        pytest.param(
            foreign, "is a database of another program; set VAR_DIR to the folder that the bot has", id="foreign"
        ),
        pytest.param(newer, "was written by a newer version of the bot (it knows '999 cats')", id="newer"),
        pytest.param(damaged, "is damaged", id="damaged"),
        pytest.param(lambda path: path.write_text("cats" * 999), "is damaged, or no database", id="no database"),
    ],
)
async def test_backup_of_records_that_are_not_well_is_refused(
    var: Path, keys: Keys, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    if harm is not foreign:
        await ask(var, keys, *("een" * 500 for _ in range(30)))
    harm(var / "records.db")

    found = refused(lambda: back_up(var, keys, tmp_path / "a", STEPS))

    assert found.startswith(f"{var / 'records.db'} {said}")
    assert not (tmp_path / "a").exists()


# --- putting one back


async def test_records_of_before_are_kept_beside_those_of_the_backup(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)
    await ask(var, keys, "twee")

    restored = restore(tmp_path / "a", var, keys, STEPS, now=NOW)

    kept = var / "records-until-2026-11-24-120506.db"
    assert restored == Restored(1, kept, is_met=False)
    assert files(var) == {"records.db", kept.name}
    assert await asked(var, keys) == ["een"]
    shutil.copy(kept, tmp_path / "records.db")
    assert await asked(tmp_path, keys) == ["een", "twee"]


async def test_records_go_on_where_those_of_before_end(var: Path, keys: Keys, tmp_path: Path) -> None:
    """A button of a question that is gone must not speak of a new one, and nobody is told twice what was said."""
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)
    records = Records(var / "records.db", keys, SHELVES)
    await records.open()
    numbers = [await records.questions.asked(NOTED) for _ in range(3)]
    await records.deliveries.claim("reminder:1")
    await records.close()

    restore(tmp_path / "a", var, keys, STEPS, now=NOW)

    records = Records(var / "records.db", keys, SHELVES)
    await records.open()
    assert (numbers, await records.questions.asked(NOTED)) == ([2, 3, 4], 5)
    assert (await records.deliveries.claim("reminder:1"), await records.deliveries.claim("reminder:2")) == (False, True)
    await records.close()


async def test_two_restores_in_a_second_keep_both(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)

    found = [restore(tmp_path / "a", var, keys, STEPS, now=NOW).kept for _ in range(2)]

    assert [path and path.name for path in found] == [
        "records-until-2026-11-24-120506.db",
        "records-until-2026-11-24-120506-2.db",
    ]


def test_what_stood_in_the_log_is_kept_and_never_meets_other_records(var: Path, keys: Keys, tmp_path: Path) -> None:
    """A bot that was killed leaves its last questions in the log; beside other records it would be taken for theirs."""
    asyncio.run(ask(var, keys, "een"))
    back_up(var, keys, tmp_path / "a", STEPS)
    writer = (
        "import os, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('pragma journal_mode = wal')\n"
        "db.execute(\"insert into people values ('bea', 'nl', '2026')\")\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", writer, var / "records.db"], check=False)
    assert (var / "records.db-wal").stat().st_size > 0

    kept = restore(tmp_path / "a", var, keys, STEPS, now=NOW).kept

    assert kept is not None
    assert files(var) == {"records.db", kept.name}
    with sqlite3.connect(kept) as db:
        assert db.execute("select person from people").fetchall() == [("bea",)]
    with sqlite3.connect(var / "records.db") as db:
        assert db.execute("select person from people").fetchall() == []


async def test_damaged_records_are_replaced_and_kept_as_they_are(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)
    for name in ("records.db", "records.db-wal", "records.db-shm"):
        (var / name).write_text(f"not {name}" * 999)

    kept = restore(tmp_path / "a", var, keys, STEPS, now=NOW).kept

    assert await asked(var, keys) == ["een"]
    assert kept is not None
    assert kept.read_text() == "not records.db" * 999


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda data: data[:-1], "is not whole, its end is missing;", id="truncated"),
        pytest.param(lambda data: data[: len(data) // 2], "is not whole, its end is missing;", id="half"),
        pytest.param(lambda data: data[:-9] + b"X" + data[-8:], "is damaged;", id="damaged"),
        pytest.param(lambda data: b"a letter to nobody", "is no backup;", id="no backup"),
        pytest.param(lambda data: b"", "is no backup;", id="empty"),
        pytest.param(lambda data: MAGIC + b"7\n" + data, "was made by a newer version of the bot;", id="newer"),
    ],
)
async def test_backup_that_is_not_well_changes_nothing(
    var: Path, keys: Keys, tmp_path: Path, spoil: Callable[[bytes], bytes], said: str
) -> None:
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)
    await ask(var, keys, "twee")
    (tmp_path / "a").write_bytes(spoil((tmp_path / "a").read_bytes()))

    found = refused(lambda: restore(tmp_path / "a", var, keys, STEPS, now=NOW))

    assert found.startswith(f"{tmp_path / 'a'} {said}")
    assert (await asked(var, keys), files(var)) == (["een", "twee"], {"records.db"})


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        pytest.param(foreign, "what is sealed in it are no records of this bot;", id="foreign"),
        pytest.param(newer, "was made by a newer version of the bot (it knows '999 cats');", id="newer"),
        pytest.param(damaged, "what is sealed in it is damaged", id="damaged"),
        pytest.param(lambda path: path.write_text("cats" * 999), "what is sealed in it is damaged", id="no database"),
    ],
)
async def test_what_is_sealed_is_looked_at_before_anything_is_replaced(
    var: Path, keys: Keys, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    await ask(var, keys, "een")
    database, sealed = tmp_path / "b.db", tmp_path / "b"
    if harm is not foreign:
        await ask(tmp_path / "more", keys, *("een" * 500 for _ in range(30)))
        shutil.copy(tmp_path / "more" / "records.db", database)
    harm(database)
    with database.open("rb") as source, sealed.open("wb") as target:
        seal_file(source, database.stat().st_size, target, keys)

    found = refused(lambda: restore(sealed, var, keys, STEPS, now=NOW))

    assert found.replace(":", "", 1).startswith(f"{sealed} {said}")
    assert (await asked(var, keys), files(var)) == (["een"], {"records.db"})


async def test_another_key_is_told(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)

    found = refused(lambda: restore(tmp_path / "a", var, Keys(b"o" * 32), STEPS, now=NOW))

    assert found == (
        f"{tmp_path / 'a'} is sealed with another key; set DATA_KEY, or put back data.key, as it was when the backup was made"
    )


async def test_restore_waits_for_no_running_bot(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)
    bot = Running(var / "running")

    found = refused(lambda: restore(tmp_path / "a", var, keys, STEPS, now=NOW))

    bot.end()
    assert found.startswith(f"a bot is running on {var}, or another restore; stop it first")
    assert restore(tmp_path / "a", var, keys, STEPS, now=NOW).questions == 1


async def test_restore_wants_the_records_to_itself(var: Path, keys: Keys, tmp_path: Path) -> None:
    """A bot that is just starting, or Datasette."""
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)
    other = sqlite3.connect(var / "records.db")
    other.execute("select * from questions").fetchall()

    found = refused(lambda: restore(tmp_path / "a", var, keys, STEPS, now=NOW))

    other.close()
    assert found == f"{var / 'records.db'}: another program has it open; stop the bot, and whatever else reads it"


def test_restore_needs_room(var: Path, keys: Keys, tmp_path: Path) -> None:
    """The head of a file of eight terabytes, which takes no room itself."""
    size = 8 * 10**12
    with (tmp_path / "a").open("wb") as file:
        file.write(MAGIC + VERSION + HEAD.pack(bytes.fromhex(keys.fingerprint), b"s" * 16, size))
        try:
            file.truncate(sealed_bytes(size))
        except OSError:
            pytest.skip("this file system has no files of eight terabytes")

    found = refused(lambda: restore(tmp_path / "a", var, keys, STEPS, now=NOW))

    assert found.startswith(f"{var}: 8,000,000.0 MB are needed and ")
    assert (tmp_path / "a").stat().st_size > HEAD_BYTES


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
async def test_folders_that_may_not_be_written_are_told(var: Path, keys: Keys, tmp_path: Path) -> None:
    await ask(var, keys, "een")
    back_up(var, keys, tmp_path / "a", STEPS)
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)

    found = [
        refused(lambda: back_up(var, keys, shut / "a", STEPS)),
        refused(lambda: restore(tmp_path / "a", shut, keys, STEPS, now=NOW)),
    ]

    assert ["can't be written (Permission denied); run this as whoever may write there" in said for said in found] == [
        True,
        True,
    ]


def test_backup_that_is_not_there_is_told(var: Path, keys: Keys, tmp_path: Path) -> None:
    found = refused(lambda: restore(tmp_path / "none", var, keys, STEPS, now=NOW))

    assert found == (
        f"{tmp_path / 'none'} can't be read (No such file or directory); name a file that `python -m bot backup` made, and that "
        "you may read"
    )


async def test_what_a_killed_command_left_is_removed_when_nobody_can_be_at_it(
    var: Path, keys: Keys, tmp_path: Path
) -> None:
    """It holds what people may have erased since."""
    await ask(var, keys, "een")
    old, new = var / f"records.db.{'a' * 16}.part", var / f"records.db.{'b' * 16}.part"
    for path in (old, new):
        path.write_text("left")
    os.utime(old, (time.time() - 7200, time.time() - 7200))

    back_up(var, keys, tmp_path / "a", STEPS)

    assert (old.exists(), new.exists()) == (False, True)


# --- the commands


def run(command: str, *arguments: str | Path, var: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return subprocess.run(
        [sys.executable, "-m", "bot", command, *map(str, arguments)],
        cwd=ROOT,
        env=kept | {"VAR_DIR": str(var)} | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_commands_say_what_they_did_and_what_to_keep(var: Path, keys: Keys, tmp_path: Path) -> None:
    asyncio.run(ask(var, keys, "een"))

    made = run("backup", tmp_path / "a", var=var, DATA_KEY=DATA_KEY)
    restored = run("restore", tmp_path / "a", var=var, DATA_KEY=DATA_KEY)

    (kept,) = var.glob("records-until-*.db")
    assert (made.returncode, made.stderr, restored.returncode, restored.stderr) == (0, "", 0, "")
    assert made.stdout.splitlines() == [
        f"{tmp_path / 'a'}: {(tmp_path / 'a').stat().st_size / 1e6:.1f} MB, 1 question",
        "Keep DATA_KEY too, and keep it apart from the backup: without it nobody can read that, with it anybody can.",
    ]
    assert restored.stdout.splitlines() == [
        f"{var / 'records.db'}: 1 question, as in {tmp_path / 'a'}",
        f"{kept} is what was there before. Remove it once the bot runs well: what people erase, and what has been kept long "
        "enough, stays in it.",
    ]


def test_key_file_is_used_and_never_made_by_the_commands(var: Path, tmp_path: Path) -> None:
    keys, _ = Keys.open(var)
    asyncio.run(ask(var, keys, "een"))

    made = run("backup", tmp_path / "a", var=var)
    lost = run("restore", tmp_path / "a", var=tmp_path / "new")

    assert made.stdout.splitlines()[1].startswith(f"Keep a copy of {var / KEY_FILE} too, and keep it apart")
    assert (var / KEY_FILE).read_text() not in made.stdout + made.stderr
    assert (lost.returncode, lost.stderr) == (
        2,
        f"{tmp_path / 'new' / KEY_FILE} is not there and DATA_KEY is not set; set DATA_KEY as the bot had it, or put the file "
        "back (if the key is lost, move records.db away: what it holds can't be read without it, and a new one is begun)\n",
    )
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_commands_end_with_two_where_nothing_was_done(var: Path, tmp_path: Path, command: str) -> None:
    found = run(command, tmp_path / "none", var=var, DATA_KEY=DATA_KEY)

    assert (found.returncode, found.stdout, len(found.stderr.splitlines())) == (2, "", 1)


# Begins a restore time and again in a process that is killed just before it opens, names or removes its nth file, and prints
# after each how many questions the records hold then; the last one comes to its end.
KILLED = """
import os, shutil, signal, sqlite3, sys
from itertools import count
from pathlib import Path
from bot.when import clock
from bot.records.restore import restore
from bot.records.people import Keys
from tests.house import STEPS

root, data_key = Path(sys.argv[1]), sys.argv[2]
keys, _ = Keys.open(root, data_key)
for number in count():
    var = root / str(number)
    shutil.copytree(root / "present", var)
    if not (child := os.fork()):
        left = [number]

        def hook(event, arguments):
            if event in ("open", "os.link", "os.rename", "os.remove", "sqlite3.connect"):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            restore(root / "old", var, keys, STEPS, now=clock.now())
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert not os.WEXITSTATUS(status), "it has to end by being killed, or well"
    db = sqlite3.connect(var / "records.db")
    print(*db.execute("pragma quick_check").fetchone(), *db.execute("select count(*) from questions").fetchone())
    db.close()
    if not status:
        break
"""


def test_restore_that_is_killed_leaves_the_one_or_the_other_whole(keys: Keys, tmp_path: Path) -> None:
    """At whichever step: while it unseals, looks at what it has, or trades the files."""
    present = tmp_path / "present"
    asyncio.run(ask(present, keys, "een"))
    back_up(present, keys, tmp_path / "old", STEPS)
    asyncio.run(ask(present, keys, "twee"))

    found = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path, DATA_KEY], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    before, after = found.count("ok 2"), found.count("ok 1")
    assert found == ["ok 2"] * before + ["ok 1"] * after
    assert before >= 10, "it opens and names several files before the last step"
    assert after >= 2, "it is killed after the last step, too"
