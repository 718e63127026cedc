"""python -m index bench: what a question, a start and an edit cost, how search grows, and what the peers cost beside it.

Machines are noisy, so what counts are medians, and ratios of figures taken in the same run.
"""

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from index import calibrations, questions
from index.answer import Question
from index.cache import EmbeddingCache
from index.encoder import Encoder
from index.opening import load_encoder
from index.plain import plain
from index.ranking import Calibration
from index.retriever import Retriever
from index.settings import IndexSettings
from index.snapshot import Snapshot
from index.vectors import Vectors
from knowledge.folder import CONTENT, read_folder

ENTRIES = 1000  # of the folder in which an edit is timed
GROWTH = (1_000, 10_000, 100_000, 1_000_000)  # passages, synthetic
ASKED = 300  # questions timed
FLAGSHIP = "Mogen we samenwerken zonder gemelde route?"


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
    """Measure, print the tables, and draw the picture where matplotlib is installed; 1 without an encoder."""
    encoder, notice = load_encoder(settings.encoder)
    if encoder is None:
        print(notice, file=sys.stderr)
        return 1
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    calibration = calibrations.load(encoder.name, calibrations.SHIPPED, settings.var_dir / "calibration.toml")
    if calibration is None:
        print(f"encoder '{encoder.name}' has no calibration; ask a question first", file=sys.stderr)
        return 1
    texts = [question.text for question in questions.load()][:: max(1, len(questions.load()) // ASKED)][:ASKED]
    one_question = await _one_question(encoder, calibration, texts)
    console.print(
        _table("one question, in ms", ("median", "p99"), {name: _times(t) for name, t in one_question.items()})
    )
    console.print(_table("start", ("value",), start_figures()))
    with tempfile.TemporaryDirectory() as work:
        console.print(_table(f"{ENTRIES:,} entries", ("value",), await _edits(encoder, calibration, Path(work))))
    console.print(
        _table(
            "beside it, same questions and encoder", ("median ms", "ratio"), await _peers(encoder, calibration, texts)
        )
    )
    growth = {size: _growth(size, encoder.dimension) for size in (GROWTH[:-1] if quick else GROWTH)}
    console.print(
        _table(
            "search by meaning alone, in ms",
            ("median", "p99"),
            {f"{n:,} passages": _times(t) for n, t in growth.items()},
        )
    )
    console.print(_draw(Path(picture), one_question, growth))
    return 0


async def _one_question(encoder: Encoder, calibration: Calibration, texts: Sequence[str]) -> dict[str, Timing]:
    """Encoding, searching and the rest, of the folder that ships."""
    retriever, snapshot = await _built(encoder, calibration)
    encode, search, meaning, whole = [], [], [], []
    for text in texts:
        bare = plain(text)
        if not bare:
            continue
        query, spent = _timed(lambda bare=bare: encoder.encode_queries([bare])[0])  # type: ignore[misc]
        encode.append(spent)
        meaning.append(_timed(lambda query=query: snapshot.glances(query[None, :]))[1])  # type: ignore[misc]
        search.append(_timed(lambda bare=bare, query=query: snapshot.candidates(bare, query))[1])  # type: ignore[misc]
        whole.append(_timed(lambda text=text: retriever.answer(Question(text), snapshot))[1])  # type: ignore[misc]
    beside = [max(0.0, all_ - alone) for all_, alone in zip(whole, encode, strict=True)]
    await retriever.close()
    return {
        "encode": Timing.of(encode),
        "search by meaning": Timing.of(meaning),
        "search and rank": Timing.of(search),
        "all beside the encoder": Timing.of(beside),
        f"whole ({len(snapshot.passages):,} passages)": Timing.of(whole),
    }


async def _built(encoder: Encoder, calibration: Calibration) -> tuple[Retriever, Snapshot]:
    retriever = Retriever(encoder, None, calibration)
    await retriever.refresh(read_folder(CONTENT))
    return retriever, retriever.snapshot


def start_figures() -> dict[str, Sequence[str]]:
    """Processes of their own: the first fills the cache, the later ones find it filled."""
    with tempfile.TemporaryDirectory() as var:
        spent = [_process(var) for _ in range(4)]
    warm = spent[1:]
    return {
        "first start, to the first answer": (f"{spent[0][0]:.2f} s",),
        "later start, to the first answer (median of 3)": (f"{statistics.median(s for s, _ in warm):.2f} s",),
        "memory at most (RSS)": (f"{max(m for _, m in warm):.0f} MB",),
    }


def _process(var: str) -> tuple[float, float]:
    """(seconds from process start to the answer, highest RSS in MB) of `python -m index ask`."""
    code = "import resource, sys; from index.__main__ import main; main(['ask', '--json', sys.argv[1]]); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    started = time.perf_counter()
    found = subprocess.run(  # noqa: S603, our own code
        [sys.executable, "-c", code, FLAGSHIP],
        env={"VAR_DIR": var, "PATH": "", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    spent = time.perf_counter() - started
    answer, kilobytes = found.stdout.splitlines()
    if json.loads(answer)["outcome"] != "answered":
        raise RuntimeError(f"the first answer was {answer}")
    return spent, int(kilobytes) / 1000


async def _edits(encoder: Encoder, calibration: Calibration, work: Path) -> dict[str, Sequence[str]]:
    """A folder of ENTRIES entries: building it, and one changed file until it is live."""
    folder = work / "content"
    _copy_entries(folder)
    retriever = Retriever(encoder, EmbeddingCache(work / "cache.db", encoder.name), calibration)
    started = time.perf_counter()
    await retriever.refresh(read_folder(folder))
    built, live = time.perf_counter() - started, []
    victim = next(folder.rglob("*.md"))
    original = victim.read_text("utf-8")
    for number in range(5):
        victim.write_text(original.replace("\ntitle: ", f"\ntitle: '{number}' ".replace("'", ""), 1), "utf-8")
        started = time.perf_counter()
        await retriever.refresh(read_folder(folder))
        live.append(time.perf_counter() - started)
    passages = len(retriever.snapshot.passages)
    await retriever.close()
    return {
        f"built from nothing ({passages:,} passages)": (f"{built:.1f} s",),
        "one changed file until live (median of 5)": (f"{statistics.median(live) * 1e3:.0f} ms",),
        "memory of this process (RSS)": (f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB",),
    }


def _copy_entries(folder: Path) -> None:
    """Copies of the shipped entries under other names and titles, until there are ENTRIES."""
    files = sorted(path for path in CONTENT.rglob("*.md") if "faq" in path.parts)
    for number in range(ENTRIES):
        path = files[number % len(files)]
        copy = folder / path.relative_to(CONTENT).with_stem(f"{path.stem}-{number}")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)


async def _peers(encoder: Encoder, calibration: Calibration, texts: Sequence[str]) -> dict[str, Sequence[str]]:
    """The bare encoder, ours, and txtai over the same passages; ratios are to the bare encoder."""
    retriever, snapshot = await _built(encoder, calibration)
    asked = [text for text in texts if plain(text)]
    alone = Timing.of([_timed(lambda text=text: encoder.encode_queries([text]))[1] for text in asked]).median  # type: ignore[misc]
    ours = Timing.of([_timed(lambda text=text: retriever.answer(Question(text), snapshot))[1] for text in asked]).median  # type: ignore[misc]
    rows: dict[str, Sequence[str]] = {
        "encoder alone": (f"{alone:.2f}", "1.00"),
        "verbinder": (f"{ours:.2f}", f"{ours / alone:.2f}"),
    }
    rows["questions a second, one after the other"] = (f"{1000 / ours:.0f} /s", "")
    txtai = _txtai(encoder, snapshot)
    if txtai is None:
        rows["txtai"] = ("not installed", "pip install '.[bench]'")
    else:
        theirs = Timing.of([_timed(lambda text=text: txtai(text))[1] for text in asked]).median  # type: ignore[misc]
        rows["txtai"] = (f"{theirs:.2f}", f"{theirs / alone:.2f}")
    await retriever.close()
    return rows


def _txtai(encoder: Encoder, snapshot: Snapshot) -> Callable[[str], Any] | None:
    try:
        from txtai import Embeddings
    except ImportError:
        return None
    index = Embeddings(method="external", transform=lambda texts: encoder.encode_passages(list(texts)), hybrid=True)
    index.index((row, passage.text, None) for row, passage in enumerate(snapshot.passages))
    return lambda text: index.search(text, 24)


def _growth(size: int, dimension: int) -> Timing:
    """Random unit vectors: how long the nearest 120 of them take to find."""
    rng = np.random.default_rng(0)
    matrix = rng.standard_normal((size, dimension), dtype=np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    vectors, queries = Vectors(matrix), matrix[rng.integers(0, size, 100 if size < 1_000_000 else 15)]
    del matrix
    return Timing.of([_timed(lambda query=query: vectors.search(query, 120))[1] for query in queries])  # type: ignore[misc]


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    result = call()
    return result, time.perf_counter() - started


def _times(timing: Timing) -> Sequence[str]:
    return f"{timing.median:.2f}", f"{timing.p99:.2f}"


def _table(title: str, columns: Sequence[str], rows: dict[str, Sequence[str]]) -> Table:
    table = Table(title, *columns)
    for name, values in rows.items():
        table.add_row(name, *values)
    return table


def _draw(path: Path, one_question: dict[str, Timing], growth: dict[int, Timing]) -> str:
    try:
        import matplotlib
    except ImportError:
        return "no picture: matplotlib is not installed (pip install '.[bench]')"
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4), layout="constrained")
    left.barh(list(one_question), [timing.median for timing in one_question.values()], color="#2b6cb0")
    left.invert_yaxis()
    left.set(title="One question", xlabel="median, ms")
    right.loglog(list(growth), [timing.median for timing in growth.values()], "o-", color="#2b6cb0")
    right.axhline(1, color="#999999", linestyle=":")
    right.set(title="Search by meaning, exact", xlabel="passages", ylabel="median, ms")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    return f"picture: {path}"
