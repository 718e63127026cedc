"""python -m index bench: what a question, a start and an edit cost, how search grows, and what the peers cost beside it.

Machines are noisy, so what counts are medians, and ratios of figures taken in the same run.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from index import calibrations, heads, questions
from index.answer import Question
from index.bench import entries as bench_entries
from index.bench import peers as bench_peers
from index.bench.peers import timed
from index.bench.start import Start, first_answer, held_after_edits
from index.cache import EmbeddingCache
from index.encoder import Encoder, Matrix
from index.opening import load_encoder
from index.plain import plain
from index.ranking import Calibration
from index.retriever import Retriever
from index.settings import IndexSettings
from index.snapshot import NEAREST, Snapshot
from index.vectors import Coded, Vectors, searched, unit
from knowledge.folder import CONTENT, read_folder
from knowledge.reader import Reader

ENTRIES = (171, 1_000, 2_000, 5_000, 50_000)  # of the folders in which a question and an edit are timed
GROWTH = (1_000, 10_000, 16_000, 40_000, 100_000, 1_000_000)  # passages, synthetic
A_CLUSTER = 200  # of those that have a direction in common, as passages on one subject have
NOISE = 0.8  # beside it, which has a length of 1: cosines of 0.6 within a cluster
ASKED = 300  # questions timed
QUERIES = 100  # synthetic


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds over many runs."""

    median: float
    p99: float

    @staticmethod
    def of(seconds: Sequence[float]) -> "Timing":
        """From single runs in seconds."""
        return Timing(statistics.median(seconds) * 1e3, float(np.percentile(seconds, 99)) * 1e3)


