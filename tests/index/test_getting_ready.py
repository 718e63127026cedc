"""What a retriever loads, and looks at, before anybody needs it."""

import asyncio
import gc
import weakref

import pytest

from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder
from tests.index.asking import asked


async def test_what_a_clear_question_does_without_is_loaded_after_the_first_answer(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.retriever.WARMED_S", 0.0)
    encoder = WordEncoder()
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/a.md", title="alfa beta")
    await retriever.refresh(read_folder(folder.root))

    await retriever.ask(asked("alfa"))
    await retriever.ask(asked("beta"))

    async with asyncio.timeout(10):
        await retriever.warmed()
    assert sorted(encoder.queries) == ["?", "alfa", "beta"]
    await retriever.close()


async def of_twelve(folder: Folder) -> Retriever:
    """One that serves twelve entries, more than are looked at at once when it gets ready."""
    retriever = Retriever(WordEncoder(), None, CALIBRATION)
    for number in range(12):
        folder.save(f"nl/faq/{number}.md", title=f"alfa {number}")
    await retriever.refresh(read_folder(folder.root))
    return retriever


async def test_what_was_edited_away_is_not_held_while_it_gets_ready(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 5,000 entries that was 47 MB more."""
    retriever = await of_twelve(folder)
    before, reached, go = weakref.ref(retriever.snapshot.words), asyncio.Event(), asyncio.Event()

    async def wait(call):
        reached.set()
        await go.wait()

    monkeypatch.setattr(retriever._worker, "run_idle", wait)
    monkeypatch.setattr(retriever, "_encoder", None)  # so that the first thing that is looked at are entries
    retriever.get_ready()
    await reached.wait()
    monkeypatch.undo()

    folder.save("nl/faq/0.md", title="beta")
    await retriever.refresh(read_folder(folder.root))
    async with asyncio.timeout(10):  # the thread that made the next one lets go of it a moment after it is done
        while before() is not None:
            gc.collect()
            await asyncio.sleep(0.01)

    assert not go.is_set()
    go.set()
    await retriever.warmed()
    await retriever.close()


async def test_entries_that_go_while_it_gets_ready_are_no_matter(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = await of_twelve(folder)
    empty, run_idle = Retriever(WordEncoder(), None, CALIBRATION), retriever._worker.run_idle

    async def run_and_lose(call):
        found = await run_idle(call)
        retriever.snapshot = empty.snapshot
        return found

    monkeypatch.setattr(retriever._worker, "run_idle", run_and_lose)
    monkeypatch.setattr(retriever, "_encoder", None)  # so that the first thing that is looked at are entries

    retriever.get_ready()

    await retriever.warmed()
    monkeypatch.undo()
    await empty.close()
    await retriever.close()
