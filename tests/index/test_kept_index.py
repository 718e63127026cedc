"""What a folder is searched by, kept for the next start: all comes out alike, and nothing damaged or foreign is believed."""

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import filed, kept_index, vectors
from index import layout as layouts
from index import retriever as retriever_module
from index.answer import Question
from index.encoder import Matrix
from index.kept_index import KeptFile
from index.retriever import Retriever
from index.snapshot import Snapshot
from index.vectors import Coded, unit
from knowledge.folder import CONTENT, read_folder
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WORDS_ALONE, WordEncoder

QUESTIONS = ("wie meldt de leerroute", "gemelde", "samenwerkings overeenkomst", "wat kost het", "zzz")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / kept_index.NAME


@pytest.fixture
def folder(folder: Folder) -> Folder:
    folder.save("nl/faq/melden.md", title="Wie meldt de leerroute?", asks=["wie meldt"], body="De vmbo-school.")
    folder.save("nl/faq/tekenen.md", title="Wie tekent de samenwerkingsovereenkomst?", body="Beide besturen.")
    folder.save("en/faq/melden.md", title="Who registers the route?", body="The school, the school.")
    return folder


async def started(path: Path, root: Path, *, encoder: WordEncoder | None = None) -> tuple[Retriever, WordEncoder]:
    """A process of its own, as far as what is kept is concerned."""
    encoder = encoder or WordEncoder()
    retriever = Retriever(encoder, None, CALIBRATION, kept=KeptFile(path, encoder.name))
    await retriever.loaded()
    await retriever.refresh(read_folder(root))
    return retriever, encoder


class HalvedEncoder(WordEncoder):
    """Of two halves that hold the same, narrow enough to be coded."""

    def __init__(self) -> None:
        super().__init__()
        self.halves, self.dimension = (slice(0, 64), slice(64, 128)), 128

    def encode_first(self, texts: Sequence[str]) -> Matrix:
        return unit(WordEncoder()._encode(texts).reshape(len(texts), -1, 64).sum(axis=1))

    def _encode(self, texts: Sequence[str]) -> Matrix:
        return unit(np.tile(self.encode_first(texts), 2))


async def halved(path: Path, root: Path) -> Snapshot:
    """What a start with an encoder of two halves serves."""
    retriever, _ = await started(path, root, encoder=HalvedEncoder())
    await retriever.close()
    return retriever.snapshot


async def served(path: Path, root: Path) -> tuple[Snapshot, list[str]]:
    """What a start serves, and which passages it had to embed for it."""
    retriever, encoder = await started(path, root)
    await retriever.close()
    return retriever.snapshot, encoder.passages


