"""Content that is kept in a database: what an admin writes in one process is served by each, and taken back for each."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.folder.kept import KeptFolder, difference, files_in, is_place
from bot.folder.kept_command import KeepError, exported, imported
from bot.folder.refresh import Refresh
from bot.folder.report import Change as Told
from bot.folder.report import Outcome
from bot.records.knowledge import KnowledgeRecords
from bot.records.people import Keys
from bot.records.records import Records
from index.answer import Question
from index.retriever import Retriever
from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.library import read_library
from tests import postgres
from tests.bot.rooms.world import ADMIN, SAID, Town, sent_document
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder
from tests.house import SHELVES
from tests.waiting import until

pytest.importorskip("psycopg", reason="psycopg is not installed")

from bot.records.postgres import PostgresServer

FILE = "nl/faq/melden.md"
NEW = "---\ntitle: mag een olifant zwemmen\ntopics: [T001]\nsources: ['[Wet](https://example.org/wet)']\n---\nJa, in het bad.\n"
OTHER = NEW.replace("bad", "meer")
SWIMS = "nl/faq/olifant.md"
LIVE_S = 2.0


@pytest.fixture
def url() -> Iterator[str]:
    with postgres.new_database(is_ready=True) as made:
        yield made


@pytest.fixture
def shipped(tmp_path: Path) -> Folder:
    """What comes with the release."""
    folder = Folder(tmp_path / "shipped")
    folder.save(FILE, title="waar melden we de route", body="Bij DUO.", topics=["T001"])
    return folder


@pytest.fixture
async def town(url: str, shipped: Folder, retriever: Retriever, tmp_path: Path) -> AsyncIterator[Town]:
    """One process, with which an admin talks."""
    await retriever.refresh(read_library([shipped.root]))
    made = await Town(retriever, url, folder=shipped.root, var_dir=tmp_path / "var").open()
    yield made
    await made.close()


class Process:
    """Another, that serves the same database."""

    def __init__(self, records: Records, kept: KeptFolder, retriever: Retriever) -> None:
        self.records, self.kept, self.retriever = records, kept, retriever
        self.told: list[Outcome] = []

    async def answer(self, text: str) -> str:
        """The text of the first hit; empty: there is none."""
        hits = (await self.retriever.ask(Question(text, "nl"))).hits
        return hits[0].entry.body.strip() if hits else ""

    async def forgets_within(self, source: str, within_s: float = LIVE_S) -> float:
        """After how many seconds it serves no such file."""
        begun_s = time.monotonic()
        await until(
            lambda: all(not e.source.endswith(source) for e in self.retriever.snapshot.reading.entries), within_s
        )
        return time.monotonic() - begun_s

    async def says_within(self, text: str, wanted: str, within_s: float = LIVE_S) -> float:
        """After how many seconds it answers so."""
        begun_s = time.monotonic()
        while wanted not in (found := await self.answer(text)):
            assert time.monotonic() - begun_s < within_s, f"{found!r} after {within_s} s, and not {wanted!r}"
            await asyncio.sleep(0.02)
        return time.monotonic() - begun_s


@asynccontextmanager
async def process(url: str, keys: Keys, folders: Sequence[Path], var: Path) -> AsyncIterator[Process]:
    records = Records(url, keys, SHELVES)
    await records.open()
    kept = KeptFolder(records, var)
    await kept.open()
    retriever = Retriever(WordEncoder(), None, CALIBRATION)
    await retriever.refresh(read_library([*folders, kept.folder]))
    made = Process(records, kept, retriever)

    async def tell(outcome: Outcome, but: frozenset[str]) -> None:
        made.told.append(outcome)

    refresh = Refresh(retriever, [*folders, kept.folder], tell=tell, watched=folders)
    following = asyncio.create_task(kept.follow(lambda tells: refresh.now(tells=tells)))
    try:
        yield made
    finally:
        following.cancel()
        await asyncio.wait((following,))
        await kept.close()
        await retriever.close()
        await records.close()


async def test_what_an_admin_places_in_one_process_is_served_by_another_within_two_seconds(
    url: str, town: Town, shipped: Folder, tmp_path: Path
) -> None:
    """The admins hear of it once: from the process that they talked with."""
    admin = town.person(ADMIN)
    async with process(url, town.keys, [shipped.root], tmp_path / "var") as other:
        await admin.sends(sent_document(NEW, "olifant.md"))
        await admin.presses(SAID.say("upl_faq", "nl"))
        placed = await admin.presses(SAID.say("upl_place", "nl"))
        took_s = await other.says_within("mag een olifant zwemmen", "Ja, in het bad.")
        own = await town.person(7).says("mag een olifant zwemmen")
        undone = await admin.says("/ongedaan")
        back_s = await other.forgets_within(SWIMS)

    assert placed.startswith(f"Gedaan (bestand geplaatst): <code>{SWIMS}</code>\n")
    assert "Ja, in het bad." in own
    assert SWIMS in undone
    assert (took_s < LIVE_S, back_s < LIVE_S, other.told) == (True, True, [])
    assert not (shipped.root / SWIMS).exists()


async def test_what_is_written_is_served_in_time_though_nobody_was_told(
    url: str, town: Town, shipped: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a pool that passes no notifications on."""
    monkeypatch.setattr(PostgresServer, "tell", lambda *_: None)
    async with process(url, town.keys, [shipped.root], tmp_path / "var") as other:
        await town.house.keeper.apply(changed(None, NEW))  # type: ignore[union-attr]

        assert await other.says_within("mag een olifant zwemmen", "Ja, in het bad.") < LIVE_S


