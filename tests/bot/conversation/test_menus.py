import pytest

from bot.conversation.menus import Audience, audience_of, told
from bot.records.people import Asker, Role
from tests.house import ALL_COMMANDS, COMMANDS


def test_command_of_a_role_stands_in_no_menu_of_a_lesser_one() -> None:
    least = {
        Audience.PRIVATE: Role.ASKER,
        Audience.GROUPS: Role.ASKER,
        Audience.COORDINATORS: Role.COORDINATOR,
        Audience.ADMINS: Role.ADMIN,
    }

    wrong = [
        (command.name, audience)
        for command in ALL_COMMANDS
        for audience in command.audiences
        if least[audience] < command.role
    ]

    assert wrong == []


def test_admins_have_the_commands_of_coordinators_too() -> None:
    shown = {audience: {name for name, _ in COMMANDS.menu(audience, "en")} for audience in Audience}

    assert shown[Audience.COORDINATORS] <= shown[Audience.ADMINS]


@pytest.mark.parametrize(
    ("asker", "expected"),
    [
        (Asker("ans", "alone", "nl"), Audience.PRIVATE),
        (Asker("ans", "room", "nl", is_group=True, role=Role.ADMIN), Audience.GROUPS),
        (Asker("ans", "alone", "nl", role=Role.COORDINATOR), Audience.COORDINATORS),
        (Asker("ans", "alone", "nl", role=Role.ADMIN), Audience.ADMINS),
    ],
    ids=["anybody", "an admin in a group", "a coordinator", "an admin"],
)
def test_menu_is_that_of_place_and_role(asker: Asker, expected: Audience) -> None:
    assert audience_of(asker) is expected


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in ALL_COMMANDS for name in {command.name, command.english}]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", ("start", "")),
        ("/start abc", ("start", "abc")),
        ("/Vraag  wie tekent? ", ("vraag", "wie tekent?")),
        ("/vraag@verbinder_bot wie tekent", ("vraag", "wie tekent")),
        ("/vraag@Verbinder_Bot wie tekent", ("vraag", "wie tekent")),
        ("/help@another_bot", ("", "")),
        ("/vraag\nwie tekent\nde sok", ("vraag", "wie tekent\nde sok")),
        ("/", ("", "")),
        ("wie tekent /of niet", None),
        (" /start", None),
        ("", None),
    ],
)
def test_command_is_told_from_its_message(text: str, expected: tuple[str, str] | None) -> None:
    assert told(text, "verbinder_bot") == expected
