"""/routes: by words and by buttons, cards, and a warning where routes have grown apart."""

import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Button, Turn
from bot.conversation.runs import length
from bot.conversation.wording import Wording
from bot.folder.refresh import Refresh
from bot.records.people import Asker, Keys
from bot.records.questions import Where
from bot.records.records import Records
from bot.rooms.edits.room import Edits
from bot.rooms.routes.room import Filter, Routes, typed
from index.retriever import Retriever
from knowledge.folder import read_folder
from knowledge.routes.route import Route
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

SAID = Wording()
ANS = Asker("ans", "ans alone", "nl", chat_number=7)
ENGLISH = Asker("joe", "joe alone", "en", chat_number=8)
HEADER = "school,mbo,regio,profiel,leerweg,opleiding,niveau,soort,gemeld,sinds,contact"
ROWS = (
    "De Linde,Mbo Oost,Regio Noord,D&P,basis,Dienstverlening,2,DLR,ja,2024-08-01,decaan",
    "De Beuk,Mbo Oost,Regio Noord,D&P,basis,Dienstverlening,2,zonder,nee,,",
    "De Linde,Mbo Oost,Regio Noord,Z&W,kader,Verzorgende,3,DLR,ja,,teamleider",
    "De Eik,Mbo West,Zuid en Kust,PIE,basis,Monteur,2,GLR,ja,2023-10-15,verbinder",
)
WARNING = (
    "⚠️ <b>Deze routes lopen uit elkaar: Dienstverlening en producten, Regio Noord</b>\n"
    "• soort: samenwerking zonder route (De Beuk); DLR (De Linde)\n"
    "• melding: niet gemeld (De Beuk); gemeld (De Linde)\n"
    "Routes op hetzelfde profiel horen niet uit elkaar te groeien: daar is niemand mee geholpen. "
    "Breng de scholen met elkaar in gesprek."
)


class World:
    def __init__(self, retriever: Retriever, records: Records, root: Path) -> None:
        self.retriever, self.root = retriever, root
        house = House(retriever, records, SAID, Composer(SAID, username="verbinder_bot"), commands=COMMANDS)
        self.conversation = Conversation(house, rooms=(Edits(house), Routes(house)))

    async def hears(self, text: str, asker: Asker = ANS) -> Turn:
        return await self.conversation.hears(asker, text, Where.PRIVATE)

    async def presses(self, data: str, asker: Asker = ANS) -> Turn:
        return await self.conversation.presses(asker, data, Where.PRIVATE)

    async def save(self, *rows: str, header: str = HEADER) -> None:
        (self.root / "routes.csv").write_text("\n".join([header, *rows, ""]), "utf-8")
        await Refresh(self.retriever, [self.root]).now()


def html(turn: Turn) -> str:
    return "\n".join(reply.html for reply in turn.replies)


def buttons(turn: Turn) -> Sequence[Button]:
    return [button for row in turn.replies[-1].rows for button in row]


def data_of(turn: Turn, label: str) -> str:
    return next(button.data for button in buttons(turn) if button.label == label)


@pytest.fixture
async def world(folder: Folder, retriever: Retriever) -> AsyncIterator[World]:
    folder.save("nl/faq/a.md")
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    found = World(retriever, records, folder.root)
    await found.save(*ROWS)
    yield found
    await records.close()


@pytest.fixture
def routes(world: World) -> tuple[Route, ...]:
    return world.retriever.snapshot.reading.routes


async def test_card_tells_partners_kind_since_when_and_whom_to_ask_for(world: World) -> None:
    turn = await world.hears("/routes pie")

    assert html(turn) == (
        "<b>Routes: Produceren, installeren en energie</b> (1)\n\n"
        "<b>De Eik – Mbo West</b>\n"
        "Zuid en Kust · Produceren, installeren en energie · basis\n"
        "Monteur, niveau 2\n"
        "GLR, gemeld sinds 15 oktober 2023\n"
        "Vraag naar: verbinder"
    )


async def test_routes_that_differ_on_one_profile_in_one_region_are_warned_of(world: World) -> None:
    turn = await world.hears("/routes d&p noord")

    assert html(turn).endswith(WARNING)


async def test_other_language_says_the_same(world: World) -> None:
    turn = await world.hears("/routes services and products", ENGLISH)

    assert "DLR, registered since 1 August 2024" in html(turn)
    assert "shouldn't drift apart: that helps nobody" in html(turn)


async def test_profile_and_region_are_chosen_by_buttons(world: World) -> None:
    menu = await world.hears("/routes")
    profiles = await world.presses(data_of(menu, "Profiel"))
    chosen = await world.presses(data_of(profiles, "D&P"))
    regions = await world.presses(data_of(chosen, "Regio kiezen"))

    found = await world.presses(data_of(regions, "Regio Noord"))

    assert [button.label for button in buttons(menu)] == ["Profiel", "Regio", "Alle (4)", "Laat maar"]
    assert [button.label for button in buttons(profiles)] == ["D&P", "PIE", "Z&W", "« Terug", "Laat maar"]
    assert [button.label for button in buttons(regions)] == ["Regio Noord", "« Terug", "Laat maar"]
    assert html(found).startswith("<b>Routes: Dienstverlening en producten · Regio Noord</b> (2)")
    assert all(turn.replaces for turn in (profiles, chosen, regions, found))


