"""Entries looked at again by tap: still right, changed, or asked of a colleague; written as any edit, and taken back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.codes import code_of
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.conftest import Folder

NL = "---\ntitle: Mag dat?  # zo vragen ze het\nchecked: 2025-11-30\nreview: 2026-11-30\nsources: ['[DUO](https://duo.nl/a)']\n---\n\nJa.\n\n## Meer weten\nNee.\n"
EN = "---\ntitle: May that be?\nreview: 2026-12-01\n---\nYes.\n"
CARD = f"rev.card:{code_of('faq/a')}"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "knowledge")


@pytest.fixture
async def town(folder: Folder, retriever: Retriever) -> AsyncIterator[Town]:
    folder.write("nl/faq/a.md", NL)
    folder.write("en/faq/a.md", EN)
    folder.write("nl/faq/ooit.md", "---\ntitle: Ooit?\nreview: 2028-01-01\nchecked: 2025-11-30\n---\nOoit.\n")
    folder.write("nl/faq/nieuw.md", "---\ntitle: Nieuw?\nchecked:\n---\nJa.\n")
    await retriever.refresh(read_folder(folder.root))
    made = await Town(retriever, folder=folder.root).open()
    yield made
    await made.close()


@pytest.fixture
def admin(town: Town) -> Person:
    return town.person(ADMIN)


@pytest.fixture
async def bep(town: Town) -> Person:
    bep = await town.coordinator(2)
    await town.records.chats.keep(bep.asker, "nl")
    return bep


async def test_list_names_what_is_due_and_what_nobody_has_checked(admin: Person) -> None:
    said = await admin.says("/herzien")

    assert said == (
        "<b>Teksten waarvan de controledatum is bereikt (2)</b>\n"
        "• Mag dat?\n  30 november 2026: <code>en/faq/a.md</code>, <code>nl/faq/a.md</code>\n"
        "• Nieuw?\n  nog door niemand gecontroleerd: <code>nl/faq/nieuw.md</code>"
    )
    assert list(admin.buttons) == ["Mag dat?", "Nieuw?"]


async def test_still_right_writes_the_days_in_every_language_and_nothing_else_and_can_be_taken_back(
    town: Town, folder: Folder, admin: Person
) -> None:
    await admin.says("/herzien")
    card = await admin.presses("Mag dat?")
    done = await admin.presses("✅ Klopt nog (en, nl)")
    after = [(folder.root / f"{lang}/faq/a.md").read_text() for lang in ("nl", "en")]
    rest = await admin.presses("Volgende (nog 1)")
    await admin.says("/ongedaan")

    assert "<i>Gecontroleerd op 30 november 2025</i>" in card
    assert "De controledatum was 30 november 2026." in card
    assert done == SAID.say("reviews_done", "nl", title="Mag dat?", date="4 januari 2028")
    assert after == [
        NL.replace("2025-11-30", "2027-01-04").replace("2026-11-30", "2028-01-04"),
        "---\ntitle: May that be?\nreview: 2028-01-04\nchecked: 2027-01-04\n---\nYes.\n",
    ]
    assert "<i>Nog niet gecontroleerd</i>" in rest
    assert [(folder.root / f"{lang}/faq/a.md").read_text() for lang in ("nl", "en")] == [NL, EN]
    assert [one.action for one in await town.records.actions.latest(2)] == ["undone", "checked"]


async def test_text_is_changed_in_the_chat_with_a_preview(folder: Folder, admin: Person) -> None:
    await admin.presses(CARD)
    asked = await admin.presses("Tekst wijzigen")
    preview = await admin.says("Nee, **nooit**.\n\n## Meer weten\nEcht niet.")
    before = (folder.root / "nl/faq/a.md").read_text()
    await admin.presses("Plaatsen")

    assert asked.endswith("<code>Ja.\n\n## Meer weten\nNee.</code>")
    assert "Nee, <b>nooit</b>." in preview
    assert before == NL
    assert (folder.root / "nl/faq/a.md").read_text() == (
        "---\ntitle: Mag dat?  # zo vragen ze het\nchecked: 2027-01-04\nreview: 2028-01-04\n"
        "sources: ['[DUO](https://duo.nl/a)']\n---\nNee, **nooit**.\n\n## Meer weten\nEcht niet.\n"
    )
    assert (folder.root / "en/faq/a.md").read_text() == EN


async def test_title_is_changed_and_one_that_stands_elsewhere_is_refused(folder: Folder, admin: Person) -> None:
    await admin.presses(CARD)
    await admin.presses("Titel wijzigen")
    taken = await admin.says("nieuw")
    await admin.says('Mag: "dat"?')
    await admin.presses("Plaatsen")

    assert "nieuw" in taken
    assert SAID.say("reviews_once_more", "nl") in taken
    assert (folder.root / "nl/faq/a.md").read_text().startswith("---\ntitle: 'Mag: \"dat\"?'  # zo vragen ze het\n")


async def test_what_was_begun_is_let_go_of_and_an_edit_meanwhile_is_kept(folder: Folder, admin: Person) -> None:
    await admin.presses(CARD)
    await admin.presses("Titel wijzigen")
    await admin.says("Mag dit?")
    folder.write("nl/faq/a.md", NL.replace("Ja.", "Soms."))
    await admin.presses("Plaatsen")
    kept = (folder.root / "nl/faq/a.md").read_text()
    await admin.presses("Laat maar")

    assert "Soms." in kept
    assert await admin.presses("rev.put") == SAID.say("reviews_old", "nl")


async def test_colleague_says_that_it_is_right_or_what_is_wrong_and_the_admin_hears(
    town: Town, admin: Person, bep: Person
) -> None:
    said = []
    for press, words in (("rev.yes:1", ""), ("rev.no:2", "Het is <nu> anders")):
        await admin.presses(CARD)
        await admin.presses("Vraag een collega")
        asked = await admin.presses("Bep")
        [question] = bep.mail
        await bep.presses(press)
        if words:
            await bep.says(words)
        said += admin.mail

    assert asked == SAID.say("reviews_asked", "nl", name="Bep")
    assert question.startswith(SAID.say("reviews_please", "nl"))
    assert "Ja." in question
    assert said == [
        "Bep zegt: <b>Mag dat?</b> klopt nog.",
        "Bep zegt dat <b>Mag dat?</b> niet klopt:\n“Het is &lt;nu&gt; anders”",
    ]
    assert await bep.presses("rev.yes:1") == SAID.say("reviews_old", "nl")


async def test_nobody_else_looks_or_answers_for_another(town: Town, admin: Person, bep: Person, folder: Folder) -> None:
    await admin.presses(CARD)
    await admin.presses("Vraag een collega")
    await admin.presses("Bep")
    cor = town.person(3)

    assert await cor.presses("rev.yes:1") == SAID.say("reviews_old", "nl")
    assert await bep.presses(CARD) == SAID.say("old_button", "nl")
    assert await bep.presses(f"rev.ok:{code_of('faq/a')}") == SAID.say("old_button", "nl")
    assert (folder.root / "nl/faq/a.md").read_text() == NL


async def test_long_list_has_pages(town: Town, folder: Folder, admin: Person, retriever: Retriever) -> None:
    for at in range(20):
        folder.write(f"nl/faq/n{at:02}.md", f"---\ntitle: Vraag {at:02}\nreview: 2026-12-{at + 1:02}\n---\nJa.\n")
    await retriever.refresh(read_folder(folder.root))

    await admin.says("/herzien")
    labels = [list(admin.buttons)]
    for _ in range(2):
        await admin.presses("Verder »")
        labels.append(list(admin.buttons))

    assert [len(found) for found in labels] == [9, 10, 7]
    assert labels[0][1] == "Vraag 00"
    assert labels[2][-2:] == ["Nieuw?", "« Vorige"]


async def test_monday_leads_to_the_list(town: Town, admin: Person) -> None:
    town.now += timedelta(hours=2)
    await town.wake()

    assert SAID.say("reviews_how", "nl") in admin.mail[0]
    assert (await admin.presses("rev.list:0")).startswith("<b>Teksten waarvan de controledatum is bereikt (2)</b>")