async def test_process_that_starts_later_has_what_was_written_and_leaves_nothing_behind(
    url: str, town: Town, shipped: Folder, tmp_path: Path
) -> None:
    await town.house.keeper.apply(changed(None, NEW))  # type: ignore[union-attr]

    async with process(url, town.keys, [shipped.root], tmp_path / "later") as other:
        found = await other.answer("mag een olifant zwemmen")

    assert found == "Ja, in het bad."
    assert [path.name for path in (tmp_path / "later" / "knowledge").iterdir()] == ["running"]


async def test_own_edit_is_told_though_another_comes_before_it_is(
    url: str, town: Town, shipped: Folder, tmp_path: Path
) -> None:
    """The other is served by the same reading, of which nobody else would tell the own."""
    async with process(url, town.keys, [shipped.root], tmp_path / "var") as other:
        await other.kept.apply(changed(None, NEW))
        await town.house.keeper.apply(changed(None, OTHER, "nl/faq/meer.md"))  # type: ignore[union-attr]
        await until(lambda: bool(other.told))

    (told,) = other.told
    assert isinstance(told, Told)
    assert len(told.new) == 2


async def test_folder_of_a_process_that_was_killed_goes_at_the_next_start(
    url: str, town: Town, shipped: Folder, tmp_path: Path
) -> None:
    left = tmp_path / "var" / "knowledge" / "0123456789abcdef" / "database"
    left.mkdir(parents=True)
    own = town.house.folders[-1]

    async with process(url, town.keys, [shipped.root], tmp_path / "var"):
        found = (left.exists(), own.exists())

    assert found == (False, True), "that of another which runs stays"


def changed(before: str | None, after: str | None, source: str = SWIMS) -> Change:
    edit = FileEdit(source, None if before is None else before.encode(), None if after is None else after.encode())
    return Change(Path("unused"), f"{source}: changed", (edit,))


async def test_of_two_who_edit_the_same_version_the_second_is_refused(
    url: str, town: Town, shipped: Folder, tmp_path: Path
) -> None:
    async with process(url, town.keys, [shipped.root], tmp_path / "var") as other:
        done = await asyncio.gather(
            other.kept.apply(changed(None, NEW)),
            town.house.keeper.apply(changed(None, OTHER)),  # type: ignore[union-attr]
            return_exceptions=True,
        )

    refused = [one for one in done if isinstance(one, EditError)]
    assert [one.notice.key for one in refused] == ["write_changed_since"]
    assert len(done) - len(refused) == 1


