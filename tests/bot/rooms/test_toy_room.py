"""A subject is a folder and one line: a room that this test makes is all there, and nothing else was touched for it."""

import subprocess
import sys
from pathlib import Path

from tests.fakes import ROOT, small_house

LINE = '    "digest.room:Digest",\n'  # of bot/rooms/__init__.py, above which the toy gets its own
ROOM = '''
"""The room of toys: how many there are."""

from collections.abc import Mapping

from sqlite_utils import Database

from bot.conversation.house import House
from bot.conversation.menus import EVERYWHERE, Command
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.records.shelf import Shelf, Step


def create(db: Database, /) -> None:
    db.execute("create table toys (person text not null)")


class ToyRecords(Shelf):
    """Remembers toys."""

    steps = (Step("999 toys", create),)

    async def add(self, person: str) -> int:
        def job(db: Database) -> int:
            db.execute("insert into toys (person) values (?)", [person])
            return db.execute("select count(*) from toys").fetchone()[0]

        return await self._database.write(job)

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        return {"forgot_toys": db.execute("delete from toys where person = ?", [person]).rowcount}


class Toys(Room):
    """Counts toys."""

    prefix = "toy"
    commands = (Command("speelgoed", "toy", EVERYWHERE, 45),)
    shelves = (ToyRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._records = house.records.shelf(ToyRecords)

    def handlers(self) -> Mapping[str, Handler]:
        return {"speelgoed": self._count}

    async def _count(self, said: Said) -> Turn:
        count = await self._records.add(said.asker.person)
        return Turn.of(Reply(self._say("toys", said.lang, count=count), ((self._button("toy_more", said.lang, "more"),),)))

    async def presses(self, pressed: Pressed) -> Turn | None:
        count = await self._records.add(pressed.asker.person)
        return Turn.of(Reply(self._say("toys", pressed.lang, count=count)))
'''
SENTENCES = {
    "nl": 'command_speelgoed = "speelgoed tellen"\ntoys = "Speelgoed: {count}."\ntoy_more = "Nog een"\nforgot_toys = "Weg: {count}."\n',
    "en": 'command_speelgoed = "count toys"\ntoys = "Toys: {count}."\ntoy_more = "One more"\nforgot_toys = "Gone: {count}."\n',
}


# Runs in a copy of the program, with what other tests of rooms have.
TALK = """
import asyncio
from index.retriever import Retriever
from tests.bot.rooms.world import SAID, Town
from tests.fakes import CALIBRATION, WordEncoder

async def talk():
    town = await Town(Retriever(WordEncoder(), None, CALIBRATION)).open()
    ans = town.person(7)
    print(*(line for line in (await ans.says("/help")).splitlines() if "speelgoed" in line))
    print(await ans.says("/speelgoed"))
    print(await ans.presses("Nog een"))
    print(await ans.says("/toy"))
    await ans.says("/wis")
    print((await ans.presses(SAID.say("forget_yes", "nl"))).splitlines()[-1])
    await town.close()

asyncio.run(talk())
"""


def test_a_room_is_a_folder_and_one_line(tmp_path: Path) -> None:
    house = small_house(tmp_path, ["waar", "melden"])
    toys = house / "bot" / "rooms" / "toys"
    toys.mkdir()
    (toys / "__init__.py").write_text('"""Toys in, their number out."""\n', "utf-8")
    (toys / "room.py").write_text(ROOM.strip() + "\n", "utf-8")
    for lang, sentences in SENTENCES.items():
        (toys / f"wording.{lang}.toml").write_text(sentences, "utf-8")
    listed = house / "bot" / "rooms" / "__init__.py"
    before = listed.read_text("utf-8")
    listed.write_text(before.replace(LINE, f'    "toys.room:Toys",\n{LINE}'), "utf-8")

    said = subprocess.run(
        [sys.executable, "-c", TALK],
        cwd=house,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert before.count(LINE) == 1
    assert said.splitlines() == ["/speelgoed – speelgoed tellen", *(f"Speelgoed: {at}." for at in (1, 2, 3)), "Weg: 3."]