async def run(settings: IndexSettings, *, quick: bool, picture: str) -> int:
    """Measure, print the tables, and draw the picture where matplotlib is installed; 1 without all of the encoder."""
    encoder, notice = load_encoder(settings.encoder)
    if encoder is None or notice:
        print(notice, file=sys.stderr)
        return 1
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    calibration = calibrations.load(encoder.name, calibrations.SHIPPED, settings.var_dir / "calibration.toml")
    if calibration is None:
        print(f"encoder '{encoder.name}' has no calibration; ask a question first", file=sys.stderr)
        return 1
    texts = [question.text for question in questions.load()]
    texts = texts[:: max(1, len(texts) // ASKED)][:ASKED]
    one_question = await _one_question(encoder, calibration, texts)
    console.print(
        _table("one question, in ms", ("median", "p99"), {name: _times(t) for name, t in one_question.items()})
    )
    console.print(_table("start", ("value",), start_figures()))
    entries: dict[int, _Folder] = {}
    for count in ENTRIES[:-1] if quick else ENTRIES:
        with tempfile.TemporaryDirectory() as work:
            entries[count] = await _folder(encoder, calibration, texts, Path(work), count)
    console.print(
        _table(
            "generated",
            (
                "passages",
                "a question, in encodings",
                "searched and ranked, ms",
                "by meaning, ms",
                "built, s",
                "an edit read, ms",
                "… indexed, ms",
                "first answer, s",
                "MB",
                "… after edits",
            ),
            {f"{count:,} entries": folder.cells() for count, folder in entries.items()},
        )
    )
    console.print(
        _table("same encoder, passages and questions", bench_peers.COLUMNS, bench_peers.table(is_quick=quick))
    )
    width = encoder.halves[0].stop
    growth = {size: _growth(size, width) for size in (GROWTH[:-1] if quick else GROWTH)}
    console.print(
        _table(
            "search by meaning alone, in ms of one core",
            ("median", "p95", "p99", "all compared as they are", f"recall@{NEAREST}"),
            {f"{n:,} passages": grown.cells() for n, grown in growth.items()},
        )
    )
    console.print(_draw(Path(picture), one_question, entries, growth))
    return 0


async def _one_question(encoder: Encoder, calibration: Calibration, texts: Sequence[str]) -> dict[str, Timing]:
    """Encoding, searching and the rest, of the folder that ships."""
    retriever, snapshot = await built(encoder, calibration)
    encode, search, meaning, whole = [], [], [], []
    for text in texts:
        bare = plain(text)
        if not bare:
            continue
        query, spent = timed(lambda bare=bare: encoder.encode_queries([bare])[0])  # type: ignore[misc]
        encode.append(spent)
        meaning.append(timed(lambda query=query: snapshot.glances(query[None, :]))[1])  # type: ignore[misc]
        search.append(timed(lambda bare=bare, query=query: snapshot.candidates(bare, query))[1])  # type: ignore[misc]
        whole.append(timed(lambda text=text: retriever.answering(snapshot).answer(Question(text)))[1])  # type: ignore[misc]
    beside = [max(0.0, all_ - alone) for all_, alone in zip(whole, encode, strict=True)]
    await retriever.close()
    return {
        "encode": Timing.of(encode),
        "search by meaning": Timing.of(meaning),
        "search and rank": Timing.of(search),
        "all beside the encoder": Timing.of(beside),
        f"whole ({len(snapshot.passages):,} passages)": Timing.of(whole),
    }


async def built(encoder: Encoder, calibration: Calibration) -> tuple[Retriever, Snapshot]:
    """Of the folder that ships."""
    retriever = Retriever(encoder, None, calibration, heads=partial(heads.load, encoder.name))
    await retriever.refresh(read_folder(CONTENT))
    return retriever, retriever.snapshot


def start_figures() -> dict[str, Sequence[str]]:
    """Processes of their own: the first fills the cache, the later ones find it filled."""
    with tempfile.TemporaryDirectory() as var:
        first, *later = [first_answer(var) for _ in range(4)]
    return {
        "first start, to the first answer": (f"{first.answered_s:.2f} s",),
        "later start, to the first answer (median of 3)": (
            f"{statistics.median(one.answered_s for one in later):.2f} s",
        ),
        "memory after it (RSS)": (f"{max(one.held_mb for one in later):.0f} MB",),
    }


class Sketching:
    """The encoder for folders too large to encode for a measurement: of passages it makes the first half alone.

    What stands in for the others costs as much to search, and is found by nobody.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimension, self.halves = encoder.name, encoder.dimension, encoder.halves
        self.encode_queries, self.encode_first = encoder.encode_queries, encoder.encode_first
        self.begin, self.rest = encoder.begin, encoder.rest

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), dimension), row i for texts[i], each of unit norm."""
        rng = np.random.default_rng(len(texts[0]) if texts else 0)
        others = rng.standard_normal((len(texts), self.dimension - self.halves[0].stop), dtype=np.float32)
        halves = [self.encode_first(texts), *([unit(others)] if others.shape[1] else [])]
        return np.asarray(np.hstack(halves) / np.sqrt(len(halves)), dtype=np.float32)


def on_another_subject(encoder: Encoder, calibration: Calibration, cache: EmbeddingCache) -> Retriever:
    """What serves a generated folder, of which little is encoded; calibration: that for what ships."""
    elsewhere = calibrations.load(calibrations.ELSEWHERE.format(encoder.name), calibrations.SHIPPED)
    return Retriever(Sketching(encoder), cache, calibration, elsewhere, heads=partial(heads.load, encoder.name))


@dataclass(frozen=True, slots=True)
class _Folder:
    """What a folder of so many entries costs."""

    passages: int
    whole: float  # a whole question, in encodings of it, with which it takes turns
    beside: Timing  # searching and ranking
    meaning: Timing  # searching by meaning alone
    built_s: float
    read: Timing  # of an edit, as it is told by what watches the folder
    indexed: Timing  # what was read after an edit, until it is found
    start: Start  # a later one
    edited_mb: float  # what a process holds after edits

    def cells(self) -> Sequence[str]:
        """As columns of a table."""
        return (
            f"{self.passages:,}",
            f"{self.whole:.2f}",
            f"{self.beside.median:.2f}",
            f"{self.meaning.median:.2f}",
            f"{self.built_s:.1f}",
            f"{self.read.median:.0f}",
            f"{self.indexed.median:.0f}",
            f"{self.start.answered_s:.2f}",
            f"{self.start.held_mb:.0f}",
            f"{self.edited_mb:.0f}",
        )


async def _folder(encoder: Encoder, calibration: Calibration, texts: Sequence[str], work: Path, count: int) -> _Folder:
    """A folder of so many entries: building it, a question, and one changed file until it is live."""
    folder = work / "content"
    bench_entries.write(folder, count)
    bench_entries.settle()
    retriever = on_another_subject(encoder, calibration, EmbeddingCache(work / "cache.db", encoder.name))
    started = time.perf_counter()
    reader = Reader([folder])
    await retriever.refresh(reader.read())
    built, snapshot = time.perf_counter() - started, retriever.snapshot
    snapshot.get_ready(snapshot.rows_of)
    asked = [bare for text in texts if (bare := plain(text))]
    queries = encoder.encode_queries(asked)
    meaning = [timed(lambda at=at: snapshot.glances(queries[at : at + 1]))[1] for at in range(len(asked))]  # type: ignore[misc]
    beside = [
        timed(lambda bare=bare, query=query: snapshot.candidates(bare, query))[1]  # type: ignore[misc]
        for bare, query in zip(asked, queries, strict=True)
    ]
    encoding, whole = [], []
    for text in asked:
        encoding.append(timed(lambda text=text: encoder.encode_queries([text]))[1])  # type: ignore[misc]
        whole.append(timed(lambda text=text: retriever.answering(snapshot).answer(Question(text)))[1])  # type: ignore[misc]
    read, indexed = [], []
    for number in range(5):
        edited = bench_entries.edit(folder, number)
        reading, spent = timed(lambda paths=[edited]: reader.read(paths=paths))  # type: ignore[misc]
        read.append(spent)
        started = time.perf_counter()
        await retriever.refresh(reading)
        indexed.append(time.perf_counter() - started)
    passages = len(retriever.snapshot.passages)
    await retriever.close()
    where = str(work), str(folder)
    first_answer(*where)  # keeps what the next one finds
    start, edited_mb = first_answer(*where), held_after_edits(*where)
    timings = Timing.of(read), Timing.of(indexed)
    ratio = statistics.median(whole) / statistics.median(encoding)
    return _Folder(passages, ratio, Timing.of(beside), Timing.of(meaning), built, *timings, start, edited_mb)


@dataclass(frozen=True, slots=True)
class _Growth:
    """Search among so many passages, in milliseconds of one core."""

    timing: Timing
    p95: float
    exact: Timing  # where all are compared as they are
    recall: float  # share of the nearest NEAREST that are found

    def cells(self) -> Sequence[str]:
        """As columns of a table."""
        return (
            f"{self.timing.median:.2f}",
            f"{self.p95:.2f}",
            f"{self.timing.p99:.2f}",
            f"{self.exact.median:.2f}",
            f"{self.recall:.4f}",
        )


def _growth(size: int, dimension: int) -> _Growth:
    """Clustered unit vectors: how long the nearest of them take to find, and how many of those are found."""
    matrix, queries = clustered(size, dimension)
    exact = Vectors(matrix)
    right, exactly = _searched(exact, queries[: 15 if size >= 1_000_000 else QUERIES])
    del exact
    rows, spent = _searched(searched(matrix, slice(0, dimension)), queries)
    shares = [len(set(found) & set(there)) / len(there) for found, there in zip(rows, right, strict=False)]
    return _Growth(Timing.of(spent), float(np.percentile(spent, 95)) * 1e3, Timing.of(exactly), statistics.mean(shares))


def _searched(vectors: Vectors | Coded, queries: Matrix) -> tuple[list[list[int]], list[float]]:
    """The rows that each query finds, and the seconds of this thread's core that it took."""
    rows, spent = [], []
    for query in queries:
        started = time.thread_time()
        found, _ = vectors.search(query, NEAREST)
        spent.append(time.thread_time() - started)
        rows.append(found.tolist())
    return rows, spent


def clustered(size: int, dimension: int) -> tuple[Matrix, Matrix]:
    """(size, dimension) to be searched, and (QUERIES, dimension) to search for, of unit norm, the same every time."""
    matrix = _drawn(size + QUERIES, dimension)
    return matrix[QUERIES:], matrix[:QUERIES].copy()


def _drawn(size: int, dimension: int) -> Matrix:
    rng = np.random.default_rng(0)
    directions = unit(rng.standard_normal((max(1, size // A_CLUSTER), dimension), dtype=np.float32))
    matrix = np.empty((size, dimension), dtype=np.float32)
    for start in range(0, size, 10_000):
        count = min(10_000, size - start)
        noise = rng.standard_normal((count, dimension), dtype=np.float32) * np.float32(NOISE / np.sqrt(dimension))
        matrix[start : start + count] = unit(directions[rng.integers(0, len(directions), count)] + noise)
    return matrix


def _times(timing: Timing) -> Sequence[str]:
    return f"{timing.median:.2f}", f"{timing.p99:.2f}"


def _table(title: str, columns: Sequence[str], rows: dict[str, Sequence[str]]) -> Table:
    table = Table(title, *columns)
    for name, values in rows.items():
        table.add_row(name, *values)
    return table


def _draw(path: Path, one_question: dict[str, Timing], entries: dict[int, _Folder], growth: dict[int, _Growth]) -> str:
    try:
        import matplotlib
    except ImportError:
        return "no picture: matplotlib is not installed (pip install '.[bench]')"
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, middle, right) = pyplot.subplots(1, 3, figsize=(15, 4), layout="constrained")
    left.barh(list(one_question), [timing.median for timing in one_question.values()], color="#2b6cb0")
    left.invert_yaxis()
    left.set(title="One question", xlabel="median, ms")
    middle.loglog(list(entries), [folder.beside.median for folder in entries.values()], "o-", label="a question")
    middle.loglog(list(entries), [folder.read.median for folder in entries.values()], "o:", label="an edit, read")
    middle.loglog(list(entries), [folder.indexed.median for folder in entries.values()], "o--", label="… indexed")
    middle.set(title="Beside the encoder", xlabel="entries", ylabel="median, ms")
    middle.legend()
    right.loglog(list(growth), [grown.timing.median for grown in growth.values()], "o-", color="#2b6cb0")
    right.loglog(list(growth), [grown.exact.median for grown in growth.values()], "o:", color="#999999")
    right.axhline(1, color="#999999", linestyle=":")
    right.set(title="Search by meaning (dotted: all compared)", xlabel="passages", ylabel="median, ms")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    return f"picture: {path}"
