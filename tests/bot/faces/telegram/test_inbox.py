import asyncio
import json
import logging
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telegram import Bot, Update

from bot.faces.telegram.inbox import HANDS, Inbox
from bot.records.people import Keys
from bot.records.records import Records, RecordsError
from bot.records.updates import Arrived, UpdateRecords
from tests.house import SHELVES

KEYS = Keys(b"k" * 32)
BOT = Bot("1:x")


def update_of(update_id: int, text: str = "mag dat?") -> Update:
    message = {
        "message_id": update_id,
        "date": 1_800_000_000,
        "chat": {"id": 1, "type": "private", "first_name": "A"},
        "from": {"id": 1, "is_bot": False, "first_name": "A"},
        "text": text,
    }
    return Update.de_json({"update_id": update_id, "message": message}, BOT)


class Process:
    """One of those that share a folder."""

    def __init__(self, folder: Path, records: Records | None = None) -> None:
        self.records = records or Records(folder / "records.db", KEYS, SHELVES)
        self.folder = folder

    async def start(self) -> "Process":
        await self.records.open()
        self.inbox = Inbox(self.records, KEYS, self.folder / "running")
        await self.inbox.restore(BOT)
        return self

    async def end(self) -> None:
        """What kill -9 leaves: locks are free, and nothing is crossed off."""
        await self.inbox.close()
        await self.records.close()

    def queued(self) -> list[int]:
        """Ids of what is in the queue, which is emptied."""
        found = []
        while not self.inbox.empty():
            item = self.inbox.get_nowait()
            assert isinstance(item, Update)
            found.append(item.update_id)
        return found


