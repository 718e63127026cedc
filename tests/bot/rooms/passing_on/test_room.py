"""/deel: an answer as plain text for a mail; and the way back from a shared answer into the bot."""

import secrets
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.conversation.codes import code_of
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.plain_answer import plain_answer
from bot.conversation.reply import Button, Turn
from bot.conversation.room import Around
from bot.conversation.runs import escape, length
from bot.conversation.wording import Wording
from bot.records.people import Asker, Keys
from bot.records.questions import Where
from bot.records.records import Records
from bot.rooms.passing_on.room import PassingOn
from index.retriever import Retriever
from index.shown import part
from knowledge.folder import read_folder
from tests.bot.rooms.world import MONDAY
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

SAID = Wording()
ANS = Asker("ans", "ans alone", "nl", chat_number=7)
GROUP = Asker("ans", "staff room", "nl", is_group=True, chat_number=-100)
TEXT = """alfa beta gamma
Waarschijnlijk: dit steunt op één uitleg, of op een oudere.

Ja, dat mag.

• eerst dit (https://duo.nl/)
• dan "dat" & meer

Bronnen:
- DUO: melden (2025): https://duo.nl/melden

Gecontroleerd op 2 januari 2025
Daarna is dit niet meer nagekeken: het kan intussen anders zijn. Ga het na bij de bron.
https://t.me/verbinder_bot?start={code}"""


class World:
    def __init__(self, retriever: Retriever, records: Records, **options: Any) -> None:
        composer = Composer(SAID, contact="DUO", username="verbinder_bot", is_inline=True, **options)
        house = House(retriever, records, SAID, composer, commands=COMMANDS, clock=lambda: MONDAY)
        self.retriever, self.records = retriever, records
        self.conversation = Conversation(house, rooms=(PassingOn(house),))

    async def hears(self, text: str, asker: Asker = ANS, **around: str) -> Turn:
        return await self.conversation.hears(asker, text, Where.PRIVATE, around=Around(**around))

    async def presses(self, data: str, asker: Asker = ANS) -> Turn:
        return await self.conversation.presses(asker, data, Where.PRIVATE)


def told(turn: Turn) -> list[str]:
    return [reply.html for reply in turn.replies]


def buttons(turn: Turn) -> list[Button]:
    return [button for row in turn.replies[-1].rows for button in row]


@pytest.fixture
async def world(folder: Folder, retriever: Retriever) -> AsyncIterator[World]:
    folder.save(
        "nl/faq/a.md",
        title="alfa beta gamma",
        body='Ja, **dat mag**.\n\n- eerst [dit](https://duo.nl/)\n- dan "dat" & meer',
        certainty="likely",
        checked="2025-01-02",
        sources=["[DUO: melden (2025)](https://duo.nl/melden)"],
    )
    folder.save("nl/faq/b.md", title="een twee vijf", body="tweede")
    folder.save("nl/faq/c.md", title="een twee zes", body="derde")
    folder.save(
        "nl/guidelines/g.md", title="handleiding", body="Vooraf.\n\n## Stap een\n\nDoe dit.\n\n## Stap twee\n\nDoe dat."
    )
    folder.save(
        "nl/faq/lang.md", title="lange tekst", body="\n\n".join(f"Zin {at}. " + "woord " * 60 for at in range(30))
    )
    await retriever.refresh(read_folder(folder.root))
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    yield World(retriever, records)
    await records.close()


@pytest.mark.parametrize("asker", [ANS, GROUP], ids=["in private", "in a group"])
async def test_answer_is_told_as_plain_text_with_sources_date_and_certainty(world: World, asker: Asker) -> None:
    turn = await world.hears("/deel alfa beta gamma", asker)

    [reply] = turn.replies
    expected = TEXT.format(code=code_of("faq/a")).replace("&", "&amp;").replace('"', "&quot;")
    into = Button(SAID.say("share_in_chat", "nl"), share="alfa beta gamma")
    assert (reply.html, reply.rows) == (expected, ((into,),))


async def test_reply_to_an_answer_passes_that_on(world: World) -> None:
    turn = await world.hears("/share", answers="alfa beta gamma\n\nJa, dat mag.\n\nBronnen:")

    assert told(turn)[0].startswith("alfa beta gamma\n")


async def test_unsure_offers_what_may_be_meant(world: World) -> None:
    turn = await world.hears("/deel een twee")

    chosen = await world.presses(buttons(turn)[1].data)

    assert told(turn) == [SAID.say("unsure", "nl")]
    assert {button.label for button in buttons(turn)[:2]} == {"een twee vijf", "een twee zes"}
    assert buttons(turn)[-1].label == SAID.say("none_of_these", "nl")
    assert told(chosen)[0].startswith(buttons(turn)[1].label)


