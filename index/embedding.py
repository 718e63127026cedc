"""Texts come in, their vectors go out: from the cache or what ships with the encoder, else made by it, in small steps."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from index import declined_questions
from index.cache import EmbeddingCache
from index.encoder import Encoder, Matrix
from index.held import Held
from index.plain import plain
from index.snapshot import Snapshot
from index.worker import Worker
from knowledge.entry import text_key

QUIET_BATCH = 2  # known questions a trip to the model, which nobody waits for
GLANCED = 16  # questions looked up at once; takes some milliseconds
GATHERED = 1024  # vectors copied at once from the snapshot that serves
FEW = 30  # vectors that are made anew rather than looked up in what ships, as loading that takes longer
LOOKED_UP = 100  # vectors a trip to the cache, for which a question waits at most 15 ms

Progress = Callable[[int, int], None]  # (texts embedded so far, texts to embed)
Encode = Callable[[Sequence[str]], Matrix]
TextAt = Callable[[int], tuple[str, str]]  # the key and the text in a row


class Embedding:
    """An encoder, with the cache of what it made before, called from one thread alone.

    A fast tokenizer shared between threads raises "Already borrowed" (huggingface/tokenizers#537). Only the encoder that
    ships shares many passages among threads of its own, since it never changes its tokenizer.
    """

    def __init__(self, encoder: Encoder, cache: EmbeddingCache | None, worker: Worker) -> None:
        """cache None: everything is made anew."""
        self._encoder, self._cache, self._worker = encoder, cache, worker

    @property
    def halves(self) -> tuple[slice, ...]:
        """The encoder's."""
        return self._encoder.halves

    def passages(self, batch: Sequence[tuple[str, str]]) -> Matrix:
        """(len(batch), dimension) for passages, given the (key, text) of each; made anew and kept, in the worker's thread."""
        return self._made(self._encoder.encode_passages, batch)

    async def look_up(self, text_at: TextAt, matrix: Held, rows: Sequence[int]) -> list[int]:
        """Fill rows from the cache; returns those that it doesn't know."""
        missing: list[int] = []
        for start in range(0, len(rows), LOOKED_UP):
            some = rows[start : start + LOOKED_UP]
            keys = [text_at(row)[0] for row in some]
            missing += await self._worker.run(partial(self._fill, matrix, some, keys, with_seed=len(rows) > FEW))
        return missing

    async def make(
        self, text_at: TextAt, matrix: Held, missing: Sequence[int], batch_size: int, progress: Progress | None
    ) -> None:
        """Fill the rows of passages that nothing was known of, each text once."""
        await self._make(self._encoder.encode_passages, text_at, matrix, missing, batch_size, progress)

    async def declined(self, batch_size: int) -> Held:
        """(n, first half): the questions known to have no answer in what ships, in the order of declined_questions.fitted."""
        columns = self._encoder.halves[0].stop
        if self._cache is not None:
            known = await self._worker.run(partial(self._cache.declined, columns))
            if known is not None:
                return known
        keyed = [(declined_key(one.text), plain(one.text)) for one in declined_questions.fitted()]
        matrix = Held.room(len(keyed), columns)
        missing = await self.look_up(keyed.__getitem__, matrix, range(len(keyed)))
        await self._make(self._encoder.encode_first, keyed.__getitem__, matrix, missing, batch_size, None)
        return matrix

    async def typed(self, texts: Sequence[str], is_over: Callable[[], bool]) -> Matrix:
        """(len(texts), dimension) for plain questions that people typed, which are kept nowhere; fewer where it is over before."""
        found = [
            await self._worker.run_idle(partial(self._encoder.encode_queries, [text]))
            for text in texts
            if not is_over()
        ]
        return np.concatenate(found) if found else np.empty((0, self._encoder.dimension), dtype=np.float32)

    async def first_of_typed(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), first half) of such questions, of unit norm."""
        batches = (texts[start : start + GLANCED] for start in range(0, len(texts), GLANCED))
        found = [await self._worker.run_idle(partial(self._encoder.encode_first, batch)) for batch in batches]
        return np.concatenate(found) if found else np.empty((0, self._encoder.halves[0].stop), dtype=np.float32)

    async def known(
        self, texts: Sequence[str], snapshot: Snapshot, *, with_seed: bool, is_over: Callable[[], bool]
    ) -> Matrix:
        """(len(texts), dimension) for plain questions that are known, kept for another time; fewer where it is over before.

        with_seed: looked up in what ships too, which is loaded for it. snapshot: holds the vectors of passages.
        """
        # Where the encoder makes no difference between questions and passages, as the one that ships, most questions are
        # passages too. Elsewhere they have keys of their own.
        is_alike = self._encoder.encode_queries == self._encoder.encode_passages
        matrix = np.empty((len(texts), self._encoder.dimension), dtype=np.float32)
        others = list(range(len(texts)))
        if is_alike:
            others = await asyncio.to_thread(_fill_from, snapshot, texts, matrix)
        prompt = "" if is_alike else "question\n"
        keyed = {row: (text_key(f"{prompt}{texts[row]}"), texts[row]) for row in others}
        vectors = matrix[: await self._fill_quietly(keyed, matrix, with_seed, is_over)]
        if with_seed and self._cache is not None:
            await self._worker.run(self._cache.rest)
        return vectors

    async def rest(self) -> None:
        """Hold no more than questions need, once vectors were made or looked up."""
        self._encoder.rest()
        if self._cache is not None:
            await self._worker.run(self._cache.rest)

    async def _make(
        self,
        encode: Encode,
        text_at: TextAt,
        matrix: Held,
        missing: Sequence[int],
        batch_size: int,
        progress: Progress | None,
    ) -> None:
        by_key: dict[str, list[int]] = {}
        for row in missing:
            by_key.setdefault(text_at(row)[0], []).append(row)
        groups = list(by_key.values())
        for start in range(0, len(groups), batch_size):
            batch = groups[start : start + batch_size]
            vectors = await self._worker.run(partial(self._made, encode, [text_at(rows[0]) for rows in batch]))
            for rows, vector in zip(batch, vectors, strict=True):
                matrix.put(rows, vector)
            if progress:
                progress(start + len(batch), len(groups))

    async def _fill_quietly(
        self, keyed: Mapping[int, tuple[str, str]], matrix: Matrix, with_seed: bool, is_over: Callable[[], bool]
    ) -> int:
        """Fill rows of a matrix, given the (key, question) of each, in small steps: from the cache or the encoder.

        How many rows from the first on are there then; fewer than all where it is over before.
        """
        others = list(keyed)
        for start in range(0, len(others), GLANCED):
            rows = others[start : start + GLANCED]
            known = await self._worker.run_idle(partial(self._cached, [keyed[row][0] for row in rows], with_seed))
            missing = [row for row in rows if keyed[row][0] not in known]
            for row in rows:
                if (vector := known.get(keyed[row][0])) is not None:
                    matrix[row] = vector
            for at in range(0, len(missing), QUIET_BATCH):
                batch = missing[at : at + QUIET_BATCH]
                if is_over():
                    return batch[0]
                matrix[batch] = await self._worker.run_idle(
                    partial(self._made, self._encoder.encode_queries, [keyed[row] for row in batch])
                )
        return len(matrix)

    def _fill(self, matrix: Held, rows: Sequence[int], keys: Sequence[str], *, with_seed: bool) -> list[int]:
        """Put the vectors that the cache knows into their rows, keys[i]'s into rows[i]; returns the rows of the others."""
        known = self._cached(keys, with_seed)
        found = [(row, known[key]) for row, key in zip(rows, keys, strict=True) if key in known]
        if found:
            matrix.put([row for row, _ in found], np.stack([vector for _, vector in found])[:, : matrix.shape[1]])
        return [row for row, key in zip(rows, keys, strict=True) if key not in known]

    def _cached(self, keys: Sequence[str], with_seed: bool) -> dict[str, Matrix]:
        return self._cache.get(keys, with_seed=with_seed) if self._cache else {}

    def _made(self, encode: Encode, batch: Sequence[tuple[str, str]]) -> Matrix:
        vectors = encode([text for _, text in batch])
        if self._cache:
            self._cache.put({key: vector for (key, _), vector in zip(batch, vectors, strict=True)})
        return vectors


def declined_key(text: str) -> str:
    """The cache's key for the first half of a declined question's vector."""
    return text_key(f"declined\n{text}")


def _fill_from(snapshot: Snapshot, texts: Sequence[str], matrix: Matrix) -> list[int]:
    """Put the vectors that a snapshot holds of texts into their rows; returns the rows of the others."""
    if (held := snapshot.matrix) is None:
        return list(range(len(texts)))
    wanted = frozenset(texts)
    layout = snapshot.layout
    at = {one.text: row for row, one in zip(layout.rows.tolist(), layout.passages, strict=True) if one.text in wanted}
    from_ = np.array([at.get(text, -1) for text in texts], dtype=np.int64)
    known = np.flatnonzero(from_ >= 0)
    for start in range(0, len(known), GATHERED):
        rows = known[start : start + GATHERED]
        matrix[rows] = held.rows(from_[rows])
    others: list[int] = np.flatnonzero(from_ < 0).tolist()
    return others
