"""Roles from the invitation to the taking back, and everybody who tries what isn't theirs."""

import ast
import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

import bot
from bot.conversation.runs import length
from bot.conversation.wording import LANGUAGES
from bot.records.people import Role
from bot.rooms.announcements.records import AnnouncementRecords
from bot.rooms.obstacles.records import ObstacleRecords, State
from index.retriever import Retriever
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.engines import as_text
from tests.house import ALL_COMMANDS

# Calls that write down what was done, and which of their arguments says what.
ACTION_AT = {"self._house.note": 1, "self._edits.make": 2}


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


async def test_of_two_who_accept_at_once_in_two_processes_one_becomes_a_coordinator(
    retriever: Retriever, tmp_path: Path
) -> None:
    """As in a deploy: the old process still answers one, the new one the other."""
    one = await Town(retriever, tmp_path / "records.db").open()
    other = Town(retriever, tmp_path / "records.db")
    other.keys = one.keys
    await other.open()
    token = (await invitation(one.person(ADMIN))).removeprefix("rol_")
    askers = [town.person(number).asker for number, town in ((7, one), (8, other))]

    accepted = await asyncio.gather(
        one.records.roles.accept(token, askers[0]), other.records.roles.accept(token, askers[1])
    )

    assert sorted(invited is not None for invited in accepted) == [False, True]
    assert len(await one.records.roles.coordinators()) == 1
    await one.close()
    await other.close()


async def test_records_hold_nothing_that_opens_an_invitation(town: Town) -> None:
    token = (await invitation(town.person(ADMIN))).removeprefix("rol_")

    kept = await town.records.roles._database.read(as_text)

    assert len(base64.urlsafe_b64decode(f"{token}==")) == 16
    assert (token in kept, "regio Noord" in kept) == (False, False)


async def test_link_fits_what_telegram_takes(town: Town) -> None:
    payloads = {await invitation(town.person(ADMIN), "x" * 500) for _ in range(20)}

    assert len(payloads) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload) for payload in payloads)


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


async def test_who_says_no_leaves_the_invitation_as_it_is(town: Town) -> None:
    payload = await invitation(town.person(ADMIN))
    ans = town.person(7)
    await ans.says(f"/start {payload}")

    said = await ans.presses(SAID.say("role_decline", "nl"))

    assert (said, ans.asker.role) == (SAID.say("role_declined", "nl"), Role.ASKER)
    assert len(await town.records.roles.invitations()) == 1


async def test_long_list_goes_by_pages(town: Town) -> None:
    for _ in range(45):
        await town.records.roles.invite("😀" * 60)
    admin = town.person(ADMIN)

    pages = [await admin.says("/rollen")]
    for _ in range(2):
        pages.append(await admin.presses(SAID.say("next_page", "nl")))

    assert [page.count("•") for page in pages] == [20, 20, 5]
    assert max(map(length, pages)) <= 4096
    assert SAID.say("next_page", "nl") not in admin.buttons


async def test_coordinator_who_opens_an_invitation_does_not_use_it_up(town: Town) -> None:
    ans, admin = await coordinator(town, 7), town.person(ADMIN)
    payload = await invitation(admin, "regio Zuid")

    said = [await ans.says(f"/start {payload}"), await ans.presses(f"rol.yes:{payload.removeprefix('rol_')}")]

    assert said == [SAID.say("role_already", "nl")] * 2
    assert [one.label for one in await town.records.roles.coordinators()] == ["regio Noord"]
    assert [one.label for one in await town.records.roles.invitations()] == ["regio Zuid"]


async def test_role_that_is_taken_back_is_gone_at_once_and_the_person_hears_it(town: Town) -> None:
    ans, admin = await coordinator(town, 7), town.person(ADMIN)
    await admin.says("/rollen")
    await admin.presses("Neem terug")

    await admin.presses(SAID.say("role_sure", "nl"))

    assert ans.asker.role is Role.ASKER
    assert await ans.says("/hindernissen") == SAID.say("unknown_command", "nl", command="/hindernissen")
    assert ans.mail == [SAID.say("role_gone", "nl")]
    assert town.sending.menus[-1] == (7, Role.ASKER)


async def test_what_a_coordinator_was_at_waits_again_once_the_role_is_taken_back(town: Town) -> None:
    ans, admin = await coordinator(town, 7), town.person(ADMIN)
    number = await town.records.shelf(ObstacleRecords).note(admin.asker, "het rooster", "")
    await ans.presses(f"hin.take:{number}")

    await admin.presses("rol.sure:1")

    assert [one.state for one in await town.records.shelf(ObstacleRecords).unsolved()] == [State.OPEN]


async def test_wis_takes_the_role_and_says_so(town: Town) -> None:
    ans = await coordinator(town, 7)
    await ans.says("/wis")

    said = await ans.presses(SAID.say("forget_yes", "nl"))

    assert SAID.say("forgot_role", "nl") in said
    assert (ans.asker.role, await town.records.roles.coordinators()) == (Role.ASKER, ())
    assert town.sending.menus[-1] == (7, Role.ASKER)


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


def test_all_that_is_written_down_has_words() -> None:
    """Records keep it for a year, so a missing sentence would fail the list that long."""
    found: set[str] = set()
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and (at := ACTION_AT.get(ast.unparse(call.func))):
                found |= {str(node.value) for node in ast.walk(call.args[at]) if isinstance(node, ast.Constant)}

    said = {action: [SAID.say(f"action_{action}", lang) for lang in LANGUAGES] for action in found}

    assert found >= {"invited", "announced", "obstacle_solved", "drafted", "link_published", "reloaded"}
    assert all(texts[0] != texts[1] for texts in said.values())