Start = Callable[[], Awaitable[Process]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts processes, and ends those that still run."""
    made: list[Process] = []

    async def start_one() -> Process:
        made.append(await Process(tmp_path).start())
        return made[-1]

    yield start_one
    for process in made:
        await process.end()


async def test_update_comes_out_as_it_went_in(start: Start) -> None:
    first = await start()
    await first.inbox.put(update_of(1))
    await first.end()

    second = await start()

    assert (await second.inbox.get()).to_dict() == update_of(1).to_dict()  # type: ignore[attr-defined]


async def test_what_is_no_update_passes_through(start: Start) -> None:
    process = await start()
    stop = object()

    await process.inbox.put(stop)

    assert await process.inbox.get() is stop
    assert await process.records.updates.waiting() == 0


async def test_update_is_on_disk_when_put_returns_and_gone_when_done_does(start: Start) -> None:
    process = await start()

    await process.inbox.put(update_of(1))
    during = await process.records.updates.waiting()
    await process.inbox.done(1)

    assert (during, await process.records.updates.waiting()) == (1, 0)


async def test_update_that_telegram_brings_again_is_queued_once(start: Start) -> None:
    process = await start()
    await asyncio.gather(*(process.inbox.put(update_of(update_id)) for update_id in (1, 2, 1)))
    await process.inbox.done(1)
    await process.inbox.put(update_of(1))

    assert process.queued() == [1, 2]


async def test_updates_are_queued_in_the_order_in_which_they_were_put(start: Start) -> None:
    process = await start()
    ids = list(range(100))
    random.Random(1).shuffle(ids)

    await asyncio.gather(*(process.inbox.put(update_of(update_id)) for update_id in ids))

    assert process.queued() == ids


async def test_updates_written_down_together_are_put_without_a_trip_to_the_disk(start: Start) -> None:
    process = await start()
    await process.inbox.put(update_of(1))
    brought = [update_of(update_id).to_dict() for update_id in range(5)]
    await process.inbox.take_in(brought, BOT)
    updates = await process.inbox.take_in(brought, BOT)  # Telegram brings them again where it was not heard
    await process.records.close()

    for update in updates:
        if update.update_id != 1:
            await process.inbox.put(update)

    assert process.queued() == [1, 0, 2, 3, 4]


async def test_update_whose_putting_is_cut_short_is_answered_all_the_same(start: Start) -> None:
    """python-telegram-bot cancels its polling when it stops; the bot may go on, and Telegram brings the update again."""
    process = await start()
    putting = asyncio.create_task(process.inbox.put(update_of(1)))
    await asyncio.sleep(0)
    putting.cancel()
    await asyncio.gather(putting, return_exceptions=True)

    await process.inbox.put(update_of(1))

    assert process.queued() == [1]


async def test_living_process_keeps_what_it_has_in_hand(start: Start) -> None:
    first, second = await start(), await start()
    await first.inbox.put(update_of(1))

    taken = await second.inbox.restore(BOT)
    await first.end()

    assert (taken, await second.inbox.restore(BOT), second.queued()) == (0, 1, [1])


async def test_watching_takes_over_what_a_process_leaves(start: Start) -> None:
    first, second = await start(), await start()
    await first.inbox.put(update_of(1))
    watching = asyncio.create_task(second.inbox.watch(BOT))
    await asyncio.sleep(0.1)

    await first.end()
    found = await asyncio.wait_for(second.inbox.get(), 10)

    assert isinstance(found, Update)
    assert found.update_id == 1
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def left_behind(start: Start, count: int, tries: int = 0) -> Process:
    """A process that inherited so many updates, each of which was tried so often."""
    first = await start()
    for update_id in range(1, count + 1):
        await first.inbox.put(update_of(update_id))
        for _ in range(tries):
            await first.records.updates.retried(update_id)
    await first.end()
    return await start()


async def begun(process: Process, ids: Sequence[int]) -> tuple[list[asyncio.Task[None]], list[int]]:
    """Tasks in which updates begin, and which of them have by now."""
    tasks = [asyncio.create_task(process.inbox.begin(update_id)) for update_id in ids]
    await asyncio.wait(tasks, timeout=0.2)
    return tasks, [update_id for update_id, task in zip(ids, tasks, strict=True) if task.done()]


async def tries(process: Process) -> dict[int, int]:
    """Of each update that waits."""
    return dict(
        await process.records._database.read(
            lambda db: db.execute("select id, tries from updates where done is null and tries > 0").fetchall()
        )
    )


async def test_update_that_waits_for_its_turn_has_not_been_tried(start: Start) -> None:
    """In a restart loop a whole crowd was given up, since all of it had begun to wait."""
    process = await left_behind(start, HANDS + 5)

    tasks, ids = await begun(process, range(1, HANDS + 6))
    during = await tries(process)
    for update_id in (1, 2):
        await process.inbox.done(update_id)
    await asyncio.wait(tasks, timeout=0.2)

    assert (ids, during) == ([*range(1, HANDS + 1)], dict.fromkeys(range(1, HANDS + 1), 1))
    assert [task.done() for task in tasks].count(True) == HANDS + 2
    for task in tasks:
        task.cancel()


async def test_update_that_waits_for_telegram_keeps_nobody_from_beginning(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.faces.telegram.inbox.HELD_S", 0.3)
    process = await left_behind(start, HANDS + 5)

    tasks, ids = await begun(process, range(1, HANDS + 6))
    await asyncio.wait(tasks, timeout=2)

    assert (len(ids), all(task.done() for task in tasks)) == (HANDS, True)


async def test_updates_that_are_suspect_begin_one_by_one(start: Start) -> None:
    """If the process ends now, it is known which of them it was."""
    process = await left_behind(start, 3, tries=1)

    tasks, ids = await begun(process, [1, 2, 3])
    await process.inbox.done(1)
    await asyncio.wait(tasks, timeout=0.2)

    assert (ids, await tries(process)) == ([1], {2: 2, 3: 1})
    for task in tasks:
        task.cancel()


async def test_update_that_is_left_while_it_waits_begins_in_no_other_place(start: Start) -> None:
    process = await left_behind(start, HANDS + 1)
    tasks, _ = await begun(process, range(1, HANDS + 2))

    tasks[-1].cancel()
    process.inbox.leave(HANDS + 1)
    process.inbox.leave(1)

    assert HANDS + 1 not in await tries(process)
    [again], ids = await begun(process, [HANDS + 1])
    assert ids == [HANDS + 1]
    await again


async def test_sign_of_life_that_fails_ends_nothing(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    process = await start()
    running = process.folder / "running"
    await asyncio.to_thread(shutil.rmtree, running)
    await asyncio.to_thread(running.touch)

    await process.inbox.beat()

    assert [record.getMessage() for record in caplog.records] == [
        "updates are handled without being written down; what is in hand at a crash is lost: this process can't show that it "
        "is alive (Not a directory)"
    ]
    await asyncio.to_thread(running.unlink)


async def test_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "running").write_text("a file")

    with pytest.raises(RecordsError, match=r"running can't be written \(.+\); let the bot write to that folder$"):
        Inbox(Records(tmp_path / "records.db", KEYS, SHELVES), KEYS, tmp_path / "running")


class FullDisk(UpdateRecords):
    """Updates on a disk that is full for a while."""

    is_full = False

    async def write_down(self, updates: object, owner: str) -> frozenset[int]:
        if self.is_full:
            raise RecordsError("var/records.db: the disk is full; make room on it")
        return await super().write_down(updates, owner)  # type: ignore[arg-type]

    async def cross_off(self, update_id: int) -> None:
        if self.is_full:
            raise RecordsError("var/records.db: the disk is full; make room on it")
        await super().cross_off(update_id)


async def test_full_disk_keeps_nobody_from_an_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    records = Records(tmp_path / "records.db", KEYS, SHELVES)
    disk = records.updates = FullDisk(records._database, KEYS, lambda: datetime.now(UTC))
    process = await Process(tmp_path, records).start()
    await process.inbox.put(update_of(1))
    disk.is_full = True

    for update_id in (1, 2, 3, 2):
        await process.inbox.put(update_of(update_id))
    await process.inbox.take_in([update_of(4).to_dict()], BOT)
    await process.inbox.put(update_of(4))
    queued = process.queued()
    for update_id in (1, 2):
        await process.inbox.done(update_id)

    assert queued == [1, 2, 3, 4]
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]  # said once, not a thousand times
    assert "are handled without being written down" in caplog.text

    disk.is_full = False
    watching = asyncio.create_task(process.inbox.watch(BOT))
    while await records.updates.waiting() != 2:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await process.end()

    second = await Process(tmp_path).start()
    assert second.queued() == [3, 4]
    await second.end()


async def test_what_is_not_on_disk_is_its_sender_s_until_it_was_handled_or_written_down(tmp_path: Path) -> None:
    records = Records(tmp_path / "records.db", KEYS, SHELVES)
    disk = records.updates = FullDisk(records._database, KEYS, lambda: datetime.now(UTC))
    process = await Process(tmp_path, records).start()
    inbox = process.inbox
    await inbox.put(update_of(1))
    await asyncio.wait_for(inbox.safe(1), 1)
    disk.is_full = True
    for update_id in (2, 3):
        await inbox.put(update_of(update_id))
    second, third = (asyncio.create_task(inbox.safe(update_id)) for update_id in (2, 3))
    await asyncio.sleep(0)

    before = second.done(), third.done()
    await inbox.done(2)
    await asyncio.wait_for(second, 1)
    handled = third.done()
    disk.is_full = False
    await inbox._catch_up()
    await asyncio.wait_for(third, 1)

    assert (before, handled) == ((False, False), False)
    await process.end()


async def test_log_names_no_words_and_no_people(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    first = await start()
    await first.inbox.put(update_of(1, "geheim"))
    await first.end()
    await start()

    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot")] == [
        "1 updates were left by a process that ended; they are answered now"
    ]


# --- what can't be read, and what nobody has to answer later

MESSAGE = update_of(1, "geheim").to_dict()["message"]
POISONED: dict[str, Any] = {
    "no date": {"update_id": 2, "message": {key: value for key, value in MESSAGE.items() if key != "date"}},
    "no chat": {"update_id": 2, "message": {key: value for key, value in MESSAGE.items() if key != "chat"}},
    "a date of no year": {"update_id": 2, "message": MESSAGE | {"date": 10**18}},
    "a word for a date": {"update_id": 2, "message": MESSAGE | {"date": "geheim"}},
    "a word for a message": {"update_id": 2, "message": "geheim"},
    "a list for a user": {"update_id": 2, "message": MESSAGE | {"from": ["geheim"]}},
    "no user of a press": {"update_id": 2, "callback_query": {"id": "1", "data": "geheim"}},
    "no number": {"message": MESSAGE},
    "a word for a number": {"update_id": "geheim", "message": MESSAGE},
    "a number out of all bounds": {"update_id": 10**30, "message": MESSAGE},
    "a list": ["geheim"],
    "nothing": None,
}


@pytest.mark.parametrize("poison", POISONED.values(), ids=POISONED)
async def test_update_that_cannot_be_read_is_named_once_kept_and_passed(
    start: Start, poison: object, caplog: pytest.LogCaptureFixture
) -> None:
    process = await start()
    brought = [update_of(1).to_dict(), poison, update_of(3).to_dict()]

    for _ in range(2):  # Telegram brings them again
        updates = await process.inbox.take_in(brought, BOT)
    for update in updates:
        await process.inbox.put(update)

    [kept] = await process.records.unreadable.latest()
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert process.queued() == [1, 3]
    assert [record.levelname for record in ours] == ["ERROR"]
    assert "geheim" not in caplog.text + kept.why + kept.shape
    assert await process.records.unreadable.count() == 1


async def test_what_cannot_be_read_lies_sealed_for_a_week(start: Start, tmp_path: Path) -> None:
    process = await start()
    await process.inbox.take_in([POISONED["no date"]], BOT)
    file = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("records.db*")))  # noqa: ASYNC240

    process.records.unreadable._clock = lambda: datetime.now(UTC) + timedelta(days=6)
    await process.records.expire(90)
    after_six_days = await process.records.unreadable.count()
    process.records.unreadable._clock = lambda: datetime.now(UTC) + timedelta(days=8)
    await process.records.expire(90)

    assert b"geheim" not in file
    assert (after_six_days, await process.records.unreadable.count()) == (1, 0)


async def test_what_cannot_be_read_goes_where_its_sender_is_forgotten(start: Start) -> None:
    process = await start()
    await process.inbox.take_in([POISONED["no date"], POISONED["a list"]], BOT)

    await process.records.forget(KEYS.pseudonym("person", 1), KEYS.pseudonym("chat", 1))

    assert [one.name for one in await process.records.unreadable.latest()] != ["2"]
    assert await process.records.unreadable.count() == 1


async def test_what_cannot_be_read_in_the_inbox_keeps_nothing_from_being_answered_at_the_next_start(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    """As after an update of the library, or a bug of it."""
    first = await start()
    bodies = [update_of(1).to_json(), json.dumps(POISONED["no date"]), "no JSON", update_of(4).to_json()]
    arrived = [Arrived(number, body) for number, body in enumerate(bodies, 1)]
    await first.records.updates.write_down(arrived, first.inbox.owner)
    await first.end()

    second = await start()
    queued = second.queued()
    await second.end()
    third = await start()

    assert (queued, third.queued()) == ([1, 4], [1, 4])
    assert await third.records.unreadable.count() == 2
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 2


async def test_full_disk_keeps_what_cannot_be_read_from_stopping_anything(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    process = await start()
    await process.records.close()
    process.records.updates = FullDisk(process.records._database, KEYS, lambda: datetime.now(UTC))
    process.records.updates.is_full = True

    for _ in range(2):
        updates = await process.inbox.take_in([POISONED["no date"], update_of(3).to_dict()], BOT)

    assert [update.update_id for update in updates] == [3]
    assert [record.levelname for record in caplog.records].count("ERROR") == 1


async def test_inline_query_is_not_written_down_and_queued_once(start: Start) -> None:
    process = await start()
    query = {"id": "1", "from": MESSAGE["from"], "query": "geheim", "offset": ""}
    for _ in range(2):
        for update in await process.inbox.take_in([{"update_id": 7, "inline_query": query}], BOT):
            await process.inbox.put(update)

    waiting = await process.records.updates.waiting()
    await process.inbox.begin(7)
    await process.inbox.done(7)

    assert (process.queued(), waiting) == ([7], 0)
    assert await process.records.updates.write_down([Arrived(7, "{}")], "x") == {7}  # it was not even crossed off


async def test_what_was_forgotten_while_it_waited_is_known(start: Start) -> None:
    process = await start()
    await process.inbox.put(update_of(1))

    await process.records.forget(KEYS.pseudonym("person", 1), KEYS.pseudonym("chat", 1))

    before = process.inbox.is_forgotten(1)
    await process.inbox.done(1)
    assert (before, process.inbox.is_forgotten(1)) == (True, False)


# What may happen: an update is brought to one of two processes, or the same ones to both at once; one takes an update from
# its queue; answers what it has taken; looks for what others left; is killed; starts.
EVENTS = st.one_of(
    st.tuples(st.just("bring"), st.integers(0, 1), st.lists(st.integers(0, 7), min_size=1, max_size=4)),
    st.tuples(
        st.sampled_from(["both", "take", "answer", "look", "kill", "start"]), st.integers(0, 1), st.just([1, 2, 3])
    ),
)


class World:
    """Telegram, and two places in which a process may run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: list[Process | None] = [None, None]
        self.taken: dict[Process, list[int]] = {}
        self.brought: set[int] = set()
        self.handled: Counter[int] = Counter()
        self.crossed_off: set[int] = set()

    async def happens(self, event: str, place: int, ids: list[int]) -> None:
        process = self.places[place]
        if event == "both":
            await asyncio.gather(*(self._bring(one, ids) for one in self.places if one))
        elif event == "start" and process is None:
            self.places[place] = await Process(self.folder).start()
        elif process is None:
            return
        elif event == "bring":
            await self._bring(process, ids)
        elif event == "take" and not process.inbox.empty():
            self._take(process)
        elif event == "answer":
            for update_id in self.taken.pop(process, []):
                await process.inbox.done(update_id)
                self.crossed_off.add(update_id)
        elif event == "look":
            await process.inbox.restore(BOT)
        elif event == "kill":
            self.places[place] = None
            await process.end()

    async def _bring(self, process: Process, ids: list[int]) -> None:
        self.brought.update(ids)
        await asyncio.gather(*(process.inbox.put(update_of(update_id)) for update_id in ids))

    def _take(self, process: Process) -> None:
        update = process.inbox.get_nowait()
        assert isinstance(update, Update)
        assert update.update_id not in self.crossed_off, "handled once more, after it was crossed off"
        assert update.update_id not in self.taken.get(process, []), "in hand twice"
        self.taken.setdefault(process, []).append(update.update_id)
        self.handled[update.update_id] += 1

    async def end(self) -> None:
        """All are killed, and one starts and answers everything."""
        for place in (0, 1):
            await self.happens("kill", place, [])
        self.places[0] = last = await Process(self.folder).start()
        while not last.inbox.empty():
            self._take(last)
        await self.happens("answer", 0, [])
        left = await last.records.updates.waiting()
        await last.end()
        assert (set(self.handled), left) == (self.brought, 0)


@settings(max_examples=30)
@given(st.lists(EVENTS, max_size=25))
@example([("start", 0, []), ("bring", 0, [1]), ("take", 0, []), ("kill", 0, []), ("start", 1, []), ("bring", 1, [1])])
@example([("start", 0, []), ("start", 1, []), ("both", 0, [1, 2]), ("take", 0, []), ("answer", 0, []), ("kill", 1, [])])
def test_each_update_is_handled_and_none_once_it_is_crossed_off(events: list[tuple[str, int, list[int]]]) -> None:
    async def live() -> None:
        with tempfile.TemporaryDirectory() as folder:
            world = World(Path(folder))
            try:
                for event in [("start", 0, []), *events]:
                    await world.happens(*event)  # type: ignore[arg-type]
            finally:
                await world.end()

    asyncio.run(live())


# A process of its own: it says what is on disk and what is crossed off, as it happens, until it is killed.
PROGRAM = """
import asyncio, sys
from pathlib import Path
from telegram import Update
from bot.faces.telegram.inbox import HANDS, Inbox
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES

folder, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])

async def live():
    keys = Keys(b"k" * 32)
    records = Records(folder / "records.db", keys, SHELVES)
    await records.open()
    inbox = Inbox(records, keys, folder / "running")
    print("start", 0, flush=True)
    async def bring(start):
        for update_id in range(start, first + count, 4):
            await inbox.put(Update(update_id))
            print("put", update_id, flush=True)
    async def answer():
        while True:
            update = await inbox.get()
            print("take", update.update_id, flush=True)
            if update.update_id % 3:
                await inbox.done(update.update_id)
                print("done", update.update_id, flush=True)
    answering = asyncio.create_task(answer())
    await asyncio.gather(*(bring(first + offset) for offset in range(4)))
    print("all", 0, flush=True)
    await answering

asyncio.run(live())
"""


def begin(folder: Path, first: int, count: int) -> "subprocess.Popen[str]":
    program = [sys.executable, "-c", PROGRAM, str(folder), str(first), str(count)]
    return subprocess.Popen(program, stdout=subprocess.PIPE, text=True)


def line_of(process: "subprocess.Popen[str]") -> str:
    """The next that it says; it is to say something."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the process has ended"
    return line


def told(output: str) -> dict[str, set[int]]:
    """What a process said, by word; a last line that was cut short is left out."""
    found: dict[str, set[int]] = {word: set() for word in ("start", "put", "take", "done", "all")}
    for line in output.splitlines(keepends=True):
        if line.endswith("\n"):
            word, number = line.split()
            found[word].add(int(number))
    return found


@pytest.mark.parametrize("after_s", [0.05, 0.2, 0.5], ids=str)
async def test_killed_process_leaves_what_it_had_not_answered_and_nothing_else(tmp_path: Path, after_s: float) -> None:
    process = begin(tmp_path, 1, 5000)
    assert process.stdout is not None
    said = process.stdout.readline()
    await asyncio.sleep(after_s)
    process.kill()
    said += process.communicate()[0]
    before = told(said)

    heir = await Process(tmp_path).start()
    left = heir.queued()

    crossed_off_unsaid = before["put"] - before["done"] - set(left)  # the one that was being crossed off, if any
    assert crossed_off_unsaid <= {update_id for update_id in before["take"] if update_id % 3}
    assert len(crossed_off_unsaid) <= 1
    assert set(left) & before["done"] == set()
    assert left == sorted(left)
    assert len(before["put"]) > 0
    await heir.end()


async def test_two_processes_share_updates_and_the_living_takes_over_from_the_dead(
    start: Start, tmp_path: Path
) -> None:
    """As in a deploy: both are brought the same updates, and each is handled by one of them."""
    mine = await start()
    process = begin(tmp_path, 1, 200)
    assert process.stdout is not None
    said = process.stdout.readline()
    await asyncio.gather(*(mine.inbox.put(update_of(update_id)) for update_id in range(200, 0, -1)))
    while not said.endswith("all 0\n"):
        said += line_of(process)
    while not (said.count("take") == 200 - mine.inbox.qsize() and said.endswith("\n")):
        said += line_of(process)
    other, own = told(said), mine.queued()
    for update_id in own:
        await mine.inbox.done(update_id)
    early = await mine.inbox.restore(BOT)

    process.kill()
    process.communicate()
    await mine.inbox.restore(BOT)

    assert set(own) | other["take"] == set(range(1, 201))
    assert set(own) & other["take"] == set()
    assert early == 0
    assert set(mine.queued()) >= {update_id for update_id in other["take"] if not update_id % 3}
