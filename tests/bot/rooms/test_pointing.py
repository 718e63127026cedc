"""What was kept just now and is spoken of without a button: "haal die weer weg", "move it to Friday"; nothing is done without a tap."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rooms.agreements.records import AgreementRecords
from index.retriever import Retriever
from tests.bot.rooms.world import SAID, Town, town_with


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    async with town_with("waar melden we de route", tmp_path, retriever) as made:
        yield made


@pytest.mark.parametrize("typed", ["haal die maar weer weg", "die is al gedaan", "that's done", "cancel that"])
async def test_agreement_that_was_noted_just_now_has_its_card(town: Town, typed: str) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")

    said = await ans.says(typed)

    assert "lijst sturen" in said
    assert [one.day.day for one in await town.records.shelf(AgreementRecords).open_of(ans.asker.chat)] == [12]
    await ans.presses("Vervalt")
    assert await town.records.shelf(AgreementRecords).open_of(ans.asker.chat) == ()


@pytest.mark.parametrize(
    "typed", ["zet die maar naar 14 januari", "maak er 14 januari van", "nee, verzet de afspraak naar de 14e"]
)
async def test_another_day_is_on_a_card_to_confirm(town: Town, typed: str) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")

    said = await ans.says(typed)
    assert "donderdag 14 januari 2027" in said
    assert [one.day.day for one in await town.records.shelf(AgreementRecords).open_of(ans.asker.chat)] == [12]

    await ans.presses("✅ Klopt")
    [now] = await town.records.shelf(AgreementRecords).open_of(ans.asker.chat)
    assert (now.day.day, now.agreed.what, now.agreed.who) == (14, "lijst sturen", "Jan")


async def test_one_that_is_named_is_found_later_too(town: Town) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")
    await ans.agrees("toets nakijken, 13 januari, Bep")
    town.now += timedelta(days=1)

    assert "vrijdag 22 januari 2027" in await ans.says("verander die van Jan naar 22 januari")
    assert "lijst sturen" not in await ans.says("haal die maar weer weg")  # the card that waits goes


async def test_of_several_it_is_asked_which(town: Town) -> None:
    ans = town.person(7)
    for agreed in ("lijst sturen, 12 januari, Jan", "toets nakijken, 13 januari, Bep"):
        await ans.agrees(agreed)
    town.now += timedelta(days=1)

    said = await ans.says("verwijder de afspraak")

    assert "lijst sturen" in said
    assert "toets nakijken" in said


async def test_one_more_is_an_agreement_too(town: Town) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")

    assert "Klopt deze afspraak?" in await ans.says("nog een: lesbezoek plannen door Marieke, 13 januari")


async def test_meeting_that_was_made_just_now_is_meant(town: Town) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")
    town.now += timedelta(seconds=5)
    await ans.invites("/uitnodiging overleg techniek op 12 januari van 15:00 tot 16:00 in kamer 12")

    assert SAID.say("meeting_sure", "nl") in await ans.says("zeg het overleg maar af")
    assert SAID.say("meeting_sure", "nl") in await ans.says("haal die maar weg")
    assert "13 januari" in await ans.says("verzet het overleg naar 13 januari")


async def test_meeting_goes_up_by_as_much_as_is_said(town: Town) -> None:
    ans = town.person(7)
    await ans.invites("/uitnodiging overleg techniek op 12 januari van 15:00 tot 16:00 in kamer 12")

    assert "19 januari" in await ans.says("schuif het een week op")


async def test_agreement_goes_up_by_as_much_as_is_said(town: Town) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")

    assert "dinsdag 19 januari 2027" in await ans.says("schuif die een week op")


@pytest.mark.parametrize(
    "typed",
    [
        "nog eentje, gastles voorbereiden, 21 januari",
        "tot aan de meivakantie",
        "dat weet ik nog niet want ze zijn allemaal met vakantie",
    ],
)
async def test_what_says_when_or_tells_a_story_names_nobody(town: Town, typed: str) -> None:
    ans = town.person(7)
    await ans.says("/afspraak lijst sturen, elke dinsdag om 9 uur")

    said = await ans.says(typed)

    assert said.startswith(f"“{typed[:20]}")
    assert "Wie doet het?" in said
    assert "Wie: Ans en de decaan" in (await ans.says("Ans en de decaan")).replace("<b>", "").replace("</b>", "")


async def test_who_comes_is_said_without_a_reply_too(town: Town) -> None:
    ans = town.person(7)
    await ans.invites("/uitnodiging overleg techniek op 12 januari van 15:00 tot 16:00 in kamer 12")

    assert "✅ 0" in await ans.says("wie komen er")


@pytest.mark.parametrize("typed", ["haal die maar weg", "cancel that meeting", "annuleer dat"])
@pytest.mark.parametrize(
    "begun",
    [
        "/uitnodiging overleg techniek op 12 januari",
        "/afspraak lijst sturen, 12 januari",
        "/afspraak lijst sturen, 12 januari, Jan",
    ],
)
async def test_what_is_begun_ends_by_it(town: Town, begun: str, typed: str) -> None:
    ans = town.person(7)
    await ans.says(begun)

    await ans.says(typed)

    assert await town.records.drafts.of(ans.asker) is None


async def test_nothing_that_is_known_makes_it_a_question(town: Town) -> None:
    ans = town.person(7)

    assert await town.records.drafts.of(ans.asker) is None
    assert SAID.say("agreement_how", "nl") not in await ans.says("haal die maar weg")