def scores(snapshot: Snapshot) -> list[list[float]]:
    found = [snapshot.words.scores(text) for text in QUESTIONS]
    meant = [snapshot.meant.scores(text) for text in QUESTIONS] if snapshot.meant is not None else []
    return [
        *([*one.words.tolist(), *one.parts.tolist(), one.unknown] for one in found),
        *(one.features(np.arange(len(one.held_rare))).ravel().tolist() for one in meant),
    ]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def sizes_in(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def is_in(path: Path, form: str) -> bool:
    return form.encode() in path.read_bytes()


def damage(path: Path, harm: str) -> None:
    data = path.read_bytes()
    at = data.index(b"words_words_forms") + 200
    damaged = {
        "cut": data[:-40],
        "bit": data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
        "empty": b"",
        "text": b"no index",
    }
    path.unlink()
    match harm:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "array":
            with path.open("wb") as file:
                np.save(file, np.arange(3))
        case _:
            path.write_bytes(damaged[harm])


async def test_next_start_embeds_nothing_and_finds_the_same(path: Path, folder: Folder) -> None:
    first, embedded = await served(path, folder.root)

    second, again = await served(path, folder.root)

    assert (len(embedded), again) == (len(first.passages), [])
    assert np.array_equal(np.asarray(second.matrix), np.asarray(first.matrix))
    assert scores(second) == scores(first)
    assert mode_of(path) == 0o600


async def test_what_words_may_stand_for_is_kept_elsewhere(path: Path, folder: Folder) -> None:
    made = []
    for _ in range(2):
        encoder = WordEncoder()
        retriever = Retriever(encoder, None, CALIBRATION, CALIBRATION, kept=KeptFile(path, encoder.name))
        await retriever.loaded()
        await retriever.refresh(read_folder(folder.root))
        await retriever.close()
        made.append(retriever.snapshot)

    kept = KeptFile(path, WordEncoder().name).load()
    assert kept is not None
    assert kept.meant is not None
    assert scores(made[1]) == scores(made[0])
    assert len(scores(made[0])) == 2 * len(QUESTIONS)


async def test_what_changed_meanwhile_is_made_anew_and_found_as_if_all_was(path: Path, folder: Folder) -> None:
    await served(path, folder.root)
    folder.save("nl/faq/kosten.md", title="Wat kost het?", body="Niets.")
    folder.save("nl/faq/melden.md", title="Wie meldt de leerroute?", asks=["wie meldt"], body="Het mbo.")
    (folder.root / "en" / "faq" / "melden.md").unlink()

    found, embedded = await served(path, folder.root)

    assert sorted(embedded) == sorted(
        [
            "Wat kost het?",
            "Wat kost het? Niets.",
            "Wie meldt de leerroute?",
            "wie meldt",
            "Wie meldt de leerroute? Het mbo.",
        ]
    )
    anew, _ = await served(path.with_name("other.npz"), folder.root)
    assert np.array_equal(np.asarray(found.matrix), np.asarray(anew.matrix))
    np.testing.assert_allclose(np.concatenate(scores(found)), np.concatenate(scores(anew)), rtol=0, atol=1e-6)
    assert (await served(path, folder.root))[1] == []


async def test_what_a_process_edits_is_found_at_the_next_start(path: Path, folder: Folder) -> None:
    retriever, _ = await started(path, folder.root)
    folder.save("nl/faq/tekenen.md", title="Wie zet de handtekening?", body="De rector.")
    await retriever.refresh(read_folder(folder.root))
    await retriever.close()

    retriever, _ = await started(path, folder.root)

    answer = await retriever.ask(Question("wie zet de handtekening", "nl"))
    await retriever.close()
    assert answer.hits[0].entry.title == "Wie zet de handtekening?"


@pytest.mark.parametrize(
    "harm", ["cut", "bit", "empty", "text", "folder", "pipe", "array", "code", "encoder", "misfit"]
)
async def test_what_is_damaged_or_foreign_is_made_anew(
    harm: str, path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = await served(path, folder.root)
    encoder = WordEncoder()
    match harm:
        case "code":
            monkeypatch.setattr(kept_index, "_code", lambda: "another")
        case "encoder":
            encoder.name = "another"
        case "misfit":  # as where passages were cut otherwise
            starts = np.concatenate([[0], first.layout.starts[1:] - 1])
            snapshot = replace(first, layout=replace(first.layout, starts=starts))
            KeptFile(path, encoder.name).save(snapshot)
        case _:
            damage(path, harm)

    retriever, encoder = await started(path, folder.root, encoder=encoder)
    await retriever.close()

    assert set(encoder.passages) <= {passage.text for passage in first.passages}
    assert encoder.passages
    assert scores(retriever.snapshot) == scores(first)


@pytest.mark.parametrize(
    ("part", "harmed"),
    [
        pytest.param("prints", lambda part: part[::-1], id="prints turned"),
        pytest.param("prints", lambda part: part[None], id="prints in a table"),
        pytest.param("starts", lambda part: part.astype("U"), id="starts in letters"),
        pytest.param("vectors_scales", lambda part: -part, id="vectors turned round"),
        pytest.param("words_leads", lambda part: part - 1, id="leads below 0"),
        pytest.param("words_words_documents", lambda part: part + 9, id="documents that are not there"),
        pytest.param("words_words_starts", lambda part: part[:-1], id="a column less"),
    ],
)
async def test_parts_that_were_not_written_together_are_made_anew(
    part: str, harmed: Callable[[Any], Any], path: Path, folder: Folder
) -> None:
    first, _ = await served(path, folder.root)
    with np.load(path) as archive:
        stored = dict(archive)
    with path.open("wb") as file:
        np.savez(file, **{**stored, part: harmed(stored[part])})

    found, embedded = await served(path, folder.root)

    assert len(embedded) == len(first.passages)
    assert scores(found) == scores(first)


async def test_edit_during_a_first_start_is_kept_too(
    path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retriever_module, "AT_ONCE", 0)
    encoder = WordEncoder()
    retriever = Retriever(encoder, None, CALIBRATION, words=(WORDS_ALONE, None), kept=KeptFile(path, encoder.name))
    await retriever.refresh(read_folder(folder.root))
    folder.save("nl/faq/kosten.md", title="Wat kost het?", body="Niets.")
    await retriever.refresh(read_folder(folder.root))
    await retriever.ready()
    await retriever.close()

    _, embedded = await served(path, folder.root)

    assert embedded == []


async def test_edit_while_a_few_vectors_come_finds_those_that_were_kept(
    path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    await served(path, folder.root)
    monkeypatch.setattr(retriever_module, "AT_ONCE", 0)
    encoder = WordEncoder()
    retriever = Retriever(encoder, None, CALIBRATION, words=(WORDS_ALONE, None), kept=KeptFile(path, encoder.name))
    await retriever.loaded()
    for name in ("kosten", "duur"):
        folder.save(f"nl/faq/{name}.md", title=f"Wat is de {name}?", body="Niets.")
        await retriever.refresh(read_folder(folder.root))
    await retriever.ready()
    await retriever.close()

    assert set(encoder.passages) == {
        "Wat is de kosten?",
        "Wat is de kosten? Niets.",
        "Wat is de duur?",
        "Wat is de duur? Niets.",
    }


async def test_what_goes_while_vectors_come_is_found_no_more_beside_those_that_were_kept(
    path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder of many, whose rows stay where they are once it serves."""
    await served(path, folder.root)
    monkeypatch.setattr(retriever_module, "AT_ONCE", 0)
    monkeypatch.setattr(layouts, "FEW", 0)
    encoder = WordEncoder()
    retriever = Retriever(encoder, None, CALIBRATION, words=(WORDS_ALONE, None), kept=KeptFile(path, encoder.name))
    await retriever.loaded()
    folder.save("nl/faq/kosten.md", title="Wat is de kosten?", body="Niets.")
    await retriever.refresh(read_folder(folder.root))
    (folder.root / "nl/faq/melden.md").unlink()
    (folder.root / "en/faq/melden.md").unlink()
    await retriever.refresh(read_folder(folder.root))
    await retriever.ready()

    answer = await retriever.ask(Question("wie meldt de leerroute", "nl"))

    assert retriever.snapshot.layout.is_laid
    assert "faq/melden" not in [hit.entry.id for hit in answer.hits]
    await retriever.close()


async def test_forms_of_what_was_deleted_are_not_kept(path: Path, folder: Folder) -> None:
    """Where they are many, each start would take all texts apart again; and who deletes something wants it gone."""
    folder.save("nl/faq/lang.md", title="Lang", body=" ".join(f"woord{number}" for number in range(500)))
    await served(path, folder.root)
    assert is_in(path, "woord499")
    (folder.root / "nl" / "faq" / "lang.md").unlink()
    deleted, _ = await served(path, folder.root)

    assert not is_in(path, "woord499")
    again, _ = await served(path, folder.root)
    assert scores(again) == scores(deleted)


async def test_disk_that_is_full_costs_nothing_but_time(
    path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)

    snapshot, _ = await served(path, folder.root)

    assert len(snapshot.passages) > 0
    assert list(path.parent.iterdir()) == []


async def test_file_that_was_cut_short_is_not_kept_anew_and_costs_nothing_but_time(path: Path, folder: Folder) -> None:
    """What stays in it can be read no more."""
    await halved(path, folder.root)
    snapshot = await halved(path, folder.root)
    os.truncate(path, 100)

    KeptFile(path, HalvedEncoder().name).save(snapshot)

    assert sizes_in(path.parent) == {path.name: 100}


@pytest.mark.parametrize("is_there", [filed.IS_THERE, False], ids=["stays in the file", "is read"])
async def test_second_half_is_as_it_was_at_any_later_start(
    path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    monkeypatch.setattr(filed, "IS_THERE", is_there)
    monkeypatch.setattr(vectors, "EXACT", 3)  # so that there are codes
    await halved(path, folder.root)
    folder.save("nl/faq/kosten.md", title="Wat kost het?", body="Niets.")
    await halved(path, folder.root)
    folder.save("nl/faq/tekenen.md", title="Wie tekent?", body="De rector.")

    found = await halved(path, folder.root)
    anew = await halved(path.with_name("other.npz"), folder.root)

    assert np.array_equal(np.asarray(found.matrix), np.asarray(anew.matrix))
    assert isinstance(found.vectors, Coded)
    assert isinstance(anew.vectors, Coded)
    query = HalvedEncoder().encode_first(["wie tekent"])[0]
    assert found.vectors.search(query, 3)[0].tolist() == anew.vectors.search(query, 3)[0].tolist()


@pytest.mark.parametrize("large_bytes", [kept_index.LARGE_BYTES, 0], ids=["read", "mapped"])
async def test_all_that_ships_is_found_alike(path: Path, monkeypatch: pytest.MonkeyPatch, large_bytes: int) -> None:
    monkeypatch.setattr(kept_index, "LARGE_BYTES", large_bytes)
    first, _ = await served(path, CONTENT)

    second, embedded = await served(path, CONTENT)

    assert embedded == []
    assert scores(second) == scores(first)
    assert second.words.firsts.tolist() == first.words.firsts.tolist()
    assert first.matrix is not None
    assert first.vectors is not None
    assert second.vectors is not None
    assert np.array_equal(np.asarray(second.matrix), np.asarray(first.matrix))
    near = [
        one.vectors.near_each(first.matrix.columns(first.halves[0]).rows(slice(0, 9)), 80) for one in (first, second)
    ]
    assert np.array_equal(*near)