async def test_unknown_is_owned_up_to(world: World) -> None:
    assert told(await world.hears("/deel zebra")) == [SAID.say("pass_on_none", "nl", contact="Vraag het aan DUO.")]


@pytest.mark.parametrize("asker", [ANS, GROUP], ids=["in private", "in a group"])
async def test_without_words_the_next_message_is_asked_for(world: World, asker: Asker) -> None:
    asked = await world.hears("/deel", asker)

    turn = await world.hears("alfa beta gamma", asker)

    assert told(asked) == [SAID.say("pass_on_ask", "nl")]
    assert told(turn)[0].startswith("alfa beta gamma\nWaarschijnlijk")
    assert await world.records.drafts.of(asker) is None


async def test_asking_can_be_stopped(world: World) -> None:
    asked = await world.hears("/deel")

    turn = await world.presses(buttons(asked)[0].data)

    assert (told(turn), turn.replaces) == ([SAID.say("draft_ended", "nl")], True)
    assert await world.records.drafts.of(ANS) is None


async def test_long_text_comes_as_a_file_too(world: World) -> None:
    turn = await world.hears("/deel lange tekst")

    *parts, last = turn.replies
    assert last.attachment is not None
    assert (last.attachment.name, last.html) == ("lange-tekst.txt", SAID.say("pass_on_file", "nl"))
    whole = last.attachment.data.decode()
    assert whole.startswith("lange tekst\n\nZin 0.")
    assert "Zin 29." in whole
    assert max(length(part.html) for part in parts) <= 4_096


async def test_of_a_guideline_the_section_that_was_found_is_passed_on(world: World) -> None:
    entry = world.retriever.snapshot.show("guidelines/g", "nl")
    assert entry is not None

    text = plain_answer(entry, part(entry, 2), "nl", date(2027, 1, 4))

    assert text.startswith("handleiding\nStap twee\n\nDoe dat.\n\nGecontroleerd op ")


@pytest.mark.parametrize(
    "data",
    [
        "pas.pick:nl:0000000000000000:0",
        f"pas.pick:xx:{code_of('faq/a')}:0",
        f"pas.pick:nl:{code_of('faq/a')}:x",
        "pas.go",
    ],
)
async def test_button_that_none_of_ours_is_gets_a_kind_word(world: World, data: str) -> None:
    assert await world.presses(data) == Turn(toast=SAID.say("old_button", "nl"))


async def test_text_leads_to_its_page_on_the_web_where_there_is_one(world: World) -> None:
    """Whoever reads the mail may have no Telegram."""
    with_pages = World(
        world.retriever, world.records, page=lambda entry, found: f"https://vraag.example.org/nl/{entry.id}"
    )

    [text] = told(await with_pages.hears("/deel alfa beta gamma"))

    assert text == escape(TEXT.replace("https://t.me/verbinder_bot?start={code}", "https://vraag.example.org/nl/faq/a"))


async def test_answer_carried_into_another_chat_has_a_link_that_opens_it_in_the_bot(world: World) -> None:
    [(entry, carried), *_] = await world.conversation.shared(ANS, "alfa beta gamma", 10)

    [button] = [button for row in carried.rows for button in row]
    parts = urlsplit(button.url)
    opened = await world.hears(f"/start {parse_qs(parts.query)['start'][0]}")

    assert (entry.id, parts.netloc, parts.path) == ("faq/a", "t.me", "/verbinder_bot")
    assert told(opened)[0].startswith("<b>alfa beta gamma</b>")


async def test_share_button_finds_its_own_answer_inline(world: World) -> None:
    answer = await world.hears("/deel alfa beta gamma")

    [share] = [button.share for button in buttons(answer) if button.share]
    [(entry, _), *_] = await world.conversation.shared(ANS, share, 10)

    assert entry.id == "faq/a"


async def test_button_under_an_answer_does_what_the_command_does(world: World) -> None:
    answer = await world.hears("alfa beta gamma")
    [button] = [one for row in answer.replies[-1].rows for one in row if one.label == SAID.say("share", "nl")]

    pressed = await world.presses(button.data)
    typed = await world.hears("/deel alfa beta gamma")

    assert pressed.replies == typed.replies
    assert [one.share for row in pressed.replies[-1].rows for one in row] == ["alfa beta gamma"]
