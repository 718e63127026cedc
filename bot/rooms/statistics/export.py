"""python -m bot export [FILE]: the figures of /statistiek as CSV, of the records as they stand; no words, no people."""

import argparse
import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.records import file as records_file
from bot.records.database import ForeignError, NewerError, RecordsError
from bot.records.engines import engine_at
from bot.records.file import DamagedError
from bot.records.migrations import Steps
from bot.records.records import all_steps
from bot.records.shelf import Shelf
from bot.rooms.statistics import figures
from bot.rooms.statistics.records import asked_in
from bot.settings import Settings
from bot.when import clock
from bot.when.clock import AMSTERDAM
from index.settings import SettingsError
from knowledge.library import read_library


class ExportError(Exception):
    """There are no figures; the message says why, and what to do."""


def main(arguments: Sequence[str], rooms: Sequence[type[Shelf]]) -> int:
    """0 when the figures are written, 2 where there are none or they can't be."""
    parser = argparse.ArgumentParser(
        prog="python -m bot export", description="Writes the figures of the last weeks as CSV; the bot may be running."
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to; standard output unless given")
    parser.add_argument("--force", action="store_true", help="replace the file where it is there already")
    options = parser.parse_args(arguments)
    try:
        _write(exported(Settings.read(), rooms), options.file, force=options.force)
    except (ExportError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def exported(settings: Settings, rooms: Sequence[type[Shelf]]) -> str:
    """The CSV. Raises ExportError."""
    day, weeks = clock.now().astimezone(AMSTERDAM).date(), figures.weeks_kept(settings.retention_days)
    path = settings.index.var_dir / records_file.NAME
    if not settings.database_url and not path.is_file():
        raise ExportError(f"{path}: no records there; set VAR_DIR to the folder that the bot has")
    topics = figures.main_topics(read_library(settings.index.knowledge_dirs).entries)
    tally = figures.Tally(topics, day=day, weeks=weeks)
    if settings.database_url:
        asyncio.run(_of_server(settings.database_url, all_steps(rooms), tally, figures.since(day, weeks)))
        return figures.table(tally.figures())
    try:
        with records_file.opened(path) as db:
            records_file.check(db, all_steps(rooms))
            tally.add(asked_in(db, figures.since(day, weeks)))
    except (DamagedError, ForeignError, NewerError) as error:
        raise ExportError(records_file.why_not(error, path)) from None
    except sqlite3.Error as error:
        raise ExportError(f"{path} can't be read ({error}); run this as whoever runs the bot") from None
    return figures.table(tally.figures())


async def _of_server(url: str, steps: Steps, tally: figures.Tally, since: datetime) -> None:
    """Count what is on a server, which is opened as a bot opens it. Raises ExportError."""
    try:
        engine = engine_at(url, steps)
        await engine.open()
        try:
            tally.add(await engine.read(lambda db: list(asked_in(db, since))))
        finally:
            await engine.close()
    except RecordsError as error:
        raise ExportError(str(error)) from None


def _write(table: str, path: Path | None, *, force: bool) -> None:
    if path is None:
        sys.stdout.buffer.write(table.encode())
        return
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(table.encode())
    except FileExistsError:
        raise ExportError(f"{path} is there already; name another file, or add --force to replace it") from None
    except OSError as error:
        raise ExportError(
            f"{path} can't be written ({error.strerror}); name a file in a folder that is there"
        ) from None
