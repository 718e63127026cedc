"""Another day or hour typed under a card that waits for a tap: it stands in the card, and nothing of it is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.runs import plain_text
from index.retriever import Retriever
from tests.bot.rooms.world import SAID, Town, town_with

AGREEMENT = "/afspraak lijst sturen, 10 januari, Jan"
MEETING = ["/uitnodiging overleg techniek op 12 januari van 15:00 tot 16:00", "kamer 12", "PTA"]


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    async with town_with("moeten we melden voor 1 april", tmp_path, retriever) as made:
        yield made


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("13 januari", "13 januari"),
        ("nee, 13 januari", "13 januari"),
        ("liever op 14 januari om 10:00", "14 januari"),
        ("om 10:00", "10:00"),
        ("nee, de 14e", "14 januari"),
        ("no, make it 13 January", "13 januari"),
    ],
)
async def test_day_typed_under_a_card_stands_in_it(town: Town, typed: str, when: str) -> None:
    jan = town.person(7)
    await jan.says(AGREEMENT)

    card = plain_text(await jan.says(typed))

    assert "Wat: lijst sturen" in card
    assert "Wie: Jan" in card
    [line] = [line for line in card.splitlines() if line.startswith("Wanneer:")]
    assert when in line


async def test_meeting_takes_another_day_too(town: Town) -> None:
    ans = town.person(7)
    for typed in MEETING:
        await ans.says(typed)

    card = plain_text(await ans.says("toch liever 14 januari"))

    assert "14 januari" in card
    assert "overleg techniek" in card
    assert "15:00" in card
    assert "kamer 12" in card


@pytest.mark.parametrize("typed", ["moeten we melden voor 1 april", "wie tekent?"])
async def test_what_says_more_than_when_is_about_something_else(town: Town, typed: str) -> None:
    jan = town.person(7)
    await jan.says(AGREEMENT)

    assert "lijst sturen" not in plain_text(await jan.says(typed))


@pytest.mark.parametrize("yes", ["ja", "Klopt!", "yes"])
@pytest.mark.parametrize(
    ("begun", "day"),
    [
        (["/afspraak lijst sturen op 2 januari"], "2 januari 2028"),
        (["/afspraak lijst sturen, Jan", "31 februari"], "1 maart 2027"),
        (["/uitnodiging overleg techniek op 2 januari"], "2 januari 2028"),
        (["/afspraak\n- lijst sturen 2 januari\n- PTA mailen 13 januari"], "2 jan 2028"),
    ],
    ids=["agreement", "typed again", "meeting", "one of several"],
)
async def test_yes_takes_the_one_day_that_is_offered(town: Town, begun: list[str], day: str, yes: str) -> None:
    ans = town.person(7)
    for line in begun:
        await ans.says(line)
    assert SAID.say("day_pick_it", "nl")[:12] in ans.turn.replies[-1].html

    await ans.says(yes)

    assert SAID.say("day_pick_it", "nl")[:12] not in ans.turn.replies[-1].html
    draft = await town.records.drafts.of(ans.asker)
    assert draft
    assert {"2 januari 2028": "2028-01-02", "2 jan 2028": "2028-01-02", "1 maart 2027": "2027-03-01"}[day] in draft.body


async def test_yes_takes_none_of_several_days(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/afspraak lijst sturen op maandag 13 januari")
    asked = ans.turn.replies[-1].html

    await ans.says("ja")

    assert asked in ans.turn.replies[-1].html


async def test_moving_to_the_one_day_that_is_offered_is_said_yes_to(town: Town) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")
    for label in ("Schuif op", "Andere dag of uur typen"):
        await ans.presses(label)
    await ans.says("2 januari")

    said = plain_text(await ans.says("ja"))

    assert "zo 2 jan" in said
    assert await town.records.drafts.of(ans.asker) is None
    assert not [reply for reply in ans.screen.values() if SAID.say("day_pick_it", "nl")[:12] in reply.html]
