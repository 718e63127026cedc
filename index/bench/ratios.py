"""python -m index bench --check: ratios of processor time that a change may not make half as large again unawares.

Seconds differ from machine to machine, and waiting from minute to minute; how many encodings of a question something takes
differs little. What is over its bound is measured again before it is believed.
"""

import resource
import statistics
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from index import calibrations, questions
from index.answer import Question
from index.bench import entries as bench_entries
from index.bench import table as bench
from index.bench.start import first_answer
from index.cache import EmbeddingCache
from index.encoder import Encoder
from index.opening import load_encoder
from index.plain import plain
from index.ranking import Calibration
from index.snapshot import NEAREST
from index.vectors import Vectors, searched
from knowledge.reader import Reader

ACCEPTED = Path(__file__).with_name("accepted.toml")
FACTOR = 1.5  # of the accepted ratio, from which it is told
TRIES = 3
ENTRIES = 1_000  # of the generated folder
PASSAGES = 100_000  # synthetic
ASKED = 150  # questions timed
EDITS = 3

Ratios = Mapping[str, float]


async def check(*, accept: bool) -> int:
    """Print each ratio beside the accepted one; 1 where one is over its bound each time. accept: take today's as accepted."""
    encoder, notice = load_encoder("")
    calibration = calibrations.load(encoder.name, calibrations.SHIPPED) if encoder else None
    if encoder is None or notice or calibration is None:
        print(notice)
        return 1
    if accept:
        _write(await measure(encoder, calibration))
    accepted = tomllib.loads(ACCEPTED.read_text("utf-8"))
    least: dict[str, float] = {}
    for _ in range(TRIES):
        found = await measure(encoder, calibration)
        least = {name: min(value, least.get(name, value)) for name, value in found.items()}
        if not over(least, accepted):
            break
    told = over(least, accepted)
    for name, value in least.items():
        print(f"{name:24} {value:8.2f}  accepted {accepted[name]:8.2f}{'  TOO MUCH' if name in told else ''}")
    return 1 if told else 0


def over(found: Ratios, accepted: Ratios) -> list[str]:
    """The names of those that are more than FACTOR times what was accepted; of one that nobody accepted too."""
    return [name for name, value in found.items() if value > FACTOR * accepted.get(name, 0.0)]


async def measure(encoder: Encoder, calibration: Calibration) -> dict[str, float]:
    """All of them, by name; what isn't said otherwise is in encodings of one question."""
    known = questions.load()
    texts = [bare for one in known[:: len(known) // ASKED] if (bare := plain(one.text))]
    encoding_s = _median_s(lambda text: encoder.encode_queries([text]), texts)
    return {
        "whole_question": await _question_s(encoder, calibration, texts) / encoding_s,
        **{name: spent / encoding_s for name, spent in (await _folder_s(encoder, calibration, texts)).items()},
        "start": _start_s() / encoding_s,
        "coded_of_all_compared": _coded(encoder.halves[0].stop),  # search by meaning, few bits first
    }


async def _question_s(encoder: Encoder, calibration: Calibration, texts: list[str]) -> float:
    retriever, snapshot = await bench.built(encoder, calibration)
    snapshot.get_ready(snapshot.rows_of)
    spent = _median_s(lambda text: retriever.answering(snapshot).answer(Question(text)), texts)
    await retriever.close()
    return spent


async def _folder_s(encoder: Encoder, calibration: Calibration, texts: list[str]) -> dict[str, float]:
    """A question beside the encoder, and one changed file, in a folder of ENTRIES."""
    queries = encoder.encode_queries(texts)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "content"
        bench_entries.write(folder, ENTRIES)
        bench_entries.settle()
        cache = EmbeddingCache(Path(work) / "cache.db", "sketch")
        retriever = bench.on_another_subject(encoder, calibration, cache)
        reader = Reader([folder])
        await retriever.refresh(reader.read())
        snapshot = retriever.snapshot
        snapshot.get_ready(snapshot.rows_of)
        beside_s = _median_s(lambda at: snapshot.candidates(texts[at], queries[at]), range(len(texts)))
        spent = []
        for number in range(EDITS):
            edited = bench_entries.edit(folder, number)
            started = time.process_time()
            await retriever.refresh(reader.read(paths=[edited]))
            spent.append(time.process_time() - started)
        await retriever.close()
    return {"beside_the_encoder": beside_s, "edit": statistics.median(spent)}


def _start_s() -> float:
    """Processor time of a process that answers one question, with vectors kept by one before."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = []
    with tempfile.TemporaryDirectory() as var:
        for _ in range(3):
            first_answer(var)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            before = after
    return min(spent[1:])


def _coded(width: int) -> float:
    matrix, queries = bench.clustered(PASSAGES, width)
    exact, coded = Vectors(matrix), searched(matrix, slice(0, width))
    return _median_s(coded.search, queries, NEAREST) / _median_s(exact.search, queries, NEAREST)


def _median_s(call: Callable[..., Any], of: Any, *more: Any) -> float:
    """Seconds of processor time of one call, over all of them."""
    spent = []
    for one in of:
        started = time.process_time()
        call(one, *more)
        spent.append(time.process_time() - started)
    return statistics.median(spent)


def _write(found: Ratios) -> None:
    lines = [f"{name} = {value:.2f}" for name, value in found.items()]
    ACCEPTED.write_text(
        "\n".join(["# Ratios of processor time that were accepted, see ratios.py.", *lines, ""]), "utf-8"
    )
