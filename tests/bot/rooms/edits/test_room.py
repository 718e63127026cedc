"""A folder that can't be written to: the admins hear of it, once."""

from pathlib import Path

from index.retriever import Retriever
from tests.bot.rooms.world import ADMIN, SAID, Town
from tests.conftest import Folder


async def test_admins_hear_once_that_what_they_place_comes_back_as_a_file(tmp_path: Path, retriever: Retriever) -> None:
    folder, own = Folder(tmp_path / "knowledge"), tmp_path / "own"
    folder.save("nl/faq/a.md")
    town = await Town(retriever, tmp_path / "records.db", folder=folder.root, own=own).open()
    for _ in range(2):
        await town.wake()
    told = town.person(ADMIN).mail
    await town.close()
    await town.open()
    await town.wake()

    assert told == [SAID.say("edit_closed", "nl", folder=str(own))]
    assert town.person(ADMIN).mail == []
    await town.close()


async def test_folder_that_can_be_written_to_is_no_news(tmp_path: Path, retriever: Retriever) -> None:
    folder = Folder(tmp_path / "knowledge")
    folder.save("nl/faq/a.md")
    town = await Town(retriever, folder=folder.root).open()

    await town.wake()

    assert town.person(ADMIN).mail == []
    await town.close()
