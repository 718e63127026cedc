"""The folder is followed and what it says is served; whatever goes wrong, what was served before still is."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.folder.refresh import Refresh, known_questions
from bot.folder.report import Change, Failure, Outcome
from bot.records.people import Keys
from bot.records.questions import Noted, Where
from bot.records.records import Records
from index.answer import Outcome as AskedOutcome
from index.answer import Question
from index.cache import EmbeddingCache
from index.effects import CONFIRMED, Effects, HitRate
from index.encoder import EncoderError, Matrix
from index.questions import Asked
from index.retriever import Retriever
from knowledge.entry import Problem
from knowledge.notices import notice
from knowledge.tree import Tree
from knowledge.watch import look
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder
from tests.house import SHELVES

SOON_S = 60.0  # of patience: nothing is timed here


def unmoved(known: int) -> Effects:
    """All questions come out where they did."""
    return Effects(known, known, (), (), HitRate(0, 0, 0))


class World:
    """A folder with two entries, served; and what admins and figures were told."""

    def __init__(self, folder: Folder, retriever: Retriever) -> None:
        self.folder, self.retriever = folder, retriever
        self.told: list[tuple[Outcome, frozenset[str]]] = []
        self.loaded: list[int] = []
        self.refresh = Refresh(
            retriever, [folder.root], tell=self._tell, loaded=lambda took_s, entries: self.loaded.append(entries)
        )

    async def _tell(self, outcome: Outcome, but: frozenset[str]) -> None:
        self.told.append((outcome, but))

    async def hears(self, count: int = 1) -> list[Outcome]:
        """What the admins were told, once they were told that often."""

        async def is_told() -> bool:
            return len(self.told) >= count

        await self.until(is_told)
        return [outcome for outcome, _ in self.told]

    async def answer(self, question: str) -> str:
        """The body of the entry that answers outright; empty where none does."""
        answer = await self.retriever.ask(Question(question, "nl"))
        return answer.hits[0].entry.body.strip() if answer.outcome is AskedOutcome.ANSWERED else ""

    async def until(self, claim: Callable[[], Awaitable[bool]]) -> float:
        """Seconds until a claim is true."""
        started_s = time.monotonic()
        while not await claim():
            assert time.monotonic() - started_s < SOON_S
            await asyncio.sleep(0.02)
        return time.monotonic() - started_s


@pytest.fixture
async def world(folder: Folder, retriever: Retriever) -> World:
    made = World(Folder(folder.root / "content"), retriever)
    made.folder.save("nl/faq/a.md", title="alfa beta", body="een")
    made.folder.save("nl/faq/b.md", title="gamma delta", body="twee")
    await made.refresh.now()
    await made.hears()
    made.told.clear()
    made.loaded.clear()
    return made


async def test_edit_is_served_counted_and_told(world: World) -> None:
    world.folder.save("nl/faq/a.md", title="alfa beta", body="drie")

    outcome = await world.refresh.now()

    expected = Change((), ("faq/a (nl)",), (), (), 0, 2, 0)
    assert (outcome, world.told, world.loaded) == (expected, [], [2])
    assert await world.hears() == [replace(expected, effects=unmoved(2))]
    assert await world.answer("alfa beta") == "drie"


async def test_nothing_is_told_where_nothing_changed(world: World) -> None:
    snapshot = world.retriever.snapshot

    outcome = await world.refresh.now()
    await asyncio.sleep(0)

    assert (outcome, world.told) == (Change((), (), (), (), 0, 2, 0), [])
    assert world.retriever.snapshot is snapshot


async def test_who_asked_for_it_is_named_so_that_the_others_alone_are_told(world: World) -> None:
    world.folder.save("nl/faq/c.md")

    outcome = await world.refresh.now(asked_by="chef")

    await world.hears()
    assert world.told == [(outcome, frozenset({"chef"}))]
    assert outcome == Change(("faq/c (nl)",), (), (), (), 0, 3, 0, unmoved(3))


async def test_broken_file_keeps_its_last_good_version_and_its_fault_is_told_once(world: World) -> None:
    world.folder.write("nl/faq/a.md", "---\ntitle: alfa: beta\n---\ndrie\n")

    await world.refresh.now()
    await world.hears()
    await world.refresh.now()
    await asyncio.sleep(0.05)

    ((told, _),) = world.told
    assert isinstance(told, Change)
    assert (told.new, told.edited, told.gone) == ((), (), ())
    assert [str(problem)[:31] for problem in told.problems] == ["nl/faq/a.md:2: this is not YAML"]
    assert await world.answer("alfa beta") == "een"


async def test_emptied_folder_is_reported_and_not_served(world: World) -> None:
    shutil.rmtree(world.folder.root / "nl")

    outcome = await world.refresh.now()

    assert isinstance(outcome, Change)
    assert Problem(".", 1, notice("folder_empty_or_gone", count=2)) in outcome.problems
    assert (outcome.gone, outcome.entries) == ((), 2)
    assert await world.answer("alfa beta") == "een"


async def test_folder_that_comes_back_is_mended(world: World) -> None:
    away = world.folder.root.with_name("away")
    world.folder.root.rename(away)
    await world.refresh.now()
    away.rename(world.folder.root)

    outcome = await world.refresh.now()

    assert isinstance(outcome, Change)
    assert (outcome.new, outcome.gone, outcome.left, outcome.mended > 0) == ((), (), 0, True)


class FailingEncoder(WordEncoder):
    """Fails on passages while it is told to."""

    fails = False

    def encode_passages(self, texts: object) -> Matrix:
        if self.fails:
            raise EncoderError("no memory")
        return super().encode_passages(texts)  # type: ignore[arg-type]


async def test_failure_is_told_once_and_the_next_change_tries_again(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    encoder = FailingEncoder()
    retriever = Retriever(encoder, None, CALIBRATION)
    world = World(folder, retriever)
    folder.save("nl/faq/a.md", title="alfa beta", body="een")
    await world.refresh.now()
    await world.hears()
    world.told.clear()

    encoder.fails = True
    folder.save("nl/faq/b.md", title="gamma delta", body="twee")
    failed = [await world.refresh.now(), await world.refresh.now()]
    served = await world.answer("alfa beta")
    encoder.fails = False
    mended = await world.refresh.now()

    failure = Failure("EncoderError: no memory", 1)
    assert (failed, served) == ([failure, failure], "een")
    assert isinstance(mended, Change)
    assert await world.hears(2) == [failure, replace(mended, effects=unmoved(2))]
    assert await world.answer("gamma delta") == "twee"
    assert "refresh failed; still answering from the 1 entries read before" in caplog.text
    await retriever.close()


async def test_two_at_once_run_one_after_the_other(world: World) -> None:
    world.folder.save("nl/faq/c.md")

    outcomes = await asyncio.gather(world.refresh.now(), world.refresh.now())

    assert [outcome.is_news for outcome in outcomes if isinstance(outcome, Change)] == [True, False]


async def test_admins_who_can_not_be_told_hold_nothing_up(world: World, caplog: pytest.LogCaptureFixture) -> None:
    async def tell(outcome: Outcome, but: frozenset[str]) -> None:
        raise RuntimeError("no line")

    refresh = Refresh(world.retriever, [world.folder.root], tell=tell)
    world.folder.save("nl/faq/c.md")

    outcome = await refresh.now()

    async def is_logged() -> bool:
        return "the admins could not be told" in caplog.text

    assert isinstance(outcome, Change)
    await world.until(is_logged)


async def test_saved_file_is_answered_from_without_being_asked_to_reload(world: World) -> None:
    following = asyncio.create_task(world.refresh.follow(since=look([world.folder.root])))
    await asyncio.sleep(0.5)
    world.folder.save("nl/faq/c.md", title="zeta eta", body="drie")

    async def is_live() -> bool:
        return await world.answer("zeta eta") == "drie"

    await world.until(is_live)
    told = await world.hears()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert told == [Change(("faq/c (nl)",), (), (), (), 0, 3, 0, unmoved(3))]


async def test_edits_during_a_rebuild_are_all_served_in_the_end(world: World) -> None:
    following = asyncio.create_task(world.refresh.follow(since=look([world.folder.root])))
    for number in range(60):
        world.folder.save(f"nl/faq/n{number}.md", title=f"woord{number} nog{number}", body=str(number))
        await asyncio.sleep(0.02)

    async def are_live() -> bool:
        return len(world.retriever.snapshot.reading.entries) == 62

    await world.until(are_live)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert await world.answer("woord59 nog59") == "59"


async def test_following_goes_on_after_it_failed(
    folder: Folder, retriever: Retriever, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Refresh):
        async def now(self, *, asked_by: str = "") -> Outcome:
            raise RuntimeError("unforeseen")

    folder.save("nl/faq/a.md")
    following = asyncio.create_task(Broken(retriever, [folder.root]).follow(since={}))
    await asyncio.sleep(1)

    assert "the folder can't be followed" in caplog.text
    assert not following.done()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


class Held:
    """Questions to ask again, which come when they are let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def __call__(self) -> Sequence[Asked]:
        await self.go.wait()
        return ()


