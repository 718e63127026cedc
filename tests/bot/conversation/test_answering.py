"""Questions as they are answered, noted and remembered; alone, in a group, and beside what they lean on."""

import pytest

from bot.conversation.answering import SHRUG
from bot.conversation.memory import KEPT_S, PIECE_S
from bot.conversation.room import Around
from bot.records.people import Asker
from bot.rooms.unanswered.records import UnansweredRecords
from tests.bot.conversation.world import ANS, CODE, GROUP, SAID, World, pressable, titles
from tests.house import kept_of


async def test_question_is_answered_with_its_verdict_and_noted(world: World) -> None:
    turn = await world.hears("alfa beta")

    assert titles(turn) == ["<b>alfa beta</b>"]
    assert turn.asked is not None
    assert f"good:{turn.asked}" in pressable(turn)
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()


async def test_unsure_question_offers_options_and_keeps_its_words(world: World) -> None:
    turn = await world.hears("alfa gamma")

    assert titles(turn) == [SAID.say("unsure", "nl")]
    assert [(one.words, one.chosen) for one in await world.records.shelf(UnansweredRecords).waiting(9)] == [
        ("alfa gamma", None)
    ]


async def test_another_subject_gets_a_kind_sentence(world: World) -> None:
    turn = await world.hears("omega psi chi")

    assert [reply.html for reply in turn.replies] == [SAID.say("off_topic", "nl")]


async def test_edited_question_is_noted_in_place_of_what_it_was(world: World) -> None:
    first = await world.hears("omega psi chi")

    second = await world.hears("alfa beta", edited=first.asked)

    assert (titles(second), second.asked) == (["<b>alfa beta</b>"], first.asked)
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()
    assert await kept_of(world.records, "ans") == 1


async def test_question_before_is_remembered_for_ten_minutes(world: World) -> None:
    await world.hears("alfa beta")
    memory = world.conversation._memory

    at_once = memory.before("ans", "ans alone")
    world.clock.now_s = KEPT_S + 1

    assert (at_once, memory.before("ans", "ans alone")) == ("alfa beta", "")


async def test_in_a_group_a_sure_answer_is_given(world: World) -> None:
    assert titles(await world.hears("/vraag alfa beta", GROUP)) == ["<b>alfa beta</b>"]


@pytest.mark.parametrize("text", ["/vraag alfa gamma", "alfa gamma", "omega psi chi"])
async def test_in_a_group_it_is_silent_when_unsure(world: World, text: str) -> None:
    turn = await world.hears(text, GROUP)

    assert (turn.replies, turn.reaction) == ((), SHRUG)


async def test_in_a_group_the_asker_alone_may_hear_what_may_be_meant(world: World) -> None:
    unsure, unknown = await world.hears("alfa gamma", GROUP), await world.hears("omega psi chi", GROUP)

    assert unsure.whisper is not None
    assert unsure.whisper.html == SAID.say("aside_unsure", "nl")
    urls = [button.url for row in unsure.whisper.rows for button in row]
    assert f"https://t.me/verbinder_bot?start={CODE}" in urls
    assert unknown.whisper is not None
    assert (unknown.whisper.html.split(".")[0], unknown.whisper.rows) == ("<i>Alleen u ziet dit", ())


async def test_question_beside_another_that_nothing_was_told_of_is_a_button(world: World) -> None:
    turn = await world.hears("wat is alfa beta? olifant taxi zwembad?")
    [data] = [one for one in pressable(turn) if one.startswith("also")]

    assert titles(turn) == ["<b>alfa beta</b>"]
    assert titles(await world.presses(data)) != ["<b>alfa beta</b>"]
    assert (await world.presses("also:99:0")).toast == SAID.say("old_button", "nl")


async def test_three_questions_get_three_answers(world: World) -> None:
    turn = await world.hears("wat is alfa beta? wat is gamma delta? wat is zeta eta kop tekst?")

    assert titles(turn) == ["<b>alfa beta</b>", "<b>gamma delta</b>", "<b>zeta eta</b>"]


async def test_reply_of_a_colleague_is_about_the_answer_that_it_replies_to(world: World) -> None:
    turn = await world.hears("alfa beta", GROUP)
    await world.records.questions.replied(turn.asked or 0, 5, [6, 7])
    bert = Asker("bert", "staff room", "nl", is_group=True)

    of_it = await world.hears("bron?", bert, around=Around("een", 7))
    of_another = await world.hears("bron?", bert, around=Around("een", 8))

    assert titles(of_it) == ["<b>alfa beta</b>"]
    assert of_another.replies[0].html == SAID.say("act_nothing_before", "nl")
    assert await world.conversation._answering._leaning.before(bert, "nl", Around("een", 7)) == "alfa beta"


async def test_what_is_quoted_is_what_is_asked_about(world: World) -> None:
    assert await world.conversation._answering._leaning.before(ANS, "nl", Around("een", 7, "twee")) == "twee"
    assert titles(await world.hears("/vraag", around=Around("iets over gamma delta", None, "gamma delta"))) == [
        "<b>gamma delta</b>"
    ]


async def test_text_over_the_limit_is_said_to_be_cut(world: World) -> None:
    cut, whole = await world.hears("alfa beta " * 61), await world.hears("alfa beta " * 59)

    assert [SAID.say("message_cut", "nl") in turn.replies[-1].html for turn in (cut, whole)] == [True, False]


async def test_message_in_two_pieces_is_one_question(world: World) -> None:
    first = await world.hears("alfa taxi")
    turn = await world.hears("beta alfa beta")

    assert titles(first) != ["<b>alfa beta</b>"]
    assert titles(turn) == ["<b>alfa beta</b>"]


@pytest.mark.parametrize(
    ("first", "wait_s"), [("alfa gamma", PIECE_S + 1), ("alfa gamma?", 0)], ids=["long ago", "a sentence by itself"]
)
async def test_messages_that_are_no_pieces_of_one_stand_alone(world: World, first: str, wait_s: float) -> None:
    await world.hears(first)
    world.clock.now_s += wait_s

    assert world.conversation._memory.piece_before(ANS.person, ANS.chat) is None


async def test_link_with_words_around_it_is_what_the_words_ask(world: World) -> None:
    turn = await world.hears("alfa beta https://duo.nl/een/twee drie")

    assert titles(turn) == titles(await world.hears("alfa beta drie"))
