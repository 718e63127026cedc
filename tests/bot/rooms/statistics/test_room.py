"""/statistiek: a picture with the main figures, the same as CSV, and neither for whoever is no admin."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.callback_data import room_data
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.runs import length
from bot.conversation.wording import Wording
from bot.records.people import Asker, Keys, Role
from bot.records.questions import Noted, Where
from bot.records.records import Records
from bot.rooms.statistics import charts
from bot.rooms.statistics.records import PAGE, FigureRecords
from bot.rooms.statistics.room import Statistics
from index.answer import Outcome
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

SAID = Wording()
ADMIN = Asker("admin", "admin alone", "nl", role=Role.ADMIN)
NOTED = Noted("ans", "ans alone", "nl", Outcome.ANSWERED, "faq/a", 0.9, False, 40.0, Where.PRIVATE, None)
CSV = room_data("sta", "csv")
IN_WORDS = """<b>Statistiek</b>, de laatste 12 weken
Deze week tot nu toe: 1 vraag. Vorige week: 11 vragen.
In 12 weken: 10 beantwoord, 0 waarschijnlijk beantwoord, 1 keer twijfel, 1 zonder antwoord, 0 over iets anders.
Vragen zonder antwoord bekijkt u met /onbeantwoord.
Oordelen: 67% 👍 (2 van 3).
Snelheid in week 48: de helft binnen 0,04 s, 95% binnen 0,04 s.
Meest gevraagd: Verschil met de gewone overgang (10)."""


@dataclass
class World:
    records: Records
    conversation: Conversation
    now: datetime = datetime(2026, 11, 24, 8, tzinfo=UTC)

    async def ask(self, noted: Noted = NOTED, verdict: bool | None = None) -> None:
        number = await self.records.questions.asked(noted)
        if verdict is not None:
            await self.records.questions.judged(number, noted.person, is_good=verdict, words=None)

    async def fill(self) -> None:
        """Eleven questions last week, one this week."""
        self.now -= timedelta(weeks=1)
        for at in range(9):
            await self.ask(verdict={0: True, 1: True, 2: False}.get(at))
        await self.ask(replace(NOTED, outcome=Outcome.UNSURE, words="wie dan"))
        await self.ask(replace(NOTED, outcome=Outcome.UNKNOWN, entry=None, words="geheim verhaal"))
        self.now += timedelta(weeks=1)
        await self.ask()

    async def says(self, text: str = "/statistiek", asker: Asker = ADMIN, where: Where = Where.PRIVATE) -> Reply:
        (reply,) = (await self.conversation.hears(asker, text, where)).replies
        return reply

    async def presses(self, data: str = CSV, asker: Asker = ADMIN) -> Turn:
        return await self.conversation.presses(asker, data, Where.PRIVATE)


@pytest.fixture
async def world(folder: Folder, retriever: Retriever, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folder.save("nl/faq/a.md", title="alfa beta", body="een", checked="2025-01-02", topics=["T001"])
    await retriever.refresh(read_folder(folder.root))
    made: list[World] = []
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES, clock=lambda: made[0].now)
    house = House(
        retriever,
        records,
        SAID,
        Composer(SAID),
        clock=lambda: made[0].now,
        var_dir=tmp_path_factory.mktemp("var"),
        commands=COMMANDS,
    )
    made.append(World(records, Conversation(house, rooms=(Statistics(house),))))
    await records.open()
    yield made[0]
    await records.close()


async def test_admin_gets_a_picture_with_the_main_figures(world: World) -> None:
    await world.fill()

    reply = await world.says()

    assert reply.html == IN_WORDS
    assert [(button.label, button.data) for row in reply.rows for button in row] == [("Als CSV", CSV)]
    assert reply.attachment is not None
    assert (reply.attachment.name, reply.attachment.is_picture, reply.attachment.data[:4]) == (
        "verbinder-2026-11-24.png",
        True,
        b"\x89PNG",
    )


async def test_caption_fits_under_a_picture_with_the_longest_topics(world: World) -> None:
    await world.fill()

    assert length((await world.says()).html) < 700  # of 1,024: topics' names are 90 characters at most


async def test_english_admin_is_told_in_english(world: World) -> None:
    await world.ask()

    reply = await world.says("/statistics", replace(ADMIN, lang="en"))

    assert reply.html.splitlines()[:2] == [
        "<b>Statistics</b>, the last 12 weeks",
        "This week so far: 1 question. Last week: 0 questions.",
    ]
    assert reply.html.splitlines()[-3:-1] == [
        "Speed in week 48: half within 0.04 s, 95% within 0.04 s.",
        "Most asked: Difference from the ordinary transition (1).",
    ]


async def test_csv_is_sent_as_a_file_that_excel_opens(world: World) -> None:
    await world.fill()

    (reply,) = (await world.presses()).replies

    assert reply.html == SAID.say("figures_csv_caption", "nl", weeks=12)
    assert reply.attachment is not None
    assert (reply.attachment.name, reply.attachment.is_picture) == ("verbinder-statistiek-2026-11-24.csv", False)
    lines = reply.attachment.data.decode("utf-8").splitlines()
    assert lines[0].startswith("\ufeffmonday;week;questions;")
    assert lines[-2:] == [
        "2026-11-16;2026-W47;11;9;0;1;1;0;0;2;1;40;40;9",
        "2026-11-23;2026-W48;1;1;0;0;0;0;0;0;0;40;40;1",
    ]


async def test_figures_hold_no_words_and_no_people(world: World) -> None:
    await world.fill()

    (reply,) = (await world.presses()).replies

    assert reply.attachment is not None
    shown = reply.attachment.data.decode("utf-8") + (await world.says()).html
    assert [word for word in ("geheim", "wie dan", "ans") if word in shown.split(";") or word in shown.split()] == []


@pytest.mark.parametrize("role", [Role.ASKER, Role.COORDINATOR])
async def test_others_have_no_figures(world: World, role: Role) -> None:
    await world.fill()
    other = replace(ADMIN, role=role)

    reply = await world.says(asker=other)

    assert reply.html == SAID.say("unknown_command", "nl", command="/statistiek")
    assert await world.presses(asker=other) == Turn(toast=SAID.say("old_button", "nl"))


async def test_button_that_was_never_there_gets_a_kind_word(world: World) -> None:
    assert await world.presses(room_data("sta", "drop")) == Turn(toast=SAID.say("old_button", "nl"))


async def test_nothing_asked_is_said(world: World) -> None:
    assert await world.says() == Reply(SAID.say("figures_none", "nl", weeks=12))


async def test_many_questions_are_read_some_at_a_time_and_all_counted(world: World) -> None:
    await asyncio.gather(*(world.ask() for _ in range(2 * PAGE + 1)))

    pages = [len(page) async for page in world.records.shelf(FigureRecords).asked(world.now - timedelta(days=1))]

    assert pages == [PAGE, PAGE, 1]
    assert "1001 vragen" in (await world.says(where=Where.TERMINAL)).html


async def test_few_questions_make_no_picture(world: World) -> None:
    await world.ask()

    reply = await world.says()

    assert (reply.attachment, reply.html.splitlines()[-1]) == (None, SAID.say("figures_few", "nl", least=10))
    assert reply.html.splitlines()[3] == "Niemand gaf een oordeel (👍 of 👎)."


async def test_weeks_that_were_erased_are_not_shown(world: World, retriever: Retriever) -> None:
    house = House(
        retriever, world.records, SAID, Composer(SAID), retention_days=30, clock=lambda: world.now, commands=COMMANDS
    )
    await world.ask()

    (reply,) = (
        await Conversation(house, rooms=(Statistics(house),)).hears(ADMIN, "/statistiek", Where.PRIVATE)
    ).replies

    assert reply.html.startswith("<b>Statistiek</b>, de laatste 4 weken\n")


async def test_terminal_gets_the_weeks_in_words(world: World) -> None:
    await world.fill()

    reply = await world.says(where=Where.TERMINAL)

    assert (reply.attachment, reply.rows) == (None, ())
    assert reply.html.splitlines()[-3:] == [
        "week 47: 11 vragen, waarvan 9 beantwoord",
        "week 48: 1 vraag, waarvan 1 beantwoord",
        SAID.say("figures_in_terminal", "nl"),
    ]


async def test_without_matplotlib_the_figures_are_told_and_what_is_missing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a slim install: the library is looked for under a name that nothing has."""
    monkeypatch.setattr(charts, "LIBRARY", "no_such_library")
    await world.fill()

    reply = await world.says()

    lines = reply.html.splitlines()
    assert (reply.attachment, lines[-4]) == (None, "week 47: 11 vragen, waarvan 9 beantwoord")
    assert (lines[-2], charts.REQUIREMENT in lines[-1]) == (
        "Voor een plaatje mist deze bot matplotlib. Wie de bot beheert, zet het erbij met:",
        True,
    )
    assert reply.rows[0][0].data == CSV


async def test_picture_that_fails_costs_no_figures(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "gone"))
    await world.fill()

    reply = await world.says()

    assert (reply.attachment, reply.html.splitlines()[-1]) == (None, SAID.say("figures_no_picture", "nl"))
    assert caplog.messages == [
        "the picture of the figures could not be made: no process could be started (No such file or directory)"
    ]
