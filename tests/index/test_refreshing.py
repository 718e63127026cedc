"""A folder that is read again: what is embedded, swapped, kept and laid anew."""

import asyncio
from collections.abc import Sequence

import pytest

from index import layout as layouts
from index import retriever as retriever_module
from index.answer import Outcome
from index.cache import EmbeddingCache
from index.effects import Destination
from index.encoder import Matrix
from index.retriever import BATCH, LIVE_BATCH, Retriever
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder
from tests.index.asking import SlowEncoder, asked, first


async def test_question_is_answered_from_the_state_when_it_was_asked(folder: Folder) -> None:
    """The second question waits for the first while the folder's new state comes into service."""
    encoder = SlowEncoder()
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/a.md", title="alfa", body="oud")
    await retriever.refresh(read_folder(folder.root))
    folder.save("nl/faq/a.md", title="alfa", body="nieuw")
    newer = await retriever.build(read_folder(folder.root))

    asking = [asyncio.create_task(retriever.ask(asked("alfa"))) for _ in range(2)]
    await asyncio.to_thread(encoder.reached.wait, 10)
    retriever.snapshot = newer
    encoder.go.set()
    before = await asyncio.gather(*asking)
    after = await retriever.ask(asked("alfa"))

    assert [answer.hits[0].entry.body for answer in (*before, after)] == ["oud", "oud", "nieuw"]
    await retriever.close()


async def test_swapped_texts_trade_answers(retriever: Retriever, folder: Folder) -> None:
    """Two files that trade contents trade answers; equal hashes must not hide it."""
    folder.save("nl/faq/a.md", title="alfa", body="een")
    folder.save("nl/faq/b.md", title="beta", body="twee")
    await retriever.refresh(read_folder(folder.root))
    folder.save("nl/faq/a.md", title="beta", body="twee")
    folder.save("nl/faq/b.md", title="alfa", body="een")

    await retriever.refresh(read_folder(folder.root))

    assert await first(retriever, "alfa") == ("faq/b", Outcome.ANSWERED)
    assert await first(retriever, "beta") == ("faq/a", Outcome.ANSWERED)


async def test_deleted_entry_is_gone(retriever: Retriever, folder: Folder) -> None:
    deleted = folder.save("nl/faq/a.md", title="alfa")
    folder.save("nl/faq/b.md", title="beta")
    await retriever.refresh(read_folder(folder.root))
    deleted.unlink()

    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked("alfa"))
    assert (answer.outcome, [hit.entry.id for hit in answer.hits]) == (Outcome.UNKNOWN, ["faq/b"])


