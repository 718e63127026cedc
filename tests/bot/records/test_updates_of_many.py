"""Updates that come to several processes which share a server: each once, and one chat in its order."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.records.people import Keys
from bot.records.records import Records
from bot.records.updates import STUCK_S, Arrived, Left
from tests.engines import POSTGRES, other_program, rows
from tests.house import SHELVES

KEYS = Keys(b"k" * 32)


@pytest.fixture
async def both(tmp_path: Path, engine: str) -> AsyncIterator[tuple[Records, Records]]:
    if engine != POSTGRES:
        pytest.skip("a file is not shared by processes that take updates side by side")
    first, second = (Records(tmp_path / "records.db", KEYS, SHELVES) for _ in range(2))
    for one, owner in ((first, "first"), (second, "second")):
        await one.open()
        await one.updates.beat(owner)
    yield first, second
    for one in (first, second):
        await one.close()


async def test_update_that_is_brought_to_two_processes_is_new_to_one(both: tuple[Records, Records]) -> None:
    arrived = [Arrived(number, "{}", chat=f"c{number}") for number in range(50)]

    new = await asyncio.gather(
        both[0].updates.write_down(arrived, "first"), both[1].updates.write_down(arrived, "second")
    )

    assert sorted(len(ids) for ids in new) == [0, 50]


async def test_what_comes_while_another_process_has_the_chat_waits_for_it(both: tuple[Records, Records]) -> None:
    first, second = both
    new = [
        await first.updates.write_down([Arrived(1, "one", chat="c")], "first"),
        await second.updates.write_down([Arrived(2, "two", chat="c"), Arrived(3, "three", chat="d")], "second"),
        await first.updates.write_down([Arrived(4, "four", chat="c")], "first"),
    ]
    before = await second.updates.take_waiting("second")

    await first.updates.cross_off(1)

    assert new == [{1}, {3}, set()]  # the fourth comes after the second, which is nobody's yet
    assert before == ()
    assert first.updates.has_waiting
    assert await first.updates.take_waiting("first") == (Left(2, "two", 0), Left(4, "four", 0))
    assert await second.updates.take_waiting("second") == ()


async def test_what_a_dead_process_had_and_what_waited_for_it_are_taken_over_in_order(
    both: tuple[Records, Records], tmp_path: Path
) -> None:
    first, second = both
    await first.updates.write_down([Arrived(1, "one", chat="c")], "first")
    await second.updates.write_down([Arrived(2, "two", chat="c")], "second")

    taken = await second.updates.take_over("second", lambda owner: False)

    assert taken == (Left(1, "one", 0), Left(2, "two", 0))
    assert rows(tmp_path / "records.db", "select distinct owner from updates") == [("second",)]


@pytest.mark.parametrize("is_killed", [False, True])
async def test_process_that_others_keep_from_running_is_no_dead_one(
    both: tuple[Records, Records], monkeypatch: pytest.MonkeyPatch, *, is_killed: bool
) -> None:
    """On a machine that had too much to do, processes took each other's updates, and people were answered twice."""
    first, second = both
    await first.updates.write_down([Arrived(1, "one", chat="c")], "first")
    taken, now_s = [], 1000.0
    monkeypatch.setattr("bot.records.updates.time.monotonic", lambda: now_s)
    if is_killed:
        await first.close()

    for _ in range(int(STUCK_S) + 2):
        taken.append(await second.updates.take_over("second", lambda owner: None))
        now_s += 1

    after_s = next(second for second, left in enumerate(taken) if left)
    assert after_s == (3 if is_killed else STUCK_S)  # after SHARED_SILENT_S, looked at once a second


async def test_key_is_claimed_by_one_of_many_at_once(both: tuple[Records, Records]) -> None:
    claimed = await asyncio.gather(*(one.deliveries.claim(f"k{n}") for n in range(30) for one in (*both, *both)))

    assert sum(claimed) == 30


async def test_what_waits_is_not_looked_through_for_each_update_that_comes(
    both: tuple[Records, Records], tmp_path: Path
) -> None:
    """With thousands in hand, four processes kept each other waiting for longer than a server may take."""
    await both[0].updates.write_down([Arrived(number, "{}", chat=f"c{number}") for number in range(300)], "first")

    with other_program(tmp_path / "records.db") as db:
        db.execute("set enable_seqscan = off")  # a few hundred fit into so few pages that it may not matter
        plan = db.execute(
            "explain select 1 from updates where done is null and owner <> 'second' "
            "and coalesce(chat, person, cast(id as text)) = 'c7'"
        ).fetchall()

    assert "Index Cond: (COALESCE(chat, person, (id)::text) = 'c7'::text)" in "\n".join(line for (line,) in plan)
