"""Agreements that are moved in a group: by a button, by an answer to the card, by an answer to a question; one card stays."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.reply import Reply
from bot.conversation.room import Around
from bot.conversation.runs import plain_text
from index.retriever import Retriever
from tests.bot.rooms.world import SAID, Person, Town

GROUP = -100


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever, tmp_path / "records.db").open()
    yield town
    await town.close()


async def kept(town: Town) -> Person:
    """Somebody who made an agreement in the group."""
    ans = town.person(7, group=GROUP)
    await ans.says("/afspraak concept-PTA naar het mbo, 12 januari, team Techniek")
    await ans.presses("✅ Klopt")
    return ans


async def answers(person: Person, text: str) -> str:
    """An answer to the bot, as a group has it."""
    return await person.says(text, around=Around("Naar welke dag?", answers_id=5))


def cards(person: Person) -> list[Reply]:
    """What can be pressed in the chat."""
    return [reply for reply in person.screen.values() if reply.rows]


@pytest.mark.parametrize(
    "how",
    [
        ("Schuif op", "9 februari"),
        ("Schuif op", "vrijdag of zo", "9 februari"),
        ("Schuif op", "Andere dag of uur typen", "9 februari"),
        ("Schuif op", "Andere dag of uur typen", "onzin", "9 februari"),
        ("Schuif op", "« Terug", "Schuif op", "9 februari"),
        ("Schuif op", "1 of 9 februari", "dinsdag 9 februari 2027"),
    ],
    ids=" > ".join,
)
async def test_day_in_answer_to_the_bot_moves_it_and_one_card_stays(town: Town, how: tuple[str, ...]) -> None:
    ans = await kept(town)
    [before] = cards(ans)
    for what in how:
        said = await (ans.presses(what) if what in ans.buttons else answers(ans, what))

    assert plain_text(said).split("\n") == ["Verschoven.", "di 9 feb concept-PTA naar het mbo · team Techniek"]
    [card] = cards(ans)
    assert "Wanneer: dinsdag 9 februari 2027" in card.html
    assert [[button.label for button in row] for row in card.rows] == [
        [button.label for button in row] for row in before.rows
    ]
    assert await town.records.drafts.of(ans.asker) is None


async def test_card_that_was_moved_by_a_button_waits_for_no_day_any_more(town: Town) -> None:
    ans = await kept(town)
    await ans.presses("Schuif op")

    await ans.presses("Over een week")

    assert await town.records.drafts.of(ans.asker) is None
    assert len(cards(ans)) == 1


@pytest.mark.parametrize(
    ("how", "at"),
    [
        (("Ander uur", "14:00"), "14:00"),
        (("Ander uur", "kwart over drie"), "15:15"),
        (("Andere dag of uur typen", "om 15.15 uur"), "15:15"),
        (("half vier",), "15:30"),
        (("naar 15.30 uur",), "15:30"),
        (("om 7 uur", "19:00"), "19:00"),
    ],
)
async def test_agreement_is_moved_to_another_hour_of_its_day_and_one_card_stays(
    town: Town, how: tuple[str, ...], at: str
) -> None:
    ans = await kept(town)
    await ans.presses("Schuif op")

    for what in how:
        await (ans.presses(what) if what in ans.buttons else answers(ans, what))

    [card] = cards(ans)
    assert f"Wanneer: dinsdag 12 januari 2027, {at} uur" in card.html
    assert await town.records.drafts.of(ans.asker) is None


async def test_question_that_is_dropped_disappears(town: Town) -> None:
    ans = await kept(town)
    for label in ("Schuif op", "Andere dag of uur typen"):
        await ans.presses(label)

    said = await ans.presses("Laat maar")

    assert said == SAID.say("draft_ended", "nl")
    [card] = cards(ans)
    assert "Schuif op" in [button.label for row in card.rows for button in row]
