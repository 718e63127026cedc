"""A database of any earlier version in, one with today's tables out: by the steps that the shelves bring."""

from collections.abc import Callable, Collection, Iterable, Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.records import database
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
        self._parts, self._names = parts, frozenset(parts)
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
            if db.execute("pragma application_id").fetchone() != (APPLICATION_ID,):
                db.execute(f"pragma application_id = {APPLICATION_ID}")
            db.commit()
        except BaseException:
            db.rollback()
            raise

    def migrate_server(self, db: database.Database) -> None:
        """The same on PostgreSQL, in whatever transaction it is called in. Raises NewerError."""
        db.execute("create table if not exists migrations (name text primary key, applied text not null)")
        applied = {name for (name,) in db.execute("select name from migrations").fetchall()}
        if unknown := sorted(applied - self._names):
            raise NewerError(unknown[0])
        for name in sorted(self._names - applied):
            _one_after_another(self._parts[name])(db)
            db.execute("insert into migrations (name, applied) values (?, cast(now() as text))", [name])

    def taken(self, names: Collection[str]) -> "Steps":
        """Those of these names alone, for tables as they were once. Raises NewerError where one isn't known."""
        if unknown := sorted(set(names) - self._names):
            raise NewerError(unknown[0])
        return Steps(part for name in names for part in self._parts[name])

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


def _begin(db: database.Database, /) -> None:
    # One row a key with which something here was sealed; each start and each probe writes to it.
    db.execute("create table seals (fingerprint text primary key, used text not null)")


def _one_after_another(parts: Sequence[Step]) -> Callable[[database.Database], None]:
    def applied(db: database.Database, /) -> None:
        for part in parts:
            part.take(db)

    return applied
