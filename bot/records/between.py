"""Records of one engine in, the same records of the other out: every row, in its order, and no number given twice.

Both have the tables of the same steps. What SQLite has without naming it, the number of a row that tells in which order
rows came, has a name on a server, see `dialect.ROW_ORDER`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier
from sqlite_utils import Database

FETCHED = 2000  # rows a trip
LOST = "�"  # what PostgreSQL has no place for in a text: a character 0


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]  # by which its rows are copied, on both
    order: str  # the column that tells in which order rows came; empty: their order means nothing
    counter: str  # the column that the engine numbers, each number once; empty: there is none

    @property
    def counted(self) -> str:
        """The column of which a server keeps the last number."""
        return self.counter or (self.order if self.order == "rowid" else "")


def to_file(server: Connection[Any], db: Database) -> None:
    """Fill a file whose tables were made by the steps that the server has taken; in the server's transaction."""
    for table in _tables(db):
        db.execute(f"delete from [{table.name}]")  # noqa: S608
        columns = ", ".join(f"[{column}]" for column in table.columns)
        places = ", ".join("?" for _ in table.columns)
        db.conn.executemany(
            f"insert into [{table.name}] ({columns}) values ({places})",  # noqa: S608, names of ours
            _rows_of_server(server, table),
        )
        if table.counter:
            db.execute("delete from sqlite_sequence where name = ?", [table.name])
            db.execute("insert into sqlite_sequence (name, seq) values (?, ?)", [table.name, last_of(server, table)])


def to_server(db: Database, server: Connection[Any], schema: str) -> None:
    """Fill a schema whose tables were made by the steps that the file has taken; in the server's transaction."""
    for table in _tables(db):
        place = Identifier(schema, table.name)
        server.execute(SQL("delete from {}").format(place))
        columns = SQL(", ").join(map(Identifier, table.columns))
        listed = ", ".join(f"[{column}]" for column in table.columns)
        rows = db.conn.execute(f"select {listed} from [{table.name}]{_ordered(table)}")  # noqa: S608, names of ours
        with server.cursor() as cursor, cursor.copy(SQL("copy {} ({}) from stdin").format(place, columns)) as copy:
            for row in rows:
                copy.write_row([_text(value) for value in row])
        if table.counter:
            found = db.execute("select seq from sqlite_sequence where name = ?", [table.name]).fetchone()
            go_on(server, schema, table.name, table.counter, int(found[0]) if found else 0)
        elif table.counted:
            (most,) = db.execute(f"select coalesce(max(rowid), 0) from [{table.name}]").fetchone()  # noqa: S608
            go_on(server, schema, table.name, table.counted, int(most))


def counters(server: Connection[Any], schema: str) -> list[tuple[str, str, int]]:
    """(table, column, the last number that was given) of each column that the server numbers."""
    found = server.execute(
        "select table_name, column_name from information_schema.columns where table_schema = %s and is_identity = 'YES'",
        [schema],
    ).fetchall()
    return [(table, column, _last(server, schema, table, column)) for table, column in found]


def go_on(server: Connection[Any], schema: str, table: str, column: str, last: int) -> None:
    """Let what is numbered from now on come after that number."""
    if last:
        server.execute(
            "select setval(pg_get_serial_sequence(%s, %s), greatest(%s, %s))",
            [f'"{schema}"."{table}"', column, last, _last(server, schema, table, column)],
        )


def last_of(server: Connection[Any], table: _Table) -> int:
    (schema,) = server.execute("select current_schema()").fetchone() or ("",)
    return _last(server, schema, table.name, table.counter)


def _last(server: Connection[Any], schema: str, table: str, column: str) -> int:
    """The last number that was given; 0: none was yet."""
    row = server.execute("select pg_get_serial_sequence(%s, %s)", [f'"{schema}"."{table}"', column]).fetchone()
    assert row  # noqa: S101, for the type checker
    found = server.execute(SQL("select last_value, is_called from {}").format(SQL(row[0]))).fetchone()
    assert found  # noqa: S101, for the type checker
    return int(found[0]) if found[1] else 0


def _tables(db: Database) -> list[_Table]:
    """Those of shelves, each after what it was made after."""
    found = db.execute(
        "select name, sql from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_%' escape '\\' "
        "order by rowid"
    ).fetchall()
    return [_table(db, name, sql.lower()) for name, sql in found]


def _table(db: Database, name: str, sql: str) -> _Table:
    described = db.execute(f"pragma table_info([{name}])").fetchall()
    columns = tuple(column for _, column, *_ in described)
    keys = [(column, kind.lower()) for _, column, kind, _, _, place in described if place]
    if len(keys) == 1 and keys[0][1] == "integer":
        return _Table(name, columns, keys[0][0], keys[0][0] if "autoincrement" in sql else "")
    if "without rowid" in sql:
        return _Table(name, columns, "", "")
    return _Table(name, (*columns, "rowid"), "rowid", "")


def _rows_of_server(server: Connection[Any], table: _Table) -> Iterator[tuple[Any, ...]]:
    columns = SQL(", ").join(map(Identifier, table.columns))
    order = SQL(" order by {}").format(Identifier(table.order)) if table.order else SQL("")
    with server.cursor(name="rows") as cursor:
        cursor.itersize = FETCHED
        yield from cursor.execute(SQL("select {} from {}{}").format(columns, Identifier(table.name), order))


def _ordered(table: _Table) -> str:
    return f" order by [{table.order}]" if table.order else ""


def _text(value: object) -> object:
    return value.replace("\0", LOST) if isinstance(value, str) else value
