"""The folder is edited while the bot runs as a process of its own: answers follow, and admins hear what changed."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot_api import BotApi, Message, Person
from tests.bot_process import BotProcess, small_knowledge
from tests.conftest import Folder

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADMIN, ENGLISH_ADMIN = 900, 901
LIVE_S = 30.0  # of patience with a busy machine
SIGNING = "Wie tekent de samenwerkingsovereenkomst?"
SIGNED = "De besturen tekenen & dateren haar."
SOURCES = ["[Handreiking](https://example.org/handreiking)"]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(small_knowledge(tmp_path_factory.mktemp("live") / "content"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram(content: Folder, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotApi]:
    """The server of a bot that follows its folder; the tests of this module edit that folder one after another."""
    async with BotApi() as server:
        var = tmp_path_factory.mktemp("live-var") / "var"
        bot = BotProcess(server, content.root, var, ADMIN_IDS=f"{ADMIN},{ENGLISH_ADMIN}")
        await bot.start()
        for number, language in ((ADMIN, "nl"), (ENGLISH_ADMIN, "en")):
            await asked(server, server.person(number, language_code=language), "/start")
        yield server
        await bot.stop()
        assert "Traceback" not in bot.log, bot.log[-3000:]


async def asked(telegram: BotApi, person: Person, text: str) -> Message:
    before = len(person.replies)
    person.says(text)
    return await telegram.answers(person, before + 1, 20)


async def told(telegram: BotApi, admin: Person, before: int) -> Message:
    """The message that an admin gets when the folder has changed."""
    return await telegram.answers(admin, before + 1, LIVE_S)


def save(content: Folder, source: str, title: str, body: str) -> Path:
    return content.save(source, title=title, body=body, topics=["T001"], sources=SOURCES, checked="2026-11-22")


async def test_saved_file_is_answered_from_and_deleted_one_is_gone(telegram: BotApi, content: Folder) -> None:
    admin, asker = telegram.person(ADMIN), telegram.person(10)
    heard = len(admin.replies)

    path = save(content, "nl/faq/fiets.md", "Waar zet ik mijn bromfiets neer?", "Achter het gebouw.")

    message = await told(telegram, admin, heard)
    assert message.text.startswith("De kennismap is gewijzigd\n\nNieuw (1):\n• faq/fiets (nl)")
    answer = await asked(telegram, asker, "Waar zet ik mijn bromfiets neer?")
    assert "Achter het gebouw." in answer.text

    path.unlink()

    message = await told(telegram, admin, heard + 1)
    assert "Weg (1):\n• faq/fiets (nl)" in message.text
    answer = await asked(telegram, asker, "Waar zet ik mijn bromfiets neer?")
    assert "Achter het gebouw." not in answer.text


async def test_broken_file_keeps_its_last_good_version_and_admins_hear_file_and_line(
    telegram: BotApi, content: Folder
) -> None:
    admin, asker = telegram.person(ADMIN), telegram.person(11)
    heard = len(admin.replies)
    path = content.root / "nl/faq/tekenen.md"
    good = path.read_bytes()

    path.write_text('---\ntitle: "Wie tekent?\n---\nIemand.\n', "utf-8")

    message = await told(telegram, admin, heard)
    assert "nl/faq/tekenen.md:2: dit kan ik niet lezen als `sleutel: waarde`" in message.text
    assert SIGNED in (await asked(telegram, asker, SIGNING)).text

    path.write_bytes(good)

    message = await told(telegram, admin, heard + 1)
    assert "Opgeloste fouten" in message.text


async def test_hundred_files_at_once_are_one_message(telegram: BotApi, content: Folder, tmp_path: Path) -> None:
    admin = telegram.person(ADMIN)
    heard = len(admin.replies)

    beside = Folder(tmp_path)  # on a busy machine writing them takes too long to be one burst
    drafts = [
        save(beside, f"veel-{number}.md", f"Waar ligt doos nummer {number}?", f"Op plank {number}.")
        for number in range(100)
    ]

    paths = [draft.rename(content.root / "nl/faq" / draft.name) for draft in drafts]

    assert "Nieuw (100):" in (await told(telegram, admin, heard)).text
    for path in paths:
        path.unlink()
    assert "Weg (100):" in (await told(telegram, admin, heard + 1)).text
    assert len(admin.replies) == heard + 2


async def test_emptied_folder_keeps_answering_and_comes_back(telegram: BotApi, content: Folder) -> None:
    admin, asker = telegram.person(ADMIN), telegram.person(12)
    heard = len(admin.replies)
    away = content.root.with_name("away")

    content.root.rename(away)

    message = await told(telegram, admin, heard)
    assert "ik antwoord verder uit de 6 teksten die" in message.text
    assert SIGNED in (await asked(telegram, asker, SIGNING)).text

    shutil.copytree(away, content.root)

    assert "Er zijn geen fouten." in (await told(telegram, admin, heard + 1)).text
    save(content, "nl/faq/fiets.md", "Waar zet ik mijn bromfiets neer?", "Voor het gebouw.")
    assert "faq/fiets (nl)" in (await told(telegram, admin, heard + 2)).text


async def test_reload_answers_with_the_report_in_the_language_of_who_asks(telegram: BotApi) -> None:
    admin, asker = telegram.person(ADMIN), telegram.person(13)
    await asyncio.sleep(1)  # whatever the tests before brought about has been told

    dutch = await asked(telegram, admin, "/herlaad")
    english = await asked(telegram, telegram.person(ENGLISH_ADMIN, language_code="en"), "/reload")
    refused = await asked(telegram, asker, "/herlaad")

    assert dutch.text.startswith("De kennismap is opnieuw gelezen; er is niets veranderd.")
    assert english.text.startswith("The knowledge folder has been read again; nothing has changed.")
    assert "ken ik niet" in refused.text
