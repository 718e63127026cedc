"""What somebody has begun ends when they say so, in every step of every room, with a line that says what it was."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.codes import code_of
from bot.rooms.handing.records import HandedRecords
from bot.rooms.obstacles.records import ObstacleRecords, State
from index.retriever import Retriever
from tests.bot.rooms.world import ADMIN, SAID, Person, Town, town_with

CODE = code_of("faq/melden")
MEETING = "/uitnodiging overleg techniek op 12 januari van 15:00 tot 16:00"
STEPS = {
    "words to share": (["/deel"], "begun_passing"),
    "a message to everybody": (["/bericht"], "begun_announcement"),
    "a message that was seen": (["/bericht", "Er is nieuws."], "begun_announcement"),
    "a question to people": (["hnd.begin"], "begun_handing"),
    "an answer to it": (["hnd.take:1"], "begun_answer"),
    "an answer that was seen": (["hnd.take:1", "Bij de school."], "begun_answer"),
    "a reaction to that": (["hnd.back:2"], "begun_reaction"),
    "the title of an answer": (["hnd.entry:2"], "begun_entry"),
    "a remark": (["una.remark:1"], "begun_remark"),
    "words to find an entry by": (["una.find:1"], "begun_wording"),
    "another wording": ([f"una.type:1:{CODE}"], "begun_wording"),
    "the title of an entry": (["una.new:1"], "begun_entry"),
    "its answer": (["una.new:1", "Mag een olifant zwemmen?"], "begun_entry"),
    "its sources": (["una.new:1", "Mag een olifant zwemmen?", "Ja."], "begun_entry"),
    "a title that changes": ([f"rev.title:{CODE}:nl"], "begun_rewriting"),
    "a text that changes": ([f"rev.text:{CODE}:nl"], "begun_rewriting"),
    "an obstacle": (["/hindernis"], "begun_obstacle"),
    "what helped": (["hin.solve:1"], "begun_solving"),
    "the title of an obstacle": (["hin.entry:2"], "begun_entry"),
    "whom somebody is invited as": (["/rollen", "rol.invite"], "begun_role"),
    "an address": (["/link"], "begun_link"),
    "a route": (["/routes", "rte.new"], "begun_route"),
    "what is agreed": (["/afspraak"], "begun_agreement"),
    "who does it": (["/afspraak lijst sturen op 12 januari"], "begun_agreement"),
    "several agreements": (["/afspraak\n- lijst sturen\n- PTA mailen"], "begun_agreements"),
    "its place": ([MEETING], "begun_meeting"),
    "its agenda": ([MEETING, "kamer 12"], "begun_meeting"),
}


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    async with town_with("waar melden we de route", tmp_path, retriever) as made:
        ans = made.person(7)
        await ans.says("zwemles voor olifanten")
        handed, obstacles = made.records.shelf(HandedRecords), made.records.shelf(ObstacleRecords)
        await handed.hand(ans.asker, "Wie zwemt er?", "nl")
        admin = made.person(ADMIN)
        await made.records.chats.keep(admin.asker, "nl")
        own = await handed.hand(admin.asker, "Wie tekent er?", "nl")
        await handed.answer(own.number, admin.asker, "Het bestuur.")
        await obstacles.note(ans.asker, "de bus", "")
        await obstacles.become(
            await obstacles.note(ans.asker, "het rooster", ""), State.SOLVED, admin.asker.person, "x"
        )
        yield made


async def does(person: Person, steps: list[str]) -> None:
    for step in steps:
        is_button = step[3:4] == "."
        await (person.presses(step) if is_button else person.says(step))


@pytest.mark.parametrize("words", ["laat maar", "Never mind!", "/stop"])
@pytest.mark.parametrize("step", STEPS)
async def test_whatever_is_asked_ends_and_says_what_it_was(town: Town, step: str, words: str) -> None:
    admin = town.person(ADMIN)
    steps, name = STEPS[step]
    await does(admin, steps)
    assert await town.records.drafts.of(admin.asker)

    said = await admin.says(words)

    assert said == SAID.say("draft_left", "nl", what=SAID.say(name, "nl"))
    assert await town.records.drafts.of(admin.asker) is None


async def test_colleague_who_was_to_say_what_is_wrong_leaves_that(town: Town) -> None:
    bep = await town.coordinator(9)
    await town.records.drafts.keep(bep.asker, "rev", '{"step": "why", "number": 1}', waits=True)

    assert await bep.says("laat maar") == SAID.say("draft_left", "nl", what=SAID.say("begun_remark", "nl"))


async def test_question_for_a_day_disappears_when_the_moving_is_left(town: Town) -> None:
    ans = town.person(7)
    await ans.agrees("lijst sturen, 12 januari, Jan")
    await does(ans, ["Schuif op", "Andere dag of uur typen"])
    before = dict(ans.screen)

    said = await ans.says("laat maar")

    assert said == SAID.say("draft_left", "nl", what=SAID.say("begun_agreement_move", "nl"))
    [gone] = set(before) - set(ans.screen)
    assert before[gone].html.startswith(SAID.say("agreement_move_type", "nl"))


@pytest.mark.parametrize("step", ["who does it", "its agenda", "its place"])
@pytest.mark.parametrize("words", ["hoeft niet", "maakt niet uit", "niks"])
async def test_what_may_be_about_the_answer_ends_nothing(town: Town, step: str, words: str) -> None:
    admin = town.person(ADMIN)
    await does(admin, STEPS[step][0])

    said = await admin.says(words)

    assert said.startswith(SAID.say("unread", "nl", text=words))
    assert SAID.say("was_my_answer", "nl") in admin.buttons
    assert await town.records.drafts.of(admin.asker)


@pytest.mark.parametrize(
    "typed", [["Mag het?", "Ja."], ["Mag het?", "Ja.", "https://duo.nl/a"]], ids=["sources", "grade"]
)
async def test_question_is_answered_where_an_entry_asks_for_what_it_can_read(town: Town, typed: list[str]) -> None:
    admin = town.person(ADMIN)
    await does(admin, ["una.new:1", *typed])
    asked = admin.turn.replies[-1]

    said = await admin.says("waar melden we de route?")

    assert "Bij DUO." in said
    assert admin.turn.replies[-1].html == f"{SAID.say('goes_on', 'nl')}\n\n{asked.html}"


async def test_form_that_was_begun_in_english_goes_on_and_ends_in_english(town: Town) -> None:
    ans = town.person(7)
    await ans.says("remind me tomorrow to call the college")
    asked = ans.turn.replies[-1].html

    picked = await ans.presses(SAID.say("agreement_button_nobody", "en"))
    left = await ans.says("never mind")

    assert asked.startswith(SAID.say("agreement_ask_who", "en")[:12])
    assert picked.startswith(SAID.say("agreement_check", "en"))
    assert left == SAID.say("draft_left", "en", what=SAID.say("begun_agreement", "en"))


async def test_language_that_somebody_chose_goes_before_that_of_the_form(town: Town) -> None:
    ans = town.person(7)
    await ans.says("remind me tomorrow to call the college")
    await town.records.languages.speak(ans.asker.person, "nl")

    assert await ans.says("laat maar") == SAID.say("draft_left", "nl", what=SAID.say("begun_agreement", "nl"))
