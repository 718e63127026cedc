"""A database of any earlier version in, one with today's tables out: by the steps that the shelves bring."""

from collections.abc import Callable, Iterable, Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.records.database import ForeignError, NewerError
from bot.records.shelf import Shelf, Step

APPLICATION_ID = 0x56626472  # "Vbdr": tells our file from any other SQLite database (pragma application_id)
SET = "records"


class Steps:
    """All there are, in the order of their names."""

    def __init__(self, brought: Iterable[Step]) -> None:
        parts: dict[str, list[Step]] = {}
        for step in brought:
            parts.setdefault(step.name, []).append(step)
        self._names = frozenset(parts)
        self._migrations = Migrations(SET)
        for name in sorted(parts):
            self._migrations(name=name)(_one_after_another(parts[name]))

    def migrate(self, db: Database) -> None:
        """Bring a database up to date, all of it or nothing; of two processes at once the second waits, and finds it done.

        Raises ForeignError and NewerError.
        """
        db.execute("begin immediate")  # sqlite-utils looks for what is pending before it begins; here it looks inside
        try:
            self.refuse_others(db)
            self._migrations.apply(db)
            db.commit()
        except BaseException:
            db.rollback()
            raise

    def refuse_others(self, db: Database) -> None:
        """Raise ForeignError or NewerError where these tables are not ours, or not of this version or an earlier one."""
        for applied in self._migrations.applied(db):
            if applied.name not in self._names:
                raise NewerError(applied.name)
        is_empty = db.execute("select 1 from sqlite_master limit 1").fetchone() is None
        if not is_empty and db.execute("pragma application_id").fetchone() != (APPLICATION_ID,):
            raise ForeignError


def steps_of(shelves: Iterable[type[Shelf]]) -> Steps:
    """What these shelves bring, after what the records themselves need."""
    return Steps([Step("001 questions, people, updates", _begin), *(step for shelf in shelves for step in shelf.steps)])


def _begin(db: Database, /) -> None:
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    # One row a key with which something here was sealed; each start and each probe writes to it.
    db.execute("create table seals (fingerprint text primary key, used text not null)")


def _one_after_another(parts: Sequence[Step]) -> Callable[[Database], None]:
    def applied(db: Database, /) -> None:
        for part in parts:
            part.take(db)

    return applied
