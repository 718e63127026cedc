"""A meeting from invitation to agreements with the bot as a process of its own, killed and restarted as the clock moves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.agreement_world import SAID, local
from tests.bot_api import BotApi, Chat, Message
from tests.bot_process import BotProcess, MovedClock, replied, small_knowledge

CALL = "https://meet.example.org/a?b=1&c=2"


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with BotApi() as made:
        yield made


@pytest.fixture
async def clock(tmp_path: Path) -> MovedClock:
    return MovedClock(tmp_path / "clock", local(2026, 11, 24, 10))


@pytest.fixture
async def bot(telegram: BotApi, clock: MovedClock, tmp_path: Path) -> AsyncIterator[BotProcess]:
    made = BotProcess(telegram, small_knowledge(tmp_path / "knowledge"), tmp_path / "var", clock=clock)
    yield made
    await made.kill()
    assert "Traceback" not in made.log


def event(telegram: BotApi, message: Message) -> tuple[str, str, str, str]:
    """(what it is published for, which version, its status, when it begins) in a calendar file."""
    _, data = telegram.files[message.extra["document"]["file_id"]]
    calendar = Calendar.from_ical(data)
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    begins = next(line.partition(":")[2] for line in lines if line.startswith("DTSTART;"))
    sequence, status = (line.partition(":")[2] for line in lines if line.startswith(("SEQUENCE:", "STATUS:")))
    return str(calendar["METHOD"]), sequence, status, begins


async def said(telegram: BotApi, chat: Chat, first: str) -> Message:
    """The message of the bot that begins so."""
    return await telegram.until(lambda: next((one for one in chat.replies if one.text.startswith(first)), None))


async def test_meeting_is_made_answered_moved_and_spoken_of_across_kills(
    telegram: BotApi, bot: BotProcess, clock: MovedClock
) -> None:
    ans, bep = telegram.person(10), telegram.person(11)
    group = telegram.group(-500, [ans, bep])
    await bot.start()

    ans.says("/uitnodiging <b>overleg</b>, 3 december om half drie, 1 uur, mbo-locatie", in_=group)
    card = await replied(telegram, group, 1)
    refused = bep.presses("Overslaan", of=card)
    await telegram.until(lambda: refused.is_answered)
    ans.presses("Overslaan", of=card)
    await telegram.until(lambda: "Klopt deze uitnodiging?" in card.text)
    ans.presses("✅ Versturen", of=card)
    file = await replied(telegram, group, 2)
    assert refused.toast == SAID.say("meeting_not_yours", "nl")
    assert "📅 <b>overleg</b>\nWanneer: donderdag 3 december 2026, 14:30–15:30 uur\nWaar: mbo-locatie" in card.text
    assert event(telegram, file) == ("PUBLISH", "0", "CONFIRMED", "20261203T143000")

    ans.presses("✅", of=card)
    await telegram.until(lambda: card.labels[0] == ("✅ 1 ja", "❔ 0 misschien", "❌ 0 nee"))
    bep.presses("❔", of=card)
    await telegram.until(lambda: card.labels[0] == ("✅ 1 ja", "❔ 1 misschien", "❌ 0 nee"))
    bep.says("stage\nPTA", in_=group, to=card)
    added = await replied(telegram, group, 3)
    assert added.text == "Op de agenda gezet:\n• stage\n• PTA\nOverleg #1"
    assert "• stage\n• PTA" in card.text

    bep.says("Wie tekent de samenwerkingsovereenkomst?")
    await telegram.answers(bep)  # by then what was answered before is crossed off
    await bot.kill()
    await bot.start()
    bep.says("rondvraag", in_=group, to=file)
    await replied(telegram, group, 4)
    ans.presses("Beheer", of=card)
    await telegram.until(lambda: card.labels[1] == ("Andere tijd", "Hoe lang"))
    ans.presses("Andere tijd", of=card)
    question = await replied(telegram, group, 5)
    assert "Wanneer?" in question.text
    await telegram.until(lambda: card.labels[0] == ("✅ 1 ja", "❔ 1 misschien", "❌ 0 nee"))
    ans.says("4 december 10:00", in_=group, to=question)
    check = await said(telegram, group, "Zo wordt het overleg")
    ans.presses("✅ Versturen", of=check)
    moved = await said(telegram, group, "Gewijzigd:")
    assert event(telegram, moved) == ("PUBLISH", "3", "CONFIRMED", "20261204T100000")
    await telegram.until(lambda: card.labels[0] == ("✅ 0 ja", "❔ 0 misschien", "❌ 0 nee"))
    assert "Agenda\n• stage\n• PTA\n• rondvraag" in card.text
    assert len(group.replies) == 5  # the questions are gone

    await bot.kill()
    clock.set(local(2026, 12, 3, 9, 5))
    await bot.start()
    tomorrow = await replied(telegram, group, 6)
    clock.set(local(2026, 12, 4, 9))
    soon = await replied(telegram, group, 7)
    await bot.kill()
    clock.set(local(2026, 12, 4, 12))
    await bot.start()
    asked = await replied(telegram, group, 8)
    firsts = [message.text.split("\n")[0] for message in (tomorrow, soon, asked)]
    assert firsts == ["🔔 Morgen", "🔔 Om 10:00 uur begint het", "Afspraken uit dit overleg?"]

    bep.says("stage regelen, 11 december, team Techniek", in_=group, to=asked)
    lines = await replied(telegram, group, 9)
    bep.presses("✅ Klopt", of=lines)
    await telegram.until(lambda: "Vastgelegd." in lines.text)
    assert "vr 11 dec stage regelen · team Techniek" in lines.text
    assert len(group.replies) == 9


async def test_meeting_made_alone_is_put_into_a_group_and_cancelled_there(telegram: BotApi, bot: BotProcess) -> None:
    ans = telegram.person(10)
    group = telegram.group(-500, [ans])
    await bot.start()

    ans.says(f"/uitnodiging overleg, 3 december 14:00, 1 uur, {CALL}\nstage")
    card = await replied(telegram, ans.chat, 1)
    ans.presses("✅ Versturen", of=card)
    await replied(telegram, ans.chat, 2)
    url = card.button("Zet in een groep")["url"]
    ans.says(f"/start@verbinder_bot {url.partition('=')[2]}", in_=group)
    shared, _ = await replied(telegram, group, 1), await replied(telegram, group, 2)
    assert f"Waar: {CALL}" in shared.text

    ans.presses("Beheer", of=shared)
    await telegram.until(lambda: "Afzeggen" in str(shared.labels))
    ans.presses("Afzeggen", of=shared)
    sure = await replied(telegram, group, 3)
    ans.presses("Ja, afzeggen", of=sure)
    cancelled = await said(telegram, group, "Afgezegd:")
    assert event(telegram, cancelled) == ("CANCEL", "1", "CANCELLED", "20261203T140000")
    assert shared.text.startswith("❌ Afgezegd")
    assert sure not in group.replies
    assert shared.labels == ()
