"""What is said in a group to one person alone: where the server knows that, in time, and never aloud."""

import asyncio
import time
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from telegram import Message
from telegram.ext import ExtBot

from bot.conversation.reply import Button, Reply, Turn
from bot.faces.telegram.limits import PatientLimiter
from bot.faces.telegram.questions import Questions
from bot.faces.telegram.sending import Sender
from tests.bot_api import BotApi, Trouble
from tests.bot_api_world import Chat

ASIDE = Reply("<i>Alleen u ziet dit.</i>", ((Button("Wie tekent?", url="https://t.me/x?start=abc"),),))
ASKER = 7


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with BotApi(is_of_today=True) as server:
        yield server


def group_of(telegram: BotApi, *, is_bot_admin: bool = True) -> Chat:
    group = telegram.group(-1_000_000_000_007, [telegram.person(ASKER), telegram.person(8)])
    group.is_bot_admin = is_bot_admin
    return group


async def whispered(telegram: BotApi, group: Chat, *, within_s: float = 10.0, times: int = 1) -> list[bool]:
    limiter = PatientLimiter(stop=asyncio.Event())
    bot: ExtBot[Any] = ExtBot(telegram.token, base_url=telegram.url, rate_limiter=limiter)
    async with bot:
        sender = Sender(bot)
        return [await sender.whisper(group.id, ASKER, ASIDE, thread=None, within_s=within_s) for _ in range(times)]


async def test_asker_alone_sees_it(telegram: BotApi) -> None:
    group = group_of(telegram)

    assert await whispered(telegram, group) == [True]
    [(receiver, text, markup)] = group.whispers
    assert (receiver, text, bool(markup), group.replies) == (ASKER, "Alleen u ziet dit.", True, ())


async def test_server_of_before_is_asked_for_none(telegram: BotApi) -> None:
    telegram.is_of_today = False
    group = group_of(telegram)

    assert await whispered(telegram, group, times=2) == [False, False]
    assert (group.replies, len(telegram.calls("setMySettings"))) == ((), 1)


async def test_where_the_bot_is_no_admin_nothing_is_said_aloud(telegram: BotApi) -> None:
    group = group_of(telegram, is_bot_admin=False)

    assert await whispered(telegram, group) == [False]
    assert (group.whispers, group.replies) == ([], ())


@pytest.mark.parametrize("within_s", [0.0, -3.0])
async def test_what_comes_too_late_is_dropped(telegram: BotApi, within_s: float) -> None:
    group = group_of(telegram)

    assert await whispered(telegram, group, within_s=within_s) == [False]
    assert (group.whispers, group.replies) == ([], ())


async def test_what_can_not_be_said_in_time_is_dropped(telegram: BotApi) -> None:
    group = group_of(telegram)
    telegram.fail(Trouble.FLOOD, "sendMessage", times=9)

    assert await whispered(telegram, group, within_s=0.3) == [False]
    assert (group.whispers, group.replies) == ([], ())


async def test_what_came_out_aloud_all_the_same_is_taken_away(telegram: BotApi) -> None:
    """A server that says it is new, and passes over what asks for a message that one person sees."""
    group = group_of(telegram)
    telegram.whisper = lambda chat, alone, said, markup: telegram.send(chat, said, markup, None).json()  # type: ignore[method-assign]

    assert await whispered(telegram, group, times=2) == [False, False]
    assert group.replies == ()


class Told:
    """What stands where the sender would: keeps who was told alone, and who got a reaction."""

    def __init__(self, *, can: bool) -> None:
        self.can, self.alone, self.reactions, self.within_s = can, [], [], 0.0

    async def whisper(self, chat_id: int, receiver: int, reply: Reply, *, thread: int | None, within_s: float) -> bool:
        self.alone.append(receiver)
        self.within_s = within_s
        return self.can

    async def react(self, chat_id: int, message_id: int, emoji: str) -> None:
        self.reactions.append(emoji)

    async def send(self, *_: Any, **__: Any) -> tuple[int, ...]:
        return ()


class Nobody:
    """A conversation that wants to know of nothing."""

    async def sent(self, *_: Any) -> None: ...


@pytest.mark.parametrize(
    ("can", "as_channel", "alone", "reactions"),
    [(True, False, [ASKER], []), (False, False, [ASKER], ["🤷"]), (True, True, [], ["🤷"])],
    ids=["told alone", "can't be", "an anonymous admin"],
)
async def test_question_that_nobody_was_told_of_alone_gets_a_sign(
    can: bool, as_channel: bool, alone: list[int], reactions: list[str]
) -> None:
    told: Any = Told(can=can)
    questions: Any = Questions.__new__(Questions)
    questions._sender, questions._conversation = told, Nobody()
    chat = {"id": -5, "type": "supergroup", "title": "x"}
    sent = {"message_id": 3, "date": int(time.time()) - 4, "chat": chat, "text": "?"}
    sent |= {"from": {"id": ASKER, "is_bot": False, "first_name": "A"}, **({"sender_chat": chat} if as_channel else {})}
    asker: Any = SimpleNamespace(thread=None, is_group=True)

    await questions._say(Message.de_json(sent, None), asker, Turn(reaction="🤷", whisper=ASIDE), 1)

    assert (told.alone, told.reactions) == (alone, reactions)
    assert not alone or 9 < told.within_s < 12
