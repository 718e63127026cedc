"""python -m bot migrate: the records brought up to date, before the processes of a new version start."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from bot.records.file import NAME
from bot.records.people import Keys, KeysError
from bot.records.records import Records, RecordsError
from bot.records.shelf import Shelf
from bot.settings import Settings
from index.settings import SettingsError


def main(arguments: Sequence[str], rooms: Sequence[type[Shelf]]) -> int:
    """0 when they are up to date, 2 where they can't be."""
    argparse.ArgumentParser(
        prog="python -m bot migrate", description="Brings the records up to date; a start does it too."
    ).parse_args(arguments)
    try:
        settings = Settings.read()
        path = settings.index.var_dir / NAME
        keys, _ = Keys.open(settings.index.var_dir, settings.data_key, may_make=not path.exists())
        print(f"{asyncio.run(_migrate(Records(settings.database_url or path, keys, rooms)))}: up to date")
    except (KeysError, RecordsError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


async def _migrate(records: Records) -> str:
    await records.open()
    await records.close()
    return records.where
