"""A question in the middle of something begun, in every room that asks for words: it is answered, and the step asked again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rooms.obstacles.records import ObstacleRecords
from index.retriever import Retriever
from tests.bot.rooms.world import ADMIN, SAID, Town, town_with

PTA = "concept-PTA naar het mbo"
STEPS = {
    "what is agreed": ["/afspraak"],
    "when": [f"/afspraak {PTA}"],
    "what hour": [f"/afspraak {PTA} op 12 januari in de middag"],
    "who": [f"/afspraak {PTA} op 12 januari"],
    "until when": [f"/afspraak {PTA} elke maandag"],
    "several": ["/afspraak\n- concept-PTA naar het mbo\n- de lijst naar techniek"],
    "what a meeting is for": ["/uitnodiging"],
    "its day": ["/uitnodiging overleg techniek"],
    "its hour": ["/uitnodiging overleg techniek op 12 januari"],
    "its length": ["/uitnodiging overleg techniek op 12 januari om 15:00"],
    "its place": ["/uitnodiging overleg techniek op 12 januari van 15:00 tot 16:00"],
    "its agenda": ["/uitnodiging overleg techniek op 12 januari van 15:00 tot 16:00", "kamer 12"],
    "an address": ["/link"],
    "an obstacle": ["/hindernis"],
    "whom somebody is invited as": ["/rollen", "button rol.invite"],
    "a route": ["/routes", "button rte.new"],
}


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    async with town_with("waar melden we de route", tmp_path, retriever) as made:
        yield made


@pytest.mark.parametrize("asked", ["waar melden we de route?", "kan ik iemand spreken?"])
@pytest.mark.parametrize("step", STEPS)
async def test_what_is_asked_in_between_is_answered_and_the_step_asked_again(town: Town, step: str, asked: str) -> None:
    admin = town.person(ADMIN)
    for line in STEPS[step]:
        said = await (admin.presses(line[7:]) if line.startswith("button ") else admin.says(line))
    offered = [row for reply in admin.turn.replies for row in reply.rows]
    asked_first = said.splitlines()[-1]

    answered = await admin.says(asked)

    assert ("Bij DUO." if asked.startswith("waar") else SAID.say("act_person", "nl", contact="")[:20]) in answered
    if not step.startswith("what "):  # what comes first is asked at more length the first time
        assert asked_first in admin.turn.replies[-1].html
    assert admin.turn.replies[-1].rows[:-1] == tuple(offered)


@pytest.mark.parametrize("step", ["when", "who", "its day", "its hour", "its length"])
async def test_link_where_none_is_wanted_is_a_link(town: Town, step: str) -> None:
    admin = town.person(ADMIN)
    for line in STEPS[step]:
        await admin.says(line)

    said = await admin.says("https://localhost/a")
    told = await admin.presses("/link")

    assert said.startswith(SAID.say("rather_this", "nl"))
    assert told == SAID.say("link_not_public", "nl")


async def test_what_helped_is_asked_again_after_a_question(town: Town) -> None:
    ans, cor = town.person(7), await town.coordinator(9)
    number = await town.records.shelf(ObstacleRecords).note(ans.asker, "het rooster past niet", "T001")
    await cor.presses(f"hin.solve:{number}")

    await cor.says("waar melden we de route?")
    said = await cor.says("een ander rooster")

    assert said.startswith("✅ Opgelost")


async def test_who_does_it_may_be_somebody_of_whom_an_entry_speaks(town: Town) -> None:
    admin = town.person(ADMIN)
    await admin.says(STEPS["who"][0])

    assert "Wie: iemand van de route" in (await admin.says("iemand van de route")).replace("<b>", "").replace(
        "</b>", ""
    )


async def test_what_asks_for_another_day_goes_with_the_answer_also_when_it_was_asked_again(town: Town) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")
    [card_id] = [at for at, reply in ans.screen.items() if "Schuif op" in str(reply.rows)]
    await ans.presses("Schuif op")
    to = next(data for label, data in ans.buttons.items() if ".to:" in data)

    await ans.says("waar melden we de route?")
    await ans.says("kan ik iemand spreken?")
    again = [at for at, reply in ans.screen.items() if SAID.say("goes_on", "nl") in reply.html]
    await ans.presses(to)

    assert len(again) == 1
    assert not [at for at, reply in ans.screen.items() if SAID.say("goes_on", "nl") in reply.html]
    assert "Schuif op" in str(ans.screen[card_id].rows)
    assert await town.records.drafts.of(ans.asker) is None


async def test_what_asks_for_another_hour_of_a_meeting_goes_too(town: Town) -> None:
    ans = town.person(7)
    await ans.invites(f"{STEPS['its place'][0]} in kamer 12")
    for label in ("Beheer", "Andere tijd"):
        await ans.presses(label)

    await ans.says("waar melden we de route?")
    again = [at for at, reply in ans.screen.items() if SAID.say("goes_on", "nl") in reply.html]
    await ans.says("13 januari om 10:00")

    assert len(again) == 1
    assert again[0] not in ans.screen


@pytest.mark.parametrize("step", ["who", "whom somebody is invited as", "its place"])
async def test_question_that_nothing_is_known_about_is_no_name(town: Town, step: str) -> None:
    admin = town.person(ADMIN)
    for line in STEPS[step]:
        await (admin.presses(line[7:]) if line.startswith("button ") else admin.says(line))

    said = await admin.says("wie betaalt de olifant?")

    assert said.startswith(SAID.say("unread", "nl", text="wie betaalt de olifant?"))
    assert SAID.say("was_my_answer", "nl") in admin.buttons
