"""Where records are in, the engine that keeps them there out."""

from pathlib import Path

from bot.records.database import Engine, RecordsError
from bot.records.migrations import Steps
from bot.records.sqlite import SqliteFile
from bot.settings import DATABASES


def engine_at(place: Path | str, steps: Steps) -> Engine:
    """place: a file, ":memory:", or the address of a PostgreSQL database. Raises RecordsError."""
    if not is_server(place):
        return SqliteFile(place, steps.migrate)
    see_postgres()
    from bot.records.postgres import PostgresServer

    return PostgresServer(str(place), steps.migrate_server)


def see_postgres() -> None:
    """Raises RecordsError where what speaks to a server is not installed."""
    try:
        import bot.records.postgres  # noqa: F401
    except ImportError:
        raise RecordsError(
            "DATABASE_URL is set, and what speaks to PostgreSQL is not installed; run `pip install 'psycopg[binary]>=3.2'`"
        ) from None


def is_server(place: Path | str) -> bool:
    """Whether it is the address of a PostgreSQL database."""
    return str(place).startswith(DATABASES)
