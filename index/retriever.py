"""Ask and refresh: the one object that a face talks to."""

import asyncio
import logging
import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from index import snapshot as snapshots
from index.answer import Answer, Question
from index.answering import Answering
from index.cache import EmbeddingCache
from index.coming import Coming
from index.effects import Destination
from index.embedding import GLANCED, Embedding, Progress, TextAt
from index.encoder import Encoder, Matrix, widths_of
from index.heads import NO_HEADS, Heads
from index.held import Held
from index.kept_index import KeptFile, KeptIndex, Overlap
from index.layout import Change, Layout, following, laid_anew
from index.looking import Found, by_all, look
from index.ranking import Calibration
from index.shipped_encoder import ShippedEncoder
from index.snapshot import Glance, Snapshot, is_shipped_subject
from index.worker import Result, Worker
from knowledge.entry import Reading

logger = logging.getLogger(__name__)

BATCH = 32  # passages a trip to the model at the start, when nobody asks yet
LIVE_BATCH = 1  # … and later, since a question waits for one batch at most
AT_ONCE = 200  # passages to embed at a first start up to which nobody is answered by words meanwhile
STEP_S = 0.003  # of ranking what was found for them; it is begun where no question waits
WARMED_S = 1.0  # after the first answer, until what a clear question does without is loaded
WARMED = 4  # entries looked at for that at once, which takes some milliseconds
SPOKEN = 8  # questions whose vectors are held from when they are told from talk until they are looked up


class _Laid(NamedTuple):
    """How a reading is laid out, beside the snapshot that it follows."""

    last: Snapshot
    layout: Layout
    change: Change  # from the last one's layout to this
    kept: Overlap | None = None  # with what an earlier process has kept; None: there is nothing


_Known = tuple[Held, Sequence[int]]  # vectors by row, and the rows of which none is known
_Glanced = tuple[str, Matrix | None, Glance | None]  # a plain question, its vector, what is seen of it at first


