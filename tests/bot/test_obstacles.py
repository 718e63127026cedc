"""Obstacles: noted by anybody, taken up by coordinators, solved with what helped."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.obstacle_records import Counts, State
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms_world import ADMIN, SAID, Person, Town
from tests.bot.test_roles import coordinator
from tests.conftest import Folder


@pytest.fixture
async def town(folder: Folder, retriever: Retriever) -> AsyncIterator[Town]:
    folder.save("nl/faq/rooster.md", title="rooster lessen afstemmen", body="een", topics=["T001"])
    await retriever.refresh(read_folder(folder.root))
    made = await Town(retriever).open()
    yield made
    await made.close()


async def noted(person: Person, text: str = "het rooster past niet") -> str:
    await person.says(f"/hindernis {text}")
    return await person.presses("hin.note:none")


async def test_obstacle_is_kept_when_it_has_been_seen_and_not_before(town: Town) -> None:
    ans = town.person(7)

    await ans.says("/hindernis het rooster past niet")
    before = await town.records.obstacles.unsolved()
    said = await ans.presses("hin.note:none")

    assert before == ()
    assert said == SAID.say("obstacle_noted_alone", "nl", text="het rooster past niet")
    assert [one.text for one in await town.records.obstacles.unsolved()] == ["het rooster past niet"]


async def test_topics_of_what_is_near_are_proposed(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/hindernis rooster lessen afstemmen")

    await ans.presses("hin.note:T001")

    assert [one.topic for one in await town.records.obstacles.unsolved()] == ["T001"]


async def test_reply_to_a_message_notes_what_that_says(town: Town) -> None:
    from bot.room import Around

    said = await town.person(7, group=-5).says("/hindernis", around=Around("de bus rijdt niet"))

    assert "“de bus rijdt niet”" in said


async def test_obstacle_can_be_typed_after_the_command(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/hindernis")

    assert "“geen lokaal”" in await ans.says("geen lokaal")


async def test_second_press_notes_nothing_twice(town: Town) -> None:
    ans = town.person(7)
    await noted(ans)

    assert await ans.presses("hin.note:none") == SAID.say("obstacle_old", "nl")
    assert len(await town.records.obstacles.unsolved()) == 1


async def test_who_noted_it_hears_that_it_is_taken_up_and_solved(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await noted(ans)
    await bert.says("/hindernissen")
    await bert.presses("1.")

    await bert.presses(SAID.say("obstacle_take", "nl"))
    await bert.presses(SAID.say("obstacle_solve", "nl"))
    await bert.says("een roosteroverleg in mei")

    text = "het rooster past niet"
    assert ans.mail == [
        SAID.say("obstacle_yours_taken", "nl", text=text),
        SAID.say("obstacle_yours_solved", "nl", text=text)
        + "\n"
        + SAID.say("obstacle_helped", "nl", helped="een roosteroverleg in mei"),
    ]
    [solved] = await town.records.obstacles.solved(9)
    assert (solved.state, solved.helped) == (State.SOLVED, "een roosteroverleg in mei")


async def test_two_coordinators_who_take_it_up_at_once_are_one(town: Town) -> None:
    ans, bert, cor = town.person(7), await coordinator(town, 8), await coordinator(town, 9)
    await noted(ans)

    await bert.presses("hin.take:1")
    said = await cor.presses("hin.take:1")

    assert SAID.say("obstacle_taken", "nl") in said
    assert len(ans.mail) == 1


async def test_coordinators_hear_once_at_nine_of_what_was_noted_before(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await noted(ans)
    await town.wake()
    early = bert.mail
    town.now += timedelta(hours=1)  # nine o'clock
    await town.wake()
    await noted(ans, "geen lokaal")
    await town.wake()
    first = bert.mail

    town.now += timedelta(days=1)
    await town.wake()

    news = SAID.say("obstacles_new", "nl", count=1)
    assert (early, first, bert.mail) == (
        [],
        [f"{news}\n• het rooster past niet"],
        [f"{news}\n• geen lokaal"],
    )


async def test_admins_hear_where_there_are_no_coordinators(town: Town) -> None:
    await noted(town.person(7))
    town.now += timedelta(hours=2)

    await town.wake()

    assert [html.splitlines()[0] for html in town.person(ADMIN).mail] == [SAID.say("obstacles_new", "nl", count=1)]


async def test_wis_takes_what_nobody_took_up_and_the_name_off_the_rest(town: Town) -> None:
    ans, bert = town.person(7), await coordinator(town, 8)
    await noted(ans, "een")
    await noted(ans, "twee")
    await bert.presses("hin.take:2")

    gone = await town.records.forget(ans.asker.person, ans.asker.chat)

    assert gone.others == {"forgot_obstacles": 1, "forgot_obstacles_nameless": 1}
    assert [(one.text, one.chat) for one in await town.records.obstacles.unsolved()] == [("twee", None)]


async def test_digest_counts_them(town: Town) -> None:
    await noted(town.person(7))

    assert await town.records.obstacles.counts(town.now) == Counts(open=1, taken=0, solved=0)


async def test_obstacle_that_is_too_long_is_asked_for_again(town: Town) -> None:
    said = await town.person(7).says("/hindernis " + "x" * 601)

    assert said == SAID.say("obstacle_too_long", "nl", most=600, found=601)


async def test_text_of_others_is_shown_as_text(town: Town) -> None:
    bert = await coordinator(town, 8)
    await noted(town.person(7), "<b>vet</b> & meer")

    assert "&lt;b&gt;vet&lt;/b&gt; &amp; meer" in await bert.says("/hindernissen")
