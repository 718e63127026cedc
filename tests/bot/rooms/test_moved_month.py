"""A month of a partnership that moves from a file to a server in its middle, and back: whoever takes part notices nothing."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.wording import LANGUAGES
from bot.records.backup import back_up
from bot.records.restore import restore, restore_on_server
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests import postgres
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.conftest import Folder
from tests.house import STEPS

pytest.importorskip("psycopg", reason="psycopg is not installed")

from bot.records.postgres import SCHEMA, connect

pytestmark = pytest.mark.one_engine

ANS, BEP, CEES, GROUP = 7, 8, 9, -100
SEALED = re.compile(r"gAAAA[\w=-]+")


@pytest.fixture
def url() -> Iterator[str]:
    with postgres.new_database() as made:
        yield made


@pytest.fixture
async def town(retriever: Retriever, folder: Folder, tmp_path: Path) -> AsyncIterator[Town]:
    folder.save("nl/faq/a.md", title="Wie tekent de overeenkomst?")
    await retriever.refresh(read_folder(folder.root))
    (tmp_path / "var").mkdir()
    made = await Town(retriever, tmp_path / "var" / "records.db").open()
    yield made
    await made.close()


async def to_server(town: Town, url: str, folder: Path) -> None:
    await town.close()
    back_up(folder / "var", town.keys, folder / "to.backup", STEPS, force=True)
    restore_on_server(folder / "to.backup", url, folder / "work", town.keys, STEPS, now=town.now)
    town._path = url
    await town.open()


async def to_file(town: Town, url: str, folder: Path) -> None:
    await town.close()
    back_up(folder / "work", town.keys, folder / "fro.backup", STEPS, database_url=url, force=True)
    restore(folder / "fro.backup", folder / "var", town.keys, STEPS, now=town.now)
    town._path = folder / "var" / "records.db"
    await town.open()


async def days(town: Town, count: int) -> list[str]:
    """What the group hears by itself in so many days; the rooms look around every half hour of a working day."""
    for _ in range(count):
        for _ in range(24):
            await town.wake()
            town.now += timedelta(minutes=30)
        town.now += timedelta(hours=12)
    return town.sending.to(GROUP)


async def lived(town: Town) -> None:
    """What three people record in a first week, together and by themselves."""
    ans, bep, cees = (town.person(number, group=GROUP) for number in (ANS, BEP, CEES))
    alone, admin = town.person(ANS), town.person(ADMIN)
    await ans.agrees("concept-PTA naar het mbo, 12 januari, team Techniek")
    await bep.agrees("rooster rondsturen elke woensdag t/m februari, Bep")
    await cees.invites("/uitnodiging overleg techniek, 20 januari 14:00-15:00, Zaanlaan 5")
    for who in (ans, bep):
        await who.presses("inv.vote:1:0:yes")
    await alone.agrees("map van Ans opruimen, 14 januari, Ans")
    await alone.says("/hindernis de roosters van Ans passen niet")
    await alone.presses("Ja")
    await alone.says("/meldingen")
    await alone.presses("Zet aan")
    await alone.says("hoeveel dagen duurt de kampeerweek van Ans")
    await alone.says("/taal")
    await alone.presses("English")
    await (await town.coordinator(BEP)).says("https://example.org/ansbeker")
    await admin.says("/onbeantwoord")


async def month(town: Town, url: str, folder: Path, *, moves: bool) -> tuple[list[str], list[str]]:
    """(what the group heard by itself, what each was shown when they asked)."""
    await lived(town)
    heard = await days(town, 7)
    if moves:
        await to_server(town, url, folder)
    ans, bep = town.person(ANS, group=GROUP), town.person(BEP, group=GROUP)
    shown = [await ans.says("/afspraken"), await ans.presses("inv.vote:1:0:no"), await bep.presses("inv.show:1")]
    await bep.agrees("verslag naar de stuurgroep, 27 januari, Bep")
    heard += await days(town, 10)
    if moves:
        await to_file(town, url, folder)
    bep, alone = town.person(BEP, group=GROUP), town.person(ANS)
    shown += [await bep.says("/afspraken"), await alone.says("/afspraken"), await bep.presses("inv.show:1")]
    heard += await days(town, 12)
    return heard, shown


async def test_month_is_the_same_whether_it_moves_or_not(
    url: str, tmp_path: Path, town: Town, retriever: Retriever
) -> None:
    stayed = await Town(retriever).open()
    expected = await month(stayed, url, tmp_path, moves=False)
    await stayed.close()

    found = await month(town, url, tmp_path, moves=True)

    assert found == expected
    assert len(found[0]) >= 20
    assert "te laat: <b>wo 20 jan</b> rooster rondsturen · Bep" in found[1][3]


def kept_on(url: str) -> list[tuple[str, str]]:
    """(table, row) of all that is in a database, whoever's it is."""
    with connect(url, "tests") as server:
        tables = server.execute(
            "select table_schema, table_name from information_schema.tables where table_schema = %s", [SCHEMA]
        ).fetchall()
        return [
            (name, str(row))
            for schema, name in tables
            for row in server.execute(f"select * from {schema}.{name}".encode()).fetchall()
        ]


def traces(town: Town, url: str, person: Person) -> list[tuple[str, str]]:
    """Rows that name somebody, in the clear, by a pseudonym or sealed."""
    named = (person.asker.person, person.asker.chat)
    rows = [
        (table, SEALED.sub(lambda found: town.keys.unseal(found.group()) or "", row)) for table, row in kept_on(url)
    ]
    assert any("rooster" in row for _, row in rows), "seals are opened"
    return [(table, row) for table, row in rows if any(name in row for name in named) or "Ans" in row]


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_privacy_says_what_a_server_keeps_where_there_is_one(
    url: str, tmp_path: Path, town: Town, lang: str
) -> None:
    on_file = await town.person(CEES, lang).says("/privacy")
    await to_server(town, url, tmp_path)
    on_server = await town.person(CEES, lang).says("/privacy")

    assert on_server == f"{on_file}\n\n{SAID.say('privacy_server', lang)}"
    assert "PostgreSQL" not in on_file


async def test_wis_leaves_no_row_on_a_server(url: str, tmp_path: Path, town: Town) -> None:
    """What others count on stays, without a name."""
    await lived(town)
    await to_server(town, url, tmp_path)
    alone = town.person(ANS)
    before = {table for table, _ in traces(town, url, alone)}

    await alone.says("/wis")
    said = await alone.presses(SAID.say("forget_yes", "en"))

    assert {
        "agreements",
        "chats",
        "first_names",
        "meeting_votes",
        "obstacles",
        "people",
        "questions",
        "subscribers",
    } <= before
    assert said.startswith("Everything about you has been erased")
    assert traces(town, url, alone) == []
    assert "concept-PTA naar het mbo" in await town.person(BEP, group=GROUP).says("/afspraken")
