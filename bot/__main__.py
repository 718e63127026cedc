"""python -m bot: the Telegram bot with BOT_TOKEN, else the same conversation in the terminal; and commands beside it."""

import argparse
import asyncio
import logging
import sys

from bot import logs
from bot.settings import Settings
from bot.version import VERSION
from index.settings import SettingsError
from knowledge import quiet

COMMANDS = ("bench", "export", "export-site", "mcp", "backup", "restore", "migrate", "knowledge", "check")


def main(arguments: list[str] | None = None) -> int:
    """0 when the conversation has ended or a command is done, 2 for settings or files that can't be used."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument(
        "command",
        nargs="?",
        choices=COMMANDS,
        help="bench: questions a second, and how long each takes; export: figures a week as CSV; export-site: the whole site "
        "as files; mcp: tools for assistants; backup, restore: the records as one sealed file; migrate: the records brought up to date; knowledge: content files from a folder into the database, and back; check: what stands in an agreement, and what doesn't",
    )
    parser.add_argument("--version", action="version", version=f"verbinder {VERSION}")
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in COMMANDS:  # before parsing, as each has arguments and help of its own
        return _run(given[0], given[1:])
    options, others = parser.parse_known_args(given)
    if options.command or others:
        parser.error(f"unknown: {' '.join(given)}")
    try:
        settings = Settings.read()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    quiet.keep_in(settings.index.var_dir)
    return _serve(settings) if settings.bot_token or settings.is_web else _talk(settings)


def _run(command: str, arguments: list[str]) -> int:
    """One of COMMANDS; what it needs is imported when it is given."""
    from bot import rooms

    match command:
        case "bench":
            from bot import bench, bench_many, bench_web

            return bench.main(arguments, site=bench_web.measure, many=bench_many.measure)
        case "export":
            from bot.rooms.statistics import export

            return export.main(arguments, rooms.shelves())
        case "export-site":
            from bot.faces.web import export_site

            return export_site.main(arguments)
        case "mcp":
            from bot.faces.mcp import stdio

            return stdio.main(arguments)
        case "check":
            from bot.rooms.checks import command as checking

            return checking.main(arguments)
        case "backup":
            from bot.records import backup

            return backup.main(arguments, rooms.shelves())
        case "knowledge":
            from bot.folder import kept_command

            return kept_command.main(arguments, rooms.shelves())
        case "migrate":
            from bot.records import migrate

            return migrate.main(arguments, rooms.shelves())
        case _:
            from bot.records import restore

            return restore.main(arguments, rooms.shelves())


def _serve(settings: Settings) -> int:
    from bot.conversation.wording import WordingError
    from bot.faces.serving import serve
    from bot.faces.web.door import WebError
    from bot.records.people import KeysError
    from bot.records.records import RecordsError

    logs.configure(settings)
    try:
        return asyncio.run(serve(settings))
    except (KeysError, RecordsError, WebError, WordingError) as error:
        logging.getLogger(__name__).error("%s", error)
        return 2


def _talk(settings: Settings) -> int:
    from bot.faces.terminal.talking import talk

    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        return asyncio.run(talk(settings))
    except KeyboardInterrupt:
        print()
        return 0


if __name__ == "__main__":
    sys.exit(main())
