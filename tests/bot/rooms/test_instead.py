"""Another day or hour typed under a card that waits for a tap: it stands in the card, and nothing of it is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.runs import plain_text
from index.retriever import Retriever
from tests.bot.rooms.world import Town, town_with

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