async def test_edits_that_come_while_questions_are_asked_again_are_told_as_one(world: World) -> None:
    held = Held()
    refresh = Refresh(world.retriever, [world.folder.root], tell=world._tell, questions=held)

    world.folder.save("nl/faq/c.md", title="zeta eta", body="drie")
    await refresh.now()
    world.folder.save("nl/faq/d.md", title="theta iota", body="vier")
    world.folder.save("nl/faq/a.md", title="alfa beta", body="anders")
    served = await refresh.now()
    live = await world.answer("theta iota")
    held.go.set()

    assert await world.hears() == [
        Change(("faq/c (nl)", "faq/d (nl)"), ("faq/a (nl)",), (), (), 0, 4, 0, unmoved(4)),
    ]
    assert (served, live) == (Change(("faq/d (nl)",), ("faq/a (nl)",), (), (), 0, 4, 0), "vier")
    await asyncio.sleep(0.05)
    assert len(world.told) == 1


async def test_edit_that_was_taken_back_before_it_was_told_is_no_news(world: World) -> None:
    held = Held()
    refresh = Refresh(world.retriever, [world.folder.root], tell=world._tell, questions=held)

    added = world.folder.save("nl/faq/c.md", title="zeta eta")
    await refresh.now()
    added.unlink()
    outcome = asyncio.create_task(refresh.now(asked_by="chef"))
    await asyncio.sleep(0.1)
    held.go.set()

    assert await outcome == Change((), (), (), (), 0, 2, 0)
    await asyncio.sleep(0.05)
    assert world.told == []


