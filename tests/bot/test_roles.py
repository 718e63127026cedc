"""Roles from the invitation to the taking back, and everybody who tries what isn't theirs."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.menus import COMMANDS
from bot.people import Role
from index.retriever import Retriever
from tests.bot.rooms_world import ADMIN, SAID, Person, Town


@pytest.fixture
async def town(retriever: Retriever) -> AsyncIterator[Town]:
    made = await Town(retriever).open()
    yield made
    await made.close()


async def invitation(admin: Person, label: str = "regio Noord") -> str:
    """The payload behind the link of a new invitation."""
    await admin.says("/rollen")
    await admin.presses(SAID.say("role_invite", "nl"))
    found = re.search(r"t\.me/verbinder_bot\?start=(rol_[\w-]+)", await admin.says(label))
    assert found is not None
    return found[1]


async def test_invited_person_becomes_a_coordinator_with_a_menu_and_admins_hear_it(town: Town) -> None:
    admin, ans = town.person(ADMIN), town.person(7)

    offered = await ans.says(f"/start {await invitation(admin)}")
    accepted = await ans.presses(SAID.say("role_accept", "nl"))

    assert (offered, accepted) == (SAID.say("role_offer", "nl"), SAID.say("role_accepted", "nl"))
    assert (ans.asker.role, town.sending.menus) == (Role.COORDINATOR, [(7, Role.COORDINATOR)])
    assert admin.mail == [SAID.say("role_was_accepted", "nl", name="regio Noord")]
    assert "regio Noord, sinds 4 januari 2027" in await admin.says("/rollen")


async def test_invitation_works_once(town: Town) -> None:
    payload = await invitation(town.person(ADMIN))
    ans, bert = town.person(7), town.person(8)
    await ans.says(f"/start {payload}")
    await bert.says(f"/start {payload}")

    said = [await one.presses(SAID.say("role_accept", "nl")) for one in (ans, bert)]

    assert said == [SAID.say("role_accepted", "nl"), SAID.say("role_link_over", "nl")]
    assert bert.asker.role is Role.ASKER


@pytest.mark.parametrize("spoil", ["over", "withdrawn", "damaged", "guessed", "empty"])
async def test_invitation_that_is_no_good_says_so_in_one_sentence(town: Town, spoil: str) -> None:
    admin, ans = town.person(ADMIN), town.person(7)
    payload = await invitation(admin)
    match spoil:
        case "over":
            town.now += timedelta(days=7, seconds=1)
        case "withdrawn":
            await admin.says("/rollen")
            await admin.presses("Trek in")
        case "damaged":
            payload = payload[:-1]
        case "guessed":
            payload = "rol_AAAAAAAAAAAAAAAAAAAAAA"
        case _:
            payload = "rol_"

    assert await ans.says(f"/start {payload}") == SAID.say("role_link_over", "nl")


async def test_admin_who_opens_an_invitation_does_not_use_it_up(town: Town) -> None:
    admin, ans = town.person(ADMIN), town.person(7)
    payload = await invitation(admin)

    said = await admin.says(f"/start {payload}")

    assert said == SAID.say("role_for_another", "nl")
    assert await ans.says(f"/start {payload}") == SAID.say("role_offer", "nl")


async def coordinator(town: Town, number: int) -> Person:
    person = town.person(number)
    await person.says(f"/start {await invitation(town.person(ADMIN))}")
    await person.presses(SAID.say("role_accept", "nl"))
    town.sending.sent.clear()
    return person


async def test_role_that_is_taken_back_is_gone_at_once_and_the_person_hears_it(town: Town) -> None:
    ans, admin = await coordinator(town, 7), town.person(ADMIN)
    await admin.says("/rollen")
    await admin.presses("Neem terug")

    await admin.presses(SAID.say("role_sure", "nl"))

    assert ans.asker.role is Role.ASKER
    assert ans.mail == [SAID.say("role_gone", "nl")]
    assert town.sending.menus[-1] == (7, Role.ASKER)


async def test_wis_takes_the_role_and_says_so(town: Town) -> None:
    ans = await coordinator(town, 7)
    await ans.says("/wis")

    said = await ans.presses(SAID.say("forget_yes", "nl"))

    assert SAID.say("forgot_role", "nl") in said
    assert (ans.asker.role, await town.records.roles.coordinators()) == (Role.ASKER, ())


async def test_what_admins_do_is_written_down_and_outlives_their_forgetting(town: Town) -> None:
    await coordinator(town, 7)
    admin = town.person(ADMIN)
    await town.records.forget(admin.asker.person, admin.asker.chat)
    await admin.says("/rollen")

    said = await admin.presses(SAID.say("role_actions", "nl"))

    lines = said.splitlines()[1:]
    assert [line.partition(", ")[2].partition(" (")[0] for line in lines] == [
        "verbinder",
        "beheerder: uitgenodigd: regio Noord",
    ]


async def test_another_process_that_took_the_role_back_is_noticed(town: Town) -> None:
    ans = await coordinator(town, 7)
    await town.records.roles._database.write(lambda db: db.execute("delete from coordinators").rowcount)

    await town.wake()

    assert ans.asker.role is Role.ASKER


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.role > Role.ASKER], ids=lambda one: one.name)
async def test_command_of_a_role_is_unknown_to_whoever_has_not_got_it(town: Town, command: object) -> None:
    name = command.name  # type: ignore[attr-defined]

    for lang, called in (("nl", name), ("en", command.english)):  # type: ignore[attr-defined]
        expected = SAID.say("unknown_command", lang, command=f"/{called}")
        assert await town.person(7, lang).says(f"/{called}") == expected
        assert f"/{called} " not in await town.person(7, lang).says("/help")


@pytest.mark.parametrize(
    "data",
    [
        "rol.invite",
        "rol.back:1",
        "rol.sure:1",
        "rol.withdraw:1",
        "rol.actions",
        "rol.list",
        "rol.skip",
        "ber.send:0011223344556677",
        "ber.stop:1",
        "ber.how:1",
        "hin.list",
        "hin.card:1",
        "hin.take:1",
        "hin.solve:1",
        "hin.drop:1",
        "hin.solved",
        "hin.skip",
    ],
)
async def test_button_of_a_role_does_nothing_for_whoever_has_not_got_it(town: Town, data: str) -> None:
    ans = await coordinator(town, 7)
    await town.records.obstacles.note(ans.asker, "het rooster", "")
    before = (await town.records.obstacles.unsolved(), await town.records.roles.coordinators())

    said = await town.person(9).presses(data)

    assert said == SAID.say("old_button", "nl")
    assert (await town.records.obstacles.unsolved(), await town.records.roles.coordinators()) == before


async def test_draft_of_somebody_whose_role_is_gone_comes_to_nothing(town: Town) -> None:
    ans = town.person(7)
    await town.records.drafts.keep(ans.asker, "rol", "{}", waits=True)

    assert await ans.says("mijn label") == SAID.say("draft_ended", "nl")
    assert await town.records.roles.invitations() == ()
