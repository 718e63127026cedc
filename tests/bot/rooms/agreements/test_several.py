"""Several agreements in one message, one a line."""

from collections.abc import AsyncIterator
from datetime import date, time

import pytest

from bot.rooms.agreements.draft import Line, Lines, known_of
from bot.rooms.agreements.records import AgreementRecords
from bot.rooms.agreements.several import MOST_LINES
from index.retriever import Retriever
from tests.agreement_world import ANS, BEP, GROUP, SAID, World, labels

TWO = "/afspraak Ans mailt de lijst, 3 december\nBep belt het roc, 4 december 14:00"
CHECK = SAID.say("agreement_lines_check", "nl")


@pytest.fixture
async def world(retriever: Retriever) -> AsyncIterator[World]:
    made = World(retriever)
    await made.records.open()
    yield made
    await made.records.close()


async def lines(world: World) -> tuple[Line, ...]:
    draft = await world.records.drafts.of(ANS)
    assert draft is not None
    known = known_of(draft)
    assert isinstance(known, Lines)
    return known.lines


async def open_days(world: World) -> list[date]:
    return [one.day for one in await world.records.shelf(AgreementRecords).open_of(GROUP)]


async def test_each_line_is_an_agreement(world: World) -> None:
    said = await world.say(TWO)

    assert said == f"{CHECK}\n<b>do 3 dec</b> Ans mailt de lijst · Ans\n<b>vr 4 dec 14:00</b> Bep belt het roc · Bep"
    assert await lines(world) == (
        Line(date(2026, 12, 3), what="Ans mailt de lijst", who="Ans"),
        Line(date(2026, 12, 4), time(14), what="Bep belt het roc", who="Bep"),
    )


async def test_what_two_people_do_in_one_line_are_two_and_the_day_of_the_other_is_offered(world: World) -> None:
    said = await world.say("/afspraak Ans mailt de lijst en Bep belt het roc op 4 december")

    assert "<b>?</b> Ans mailt de lijst · Ans\n<b>vr 4 dec</b> Bep belt het roc · Bep\n" in said
    await world.press("vrijdag 4 december 2026")
    await world.press("✅ Klopt")
    assert await open_days(world) == [date(2026, 12, 4), date(2026, 12, 4)]


async def test_two_sentences_with_two_days_are_two(world: World) -> None:
    said = await world.say("/afspraak Ans mailt de lijst op 3 december. Bep belt het roc op 4 december.")

    assert said == f"{CHECK}\n<b>do 3 dec</b> Ans mailt de lijst · Ans\n<b>vr 4 dec</b> Bep belt het roc · Bep"


async def test_all_are_kept_with_one_tap(world: World) -> None:
    await world.say(TWO)
    card = world.shown.replies[0]

    said = await world.press("✅ Klopt", under=card)
    again = await world.press("✅ Klopt", under=card)

    assert said.startswith(SAID.say("agreement_lines_kept", "nl"))
    assert (await open_days(world), again) == (
        [date(2026, 12, 3), date(2026, 12, 4)],
        SAID.say("agreement_not_yours", "nl"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Afspraken:\n- Ans mailt de lijst, 3 december\n- Bep belt het roc, 3 december",
        "1. Ans mailt de lijst 3 december\n2. Bep belt het roc 3 december",
        "Ans mailt de lijst\nBep belt het roc",
        "lijst mailen voor de kerst, Ans\nroc bellen 4 december, Bep",
    ],
)
async def test_list_may_look_as_it_likes(world: World, text: str) -> None:
    await world.say(f"/afspraak {text}")

    assert [one.who for one in await lines(world)] == ["Ans", "Bep"]


async def test_one_agreement_over_some_lines_is_one(world: World) -> None:
    said = await world.say("/afspraak concept-PTA naar het mbo\n3 december\nteam Techniek")

    assert said.startswith(SAID.say("agreement_check", "nl"))


