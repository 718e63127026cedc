"""What peers cost beside ours: the same encoder, passages and questions, each in a process of its own, whose memory is its own.

They come with the `bench` extra, and nothing else imports them.
"""

import asyncio
import importlib.util
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from index import calibrations, heads, questions
from index.answer import Question
from index.bench.start import most_held_mb
from index.cache import EmbeddingCache
from index.encoder import Encoder
from index.opening import load_encoder
from index.plain import plain
from index.retriever import Retriever
from index.words import stems_of
from knowledge.entry import Passage, Reading
from knowledge.folder import CONTENT, read_folder
from knowledge.passages import split

ASKED = 300  # questions timed, at most
NEAREST = 24  # passages asked of a peer
EDITS = 5
EDITED = ("nl/faq", "faq/samenwerken-zonder-melding")  # the folder of the file that is edited, and its entry's id
FEW = 12  # entries and questions of a quick run


@dataclass(frozen=True, slots=True)
class Cost:
    """What one of them costs; encoding is part of it where it has an encoder."""

    build_s: float  # all passages, from nothing
    question_ms: float  # median
    encoder_ms: float  # median of encoding the same questions by themselves, in the same process
    edit_ms: float  # median, from an entry's other passages until they are found
    memory_mb: float  # resident set at most
    right_first: float  # share of the questions with an answer whose entry is first

    def cells(self) -> Sequence[str]:
        """As columns of a table; the ratio is to the bare encoder in the same process, so that a busy minute tells on both."""
        return (
            f"{self.question_ms:.2f}",
            f"{self.question_ms / self.encoder_ms:.2f}",
            f"{self.build_s:.1f}",
            f"{self.edit_ms:.0f}",
            f"{self.memory_mb:.0f}",
            f"{self.right_first:.3f}",
        )


COLUMNS = ("median ms", "of the encoder", "built, s", "an edit, ms", "MB", "right first")  # of cells


class Peer(Protocol):
    """What finds passages; each keeps the row that it had when it was built."""

    def build(self, passages: Sequence[Passage]) -> None:
        """Make all of them findable, from nothing."""

    def ask(self, text: str) -> str | None:
        """The id of the nearest passage's entry; None where nothing is found."""

    def edit(self, rows: Sequence[int], passages: Sequence[Passage]) -> None:
        """Put passages in the place of those of these rows, one for each."""


def table(*, is_quick: bool) -> dict[str, Sequence[str]]:
    """A row of COLUMNS each, by its name; where one isn't installed or failed, that it is."""
    found = {name: measured(name, is_quick=is_quick) for name in PEERS}
    return {name: (cost,) if isinstance(cost, str) else cost.cells() for name, cost in found.items()}


def measured(name: str, *, is_quick: bool) -> Cost | str:
    """In a process of its own; a sentence where it isn't installed or failed."""
    needed, _ = PEERS[name]
    if needed and importlib.util.find_spec(needed) is None:
        return "not installed"
    found = subprocess.run(  # noqa: S603, our own code
        [sys.executable, "-m", "index.bench.peers", name, *(["--quick"] if is_quick else [])],
        capture_output=True,
        text=True,
        check=False,
    )
    last = (found.stdout.splitlines() or [""])[-1]
    if found.returncode or not last.startswith("{"):
        return (found.stderr.splitlines() or [f"ended with {found.returncode}"])[-1]
    return Cost(**json.loads(last))


def cost_of(made: "Maker", folder: Path, *, asked_at_most: int = ASKED) -> Cost:
    """Of a peer, on a folder that is its own to edit."""
    encoder, notice = load_encoder("")
    if encoder is None or notice:
        raise RuntimeError(notice)
    passages = _passages(read_folder(folder))
    peer = made(encoder, folder)
    _, build_s = timed(lambda: peer.build(passages))
    asked = [one for one in questions.load() if one.right and plain(one.text)]
    asked = asked[:: max(1, len(asked) // asked_at_most)]
    encoding = [timed(lambda text=one.text: encoder.encode_queries([plain(text)]))[1] for one in asked]  # type: ignore[misc]
    found = [timed(lambda text=one.text: peer.ask(text)) for one in asked]  # type: ignore[misc]
    right = [got == one.right for one, (got, _) in zip(asked, found, strict=True)]
    edits = [_edit_s(peer, folder, passages, number) for number in range(EDITS)]
    return Cost(
        build_s,
        statistics.median(spent for _, spent in found) * 1e3,
        statistics.median(encoding) * 1e3,
        statistics.median(edits) * 1e3,
        most_held_mb(),
        statistics.mean(right),
    )


def _edit_s(peer: Peer, folder: Path, passages: Sequence[Passage], number: int) -> float:
    """Seconds from an entry's new title and asks until they are found; each edit is another."""
    where, entry = EDITED
    path = folder / where / f"{entry.rpartition('/')[2]}.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\n  - ", f"\n  - {number} ").replace("title: ", f"title: {number} ", 1), "utf-8")
    rows = [row for row, one in enumerate(passages) if one.entry.id == entry and one.entry.lang == where[:2]]
    others = [one for one in _passages(read_folder(folder)) if one.entry.id == entry and one.entry.lang == where[:2]]
    count = min(len(rows), len(others))
    return timed(lambda: peer.edit(rows[:count], others[:count]))[1]


def keep_few(folder: Path) -> None:
    """Leave of a folder of entries the one that is edited and few beside it."""
    where, entry = EDITED
    edited = folder / where / f"{entry.rpartition('/')[2]}.md"
    kept = {edited, *sorted((folder / where).glob("*.md"))[:FEW]}
    for path in folder.rglob("*.md"):
        if path not in kept:
            path.unlink()


