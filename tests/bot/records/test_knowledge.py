"""Versions of content files: the latest is what counts, the one before comes back, and what was replaced long ago goes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.records.knowledge import KnowledgeRecords, Version, told_key
from bot.records.people import Keys
from bot.records.records import Records
from knowledge.changes.change import EditError, FileEdit
from tests.house import SHELVES

FILE, OTHER = "nl/faq/a.md", "nl/faq/b.md"
BYTES = b"no text: \xff\x00"


class Clock:
    now = datetime(2027, 1, 4, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def records(clock: Clock) -> AsyncIterator[Records]:
    made = Records(":memory:", Keys(b"k" * 32), SHELVES, clock=clock)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
def kept(records: Records) -> KnowledgeRecords:
    return records.shelf(KnowledgeRecords)


def edit(before: bytes | None, after: bytes | None, source: str = FILE) -> FileEdit:
    return FileEdit(source, before, after)


async def test_latest_version_of_each_file_is_what_counts(kept: KnowledgeRecords) -> None:
    await kept.write("one", [edit(None, b"een"), edit(None, BYTES, OTHER)])
    await kept.write("two", [edit(b"een", "twee é".encode())])

    assert await kept.since(0) == (Version(2, 1, OTHER, BYTES), Version(3, 2, FILE, "twee é".encode()))
    assert await kept.since(2) == (Version(3, 2, FILE, "twee é".encode()),)
    assert await kept.since(3) == ()


async def test_change_that_was_made_from_another_version_is_refused_whole(kept: KnowledgeRecords) -> None:
    await kept.write("one", [edit(None, b"een")])

    for before in (None, b"twee"):
        with pytest.raises(EditError) as refused:
            await kept.write("two", [edit(None, b"nieuw", OTHER), edit(before, b"drie")])
        assert refused.value.notice.key == "write_changed_since"

    assert await kept.since(0) == (Version(1, 1, FILE, b"een"),)


async def test_file_that_goes_comes_back(kept: KnowledgeRecords) -> None:
    await kept.write("one", [edit(None, b"een")])
    await kept.write("gone", [edit(b"een", None)])
    (gone,) = await kept.since(0)

    undone = await kept.undo("Undo: ")

    assert (gone.data, undone) == (None, ("gone", (edit(None, b"een"),)))
    assert [one.data for one in await kept.since(0)] == [b"een"]


async def test_who_tells_of_a_change_is_known_with_it(records: Records, kept: KnowledgeRecords) -> None:
    told, imported = (
        await kept.write("one", [edit(None, b"een")]),
        await kept.write("two", [edit(b"een", b"2")], is_told=False),
    )

    assert [await records.deliveries.claim(told_key(one)) for one in (told, imported, imported)] == [False, True, False]


async def test_what_was_replaced_a_year_ago_goes_and_what_is_served_stays(
    records: Records, kept: KnowledgeRecords, clock: Clock
) -> None:
    await kept.write("one", [edit(None, b"een"), edit(None, b"weg", OTHER)])
    await kept.write("two", [edit(b"een", b"twee"), edit(b"weg", None, OTHER)])
    clock.now += timedelta(days=300)
    await kept.write("three", [edit(b"twee", b"drie")])
    clock.now += timedelta(days=100)

    await records.expire(90)
    rows = await kept._database.read(
        lambda db: db.execute("select body from knowledge_versions order by number").fetchall()
    )

    assert [body for (body,) in rows] == ["twee", "drie"]
    undone = await kept.undo("Undo: ")
    assert undone
    assert undone[1] == (edit(b"drie", b"twee"),)