async def test_choosing_can_be_stopped_and_taken_back(world: World) -> None:
    regions = await world.presses("rte.regs:0:x")

    assert html(await world.presses(data_of(regions, "Laat maar"))) == SAID.say("draft_ended", "nl")
    assert html(await world.presses(data_of(regions, "« Terug"))) == html(await world.hears("/routes"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d&p", Filter("D&P")),
        ("D en P", Filter("D&P")),
        ("dienstverlening en prodcuten", Filter("D&P")),
        ("zorg en welzijn regio noord", Filter("Z&W", "regio noord")),
        ("noord zorg", Filter("Z&W", "regio noord")),
        ("nord", Filter("", "regio noord")),
        ("zuid en kust pie", Filter("PIE", "zuid en kust")),
        ("kust", Filter("", "zuid en kust")),
        ("care and welfare", Filter("Z&W")),
        ("zorg & welzijn noord", Filter("Z&W", "regio noord")),
        ("zenw", Filter("Z&W")),
        ("horeca", Filter("HBR")),
        ("dp zeeland", Filter("D&P", "", ("zeeland",))),
        ("voor de regio noord", Filter("", "regio noord")),
        ("<b> & 👍", Filter("", "", ("b",))),
        ("", Filter()),
    ],
)
def test_words_name_a_profile_and_a_region_with_typos_and_in_any_order(
    routes: tuple[Route, ...], text: str, expected: Filter
) -> None:
    assert typed(text, routes) == expected


async def test_words_that_are_neither_are_said(world: World) -> None:
    turn = await world.hears("/routes <b>zeeland</b>")

    assert "Dit herken ik niet als profiel of regio: b zeeland b" in html(turn)


async def test_nothing_found_is_said_with_the_way_on(world: World) -> None:
    turn = await world.hears("/routes horeca noord")

    assert html(turn).startswith("<b>Geen routes: Horeca, bakkerij en recreatie · Regio Noord</b>")
    assert [button.label for button in buttons(turn)] == ["Profiel kiezen", "Regio kiezen"]


async def test_every_answer_says_so_while_there_is_but_an_example(world: World) -> None:
    await world.save(*(f"{row},ja" for row in ROWS), header=f"{HEADER},voorbeeld")
    example = SAID.say("routes_example", "nl")

    answers = [await world.hears("/routes"), await world.hears("/routes pie"), await world.presses("rte.list:x:x:0")]

    assert [example in html(answer) for answer in answers] == [True, True, True]


async def test_edit_of_the_file_is_answered(world: World) -> None:
    await world.save(ROWS[3].replace("Monteur", "Technicus"))

    assert "Technicus, niveau 2" in html(await world.hears("/routes pie"))


async def test_folder_without_routes_says_so(world: World) -> None:
    (world.root / "routes.csv").unlink()
    await world.retriever.refresh(read_folder(world.root))

    assert {html(await world.hears(text)) for text in ("/routes", "/routes pie")} == {SAID.say("routes_none", "nl")}


async def test_many_routes_are_told_a_page_at_a_time(world: World) -> None:
    await world.save(*(ROWS[3].replace("De Eik", f"School {at:02}") for at in range(12)))

    first = await world.hears("/routes pie")
    second = await world.presses(data_of(first, "Verder »"))
    third = await world.presses(data_of(second, "Verder »"))

    assert [html(turn).count("– Mbo West") for turn in (first, second, third)] == [5, 5, 2]
    assert [button.label for button in buttons(third)] == ["« Vorige", "Profiel kiezen", "Regio kiezen"]


async def test_many_regions_are_told_a_page_at_a_time(world: World) -> None:
    await world.save(*(ROWS[3].replace("Zuid en Kust", f"Regio {at:02}") for at in range(30)))

    labels = [[button.label for button in buttons(await world.presses(f"rte.regs:{at}:x"))] for at in (0, 2, 99)]

    assert (labels[0][11], labels[0][12]) == ("Regio 11", "Verder »")
    assert labels[1] == labels[2]
    assert labels[1][-4:] == ["Regio 29", "« Vorige", "« Terug", "Laat maar"]


async def test_names_as_long_as_they_may_be_fit_into_messages(world: World) -> None:
    cells = ["x" * 200, "y" * 200, "z" * 200, "PIE", "basis", "w" * 200, "2", "DLR", "ja", "", "decaan " + "v" * 190]
    rows = [",".join([f"{at}{cells[0][1:]}", *cells[1:]]) for at in range(9)]
    await world.save(*rows)

    turn = await world.hears("/routes pie")

    assert max(length(reply.html) for reply in turn.replies) <= 4_096
    assert buttons(turn)


async def test_what_a_file_holds_is_shown_as_text(world: World) -> None:
    await world.save(ROWS[3].replace("De Eik", "<b>De & Eik"))

    assert "<b>&lt;b&gt;De &amp; Eik – Mbo West</b>" in html(await world.hears("/routes pie"))


@pytest.mark.parametrize(
    "data",
    [
        "rte.list",
        "rte.list:x:x:a",
        "rte.list:0123456789ab:x:0",
        "rte.list:x:zz:0",
        "rte.regs:x:x",
        "rte.profs:q",
        "rte.go",
    ],
)
async def test_button_that_none_of_ours_is_gets_a_kind_word(world: World, data: str) -> None:
    assert await world.presses(data) == Turn(toast=SAID.say("old_button", "nl"))
