"""python -m bot: the Telegram bot with BOT_TOKEN, else the same conversation in the terminal; `bench` measures it."""

import argparse
import asyncio
import logging
import sys

from bot import logs
from bot.settings import Settings
from index.settings import SettingsError


def main(arguments: list[str] | None = None) -> int:
    """0 when the conversation has ended, 2 for settings that can't be used."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument(
        "command", nargs="?", choices=("bench",), help="bench: questions a second, and how long each takes"
    )
    options, others = parser.parse_known_args(arguments)
    if options.command == "bench":
        from bot import bench

        return bench.main(others)
    if others:
        parser.error(f"unknown: {' '.join(others)}")
    try:
        settings = Settings.read()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    return _serve(settings) if settings.bot_token else _talk(settings)


def _serve(settings: Settings) -> int:
    from bot.people import KeysError
    from bot.records import RecordsError
    from bot.serving import serve
    from bot.web import WebError
    from bot.wording import WordingError

    logs.configure(settings)
    try:
        return asyncio.run(serve(settings))
    except (KeysError, RecordsError, WebError, WordingError) as error:
        logging.getLogger(__name__).error("%s", error)
        return 2


def _talk(settings: Settings) -> int:
    from bot.talking import talk

    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        return asyncio.run(talk(settings))
    except KeyboardInterrupt:
        print()
        return 0


if __name__ == "__main__":
    sys.exit(main())
