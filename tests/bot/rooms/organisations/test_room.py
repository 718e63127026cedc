"""/wegwijs: a menu of what there is to read about organisations, or what a few words ask for."""

import secrets
from collections.abc import AsyncIterator

import pytest

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.codes import code_of
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Turn
from bot.conversation.wording import Wording
from bot.records.people import Asker, Keys
from bot.records.questions import Where
from bot.records.records import Records
from bot.rooms.organisations.room import EXAMPLE, PAGE, ROLES_MBO, ROLES_VMBO, TEMPLATE, TERMS, Organisations
from index.retriever import Retriever
from knowledge.folder import CONTENT, read_folder
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

SAID = Wording()
ANS = Asker("ans", "ans alone", "nl", chat_number=7)


class World:
    def __init__(self, retriever: Retriever, records: Records) -> None:
        self.retriever = retriever
        house = House(retriever, records, SAID, Composer(SAID, username="verbinder_bot"), commands=COMMANDS)
        self.conversation = Conversation(house, rooms=(Organisations(house),))

    async def hears(self, text: str) -> Turn:
        return await self.conversation.hears(ANS, text, Where.PRIVATE)

    async def presses(self, data: str) -> Turn:
        return await self.conversation.presses(ANS, data, Where.PRIVATE)


def labels(turn: Turn) -> list[str]:
    return [button.label for row in turn.replies[-1].rows for button in row]


@pytest.fixture
async def world(folder: Folder, retriever: Retriever) -> AsyncIterator[World]:
    for entry_id, title in (
        (ROLES_VMBO, "wie doet wat hier"),
        (ROLES_MBO, "wie doet wat daar"),
        (TERMS, "woorden"),
        (TEMPLATE, "sjabloon"),
        (EXAMPLE, "voorbeeld"),
    ):
        folder.save(f"nl/{entry_id}.md", title=title, body="tekst")
    folder.save("nl/faq/a.md", title="iets heel anders", body="een antwoord")
    await retriever.refresh(read_folder(folder.root))
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    yield World(retriever, records)
    await records.close()


async def test_menu_shows_roles_words_and_template_but_no_made_up_example(world: World) -> None:
    turn = await world.hears("/wegwijs")

    assert labels(turn) == [
        "Wie doet wat op het vmbo",
        "Wie doet wat op het mbo",
        "Woorden: vmbo ↔ mbo",
        "Uw eigen organisatie beschrijven",
    ]


async def test_button_opens_its_entry(world: World) -> None:
    turn = await world.presses((await world.hears("/whoiswho")).replies[0].rows[2][0].data)

    assert turn.replies[0].html.startswith("<b>woorden</b>\n\ntekst")


async def test_words_behind_the_command_open_what_they_ask_for(world: World) -> None:
    turn = await world.hears("/wegwijs wie doet wat daar")

    assert turn.replies[0].html.startswith("<b>wie doet wat daar</b>")


async def test_words_about_something_else_get_the_menu(world: World) -> None:
    turn = await world.hears("/wegwijs zebra")

    assert turn.replies[0].html == SAID.say("organisations", "nl")


async def test_what_others_wrote_of_their_own_organisation_stands_behind(folder: Folder, world: World) -> None:
    for at in range(PAGE):
        folder.save(f"nl/organisations/eigen-{at}.md", title=f"Onze school {at}")
    await world.retriever.refresh(read_folder(folder.root))

    first = await world.hears("/wegwijs")
    second = await world.presses("org.page:1")

    assert labels(first)[3:] == [
        "Uw eigen organisatie beschrijven",
        *(f"Onze school {at}" for at in range(4)),
        "Verder »",
    ]
    assert labels(second) == [*(f"Onze school {at}" for at in range(4, 8)), "« Vorige"]
    assert second.replaces


async def test_page_beyond_the_last_is_the_last(world: World) -> None:
    assert len(labels(await world.presses("org.page:99999"))) == 4


@pytest.mark.parametrize("data", ["org.page:x", "org.page", "org.other:1"])
async def test_button_that_none_of_ours_is_gets_a_kind_word(world: World, data: str) -> None:
    assert await world.presses(data) == Turn(toast=SAID.say("old_button", "nl"))


async def test_folder_without_organisations_says_so(folder: Folder, world: World) -> None:
    folder.save("leeg/nl/faq/a.md")
    await world.retriever.refresh(read_folder(folder.root / "leeg"))

    assert (await world.hears("/wegwijs")).replies[0].html == SAID.say("organisations_none", "nl")


def test_entries_that_the_menu_names_ship() -> None:
    ids = {entry.id for entry in read_folder(CONTENT).entries}

    assert {ROLES_VMBO, ROLES_MBO, TERMS, TEMPLATE, EXAMPLE} <= ids


def test_template_leads_to_the_example_which_says_that_it_is_made_up() -> None:
    entries = {(entry.id, entry.lang): entry for entry in read_folder(CONTENT).entries}

    for lang, word in (("nl", "verzonnen"), ("en", "invented")):
        example = entries[EXAMPLE, lang]
        assert entries[TEMPLATE, lang].see[0] == EXAMPLE
        assert word in example.title.lower()
        assert word in example.body.partition("\n")[0]


def test_entries_that_ship_name_roles_and_can_be_looked_at_again() -> None:
    entries = [entry for entry in read_folder(CONTENT).entries if entry.section == "organisations"]

    assert all(entry.topics and entry.facts and entry.see and entry.review for entry in entries)
    assert [entry.source for entry in entries if "@" in entry.body] == []
    assert min(len(entry.asks) for entry in entries if entry.id not in (TEMPLATE, EXAMPLE)) >= 10


async def test_buttons_are_those_that_open_entries_anywhere(world: World) -> None:
    turn = await world.hears("/wegwijs")

    assert turn.replies[0].rows[0][0].data == data_of(Press(Kind.SHOW, code=code_of(ROLES_VMBO)))