async def test_effects_that_can_not_be_found_out_keep_no_news_back(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def questions() -> Sequence[Asked]:
        raise RuntimeError("no questions")

    refresh = Refresh(world.retriever, [world.folder.root], tell=world._tell, questions=questions)
    world.folder.save("nl/faq/c.md")

    await refresh.now()

    assert await world.hears() == [Change(("faq/c (nl)",), (), (), (), 0, 3, 0, None)]
    assert "could not be found out" in caplog.text


@pytest.fixture
async def records() -> AsyncIterator[Records]:
    opened = Records(":memory:", Keys(bytes(32)), SHELVES)
    await opened.open()
    yield opened
    await opened.close()


async def test_questions_that_people_confirmed_are_asked_again_and_not_told(world: World, records: Records) -> None:
    noted = Noted("ans", "ans", "nl", AskedOutcome.ANSWERED, "faq/a", 0.9, False, 1.0, Where.PRIVATE, None)
    await records.questions.judged(await records.questions.asked(noted), "ans", is_good=True, words="beta alfa")
    refresh = Refresh(
        world.retriever, [world.folder.root], tell=world._tell, questions=lambda: known_questions(records)
    )
    (world.folder.root / "nl/faq/a.md").unlink()

    await refresh.now()

    (told,) = await world.hears()
    assert isinstance(told, Change)
    assert told.effects
    ((move,), hits) = told.effects.moves, told.effects.hits
    assert (move.before, move.count, move.examples, hits) == ("faq/a", 2, ("alfa beta",), HitRate(0, 0, 0, gone=1))


async def test_records_that_fail_leave_the_tuning_questions_to_ask(records: Records) -> None:
    await records.close()

    found = await known_questions(records)

    assert found
    assert all(one.style != CONFIRMED for one in found)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB on which nothing more fits."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    may_mount = shutil.which("mount") and os.geteuid() == 0
    if not may_mount or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("whoever runs this may not mount a small disk")
    with pytest.raises(OSError, match="No space"):
        (disk / "filler").write_bytes(b"x" * 100_000)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


async def test_edit_is_live_where_the_disk_of_the_cache_is_full(folder: Folder, full_disk: Path) -> None:
    folder.save("nl/faq/a.md", title="alfa beta", body="een")
    retriever = Retriever(WordEncoder(), EmbeddingCache(full_disk / "cache.db", "words"), CALIBRATION)
    world = World(folder, retriever)
    await world.refresh.now()
    folder.save("nl/faq/a.md", title="alfa beta", body="twee")

    outcome = await world.refresh.now()

    served = await world.answer("alfa beta")
    await retriever.close()
    assert (isinstance(outcome, Change) and outcome.edited, served) == (("faq/a (nl)",), "twee")


async def test_what_words_answered_at_a_first_start_is_compared_with_nothing(world: World):
    """Else the swap to meaning would be told as what an edit did."""
    whole = world.retriever.snapshot
    words = replace(whole, matrix=None)

    assert await world.refresh._effects(words, whole, lambda: False) is None


async def test_edit_that_is_followed_is_read_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    walks: list[object] = []
    as_ever = Tree._walk
    monkeypatch.setattr(Tree, "_walk", lambda tree, day: walks.append(day) or as_ever(tree, day))
    path = world.folder.save("nl/faq/a.md", title="alfa beta", body="drie")

    outcome = await world.refresh.now(paths=[str(path)])

    assert outcome == Change((), ("faq/a (nl)",), (), (), 0, 2, 0)
    assert await world.answer("alfa beta") == "drie"
    assert walks == []


async def test_folder_that_is_not_watched_is_read_with_an_edit_of_another(folder: Folder, retriever: Retriever) -> None:
    watched, other = Folder(folder.root / "land"), Folder(folder.root / "eigen")
    path = watched.save("nl/faq/a.md", title="alfa beta")
    other.save("nl/faq/b.md", title="gamma delta", body="twee")
    refresh = Refresh(retriever, [watched.root, other.root], watched=[watched.root])
    await refresh.now()
    other.save("nl/faq/b.md", title="gamma delta", body="anders")
    watched.save("nl/faq/a.md", title="alfa beta", body="drie")

    outcome = await refresh.now(paths=[str(path)])

    assert isinstance(outcome, Change)
    assert outcome.edited == ("faq/a (nl)", "faq/b (nl)")
