"""What lies in a folder is reported once it holds still, whatever people, editors and hosts do to the folder."""

import asyncio
import os
import random
import shutil
import time
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import pytest

from knowledge import watch
from knowledge.watch import POLL_S, RESTLESS_S, SETTLE_S, changes, look, look_at
from tests.conftest import Folder
from tests.hands import Hands

SOON_S = 10.0  # that a report may take on a busy machine
QUIET_S = 2.5 * POLL_S  # without a report, after which none will come


class Watcher:
    """Listens for reports as the bot does."""

    def __init__(self, root: Path, is_polling: bool) -> None:
        self.root, self.is_polling = root, is_polling
        self.reports: list[set[str]] = []  # of names under root, in order
        self._came = asyncio.Event()
        self._changes = changes([root], since=look([root]), is_polling=is_polling)
        self._task = asyncio.create_task(self._listen(self._changes))

    async def _listen(self, told: AsyncGenerator[frozenset[str], None]) -> None:
        async for paths in told:
            self.reports.append({Path(path).relative_to(self.root).as_posix() for path in paths})
            self._came.set()

    async def next(self) -> set[str]:
        """The next report."""
        await asyncio.wait_for(self._came.wait(), SOON_S)
        self._came.clear()
        return self.reports[-1]

    async def stays_quiet(self) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(self._came.wait(), QUIET_S)

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@pytest.fixture(params=[False, True], ids=["events", "polling"])
async def watcher(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Watcher]:
    folder = Folder(tmp_path / "content")
    folder.save("nl/faq/a.md", title="alfa")
    folder.save("nl/faq/b.md", title="beta")
    made = Watcher(folder.root, request.param)
    await asyncio.sleep(2 * SETTLE_S)  # until the system is listening
    yield made
    await made.close()


@pytest.fixture
def content(watcher: Watcher) -> Folder:
    return Folder(watcher.root)


async def test_saved_file_is_reported(watcher: Watcher, content: Folder) -> None:
    content.save("nl/faq/a.md", title="gamma")

    assert await watcher.next() == {"nl/faq/a.md"}


async def test_new_file_in_a_new_folder_is_reported(watcher: Watcher, content: Folder) -> None:
    content.save("en/faq/a.md", title="alpha")

    assert await watcher.next() == {"en", "en/faq", "en/faq/a.md"}


async def test_deleted_file_is_reported(watcher: Watcher, content: Folder) -> None:
    (content.root / "nl/faq/a.md").unlink()

    assert await watcher.next() == {"nl/faq/a.md"}


async def test_renamed_file_is_reported_under_both_names(watcher: Watcher, content: Folder) -> None:
    (content.root / "nl/faq/a.md").rename(content.root / "nl/faq/c.md")

    assert await watcher.next() == {"nl/faq/a.md", "nl/faq/c.md"}


async def test_file_restored_with_its_old_date_and_size_is_reported(watcher: Watcher, content: Folder) -> None:
    path = content.root / "nl/faq/a.md"
    before = path.stat()
    content.save("nl/faq/a.md", title="olfo")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert await watcher.next() == {"nl/faq/a.md"}


async def test_hundred_files_at_once_are_one_report(watcher: Watcher, content: Folder) -> None:
    beside = Folder(content.root.with_name("beside"))  # on a busy machine writing them takes too long to be one burst
    drafts = [beside.save(f"new-{number}.md") for number in range(100)]
    names = {f"nl/faq/{draft.name}" for draft in drafts}

    for draft in drafts:
        draft.rename(content.root / "nl/faq" / draft.name)

    assert await watcher.next() == names
    await watcher.stays_quiet()
    assert watcher.reports == [names]


async def test_half_written_file_is_reported_when_it_is_whole(watcher: Watcher, content: Folder) -> None:
    path = content.root / "nl/faq/long.md"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(20):
            file.write("Een zin. ")
            file.flush()
            await asyncio.sleep(SETTLE_S / 4)
        assert watcher.reports == []

    await watcher.next()
    await watcher.stays_quiet()
    assert watcher.reports == [{"nl/faq/long.md"}]


async def test_temporary_files_and_what_is_set_aside_are_not_reported(watcher: Watcher, content: Folder) -> None:
    for name in (".a.md.swp", "a.md~", "~$a.md", "a.md.tmp", "4913.tmp", ".git/index", "_drafts/a.md"):
        content.write(f"nl/faq/{name}", "half")

    await watcher.stays_quiet()


async def test_editor_that_writes_beside_and_renames_is_one_report_of_the_file(
    watcher: Watcher, content: Folder
) -> None:
    draft = content.save("nl/faq/.a.md.tmp", title="gamma")
    draft.replace(content.root / "nl/faq/a.md")

    assert await watcher.next() == {"nl/faq/a.md"}
    await watcher.stays_quiet()


