"""A deploy in which two versions run side by side: the earlier goes on with the tables that the later has brought up to date."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.records.people import Keys
from bot.records.questions import Noted, Where
from bot.records.records import Records
from index.answer import Outcome
from tests.house import SHELVES, STEPS
from tests.postgres import new_database

pytestmark = pytest.mark.one_engine

KEYS = Keys(b"k" * 32)
NOTED = Noted("ans", "ans alone", "nl", Outcome.UNKNOWN, None, 0.1, False, 40.0, Where.PRIVATE, "wie tekent de akte")
# What an earlier version doesn't notice. A column that is added is empty, or has a default: SQLite takes no other.
ADDITIVE = re.compile(
    r"\s*(create table|create (unique )?index|alter table \w+ add column|update|insert into)\b", re.IGNORECASE
)


class Recorder:
    """A database that remembers what it is told to do."""

    def __init__(self) -> None:
        self._db, self.told = Database(memory=True), list[str]()

    def execute(self, sql: str, parameters: Any = None) -> Any:
        self.told.append(sql)
        return self._db.execute(sql, parameters or [])

    def query(self, sql: str, params: Any = None) -> Any:
        return self._db.query(sql, params or [])


async def test_steps_take_nothing_away_that_an_earlier_version_needs() -> None:
    recorder = Recorder()

    for name in sorted(STEPS._names):
        for step in STEPS._parts[name]:
            step.take(recorder)  # type: ignore[arg-type]

    assert len(recorder.told) > 60
    assert [sql for sql in recorder.told if not ADDITIVE.match(sql)] == []


@pytest.fixture(params=["a file", "a server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where there are no records yet."""
    if request.param == "a file":
        yield tmp_path / "records.db"
        return
    with new_database() as made:
        yield made


async def test_earlier_version_goes_on_while_the_later_one_starts(place: Path | str) -> None:
    """Here of two where the later has rooms that the earlier doesn't know."""
    earlier, later = (Records(place, KEYS, rooms) for rooms in ((), SHELVES))
    await earlier.open()
    first = await earlier.questions.asked(NOTED)
    await later.open()

    numbers = [first, await earlier.questions.asked(NOTED), await later.questions.asked(NOTED)]
    gone = await earlier.forget("ans", "ans alone")
    await earlier.close()
    await later.close()

    assert (numbers, gone.rows) == ([1, 2, 3], 3)