class Retriever:
    """Finds the entries that answer a question; one state of the folder at a time.

    All calls to the encoder and the cache go through one worker thread, see Embedding.
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
        self._worker = Worker("encoder")
        self._embedding = Embedding(encoder, cache, self._worker) if encoder else None
        self._refreshing = asyncio.Lock()
        self._spoken: OrderedDict[str, Matrix] = OrderedDict()  # by plain text
        self._warming: asyncio.Task[None] | None = None
        self._tidying: asyncio.Task[None] | None = None
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
            laid, known, embedding = await self._laid(reading), None, self._embedding
            if is_first and embedding is not None and self._words is not None:  # else words don't serve meanwhile
                known = await self._known_before(embedding, laid)
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
        await self._worker.run_idle(lambda: None)
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
            await self._worker.run(self._cache.wake)

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
        embedding = self._embedding
        matrix = declined = None
        if embedding is not None:
            matrix, missing = known or await self._known_before(embedding, laid)
            await embedding.make(_keyed(layout), matrix, missing, self._batch_size, progress)
            declined = await self._declined(embedding, reading)
            await embedding.rest()
        heads = await asyncio.to_thread(self._heads_for, reading)
        return await asyncio.to_thread(
            snapshots.build,
            reading,
            layout,
            matrix,
            declined,
            embedding.halves if embedding else (),
            heads,
            last=(last, change),
            kept=None if kept is None else kept.kept,
            is_elsewhere=self._counts_on_others(heads),
        )

    def _is_elsewhere(self, reading: Reading) -> bool:
        return self.elsewhere is not None and not is_shipped_subject(reading)

    def _heads_for(self, reading: Reading) -> Heads:
        """What was learned of our subject; nothing of it serves elsewhere: what isn't ours may be theirs."""
        return NO_HEADS if self._is_elsewhere(reading) else self._heads()

    def _counts_on_others(self, heads: Heads) -> bool:
        """Whether the numbers for other subjects serve, see _numbers: they count on what words may stand for."""
        return self.elsewhere is not None and heads.intents is None

    async def _declined(self, embedding: Embedding, reading: Reading) -> Held | None:
        """(n, first half): the questions known to have no answer here, in the order of declined_questions.fitted.

        None elsewhere: what has none in the texts that ship may have one there.
        """
        if self._is_elsewhere(reading):
            return None
        if self.snapshot.declined is not None:  # these never change while the process lives
            return self.snapshot.declined
        if self._kept is not None and self._kept.declined is not None:
            return self._kept.declined
        return await embedding.declined(self._batch_size)

    @property
    def _batch_size(self) -> int:
        """Passages a trip to the model."""
        return LIVE_BATCH if self.snapshot.reading.entries else BATCH

    # --- a first start

    async def _serve_by_words(
        self, reading: Reading, laid: _Laid, matrix: Held, missing: Sequence[int], progress: Progress | None
    ) -> None:
        """Serve a reading by words while its missing vectors come."""
        embedding = self._embedding
        assert embedding is not None  # noqa: S101 - else nothing is missing
        declined = await self._declined(embedding, reading)
        heads = await asyncio.to_thread(self._heads_for, reading)
        words = await asyncio.to_thread(
            snapshots.build,
            reading,
            laid.layout,
            None,
            None,
            embedding.halves,
            heads,
            kept=None if laid.kept is None else laid.kept.kept,
            is_elsewhere=self._counts_on_others(heads),
        )
        self._coming = Coming(words, matrix, missing, declined)
        self.snapshot = words
        self._filling = asyncio.create_task(self._come(self._coming, embedding, declined, progress))

    async def _come(
        self, coming: Coming, embedding: Embedding, declined: Held | None, progress: Progress | None
    ) -> None:
        """Let all vectors come, when nobody asks anything; then serve by meaning too."""
        many = coming.left
        try:
            while left := await self._worker.run_idle(partial(coming.step, embedding.passages)):
                if progress:
                    progress(many - left, many)
            await embedding.rest()
            words = coming.snapshot
            self.snapshot = await asyncio.to_thread(
                snapshots.build,
                words.reading,
                words.layout,
                coming.matrix,
                declined,
                embedding.halves,
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
        if self._embedding is None:
            return None
        if is_kept:
            return await self._embedding.known(texts, self.snapshot, with_seed=with_seed, is_over=is_over)
        return await self._embedding.typed(texts, is_over)

    async def first_vectors(self, texts: Sequence[str]) -> Matrix | None:
        """(len(texts), first half) of unit norm, of texts that are somebody's and are kept nowhere; None without an encoder."""
        return None if self._embedding is None else await self._embedding.first_of_typed(texts)

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
                glances = await self._worker.run_idle(partial(snapshot.glances, queries))
                near = list(zip(some, queries, glances, strict=True))
            while near:
                step = await self._worker.run_idle(partial(self._step, near, snapshot))
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
            await self._worker.run(self._cache.close)
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
        coming, encoder, embedding = self._coming, self._encoder, self._embedding
        if coming and encoder and embedding and text and snapshot is coming.snapshot and glance is None:
            vector = encoder.encode_queries([text])[0] if query is None else query
            near = coming.near(text, vector, embedding.passages)
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

    async def _known_before(self, embedding: Embedding, laid: _Laid) -> _Known:
        """What is known of a layout's vectors: from the last snapshot, and from the cache."""
        last, layout, change, kept = laid
        if (held := last.matrix) is None and kept is not None:
            matrix, others = kept.vectors(), np.flatnonzero(kept.rows < 0).tolist()
        elif held is None:
            matrix, others = Held.room(layout.size, *widths_of(embedding.halves)), layout.rows.tolist()
        else:
            matrix, others = await asyncio.to_thread(_taken_over, held, last.layout, layout, change)
        return matrix, await embedding.look_up(_keyed(layout), matrix, others)

    async def _asked(self, call: Callable[[], Result]) -> Result:
        """The answer to a question that somebody waits for."""
        try:
            return await self._worker.asked(call)
        finally:
            self.get_ready(WARMED_S)

    def get_ready(self, wait_s: float = 0.0) -> None:
        """Load soon what a clear question does without: a first answer comes without it, the second doesn't wait for it."""
        self._warming = self._warming or asyncio.create_task(self._warm(wait_s))

    async def _warm(self, wait_s: float) -> None:
        await asyncio.sleep(wait_s)
        if (encoder := self._encoder) is not None:
            await self._worker.run_idle(partial(encoder.encode_queries, ["?"]))
        ids = tuple(self.snapshot.rows_of)  # what an edit brings meanwhile is looked at when it is asked for
        for start in range(0, len(ids), WARMED):
            await self._worker.run_idle(partial(self._look_at, ids[start : start + WARMED]))

    def _look_at(self, ids: Iterable[str]) -> None:
        """Have the snapshot that serves get ready for questions on entries; one that was edited away is not held for it."""
        snapshot = self.snapshot
        snapshot.get_ready(entry_id for entry_id in ids if entry_id in snapshot.rows_of)


def _keyed(layout: Layout) -> TextAt:
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