async def test_folder_that_is_deleted_and_made_again_is_followed_further(watcher: Watcher, content: Folder) -> None:
    shutil.rmtree(content.root)
    assert "nl/faq/a.md" in await watcher.next()
    content.save("nl/faq/a.md", title="gamma")
    assert "nl/faq/a.md" in await watcher.next()
    await asyncio.sleep(3 * POLL_S)

    content.save("nl/faq/b.md", title="delta")

    assert await watcher.next() == {"nl/faq/b.md"}


async def test_folder_that_is_moved_away_and_back_is_followed_further(watcher: Watcher, content: Folder) -> None:
    away = content.root.with_name("away")
    content.root.rename(away)
    assert "nl/faq/a.md" in await watcher.next()
    away.rename(content.root)
    assert "nl/faq/a.md" in await watcher.next()
    await asyncio.sleep(3 * POLL_S)

    content.save("nl/faq/b.md", title="delta")

    assert await watcher.next() == {"nl/faq/b.md"}


async def test_another_folder_put_in_its_place_is_reported(watcher: Watcher, content: Folder) -> None:
    other = Folder(content.root.with_name("other"))
    other.save("nl/faq/a.md", title="gamma")
    content.root.rename(content.root.with_name("old"))
    other.root.rename(content.root)

    assert "nl/faq/a.md" in await watcher.next()


async def test_folder_without_rights_is_reported(watcher: Watcher, content: Folder) -> None:
    section = content.root / "nl/faq"
    section.chmod(0)
    try:
        assert "nl/faq" in await watcher.next()
    finally:
        section.chmod(0o700)


async def test_file_that_settles_as_it_was_is_not_reported(watcher: Watcher, content: Folder) -> None:
    content.save("nl/faq/fleeting.md").unlink()

    await watcher.stays_quiet()


async def test_changes_made_before_it_began_are_reported(folder: Folder) -> None:
    before = look([folder.root])
    folder.save("nl/faq/a.md")

    async for paths in changes([folder.root], since=before):
        assert str(folder.root / "nl/faq/a.md") in paths
        break


async def test_changes_while_a_report_is_being_dealt_with_are_the_next_report(folder: Folder) -> None:
    folder.save("nl/faq/a.md")
    before = look([folder.root])
    folder.save("nl/faq/a.md", title="anders")
    reports = []

    async for paths in changes([folder.root], since=before):
        reports.append({Path(path).name for path in paths})
        if len(reports) == 2:
            break
        folder.save("nl/faq/b.md")
        await asyncio.sleep(4 * SETTLE_S)
        folder.save("nl/faq/c.md")

    assert reports == [{"a.md"}, {"b.md", "c.md"}]


async def test_folder_that_never_holds_still_is_read_all_the_same(watcher: Watcher, content: Folder) -> None:
    started_s = time.monotonic()
    while not watcher.reports and time.monotonic() - started_s < RESTLESS_S + SOON_S:
        content.write("nl/faq/log.md", f"{time.monotonic()}")
        await asyncio.sleep(SETTLE_S / 3)

    assert watcher.reports == [{"nl/faq/log.md"}]


@pytest.mark.parametrize("seed", range(8))
def test_a_look_at_what_was_told_of_sees_what_a_look_at_all_does(tmp_path: Path, seed: int) -> None:
    """Of a folder that came or went the system may tell alone."""
    root = tmp_path / "content"
    hands, dice = Hands(seed, root), random.Random(seed)
    for _ in range(12):
        hands.write()
    known = dict(look([root]))
    for _ in range(60):
        hands.does()
        now = look([root])
        differing = sorted({path for path, _ in known.items() ^ now.items()})
        tops = [path for path in differing if not any(path.startswith(f"{other}{os.sep}") for other in differing)]

        found = look_at(dice.choice((differing, tops)), [root], known)

        assert found == {path: now.get(path) for path in differing}
        known = dict(now)


async def test_event_that_is_lost_is_made_good_by_a_look_at_all(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(*_: object, **__: object) -> AsyncIterator[set[tuple[int, str]]]:
        while True:
            await asyncio.sleep(0.02)
            yield set()

    monkeypatch.setattr(watch, "awatch", silent)
    monkeypatch.setattr(watch, "LOOK_S", 0.3)
    folder.save("nl/faq/a.md")
    told = changes([folder.root], since=look([folder.root]))
    coming = asyncio.create_task(told.__anext__())
    await asyncio.sleep(0.1)  # the look at the beginning is over

    folder.save("nl/faq/a.md", title="anders")

    assert await asyncio.wait_for(coming, SOON_S) == {str(folder.root / "nl/faq/a.md")}
    await told.aclose()


async def test_an_edit_that_is_told_of_costs_no_look_at_all(
    watcher: Watcher, content: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    content.save("nl/faq/a.md", title="eerst")
    await watcher.next()
    looks: list[object] = []
    monkeypatch.setattr(watch, "look", lambda folders: looks.append(folders) or look(folders))

    content.save("nl/faq/a.md", title="gamma")

    assert await watcher.next() == {"nl/faq/a.md"}
    if not watcher.is_polling:
        assert looks == []
