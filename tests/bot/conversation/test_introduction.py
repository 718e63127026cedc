"""What the bot says of itself in a folder about something else than what ships."""

import re
import secrets
import tomllib
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.conversation import introduction as finding
from bot.conversation.callback_data import Kind, Press
from bot.conversation.compose import Composer
from bot.conversation.introduction import Introduction, spoken_by_default
from bot.conversation.reply import Turn
from bot.conversation.wording import LANGUAGES, Wording
from bot.records.people import Asker, Keys
from bot.records.records import Records
from index.answer import Answer, Outcome, Question
from index.cache import EmbeddingCache
from index.retriever import Retriever
from knowledge.about import FILE
from knowledge.entry import Entry
from knowledge.folder import read_folder
from tests.bot.conversation.world import World
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder
from tests.house import SHELVES

SAID = Wording()
DAY = date(2026, 11, 27)
OURS = re.compile(r"vmbo|mbo\b|leerroute|learning route|connector|\bverbinder\b|DUO")  # not the bot's own name
ABOUT = """[nl]
name = "Bieb & Co"
answers = "lenen"
contact = "de balie"
examples = ["Wanneer open?", "Mag mijn hond mee?"]

[en]
answers = "borrowing"
"""
WRITTEN = tomllib.loads(Path("bot/conversation/wording.nl.toml").read_text("utf-8"))
KEYS = [key.removesuffix("_foreign") for key in WRITTEN if key.endswith("_foreign")]


@pytest.fixture
async def elsewhere(folder: Folder) -> Retriever:
    """A retriever with numbers for folders on other subjects, over two entries that are filed under none of our topics."""
    encoder = WordEncoder()
    made = Retriever(encoder, EmbeddingCache(":memory:", encoder.name), CALIBRATION, CALIBRATION)
    folder.save("nl/faq/open.md", title="Openingstijden", body="Van negen tot vijf.", checked="2026-11-01")
    folder.save("nl/faq/kosten.md", title="Wat kost lid zijn?", body="Tien euro.", checked="2026-11-01")
    return made


async def read(retriever: Retriever, folder: Folder, about: str = "") -> Introduction:
    if about:
        folder.write(FILE, about)
    await retriever.refresh(read_folder(folder.root, day=DAY))
    return Introduction(SAID, retriever)


def all_said(introduction: Introduction) -> Sequence[str]:
    return [introduction.html(key, lang, contact="") for key in KEYS for lang in LANGUAGES]


async def test_a_folder_that_says_nothing_of_itself_is_introduced_without_our_subject(
    elsewhere: Retriever, folder: Folder
):
    introduction = await read(elsewhere, folder)

    assert len(KEYS) == 13
    assert [text for text in all_said(introduction) if OURS.search(text)] == []
    assert introduction.examples("nl") == ("Wat kost lid zijn?", "Openingstijden")
    assert introduction.examples("en") == introduction.examples("nl")
    assert introduction.contact("nl") == ""
    await elsewhere.close()


async def test_titles_to_begin_with_are_looked_for_once_for_each_state_of_the_folder(
    elsewhere: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch
):
    introduction = await read(elsewhere, folder)
    looked: list[Sequence[Entry]] = []
    find = finding._titles
    monkeypatch.setattr(finding, "_titles", lambda entries: looked.append(entries) or find(entries))

    first = [introduction.examples("nl") for _ in range(3)]
    folder.save("nl/faq/boete.md", title="Hoe hoog is een boete?")
    await elsewhere.refresh(read_folder(folder.root, day=date(2026, 11, 28)))
    later = [introduction.examples("nl") for _ in range(3)]

    assert first == [("Wat kost lid zijn?", "Openingstijden")] * 3
    assert all("Hoe hoog is een boete?" in examples for examples in later)
    assert len(looked) == 2
    await elsewhere.close()


async def test_about_is_what_it_is_introduced_by(elsewhere: Retriever, folder: Folder):
    introduction = await read(elsewhere, folder, ABOUT)

    assert "<b>Bieb &amp; Co</b>\nIk beantwoord vragen over lenen." in introduction.html("start", "nl")
    assert introduction.text("open_in_bot", "nl") == "Openen in Bieb & Co"
    assert "I answer questions on borrowing." in introduction.html("hello", "en")
    assert introduction.examples("nl") == ("Wanneer open?", "Mag mijn hond mee?")
    assert introduction.contact("nl") == "de balie"
    assert [text for text in all_said(introduction) if OURS.search(text)] == []
    await elsewhere.close()


