"""python -m bot knowledge import|export FOLDER: content files from a folder into the database, and back."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.folder.kept import difference, files_in, put_files
from bot.records.knowledge import KnowledgeRecords, Version
from bot.records.people import Keys, KeysError
from bot.records.records import Records, RecordsError
from bot.records.shelf import Shelf
from bot.settings import Settings
from index.settings import SettingsError
from knowledge.changes.change import EditError
from knowledge.content_file import MAX_BYTES


class KeepError(Exception):
    """Nothing was moved; the message says why, and what to do."""


def main(arguments: Sequence[str], rooms: Sequence[type[Shelf]]) -> int:
    """0 when it is done, 2 where nothing was."""
    parser = argparse.ArgumentParser(
        prog="python -m bot knowledge",
        description="Moves content files between a folder and the database of DATABASE_URL.",
    )
    parser.add_argument("what", choices=("import", "export"), help="import: from the folder into the database")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="export makes it; it may be there and be empty")
    parser.add_argument(
        "--replace", action="store_true", help="import: what isn't in the folder goes from the database"
    )
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read()
        if not settings.database_url:
            raise KeepError("DATABASE_URL is not set; name the database in which the content is kept")
        keys, _ = Keys.open(settings.index.var_dir, settings.data_key, may_make=False)
        records = Records(settings.database_url, keys, rooms)
        print(asyncio.run(_moved(records, options.what, options.folder, replace=options.replace)))
    except (EditError, KeepError, KeysError, RecordsError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


async def _moved(records: Records, what: str, folder: Path, *, replace: bool) -> str:
    await records.open()
    try:
        kept = records.shelf(KnowledgeRecords)
        if what == "import":
            return await imported(kept, folder, replace=replace)
        return await exported(kept, folder)
    finally:
        await records.close()


async def imported(kept: KnowledgeRecords, folder: Path, *, replace: bool) -> str:
    """What was done, in a line. Raises KeepError, and EditError where somebody edits the same files meanwhile."""
    found = await asyncio.to_thread(_found_in, folder)
    held = {version.source: version.data for version in await kept.since(0) if version.data is not None}
    edits = difference(held, found, replace=replace)
    if edits:
        await kept.write(f"import of {len(edits)} files", edits, is_told=False)
    new, gone = sum(edit.before is None for edit in edits), sum(edit.after is None for edit in edits)
    left = 0 if replace else len(held.keys() - found.keys())
    others = f"; {left} that are in the database alone stay there" if left else ""
    return f"{folder}: {new} new, {len(edits) - new - gone} changed, {gone} gone{others}"


async def exported(kept: KnowledgeRecords, folder: Path) -> str:
    """What was done, in a line. Raises KeepError."""
    held = [version for version in await kept.since(0) if version.data is not None]
    await asyncio.to_thread(_fill, folder, held)
    return f"{folder}: {len(held)} files"


def _found_in(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise KeepError(f"{folder} is no folder; name one with content files, as {Path('knowledge') / 'content'}")
    found = dict(files_in(folder))
    if large := [source for source, data in found.items() if len(data) > MAX_BYTES]:
        raise KeepError(f"{folder / large[0]}: more than {MAX_BYTES / 1e6:.0f} MB, which is not read; split it up")
    if not found:
        raise KeepError(f"{folder} has no content files; name a folder that has")
    return found


def _fill(folder: Path, held: Sequence[Version]) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KeepError(f"{folder} is there already and isn't empty; name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    put_files(folder, held)
