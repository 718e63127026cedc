"""What is said unasked is said once; a chat that takes nothing is set aside, tried again, and told later what it missed."""

import logging
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.conversation.reply import Button, Reply
from bot.conversation.wording import Wording
from bot.faces.telegram import post as posts
from bot.faces.telegram.limits import Stopped
from bot.faces.telegram.post import Post
from bot.records.chats import KeptChat
from bot.records.deliveries import Delivery
from bot.records.people import Asker, Keys
from bot.records.records import Records
from tests.bot.rooms.world import Clock, Sending
from tests.house import SHELVES

KEYS = Keys(secrets.token_bytes(32))
SAID = Wording()
MONDAY = datetime(2027, 1, 4, 8, tzinfo=UTC)  # nine o'clock in Amsterdam
GROUP = Asker("ans", KEYS.pseudonym("chat", -5), "nl", is_group=True, chat_number=-5)
BLOCKED = Forbidden("Forbidden: bot was blocked by the user")
REFUSALS = [
    BLOCKED,
    Forbidden("Forbidden: bot was kicked from the supergroup chat"),
    Forbidden("Forbidden: bot is not a member of the supergroup chat"),
    BadRequest("Bad Request: not enough rights to send text messages to the chat"),
    BadRequest("Bad Request: TOPIC_CLOSED"),
    BadRequest("Bad Request: chat not found"),
    BadRequest("Bad Request: CHAT_WRITE_FORBIDDEN"),
]
OUTAGES = [NetworkError("Bad Gateway"), NetworkError("Internal Server Error"), InvalidToken(), Stopped()]


class World:
    """A group that may be written to."""

    def __init__(self) -> None:
        self.clock, self.sending = Clock(MONDAY), Sending()
        self.records = Records(":memory:", KEYS, SHELVES, clock=self.clock)
        self.post = Post(self.sending, self.records, SAID, self.clock)

    async def say(self, key: str = "a", *, thread: int | None = None, is_held: bool = False) -> Delivery:
        return await self.post.once(key, GROUP.chat, Reply(f"hello {key}"), thread=thread, is_held=is_held)

    async def at(self, **later: float) -> None:
        """It is that much later than in the beginning."""
        self.clock.now = MONDAY + timedelta(**later)

    async def chat(self) -> KeptChat:
        kept = await self.records.chats.of(GROUP.chat)
        assert kept is not None
        return kept

    @property
    def heard(self) -> list[str]:
        return self.sending.to(-5)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    await made.records.open()
    await made.records.chats.keep(GROUP, "nl")
    yield made
    await made.records.close()


async def test_same_thing_is_said_once(world: World) -> None:
    said = [await world.say() for _ in range(2)]

    assert (said, world.heard) == ([Delivery.SENT, Delivery.ALREADY], ["hello a"])


@pytest.mark.parametrize("fault", OUTAGES, ids=str)
async def test_what_could_not_be_said_to_anybody_is_said_later(world: World, fault: Exception) -> None:
    world.sending.faults = [fault]

    said = [await world.say() for _ in range(2)]

    assert (said, world.heard) == ([Delivery.LATER, Delivery.SENT], ["hello a"])
    assert (await world.chat()).missed is None  # it is no fault of the chat's


async def test_group_that_became_a_supergroup_hears_it_there(world: World) -> None:
    await world.records.chats.set_digest(GROUP, is_wanted=True)
    world.sending.faults = [ChatMigrated(-1005)]

    said = await world.say()

    kept = [(chat.chat, chat.number) for chat in await world.records.chats.with_digest()]
    assert (said, world.sending.sent) == (Delivery.SENT, [(-1005, "hello a")])
    assert kept == [(KEYS.pseudonym("chat", -1005), -1005)]