async def test_line_that_leaves_its_day_or_hour_open_is_asked_about(world: World) -> None:
    asked = await world.say("/afspraak Ans mailt de lijst, na 10 december\nBep belt het roc, 4 december om 7 uur")

    assert SAID.say("day_vague", "nl") in asked
    assert asked.split("\n")[2] == "Wat: Ans mailt de lijst"
    asked = await world.press("vrijdag 11 december")
    assert SAID.say("hour_ambiguous", "nl") in asked
    assert "Wat: Bep belt het roc" in asked
    assert await world.press("19:00") == (
        f"{CHECK}\n<b>vr 11 dec</b> Ans mailt de lijst · Ans\n<b>vr 4 dec 19:00</b> Bep belt het roc · Bep"
    )


async def test_button_that_is_pressed_twice_answers_one_question(world: World) -> None:
    await world.say("/afspraak Ans mailt de lijst, na 10 december\nBep belt het roc, na 15 december")
    first = world.shown.replies[0]

    await world.press("vrijdag 11", under=first)
    await world.press("vrijdag 11", under=first)

    assert [one.day for one in await lines(world)] == [date(2026, 12, 11), None]


async def test_day_and_hour_of_a_line_can_be_typed(world: World) -> None:
    await world.say("/afspraak Ans mailt de lijst, na 10 december\nBep belt het roc, 4 december")

    assert (await world.say("geen idee")).startswith("“geen idee” kan ik hier niet lezen.")
    assert SAID.say("hour_bound", "nl") in await world.say("14 december na 15 uur")
    assert "<b>ma 14 dec 15:30</b> Ans mailt de lijst" in await world.say("half vier")


async def test_lines_without_a_day_get_one_together(world: World) -> None:
    asked = await world.say("/afspraak - Ans mailt de lijst\n- Bep belt het roc\n- Cor print, 4 december")

    assert asked.startswith(SAID.say("agreement_lines_ask_day", "nl"))
    await world.press("Over een week")
    assert [one.day for one in await lines(world)] == [date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 4)]


async def test_lines_in_which_nobody_is_named_are_asked_about_together(world: World) -> None:
    asked = await world.say("/afspraak lijst mailen, 3 december\nroc bellen, 4 december\nik print, 4 december")

    assert asked.startswith(SAID.say("agreement_lines_ask_who", "nl"))
    assert labels(world.shown.replies[0]) == [["Nog niemand"], ["Laat maar"]]
    await world.say("team Techniek")
    assert {one.who for one in await lines(world)} == {"team Techniek"}


async def test_nobody_may_do_them_yet(world: World) -> None:
    await world.say("/afspraak lijst mailen, 3 december\nroc bellen, 4 december")

    assert (await world.press("Nog niemand")).startswith(CHECK)


async def test_days_on_which_schools_are_closed_are_warned_about_once(world: World) -> None:
    said = await world.say("/afspraak Ans mailt, 5 mei\nBep belt, 5 mei\nCor print, 6 mei")

    assert said.split("\n")[4:] == [
        "⚠️ wo 5 mei: Bevrijdingsdag, dan zijn veel scholen dicht.",
        "⚠️ do 6 mei: Hemelvaartsdag, dan zijn veel scholen dicht.",
    ]


async def test_lines_beyond_the_most_are_told_about(world: World) -> None:
    text = "\n".join(f"- Ans mailt lijst {number}, 3 december" for number in range(MOST_LINES + 1))

    assert (await world.say(f"/afspraak {text}")).startswith(SAID.say("agreement_lines_more", "nl", count=MOST_LINES))
    assert len(await lines(world)) == MOST_LINES


async def test_nobody_else_answers(world: World) -> None:
    await world.say("/afspraak Ans mailt de lijst, na 10 december\nBep belt het roc, 4 december om 7 uur")

    assert await world.press("vrijdag 11", BEP) == SAID.say("agreement_not_yours", "nl")


async def test_long_line_keeps_its_day(world: World) -> None:
    await world.say(f"/afspraak Ans mailt de lijst {'met alle namen ' * 12}, 3 december\nBep belt, 4 december")

    assert [one.day for one in await lines(world)] == [date(2026, 12, 3), date(2026, 12, 4)]
