"""A first start: words answer at once, and meaning as vectors come."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from index import coming, declined_questions, retriever
from index import snapshot as snapshots
from index.__main__ import is_ready
from index.answer import Outcome, Question
from index.cache import EmbeddingCache
from index.encoder import Matrix
from index.held import Held
from index.layout import Layout
from index.retriever import Retriever
from knowledge.folder import read_folder
from knowledge.passages import split
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WORDS_ALONE, WordEncoder

ENTRIES = 12


class Gate(WordEncoder):
    """A WordEncoder that embeds as many passages as it is let, and says which."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        assert self.open.wait(timeout=20)
        return super().encode_passages(texts)


class Broken(WordEncoder):
    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        raise RuntimeError("no memory")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retriever, "AT_ONCE", 3)
    monkeypatch.setattr(declined_questions, "fitted", lambda: ())


@pytest.fixture
async def gate(folder: Folder) -> AsyncIterator[tuple[Gate, Retriever]]:
    for number in range(ENTRIES):
        folder.save(f"nl/faq/{number}.md", title=f"alfa{number} beta{number}", body=f"Over gamma{number}.")
    encoder = Gate()
    made = Retriever(encoder, EmbeddingCache(":memory:", encoder.name), CALIBRATION, words=(WORDS_ALONE, None))
    yield encoder, made
    encoder.open.set()
    await made.close()


async def first(found: Retriever, text: str) -> tuple[str, Outcome]:
    answer = await found.ask(Question(text, "nl", fixed=True))
    return answer.hits[0].entry.id, answer.outcome


async def test_words_answer_before_any_vector_is_there(
    gate: tuple[Gate, Retriever], folder: Folder, monkeypatch
) -> None:
    monkeypatch.setattr(coming, "WAITS_S", 0.0)
    encoder, found = gate

    await found.refresh(read_folder(folder.root))

    assert encoder.passages == []
    assert found.snapshot.matrix is None
    encoder.open.set()
    assert await first(found, "alfa7 beta7") == ("faq/7", Outcome.ANSWERED)


async def test_what_is_near_comes_first_and_whole(gate: tuple[Gate, Retriever], folder: Folder, monkeypatch) -> None:
    monkeypatch.setattr(coming, "LEAST", 1)
    monkeypatch.setattr(retriever.Retriever, "_come", lambda *_: asyncio.sleep(0))
    encoder, found = gate
    encoder.open.set()
    await found.refresh(read_folder(folder.root))

    assert await first(found, "alfa7 omega") == ("faq/7", Outcome.UNSURE)  # half of the words, by meaning
    assert set(encoder.passages[:2]) == {"alfa7 beta7", "alfa7 beta7 Over gamma7."}


def test_of_a_few_longer_entries_meaning_decides_once_these_are_there(folder: Folder) -> None:
    """Elsewhere each is there by several of its sections; it is entries that come."""
    for name in ("alfa", "beta"):
        body = "\n\n".join(f"## Wat is {name}{at}?\n\nOver gamma{at}." for at in range(3))
        folder.save(f"nl/{name}.md", title=f"De {name}", body=body)
    encoder, reading = WordEncoder(), read_folder(folder.root)
    layout = Layout.of(reading.entries)
    words = snapshots.build(reading, layout, None, None, (), is_elsewhere=True)
    words = replace(words, halves=encoder.halves)
    matrix = Held.room(layout.size, encoder.dimension)
    found = coming.Coming(words, matrix, layout.rows.tolist(), None).near(
        "wat is alfa1",
        encoder.encode_queries(["wat is alfa1"])[0],
        lambda some: encoder.encode_passages([text for _, text in some]),
    )

    assert found is not None
    assert set(found.ids) == {"alfa", "beta"}


async def test_when_all_is_there_it_is_as_if_it_had_been_waited_for(
    gate: tuple[Gate, Retriever], folder: Folder
) -> None:
    encoder, found = gate
    encoder.open.set()
    reading = read_folder(folder.root)
    await found.refresh(reading)
    await found.ready()

    whole = await found.build(reading)

    assert found.snapshot.passages == whole.passages
    assert whole.matrix is not None
    assert np.array_equal(found.snapshot.matrix, whole.matrix)
    assert len(encoder.passages) == len(set(encoder.passages)) == len(whole.passages)


async def test_command_waits_for_what_texts_mean_and_no_longer_than_it_is_told(
    gate: tuple[Gate, Retriever], folder: Folder
) -> None:
    """Who asks once would else never be answered by more than words."""
    encoder, found = gate
    await found.refresh(read_folder(folder.root))

    early = await is_ready(found, wait_s=0.01)
    encoder.open.set()
    late = await is_ready(found, wait_s=60.0)

    assert (early, late) == (False, True)
    assert found.snapshot.matrix is not None


async def test_folder_that_changes_meanwhile_is_begun_anew_with_what_has_come(
    gate: tuple[Gate, Retriever], folder: Folder
) -> None:
    encoder, found = gate
    await found.refresh(read_folder(folder.root))
    encoder.open.set()
    folder.save("nl/faq/new.md", title="delta epsilon")

    await found.refresh(read_folder(folder.root))

    assert await first(found, "delta epsilon") == ("faq/new", Outcome.ANSWERED)
    await found.ready()
    assert len(found.snapshot.reading.entries) == ENTRIES + 1
    assert found.snapshot.matrix is not None
    assert len(encoder.passages) == len(set(encoder.passages))


async def test_vectors_that_cannot_be_made_leave_words(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(ENTRIES):
        folder.save(f"nl/faq/{number}.md", title=f"alfa{number} beta{number}")
    found = Retriever(Broken(), None, CALIBRATION, words=(WORDS_ALONE, None))

    await found.refresh(read_folder(folder.root))
    await found.ready()

    assert await first(found, "alfa7 beta7") == ("faq/7", Outcome.ANSWERED)
    assert "words alone are searched" in caplog.text
    await found.close()


async def test_small_folder_is_waited_for(gate: tuple[Gate, Retriever], folder: Folder, monkeypatch) -> None:
    monkeypatch.setattr(retriever, "AT_ONCE", 1000)
    encoder, found = gate
    encoder.open.set()

    await found.refresh(read_folder(folder.root))

    assert found.snapshot.matrix is not None


async def test_start_after_a_kill_embeds_what_had_not_come_alone(folder: Folder, tmp_path: Path) -> None:
    """What came is in the file at once, and nobody closes it: so it is after a kill."""
    for number in range(ENTRIES):
        folder.save(f"nl/faq/{number}.md", title=f"alfa{number} beta{number}", body=f"Over gamma{number}.")
    encoder, reading = WordEncoder(), read_folder(folder.root)
    passages = [passage for entry in reading.entries for passage in split(entry)]
    words = snapshots.build(reading, Layout.of(reading.entries), None, None, encoder.halves)
    matrix = Held.room(len(passages), encoder.dimension)
    killed = Retriever(encoder, EmbeddingCache(tmp_path / "cache.db", encoder.name), CALIBRATION)
    begun = coming.Coming(words, matrix, range(len(passages)), None)
    while begun.left > len(passages) // 2:
        await killed._worker.run(partial(begun.step, killed._embedding.passages))
    came = set(encoder.passages)

    later = WordEncoder()
    found = Retriever(later, EmbeddingCache(tmp_path / "cache.db", later.name), CALIBRATION, words=(WORDS_ALONE, None))
    await found.refresh(reading)
    await found.ready()

    assert came
    assert set(later.passages) == {passage.text for passage in passages} - came
    await found.close()
    await killed.close()
