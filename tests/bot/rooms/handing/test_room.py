"""A question that is handed to a person: asked, answered, reacted to, over, and neither sees who the other is."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.rooms.handing.records import HandedRecords, State
from bot.rooms.handing.room import MOST_CHARS, MOST_OPEN
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.roles.test_room import coordinator
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.conftest import Folder

BEGIN = SAID.say("hand_begin", "nl")
ASKED = "wie betaalt de taxi"


@pytest.fixture
async def town(folder: Folder, retriever: Retriever) -> AsyncIterator[Town]:
    """A town whose admins may edit the folder."""
    folder.save("nl/faq/rooster.md", title="rooster lessen afstemmen", body="een", topics=["T001"])
    await retriever.refresh(read_folder(folder.root))
    made = await Town(retriever, folder=folder.root).open()
    yield made
    await made.close()


async def handed(person: Person, text: str = ASKED) -> str:
    await person.says("ik wil een mens spreken")
    await person.presses(BEGIN)
    await person.says(text)
    return await person.presses(SAID.say("hand_yes", "nl"))


async def answered(person: Person, text: str = "de school") -> str:
    await person.presses("hnd.take:1")
    await person.says(text)
    return await person.presses(SAID.say("hand_send", "nl"))


async def test_without_coordinators_nobody_is_promised(town: Town) -> None:
    ans = town.person(7)

    await ans.says("ik wil een mens spreken")

    assert BEGIN not in ans.buttons


async def test_question_goes_to_coordinators_when_it_has_been_seen_and_not_before(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await ans.says("ik wil een mens spreken")
    await ans.presses(BEGIN)

    seen = await ans.says(ASKED)
    before = bert.mail
    said = await ans.presses(SAID.say("hand_yes", "nl"))

    assert (f"“{ASKED}”" in seen, before) == (True, [])
    assert said == SAID.say("hand_done", "nl", text=ASKED)
    assert bert.mail == [SAID.say("hand_new", "nl", text=ASKED, day="dinsdag 5 januari 2027", at="08:00")]


async def test_answer_comes_back_and_neither_sees_who_the_other_is(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await handed(ans)
    town.sending.sent.clear()

    said = await answered(bert)

    assert said == SAID.say("hand_sent", "nl")
    assert ans.mail == [
        SAID.say("hand_answer", "nl", asked=ASKED, text="de school", day="dinsdag 5 januari 2027", at="08:00")
    ]


async def test_whoever_asked_reacts_and_is_answered_again(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await handed(ans)
    await answered(bert)
    town.sending.sent.clear()
    town.now += timedelta(minutes=1)

    await ans.presses("hnd.back:1")
    await ans.says("welke school")
    await ans.presses(SAID.say("hand_send", "nl"))
    reaction = bert.mail
    town.now += timedelta(minutes=1)
    await answered(bert, "het mbo")

    assert ["welke school" in one for one in reaction] == [True]
    assert ["het mbo" in one for one in ans.mail] == [True]


async def test_of_two_coordinators_one_answers(town: Town) -> None:
    ans, bert, cor = town.person(7), await coordinator(town, 8), await coordinator(town, 9)
    await handed(ans)
    await answered(bert)

    assert await cor.presses("hnd.take:1") == SAID.say("hand_taken", "nl")


async def test_after_a_day_it_is_over_and_who_got_no_answer_hears_that(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await handed(ans)
    town.sending.sent.clear()
    town.now += timedelta(days=1)

    await town.wake()

    assert [one.startswith(f"Binnen een dag heeft geen verbinder geantwoord op “{ASKED}”") for one in ans.mail] == [
        True
    ]
    assert await town.records.shelf(HandedRecords).listed() == ()
    assert await bert.presses("hnd.take:1") == SAID.say("hand_over", "nl")


async def test_what_was_answered_stays_without_people(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await handed(ans)
    await answered(bert)
    town.sending.sent.clear()
    town.now += timedelta(days=1)

    await town.wake()
    [one] = await town.records.shelf(HandedRecords).listed()

    assert (one.state, one.person, one.chat, one.taker, one.taker_chat) == (State.OVER, None, None, None, None)
    assert (one.text, one.answer, ans.mail) == (ASKED, "de school", [])
    assert await ans.presses("hnd.back:1") == SAID.say("hand_over", "nl")


async def test_answer_becomes_an_entry(town: Town) -> None:
    ans, bert, admin = town.person(7), await coordinator(town, 8), town.person(ADMIN)
    await handed(ans)
    await answered(bert)
    await admin.says("/voorgelegd")
    await admin.presses("1.")

    await admin.presses(SAID.say("hand_to_entry", "nl"))
    preview = await admin.says("Wie betaalt de taxi naar het mbo?")
    await admin.presses(SAID.say("hand_place", "nl"))

    assert "de school" in preview
    assert "de school" in await ans.says("Wie betaalt de taxi naar het mbo?")


async def test_nobody_but_coordinators_and_whoever_asked_writes_in_it(town: Town) -> None:
    ans, eve = town.person(7), town.person(66)
    await coordinator(town, 8)
    await handed(ans)

    assert [await eve.presses(f"hnd.{action}:1") for action in ("take", "back", "card", "entry")] == [
        SAID.say("old_button", "nl"),
        SAID.say("hand_over", "nl"),
        SAID.say("old_button", "nl"),
        SAID.say("old_button", "nl"),
    ]


async def test_when_no_coordinator_can_be_reached_that_is_said(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await town.records._database.write(lambda db: db.execute("delete from chats").rowcount)
    del bert

    said = await handed(ans)

    assert said.startswith("Er is nu geen verbinder die ik kan bereiken")
    assert await town.records.shelf(HandedRecords).listed() == ()


async def test_too_long_and_too_many_are_refused(town: Town) -> None:
    ans = town.person(7)
    await coordinator(town, 8)
    await ans.says("ik wil een mens spreken")
    await ans.presses(BEGIN)
    long = await ans.says("a" * (MOST_CHARS + 1))
    await ans.presses(SAID.say("hand_stop", "nl"))
    for _ in range(MOST_OPEN):
        await handed(ans)
    await ans.says("ik wil een mens spreken")

    assert long == SAID.say("hand_too_long", "nl", most=MOST_CHARS, found=MOST_CHARS + 1)
    assert await ans.presses(BEGIN) == SAID.say("hand_enough", "nl", most=MOST_OPEN)


async def test_wis_takes_it_along(town: Town) -> None:
    ans = town.person(7)
    await coordinator(town, 8)
    await handed(ans)

    gone = await town.records.forget(ans.asker.person, ans.asker.chat)

    assert gone.others == {"forgot_handed": 1}
    assert await town.records.shelf(HandedRecords).listed() == ()


@pytest.mark.parametrize("asked", [("rooster lessen afstemmen",), ("rooster lessen afstemmen", ASKED), (ASKED,)])
async def test_what_was_asked_last_is_handed_over_known_or_not(town: Town, asked: tuple[str, ...]) -> None:
    ans, _ = town.person(7), await coordinator(town, 8)
    for question in asked:
        await ans.says(question)
    await ans.says("ik wil een mens spreken")

    assert await ans.presses(BEGIN) == SAID.say("hand_confirm", "nl", text=asked[-1])


async def test_who_is_forgotten_has_asked_nothing_that_could_be_handed_over(town: Town) -> None:
    ans, _ = town.person(7), await coordinator(town, 8)
    await ans.says(ASKED)
    await ans.says("ik wil een mens spreken")
    button = ans.buttons[BEGIN]
    await ans.says("/wis")
    await ans.presses(SAID.say("forget_yes", "nl"))

    assert await ans.presses(button) == SAID.say("hand_ask", "nl")