@pytest.mark.parametrize("command", [one for one in ALL_COMMANDS if one.role > Role.ASKER], ids=lambda one: one.name)
async def test_command_of_a_role_is_unknown_to_whoever_has_not_got_it(town: Town, command: object) -> None:
    name = command.name  # type: ignore[attr-defined]

    for lang, called in (("nl", name), ("en", command.english)):  # type: ignore[attr-defined]
        expected = SAID.say("unknown_command", lang, command=f"/{called}")
        assert await town.person(7, lang).says(f"/{called}") == expected
        assert f"/{called} " not in await town.person(7, lang).says("/help")


def _data(person: Person) -> set[str]:
    return {button.data for reply in person.turn.replies for row in reply.rows for button in row if button.data}


async def dump(town: Town) -> list[str]:
    """All that the records hold."""
    return (await town.records.roles._database.read(as_text)).splitlines()


ENDING = re.compile(r"[.](drop|stop|sure|withdraw|change)")  # buttons after which others have nothing left to do


async def test_no_button_of_a_role_does_anything_for_whoever_has_not_got_it(town: Town) -> None:
    """All that an admin meets from the commands of roles on; a stranger presses each before the admin does."""
    admin, stranger = town.person(ADMIN), town.person(9)
    await coordinator(town, 7)
    await invitation(admin, "regio Zuid")
    for text in ("het rooster", "geen lokaal", "de bus"):
        await town.records.shelf(ObstacleRecords).note(town.person(7).asker, text, "")
    await town.records.shelf(ObstacleRecords).become(3, State.SOLVED, None, "een andere bus")
    await town.records.shelf(AnnouncementRecords).subscribe(town.person(7).asker.chat)
    found: set[str] = set()
    for text in (*(f"/{one.name}" for one in ALL_COMMANDS if one.role > Role.ASKER), "/bericht Er is nieuws."):
        await admin.says(text)
        found |= _data(admin)
    tapped: set[str] = set()
    done: dict[str, str] = {}

    while new := sorted(found - tapped, key=lambda data: (bool(ENDING.search(data)), data)):
        for data in new:
            before = await dump(town)
            said = await stranger.presses(data)
            if stranger.turn.replies or await dump(town) != before:
                done[data] = said
            await admin.presses(data)
            found |= _data(admin)
        tapped |= set(new)

    assert {data.partition(":")[0] for data in found} >= {
        *("rol.invite", "rol.skip", "rol.back", "rol.sure", "rol.withdraw", "rol.actions", "rol.list"),
        *("ber.send", "ber.change", "ber.drop", "ber.how", "ber.stop"),
        *("hin.list", "hin.card", "hin.take", "hin.letgo", "hin.solve", "hin.skip", "hin.drop", "hin.solved"),
    }
    assert done == {}


@pytest.mark.parametrize("data", ["hin.entry:3", "hin.place"])
async def test_coordinator_makes_no_entries(town: Town, data: str) -> None:
    ans = await coordinator(town, 7)
    await town.records.shelf(ObstacleRecords).note(ans.asker, "de bus", "")

    assert await ans.presses(data) == SAID.say("old_button", "nl")


@pytest.mark.parametrize(
    ("room", "body", "said"),
    [
        pytest.param("rol", {}, "draft_ended", id="label of an invitation"),
        pytest.param("ber", {"token": "0011", "text": ""}, "draft_ended", id="announcement"),
        pytest.param("hin", {"step": "helped", "number": 1}, "obstacle_gone", id="what helped"),
        pytest.param("hin", {"step": "title", "number": 1}, "obstacle_gone", id="title of an entry"),
    ],
)
async def test_draft_of_somebody_whose_role_is_gone_comes_to_nothing(
    town: Town, room: str, body: dict[str, object], said: str
) -> None:
    ans = town.person(7)
    await town.records.shelf(ObstacleRecords).note(ans.asker, "de bus", "")
    await town.records.drafts.keep(ans.asker, room, json.dumps(body), waits=True)
    before = [line for line in await dump(town) if "drafts" not in line]

    assert await ans.says("een tekst") == SAID.say(said, "nl")
    assert [line for line in await dump(town) if "drafts" not in line] == before


@pytest.mark.parametrize("data", ["rol.list", "rol.invite", "ber.in", "ber.out", "ber.how:1", "hin.list", "hin.take:1"])
async def test_what_is_for_a_chat_alone_does_nothing_in_a_group(town: Town, data: str) -> None:
    """Not for an admin either: the group would read along."""
    assert await town.person(ADMIN, group=-5).presses(data) == SAID.say("old_button", "nl")


@pytest.mark.parametrize("payload", ["rol_", "rol_x", "rol_" + "A" * 60, "rol", "ber_1", "hin_1", "rol_' or 1=1 --"])
async def test_start_payload_that_somebody_makes_up_gives_no_role(town: Town, payload: str) -> None:
    ans = town.person(7)
    await invitation(town.person(ADMIN))

    await ans.says(f"/start {payload}")

    assert (ans.asker.role, "rol.yes" in "".join(_data(ans))) == (Role.ASKER, False)
    assert len(await town.records.roles.invitations()) == 1


async def test_terminal_has_no_links_to_invite_by(retriever: Retriever) -> None:
    town = Town(retriever, username="")
    await town.open()
    admin = town.person(ADMIN)
    await admin.says("/rollen")

    said = await admin.presses(SAID.say("role_invite", "nl"))

    await town.close()
    assert said == SAID.say("role_no_links", "nl")
