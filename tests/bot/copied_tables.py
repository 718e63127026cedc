"""New databases of tests get their tables from one that has them: to take every step takes longer than most tests do."""

import sqlite3
from collections.abc import Sequence
from threading import Lock
from typing import Any

from sqlite_utils import Database

from bot.records.migrations import Steps
from bot.records.records import all_steps
from bot.records.shelf import Shelf

_made: dict[tuple[type[Shelf], ...], sqlite3.Connection] = {}  # by the shelves that brought the steps
_making = Lock()


class CopiedSteps:
    """As Steps, for a database that may be new."""

    def __init__(self, rooms: Sequence[type[Shelf]]) -> None:
        self._rooms, self._steps = tuple(rooms), all_steps(rooms)

    def migrate(self, db: Database) -> None:
        if db.execute("select 1 from sqlite_master limit 1").fetchone() is None:
            with _making:
                _tables_of(self._rooms, self._steps).backup(db.conn)
        self._steps.migrate(db)

    def __getattr__(self, name: str) -> Any:
        """What else steps do, and where they do it: of a server's tables none are copied."""
        return getattr(self._steps, name)


def _tables_of(rooms: tuple[type[Shelf], ...], steps: Steps) -> sqlite3.Connection:
    if rooms not in _made:
        made = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        steps.migrate(Database(made, execute_plugins=False))
        _made[rooms] = made
    return _made[rooms]
