"""Files that admins send: checked, shown as they will be, placed when the admin says so; hostile ones come to nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.room import Document, FetchError
from bot.rooms.uploads.records import UploadRecords
from index.retriever import Retriever
from knowledge.folder import read_folder
from knowledge.library import read_library
from tests.bot.rooms.world import ADMIN, SAID, Person, Town, sent_document
from tests.conftest import Folder
from tests.documents import docx, packed, paragraph, pdf, xlsx

FILE = "nl/faq/melden.md"
NEW = "---\ntitle: mag een olifant zwemmen\ntopics: [T001]\nsources: ['[Wet](https://example.org/wet)']\n---\nJa, in het **bad**.\n"
BROKEN = "---\ntitle: vraag: mag een olifant zwemmen\n---\nJa.\n"


def document(data: bytes | str, name: str = "olifant.md", caption: str = "", *, size: int | None = None) -> Document:
    return sent_document(data, name, caption, size=size)


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    folder = Folder(tmp_path / "knowledge")
    folder.save(FILE, title="waar melden we de route", asks=["route aangeven"], body="Bij DUO.", topics=["T001"])
    await retriever.refresh(read_folder(folder.root))
    made = await Town(retriever, folder=folder.root).open()
    yield made
    await made.close()


@pytest.fixture
def folder(town: Town, tmp_path: Path) -> Folder:
    return Folder(tmp_path / "knowledge")


@pytest.fixture
def admin(town: Town) -> Person:
    return town.person(ADMIN)


def files(folder: Folder) -> set[str]:
    return {path.relative_to(folder.root).as_posix() for path in folder.root.rglob("*.md")}


# --- an entry's file


async def test_file_is_shown_as_it_will_be_and_placed_when_the_admin_says_so(
    town: Town, folder: Folder, admin: Person
) -> None:
    where = await admin.sends(document(NEW))
    preview = await admin.presses(SAID.say("upl_faq", "nl"))
    before = files(folder)
    placed = await admin.presses(SAID.say("upl_place", "nl"))

    assert where == SAID.say("upl_where", "nl", name="olifant")
    assert "<b>mag een olifant zwemmen</b>" in preview
    assert "Ja, in het <b>bad</b>." in preview
    assert SAID.say("upl_new", "nl", source="nl/faq/olifant.md") in preview
    assert before == {FILE}
    assert placed.startswith("Gedaan (bestand geplaatst): <code>nl/faq/olifant.md</code>\n")
    assert (folder.root / "nl/faq/olifant.md").read_text() == NEW
    assert "Ja, in het <b>bad</b>." in await town.person(7).says("mag een olifant zwemmen")
    assert [(one.action, one.subject) for one in await town.records.actions.latest(1)] == [
        ("placed", "nl/faq/olifant.md")
    ]


async def test_caption_names_the_place(folder: Folder, admin: Person) -> None:
    preview = await admin.sends(document(NEW, caption="en/activities/elephant.md"))

    await admin.presses(SAID.say("upl_place", "nl"))

    assert "en/activities/elephant.md" in preview
    assert files(folder) == {FILE, "en/activities/elephant.md"}


async def test_file_of_a_name_that_is_there_may_take_its_place_and_be_taken_back(folder: Folder, admin: Person) -> None:
    old = (folder.root / FILE).read_text()
    await admin.sends(document(NEW, "melden.md"))

    preview = await admin.presses(SAID.say("upl_over", "nl", source=FILE))
    await admin.presses(SAID.say("upl_place", "nl"))
    placed = (folder.root / FILE).read_text()
    await admin.says("/ongedaan")

    assert SAID.say("upl_instead", "nl", source=FILE) in preview
    assert placed == NEW
    assert (folder.root / FILE).read_text() == old


async def test_problems_are_told_with_their_lines_and_nothing_can_be_placed(folder: Folder, admin: Person) -> None:
    await admin.sends(document(BROKEN))
    admin.buttons.pop(SAID.say("upl_stop", "nl"))

    said = await admin.presses(SAID.say("upl_faq", "nl"))

    assert said.startswith(SAID.say("upl_faulty", "nl"))
    assert "nl/faq/olifant.md:2: dit kan ik niet lezen als `sleutel: waarde`" in said
    assert all(not reply.rows for reply in admin.turn.replies)
    assert files(folder) == {FILE}


async def test_what_could_be_better_is_told_with_the_preview(admin: Person) -> None:
    said = await admin.sends(document("---\ntitle: route aangeven\n---\nTja.\n", caption="nl/faq/ander.md"))

    assert SAID.say("upl_problems", "nl") in said
    assert "route aangeven" in said.split("<code>")[2]
    assert SAID.say("upl_place", "nl") in admin.buttons


async def test_folder_that_changed_meanwhile_is_looked_at_once_more(folder: Folder, admin: Person) -> None:
    await admin.sends(document(NEW, caption=FILE))
    folder.save(FILE, title="waar melden we de route", body="Bij DUO, sinds kort.")

    again = await admin.presses(SAID.say("upl_place", "nl"))
    kept = (folder.root / FILE).read_text()
    await admin.presses(SAID.say("upl_place", "nl"))

    assert again.startswith(SAID.say("upl_moved_on", "nl"))
    assert "sinds kort" in kept
    assert (folder.root / FILE).read_text() == NEW


async def test_file_over_an_earlier_folders_takes_its_place_in_ours(
    town: Town, folder: Folder, retriever: Retriever, tmp_path: Path
) -> None:
    await town.close()
    own = tmp_path / "own"
    own.mkdir()
    two = await Town(retriever, folder=folder.root, own=own).open()
    await retriever.refresh(read_library([folder.root, own]))
    admin = two.person(ADMIN)
    await admin.sends(document(NEW, "melden.md"))

    preview = await admin.presses(SAID.say("upl_over", "nl", source=FILE))
    await admin.presses(SAID.say("upl_place", "nl"))
    live = await two.person(7).says("mag een olifant zwemmen")
    await two.close()

    assert SAID.say("upl_instead", "nl", source=FILE) in preview
    assert (own / FILE).read_text() == NEW
    assert "Bij DUO." in (folder.root / FILE).read_text()
    assert "Ja, in het <b>bad</b>." in live


async def test_utf_16_of_a_windows_editor_becomes_utf_8(folder: Folder, admin: Person) -> None:
    await admin.sends(document(NEW.encode("utf-16")))
    await admin.presses(SAID.say("upl_faq", "nl"))

    await admin.presses(SAID.say("upl_place", "nl"))

    assert (folder.root / "nl/faq/olifant.md").read_text("utf-8") == NEW


async def test_entry_longer_than_is_read_is_refused(folder: Folder, admin: Person) -> None:
    said = await admin.sends(document(NEW + "a" * 2_000_000))

    assert "olifant.md: het bestand is meer dan 1 MB, en dat lees ik niet; knip het in stukken" in said


async def test_file_that_hides_an_entry_says_so(folder: Folder, admin: Person) -> None:
    said = await admin.sends(document("---\nhidden: true\n---\n", caption="nl/faq/ander.md"))

    assert "hidden: true verbergt niets" in said
    assert files(folder) == {FILE}


async def test_each_of_several_files_has_its_own_buttons(folder: Folder, admin: Person) -> None:
    await admin.sends(document(NEW, caption="nl/faq/een.md"))
    first = admin.buttons[SAID.say("upl_place", "nl")]
    await admin.sends(document(NEW.replace("olifant", "kameel"), caption="nl/faq/twee.md"))

    await admin.presses(first)

    assert files(folder) == {FILE, "nl/faq/een.md"}
    assert "olifant" in (folder.root / "nl/faq/een.md").read_text()


async def test_placing_twice_places_once(admin: Person) -> None:
    await admin.sends(document(NEW, caption="nl/faq/een.md"))
    place = admin.buttons[SAID.say("upl_place", "nl")]
    await admin.presses(place)

    assert await admin.presses(place) == SAID.say("upl_old", "nl")


@pytest.mark.parametrize("how", ["button", "Laat maar.", "/stop", "never mind"])
async def test_file_is_let_go_of(folder: Folder, admin: Person, how: str) -> None:
    await admin.sends(document(NEW, caption="nl/faq/een.md"))
    place = admin.buttons[SAID.say("upl_place", "nl")]

    said = await (admin.presses(SAID.say("upl_stop", "nl")) if how == "button" else admin.says(how))

    left = SAID.say("draft_left", "nl", what=SAID.say("begun_file", "nl"))
    assert said == (SAID.say("draft_ended", "nl") if how == "button" else left)
    assert await admin.presses(place) == SAID.say("upl_old", "nl")
    assert files(folder) == {FILE}


async def test_file_is_gone_after_an_hour(town: Town, admin: Person) -> None:
    await admin.sends(document(NEW, caption="nl/faq/een.md"))
    town.now += timedelta(minutes=61)

    said = await admin.presses(SAID.say("upl_place", "nl"))
    await town.wake()

    assert said == SAID.say("upl_old", "nl")
    assert await town.records.shelf(UploadRecords).end(admin.asker) is False


@pytest.mark.one_engine
async def test_file_outlives_a_restart_sealed(folder: Folder, retriever: Retriever, tmp_path: Path) -> None:
    town = await Town(retriever, tmp_path / "records.db", folder=folder.root).open()
    admin = town.person(ADMIN)
    await admin.sends(document(NEW, caption="nl/faq/een.md"))
    await town.close()
    on_disk = (tmp_path / "records.db").read_bytes()
    await town.open()

    await admin.presses(SAID.say("upl_place", "nl"))
    await town.close()

    assert b"olifant" not in on_disk
    assert files(folder) == {FILE, "nl/faq/een.md"}


async def test_read_only_folder_gives_a_patch(folder: Folder, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *arguments, **options: False)
    await admin.sends(document(NEW, caption="nl/faq/een.md"))

    said = await admin.presses(SAID.say("upl_place", "nl"))

    attached = admin.turn.replies[0].attachment
    assert said == SAID.say("edit_patch", "nl")
    assert attached is not None
    assert (attached.name, b"+++ b/nl/faq/een.md" in attached.data) == ("verbinder.patch", True)
    assert files(folder) == {FILE}


# --- a document


async def test_word_document_becomes_entries_that_are_placed_at_once(town: Town, folder: Folder, admin: Person) -> None:
    word = docx(
        paragraph("Mag een olifant zwemmen?", "Heading1"),
        paragraph("Ja, in bad."),
        paragraph("Wie koopt de kameel?", "Heading1"),
        paragraph("Het bestuur."),
    )

    shown = await admin.sends(document(word, "vragen.docx"))
    attached = [reply.attachment.name for reply in admin.turn.replies if reply.attachment]
    before = files(folder)
    placed = await admin.presses(SAID.say("upl_place_all", "nl"))

    assert SAID.say("upl_drafts", "nl", name="vragen.docx", count=2) in shown
    assert "• Mag een olifant zwemmen?\n• Wie koopt de kameel?" in shown
    assert attached == ["mag-een-olifant-zwemmen.md", "wie-koopt-de-kameel.md"]
    assert before == {FILE}
    assert files(folder) == {FILE, "nl/faq/mag-een-olifant-zwemmen.md", "nl/faq/wie-koopt-de-kameel.md"}
    assert placed.startswith("Gedaan (document geplaatst): <code>nl/faq/mag-een-olifant-zwemmen.md</code> en nog 1\n")
    assert "Ja, in bad." in await town.person(7).says("mag een olifant zwemmen")


async def test_placing_a_document_is_one_change_that_is_taken_back_as_one(folder: Folder, admin: Person) -> None:
    rows = [
        ["vraag", "antwoord"],
        *([f"Hoe gaat {word}?", f"Zo gaat {word}."] for word in ("lopen", "fietsen", "varen")),
    ]
    await admin.sends(document(xlsx({"Blad": rows}), "vragen.xlsx"))
    await admin.presses(SAID.say("upl_place_all", "nl"))
    placed = files(folder)

    await admin.says("/ongedaan")

    assert len(placed) == 4
    assert files(folder) == {FILE}


async def test_document_that_is_sent_again_adds_nothing_twice(folder: Folder, admin: Person) -> None:
    word = docx(paragraph("Mag een olifant zwemmen?", "Heading1"), paragraph("Ja, in bad."))
    await admin.sends(document(word, "vragen.docx"))
    await admin.presses(SAID.say("upl_place_all", "nl"))

    again = await admin.sends(document(word, "vragen.docx"))

    assert again == SAID.say("upl_all_known", "nl", count=1)


async def test_answer_that_changed_since_the_document_was_placed_is_told_with_its_file(admin: Person) -> None:
    word = docx(paragraph("Mag een olifant zwemmen?", "Heading1"), paragraph("Ja, in bad."))
    await admin.sends(document(word, "vragen.docx"))
    await admin.presses(SAID.say("upl_place_all", "nl"))
    other = docx(paragraph("Mag een olifant zwemmen?", "Heading1"), paragraph("Nee, nooit."))

    again = await admin.sends(document(other, "vragen.docx"))

    assert again == SAID.say("upl_differ", "nl", sources="nl/faq/mag-een-olifant-zwemmen.md")


async def test_markdown_without_front_matter_is_a_document_too(admin: Person) -> None:
    said = await admin.sends(document("# Mag een olifant zwemmen?\n\nJa, in bad.\n", "olifant.md"))

    assert SAID.say("upl_drafts", "nl", name="olifant.md", count=1) in said


async def test_caption_says_which_language_a_document_is_in(folder: Folder, admin: Person) -> None:
    word = docx(paragraph("May an elephant swim?", "Heading1"), paragraph("Yes."))
    await admin.sends(document(word, "questions.docx", "en"))

    await admin.presses(SAID.say("upl_place_all", "nl"))

    assert files(folder) == {FILE, "en/faq/may-an-elephant-swim.md"}


async def test_second_document_waits_and_is_told_so(town: Town, admin: Person) -> None:
    word = docx(paragraph("Mag een olifant zwemmen?", "Heading1"), paragraph("Ja, in bad."))

    said = await asyncio.gather(admin.sends(document(word, "a.docx")), admin.sends(document(word, "b.docx")))

    assert [
        SAID.say("upl_drafts", "nl", name=name, count=1) in text
        for name, text in zip(("a.docx", "b.docx"), said, strict=True)
    ] == [True, True]
    assert admin.mail == [SAID.say("upl_wait", "nl")]


async def test_of_many_files_at_once_it_is_told_once_that_they_wait_and_each_can_be_placed(
    folder: Folder, admin: Person
) -> None:
    names = [f"nl/faq/dier-{number}.md" for number in range(12)]
    sent = [admin.sends(document(NEW.replace("olifant", f"dier {name}"), caption=name)) for name in names]

    await asyncio.gather(*sent)
    for number in range(1, 13):
        await admin.presses(f"upl.place:{number}")

    assert admin.mail == [SAID.say("upl_wait", "nl")]
    assert files(folder) == {FILE, *names}


ENGLISH = docx(
    paragraph("May an elephant swim?", "Heading1"),
    paragraph("It may, if the bath is large enough and if there is somebody with it who can swim."),
)


async def test_language_of_a_document_is_told_and_a_button_says_another(folder: Folder, admin: Person) -> None:
    shown = await admin.sends(document(ENGLISH, "questions.docx"))
    again = await admin.presses(SAID.say("upl_in_language", "nl", language="Nederlands"))
    offered = SAID.say("upl_in_language", "nl", language="Engels") in admin.buttons
    await admin.presses(SAID.say("upl_place_all", "nl"))

    assert SAID.say("upl_language", "nl", language="Engels") in shown
    assert SAID.say("upl_language", "nl", language="Engels") not in again
    assert offered
    assert files(folder) == {FILE, "nl/faq/may-an-elephant-swim.md"}


async def test_document_that_is_too_large_to_keep_asks_for_the_language_in_a_caption(
    folder: Folder, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.rooms.uploads.papers.MOST_BYTES", 100)
    monkeypatch.setattr("bot.rooms.uploads.kept.MOST_BYTES", 100)

    shown = await admin.sends(document(ENGLISH, "questions.docx"))

    assert SAID.say("upl_language_caption", "nl", code="nl") in shown
    assert not [one for one in admin.buttons if one.startswith(SAID.say("upl_in_language", "nl", language=""))]
    await admin.presses(SAID.say("upl_place_all", "nl"))
    assert files(folder) == {FILE, "en/faq/may-an-elephant-swim.md"}


async def test_document_that_does_not_tell_is_in_the_main_language_of_the_folder(
    town: Town, folder: Folder, retriever: Retriever, admin: Person
) -> None:
    for number in range(3):
        folder.save(f"en/faq/{number}.md")
    await retriever.refresh(read_folder(folder.root))
    await admin.sends(document(docx(paragraph("Elephant", "Heading1"), paragraph("Yes.")), "x.docx"))

    await admin.presses(SAID.say("upl_place_all", "nl"))

    assert "en/faq/elephant.md" in files(folder)


TABLE = xlsx({"Blad": [["Wat", "Wie", "Hoe"], ["Zwemmen", "de olifant", "in bad"], ["Lopen", "de kameel", "in zand"]]})


async def test_table_that_does_not_tell_is_asked_about_with_what_is_in_it(folder: Folder, admin: Person) -> None:
    asked = await admin.sends(document(TABLE, "dieren.xlsx"))
    answers = await admin.presses("B")
    offered = set(admin.buttons)
    shown = await admin.presses("C")
    await admin.presses(SAID.say("upl_place_all", "nl"))

    assert "<b>A</b>: Wat | Zwemmen | Lopen\n<b>B</b>: Wie | de olifant | de kameel" in asked
    assert answers == SAID.say("upl_answer_column", "nl", letter="B")
    assert offered == {"A", "C", SAID.say("upl_stop", "nl")}
    assert "• de olifant\n• de kameel" in shown
    assert "De eerste rij (“Wat · Wie · Hoe”) is opgevat als kopregel" in shown
    assert files(folder) == {FILE, "nl/faq/de-olifant.md", "nl/faq/de-kameel.md"}
    assert "in bad" in (folder.root / "nl/faq/de-olifant.md").read_text()


async def test_table_may_be_a_text_too(admin: Person) -> None:
    await admin.sends(document(TABLE, "dieren.xlsx"))

    shown = await admin.presses(SAID.say("upl_as_text", "nl"))

    assert SAID.say("upl_drafts", "nl", name="dieren.xlsx", count=1) in shown
    assert "de kameel" in shown


@pytest.mark.parametrize("caption", ["B,C", "b, c", "nl B,C"])
async def test_caption_says_which_columns_hold_what(admin: Person, caption: str) -> None:
    shown = await admin.sends(document(TABLE, "dieren.xlsx", caption))

    assert "• de olifant\n• de kameel" in shown


@pytest.mark.parametrize("data", ["upl.columns:1:B-B1", "upl.questions:1:bb", "upl.questions:1", "upl.lang:1:de"])
async def test_odd_answer_about_columns_does_no_harm(folder: Folder, admin: Person, data: str) -> None:
    await admin.sends(document(TABLE, "dieren.xlsx"))

    assert await admin.presses(data) == SAID.say("old_button", "nl")


async def test_what_did_not_arrive_is_told_before_anything_is_placed(admin: Person) -> None:
    table = "Vraag;Antwoord\nMag een olifant zwemmen?;Ja; in bad en in zee; elke dag van de week\n"

    shown = await admin.sends(document(table, "dieren.csv"))

    lost = shown.index(SAID.say("upl_lost", "nl"))
    assert "woorden" in shown[lost:].split("\n")[1]
    assert "rij 2" in shown[lost:]
    assert SAID.say("upl_place_all", "nl") in admin.buttons


async def test_front_matter_of_another_tool_over_many_questions_is_a_document(admin: Person) -> None:
    text = "+++\ntitle = 'Dieren'\nweight = 3\n+++\n## Mag een olifant zwemmen?\n\nJa.\n\n## Mag een kameel zwemmen?\n\nNee.\n"

    shown = await admin.sends(document(text, "dieren.markdown"))

    assert "• Mag een olifant zwemmen?\n• Mag een kameel zwemmen?" in shown


async def test_line_that_is_wrong_is_quoted_with_its_place(admin: Person) -> None:
    said = await admin.sends(document(BROKEN, caption="nl/faq/olifant.md"))

    assert "» <code>title: vraag: mag een olifant zwemmen</code>" in said


# --- what comes to nothing


ENTITIES = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
BOMB = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": b"0" * 150_000_000})


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        pytest.param(docx(paragraph("&y;"), declaration=ENTITIES), "x.docx", "verwijzingen", id="XXE"),
        pytest.param(BOMB, "x.docx", "Uitgepakt", id="zip bomb"),
        pytest.param(pdf([[]]), "x.pdf", "geen tekst", id="PDF without text"),
        pytest.param(b"", "x.docx", "leeg", id="empty"),
        pytest.param(b"\x00\x01\x02MZ", "x.md", "geen soort bestand", id="program called .md"),
        pytest.param(b"%PDF-1.4\nnonsense", "x.md", "beschadigd", id="PDF called .md"),
        pytest.param(b"a,b\n1,2\n", "x.csv", "In welke kolom staan de <b>vragen</b>?", id="csv without questions"),
        pytest.param(packed({"x": "y"}), "x.zip", "zipbestand", id="zip"),
        pytest.param(
            b"---\n" + b"\xff\x00" * 50,
            "x.md",
            "nl/faq/x.md:2: dit is geen UTF-8 (byte 0xFF)",
            id="front matter that is no text",
        ),
    ],
)
async def test_hostile_document_is_refused_in_the_admins_language(
    folder: Folder, admin: Person, data: bytes, name: str, message: str
) -> None:
    said = await admin.sends(document(data, name))
    if (
        SAID.say("upl_faq", "nl") + " (nl)" in admin.buttons
    ):  # as an entry's file, which is looked at once it has a place
        said = await admin.presses(SAID.say("upl_faq", "nl"))

    assert message in said
    assert SAID.say("upl_place", "nl") not in admin.buttons
    assert SAID.say("upl_place_all", "nl") not in admin.buttons
    assert files(folder) == {FILE}


async def test_file_over_20_mb_is_refused_unread(admin: Person) -> None:
    async def fetch() -> bytes:
        raise AssertionError("it is not to be fetched")

    said = await admin.sends(Document("groot.pdf", 200_000_000, "", fetch))

    assert said == "Dit bestand is 200.0 MB; ik lees er tot 20 MB. Haal de plaatjes eruit of knip het in stukken."


async def test_file_that_telegram_does_not_give_is_asked_for_again(admin: Person) -> None:
    async def fetch() -> bytes:
        raise FetchError("wrong file_id")

    said = await admin.sends(Document("x.md", 10, "", fetch))

    assert said == SAID.say("upl_not_fetched", "nl", reason="wrong file_id")


@pytest.mark.parametrize(
    "caption",
    ["../../etc/cron.md", "nl/../../x.md", "nl/faq/.verborgen.md", "/nl/faq/x.md", "nl/x.md", "nl/faq/con.md"],
)
async def test_place_that_is_none_is_refused(folder: Folder, admin: Person, caption: str) -> None:
    said = await admin.sends(document(NEW, caption=caption))

    assert said.startswith("Dat kan niet, en er is niets gewijzigd")
    assert files(folder) == {FILE}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("../../../etc/passwd.md", "passwd"),
        ("C:\\Users\\kim\\wie meldt.md", "wie-meldt"),
        ("", "vraag"),
        ("<b>&.md", "b"),
        ("x" * 300 + ".md", "x" * 60),
        ("con.md", "con-vraag"),
    ],
)
async def test_file_name_gives_a_name_and_no_path(folder: Folder, admin: Person, name: str, source: str) -> None:
    await admin.sends(document(NEW, name))
    await admin.presses(SAID.say("upl_faq", "nl"))
    await admin.presses(SAID.say("upl_place", "nl"))

    assert files(folder) == {FILE, f"nl/faq/{source}.md"}


async def test_file_of_anybody_else_gets_the_ordinary_answer(town: Town) -> None:
    assert await town.person(7).sends(document(NEW)) == SAID.say("only_text", "nl")


async def test_buttons_of_a_file_are_nobody_elses(town: Town, folder: Folder, admin: Person) -> None:
    await admin.sends(document(NEW, caption="nl/faq/een.md"))
    place = admin.buttons[SAID.say("upl_place", "nl")]

    assert await town.person(7).presses(place) == SAID.say("old_button", "nl")
    assert await town.person(ADMIN, group=-5).presses(place) == SAID.say("old_button", "nl")
    assert files(folder) == {FILE}


@pytest.mark.parametrize(
    "data", ["upl.at:1:99", "upl.at:1", "upl.at:1:x", "upl.all:1", "upl.place:1", "upl.odd:1", "upl.at"]
)
async def test_button_with_odd_values_does_no_harm(folder: Folder, admin: Person, data: str) -> None:
    await admin.sends(document(NEW))

    assert await admin.presses(data) in (SAID.say("old_button", "nl"), SAID.say("upl_old", "nl"))
    assert files(folder) == {FILE}