def _passages(reading: Reading) -> list[Passage]:
    return [passage for entry in reading.entries for passage in split(entry)]


class _Ours:
    """The retriever with all it decides; an edit is a file that is read again."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        calibration = calibrations.load(encoder.name, calibrations.SHIPPED)
        if calibration is None:
            raise RuntimeError(f"encoder '{encoder.name}' has no calibration")
        self._folder, self._loop = folder, asyncio.new_event_loop()
        self._retriever = Retriever(
            encoder, EmbeddingCache(":memory:", encoder.name), calibration, heads=partial(heads.load, encoder.name)
        )

    def build(self, passages: Sequence[Passage]) -> None:
        del passages  # it reads and splits the files by itself
        self._loop.run_until_complete(self._built())

    async def _built(self) -> None:
        """As the bot is soon after its first answer: with what later ones do not wait for."""
        await self._retriever.refresh(read_folder(self._folder))
        self._retriever.get_ready()
        await self._retriever.warmed()

    def ask(self, text: str) -> str | None:
        hits = self._retriever.answering(self._retriever.snapshot).answer(Question(text)).hits
        return hits[0].entry.id if hits else None

    def edit(self, rows: Sequence[int], passages: Sequence[Passage]) -> None:
        del rows, passages
        self._loop.run_until_complete(self._retriever.refresh(read_folder(self._folder)))


class _Txtai:
    """Vectors, and words beside them where hybrid."""

    def __init__(self, encoder: Encoder, *, hybrid: bool) -> None:
        from txtai import Embeddings

        self._index = Embeddings(
            method="external", transform=lambda texts: encoder.encode_passages(list(texts)), hybrid=hybrid
        )
        self._ids: list[str] = []

    def build(self, passages: Sequence[Passage]) -> None:
        self._ids = [passage.entry.id for passage in passages]
        self._index.index((row, passage.text, None) for row, passage in enumerate(passages))

    def ask(self, text: str) -> str | None:
        found = self._index.search(text, NEAREST)
        return self._ids[int(found[0][0])] if found else None

    def edit(self, rows: Sequence[int], passages: Sequence[Passage]) -> None:
        self._index.upsert((row, passage.text, None) for row, passage in zip(rows, passages, strict=True))


class _Haystack:
    """Vectors in its memory store."""

    def __init__(self, encoder: Encoder) -> None:
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._encoder = encoder
        self._store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
        self._retriever = InMemoryEmbeddingRetriever(self._store, top_k=NEAREST)

    def build(self, passages: Sequence[Passage]) -> None:
        self.edit(range(len(passages)), passages)

    def ask(self, text: str) -> str | None:
        query = self._encoder.encode_queries([text])[0].tolist()
        found = self._retriever.run(query_embedding=query)["documents"]
        return str(found[0].meta["entry"]) if found else None

    def edit(self, rows: Sequence[int], passages: Sequence[Passage]) -> None:
        from haystack import Document
        from haystack.document_stores.types import DuplicatePolicy

        vectors = self._encoder.encode_passages([passage.text for passage in passages])
        documents = [
            Document(id=str(row), content=passage.text, meta={"entry": passage.entry.id}, embedding=vector.tolist())
            for row, passage, vector in zip(rows, passages, vectors, strict=True)
        ]
        self._store.write_documents(documents, policy=DuplicatePolicy.OVERWRITE)


class _Bm25s:
    """Words alone, by the first of their stems; it has no edit but to be built anew."""

    def __init__(self) -> None:
        self._passages: list[Passage] = []
        self._index: Any = None

    def build(self, passages: Sequence[Passage]) -> None:
        import bm25s

        self._passages = list(passages)
        self._index = bm25s.BM25()
        self._index.index(self._words([passage.text for passage in passages]), show_progress=False)

    def ask(self, text: str) -> str | None:
        rows, scores = self._index.retrieve(
            self._words([text]), k=min(NEAREST, len(self._passages)), show_progress=False
        )
        return self._passages[int(rows[0, 0])].entry.id if scores[0, 0] > 0 else None

    def edit(self, rows: Sequence[int], passages: Sequence[Passage]) -> None:
        for row, passage in zip(rows, passages, strict=True):
            self._passages[row] = passage
        self.build(self._passages)

    def _words(self, texts: Sequence[str]) -> Any:
        import bm25s

        return bm25s.tokenize(list(texts), stopwords=[], stemmer=_first_stems, show_progress=False)


def _first_stems(words: Sequence[str]) -> list[str]:
    return [stems[0] for stems in stems_of(words)]


Maker = Callable[[Encoder, Path], Peer]
OURS = "verbinder"
PEERS: dict[str, tuple[str, Maker]] = {  # by name: the package that it needs, and what makes it
    OURS: ("", _Ours),
    "txtai, by meaning": ("txtai", lambda encoder, _: _Txtai(encoder, hybrid=False)),
    "txtai, and by words": ("txtai", lambda encoder, _: _Txtai(encoder, hybrid=True)),
    "haystack in memory": ("haystack", lambda encoder, _: _Haystack(encoder)),
    "bm25s, words alone": ("bm25s", lambda encoder, folder: _Bm25s()),
}


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """What a call returns, and the seconds that it took."""
    started = time.perf_counter()
    result = call()
    return result, time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> int:
    """What table() starts: the cost of the one that is named, as JSON."""
    name, *options = sys.argv[1:] if arguments is None else arguments
    _, made = PEERS[name]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(shutil.copytree(CONTENT, Path(work) / "content"))
        if is_quick := "--quick" in options:
            keep_few(folder)
        print(json.dumps(asdict(cost_of(made, folder, asked_at_most=FEW if is_quick else ASKED))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
