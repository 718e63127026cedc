"""A fortnight of a group with the bot as a process of its own, which is killed and restarted while a test moves its clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.agreement_world import SAID, local
from tests.bot_api import BotApi, Person
from tests.bot_process import WAKES_S, BotProcess, MovedClock, replied, small_knowledge

QUESTION = "Wie tekent de samenwerkingsovereenkomst?"


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


async def stays_quiet(telegram: BotApi, person: Person) -> None:
    """Wait until the bot has woken and answered; by then it has said what was due."""
    count = len(person.replies)
    for extra in range(3):
        person.says(QUESTION)
        await telegram.answers(person, count + extra + 1, WAKES_S)


async def test_group_is_reminded_through_kills_a_move_and_three_days_of_absence(
    telegram: BotApi, bot: BotProcess, clock: MovedClock
) -> None:
    ans, bep = telegram.person(10), telegram.person(11)
    group = telegram.group(-500, [ans, bep], is_supergroup=False)
    await bot.start()

    ans.says("/afspraak <b>lijst</b> sturen, 3 december, team Techniek", in_=group)
    card = await replied(telegram, group, 1)
    refused = bep.presses("✅ Klopt", of=card)
    await telegram.until(lambda: refused.is_answered)
    ans.presses("✅ Klopt", of=card)
    await telegram.until(lambda: "Afgesproken" in card.text)
    bep.says("/afspraken", in_=group)
    listed = await replied(telegram, group, 2)
    bep.presses("Instellingen", of=listed)
    await telegram.until(lambda: "Herinneringen" in listed.text)
    bep.presses("Maandagoverzicht: uit", of=listed)
    await telegram.until(lambda: "Maandagoverzicht: aan" in str(listed.labels))
    assert refused.toast == SAID.say("agreement_not_yours", "nl")
    assert "Wat: <b>lijst</b> sturen\nWanneer: donderdag 3 december 2026\nWie: team Techniek" in card.text

    await bot.kill()
    clock.set(local(2026, 12, 2, 9, 5))
    await bot.start()
    tomorrow, digest = await replied(telegram, group, 3), await replied(telegram, group, 4)
    assert (tomorrow.text.split("\n")[0], digest.text.split("\n")[0]) == ("🔔 Morgen", "Afspraken in week 49")

    await bot.kill()
    await bot.start()
    await stays_quiet(telegram, ans)
    assert len(group.replies) == 4

    supergroup = group.moves()
    clock.set(local(2026, 12, 3, 9))
    today = await replied(telegram, supergroup, 1)
    assert (today.text.split("\n")[0], today.labels) == ("🔔 Vandaag", (("✅ Gedaan",), ("Schuif op", "Vervalt")))

    await bot.kill()
    clock.set(local(2026, 12, 7, 11))
    await bot.start()
    overdue, late = await replied(telegram, supergroup, 2), await replied(telegram, supergroup, 3)
    told = sorted([overdue.text, late.text], reverse=True)
    assert [text.split("\n")[0] for text in told] == ["⚠️ 4 dagen over de afgesproken dag", "Afspraken in week 50"]
    assert "Dit had u vrijdag 4 december 2026 om 09:00 uur moeten bereiken" in told[0]
    assert "Dit overzicht had u maandag om 09:00 uur moeten bereiken" in told[1]

    bep.presses("✅ Gedaan", of=overdue if overdue.text == told[0] else late)
    await telegram.until(lambda: any("Nagekomen, maandag 7 december 2026" in one.text for one in supergroup.replies))
    clock.set(local(2026, 12, 10, 9, 5))
    await stays_quiet(telegram, ans)
    assert (len(group.replies), len(supergroup.replies)) == (4, 3)
