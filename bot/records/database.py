"""What shelves ask of a database, whichever engine keeps it: read, write, write alone; SQL is written once, for both.

Two engines answer to it: `sqlite`, a file, and `postgres`, a server that many processes share. What they understand
differently is told in `dialect` alone.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class ForeignError(Exception):
    """The database is not ours."""


class NewerError(Exception):
    """The database was made by a newer version; the message is the name of the first unknown migration."""


class RecordsError(Exception):
    """Records can't be opened, read or written; the message names where they are and says what to do."""


class RemovedError(RecordsError):
    """The file was removed, moved or replaced while it is open: what is written now nobody finds again."""


class Rows(Protocol):
    """What came of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """The next row, a tuple; None: there is none."""

    def fetchall(self) -> list[Any]:
        """All that are left, tuples."""

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """What a job is given. SQL is SQLite's, less what `dialect` says that only one of the two understands; values are `?`."""

    def execute(self, sql: str, parameters: Any = None, /) -> Rows: ...

    def query(self, sql: str, params: Any = None, /) -> Iterable[dict[str, Any]]:
        """Its rows, by names of columns."""


Job = Callable[[Database], T]  # may be run twice, so it changes nothing but the database


class Engine(Protocol):
    """Runs jobs; none of its methods keeps the event loop waiting."""

    @property
    def where(self) -> str:
        """Where records are kept, as messages name it: without a password."""

    @property
    def is_shared(self) -> bool:
        """Whether processes that take Telegram's updates side by side share it, on whichever machines."""

    @property
    def anew(self) -> str:
        """What to do so that new records are begun, and these are left as they are."""

    async def open(self) -> None:
        """Raises RecordsError, also for what is damaged, another program's or of a newer version."""

    async def close(self) -> None:
        """Run the jobs that wait, then let go."""

    async def read(self, job: Callable[[Any], T]) -> T:
        """What the job returns. Raises RecordsError, as do all below."""

    async def write(self, job: Callable[[Any], T]) -> T:
        """What the job returns, once that is kept. Of all who write, in whichever process, one is at it at a time."""

    def tell(self, db: Any, topic: str) -> None:
        """Part of a job: that it writes something on that topic is told to all processes, once it is kept."""

    async def told(self, topic: str, timeout_s: float) -> None:
        """Return when a process told something on that topic, or after so many seconds; one at a time waits for a topic."""

    def hold(self, db: Any, name: str) -> None:
        """Part of a job: the name is this process's for as long as it has its connection."""

    def is_held(self, db: Any, name: str) -> bool:
        """Part of a job: whether another process that has its connection holds the name; False where nothing tells."""

    def see_place(self) -> None:
        """Raises RemovedError where what is open is no longer what has the name."""

    async def scrub(self, *, rebuild: bool = True) -> None:
        """Leave as little as the engine can of what was deleted; rebuild: also of what it had moved."""
