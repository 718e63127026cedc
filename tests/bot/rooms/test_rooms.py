"""All rooms together: no two share a name, each command is somebody's, and none takes what is a question."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.conversation.room import Room, Said
from bot.records.people import Asker
from bot.records.questions import Where
from index.questions import load, load_conversations, load_messages
from index.retriever import Retriever
from tests.bot.rooms.world import ADMIN, SAID, Town
from tests.house import ALL_COMMANDS

ASKS_FOR_AN_ACTIVITY = {"faq/kennismakingsspel"}  # a question that is answered best by the game itself


@pytest.fixture
async def town(retriever: Retriever) -> AsyncIterator[Town]:
    made = await Town(retriever).open()
    yield made
    await made.close()


async def test_no_two_rooms_share_a_prefix(town: Town) -> None:
    twice = [prefix for prefix, count in Counter(room.prefix for room in town.rooms).items() if count > 1]

    assert twice == []


async def test_every_command_is_answered_and_every_answer_has_a_command(town: Town) -> None:
    assert set(town.conversation._dispatch._handlers) == {command.name for command in ALL_COMMANDS}


async def test_no_two_rooms_answer_the_same_command(town: Town) -> None:
    names = Counter(name for room in town.rooms for name in room.handlers())

    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("name", [command.name for command in ALL_COMMANDS if command.is_private])
async def test_command_for_a_chat_of_two_says_in_a_group_where_to_give_it(town: Town, name: str) -> None:
    said = await town.person(ADMIN, group=-5).says(f"/{name}")

    assert said == SAID.say("only_in_private", "nl", command=f"/{name}")


async def test_no_room_takes_what_is_a_question(town: Town) -> None:
    asked = [(one.text, one.right) for one in load()]
    asked += [(text, one.right) for one in load_conversations() for text in (one.first, one.second)]
    asked += [(one.text, one.right[0]) for one in load_messages()]

    taken = [(text, right) for text, right in asked for room in town.rooms if await _hears(room, text)]

    assert [(text, right) for text, right in taken if right not in ASKS_FOR_AN_ACTIVITY] == []


async def _hears(room: Room, text: str) -> bool:
    return await room.hears(Said(Asker("ans", "ans alone", "nl"), text, "nl", Where.PRIVATE)) is not None
