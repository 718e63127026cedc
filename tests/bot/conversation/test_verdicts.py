"""What somebody thinks of an answer, and which option they meant."""

from dataclasses import replace

import pytest

from bot.conversation.callback_data import Kind, Press, parse
from bot.conversation.codes import code_of
from bot.conversation.compose import picking
from bot.conversation.reply import Turn
from bot.rooms.unanswered.records import UnansweredRecords
from index.retriever import Retriever
from index.shown import part
from knowledge.folder import read_folder
from tests.bot.conversation.world import BERT, CODE, SAID, World, pressable, titles
from tests.conftest import Folder


async def test_tapping_an_option_answers_it_and_tells_the_admins(world: World) -> None:
    turn = await world.hears("alfa gamma")

    chosen = await world.presses(Press(Kind.PICK, code=CODE, number=turn.asked or 0))

    assert titles(chosen) == ["<b>alfa beta</b>"]
    assert [(one.words, one.chosen) for one in await world.records.shelf(UnansweredRecords).waiting(9)] == [
        ("alfa gamma", "faq/a")
    ]


async def test_option_that_is_a_section_is_named_and_answered_by_it(world: World) -> None:
    turn = await world.hears("alfa kop tekst")
    data, *_ = [data for data in pressable(turn) if data.startswith(f"pick:{code_of('guidelines/g')}")]
    press = parse(data)
    assert press is not None

    chosen = await world.presses(press)

    assert (press.page, "zeta eta › Kop" in turn.replies[-1].html) == (1, True)
    assert titles(chosen) == ["<b>zeta eta</b>"]
    assert "Tekst." in chosen.replies[0].html


@pytest.mark.parametrize("kind", [Kind.PICK, Kind.SECTION])
async def test_section_is_shown_of_the_text_that_was_offered_in_whatever_language_it_is(
    world: World, retriever: Retriever, folder: Folder, kind: Kind
) -> None:
    """Who asks in English with an app in Dutch is offered the English text, and the Dutch one may be cut up otherwise."""
    folder.save("en/guidelines/g.md", title="zeta", body="First.\n\n## More\n\nSecond.\n\n## Head\n\nText.")
    await retriever.refresh(read_folder(folder.root))
    entry = retriever.snapshot.show("guidelines/g", "en")
    assert entry is not None
    press = picking(entry, part(entry, 2), None)

    told = await world.presses(replace(press, kind=kind, number=2))

    assert "Text." in told.replies[0].html


async def test_option_that_is_no_longer_there_by_its_place_is_shown_from_its_beginning(world: World) -> None:
    code = code_of("guidelines/g")

    chosen = await world.presses(Press(Kind.PICK, code=code, page=999, of="de"))

    assert "Vooraf." in chosen.replies[0].html


async def test_none_of_these_says_whom_to_ask(world: World) -> None:
    turn = await world.hears("alfa gamma")

    answer = await world.presses(Press(Kind.NONE, number=turn.asked or 0))

    assert answer.replies[0].html == SAID.say("none_chosen", "nl", contact="Vraag het aan DUO.")


async def test_option_of_somebody_else_is_answered_and_changes_nothing(world: World) -> None:
    turn = await world.hears("alfa gamma")

    chosen = await world.presses(Press(Kind.PICK, code=CODE, number=turn.asked or 0), BERT)

    assert titles(chosen) == ["<b>alfa beta</b>"]
    assert [one.chosen for one in await world.records.shelf(UnansweredRecords).waiting(9)] == [None]
    assert not any(data.startswith("good:") for data in pressable(chosen))


@pytest.mark.parametrize(
    ("verdict", "toast", "unanswered", "confirmed"),
    [(Kind.GOOD, "thanks_good", [], ["alfa beta"]), (Kind.BAD, "thanks_bad", ["alfa beta"], [])],
    ids=["good", "bad"],
)
async def test_words_of_an_answered_question_are_kept_with_a_verdict(
    world: World, verdict: Kind, toast: str, unanswered: list[str], confirmed: list[str]
) -> None:
    turn = await world.hears("alfa beta")

    answer = await world.presses(Press(verdict, number=turn.asked or 0))

    assert answer == Turn(toast=SAID.say(toast, "nl"))
    assert [one.words for one in await world.records.shelf(UnansweredRecords).waiting(9)] == unanswered
    assert [one.words for one in await world.records.questions.confirmed()] == confirmed


async def test_verdict_of_somebody_else_is_not_counted(world: World) -> None:
    turn = await world.hears("alfa beta")

    answer = await world.presses(Press(Kind.BAD, number=turn.asked or 0), BERT)

    assert answer == Turn(toast=SAID.say("verdict_not_yours", "en"))
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()


async def test_verdict_on_a_question_long_gone_changes_nothing(world: World) -> None:
    turn = await world.presses(Press(Kind.BAD, number=10**12))

    assert turn == Turn(toast=SAID.say("verdict_not_yours", "nl"))
