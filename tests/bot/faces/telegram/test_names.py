"""Who speaks in a group as whom: anonymous admins, channels, and the people behind the buttons."""

import asyncio
from typing import Any

import pytest
from telegram import Chat, ChatMember, ChatMemberOwner, User
from telegram.constants import ChatID
from telegram.error import BadRequest

from bot.faces.telegram import names as module
from bot.faces.telegram.names import Names
from bot.records.people import Keys, Role

KEYS = Keys(b"k" * 32)
GROUP, CHANNEL = Chat(-100, "supergroup"), Chat(-200, "channel")
ANS, BEP = User(1, "Ans", False), User(2, "Bep", False)
AS_GROUP = User(ChatID.ANONYMOUS_ADMIN, "Group", True)


class FakeBot:
    """Says who a group's admins are, as often as it is asked."""

    def __init__(self) -> None:
        self.admins: tuple[ChatMember, ...] = (ChatMemberOwner(ANS, is_anonymous=True),)
        self.asked = 0
        self.fault: Exception | None = None

    async def get_chat_administrators(self, group: int, **_: Any) -> tuple[ChatMember, ...]:
        self.asked += 1
        await asyncio.sleep(0)
        if self.fault:
            raise self.fault
        return self.admins


class NoRoles:
    def role_of(self, person: str) -> Role:
        return Role.ASKER


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture
def names(bot: FakeBot) -> Names:
    made: Any = Names
    return made(bot, KEYS, NoRoles(), frozenset({1}))


async def also(names: Names, user: User, chat: Chat = GROUP) -> tuple[str, ...]:
    return (await names.with_others(names.asker(user, chat), user, chat)).also


async def test_anonymous_admin_may_act_for_the_group_and_nobody_else(names: Names) -> None:
    as_group = names.asker(AS_GROUP, GROUP)

    assert (as_group.role, as_group.own_chat, as_group.is_channel) == (Role.ASKER, "", False)
    assert await also(names, ANS) == (as_group.person,)
    assert (await also(names, BEP), await also(names, ANS, Chat(1, "private"))) == ((), ())


async def test_channel_is_known_as_one(names: Names) -> None:
    assert (names.asker(CHANNEL, GROUP).is_channel, names.asker(ANS, GROUP).is_channel) == (True, False)


async def test_many_who_press_at_once_have_telegram_asked_once(names: Names, bot: FakeBot) -> None:
    found = await asyncio.gather(*(also(names, user) for user in (ANS, BEP) * 20))

    assert (bot.asked, sum(map(bool, found))) == (1, 20)


async def test_who_becomes_anonymous_is_known_when_they_write_as_the_group(names: Names, bot: FakeBot) -> None:
    before = await also(names, BEP)
    bot.admins = (ChatMemberOwner(BEP, is_anonymous=True),)
    unasked = await also(names, BEP)
    names.asker(AS_GROUP, GROUP)

    assert (before, unasked, bool(await also(names, BEP))) == ((), (), True)


async def test_what_telegram_does_not_say_is_asked_again_soon(
    names: Names, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "UNKNOWN_S", -1.0)
    bot.fault = BadRequest("chat not found")
    unsaid = await also(names, ANS)
    bot.fault = None

    assert (unsaid, bool(await also(names, ANS))) == ((), True)
