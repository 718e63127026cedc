"""A month in which Telegram refuses now and then, with the bot as a process of its own: nothing is lost, nothing said twice."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.when.clock import AMSTERDAM
from bot.when.vocabulary import MONTH_NAMES
from tests.agreement_world import SAID, local
from tests.bot_api import BotApi, Chat, Message, Refused, Trouble
from tests.bot_process import BotProcess, MovedClock, replied, small_knowledge

ADMIN = 900
BEGIN = local(2026, 11, 24, 10)
# For which something is agreed. Few: a month passes in a minute, in which a group takes twenty messages at most.
DAYS = [date(2026, 12, day) for day in (3, 10, 17)]
STEP = timedelta(hours=6)  # from five past three at night on, so that one falls just after what is due at nine


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with BotApi() as made:
        yield made


@pytest.fixture
async def clock(tmp_path: Path) -> MovedClock:
    return MovedClock(tmp_path / "clock", BEGIN)


@pytest.fixture
async def bot(telegram: BotApi, clock: MovedClock, tmp_path: Path) -> AsyncIterator[BotProcess]:
    knowledge = small_knowledge(tmp_path / "knowledge")
    made = BotProcess(telegram, knowledge, tmp_path / "var", clock=clock, ADMIN_IDS=str(ADMIN))
    yield made
    await made.kill()
    assert "Traceback" not in made.log


def spoken(messages: tuple[Message, ...]) -> list[tuple[date, str]]:
    """(for which day, first line) of each reminder among messages."""
    found = []
    for message in messages:
        if when := re.search(r"Wanneer: \w+ (\d+) (\w+) (\d+)\nWie", message.text):
            day = date(int(when[3]), MONTH_NAMES["nl"].index(when[2]) + 1, int(when[1]))
            found.append((day, message.text.split("\n")[0]))
    return found


class Month:
    """A group with a topic, what is agreed there, and what befalls it."""

    def __init__(self, telegram: BotApi, bot: BotProcess, clock: MovedClock) -> None:
        self.telegram, self.bot, self.clock = telegram, bot, clock
        self.maker, self.other = telegram.person(10), telegram.person(11)
        self.group: Chat = telegram.group(-1000000000500, [self.maker, self.other], is_forum=True)
        self.topic = self.group.opens_topic("Afspraken")

    async def agree(self) -> None:
        self.maker.starts()
        await replied(self.telegram, self.maker.chat, 1)
        for at, day in enumerate(DAYS):
            said = f"/afspraak taak {at} doen, {day.day} december, team Techniek"
            self.maker.says(said, in_=self.group, topic=self.topic)
            card = await replied(self.telegram, self.group, at + 1)
            self.maker.presses("✅ Klopt", of=card)
            await self.telegram.until(lambda card=card: "Afgesproken" in card.text, 90)  # type: ignore[misc]

    @property
    def said(self) -> list[tuple[date, str]]:
        """(for which day, first line) of each reminder in the group."""
        return spoken(self.group.replies[len(DAYS) :])

    async def hears(self, day: int, line: str) -> None:
        """Time stands still until the group heard that of a day of December: a chat gets one message a second."""
        await self.telegram.until(lambda: (date(2026, 12, day), line) in self.said, 90, what=f"{day} {line}")

    async def pass_until(self, moment: datetime) -> None:
        """Time goes on, a quarter of a day at a time; the bot wakes in between."""
        while self.clock.now < moment:
            steps = (self.clock.now - local(2026, 11, 1, 3, 5)) // STEP + 1
            self.clock.set(min(moment, local(2026, 11, 1, 3, 5) + steps * STEP))
            await asyncio.sleep(0.6)  # three wakes


async def test_month_of_refusals_loses_nothing_and_says_nothing_twice(
    telegram: BotApi, bot: BotProcess, clock: MovedClock
) -> None:
    month = Month(telegram, bot, clock)
    group, maker = month.group, month.maker
    await bot.start()
    await month.agree()

    # Muted for three days, and nobody says so.
    await month.pass_until(local(2026, 11, 26, 8))
    group.is_muted = True
    await month.pass_until(local(2026, 11, 28, 10))
    group.is_muted = False
    month.other.says("/help", in_=group, topic=month.topic)  # a sign of life, without which it would be tried in a week
    await month.hears(3, "🔔 Over 5 dagen")
    assert any("3 december 2026" in message.text for message in maker.replies)
    assert SAID.say("maker_hears", "nl").removeprefix("<i>").removesuffix("</i>") in maker.last.text
    await month.pass_until(local(2026, 12, 2, 8))
    # A single refusal of one message.
    refusal = Refused("Bad Request: not enough rights to send text messages to the chat")
    once = telegram.fail(
        Trouble.REFUSED, "sendMessage", when=lambda call: call.chat_id == str(group.id), refusal=refusal
    )
    set_aside = bot.log.count("takes no messages (")
    await month.pass_until(local(2026, 12, 2, 9, 5))
    await telegram.until(lambda: len(once.met) == 1 and bot.log.count("takes no messages (") > set_aside, 60)
    await month.pass_until(local(2026, 12, 2, 16))
    await month.hears(3, "🔔 Morgen")
    await month.pass_until(local(2026, 12, 3, 9, 5))
    await month.hears(3, "🔔 Vandaag")
    await month.hears(10, "🔔 Over 7 dagen")
    # Put out for four days, and back again.
    group.kicks_bot()
    await month.pass_until(local(2026, 12, 7, 8))
    group.takes_bot_back()
    await month.hears(3, "⚠️ 4 dagen over de afgesproken dag")
    await month.pass_until(local(2026, 12, 8, 20))
    # An outage of Telegram's own, and a 429.
    outage = telegram.fail(Trouble.ERROR, "sendMessage", times=999)
    await month.pass_until(local(2026, 12, 9, 12))
    outage.left = 0
    await month.hears(10, "🔔 Morgen")
    flood = telegram.fail(Trouble.FLOOD, "sendMessage", retry_after_s=2)
    await month.pass_until(local(2026, 12, 10, 9, 5))
    await telegram.until(lambda: len(flood.met) == 1, 60)
    await month.hears(3, "⚠️ 7 dagen over de afgesproken dag")
    await month.hears(10, "🔔 Vandaag")
    await month.hears(17, "🔔 Over 7 dagen")
    # The topic is closed, and General too, for six days; in between the bot is killed.
    month.topic.is_closed = group.is_general_closed = True
    await month.pass_until(local(2026, 12, 14, 10))
    await asyncio.sleep(5)  # what is on its way at a kill is not said again: none is to be, here
    await bot.kill()
    month.topic.is_closed = False
    await bot.start()
    month.other.says("/help", in_=group, topic=month.topic)
    await month.hears(10, "⚠️ 4 dagen over de afgesproken dag")
    await month.pass_until(local(2026, 12, 16, 9, 5))
    await month.hears(17, "🔔 Morgen")
    await month.pass_until(local(2026, 12, 17, 9, 5))
    await month.hears(10, "⚠️ 7 dagen over de afgesproken dag")
    await month.hears(17, "🔔 Vandaag")
    # The topic is removed: what is due comes in General, once that is open.
    month.topic.is_deleted = True
    group.is_general_closed = False
    await month.pass_until(local(2026, 12, 18, 9, 5))
    await month.hears(17, "⚠️ Gisteren was de afgesproken dag")
    await month.pass_until(local(2026, 12, 24, 9, 5))
    await month.hears(17, "⚠️ 7 dagen over de afgesproken dag")
    await month.pass_until(local(2026, 12, 31, 20))

    # Each of the five of each agreement, but those that were no longer true when they could be said; none of them twice.
    assert [(day.day, line) for day, line in month.said] == [
        (3, "🔔 Over 5 dagen"),  # late: the group was muted
        (3, "🔔 Morgen"),  # an hour late
        *((3, "🔔 Vandaag"), (10, "🔔 Over 7 dagen")),
        (3, "⚠️ 4 dagen over de afgesproken dag"),  # late: it had been put out
        (10, "🔔 Morgen"),  # late: the outage
        *((3, "⚠️ 7 dagen over de afgesproken dag"), (10, "🔔 Vandaag"), (17, "🔔 Over 7 dagen")),
        (10, "⚠️ 4 dagen over de afgesproken dag"),  # late: the topics were closed
        *((17, "🔔 Morgen"), (10, "⚠️ 7 dagen over de afgesproken dag"), (17, "🔔 Vandaag")),
        (17, "⚠️ Gisteren was de afgesproken dag"),
        (17, "⚠️ 7 dagen over de afgesproken dag"),
    ]
    late = [
        one for message in group.replies for one in re.findall(r"Dit had u \w+ (\d+ \w+) 2026 om 09:00", message.text)
    ]
    # What an outage held up is said as it was written: for a minute, in which the test's clock may leap.
    assert [one for one in late if one != "9 december"] == ["26 november", "2 december", "4 december", "11 december"]
    assert {message.thread for message in group.replies if "Gisteren" in message.text} == {None}
    assert {message.thread for message in group.replies if "4 dagen over" in message.text} == {month.topic.id}
    assert "taak" not in bot.log


async def test_admins_hear_on_monday_which_chats_take_nothing(
    telegram: BotApi, bot: BotProcess, clock: MovedClock
) -> None:
    month, admin = Month(telegram, bot, clock), telegram.person(ADMIN)
    await bot.start()
    admin.starts()
    await replied(telegram, admin.chat, 1)
    await month.agree()
    month.group.kicks_bot()

    await month.pass_until(local(2026, 11, 30, 10))

    await telegram.until(lambda: "Chats waar ik nu niets kan zeggen (1)" in admin.last.text, 30)
    assert "• een groep, sinds 24 november 2026: ik mag er niet schrijven" in admin.last.text
    month.maker.says("/afspraken")
    await telegram.until(lambda: "In een groep waar ik nu niets kan zeggen" in month.maker.last.text, 30)
    assert month.maker.last.text.count("taak") == len(DAYS)
    assert month.clock.now.astimezone(AMSTERDAM).isoweekday() == 1
