"""Two snapshots in, the effects out: every known question is asked of both, in steps so small that askers hardly wait."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from index.effects import Destination, Effects, Known, changed, compare, hit_rate, known_of, lost_of
from index.held import Held
from index.layout import NO_ROWS
from index.questions import Asked, own
from index.retriever import Retriever
from index.snapshot import Snapshot
from index.twins import twins

STILL = 750  # questions in a row, ever further from the edit, that lead where they did: those behind them do too
AT_ONCE = 2_048  # questions whose vectors are told at once
GROUP = 32  # questions asked of both snapshots before the next ones are
PAUSE_S = 0.03  # between groups where nobody waits for the end


async def effects(
    retriever: Retriever,
    before: Snapshot,
    after: Snapshot,
    questions: Sequence[Asked] = (),
    *,
    still: int | None = None,
    is_over: Callable[[], bool] = lambda: False,
) -> Effects:
    """What becomes of the known questions where after takes the place of before; neither needs to be the one that serves.

    questions: tuning ones, and of style CONFIRMED what people confirmed; the folder's own are asked besides. Of these, of asks and of tuning questions the
    nearest to the edit are asked first: with still until so many in a row have led where they did, which leaves out what
    is far (None: all are asked), or until is_over.
    """
    questions = (*own(after.reading), *questions)
    known = await asyncio.to_thread(known_of, before, after, questions)
    names = await asyncio.to_thread(changed, before, after)
    far = dict(retriever.remembered(before))
    asked: tuple[dict[str, Destination], dict[str, Destination]] = ({}, {})  # of before, of after
    for part in _parts(known) if names else ():
        texts = [one.text for one in part]
        vectors = await _vectors(retriever, texts, is_kept=not part[0].is_personal, is_over=is_over)
        if vectors is not None:
            texts = texts[: len(vectors)]
        order = await asyncio.to_thread(_nearest_first, vectors, before, after, names, len(texts))
        unmoved = 0  # in a row
        for start in range(0, len(texts), GROUP):
            if is_over() or (still is not None and unmoved >= still):
                break
            rows = order[start : start + GROUP]
            for snapshot, found in zip((before, after), asked, strict=True):
                remembered = retriever.remembered(snapshot)
                found.update({texts[row]: remembered[texts[row]] for row in rows if texts[row] in remembered})
                rest = [row for row in rows if texts[row] not in found]
                near = None if vectors is None else vectors.rows(rest)
                found.update(await retriever.destinations([texts[row] for row in rest], near, snapshot))
            group = [texts[row] for row in rows]
            has_moved = any(asked[0][text].answered_by != asked[1][text].answered_by for text in group)
            unmoved = 0 if has_moved else unmoved + len(group)
    personal = {one.text for one in known if one.is_personal}
    for snapshot, found in zip((before, after), asked, strict=True):
        kept = {text: led for text, led in found.items() if text not in personal}  # what people typed is not held here
        retriever.remember(snapshot, {**retriever.remembered(snapshot), **kept})
    of = partial(twins, among=names, by_meaning=retriever.is_shipped)
    alike = await asyncio.to_thread(lambda: of(after) - of(before))
    everywhere = [{**far, **found} for found in asked]  # what is far leads where it did
    hits = hit_rate(questions, (before, after), *everywhere)
    lost = lost_of(after.reading.wanted, *everywhere)
    return compare(known, *asked, hits=hits, twins=tuple(sorted(alike, key=str)), lost=lost)


def _parts(known: Sequence[Known]) -> Iterator[Sequence[Known]]:
    """People's questions first: they are few, and say most. Tuning questions last: their vectors may have to be made yet."""
    personal = [one for one in known if one.is_personal]
    asks = [one for one in known if one.is_ask]
    tuning = [one for one in known if not (one.is_personal or one.is_ask)]
    yield from (part for part in (personal, asks, tuning) if part)


async def _vectors(
    retriever: Retriever, texts: Sequence[str], *, is_kept: bool, is_over: Callable[[], bool] = lambda: False
) -> Held | None:
    """Those of texts, or of the first of them, as Retriever.vectors; in a byte a number, as a large folder knows many."""
    parts = []
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        vectors = await retriever.vectors(some, is_kept=is_kept, is_over=is_over)
        if vectors is None:
            return None
        parts.append(Held.of(vectors))
        if len(vectors) < len(some):
            break
    return Held.joined(parts) if parts else None


def _nearest_first(
    vectors: Held | None, before: Snapshot, after: Snapshot, names: frozenset[tuple[str, str]], count: int
) -> list[int]:
    """The rows of vectors by how near they are to any passage of the entries named, nearest first; without vectors as they are."""
    if vectors is None or not count:
        return list(range(count))
    nearness = np.full(count, -1.0, dtype=np.float32)
    for snapshot in (before, after):
        there = [name for name in sorted({name for name, _ in names}) if name in snapshot.rows_of]
        rows = np.concatenate([NO_ROWS, *map(snapshot.rows_of.__getitem__, there)])
        entries = snapshot.layout.entries_in(rows)
        rows = rows[np.array([(entry.id, entry.lang) in names for entry in entries], dtype=bool)]
        if snapshot.matrix is None or not len(rows):
            continue
        half = snapshot.halves[0]
        passages = np.ascontiguousarray(snapshot.matrix.columns(half).rows(rows).T)
        for start in range(0, count, GROUP):  # a product at a time, so that the question at hand hardly waits for it
            nearest = (vectors.rows(slice(start, start + GROUP))[:, half] @ passages).max(axis=1)
            np.maximum(nearness[start : start + GROUP], nearest, out=nearness[start : start + GROUP])
    order: list[int] = np.argsort(-nearness, kind="stable").tolist()
    return order


async def prepare(retriever: Retriever, questions: Sequence[Asked]) -> None:
    """Find out where the known questions lead now, so that after the next edit half is done."""
    snapshot = retriever.snapshot
    known = await asyncio.to_thread(known_of, snapshot, snapshot, (*own(snapshot.reading), *questions))
    texts = [one.text for one in known if not one.is_personal]
    texts = [text for text in texts if text not in retriever.remembered(snapshot)]
    vectors = await _vectors(retriever, texts, is_kept=True)
    for start in range(0, len(texts), GROUP):
        if not retriever.serves(snapshot):
            return
        group = slice(start, start + GROUP)
        near = None if vectors is None else vectors.rows(group)
        led = await retriever.destinations(texts[group], near, snapshot)
        retriever.remember(snapshot, {**retriever.remembered(snapshot), **led})
        await asyncio.sleep(PAUSE_S)
