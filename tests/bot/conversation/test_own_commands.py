"""The conversation's own commands, and erasing what is known of somebody."""

import pytest

from bot.conversation.callback_data import Kind, Press
from bot.conversation.reply import Reply, Turn
from bot.records.people import Asker
from tests.bot.conversation.world import ADMIN, ANS, BERT, CODE, GROUP, SAID, World, pressable, titles
from tests.house import kept_of


async def test_start_says_what_it_is_and_offers_four_examples(world: World) -> None:
    turn = await world.hears("/start")

    assert turn.replies[0].html == f"{SAID.say('start', 'nl')}\n\n{SAID.say('privacy_hint', 'nl')}"
    assert pressable(turn) == ["ask:0", "ask:1", "ask:2", "ask:3"]


async def test_link_opens_its_entry(world: World) -> None:
    turn = await world.hears(f"/start {CODE}")

    assert titles(turn) == ["<b>alfa beta</b>"]
    assert await world.records.questions.most_asked(9) == ("faq/a",)


@pytest.mark.parametrize("code", ["0" * 16, "../../etc/passwd", "<b>", "' or 1=1 --", "x" * 64])
async def test_link_with_junk_gets_a_word_and_the_first_screen(world: World, code: str) -> None:
    turn = await world.hears(f"/start {code}")

    assert [reply.html for reply in turn.replies] == [
        SAID.say("old_link", "nl"),
        f"{SAID.say('start', 'nl')}\n\n{SAID.say('privacy_hint', 'nl')}",
    ]


@pytest.mark.parametrize(
    ("text", "asker", "key"),
    [
        ("/help", ANS, "help"),
        ("/privacy", ANS, "privacy"),
        ("/taal", ANS, "language"),
        ("/language", BERT, "language"),
        ("/wis", ANS, "forget_ask"),
        ("/erase", BERT, "forget_ask"),
        ("/onderwerpen", ANS, "topics"),
        ("/vraag", ANS, "empty_ask"),
        ("/onbeantwoord", ADMIN, "unanswered_none"),
        ("/problemen", ADMIN, "problems_none"),
    ],
)
async def test_commands_answer_in_the_language_of_the_app(world: World, text: str, asker: Asker, key: str) -> None:
    turn = await world.hears(text, asker)

    said = SAID.say(key, asker.lang, days=90, count=3)
    assert turn.replies[0].html.startswith(said.partition("\n")[0])


async def test_ask_command_asks_what_stands_behind_it(world: World) -> None:
    assert titles(await world.hears("/vraag alfa beta")) == ["<b>alfa beta</b>"]


@pytest.mark.parametrize("text", ["/onbeantwoord", "/problemen", "/herlaad", "/unanswered", "/nonsense", "/<b>", "/"])
async def test_command_of_a_role_one_does_not_have_is_answered_as_unknown(world: World, text: str) -> None:
    turn = await world.hears(text)

    command = text.replace("<", "&lt;").replace(">", "&gt;")
    assert [reply.html for reply in turn.replies] == [SAID.say("unknown_command", "nl", command=command)]


async def test_chosen_language_counts_from_then_on(world: World) -> None:
    chosen = await world.presses(Press(Kind.SPEAK, lang="en"))
    after = await world.hears("/help")

    assert chosen == Turn((Reply(SAID.say("language_set", "en")),), replaces=True)
    assert after.replies[0].html.startswith("<b>How it works</b>")


async def test_everything_about_a_person_goes_after_confirmation_alone(world: World) -> None:
    await world.hears("alfa gamma")
    await world.presses(Press(Kind.SPEAK, lang="en"))
    await world.hears("alfa gamma", BERT)

    asked = await world.hears("/wis")
    before = await kept_of(world.records, "ans")
    done = await world.presses(Press(Kind.FORGET))

    assert [button.data for row in asked.replies[0].rows for button in row] == ["wis", "keep"]
    assert before == 2
    assert done == Turn((Reply(SAID.say("forgotten", "en", count=2)),), replaces=True)
    assert (await kept_of(world.records, "ans"), await kept_of(world.records, "bert")) == (0, 1)
    assert world.conversation._memory.before("ans", "ans alone") == ""


async def test_changing_ones_mind_erases_nothing(world: World) -> None:
    await world.hears("alfa gamma")

    turn = await world.presses(Press(Kind.KEEP))

    assert turn == Turn((Reply(SAID.say("kept", "nl")),), replaces=True)
    assert await kept_of(world.records, "ans") == 1


async def test_forged_press_in_a_group_erases_nothing(world: World) -> None:
    await world.hears("alfa gamma")

    turn = await world.presses(Press(Kind.FORGET), GROUP)

    assert turn == Turn(toast=SAID.say("only_in_private", "nl", command="/wis"))
    assert await kept_of(world.records, "ans") == 1
