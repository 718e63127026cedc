"""Obstacles: noted by anybody, taken up by coordinators, solved with what helped."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram.error import Forbidden

from bot.conversation.room import Around
from bot.conversation.runs import length
from bot.records.people import Role
from bot.rooms.obstacles.records import Counts, ObstacleRecords, State
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.roles.test_room import coordinator
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.conftest import Folder


@pytest.fixture
async def town(folder: Folder, retriever: Retriever) -> AsyncIterator[Town]:
    """A town whose admins may edit the folder."""
    folder.save("nl/faq/rooster.md", title="rooster lessen afstemmen", body="een", topics=["T001"])
    await retriever.refresh(read_folder(folder.root))
    made = await Town(retriever, folder=folder.root).open()
    yield made
    await made.close()


async def noted(person: Person, text: str = "het rooster past niet") -> str:
    await person.says(f"/hindernis {text}")
    return await person.presses("hin.note:none")


async def test_obstacle_is_kept_when_it_has_been_seen_and_not_before(town: Town) -> None:
    ans = town.person(7)

    await ans.says("/hindernis het rooster past niet")
    before = await town.records.shelf(ObstacleRecords).unsolved()
    said = await ans.presses("hin.note:none")

    assert before == ()
    assert said == SAID.say("obstacle_noted_alone", "nl", text="het rooster past niet")
    assert [one.text for one in await town.records.shelf(ObstacleRecords).unsolved()] == ["het rooster past niet"]


async def test_topics_of_what_is_near_are_proposed(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/hindernis rooster lessen afstemmen")

    await ans.presses("hin.note:T001")

    assert [one.topic for one in await town.records.shelf(ObstacleRecords).unsolved()] == ["T001"]


async def test_reply_to_a_message_notes_what_that_says(town: Town) -> None:
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
    assert len(await town.records.shelf(ObstacleRecords).unsolved()) == 1


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
    [solved] = await town.records.shelf(ObstacleRecords).solved(9)
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
    assert [(one.text, one.chat) for one in await town.records.shelf(ObstacleRecords).unsolved()] == [("twee", None)]


async def test_digest_counts_them(town: Town) -> None:
    await noted(town.person(7))

    assert await town.records.shelf(ObstacleRecords).counts(town.now) == Counts(open=1, taken=0, solved=0)


async def test_obstacle_that_is_too_long_is_asked_for_again(town: Town) -> None:
    said = await town.person(7).says("/hindernis " + "x" * 601)

    assert said == SAID.say("obstacle_too_long", "nl", most=600, found=601)


async def test_text_of_others_is_shown_as_text(town: Town) -> None:
    bert = await coordinator(town, 8)
    await noted(town.person(7), "<b>vet</b> & meer")

    assert "&lt;b&gt;vet&lt;/b&gt; &amp; meer" in await bert.says("/hindernissen")


async def test_lists_fit_into_a_message_however_long_obstacles_are(town: Town) -> None:
    bert = await coordinator(town, 8)
    for _ in range(20):
        number = await town.records.shelf(ObstacleRecords).note(bert.asker, "😀" * 600, "")
        await town.records.shelf(ObstacleRecords).note(bert.asker, "😀" * 600, "")
        await town.records.shelf(ObstacleRecords).become(number, State.SOLVED, None, "😀" * 600)
    town.now += timedelta(hours=2)
    await town.wake()

    said = [await bert.says("/hindernissen"), await bert.presses("hin.solved"), *bert.mail]

    assert [length(html) <= 4096 for html in said] == [True, True, True]
    assert SAID.say("obstacles_more", "nl", count=8) in said[0]
    assert SAID.say("obstacles_more", "nl", count=8) in said[2]


async def test_one_person_can_have_ten_open_and_no_more(town: Town) -> None:
    ans = town.person(7)
    for at in range(10):
        await noted(ans, f"hindernis {at}")

    said = await ans.says("/hindernis nog een")

    assert said == SAID.say("obstacle_enough", "nl", most=10)
    assert len(await town.records.shelf(ObstacleRecords).unsolved()) == 10


async def test_coordinator_who_is_forgotten_leaves_what_they_were_at_to_others(town: Town) -> None:
    bert = await coordinator(town, 8)
    await noted(town.person(7))
    await bert.presses("hin.take:1")

    await town.records.forget(bert.asker.person, bert.asker.chat)

    assert [(one.state, one.taker) for one in await town.records.shelf(ObstacleRecords).unsolved()] == [
        (State.OPEN, None)
    ]


async def test_admins_hear_where_no_coordinator_can_be_reached(town: Town) -> None:
    bert = await coordinator(town, 8)
    town.sending.closed[bert.number] = Forbidden("Forbidden: bot was blocked by the user")
    await noted(town.person(7))
    town.now += timedelta(hours=2)

    await town.wake()

    assert len(town.person(ADMIN).mail) == 1


async def test_admins_hear_where_the_only_coordinator_has_blocked_the_bot(town: Town) -> None:
    await coordinator(town, 8)
    await noted(town.person(7))
    town.now += timedelta(hours=2)
    town.sending.faults = [Forbidden("Forbidden: bot was blocked by the user")]

    await town.wake()

    assert len(town.person(ADMIN).mail) == 1


async def test_coordinator_who_blocked_the_bot_and_is_back_hears_of_new_ones_again(town: Town) -> None:
    """And of what was noted while they were away, late."""
    bert = await coordinator(town, 8)
    town.sending.closed[bert.number] = Forbidden("Forbidden: bot was blocked by the user")
    await noted(town.person(7))
    town.now += timedelta(hours=2)
    await town.wake()
    town.sending.closed.clear()

    town.now += timedelta(days=1)
    await noted(town.person(6))
    town.now += timedelta(hours=25)
    await town.wake()

    late, news = sorted(bert.mail, key=len, reverse=True)
    assert late.startswith("<i>Dit had u maandag 4 januari 2027 om 10:00 uur moeten bereiken")
    assert news.startswith(SAID.say("obstacles_new", "nl", count=1))


async def test_what_helped_that_is_too_long_is_asked_for_again_and_not_cut(town: Town) -> None:
    bert = await coordinator(town, 8)
    await noted(town.person(7))
    await bert.presses("hin.solve:1")

    said = await bert.says("x" * 601)

    assert said == SAID.say("obstacle_too_long", "nl", most=600, found=601)
    assert await bert.says("een ander rooster") == SAID.say("obstacle_well_done", "nl", text="het rooster past niet")


async def test_obstacle_that_is_gone_was_the_first_solvers(town: Town) -> None:
    """Two coordinators were both asked what helped."""
    ans, bert, cor = town.person(7), await coordinator(town, 8), await coordinator(town, 9)
    await noted(ans)
    await bert.presses("hin.solve:1")
    await cor.presses("hin.solve:1")
    await bert.says("een ander rooster")

    said = await cor.says("iets anders")

    assert SAID.say("obstacle_is_solved", "nl") in said
    assert len(ans.mail) == 1
    assert [one.helped for one in await town.records.shelf(ObstacleRecords).solved(9)] == ["een ander rooster"]


async def test_who_takes_it_up_can_let_go_of_it(town: Town) -> None:
    bert = await coordinator(town, 8)
    await noted(town.person(7))
    await bert.presses("hin.take:1")

    said = await bert.presses(SAID.say("obstacle_let_go", "nl"))

    assert SAID.say("obstacle_take", "nl") in bert.buttons
    assert SAID.say("obstacle_taken_by_you", "nl") not in said


async def solved(town: Town, helped: str) -> None:
    await noted(town.person(7))
    await town.records.shelf(ObstacleRecords).become(1, State.SOLVED, None, helped)


async def test_solved_obstacle_becomes_an_entry_that_is_seen_first(town: Town, folder: Folder) -> None:
    await solved(town, "Zet **twee** roostermakers aan tafel.")
    admin = town.person(ADMIN)
    await admin.presses("hin.card:1")
    await admin.presses(SAID.say("obstacle_to_entry", "nl"))
    seen = await admin.says("Hoe stemmen we roosters af?")
    path = folder.root / "nl/faq/hoe-stemmen-we-roosters-af.md"
    was_there = path.exists()

    await admin.presses(SAID.say("obstacle_place", "nl"))

    assert (was_there, path.exists()) == (False, True)
    assert "<b>twee</b> roostermakers" in seen
    assert "Zet **twee** roostermakers aan tafel." in path.read_text("utf-8")
    [action] = await town.records.actions.latest(1)
    assert (action.role, action.action) == (Role.ADMIN, "drafted")


async def test_solved_obstacle_without_what_helped_becomes_a_file_to_fill_in(town: Town, folder: Folder) -> None:
    await solved(town, "")
    admin = town.person(ADMIN)
    await admin.presses("hin.entry:1")

    said = await admin.says("Hoe stemmen we roosters af?")

    source = "nl/faq/hoe-stemmen-we-roosters-af.md"
    assert said == SAID.say("obstacle_entry_empty", "nl", source=source)


async def test_title_that_is_taken_is_asked_for_again(town: Town) -> None:
    await solved(town, "Zet twee roostermakers aan tafel.")
    admin = town.person(ADMIN)
    await admin.presses("hin.entry:1")

    refused = await admin.says("rooster lessen afstemmen")
    seen = await admin.says("Hoe stemmen we roosters af?")

    assert refused.startswith(SAID.say("edit_refused", "nl", reason="").split("{")[0][:10])
    assert "roostermakers" in seen


async def test_second_press_places_nothing_twice(town: Town) -> None:
    await solved(town, "Zet twee roostermakers aan tafel.")
    admin = town.person(ADMIN)
    await admin.presses("hin.entry:1")
    await admin.says("Hoe stemmen we roosters af?")
    await admin.presses("hin.place")

    assert await admin.presses("hin.place") == SAID.say("obstacle_entry_old", "nl")
