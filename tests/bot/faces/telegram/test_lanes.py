import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from telegram import CallbackQuery, Chat, InlineQuery, Message, Update, User

from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.lanes import Lanes
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES

KEYS = Keys(b"k" * 32)
URGENT = 77_777  # the number of an update that waits for none of its chat
ASKER, OTHER = User(1, "A", False), User(2, "B", False)


def message(update_id: int, chat_id: int) -> Update:
    chat = Chat(chat_id, "private")
    return Update(update_id, message=Message(update_id, None, chat, from_user=ASKER, text="x"))  # type: ignore[arg-type]


def edit(update_id: int, message_id: int) -> Update:
    edited = Message(message_id, None, Chat(10, "private"), from_user=ASKER, text="x")  # type: ignore[arg-type]
    return Update(update_id, edited_message=edited)


def inline(update_id: int, user: User) -> Update:
    return Update(update_id, inline_query=InlineQuery(str(update_id), user, "x", ""))


def press(update_id: int, user: User) -> Update:
    return Update(update_id, callback_query=CallbackQuery(str(update_id), user, "x", inline_message_id="1"))


class House:
    """Inbox and lanes on a real file, and a handler that says what happens to it."""

    def __init__(self, records: Records, inbox: Inbox, lanes: Lanes) -> None:
        self.records, self.inbox, self.lanes = records, inbox, lanes
        self.log: list[str] = []
        self.go_on = asyncio.Event()

    async def handler(self, name: str) -> None:
        self.log.append(f"+{name}")
        await self.go_on.wait()
        self.log.append(f"-{name}")

    async def process(self, update: Update, work: Awaitable[None] | None = None) -> asyncio.Task[None]:
        """As Application does it, once the update is on disk."""
        await self.inbox.put(update)
        taken = await self.inbox.get()
        return asyncio.create_task(self.lanes.process_update(taken, work or self.handler(str(update.update_id))))

    async def left(self) -> list[int]:
        """Updates that the next process would answer."""
        other = await self.records.updates.take_over("another", lambda owner: False)
        return sorted(one.update_id for one in other)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    records = Records(tmp_path / "records.db", KEYS, SHELVES)
    await records.open()
    inbox = Inbox(records, KEYS, tmp_path / "running")
    yield House(records, inbox, Lanes(inbox, is_urgent=lambda update: update.update_id == URGENT))
    await inbox.close()
    await records.close()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_chats_go_beside_each_other_and_one_chat_in_order(house: House) -> None:
    tasks = [await house.process(message(update_id, chat)) for update_id, chat in ((1, 10), (2, 10), (3, 20), (4, 10))]
    await settle()
    at_first, waiting, in_use = list(house.log), house.lanes.waiting, len(house.lanes._lanes)

    house.go_on.set()
    await asyncio.gather(*tasks)

    assert (at_first, waiting, in_use) == (["+1", "+3"], 4, 2)
    assert [entry for entry in house.log if "3" not in entry] == ["+1", "-1", "+2", "-2", "+4", "-4"]
    assert (house.lanes.waiting, len(house.lanes._lanes), await house.records.updates.waiting()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("first", "second", "begun"),
    [
        pytest.param(inline(1, ASKER), inline(2, OTHER), ["+1", "+2"], id="inline queries of two people"),
        pytest.param(inline(1, ASKER), message(2, 1), ["+1", "+2"], id="nor does the person's chat"),
        pytest.param(press(1, ASKER), press(2, ASKER), ["+1", "+2"], id="presses are kept in order elsewhere"),
        pytest.param(message(1, 1), message(URGENT, 1), ["+1", f"+{URGENT}"], id="what is urgent"),
        pytest.param(Update(1), Update(2), ["+1", "+2"], id="what belongs to nobody waits for nobody"),
    ],
)
async def test_what_has_no_chat_is_in_order_for_each_person(
    house: House, first: Update, second: Update, begun: list[str]
) -> None:
    tasks = [await house.process(update) for update in (first, second)]
    await settle()

    assert house.log == begun

    house.go_on.set()
    await asyncio.gather(*tasks)


async def test_inline_query_that_waits_is_skipped_where_its_sender_types_on(house: House) -> None:
    tasks = [await house.process(inline(update_id, User(update_id, "A", False))) for update_id in (1, 2)]
    tasks += [await house.process(inline(update_id, ASKER)) for update_id in (3, 4, 5)]
    await settle()

    house.go_on.set()
    await asyncio.gather(*tasks)

    assert house.log == ["+1", "+2", "-1", "-2", "+5", "-5"]
    assert await house.records.updates.waiting() == 0


