"""An edit of the message that began something: before it is kept the card follows, after that the change is proposed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.conversation.room import Around
from bot.conversation.runs import plain_text
from bot.rooms.agreements.records import AgreementRecords
from bot.rooms.invitations.records import InvitationRecords
from index.retriever import Retriever
from tests.bot.rooms.world import SAID, Person, Town

GROUP = -100
PTA = "concept-PTA naar het mbo, 12 januari, team Techniek"
LATER = PTA.replace("12 januari", "13 januari")


@pytest.fixture
async def town(retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever).open()
    yield town
    await town.close()


def places(test: object) -> object:
    """In a chat alone, and in a group."""
    return pytest.mark.parametrize("group", [None, GROUP], ids=["alone", "group"])(test)


async def says(person: Person, text: str, message_id: int) -> str:
    return await person.says(text, around=Around(message_id=message_id))


async def edits(person: Person, text: str, message_id: int) -> str | None:
    """What is said to that; None: it is taken for a new message."""
    around = Around(message_id=message_id)
    found = await person.town.conversation.corrects(person.asker, text, person.where, around)
    if found is None:
        return None
    turn, replaced = found
    for at in replaced:
        person.screen.pop(at, None)
    return await person._got(turn)


async def agreements(person: Person) -> list[tuple[str, str, str]]:
    found = await person.town.records.shelf(AgreementRecords).open_of(person.asker.chat)
    return [(one.agreed.what, str(one.day), one.agreed.who) for one in found]


@places
async def test_edit_before_it_is_confirmed_leaves_one_card(town: Town, group: int | None) -> None:
    ans = town.person(7, group=group)
    await says(ans, f"/afspraak {PTA}", 10)

    await edits(ans, f"/afspraak {LATER}", 10)
    await ans.presses("✅ Klopt")

    assert await agreements(ans) == [("concept-PTA naar het mbo", "2027-01-13", "team Techniek")]
    assert len(ans.screen) == 1


@places
@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        (LATER, ("concept-PTA naar het mbo", "2027-01-13", "team Techniek")),
        (PTA.replace("concept-PTA", "hele PTA"), ("hele PTA naar het mbo", "2027-01-12", "team Techniek")),
        (PTA.replace("Techniek", "Zorg"), ("concept-PTA naar het mbo", "2027-01-12", "team Zorg")),
    ],
)
async def test_edit_of_what_is_kept_proposes_the_change_on_its_card(
    town: Town, group: int | None, text: str, agreed: tuple[str, str, str]
) -> None:
    ans = town.person(7, group=group)
    await says(ans, f"/afspraak {PTA}", 10)
    await ans.presses("✅ Klopt")
    [card_id] = ans.screen
    [before] = await agreements(ans)

    proposed = await edits(ans, f"/afspraak {text}", 10)
    untouched = await agreements(ans)
    said = await ans.presses("✅ Klopt")

    assert (proposed or "").startswith(SAID.say("agreement_check_change", "nl"))
    assert (untouched, await agreements(ans)) == ([before], [agreed])
    assert said.startswith(SAID.say("agreement_changed", "nl"))
    assert agreed[0] in plain_text(ans.screen[card_id].html)


async def test_change_that_is_edited_again_is_proposed_in_the_same_place(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await says(ans, f"/afspraak {PTA}", 10)
    await ans.presses("✅ Klopt")
    await edits(ans, f"/afspraak {LATER}", 10)

    await edits(ans, f"/afspraak {PTA.replace('12', '14')}", 10)
    await ans.presses("✅ Klopt")

    assert [day for _, day, _ in await agreements(ans)] == ["2027-01-14"]
    assert len(ans.screen) == 2


async def test_change_that_is_not_wanted_leaves_it_as_it_was(town: Town) -> None:
    ans = town.person(7)
    await says(ans, f"/afspraak {PTA}", 10)
    await ans.presses("✅ Klopt")
    await edits(ans, f"/afspraak {LATER}", 10)

    await ans.presses("Laat maar")

    assert [day for _, day, _ in await agreements(ans)] == ["2027-01-12"]


async def test_edit_of_what_comes_back_leaves_what_is_otherwise_of_the_times_to_come(town: Town) -> None:
    town.now = datetime(2027, 3, 3, 9, tzinfo=UTC)
    ans = town.person(7, group=GROUP)
    await says(ans, "/afspraak elke maandag t/m 5 april behalve op 15 maart de lijst, Ans", 10)
    await ans.presses("✅ Klopt")
    [before] = await town.records.shelf(AgreementRecords).open_of(ans.asker.chat)
    assert [f"{day}" for day in before.agreed.off] == ["2027-03-15"]

    await edits(ans, "/afspraak elke maandag t/m 5 april behalve op 15 maart de lijst, Bep", 10)
    await ans.presses("✅ Klopt")

    [after] = await town.records.shelf(AgreementRecords).open_of(ans.asker.chat)
    assert (after.agreed.who, after.agreed.rule) == ("Bep", before.agreed.rule)
    assert after.agreed.others == before.agreed.others


async def test_edit_that_says_the_same_says_nothing(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await says(ans, f"/afspraak {PTA}", 10)
    await ans.presses("✅ Klopt")

    assert await edits(ans, f"/afspraak {PTA}.", 10) == ""


async def test_answer_on_the_way_that_is_edited_afterwards_changes_the_day_or_says_how(town: Town) -> None:
    ans = town.person(7)
    await says(ans, "/afspraak concept-PTA naar het mbo", 10)
    await says(ans, "12 januari", 20)
    await says(ans, "team Techniek", 30)
    await ans.presses("✅ Klopt")

    who = await edits(ans, "team Zorg", 30)
    await edits(ans, "13 januari", 20)
    await ans.presses("✅ Klopt")

    assert (who or "").startswith(SAID.say("agreement_edit_how", "nl"))
    assert await agreements(ans) == [("concept-PTA naar het mbo", "2027-01-13", "team Techniek")]


async def test_what_was_said_in_plain_words_is_changed_as_well(town: Town) -> None:
    ans = town.person(7)
    await says(ans, "herinner mij morgen aan het bellen van het roc", 10)
    if "Nog niemand" in ans.buttons:
        await ans.presses("Nog niemand")
    await ans.presses("✅ Klopt")

    await edits(ans, "herinner mij overmorgen aan het bellen van het roc", 10)
    await ans.presses("✅ Klopt")

    assert [day for _, day, _ in await agreements(ans)] == ["2027-01-06"]


async def test_message_that_asks_for_something_else_now_is_a_new_one(town: Town) -> None:
    ans = town.person(7)
    await says(ans, f"/afspraak {PTA}", 10)
    await ans.presses("✅ Klopt")

    assert await edits(ans, "/help", 10) is None


async def test_what_several_were_kept_from_does_not_change_and_that_is_said(town: Town) -> None:
    ans = town.person(7)
    await says(ans, "/afspraak\nlijst sturen, 12 januari, team Zorg\nrooster delen, 13 januari, team Zorg", 10)
    await ans.presses("✅")
    kept = await agreements(ans)

    said = await edits(ans, "/afspraak\nlijst sturen, 14 januari, team Zorg\nrooster delen, 13 januari, team Zorg", 10)

    assert (said, await agreements(ans), len(kept)) == (SAID.say("edit_of_kept", "nl"), kept, 2)


async def test_after_two_days_nothing_is_remembered_of_the_message(town: Town) -> None:
    ans = town.person(7)
    await says(ans, f"/afspraak {PTA}", 10)
    await ans.presses("✅ Klopt")
    await town.records.forget(ans.asker.person, ans.asker.chat)

    assert await edits(ans, f"/afspraak {LATER}", 10) is None


@places
async def test_meeting_that_was_sent_is_changed_with_a_tap(town: Town, group: int | None) -> None:
    ans = town.person(7, group=group)
    text = "/uitnodiging overleg PTA, 12 januari 15:30-16:30, roc"
    await says(ans, text, 10)
    await ans.presses("Overslaan")
    await ans.presses("✅")

    proposed = await edits(ans, text.replace("12 januari", "13 januari"), 10)
    await ans.presses("✅")

    assert (proposed or "").startswith(SAID.say("meeting_check_change", "nl"))
    found = await town.records.shelf(InvitationRecords).of(1, ans.asker.chat)
    assert found is not None
    assert (found.meeting.start.isoformat()[:16], found.sequence) == ("2027-01-13T14:30", 1)
