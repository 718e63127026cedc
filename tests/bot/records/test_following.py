"""What one process changes, and another holds in memory or needs for a person's next message."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.memory import KEPT_S, Memory, Piece
from bot.conversation.recalling import Recalling
from bot.records import records as all_records
from bot.records.people import Asker, Keys, Role
from bot.records.records import Records
from tests.engines import rows
from tests.house import SHELVES
from tests.waiting import until

KEYS = Keys(b"k" * 32)
ANS = Asker("ans", "ans alone", "nl", chat_number=7)


@pytest.fixture
async def both(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Records, Records]]:
    monkeypatch.setattr(all_records, "LOOK_S", 0.05 if engine == "sqlite" else 20.0)
    first, second = (Records(tmp_path / "records.db", KEYS, SHELVES) for _ in range(2))
    for one in (first, second):
        await one.open()
    following = asyncio.create_task(second.follow())
    yield first, second
    following.cancel()
    await asyncio.wait([following])
    for one in (first, second):
        await one.close()


async def test_role_that_comes_or_goes_in_one_process_does_so_in_the_other(both: tuple[Records, Records]) -> None:
    first, second = both
    token, _ = await first.roles.invite("Noord")

    await first.roles.accept(token, ANS)
    await until(lambda: second.roles.role_of(ANS.person) is Role.COORDINATOR)
    await first.forget(ANS.person, ANS.chat)

    await until(lambda: second.roles.role_of(ANS.person) is Role.ASKER)


async def test_chat_that_takes_nothing_is_left_alone_by_the_other_process(both: tuple[Records, Records]) -> None:
    first, second = both
    await first.chats.keep(ANS, "nl")

    await first.chats.set_aside(ANS.chat, "blocked", is_gone=False)

    await until(lambda: second.chats.is_away(ANS.chat))


def filled(memory: Memory) -> None:
    memory.keep(ANS.person, ANS.chat, said="en bij kader?", understood="mag dat bij kader", number=7, entry="faq/a")
    memory.offer(ANS.person, ANS.chat, (("1. Alfa", "p:1"), ("Geen van deze", "n")))
    memory.keep_piece(ANS.person, ANS.chat, Piece("en dan", None))
    memory.keep_rest(ANS.person, ANS.chat, 7, ("wie betaalt", "wie tekent"))
    memory.set_aside(ANS.person, ANS.chat, "waar staat dat?")
    memory.keep_to_hand(ANS.person, ANS.chat, "wie gaat hierover?")


def told(memory: Memory) -> list[object]:
    who = ANS.person, ANS.chat
    return [
        *(memory.before(*who), memory.entry_of(*who), memory.words_of(*who, 7), memory.offered(*who)),
        *(memory.piece_before(*who), memory.rest_of(*who, 7), memory.taken_aside(*who), memory.taken_to_hand(*who)),
    ]


def test_what_is_remembered_comes_back_as_it_was_and_nothing_else_does() -> None:
    one, other = Memory(lambda: 100.0), Memory(lambda: 101.0)
    filled(one)
    other.offer(ANS.person, ANS.chat, (("oud", "o"),))

    other.restore(ANS.person, ANS.chat, one.state(ANS.person, ANS.chat))

    assert told(other) == told(one)
    other.restore(ANS.person, ANS.chat, "")
    assert other.state(ANS.person, ANS.chat) == ""


def test_what_is_too_long_ago_is_nothing() -> None:
    now = [0.0]
    memory = Memory(lambda: now[0])
    filled(memory)
    now[0] = KEPT_S + 1

    assert memory.state(ANS.person, ANS.chat) == ""


async def test_next_message_may_come_to_another_process(both: tuple[Records, Records], tmp_path: Path) -> None:
    memories = [Memory(time.time) for _ in both]
    turns = [Recalling(memory, one.memories).turn for memory, one in zip(memories, both, strict=True)]

    async with turns[0](ANS):
        filled(memories[0])
    between = rows(tmp_path / "records.db", "select state from memories")
    async with turns[1](ANS):
        found = told(memories[1])
    async with turns[0](ANS):
        aside = memories[0].taken_aside(*(ANS.person, ANS.chat))

    assert (found[0], found[2], aside) == ("mag dat bij kader", "en bij kader?", "")
    assert [memory.state(ANS.person, ANS.chat) for memory in memories] == ["", ""]  # between messages, of nobody
    assert len(between) == 1
    assert "kader" not in str(between)


async def test_who_asks_to_be_forgotten_leaves_nothing_that_was_said_last(
    both: tuple[Records, Records], tmp_path: Path
) -> None:
    memory = Memory(time.time)
    recalling = Recalling(memory, both[0].memories)
    async with recalling.turn(ANS):
        filled(memory)

    async with recalling.turn(ANS):
        memory.forget(ANS.person)
        await both[0].forget(ANS.person, ANS.chat)

    assert rows(tmp_path / "records.db", "select * from memories") == []


async def test_what_was_said_last_is_over_after_ten_minutes(tmp_path: Path) -> None:
    now = [datetime(2027, 1, 4, 7, tzinfo=UTC)]
    records = Records(tmp_path / "records.db", KEYS, SHELVES, clock=lambda: now[0])
    await records.open()
    await records.memories.keep(ANS.person, ANS.chat, "iets")

    now[0] += timedelta(minutes=11)
    after = await records.memories.of(ANS.person, ANS.chat)
    await records.memories.sweep()
    left = len(rows(tmp_path / "records.db", "select * from memories")) if records.is_shared else 0
    await records.close()

    assert (after, left) == ("", 0)


async def test_records_that_fail_leave_what_this_process_remembers(both: tuple[Records, Records]) -> None:
    memory = Memory(time.time)
    recalling = Recalling(memory, both[0].memories)
    await both[0].close()

    async with recalling.turn(ANS):
        filled(memory)
    async with recalling.turn(ANS):
        before = memory.before(ANS.person, ANS.chat)

    assert before == "mag dat bij kader"
    await both[0].open()
