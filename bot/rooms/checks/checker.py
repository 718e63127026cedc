"""A document in, what is said of each point out: one document at a time, whoever sent it, and nothing of it is kept."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.checking.features import Sought, ways_of
from index.checking.points import WORDS, Checked, judge, kind_told, look, numbers_of
from index.encoder import Matrix
from index.retriever import Retriever
from knowledge.documents.clauses import Clauses
from knowledge.documents.importing import read_clauses
from knowledge.documents.reading import Limits
from knowledge.entry import AgreementKind, Entry

# A page of an agreement is read by anybody, and while they wait: fewer pages are searched for tables than for admins.
LIMITS = Limits(max_bytes=10_000_000, max_pages=100, max_table_pages=10, max_chars=400_000)
MOST_WAITING = 12  # of all people together: what is pasted, or sent over the web, waits in memory
Told = Callable[[int], None]  # how many are ahead in the queue


@dataclass(frozen=True, slots=True)
class At:
    """How far it is."""

    done: int
    many: int
    has_pages: bool  # else clauses are counted


Progress = Callable[[At], None]


class NothingToSeekError(LookupError):
    """The folder has no checklist."""


class CrowdedError(RuntimeError):
    """So many agreements wait that no more are taken in; the argument is how many."""


class UnsureKindError(ValueError):
    """The words of an agreement don't tell what it is for; the argument is the likeliest kind."""


class Checker:
    """Looks at agreements."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._line: list[object] = []  # who is looked at, and who waits for that; one at a time
        self._moved = asyncio.Event()  # set when the line moves on, and replaced by another
        self._ready: tuple[Sequence[Entry], str, Sought] | None = None

    @property
    def has_points(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._retriever.snapshot.reading.points)

    async def check(
        self,
        data: bytes,
        name: str,
        kind: AgreementKind | None,
        *,
        queued: Told | None = None,
        progress: Progress | None = None,
        has_to_be_sure: bool = False,
    ) -> Checked:
        """What is said of an agreement of a kind, None: as its words tell. Raises Refused, NothingToSeekError, CrowdedError.

        queued: told the place in the queue where somebody else's is looked at first, and again when it moves on.
        has_to_be_sure: raise UnsureKindError where the words don't tell the kind.
        """
        if len(self._line) >= MOST_WAITING:
            raise CrowdedError(len(self._line))
        ticket = object()
        self._line.append(ticket)
        try:
            while ahead := self._line.index(ticket):
                moved = self._moved
                if queued:
                    queued(ahead)
                await moved.wait()
            return await self._check(data, name, kind, progress, has_to_be_sure=has_to_be_sure)
        finally:
            self._line.remove(ticket)
            self._moved.set()
            self._moved = asyncio.Event()

    async def _check(
        self, data: bytes, name: str, kind: AgreementKind | None, progress: Progress | None, *, has_to_be_sure: bool
    ) -> Checked:
        sought, clauses = await asyncio.gather(self.prepared(), read_clauses(data, name, limits=LIMITS))
        kind, is_told = (kind, True) if kind else kind_told(clauses)
        if has_to_be_sure and not is_told:
            raise UnsureKindError(kind)
        return replace(await self._judged(clauses, sought, kind, progress), is_kind_told=is_told)

    async def _judged(
        self, clauses: Clauses, sought: Sought, kind: AgreementKind, progress: Progress | None
    ) -> Checked:
        numbers = numbers_of(self._retriever.encoder_name if sought.vectors is not None else WORDS)
        if numbers is None:  # prepared sees to it that there are some
            raise NothingToSeekError("numbers.toml")

        def tell(done: int, many: int) -> None:
            if progress:
                page = clauses.found[done - 1].page if clauses.pages and done else 0
                progress(At(page, clauses.pages, True) if page else At(done, many, False))

        looked = await look(clauses, sought, numbers, self._retriever.first_vectors, self._whole_vectors, tell)
        return await asyncio.to_thread(judge, clauses, looked, sought, numbers, kind)

    async def _whole_vectors(self, texts: Sequence[str]) -> Matrix | None:
        return await self._retriever.vectors(texts, is_kept=False)

    async def prepared(self) -> Sought:
        """The checklist, ready to be looked for: anew where the folder has another by now. Raises NothingToSeekError."""
        points = self._retriever.snapshot.reading.points
        if not points:
            raise NothingToSeekError("no checklists")
        encoder = self._retriever.encoder_name
        if self._ready and self._ready[0] is points and self._ready[1] == encoder:
            return self._ready[2]
        vectors = None
        if numbers_of(encoder) is not None:
            texts = [way.text for way in ways_of(points)]
            vectors = await self._retriever.vectors(texts, is_kept=True, with_seed=True)
        first, sounds = self._retriever.first_half, self._retriever.snapshot.heads.sounds
        sought = await asyncio.to_thread(Sought, points, vectors, first, sounds)
        self._ready = points, encoder, sought
        return sought
