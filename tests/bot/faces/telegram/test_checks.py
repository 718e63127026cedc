"""An agreement sent as a Word file to the bot as a process of its own: all of the way, and what is left of it afterwards."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest

from tests.bot.rooms.world import SAID
from tests.bot_api import BotApi, Person
from tests.bot_process import BotProcess, MovedClock
from tests.checked_agreements import DISPUTES, NOTICE, PRIVACY, SECRET, checklist
from tests.documents import docx, paragraph, pdf

FIRST = docx(
    *(paragraph("Geschillen", "Heading1"), paragraph(DISPUTES)),
    *(paragraph("Looptijd en beëindiging", "Heading1"), paragraph(NOTICE), paragraph(f"{SECRET} is een dorp.")),
)
SECOND = docx(
    paragraph("Geschillen", "Heading1"), paragraph(DISPUTES), paragraph("Privacy", "Heading1"), paragraph(PRIVACY)
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot with four points to look for, and a folder of its own for temporary files."""
    folder = checklist(tmp_path / "knowledge")
    (tmp_path / "temporary").mkdir()
    async with BotApi() as telegram:
        bot = BotProcess(telegram, folder.root, tmp_path / "var", TMPDIR=str(tmp_path / "temporary"))
        await bot.start()
        yield bot
        await bot.kill()


async def test_word_file_is_looked_at_all_the_way_and_nothing_of_it_stays(bot: BotProcess, tmp_path: Path) -> None:
    docx_reader = pytest.importorskip("docx")
    telegram, asker = bot.telegram, bot.telegram.person(31)

    def said() -> str:
        return "\n".join(message.text for message in asker.replies)

    def labelled(label: str) -> bool:
        return any(label in row for message in asker.replies for row in message.labels)

    def files() -> list[str]:
        return [one.extra["document"]["file_id"] for one in asker.replies if "document" in one.extra]

    agree, kind = SAID.say("chk_agree", "nl"), SAID.say("chk_dlr", "nl")
    asker.sends_document(name="sok.docx", content=FIRST)
    await telegram.until(lambda: labelled(kind), 30)
    asker.presses(kind)
    await telegram.until(lambda: len(files()) == 1 and labelled(agree), 60)
    assert f"«{DISPUTES}» (Geschillen)" in said()
    assert f"«{NOTICE}» (Looptijd en beëindiging)" in said()
    summaries = (SAID.say("chk_summary", "nl", count=4, found=2, maybe=maybe, missing=2 - maybe) for maybe in range(3))
    assert any(summary in said() for summary in summaries)
    assert "typing" in asker.last.chat.actions
    _, table = telegram.files[files()[0]]
    rows = [row.cells[0].text for one in docx_reader.Document(BytesIO(table)).tables for row in one.rows]
    assert any(row.startswith("15. ") for row in rows)

    [card] = [message for message in asker.replies if any(agree in row for row in message.labels)]
    asker.presses("14", of=card)
    await telegram.until(lambda: "Over looptijd en opzegtermijn is geen regel gevonden" in said(), 20)
    asker.presses(agree, of=card)
    await telegram.until(lambda: "Ondertekening opnemen in de overeenkomst" in said(), 20)

    asker.sends_document(name="sok-2.docx", content=SECOND)
    await telegram.until(lambda: any(kind in row for row in asker.last.labels), 20)
    asker.presses(kind)
    await telegram.until(lambda: SAID.say("chk_came", "nl", titles="Privacy") in said(), 60)
    assert SAID.say("chk_went", "nl", titles="Looptijd en beëindiging") in said()

    kept = b"".join(
        one.read_bytes() for name in ("var", "temporary") for one in (tmp_path / name).rglob("*") if one.is_file()
    )
    assert kept
    assert [word for word in (SECRET, DISPUTES, NOTICE) if word.encode() in kept or word in bot.log] == []
    assert not any(
        FIRST[at : at + 64] in kept for at in range(0, len(FIRST) - 64, 64)
    )  # nor as the zip that it came as


PAGES, LINES = 40, 36
LONG = [
    [(f"{page}.{line} Op dag {line} van blok {page} ruimen leerlingen de werkbanken op en tellen zij de boren.", 10)]
    for page in range(1, PAGES + 1)
    for line in range(LINES)
]
LONG_PDF = pdf(
    [[row for [row] in LONG[at : at + LINES]] + [("", 0), (NOTICE[:90], 10)] for at in range(0, len(LONG), LINES)]
)


async def test_pages_of_a_pdf_are_counted_and_who_comes_second_is_told_a_place(tmp_path: Path) -> None:
    """One is looked at while another waits, and who taps again meanwhile starts no second look."""
    pytest.importorskip("pdfminer")

    def files(person: Person) -> int:
        return sum("document" in message.extra for message in person.replies)

    kind, folder = SAID.say("chk_dlr", "nl"), checklist(tmp_path / "knowledge")
    clock = MovedClock(tmp_path / "clock", datetime.now().astimezone())
    async with BotApi() as telegram:
        bot = BotProcess(telegram, folder.root, tmp_path / "var", clock=clock)
        await bot.start()
        try:
            first, second = telegram.person(31), telegram.person(32)
            for person, content in ((first, LONG_PDF), (second, pdf([[(DISPUTES, 10)]]))):
                person.sends_document(name="sok.pdf", content=content)
            await telegram.until(lambda: all(kind in str(one.screen()) for one in (first, second)), 30)
            cards = [one.replies[-1] for one in (first, second)]
            first.presses(kind, of=cards[0])
            await telegram.until(lambda: first.last.text == SAID.say("chk_reading", "nl"), 30)
            second.presses(kind, of=cards[1])
            again = first.presses(kind, of=cards[0])
            await telegram.until(lambda: second.last.text == SAID.say("chk_queue", "nl", place=2), 30)
            await telegram.until(lambda: again.is_answered, 30)
            await telegram.until(lambda: files(first) == files(second) == 1, 120)
        finally:
            await bot.kill()
        told = [re.fullmatch(rf"Pagina (\d+) van {PAGES}", call.text) for call in telegram.calls("editMessageText")]
        at = [int(match[1]) for match in told if match]

    assert (files(first), files(second)) == (1, 1)
    assert at
    assert at == sorted(at)
    assert 1 <= at[0] <= at[-1] <= PAGES


async def test_who_waits_while_the_bot_is_killed_is_told_that_the_file_is_gone(tmp_path: Path) -> None:
    """The press was acknowledged by the process before, so that no word can be shown over the chat any more."""
    pytest.importorskip("pdfminer")
    kind, folder = SAID.say("chk_dlr", "nl"), checklist(tmp_path / "knowledge")
    async with BotApi() as telegram:
        bot, asker = BotProcess(telegram, folder.root, tmp_path / "var"), telegram.person(31)
        await bot.start()
        try:
            asker.sends_document(name="sok.pdf", content=LONG_PDF)
            await telegram.until(lambda: kind in asker.screen(), 30)
            press = asker.presses(kind)
            await telegram.until(lambda: press.is_answered and asker.last.text == SAID.say("chk_reading", "nl"), 30)
            await bot.kill()
            await bot.start()
            await telegram.until(lambda: asker.last.text == SAID.say("chk_old", "nl"), 30, what=asker.screen())
        finally:
            await bot.kill()
