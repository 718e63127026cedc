"""An announcement to two hundred people by a bot that is killed twice on the way; questions are answered meanwhile."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.records.people import Asker, Keys
from bot.records.records import Records
from bot.rooms.announcements.records import AnnouncementRecords
from tests.bot_api import BotApi, Call, Message, Person, Trouble
from tests.bot_process import BotProcess, small_knowledge
from tests.house import SHELVES

ADMIN, ASKER = 900, 901
SUBSCRIBERS = range(1000, 1200)
BLOCKED = range(1010, 1015)
NEWS = "De regels zijn gewijzigd."


async def subscribe(var: Path) -> None:
    """As if each had pressed the button of /meldingen."""
    keys, _ = Keys.open(var)
    records = Records(var / "records.db", keys, SHELVES, clock=lambda: datetime.now(UTC))
    await records.open()
    for number in SUBSCRIBERS:
        person, chat = keys.pseudonym("person", number), keys.pseudonym("chat", number)
        await records.chats.keep(Asker(person, chat, "nl", chat_number=number), "nl")
        await records.shelf(AnnouncementRecords).subscribe(chat)
    await records.close()


def told(person: Person) -> int:
    return sum(message.text.startswith(NEWS) for message in person.replies)


def arrives(call: Call) -> bool:
    """Whether it brings the news to somebody who lets the bot write; in which order chats are told is nobody's choice."""
    return call.text.startswith(NEWS) and call.chat_id != str(ADMIN) and int(call.chat_id) not in BLOCKED


async def said(telegram: BotApi, person: Person, text: str) -> Message:
    before = len(person.replies)
    person.says(text)
    return await telegram.answers(person, before + 1, 20)


async def test_two_kills_on_the_way_have_nobody_told_twice_and_nobody_left_out(tmp_path: Path) -> None:
    """At each kill at most one message is on its way, since they go one at a time.

    Whether it arrived nobody can know, so it is not sent again: at most two of two hundred may go without, and the admin
    hears how many those are. Both kills here come just after such a message arrived: one that nobody lets arrive would be
    counted among those that may have.
    """
    knowledge, var = small_knowledge(tmp_path / "knowledge"), tmp_path / "var"
    await subscribe(var)
    async with BotApi() as telegram:
        people = [telegram.person(number) for number in SUBSCRIBERS]
        for person in people:
            person.chat.is_open = True
            person.chat.is_blocked = person.chat.id in BLOCKED
        admin, asker = telegram.person(ADMIN), telegram.person(ASKER)
        bot = BotProcess(telegram, knowledge, var, ADMIN_IDS=str(ADMIN))
        try:
            await bot.start()
            await said(telegram, admin, "/bericht")
            admin.says(NEWS)
            await telegram.until(lambda: any("Versturen aan" in one.text for one in admin.replies), 20)
            assert "Versturen aan 200?" in admin.last.text
            first, second = (
                telegram.fail(
                    Trouble.SLOW_AFTER,
                    "sendMessage",
                    when=lambda call, count=count: arrives(call) and sum(map(told, people)) >= count,
                    delay_s=20,
                )
                for count in (60, 130)
            )
            for _ in range(2):  # a thumb that is too fast
                admin.presses("Verstuur aan 200", of=admin.last)

            await telegram.until(lambda: sum(map(told, people)) >= 30, 60)
            started_s = time.monotonic()
            answer = await said(telegram, asker, "Wie tekent de samenwerkingsovereenkomst?")
            waited_s = time.monotonic() - started_s
            await telegram.until(lambda: first.met, 60)
            await bot.kill()
            await bot.start()
            await telegram.until(lambda: second.met, 60)
            await bot.kill()
            await bot.start()
            await telegram.until(lambda: any("Klaar:" in one.text for one in admin.replies), 90)
        finally:
            await bot.kill()

        [closing] = [one.text for one in admin.replies if "Klaar:" in one.text]
        sent = int(re.findall(r"verstuurd aan (\d+)", closing)[0])
        unsure = sum(map(int, re.findall(r"afgebroken: (\d+)", closing)))
        counts = [told(person) for person in people if person.chat.id not in BLOCKED]
        assert max(counts) == 1
        assert counts.count(0) <= 1  # the second kill's; the first kill's did arrive
        assert (sent + unsure, unsure in (1, 2)) == (200 - len(BLOCKED), True)
        assert f"zodra dat weer kan: {len(BLOCKED)}" in closing
        assert "besturen tekenen" in answer.text
        assert waited_s < 5  # had it waited for the announcement, that would be a quarter of a minute
        assert (telegram.limits.broken, "Traceback" in bot.log) == ({}, False)
