"""Buttons of the conversation itself."""

import pytest

from bot.conversation.callback_data import Kind, Press
from bot.conversation.codes import code_of
from bot.conversation.reply import Turn
from tests.bot.conversation.world import CODE, SAID, World, titles


@pytest.mark.parametrize(
    ("press", "first_line"),
    [
        (Press(Kind.SHOW, code=CODE), "<b>alfa beta</b>"),
        (Press(Kind.SECTION, code=code_of("guidelines/g"), number=1), "<b>zeta eta</b>"),
        (Press(Kind.SECTION, code=code_of("guidelines/g"), number=999), "<b>zeta eta</b>"),
        (Press(Kind.CONTENTS, code=code_of("guidelines/g")), "<b>zeta eta</b>"),
        (Press(Kind.TOPIC, topic="T001"), "<b>Verschil met de gewone overgang</b>"),
        (Press(Kind.GROUPS), "<b>Onderwerpen</b>"),
        (Press(Kind.GROUP), "<b>Wat is het</b>"),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Press) else "",
)
async def test_button_leads_where_it_says(world: World, press: Press, first_line: str) -> None:
    assert titles(await world.presses(press)) == [first_line]


@pytest.mark.parametrize(
    "data",
    ["", "nonsense", "show:1", "wis:all", "x" * 5000, "grp:99:0", "ask:99", "\u202eshow", "show:" + "g" * 16],
)
async def test_button_that_is_not_ours_gets_a_kind_word(world: World, data: str) -> None:
    assert await world.presses(data) == Turn(toast=SAID.say("old_button", "nl"))


@pytest.mark.parametrize("kind", [Kind.SHOW, Kind.PICK, Kind.SECTION, Kind.CONTENTS])
async def test_button_of_an_entry_that_is_gone_says_so(world: World, kind: Kind) -> None:
    turn = await world.presses(Press(kind, code="0" * 16))

    assert [reply.html for reply in turn.replies] == [SAID.say("gone", "nl")]