async def test_only_texts_never_seen_are_embedded(retriever: Retriever, encoder: WordEncoder, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa", asks=["beta"], body="een")
    await retriever.refresh(read_folder(folder.root))
    at_first = encoder.passages.copy()
    folder.save("nl/faq/a.md", title="alfa", asks=["beta", "gamma"], body="een")
    folder.save("nl/faq/b.md", title="beta twee", asks=["alfa?"], body="een")

    await retriever.refresh(read_folder(folder.root))

    assert at_first == ["alfa", "beta", "alfa een"]
    assert encoder.passages[len(at_first) :] == ["gamma", "beta twee", "alfa?", "beta twee een"]


async def test_refresh_without_changes_embeds_nothing(
    retriever: Retriever, encoder: WordEncoder, folder: Folder
) -> None:
    folder.save("nl/faq/a.md", title="alfa")
    await retriever.refresh(read_folder(folder.root))
    encoder.passages.clear()

    await retriever.refresh(read_folder(folder.root))

    assert encoder.passages == []


async def test_a_text_that_stands_twice_is_embedded_once(
    retriever: Retriever, encoder: WordEncoder, folder: Folder
) -> None:
    folder.save("nl/faq/a.md", title="alfa", body="een")
    folder.save("en/faq/a.md", title="alfa", body="een")

    await retriever.refresh(read_folder(folder.root))

    assert encoder.passages[:2] == ["alfa", "alfa een"]
    assert len(retriever.snapshot.passages) == 4


async def test_later_start_finds_its_vectors_in_the_cache(
    folder: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, encoder = tmp_path_factory.mktemp("var") / "cache.db", WordEncoder()
    folder.save("nl/faq/a.md", title="alfa")
    earlier = Retriever(WordEncoder(), EmbeddingCache(path, encoder.name), CALIBRATION)
    await earlier.refresh(read_folder(folder.root))
    await earlier.close()

    later = Retriever(encoder, EmbeddingCache(path, encoder.name), CALIBRATION)
    await later.refresh(read_folder(folder.root))

    assert encoder.passages == []
    assert await first(later, "alfa") == ("faq/a", Outcome.ANSWERED)
    await later.close()


async def test_lost_cache_costs_no_answer(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("var") / "cache.db"
    path.write_bytes(b"this is no database " * 200)
    folder.save("nl/faq/a.md", title="alfa")
    retriever = Retriever(WordEncoder(), EmbeddingCache(path, "words of a text"), CALIBRATION)

    await retriever.refresh(read_folder(folder.root))

    assert await first(retriever, "alfa") == ("faq/a", Outcome.ANSWERED)
    await retriever.close()


async def test_progress_is_told_after_each_batch(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa", asks=[f"vraag {number}" for number in range(2 * BATCH)], body="een")
    told = []

    await retriever.refresh(read_folder(folder.root), lambda done, total: told.append((done, total)))

    assert told == [(BATCH, 2 * BATCH + 2), (2 * BATCH, 2 * BATCH + 2), (2 * BATCH + 2, 2 * BATCH + 2)]


class CountingEncoder(WordEncoder):
    """Says which passages it was given in which refresh: those of one refresh come in a row."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        self.batches.append(texts[0].split()[0])
        return super().encode_passages(texts)


async def test_one_refresh_runs_at_a_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    encoder, folders = CountingEncoder(), {name: Folder(tmp_path_factory.mktemp(name)) for name in ("een", "twee")}
    for name, folder in folders.items():
        folder.save("nl/faq/a.md", title=name, asks=[f"{name} {number}" for number in range(4 * BATCH)], body=name)
    retriever = Retriever(encoder, None, CALIBRATION)
    readings = [read_folder(folder.root) for folder in folders.values()]

    await asyncio.gather(*(retriever.refresh(reading) for reading in readings))

    mine = [name for name in encoder.batches if name in folders]
    passages = 4 * BATCH + 2
    assert mine == ["een"] * -(-passages // BATCH) + ["twee"] * -(-passages // LIVE_BATCH)
    assert retriever.snapshot.reading == readings[1]
    await retriever.close()


async def test_failed_refresh_leaves_the_old_state(folder: Folder) -> None:
    class Failing(WordEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Matrix:
            if any("kapotmaker" in text for text in texts):
                raise RuntimeError("out of memory")
            return super().encode_passages(texts)

    retriever = Retriever(Failing(), None, CALIBRATION)
    folder.save("nl/faq/a.md", title="alfa")
    await retriever.refresh(read_folder(folder.root))
    folder.save("nl/faq/b.md", title="kapotmaker")

    with pytest.raises(RuntimeError, match="out of memory"):
        await retriever.refresh(read_folder(folder.root))

    assert await first(retriever, "alfa") == ("faq/a", Outcome.ANSWERED)
    (folder.root / "nl/faq/b.md").unlink()
    await retriever.refresh(read_folder(folder.root))
    await retriever.close()


@pytest.fixture
def of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows there are, an edit is dealt with as in a folder of many; three empty rows are too many."""
    monkeypatch.setattr(layouts, "FEW", 0)
    monkeypatch.setattr(layouts, "EMPTY", 7)


@pytest.mark.usefixtures("of_many")
async def test_of_many_rows_an_edit_leaves_the_others_where_they_are_and_all_is_laid_anew_later(
    encoder: WordEncoder, folder: Folder
) -> None:
    retriever = Retriever(encoder, None, CALIBRATION)
    for name in ("alfa", "beta", "gamma"):
        folder.save(f"nl/faq/{name}.md", title=f"{name}?", body=f"over {name}")
    await retriever.refresh(read_folder(folder.root))
    before = retriever.snapshot

    folder.save("nl/faq/alfa.md", title="alfa twee?", body="over alfa twee")
    await retriever.refresh(read_folder(folder.root))
    edited = retriever.snapshot
    assert (before.layout.is_laid, edited.layout.is_laid, edited.layout.laid) == (True, False, 6)
    assert await first(retriever, "alfa twee") == ("faq/alfa", Outcome.ANSWERED)

    (folder.root / "nl/faq/beta.md").unlink()
    encoder.passages.clear()
    await retriever.refresh(read_folder(folder.root))
    await retriever.tidy()  # begun by the refresh; this waits for it

    tidy = retriever.snapshot
    assert ([one.text for one in tidy.passages], len(tidy.layout.empty), tidy.layout.size) == (
        ["alfa twee?", "alfa twee? over alfa twee", "gamma?", "gamma? over gamma"],
        0,
        4,
    )
    assert encoder.passages == []
    assert [await first(retriever, text) for text in ("alfa twee", "gamma")] == [
        ("faq/alfa", Outcome.ANSWERED),
        ("faq/gamma", Outcome.ANSWERED),
    ]
    assert await answers_none(retriever, "beta")
    await retriever.close()


async def answers_none(retriever: Retriever, text: str) -> bool:
    answer = await retriever.ask(asked(text))
    return answer.outcome is Outcome.UNKNOWN


@pytest.mark.usefixtures("of_many")
async def test_where_questions_lead_is_remembered_though_all_is_laid_anew(
    encoder: WordEncoder, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/alfa.md", title="alfa?", body="over alfa")
    await retriever.refresh(read_folder(folder.root))
    monkeypatch.setattr(layouts, "EMPTY", 100)
    folder.save("nl/faq/beta.md", title="beta?", body="over beta")
    await retriever.refresh(read_folder(folder.root))
    led = {"alfa": Destination(Outcome.ANSWERED, "faq/alfa")}
    retriever.remember(retriever.snapshot, led)

    monkeypatch.setattr(layouts, "BEHIND", 0)
    monkeypatch.setattr(layouts, "EMPTY", 0)
    await retriever.tidy()

    assert retriever.snapshot.layout.is_laid
    assert retriever.remembered(retriever.snapshot) == led
    await retriever.close()


@pytest.mark.usefixtures("of_many")
async def test_an_edit_is_compared_with_the_one_before_though_all_is_laid_anew_meanwhile(
    encoder: WordEncoder, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/alfa.md", title="alfa?", body="over alfa")
    await retriever.refresh(read_folder(folder.root))
    before, led = retriever.snapshot, {"alfa": Destination(Outcome.ANSWERED, "faq/alfa")}
    retriever.remember(before, led)
    monkeypatch.setattr(layouts, "EMPTY", 100)
    folder.save("nl/faq/beta.md", title="beta?", body="over beta")
    await retriever.refresh(read_folder(folder.root))
    edited = retriever.snapshot

    monkeypatch.setattr(layouts, "BEHIND", 0)
    await retriever.tidy()

    assert retriever.snapshot.layout.is_laid
    assert (retriever.serves(before), retriever.serves(edited)) == (False, True)
    assert retriever.remembered(before) == led
    retriever.remember(edited, led)
    assert retriever.remembered(edited) == retriever.remembered(retriever.snapshot) == led
    await retriever.close()


@pytest.mark.usefixtures("of_many")
async def test_edits_while_somebody_asks_have_all_laid_anew_once_and_closing_leaves_that(folder: Folder) -> None:
    encoder = SlowEncoder()
    retriever = Retriever(encoder, None, CALIBRATION)
    for name in ("alfa", "beta", "gamma", "delta"):
        folder.save(f"nl/faq/{name}.md", title=f"{name}?", body=f"over {name}")
    await retriever.refresh(read_folder(folder.root))
    others = asyncio.all_tasks()
    asking = asyncio.create_task(retriever.ask(asked("delta")))
    await asyncio.to_thread(encoder.reached.wait, 10)

    for name in ("alfa", "beta", "gamma"):
        (folder.root / f"nl/faq/{name}.md").unlink()
        await retriever.refresh(read_folder(folder.root))
    begun = asyncio.all_tasks() - others - {asking}
    encoder.go.set()
    await retriever.close()

    assert (await asking).hits[0].entry.id == "faq/delta"
    assert (len(begun), all(task.done() for task in begun)) == (1, True)


async def test_a_folder_that_can_t_be_laid_anew_goes_on_being_served(
    encoder: WordEncoder, folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/alfa.md", title="alfa?", body="over alfa")
    await retriever.refresh(read_folder(folder.root))
    monkeypatch.setattr(layouts, "EMPTY", -2)
    monkeypatch.setattr(retriever_module, "laid_anew", lambda *_: 1 / 0)

    await retriever.tidy()

    assert await first(retriever, "alfa") == ("faq/alfa", Outcome.ANSWERED)
    assert "could not be laid anew" in caplog.text
    await retriever.close()