async def test_what_was_changed_since_is_not_taken_back(url: str, town: Town) -> None:
    kept = town.records.shelf(KnowledgeRecords)
    await kept.write("a", changed(None, NEW).edits)
    await kept.write("b", changed(NEW, OTHER).edits)

    taken = [await kept.undo("Undo: "), await kept.undo("Undo: "), await kept.undo("Undo: ")]
    await kept.write("c", changed(None, NEW).edits)
    await kept.write("d", changed(NEW, OTHER).edits)
    await town.records._database.write(
        lambda db: db.execute("update knowledge_changes set is_over = 1 where summary = 'd'")
    )
    with pytest.raises(EditError) as since:
        await kept.undo("Undo: ")

    assert [one and (one[0], one[1][0].after) for one in taken] == [("b", NEW.encode()), ("a", None), None]
    assert since.value.notice.key == "undo_changed_since_kept"


async def test_file_that_can_t_be_read_is_reported_once_and_the_one_before_stays(
    url: str, town: Town, shipped: Folder, tmp_path: Path
) -> None:
    """As when it is imported; through the chat it is refused at once."""
    broken = NEW.replace("title: mag", "title: 'mag")
    kept = town.records.shelf(KnowledgeRecords)
    async with (
        process(url, town.keys, [shipped.root], tmp_path / "one") as one,
        process(url, town.keys, [shipped.root], tmp_path / "two") as two,
    ):
        await kept.write("first", changed(None, NEW).edits, is_told=False)
        for each in (one, two):
            await each.says_within("mag een olifant zwemmen", "Ja, in het bad.")
        # What comes while the first is being told would be told with it.
        await until(lambda: len(one.told) + len(two.told) == 1, 20)
        with pytest.raises(EditError):
            await one.kept.apply(changed(NEW, broken))
        await kept.write("second", changed(NEW, broken).edits, is_told=False)
        await until(lambda: all(each.retriever.snapshot.reading.problems for each in (one, two)))
        found = [await each.answer("mag een olifant zwemmen") for each in (one, two)]
        await until(lambda: len(one.told) + len(two.told) == 2, 20)

    problems = one.retriever.snapshot.reading.problems
    assert found == ["Ja, in het bad."] * 2
    assert [problem.source for problem in problems] == [f"database/{SWIMS}"]
    assert len(one.told) + len(two.told) == 2, "each import is told once"


async def test_folder_goes_in_and_comes_out_as_it_was(url: str, town: Town, tmp_path: Path) -> None:
    kept = town.records.shelf(KnowledgeRecords)
    folder = Folder(tmp_path / "in")
    folder.save("nl/faq/a.md", title="alfa")
    folder.write("en/faq/b.md", b"---\ntitle: beta\n---\r\nno text: \xff\x00\n")
    folder.write("routes.csv", "naam;plaats\n")
    folder.write("nl/faq/.a.md.swp", "not read")

    said = [await imported(kept, folder.root, replace=False), await exported(kept, tmp_path / "out")]
    (folder.root / "routes.csv").unlink()
    folder.save("nl/faq/a.md", title="gamma")
    said += [await imported(kept, folder.root, replace=False), await imported(kept, folder.root, replace=True)]

    with pytest.raises(KeepError, match="isn't empty"):
        await exported(kept, tmp_path / "out")
    assert [one.partition(": ")[2] for one in said] == [
        "3 new, 0 changed, 0 gone",
        "3 files",
        "0 new, 1 changed, 0 gone; 1 that are in the database alone stay there",
        "0 new, 0 changed, 1 gone",
    ]
    assert dict(files_in(tmp_path / "out")) == {
        "nl/faq/a.md": folder.root.joinpath("nl/faq/a.md").read_bytes().replace(b"gamma", b"alfa"),
        "en/faq/b.md": b"---\ntitle: beta\n---\r\nno text: \xff\x00\n",
        "routes.csv": b"naam;plaats\n",
    }


@pytest.mark.parametrize("source", ["../x.md", "/etc/x.md", "nl/../../x.md", "", "nl/.x.md", "nl\\x.md"])
def test_nothing_is_written_outside_of_the_folder(source: str) -> None:
    assert not is_place(source)


def test_difference_is_what_is_new_changed_and_gone() -> None:
    held, found = {"a": b"1", "b": b"1", "c": b"1"}, {"a": b"1", "b": b"2", "d": b"1"}

    assert difference(held, found, replace=True) == (
        FileEdit("b", b"1", b"2"),
        FileEdit("d", None, b"1"),
        FileEdit("c", b"1", None),
    )
    assert difference(held, found, replace=False) == (FileEdit("b", b"1", b"2"), FileEdit("d", None, b"1"))
