"""An admin's work on Telegram: a question gets its answer, files are placed and taken back; with a bot that is killed."""

from pathlib import Path

from tests.bot_api import BotApi, Message, Person
from tests.bot_process import BotProcess, small_knowledge
from tests.documents import docx, paragraph

ADMIN, ASKER = 900, 7
ENTRY = (
    "---\ntitle: Waar zwemmen de olifanten?\nsources: ['[Bad](https://example.org/bad)']\n---\nIn het **buitenbad**.\n"
)


async def said(telegram: BotApi, person: Person, text: str) -> Message:
    """The answer to a message."""
    before = len(person.replies)
    person.says(text)
    return await telegram.answers(person, before + 1, 20)


async def pressed(telegram: BotApi, person: Person, label: str, *, until: str) -> Message:
    """Press a button under the last message that has it; the message that says so then."""
    of = next(message for message in reversed(person.replies) if label in str(message.labels))
    person.presses(label, of=of)
    await telegram.until(lambda: until in person.screen(), 30, what=f"{until!r} after {label!r}")
    return next(message for message in reversed(person.replies) if until in message.screen())


async def test_question_without_an_answer_gets_one_from_the_chat(tmp_path: Path) -> None:
    knowledge = small_knowledge(tmp_path / "knowledge")
    async with BotApi() as telegram:
        bot = BotProcess(telegram, knowledge, tmp_path / "var", ADMIN_IDS=str(ADMIN))
        admin, asker = telegram.person(ADMIN), telegram.person(ASKER)
        try:
            await bot.start()
            first = await said(telegram, asker, "wanneer moet het formulier bij het loket zijn")
            await said(telegram, admin, "/onbeantwoord")
            await telegram.until(lambda: "1 van 1" in admin.screen(), 20)
            await pressed(telegram, admin, "Hoort bij", until="Bij welke tekst hoort dit?")
            await pressed(telegram, admin, "Zoek een andere", until="Typ een paar woorden")
            await said(telegram, admin, "waar melden we de leerroute")
            await pressed(telegram, admin, "Waar melden we", until="Welke vraag voeg ik toe?")
            await pressed(telegram, admin, "wanneer moet het formulier", until="Toevoegen aan")
            await bot.kill()
            await bot.start()
            await pressed(telegram, admin, "Toevoegen", until="Gedaan (vraag toegevoegd): nl/faq/melden.md")
            again = await said(telegram, asker, "wanneer moet het formulier bij het loket zijn")
            admin.says("/onbeantwoord")  # what the folder's change did may be told before it is answered
            await telegram.until(lambda: "Er zijn geen vragen zonder antwoord." in admin.screen(), 20)
        finally:
            await bot.kill()

    assert "U meldt de route" not in first.text
    assert "U meldt de route bij DUO." in again.text
    assert "wanneer moet het formulier bij het loket zijn" in (knowledge / "nl/faq/melden.md").read_text()
    assert "Traceback" not in bot.log


async def test_files_are_placed_from_the_chat_and_taken_back(tmp_path: Path) -> None:
    knowledge = small_knowledge(tmp_path / "knowledge")
    word = docx(paragraph("Wie wast de kameel?", "Heading1"), paragraph("De conciërge."))
    async with BotApi() as telegram:
        bot = BotProcess(telegram, knowledge, tmp_path / "var", ADMIN_IDS=str(ADMIN))
        admin, asker = telegram.person(ADMIN), telegram.person(ASKER)
        try:
            await bot.start()
            asker.sends_document(name="x.md", content=ENTRY.encode())
            refused = await telegram.answers(asker, 1, 20)
            admin.sends_document(name="te-groot.pdf", size=200_000_000)
            await telegram.until(lambda: "200.0 MB" in admin.screen(), 20)
            admin.sends_document(name="Olifanten zwemmen.md", content=ENTRY.encode())
            await telegram.until(lambda: "Waar komt dit bestand?" in admin.screen(), 20)
            await pressed(telegram, admin, "vraag en antwoord (nl)", until="als nieuw bestand")
            await bot.kill()
            await bot.start()
            await pressed(telegram, admin, "Plaatsen", until="Gedaan (bestand geplaatst): nl/faq/olifanten-zwemmen.md")
            live = await said(telegram, asker, "Waar zwemmen de olifanten?")
            admin.sends_document(name="dieren.docx", content=word)
            await telegram.until(lambda: "Van dieren.docx maakte ik 1 tekst:" in admin.screen(), 40)
            await pressed(
                telegram,
                admin,
                "Alle plaatsen als concept",
                until="Gedaan (document geplaatst): nl/faq/wie-wast-de-kameel.md",
            )
            placed = await said(telegram, asker, "Wie wast de kameel?")
            admin.says("/ongedaan")
            await telegram.until(lambda: "Teruggedraaid" in admin.screen(), 20)
            gone = await said(telegram, asker, "Wie wast de kameel?")
        finally:
            await bot.kill()

    assert "Ik kan alleen getypte vragen lezen" in refused.text
    assert "buitenbad" in live.text
    assert "De conciërge." in placed.text
    assert "De conciërge." not in gone.text
    assert (knowledge / "nl/faq/olifanten-zwemmen.md").read_text() == ENTRY
    assert not (knowledge / "nl/faq/wie-wast-de-kameel.md").exists()
    assert "Traceback" not in bot.log
