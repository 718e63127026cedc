"""Ask and refresh: the one object that a face talks to."""

import asyncio
import logging
import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

import numpy as np

from index import declined_questions
from index import snapshot as snapshots
from index.answer import Answer, Question
from index.answering import Answering
from index.cache import EmbeddingCache
from index.coming import Coming
from index.effects import Destination
from index.encoder import Encoder, Matrix, widths_of
from index.heads import NO_HEADS, Heads
from index.held import Held
from index.kept_index import KeptFile, KeptIndex, Overlap
from index.layout import Change, Layout, following, laid_anew
from index.looking import Found, by_all, look
from index.plain import plain
from index.ranking import Calibration
from index.shipped_encoder import ShippedEncoder
from index.snapshot import Glance, Snapshot, is_shipped_subject
from knowledge.entry import Reading, text_key

logger = logging.getLogger(__name__)

BATCH = 32  # passages a trip to the model at the start, when nobody asks yet
LIVE_BATCH = 1  # … and later, since a question waits for one batch at most
QUIET_BATCH = 2  # … where known questions are asked again, which nobody waits for
AT_ONCE = 200  # passages to embed at a first start up to which nobody is answered by words meanwhile
GATHERED = 1024  # vectors copied at once from the snapshot that serves
FEW = 30  # vectors that are made anew rather than looked up in what ships, as loading that takes longer
LOOKED_UP = 100  # vectors a trip to the cache, for which a question waits at most 15 ms
GLANCED = 16  # known questions looked up at once to see where they lead; takes some milliseconds
PATIENCE_S = 0.5  # that known questions wait for a moment when nobody asks anything
STEP_S = 0.003  # of ranking what was found for them; it is begun where no question waits
WARMED_S = 1.0  # after the first answer, until what a clear question does without is loaded
WARMED = 4  # entries looked at for that at once, which takes some milliseconds
SPOKEN = 8  # questions whose vectors are held from when they are told from talk until they are looked up

Result = TypeVar("Result")
Progress = Callable[[int, int], None]  # (texts embedded so far, texts to embed)
Encode = Callable[[Sequence[str]], Matrix]


class _Laid(NamedTuple):
    """How a reading is laid out, beside the snapshot that it follows."""

    last: Snapshot
    layout: Layout
    change: Change  # from the last one's layout to this
    kept: Overlap | None = None  # with what an earlier process has kept; None: there is nothing


_Known = tuple[Held, Sequence[int]]  # vectors by row, and the rows of which none is known
_TextAt = Callable[[int], tuple[str, str]]  # the key and the text in a row
_Glanced = tuple[str, Matrix | None, Glance | None]  # a plain question, its vector, what is seen of it at first


