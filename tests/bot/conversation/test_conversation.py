"""What the conversation makes of a message: a command, a courtesy, a file, a question."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.conversation import talk
from bot.conversation.reply import Turn
from bot.conversation.room import Document
from bot.records.questions import Where
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.conversation.world import ANS, GROUP, SAID, World
from tests.conftest import Folder
from tests.house import kept_of


async def test_what_hears_talk_knows_which_words_the_folder_holds_now(
    world: World, retriever: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Callable[[str], bool]] = []
    monkeypatch.setattr(talk, "shipped", lambda _, is_held: given.append(is_held) or talk.Talk())
    World(retriever, world.records)
    before = [given[0](word) for word in ("beta", "stage")]
    folder.save("nl/faq/c.md", title="Hoe lang duurt een stage?", body="drie", checked="2025-01-02", topics=["T001"])
    await retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    assert (before, given[0]("stages")) == ([True, False], True)


@pytest.mark.parametrize(
    ("text", "lang", "key"),
    [
        ("hoi", "nl", "hello"),
        ("👋", "nl", "hello"),
        ("dank je wel!", "nl", "welcome_back"),
        ("thanks a lot", "en", "welcome_back"),
    ],
)
async def test_courtesy_is_answered_in_kind_and_not_noted(world: World, text: str, lang: str, key: str) -> None:
    turn = await world.hears(text)

    assert ([reply.html for reply in turn.replies], turn.asked) == ([SAID.say(key, lang)], None)
    assert await kept_of(world.records, "ans") == 0


@pytest.mark.parametrize("text", ["/nonsense", "/onbeantwoord"])
async def test_in_a_group_other_commands_are_another_bots_affair(world: World, text: str) -> None:
    assert await world.hears(text, GROUP) == Turn()


async def test_question_under_a_file_that_no_room_takes_is_answered(world: World) -> None:
    async def fetch() -> bytes:
        return b""

    turn = await world.conversation.receives(ANS, Document("a.zip", 1, "alfa beta", fetch), Where.PRIVATE)

    picture = await world.conversation.receives(ANS, None, Where.PRIVATE, caption="alfa beta")
    nothing = await world.conversation.receives(ANS, None, Where.PRIVATE, caption="zwemles voor olifanten")

    assert turn.replies[0].html.startswith(f"{SAID.say('file_unread', 'nl')}\n\n<b>alfa beta</b>")
    assert picture.replies[0].html == turn.replies[0].html
    assert nothing.replies[0].html == SAID.say("only_text", "nl")
