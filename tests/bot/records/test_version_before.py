"""Records of the version before bot/ had storeys, in a backup that it made: all that was in them goes on."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.records.people import Keys, Role
from bot.records.restore import restore
from bot.rooms.digest.records import DigestRecords
from bot.rooms.links.records import LinkRecords
from bot.rooms.unanswered.records import UnansweredRecords
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.world import MONDAY, Town
from tests.conftest import Folder
from tests.house import STEPS, kept_of

pytestmark = pytest.mark.one_engine

BACKUP = Path(__file__).with_name("before_storeys.backup")
DATA_KEY = "the key of the version before"
ANS, COORDINATOR, GROUP = 7, 8, -100


@pytest.fixture
async def town(retriever: Retriever, folder: Folder, tmp_path: Path) -> AsyncIterator[Town]:
    var = tmp_path / "var"
    keys, _ = Keys.open(var, DATA_KEY)
    restore(BACKUP, var, keys, STEPS, now=MONDAY)
    folder.save("nl/faq/a.md", title="Wie tekent de overeenkomst?")
    await retriever.refresh(read_folder(folder.root))
    made = Town(retriever, var / "records.db")
    made.keys = keys
    yield await made.open()
    await made.close()


async def test_what_people_recorded_is_there(town: Town) -> None:
    group, coordinator = town.person(ANS, group=GROUP), town.person(COORDINATOR)

    agreements = await group.says("/afspraken")
    obstacles = await coordinator.says("/hindernissen")

    assert agreements == "<b>Open afspraken</b>\n<b>di 12 jan</b> concept-PTA naar het mbo · team Techniek"
    assert coordinator.asker.role is Role.COORDINATOR
    assert "de roosters passen niet op elkaar" in obstacles
    assert [link.title for link in town.records.shelf(LinkRecords).kept] == ["Routes bij DUO"]
    assert "📅 <b>overleg techniek</b>" in await group.presses("inv.show:1")


async def test_what_was_begun_is_finished(town: Town) -> None:
    ans = town.person(ANS)

    card = await ans.says("14 januari")

    assert "Wat: <b>nog niet af</b>\nWanneer: donderdag 14 januari 2027" in card
    assert (await ans.presses("✅")).startswith("<b>Afgesproken.</b>")


async def test_what_was_said_or_settled_is_not_said_again(town: Town) -> None:
    records, group = town.records, town.person(ANS, group=GROUP)

    begun_again = await records.shelf(DigestRecords).begin(group.asker.chat, MONDAY.date())
    next_week = await records.shelf(DigestRecords).begin(group.asker.chat, date(2027, 1, 11))

    assert begun_again == 1 < next_week
    assert await records.deliveries.is_claimed("agreement:1:day7:2027-01-12")
    assert [one.words for one in await records.shelf(UnansweredRecords).waiting(10)] == []
    assert [one.words for one in await records.questions.confirmed()] == ["wie tekent dat"]


async def test_it_is_spoken_of_when_it_is_due_and_forgotten_when_asked(town: Town) -> None:
    ans, group = town.person(ANS), town.person(ANS, group=GROUP)
    town.now = MONDAY + timedelta(days=7, hours=1)

    await town.wake()

    assert [html.split("\n")[0] for html in group.mail if "<b>Morgen" in html] != []
    await ans.says("/wis")
    await ans.presses("Ja, wis alles")
    assert await kept_of(town.records, ans.asker.person) == 0
    assert await ans.says("/afspraken") == "Er staan geen afspraken open. Met /afspraak legt u er een vast."
