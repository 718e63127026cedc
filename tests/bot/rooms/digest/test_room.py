"""The digest on Mondays: what is agreed, what was kept, and what wasn't."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from telegram.error import ChatMigrated, NetworkError

from bot.conversation.callback_data import room_data
from bot.conversation.offers import Part, Week
from bot.records.chats import KeptChat
from index.retriever import Retriever
from tests.agreement_world import ANS, GROUP, OTHER_NUMBER, SAID, SUPERGROUP_NUMBER, World, labels, local, member

MONDAY = local(2026, 11, 30, 9)
TITLE = "<b>Afspraken in week {week}</b>"


@pytest.fixture
async def world(retriever: Retriever) -> AsyncIterator[World]:
    made = World(retriever)
    await made.records.open()
    await made.records.chats.keep(ANS, "nl")
    await made.records.chats.set_digest(ANS, is_wanted=True)
    yield made
    await made.records.close()


async def digests(world: World, until: datetime) -> list[tuple[str, str]]:
    return [(at, line) for at, line in await world.live(until) if line.startswith("<b>Afspraken in week")]


async def test_digest_says_what_is_agreed_kept_and_not_kept(world: World) -> None:
    for text in (
        "rooster delen, 27 november",
        "lijst sturen, 26 november, team Zorg",
        "SOK tekenen, 26 november",
        "overleg, 25 november",
    ):
        await world.agree(text)
    await world.agree("concept-PTA naar het mbo, 3 december, team Techniek")
    await world.press_data(room_data("agr", "done", 1))
    await world.press_data(room_data("agr", "to", 3, 0, "2026-12-10"))
    await world.press_data(room_data("agr", "void", 4))
    world.now = MONDAY

    digest = (await world.wake())[-1]

    assert digest.html == "\n\n".join(
        [
            TITLE.format(week=49),
            f"<b>Nog niet nagekomen</b>\n<b>do 26 nov</b> lijst sturen · team Zorg\n{SAID.say('digest_overdue_ask', 'nl')}",
            "<b>Deze week</b>\n<b>do 3 dec</b> concept-PTA naar het mbo · team Techniek",
            "<b>Nagekomen sinds het vorige overzicht</b>\n<b>vr 27 nov</b> rooster delen",
            "<b>Verschoven, en nog te doen</b>\n<b>do 10 dec</b> SOK tekenen",
            "<b>Vervallen</b>\n<b>wo 25 nov</b> overleg",
        ]
    )
    assert labels(digest) == [["Alle afspraken"]]


async def test_chat_that_kept_everything_is_thanked(world: World) -> None:
    await world.agree("rooster delen, 27 november")
    await world.press("✅ Gedaan")
    world.now = MONDAY

    [digest] = await world.wake()

    assert digest.html.endswith(SAID.say("digest_all_kept", "nl"))


async def test_what_was_kept_is_told_once(world: World) -> None:
    await world.agree("rooster delen, 27 november")
    await world.press("✅ Gedaan")
    await world.agree("diploma uitreiken, 16 december")

    await world.live(local(2026, 12, 7, 9, 30))

    told = [
        reply.html.count("rooster delen") for _, reply in world.sending.sent if reply.html.startswith("<b>Afspraken in")
    ]
    assert told == [1]


async def test_digest_comes_every_monday_while_there_is_something_to_say(world: World) -> None:
    await world.agree("lijst sturen, 9 december")
    await world.live(local(2026, 12, 11))
    await world.press_data(room_data("agr", "done", 1))

    heard = await digests(world, local(2027, 2, 1))

    assert heard == [("2026-12-14 09:00", TITLE.format(week=51))]


async def test_monday_stays_nine_o_clock_when_the_clocks_change(world: World) -> None:
    await world.agree("lijst sturen, 9 december")
    world.now = local(2027, 3, 20)

    heard = await digests(world, local(2027, 4, 6))

    assert [at for at, _ in heard] == ["2027-03-22 09:00", "2027-03-29 09:00", "2027-04-05 09:00"]


async def test_chat_that_does_not_want_it_gets_none(world: World) -> None:
    await world.agree("lijst sturen, 9 december")
    await world.records.chats.set_digest(ANS, is_wanted=False)

    assert await digests(world, local(2026, 12, 12)) == []


async def test_digest_that_is_late_says_so(world: World) -> None:
    await world.agree("lijst sturen, 3 december")
    world.now = local(2026, 12, 3, 8)  # down for three days

    heard = [reply for reply in await world.wake() if reply.html.startswith("<b>Afspraken in")]

    assert [reply.html.split("\n")[-1] for reply in heard] == [SAID.say("digest_late", "nl", at="09:00")]


async def test_digest_of_a_week_that_is_over_is_not_said(world: World) -> None:
    await world.agree("lijst sturen, 3 december")
    world.now = local(2026, 12, 5, 8)

    assert [reply for reply in await world.wake() if reply.html.startswith("<b>Afspraken in")] == []


async def test_group_that_becomes_a_supergroup_meanwhile_gets_it_once(world: World) -> None:
    await world.agree("rooster delen, 16 december")
    await world.press("✅ Gedaan")
    world.now = MONDAY
    world.sending.faults = [ChatMigrated(SUPERGROUP_NUMBER)]

    said = [len(await world.wake()) for _ in range(3)]

    assert (said, [number for number, _ in world.sending.sent]) == ([1, 0, 0], [SUPERGROUP_NUMBER])


async def test_digest_that_telegram_did_not_take_is_said_on_the_next_wake(world: World) -> None:
    await world.agree("diploma uitreiken, 16 december")
    await world.agree("lijst sturen, 1 december")
    await world.press("✅ Gedaan")
    world.now = MONDAY
    world.sending.faults = [NetworkError("down")]

    assert [len(await world.wake()) for _ in range(3)] == [0, 1, 0]


async def test_other_rooms_have_their_say(retriever: Retriever) -> None:
    asked: list[tuple[str, datetime]] = []

    async def obstacles(kept: KeptChat, week: Week) -> Part:
        asked.append((kept.chat, week.since))
        return Part("Open hindernissen: 3", is_news=True)

    world = World(retriever, contributions=(obstacles,))
    await world.records.open()
    await world.records.chats.keep(ANS, "nl")
    await world.records.chats.set_digest(ANS, is_wanted=True)
    world.now = MONDAY

    said = [reply.html for reply in await world.wake()]
    world.now = local(2026, 12, 7, 9)
    await world.wake()
    await world.records.close()

    expected = "\n\n".join([TITLE.format(week=49), SAID.say("digest_this_week_none", "nl"), "Open hindernissen: 3"])
    assert said == [expected]
    assert asked == [(GROUP, local(2026, 11, 23, 9)), (GROUP, MONDAY)]


async def test_digest_that_is_late_by_the_time_it_is_said_says_so(world: World) -> None:
    other = member("ans", OTHER_NUMBER)
    await world.records.chats.keep(other, "nl")
    await world.records.chats.set_digest(other, is_wanted=True)
    for asker in (ANS, other):
        await world.agree("rooster delen, 27 november", asker)
        await world.press("✅ Gedaan", asker)

    def takes_an_hour() -> None:
        world.now += timedelta(hours=1)

    world.now, world.sending.on_sent = MONDAY, takes_an_hour
    told = await world.wake()

    assert [SAID.say("digest_late", "nl", at="09:00") in reply.html for reply in told] == [False, True]
