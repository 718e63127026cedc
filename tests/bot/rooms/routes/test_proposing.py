"""Routes come in through the chat: an overview that an admin sends, a row that a coordinator proposes."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.conversation.room import Document
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.world import ADMIN, SAID, Person, Town, sent_document, town_with
from tests.conftest import Folder

HEADER = "school;mbo;regio;profiel;leerweg;opleiding;niveau;soort;gemeld;sinds;contact"
ROWS = (
    "De Linde;Mbo Oost;Noord;Zorg & Welzijn;kader;Verzorgende;3;DLR;ja;1-8-2024;decaan",
    "De Eik;Mbo West;Zuid;PIE;basis;Monteur;2;zonder;nee;;coördinator",
)
NEW = "De Beuk; Mbo Oost; Noord; Z en W; kader; Verzorgende; 3; DLR; nee"


def document(data: bytes, name: str = "Routes 2026 (1).csv") -> Document:
    return sent_document(data, name)


def excel(*rows: str) -> bytes:
    return "\r\n".join([HEADER, *rows, ""]).encode("cp1252")


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    async with town_with("waar melden we de route", tmp_path, retriever) as made:
        yield made


@pytest.fixture
def admin(town: Town) -> Person:
    return town.person(ADMIN)


@pytest.fixture
async def coordinator(town: Town) -> Person:
    return await town.coordinator(2)


def schools(tmp_path: Path) -> list[str]:
    return [route.school for route in read_folder(tmp_path / "knowledge").routes]


async def test_overview_is_shown_as_it_will_be_and_placed_when_the_admin_says_so(
    town: Town, admin: Person, tmp_path: Path
) -> None:
    preview = await admin.sends(document(excel(*ROWS)))
    before = schools(tmp_path)
    placed = await admin.presses("Plaatsen")
    shown = await town.person(7).says("/routes zuid")
    await admin.says("/ongedaan")

    assert preview.startswith("<b>Het overzicht van routes</b> krijgt 2 rijen. Er wordt nog niets geplaatst.")
    assert "2 nieuw of anders, 0 weg of anders" in preview
    assert "<b>De Linde – Mbo Oost</b>\nNoord · Zorg en welzijn · kader" in preview
    assert before == []
    assert "<code>routes.csv</code>" in placed
    assert "Vraag naar: coördinator" in shown
    assert schools(tmp_path) == []


async def test_problems_of_rows_are_told_in_the_readers_language_and_the_rest_can_be_placed(
    town: Town, admin: Person, tmp_path: Path
) -> None:
    preview = await admin.sends(document(excel(*ROWS, ROWS[1].replace("PIE", "Techniek"))))
    await admin.presses("Plaatsen")

    assert "routes.csv:4: [D4] profiel &#x27;Techniek&#x27; is geen van" in preview.replace("'", "&#x27;")
    assert SAID.say("routes_sheet_lost", "nl", count=1) in preview
    assert "⚠️ 1 rij lees ik niet; die wordt niet getoond, of zoals hij nu in het overzicht staat." in preview
    assert schools(tmp_path) == ["De Linde", "De Eik"]


async def test_overview_that_can_not_be_read_is_told_and_has_no_button(admin: Person) -> None:
    said = await admin.sends(document(excel(f'"{ROWS[0]}')))

    assert said.startswith(SAID.say("upl_faulty", "nl"))
    assert "de aanhalingstekens in de rij die hier begint passen niet bij elkaar" in said
    assert all(not reply.rows for reply in admin.turn.replies)


async def test_overview_that_changed_meanwhile_is_not_overwritten(admin: Person, tmp_path: Path) -> None:
    await admin.sends(document(excel(*ROWS)))
    Folder(tmp_path / "knowledge").write("routes.csv", excel(ROWS[1]))

    assert await admin.presses("Plaatsen") == SAID.say("routes_moved_on", "nl")
    assert schools(tmp_path) == ["De Eik"]


async def test_other_sheets_are_documents_and_nobody_else_may_place_an_overview(
    town: Town, admin: Person, coordinator: Person
) -> None:
    questions = await admin.sends(document(b"Vraag;Antwoord\nMag een olifant zwemmen?;Ja, in bad.\n"))

    assert SAID.say("upl_drafts", "nl", name="Routes 2026 (1).csv", count=1) in questions
    assert await coordinator.sends(document(excel(*ROWS))) == SAID.say("only_text", "nl")


async def test_coordinator_proposes_a_route_step_by_step_and_hears_what_becomes_of_it(
    town: Town, admin: Person, coordinator: Person, tmp_path: Path
) -> None:
    await coordinator.says("/routes")
    first = await coordinator.presses("Route voorstellen")
    for answer in ("De Beuk", "Mbo Oost", "Noord"):
        await coordinator.says(answer)
    wrong = await coordinator.says("Zorg en welzjin")
    await coordinator.presses("Z&W")
    await coordinator.presses("kader")
    await coordinator.says("Verzorgende")
    await coordinator.presses("3")
    await coordinator.presses("DLR")
    since = await coordinator.presses("gemeld")
    await coordinator.says("1-8-2024")
    name = await coordinator.says("Jan Jansen")
    card = await coordinator.says("decaan")
    sent = await coordinator.presses("Stuur naar de beheerders")
    await town.wake()
    [asked] = admin.mail
    before = schools(tmp_path)
    placed = await admin.presses("rte.place:1")
    await town.wake()

    assert "<i>1 van 11</i>\nWelke <b>school</b> (vmbo)? Typ de naam." in first
    assert wrong.startswith("⚠️ profiel 'Zorg en welzjin' is geen van BWI")
    assert "<b>Sinds</b> wanneer" in since
    assert name.startswith("⚠️ contact 'Jan Jansen' kan een naam van iemand zijn")
    assert "DLR, gemeld sinds 1 augustus 2024\nVraag naar: decaan" in card
    assert sent.startswith(SAID.say("route_sent", "nl"))
    assert asked.startswith(
        "<b>Een verbinder stelt een route voor</b> voor het overzicht:\n\n<b>De Beuk – Mbo Oost</b>"
    )
    assert (before, schools(tmp_path)) == ([], ["De Beuk"])
    assert placed.startswith("Gedaan (route toegevoegd): <code>routes.csv</code>")
    assert [mail.split("\n")[0] for mail in coordinator.mail] == [SAID.say("route_your_placed", "nl")]


async def test_whole_row_in_one_message_is_a_card_and_what_is_missing_is_asked(town: Town, coordinator: Person) -> None:
    await coordinator.presses("rte.new")
    card = await coordinator.says(NEW)
    await coordinator.presses("Opnieuw")

    asked = await coordinator.says(NEW.replace("Verzorgende", "").replace("; 3;", "; 5;"))
    level = await coordinator.says("Verzorgende")

    assert "DLR, niet gemeld" in card
    assert "⚠️ opleiding is leeg" in asked
    assert "mbo-<b>niveau</b>" in level
    assert "DLR, niet gemeld" in await coordinator.presses("3")


async def test_proposal_is_declined_once_and_two_admins_place_it_once(
    town: Town, admin: Person, coordinator: Person, tmp_path: Path
) -> None:
    for _ in range(2):
        await coordinator.presses("rte.new")
        await coordinator.says(NEW)
        await coordinator.presses("Stuur naar de beheerders")
    await admin.presses("rte.decline:1")
    await admin.presses("rte.place:2")

    again = [await admin.presses("rte.place:1"), await admin.presses("rte.place:2")]
    await town.wake()

    assert again == [SAID.say("route_decided", "nl")] * 2
    assert schools(tmp_path) == ["De Beuk"]
    assert [mail.split("\n")[0] for mail in coordinator.mail] == [
        SAID.say("route_your_declined", "nl"),
        SAID.say("route_your_placed", "nl"),
    ]


async def test_nobody_else_proposes_and_only_admins_decide(town: Town, coordinator: Person, tmp_path: Path) -> None:
    await coordinator.presses("rte.new")
    await coordinator.says(NEW)
    await coordinator.presses("Stuur naar de beheerders")
    asker = town.person(7)
    await asker.says("/routes")

    assert "Route voorstellen" not in asker.buttons
    assert await asker.presses("rte.new") == SAID.say("old_button", "nl")
    assert await coordinator.presses("rte.place:1") == SAID.say("old_button", "nl")
    assert schools(tmp_path) == []


async def test_forgetting_takes_the_proposal_along(town: Town, admin: Person, coordinator: Person) -> None:
    await coordinator.presses("rte.new")
    await coordinator.says(NEW)
    await coordinator.presses("Stuur naar de beheerders")
    await coordinator.says("/wis")
    said = await coordinator.presses("Ja")

    assert SAID.say("forgot_route_proposals", "nl", count=1) in said
    assert await admin.presses("rte.place:1") == SAID.say("route_decided", "nl")


async def test_admin_places_a_row_at_once_and_a_formula_is_none(admin: Person, tmp_path: Path) -> None:
    await admin.presses("rte.new")
    await admin.says(NEW.replace("De Beuk", "=De Beuk"))

    assert (await admin.presses("Plaatsen")).startswith("Gedaan (route toegevoegd)")
    assert schools(tmp_path) == ["De Beuk"]


def workbook(*rows: str, sheet: str = "Routes") -> bytes:
    """An Excel file in which the overview is the second sheet, with a blank row in it and a date that is one."""
    book = Workbook()
    book.active.append(["Toelichting"])  # type: ignore[union-attr]
    page = book.create_sheet(sheet)
    page.append(HEADER.split(";"))
    page.append([])
    for row in rows:
        page.append(row.split(";"))
    page["J3"] = datetime(2024, 8, 1)  # noqa: DTZ001
    page["J3"].number_format = "d-m-yyyy"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


async def test_overview_in_excel_is_placed_like_one_in_csv(town: Town, admin: Person, tmp_path: Path) -> None:
    preview = await admin.sends(document(workbook(*ROWS), "Routes 2026.xlsx"))
    assert preview.startswith("<b>Het overzicht van routes</b> krijgt 2 rijen.")

    await admin.presses("Plaatsen")

    found = read_folder(tmp_path / "knowledge").routes
    assert [(route.school, route.since) for route in found] == [("De Linde", date(2024, 8, 1)), ("De Eik", None)]


async def test_problem_in_excel_names_the_row_that_excel_shows(town: Town, admin: Person) -> None:
    preview = await admin.sends(document(workbook(ROWS[0], ROWS[1].replace("PIE", "Techniek")), "routes.xlsx"))

    assert "routes.csv:4: [D4] profiel" in preview


async def test_excel_without_routes_is_a_document_like_others(town: Town, admin: Person) -> None:
    book = Workbook()
    for row in (["Vraag", "Antwoord"], ["Mag een olifant zwemmen?", "Ja, in bad."]):
        book.active.append(row)  # type: ignore[union-attr]
    file = BytesIO()
    book.save(file)

    said = await admin.sends(document(file.getvalue(), "vragen.xlsx"))

    assert SAID.say("upl_drafts", "nl", name="vragen.xlsx", count=1) in said


async def test_damaged_excel_is_said_to_be(town: Town, admin: Person) -> None:
    assert "krijgt" not in await admin.sends(document(b"PK\x03\x04nothing", "routes.xlsx"))