class Retriever:
    """Finds the entries that answer a question; one state of the folder at a time.

    All calls to the encoder and the cache go through one worker thread: a fast tokenizer shared between threads raises
    "Already borrowed" (huggingface/tokenizers#537). Only the encoder that ships shares many passages among threads of
    its own, since it never changes its tokenizer.
    """

    def __init__(
        self,
        encoder: Encoder | None,
        cache: EmbeddingCache | None,
        calibration: Calibration,
        elsewhere: Calibration | None = None,
        words: tuple[Calibration, Calibration | None] | None = None,
        *,
        heads: Callable[[], Heads] = Heads,
        kept: KeptFile | None = None,
    ) -> None:
        """encoder None: words alone are searched. heads: loads what was learned of the subject that ships.

        elsewhere: for folders on another subject than the one that ships; None: there are none. words: both for words
        alone, which serve while the vectors of a first start come; None: they are waited for. kept: where what a folder is
        searched by is kept for the next start; None: nowhere.
        """
        self._encoder = encoder
        self._cache = cache
        self._heads = lru_cache(maxsize=1)(heads)
        self.calibration = calibration
        self.elsewhere = elsewhere
        self._words = words
        self._file = kept
        self._kept: KeptIndex | None = None  # until the first refresh is done, and no vectors are to come
        self._keeping: asyncio.Task[None] | None = None
        self._coming: Coming | None = None  # while words serve
        self._filling: asyncio.Task[None] | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._refreshing = asyncio.Lock()
        self._spoken: OrderedDict[str, Matrix] = OrderedDict()  # by plain text
        self._asking = 0  # questions that somebody waits for
        self._warming: asyncio.Task[None] | None = None
        self._tidying: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self.snapshot = snapshots.build(Reading((), ()), Layout.of(()), None, None, ())
        self._led: tuple[Snapshot, Mapping[str, Destination]] = (self.snapshot, {})

    @property
    def is_shipped(self) -> bool:
        """Whether the encoder is the one that ships, on which some numbers are fitted that don't go with a calibration."""
        return isinstance(self._encoder, ShippedEncoder)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the folder that serves is about another subject than the one that ships."""
        return self._is_elsewhere(self.snapshot.reading)

    @property
    def is_coming(self) -> bool:
        """Whether words serve while the vectors of a first start come."""
        return self._coming is not None

    @property
    def encoder_name(self) -> str:
        """The encoder's; empty where there is none."""
        return self._encoder.name if self._encoder else ""

    @property
    def first_half(self) -> slice | None:
        """The columns of the encoder's first half; None where there is no encoder."""
        return self._encoder.halves[0] if self._encoder else None

    async def vector(self, text: str) -> Matrix | None:
        """(dimension,) of unit norm for a plain text that somebody waits for; None without an encoder."""
        encoder = self._encoder
        if encoder is None:
            return None
        found: Matrix = (await self._asked(partial(encoder.encode_queries, [text])))[0]
        self._spoken[text] = found
        while len(self._spoken) > SPOKEN:
            self._spoken.popitem(last=False)
        return found

    async def ask(self, question: Question) -> Answer:
        """The answer from the folder as it stood when the question came."""
        return await self._asked(partial(self.answering(self.snapshot).answer, question))

    async def ask_each(self, question: Question) -> tuple[Answer, ...]:
        """One answer; two or three for a message that holds as many questions which different entries answer at once."""
        return await self._asked(partial(self.answering(self.snapshot).answer_each, question))

    async def refresh(self, reading: Reading, progress: Progress | None = None) -> None:
        """Index a reading beside the one that serves, then swap; one refresh runs at a time, a second waits.

        At a first start with much to embed it comes back once words can answer; see ready.
        """
        async with self._refreshing:
            is_first = self._coming is not None or not self.snapshot.reading.entries
            await self._stop_coming()
            laid, known, encoder = await self._laid(reading), None, self._encoder
            if is_first and encoder is not None and self._words is not None:  # else words don't serve meanwhile
                known = await self._known_before(encoder, laid)
            if known is None or len(known[1]) <= AT_ONCE:
                self.snapshot = await self._built(reading, laid, known, progress)
            else:
                await self._serve_by_words(reading, laid, *known, progress)
            if self._coming is None:
                self._let_go_of_kept()
            if is_first and self._file is not None:
                self._keeping = asyncio.create_task(self._keep(self._file, laid))
            is_tidied = self._tidying is not None and not self._tidying.done()  # it looks at what serves by then
            if self.snapshot.layout.is_wearing and self._coming is None and not is_tidied:
                self._tidying = asyncio.create_task(self.tidy())

    async def tidy(self) -> None:
        """Lay all anew in a quiet moment, where much is gone or new, so that no edit has to; what is found stays the same."""
        await self._run_idle(lambda: None)
        async with self._refreshing:
            last = self.snapshot
            if not last.layout.is_wearing or self._coming is not None:
                return
            try:
                again = await asyncio.to_thread(laid_anew, last.layout.read, last.layout, last.layout.order)
                self.snapshot = await self._built(last.reading, _Laid(last, *again), None, None)
            except Exception:  # what serves goes on serving, and the next edit lays all anew by itself
                logger.exception("the folder could not be laid anew")
                return
            if self._led[0] is last:  # else it tells of the one before the edit, with which that is compared
                self._led = self.snapshot, self._led[1]

    def serves(self, snapshot: Snapshot) -> bool:
        """Whether it is the one that serves, or was until all was laid anew: both find the same."""
        now = self.snapshot
        is_alike = snapshot.reading is now.reading and snapshot.heads is now.heads
        return snapshot is now or (is_alike and (snapshot.matrix is None) == (now.matrix is None))

    async def loaded(self) -> None:
        """Load for the first refresh what an earlier process has kept, else the vectors that ship."""
        if self._file is not None:
            self._kept = await asyncio.to_thread(self._file.load)
        if self._kept is None and self._cache is not None:
            await self._run(self._cache.wake)

    async def ready(self) -> None:
        """Wait until all vectors are there."""
        while (filling := self._filling) is not None:
            await asyncio.wait([filling])

    async def warmed(self) -> None:
        """Wait until what the first answer did without has been loaded; at once where nothing was asked yet."""
        if self._warming is not None:
            await self._warming

    async def build(self, reading: Reading, progress: Progress | None = None) -> Snapshot:
        """A snapshot of a reading, which serves nobody yet; only texts never seen before are embedded."""
        return await self._built(reading, await self._laid(reading), None, progress)

    async def _laid(self, reading: Reading) -> _Laid:
        last = self.snapshot
        # What was kept, and vectors that are still to come, are by rows in the order of the entries.
        stays = self._kept is None and (self._encoder is None or last.matrix is not None)
        laid = _Laid(last, *await asyncio.to_thread(partial(following, stays=stays), reading.entries, last.layout))
        if self._kept is None:
            return laid
        return laid._replace(kept=await asyncio.to_thread(self._kept.overlap, laid.layout))

    def _let_go_of_kept(self) -> None:
        if self._kept is not None:
            self._kept.let_go()
        self._kept = None

    async def _keep(self, file: KeptFile, laid: _Laid) -> None:
        """Keep for the next start what a layout is searched by, unless it is what was kept before."""
        await self.ready()
        is_kept = laid.kept is not None and laid.kept.is_all
        if not is_kept and self.snapshot.layout is laid.layout:
            await asyncio.to_thread(file.save, self.snapshot)

    async def _built(self, reading: Reading, laid: _Laid, known: _Known | None, progress: Progress | None) -> Snapshot:
        """known: what is known of its passages' vectors; None: that is looked up."""
        last, layout, change, kept = laid
        encoder = self._encoder
        matrix = declined = None
        if encoder is not None:
            matrix, missing = known or await self._known_before(encoder, laid)
            await self._embed_missing(encoder.encode_passages, _keyed(layout), matrix, missing, progress)
            declined = await self._declined(encoder, reading)
            await self._rest()
        heads = await asyncio.to_thread(self._heads_for, reading)
        return await asyncio.to_thread(
            snapshots.build,
            reading,
            layout,
            matrix,
            declined,
            encoder.halves if encoder else (),
            heads,
            last=(last, change),
            kept=None if kept is None else kept.kept,
            is_elsewhere=self._counts_on_others(heads),
        )

    async def _rest(self) -> None:
        """Hold no more than questions need, once vectors were made or looked up."""
        if self._encoder is not None:
            self._encoder.rest()
        if self._cache is not None:
            await self._run(self._cache.rest)

    def _is_elsewhere(self, reading: Reading) -> bool:
        return self.elsewhere is not None and not is_shipped_subject(reading)

    def _heads_for(self, reading: Reading) -> Heads:
        """What was learned of our subject; nothing of it serves elsewhere: what isn't ours may be theirs."""
        return NO_HEADS if self._is_elsewhere(reading) else self._heads()

    def _counts_on_others(self, heads: Heads) -> bool:
        """Whether the numbers for other subjects serve, see _numbers: they count on what words may stand for."""
        return self.elsewhere is not None and heads.intents is None

    async def _declined(self, encoder: Encoder, reading: Reading) -> Held | None:
        """(n, first half): the questions known to have no answer here, in the order of declined_questions.fitted.

        None elsewhere: what has none in the texts that ship may have one there.
        """
        if self._is_elsewhere(reading):
            return None
        if self.snapshot.declined is not None:  # these never change while the process lives
            return self.snapshot.declined
        if self._kept is not None and self._kept.declined is not None:
            return self._kept.declined
        columns = encoder.halves[0].stop
        if self._cache is not None:
            known = await self._run(partial(self._cache.declined, columns))
            if known is not None:
                return known
        keyed = [(declined_key(one.text), plain(one.text)) for one in declined_questions.fitted()]
        matrix = Held.room(len(keyed), columns)
        missing = await self._look_up(keyed.__getitem__, matrix, range(len(keyed)))
        await self._embed_missing(encoder.encode_first, keyed.__getitem__, matrix, missing, None)
        return matrix

    # --- a first start

    async def _serve_by_words(
        self, reading: Reading, laid: _Laid, matrix: Held, missing: Sequence[int], progress: Progress | None
    ) -> None:
        """Serve a reading by words while its missing vectors come."""
        encoder = self._encoder
        assert encoder is not None  # noqa: S101 - else nothing is missing
        declined = await self._declined(encoder, reading)
        heads = await asyncio.to_thread(self._heads_for, reading)
        words = await asyncio.to_thread(
            snapshots.build,
            reading,
            laid.layout,
            None,
            None,
            encoder.halves,
            heads,
            kept=None if laid.kept is None else laid.kept.kept,
            is_elsewhere=self._counts_on_others(heads),
        )
        self._coming = Coming(words, matrix, missing, declined)
        self.snapshot = words
        self._filling = asyncio.create_task(self._come(self._coming, encoder, declined, progress))

    async def _come(self, coming: Coming, encoder: Encoder, declined: Held | None, progress: Progress | None) -> None:
        """Let all vectors come, when nobody asks anything; then serve by meaning too."""
        embed, many = partial(self._embed, encoder.encode_passages), coming.left
        try:
            while left := await self._run_idle(partial(coming.step, embed)):
                if progress:
                    progress(many - left, many)
            await self._rest()
            words = coming.snapshot
            self.snapshot = await asyncio.to_thread(
                snapshots.build,
                words.reading,
                words.layout,
                coming.matrix,
                declined,
                encoder.halves,
                words.heads,
                last=(words, Change.nothing()),
                is_elsewhere=words.meant is not None,
            )
            self._let_go_of_kept()
        except Exception:  # words go on serving, and the next reading tries again
            logger.exception("the vectors of the folder could not be made; words alone are searched")
        finally:
            self._filling = self._coming = None

    async def _stop_coming(self) -> None:
        """What has come is in the cache."""
        if (filling := self._filling) is not None:
            filling.cancel()
            await asyncio.wait([filling])
        self._filling = self._coming = None

    async def vectors(
        self,
        texts: Sequence[str],
        *,
        is_kept: bool,
        with_seed: bool = False,
        is_over: Callable[[], bool] = lambda: False,
    ) -> Matrix | None:
        """(len(texts), dimension) for plain questions; None without an encoder.

        is_kept: in the cache, for another time; what a person typed is not. with_seed: looked up in what ships too, which
        is loaded for it. is_over: whether to come back with the rows of the first of them, those that there are so far.
        """
        encoder = self._encoder
        if encoder is None:
            return None
        if not is_kept:
            batches = (texts[start : start + LIVE_BATCH] for start in range(0, len(texts), LIVE_BATCH))
            found = [await self._run_idle(partial(encoder.encode_queries, batch)) for batch in batches if not is_over()]
            return np.concatenate(found) if found else np.empty((0, encoder.dimension), dtype=np.float32)
        # Where the encoder makes no difference between questions and passages, as the one that ships, most questions are
        # passages too. Elsewhere they have keys of their own.
        is_alike = encoder.encode_queries == encoder.encode_passages
        matrix = np.empty((len(texts), encoder.dimension), dtype=np.float32)
        others = list(range(len(texts)))
        if is_alike:
            others = await asyncio.to_thread(_fill_from, self.snapshot, texts, matrix)
        prompt = "" if is_alike else "question\n"
        keyed = {row: (text_key(f"{prompt}{texts[row]}"), texts[row]) for row in others}
        vectors = matrix[: await self._fill_quietly(encoder, keyed, matrix, with_seed, is_over)]
        if with_seed and self._cache is not None:
            await self._run(self._cache.rest)
        return vectors

    async def first_vectors(self, texts: Sequence[str]) -> Matrix | None:
        """(len(texts), first half) of unit norm, of texts that are somebody's and are kept nowhere; None without an encoder."""
        encoder = self._encoder
        if encoder is None:
            return None
        batches = (texts[start : start + GLANCED] for start in range(0, len(texts), GLANCED))
        found = [await self._run_idle(partial(encoder.encode_first, batch)) for batch in batches]
        return np.concatenate(found) if found else np.empty((0, encoder.halves[0].stop), dtype=np.float32)

    async def _fill_quietly(
        self,
        encoder: Encoder,
        keyed: Mapping[int, tuple[str, str]],
        matrix: Matrix,
        with_seed: bool,
        is_over: Callable[[], bool],
    ) -> int:
        """Fill rows of a matrix, given the (key, question) of each, in small steps: from the cache or the encoder.

        How many rows from the first on are there then; fewer than all where it is over before.
        """
        others = list(keyed)
        for start in range(0, len(others), GLANCED):
            rows = others[start : start + GLANCED]
            known = await self._run_idle(partial(self._cached, [keyed[row][0] for row in rows], with_seed))
            missing = [row for row in rows if keyed[row][0] not in known]
            for row in rows:
                if (vector := known.get(keyed[row][0])) is not None:
                    matrix[row] = vector
            for at in range(0, len(missing), QUIET_BATCH):
                batch = missing[at : at + QUIET_BATCH]
                if is_over():
                    return batch[0]
                matrix[batch] = await self._run_idle(
                    partial(self._embed, encoder.encode_queries, [keyed[row] for row in batch])
                )
        return len(matrix)

    def _cached(self, keys: Sequence[str], with_seed: bool) -> dict[str, Matrix]:
        return self._cache.get(keys, with_seed=with_seed) if self._cache else {}

    async def destinations(
        self, texts: Sequence[str], vectors: Matrix | None, snapshot: Snapshot
    ) -> dict[str, Destination]:
        """Where each plain question leads; row i of vectors is that of texts[i]. Worked out in small steps."""
        found: list[Destination] = []
        for start in range(0, len(texts), GLANCED):
            some = texts[start : start + GLANCED]
            near: list[_Glanced] = [(text, None, None) for text in some]
            if vectors is not None:
                queries = vectors[start : start + GLANCED]
                glances = await self._run_idle(partial(snapshot.glances, queries))
                near = list(zip(some, queries, glances, strict=True))
            while near:
                step = await self._run_idle(partial(self._step, near, snapshot))
                found += step
                near = near[len(step) :]
        return dict(zip(texts, found, strict=True))

    def remember(self, snapshot: Snapshot, led: Mapping[str, Destination]) -> None:
        """Hold where questions lead in the snapshot that serves: after the next edit this is how it was before."""
        if self.serves(snapshot):
            self._led = self.snapshot, led

    def remembered(self, snapshot: Snapshot) -> Mapping[str, Destination]:
        """What was remembered of a snapshot; none of one that serves no more."""
        of, led = self._led
        return led if of is snapshot or (of is self.snapshot and self.serves(snapshot)) else {}

    def answering(self, snapshot: Snapshot) -> Answering:
        """What answers from a state of the folder, at once and in this thread: for the worker, and for measuring."""
        return Answering(partial(self._found, snapshot=snapshot), snapshot)

    async def close(self) -> None:
        """Let what is running end, and close the cache."""
        for task in (self._warming, self._tidying):
            if task is not None:
                task.cancel()
        if self._tidying is not None:
            await asyncio.wait([self._tidying])
        if self._keeping is not None:
            if self.is_coming:
                self._keeping.cancel()
            await asyncio.wait([self._keeping])
        await self._stop_coming()
        if self._cache is not None:
            await self._run(self._cache.close)
        self._worker.shutdown()

    def _step(self, glanced: Sequence[_Glanced], snapshot: Snapshot) -> list[Destination]:
        """Where the first of them lead, as many as fit into a step; one at least."""
        found: list[Destination] = []
        answering, until_s = self.answering(snapshot), time.perf_counter() + STEP_S
        for text, query, glance in glanced:
            near = self._found(text, snapshot, query, glance)
            hits = answering.hits(near, "nl")
            answer = answering.told(Question(text), "nl", text, near, hits)
            found.append(Destination(answer.outcome, hits[0].entry.id if hits else None))
            if time.perf_counter() > until_s:
                break
        return found

    def _found(self, text: str, snapshot: Snapshot, query: Matrix | None = None, glance: Glance | None = None) -> Found:
        coming, encoder = self._coming, self._encoder
        if coming and encoder and text and snapshot is coming.snapshot and glance is None:
            vector = encoder.encode_queries([text])[0] if query is None else query
            near = coming.near(text, vector, partial(self._embed, encoder.encode_passages))
            if near is not None:
                return by_all(near, self._numbers(snapshot, by_words=False))
        numbers = self._numbers(snapshot, by_words=snapshot.matrix is None)
        return look(text, snapshot, numbers, encoder, query=query, glance=glance, spoken=self._spoken.pop(text, None))

    def _numbers(self, snapshot: Snapshot, *, by_words: bool) -> Calibration:
        """By which what is found is weighed: for its subject, and for words alone where those serve.

        Ours count on intents: where those are missing, the numbers serve that were fitted without any.
        """
        ours, elsewhere = self._words if by_words and self._words else (self.calibration, self.elsewhere)
        return elsewhere if elsewhere and snapshot.heads.intents is None else ours

    async def _known_before(self, encoder: Encoder, laid: _Laid) -> _Known:
        """What is known of a layout's vectors: from the last snapshot, and from the cache."""
        last, layout, change, kept = laid
        if (held := last.matrix) is None and kept is not None:
            matrix, others = kept.vectors(), np.flatnonzero(kept.rows < 0).tolist()
        elif held is None:
            matrix, others = Held.room(layout.size, *widths_of(encoder.halves)), layout.rows.tolist()
        else:
            matrix, others = await asyncio.to_thread(_taken_over, held, last.layout, layout, change)
        return matrix, await self._look_up(_keyed(layout), matrix, others)

    async def _look_up(self, text_at: _TextAt, matrix: Held, rows: Sequence[int]) -> list[int]:
        """Fill rows from the cache; returns those that it doesn't know."""
        missing: list[int] = []
        for start in range(0, len(rows), LOOKED_UP):
            some = rows[start : start + LOOKED_UP]
            keys = [text_at(row)[0] for row in some]
            missing += await self._run(partial(self._fill, matrix, some, keys, with_seed=len(rows) > FEW))
        return missing

    async def _embed_missing(
        self,
        encode: Encode,
        text_at: _TextAt,
        matrix: Held,
        missing: Sequence[int],
        progress: Progress | None,
    ) -> None:
        """Fill the rows that nothing was known of, each text once."""
        by_key: dict[str, list[int]] = {}
        for row in missing:
            by_key.setdefault(text_at(row)[0], []).append(row)
        groups = list(by_key.values())
        size = LIVE_BATCH if self.snapshot.reading.entries else BATCH
        for start in range(0, len(groups), size):
            batch = groups[start : start + size]
            vectors = await self._run(partial(self._embed, encode, [text_at(rows[0]) for rows in batch]))
            for rows, vector in zip(batch, vectors, strict=True):
                matrix.put(rows, vector)
            if progress:
                progress(start + len(batch), len(groups))

    def _fill(self, matrix: Held, rows: Sequence[int], keys: Sequence[str], *, with_seed: bool) -> list[int]:
        """Put the vectors that the cache knows into their rows, keys[i]'s into rows[i]; returns the rows of the others."""
        known = self._cached(keys, with_seed)
        found = [(row, known[key]) for row, key in zip(rows, keys, strict=True) if key in known]
        if found:
            matrix.put([row for row, _ in found], np.stack([vector for _, vector in found])[:, : matrix.shape[1]])
        return [row for row, key in zip(rows, keys, strict=True) if key not in known]

    def _embed(self, encode: Encode, batch: Sequence[tuple[str, str]]) -> Matrix:
        vectors = encode([text for _, text in batch])
        if self._cache:
            self._cache.put({key: vector for (key, _), vector in zip(batch, vectors, strict=True)})
        return vectors

    async def _asked(self, call: Callable[[], Result]) -> Result:
        """The answer to a question that somebody waits for."""
        self._asking += 1
        self._idle.clear()
        try:
            return await self._run(call)
        finally:
            self._asking -= 1
            if not self._asking:
                self._idle.set()
            self.get_ready(WARMED_S)

    def get_ready(self, wait_s: float = 0.0) -> None:
        """Load soon what a clear question does without: a first answer comes without it, the second doesn't wait for it."""
        self._warming = self._warming or asyncio.create_task(self._warm(wait_s))

    async def _warm(self, wait_s: float) -> None:
        await asyncio.sleep(wait_s)
        if (encoder := self._encoder) is not None:
            await self._run_idle(partial(encoder.encode_queries, ["?"]))
        ids = tuple(self.snapshot.rows_of)  # what an edit brings meanwhile is looked at when it is asked for
        for start in range(0, len(ids), WARMED):
            await self._run_idle(partial(self._look_at, ids[start : start + WARMED]))

    def _look_at(self, ids: Iterable[str]) -> None:
        """Have the snapshot that serves get ready for questions on entries; one that was edited away is not held for it."""
        snapshot = self.snapshot
        snapshot.get_ready(entry_id for entry_id in ids if entry_id in snapshot.rows_of)

    async def _run_idle(self, call: Callable[[], Result]) -> Result:
        """Do something when no question waits, or when there was no such moment for long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._idle.wait()
        return await self._run(call)

    async def _run(self, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._worker, call)


def _keyed(layout: Layout) -> _TextAt:
    """The key and the text of a layout's passage in a row."""
    starts = layout.starts.tolist()
    group = lru_cache(maxsize=8)(layout.group)  # those of an entry are asked for together

    def at(row: int) -> tuple[str, str]:
        place = bisect_right(starts, row) - 1
        passage = group(place)[row - starts[place]]
        return passage.key, passage.text

    return at


def _taken_over(held: Held, last: Layout, layout: Layout, change: Change) -> tuple[Held, list[int]]:
    """The vectors of a layout, those that the last one holds; and the rows of those that it doesn't."""
    if change.rows is None:
        matrix, new = held.grown(layout.size - last.size), list(range(last.size, layout.size))
    else:
        matrix, new = held.moved(change.rows), np.flatnonzero(change.rows < 0).tolist()
    # Of an edited entry most texts are as they were.
    gone = {one.key: int(last.starts[at]) + row for at in change.gone for row, one in enumerate(last.group(at))}
    from_ = {row: gone[one.key] for row, one in zip(new, layout.passages_in(new), strict=True) if one.key in gone}
    if from_:
        matrix.put_from(list(from_), held, list(from_.values()))
    return matrix, [row for row in new if row not in from_]


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


def declined_key(text: str) -> str:
    """The cache's key for the first half of a declined question's vector."""
    return text_key(f"declined\n{text}")
