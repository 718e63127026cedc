import pytest

from bot.menus import COMMANDS, Audience, menu, told


def test_menu_of_a_group_is_what_makes_sense_there() -> None:
    names = [name for name, _ in menu(Audience.GROUPS, "nl")]

    assert names == ["vraag", "onderwerpen", "help", "privacy"]


def test_commands_of_admins_stand_in_their_menu_alone() -> None:
    shown = {audience: {name for name, _ in menu(audience, "en")} for audience in Audience}

    assert shown[Audience.ADMINS] - shown[Audience.PRIVATE] == {"unanswered", "problems", "reload"}
    assert not {"unanswered", "problems", "reload"} & shown[Audience.GROUPS]


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in COMMANDS for name in {command.name, command.english}]

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
