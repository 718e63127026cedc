"""python -m index ask | evaluate | bench: questions answered, measured and timed in a terminal."""

import argparse
import asyncio
import json
import logging
import sys
import time
from typing import TYPE_CHECKING

from index.answer import Question
from index.console import for_people, lines, progress_bar
from index.json_lines import each_as_json
from index.labels import main_of
from index.opening import Opened, open_retriever
from index.settings import IndexSettings, SettingsError
from knowledge import quiet

if TYPE_CHECKING:  # rich takes a while to import, and a program that asks for JSON need not wait for it
    from rich.console import Console

    from index.retriever import Retriever

MEANING_S = 6.0  # that a first question waits for meanings on a new folder; the next call goes on with them


def main(arguments: list[str] | None = None) -> int:
    """0 when done, 1 where a figure or a question's input fell short, 2 for settings that can't be used."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    options = _parser().parse_args(arguments)
    try:
        settings = IndexSettings.read()
        quiet.keep_in(settings.var_dir)
        if options.command == "ask":
            return asyncio.run(ask(options, settings))
        if options.command == "evaluate" and options.changed is not None:
            from index import comparing

            return asyncio.run(comparing.run(settings, options.changed, strict=options.strict))
        if options.command == "evaluate":
            from index import quality

            return asyncio.run(quality.run(settings, write=options.write, check=options.check))
        if options.check or options.accept:
            from index.bench import ratios as bench_ratios

            return asyncio.run(bench_ratios.check(accept=options.accept))
        from index.bench import table as bench

        return asyncio.run(bench.run(settings, quick=options.quick, picture=options.picture))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("ask", help="answer a question, or one a line from standard input")
    asking.add_argument("question", nargs="*", help="the question; none: one a line from standard input")
    asking.add_argument("--json", action="store_true", help="one JSON object a line")
    asking.add_argument(
        "--lang", choices=("nl", "en"), help="the language to answer in (default: the question's, else the folder's)"
    )
    evaluating = commands.add_parser("evaluate", help="figures over the tuning questions")
    evaluating.add_argument(
        "--write",
        action="store_true",
        help="fit the numbers that ship, and accept today's figures; with questions.toml or questions.csv in KNOWLEDGE_DIR, "
        "fit those of that folder, into VAR_DIR",
    )
    evaluating.add_argument(
        "--check",
        action="store_true",
        help="end with 1 when a figure is worse than the accepted one; with an own list, when one of its questions doesn't "
        "lead where it must",
    )
    evaluating.add_argument(
        "--changed",
        nargs="?",
        const="",
        metavar="REF",
        help="instead, what becomes of the known questions by what differs in KNOWLEDGE_DIR from the commit REF; without "
        "REF from HEAD where the folder differs from it, else from where this branch left the main one, which is what a "
        "pull request changes, else from the commit before; ends with 0 whatever is found, and with 2 where there is "
        "nothing to compare with",
    )
    evaluating.add_argument(
        "--strict",
        action="store_true",
        help="with --changed: end with 1 when the hit rate fell, or a question of the folder's own list doesn't lead where "
        "it must any more",
    )
    timing = commands.add_parser("bench", help="speed, memory and growth")
    timing.add_argument("--quick", action="store_true", help="without the largest sizes")
    timing.add_argument(
        "--check",
        action="store_true",
        help="instead, end with 1 when a ratio is half as large again as the accepted one",
    )
    timing.add_argument("--accept", action="store_true", help="… and take today's as the accepted ones")
    timing.add_argument("--picture", default="docs/bench.png", help="where the picture goes")
    return parser


async def ask(options: argparse.Namespace, settings: IndexSettings) -> int:
    """Answer the question in the arguments, or every line of standard input."""
    questions = [" ".join(options.question)] if options.question else lines()
    with progress_bar() as progress:
        opened = await open_retriever(settings, progress=progress, say=_say)
        if not await is_ready(opened.retriever, wait_s=MEANING_S):
            _say(
                "not all texts are known by their meaning yet; until they are, words are searched. Ask again to go on."
            )
    console = None if options.json else for_people()
    try:
        for text in questions:
            await _answer(text, options, opened, console)
    finally:
        await opened.retriever.close()
    return 0


async def is_ready(retriever: "Retriever", *, wait_s: float) -> bool:
    """Whether a new folder is known by its meaning, so that the first answer is as good as the next; waits so long for that."""
    try:
        async with asyncio.timeout(wait_s):
            await retriever.ready()
    except TimeoutError:
        return False
    return True


async def _answer(text: str, options: argparse.Namespace, opened: Opened, console: "Console | None") -> None:
    lang = options.lang or main_of(opened.retriever.snapshot.spoken)
    question = Question(text, lang, fixed=options.lang is not None)
    started = time.perf_counter()
    answers = await opened.retriever.ask_each(question)
    took_ms = (time.perf_counter() - started) * 1000
    if console is None:
        print(json.dumps(each_as_json(answers, took_ms), ensure_ascii=False), flush=True)
    else:
        from index import render  # rich's Markdown takes a while to import

        for answer in answers:
            console.print(render.as_text(answer, opened.retriever.snapshot), crop=False)
            console.print()


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