async def test_the_way_to_the_chat_goes_by_that_name(elsewhere: Retriever, folder: Folder):
    composer = Composer(SAID, username="bieb_bot")
    composer.introduce(await read(elsewhere, folder, ABOUT))

    (row,) = composer.elsewhere("only_in_chat", "nl").rows

    assert [(one.label, one.url) for one in row] == [("Openen in Bieb & Co", "https://t.me/bieb_bot")]
    await elsewhere.close()


async def test_what_ships_is_introduced_as_ever(world: World, folder: Folder):
    introduction = Introduction(SAID, world.conversation._retriever)

    assert introduction.html("start", "nl") == SAID.say("start", "nl")
    assert introduction.examples("nl") == SAID.list("examples", "nl")


def words(turn: Turn) -> str:
    return "\n".join(reply.html for reply in turn.replies)


async def test_somebody_who_begins_greets_or_asks_for_help_hears_what_the_folder_is_about(world: World, folder: Folder):
    folder.write(FILE, ABOUT)
    await world.conversation._retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))

    start, hello, asked, helped = [await world.hears(text) for text in ("/start", "hallo", "/vraag", "/help")]

    assert "Ik beantwoord vragen over lenen." in words(start)
    assert [row[0].label for row in start.replies[0].rows] == ["Wanneer open?", "Mag mijn hond mee?"]
    assert words(hello).startswith("Dag! Ik beantwoord vragen over lenen.")
    assert "/vraag Wanneer open?" in words(asked)
    assert not OURS.search(words(helped).partition("/")[0])
    assert (await world.presses(Press(Kind.EXAMPLE, number=1))).replies
    assert (await world.presses(Press(Kind.EXAMPLE, number=2))).toast


async def test_who_is_not_understood_is_sent_to_whom_about_names(elsewhere: Retriever, folder: Folder, world: World):
    introduction = await read(elsewhere, folder, ABOUT)
    compose = world.conversation._compose
    compose.whom_to_ask = ""
    compose.introduce(introduction)
    unknown = Answer(Question("x"), "nl", Outcome.UNKNOWN, ())

    assert "de balie" in compose.answer(unknown, elsewhere.snapshot, None)[0].html
    await elsewhere.close()


async def test_somebody_in_a_folder_in_english_only_is_spoken_to_in_english(elsewhere: Retriever, folder: Folder):
    for path in folder.root.rglob("*.md"):
        path.unlink()
    folder.save("en/faq/open.md", title="Opening hours", checked="2026-11-01")

    await read(elsewhere, folder)

    assert spoken_by_default(elsewhere) == "en"
    assert elsewhere.snapshot.spoken == ("en",)
    await elsewhere.close()


@pytest.fixture
async def abroad(elsewhere: Retriever, folder: Folder) -> AsyncIterator[World]:
    """A conversation over a folder on another subject, in which making an appointment is something to ask about."""
    folder.save("nl/faq/afspraak.md", title="Een afspraak vastleggen", body="Aan de balie.", checked="2026-11-01")
    await elsewhere.refresh(read_folder(folder.root, day=DAY))
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    yield World(elsewhere, records)
    await records.close()
    await elsewhere.close()


async def test_what_would_be_a_deed_is_a_question_where_another_subject_has_an_answer(abroad: World):
    asked = await abroad.hears("ik wil een afspraak vastleggen")

    assert words(asked).startswith("<b>Een afspraak vastleggen</b>")


async def test_who_it_is_and_in_which_languages_it_reads_is_told_without_our_subject(abroad: World):
    who, ukrainian = words(await abroad.hears("wie ben je?")), words(await abroad.hears("Хто підписує угоду?"))

    assert who.startswith("Ik ben Verbinder, een programma")
    assert "Wat kost lid zijn?" in ukrainian
    assert not OURS.search((who + ukrainian).replace("DUO", ""))  # whom the settings name


async def test_who_has_an_app_in_a_language_of_the_folder_is_answered_in_it(
    retriever: Retriever, folder: Folder, world: World
):
    for path in folder.root.rglob("*.md"):
        path.unlink()
    for lang in ("en", "de"):
        folder.save(f"{lang}/faq/tickets.md", title="Tickets", body=f"in {lang}", checked="2026-11-01")
    await retriever.refresh(read_folder(folder.root))

    told = (await world.hears("tickets", Asker("uwe", "uwe alone", "de"))).replies[0].html

    assert "in de" in told
    assert "not there in your language" not in told