async def test_of_edits_of_a_message_that_wait_the_last_is_handled(house: House) -> None:
    edits = [edit(2, 7), edit(3, 7), edit(4, 8), edit(5, 7)]
    tasks = [await house.process(update) for update in (message(1, 10), *edits)]
    await settle()

    house.go_on.set()
    await asyncio.gather(*tasks)
    again = await house.process(edit(6, 7))
    await again

    assert house.log == ["+1", "-1", "+4", "-4", "+5", "-5", "+6", "-6"]
    assert (await house.records.updates.waiting(), len(house.lanes._edits)) == (0, 0)


async def test_stop_waits_for_no_inline_query(house: House) -> None:
    tasks = [await house.process(inline(update_id, User(update_id, "A", False))) for update_id in range(1, 6)]
    await settle()

    stopping = asyncio.create_task(house.lanes.stop(5))
    await settle()
    house.go_on.set()
    await asyncio.gather(stopping, *tasks)

    assert house.log == ["+1", "+2", "-1", "-2"]


async def test_what_waits_of_a_person_who_is_forgotten_is_not_handled_any_more(house: House) -> None:
    """Its words would be noted again, after they were told that nothing of them is left."""
    tasks = [await house.process(message(update_id, 10)) for update_id in (1, 2, 3)]
    await settle()

    await house.records.forget(KEYS.pseudonym("person", 1), KEYS.pseudonym("chat", 10))
    house.go_on.set()
    await asyncio.gather(*tasks)

    assert house.log == ["+1", "-1"]
    assert await house.left() == []


async def test_update_whose_handler_fails_is_crossed_off_and_holds_nobody_up(house: House) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    house.go_on.set()
    tasks = [await house.process(message(1, 10), fail()), await house.process(message(2, 10))]
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(result) for result in results] == [ZeroDivisionError, type(None)]
    assert (house.log, await house.records.updates.waiting()) == (["+2", "-2"], 0)


async def test_cancelled_update_stays_on_disk(house: House) -> None:
    tasks = [await house.process(message(update_id, chat)) for update_id, chat in ((1, 10), (2, 10), (3, 20))]
    await settle()

    for task in tasks[:2]:
        task.cancel()
    house.go_on.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    gc.collect()  # a coroutine that was never begun would complain now

    assert house.log == ["+1", "+3", "-3"]
    assert await house.left() == [1, 2]
    assert len(house.lanes._lanes) == 0


async def test_update_that_was_left_stays_on_disk(house: House) -> None:
    async def leave() -> None:
        house.inbox.leave(1)

    await (await house.process(message(1, 10), leave()))

    assert await house.left() == [1]


async def test_stop_lets_end_what_was_begun_and_begins_nothing_more(house: House) -> None:
    tasks = [await house.process(message(update_id, chat)) for update_id, chat in ((1, 10), (2, 10), (3, 20))]
    await settle()

    stopping = asyncio.create_task(house.lanes.stop(5))
    await settle()
    house.go_on.set()
    await stopping
    tasks.append(await house.process(message(4, 30)))
    await asyncio.gather(*tasks)

    assert house.log == ["+1", "+3", "-1", "-3"]
    assert await house.left() == [2, 4]
    assert len(house.lanes._lanes) == 0


async def test_stop_cancels_what_does_not_end_in_time(house: House) -> None:
    tasks = [await house.process(message(update_id, 10)) for update_id in (1, 2)]
    await settle()

    await house.lanes.stop(0.05)
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(result) for result in results] == [asyncio.CancelledError, type(None)]
    assert (house.log, await house.left()) == (["+1"], [1, 2])


async def test_one_who_floods_holds_up_nobody_else(house: House) -> None:
    async def process(update: Update, work: Callable[[str], Awaitable[None]]) -> None:
        await house.lanes.process_update(update, work(str(update.update_id)))

    flood = [asyncio.create_task(process(message(update_id, 10), house.handler)) for update_id in range(5000)]
    other = asyncio.create_task(process(message(9999, 20), house.handler))
    await settle()

    assert house.log == ["+0", "+9999"]

    house.go_on.set()
    await asyncio.gather(*flood, other)
    assert house.lanes.waiting == 0


async def test_press_that_has_a_person_forgotten_leaves_nothing_when_it_is_crossed_off(
    house: House, tmp_path: Path
) -> None:
    person, chat = KEYS.pseudonym("person", 1), KEYS.pseudonym("chat", 10)

    async def forget() -> None:
        await house.records.forget(person, chat)

    task = await house.process(message(1, 10), forget())
    await task

    found = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("records.db*")))  # noqa: ASYNC240
    assert [mark for mark in (person, chat) if mark.encode() in found] == []