@pytest.mark.parametrize("fault", REFUSALS, ids=str)
async def test_chat_that_takes_nothing_is_tried_again_and_nothing_is_taken_for_said(
    world: World, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    world.sending.closed[-5] = fault
    tries = []
    for hours in (0, 0.5, 1.1, 2, 20, 26, 48, 24 * 7, 24 * 9, 24 * 15, 24 * 17):
        await world.at(hours=hours)
        before = len(caplog.records)
        assert await world.say() is Delivery.AWAY
        tries.append(len(caplog.records) > before)
    tried_again = [True, False, True, False, False, True, False, False, True, False, True]
    assert tries == tried_again  # at once, after an hour, a day, a week, a week; each told in the log
    assert {record.levelname for record in caplog.records} == {"WARNING"}
    assert all("a group takes no messages" in record.getMessage() for record in caplog.records)

    world.sending.closed.clear()
    await world.at(days=25)

    assert (await world.say(), world.heard) == (Delivery.SENT, ["hello a"])
    kept = await world.chat()
    assert (kept.away, kept.is_resting) == (None, False)
    assert kept.missed is not None
    assert (kept.missed.start, kept.missed.end) == (MONDAY, MONDAY + timedelta(days=25))


async def test_sign_of_life_ends_the_waiting(world: World) -> None:
    world.sending.closed[-5] = BLOCKED
    await world.say()
    world.sending.closed.clear()
    was_away = world.records.chats.is_away(GROUP.chat)

    is_back = await world.records.chats.restored(GROUP.chat)

    assert (was_away, is_back, world.records.chats.is_away(GROUP.chat)) == (True, True, False)
    assert await world.say() is Delivery.SENT
    assert await world.records.chats.restored(GROUP.chat) is False


async def test_chat_that_was_not_there_for_a_month_is_forgotten(world: World) -> None:
    world.sending.closed[-5] = BadRequest("Bad Request: chat not found")
    said = []
    for days in (0, 1, 3, 11, 19, 27, 35):
        await world.at(days=days)
        said.append(await world.say())

    assert said == [Delivery.AWAY] * 6 + [Delivery.GONE]
    assert await world.records.chats.of(GROUP.chat) is None


async def test_chat_that_refused_in_between_is_there_all_the_same(world: World) -> None:
    said = []
    for days, fault in (
        (0, "chat not found"),
        (1, "chat not found"),
        (19, "not enough rights"),
        (35, "chat not found"),
    ):
        world.sending.closed[-5] = BadRequest(f"Bad Request: {fault}")
        await world.at(days=days)
        said.append(await world.say())

    assert said == [Delivery.AWAY] * 4


async def test_chat_of_two_processes_is_known_to_both(world: World) -> None:
    world.sending.closed[-5] = BLOCKED
    await world.say()

    await world.records.chats.load()

    assert world.records.chats.is_away(GROUP.chat)
    assert [(one.is_group, one.why) for one in await world.records.chats.away()] == [(True, "blocked")]


async def test_chat_that_is_told_too_much_is_left_alone_as_long_as_telegram_says(world: World) -> None:
    world.sending.faults = [RetryAfter(7200)]
    said = [await world.say()]
    for hours in (1.9, 2.1):
        await world.at(hours=hours)
        said.append(await world.say())

    assert said == [Delivery.AWAY, Delivery.AWAY, Delivery.SENT]
    assert (await world.chat()).missed is None
    assert await world.records.chats.away() == ()


async def test_message_that_telegram_refuses_where_it_takes_others_is_given_up_after_three_times(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "TRIED_AGAIN_S", 0.0)
    said = []
    for _ in range(3):
        world.sending.faults = [TelegramError('Bad Request: "geheim" is odd')]
        said.append(await world.say("odd"))
        said.append(await world.say(f"fine {len(said)}"))

    assert said == [Delivery.AWAY, Delivery.SENT, Delivery.AWAY, Delivery.SENT, Delivery.REFUSED, Delivery.SENT]
    assert await world.say("odd") is Delivery.ALREADY
    assert [record.levelname for record in caplog.records] == ["ERROR"] * 3
    assert "geheim" not in caplog.text


async def test_refusal_that_nobody_foresaw_is_the_chats_where_it_takes_nothing_at_all(world: World) -> None:
    world.sending.closed[-5] = BadRequest("Bad Request: SOMETHING_NEW")
    world.sending.shows_typing = False

    said = [await world.say()]
    world.sending.closed.clear()
    await world.at(hours=2)
    said.append(await world.say())

    assert said == [Delivery.AWAY, Delivery.SENT]
    assert (await world.chat()).missed is not None


@pytest.mark.parametrize("fault", ["TOPIC_CLOSED", "message thread not found"])
async def test_what_a_topic_takes_not_is_said_outside_of_it(world: World, fault: str) -> None:
    world.sending.faults = [BadRequest(f"Bad Request: {fault}")]

    said = await world.say(thread=7)

    assert (said, world.heard, world.sending.threads) == (Delivery.SENT, ["hello a"], [None])


async def test_group_that_takes_nothing_in_nor_outside_of_a_topic_is_set_aside(world: World) -> None:
    world.sending.faults = [BadRequest("Bad Request: TOPIC_CLOSED"), BadRequest("Bad Request: TOPIC_CLOSED")]

    assert await world.say(thread=7) is Delivery.AWAY
    assert (await world.chat()).away == MONDAY


# --- what is held


@pytest.mark.parametrize("fault", [*REFUSALS, *OUTAGES, RetryAfter(60)], ids=str)
async def test_what_nobody_would_say_again_is_held_and_said_late(world: World, fault: Exception) -> None:
    world.sending.faults = [fault]
    said = [await world.say("a", is_held=True), await world.say("a", is_held=True)]
    await world.post.wakes(world.clock.now)
    heard_at_once = world.heard

    await world.at(hours=2)
    await world.post.wakes(world.clock.now)
    await world.post.wakes(world.clock.now)

    heard = [*heard_at_once, *world.heard]
    assert said == [Delivery.AWAY, Delivery.ALREADY]
    assert heard == [f"{SAID.say('late', 'nl', day='maandag 4 januari 2027', at='09:00')}\n\nhello a"]


async def test_what_is_held_is_said_in_order_after_what_ended_the_waiting(world: World) -> None:
    world.sending.faults = [BLOCKED]
    for key in ("a", "b", "c"):
        await world.say(key, is_held=True)
    await world.at(hours=0.5)
    await world.post.wakes(world.clock.now)
    before = world.heard

    await world.records.chats.restored(GROUP.chat)
    await world.post.wakes(world.clock.now)

    assert before == []
    assert [text.rpartition("\n")[2] for text in world.heard] == ["hello a", "hello b", "hello c"]


async def test_what_is_held_keeps_its_buttons_and_its_topic_and_the_time_it_should_have_come(world: World) -> None:
    reply = Reply("<b>x</b>", ((Button("ja", "agr.done:1"), Button("lees", url="https://example.org")),))
    world.sending.closed[-5] = BLOCKED
    await world.post.once("a", GROUP.chat, reply, thread=7, is_held=True)
    await world.at(days=3)
    await world.post.wakes(world.clock.now)
    world.sending.closed.clear()
    sent: list[Reply] = []

    async def deliver(chat_id: int, replies: list[Reply], **options: object) -> tuple[int, ...]:
        sent.extend(replies)
        assert options["thread"] == 7
        return (1,)

    world.sending.deliver = deliver  # type: ignore[assignment, method-assign]
    await world.at(days=12)
    await world.post.wakes(world.clock.now)

    [one] = sent
    assert one.rows == reply.rows
    assert one.html == f"{SAID.say('late', 'nl', day='maandag 4 januari 2027', at='09:00')}\n\n<b>x</b>"


async def test_what_is_held_for_somebody_goes_with_them(world: World) -> None:
    world.sending.closed[-5] = BLOCKED
    await world.say(is_held=True)

    await world.records.forget("ans", GROUP.chat)

    assert await world.records.held.sayable() == ()


async def test_what_is_held_too_long_is_of_no_use_any_more(world: World) -> None:
    world.sending.closed[-5] = BLOCKED
    await world.say(is_held=True)
    await world.at(days=31)

    await world.records.expire(90)
    await world.records.chats.restored(GROUP.chat)

    assert await world.records.held.sayable() == ()


async def test_log_names_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world.sending.faults = [BLOCKED]
    await world.say(is_held=True)
    await world.records.chats.restored(GROUP.chat)
    await world.post.wakes(world.clock.now)

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert len(ours) == 1
    assert not any(secret in "".join(ours) for secret in ("-5", "ans", GROUP.chat, "hello"))
