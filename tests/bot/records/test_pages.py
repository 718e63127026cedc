"""Since when each entry says what it says, also where an earlier version noted it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.records.pages import Dated, Text
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES, STEPS

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CAME, CHANGED = datetime(2026, 10, 1, 12, tzinfo=UTC), datetime(2026, 10, 2, 12, tzinfo=UTC)
STEP = "022 pages, what they were called"


@pytest.mark.one_engine
async def test_what_the_version_before_noted_is_taken_as_it_stands(tmp_path: Path) -> None:
    """It had the day of the check in its digest: an upgrade would announce every entry."""
    file = Database(tmp_path / "records.db")
    STEPS.taken([name for name in STEPS._names if name < STEP]).migrate(file)
    values = ["faq/a", "nl", "of another kind", CAME.isoformat(), CHANGED.isoformat()]
    with file.conn:
        file.execute("insert into pages (entry, lang, digest, first, changed) values (?, ?, ?, ?, ?)", values)
    file.close()
    records = Records(tmp_path / "records.db", Keys(b"k" * 32), SHELVES, clock=lambda: NOON)
    await records.open()

    first = await records.pages.seen({("faq/a", "nl"): Text("1", date(2026, 11, 1))})
    then = await records.pages.seen({("faq/a", "nl"): Text("2", date(2026, 11, 1))})
    await records.close()

    assert first == {("faq/a", "nl"): Dated(CAME, CHANGED, "faq/a")}
    assert then == {("faq/a", "nl"): Dated(CAME, NOON, "faq/a")}


async def test_of_two_names_that_became_one_the_first_goes_on(tmp_path: Path) -> None:
    records = Records(tmp_path / "records.db", Keys(b"k" * 32), SHELVES, clock=lambda: NOON)
    await records.open()
    day = date(2026, 11, 1)
    await records.pages.seen({(f"faq/{name}", "nl"): Text(name, day) for name in "abc"})

    found = await records.pages.seen(
        {("faq/d", "nl"): Text("b", day, was=("faq/b", "faq/a")), ("faq/a", "en"): Text("a", day)}
    )
    await records.close()

    of_its_day = datetime(2026, 11, 1, tzinfo=UTC)
    assert found == {
        ("faq/d", "nl"): Dated(of_its_day, of_its_day, "faq/b"),
        ("faq/a", "en"): Dated(NOON, NOON, "faq/a"),
    }
    assert [one.is_of_its_day for one in found.values()] == [True, False]
